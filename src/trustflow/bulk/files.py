"""Check an event log in files of any size, with bounded memory and open files."""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InvalidValue, MissingExtra, from_extra, quoted
from ..exchange import (
    TEMPORARY,
    Limits,
    ReadOptions,
    is_replaced,
    path_or_file_of,
    replacing,
    unchanged,
)
from ..trust_transfer import TRUST_TRANSFER
from .log_paths import LogPath, is_several, log_paths, suffix_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO, TypeAlias

    from ..exchange import AuthorityNames
    from ..process import Process
    from .file_summary import FileSummary

    Progress: TypeAlias = Callable[[Iterable[Any], str], Iterable[Any]]
    Source: TypeAlias = str | PathLike[str] | BinaryIO | Sequence[str | PathLike[str]]

__all__ = ["check_file"]

ROWS_AT_ONCE = 1_000_000
"""The approximate number of rows in memory at a time."""
COMPILER = "numba"
FINDINGS = (".parquet", ".csv")
"""The endings of a file of findings."""
PARQUET_MAGIC = b"PAR1"
"""The first bytes of a Parquet file."""
ARROW_MAGICS = (b"ARRO", b"\xff\xff\xff\xff")
"""The first bytes of a file of Arrow, and of a stream of Arrow."""
CALLABLE = {
    "progress": (
        "Expected a function of items and a label, such as progress=lambda items, _: items."
    ),
    "notify": "Expected a function of a text, such as notify=print.",
}


def check_file(
    source: Source,
    target: str | PathLike[str] | BinaryIO,
    process: Process = TRUST_TRANSFER,
    *,
    columns: Mapping[str, str] | None = None,
    names: Mapping[str, str] | AuthorityNames | None = None,
    day_first: bool = False,
    limits: Limits | None = None,
    summary: bool = False,
    rows_at_once: int = ROWS_AT_ONCE,
    temporary: str | PathLike[str] | None = None,
    progress: Progress | None = None,
    notify: Callable[[str], None] | None = None,
) -> FileSummary:
    """Check the event log in one or several files, and write the findings to another file.

    The log has the columns that `check_frame` reads, and the findings have the columns that it
    returns. If the log can be several files, a column ``file`` names the file of each finding. The
    column ``row`` counts the rows of data in the file from 0, without empty lines.

    The rows of a case may be anywhere in the log. If they stand together, the log is checked while
    it is read. Otherwise it is first split by case into a temporary file. Its findings are then
    grouped by case, but the cases are in no particular order. Each single case must fit in memory.

    Args:
        source: The path of the log, which ends in ``.parquet``, ``.csv``, ``.arrow``, ``.feather``,
            ``.ipc`` or ``.arrows``; the path of a folder with such files; a pattern, such as
            ``logs/*.parquet``; a list of paths; or the log itself, open in binary mode. The files
            of a folder or a pattern are read in the order of their names. A stream, such as a named
            pipe or ``/dev/stdin``, is copied first; its first bytes show its format.
        target: The path of the file for the findings; it must end in ``.parquet`` or ``.csv``. An
            existing file is replaced once the check has succeeded. A stream, such as a named pipe
            or ``/dev/stdout``, is written into once the check has succeeded, as CSV if its name has
            another ending; so is a file that is open in binary mode. In CSV, a text that a
            spreadsheet would read as a formula gets an apostrophe in front.
        process: The process; the trust transfer by default.
        columns: As for `check_frame`, like `names` and `day_first`.
        names: See `columns`.
        day_first: See `columns`.
        limits: The limits of texts and of events in a case. The size of the file has no limit.
        summary: Whether to write a row for each case instead of each finding; see `check_frame`.
        rows_at_once: The approximate number of rows to hold in memory at a time.
        temporary: The folder for temporary files; by default the folder of the target.
        progress: A function that takes items and a label, and returns the items while it shows
            progress; by default no progress is shown.
        notify: A function that takes a sentence: that the log is split by case, and how much space
            for temporary files that needs. By default nothing is reported.

    Raises:
        BadHistory: The log changed while it was read, its headings cannot be read, or a line is not
            valid CSV; the error lists every such line.
        InvalidValue: A path has another ending, or there is no file.
        MissingExtra: A package of the extra ``bulk`` is not installed.
        ValueError: The content of the log is not in the format that its ending names.
        OSError: A file cannot be read or written, or there is too little space for temporary files.
    """
    with from_extra("bulk"):
        # Import first, so that a missing package is reported before a file is opened.
        for package in ("narwhals", "llvmlite", "pyarrow"):
            importlib.import_module(package)
        if importlib.util.find_spec(COMPILER) is None:  # it is imported only to compile
            raise MissingExtra(COMPILER, "bulk")
        from .file_check import FileCheck
        from .log_files import open_log
    options = ReadOptions(
        columns=columns,
        names=names,
        day_first=day_first,
        limits=Limits() if limits is None else limits,
    )
    if type(rows_at_once) is not int or rows_at_once < 1:
        accepted = "Expected a whole number, 1 or more, such as 1000000."
        raise InvalidValue(quoted(rows_at_once), "number of rows at once", accepted)
    for function, name in ((progress, "progress"), (notify, "notify")):
        if function is not None and not callable(function):
            raise InvalidValue(quoted(function), name, CALLABLE[name])
    target = path_or_file_of(target, "wb")
    if not is_several(source):
        source = path_or_file_of(source, "rb")
    suffix, folder = _suffix_and_folder(target)
    if temporary is not None:
        folder = _folder(temporary)
    with _opened(target, folder) as file, ExitStack() as stack:
        paths = stack.enter_context(_log_paths(source, folder))
        _refuse_target(target, paths)
        for path in paths:
            stack.enter_context(unchanged(path.path))
        log = open_log(paths, process, options)
        check = FileCheck(
            log,
            folder,
            rows_at_once,
            progress or _without_progress,
            notify or _without_notice,
            names_files=is_several(source),
            summary=summary,
        )
        return check.write(file, suffix)


def _suffix_and_folder(target: str | PathLike[str] | BinaryIO) -> tuple[str, Path]:
    """Return the ending of the findings file, and the folder for temporary files."""
    # The system's folder for temporary files is often too small for a log, so they are written
    # beside the target if it is a file.
    if isinstance(target, str | PathLike):
        if is_replaced(target):
            return suffix_of(target, FINDINGS), Path(target).resolve().parent
        return suffix_of(target, FINDINGS, ".csv"), Path(tempfile.gettempdir())
    return ".csv", Path(tempfile.gettempdir())


def _folder(temporary: object) -> Path:
    if isinstance(temporary, str | PathLike) and Path(temporary).is_dir():
        return Path(temporary)
    accepted = "Expected the path of a folder that exists."
    raise InvalidValue(quoted(str(temporary)), "folder for temporary files", accepted)


@contextmanager
def _opened(target: str | PathLike[str] | BinaryIO, folder: Path) -> Iterator[BinaryIO]:
    """Yield a file for the findings, which becomes the target when the block ends.

    A stream receives a copy of it, because what was written to a stream cannot be taken back.
    """
    if isinstance(target, str | PathLike):
        with replacing(target) as file:
            if is_replaced(target):
                yield file
            else:
                with _copied(file, folder) as copy:
                    yield copy
        return
    with _copied(target, folder) as copy:
        yield copy


@contextmanager
def _copied(file: BinaryIO, folder: Path) -> Iterator[BinaryIO]:
    """Yield a temporary file, and copy it to a file when the block ends."""
    with tempfile.TemporaryFile(prefix=TEMPORARY, dir=folder) as copy:
        yield copy
        copy.seek(0)
        shutil.copyfileobj(copy, file)


def _refuse_target(target: str | PathLike[str] | BinaryIO, paths: Sequence[LogPath]) -> None:
    """Raise an error if the target is a file of the log."""
    if not isinstance(target, str | PathLike) or not Path(target).is_file():
        return
    if any(path.path.samefile(target) for path in paths):
        accepted = "It is a file of the log. Write to another file."
        raise InvalidValue(quoted(str(target)), "file of findings", accepted)


def _without_progress(items: Iterable[Any], _label: str) -> Iterable[Any]:
    return items


def _without_notice(_sentence: str) -> None:
    pass


@contextmanager
def _log_paths(source: Source, folder: Path) -> Iterator[Sequence[LogPath]]:
    """Yield the files of a log; a stream is copied into a folder first."""
    if isinstance(source, str | PathLike):
        if is_several(source) or is_replaced(source):  # a regular file, or none
            yield log_paths(source)
            return
        with Path(source).open("rb") as stream, _copy_of(stream, folder, str(source)) as copy:
            yield [copy]
    elif isinstance(source, list | tuple):
        yield log_paths(source)
    else:
        with _copy_of(source, folder, "the log") as copy:  # type: ignore[arg-type]
            yield [copy]


@contextmanager
def _copy_of(stream: BinaryIO, folder: Path, name: str) -> Iterator[LogPath]:
    """Yield a copy of a stream, whose first bytes show its format."""
    with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=folder) as temporary:
        copy = Path(temporary) / "log"
        with copy.open("wb") as file:
            shutil.copyfileobj(stream, file)
        with copy.open("rb") as file:
            first = file.read(len(PARQUET_MAGIC))
        suffix = ".parquet" if first == PARQUET_MAGIC else ".csv"
        yield LogPath(copy, ".arrow" if first in ARROW_MAGICS else suffix, name)
