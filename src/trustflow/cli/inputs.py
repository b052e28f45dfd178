"""Load the histories that a command works on, from the casebook, a file or standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .. import casebook
from ..dates import PartialDate, today
from ..errors import (
    BadDate,
    InvalidValue,
    UnknownCase,
    pluralised,
    quoted,
)
from ..trust_transfer import TRUST_TRANSFER
from ..views import is_process_location
from .file_cases import file_cases
from .ledger_cases import ledger_history
from .ledger_options import is_in_ledger

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from ..exchange import AuthorityNames, TableCase
    from ..history import History
    from ..process import Process

__all__ = [
    "STREAM",
    "TODAY",
    "all_histories",
    "asked_words",
    "authority_names",
    "casebook_histories",
    "casebook_names",
    "chosen_names",
    "cut_history",
    "day_text",
    "distinct_names",
    "each_case",
    "each_history",
    "follows_casebook",
    "is_path",
    "knowledge_words",
    "one_history",
    "selected_history",
    "standard_input",
    "today_words",
]

STREAM = "-"
"""The name that means standard input or standard output instead of a file."""
NAME_A_FILE = "Name a file, such as ./case.json"
"""What to do if a process of another kind cannot read the casebook."""
SUFFIXES = (".json", ".csv")
"""The suffixes of the files in which a case is kept."""
TODAY = "today"
"""The word that means the present day, wherever a command takes a day."""
DAYS_FROM_TODAY = {TODAY: 0, "yesterday": -1, "tomorrow": 1}
"""Words for days, and how many days after the present day they are."""


def day_text(text: str) -> str:
    """Return a day as EDTF text; the word `today` is replaced by the present day.

    Raises:
        BadDate: The text is another word for a day near it; the error has the day.
    """
    word = text.strip().casefold()
    if word not in DAYS_FROM_TODAY:
        return text
    day = today() + DAYS_FROM_TODAY[word]
    date = PartialDate.between(day, day).text
    if word != TODAY:
        raise BadDate(quoted(text), f"Write the day: {date}.")
    return date


def today_words(text: str) -> str:
    """Return the words for a day that a command was asked about, marked if it is today."""
    day = PartialDate.parse(day_text(text)).words
    return f"{day} (today)" if text.strip().casefold() == TODAY else day


def knowledge_words(options: argparse.Namespace) -> Sequence[str]:
    """Return the words for the days of `--known-on` and `--recorded-on`, of those given."""
    return [
        f"as {what} on {today_words(day)}"
        for what in ("known", "recorded")
        if (day := getattr(options, f"{what}_on", None)) is not None
    ]


def asked_words(options: argparse.Namespace) -> str:
    """Return the words for all the days that a command was asked about, that of `--as-of` first."""
    return ", ".join([today_words(options.as_of), *knowledge_words(options)])


def selected_history(options: argparse.Namespace) -> History:
    """Return the history that the arguments name, cut at `--known-on` and `--as-of`."""
    return cut_history(one_history(options.history, options), options)


def chosen_names(options: argparse.Namespace, *, once: bool = True) -> Sequence[str]:
    """Return the names and files that the arguments give, or with `--all` those of the casebook.

    If a ledger is named, they are names of its cases, and with `--all` there is none.

    Args:
        options: The arguments of the command.
        once: Whether a council or a file that is named twice is returned once.

    Raises:
        ValueError: Both are given, or neither is; or the casebook does not follow the process.
    """
    in_ledger = is_in_ledger(options)
    if options.all == bool(options.histories):
        every = "every case of the ledger" if in_ledger else "the whole casebook"
        names = "names" if in_ledger else "names or files"
        msg = f"Expected {names}, or --all for {every}, but not both."
        raise ValueError(msg)
    if in_ledger:
        return [*dict.fromkeys(options.histories)]
    distinct = distinct_names(options.histories)
    return (distinct if once else options.histories) or casebook_names(options.process)


def distinct_names(names: Sequence[str]) -> Sequence[str]:
    """Return names of councils and files without those that mean one named before.

    Raises:
        ValueError: Standard input is named twice.
    """
    if names.count(STREAM) > 1:
        msg = f"{STREAM} is given twice, but standard input can be read only once."
        raise ValueError(msg)
    meant: dict[tuple[str, str], str] = {}
    for name in names:
        meant.setdefault(_what_is_meant(name), name)
    return [*meant.values()]


def _what_is_meant(name: str) -> tuple[str, str]:
    """Return the file that a name leads to, or the council of the casebook that it means."""
    if name == STREAM or is_path(name):
        return "file", os.path.realpath(name)
    try:
        return "council", casebook.load(name).authority
    except UnknownCase:
        return "council", name  # it is refused when it is read


def cut_history(history: History, options: argparse.Namespace) -> History:
    """Return a history without what came after, or was not known on, the days in the options."""
    if options.known_on is not None:
        history = history.known_on(day_text(options.known_on))
    if options.as_of is None:
        return history
    return casebook.history_as_of(history, day_text(options.as_of))


def one_history(name: str, options: argparse.Namespace) -> History:
    """Return the history of a council of the casebook, or of a file with one history.

    Raises:
        ValueError: The file contains more than one history, or none.
    """
    histories = all_histories(name, options)
    if len(histories) != 1:
        number = pluralised(len(histories), "history")
        expected = "Choose one with --only NAME." if histories else "Expected a file with one."
        msg = f"{name} contains {number}. {expected}"
        raise ValueError(msg)
    return histories[0]


def all_histories(name: str, options: argparse.Namespace) -> tuple[History, ...]:
    """Return all histories that `each_history` yields."""
    return tuple(each_history(name, options))


def each_history(name: str, options: argparse.Namespace) -> Iterator[History]:
    """Yield the histories that `each_case` yields, or the one of a case of the ledger."""
    if is_in_ledger(options):
        yield ledger_history(name, options)
    elif is_path(name):
        yield from (case.history for case in each_case(name, options))
    else:
        yield _from_casebook(name, options.process)


def each_case(name: str, options: argparse.Namespace) -> Iterator[TableCase]:
    """Yield the cases from the casebook, a file or standard input, one by one.

    Args:
        name: A council of the casebook, the path of a file, or ``-`` for standard input.
        options: The arguments of the command: the process, and perhaps the options for reading a
            file.
    """
    if is_path(name):
        source = standard_input() if name == STREAM else name
        yield from file_cases(source, name, lambda: authority_names(options), options)
        return
    from ..exchange import TableCase

    history = _from_casebook(name, options.process)
    yield TableCase(history.authority, history, ())


def authority_names(options: argparse.Namespace) -> AuthorityNames:
    """Return the names of authorities in tables: those of the casebook and of `--name`.

    Raises:
        InvalidValue: A value of `--name` is not a spelling and a name, or a spelling comes twice.
    """
    from ..exchange import AuthorityNames

    given: dict[str, str] = {}
    for text in options.name:
        spelling, equals, name = text.rpartition("=")
        if not equals:
            accepted = "Expected SPELLING=NAME, as in --name 'Sandwell Council=Sandwell'."
            raise InvalidValue(quoted(text), "--name", accepted)
        if spelling in given:
            raise InvalidValue(quoted(text), "--name", "The spelling is given twice.")
        given[spelling] = name
    return (
        casebook.authority_names().extended(given)
        if follows_casebook(options.process)
        else AuthorityNames(given)
    )


def _from_casebook(name: str, process: Process) -> History:
    """Return the history of a council of the casebook.

    Raises:
        UnknownCase: The casebook does not have it.
        ValueError: The name is the location of a process; or the casebook does not follow the
            process; or does not have the council, and a file is named after it.
    """
    if is_process_location(name):
        msg = f"{name} is the place of a process, not a history. Give it as --process {name}."
        raise ValueError(msg)
    _require_casebook(process)
    try:
        return casebook.load(name)
    except UnknownCase as error:
        named = (f"{name}{suffix}" for name in (name, name.lower()) for suffix in SUFFIXES)
        path = next((path for path in named if Path(path).is_file()), None)
        if path is None:
            if not error.nearest:
                error.add_note("`trustflow cases` lists the councils that are in it.")
            raise
        msg = f"{error} To use your file, write {path}."
        raise ValueError(msg) from error


def standard_input() -> BinaryIO:
    """Return standard input.

    Raises:
        ValueError: It is closed.
    """
    if sys.stdin is None:
        msg = "Standard input is closed. Name a file, or send the history through a pipe."
        raise ValueError(msg)
    return sys.stdin.buffer


def is_path(name: str) -> bool:
    """Return whether a name is a path: it has a separator or a suffix, or is ``-``.

    The name of a council has neither a separator nor a suffix.
    """
    separators = [os.sep, *filter(None, [os.altsep])]
    return (
        name == STREAM
        or bool(Path(name).suffix)
        or any(separator in name for separator in separators)
    )


def follows_casebook(process: Process) -> bool:
    """Return whether the histories of the casebook can be read with a process."""
    return process is TRUST_TRANSFER or (
        process.triggers.keys() >= TRUST_TRANSFER.triggers.keys()
        and process.stages.keys() >= TRUST_TRANSFER.stages.keys()
    )


def casebook_histories(process: Process, *, instead: str = NAME_A_FILE) -> tuple[History, ...]:
    """Return the histories of the casebook.

    Args:
        process: The process with which they are read.
        instead: What to do if they do not follow it.

    Raises:
        ValueError: They do not follow the process.
    """
    _require_casebook(process, instead)
    return casebook.histories()


def casebook_names(process: Process) -> tuple[str, ...]:
    """Return the names of the councils of the casebook.

    Raises:
        ValueError: Their histories do not follow the process.
    """
    _require_casebook(process)
    return casebook.names()


def _require_casebook(process: Process, instead: str = NAME_A_FILE) -> None:
    if not follows_casebook(process):
        msg = (
            f"The casebook follows the process {TRUST_TRANSFER.name}, not {process.name}. "
            f"{instead}, or leave out --process."
        )
        raise ValueError(msg)
