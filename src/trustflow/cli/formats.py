"""Commands about files and formats: convert one to another, an empty table, the schemas."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import casebook
from ..errors import pluralised
from ..exchange import (
    FORMATS,
    SCHEMAS,
    csv_template,
    format_of,
    process_to_json,
    process_to_scxml,
    save,
    schema_text,
    write_atomically,
    write_histories,
)
from .common import PROCESS, STREAM, add_reading, command, opened, print_json, with_progress

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterable, Iterator

    from ..history import History

__all__ = ["add"]

WHOLE_CASEBOOK = "casebook"
PROCESS_FORMATS = {"json": process_to_json, "scxml": process_to_scxml}


def add(commands: Any) -> None:
    """Add the commands convert, template and schema."""
    parser = command(commands, "convert", _convert, "turn a file of one format into another")
    parser.add_argument(
        "source",
        metavar="IN",
        help=f"a file, an authority, {WHOLE_CASEBOOK}, {STREAM} for standard input, or "
        f"{PROCESS.name} for the process itself",
    )
    parser.add_argument("target", metavar="OUT", help=f"a file, or {STREAM} for standard output")
    parser.add_argument("--from", dest="form", choices=FORMATS, help="the format of IN")
    parser.add_argument(
        "--to", choices=[*FORMATS, "scxml"], help="the format of OUT; scxml is for the process"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that is there")
    add_reading(parser)

    parser = command(commands, "template", _template, "write an empty table of events to fill in")
    parser.add_argument("target", nargs="?", default=STREAM, metavar="FILE")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")

    parser = command(commands, "schema", _schema, "print the JSON Schema of a kind of file")
    parser.add_argument("kind", nargs="?", choices=SCHEMAS, default="history")


def _convert(options: argparse.Namespace) -> int:
    if options.source == PROCESS.name:
        return _convert_process(options)
    form = _wanted(options, FORMATS)
    tally = _Tally()
    found = tally.counting(with_progress(_given(options), "converting"))
    if options.target == STREAM:
        write_histories(found, sys.stdout.buffer, form, PROCESS)
        return 0
    _check_free(options)
    save(found, options.target, PROCESS, file_format=form)
    if options.json:
        return print_json({"file": options.target, **tally.to_dict()})
    print(f"{options.target}: {tally}")
    return 0


def _wanted(options: argparse.Namespace, formats: Collection[str]) -> str:
    """The format to write: what `--to` says, or the ending of a file."""
    ending = Path(options.target).suffix[1:].casefold()
    form: str | None = options.to or (ending if ending in formats else None)
    if form is None and options.target != STREAM and formats is FORMATS:
        form = format_of(options.target)
    if form is None or form not in formats:
        msg = f"say with --to what to write to {options.target}: {' or '.join(formats)}"
        raise ValueError(msg)
    return form


def _convert_process(options: argparse.Namespace) -> int:
    text = PROCESS_FORMATS[_wanted(options, PROCESS_FORMATS)](PROCESS)
    if options.target == STREAM:
        sys.stdout.buffer.write(text.encode())
        return 0
    _check_free(options)
    write_atomically(options.target, text.encode())
    if options.json:
        return print_json({"file": options.target})
    print(f"{options.target}: {PROCESS.title}")
    return 0


def _schema(options: argparse.Namespace) -> int:
    print(schema_text(options.kind), end="")
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
        return f"{pluralised(self.histories, 'history')}, {pluralised(self.events, 'event')}"


def _template(options: argparse.Namespace) -> int:
    text = csv_template()
    if options.target == STREAM:
        sys.stdout.buffer.write(text.encode())
        return 0
    _check_free(options)
    write_atomically(options.target, text.encode())
    return print_json({"file": options.target}) if options.json else 0
