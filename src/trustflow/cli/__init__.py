"""The command `trustflow`."""

from __future__ import annotations

from .program import FAMILIES, main

__all__ = ["FAMILIES", "main"]
