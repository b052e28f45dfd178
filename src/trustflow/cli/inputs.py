"""Load the histories that a command works on, from the casebook, a file or standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .. import casebook
from ..errors import MAX_LISTED, bulleted, pluralised
from ..exchange import Limits, ReadOptions, parse_columns, read_file
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from ..errors import Fault
    from ..history import History
    from ..process import Process

__all__ = ["PROCESS", "STREAM", "all_histories", "each_history", "one_history", "selected_history"]

PROCESS: Process = TRUST_TRANSFER
"""The process against which the commands check histories."""
STREAM = "-"
"""The name that means standard input or standard output instead of a file."""


def selected_history(options: argparse.Namespace) -> History:
    """Return the history that the arguments name, cut at `--known-on` and `--as-of`."""
    history = one_history(options.history, options)
    if options.known_on is not None:
        history = history.known_on(options.known_on)
    return history if options.as_of is None else history.as_of(options.as_of)


def one_history(name: str, options: argparse.Namespace | None = None) -> History:
    """Return the history of a council of the casebook, or of a file with one history.

    Raises:
        ValueError: The file contains more than one history, or none.
    """
    histories = all_histories(name, options)
    if len(histories) != 1:
        number = pluralised(len(histories), "history")
        msg = f"{name} contains {number}. Expected a file with exactly one."
        raise ValueError(msg)
    return histories[0]


def all_histories(name: str, options: argparse.Namespace | None = None) -> tuple[History, ...]:
    """Return all histories that `each_history` yields."""
    return tuple(each_history(name, options))


def each_history(name: str, options: argparse.Namespace | None = None) -> Iterator[History]:
    """Yield the histories from the casebook, a file or standard input, one by one.

    If `--keep-good` leaves rows out, their faults are then listed on standard error.

    Args:
        name: A council of the casebook, the path of a file, or ``-`` for standard input.
        options: The arguments of the command, if it has the options for reading a file.
    """
    if not _is_path(name):
        yield casebook.load(name)
        return
    listed: list[Fault] = []
    count = 0

    def list_fault(fault: Fault) -> None:
        nonlocal count
        count += 1
        # A large table can have millions of faults, so only those to be printed are kept.
        if count <= MAX_LISTED:
            listed.append(fault)

    reading = ReadOptions()
    if options is not None:
        reading = ReadOptions(
            file_format=getattr(options, "form", None),
            columns=parse_columns(options.map),
            limits=Limits.parse(options.limit),
            on_fault=list_fault if options.keep_good else None,
        )
    yield from read_file(sys.stdin.buffer if name == STREAM else name, PROCESS, reading)
    if listed:
        heading = f"{pluralised(count, 'fault')} in {name}. Rows with a fault are left out"
        print(bulleted(heading, listed, count=count), file=sys.stderr)


def _is_path(name: str) -> bool:
    """Return whether a name is a path: it has a separator or a suffix, or is ``-``.

    The name of a council has neither a separator nor a suffix.
    """
    separators = [os.sep, *filter(None, [os.altsep])]
    return (
        name == STREAM
        or bool(Path(name).suffix)
        or any(separator in name for separator in separators)
    )
