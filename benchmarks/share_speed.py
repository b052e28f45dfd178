"""Measure how long shares of many synthetic cases take, and how that grows.

    python -m benchmarks.share_speed

Measured are, in processor time and without bands: the curve and one share from days that are known
exactly; the curve from days known as a range, for a doubling number of cases on as many days; and
outcomes with a share from histories of one or two events, which includes their check.
"""

from __future__ import annotations

import random
import sys
import time
from functools import partial
from math import log2
from typing import TYPE_CHECKING

import trustflow as tf
from benchmarks.figures import Bound, Spread, bounds_table, table
from benchmarks.measures import times
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


def shares(rounds: int) -> str:
    """Return the section on shares of many cases."""
    cases = exact_cases()
    several = histories()
    inexact = {number: inexact_cases(number) for number in INEXACT}
    curve, share, outcomes = "curve", "share", "outcomes"
    calls: dict[str, Callable[[], object]] = {
        curve: lambda: cases.incidence("a", level=None, seed=1),
        share: lambda: cases.share("start", "a", 730, level=None, seed=1),
        outcomes: lambda: _outcomes_with_share(several),
    }
    calls |= {
        str(number): partial(made.incidence, "a", level=None, seed=1)
        for number, made in inexact.items()
    }
    found = times(calls, rounds, clock=time.process_time)
    fewest, most = min(INEXACT), max(INEXACT)
    exponents = (
        log2(after / before) / log2(most / fewest)
        for before, after in zip(found[str(fewest)], found[str(most)], strict=True)
    )
    rows = [
        (f"a curve of {CASES:,} cases with exact days", found[curve]),
        (f"one share of {CASES:,} cases with exact days", found[share]),
        *(
            (f"a curve of {number:,} cases with inexact days", found[str(number)])
            for number in INEXACT
        ),
        (f"`outcomes` of {HISTORIES:,} histories, and a share", found[outcomes]),
    ]
    measured = table(("What", "seconds"), [(name, Spread.of(each).text(2)) for name, each in rows])
    bounds = bounds_table(
        Bound("seconds of a curve with exact days", Spread.of(found[curve]), 2),
        Bound("seconds of `outcomes` and a share", Spread.of(found[outcomes]), 2),
        Bound("growth with inexact cases, as a power of their number", Spread.of(exponents), 1.15),
    )
    return f"## Shares\n\nCPU time in seconds, without bands.\n\n{measured}\n\n{bounds}"


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


def main() -> None:
    """Print the times."""
    sys.stdout.write(f"{shares(ROUNDS)}\n")


if __name__ == "__main__":
    main()
