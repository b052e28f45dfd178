"""Measure one event after another: checks, live cases and frames, beside other libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

import trustflow as tf
from benchmarks.figures import Bound, Spread, bounds_table, ratio, table
from benchmarks.measures import times
from benchmarks.peers import PEERS
from benchmarks.synthetic import EVENTS, PROCESS, frame_of, synthetic_log
from trustflow.exchange import from_frame

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CHEAPEST", "FLOOR", "one_by_one"]

FLOOR, CHEAPEST, *SLOWER = PEERS
SENDS = "python-statemachine"
FEWER = 10
"""The slower libraries get one of so many cases."""
CHECK, RECORD, FROM_FRAME = "`check`", "`Case.record`", "`from_frame`"


def one_by_one(cases: int, rounds: int) -> str:
    """Return the section on one event after another."""
    log = synthetic_log(PROCESS, cases, EVENTS)
    rows = list(log.cases())
    triggers = [[trigger for trigger, _ in case] for case in rows]
    histories = [tf.History("Synthetic", [PROCESS.event(*row) for row in case]) for case in rows]

    def walked_by(walk: Callable[[list[str]], object], each: int = 1) -> Callable[[], object]:
        return lambda: [walk(case) for case in triggers[::each]] and None

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

    walks = {name: make(PROCESS) for name, make in PEERS.items()}
    frame = frame_of(log).cast({"case": pl.String})
    found = times(
        {
            FLOOR: walked_by(walks[FLOOR]),
            CHEAPEST: walked_by(walks[CHEAPEST]),
            CHECK: checked,
            RECORD: recorded,
            FROM_FRAME: lambda: from_frame(frame),
            **{name: walked_by(walks[name], FEWER) for name in SLOWER},
        },
        rounds,
    )
    found |= {name: [seconds * FEWER for seconds in found[name]] for name in SLOWER}
    events = cases * EVENTS
    measured = table(
        ("What", "µs per event", f"ratio to {CHEAPEST}"),
        sorted(
            (
                (name, Spread.of(each).text(2, 1e6 / events), ratio(each, found[CHEAPEST]).text(2))
                for name, each in found.items()
            ),
            key=lambda row: Spread.of(found[row[0]]),
        ),
    )
    bounds = bounds_table(
        Bound(
            f"{CHECK} to the cheapest use of transitions", ratio(found[CHECK], found[CHEAPEST]), 0.3
        ),
        Bound(f"{FROM_FRAME} to {CHECK}", ratio(found[FROM_FRAME], found[CHECK]), 2),
        Bound(f"{RECORD} to one trigger in that use", ratio(found[RECORD], found[CHEAPEST]), 1.4),
        Bound(f"{SENDS} to {RECORD}", ratio(found[SENDS], found[RECORD]), least=5),
    )
    return (
        f"## One event after another\n\n{cases:,} cases of {EVENTS} events, refused ones "
        f"included; a tenth of them for the slower libraries. The other libraries check no date "
        f"rules.\n\n{measured}\n\n{bounds}"
    )
