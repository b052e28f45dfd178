"""Refuse an option for reading a file if a command reads nothing to which it applies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..exchange import format_of
from .inputs import is_path

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

__all__ = ["check_reading"]

INPUTS = ("history", "histories", "source", "leg_or_file", "beside")
"""The options that name councils and files of histories."""
JSON, TABLE, WORKBOOK = "json", "csv", "workbook"
BLANK = b"\xef\xbb\xbf \t\r\n"
"""What can precede the content of a file."""
STARTS = (b"PK", b"\xd0\xcf")
"""How a workbook begins, whether it is new or old."""
FOR_WORKBOOKS = ("sheet",)
FOR_TABLES = ("map", "day_first", "newest_first", "keep_good")
FOR_FILES = ("only", "name", "limit", "all_faults")
WORDS = {WORKBOOK: "a workbook", TABLE: "a table without sheets", JSON: "a JSON file"}
"""What a file of each format is called."""


def check_reading(options: argparse.Namespace) -> None:
    """Raise an error if an option for reading a file applies to nothing that a command reads.

    Of several files, one is enough. What is read from standard input is not known before.

    Raises:
        ValueError: An option has no effect.
    """
    given = {
        name: formats
        for names, formats in (
            (FOR_WORKBOOKS, {WORKBOOK}),
            (FOR_TABLES, {WORKBOOK, TABLE}),
            (FOR_FILES, {*WORDS}),
        )
        for name in names
        if getattr(options, name)
    }
    if not given:
        return
    files = [name for name in _names(options) if is_path(name)]
    formats = {name: getattr(options, "form", None) or _format_of(name) for name in files}
    for option, accepted in given.items():
        if not {None, *accepted} & {*formats.values()}:
            flag = f"--{option.replace('_', '-')}"
            what = {1: "a workbook", 2: "a table"}.get(len(accepted), "reading a file")
            msg = f"{flag} is for {what}, and {_instead(formats)}. Leave it out."
            raise ValueError(msg)


def _names(options: argparse.Namespace) -> Iterator[str]:
    """Yield the names of what a command reads."""
    for option in INPUTS:
        given = getattr(options, option, None)
        yield from [given] if isinstance(given, str) else given or ()


def _format_of(name: str) -> str | None:
    """Return the format of a file; None if it is not known before the file is read."""
    path = Path(name)
    if not path.is_file():
        return None
    if path.suffix and format_of(path) == JSON:
        return JSON
    with path.open("rb") as file:
        start = file.read(100)
    # A workbook can have the ending of a table, or a table that of a workbook.
    if start.startswith(STARTS):
        return WORKBOOK
    is_json = not path.suffix and start.lstrip(BLANK).startswith((b"{", b"["))
    return JSON if is_json else TABLE


def _instead(formats: dict[str, str | None]) -> str:
    """Return what a command reads, in which an option has no effect."""
    if not formats:
        return "no file is named"
    if len(formats) > 1:
        return "none of the files is one"
    [(name, found)] = formats.items()
    return f"{name} is {WORDS[str(found)]}"
