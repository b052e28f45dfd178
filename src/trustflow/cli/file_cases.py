"""Read the cases of a file for a command: which of them, in which order, and their faults."""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import TYPE_CHECKING

from ..errors import (
    MAX_LISTED,
    BadHistory,
    bulleted,
    pluralised,
)
from .output import complain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from ..errors import Fault
    from ..exchange import AuthorityNames, ReadOptions, TableCase
    from ..history import History

__all__ = ["file_cases"]

ALL_FAULTS = "(--all-faults lists all of them)"
"""How to see the faults that a message only counts."""


def file_cases(
    source: str | BinaryIO,
    name: str,
    names: Callable[[], AuthorityNames],
    options: argparse.Namespace,
) -> Iterator[TableCase]:
    """Yield the cases of a file one by one, or those that `--only` names.

    What the reader should know is then printed on standard error: the faults of the rows that
    `--keep-good` leaves out, the entries and the sheets that are not read, and that the rows run
    from the newest event to the oldest.

    Args:
        source: The path of the file, or the file itself.
        name: What messages call the file.
        names: A function that returns the names of authorities.
        options: The arguments of the command: the process, and perhaps the options for reading a
            file.

    Raises:
        BadHistory: The file cannot be read.
        ValueError: Every row of the file has a fault, so `--keep-good` keeps nothing.
        InvalidValue: The file has no case that `--only` names.
    """
    # The readers of files are loaded here, because a council of the casebook does not need them.
    from ..exchange import ReadOptions, chosen_cases, read_cases

    has_options = hasattr(options, "keep_good")
    most = sys.maxsize if has_options and options.all_faults else MAX_LISTED
    notes = _Notes(name, most)
    reading = _reading(options, names(), notes) if has_options else ReadOptions()
    try:
        cases = read_cases(source, options.process, reading)
        if has_options and options.only:
            cases = chosen_cases(cases, options.only, names(), file=name)
        for case in cases:
            notes.add_case(case)
            yield case
    except BadHistory as error:
        refusal = BadHistory(error.faults, where=name)
        refusal.listed = most
        if len(error.faults) > most and has_options:
            refusal.add_note(ALL_FAULTS)
        raise refusal from None
    if has_options:
        notes.print(reading)


def _reading(options: argparse.Namespace, names: AuthorityNames, notes: _Notes) -> ReadOptions:
    """Return how the arguments of a command say that a file is read."""
    from ..exchange import Limits, ReadOptions, parse_columns

    return ReadOptions(
        file_format=getattr(options, "form", None),
        sheet=options.sheet,
        columns=parse_columns(options.map),
        names=names,
        day_first=options.day_first,
        newest_first=options.newest_first,
        limits=Limits.parse(options.limit),
        on_fault=notes.add_fault if options.keep_good else None,
        on_skipped_sheet=notes.skipped.append,
        on_entries=notes.add_entries,
    )


class _Notes:
    """What is printed about a file after it was read.

    Args:
        name: What messages call the file.
        most: How many faults are printed. A large table can have millions, so no others are kept.

    Attributes:
        skipped: The sheets that are not read.
    """

    def __init__(self, name: str, most: int) -> None:
        self.skipped: list[str] = []
        self._name = name
        self._most = most
        self._faults: list[Fault] = []
        self._fault_count = 0
        self._entry_count = 0
        self._is_empty = True
        self._backwards: set[bool] = set()

    def add_fault(self, fault: Fault) -> None:
        """Add the fault of a row that is left out."""
        self._fault_count += 1
        if self._fault_count <= self._most:
            self._faults.append(fault)

    def add_entries(self, count: int) -> None:
        """Note that the file is of a ledger, and how many entries in it are not read."""
        self._entry_count = count

    def add_case(self, case: TableCase) -> None:
        """Add a case; the events of a table have places, and an order that may be wrong."""
        self._is_empty = False
        if len(case.places) > 1:
            self._backwards.add(_runs_backwards(case.history))

    def print(self, reading: ReadOptions) -> None:
        """Print what there is to say.

        Raises:
            ValueError: No row is without a fault.
        """
        name, count = self._name, self._fault_count
        if count:
            heading = f"{pluralised(count, 'fault')} in {name}. Rows with a fault are left out"
            ending = f" {ALL_FAULTS}" if count > self._most else ""
            complain(bulleted(heading, self._faults, count=count, most=self._most) + ending)
            if self._is_empty:
                msg = f"{name} has no row without a fault, so --keep-good keeps nothing of it."
                raise ValueError(msg)
        if self._entry_count:
            entries = pluralised(self._entry_count, "entry")
            complain(
                f"{name} was written by a ledger. Its histories are read, but not its {entries}: "
                "who recorded what, when and why."
            )
        if self.skipped and reading.sheet is None:
            sheets = ", ".join(self.skipped)
            complain(f"Not read in {name}, because they have no headings of events: {sheets}.")
        if self._backwards == {True}:
            order = "from the newest event to the oldest, as they were read"
            advice = "Leave out" if reading.newest_first else "Add"
            complain(f"The rows of {name} run {order}. {advice} --newest-first.")


def _runs_backwards(history: History) -> bool:
    """Return whether no event comes after the one before it, and one certainly comes earlier."""
    days = [(event.on.first, event.on.last) for event in history]
    return all(
        first <= before[0] and last <= before[1] for before, (first, last) in pairwise(days)
    ) and any(last < before[0] for before, (_, last) in pairwise(days))
