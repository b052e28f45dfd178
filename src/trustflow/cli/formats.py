"""Commands about files and formats: convert one to another, an empty table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import casebook
from ..errors import counted
from ..exchange.atomic import write_atomically
from ..exchange.csv_format import csv_template
from ..exchange.files import FORMATS, format_of, save, write_histories
from .common import PROCESS, STREAM, add_reading, command, opened, print_json, with_progress

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from ..history import History

__all__ = ["add"]

WHOLE_CASEBOOK = "casebook"


def add(commands: Any) -> None:
    """Add the commands convert and template."""
    parser = command(commands, "convert", _convert, "turn a file of one format into another")
    parser.add_argument(
        "source",
        metavar="IN",
        help=f"a file, an authority, {WHOLE_CASEBOOK}, or {STREAM} for standard input",
    )
    parser.add_argument("target", metavar="OUT", help=f"a file, or {STREAM} for standard output")
    parser.add_argument("--from", dest="form", choices=FORMATS, help="the format of IN")
    parser.add_argument("--to", choices=FORMATS, help="the format of OUT")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")
    add_reading(parser)

    parser = command(commands, "template", _template, "write an empty table of events to fill in")
    parser.add_argument("target", nargs="?", default=STREAM, metavar="FILE")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def _convert(options: argparse.Namespace) -> int:
    form = options.to or (None if options.target == STREAM else format_of(options.target))
    if form is None:
        msg = f"say with --to what to write to standard output: {' or '.join(FORMATS)}"
        raise ValueError(msg)
    tally = _Tally()
    found = tally.counting(with_progress(_given(options), "converting"))
    if options.target == STREAM:
        write_histories(found, sys.stdout.buffer, form, PROCESS)
        return 0
    _check_free(options)
    save(found, options.target, PROCESS, form=form)
    if options.json:
        return print_json({"file": options.target, **tally.to_dict()})
    print(f"{options.target}: {tally}")
    return 0


def _given(options: argparse.Namespace) -> Iterable[History]:
    if options.source == WHOLE_CASEBOOK:
        return casebook.histories()
    return opened(options.source, options)


def _check_free(options: argparse.Namespace) -> None:
    """Refuse to replace a file unless told to."""
    if Path(options.target).exists() and not options.force:
        msg = f"{options.target} is there already; --force replaces it"
        raise ValueError(msg)


class _Tally:
    """How many histories, and events in them, have passed."""

    def __init__(self) -> None:
        self.histories = 0
        self.events = 0

    def counting(self, histories: Iterable[History]) -> Iterator[History]:
        for history in histories:
            self.histories += 1
            self.events += len(history)
            yield history

    def to_dict(self) -> dict[str, int]:
        return {"histories": self.histories, "events": self.events}

    def __str__(self) -> str:
        return f"{counted(self.histories, 'history')}, {counted(self.events, 'event')}"


def _template(options: argparse.Namespace) -> int:
    text = csv_template()
    if options.target == STREAM:
        sys.stdout.buffer.write(text.encode())
        return 0
    _check_free(options)
    write_atomically(options.target, text.encode())
    return print_json({"file": options.target}) if options.json else 0
