"""Generate a page for each authority: a paragraph, path, timeline, events and findings."""

import trustflow as tf
from trustflow.engine import capital
from trustflow.errors import pluralised
from trustflow.views.case_page import (
    event_details,
    event_label,
    requirements,
    summary_sentences,
)

from .changes_page import changes_page
from .markdown import escaped, link, page_name

__all__ = ["casebook_pages"]


def casebook_pages():
    """Return the text of each page by the page's name: the authorities, and the changes."""
    pages = {page_name(one.authority): page_of(tf.check(one)) for one in tf.casebook.histories()}
    return {**pages, "changes": changes_page()}


def page_of(report):
    """Return the page of one authority."""
    history = report.history
    code = "" if history.gss_code is None else f" The code of the council is {history.gss_code}."
    lines = [
        f"# {escaped(history.authority)}",
        "",
        escaped(" ".join(summary_sentences(report))),
        "",
        escaped(report.on_record),
        *map(escaped, tf.casebook.notices(history)),
        f"The record contains {pluralised(len(history), 'event')} and may be incomplete.{code}",
        "",
        "## Path",
        "",
        *path_of(report),
        "",
        "## Timeline",
        "",
        *timeline_of(report),
        "",
        "## Events and sources",
        "",
        *(line for step in report.steps for line in event_lines(report, step)),
        "",
        "## Findings",
        "",
        *(finding_lines(report) or ["There are no findings."]),
    ]
    return "\n".join(lines) + "\n"


def path_of(report):
    """Return the lines of a directive that draws the history's path through the stages."""
    stages = [report.steps[0].before, *(step.after for step in report.steps)]
    return [
        f"```{{trustflow-diagram}} {report.history.authority}",
        f":stages: {' '.join(dict.fromkeys(stages))}",
        ":marks: standard",
        ":theme: auto",
        "```",
    ]


def timeline_of(report):
    """Return the lines of a directive that draws the history's timeline."""
    return [f"```{{trustflow-timeline}} {report.history.authority}", ":theme: auto", "```"]


def event_lines(report, step):
    """Yield the lines on an event: date and label, then fields, note, deadlines and sources."""
    event, process = step.event, report.process
    label = escaped(event_label(process, event))
    moved = "" if step.before == step.after else process.stages[step.after].label
    arrow = f" → *{escaped(moved)}*" if moved else ""
    fields = (f"{detail.label}: {detail.words}" for detail in event_details(process, event))
    details = "; ".join(fields)
    items = [
        *([f"{escaped(details)}."] if details else []),
        *([f"Note: {escaped(event.note)}"] if event.note else []),
        *(escaped(f"Required: {words}.") for words in requirements(process, event)),
        *dict.fromkeys(
            map(source_sentence, event.sources)
        ),  # two sources can have the same sentence
    ]
    yield f"{step.index + 1}. **{capital(event.on.words)}**: {label}{arrow}"
    yield from (f"    - {item}" for item in items)


def source_sentence(source):
    """Return a sentence with the source and its confidence; the address of a copy is not a link."""
    if source.copy_of is None:
        shown = link(source.title, source.url)
    else:
        shown = escaped(source.title) + (f" (`{source.url}`)" if source.url else "")
    sentence = source.statement(shown)
    if source.stated_date is None:
        return sentence
    return f"{sentence} It gives the date as {source.stated_date.words}."


def finding_lines(report):
    """Return the findings as items of a list."""
    return [finding_line(finding) for finding in report.findings]


def finding_line(finding):
    """Return a finding with the number of its event, and links to its rule and its source."""
    source = ""
    if finding.citation is not None:
        source = f" Source: {link(finding.citation.text, finding.citation.url)}."
    rule = (
        ""
        if finding.rule is None
        else f" Rule: [{finding.rule}](../process/rules.md#{finding.rule})."
    )
    return f"- Event {finding.index + 1}, {escaped(str(finding))}{rule}{source}"
