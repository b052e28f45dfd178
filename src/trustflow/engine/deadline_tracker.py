"""The deadlines that documents set, until an event meets or supersedes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..history import Strength
from .open_deadline import LastSet, OpenDeadline
from .open_deadlines import OpenDeadlines

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from ..history import Event
    from ..process import DateRule
    from .clocks import DayRange
    from .running_clocks import SettledTuple
    from .transition_table import CompiledMove

__all__ = ["NO_DEADLINES", "DeadlineTracker"]


class DeadlineTracker:
    """The deadlines that documents set, until an event meets or supersedes them.

    Args:
        starting: The rules whose clock a trigger starts, by trigger.
        keeps_planned_days_of: The triggers whose planned days are all kept.

    Attributes:
        open: The deadlines that are set and not settled, by number.
        last_set: What set each requirement last, by its words.
    """

    __slots__ = ("_keeps_planned_days_of", "_starting", "last_set", "open")

    def __init__(
        self,
        starting: Mapping[str, tuple[DateRule, ...]],
        keeps_planned_days_of: Collection[str],
    ) -> None:
        self._starting = starting
        self._keeps_planned_days_of = keeps_planned_days_of
        self.open = OpenDeadlines()
        self.last_set: dict[str, LastSet] = {}

    def copy(self) -> DeadlineTracker:
        """Return the same deadlines; what changes one does not change the other."""
        other = DeadlineTracker(self._starting, self._keeps_planned_days_of)
        other.open, other.last_set = self.open.copy(), self.last_set.copy()
        return other

    # What an event does to them

    def set_by(self, event: Event, days: DayRange) -> None:
        """Open the deadlines that an event sets.

        Args:
            event: The event.
            days: Its possible days.
        """
        for deadline in event.deadlines_set:
            self.last_set[deadline.words] = LastSet(event, deadline)
            due = deadline.span_from(days)
            if due is not None:
                strength = deadline.set_by or event.deadline_strength
                self.open.add(OpenDeadline(deadline, event, strength, due))

    def redate(self, days: Callable[[Event], DayRange]) -> None:
        """Work out the due days again, because the possible days of earlier events changed."""
        self.open = OpenDeadlines(
            (number, _due_again(each, days(each.setter))) for number, each in self.open.items()
        )

    def met_by(
        self, event: Event, ended: Iterable[tuple[DateRule, bool]]
    ) -> Iterator[OpenDeadline]:
        """Yield the open deadlines that an event meets, in time or late.

        Args:
            event: The event.
            ended: See `RunningClocks.ended_by`.
        """
        met = self.open.met_by(event)
        met.update(number for number, is_shown in self._stated_for(ended) if not is_shown)
        for number in sorted(met):
            yield self.open[number]

    def settle(
        self,
        event: Event,
        days: DayRange,
        ended: Iterable[tuple[DateRule, bool]],
        superseded: Collection[int],
    ) -> Iterator[SettledTuple]:
        """Settle the open deadlines that an event meets or supersedes, and yield them.

        Args:
            event: The event.
            days: Its possible days.
            ended: See `RunningClocks.ended_by`.
            superseded: The numbers of the deadlines that it supersedes, or may supersede.
        """
        deadlines = self.open
        last = days[1]
        met = deadlines.met_by(event)
        shown: set[int] = set()
        for number, is_shown in self._stated_for(ended):
            if not is_shown or last <= deadlines[number].due[0]:
                met.add(number)
            else:
                shown.add(number)
        for number in sorted({*met, *shown, *superseded}):
            if number in met:
                yield deadlines.remove(number), None, event, None, None
            # A deadline can be superseded only up to its due day; if it is unmet then, it stays
            # unmet. If the possible days overlap, this cannot be told, and the deadline stays open
            # as doubtful.
            elif number in shown or last > deadlines[number].due[0]:
                deadlines.doubt(number)
            else:
                yield deadlines.remove(number), None, None, event, None

    def superseded_by(
        self, event: Event, compiled: CompiledMove, closed: tuple[Event, ...], first: int
    ) -> set[int]:
        """Return the numbers of the deadlines that an event replaces or cancels, or may do so.

        Args:
            event: The event.
            compiled: Its compiled move.
            closed: The events that it closed.
            first: Its earliest possible day.
        """
        # Every planned day stays, to be compared with the actual day.
        deadlines, kept = self.open, self._keeps_planned_days_of
        new = event.deadlines_set if event.deadlines or event.sets_deadlines else ()
        words = {deadline.words for deadline in new if deadline.met_by not in kept}
        found = deadlines.superseded(triggers=compiled.cancels_planned, setters=closed, first=first)
        if words:
            replaced = deadlines.superseded(words=words, first=first)
            found |= {
                number for number in replaced if deadlines[number].deadline.met_by not in kept
            }
        return found

    def due_from(self, first: int) -> set[int]:
        """Return the numbers of the deadlines that can be due on a day (ordinal) or later."""
        return {number for number, each in self.open.items() if first <= each.due[1]}

    # Deadlines in place of the upper bound of a rule

    def stated(self, rule: DateRule) -> OpenDeadline | None:
        """Return the open deadline that replaces the upper bound of a rule, if any."""
        if not self.open:
            return None
        firsts = (next(numbers, None) for numbers in self._replacing(rule))
        number = min((first for first in firsts if first is not None), default=None)
        return None if number is None else self.open[number]

    def _stated_for(self, ended: Iterable[tuple[DateRule, bool]]) -> Iterator[tuple[int, bool]]:
        """Yield the numbers of the deadlines that an event meets in place of another event.

        If a deadline replaces the upper bound of a rule with `shown_by`, each event that ends the
        rule's clock, or shows its end, meets the deadline. The second item is whether the event
        only shows the end.
        """
        for rule, is_shown in ended:
            for numbers in self._replacing(rule):
                yield from ((number, is_shown) for number in numbers)

    def _replacing(self, rule: DateRule) -> Iterator[Iterator[int]]:
        """Yield the numbers of deadlines that replace the upper bound of a rule, in groups.

        The numbers of each group are in order.
        """
        deadlines = self.open
        for numbers in deadlines.for_triggers(dict.fromkeys((*rule.ends, *rule.shown_by))):
            yield (number for number in numbers if self._replaces(deadlines[number], rule))

    def _replaces(self, pending: OpenDeadline, rule: DateRule) -> bool:
        """Return whether a deadline replaces the upper bound of a rule.

        A deadline set by an event that starts the clocks of rules with `answers` replaces only the
        bounds of rules on the same subject.
        """
        met_by = pending.deadline.met_by
        if rule.strength is Strength.LOGIC or not (met_by in rule.ends or met_by in rule.shown_by):
            return False
        if rule.answers is None:
            return True
        started = self._starting.get(pending.setter.trigger, ())
        answers = {other.answers for other in started if other.answers is not None}
        return not answers or rule.answers in answers


NO_DEADLINES = DeadlineTracker({}, ())
"""The tracker that every replay without a deadline shares; it is never changed."""


def _due_again(pending: OpenDeadline, days: DayRange) -> OpenDeadline:
    due = pending.deadline.span_from(days)
    return pending if due is None else pending._replace(due=due)
