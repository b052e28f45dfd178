"""Open a workbook of a known kind, after everything has been refused that is not one."""

from __future__ import annotations

import codecs
import io
import os
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, NoReturn
from xml.parsers.expat import ExpatError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from ..errors import BadHistory, Fault, from_extra
from .limits import UNCOMPRESSED, Limits
from .scan_ods import CONTENT, scan_ods
from .scan_xlsx import WORKBOOK, scan_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from python_calamine import CalamineWorkbook

    from .sheet_scan import SheetScan

__all__ = [
    "holds_workbook",
    "open_cells",
    "refuse_lock_file",
    "scans_of",
    "without_calamine_errors",
]

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of an .xlsx or .ods file, and of an .xls file or one with a password."""
MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<div")
"""How a page or an XML file begins that was saved with the name of a table."""
LOCK_FILES = ("~$", ".~lock.")
"""How the names of files begin by which Excel and LibreOffice show that a file is open."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""What an .xlsx file with a password contains."""
BINARY = "xl/workbook.bin"
"""What an .xlsb file contains."""
MANIFEST = "META-INF/manifest.xml"
DAMAGED = (
    *(BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
    *(ExpatError, LookupError, ValueError, StopIteration),
)
"""The errors of a zip file that is damaged, and of XML that is not that of a workbook."""
EXPECTED = "Expected an .xlsx, .xlsm or .ods workbook."
SAVE_AS = "Open it in a spreadsheet program and save it as .xlsx or as CSV UTF-8."
METHODS = {ZIP_STORED, ZIP_DEFLATED}
"""The compression methods of a workbook."""
START = 1024
"""How many bytes of a file show what it is."""


def refuse_lock_file(path: Path) -> None:
    """Raise an error for a file that only shows that a workbook is open.

    Raises:
        BadHistory: The name of the file is that of such a file.
    """
    if path.name.startswith(LOCK_FILES):
        accepted = "Expected the workbook itself, whose name has no ~ in front."
        _refuse("a file by which a spreadsheet program shows that a workbook is open", accepted)


def holds_workbook(file: BinaryIO) -> bool:
    """Return whether an open file is a workbook, which its first bytes show.

    The file stays at its place.

    Raises:
        BadHistory: The file is a page, such as HTML with the name of a workbook.
    """
    start = file.read(START)
    file.seek(-len(start), os.SEEK_CUR)
    if start.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(MARKUP):
        _refuse("a web page or another XML file, not a table", f"Expected a table. {SAVE_AS}")
    return start.startswith((ZIP, OLE))


def scans_of(data: bytes, limits: Limits) -> dict[str, SheetScan]:
    """Return what is in each sheet of a workbook, by the name of the sheet.

    Raises:
        BadHistory: The data are not a workbook, or exceed a limit.
    """
    if data.startswith(OLE):
        if ENCRYPTED in data:
            _refuse_password()
        # The library that reads the cells can end the whole program at a damaged .xls file.
        _refuse("an .xls workbook or another old office file", f"{EXPECTED} {SAVE_AS}")
    if not data.startswith(ZIP):
        _refuse("a file that is not a workbook", f"{EXPECTED} {SAVE_AS}")
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return _scans_in(archive, limits)
    except BadHistory:
        raise
    except DAMAGED as error:
        _refuse_damaged(error)


def _scans_in(archive: ZipFile, limits: Limits) -> dict[str, SheetScan]:
    members = archive.infolist()
    names = [member.filename.casefold() for member in members]
    size = sum(member.file_size for member in members)
    if size > limits.size:
        found = f"a workbook of {size:,} bytes when it is unpacked"
        raise BadHistory([limits.fault("$", found, "size")])
    if BINARY in names:
        _refuse("an .xlsb workbook", f"{EXPECTED} {SAVE_AS}")
    if MANIFEST.casefold() in names and b"encryption-data" in archive.read(MANIFEST):
        _refuse_password()
    if len(set(names)) < len(names) or not {each.compress_type for each in members} <= METHODS:
        msg = "a part that occurs twice, or is compressed in an unknown way"
        raise ValueError(msg)
    # A part can be larger than the directory says. Its checksum is then wrong.
    if archive.testzip() is not None:
        msg = "a wrong checksum"
        raise ValueError(msg)
    if (WORKBOOK in names) == (CONTENT in names):
        _refuse("a zip file that is not a workbook", f"{UNCOMPRESSED} {EXPECTED}")
    return scan_xlsx(archive, limits) if WORKBOOK in names else scan_ods(archive, limits)


def open_cells(data: bytes) -> CalamineWorkbook:
    """Return the workbook, from which the cells of each sheet can be read.

    Raises:
        BadHistory: The workbook is damaged or has a password.
        MissingExtra: The library that reads workbooks is not installed.
    """
    with from_extra("frames"):
        from python_calamine import CalamineWorkbook, PasswordError
    with without_calamine_errors():
        try:
            return CalamineWorkbook.from_filelike(io.BytesIO(data))
        except PasswordError:
            _refuse_password()


@contextmanager
def without_calamine_errors() -> Iterator[None]:
    """Turn every error of the library that reads cells into one of ours.

    Raises:
        BadHistory: The library cannot read the workbook.
    """
    try:
        yield
    except BadHistory:
        raise
    except BaseException as error:
        # The library can also panic, with an error that is not an `Exception`.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        _refuse_damaged(error)


def _refuse(found: str, accepted: str) -> NoReturn:
    raise BadHistory([Fault("$", found, accepted)])


def _refuse_password() -> NoReturn:
    accepted = "Expected a workbook without a password. Save a copy of it without one."
    _refuse("a workbook with a password", accepted)


def _refuse_damaged(error: BaseException) -> NoReturn:
    reason = str(error).partition("\n")[0][:80]
    _refuse(f"a damaged workbook ({reason})", f"{EXPECTED} {SAVE_AS}")
