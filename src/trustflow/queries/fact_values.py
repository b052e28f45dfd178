"""What is known of an authority on a day, as values: each with what it comes from."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from attrs import fields, frozen

from ..dates import PartialDate, Truth
from ..history import Confidence, Event

__all__ = ["CANNOT_BE_TOLD", "Fact", "Facts", "PlannedGoLive", "Stay"]

CANNOT_BE_TOLD = "cannot be told"

T = TypeVar("T")


@frozen
class Fact(Generic[T]):
    """One thing that the record says, or cannot say, of a day.

    Args:
        value: What can be said; None, or nothing in it, where it cannot be told.
        known: Yes, or *cannot be told*.
        on_record: What the record said last, whether or not it still held on the day; None where
            it says nothing.
        events: The events it comes from.
        confidence: That of the weakest of them; None when one has no source, or there is none.
    """

    value: T
    known: Truth = Truth.YES
    on_record: T | None = None
    events: tuple[Event, ...] = ()
    confidence: Confidence | None = None

    def __str__(self) -> str:
        if self.known is Truth.YES:
            return _in_words(self.value)
        if self.on_record in (None, ()):
            return CANNOT_BE_TOLD
        return f"{CANNOT_BE_TOLD}; last on record: {_in_words(self.on_record)}"


@frozen
class PlannedGoLive:
    """A day on which the trust was planned to go live.

    Args:
        due: The day planned.
        set_by: The event that set it.
        slip: By how many days the actual day came later, at least and at most, negative when it
            came earlier; None while the trust is not live, or where the plan was given up before.
    """

    due: PartialDate
    set_by: Event
    slip: tuple[int, int] | None = None


@frozen
class Stay:
    """A time spent in a stage.

    Args:
        stage: The stage.
        since: When it began; None where it began before the record.
        until: When it ended; None while it lasts, as far as the record goes.
        days: How many days it lasted, to the day asked for where it has not ended, at least and at
            most; None where its beginning is not on record.
    """

    stage: str
    since: PartialDate | None
    until: PartialDate | None
    days: tuple[int, int] | None


@frozen
class Facts:
    """What the record says of an authority on a day.

    Args:
        authority: The council's name.
        as_of: The day.
        stage: The stage it was in.
        judgement: Ofsted's latest judgement; the event has its areas, remit and date.
        intervention: none, notice, direction, direction with commissioner, ended, support and
            supervision, or cannot be told.
        notice_open: Whether an improvement notice was open.
        directions: The directions issued and not revoked or replaced on record, in order; the
            event says what each replaced.
        commissioners: Who was commissioner in post.
        trust: The trust's name.
        chair: The trust's chair.
        planned_go_live: The planned days of go-live in the order in which they were set.
        went_live: The day on which the trust went live.
        delivered_by: Who delivered the services.
        visits: How many visits there were since the last inadequate judgement, as recorded here.
        visit_letters: How many letters after visits were published since, counted apart.
        stays: The stages it went through, with the days in each.
    """

    authority: str
    as_of: PartialDate
    stage: Fact[str | None]
    judgement: Fact[str | None]
    intervention: Fact[str]
    notice_open: Fact[bool | None]
    directions: tuple[Fact[Event | None], ...]
    commissioners: Fact[tuple[str, ...]]
    trust: Fact[str | None]
    chair: Fact[str | None]
    planned_go_live: tuple[PlannedGoLive, ...]
    went_live: Fact[PartialDate | None]
    delivered_by: Fact[str | None]
    visits: Fact[int | None]
    visit_letters: Fact[int | None]
    stays: tuple[Stay, ...]

    def to_dict(self) -> dict[str, Any]:
        """The facts as plain data, the same that the command prints as JSON."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(type(self))}


def _in_words(value: object) -> str:
    """A fact's value for people."""
    if isinstance(value, tuple):
        return ", ".join(value) or "nobody"
    if isinstance(value, Event):
        return f"{value.trigger.replace('_', ' ')}, {value.on.words}"
    if isinstance(value, PartialDate):
        return value.words
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def _plain(value: object) -> Any:
    if isinstance(value, Event):
        return {"trigger": value.trigger, "on": str(value.on)}
    if isinstance(value, Fact):
        return {
            "value": _plain(value.value),
            "known": value.known.value,
            "on_record": _plain(value.on_record),
            "events": [_plain(event) for event in value.events],
            "confidence": None if value.confidence is None else str(value.confidence),
        }
    if isinstance(value, PlannedGoLive | Stay):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(type(value))}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, PartialDate) else value
