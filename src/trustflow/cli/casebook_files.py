"""Options of `cases` that export the casebook as a data package, or draw it as a chart."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from .. import casebook
from .._tables import integer_column, text_column
from ..dates import PartialDate
from ..errors import pluralised
from ..views import CHARTS, chart, chart_counts, chart_table
from .inputs import STREAM, knowledge_words
from .output import print_json, say
from .table_formats import print_csv, print_markdown
from .targets import is_output, kind_of_file, write_target

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from .._tables import Column
    from ..history import History

__all__ = ["add_casebook_files", "deliver_chart", "deliver_export"]


TABLE_OPTIONS = {"table_file": "--output", "csv": "--csv", "markdown": "--markdown"}
"""The options for the table of the command, by the names of their values."""


def add_casebook_files(parser: argparse.ArgumentParser) -> None:
    """Add the options `--export` and `--chart`, of which only one can be given."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--export",
        metavar="FOLDER",
        help="write the whole casebook to this folder as a data package: tables as CSV, histories "
        "as JSON, and a description of each column",
    )
    group.add_argument(
        "--chart",
        choices=CHARTS,
        metavar="CHART",
        help=f"draw a chart of the councils as SVG or, with -o FILE.png, as PNG: "
        f"{', '.join(CHARTS)}; with --csv, --markdown or --json, print its numbers",
    )


def deliver_export(options: argparse.Namespace, others: Sequence[str]) -> int:
    """Write the casebook to a folder, and return the exit code 0.

    Args:
        options: The arguments of the command.
        others: The names of the options that narrow the list.

    Raises:
        ValueError: An option is given that narrows the list, or that prints or saves it.
    """
    given = [name for name in (*TABLE_OPTIONS, *others) if getattr(options, name)]
    if given:
        option = TABLE_OPTIONS.get(given[0], f"--{given[0].replace('_', '-')}")
        msg = f"--export writes the whole casebook as a data package. Leave out {option}."
        raise ValueError(msg)
    paths = casebook.export(options.export, force=options.force)
    if options.json:
        return print_json({"folder": options.export, "files": list(paths)})
    histories = casebook.histories()
    events = sum(map(len, histories))
    say(
        f"{options.export}: {pluralised(len(paths), 'file')}, with "
        f"{pluralised(len(histories), 'history')} and {pluralised(events, 'event')}"
    )
    return 0


def deliver_chart(
    histories: Sequence[History], days: Mapping[str, str | None], options: argparse.Namespace
) -> int:
    """Draw a chart, or print its numbers, and return the exit code 0.

    Args:
        histories: The histories.
        days: The last day of the chart, `as_of`, and the day on which its events were known,
            `known_on`; None for the day of the casebook, and for all events.
        options: The arguments of the command.

    Raises:
        ValueError: The file is not one for a picture or a table, or must not be written.
    """
    kind = options.chart
    as_of = casebook.version_day() if days["as_of"] is None else PartialDate.parse(days["as_of"])
    if days["known_on"] is not None:
        histories = [history.known_on(days["known_on"]) for history in histories]
    if options.csv or options.json:
        counts = chart_counts(histories, kind, as_of=as_of)
        columns = _columns(kind)
        if options.csv:
            return print_csv(columns, counts, options)
        return print_json(
            [{column.name: column.value(count) for column in columns} for count in counts]
        )
    if options.markdown:
        return print_markdown(*chart_table(histories, kind, as_of=as_of), options)
    path = options.table_file or STREAM
    drawn = chart(histories, kind, kind_of_file(path) or "svg", as_of=as_of)
    write_target(path, drawn.encode() if isinstance(drawn, str) else drawn, options)
    if not is_output(path):
        asked = ", ".join([as_of.words, *knowledge_words(options)])
        say(f"{path}: {kind}, to {asked}")
    return 0


def _columns(kind: str) -> list[Column]:
    """Return the columns of the numbers of a chart."""
    value = "judgement" if kind == "judgements" else "stage"
    return [
        text_column("on"),
        text_column(value, attrgetter("value")),
        integer_column("authorities"),
        integer_column("low_confidence"),
    ]
