"""The shipped histories: real cases in which each fact has its source."""

from __future__ import annotations

from .catalogue import all, histories, load, names, overview, search, to_frame  # noqa: A004 - public
from .summary import Entry, EntryTable

__all__ = [
    "Entry",
    "EntryTable",
    "all",
    "histories",
    "load",
    "names",
    "overview",
    "search",
    "to_frame",
]
