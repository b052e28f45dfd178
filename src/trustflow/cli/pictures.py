"""Commands that make diagrams, timelines, tables and pages, or check that a file is up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import pluralised
from ..views import (
    DIAGRAM_FORMATS,
    SORTS,
    TABLE_KINDS,
    TIMELINE_FORMATS,
    Direction,
    case_page,
    diagram,
    process_table,
    timeline,
)
from .arguments import (
    add_command,
    add_confidence,
    add_days,
    add_history,
    add_marks,
    add_reading,
    lowest_confidence,
)
from .delivery import TABLES, add_delivery, deliver, picture_format
from .inputs import (
    all_histories,
    asked_words,
    casebook_histories,
    chosen_names,
    day_text,
    knowledge_words,
    one_history,
)
from .output import complain, say
from .targets import check_kind, check_target, is_output

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ..history import History
    from ..process import Process

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the commands `diagram`, `timeline`, `table` and `page`."""
    parser = add_command(
        commands,
        "diagram",
        _diagram,
        example="Sandwell --format svg -o sandwell.svg",
    )
    parser.add_argument(
        "history",
        nargs="?",
        metavar="NAME|FILE",
        help="a council of the casebook, or a file with one history; without it, the process "
        "is drawn",
    )
    parser.add_argument(
        "--stages",
        nargs="+",
        metavar="STAGE",
        help="show only these stages; all words up to the next option",
    )
    add_marks(parser)
    parser.add_argument(
        "--stays", action="store_true", help="show also events that do not change the stage"
    )
    parser.add_argument(
        "--no-labels", action="store_true", help="leave out the labels of the arrows"
    )
    parser.add_argument(
        "--counts",
        action="store_true",
        help="show on each arrow how many councils of the casebook took it, each counted once, and "
        "the median time in the stage before it, of those that took it",
    )
    parser.add_argument(
        "--file",
        dest="source",
        metavar="FILE",
        help="with --counts, count the histories of this file, not of the casebook",
    )
    add_confidence(parser, "moves", note="; only for --counts")
    directions = [str(direction) for direction in Direction]
    parser.add_argument(
        "--direction",
        choices=directions,
        default="down",
        metavar="DIRECTION",
        help=f"the direction of the arrows: {', '.join(directions)} (default: down)",
    )
    add_delivery(parser, DIAGRAM_FORMATS, default="mermaid")
    add_reading(parser)

    parser = add_command(
        commands,
        "timeline",
        _timeline,
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
    parser.add_argument(
        "--brief", action="store_true", help="show only the events that moved the stage"
    )
    parser.add_argument(
        "--sort",
        metavar="ORDER",
        help=f"sort the rows: {', '.join(SORTS)} or days-to:STAGE, such as days-to:trust_live",
    )
    parser.add_argument(
        "--strip",
        action="store_true",
        help="draw the stages only: one council as a low strip, several as low rows",
    )
    add_delivery(parser, TIMELINE_FORMATS, default="svg")
    add_reading(parser)

    parser = add_command(
        commands,
        "table",
        _table,
        example="rules --process my_module:MY_PROCESS -o README.md",
    )
    kinds = ", ".join(TABLE_KINDS)
    parser.add_argument("kind", choices=TABLE_KINDS, metavar="KIND", help=f"the table: {kinds}")
    parser.add_argument(
        "--stages",
        nargs="+",
        metavar="STAGE",
        help="list only these stages; all words up to the next option",
    )
    add_marks(parser)
    parser.add_argument(
        "--stays", action="store_true", help="list also events that do not change the stage"
    )
    add_delivery(parser, TABLES, default="markdown")

    parser = add_command(
        commands,
        "page",
        _page,
        details="The file loads nothing from the network, so you can send it.",
        example="Sandwell --as-of 2016-12-05 -o sandwell.html",
    )
    add_history(parser)
    add_days(parser)
    parser.add_argument(
        "--brief",
        action="store_true",
        help="leave out the record, so that the page is printed on one A4 sheet",
    )
    add_delivery(parser)
    add_reading(parser)


def _diagram(options: argparse.Namespace) -> int:
    file_format = picture_format(options)
    drawn = diagram(
        options.process if options.history is None else one_history(options.history, options),
        file_format,
        stages=options.stages,
        marks=options.marks,
        stays=options.stays,
        labels=not options.no_labels,
        direction=options.direction,
        dark=options.dark,
        counts=_counted(options),
        confidence=lowest_confidence(options),
        process=options.process,
    )
    return deliver(drawn, options, file_format)


def _counted(options: argparse.Namespace) -> tuple[History, ...] | None:
    """Return the histories to count; None without `--counts`."""
    if options.counts and options.source is None:
        return casebook_histories(options.process, instead="Name a file with --file FILE")
    if options.source is None:
        return None
    if not options.counts:
        msg = "--file is for --counts. To draw the history of a file, give its name alone."
        raise ValueError(msg)
    return all_histories(options.source, options)


def _timeline(options: argparse.Namespace) -> int:
    names = chosen_names(options)
    file_format = picture_format(options)
    histories = [history for name in names for history in all_histories(name, options)]
    drawn = timeline(
        histories[0] if len(histories) == 1 else histories,
        file_format,
        align=options.align,
        brief=options.brief,
        sort=options.sort,
        strip=options.strip,
        dark=options.dark,
        process=options.process,
    )
    if options.align is not None:
        _note_missing_event(options.align, histories, options.process)
    return deliver(drawn, options, file_format)


def _note_missing_event(align: str, histories: Sequence[History], process: Process) -> None:
    """Print that no row is drawn, if no history has the event at which rows are aligned."""
    trigger = process.trigger(align)
    if not any(event.trigger == trigger for history in histories for event in history):
        number = pluralised(len(histories), "history")
        complain(f'No row is drawn: 0 of {number} with the event "{process.triggers[trigger]}".')


def _table(options: argparse.Namespace) -> int:
    file_format = picture_format(options)
    table = process_table(
        options.process,
        options.kind,
        stages=options.stages,
        marks=options.marks,
        stays=options.stays,
    )
    text = table.markdown() if file_format == "markdown" else table.html()
    return deliver(text, options, file_format)


def _page(options: argparse.Namespace) -> int:
    if options.output is not None:
        check_kind(options.output, ["a page"], "an HTML page")
        check_target(options.output, options)
    history = one_history(options.history, options)
    page = case_page(
        history,
        as_of=None if options.as_of is None else day_text(options.as_of),
        known_on=None if options.known_on is None else day_text(options.known_on),
        brief=options.brief,
        process=options.process,
    )
    code = deliver(page, options)
    is_file = options.output is not None and not is_output(options.output)
    if is_file and not options.json:
        _print_day(history, options)
    return code


def _print_day(history: History, options: argparse.Namespace) -> None:
    """Print the day of a page that was written, and how to write that of the present day."""
    if options.as_of is not None:
        say(f"{options.output}: {history.authority}, as of {asked_words(options)}")
        return
    end = ", ".join(["the end of its record", *knowledge_words(options)])
    say(
        f"{options.output}: {history.authority}, as of {end}. "
        "With --as-of today it has what is due, and known, today."
    )
