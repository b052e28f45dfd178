"""Find each leg of a process in histories, from its definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ..engine import check
from ..history import weakest
from .day_counts import days_between, days_since
from .leg_values import Leg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..engine import Report, Step
    from ..history import Event, History
    from ..process import Process

__all__ = ["LegDefinition", "find_legs"]


@frozen
class LegDefinition:
    """The definition of a leg, in the triggers and stages of a process."""

    start: tuple[str, ...]
    end: tuple[str, ...]
    unless: tuple[str, ...]
    stages: frozenset[str]
    from_first: bool
    better: bool

    def is_started_by(self, step: Step) -> bool:
        """Return whether a step starts the leg."""
        return step.event.trigger in self.start and (not self.stages or step.after in self.stages)

    def is_ended_by(self, event: Event, grade: int) -> bool:
        """Return whether an event ends the leg.

        Args:
            event: The event.
            grade: The last grade before the start of the leg; 0 if there is none.
        """
        if event.trigger not in self.end:
            return False
        return not self.better or event.grade is None or event.grade > grade


def _legs_of(report: Report, definition: LegDefinition) -> Iterator[Leg]:
    """Yield the legs of one history, in the order in which they start."""
    history = report.history
    start: Event | None = None
    grade = grade_at_start = 0
    for step in report.steps:
        event = step.event
        if start is not None:
            is_met = definition.is_ended_by(event, grade_at_start)
            if is_met or event.trigger in definition.unless:
                yield Leg(
                    history.authority,
                    start,
                    event,
                    days_between(start.on, event.on),
                    is_met,
                    weakest([start, event]),
                )
                start = None
        if definition.is_started_by(step) and (start is None or not definition.from_first):
            start, grade_at_start = event, grade
        grade = event.grade or grade
    if start is not None:
        days = days_since(start.on, history.events)
        yield Leg(history.authority, start, None, days, is_met=False, confidence=weakest([start]))


def find_legs(
    histories: Iterable[History], definition: LegDefinition, process: Process
) -> tuple[Leg, ...]:
    """Return the legs of each history, in the order of the histories and of time."""
    return tuple(
        leg for history in histories for leg in _legs_of(check(history, process), definition)
    )
