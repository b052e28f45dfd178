"""The formats of files of histories, and the endings of file names that mean them."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import InvalidValue, quoted
from .inputs import path_of

__all__ = [
    "FORMATS",
    "READ_FORMATS",
    "WORKBOOK",
    "WORKBOOK_ENDINGS",
    "format_of",
    "refuse_tabs",
    "require_ending",
]

FORMATS = ("json", "csv")
"""The formats in which histories are written."""
WORKBOOK = "workbook"
"""The format of a spreadsheet, which is only read."""
READ_FORMATS = (*FORMATS, WORKBOOK)
"""The formats of files of histories that are read."""
TABS = ".tsv"
"""The ending of a table with tabs, which is read but not written."""
TABLE_ENDINGS = {".csv", TABS, ".txt"}
"""The endings of file names that mean CSV."""
WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
"""The endings of file names that mean a workbook."""


def format_of(path: str | os.PathLike[str]) -> str:
    """Return the format that the ending of a path means: ``json``, ``csv`` or ``workbook``."""
    ending = Path(path_of(path)).suffix.casefold()
    if ending in WORKBOOK_ENDINGS:
        return WORKBOOK
    return "csv" if ending in TABLE_ENDINGS else "json"


def require_ending(path: str | os.PathLike[str], file_format: str) -> None:
    """Refuse a path whose ending means another format than the one that is written.

    Readers go by the ending, so JSON in a file `histories.csv` would be read as a table.

    Args:
        path: The path of the file.
        file_format: The format that is written, ``json`` or ``csv``. Endings that mean no format
            are accepted.

    Raises:
        InvalidValue: The ending means another format; the message has the way out.
    """
    ending = Path(path_of(path)).suffix
    meant = format_of(path)
    if file_format == "csv":
        refuse_tabs(path)
    if meant == file_format or (meant == "json" and ending.casefold() != ".json"):
        return
    name, writer = ("JSON", "dump_csv") if file_format == "json" else ("CSV", "dump")
    accepted = f"Expected the name of a {name} file, such as 'histories.{file_format}'."
    if meant in FORMATS and ending.casefold() != TABS:  # no writer writes tabs
        accepted += f" To write what {ending} means, use trustflow.exchange.{writer}."
    raise InvalidValue(quoted(os.fspath(path)), "path", accepted)


def refuse_tabs(path: str | os.PathLike[str]) -> None:
    """Refuse the name of a table with tabs, because commas are written.

    Raises:
        InvalidValue: The ending of the path is ``.tsv``.
    """
    if Path(path_of(path)).suffix.casefold() == TABS:
        accepted = "Cells are separated with commas, not with tabs. Expected the ending .csv."
        raise InvalidValue(quoted(os.fspath(path)), "path", accepted)
