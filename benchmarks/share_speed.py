"""Measure how long shares of many synthetic cases take, and how that grows.

    python -m benchmarks.share_speed

Measured are, in processor time and without bands: the curve and one share from days that are known
exactly; the curve from days known as a range, for a doubling number of cases on as many days; and
outcomes with a share from histories of one or two events, which includes their check.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from functools import partial
from math import log2
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import trustflow as tf
from trustflow.cohorts.estimates import ShareCases
from trustflow.cohorts.incidence import CaseDays

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = 100_000
HISTORIES = 100_000
ROUNDS = 5
INEXACT = (2000, 4000, 8000, 16_000)
"""The numbers of cases with inexact days."""
WIDTHS = (0, 30, 365)
"""The widths of their ranges: an exact day, a month or a year."""
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


def inexact_cases(number: int) -> ShareCases:
    """Return synthetic cases whose days are known as ranges."""
    source = random.Random(3)  # noqa: S311 - synthetic cases
    cases = []
    for i in range(number):
        least, width = source.randint(0, number), source.choice(WIDTHS)
        end = source.choice(ENDS)
        cases.append(CaseDays(least, least + width, least + width // 2, end, str(i)))
    return ShareCases(tuple(cases))


class ShareTimes(NamedTuple):
    """The times in seconds.

    Attributes:
        curve: The curve of `CASES` cases with exact days.
        share: One share of these cases.
        inexact: The curve by the number of cases with inexact days.
        outcomes: The outcomes of `HISTORIES` histories, with a share.
    """

    curve: float
    share: float
    inexact: dict[int, float]
    outcomes: float

    @property
    def exponent(self) -> float:
        """The power of the number of inexact cases with which the time of their curve grows."""
        fewest, most = min(self.inexact), max(self.inexact)
        return log2(self.inexact[most] / self.inexact[fewest]) / log2(most / fewest)


def share_times() -> ShareTimes:
    """Return the median times of several rounds."""
    cases = exact_cases()
    several = histories()
    # As in `times`, objects made before the measurement are hidden from the garbage collector.
    gc.collect()
    gc.freeze()
    inexact = {}
    for number in INEXACT:
        made = inexact_cases(number)
        inexact[number] = seconds(partial(made.incidence, "a", level=None, seed=1))
    found = ShareTimes(
        seconds(lambda: cases.incidence("a", level=None, seed=1)),
        seconds(lambda: cases.share("start", "a", 730, level=None, seed=1)),
        inexact,
        seconds(lambda: _outcomes_with_share(several)),
    )
    gc.unfreeze()
    return found


def _outcomes_with_share(several: list[tf.History]) -> None:
    found = tf.outcomes(several, "rated_inadequate", confidence=None)
    found.share("commissioner_review", level=None)


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
    found = share_times()
    inexact = ", ".join(f"{number:,}: {time:.2f} s" for number, time in found.inexact.items())
    sys.stdout.write(
        f"{CASES:,} cases without bands: curve {found.curve:.2f} s, share {found.share:.2f} s\n"
        f"inexact cases: {inexact}; exponent {found.exponent:.2f}\n"
        f"{HISTORIES:,} histories: outcomes with a share {found.outcomes:.2f} s\n"
    )


if __name__ == "__main__":
    main()
