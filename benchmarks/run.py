"""Run all benchmarks on the same events, and write their results as a page of the docs.

    python -m benchmarks.run docs/speed.md

Compare the ratios rather than the times: the calls of a ratio take turns in the same process.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import trustflow as tf
from benchmarks.figures import Bound, OtherWork, Spread, bounds_table, ratio, table
from benchmarks.growth import growth_by_call
from benchmarks.in_bulk import growth, in_bulk
from benchmarks.large_log import large_logs
from benchmarks.ledger import ledgers
from benchmarks.measures import bytes_each, import_times
from benchmarks.one_by_one import FLOOR, one_by_one
from benchmarks.peers import PEERS
from benchmarks.share_speed import shares
from benchmarks.start import pickles, starts
from benchmarks.synthetic import EVENTS, PROCESS, SEED, synthetic_log
from benchmarks.windows import windows

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGES = (
    "trustflow-england",
    "polars",
    "numba",
    "transitions",
    "python-statemachine",
    "automat",
    "sismic",
    "eventsourcing",
)
LEDGER_ROUNDS = 31
NEEDED, BARE = "`import attrs, pendulum`", "`import trustflow`"
IMPORTS = {
    NEEDED: "import attrs, pendulum",
    BARE: "import trustflow",
    "`import trustflow as tf; tf.Case; tf.TRUST_TRANSFER`": (
        "import trustflow as tf; tf.Case; tf.TRUST_TRANSFER"
    ),
    "`import trustflow as tf; tf.check`": "import trustflow as tf; tf.check",
    "`from trustflow.bulk import check_frame`": "from trustflow.bulk import check_frame",
    "transitions": "import transitions",
    "python-statemachine": "import statemachine",
    "Automat": "import automat",
    "sismic": "import sismic.interpreter",
}


def main() -> None:
    """Run the benchmarks and write the page of results."""
    parser = argparse.ArgumentParser(
        description="run the benchmarks and write the page of their results"
    )
    parser.add_argument("page", type=Path, help="the page to write")
    parser.add_argument("--bulk-cases", type=int, default=1_000_000)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--log-events", type=int, default=20_000_000)
    parser.add_argument("--ledger-entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="a part of the names of the sections to measure")
    options = parser.parse_args()
    rounds = options.rounds
    sections: dict[str, Callable[[], str]] = {
        "one after another": lambda: one_by_one(options.cases, rounds),
        "in bulk": lambda: in_bulk(options.bulk_cases, rounds),
        "growth by cases": lambda: growth(options.bulk_cases // 8, options.cases // 8, rounds),
        "growth by call": growth_by_call,
        "large logs": lambda: large_logs(options.log_events, rounds),
        "ledger": lambda: ledgers(options.ledger_entries, LEDGER_ROUNDS),
        "windows": lambda: windows(rounds),
        "memory": memory,
        "imports": lambda: imports(rounds),
        "start": lambda: starts(rounds),
        "pickles": lambda: pickles(rounds),
        "shares": lambda: shares(rounds),
    }
    chosen = {name: section for name, section in sections.items() if options.only in name}
    if not chosen:
        parser.error(f"--only is a part of one of: {', '.join(sections)}")
    parts = [_heading(rounds)]
    for section in chosen.values():
        parts.append(_measured(section))
        # After each section, because all of them take most of an hour.
        options.page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _measured(section: Callable[[], str]) -> str:
    """Return a section, with what other programs did meanwhile below its heading."""
    other = OtherWork()
    text = section()
    heading, _, rest = text.partition("\n\n")
    sys.stdout.write(f"{text}\n\n")
    sys.stdout.flush()
    return f"{heading}\n\nOther programs used {other.text} of the processors meanwhile.\n\n{rest}"


def memory() -> str:
    """Return the section on the memory of a case."""
    case = next(iter(synthetic_log(PROCESS, 1, EVENTS).cases()))
    events = [PROCESS.event(*row) for row in case]
    triggers = [trigger for trigger, _ in case]

    def live() -> tf.Case:
        made = tf.Case("Synthetic")
        for event in events:
            try:
                made.record(event)
            except tf.TrustflowError:
                pass
        return made

    makers: dict[str, Callable[[], Any]] = {
        f"a `Case` with {EVENTS} events recorded (without the events themselves)": live,
        "a `Report` of `check`": lambda: tf.check(tf.History("Synthetic", events)),
    }
    walks = {name: make(PROCESS) for name, make in PEERS.items() if name != FLOOR}
    makers |= {name: partial(walk, triggers) for name, walk in walks.items()}
    rows = [(name, f"{bytes_each(make, 200) / 1000:.1f}") for name, make in makers.items()]
    return f"## Memory\n\nkB per case, while 200 cases are alive.\n\n{table(('What', 'kB'), rows)}"


def imports(rounds: int) -> str:
    """Return the section on imports."""
    found = import_times(IMPORTS, rounds)
    rows = [(name, Spread.of(seconds).text(0, 1000)) for name, seconds in found.items()]
    bounds = bounds_table(Bound(f"{BARE} to {NEEDED}", ratio(found[BARE], found[NEEDED]), 1.3))
    return (
        f"## Imports\n\nTime in a fresh Python, in ms.\n\n{table(('What', 'ms'), rows)}\n\n{bounds}"
    )


def _heading(rounds: int) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        "# Speed\n\n"
        "`make bench` writes this page.\n"
        "The calls of a section were measured in one run, in turns and on the same events; compare "
        f"the ratios, not the times.\nA figure is the median of {rounds} rounds, with the lowest "
        "and the highest in brackets. A ratio is that of two calls in the same round.\n"
        "The events are synthetic: seeded random walks over the moves of the process. About 4 in "
        "100 are refused, 1 in 100 is out of order, 15 in 100 are known only by month, and 25 in "
        "100 are what a date rule requires after the event before.\n\n"
        f"- Machine: {platform.machine()}, {os.cpu_count()} processors, {platform.system()}\n"
        f"- Python {platform.python_version()}; {packages}\n"
        f"- Seed {SEED}"
    )


if __name__ == "__main__":
    main()
