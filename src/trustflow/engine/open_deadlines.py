"""The open deadlines of a replay, found by what meets or supersedes them."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from ..history import same_words
from ..trust_transfer import same_day_key

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

    from ..history import Event
    from .open_deadline import OpenDeadline

__all__ = ["OpenDeadlines"]

NONE: Mapping[int, None] = {}


class OpenDeadlines(dict[int, "OpenDeadline"]):
    """The open deadlines by number, in the order in which they were set.

    An event looks only at those that it can meet or supersede, so that one more event costs the
    same however many are open.
    """

    __slots__ = ("_index", "_next")

    def __init__(self, deadlines: Iterable[tuple[int, OpenDeadline]] = ()) -> None:
        super().__init__(deadlines)
        # The index is made when it is first needed, because many copies never need it.
        self._index: _Index | None = None
        self._next = next(reversed(self), -1) + 1

    def copy(self) -> OpenDeadlines:
        """Return the same deadlines; what changes one does not change the other."""
        return OpenDeadlines(self.items())

    def add(self, pending: OpenDeadline) -> None:
        """Add a deadline as the last one."""
        number = self._next
        self._next += 1
        self[number] = pending
        if self._index is not None:
            self._index.add(number, pending)

    def remove(self, number: int) -> OpenDeadline:
        """Remove a deadline, and return it."""
        pending = self.pop(number)
        if self._index is not None:
            self._index.remove(number, pending)
        return pending

    def doubt(self, number: int) -> None:
        """Note that a deadline may have been superseded before it was due."""
        self[number] = self[number]._replace(is_doubtful=True)

    @property
    def _indexed(self) -> _Index:
        if self._index is None:
            self._index = _Index()
            for number, pending in self.items():
                self._index.add(number, pending)
        return self._index

    def met_by(self, event: Event) -> set[int]:
        """Return the numbers of the deadlines that an event meets, in time or late."""
        if event.overrides_meets and not event.meets_by_judgement:
            return {number for number, each in self.items() if event.meets(each.deadline)}
        index = self._indexed
        found = {*index.by_trigger.get(event.trigger, NONE)}
        requirement = event.requirement
        if requirement is not None:
            found.update(index.by_requirement.get(same_words(requirement), NONE))
        if not event.meets_by_judgement:
            found.update(index.by_trigger_if_judged.get(event.trigger, NONE))
            return found
        for numbers in index.by_judgement.values():
            # One of them decides for all, because they ask for the same judgement.
            if event.meets(self[next(iter(numbers))].deadline):
                found.update(numbers)
        return found

    def for_triggers(self, triggers: Iterable[str]) -> Iterator[Iterable[int]]:
        """Yield numbers of deadlines with one of some triggers as `met_by`, each group in order."""
        index = self._indexed
        for trigger in triggers:
            yield index.by_trigger.get(trigger, NONE)
            yield index.by_trigger_if_judged.get(trigger, NONE)

    def superseded(
        self,
        *,
        first: int,
        triggers: Iterable[str] = (),
        setters: Collection[Event] = (),
        words: Iterable[str] = (),
    ) -> set[int]:
        """Return the numbers of the deadlines that an event supersedes, or may supersede.

        Args:
            first: Its earliest possible day. A deadline that was due before stays as it is.
            triggers: The triggers of which the event cancels the deadlines.
            setters: The events of which it cancels the deadlines.
            words: The words of which it replaces the deadlines.
        """
        index = self._indexed
        found: set[int] = set()
        for trigger in triggers:
            found.update(index.due_from(first, ("trigger", trigger)))
        for each in words:
            found.update(index.due_from(first, ("words", each)))
        for setter in setters:
            found.update(
                number
                for number in index.due_from(first, ("setter", same_day_key(setter)))
                if self[number].setter in setters
            )
        return found


class _Index:
    """The numbers of deadlines by what can meet them, and by what can supersede them.

    Attributes:
        by_trigger: Those that only a trigger meets, by the trigger.
        by_requirement: Those that only a requirement meets, by its words.
        by_judgement: Those with a judgement, by the judgement and the trigger.
        by_trigger_if_judged: The same, by the trigger.
        by_due: All, each with its latest due day and sorted by it, by what can supersede them.
    """

    def __init__(self) -> None:
        self.by_trigger: dict[Hashable, dict[int, None]] = {}
        self.by_requirement: dict[Hashable, dict[int, None]] = {}
        self.by_judgement: dict[Hashable, dict[int, None]] = {}
        self.by_trigger_if_judged: dict[Hashable, dict[int, None]] = {}
        self.by_due: dict[Hashable, list[tuple[int, int]]] = {}

    def add(self, number: int, pending: OpenDeadline) -> None:
        """Add a deadline."""
        for index, key in self._meeting(pending):
            index.setdefault(key, {})[number] = None
        for key in _superseding(pending):
            insort(self.by_due.setdefault(key, []), (pending.due[1], number))

    def remove(self, number: int, pending: OpenDeadline) -> None:
        """Remove a deadline."""
        for index, key in self._meeting(pending):
            del index[key][number]
            if not index[key]:
                del index[key]
        for key in _superseding(pending):
            placed = self.by_due[key]
            del placed[bisect_left(placed, (pending.due[1], number))]
            if not placed:
                del self.by_due[key]

    def due_from(self, first: int, key: Hashable) -> Iterator[int]:
        """Yield the numbers of the deadlines that a key can supersede and that are due later.

        Args:
            first: The day (ordinal) on or after which the latest due day is.
            key: What can supersede them.
        """
        placed = self.by_due.get(key, [])
        return (number for _, number in placed[bisect_left(placed, (first, 0)) :])

    def _meeting(
        self, pending: OpenDeadline
    ) -> Iterator[tuple[dict[Hashable, dict[int, None]], Hashable]]:
        deadline = pending.deadline
        if deadline.judgement is not None:
            yield self.by_judgement, (deadline.judgement, deadline.met_by)
            yield self.by_trigger_if_judged, deadline.met_by
        elif deadline.met_by is not None:
            yield self.by_trigger, deadline.met_by
        else:
            yield self.by_requirement, deadline.words


def _superseding(pending: OpenDeadline) -> Iterator[Hashable]:
    if pending.deadline.met_by is not None:
        yield "trigger", pending.deadline.met_by
    yield "setter", same_day_key(pending.setter)
    yield "words", pending.deadline.words
