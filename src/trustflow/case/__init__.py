"""A live case, its corrections, and the state machine that moves it."""

from __future__ import annotations

from .case import Case
from .corrections import Correction, Insert, Replace, Withdraw
from .machine import machine
from .noting import close, lent, noted_changes
from .position import ChangeStep

__all__ = [
    "Case",
    "ChangeStep",
    "Correction",
    "Insert",
    "Replace",
    "Withdraw",
    "close",
    "lent",
    "machine",
    "noted_changes",
]
