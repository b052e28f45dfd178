"""Measure how long a window takes, and how much longer the same answer takes day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pendulum
from attrs import evolve

import trustflow as tf
from benchmarks.figures import Bound, Spread, bounds_table, ratio, table
from benchmarks.measures import times
from trustflow import casebook
from trustflow.engine import moved, suppose
from trustflow.queries import event_asked, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trustflow.engine import Replay

__all__ = ["questions", "windows"]

PROCESS = tf.TRUST_TRANSFER
DAYS = 5 * 365
"""How many days from the day asked about on are asked about one by one."""
SHARE = 100
"""One of so many questions is asked."""


class Question(NamedTuple):
    """An event after the first events of a history of the casebook, and the day asked about."""

    replay: Replay
    event: tf.Event
    as_of: int


def questions() -> Iterator[Question]:
    """Yield every event that ends a running clock or may meet a deadline, after each prefix."""
    for history in casebook.histories():
        for count in range(1, len(history) + 1):
            replay = tf.check(evolve(history, events=history.events[:count])).replay
            for trigger, compiled in ((name, replay.table[name]) for name in PROCESS.triggers):
                ends = any(rule.id in replay.clocks for rule in compiled.ending)
                if compiled.move is not None and (ends or replay.open_deadlines):
                    event = event_asked(PROCESS, trigger, {})
                    yield Question(replay, event, replay.reached)


def windows(rounds: int) -> str:
    """Return the section on windows."""
    asked = [each for index, each in enumerate(questions()) if index % SHARE == 0]

    def by_window() -> None:
        for replay, event, as_of in asked:
            window_of(replay, event, pendulum.Date.fromordinal(as_of))

    def by_day() -> None:
        for replay, event, as_of in asked:
            for day in range(as_of, as_of + DAYS):
                suppose(replay, moved(event, day))

    found = times({"window": by_window, "day by day": by_day}, rounds)
    window = Spread.of(seconds * 1000 / len(asked) for seconds in found["window"])
    each_day = Spread.of(seconds * 1000 / len(asked) for seconds in found["day by day"])
    measured = table(
        ("What", "ms per question"),
        [
            ("the window of an event", window.text(2)),
            (f"`suppose` on each of {DAYS:,} days", each_day.text(2)),
        ],
    )
    bounds = bounds_table(
        Bound("ms of a window", window, 1),
        Bound("day by day to a window", ratio(found["day by day"], found["window"]), least=15),
    )
    return (
        f"## Windows\n\n{len(asked):,} questions on the histories of the casebook: which days are "
        "left for an event that ends a clock or follows a deadline.\n\n"
        f"{measured}\n\n{bounds}"
    )
