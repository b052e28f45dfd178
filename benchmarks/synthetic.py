"""Generate synthetic event logs: seeded random walks over the moves of a process.

    python -m benchmarks.synthetic LOG.parquet --cases 100000

The logs contain no data about any council. Some events are refused, some are out of order, and
some dates are known only by month, so that the check gives findings of every kind.
"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

import trustflow as tf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trustflow.process import Process

SEED = 20_260_401
PROCESS = tf.TRUST_TRANSFER
EVENTS = 8
"""The number of events of each case."""
SPAN = 1_000
"""A number of days larger than the number of possible days of any date here."""
MIN_DAY = dt.date(2008, 1, 1).toordinal()
LAST_START = dt.date(2020, 12, 31).toordinal()
"""Each case begins between `MIN_DAY` and `LAST_START`."""
LONGEST_GAP = 240
"""The upper limit, itself excluded, for the days between two events of a case."""
REFUSED, MISPLACED, PART_KNOWN, ANSWERED = 0.04, 0.01, 0.15, 0.25
"""The shares of events that are refused, out of order, known only by month, or required by a date
rule after the previous event."""
WEIGHTS = {"S": 6.0, "A": 0.5, "P": 0.25}
"""The relative frequency of moves by mark; a move that stays in its stage has a third of it."""


class Log(NamedTuple):
    """An event log as arrays, sorted by case.

    Cases and triggers are numbers; the earliest and latest days are ordinals.
    """

    triggers: tuple[str, ...]
    case: np.ndarray
    trigger: np.ndarray
    earliest: np.ndarray
    latest: np.ndarray

    def texts(self) -> np.ndarray:
        """Return the dates as EDTF texts."""
        spans = self.earliest.astype(np.int64) * SPAN + (self.latest - self.earliest)
        different, which = np.unique(spans, return_inverse=True)
        texts = [
            dt.date.fromordinal(first).isoformat()[: 7 if length else 10]
            for first, length in (divmod(span, SPAN) for span in different.tolist())
        ]
        return np.array(texts, dtype=object)[which]

    def cases(self) -> Iterator[list[tuple[str, str]]]:
        """Return the events of each case, as pairs of trigger and date text."""
        rows = list(zip(map(self.triggers.__getitem__, self.trigger), self.texts(), strict=True))
        _, starts = np.unique(self.case, return_index=True)
        ends = [*starts[1:].tolist(), len(rows)]
        return (rows[start:end] for start, end in zip(starts.tolist(), ends, strict=True))


def synthetic_log(process: Process, cases: int, events: int = 8, *, seed: int = SEED) -> Log:
    """Return a log with the given number of cases, each with the given number of events.

    The same seed gives the same log. Triggers whose events need more than a date are left out.
    """
    random = np.random.default_rng(seed)
    triggers = tuple(trigger for trigger in process.triggers if _needs_no_more(process, trigger))
    allowed, refused, after = _tables(process, triggers)
    answers = _answers(process, triggers)
    stage = np.full(cases, list(process.stages).index(process.initial))
    day = random.integers(MIN_DAY, LAST_START, cases)
    chosen = np.empty((cases, events), dtype=np.int32)
    days = np.empty((cases, events), dtype=np.int32)
    for place in range(events):
        draw = random.random(cases)
        new = np.where(random.random(cases) < REFUSED, _drawn(refused, stage, draw), 0)
        new = np.where(new == 0, _drawn(allowed, stage, draw), new)
        if place:
            answer = answers[chosen[:, place - 1]]
            answered = (answer >= 0) & (random.random(cases) < ANSWERED)
            new = np.where(answered, answer, new)
        chosen[:, place] = new
        stage = after[stage, new]
        misplaced = random.random(cases) < MISPLACED
        day = day + np.where(misplaced, -1, 1) * random.integers(0, LONGEST_GAP, cases)
        days[:, place] = day
    earliest, latest = _dates(days.ravel(), random)
    case = np.repeat(np.arange(cases, dtype=np.int32), events)
    return Log(triggers, case, chosen.ravel(), earliest, latest)


def _drawn(weights: np.ndarray, stage: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """Draw a trigger for each case, with the weights for the current stage of the case."""
    found = np.zeros(len(stage), np.int64)
    for number, summed in enumerate(weights):
        there = stage == number
        found[there] = np.searchsorted(summed, draw[there] * summed[-1], side="right")
    return found


def _answers(process: Process, triggers: tuple[str, ...]) -> np.ndarray:
    """Return, for each trigger, one that stops a clock which it starts; -1 if there is none."""
    ending = {
        trigger: next((end for rule in rules for end in rule.ends if end in triggers), None)
        for trigger, rules in process.starting.items()
    }
    return np.array(
        [
            -1 if ending.get(trigger) is None else triggers.index(ending[trigger])
            for trigger in triggers
        ]
    )


def _needs_no_more(process: Process, trigger: str) -> bool:
    """Return whether a trigger and a day are enough to build an event."""
    try:
        process.event(trigger, "2018-04-01")
    except TypeError:
        return False
    return True


def _tables(
    process: Process, triggers: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return, by stage and trigger, the cumulated weights of events, and the next stages.

    The weights of allowed events and those of refused events are two arrays.
    """
    stages = list(process.stages)
    allowed = np.zeros((len(stages), len(triggers)))
    refused = np.zeros_like(allowed)
    after = np.zeros_like(allowed, dtype=np.int64)
    for row, stage in enumerate(stages):
        for column, trigger in enumerate(triggers):
            move = process.table[stage].get(trigger)
            if move is None:
                refused[row, column] = 1
                after[row, column] = stages.index(process.only_targets.get(trigger, stage))
            else:
                allowed[row, column] = WEIGHTS[move.mark] / (3 if move.stays else 1)
                after[row, column] = stages.index(move.leads_to)
    return allowed.cumsum(axis=1), refused.cumsum(axis=1), after


def _dates(days: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the earliest and latest day of each date: an exact day, or a whole month."""
    epoch = dt.date(1970, 1, 1).toordinal()
    month = (days - epoch).astype("datetime64[D]").astype("datetime64[M]")
    first = month.astype("datetime64[D]").astype(np.int64) + epoch
    last = (month + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64) + epoch - 1
    is_partial = random.random(len(days)) < PART_KNOWN
    return (
        np.where(is_partial, first, days).astype(np.int32),
        np.where(is_partial, last, days).astype(np.int32),
    )


def frame_of(log: Log) -> pl.DataFrame:
    """Return the log as a polars frame: cases as numbers, triggers and dates as texts."""
    return pl.DataFrame(
        {
            "case": log.case,
            "event": pl.Series(log.triggers)[log.trigger],
            "on": pl.Series(log.texts().tolist(), dtype=pl.String),
        }
    )


def main() -> None:
    """Write a synthetic log of the trust transfer to a Parquet file."""
    parser = argparse.ArgumentParser(
        description="write a synthetic event log of the trust transfer"
    )
    parser.add_argument("path", type=Path, help="the Parquet file to write")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=8, help="the number of events of each case")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    log = synthetic_log(tf.TRUST_TRANSFER, options.cases, options.events, seed=options.seed)
    frame_of(log).write_parquet(options.path)


if __name__ == "__main__":
    main()
