"""Logs made up from a process: seeded random walks over its moves, for benchmarks and trials.

They are no data about any council. Some events are refused, some stand out of order, and some
dates are known by their month only, so that every kind of finding is among what is checked.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trustflow import Process

SEED = 20_260_401
FIRST_DAY = dt.date(2008, 1, 1).toordinal()
LAST_START = dt.date(2020, 12, 31).toordinal()
LONGEST_GAP = 240
"""The most days between two events of a case."""
REFUSED, MISPLACED, PART_KNOWN = 0.04, 0.01, 0.15
"""How many of the events are not allowed, out of order, or known by their month only."""
WEIGHTS = {"S": 6.0, "A": 0.5, "P": 0.25}
"""How often a move of each mark is taken; one that stays, a third as often."""


class Log(NamedTuple):
    """Events sorted by case: the case's number, the trigger's, and the earliest and latest day."""

    triggers: tuple[str, ...]
    case: np.ndarray
    trigger: np.ndarray
    earliest: np.ndarray
    latest: np.ndarray

    def texts(self) -> list[str]:
        """The dates as EDTF text."""
        return [
            dt.date.fromordinal(first).isoformat()[: 10 if first == last else 7]
            for first, last in zip(self.earliest.tolist(), self.latest.tolist(), strict=True)
        ]

    def cases(self) -> Iterator[list[tuple[str, str]]]:
        """For each case its events: trigger and date as text."""
        rows = list(zip(map(self.triggers.__getitem__, self.trigger), self.texts(), strict=True))
        _, starts = np.unique(self.case, return_index=True)
        ends = [*starts[1:].tolist(), len(rows)]
        return (rows[start:end] for start, end in zip(starts.tolist(), ends, strict=True))


def synthetic_log(process: Process, cases: int, events: int = 8, *, seed: int = SEED) -> Log:
    """A log of so many cases of so many events each; the same seed gives the same log.

    Triggers whose events cannot be told from trigger and date alone are left out.
    """
    random = np.random.default_rng(seed)
    triggers = tuple(trigger for trigger in process.triggers if _needs_no_more(process, trigger))
    allowed, refused, after = _tables(process, triggers)
    stage = np.full(cases, list(process.stages).index(process.initial))
    day = random.integers(FIRST_DAY, LAST_START, cases)
    chosen = np.empty((cases, events), dtype=np.int32)
    days = np.empty((cases, events), dtype=np.int32)
    for place in range(events):
        table = np.where((random.random(cases) < REFUSED)[:, None], refused[stage], allowed[stage])
        draw = random.random(cases) * table[:, -1]
        chosen[:, place] = (table <= draw[:, None]).sum(axis=1)
        stage = after[stage, chosen[:, place]]
        misplaced = random.random(cases) < MISPLACED
        day = day + np.where(misplaced, -1, 1) * random.integers(0, LONGEST_GAP, cases)
        days[:, place] = day
    earliest, latest = _dates(days.ravel(), random)
    case = np.repeat(np.arange(cases, dtype=np.int32), events)
    return Log(triggers, case, chosen.ravel(), earliest, latest)


def _needs_no_more(process: Process, trigger: str) -> bool:
    """Whether an event can be made of the trigger and a day."""
    try:
        process.event(trigger, "2018-04-01")
    except TypeError:
        return False
    return True


def _tables(
    process: Process, triggers: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By stage: the summed weights of the allowed and the refused triggers, and the stage after."""
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
    """The earliest and latest day of each: the day itself, or those of its month."""
    epoch = dt.date(1970, 1, 1).toordinal()
    month = (days - epoch).astype("datetime64[D]").astype("datetime64[M]")
    first = month.astype("datetime64[D]").astype(np.int64) + epoch
    last = (month + 1).astype("datetime64[D]").astype(np.int64) + epoch - 1
    part_known = random.random(len(days)) < PART_KNOWN
    return (
        np.where(part_known, first, days).astype(np.int32),
        np.where(part_known, last, days).astype(np.int32),
    )
