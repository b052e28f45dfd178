"""A live case, its corrections, and the state machine that moves it."""

from __future__ import annotations

from .case import Case
from .machine import machine

__all__ = ["Case", "machine"]
