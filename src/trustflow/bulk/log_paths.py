"""Find the files of an event log: a file, a folder, a pattern such as ``*.csv``, or a list."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ..errors import InvalidValue, quoted
from ..exchange import is_replaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ARROW", "LogPath", "PathLike", "is_several", "log_paths", "suffix_of"]

PathLike: TypeAlias = "str | os.PathLike[str]"
ARROW = (".arrow", ".feather", ".ipc", ".arrows")
"""The endings of files in the format of Arrow, as a file or as a stream."""
SUFFIXES = (".parquet", ".csv", *ARROW)
WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
HIDDEN = (".", "_")
"""The start of the names that programs give to files beside the data, such as ``_SUCCESS``."""


class LogPath(NamedTuple):
    """A file of an event log: its path, its ending, and its name in messages and findings."""

    path: Path
    suffix: str
    name: str


def is_several(source: object) -> bool:
    """Return whether a source can be several files: a list, a folder or a pattern."""
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        return path.is_dir() or (glob.has_magic(os.fspath(source)) and not path.exists())
    return isinstance(source, list | tuple)


def log_paths(source: PathLike | Sequence[PathLike]) -> list[LogPath]:
    """Return the files of a log, in the order of a list, and otherwise by name.

    Args:
        source: The path of a file, the path of a folder, a pattern, or a list of those.

    Raises:
        InvalidValue: A file has another ending or is listed twice, or there are no files.
        OSError: A file does not exist, or the operating system cannot look at it.
    """
    given = [source] if isinstance(source, str | os.PathLike) else source
    found = [path for each in given for path in _expanded(each)]
    if not found:
        raise InvalidValue(quoted([]), "log", "Expected at least one file.")
    seen: set[tuple[int, int]] = set()
    for each in found:
        status = each.path.stat()
        identity = (status.st_dev, status.st_ino)
        if identity in seen:
            raise InvalidValue(quoted(each.name), "log", "Expected each file only once.")
        seen.add(identity)
    if len({path.suffix == ".csv" for path in found}) > 1:
        # The texts of CSV files can have the apostrophe of `csv_cell`, and those of others cannot.
        names = quoted(", ".join(map(str, given)))
        raise InvalidValue(names, "log", "Expected CSV files only, or none.")
    return found


def _expanded(source: PathLike) -> Iterator[LogPath]:
    if not isinstance(source, str | os.PathLike):
        raise InvalidValue(quoted(source), "path of a log", "Expected a text or a path.")
    path = Path(source)
    if path.is_dir():
        yield from _files_in(path)
    elif is_several(source):
        pattern = os.fspath(source)
        matching = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - of a whole path
        if not matching:
            raise InvalidValue(quoted(pattern), "pattern of files", "No file has such a name.")
        for match in map(Path, matching):
            yield from _files_in(match) if match.is_dir() else [_log_path(match)]
    else:
        yield _log_path(path)


def _files_in(folder: Path) -> list[LogPath]:
    """Return the files of a log in a folder and in the folders in it, without hidden ones."""
    files = [
        _log_path(path)
        for path in sorted(folder.rglob("*"))
        if path.suffix.casefold() in SUFFIXES
        and not any(part.startswith(HIDDEN) for part in path.relative_to(folder).parts)
        and path.is_file()
    ]
    if not files:
        accepted = f"Expected a folder with files that end in {_listed(SUFFIXES)}."
        raise InvalidValue(quoted(str(folder)), "folder of a log", accepted)
    return files


def _log_path(path: Path) -> LogPath:
    suffix = suffix_of(path, SUFFIXES)
    if not is_replaced(path):
        accepted = "Expected a regular file. A stream cannot be one of several files."
        raise InvalidValue(quoted(str(path)), "file of a log", accepted)
    return LogPath(path, suffix, str(path))


def suffix_of(path: PathLike, suffixes: Sequence[str], default: str | None = None) -> str:
    """Return the ending of a path, or the default in place of an unknown one.

    Args:
        path: The path.
        suffixes: The endings that are known.
        default: The default.

    Raises:
        InvalidValue: The ending is unknown, and there is no default.
    """
    suffix = Path(path).suffix.casefold()
    if suffix not in suffixes:
        if default is not None:
            return default
        accepted = f"Expected a name that ends in {_listed(suffixes)}, such as log.parquet."
        if suffix in WORKBOOKS:
            accepted += (
                " Save the sheet as CSV UTF-8, or check the workbook with the command check."
            )
        raise InvalidValue(quoted(str(path)), "name of a log or findings file", accepted)
    return suffix


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}"
