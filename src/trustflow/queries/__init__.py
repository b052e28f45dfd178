"""What people ask of a history: what is due, what may happen next, what is known."""

from __future__ import annotations

from .deadlines import deadlines
from .due import Due, Status, due
from .fact_values import CANNOT_BE_TOLD, Fact, Facts, PlannedGoLive, Stay
from .facts import facts
from .next_moves import Option, options, what_next

__all__ = [
    "CANNOT_BE_TOLD",
    "Due",
    "Fact",
    "Facts",
    "Option",
    "PlannedGoLive",
    "Status",
    "Stay",
    "deadlines",
    "due",
    "facts",
    "options",
    "what_next",
]
