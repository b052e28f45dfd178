"""The days on which an event can happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._lazy import lazy_attributes

if TYPE_CHECKING:
    from .bounds import OTHERS
    from .build import event_asked, stretches, window, window_of
    from .day_span import DaySpan
    from .due_window import due_window
    from .planned_event import can_plan, planned_event
    from .window import Bound, Conflict, Window
else:
    _HOMES = {
        "OTHERS": "bounds",
        "event_asked": "build",
        "stretches": "build",
        "window": "build",
        "window_of": "build",
        "DaySpan": "day_span",
        "due_window": "due_window",
        "can_plan": "planned_event",
        "planned_event": "planned_event",
        "Bound": "window",
        "Conflict": "window",
        "Window": "window",
    }
    __getattr__, __dir__ = lazy_attributes(globals(), _HOMES)

__all__ = [
    "OTHERS",
    "Bound",
    "Conflict",
    "DaySpan",
    "Window",
    "can_plan",
    "due_window",
    "event_asked",
    "planned_event",
    "stretches",
    "window",
    "window_of",
]
