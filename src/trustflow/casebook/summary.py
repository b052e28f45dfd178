"""What the casebook says of each council at a glance: one line a history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import fields, frozen

from ..dates import PartialDate
from ..engine import check
from ..queries import facts

if TYPE_CHECKING:
    from ..history import History

__all__ = ["INTERVENTIONS", "Entry", "entry_of"]

INTERVENTIONS = (
    "none",
    "notice",
    "direction",
    "direction with commissioner",
    "ended",
    "support and supervision",
    "cannot be told",
)
"""The types of intervention on record."""


@frozen
class Entry:
    """One authority as its record ends, which is not how it stands today.

    Args:
        authority: The council.
        gss_code: Its code.
        stage: The last stage on record.
        since: When it came into that stage; None where it never left the first one.
        judgement: Ofsted's latest judgement on record; None where there is none.
        intervention: The type of intervention on record at the end.
        ends: The date of the last event on record; None of an empty record.
        events: How many events the record holds.
        findings: How many findings a check of it gives.
        reached: Every stage the record passes through, in order.
    """

    authority: str
    gss_code: str | None
    stage: str
    since: PartialDate | None
    judgement: str | None
    intervention: str
    ends: PartialDate | None
    events: int
    findings: int
    reached: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The entry as plain data, the same that the command prints as JSON."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(type(self))}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [str(each) for each in value]
    return value if value is None or isinstance(value, int) else str(value)


def entry_of(history: History) -> Entry:
    """The entry of a history of the trust transfer."""
    report = check(history)
    moved = [step.event.on for step in report.steps if step.before != step.after]
    stages = [step.before for step in report.steps[:1]] + [step.after for step in report.steps]
    judgement, intervention = None, "none"
    if history.events:
        # A date that is open to the left may stand last: the whole record is known by the day
        # on which its latest event can have happened at the earliest.
        known = facts(history, max(event.on.earliest for event in history.events))
        judgement = known.judgement.on_record
        intervention = known.intervention.on_record or known.intervention.value
    return Entry(
        authority=history.authority,
        gss_code=history.gss_code,
        stage=report.stage,
        since=moved[-1] if moved else None,
        judgement=judgement,
        intervention=intervention,
        ends=history.events[-1].on if history.events else None,
        events=len(history),
        findings=len(report.findings),
        reached=tuple(dict.fromkeys(stages)) or (report.stage,),
    )
