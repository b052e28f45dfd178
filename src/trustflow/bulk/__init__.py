"""Check millions of events in a data frame or a file (needs the extra ``bulk``)."""

from __future__ import annotations

from .file_summary import Count, FileSummary, FindingKind
from .files import check_file
from .frame import check_frame

__all__ = ["Count", "FileSummary", "FindingKind", "check_file", "check_frame"]
