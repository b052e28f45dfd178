"""To which day somebody has looked for the events that could change a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...dates import AFTER_ALL, BEFORE_ALL
from ...history import checked_days

if TYPE_CHECKING:
    from ..._frozen_map import FrozenMap
    from ...dates import PartialDate
    from ...history import History
    from ...process import Process

__all__ = ["CheckedKinds"]

FACT_KINDS = {
    "judgement": ("inspections",),
    "intervention": ("intervention",),
    "notice_open": ("intervention",),
    "directions": ("intervention",),
    "commissioners": ("intervention",),
    "trust": ("intervention", "delivery"),
    "chair": ("intervention", "delivery"),
    "went_live": ("intervention", "delivery"),
    "delivered_by": ("intervention", "delivery"),
    "visits": ("focused visits", "joint inspections", "monitoring"),
    "visit_letters": ("focused visits", "joint inspections", "monitoring"),
}
"""The kinds of event that can change each fact besides the stage."""


class CheckedKinds:
    """The kinds of event that can change each fact, and the days to which they are checked.

    Args:
        history: The history, which has the days.
        process: The process, which has the kinds.
        stage: The stage after the last event.
    """

    def __init__(self, history: History, process: Process, stage: str) -> None:
        self._checked_to = history.checked_to
        self._kinds_out_of_stage = process.kinds_out_of[stage]
        self._every_kind = process.kinds
        self._days: dict[str, FrozenMap[PartialDate | None]] = {}

    def days(self, name: str) -> FrozenMap[PartialDate | None]:
        """Return the days to which the kinds of event that can change a fact are checked."""
        if name not in self._days:
            self._days[name] = checked_days(self._checked_to, self._kinds(name))
        return self._days[name]

    def to(self, name: str) -> int:
        """Return the day (ordinal) to which every kind that can change a fact is checked."""
        days = self.days(name).values()
        return min((BEFORE_ALL if date is None else date.first for date in days), default=AFTER_ALL)

    def _kinds(self, name: str) -> tuple[str, ...]:
        """Return the kinds of event that can change a fact."""
        if name == "stage":
            return self._kinds_out_of_stage
        kinds = self._every_kind
        return tuple(kind for kind in FACT_KINDS[name] if kind in kinds) or kinds
