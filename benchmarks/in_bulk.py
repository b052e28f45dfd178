"""Measure checks of whole frames: their time, their growth and their memory."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

import trustflow as tf
from benchmarks.figures import Bound, Spread, bounds_table, ratio, table
from benchmarks.measures import highest_memory, times
from benchmarks.synthetic import EVENTS, PROCESS, frame_of, synthetic_log
from trustflow.bulk import check_frame
from trustflow.bulk.event_log import read_event_log
from trustflow.bulk.findings import check_log
from trustflow.bulk.frame_adapter import FrameAdapter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["first_call", "growth", "in_bulk", "memory_of"]

BASELINE = "plain dict loop, row by row, no rules (baseline)"
CASE_BY_CASE = "plain dict loop, case by case, no rules"
KERNEL = "the kernel alone"
WHOLE = "`check_frame` on a polars frame"
LAWFUL_BASELINE = "the baseline, on cases without findings"
LAWFUL = "`check_frame`, on cases without findings"


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


def in_bulk(cases: int, rounds: int) -> str:
    """Return the section on checks in bulk."""
    frame = frame_of(synthetic_log(PROCESS, cases, EVENTS))
    rows = frame["case"].to_list(), frame["event"].to_list()
    first = Spread.of(_first_call() for _ in range(rounds))
    lawful = without_findings(frame)
    lawful_rows = lawful["case"].to_list(), lawful["event"].to_list()
    adapter = FrameAdapter.wrap(frame, PROCESS)
    log = read_event_log(adapter.column, adapter.names, PROCESS)
    found = times(
        {
            BASELINE: lambda: row_by_row(*rows),
            CASE_BY_CASE: lambda: case_by_case(*rows),
            KERNEL: lambda: check_log(log, PROCESS),
            WHOLE: lambda: check_frame(frame),
            LAWFUL_BASELINE: lambda: row_by_row(*lawful_rows),
            LAWFUL: lambda: check_frame(lawful),
        },
        rounds,
    )
    floor = found[BASELINE]
    measured = table(
        ("What", "seconds", "ns per event", "times as fast as the baseline"),
        [
            (
                name,
                Spread.of(each).text(3),
                Spread.of(each).text(
                    1, 1e9 / (len(lawful) if name in (LAWFUL, LAWFUL_BASELINE) else len(frame))
                ),
                ratio(found[LAWFUL_BASELINE] if name == LAWFUL else floor, each).text(1)
                if name != LAWFUL_BASELINE
                else "",
            )
            for name, each in found.items()
        ],
    )
    findings, size = len(check_frame(frame)), frame.estimated_size()
    highest = _memory_in_a_fresh_python(frame)
    memory = Spread.exactly((highest or 0) / size)
    bounds = bounds_table(
        Bound("the baseline to the kernel alone", ratio(floor, found[KERNEL]), least=14),
        Bound("the baseline to `check_frame`", ratio(floor, found[WHOLE]), least=4),
        Bound(
            "the same on cases without findings",
            ratio(found[LAWFUL_BASELINE], found[LAWFUL]),
            least=7,
        ),
        Bound("seconds of processor time of the first call", first, 0.5),
        Bound("peak memory to the memory of the frame", memory, 3),
        Bound("the loop case by case to `check_frame`", ratio(found[CASE_BY_CASE], found[WHOLE])),
    )
    return (
        f"## In bulk\n\n{cases:,} cases of {EVENTS} events, with {findings:,} findings, in a "
        f"polars frame of {size / 1e6:,.0f} MB (triggers and dates are texts). The cases without "
        f"findings have {len(lawful):,} events.\n\n{measured}\n\n"
        "The first call in a process loads some libraries and the kernel, which was compiled "
        "before and kept. Peak memory is measured on Linux only, without the frame itself.\n\n"
        f"{bounds}"
    )


def without_findings(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the cases of a log that have no findings."""
    return frame.filter(~pl.col("case").is_in(check_frame(frame)["case"].unique().to_list()))


def _first_call() -> float:
    """Return the seconds of processor time that the first call takes in a fresh process.

    The kernel has been compiled before.
    """
    return float(_printed("from benchmarks.in_bulk import first_call; print(first_call())"))


def first_call() -> float:
    """Return the seconds of processor time that a call takes."""
    frame = frame_of(synthetic_log(PROCESS, 10, EVENTS))
    start = time.process_time()
    check_frame(frame)
    return time.process_time() - start


def _printed(statement: str) -> str:
    """Return what a statement prints in a fresh process."""
    done = subprocess.run(  # noqa: S603 - our own statement
        [sys.executable, "-c", statement], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def _memory_in_a_fresh_python(frame: pl.DataFrame) -> int | None:
    """Return, in bytes, the peak memory of a check in a fresh process, without the frame itself."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.arrow"
        frame.write_ipc(path)
        found = _printed(
            f"from benchmarks.in_bulk import memory_of; print(memory_of({str(path)!r}))"
        )
    return None if found == "None" else int(found)


def memory_of(path: str) -> int | None:
    """Return, in bytes, the peak memory of checking the frame in a file, without the frame."""
    content = Path(path).read_bytes()
    # A first check loads the libraries and the tables of the process, so that they do not count.
    check_frame(pl.read_ipc(io.BytesIO(content), n_rows=1000))
    return highest_memory(lambda: pl.read_ipc(io.BytesIO(content)), check_frame)


def growth(bulk_cases: int, cases: int, rounds: int) -> str:
    """Return the section on how checks of many cases grow."""
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
    found = {
        name: times(each, rounds) for name, each in (("`check_frame`", bulk), ("`check`", single))
    }
    measured = table(
        ("What", "n", "2n", "4n", "8n"),
        [
            (name, *(ratio(each, by_size["1"]).text(2) for each in by_size.values()))
            for name, by_size in found.items()
        ],
    )
    bounds = bounds_table(
        *(
            Bound(f"8n to n, {name}", ratio(by_size["8"], by_size["1"]), 9)
            for name, by_size in found.items()
        )
    )
    return (
        f"## Growth with the number of cases\n\nTime for n, 2n, 4n and 8n cases, relative to the "
        f"time for n ({bulk_cases:,} cases for `check_frame`, {cases:,} for `check`).\n\n"
        f"{measured}\n\n{bounds}"
    )
