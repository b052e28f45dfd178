"""The options for the files of histories that a directive names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen
from docutils.parsers.rst import directives

from .. import casebook
from ..errors import TrustflowError, pluralised
from ..exchange import AuthorityNames, ReadOptions, chosen_cases, read_cases
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..history import History
    from ..process import Process

__all__ = ["READING_OPTIONS", "Reading", "not_found", "reading_of"]


def _lines(argument: str) -> tuple[str, ...]:
    """Return the lines of an option; names of authorities contain spaces and commas."""
    return tuple(filter(None, map(str.strip, directives.unchanged_required(argument).splitlines())))


READING_OPTIONS: dict[str, Any] = {
    "day-first": directives.flag,
    "newest-first": directives.flag,
    "only": _lines,
    "sheet": directives.unchanged_required,
}
"""The options of a directive for reading files."""
USES: dict[str, tuple[str, set[str]]] = {
    "day-first": ("a table", {".json"}),
    "newest-first": ("a table", {".json"}),
    "only": ("a file of histories", set()),
    "sheet": ("a workbook", {".json", ".csv", ".tsv"}),
}
"""For each option, the kind of file for which it is, and the endings of files of other kinds."""


@frozen(kw_only=True)
class Reading:
    """How the files of histories of a directive are read.

    Args:
        options: The names of the options that are given.
        only: The names of the authorities and cases that are used; all if there are none.
        sheet: The sheet of a workbook; None for every sheet with headings of events.
        day_first: Whether 6/10/2016 is 6 October 2016.
        newest_first: Whether the rows of each case run from the newest event to the oldest.
    """

    options: tuple[str, ...]
    only: tuple[str, ...]
    sheet: str | None
    day_first: bool
    newest_first: bool

    def check(self, sources: Iterable[object]) -> None:
        """Raise an error if an option has no effect on any of the sources.

        Args:
            sources: The paths of files, and the names of authorities as texts.

        Raises:
            ValueError: An option has no effect.
        """
        endings = {each.suffix.casefold() for each in sources if isinstance(each, Path)}
        for option in self.options:
            kind, others = USES[option]
            if endings <= others:
                msg = f"The option {option} is for {kind}, and none is named. Leave it out."
                raise ValueError(msg)

    def histories(self, path: Path, process: Process) -> Iterator[History]:
        """Yield the histories of a file.

        Raises:
            ValueError: The file cannot be read, or does not have one of the names in `only`; the
                message begins with the name of the file.
        """
        is_known = process is TRUST_TRANSFER
        names = casebook.authority_names() if is_known else AuthorityNames({})
        options = ReadOptions(
            sheet=self.sheet,
            names=names,
            day_first=self.day_first,
            newest_first=self.newest_first,
        )
        try:
            cases = read_cases(path, process, options)
            if self.only:
                cases = chosen_cases(cases, self.only, names, file=path.name)
            for case in cases:
                yield case.history
        except TrustflowError as error:
            msg = f"{path.name}: {error}"
            raise ValueError(msg) from error
        except OSError as error:
            raise not_found(path, error) from error

    def one_history(self, path: Path, process: Process) -> History:
        """Return the only history of a file.

        Raises:
            ValueError: The file cannot be read, or does not contain one history.
        """
        histories = [*self.histories(path, process)]
        if len(histories) != 1:
            number = pluralised(len(histories), "history")
            expected = "Expected a file with exactly one."
            if histories:
                expected = f"Choose one with the option only, as in :only: {histories[0].authority}"
            msg = f"{path.name} contains {number}. {expected}"
            raise ValueError(msg)
        return histories[0]


def reading_of(options: Mapping[str, Any]) -> Reading:
    """Return how the options of a directive say that files are read."""
    return Reading(
        options=tuple(name for name in READING_OPTIONS if name in options),
        only=options.get("only", ()),
        sheet=options.get("sheet"),
        day_first="day-first" in options,
        newest_first="newest-first" in options,
    )


def not_found(path: Path, error: OSError) -> ValueError:
    """Return the error for a file that cannot be opened."""
    reason = f"{error.strerror}. The path of a file is relative to the document."
    return ValueError(f"{path.name}: {reason}")
