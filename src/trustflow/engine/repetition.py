"""Whether an event repeats an earlier one of the same day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from ..history import Event

__all__ = ["EarlierEvents", "is_new_on_its_day"]

LOOKED_BACK = 8
"""How many earlier events are compared one by one, before all of them are sorted by day."""


class EarlierEvents:
    """The events of a history so far, by trigger and day; it is filled when it is first needed."""

    __slots__ = ("_by_day", "_count", "_keys")

    def __init__(self) -> None:
        self._by_day: dict[tuple[str, int], list[Event]] = {}
        self._keys: dict[tuple[str, int], set[Hashable]] = {}
        self._count = 0

    def contain(self, event: Event, events: Sequence[Event]) -> bool:
        """Return whether an earlier event is the same; see `Event.comparison_key`.

        Args:
            event: The event.
            events: Every event before it. Each call looks only at those that are new.
        """
        by_day = self._by_day
        for index in range(self._count, len(events)):
            other = events[index]
            place = other.trigger, other.on.first
            if place in by_day:
                by_day[place].append(other)
            else:
                by_day[place] = [other]
        self._count = len(events)
        place = event.trigger, event.on.first
        same_day = self._by_day.get(place)
        if same_day is None or (key := event.comparison_key) is None:
            return False
        # Keys are worked out only for days with several events of a trigger, and once for each.
        keys = self._keys.setdefault(place, set())
        keys.update(other.comparison_key for other in same_day)
        same_day.clear()
        return key in keys


def is_new_on_its_day(event: Event, events: Sequence[Event]) -> bool:
    """Return whether the last few events show that no earlier event is the same.

    Args:
        event: The event.
        events: Every event before it, in order, so that before an event of an earlier day none is
            of the event's day.
    """
    for other in events[: -LOOKED_BACK - 1 : -1]:
        if other.on.last < event.on.first:
            return True
        if other.trigger == event.trigger and other.on.first == event.on.first:
            return False
    return len(events) <= LOOKED_BACK
