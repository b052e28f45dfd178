"""Facts learnt late, corrected, or taken back: the history that each leads to.

An event may be recorded twice, and the two are the same; the last of them with which the whole
holds is meant.
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
    """A history after a correction, which holds if any does, and the place of what is new in it."""

    history: History
    place: int


def inserted(history: History, event: Event, process: Process) -> Corrected:
    """The history with one event more, in the last place at which the whole holds.

    If there is none, it stands where its date belongs.
    """
    return _first_holding(_everywhere(history, event), process) or _by_date(history, event)


def replaced(history: History, old: Event, new: Event, process: Process) -> Corrected:
    """The history with another event in the place of one, or else as if it were learnt late.

    Raises:
        InvalidValue: The old event is not in it.
    """
    places = _places(history, old)
    rest = _without(history, places[0])
    ways = [_with(_without(history, place), new, place) for place in places]
    found = _first_holding([*ways, *_everywhere(rest, new)], process)
    return found or _by_date(rest, new)


def withdrawn(history: History, event: Event, process: Process) -> History:
    """The history without an event.

    Raises:
        InvalidValue: The event is not in it.
    """
    left = [_without(history, place) for place in _places(history, event)]
    return next((each for each in left if check(each, process).ok), left[0])


def _first_holding(ways: Iterable[Corrected], process: Process) -> Corrected | None:
    return next((way for way in ways if check(way.history, process).ok), None)


def _everywhere(history: History, event: Event) -> Iterable[Corrected]:
    """The history with the event in each place, the last first."""
    return (_with(history, event, place) for place in range(len(history), -1, -1))


def _by_date(history: History, event: Event) -> Corrected:
    """The history with the event after all that are not later."""
    later = (place for place, other in enumerate(history) if other.on.first > event.on.last)
    return _with(history, event, next(later, len(history)))


def _with(history: History, event: Event, place: int) -> Corrected:
    events = (*history.events[:place], event, *history.events[place:])
    return Corrected(evolve(history, events=events), place)


def _without(history: History, place: int) -> History:
    return evolve(history, events=(*history.events[:place], *history.events[place + 1 :]))


def _places(history: History, event: Event) -> list[int]:
    """Where an event is recorded, the last place first."""
    places = [place for place, other in enumerate(history) if other == event]
    if not places:
        raise InvalidValue(quoted(event), "event of this case", "it has to be recorded in it")
    return places[::-1]
