"""Commands that draw: diagrams, timelines and pages, written or checked against a file."""

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
from .common import add_days, command, histories, history, print_json

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

__all__ = ["add"]

ENDINGS = {
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
"""The format that the ending of a file stands for."""
EMBEDDING = (".md", ".rst", ".html")
"""Files that a diagram may be a part of."""


def add(commands: Any) -> None:
    """Add the commands diagram, timeline and page."""
    parser = command(commands, "diagram", _diagram, "draw the process, or a case's path through it")
    parser.add_argument("history", nargs="?", metavar="NAME|FILE", help="the case to draw")
    parser.add_argument("--stages", nargs="+", metavar="STAGE", help="show only these")
    parser.add_argument("--standard", action="store_true", help="show standard moves only")
    parser.add_argument("--stays", action="store_true", help="show moves that stay in their stage")
    parser.add_argument("--no-labels", action="store_true", help="leave the words of moves out")
    parser.add_argument(
        "--casebook", action="store_true", help="count on the arrows who of the casebook went so"
    )
    ways = [str(each) for each in Direction]
    parser.add_argument("--direction", choices=ways, default="down", help="(default: down)")
    _add_output(parser, DIAGRAM_FORMATS, "mermaid")

    parser = command(commands, "timeline", _timeline, "draw histories along the years")
    parser.add_argument("histories", nargs="*", metavar="NAME|FILE", help="what to draw")
    parser.add_argument("--all", action="store_true", help="draw the whole casebook")
    parser.add_argument("--align", metavar="TRIGGER", help="from an event, as trust_went_live, on")
    _add_output(parser, TIMELINE_FORMATS, "svg")

    parser = command(commands, "page", _page, "write a history as one HTML file to send")
    parser.add_argument("history", metavar="NAME|FILE", help="an authority, or a file of one")
    add_days(parser)
    _add_place(parser)


def _add_output(parser: argparse.ArgumentParser, formats: Iterable[str], usual: str) -> None:
    parser.add_argument("--dark", action="store_true", help="draw for a dark page")
    parser.add_argument(
        "--format", choices=formats, help=f"(default: what the file's ending says, else {usual})"
    )
    _add_place(parser)


def _add_place(parser: argparse.ArgumentParser) -> None:
    """Add the process, and the file to write to or to check."""
    parser.add_argument("--process", metavar="MODULE:NAME", help="a process of your own")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("-o", "--output", metavar="FILE", help="write to a file")
    place.add_argument("--check", metavar="FILE", help="exit 1 if the file is not up to date")


def _diagram(options: argparse.Namespace) -> int:
    process = process_at(options.process)
    drawn = diagram(
        process if options.history is None else history(options.history),
        _format(options, "mermaid"),
        stages=options.stages,
        standard=options.standard,
        stays=options.stays,
        labels=not options.no_labels,
        direction=options.direction,
        dark=options.dark,
        on_arrows=arrow_labels(casebook.histories()) if options.casebook else None,
        process=process,
    )
    return _put_out(drawn, options)


def _timeline(options: argparse.Namespace) -> int:
    if options.all == bool(options.histories):
        msg = "name what to draw, or give --all for the whole casebook"
        raise ValueError(msg)
    found = [each for name in options.histories or casebook.names() for each in histories(name)]
    drawn = timeline(
        found[0] if len(found) == 1 else found,
        _format(options, "svg"),
        align=options.align,
        dark=options.dark,
        process=process_at(options.process),
    )
    return _put_out(drawn, options)


def _page(options: argparse.Namespace) -> int:
    page = case_page(
        history(options.history, options),
        as_of=options.as_of,
        known_on=options.known_on,
        process=process_at(options.process),
    )
    return _put_out(page, options)


def _format(options: argparse.Namespace, usual: str) -> str:
    """The format asked for, or the one that the file's ending stands for."""
    if options.format is not None:
        return str(options.format)
    return ENDINGS.get(Path(options.output or options.check or "").suffix.lower(), usual)


def _put_out(drawn: str | bytes, options: argparse.Namespace) -> int:
    if options.check is not None:
        return _check(drawn, options)
    data = drawn.encode() if isinstance(drawn, str) else drawn
    if options.output is not None:
        write_atomically(options.output, data)
        return print_json({"file": options.output}) if options.json else 0
    if options.json and isinstance(drawn, str):
        return print_json({"text": drawn})
    if isinstance(drawn, bytes) and sys.stdout.isatty():
        msg = "a PNG is no text for a terminal; name a file with -o"
        raise ValueError(msg)
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    return 0


def _check(drawn: str | bytes, options: argparse.Namespace) -> int:
    """Whether a committed file is, or a page holds, what would be drawn now."""
    fresh = _is_fresh(drawn, Path(options.check))
    if options.json:
        print_json({"file": options.check, "up_to_date": fresh})
    elif not fresh:
        print(
            f"trustflow: {options.check} is not up to date; draw it again with the same options "
            "and -o in place of --check",
            file=sys.stderr,
        )
    return 0 if fresh else 1


def _is_fresh(drawn: str | bytes, path: Path) -> bool:
    if isinstance(drawn, bytes):
        return drawn == path.read_bytes()
    held = path.read_text("utf-8")  # whatever ends its lines
    return drawn.strip() in held if path.suffix.lower() in EMBEDDING else drawn == held
