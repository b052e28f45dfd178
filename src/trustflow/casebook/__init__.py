"""The shipped histories: real cases in which each fact has its source."""

from __future__ import annotations

from .library import histories, load, names, overview, search, to_frame
from .summary import Entry

__all__ = ["Entry", "histories", "load", "names", "overview", "search", "to_frame"]
