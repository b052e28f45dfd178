"""The command `trustflow`."""

from __future__ import annotations

from .program import GROUPS, main

__all__ = ["GROUPS", "main"]
