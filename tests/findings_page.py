"""Generate the docs page with the findings on the casebook that are graver than a remark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from trustflow.engine import check, labelled, set_in
from trustflow.errors import pluralised
from trustflow.history import Severity
from trustflow.trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trustflow.engine import Finding, Report, Step
    from trustflow.history import Event, History, Source
    from trustflow.process import DateRule

__all__ = ["findings_page"]

LISTED = {Severity.BREACH, Severity.DEPARTURE}
INTRODUCTION = (
    "This page is generated from the casebook; do not edit it.",
    (
        "It lists every finding of strength law, and every departure from what an inspectorate, a "
        "policy, a direction or a contract asks for."
    ),
    "A finding does not show that somebody was at fault.",
)
SET_IN_DOCUMENTS = "Deadlines set in documents"
NEEDS_ESCAPE = re.compile(r"([\\`*_\[\]<>#|])")


class Listed(NamedTuple):
    """A finding with its history and the events on which it depends."""

    history: History
    finding: Finding
    events: tuple[Event, ...]


def findings_page(histories: Iterable[History]) -> str:
    """Return the page as Markdown: certain findings by rule, then possible findings.

    Args:
        histories: The histories, such as those of the casebook.
    """
    checked = tuple(histories)
    listed = [item for history in checked for item in _listed(check(history))]
    certain = [item for item in listed if item.finding.certain]
    possible = [item for item in listed if not item.finding.certain]
    counts = (
        f"Of {len(checked)} councils in this casebook, {_councils(certain)} findings that are "
        f"certain on the dates held here ({pluralised(len(certain), 'finding')}), and "
        f"{_councils(possible)} findings that are only possible "
        f"({pluralised(len(possible), 'finding')})."
    )
    lines = [
        "# Findings on the casebook",
        "",
        *INTRODUCTION,
        counts,
        "",
        TRUST_TRANSFER.disclaimer,
        "",
        *_sections(certain, "##"),
        "## Possible findings",
        "",
        "The dates of these events are inexact, so it cannot be told whether the rule was kept.",
        "",
        *_sections(possible, "###"),
    ]
    return "\n".join(lines)


def _councils(listed: Sequence[Listed]) -> str:
    count = len({item.history.authority for item in listed})
    return f"{count} {'has' if count == 1 else 'have'}"


def _listed(report: Report) -> Iterator[Listed]:
    """Yield the findings of a report that are graver than a remark."""
    for finding in report.findings:
        if finding.strength.severity in LISTED:
            yield Listed(report.history, finding, _events(report, finding))


def _events(report: Report, finding: Finding) -> tuple[Event, ...]:
    """Return the event from which a finding counts, and the event that was late."""
    before = report.steps[: finding.index]
    ending = report.steps[finding.index].event
    if finding.rule is None:
        setters = [step.event for step in before if _sets_deadline(step.event, finding)]
        return (*setters[-1:], ending)
    rule = TRUST_TRANSFER.rule(finding.rule)
    starts = [step.event for step in before if _starts(rule, step)]
    return (*(starts[:1] if rule.from_first else starts[-1:]), ending)


def _sets_deadline(event: Event, finding: Finding) -> bool:
    """Return whether an event set the deadline that a finding is about."""
    return bool(event.deadlines_set) and (set_in(TRUST_TRANSFER, event) == finding.citation)


def _starts(rule: DateRule, step: Step) -> bool:
    """Return whether a step starts the clock of a rule."""
    entered = None if step.before == step.after else step.after
    return (
        not rule.same_event
        and step.event.trigger in rule.starts
        and rule.on_entering in {None, entered}
        and (rule.condition is None or rule.condition.holds(step.event))
    )


# Markdown


def _sections(listed: Sequence[Listed], level: str) -> Iterator[str]:
    """Yield the findings under a heading for each rule, in the order of the rules."""
    for rule in (*TRUST_TRANSFER.rules, None):
        rule_id = None if rule is None else rule.id
        items = [item for item in listed if item.finding.rule == rule_id]
        if not items:
            continue
        yield from _heading(rule, level)
        for item in items:
            yield from _item(item)
        yield ""


def _heading(rule: DateRule | None, level: str) -> Iterator[str]:
    if rule is None:
        yield from (f"{level} {SET_IN_DOCUMENTS}", "")
        return
    duty_holder = "" if rule.duty_holder is None else f" Duty holder: {rule.duty_holder}."
    yield f"{level} {rule.id}"
    yield ""
    yield f"{_escaped(rule.requires)}."
    yield (
        f"Bound: {rule.bound}. In force: {rule.period_words}. Strength: {rule.strength}."
        f"{duty_holder}"
    )
    yield f"Source: {_escaped(str(rule.citation))}."
    yield ""


def _item(item: Listed) -> Iterator[str]:
    """Yield the lines of a finding as a list item, and below it its events with their sources."""
    yield f"- **{_escaped(item.history.authority)}**. {_escaped(str(item.finding))}"
    for event in item.events:
        # Of several sources with the same address, only the first is listed.
        sources = {source.url or source.title: source for source in reversed(event.sources)}
        links = " ".join(source.statement(_link(source)) for source in reversed(sources.values()))
        yield f"  - {_escaped(labelled(TRUST_TRANSFER, event))}. {links}".rstrip()


def _link(source: Source) -> str:
    """Return the title of a source as a link; the address of a copy is printed, not linked."""
    title = _escaped(source.title)
    if source.url is None:
        return title
    if source.copy_of is not None:
        return f"{title} (`{source.url}`)"
    address = source.url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return f"[{title}](<{address}>)"


def _escaped(text: str) -> str:
    return NEEDS_ESCAPE.sub(r"\\\1", text)
