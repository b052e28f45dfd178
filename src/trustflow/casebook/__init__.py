"""The shipped histories: real cases in which each fact has its source.

`version` is the version of the casebook: the day to which it goes, such as ``2026.8.22``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import lazy_attributes

if TYPE_CHECKING:
    from .catalogue import histories, history_as_of, holds, load, overview, search, to_frame
    from .changelog import Change, ChangeTable, changelog
    from .credit import CREDIT, LICENCES
    from .data_package import export
    from .index import authority_names, names, version_day
    from .notices import age_notice, is_unresearched, notices
    from .packaged import version
    from .stays import PackagedStay, packaged_stays
    from .summary import NOT_RESEARCHED, OverviewRow, OverviewTable
else:
    _HOMES = {
        "histories": "catalogue",
        "history_as_of": "catalogue",
        "holds": "catalogue",
        "load": "catalogue",
        "overview": "catalogue",
        "search": "catalogue",
        "to_frame": "catalogue",
        "Change": "changelog",
        "ChangeTable": "changelog",
        "changelog": "changelog",
        "CREDIT": "credit",
        "LICENCES": "credit",
        "export": "data_package",
        "authority_names": "index",
        "names": "index",
        "version": "packaged",
        "version_day": "index",
        "PackagedStay": "stays",
        "age_notice": "notices",
        "is_unresearched": "notices",
        "notices": "notices",
        "packaged_stays": "stays",
        "NOT_RESEARCHED": "summary",
        "OverviewRow": "summary",
        "OverviewTable": "summary",
    }
    """The module that defines each public name."""
    __getattr__, __dir__ = lazy_attributes(globals(), _HOMES)

__all__ = [
    "CREDIT",
    "LICENCES",
    "NOT_RESEARCHED",
    "Change",
    "ChangeTable",
    "OverviewRow",
    "OverviewTable",
    "PackagedStay",
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
    "packaged_stays",
    "search",
    "to_frame",
    "version",
    "version_day",
]
