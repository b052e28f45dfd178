"""Commands that draw diagrams, timelines and pages, or check that a file is up to date."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import casebook
from ..cohorts import arrow_labels
from ..exchange import write_atomically
from ..views import (
    DIAGRAM_FORMATS,
    TIMELINE_FORMATS,
    Direction,
    case_page,
    diagram,
    process_at,
    timeline,
)
from .arguments import add_command, add_days, add_history, add_marks, add_reading
from .inputs import all_histories, one_history
from .output import print_json

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

__all__ = ["add"]

FORMATS_BY_SUFFIX = {
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".md": "mermaid",
    ".dot": "dot",
    ".gv": "dot",
    ".puml": "plantuml",
    ".plantuml": "plantuml",
    ".scxml": "scxml",
    ".svg": "svg",
    ".png": "png",
}
DOCUMENTS = (".md", ".rst", ".html")
"""The suffixes of files that may contain other text beside a diagram."""


def add(commands: Any) -> None:
    """Add the commands `diagram`, `timeline` and `page`."""
    parser = add_command(
        commands,
        "diagram",
        _diagram,
        "draw the process, or the path of a history through it",
        example="Sandwell --format svg -o sandwell.svg",
    )
    parser.add_argument(
        "history",
        nargs="?",
        metavar="NAME|FILE",
        help="a council of the casebook, or a file with one history; without it, the process "
        "is drawn",
    )
    parser.add_argument("--stages", nargs="+", metavar="STAGE", help="show only these stages")
    add_marks(parser)
    parser.add_argument(
        "--stays", action="store_true", help="show also events that do not change the stage"
    )
    parser.add_argument(
        "--no-labels", action="store_true", help="leave out the labels of the arrows"
    )
    parser.add_argument(
        "--casebook",
        action="store_true",
        help="print on each arrow how many councils of the casebook followed it",
    )
    directions = [str(direction) for direction in Direction]
    parser.add_argument(
        "--direction",
        choices=directions,
        default="down",
        metavar="DIRECTION",
        help=f"the direction of the arrows: {', '.join(directions)} (default: down)",
    )
    _add_format(parser, DIAGRAM_FORMATS, default="mermaid")
    _add_target(parser)

    parser = add_command(
        commands,
        "timeline",
        _timeline,
        "draw histories on a time axis",
        example="Sandwell Doncaster -o trusts.svg",
    )
    parser.add_argument(
        "histories",
        nargs="*",
        metavar="NAME|FILE",
        help="councils of the casebook, or files of histories",
    )
    parser.add_argument("--all", action="store_true", help="draw the whole casebook")
    parser.add_argument(
        "--align",
        metavar="TRIGGER",
        help="count the years from this event, such as trust_went_live",
    )
    _add_format(parser, TIMELINE_FORMATS, default="svg")
    _add_target(parser)

    parser = add_command(
        commands,
        "page",
        _page,
        "write a history as one HTML file",
        details="The file loads nothing from the network, so you can send it.",
        example="Sandwell --as-of 2016-12-05 -o sandwell.html",
    )
    add_history(parser)
    add_days(parser)
    _add_target(parser)
    add_reading(parser)


def _add_format(parser: argparse.ArgumentParser, formats: Iterable[str], *, default: str) -> None:
    parser.add_argument("--dark", action="store_true", help="draw for a dark page")
    parser.add_argument(
        "--format",
        choices=formats,
        metavar="FORMAT",
        help=f"{', '.join(formats)} (default: by the suffix of the file, else {default})",
    )


def _add_target(parser: argparse.ArgumentParser) -> None:
    """Add the option for the process, and those for the file to write or check."""
    parser.add_argument("--process", metavar="MODULE:NAME", help="use a process of your own")
    target = parser.add_mutually_exclusive_group()
    target.add_argument("-o", "--output", metavar="FILE", help="write to this file")
    target.add_argument(
        "--check", metavar="FILE", help="write nothing; exit with 1 if this file is not up to date"
    )


def _diagram(options: argparse.Namespace) -> int:
    process = process_at(options.process)
    drawn = diagram(
        process if options.history is None else one_history(options.history),
        _format(options, "mermaid"),
        stages=options.stages,
        marks=options.marks,
        stays=options.stays,
        labels=not options.no_labels,
        direction=options.direction,
        dark=options.dark,
        on_arrows=arrow_labels(casebook.histories()) if options.casebook else None,
        process=process,
    )
    return _deliver(drawn, options)


def _timeline(options: argparse.Namespace) -> int:
    if options.all == bool(options.histories):
        msg = "Expected names or files to draw, or --all for the whole casebook, but not both."
        raise ValueError(msg)
    names = options.histories or casebook.names()
    histories = [history for name in names for history in all_histories(name)]
    drawn = timeline(
        histories[0] if len(histories) == 1 else histories,
        _format(options, "svg"),
        align=options.align,
        dark=options.dark,
        process=process_at(options.process),
    )
    return _deliver(drawn, options)


def _page(options: argparse.Namespace) -> int:
    page = case_page(
        one_history(options.history, options),
        as_of=options.as_of,
        known_on=options.known_on,
        process=process_at(options.process),
    )
    return _deliver(page, options)


def _format(options: argparse.Namespace, default: str) -> str:
    """Return the format from `--format`, else from the suffix, else the default."""
    if options.format is not None:
        return str(options.format)
    suffix = Path(options.output or options.check or "").suffix.lower()
    return FORMATS_BY_SUFFIX.get(suffix, default)


def _deliver(drawn: str | bytes, options: argparse.Namespace) -> int:
    """Print, write or check what was drawn; return the exit code."""
    if options.check is not None:
        return _check(drawn, options)
    data = drawn.encode() if isinstance(drawn, str) else drawn
    if options.output is not None:
        write_atomically(options.output, data)
        return print_json({"file": options.output}) if options.json else 0
    if options.json and isinstance(drawn, str):
        return print_json({"text": drawn})
    if isinstance(drawn, bytes) and sys.stdout.isatty():
        msg = "A PNG cannot be printed on a terminal. Write it to a file, as in -o diagram.png."
        raise ValueError(msg)
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    return 0


def _check(drawn: str | bytes, options: argparse.Namespace) -> int:
    """Report whether a file is up to date; return the exit code 0 if it is, else 1."""
    up_to_date = _is_up_to_date(drawn, Path(options.check))
    if options.json:
        print_json({"file": options.check, "up_to_date": up_to_date})
    elif not up_to_date:
        print(
            f"trustflow: {options.check} is not up to date. Draw it again with the same options, "
            "and with -o in place of --check.",
            file=sys.stderr,
        )
    return 0 if up_to_date else 1


def _is_up_to_date(drawn: str | bytes, path: Path) -> bool:
    if isinstance(drawn, bytes):
        return drawn == path.read_bytes()
    # Git may have changed the line ends. Reading the file as text makes them all alike.
    text = path.read_text("utf-8")
    return drawn.strip() in text if path.suffix.lower() in DOCUMENTS else drawn == text
