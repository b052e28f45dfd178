"""Strategies for histories that can have happened, and for those that may not."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from ..history import Event, History
from ..trust_transfer import TRUST_TRANSFER
from .dates import MODERN_DAYS, Precision, a_date, days, one
from .event_strategies import an_event, events
from .provenance import some, texts
from .random_walk import Walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..process import Process
    from .event_strategies import FieldsByTrigger
    from .random_walk import Choice, Window

__all__ = [
    "BEGINNINGS",
    "a_day",
    "allowed_length",
    "event_on",
    "histories",
    "history_of",
    "loose_histories",
    "one_of",
    "stroll",
]

BEGINNINGS = days(dt.date(2005, 1, 1), dt.date(2020, 12, 31))
GAPS = st.integers(0, 300)


def allowed_length(process: Process, most: int) -> list[frozenset[str]]:
    """For each number of events, up to the most, the stages from which so many may still follow."""
    found = [frozenset(process.stages)]
    for _ in range(most):
        found.append(frozenset(move.stage for move in process.moves if move.leads_to in found[-1]))
    return found


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
    fields: FieldsByTrigger | None = None,
) -> History:
    """Histories that can have happened: a live case accepts each of them whole.

    Every event is allowed in its stage, and there is a day for each, among those its date allows,
    on which all of them keep every rule of strength logic. Rules of law, policy or practice may be
    broken, as they are in life. They shrink towards few events of the first triggers, on one day.

    Args:
        draw: Given by Hypothesis.
        process: The process; the trust transfer when left out.
        min_events: The fewest events.
        max_events: The most; ten more than the fewest when left out.
        authority: The council's name, or a strategy for it; any text when left out.
        precision: How finely the events' dates are known: ``day``, ``simple`` or ``any``.
        from_start: Whether every history begins in the process's first stage.
        fields: For events with classes of your own, by trigger the strategies of fields to set.

    Raises:
        InvalidArgument: No history of the process has so many events.

    Example:
        >>> from hypothesis import find
        >>> find(histories(min_events=1, authority="Sandwell"), lambda history: True)
        <History of Sandwell: 1 event, 2005-01-01 to 2005-01-01>
    """
    most = min_events + 10 if max_events is None else max_events
    lasting = allowed_length(process, min_events)
    starts = tuple(stage for stage in process.stages if stage in lasting[-1])
    if not starts or (from_start and process.initial not in starts):
        msg = f"no history of {process.name} has {min_events} events"
        raise InvalidArgument(msg)
    begins_in = None
    if not from_start:
        first = (None,) if process.initial in starts else ()
        begins_in = one(draw, (*first, *starts))
    walk = Walk(process, begins_in or process.initial, draw(BEGINNINGS).toordinal())
    stroll(draw, walk, lasting, max_events=most, precision=precision, fields=fields)
    return history_of(draw, walk.events, begins_in, authority)


def stroll(
    draw: st.DrawFn,
    walk: Walk,
    lasting: Sequence[frozenset[str]] = (),
    *,
    max_events: int,
    within: frozenset[str] | None = None,
    precision: Precision = "any",
    fields: FieldsByTrigger | None = None,
) -> None:
    """Go on with a walk by some events.

    Args:
        draw: What draws from a strategy.
        walk: The walk.
        lasting: For each number of events still needed after the next, the stages that allow
            them; as many events are made at least.
        max_events: The most events.
        within: The stages that may be led to when no more events are needed.
        precision: How finely their dates are known.
        fields: By trigger, the strategies of fields to set.
    """
    needed = max(0, len(lasting) - 1)
    # How many is said first, so that any of them can be left out: Hypothesis says one less, and
    # takes out what was drawn for one.
    for count in range(draw(st.integers(needed, max_events))):
        is_needed = count < needed
        after = lasting[needed - count - 1] if is_needed else within
        more = _one_more(walk, after, is_needed=is_needed, precision=precision, fields=fields)
        if not draw(more):
            return


@st.composite
def _one_more(
    draw: st.DrawFn,
    walk: Walk,
    after: frozenset[str] | None,
    *,
    is_needed: bool,
    precision: Precision,
    fields: FieldsByTrigger | None,
) -> bool:
    """Go on with a walk by one event, if there is a day for one; gives whether there was.

    It is a strategy, so that what is drawn for an event shrinks away whole.
    """
    choices = walk.choices(after)
    # The days that rules of logic leave may end before the events needed, if seldom.
    assume(choices or not is_needed)
    if not choices:
        return False
    move, windows = one_of(draw, choices)
    day = a_day(draw, windows, walk.day)
    event = event_on(draw, walk.process, move.trigger, day, precision=precision, fields=fields)
    walk.take(walk.sound(event, day), move.leads_to, day)
    return True


def one_of(draw: st.DrawFn, choices: Sequence[Choice]) -> Choice:
    """One of the moves that can be made; every other time one that changes the stage."""
    onward = [choice for choice in choices if not choice.move.stays]
    wants_onward = draw(st.booleans())
    among = onward if onward and wants_onward else choices
    return one(draw, among)


def a_day(draw: st.DrawFn, windows: Sequence[Window], start: int) -> int:
    """One of the days allowed, some days after a start where that is allowed, else the nearest."""
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
    """An event of a trigger that can have happened on a day, its date made around it."""
    witness = dt.date.fromordinal(day)
    on = a_date(draw, witness, precision)
    return an_event(draw, process, trigger, on=on, day=witness, fields=fields)


@st.composite
def loose_histories(
    draw: st.DrawFn,
    process: Process = TRUST_TRANSFER,
    *,
    max_events: int = 6,
    authority: str | st.SearchStrategy[str] | None = None,
) -> History:
    """Histories of any events in any order, beginning in any stage; most have findings.

    Args:
        draw: Given by Hypothesis.
        process: The process; the trust transfer when left out.
        max_events: The most events.
        authority: The council's name, or a strategy for it; any text when left out.
    """
    found = draw(st.lists(events(process), max_size=max_events))
    begins_in = draw(st.none() | st.sampled_from(tuple(process.stages)))
    return history_of(draw, found, begins_in, authority)


def history_of(
    draw: st.DrawFn,
    found: Sequence[Event],
    begins_in: str | None,
    authority: str | st.SearchStrategy[str] | None = None,
) -> History:
    """A history of some events, whoever's they are."""
    if not isinstance(authority, str):
        authority = draw(authorities() if authority is None else authority)
    return History(authority, found, begins_in=begins_in, **some(draw, _about()))


@cache
def authorities() -> st.SearchStrategy[str]:
    """Names of councils."""
    return st.sampled_from(("Sandwell", "Kingston upon Hull")) | texts()


@cache
def _about() -> dict[str, st.SearchStrategy[Any]]:
    """What a history may say besides its events."""
    return {
        "gss_code": st.from_regex(r"E0[0-9]{7}", fullmatch=True),
        "succeeds": texts(),
        "checked_to": MODERN_DAYS,
    }
