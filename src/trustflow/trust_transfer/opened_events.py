"""The events that opened something that is still open, found by what closes them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ..history import same_words
from .base import same_exact_day
from .intervention import (
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
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from ..history import Event

__all__ = ["OpenedEvents", "leaving", "same_day_key"]

POSTS = (CommissionerAppointed, CommissionerSucceeded)
DIRECTING = (DirectionIssued, ImprovementNoticeIssued)
LEAVING = (CommissionerStoodDown, CommissionerSucceeded)
ENDED: dict[type[Event], tuple[str, ...]] = {
    CommissionerAppointed: (),
    SupportAndSupervisionStarted: (),
    ImprovementNoticeLifted: ("notices",),
    InterventionSteppedDown: ("directions", "posts"),
    InterventionEnded: ("notices", "directions", "posts"),
    SupportAndSupervisionEnded: ("support",),
}
"""The attributes of `OpenedEvents` with what the events of a class can close."""


class OpenedEvents:
    """The events that opened a notice, a direction, a post or support that is still open.

    Each is kept by its `id` and in the order of opening, so that one more event costs the same
    however many are open.

    Attributes:
        notices: The open improvement notices, and what an event of another class opened.
        directions: The directions that no event has closed.
        posts: The appointments of commissioners of whom at least one is in post.
        support: The open support and supervision.
        names: The names of those still in each post, by the name for comparison.
    """

    def __init__(self) -> None:
        self.notices: dict[int, Event] = {}
        self.directions: dict[int, DirectionIssued] = {}
        self.support: dict[int, Event] = {}
        self.posts: dict[int, CommissionerAppointed | CommissionerSucceeded] = {}
        self.names: dict[int, dict[str, str]] = {}
        self.places: dict[int, int] = {}
        self._by_name: dict[str, dict[int, Event]] = {}
        self._by_number: dict[int | None, dict[int, Event]] = {}
        self._same_day: dict[Hashable, dict[int, Event]] = {}

    def __len__(self) -> int:
        return len(self.notices) + len(self.directions) + len(self.posts) + len(self.support)

    def __iter__(self) -> Iterator[Event]:
        every = (self.notices, self.directions, self.posts, self.support)
        return iter(self.in_order(chain.from_iterable(events.values() for events in every)))

    def in_order(self, events: Iterable[Event]) -> list[Event]:
        """Sort events that opened something by the order in which they did."""
        return sorted(events, key=lambda event: self.places[id(event)])

    def add(self, event: Event, place: int) -> None:
        """Add an event that opens something.

        Args:
            event: The event.
            place: Its place in the record.
        """
        key = id(event)
        self.places[key] = place
        self._same_day.setdefault(same_day_key(event), {})[key] = event
        if isinstance(event, DirectionIssued):
            self.directions[key] = event
            self._by_number.setdefault(event.number, {})[key] = event
        elif isinstance(event, POSTS):
            self.posts[key] = event
            self.names[key] = {same_words(name): name for name in event.names}
            for name in self.names[key] or ("",):
                self._by_name.setdefault(name, {})[key] = event
        elif isinstance(event, SupportAndSupervisionStarted):
            self.support[key] = event
        else:
            self.notices[key] = event

    def remove(self, event: Event) -> None:
        """Remove an event, because what it opened is closed."""
        key = id(event)
        del self._same_day[same_day_key(event)][key]
        if isinstance(event, DirectionIssued):
            del self.directions[key], self._by_number[event.number][key]
        elif isinstance(event, POSTS):
            del self.posts[key]
            for name in self.names.pop(key) or ("",):
                del self._by_name[name][key]
        elif isinstance(event, SupportAndSupervisionStarted):
            del self.support[key]
        else:
            del self.notices[key]

    def equal_to(self, event: Event) -> list[Event]:
        """Return the open events that are equal to an event."""
        same_day = self._same_day.get(same_day_key(event), {})
        return [other for other in same_day.values() if other is event or other == event]

    def copy(self) -> OpenedEvents:
        """Return the same open events; what changes one does not change the other."""
        other = OpenedEvents()
        for name in vars(other):
            index = getattr(self, name).items()
            copied = {key: each.copy() if isinstance(each, dict) else each for key, each in index}
            setattr(other, name, copied)
        return other

    def remove_name(self, name: str, post: Event) -> None:
        """Remove one of the names of a post that others still hold."""
        del self.names[id(post)][name], self._by_name[name][id(post)]

    def held_by(self, name: str) -> list[Event]:
        """Return the posts of somebody, whose name is in the form for comparison."""
        return list(self._by_name.get(name, {}).values())

    def deciding(self, event: Event) -> list[Event]:
        """Return the open events that decide what an event closes, in the order of opening.

        `Event.closes` gives the same answer for these as for all that are open.
        """
        return self.in_order(self._deciding(event))

    def _deciding(self, event: Event) -> Iterable[Event]:
        # The exact classes, because a class that is derived from one can close other events.
        cls = type(event)
        if cls in ENDED:
            is_part = isinstance(event, InterventionEnded) and event.partly
            ended = () if is_part else ENDED[cls]
            return chain.from_iterable(getattr(self, name).values() for name in ended)
        if isinstance(event, DIRECTING) and cls in DIRECTING:
            return self._replaceable(event)
        if isinstance(event, DirectionRevoked) and cls is DirectionRevoked:
            return () if event.partly else self._revocable(event)
        if isinstance(event, LEAVING) and cls in LEAVING:
            return self._holding(leaving(event))
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
            if not same_exact_day(direction, event):
                break
        return oldest


def leaving(event: CommissionerStoodDown | CommissionerSucceeded) -> tuple[str, ...]:
    """Return the names of the commissioners whom an event names as leaving."""
    return event.names if isinstance(event, CommissionerStoodDown) else event.replaces


def same_day_key(event: Event) -> Hashable:
    """Return what equal events share: the trigger and the days.

    An event of a user's class need not be hashable, so it cannot be the key of a dict itself.
    """
    return event.trigger, event.on.first, event.on.last
