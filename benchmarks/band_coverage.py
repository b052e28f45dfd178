"""Simulate how often the band around a share contains the true share.

    python -m benchmarks.band_coverage [REPETITIONS]

The cases are simulated from constant hazards, so the true shares are known. Number of cases, number
of authorities, hazards and follow-up are those of the casebook, for each stage that at least ten
cases entered. A band at 90 % should contain the true share in about 90 % of the repetitions.
"""

from __future__ import annotations

import random
import sys
from math import exp
from typing import TYPE_CHECKING, NamedTuple

import trustflow as tf
from trustflow.cohorts.bands import SEED, band, spreads
from trustflow.cohorts.estimates import known_authorities
from trustflow.cohorts.incidence import CaseDays, curve

if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = 0.9
DAYS = (365, 730, 1095)
"""The days at which the true share is compared with its band."""
REPETITIONS = 400
FEWEST = 10
"""The smallest number of cases for which a band is given."""
SEVERAL = 5
"""The number of expected ends from which the samples show how the estimate varies."""
NEAR = (0.85, 0.95)
"""The coverage that is near enough to the level."""


class Cohort(NamedTuple):
    """What the cases of a stage in the casebook are like.

    Attributes:
        stage: The stage.
        authorities: The authority of each case.
        hazards: The hazard of each end for each day, by label.
        follow_ups: The number of days from the start of each case to the end of the records.
    """

    stage: str
    authorities: list[str]
    hazards: dict[str, float]
    follow_ups: list[int]

    def true_share(self, end: str, day: int) -> float:
        """Return the share of cases that end in one way up to a day."""
        total = sum(self.hazards.values())
        return self.hazards[end] / total * (1 - exp(-total * day))

    def sample(self, source: random.Random) -> list[CaseDays]:
        """Return as many random cases, whose follow-up is drawn from those of the record."""
        ends, hazards = zip(*self.hazards.items(), strict=True)
        cases = []
        for authority in self.authorities:
            followed = source.choice(self.follow_ups)
            ended = int(source.expovariate(sum(hazards)))
            day = min(ended, followed)
            end = source.choices(ends, hazards)[0] if ended <= followed else None
            cases.append(CaseDays(day, day, day, end, authority))
        return cases


def cohorts() -> Iterator[Cohort]:
    """Yield the stages of the casebook that enough cases entered and left."""
    histories = tf.casebook.histories()
    for stage in tf.Stage:
        found = tf.outcomes(histories, stage)
        if len(found.cases) < FEWEST or not found.ends or found.known_to is None:
            continue
        at_risk = sum(max(case.middle, 1) for case in found.cases)
        numbers = {end: sum(case.end == end for case in found.cases) for end in found.ends}
        yield Cohort(
            stage,
            [case.authority for case in found.cases],
            {end: number / at_risk for end, number in numbers.items() if number},
            [
                case.middle if case.end is None else found.known_to.first - case.start.on.first
                for case in found.cases
            ],
        )


class Row(NamedTuple):
    """How often the band contained the true share of one end at one day.

    Attributes:
        stage: The stage.
        cases: The number of cases.
        end: The label of the end.
        day: The day.
        true_share: The true share.
        covered: The share of the repetitions in which the band contained it.
        width: The mean width of the band.
    """

    stage: str
    cases: int
    end: str
    day: int
    true_share: float
    covered: float
    width: float

    @property
    def expected(self) -> float:
        """The number of cases that end so by the day, on average, if all are followed for so long.

        Bands from few of them are the least certain.
        """
        return self.cases * self.true_share

    def __str__(self) -> str:
        return (
            f"| `{self.stage}` | {self.cases} | `{self.end}` | {self.day} | {self.true_share:.1%} "
            f"| {self.expected:.1f} | {self.covered:.1%} | {self.width:.1%} |"
        )


def coverage(cohort: Cohort, repetitions: int) -> Iterator[Row]:
    """Yield a row for each end and day."""
    source = random.Random(f"{SEED} {cohort.stage}")  # noqa: S311 - a simulation
    samples = [cohort.sample(source) for _ in range(repetitions)]
    for end in cohort.hazards:
        hits, widths = dict.fromkeys(DAYS, 0), dict.fromkeys(DAYS, 0.0)
        for seed, cases in enumerate(samples):
            points = curve(cases, end)
            known = known_authorities(cases, DAYS)
            samples_spread = spreads(cases, end, DAYS, seed)
            for day, spread, authorities in zip(DAYS, samples_spread, known, strict=True):
                share = max((point.share for point in points if point.day <= day), default=0.0)
                low, high = band((share,) * 3, spread, authorities, LEVEL) or (share, share)
                hits[day] += low <= cohort.true_share(end, day) <= high
                widths[day] += high - low
        for day in DAYS:
            yield Row(
                cohort.stage,
                len(cohort.authorities),
                end,
                day,
                cohort.true_share(end, day),
                hits[day] / repetitions,
                widths[day] / repetitions,
            )


HEADINGS = (
    "stage",
    "cases",
    "end",
    "days",
    "true share",
    "expected number",
    "coverage",
    "mean width",
)


def main() -> None:
    """Print the coverage as a Markdown table, row by row, and its range."""
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else REPETITIONS
    _write(f"| {' | '.join(HEADINGS)} |\n|{' --- |' * len(HEADINGS)}")
    rows = []
    for cohort in cohorts():
        for row in coverage(cohort, repetitions):
            rows.append(row)
            _write(str(row))
    _write(f"\nBands at {LEVEL:.0%}, {repetitions} repetitions each. {_range(rows)}")
    several = [row for row in rows if row.expected >= SEVERAL]
    _write(f"Where at least {SEVERAL} are expected to end so: {_range(several)}")


def _write(line: str) -> None:
    """Write a line at once, because the whole run takes minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _range(rows: list[Row]) -> str:
    """Return the average coverage, the lowest and the highest, and how many rows are near 90 %."""
    covered = [row.covered for row in rows]
    lowest, highest = NEAR
    near = sum(lowest <= each <= highest for each in covered)
    return (
        f"{len(rows)} rows: coverage {sum(covered) / len(rows):.1%} on average, from "
        f"{min(covered):.1%} to {max(covered):.1%}; {near} rows lie within {lowest:.0%} to "
        f"{highest:.0%}, {sum(each < lowest for each in covered)} below."
    )


if __name__ == "__main__":
    main()
