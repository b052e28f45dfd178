"""The kit: a process as data (stages, moves, date rules), which checks itself."""

from __future__ import annotations

from .moves import Mark, Move, Precedent, StageInfo
from .process import Process
from .rules import IN_ORDER, ORDER_OF_EVENTS, Condition, DateRule, Relaxation

__all__ = [
    "IN_ORDER",
    "ORDER_OF_EVENTS",
    "Condition",
    "DateRule",
    "Mark",
    "Move",
    "Precedent",
    "Process",
    "Relaxation",
    "StageInfo",
]
