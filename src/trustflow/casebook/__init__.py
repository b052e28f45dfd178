"""The shipped histories: real cases in which each fact has its source."""

from __future__ import annotations

from .catalogue import (
    all,  # noqa: A004 - public
    authority_names,
    histories,
    load,
    names,
    overview,
    search,
    to_frame,
)
from .credit import CREDIT, LICENCES
from .summary import Entry, EntryTable

__all__ = [
    "CREDIT",
    "LICENCES",
    "Entry",
    "EntryTable",
    "all",
    "authority_names",
    "histories",
    "load",
    "names",
    "overview",
    "search",
    "to_frame",
]
