"""Print the output of a command: tables and findings for people, JSON for programs."""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Sized
from typing import TYPE_CHECKING, Any, TypeVar

from .._text import visible
from ..exchange import event_to_data
from .table_layout import GAP, column_widths

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import IO

    from ..engine import Finding, Report

__all__ = [
    "complain",
    "fitted",
    "hanging",
    "print_findings",
    "print_item",
    "print_json",
    "print_table",
    "report_data",
    "say",
    "with_progress",
]

Item = TypeVar("Item")

TO_RUN = re.compile(r"(?:^ *|: )(trustflow (?:new|record|insert|replace|check|triggers) .*)")
"""A command to run that ends a line, by itself or after a colon."""
WORTH_A_BAR = 5
"""The least number of items for which a progress bar is shown."""


def say(text: str = "", *, hang: int = 0) -> None:
    """Print a text to standard output; on a terminal, long lines are broken between words.

    Args:
        text: The text. Characters that cannot be seen are shown.
        hang: How much further than its first part the other parts of a broken line are indented.
    """
    print(fitted(text, sys.stdout, hang=hang))


def complain(text: str) -> None:
    """Print a message to standard error; on a terminal, long lines are broken between words.

    Args:
        text: The message. Characters that cannot be seen are shown.
    """
    print(fitted(text, sys.stderr, hang=2), file=sys.stderr)


def fitted(text: str, stream: IO[str], *, hang: int = 0) -> str:
    """Return a text as it is printed: if the stream is a terminal, no line is too long for it.

    Args:
        text: The text. Characters that cannot be seen are replaced by their escapes.
        stream: The stream to which the text will be printed.
        hang: How much further than its first part the other parts of a broken line are indented.
    """
    text = visible(text, keep_lines=True)
    if not stream.isatty():
        return text
    return "\n".join(part for line in text.split("\n") for part in _wrapped(line, hang) or [""])


def print_json(data: object) -> int:
    """Print data as JSON, and return the exit code 0.

    If a text has a character that cannot be seen, or that the encoding of standard output does not
    have, all characters outside ASCII are written as escapes of JSON.
    """
    text = json.dumps(data, ensure_ascii=False, indent=2)
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").casefold()
    if encoding not in {"utf-8", "utf8"} or visible(text, keep_lines=True) != text:
        text = json.dumps(data, indent=2)
    print(text)
    return 0


def report_data(report: Report, places: Sequence[str] = ()) -> dict[str, Any]:
    """Return a report as a dictionary that can be written as JSON.

    Args:
        report: The report.
        places: The row of each event in the table that it was read from, if it was.
    """
    history = report.history
    return {
        "authority": history.authority,
        "gss_code": history.gss_code,
        "stage": report.stage,
        "ok": report.ok,
        "steps": [
            {
                "index": step.index,
                "place": step.index + 1,
                "trigger": step.event.trigger,
                "before": step.before,
                "after": step.after,
                "allowed": step.allowed,
                "caused_by": step.caused_by,
                **event_to_data(step.event),
            }
            for step in report.steps
        ],
        "findings": [
            {**finding.to_dict(), **_row_data(finding, places)} for finding in report.findings
        ],
    }


def hanging(text: str) -> str:
    """Return a text with all lines after the first indented, like an item of a list."""
    return text.replace("\n", "\n  ")


def print_item(text: str) -> None:
    """Print an item of a list, with all lines after the first indented."""
    say(hanging(f"- {text}"))


def _wrapped(line: str, hang: int) -> list[str]:
    """Return the parts of a line on a terminal.

    A command to run is not broken, because it would be pasted as two commands.
    """
    command = TO_RUN.search(line)
    width = shutil.get_terminal_size().columns
    if command is not None and len(line) > width:
        before = line[: command.start(1)].rstrip()
        indent = " " * (len(line) - len(line.lstrip()))
        return [*(_wrapped(before, hang) if before else ()), indent + command[1]]
    indent = " " * (len(line) - len(line.lstrip("- ")) + hang)
    return textwrap.wrap(
        line,
        width,
        subsequent_indent=indent,
        break_long_words=False,  # a link that is cut cannot be opened
        break_on_hyphens=False,
    )


def _row_data(finding: Finding, places: Sequence[str]) -> dict[str, str]:
    return {"read_from": place} if (place := row_of(finding, places)) else {}


def row_of(finding: Finding, places: Sequence[str]) -> str:
    """Return the row of a table that a finding is about; empty if it is about none."""
    return places[finding.index] if 0 <= finding.index < len(places) else ""


def print_findings(findings: Iterable[Finding], places: Sequence[str] = ()) -> None:
    """Print each finding as an item of a list, with its source and its confidence.

    Args:
        findings: The findings.
        places: The row of each event in the table that it was read from, if it was.
    """
    for finding in findings:
        lines = [str(finding)]
        if place := row_of(finding, places):
            lines.append(f"Read from: {place}")
        source = finding.citation
        if source is not None:
            # Most messages already name the source of their rule, so only its link is added.
            if source.text not in finding.message:
                lines.append(f"Source: {source}")
            elif source.url is not None:
                lines.append(f"Link: {source.url}")
        if finding.confidence is not None:
            lines.append(f"Confidence: {finding.confidence}")
        say()
        print_item("\n".join(lines))


def print_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    optional: Sequence[str] = (),
    elsewhere: str = "--json",
) -> None:
    """Print a table: in a pipe as plain columns, on a terminal fitted to its width.

    Args:
        headings: The headings of the columns.
        rows: The cells of each row.
        optional: The headings of the columns that are left out of a terminal that is too narrow,
            the first of them first. A line names them.
        elsewhere: The option that shows the columns that are left out.
    """
    rows = [[visible(cell) for cell in row] for row in rows]
    if sys.stdout.isatty() and rows:
        _print_fitted(headings, rows, optional, elsewhere)
        return
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for row in (headings, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        say((GAP * " ").join(cells).rstrip())


def _print_fitted(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    optional: Sequence[str],
    elsewhere: str,
) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    columns = dict(zip(headings, zip(*rows, strict=True), strict=True))
    width = shutil.get_terminal_size().columns
    widths = column_widths(columns, width, optional)
    # The line between two columns is a space, and so is the padding of a cell.
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for heading in widths:
        table.add_column(heading, width=widths[heading], overflow="fold")
    for cells in zip(*(columns[heading] for heading in widths), strict=True):
        # As `Text`, a cell with square brackets is not read as markup.
        table.add_row(*(Text(cell) for cell in cells))
    Console(width=width).print(table)
    left_out = [name for name, cells in columns.items() if name not in widths and any(cells)]
    if left_out:
        say(f"\nNot shown on this narrow screen: {', '.join(left_out)}. See {elsewhere}.")


def with_progress(items: Iterable[Item], label: str) -> Iterable[Item]:
    """Return the items; on a terminal, iterating them shows a progress bar."""
    if not sys.stderr.isatty() or (isinstance(items, Sized) and len(items) < WORTH_A_BAR):
        return items
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    if console.is_dumb_terminal:  # it could not wipe the bar away
        return items
    return track(items, description=label, console=console, transient=True)
