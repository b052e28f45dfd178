"""The notices, directions, commissioners' posts and support that are open after some events."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from ...dates import BEFORE_ALL
from ...history import Event, same_words
from ...trust_transfer import (
    CommissionerStoodDown,
    CommissionerSucceeded,
    DirectionIssued,
    OpenedEvents,
    leaving,
    same_exact_day,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["UNNAMED", "OpenEvents"]

UNNAMED = "a commissioner who is not named"


class Confirmations:
    """The days to which events of one kind confirm what was open before them."""

    def __init__(self) -> None:
        # The days fall, so that the first one after a place is the latest of all after it.
        self._places: list[int] = []
        self._days: list[int] = []

    def add(self, place: int, day: int) -> None:
        """Add the earliest possible day of the event with a place in the record."""
        while self._days and self._days[-1] <= day:
            self._places.pop()
            self._days.pop()
        self._places.append(place)
        self._days.append(day)

    def after(self, place: int) -> int:
        """Return the latest day of the events from a place on; `BEFORE_ALL` without any."""
        index = bisect_left(self._places, place)
        return self._days[index] if index < len(self._days) else BEFORE_ALL


class OpenEvents(OpenedEvents):
    """The events that opened something that is still open on a day.

    Args:
        day: The day of the facts (ordinal), after which a direction for a stated period has ended.

    Attributes:
        expired: The directions that no event has closed and whose stated end has passed on the day.
    """

    def __init__(self, day: int) -> None:
        super().__init__()
        self.day = day
        self.expired: dict[int, DirectionIssued] = {}
        self._confirmations = Confirmations()

    @property
    def is_formal(self) -> bool:
        """Whether a notice, a direction or a post is open."""
        return bool(self.notices or self.posts) or self.has_directions

    @property
    def has_directions(self) -> bool:
        """Whether a direction is in force."""
        return len(self.directions) > len(self.expired)

    @property
    def in_force(self) -> list[DirectionIssued]:
        """The directions in force, in order."""
        return [event for key, event in self.directions.items() if key not in self.expired]

    @property
    def in_post(self) -> dict[str, Event]:
        """The names of the commissioners in post, each mapped to the event of the appointment."""
        return {
            name: event
            for key, event in self.posts.items()
            for name in self.names[key].values() or (UNNAMED,)
        }

    # Opening and closing

    def confirm(self, place: int, day: int) -> None:
        """Note an event of the kind that confirms what is open, with its earliest possible day."""
        self._confirmations.add(place, day)

    def add(self, event: Event, place: int) -> None:
        """Add an event that opens something; see `OpenedEvents.add`."""
        super().add(event, place)
        if isinstance(event, DirectionIssued) and event.ends and event.ends.last < self.day:
            self.expired[id(event)] = event

    def remove(self, event: Event) -> None:
        """Remove an event, because what it opened is closed."""
        super().remove(event)
        self.expired.pop(id(event), None)

    def names_of(self, post: Event) -> set[str]:
        """Return the names of those still in a post, for comparison; an empty name for nobody's."""
        return set(self.names.get(id(post), ())) or ({""} if id(post) in self.posts else set())

    def close(self, event: Event) -> tuple[list[Event], set[str]]:
        """Close what an event closes.

        Return what was closed, and the names of the commissioners who left, for comparison.
        """
        closed = list(event.closes(self.deciding(event)))
        left: set[str] = set()
        for other in closed:
            left |= self.names_of(other)
            self.remove(other)
        if isinstance(event, CommissionerStoodDown | CommissionerSucceeded):
            left |= self._take_leaving(event, closed)
        return closed, left

    def close_all(self) -> list[Event]:
        """Close everything, and return it."""
        closed = list(self)
        for other in closed:
            self.remove(other)
        return closed

    def _take_leaving(
        self, event: CommissionerStoodDown | CommissionerSucceeded, closed: list[Event]
    ) -> set[str]:
        """Take the commissioners who leave from posts that others still hold; return their names.

        A post that nobody holds any longer is closed.
        """
        left: set[str] = set()
        for name in map(same_words, leaving(event)):
            for post in self.held_by(name):
                if same_exact_day(post, event):
                    continue  # nothing ends on the exact day on which it began
                left.add(name)
                if len(self.names[id(post)]) == 1:
                    self.remove(post)
                    closed.append(post)
                else:
                    self.remove_name(name, post)
        return left

    # What is confirmed

    def confirmed(self, opened: Iterable[Event]) -> int:
        """Return the last day (ordinal) to which events confirm that one of some is open.

        An event is confirmed by its own day, and by later events on intervention.
        """
        first = min((self.places[id(event)] for event in opened), default=None)
        return BEFORE_ALL if first is None else self._confirmations.after(first)

    def all_confirmed(self, opened: Iterable[Event]) -> int:
        """Return the last day (ordinal) to which events confirm that all of some are open."""
        last = max((self.places[id(event)] for event in opened), default=None)
        return BEFORE_ALL if last is None else self._confirmations.after(last)
