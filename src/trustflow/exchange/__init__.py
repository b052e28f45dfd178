"""Histories in and out of the formats their users already have."""

from __future__ import annotations

from .json_format import dump, dumps, load, load_all, loads, loads_all

__all__ = ["dump", "dumps", "load", "load_all", "loads", "loads_all"]
