"""A page for each authority of the casebook: path, timeline, events with sources, findings."""

import json

import trustflow as tf
from trustflow import wording
from trustflow.exchange import event_to_json

from .markdown import linked, page_name, said

__all__ = ["casebook_pages"]

TOLD_ELSEWHERE = ("event", "on", "sources", "deadlines")


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
    label = report.process.triggers[event.trigger]
    moved = "" if step.before == step.after else report.process.stages[step.after].label
    arrow = f" → *{said(moved)}*" if moved else ""
    yield f"{step.index + 1}. **{event.on.words}**: {said(label)}{arrow}"
    told = [said(f"{name}: {value}") for name, value in details_of(event)]
    if told:
        yield f"   - {'; '.join(told)}"
    for deadline in event.deadlines_set:
        by = deadline.due.words if deadline.due else f"within {deadline.within}"
        yield f"   - Asked for: {said(deadline.what)}, by {by}"
    for source in event.sources:
        yield f"   - {source_words(source)}"


def details_of(event):
    """The fields of an event that nothing else on the page tells, in words."""
    for name, value in json.loads(event_to_json(event)).items():
        if name not in TOLD_ELSEWHERE:
            yield name.replace("_", " "), in_words(value)


def in_words(value):
    """A value of a field, as plain data, in words."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {in_words(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(in_words, value))
    return {True: "yes", False: "no"}.get(value, str(value))


def source_words(source):
    """Who says so and how well that is founded; the address of a copy is printed, not linked."""
    if source.copy is None:
        shown = linked(source.title, source.url)
    else:
        shown = said(source.title) + (f" (`{source.url}`)" if source.url else "")
    told = wording.how_founded(source, shown)
    return told if source.says is None else f"{told} It says {source.says.words}."


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
