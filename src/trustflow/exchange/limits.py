"""Limit how much of a file is read, so that a hostile file costs little."""

from __future__ import annotations

import codecs
import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from attrs import Attribute, field, fields, frozen

from ..dates import ExplainedCalls
from ..errors import BadHistory, Fault, InvalidValue, pluralised, quoted, suggestion
from ..history import text_of, tuple_of_names
from .inputs import path_or_file_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "DEFAULT_LIMITS",
    "MAX_FAULTS",
    "START",
    "Limits",
    "add_faults",
    "bounded",
    "file_bytes",
    "limit_faults",
    "limits_of",
    "refuse_other_kinds",
]

UNCOMPRESSED = "Expected an uncompressed file."
NEITHER = "Expected JSON or CSV."
OTHER_KINDS = {
    b"pk\x03\x04": (
        "a workbook or another zip file",
        f"{UNCOMPRESSED} Read a workbook with `exchange.read_file`, under a name such as x.xlsx.",
    ),
    b"\x1f\x8b": ("a gzip file", f"{UNCOMPRESSED} Save it as CSV UTF-8 or as JSON."),
    b"sqlite format 3\0": (
        "a database of SQLite",
        f"{NEITHER} A ledger is named with --ledger, and `trustflow ledger recheck` checks it.",
    ),
    b"par1": ("a Parquet file", f"{NEITHER} `trustflow bulk` checks a log in Parquet."),
    b"%pdf": ("a PDF", NEITHER),
    **dict.fromkeys(
        (b"<!doctype", b"<html", b"<?xml", b"<svg"), ("a web page or another XML file", NEITHER)
    ),
}
"""The first bytes, in small letters, of other files, with what they are and what is expected."""
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
START = 32
"""How many bytes show what kind of file it is."""
LIMITED = {
    "size": "bytes",
    "nesting": "levels of lists and objects",
    "text": "characters in one text",
    "events": "events in one history",
}
"""What each limit counts."""
MAX_FAULTS = 1000
"""The most faults of an input that are collected."""
MAX_NAME = 80
"""The most characters of a name that the path of a fault shows."""


def _positive(_instance: object, attribute: Attribute[int], value: object) -> None:
    # `isinstance` would accept True, which is not a limit.
    if type(value) is not int or value < 1:
        accepted = "Expected a whole number, 1 or more, such as 1000000."
        raise InvalidValue(quoted(value), f"limit of {attribute.name}", accepted)


@frozen(kw_only=True)
class Limits(metaclass=ExplainedCalls):
    """The limits of what is read; a fault names the limit that a file exceeds.

    Args:
        size: The most bytes in a file.
        nesting: The most levels of lists and objects inside each other.
        text: The most characters in one text.
        events: The most events in one history.
    """

    size: int = field(default=256_000_000, validator=_positive)
    nesting: int = field(default=16, validator=_positive)
    text: int = field(default=100_000, validator=_positive)
    events: int = field(default=100_000, validator=_positive)

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Limits:
        """Return the limits that texts such as ``size=1000000`` set.

        A limit that no text names keeps its default.

        Raises:
            InvalidValue: A text does not name a limit, or does not give a whole number, or a limit
                comes twice.
        """
        limits: dict[str, int] = {}
        names = [attribute.name for attribute in fields(cls)]
        for text in tuple_of_names(texts):
            name, _, number = text_of(text, "limit", "'size=1000000'").partition("=")
            if name not in names or not number.isdecimal():
                accepted = (
                    f"Expected one of {', '.join(names)} with a number, such as size=1000000."
                    f"{suggestion(name, names)}"
                )
                raise InvalidValue(quoted(text), "limit", accepted)
            if name in limits:
                raise InvalidValue(quoted(text), "limit", "It is given twice.")
            limits[name] = int(number)
        return cls(**limits)

    def fault(self, path: str, found: str, name: str) -> Fault:
        """Return the fault for exceeding a limit; it shows how to set a higher limit.

        Args:
            path: The place in the file.
            found: What exceeds the limit.
            name: The name of the limit.
        """
        accepted = (
            f"Expected at most {getattr(self, name):,} {LIMITED[name]}. Set a higher limit "
            f"with Limits({name}=…), or with --limit {name}=… on the command line."
        )
        return Fault(path, found, accepted)


DEFAULT_LIMITS = Limits()


def limits_of(value: object) -> Limits:
    """Return a value that must be `Limits`.

    Raises:
        InvalidValue: It is something else, such as a number.
    """
    if isinstance(value, Limits):
        return value
    raise InvalidValue(quoted(value), "limits", "Expected Limits, such as Limits(size=1000000).")


def file_bytes(
    source: str | os.PathLike[str] | BinaryIO, limits: Limits, *, packed: bool = False
) -> bytes:
    """Return the bytes of a file.

    Args:
        source: The path of the file, or the file itself, open in binary mode.
        limits: The limits of what is read.
        packed: Whether the file may be compressed, as a workbook is.

    Raises:
        BadHistory: The file is larger than the limit, or compressed although it must not be.
        OSError: The file does not exist or cannot be opened.
    """
    source = path_or_file_of(source, "rb")
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            return file_bytes(file, limits, packed=packed)
    pieces = []
    wanted = limits_of(limits).size + 1
    # Reading one byte more than the limit shows whether the file exceeds it. A stream without a
    # buffer can return fewer bytes than it is asked for.
    while piece := source.read(wanted):
        pieces.append(piece)
        wanted -= len(piece)
    data = b"".join(pieces)
    if len(data) > limits.size:
        raise BadHistory([limits.fault("$", "a larger file", "size")])
    if not packed:
        refuse_other_kinds(data[:START])
    return data


def refuse_other_kinds(start: bytes) -> None:
    """Raise an error if the first bytes of a file cannot be those of JSON or CSV in UTF-8.

    Args:
        start: The first bytes, `START` of them if there are so many.

    Raises:
        BadHistory: The file is empty, in UTF-16, or of another kind, such as a compressed one.
    """
    if not start.removeprefix(codecs.BOM_UTF8):
        raise BadHistory([Fault("$", "an empty file", NEITHER)])
    # In UTF-16 without a byte order mark, every second byte of plain letters is zero.
    if start.startswith(UTF_16) or b"\0\0" in {start[0:4:2], start[1:4:2]}:
        accepted = "Expected UTF-8 text. Save a table as CSV UTF-8."
        raise BadHistory([Fault("line 1", "UTF-16 text", accepted)])
    text = start.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for mark, (kind, accepted) in OTHER_KINDS.items():
        if text.startswith(mark):
            raise BadHistory([Fault("$", kind, accepted)])


def add_faults(faults: list[Fault], more: Iterable[Fault]) -> None:
    """Add faults to a list, up to one more than `bounded` keeps; the others are not looked for."""
    faults += islice(more, max(0, MAX_FAULTS + 1 - len(faults)))


def bounded(faults: list[Fault]) -> list[Fault]:
    """Return the faults that are kept; if some are not, the last fault says so."""
    if len(faults) <= MAX_FAULTS:
        return faults
    accepted = "Correct the faults above, then read it again."
    return [*faults[:MAX_FAULTS], Fault("$", f"more than {MAX_FAULTS} faults", accepted)]


def limit_faults(data: object, limits: Limits, path: str = "$") -> Iterator[Fault]:
    """Yield a fault for each place where plain data exceed a limit."""
    # The loop has a stack of its own: with recursion, deep nesting could exhaust Python's stack.
    stack = [(path, data, 1)]
    while stack:
        path, value, depth = stack.pop()
        if isinstance(value, str):
            if len(value) > limits.text:
                yield limits.fault(path, f"a text of {len(value):,} characters", "text")
        elif isinstance(value, dict | list):
            if depth > limits.nesting:
                yield limits.fault(path, "deeper nesting", "nesting")
                continue
            if isinstance(value, dict):
                yield from _object_faults(path, value, limits)
            stack += [
                (place, child, depth + 1) for place, child in reversed([*_children(path, value)])
            ]


def _children(path: str, value: dict[str, object] | list[object]) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        yield from ((f"{path}.{name[:MAX_NAME]}", child) for name, child in value.items())
    else:
        yield from ((f"{path}[{index}]", child) for index, child in enumerate(value))


def _object_faults(path: str, value: dict[str, object], limits: Limits) -> Iterator[Fault]:
    if any(len(name) > limits.text for name in value):
        yield limits.fault(path, "a longer name", "text")
    for name in ("inherits", "events"):
        events = value.get(name)
        if isinstance(events, list) and len(events) > limits.events:
            yield limits.fault(f"{path}.{name}", pluralised(len(events), "event"), "events")
