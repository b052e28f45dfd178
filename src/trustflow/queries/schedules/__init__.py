"""Plan a route to a stage on dates: the earliest and latest days of its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._lazy import lazy_attributes

if TYPE_CHECKING:
    from .build import schedule
    from .parts import Postponement, ScheduleBound, ScheduleConflict, ScheduledStep
    from .schedule import Schedule, ScheduledRoute
else:
    _HOMES = {
        "schedule": "build",
        "Postponement": "parts",
        "ScheduleBound": "parts",
        "ScheduleConflict": "parts",
        "ScheduledStep": "parts",
        "Schedule": "schedule",
        "ScheduledRoute": "schedule",
    }
    __getattr__, __dir__ = lazy_attributes(globals(), _HOMES)

__all__ = [
    "Postponement",
    "Schedule",
    "ScheduleBound",
    "ScheduleConflict",
    "ScheduledRoute",
    "ScheduledStep",
    "schedule",
]
