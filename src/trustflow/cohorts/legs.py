"""How long a leg of the road takes, from one event to another, over many histories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from .._html import html_table
from ..engine import check
from ..history import Confidence, Event, weakest
from ..trust_transfer import TRUST_TRANSFER
from .confidence import split_by_confidence
from .spans import Days, days_between, days_since, longest, median, shortest, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..engine import Step
    from ..history import History
    from ..process import Process

__all__ = ["Leg", "Legs", "legs", "named_leg"]


@frozen
class Leg:
    """One leg of one authority's road.

    Args:
        authority: Whose.
        start: What started it.
        end: What ended it; None while it is open.
        days: How many days it took, at least and at most. Of an open leg, how many the record
            shows it to have lasted, with no upper bound.
        is_met: Whether it ended as it was asked for; else what ended it made that impossible.
        confidence: That of the weakest event it rests on; None when one has no source.
    """

    authority: str
    start: Event
    end: Event | None
    days: Days
    is_met: bool
    confidence: Confidence | None

    @property
    def status(self) -> str:
        """How it stands: ended, ended otherwise, or open."""
        if self.end is None:
            return "open"
        return "ended" if self.is_met else "ended otherwise"

    def to_dict(self) -> dict[str, Any]:
        """The leg as plain data, the same that the command prints as JSON."""
        return {
            "authority": self.authority,
            "start": _event_data(self.start),
            "end": None if self.end is None else _event_data(self.end),
            "days": list(self.days),
            "status": self.status,
            "confidence": None if self.confidence is None else str(self.confidence),
        }


@frozen(repr=False)
class Legs:
    """A leg of the road in many histories.

    Args:
        start: The triggers that start it.
        end: The triggers that end it.
        legs: Every leg, in the order of the histories and of time.
        left_out: The legs that rest on a lower confidence than was asked for.
        histories: How many histories were looked at.
    """

    start: tuple[str, ...]
    end: tuple[str, ...]
    legs: tuple[Leg, ...]
    left_out: tuple[Leg, ...]
    histories: int

    @property
    def ended(self) -> tuple[Leg, ...]:
        """The legs that ended as was asked for."""
        return self._with("ended")

    @property
    def open(self) -> tuple[Leg, ...]:
        """The legs that have not ended, as far as the record goes."""
        return self._with("open")

    @property
    def ended_otherwise(self) -> tuple[Leg, ...]:
        """The legs that something made impossible to end as was asked for."""
        return self._with("ended otherwise")

    def _with(self, status: str) -> tuple[Leg, ...]:
        return tuple(leg for leg in self.legs if leg.status == status)

    @property
    def median(self) -> Days | None:
        """The median days of the legs that ended, as a span; None when none did."""
        return median([leg.days for leg in self.ended])

    @property
    def shortest(self) -> Days | None:
        """The days of the shortest leg that ended, as a span; None when none did."""
        return shortest([leg.days for leg in self.ended])

    @property
    def longest(self) -> Days | None:
        """The days of the longest leg that ended, as a span; None when none did."""
        return longest([leg.days for leg in self.ended])

    @property
    def authorities(self) -> tuple[str, ...]:
        """The authorities that have such a leg."""
        return tuple(dict.fromkeys(leg.authority for leg in self.legs))

    def to_dict(self) -> dict[str, Any]:
        """The legs as plain data, the same that the command prints as JSON."""
        return {
            "start": list(self.start),
            "end": list(self.end),
            "histories": self.histories,
            "authorities": len(self.authorities),
            "ended": len(self.ended),
            "open": len(self.open),
            "ended_otherwise": len(self.ended_otherwise),
            "left_out": len(self.left_out),
            "median": self.median and list(self.median),
            "shortest": self.shortest and list(self.shortest),
            "longest": self.longest and list(self.longest),
            "legs": [leg.to_dict() for leg in self.legs],
        }

    def _repr_html_(self) -> str:
        rows = [
            (
                leg.authority,
                leg.start.on,
                "" if leg.end is None else leg.end.on,
                words(leg.days),
                leg.status,
            )
            for leg in self.legs
        ]
        return html_table(repr(self)[1:-1], ("Authority", "From", "To", "Days", "Status"), rows)

    def __repr__(self) -> str:
        return (
            f"<Legs of {len(self.authorities)} of {self.histories} histories: "
            f"{len(self.ended)} ended, {len(self.open)} open, "
            f"{len(self.ended_otherwise)} ended otherwise, {len(self.left_out)} left out>"
        )


def legs(
    histories: Iterable[History],
    *,
    start: str | Iterable[str],
    end: str | Iterable[str],
    unless: str | Iterable[str] = (),
    starts_in: str | Iterable[str] = (),
    from_first: bool = False,
    better: bool = False,
    confidence: str = "medium",
    process: Process = TRUST_TRANSFER,
) -> Legs:
    """How long a leg of the road took in each of the histories.

    A leg starts with the latest of the starting events, as the clock of a date rule does, and a
    council that goes round again has several.

    Args:
        histories: The histories.
        start: What starts it: a trigger, or an event without its variant, or several of them.
        end: What ends it.
        unless: What makes it impossible to end so; it then counts as ended otherwise.
        starts_in: The stages in which a start counts, as they are after it; any when left out.
        from_first: Whether it starts with the first of several starting events, not the latest.
        better: Whether an inspection ends it only with a better judgement than the last one
            before its start.
        confidence: The least confidence of the events it rests on: what rests on less is left out
            and counted. What has no source is not left out.
        process: The process; the trust transfer when left out.

    Raises:
        InvalidValue: A word names no trigger, stage or confidence.

    Example:
        >>> import trustflow as tf
        >>> found = tf.legs(
        ...     tf.casebook.histories(), start="return_decided", end="returned_to_council"
        ... )
        >>> found
        <Legs of 4 of 77 histories: 4 ended, 0 open, 0 ended otherwise, 0 left out>
        >>> found.shortest
        (123, 152)
    """
    wanted = _Wanted(
        start=_triggers(process, start),
        end=_triggers(process, end),
        unless=_triggers(process, unless),
        stages=frozenset(process.stage(name) for name in names_of(starts_in)),
        from_first=from_first,
        better=better,
    )
    looked_at = tuple(histories)
    found = [
        leg
        for history in looked_at
        for leg in _legs_of(history, check(history, process).steps, wanted)
    ]
    kept, left_out = split_by_confidence(found, confidence)
    return Legs(wanted.start, wanted.end, kept, left_out, len(looked_at))


def named_leg(
    histories: Iterable[History],
    name: str,
    *,
    process: Process = TRUST_TRANSFER,
    confidence: str = "medium",
) -> Legs:
    """Return how long a named leg of a process takes over many histories; see `legs`.

    Args:
        histories: The histories.
        name: The name of the leg, a key of the process's `legs`.
        process: The process; the trust transfer by default.
        confidence: The lowest confidence that counts.

    Raises:
        InvalidValue: The process has no such leg; the message suggests the nearest.
    """
    leg = process.leg(name)
    return legs(
        histories,
        start=leg.start,
        end=leg.end,
        unless=leg.unless,
        starts_in=leg.starts_in,
        from_first=leg.from_first,
        better=leg.better,
        process=process,
        confidence=confidence,
    )


@frozen
class _Wanted:
    """What a leg is, in triggers and stages."""

    start: tuple[str, ...]
    end: tuple[str, ...]
    unless: tuple[str, ...]
    stages: frozenset[str]
    from_first: bool
    better: bool

    def starts(self, step: Step) -> bool:
        """Whether a step starts the leg."""
        return step.event.trigger in self.start and (not self.stages or step.after in self.stages)

    def ends(self, event: Event, grade: int) -> bool:
        """Whether an event ends the leg; the grade is that of the last judgement before it."""
        if event.trigger not in self.end:
            return False
        own = event.grade
        return not self.better or own is None or own > grade


def _legs_of(history: History, steps: Iterable[Step], wanted: _Wanted) -> Iterator[Leg]:
    """The legs of one history, in the order in which they start."""
    running: Event | None = None
    latest = before = 0
    for step in steps:
        event = step.event
        if running is not None and wanted.ends(event, before):
            yield _leg(history, running, event, is_met=True)
            running = None
        elif running is not None and event.trigger in wanted.unless:
            yield _leg(history, running, event, is_met=False)
            running = None
        if wanted.starts(step) and (running is None or not wanted.from_first):
            running, before = event, latest
        latest = event.grade or latest
    if running is not None:
        days = days_since(running.on, history.events)
        yield Leg(
            history.authority, running, None, days, is_met=False, confidence=weakest([running])
        )


def _leg(history: History, start: Event, end: Event, *, is_met: bool) -> Leg:
    days = days_between(start.on, end.on)
    return Leg(history.authority, start, end, days, is_met, weakest([start, end]))


def _event_data(event: Event) -> dict[str, str]:
    return {"trigger": event.trigger, "on": str(event.on)}


def _triggers(process: Process, names: str | Iterable[str]) -> tuple[str, ...]:
    found = (trigger for name in names_of(names) for trigger in process.variants(name))
    return tuple(dict.fromkeys(found))


def names_of(value: str | Iterable[str]) -> tuple[str, ...]:
    """One name or several, as several."""
    return (value,) if isinstance(value, str) else tuple(value)
