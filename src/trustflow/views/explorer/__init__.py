"""The process explorer: one HTML file that counts due days and lists what may happen."""

from __future__ import annotations

from .page import explorer
from .tables import EXPLORER_DAYS

__all__ = ["EXPLORER_DAYS", "explorer"]
