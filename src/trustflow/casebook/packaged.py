"""The packaged files of the casebook, and its version.

This module imports little, so that the version is printed quickly.
"""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import csv

__all__ = ["packaged_rows", "packaged_text", "version"]


def packaged_text(name: str) -> str:
    """Return the text of a file of the casebook."""
    content = pkgutil.get_data(__name__.rpartition(".")[0], f"data/{name}")
    assert content is not None  # noqa: S101 - the loaders of Python can all read data
    return content.decode("utf-8")


def packaged_rows(name: str) -> csv.DictReader[str]:
    """Return the rows of a table of the casebook."""
    import csv

    return csv.DictReader(packaged_text(name).splitlines())


version = packaged_text("version.txt").strip()
"""The version of the casebook: the day to which it goes, such as 2026.8.22."""
