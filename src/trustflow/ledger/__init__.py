"""Where live cases are kept, by many hands: an append-only ledger in SQLite or PostgreSQL."""

from __future__ import annotations

from .changing import Recorded
from .checking import CaseFinding, LedgerFault, Recheck
from .editing import Edit
from .entries import Draft, Entry, Kind, sealed
from .errors import BadLedger, CasesNotRead, LedgerFailed, NotInLedger, StaleCase
from .ledger import Ledger
from .reading import CaseDeadline, StoredCase
from .store import Store

__all__ = [
    "BadLedger",
    "CaseDeadline",
    "CaseFinding",
    "CasesNotRead",
    "Draft",
    "Edit",
    "Entry",
    "Kind",
    "Ledger",
    "LedgerFailed",
    "LedgerFault",
    "NotInLedger",
    "Recheck",
    "Recorded",
    "StaleCase",
    "Store",
    "StoredCase",
    "sealed",
]
