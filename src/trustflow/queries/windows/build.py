"""Work out which days are left for an event: one question for each stretch of equal days."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ...dates import MAX_DAY, MIN_DAY, DateLike, PartialDate, whole_day
from ...engine import Finding, Replay, check, moved, not_allowed_in, suppose, turning_days
from ...errors import BadArguments, InvalidValue, quoted
from ...history import Event, NamedEvent, one_of
from ...process import Process, require_process
from ...trust_transfer import TRUST_TRANSFER
from ..strengths import LEAST_RANKS
from .bounds import ON_EVERY_DAY, Bounds, Key, Stretch
from .window import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...history import History

__all__ = ["event_asked", "stretches", "window", "window_of"]


def window(
    history: History,
    event: Event | str,
    *,
    as_of: DateLike | None = None,
    strength: str = "all",
    process: Process = TRUST_TRANSFER,
    **fields: Any,
) -> Window:
    """Return the days on which an event can be next, and the rules that bound them.

    Args:
        history: The history.
        event: The event, whose own day does not count; or its trigger. Of a trigger without
            `fields`, only the trigger and the day count, as in `what_next`.
        as_of: The first day asked about; later events are left out. By default, the whole history
            counts, and so does every day.
        strength: Which findings count: ``logic`` (a live case refuses the event), ``law`` (those,
            and breaches of the law) or ``all``.
        process: The process; the trust transfer by default.
        fields: Fields of the event, if only its trigger is given.

    Raises:
        BadDate: `as_of` is not one exact day.
        BadHistory: The history is of another process; the error names its first foreign event.
        BadArguments: A field is unknown, or a required one is missing.
        InvalidValue: The process does not have the trigger, `strength` is not one of the three
            words, or fields are given beside an event.

    Example:
        >>> from trustflow import casebook
        >>> sandwell = casebook.load("Sandwell")
        >>> left = window(sandwell, "trust_went_live", as_of="2016-12-05")
        >>> left.kept, [bound.rule or bound.deadline for bound in left.conflict.bounds]
        ((), ['direction-to-live', 'go-live of the trust'])
    """
    history = require_process(history, process)
    asked = event_asked(process, event, fields)
    shown = history if as_of is None else history.as_of(as_of)
    return window_of(check(shown, process).replay, asked, as_of, strength=strength)


def event_asked(process: Process, event: Event | str, fields: Mapping[str, Any]) -> Event:
    """Return the event that a window is asked for, on any day.

    For a trigger of a class with variants, whose events would need fields such as a judgement, it
    is an event without fields.
    """
    if "on" in fields:
        accepted = "Expected no day: a window is the days on which the event can happen."
        raise InvalidValue(quoted(str(fields["on"])), "day of an event in a window", accepted)
    if isinstance(event, Event):
        if fields:
            accepted = "Expected no fields: the event has its own."
            raise InvalidValue(quoted(", ".join(fields)), "fields beside an event", accepted)
        process.trigger(event.trigger)
        return event
    trigger = process.trigger(event)
    day = PartialDate.between(MIN_DAY, MIN_DAY)
    cls, _ = process.by_class.get(trigger, (NamedEvent, {}))
    if fields:
        return process.event(trigger, day, **fields)
    if cls is not NamedEvent and not cls.variants:
        try:
            return cls(day)
        except BadArguments:
            pass  # it needs fields, of which nothing is known
    return NamedEvent(day, what=trigger)


def window_of(
    replay: Replay, event: Event, as_of: DateLike | None = None, *, strength: str = "all"
) -> Window:
    """Return the days on which an event can follow a replay; `window` takes a history instead.

    Args:
        replay: The state before the event; it is not changed.
        event: The event, on any day.
        as_of: The first day asked about; every day by default.
        strength: As for `window`.
    """
    strength = one_of(strength, LEAST_RANKS, "strength of a window")
    process, trigger = replay.process, event.trigger
    day = None if as_of is None else whole_day(as_of, "as_of")
    asked: dict[str, Any] = {
        "trigger": trigger,
        "label": process.triggers[trigger],
        "as_of": None if day is None else PartialDate.between(day, day),
        "strength": strength,
    }
    if replay.table[trigger].move is None:
        return Window(**asked, refusal=not_allowed_in(process, replay.stage, trigger))
    first = MIN_DAY if day is None else day
    days = turning_days(replay, event, MIN_DAY)
    later = [first, *(day for day in days if day > first)]
    on_first, *_ = every = list(stretches(replay, event, later, MAX_DAY))

    def counted(stretches: Iterable[Stretch]) -> list[Stretch]:
        return [each.counted(LEAST_RANKS[strength]) for each in stretches]

    def earlier() -> list[Stretch]:
        before = [day for day in days if day < first]
        return counted(stretches(replay, event, before, first - 1))

    bounds = Bounds(replay, counted(every), earlier)
    kept, possible = bounds.spans(), bounds.spans(certain=True)
    before, after = bounds.around()
    remarks: list[Finding] = []
    if any(each.code in ON_EVERY_DAY for each in on_first.findings.values()):
        undated = suppose(replay, evolve(event, on="../.."))  # so that no day is named
        remarks = [each for each in undated if each.code in ON_EVERY_DAY]
    return Window(
        **asked,
        kept=kept,
        possible=possible,
        earliest_rule=before,
        latest_rule=after,
        conflict=None if kept else bounds.conflict(certain=not possible),
        remarks=tuple(remarks),
    )


def stretches(replay: Replay, event: Event, days: Sequence[int], last: int) -> Iterator[Stretch]:
    """Yield the stretches of days that begin on some days, up to a last day."""
    for day, after in pairwise((*days, last + 1)):
        on_day = moved(event, _day_within(day, after - 1, replay.reached))
        findings = suppose(replay, on_day)
        yield Stretch(day, after - 1, _by_bound(replay, on_day, findings))


def _day_within(first: int, last: int, reached: int) -> int:
    """Return a day of a stretch that a message can name: no bound of the calendar."""
    named = (day for day in (first, last, reached) if MIN_DAY < day < MAX_DAY)
    return next((day for day in named if first <= day <= last), (first + last) // 2)


def _by_bound(replay: Replay, event: Event, findings: tuple[Finding, ...]) -> Mapping[Key, Finding]:
    """Return the findings on an event by the bound that gives them."""
    found: dict[Key, Finding] = {}
    places: Iterator[int] | None = None
    for finding in findings:
        which: str | int = finding.rule or str(finding.strength)
        if finding.code == "deadline_missed":
            places = places or iter(_places_missed(replay, event))
            which = next(places)
        found.setdefault((finding.code, which), finding)
    return found


def _places_missed(replay: Replay, event: Event) -> list[int]:
    """Return the places of the open deadlines that an event misses, in the order of findings."""
    if replay.must_place(event):
        replay = replay.copy()
        replay.place(event)
    meeting = tuple(replay.meeting(event, replay.table[event.trigger]))
    return [
        place
        for place, pending in enumerate(replay.open_deadlines)
        if pending.due[0] < event.on.last and any(pending is other for other in meeting)
    ]
