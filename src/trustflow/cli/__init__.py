"""The command `trustflow`."""

from __future__ import annotations

from .commands import LEDGER_COMMANDS
from .program import GROUPS, main

__all__ = ["GROUPS", "LEDGER_COMMANDS", "main"]
