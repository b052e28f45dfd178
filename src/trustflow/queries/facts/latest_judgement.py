"""The latest judgement of the services, from inspections of the whole and of parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...history import same_words
from ...trust_transfer import GRADES, INADEQUATE, WHOLE, InspectionPublished

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...history import Event

__all__ = ["LatestJudgement"]


class LatestJudgement:
    """The latest judgement of the services, from inspections of the whole and of parts.

    Attributes:
        value: The judgement; None if there is none.
        events: The inspections that the judgement rests on; the last one gave it.
    """

    def __init__(self) -> None:
        self.value: str | None = None
        self.events: tuple[Event, ...] = ()
        self._has_whole = False
        self._parts: dict[str, tuple[str, Event]] = {}

    def take(self, event: InspectionPublished) -> None:
        """Update the judgement by an inspection.

        An inspection of the whole gives the judgement. One of a part changes it only if the part is
        inadequate, or is cleared; then the worst of the last grades of all parts is the judgement.
        Without an inspection of the whole, it always is.
        """
        if not event.is_judgement:
            return
        if event.remit == WHOLE:
            self._has_whole = True
            self._parts.clear()
            self._grade_parts(event)
            self.value, self.events = event.overall, (event,)
            return
        if event.lifts_inadequate:
            self._clear(event)
        self._grade_parts(event)
        if INADEQUATE in event.grades:
            self.value, self.events = INADEQUATE, (event,)
        elif event.lifts_inadequate or not self._has_whole:
            self._judge_by_parts(event)

    def _grade_parts(self, event: InspectionPublished) -> None:
        """Note the grade of each part that an inspection judges."""
        for part, grade in event.parts.items():
            self._parts[same_words(part)] = grade, event

    def _clear(self, event: InspectionPublished) -> None:
        """Take away the inadequate grades that a cleared part replaces.

        A part that no earlier inspection named takes the place of every inadequate grade. The grade
        of the whole, which counts as a part if the inspection graded no areas, cannot be inadequate
        any longer in either case.
        """
        cleared = {same_words(part) for part in event.parts}
        replaced = (WHOLE,) if cleared & self._parts.keys() else tuple(self._parts)
        for part in replaced:
            if part in self._parts and self._parts[part][0] == INADEQUATE:
                del self._parts[part]

    def _judge_by_parts(self, last: Event) -> None:
        grades = [grade for grade, _ in self._parts.values()]
        self.value = min(grades, key=GRADES.__getitem__)
        self.events = (*_others(last, (event for _, event in self._parts.values())), last)


def _others(last: Event, events: Iterable[Event]) -> Iterable[Event]:
    """Return each event once, without the last one."""
    others = {id(event): event for event in events}
    others.pop(id(last), None)
    return others.values()
