"""Measure how long shares of many synthetic cases take.

python -m benchmarks.share_speed
"""

from __future__ import annotations

import random
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

import trustflow as tf
from trustflow.cohorts.estimates import ShareCases
from trustflow.cohorts.incidence import CaseDays

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = 100_000
HISTORIES = 10_000
ROUNDS = 5
ENDS = ("a", "b", "c", None)
LAST_DAY = 3650
FIRST_DAY = 730_000
"""The day (ordinal) of the first start: in 1999."""


def exact_cases() -> ShareCases:
    """Return synthetic cases whose days are known exactly."""
    source = random.Random(1)  # noqa: S311 - synthetic cases
    days = [source.randint(0, LAST_DAY) for _ in range(CASES)]
    cases = (CaseDays(day, day, day, source.choice(ENDS), str(i)) for i, day in enumerate(days))
    return ShareCases(tuple(cases))


def histories() -> list[tf.History]:
    """Return synthetic histories of two events: a judgement, and a review some days later."""
    source = random.Random(2)  # noqa: S311 - synthetic cases
    found = []
    for i in range(HISTORIES):
        start = FIRST_DAY + source.randint(0, LAST_DAY)
        end = start + source.randint(0, LAST_DAY)
        days = [tf.PartialDate.between(day, day) for day in (start, end)]
        events = [
            tf.events.InspectionPublished(days[0], judgement="inadequate"),
            tf.events.CommissionerAppointed(days[1]),
        ]
        found.append(tf.History(str(i), events[: source.choice((1, 2, 2))]))
    return found


def seconds(call: Callable[[], object]) -> float:
    """Return the median processor time of a call."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return median(times)


def main() -> None:
    """Print the times."""
    cases = exact_cases()
    curve = seconds(lambda: cases.incidence("a", level=None, seed=1))
    share = seconds(lambda: cases.share("start", "a", 730, level=None, seed=1))
    several = histories()
    found = seconds(lambda: tf.outcomes(several, "rated_inadequate", confidence=None))
    sys.stdout.write(
        f"{CASES:,} cases without bands: curve {curve:.2f} s, share {share:.2f} s\n"
        f"{HISTORIES:,} histories with a case each: outcomes {found:.2f} s\n"
    )


if __name__ == "__main__":
    main()
