"""The command that checks an event log of any size."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from ..errors import InvalidValue, pluralised, quoted
from ..exchange import Limits, parse_columns
from ..history import Strength
from .arguments import add_command, add_fail_on, add_force, add_reading
from .inputs import STREAM, authority_names, standard_input
from .output import complain, print_json, print_table, say, with_progress
from .targets import check_kind, check_target, is_output, standard_output

if TYPE_CHECKING:
    import argparse
    from typing import BinaryIO

    from ..bulk import FileSummary

__all__ = ["add"]

NO_LIMITS_OF_LOGS = ("size", "nesting")
"""The limits of other files, which have no effect on a log."""


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
        nargs="+",
        metavar="LOG",
        help="a Parquet, Arrow or CSV file with the columns case (or authority), event and on (or "
        "earliest and latest); a folder with such files, or a pattern such as 'logs/*.parquet'; "
        f"{STREAM} is standard input",
    )
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FINDINGS",
        help=f"the .parquet or .csv file to write; {STREAM} is standard output, as CSV",
    )
    parser.add_argument(
        "--summary",
        action="store_true",
        help="write a row for each case instead of each finding",
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
    parser.add_argument(
        "--temporary",
        metavar="FOLDER",
        help="the folder for temporary files (default: that of the output)",
    )


def _bulk(options: argparse.Namespace) -> int:
    # Imported here, so that other commands work without the packages of the extra `bulk`.
    from ..bulk import check_file

    if options.rows_at_once < 1:
        accepted = "Expected a whole number, 1 or more."
        raise InvalidValue(str(options.rows_at_once), "--rows-at-once", accepted)
    _check_limits(options.limit)
    check_target(options.output, options)
    check_kind(options.output, ["a table of events", "a table"], "a table of findings")
    to_stream = options.output == STREAM
    with standard_output(options) if to_stream else nullcontext(options.output) as target:
        found = check_file(
            _source(options.log),
            target,
            options.process,
            columns=parse_columns(options.map),
            # To compare each name with those of the casebook takes longer than to check its case.
            names=authority_names(options) if options.name else None,
            day_first=options.day_first,
            limits=Limits.parse(options.limit),
            rows_at_once=options.rows_at_once,
            summary=options.summary,
            temporary=options.temporary,
            progress=with_progress,
            notify=complain,
        )
    certain = {str(strength): count for strength, count in found.certain.items()}
    if is_output(options.output):
        pass  # the findings are all that is printed
    elif options.json:
        print_json(
            {
                "file": options.output,
                "events": found.events,
                "cases": found.cases,
                "findings": found.findings,
                "certain": certain,
                "stages": found.stages,
                "kinds": [
                    {**kind._asdict(), **count._asdict()} for kind, count in found.kinds.items()
                ],
            }
        )
    else:
        _print_summary(found, options.output)
    least = Strength(options.fail_on).severity.rank
    fails = any(
        count and strength.severity.rank >= least for strength, count in found.certain.items()
    )
    return 1 if fails else 0


def _check_limits(texts: list[str]) -> None:
    """Raise an error if a limit is set that has no effect on a log.

    Raises:
        InvalidValue: It is none of the limits of a log.
    """
    for text in texts:
        if text.partition("=")[0] in NO_LIMITS_OF_LOGS:
            accepted = "A log may have any size. Expected a limit of text or of events."
            raise InvalidValue(quoted(text), "--limit", accepted)


def _source(logs: list[str]) -> str | list[str] | BinaryIO:
    """Return the log or logs that the arguments name."""
    if STREAM not in logs:
        return logs[0] if len(logs) == 1 else logs
    if len(logs) > 1:
        accepted = "Standard input must be the only log."
        raise InvalidValue(" ".join(logs), "LOG", accepted)
    return standard_input()


def _print_summary(found: FileSummary, path: str) -> None:
    """Print the counts of findings by strength and kind, and of cases by stage."""
    findings, events = pluralised(found.findings, "finding"), pluralised(found.events, "event")
    by_strength = ", ".join(f"{strength} {count}" for strength, count in found.certain.items())
    say(f"{path}: {findings} on {events}. Certain findings: {by_strength}.")
    if found.kinds:
        say()
        rows = [
            (
                kind.rule or kind.code,
                str(kind.strength),
                "certain" if kind.certain else "possible",
                f"{count.findings:,}",
                f"{count.cases:,}",
            )
            for kind, count in found.kinds.items()
        ]
        print_table(("rule", "strength", "certainty", "findings", "cases"), rows)
    if found.stages:
        say()
        rows_of_stages = [(stage, f"{count:,}") for stage, count in found.stages.items()]
        print_table(("stage reached", "cases"), rows_of_stages)
