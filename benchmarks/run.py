"""Run all benchmarks on the same events, and write their results as a page of the docs.

    python -m benchmarks.run docs/speed.md

Compare the ratios rather than the times: the two calls of a ratio are measured alternately in the
same process.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

import trustflow as tf
from benchmarks.measures import bytes_each, highest_memory, import_times, times
from benchmarks.peers import PEERS
from benchmarks.share_speed import CASES, HISTORIES, share_times
from benchmarks.start import BARE as BARE_PYTHON
from benchmarks.start import CASE, HELP, VERSION, pickles, start_times
from benchmarks.synthetic import SEED, frame_of, synthetic_log
from benchmarks.windows import DAYS, window_times
from trustflow.bulk import check_frame
from trustflow.bulk.event_log import read_event_log
from trustflow.bulk.findings import check_log
from trustflow.bulk.frame_adapter import FrameAdapter
from trustflow.exchange import from_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PROCESS = tf.TRUST_TRANSFER
EVENTS = 8
"""The number of events of each case."""
FLOOR, CHEAPEST, *SLOWER = PEERS
SENDS = "python-statemachine"
PACKAGES = (
    "trustflow",
    "polars",
    "numba",
    "transitions",
    "python-statemachine",
    "automat",
    "sismic",
)
NEEDED, BARE = "`import attrs, pendulum`", "`import trustflow`"
TOUCHED = "`import trustflow as tf; tf.Case; tf.TRUST_TRANSFER`"
IMPORTS = {
    NEEDED: "import attrs, pendulum",
    BARE: "import trustflow",
    TOUCHED: "import trustflow as tf; tf.Case; tf.TRUST_TRANSFER",
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
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    sections = [
        _heading(options, load),
        _one_by_one(options.cases, options.rounds),
        _in_bulk(options.bulk_cases, options.rounds),
        _growth(options.bulk_cases // 8, options.cases // 8, options.rounds),
        _windows(options.rounds),
        _memory(),
        _imports(),
        _start(),
        _pickles(),
        _shares(),
    ]
    options.page.write_text("\n\n".join(sections) + "\n", encoding="utf-8")
    print(options.page.read_text(encoding="utf-8"))  # noqa: T201 - a command


# One event after another


def _one_by_one(cases: int, rounds: int) -> str:
    log = synthetic_log(PROCESS, cases, EVENTS)
    rows = list(log.cases())
    triggers = [[trigger for trigger, _ in case] for case in rows]
    histories = [tf.History("Synthetic", [PROCESS.event(*row) for row in case]) for case in rows]

    def walked_by(walk: Callable[[list[str]], object]) -> Callable[[], object]:
        return lambda: [walk(case) for case in triggers] and None

    def checked() -> None:
        for history in histories:
            tf.check(history)

    def recorded() -> None:
        for history in histories:
            case = tf.Case("Synthetic")
            for event in history:
                try:
                    case.record(event)
                except tf.TrustflowError:
                    pass

    machines = {name: walked_by(make(PROCESS)) for name, make in PEERS.items()}
    frame = frame_of(log).cast({"case": pl.String})
    ours = {
        "`check`": checked,
        "`Case.record`": recorded,
        "`from_frame`": lambda: from_frame(frame),
    }
    quick = {FLOOR: machines[FLOOR], CHEAPEST: machines[CHEAPEST], **ours}
    found = times(quick, rounds)
    found |= times({name: machines[name] for name in SLOWER}, min(rounds, 2))
    count = cases * EVENTS
    table = _table(
        ("What", "µs per event", f"ratio to {CHEAPEST}"),
        [
            (name, f"{seconds / count * 1e6:.2f}", f"{seconds / found[CHEAPEST]:.2f}")
            for name, seconds in sorted(found.items(), key=lambda item: item[1])
        ],
    )
    check, record = found["`check`"], found["`Case.record`"]
    return (
        f"## One event after another\n\n{cases:,} cases of {EVENTS} events, refused ones "
        f"included. The other libraries check no date rules.\n\n{table}\n\n"
        + _bounds(
            ("`check` to the cheapest use of transitions", check / found[CHEAPEST], 0.4),
            ("`from_frame` to `check`", found["`from_frame`"] / check, 2),
            ("`Case.record` to one trigger in that use", record / found[CHEAPEST], 2),
            (f"{SENDS} to `Case.record`, at least", found[SENDS] / record, 5),
        )
    )


# In bulk


def row_by_row(cases: Iterable[int], triggers: Iterable[str]) -> dict[int, str]:
    """Replay a log in a plain loop, with a dictionary of stages and one of moves, and no rules."""
    moves = {(str(move.stage), str(move.trigger)): str(move.leads_to) for move in PROCESS.moves}
    initial = str(PROCESS.initial)
    stages: dict[int, str] = {}
    for case, trigger in zip(cases, triggers, strict=True):
        stage = stages.get(case, initial)
        stages[case] = moves.get((stage, trigger), stage)
    return stages


def case_by_case(cases: Iterable[int], triggers: Iterable[str]) -> dict[int, str]:
    """Replay a log in a faster plain loop, which needs rows that are sorted by case."""
    rows: dict[str, dict[str, str]] = {str(stage): {} for stage in PROCESS.stages}
    for move in PROCESS.moves:
        rows[str(move.stage)][str(move.trigger)] = str(move.leads_to)
    initial = str(PROCESS.initial)
    stages: dict[int, str] = {}
    last, stage = None, initial
    for case, trigger in zip(cases, triggers, strict=True):
        if case != last:
            last, stage = case, initial
        stage = rows[stage].get(trigger, stage)
        stages[case] = stage
    return stages


def _in_bulk(cases: int, rounds: int) -> str:
    frame = frame_of(synthetic_log(PROCESS, cases, EVENTS))
    case_list, trigger_list = frame["case"].to_list(), frame["event"].to_list()
    first = statistics.median(_first_call() for _ in range(rounds))
    lawful = without_findings(frame)
    lawful_rows = lawful["case"].to_list(), lawful["event"].to_list()
    adapter = FrameAdapter.wrap(frame, PROCESS)
    log = read_event_log(adapter.column, adapter.names, PROCESS)
    rows = case_list, trigger_list
    found = times(
        {
            "plain dict loop, row by row, no rules (baseline)": lambda: row_by_row(*rows),
            "plain dict loop, case by case, no rules": lambda: case_by_case(*rows),
            "the kernel alone": lambda: check_log(log, PROCESS),
            "`check_frame` on a polars frame": lambda: check_frame(frame),
        },
        rounds,
    )
    floor, tight, kernel, whole = found.values()
    lawful_floor, lawful_whole = times(
        {
            "baseline": lambda: row_by_row(*lawful_rows),
            "check_frame": lambda: check_frame(lawful),
        },
        rounds,
    ).values()
    highest = _memory_in_a_fresh_python(frame)
    count = cases * EVENTS
    table = _table(
        ("What", "seconds", "ns per event", "times as fast as the baseline"),
        [
            (name, f"{seconds:.3f}", f"{seconds / count * 1e9:.1f}", f"{floor / seconds:.1f}")
            for name, seconds in found.items()
        ],
    )
    findings = len(check_frame(frame))
    size = frame.estimated_size()
    memory = "unknown (measured on Linux only)" if highest is None else f"{highest / size:.2f}"
    return (
        f"## In bulk\n\n{cases:,} cases of {EVENTS} events, with {findings:,} findings, "
        f"in a polars frame of {size / 1e6:,.0f} MB (triggers and dates are texts).\n\n{table}\n\n"
        f"The first call in a process took {first:.2f} seconds of processor time, with the kernel "
        "compiled before and kept: it loads the kernel and some libraries.\n"
        f"Peak memory of `check_frame`, the frame itself excluded, in multiples of the frame: "
        f"{memory}.\n\n"
        + _bounds(
            ("the baseline to the kernel alone, at least", floor / kernel, 14),
            ("the baseline to `check_frame`, at least", floor / whole, 4),
            ("the same on cases without findings, at least", lawful_floor / lawful_whole, 7),
            ("seconds of the first call", first, 0.5),
            ("peak memory to the memory of the frame", (highest or 0) / size, 3),
            ("the loop case by case to `check_frame` (no bound)", tight / whole, None),
        )
    )


def without_findings(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the cases of a log that have no findings."""
    return frame.filter(~pl.col("case").is_in(check_frame(frame)["case"].unique().to_list()))


def _first_call() -> float:
    """Return the seconds of processor time that the first call takes in a fresh process.

    The kernel has been compiled before.
    """
    statement = "from benchmarks.run import first_call; print(first_call())"
    command = [sys.executable, "-c", statement]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own statement
    return float(done.stdout)


def first_call() -> float:
    """Return the seconds of processor time that a call takes."""
    frame = frame_of(synthetic_log(PROCESS, 10, EVENTS))
    start = time.process_time()
    check_frame(frame)
    return time.process_time() - start


def _memory_in_a_fresh_python(frame: pl.DataFrame) -> int | None:
    """Return, in bytes, the peak memory of a check in a fresh process, without the frame itself."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.arrow"
        frame.write_ipc(path)
        statement = f"from benchmarks.run import memory_of; print(memory_of({str(path)!r}))"
        command = [sys.executable, "-c", statement]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own statement
    return int(done.stdout) if done.stdout.strip() != "None" else None


def memory_of(path: str) -> int | None:
    """Return, in bytes, the peak memory of checking the frame in a file, without the frame."""
    content = Path(path).read_bytes()
    # A first check loads the libraries and the tables of the process, so that they do not count.
    check_frame(pl.read_ipc(io.BytesIO(content), n_rows=1000))
    return highest_memory(lambda: pl.read_ipc(io.BytesIO(content)), check_frame)


# Other measurements


def _growth(bulk_cases: int, cases: int, rounds: int) -> str:
    sizes = (1, 2, 4, 8)
    bulk: dict[str, Callable[[], object]] = {}
    single: dict[str, Callable[[], object]] = {}
    for size in sizes:
        frame = frame_of(synthetic_log(PROCESS, bulk_cases * size, EVENTS))
        bulk[str(size)] = lambda frame=frame: check_frame(frame)
        histories = [
            tf.History("Synthetic", [PROCESS.event(*row) for row in case])
            for case in synthetic_log(PROCESS, cases * size, EVENTS).cases()
        ]
        single[str(size)] = lambda histories=histories: [
            tf.check(history).ok for history in histories
        ]
    rows = []
    worst = 0.0
    for name, measured in (("`check_frame`", bulk), ("`check`", single)):
        found = list(times(measured, rounds).values())
        worst = max(worst, found[-1] / found[0])
        rows.append((name, *(f"{seconds / found[0]:.2f}" for seconds in found)))
    table = _table(("What", "n", "2n", "4n", "8n"), rows)
    return (
        f"## Growth\n\nTime for n, 2n, 4n and 8n cases, relative to the time for n "
        f"({bulk_cases:,} cases for `check_frame`, {cases:,} for `check`).\n\n{table}\n\n"
        + _bounds(("8n to n", worst, 9))
    )


def _memory() -> str:
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
    return f"## Memory\n\nkB per case, while 200 cases are alive.\n\n{_table(('What', 'kB'), rows)}"


def _windows(rounds: int) -> str:
    count, window, by_day = window_times(rounds)
    rows = [
        ("the window of an event", f"{window * 1000:.2f}"),
        (f"`suppose` on each of {DAYS:,} days", f"{by_day * 1000:.2f}"),
    ]
    return (
        f"## Windows\n\n{count:,} questions on the histories of the casebook: which days are left "
        "for an event that ends a clock or follows a deadline.\n\n"
        f"{_table(('What', 'ms per question'), rows)}\n\n"
        + _bounds(
            ("ms of a window", window * 1000, 1),
            ("day by day to a window, at least", by_day / window, 15),
        )
    )


def _imports() -> str:
    found = import_times(IMPORTS)
    rows = [(name, f"{seconds * 1000:.0f}") for name, seconds in found.items()]
    return (
        f"## Imports\n\nTime in a fresh Python, in ms.\n\n{_table(('What', 'ms'), rows)}\n\n"
        + _bounds(
            (f"{BARE} to {NEEDED}", found[BARE] / found[NEEDED], 1.3),
        )
    )


def _start() -> str:
    found, ratio = start_times()
    rows = [(f"`{name}`", f"{seconds * 1000:.0f}") for name, seconds in found.items()]
    bare = found[BARE_PYTHON]
    return (
        "## Start\n\nCPU time of a fresh Python, in ms: the median of nine rounds.\n\n"
        f"{_table(('What', 'ms'), rows)}\n\n"
        + _bounds(
            (f"ms of `{HELP}` over bare Python", (found[HELP] - bare) * 1000, 60),
            (f"ms of `{VERSION}` over bare Python", (found[VERSION] - bare) * 1000, 60),
            (f"ms of `{CASE}`", found[CASE] * 1000, 170),
            ("a first use of `Case` and `TRUST_TRANSFER` to `import attrs, pendulum`", ratio, 1.8),
        )
    )


def _pickles() -> str:
    found = pickles()
    rows = [
        (name, f"{each.load * 1000:.1f}", f"{each.deep_copy * 1000:.3f}")
        for name, each in found.items()
    ]
    return (
        "## Pickles and copies\n\nms to read the pickle of a case, and to copy it deeply.\n\n"
        f"{_table(('Case', 'read', 'copy'), rows)}\n\n"
        + _bounds(
            ("pickle of a case to that of its history", max(e.ratio for e in found.values()), 1.2),
            ("pickle of both to that of the history", max(e.both for e in found.values()), 1.2),
            ("ms to read a case", max(e.load for e in found.values()) * 1000, 5),
        )
    )


def _shares() -> str:
    found = share_times()
    rows = [
        (f"a curve of {CASES:,} cases with exact days", f"{found.curve:.2f}"),
        (f"one share of {CASES:,} cases with exact days", f"{found.share:.2f}"),
        *(
            (f"a curve of {number:,} cases with inexact days", f"{seconds:.2f}")
            for number, seconds in found.inexact.items()
        ),
        (f"`outcomes` of {HISTORIES:,} histories, and a share", f"{found.outcomes:.2f}"),
    ]
    return (
        "## Shares\n\nCPU time in seconds, without bands: the median of five rounds.\n\n"
        f"{_table(('What', 'seconds'), rows)}\n\n"
        + _bounds(
            ("seconds of a curve with exact days", found.curve, 2),
            ("seconds of `outcomes` and a share", found.outcomes, 2),
            ("growth with inexact cases, as a power of their number", found.exponent, 1.15),
        )
    )


def _heading(options: argparse.Namespace, load: float) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        "# Speed\n\n"
        "`make bench` writes this page.\n"
        "Everything was measured in one run, in turns and on the same events; compare the ratios, "
        "not the times.\n"
        "The events are synthetic: seeded random walks over the moves of the process. About 4 in "
        "100 are refused, 1 in 100 is out of order, 15 in 100 are known only by month, and 25 in "
        "100 are what a date rule requires after the event before.\n\n"
        f"- Machine: {platform.machine()}, {os.cpu_count()} processors, {platform.system()}\n"
        f"- Load of the machine at the start: {load:.1f}; if it is not near 0, the figures under "
        "“In bulk”, which use several processors, are higher than on an idle machine\n"
        f"- Python {platform.python_version()}; {packages}\n"
        f"- Seed {SEED}; the shortest time of {options.rounds} rounds (2 for the slow libraries)"
    )


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [headings, ("---", *("---:" for _ in headings[1:])), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _bounds(*bounds: tuple[str, float, float | None]) -> str:
    rows = [
        (name, f"{found:.2f}", "" if bound is None else f"{bound:g}", _kept(name, found, bound))
        for name, found, bound in bounds
    ]
    return _table(("Ratio", "measured", "bound", "kept"), rows)


def _kept(name: str, found: float, bound: float | None) -> str:
    if bound is None:
        return ""
    return "yes" if (found >= bound if name.endswith("at least") else found <= bound) else "no"


if __name__ == "__main__":
    sys.exit(main())
