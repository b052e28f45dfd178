"""The command that checks an event log of any size."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from ..errors import InvalidValue, pluralised
from ..exchange import Limits, parse_columns
from ..history import Strength
from .arguments import add_command, add_fail_on, add_force, add_reading
from .inputs import STREAM, authority_names, standard_input
from .output import print_json, say, with_progress
from .targets import check_kind, check_target, is_output, standard_output

if TYPE_CHECKING:
    import argparse

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the command `bulk`."""
    parser = add_command(
        commands,
        "bulk",
        _bulk,
        details="The findings are written to a file.",
        example="log.parquet -o findings.parquet",
    )
    parser.add_argument(
        "log",
        metavar="LOG",
        help="a .parquet or .csv file with the columns case (or authority), event and on (or "
        f"earliest and latest); {STREAM} is standard input",
    )
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FINDINGS",
        help=f"the .parquet or .csv file to write; {STREAM} is standard output, as CSV",
    )
    add_fail_on(parser)
    add_force(parser)
    add_reading(parser, is_log=True)
    parser.add_argument(
        "--rows-at-once",
        type=int,
        default=1_000_000,
        metavar="N",
        help="the approximate number of rows to hold in memory (default: 1000000)",
    )


def _bulk(options: argparse.Namespace) -> int:
    # Imported here, so that other commands work without the packages of the extra `bulk`.
    from ..bulk import check_file

    if options.rows_at_once < 1:
        accepted = "Expected a whole number, 1 or more."
        raise InvalidValue(str(options.rows_at_once), "--rows-at-once", accepted)
    check_target(options.output, options)
    check_kind(options.output, ["a table of events", "a history"], "a table of findings")
    to_stream = options.output == STREAM
    with standard_output(options) if to_stream else nullcontext(options.output) as target:
        found = check_file(
            standard_input() if options.log == STREAM else options.log,
            target,
            options.process,
            columns=parse_columns(options.map),
            # To compare each name with those of the casebook takes longer than to check its case.
            names=authority_names(options) if options.name else None,
            day_first=options.day_first,
            limits=Limits.parse(options.limit),
            rows_at_once=options.rows_at_once,
            progress=with_progress,
        )
    certain = {str(strength): count for strength, count in found.certain.items()}
    if is_output(options.output):
        pass  # the findings are all that is printed
    elif options.json:
        print_json(
            {
                "file": options.output,
                "events": found.rows,
                "findings": found.findings,
                "certain": certain,
            }
        )
    else:
        findings, events = pluralised(found.findings, "finding"), pluralised(found.rows, "event")
        by_strength = ", ".join(f"{strength} {count}" for strength, count in certain.items())
        say(f"{options.output}: {findings} on {events}. Certain findings: {by_strength}.")
    least = Strength(options.fail_on).severity.rank
    fails = any(
        count and strength.severity.rank >= least for strength, count in found.certain.items()
    )
    return 1 if fails else 0
