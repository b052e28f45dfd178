"""The command that checks a log of millions of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import pluralised
from ..history import Strength
from .common import PROCESS, command, print_json, with_progress

if TYPE_CHECKING:
    import argparse

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the command bulk."""
    parser = command(commands, "bulk", _bulk, "check a log of any size, a row an event")
    parser.add_argument(
        "log",
        metavar="LOG",
        help="a .parquet or .csv file with the columns case, event and on (or earliest and latest)",
    )
    parser.add_argument(
        "-o", "--output", required=True, metavar="FINDINGS", help="a .parquet or .csv file to write"
    )
    parser.add_argument(
        "--fail-on",
        choices=[str(strength) for strength in Strength],
        default="logic",
        help="exit with 1 on a certain finding as grave as this (default: logic)",
    )
    parser.add_argument(
        "--rows-at-once",
        type=int,
        default=1_000_000,
        metavar="N",
        help="how many rows to hold in memory, about (default: 1000000)",
    )


def _bulk(options: argparse.Namespace) -> int:
    from ..bulk import check_file

    if options.rows_at_once < 1:
        msg = f"--rows-at-once is {options.rows_at_once}; a number from 1 on is needed"
        raise ValueError(msg)
    found = check_file(
        options.log,
        options.output,
        PROCESS,
        rows_at_once=options.rows_at_once,
        progress=with_progress,
    )
    least = Strength(options.fail_on).severity.rank
    grave = sum(
        count for strength, count in found.certain.items() if strength.severity.rank >= least
    )
    if options.json:
        certain = {str(strength): count for strength, count in found.certain.items()}
        print_json(
            {
                "file": options.output,
                "events": found.rows,
                "findings": found.findings,
                "certain": certain,
            }
        )
    else:
        print(
            f"{options.output}: {pluralised(found.findings, 'finding')} on "
            f"{pluralised(found.rows, 'event')}; certain ones: "
            f"{', '.join(f'{strength} {count}' for strength, count in found.certain.items())}"
        )
    return 1 if grave else 0
