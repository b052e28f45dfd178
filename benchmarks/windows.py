"""Measure how long a window takes, and how much longer the same answer takes day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pendulum
from attrs import evolve

import trustflow as tf
from benchmarks.measures import times
from trustflow import casebook
from trustflow.engine import moved, suppose
from trustflow.queries import event_asked, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trustflow.engine import Replay

__all__ = ["DAYS", "Question", "questions", "window_times"]

PROCESS = tf.TRUST_TRANSFER
DAYS = 5 * 365
"""How many days from the day asked about on are asked about one by one."""
SHARE = 25
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


def window_times(rounds: int) -> tuple[int, float, float]:
    """Return the number of questions, and the seconds for each by its window and day by day."""
    asked = [each for index, each in enumerate(questions()) if index % SHARE == 0]

    def by_window() -> None:
        for replay, event, as_of in asked:
            window_of(replay, event, pendulum.Date.fromordinal(as_of))

    def by_day() -> None:
        for replay, event, as_of in asked:
            for day in range(as_of, as_of + DAYS):
                suppose(replay, moved(event, day))

    found = times({"window": by_window}, rounds) | times({"day": by_day}, 1)
    return len(asked), found["window"] / len(asked), found["day"] / len(asked)
