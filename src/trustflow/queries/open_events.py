"""The notices, directions, commissioners' posts and support that are open after some events."""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain
from typing import TYPE_CHECKING

from ..dates import BEFORE_ALL
from ..history import Event, same_words
from ..trust_transfer import (
    CommissionerAppointed,
    CommissionerStoodDown,
    CommissionerSucceeded,
    DirectionIssued,
    DirectionRevoked,
    ImprovementNoticeIssued,
    ImprovementNoticeLifted,
    InterventionEnded,
    InterventionSteppedDown,
    SupportAndSupervisionEnded,
    SupportAndSupervisionStarted,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["UNNAMED", "OpenEvents"]

UNNAMED = "a commissioner who is not named"
POSTS = (CommissionerAppointed, CommissionerSucceeded)
ENDED: dict[type[Event], tuple[str, ...]] = {
    CommissionerAppointed: (),
    SupportAndSupervisionStarted: (),
    ImprovementNoticeLifted: ("notices",),
    InterventionSteppedDown: ("directions", "posts"),
    InterventionEnded: ("notices", "directions", "posts"),
    SupportAndSupervisionEnded: ("support",),
}
"""The attributes of `OpenEvents` with what the events of a class can close."""


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


class OpenEvents:
    """The events that opened a notice, a direction, a post or support that is still open.

    Each is kept by its `id` and in the order of opening, so that one more event costs the same
    however many are open.

    Args:
        day: The day of the facts (ordinal), after which a direction for a stated period has ended.

    Attributes:
        notices: The open improvement notices.
        directions: The directions that no event has closed.
        expired: Those of `directions` whose stated end has passed on the day.
        posts: The appointments of commissioners of whom at least one is in post.
        support: The open support and supervision.
    """

    def __init__(self, day: int) -> None:
        self.day = day
        self.notices: dict[int, Event] = {}
        self.directions: dict[int, DirectionIssued] = {}
        self.expired: dict[int, DirectionIssued] = {}
        self.support: dict[int, Event] = {}
        self.posts: dict[int, CommissionerAppointed | CommissionerSucceeded] = {}
        self._names: dict[int, dict[str, str]] = {}
        """The names of those still in each post, by the name for comparison."""
        self._by_name: dict[str, dict[int, Event]] = {}
        self._by_number: dict[int | None, dict[int, Event]] = {}
        self._places: dict[int, int] = {}
        self._confirmations = Confirmations()

    def __iter__(self) -> Iterator[Event]:
        every = (self.notices, self.directions, self.posts, self.support)
        listed = chain.from_iterable(events.values() for events in every)
        return iter(sorted(listed, key=lambda event: self._places[id(event)]))

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
            for name in self._names[key].values() or (UNNAMED,)
        }

    # Opening and closing

    def confirm(self, place: int, day: int) -> None:
        """Note an event of the kind that confirms what is open, with its earliest possible day."""
        self._confirmations.add(place, day)

    def open(self, event: Event, place: int) -> None:
        """Add an event that opens something.

        Args:
            event: The event.
            place: Its place in the record.
        """
        key = id(event)
        self._places[key] = place
        if isinstance(event, DirectionIssued):
            self.directions[key] = event
            if event.ends is not None and event.ends.last < self.day:
                self.expired[key] = event
            self._by_number.setdefault(event.number, {})[key] = event
        elif isinstance(event, POSTS):
            self.posts[key] = event
            self._names[key] = {same_words(name): name for name in event.names}
            for name in self._names[key] or ("",):
                self._by_name.setdefault(name, {})[key] = event
        elif isinstance(event, SupportAndSupervisionStarted):
            self.support[key] = event
        else:
            self.notices[key] = event

    def names_of(self, post: Event) -> set[str]:
        """Return the names of those still in a post, for comparison; an empty name for nobody's."""
        return set(self._names.get(id(post), ())) or ({""} if id(post) in self.posts else set())

    def close(self, event: Event) -> tuple[list[Event], set[str]]:
        """Close what an event closes.

        Return what was closed, and the names of the commissioners who left, for comparison.
        """
        closed = list(event.closes(self.deciding(event)))
        left: set[str] = set()
        for other in closed:
            left |= self.names_of(other)
            self._drop(other)
        if isinstance(event, CommissionerStoodDown | CommissionerSucceeded):
            left |= self._take_leaving(event, closed)
        return closed, left

    def close_all(self) -> list[Event]:
        """Close everything, and return it."""
        closed = list(self)
        for other in closed:
            self._drop(other)
        return closed

    def _drop(self, event: Event) -> None:
        key = id(event)
        if isinstance(event, DirectionIssued):
            del self.directions[key], self._by_number[event.number][key]
            self.expired.pop(key, None)
        elif isinstance(event, POSTS):
            del self.posts[key]
            for name in self._names.pop(key) or ("",):
                del self._by_name[name][key]
        elif isinstance(event, SupportAndSupervisionStarted):
            del self.support[key]
        else:
            del self.notices[key]

    def _take_leaving(
        self, event: CommissionerStoodDown | CommissionerSucceeded, closed: list[Event]
    ) -> set[str]:
        """Take the commissioners who leave from posts that others still hold; return their names.

        A post that nobody holds any longer is closed.
        """
        left: set[str] = set()
        for name in map(same_words, _leaving(event)):
            for key, post in list(self._by_name.get(name, {}).items()):
                if _on_same_day(post, event):
                    continue  # nothing ends on the exact day on which it began
                left.add(name)
                if len(self._names[key]) == 1:
                    self._drop(post)
                    closed.append(post)
                else:
                    del self._names[key][name], self._by_name[name][key]
        return left

    def deciding(self, event: Event) -> list[Event]:
        """Return the open events that decide what an event closes, in the order of opening.

        `Event.closes` gives the same answer for these as for all that are open.
        """
        return sorted(self._deciding(event), key=lambda other: self._places[id(other)])

    def _deciding(self, event: Event) -> Iterable[Event]:
        if getattr(event, "partly", False):
            return ()
        if isinstance(event, DirectionIssued | ImprovementNoticeIssued):
            return self._replaceable(event)
        if isinstance(event, DirectionRevoked):
            return self._revocable(event)
        if isinstance(event, CommissionerStoodDown | CommissionerSucceeded):
            return self._holding(_leaving(event))
        ending = next((names for cls, names in ENDED.items() if isinstance(event, cls)), None)
        if ending is not None:
            return chain.from_iterable(getattr(self, name).values() for name in ending)
        return self  # an event of a user's class can close anything

    def _replaceable(self, event: DirectionIssued | ImprovementNoticeIssued) -> Iterable[Event]:
        """Return the directions or notices that a new one can replace."""
        if event.replaces is None:
            return ()
        if isinstance(event.replaces, int):
            return self._by_number.get(event.replaces, {}).values()
        return self.notices.values()

    def _holding(self, names: tuple[str, ...]) -> Iterable[Event]:
        """Return the posts of some commissioners, and those of nobody by name; or every post."""
        if not names:
            return self.posts.values()
        keys = dict.fromkeys((*map(same_words, names), ""))
        found: dict[int, Event] = {}
        for key in keys:
            found.update(self._by_name.get(key, {}))
        return found.values()

    def _revocable(self, event: DirectionRevoked) -> Iterable[Event]:
        """Return the directions that an event can revoke, one other, and the posts if need be."""
        named: Mapping[int, Event] = self._by_number.get(event.direction, {})
        if event.direction is None:
            named = self._oldest_until_other_day(event)
        others = (other for key, other in self.directions.items() if key not in named)
        left = next(others, None)
        posts = self.posts.values() if left is None else (left,)
        return [*named.values(), *posts]

    def _oldest_until_other_day(self, event: Event) -> dict[int, Event]:
        """Return the open directions up to the first that is not of the exact day of an event."""
        oldest: dict[int, Event] = {}
        for key, direction in self.directions.items():
            oldest[key] = direction
            if not _on_same_day(direction, event):
                break
        return oldest

    # What is confirmed

    def confirmed(self, opened: Iterable[Event]) -> int:
        """Return the last day (ordinal) to which events confirm that one of some is open.

        An event is confirmed by its own day, and by later events on intervention.
        """
        first = min((self._places[id(event)] for event in opened), default=None)
        return BEFORE_ALL if first is None else self._confirmations.after(first)

    def all_confirmed(self, opened: Iterable[Event]) -> int:
        """Return the last day (ordinal) to which events confirm that all of some are open."""
        last = max((self._places[id(event)] for event in opened), default=None)
        return BEFORE_ALL if last is None else self._confirmations.after(last)

    def in_order(self, events: Iterable[Event]) -> list[Event]:
        """Sort events that opened something by the order in which they did."""
        return sorted(events, key=lambda event: self._places[id(event)])


def _leaving(event: CommissionerStoodDown | CommissionerSucceeded) -> tuple[str, ...]:
    """Return the names of the commissioners whom an event names as leaving."""
    return event.names if isinstance(event, CommissionerStoodDown) else event.replaces


def _on_same_day(event: Event, other: Event) -> bool:
    """Return whether two events have the same day, and that day is known exactly."""
    return event.on.is_day and other.on.is_day and event.on.first == other.on.first
