"""Bands around shares, from a bootstrap over authorities."""

from __future__ import annotations

import random
from bisect import bisect_right
from itertools import accumulate, groupby
from math import exp, log
from operator import attrgetter
from statistics import NormalDist, stdev
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import InvalidValue, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .incidence import CaseDays

__all__ = ["ROUNDS", "SEED", "band", "band_level", "spreads"]

SEED = 2026
"""The seed of the samples."""
ROUNDS = 1000
"""The number of samples."""
NEARLY_ALL = 1 - 1e-9
"""The share that counts as all, because sums of decimals are rounded."""
Band = tuple[float, float]


def band_level(level: Any) -> float | None:
    """Return the level of a band, which lies between 0 and 1; None for no band.

    Raises:
        InvalidValue: It is something else.
    """
    if level is None or (isinstance(level, float) and 0 < level < 1):
        return level
    accepted = "Expected a number between 0 and 1, such as 0.9, or None for no band."
    raise InvalidValue(quoted(level), "level", accepted)


def spreads(cases: Sequence[CaseDays], end: str, days: Sequence[int], seed: int) -> list[float]:
    """Return the standard deviation of the share at each of some days.

    Authorities are sampled with replacement, each with all its cases, and the share is estimated in
    each sample.

    Args:
        cases: The cases.
        end: The label of the end.
        days: The days, in ascending order.
        seed: The seed of the samples.
    """
    sampled = _Samples(cases, end, days, seed)
    columns = zip(*(sampled.shares() for _ in range(ROUNDS)), strict=True)
    return [stdev(column) for column in columns]


class _Samples:
    """Samples of the authorities of some cases."""

    def __init__(self, cases: Sequence[CaseDays], end: str, days: Sequence[int], seed: Any) -> None:
        if type(seed) is not int:
            raise InvalidValue(quoted(seed), "seed", "Expected a whole number, such as 2026.")
        self._random = random.Random(seed)  # noqa: S311 - a sample, which must be repeatable
        places: dict[str, int] = {}
        for case in cases:
            places.setdefault(case.authority, len(places))
        # On each day, the ends in question come first and the open cases last, so that each number
        # that a step needs is a difference of two sums of weights.
        ranks = {end: 0, None: 2}
        ordered = sorted(cases, key=lambda case: (case.middle, ranks.get(case.end, 1)))
        self._places = range(len(places))
        self._place_of_case = [places[case.authority] for case in ordered]
        self._steps = [*_steps(ordered, end)]
        known = [step.day for step in self._steps]
        self._asked = [bisect_right(known, day) for day in days]
        del self._steps[max(self._asked, default=0) :]

    def shares(self) -> list[float]:
        """Return the estimated share at each day in the next sample."""
        weights = [0] * len(self._places)
        for place in self._random.choices(self._places, k=len(weights)):
            weights[place] += 1
        sums = [0, *accumulate(map(weights.__getitem__, self._place_of_case))]
        total = sums[-1]
        share, still_open = 0.0, 1.0
        shares = [share]
        for _, first, after_own, after_ended in self._steps:
            before = sums[first]
            at_risk = total - before
            if at_risk:
                share += still_open * (sums[after_own] - before) / at_risk
                still_open *= 1 - (sums[after_ended] - before) / at_risk
            shares.append(share)
        return [shares[step] for step in self._asked]


class _Step(NamedTuple):
    """The positions of the cases that end on one day, among cases in order.

    Attributes:
        day: The number of days after the start.
        first: The position of the first case that ends or is followed no longer.
        after_own: The position after the last case that ended in the way in question.
        after_ended: The position after the last case that ended in any way.
    """

    day: int
    first: int
    after_own: int
    after_ended: int


def _steps(ordered: Sequence[CaseDays], end: str) -> Iterator[_Step]:
    """Yield the days on which a case ended."""
    position = 0
    for day, group in groupby(ordered, key=attrgetter("middle")):
        ends = [case.end for case in group]
        ended = len(ends) - ends.count(None)
        if ended:
            yield _Step(day, position, position + ends.count(end), position + ended)
        position += len(ends)


def band(
    shares: tuple[float, float, float], spread: float, authorities: int, level: float
) -> Band | None:
    """Return the band around a share; None if the samples do not differ.

    It is symmetric in the logarithm of minus the logarithm of the remaining share. If no case or
    every case ended so, the samples show nothing, and the band is that of the exact binomial. With
    inexact dates, it is as far below the least possible share, and above the greatest, as below and
    above the estimate.

    Args:
        shares: The least possible share, the estimate, and the greatest possible share.
        spread: The standard deviation of the estimate in the samples.
        authorities: The number of authorities of which it is known what followed by the day.
        level: The level of the band.
    """
    least, share, greatest = shares
    unseen = 1 - ((1 - level) / 2) ** (1 / authorities)
    rest = 1 - share
    if share <= 0:
        low, high = 0.0, unseen
    elif share >= NEARLY_ALL:
        low, high = 1 - unseen, 1.0
    elif spread > 0:
        factor = NormalDist().inv_cdf((1 + level) / 2) * spread / (rest * -log(rest))
        low, high = 1 - rest ** exp(-factor), 1 - rest ** exp(factor)
    else:
        return None
    return max(0.0, least - (share - low)), min(1.0, greatest + (high - share))
