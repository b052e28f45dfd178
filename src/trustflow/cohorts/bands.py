"""Bands around shares, from a bootstrap over authorities."""

from __future__ import annotations

import random
from math import exp, log
from statistics import NormalDist, stdev
from typing import TYPE_CHECKING, Any

from ..errors import InvalidValue, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    sampled = _Samples(cases, end, seed)
    columns = zip(*(sampled.shares(days) for _ in range(ROUNDS)), strict=True)
    return [stdev(column) for column in columns]


class _Samples:
    """Samples of the authorities of some cases."""

    def __init__(self, cases: Sequence[CaseDays], end: str, seed: Any) -> None:
        if not isinstance(seed, int):
            raise InvalidValue(quoted(seed), "seed", "Expected a whole number, such as 2026.")
        self._random = random.Random(seed)  # noqa: S311 - a sample, which must be repeatable
        places: dict[str, int] = {}
        steps: dict[int, tuple[list[int], list[int], list[int]]] = {}
        for case in cases:
            place = places.setdefault(case.authority, len(places))
            own, ended, leaving = steps.setdefault(case.middle, ([], [], []))
            leaving.append(place)
            if case.end is not None:
                ended.append(place)
            if case.end == end:
                own.append(place)
        self._places = range(len(places))
        self._steps = [(day, *steps[day]) for day in sorted(steps)]

    def shares(self, days: Sequence[int]) -> list[float]:
        """Return the estimated share at each day in the next sample."""
        weights = [0] * len(self._places)
        for place in self._random.choices(self._places, k=len(weights)):
            weights[place] += 1
        weight = weights.__getitem__
        at_risk = sum(sum(map(weight, leaving)) for _, _, _, leaving in self._steps)
        share, still_open = 0.0, 1.0
        shares: list[float] = []
        for day, own, ended, leaving in self._steps:
            while len(shares) < len(days) and days[len(shares)] < day:
                shares.append(share)
            if ended and at_risk:
                share += still_open * sum(map(weight, own)) / at_risk
                still_open *= 1 - sum(map(weight, ended)) / at_risk
            at_risk -= sum(map(weight, leaving))
        return shares + [share] * (len(days) - len(shares))


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
