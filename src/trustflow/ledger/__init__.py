"""Where live cases are kept, by many hands: an append-only ledger in SQLite or PostgreSQL."""

from __future__ import annotations

from .changing import Recorded
from .checking import LedgerFault, NewFinding, Recheck
from .entries import Draft, Entry, Kind, sealed
from .errors import BadLedger, LedgerFailed, NotInLedger, StaleCase
from .ledger import Ledger
from .reading import CaseDeadline
from .store import Store

__all__ = [
    "BadLedger",
    "CaseDeadline",
    "Draft",
    "Entry",
    "Kind",
    "Ledger",
    "LedgerFailed",
    "LedgerFault",
    "NewFinding",
    "NotInLedger",
    "Recheck",
    "Recorded",
    "StaleCase",
    "Store",
    "sealed",
]
