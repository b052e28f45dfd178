"""Commands on files: convert a file to another format, write an empty table, print a schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import pluralised
from ..exchange import (
    FORMATS,
    READ_FORMATS,
    SCHEMAS,
    Limits,
    csv_template,
    format_of,
    process_to_json,
    process_to_scxml,
    save,
    schema_of,
    schema_text,
    write_histories,
)
from ..trust_transfer import TRUST_TRANSFER
from .arguments import add_command, add_force, add_reading
from .inputs import STREAM, casebook_histories, each_history
from .output import print_json, say, with_progress
from .targets import (
    OF_HISTORIES,
    check_kind,
    check_target,
    is_output,
    standard_output,
    write_stream,
    write_target,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterable, Iterator

    from ..history import History

__all__ = ["add"]

WHOLE_CASEBOOK = "casebook"
PROCESS_FORMATS = {"json": process_to_json, "scxml": process_to_scxml}


def add(commands: Any) -> None:
    """Add the commands `convert`, `template` and `schema`."""
    parser = add_command(
        commands,
        "convert",
        _convert,
        example="history.csv history.json",
    )
    parser.add_argument(
        "source",
        metavar="IN",
        help=f"a file; a council of the casebook; `{WHOLE_CASEBOOK}` for all of them; "
        f"`{TRUST_TRANSFER.name}`, or the name of your own process, for the process itself; "
        f"or {STREAM} for standard input",
    )
    parser.add_argument("target", metavar="OUT", help=f"a file, or {STREAM} for standard output")
    parser.add_argument(
        "--from",
        dest="form",
        choices=READ_FORMATS,
        metavar="FORMAT",
        help=f"the format of IN: {', '.join(READ_FORMATS)} (default: by the suffix of the file)",
    )
    formats = [*FORMATS, "scxml"]
    parser.add_argument(
        "--to",
        choices=formats,
        metavar="FORMAT",
        help=f"the format of OUT: {', '.join(formats)}; scxml is for the process "
        "(default: by the suffix of the file)",
    )
    add_force(parser)
    add_reading(parser)

    parser = add_command(
        commands,
        "template",
        _template,
        details="The table is the same for every process.",
        example="somewhere.csv",
        own_process=False,
    )
    parser.add_argument(
        "target",
        nargs="?",
        default=STREAM,
        metavar="FILE",
        help="the file to write (default: standard output)",
    )
    add_force(parser)

    parser = add_command(commands, "schema", _schema, example="history")
    parser.add_argument(
        "kind",
        nargs="?",
        choices=SCHEMAS,
        default="history",
        metavar="KIND",
        help=f"{', '.join(SCHEMAS)} (default: history)",
    )


def _convert(options: argparse.Namespace) -> int:
    process = options.process
    if options.source == process.name:
        return _convert_process(options)
    check_target(options.target, options)
    check_kind(options.target, OF_HISTORIES, "histories")
    form, limits = _target_format(options, FORMATS), Limits.parse(options.limit)
    tally = _Tally()
    histories = tally.counted(with_progress(_source_histories(options), "converting"))
    if options.target == STREAM:
        with standard_output(options) as file:
            write_histories(histories, file, form, process, limits=limits)
        return 0
    save(histories, options.target, process, file_format=form, limits=limits)
    return _report_written(str(tally), options, **tally.to_dict())


def _target_format(options: argparse.Namespace, formats: Collection[str]) -> str:
    """Return the format to write, from `--to` or else from the suffix of the file.

    Raises:
        ValueError: Neither `--to` nor the suffix names one of the formats.
    """
    suffix = Path(options.target).suffix[1:].casefold()
    form: str | None = options.to or (suffix if suffix in formats else None)
    if form is None and options.target != STREAM and formats is FORMATS:
        form = format_of(options.target)
    if form is None or form not in formats:
        msg = f"No format is given for {options.target}. Give it with --to: {' or '.join(formats)}."
        raise ValueError(msg)
    return form


def _convert_process(options: argparse.Namespace) -> int:
    check_target(options.target, options)
    check_kind(options.target, [*OF_HISTORIES, "scxml"], "a process")
    process = options.process
    text = PROCESS_FORMATS[_target_format(options, PROCESS_FORMATS)](process)
    write_target(options.target, text.encode(), options)
    what = process.title
    if process.events and options.process_location is not None:
        what += (
            "\nThe file does not contain the Python classes of events: give the module to read "
            "them."
        )
    return _report_written(what, options)


def _report_written(what: str, options: argparse.Namespace, **counts: int) -> int:
    """Print what was written to a file, and return the exit code 0.

    Nothing is printed if it was written to standard output, which is then for nothing else.
    """
    if is_output(options.target):
        return 0
    if options.json:
        return print_json({"file": options.target, **counts})
    say(f"{options.target}: {what}")
    return 0


def _source_histories(options: argparse.Namespace) -> Iterable[History]:
    if options.source == WHOLE_CASEBOOK:
        return casebook_histories(options.process)
    return each_history(options.source, options)


class _Tally:
    """Counts the histories that pass through `counted`, and their events."""

    def __init__(self) -> None:
        self.histories = 0
        self.events = 0

    def counted(self, histories: Iterable[History]) -> Iterator[History]:
        """Yield the histories unchanged, and count each of them and its events."""
        for history in histories:
            self.histories += 1
            self.events += len(history)
            yield history

    def to_dict(self) -> dict[str, int]:
        return {"histories": self.histories, "events": self.events}

    def __str__(self) -> str:
        return f"{pluralised(self.histories, 'history')}, {pluralised(self.events, 'event')}"


def _template(options: argparse.Namespace) -> int:
    check_target(options.target, options)
    check_kind(options.target, ["a table"], "a table as CSV")
    write_target(options.target, csv_template().encode(), options)
    return _report_written("an empty table", options)


def _schema(options: argparse.Namespace) -> int:
    process = options.process
    if process is TRUST_TRANSFER:
        text = schema_text(options.kind)
    else:
        text = json.dumps(schema_of(options.kind, process), indent=2) + "\n"
    if options.json:
        return print_json(json.loads(text))
    write_stream(text.encode())
    return 0
