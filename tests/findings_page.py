"""The page that lists what the rules say of the shipped histories: each departure from a rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from trustflow.engine import capital, check, set_in, when
from trustflow.history import Severity
from trustflow.trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trustflow.engine import Finding, Report, Step
    from trustflow.history import Event, History, Source
    from trustflow.process import DateRule

__all__ = ["findings_page"]

GRAVE = {Severity.BREACH, Severity.DEPARTURE}
DEPARTURES = (
    "A departure is from what an inspectorate, a policy, a direction or a contract asks for; "
    "what falls under a law is told as later than the rule, on these dates."
)
SET_IN_DOCUMENTS = "Deadlines set in documents"
NEEDS_ESCAPE = re.compile(r"([\\`*_\[\]<>#|])")


class Listed(NamedTuple):
    """A finding with the history it is of, and the events it rests on."""

    history: History
    finding: Finding
    events: tuple[Event, ...]


def findings_page(histories: Iterable[History]) -> str:
    """The page as Markdown: the departures by rule, then those that cannot be told.

    Args:
        histories: The histories, such as those of the casebook.
    """
    looked_at = tuple(histories)
    listed = [each for history in looked_at for each in _listed(check(history))]
    certain = [each for each in listed if each.finding.certain]
    unclear = [each for each in listed if not each.finding.certain]
    counts = (
        f"Of {len(looked_at)} councils in this casebook, {_councils(certain)} departures from a "
        f"rule, or are later than the law's, on any day the dates allow, {len(certain)} in all; "
        f"{_councils(unclear)} some that cannot be told from the dates, {len(unclear)} in all."
    )
    lines = [
        "# What the rules say of the casebook",
        "",
        "This page is made from the casebook; do not edit it.",
        counts,
        DEPARTURES,
        "To be later than a rule is not to be at fault.",
        "",
        TRUST_TRANSFER.disclaimer,
        "",
        *_sections(certain, "##"),
        "## What cannot be told",
        "",
        *_sections(unclear, "###"),
    ]
    return "\n".join(lines)


def _councils(listed: Sequence[Listed]) -> str:
    count = len({each.history.authority for each in listed})
    return f"{count} {'has' if count == 1 else 'have'}"


def _listed(report: Report) -> Iterator[Listed]:
    """The findings of a report that are graver than a remark."""
    for finding in report.findings:
        if finding.strength.severity in GRAVE:
            yield Listed(report.history, finding, _events(report, finding))


def _events(report: Report, finding: Finding) -> tuple[Event, ...]:
    """The events a finding rests on: what the time is counted from, and what came too late."""
    before = report.steps[: finding.index]
    ending = report.steps[finding.index].event
    if finding.rule is None:
        setters = [step.event for step in before if _set(step.event, finding)]
        return (*setters[-1:], ending)
    rule = TRUST_TRANSFER.rule(finding.rule)
    starts = [step.event for step in before if _starts(rule, step)]
    return (*(starts[:1] if rule.from_first else starts[-1:]), ending)


def _set(event: Event, finding: Finding) -> bool:
    """Whether an event set the deadline that a finding is about."""
    return bool(event.deadlines_set) and (set_in(TRUST_TRANSFER, event) == finding.citation)


def _starts(rule: DateRule, step: Step) -> bool:
    """Whether a step starts the clock of a rule."""
    entered = None if step.before == step.after else step.after
    return (
        not rule.same_event
        and step.event.trigger in rule.starts
        and rule.on_entering in {None, entered}
        and (rule.condition is None or rule.condition.holds(step.event))
    )


# Markdown


def _sections(listed: Sequence[Listed], level: str) -> Iterator[str]:
    """The findings under a heading for each rule, in the order of the rules."""
    for rule in (*TRUST_TRANSFER.rules, None):
        rule_id = None if rule is None else rule.id
        of_rule = [each for each in listed if each.finding.rule == rule_id]
        if not of_rule:
            continue
        yield from _heading(rule, level)
        for each in of_rule:
            yield from _item(each)
        yield ""


def _heading(rule: DateRule | None, level: str) -> Iterator[str]:
    if rule is None:
        yield from (f"{level} {SET_IN_DOCUMENTS}", "")
        return
    duty_holder = "" if rule.duty_holder is None else f" It falls on: {rule.duty_holder}."
    yield f"{level} {rule.id}"
    yield ""
    period = f"{rule.period_words} ({rule.strength})"
    yield f"{_escaped(rule.requires)}: {rule.bound}, {period}.{duty_holder}"
    yield f"Source: {_escaped(str(rule.citation))}."
    yield ""


def _item(each: Listed) -> Iterator[str]:
    """A finding as an item of a list, with the sources of each of its events below it."""
    severity = each.finding.strength.severity.label
    yield f"- **{_escaped(each.history.authority)}** ({severity}): {_escaped(each.finding.message)}"
    for event in each.events:
        what = f"{capital(TRUST_TRANSFER.triggers[event.trigger])} {when(event.on)}"
        sources = {source.url or source.title: source for source in reversed(event.sources)}
        said = " ".join(source.statement(_link(source)) for source in reversed(sources.values()))
        yield f"  - {_escaped(what)}. {said}".rstrip()


def _link(source: Source) -> str:
    """The source's title as a link; a copy's address is printed and not linked."""
    title = _escaped(source.title)
    if source.url is None:
        return title
    if source.copy_of is not None:
        return f"{title} (`{source.url}`)"
    address = source.url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return f"[{title}](<{address}>)"


def _escaped(text: str) -> str:
    return NEEDS_ESCAPE.sub(r"\\\1", text)
