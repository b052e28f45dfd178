"""The kit: a process as data (stages, moves, date rules), which checks itself."""

from __future__ import annotations

from .moves import Mark, Move, Precedent, StageText
from .process import Process
from .rules import IN_ORDER, ORDER_OF_EVENTS, DateRule, Only, Relaxation

__all__ = [
    "IN_ORDER",
    "ORDER_OF_EVENTS",
    "DateRule",
    "Mark",
    "Move",
    "Only",
    "Precedent",
    "Process",
    "Relaxation",
    "StageText",
]
