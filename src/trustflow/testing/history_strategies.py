"""Strategies for histories that can have happened, and for arbitrary histories."""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from ..dates import MIN_DAY
from ..history import ONGOING, Event, History, Strength
from ..process import ORDINARY, Mark, process_of
from ..trust_transfer import TRUST_TRANSFER
from .arguments import marks_of, require_count, require_fields
from .dates import (
    MODERN_DAYS,
    Precision,
    choose,
    days,
    draw_date,
    partial_dates,
    precision_of,
)
from .event_strategies import draw_event, events
from .provenance import draw_some, texts
from .random_walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..process import Process
    from .event_strategies import FieldsByTrigger
    from .random_walk import Choice, Window

__all__ = [
    "START_DAYS",
    "choose_move",
    "continue_walk",
    "draw_authority",
    "draw_day",
    "draw_history",
    "event_on",
    "histories",
    "inherit_events",
    "loose_histories",
    "stages_allowing",
]

START_DAYS = days(dt.date(2005, 1, 1), dt.date(2020, 12, 31))
GAPS = st.integers(0, 300)
INHERITED = st.integers(0, 2)
"""How many events a history that inherits some has of its predecessor."""


def stages_allowing(
    process: Process, most: int, marks: Iterable[str] = ORDINARY
) -> list[frozenset[str]]:
    """Return, for each number of events up to `most`, the stages that so many events can follow.

    Args:
        process: The process.
        most: The largest number of events.
        marks: The marks of the moves that the events can make.
    """
    allowed = {Mark(mark) for mark in marks}
    moves = [move for move in process.moves if move.mark in allowed]
    stages = [frozenset(process.stages)]
    for _ in range(most):
        stages.append(frozenset(move.stage for move in moves if move.leads_to in stages[-1]))
    return stages


@st.composite
def histories(
    draw: st.DrawFn,
    process: Process = TRUST_TRANSFER,
    *,
    min_events: int = 0,
    max_events: int | None = None,
    authority: str | st.SearchStrategy[str] | None = None,
    precision: Precision = "any",
    from_start: bool = False,
    inherits: bool = True,
    marks: Iterable[str] = ORDINARY,
    fields: FieldsByTrigger | None = None,
) -> History:
    """Generate histories that can have happened: a live case accepts every event.

    Every event is allowed in its stage. Each event has a possible day such that these days
    together keep every rule of strength logic. Rules of law, policy or practice may be broken, as
    in real histories. Examples shrink towards few events, all on one day, with the triggers that
    the process lists first.

    Args:
        draw: Supplied by Hypothesis.
        process: The process; the trust transfer by default.
        min_events: The smallest number of events.
        max_events: The largest number of events; by default ten more than the smallest.
        authority: The council's name, or a strategy for the name; any text by default.
        precision: How exact the dates are: ``day``, ``simple`` or ``any``.
        from_start: Whether every history begins in the first stage of the process, and inherits
            no event.
        inherits: Whether some histories inherit events. Frames without details cannot contain them.
        marks: The marks of the moves that the histories make; by default standard and attested.
            With ``list(Mark)`` they make possible moves, too, for which no precedent is on record.
        fields: Strategies for the fields of your own event classes, by trigger.

    Raises:
        InvalidArgument: No history of the process can have `min_events` events.
        InvalidValue: An argument is of another kind, or names what does not exist.

    Example:
        >>> from hypothesis import find
        >>> find(histories(min_events=1, authority="Sandwell"), lambda history: True)
        <History of Sandwell: 1 event, 2005-01-01 to 2005-01-01>
    """
    process, marks, precision = process_of(process), marks_of(marks), precision_of(precision)
    fields = require_fields(fields, process)
    fewest = require_count(min_events, "min_events", 0)
    most = fewest + 10 if max_events is None else require_count(max_events, "max_events", fewest)
    by_length = stages_allowing(process, min_events, marks)
    starts = tuple(stage for stage in process.stages if stage in by_length[-1])
    if not starts or (from_start and process.initial not in starts):
        msg = f"no history of {process.name} has {min_events} events"
        raise InvalidArgument(msg)
    begins_in = None
    if not from_start:
        unstated = (None,) if process.initial in starts else ()
        begins_in = choose(draw, (*unstated, *starts))
    start = draw(START_DAYS).toordinal()
    walk = Walk(
        process, begins_in or process.initial, start, draw_authority(draw, authority), marks
    )
    if inherits and not from_start and draw(st.booleans()):
        inherit_events(draw, walk, precision=precision, fields=fields)
    continue_walk(draw, walk, by_length, max_events=most, precision=precision, fields=fields)
    return draw_history(draw, walk, begins_in)


def inherit_events(
    draw: st.DrawFn,
    walk: Walk,
    *,
    precision: Precision = "any",
    fields: FieldsByTrigger | None = None,
) -> None:
    """Add some events that the authority of a walk inherits."""
    day = walk.day
    triggers = tuple(walk.process.triggers)
    for _ in range(draw(INHERITED) if triggers else 0):
        trigger = choose(draw, triggers)
        event = event_on(draw, walk.process, trigger, day, precision=precision, fields=fields)
        walk.inherit(walk.without_conflicts(event, day), day)
        day += draw(GAPS)


def continue_walk(
    draw: st.DrawFn,
    walk: Walk,
    by_length: Sequence[frozenset[str]] = (),
    *,
    max_events: int,
    targets: frozenset[str] | None = None,
    precision: Precision = "any",
    fields: FieldsByTrigger | None = None,
) -> None:
    """Add random events to a walk through the process.

    Args:
        draw: Supplied by Hypothesis.
        walk: The walk.
        by_length: For each number of events, from 0 to the smallest number to add, the stages
            that so many events can follow.
        max_events: The largest number of events to add.
        targets: The stages that moves may lead to once the smallest number of events is added.
        precision: How exact the dates are.
        fields: Strategies for the fields of event classes, by trigger.
    """
    fewest = max(0, len(by_length) - 1)
    # The number of events is drawn first, so that Hypothesis can shrink the number and at the same
    # time delete what it drew for any one event.
    for count in range(draw(st.integers(fewest, max_events))):
        is_needed = count < fewest
        allowed = by_length[fewest - count - 1] if is_needed else targets
        if not draw(
            _next_event(walk, allowed, is_needed=is_needed, precision=precision, fields=fields)
        ):
            return


@st.composite
def _next_event(
    draw: st.DrawFn,
    walk: Walk,
    targets: frozenset[str] | None,
    *,
    is_needed: bool,
    precision: Precision,
    fields: FieldsByTrigger | None,
) -> bool:
    """Add an event to a walk if a day is left for it, and return whether it was added.

    This is a separate strategy, so that Hypothesis can delete all that it draws for one event.
    """
    choices = walk.choices(targets)
    # In rare cases the rules of logic leave no day for an event that must be added.
    assume(choices or not is_needed)
    if not choices:
        return False
    move, windows = choose_move(draw, choices)
    day = draw_day(draw, windows, walk.day)
    event = event_on(draw, walk.process, move.trigger, day, precision=precision, fields=fields)
    walk.advance(walk.without_conflicts(event, day), move.leads_to, day)
    return True


def choose_move(draw: st.DrawFn, choices: Sequence[Choice]) -> Choice:
    """Choose one of the moves; half the time, a move that leads to another stage."""
    onward = [choice for choice in choices if not choice.move.stays]
    wants_onward = draw(st.booleans())
    return choose(draw, onward if onward and wants_onward else choices)


def draw_day(draw: st.DrawFn, windows: Sequence[Window], start: int) -> int:
    """Return a day within the windows, near a random number of days after the start."""
    wanted = start + draw(GAPS)
    later = (max(first, wanted) for first, last in windows if last >= wanted)
    return next(later, windows[-1][1])


def event_on(
    draw: st.DrawFn,
    process: Process,
    trigger: str,
    day: int,
    *,
    precision: Precision = "day",
    fields: FieldsByTrigger | None = None,
) -> Event:
    """Return an event that can have happened on the given day; its date contains that day."""
    actual = dt.date.fromordinal(day)
    on = draw_date(draw, actual, precision)
    event = draw_event(draw, process, trigger, on=on, day=actual, fields=fields)
    # A class of a user can refuse some values of its fields.
    assume(all(wrong.strength is not Strength.LOGIC for wrong in event.irregularities()))
    return event


@st.composite
def loose_histories(
    draw: st.DrawFn,
    process: Process = TRUST_TRANSFER,
    *,
    max_events: int = 6,
    authority: str | st.SearchStrategy[str] | None = None,
    inherits: bool = True,
    fields: FieldsByTrigger | None = None,
) -> History:
    """Generate histories of arbitrary events in arbitrary order; most of them have findings.

    Args:
        draw: Supplied by Hypothesis.
        process: The process; the trust transfer by default.
        max_events: The largest number of events.
        authority: The council's name, or a strategy for the name; any text by default.
        inherits: Whether some histories inherit events. Frames without details cannot contain them.
        fields: Strategies for the fields of your own event classes, by trigger.

    Raises:
        InvalidValue: The process or the number of events is of another kind.
    """
    process = process_of(process)
    fields = require_fields(fields, process)
    most = require_count(max_events, "max_events", 0) if process.triggers else 0
    begins_in = draw(st.none() | st.sampled_from(tuple(process.stages)))
    walk = Walk(
        process, begins_in or process.initial, MIN_DAY, authority=draw_authority(draw, authority)
    )
    walk.events = draw(st.lists(events(process, fields=fields), max_size=most))
    if inherits and most:
        walk.inherits = draw(st.lists(events(process, fields=fields), max_size=draw(INHERITED)))
    return draw_history(draw, walk, begins_in)


def draw_authority(draw: st.DrawFn, authority: str | st.SearchStrategy[str] | None = None) -> str:
    """Return the name of an authority, from a strategy if there is one."""
    if authority is None:
        return draw(_authorities())
    return draw(authority) if isinstance(authority, st.SearchStrategy) else authority


def draw_history(draw: st.DrawFn, walk: Walk, begins_in: str | None) -> History:
    """Return the history of a walk, with random values in its other fields."""
    fields = draw_some(draw, _optional_fields(walk.process))
    if walk.inherits:
        fields.setdefault("succeeds", "Northamptonshire")
    return History(
        walk.authority, walk.events, begins_in=begins_in, inherits=walk.inherits, **fields
    )


@cache
def _authorities() -> st.SearchStrategy[str]:
    return st.sampled_from(("Sandwell", "Kingston upon Hull")) | texts()


@lru_cache(maxsize=32)
def _optional_fields(process: Process) -> dict[str, st.SearchStrategy[Any]]:
    """Return strategies for the optional fields of a history besides its events."""
    dates = partial_dates(MODERN_DAYS, precision="simple")
    by_kind = st.dictionaries(st.sampled_from(process.kinds), dates, min_size=1, max_size=2)
    return {
        "gss_code": st.from_regex(r"E0[0-9]{7}", fullmatch=True),
        "succeeds": texts(),
        "checked_to": dates | by_kind | st.just(ONGOING),
    }
