"""The shipped histories: real cases in which each fact has its source.

`version` is the version of the casebook: the day to which it goes, such as ``2026.8.22``.
"""

from __future__ import annotations

from .catalogue import histories, history_as_of, holds, load, overview, search, to_frame
from .changelog import Change, ChangeTable, changelog
from .credit import CREDIT, LICENCES
from .data_package import export
from .index import authority_names, names, version, version_day
from .notices import age_notice, is_unresearched, notices
from .summary import NOT_RESEARCHED, Entry, EntryTable

__all__ = [
    "CREDIT",
    "LICENCES",
    "NOT_RESEARCHED",
    "Change",
    "ChangeTable",
    "Entry",
    "EntryTable",
    "age_notice",
    "authority_names",
    "changelog",
    "export",
    "histories",
    "history_as_of",
    "holds",
    "is_unresearched",
    "load",
    "names",
    "notices",
    "overview",
    "search",
    "to_frame",
    "version",
    "version_day",
]
