"""What every command shares: what a name or a file means, and how an answer is printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sized
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from .. import casebook
from ..errors import MAX_LISTED, bulleted, pluralised
from ..exchange import Limits, ReadOptions, event_to_data, parse_columns, read_file
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..engine import Finding, Report
    from ..errors import Fault
    from ..history import History
    from ..process import Process

__all__ = [
    "PROCESS",
    "STREAM",
    "add_days",
    "add_reading",
    "command",
    "histories",
    "history",
    "is_path",
    "opened",
    "print_findings",
    "print_json",
    "print_table",
    "report_data",
    "seen",
    "with_progress",
]

Item = TypeVar("Item")

PROCESS: Process = TRUST_TRANSFER
"""The process that the command knows."""
STREAM = "-"
"""In place of a file: standard input, or standard output."""
WORTH_A_BAR = 5


def command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], what: str
) -> argparse.ArgumentParser:
    """Add a command, with `--json`, that a function runs; its description is one sentence."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=what, description=what)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)
    return parser


def add_days(parser: argparse.ArgumentParser) -> None:
    """Add `--as-of` and `--known-on`, which mean the same everywhere, and how a file is read."""
    parser.add_argument("--as-of", metavar="DAY", help="leave out what happened after a day")
    parser.add_argument("--known-on", metavar="DAY", help="leave out what was not known on a day")
    add_reading(parser)


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add how files are read: `--map`, `--limit` and `--keep-good`."""
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="THEIRS=OURS",
        help="what a column of a table is; THEIRS=- leaves it out",
    )
    parser.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="how much is read: size, nesting, text or events",
    )
    parser.add_argument(
        "--keep-good", action="store_true", help="leave out the rows of a table that are bad"
    )


def seen(options: argparse.Namespace) -> History:
    """The history that a command is given, as of a day, as known on a day, or whole."""
    found = history(options.history, options)
    if options.known_on is not None:
        found = found.known_on(options.known_on)
    return found if options.as_of is None else found.as_of(options.as_of)


def is_path(name: str) -> bool:
    """Whether a name is a file's: it has a separator or an ending, or is standard input's."""
    separators = [os.sep, *filter(None, [os.altsep])]
    return name == STREAM or bool(Path(name).suffix) or any(each in name for each in separators)


def opened(name: str, options: argparse.Namespace | None = None) -> Iterator[History]:
    """The histories of a file, of standard input or of the casebook, one by one.

    Args:
        name: What the command was given.
        options: How files are read, where the command has `add_reading`.
    """
    if not is_path(name):
        yield casebook.load(name)
        return
    bad: list[Fault] = []
    count = 0

    def keep_good(fault: Fault) -> None:
        nonlocal count
        count += 1
        if count <= MAX_LISTED:
            bad.append(fault)

    reading = ReadOptions()
    if options is not None:
        reading = ReadOptions(
            file_format=getattr(options, "form", None),
            columns=parse_columns(options.map),
            limits=Limits.parse(options.limit),
            on_fault=keep_good if options.keep_good else None,
        )
    yield from read_file(sys.stdin.buffer if name == STREAM else name, PROCESS, reading)
    if bad:
        heading = f"{pluralised(count, 'fault')} in {name}, whose good rows were kept"
        print(bulleted(heading, bad, count=count), file=sys.stderr)


def histories(name: str, options: argparse.Namespace | None = None) -> tuple[History, ...]:
    """The histories of a file, of standard input, or of the casebook: as `opened` has them."""
    return tuple(opened(name, options))


def history(name: str, options: argparse.Namespace | None = None) -> History:
    """The one history of a file, or of the casebook.

    Raises:
        ValueError: The file holds several.
    """
    found = histories(name, options)
    if len(found) != 1:
        msg = f"{name} holds {pluralised(len(found), 'history')}; one is needed here"
        raise ValueError(msg)
    return found[0]


def print_json(data: object) -> int:
    """Print data as JSON; gives the exit code 0."""
    print(json.dumps(data, ensure_ascii=False, indent=2))
    return 0


def report_data(report: Report) -> dict[str, Any]:
    """A report as plain data."""
    history = report.history
    return {
        "authority": history.authority,
        "gss_code": history.gss_code,
        "stage": report.stage,
        "ok": report.ok,
        "steps": [
            {
                "index": step.index,
                "trigger": step.event.trigger,
                "before": step.before,
                "after": step.after,
                "allowed": step.allowed,
                "caused_by": step.caused_by,
                **event_to_data(step.event),
            }
            for step in report.steps
        ],
        "findings": [finding.to_dict() for finding in report.findings],
    }


def print_findings(findings: Iterable[Finding]) -> None:
    """Print each finding with its citation and its confidence."""
    for finding in findings:
        print()
        print(f"- {finding}")
        if finding.citation is not None:
            print(f"  Source: {finding.citation}")
        if finding.confidence is not None:
            print(f"  Confidence: {finding.confidence}")


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table: drawn on a terminal, in plain columns of whole text in a pipe."""
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(*headings)
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        Console().print(table)
        return
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for row in (headings, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def with_progress(items: Iterable[Item], what: str) -> Iterable[Item]:
    """The items, with a progress bar on a terminal when there may be enough to wait for."""
    if not sys.stderr.isatty() or (isinstance(items, Sized) and len(items) < WORTH_A_BAR):
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, description=what, console=Console(stderr=True), transient=True)
