"""What every command shares: what a name or a file means, and how an answer is printed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import casebook
from ..errors import counted
from ..exchange import load_all
from ..exchange.json_format import event_to_data
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence

    from ..checker import Finding, Report
    from ..history import History
    from ..process import Process

__all__ = [
    "PROCESS",
    "add_days",
    "command",
    "histories",
    "history",
    "print_findings",
    "print_json",
    "print_table",
    "report_data",
    "seen",
    "with_progress",
]

PROCESS: Process = TRUST_TRANSFER
"""The process that the command knows."""
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
    """Add `--as-of` and `--known-on`, which mean the same everywhere."""
    parser.add_argument("--as-of", metavar="DAY", help="leave out what happened after a day")
    parser.add_argument("--known-on", metavar="DAY", help="leave out what was not known on a day")


def seen(options: argparse.Namespace) -> History:
    """The history that a command is given, as of a day, as known on a day, or whole."""
    found = history(options.history)
    if options.known_on is not None:
        found = found.known_on(options.known_on)
    return found if options.as_of is None else found.as_of(options.as_of)


def histories(name: str) -> tuple[History, ...]:
    """The histories of a file, or of the casebook: a path has a separator or an ending."""
    if Path(name).suffix or os.sep in name or (os.altsep and os.altsep in name):
        return load_all(name, PROCESS)
    return (casebook.load(name),)


def history(name: str) -> History:
    """The one history of a file, or of the casebook.

    Raises:
        ValueError: The file holds several.
    """
    found = histories(name)
    if len(found) != 1:
        msg = f"{name} holds {counted(len(found), 'history')}; one is needed here"
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
                "because": step.because,
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


def with_progress(items: Sequence[str], what: str) -> Iterable[str]:
    """The items, with a progress bar on a terminal when there are enough to wait for."""
    if not sys.stderr.isatty() or len(items) < WORTH_A_BAR:
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, description=what, console=Console(stderr=True), transient=True)
