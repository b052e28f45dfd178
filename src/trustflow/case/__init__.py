"""A live case: events recorded one by one, corrected, and moved by `transitions`."""

from __future__ import annotations

from .case import Case, machine

__all__ = [
    "Case",
    "machine",
]
