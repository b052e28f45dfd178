"""Estimate shares from cases, with their bands and bounds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from attrs import frozen

from ..errors import InvalidValue, pluralised, quoted
from .bands import band, band_level, spreads
from .incidence import FAR, CaseDays, curve, followed_days
from .share import IncidencePoint, IncidenceTable, Share
from .share_bounds import share_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

__all__ = ["FEWEST", "ShareCases", "whole_days"]

FEWEST = 10
"""The smallest number of cases with which shares are estimated."""
NOTABLE = 0.02
"""The difference above which both readings of a share are given."""


@frozen
class ShareCases:
    """The cases from which shares are estimated.

    Args:
        counted: The cases that count.
        doubtful: The cases with a lower confidence than was asked for.
        not_researched: The cases of authorities where nobody searched for the events that could end
            them.
        reach: The number of days from the first start to the end of the records; None if unknown.
    """

    counted: tuple[CaseDays, ...]
    doubtful: tuple[CaseDays, ...] = ()
    not_researched: tuple[CaseDays, ...] = ()
    reach: int | None = None

    def share(self, start: str, end: str, days: int, *, level: float | None, seed: int) -> Share:
        """Return the share of cases that ended in one way within some days."""
        days = whole_days(days)
        cases = self.counted
        reason = self._reason(days)
        found: IncidencePoint | None = None
        other: float | None = None
        if reason is None:
            (found,) = self._points([days], end, level, seed)
            if self.not_researched:
                (with_others,) = _shares_at((*cases, *self.not_researched), end, [days])
                is_notable = abs(with_others - found.share) > NOTABLE
                other = with_others if is_notable else None
        return Share(
            start=start,
            end=end,
            days=days,
            share=None if found is None else found.share,
            reason=reason,
            low=None if found is None else found.low,
            high=None if found is None else found.high,
            level=band_level(level),
            seed=seed,
            share_at_least=None if found is None else found.share_at_least,
            share_at_most=None if found is None else found.share_at_most,
            cases=len(cases),
            authorities=len({case.authority for case in cases}),
            ended=sum(case.end == end and case.middle <= days for case in cases),
            at_risk=sum(case.middle >= days for case in cases),
            left_out=len(self.doubtful),
            not_researched=tuple(dict.fromkeys(case.authority for case in self.not_researched)),
            with_not_researched=other,
        )

    def _reason(self, days: int) -> str | None:
        """Return why a share cannot be estimated; None if it can."""
        if len(self.counted) < FEWEST:
            return (
                f"{pluralised(len(self.counted), 'case')} on record, and a share needs at least "
                f"{FEWEST}"
            )
        last = self._last_day()
        if last is not None and days > last:
            return f"no case is certainly followed for longer than {pluralised(last, 'day')}"
        return None

    def _last_day(self) -> int | None:
        """Return the last day at which a share is known; None if it is known at every day."""
        last = followed_days(self.counted)
        if last is None and any(case.end is None for case in self.counted):
            return self.reach
        return last

    def incidence(self, end: str, *, level: float | None, seed: int) -> IncidenceTable:
        """Return the share at each day on which it, its bounds or the number at risk can change.

        Raises:
            InvalidValue: There are too few cases.
        """
        cases = self.counted
        if len(cases) < FEWEST:
            accepted = (
                f"A curve needs at least {FEWEST} cases; `cases` lists them, and `sentence()` "
                "describes each."
            )
            raise InvalidValue(str(len(cases)), "number of cases for a curve", accepted)
        last = self._last_day()
        days = {0, *(day for case in (*cases, *self.doubtful) for day in case[:3])} - {FAR}
        asked = sorted(day for day in days if last is None or day <= last)
        return IncidenceTable(self._points(asked, end, level, seed))

    def _points(
        self, days: Sequence[int], end: str, level: float | None, seed: int
    ) -> Iterator[IncidencePoint]:
        """Yield the share at each of some days, which are in ascending order."""
        cases, doubtful = self.counted, self.doubtful
        level = band_level(level)
        shares = _shares_at(cases, end, days)
        bounds = [(share, share) for share in shares]
        if doubtful or any(case.least != case.most for case in cases):
            bounds = share_bounds(cases, doubtful, end, days)
        spread = [0.0] * len(shares) if level is None else spreads(cases, end, days, seed)
        authorities = len({case.authority for case in cases})
        middles = sorted(case.middle for case in cases)
        for day, share, known, each in zip(days, shares, bounds, spread, strict=True):
            least, greatest = min(share, known[0]), max(share, known[1])
            ends: tuple[float, float] | None = None
            if level is not None:
                ends = band((least, share, greatest), each, authorities, level)
            low, high = (None, None) if ends is None else ends
            at_risk = len(middles) - bisect_left(middles, day)
            yield IncidencePoint(day, share, low, high, at_risk, least, greatest)


def whole_days(days: Any) -> int:
    """Return a number of days, which is a whole number and not below 0.

    Raises:
        InvalidValue: It is something else.
    """
    if isinstance(days, int) and days >= 0:
        return days
    accepted = "Expected a whole number of days, such as 730."
    raise InvalidValue(quoted(days), "number of days", accepted)


def _shares_at(cases: Iterable[CaseDays], end: str, days: Sequence[int]) -> list[float]:
    """Return the estimated share at each of some days."""
    points = curve(cases, end)
    known = [point.day for point in points]
    shares = [0.0, *(point.share for point in points)]
    return [shares[bisect_right(known, day)] for day in days]
