"""Corrections of a history: events learnt late, replaced or withdrawn.

If several events are equal, a correction changes the one at the index `at`. Without an index, it
changes the last one for which the corrected history is possible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from ..engine import check
from ..errors import InvalidValue, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..history import Event, History
    from ..process import Process

__all__ = ["Corrected", "inserted", "replaced", "withdrawn"]


class Corrected(NamedTuple):
    """A corrected history, and the position of its new event."""

    history: History
    position: int


def inserted(history: History, event: Event, process: Process) -> Corrected:
    """Insert an event in the last position that gives a possible history.

    If no position does, the event is put where its date belongs.
    """
    return _first_holding(_at_every_position(history, event), process) or _by_date(history, event)


def replaced(
    history: History, old: Event | None, new: Event, process: Process, *, at: int | None = None
) -> Corrected:
    """Replace an event, in its position or in the last one that gives a possible history.

    Raises:
        InvalidValue: The old event is not in the history or not at the index `at`, or there is no
            such index.
    """
    positions = _positions(history, old, at)
    rest = _without(history, positions[0])
    in_place = [_with(_without(history, position), new, position) for position in positions]
    found = _first_holding([*in_place, *_at_every_position(rest, new)], process)
    return found or _by_date(rest, new)


def withdrawn(
    history: History, event: Event | None, process: Process, *, at: int | None = None
) -> History:
    """Return the history without an event.

    Raises:
        InvalidValue: The event is not in the history or not at the index `at`, or there is no such
            index.
    """
    shorter = [_without(history, position) for position in _positions(history, event, at)]
    return next((each for each in shorter if check(each, process).ok), shorter[0])


def _first_holding(candidates: Iterable[Corrected], process: Process) -> Corrected | None:
    return next((each for each in candidates if check(each.history, process).ok), None)


def _at_every_position(history: History, event: Event) -> Iterable[Corrected]:
    """Yield the history with the event in each position, the last position first.

    A position after an event that is certainly later is left out, also where the process would
    accept it: a process can have no rule of order, and after an abolition no order is checked.
    """
    positions = range(_position_by_date(history, event), -1, -1)
    return (_with(history, event, position) for position in positions)


def _by_date(history: History, event: Event) -> Corrected:
    """Insert an event before the first event that is certainly later."""
    return _with(history, event, _position_by_date(history, event))


def _position_by_date(history: History, event: Event) -> int:
    """Return the position of the first event that is certainly later, or of the end."""
    later = (index for index, other in enumerate(history) if other.on.first > event.on.last)
    return next(later, len(history))


def _with(history: History, event: Event, position: int) -> Corrected:
    events = (*history.events[:position], event, *history.events[position:])
    return Corrected(evolve(history, events=events), position)


def _without(history: History, position: int) -> History:
    events = (*history.events[:position], *history.events[position + 1 :])
    return evolve(history, events=events)


def _positions(history: History, event: Event | None, at: int | None) -> list[int]:
    """Return the positions that a correction may change, the last position first."""
    if at is not None:
        return [_position_at(history, event, at)]
    positions = [index for index, other in enumerate(history) if other == event]
    if not positions:
        accepted = "Expected an event that is recorded in the case, with every field the same."
        raise InvalidValue(quoted(event), "event", accepted)
    return positions[::-1]


def _position_at(history: History, event: Event | None, at: int) -> int:
    """Return the index of the event to change; the event there must equal `event`, if given."""
    if type(at) is not int or not 0 <= at < len(history):
        what = "index of an event"
        if not history.events:
            raise InvalidValue(quoted(at), what, "The case has no events.")
        accepted = f"Expected a whole number from 0 to {len(history) - 1}, as in case.history[0]."
        raise InvalidValue(quoted(at), what, accepted)
    if event is not None and history[at] != event:
        accepted = f"Expected the event at the index {at}: {quoted(history[at])}."
        raise InvalidValue(quoted(event), "event", accepted)
    return at
