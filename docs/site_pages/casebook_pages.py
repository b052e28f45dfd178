"""A page for each authority of the casebook: path, timeline, events with sources, findings."""

from collections.abc import Mapping

import trustflow as tf
from trustflow.engine import capital
from trustflow.engine import messages as wording

from .markdown import linked, page_name, said

__all__ = ["casebook_pages"]

TOLD_ELSEWHERE = ("on", "sources", "note", "deadlines", "what", "due", "within")


def casebook_pages():
    """The pages by name."""
    return {page_name(one.authority): page_of(tf.check(one)) for one in tf.casebook.histories()}


def page_of(report):
    """The page of one authority."""
    history = report.history
    code = "" if history.gss_code is None else f" Its code is {history.gss_code}."
    lines = [
        f"# {said(history.authority)}",
        "",
        said(report.on_record),
        f"The record holds {len(history)} events, and says nothing of what nobody found.{code}",
        "",
        "## Path",
        "",
        *path_of(report),
        "",
        "## Timeline",
        "",
        *timeline_of(history),
        "",
        "## Events and sources",
        "",
        *(line for step in report.steps for line in event_lines(report, step)),
        "",
        "## Findings",
        "",
        *(finding_lines(report) or ["Nothing is to be said of it."]),
    ]
    return "\n".join(lines) + "\n"


def path_of(report):
    """The way through the stages it passed, drawn while the page is built."""
    stages = [report.steps[0].before, *(step.after for step in report.steps)]
    return [
        f"```{{trustflow-diagram}} {report.history.authority}",
        f":stages: {' '.join(dict.fromkeys(stages))}",
        ":standard:",
        ":theme: auto",
        "```",
    ]


def timeline_of(history):
    """The timeline itself, for light pages and for dark ones."""
    for theme, dark in (("only-light", False), ("only-dark", True)):
        yield "```{raw} html"
        box = f'class="trustflow-timeline {theme}" tabindex="0"'
        yield f"<div {box}>{tf.timeline(history, dark=dark)}</div>"
        yield "```"


def event_lines(report, step):
    """An event: when and what, what else is known of it, what it asked for, and who says so."""
    event = step.event
    label = said(report.process.triggers[event.trigger])
    moved = "" if step.before == step.after else report.process.stages[step.after].label
    arrow = f" → *{said(moved)}*" if moved else ""
    told = [said(f"{name}: {value}") for name, value in details_of(event)]
    items = [
        *([capital("; ".join(told)) + "."] if told else []),
        *([f"Note: {said(event.note)}"] if event.note else []),
        *map(deadline_words, event.deadlines_set),
        *dict.fromkeys(map(source_words, event.sources)),  # one page may be there for two facts
    ]
    yield f"{step.index + 1}. **{capital(event.on.words)}**: {label}{arrow}"
    yield from (f"    - {item}" for item in items)


def deadline_words(deadline):
    """What was asked for, and by when."""
    when = "" if deadline.within is None else f", within {deadline.within}"
    if deadline.due is not None:
        when = f"; due {wording.when(deadline.due)}"
    return f"Asked for: {said(deadline.what)}{said(when)}."


def details_of(event):
    """The fields of an event that nothing else on the page tells, in words."""
    for name, value in event.given().items():
        if name == "inspected":  # the one field that holds periods, not days
            yield name, ", ".join(map(period_words, value))
        elif name not in TOLD_ELSEWHERE:
            yield name.replace("_", " "), in_words(value)


def period_words(period):
    """The days of an inspection in words."""
    start, end = period.starts.words, period.ends.words
    return start if start == end else f"{start} to {end}"


def in_words(value):
    """A value of a field in words."""
    if isinstance(value, tf.PartialDate):
        return value.words
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {in_words(each)}" for name, each in value.items())
    if isinstance(value, tuple):
        return ", ".join(map(in_words, value))
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def source_words(source):
    """Who says so and how well that is founded; the address of a copy is printed, not linked."""
    if source.copy_of is None:
        shown = linked(source.title, source.url)
    else:
        shown = said(source.title) + (f" (`{source.url}`)" if source.url else "")
    told = source.statement(shown)
    return told if source.stated_date is None else f"{told} It says {source.stated_date.words}."


def finding_lines(report):
    """The findings, each with the number of its event and a link to where the rule stands."""
    return [finding_line(finding) for finding in report.findings]


def finding_line(finding):
    """A finding as an item of a list."""
    source = ""
    if finding.citation is not None:
        source = f" Source: {linked(finding.citation.text, finding.citation.url)}."
    rule = (
        ""
        if finding.rule is None
        else f" Rule: [{finding.rule}](../process/rules.md#{finding.rule})."
    )
    return f"- Event {finding.index + 1}, {said(str(finding))}{rule}{source}"
