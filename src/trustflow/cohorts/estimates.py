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

__all__ = ["FEWEST", "ShareCases", "known_authorities", "whole_days"]

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
        still_open: The cases that count, with the open ones followed to the end of the records;
            empty if unknown.
    """

    counted: tuple[CaseDays, ...]
    doubtful: tuple[CaseDays, ...] = ()
    not_researched: tuple[CaseDays, ...] = ()
    reach: int | None = None
    still_open: tuple[CaseDays, ...] = ()

    def share(self, start: str, end: str, days: int, *, level: float | None, seed: int) -> Share:
        """Return the share of cases that ended in one way within some days."""
        days = whole_days(days)
        cases = self.counted
        reason = self._reason(days)
        found: IncidencePoint | None = None
        with_others: float | None = None
        if_still_open: float | None = None
        if reason is None:
            (found,) = self._points([days], end, level, seed)
            if self.not_researched:
                with_others = _notable((*cases, *self.not_researched), end, days, found.share)
            if self.still_open:
                if_still_open = _notable(self.still_open, end, days, found.share)
        return Share(
            start=start,
            end=end,
            days=days,
            share=None if found is None else found.share,
            reason=reason,
            note=None if found is None else self._note(found.at_risk),
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
            with_not_researched=with_others,
            if_still_open=if_still_open,
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

    def _note(self, at_risk: int) -> str | None:
        """Return that no case is followed to a day, if some are open; otherwise None."""
        still_open = sum(case.end is None for case in self.counted)
        if at_risk or not still_open:
            return None
        return (
            f"no case is followed so long; {still_open} {'is' if still_open == 1 else 'are'} open"
        )

    def _last_day(self) -> int | None:
        """Return the last day at which a share can be given; None if it can be at every day."""
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
        authorities = known_authorities(cases, days)
        middles = sorted(case.middle for case in cases)
        for day, share, allowed, each, known in zip(
            days, shares, bounds, spread, authorities, strict=True
        ):
            least, greatest = min(share, allowed[0]), max(share, allowed[1])
            ends: tuple[float, float] | None = None
            if level is not None:
                ends = band((least, share, greatest), each, known, level)
            low, high = (None, None) if ends is None else ends
            at_risk = len(middles) - bisect_left(middles, day)
            yield IncidencePoint(day, share, low, high, at_risk, least, greatest)


def known_authorities(cases: Iterable[CaseDays], days: Iterable[int]) -> list[int]:
    """Return of how many authorities it is known what followed by each of some days.

    One of its cases has ended, or is followed so long. The number is not less than 1.
    """
    known_to: dict[str, int] = {}
    for case in cases:
        last = case.middle if case.end is None else FAR
        known_to[case.authority] = max(last, known_to.get(case.authority, 0))
    ordered = sorted(known_to.values())
    return [max(1, len(ordered) - bisect_left(ordered, day)) for day in days]


def whole_days(days: Any) -> int:
    """Return a number of days, which is a whole number and not below 0.

    Raises:
        InvalidValue: It is something else.
    """
    if type(days) is int and days >= 0:
        return days
    accepted = "Expected a whole number of days, such as 730."
    raise InvalidValue(quoted(days), "number of days", accepted)


def _notable(cases: Iterable[CaseDays], end: str, days: int, share: float) -> float | None:
    """Return the share of other cases, if it differs by a notable amount; otherwise None."""
    (other,) = _shares_at(cases, end, [days])
    return other if abs(other - share) > NOTABLE else None


def _shares_at(cases: Iterable[CaseDays], end: str, days: Sequence[int]) -> list[float]:
    """Return the estimated share at each of some days."""
    points = curve(cases, end)
    known = [point.day for point in points]
    shares = [0.0, *(point.share for point in points)]
    return [shares[bisect_right(known, day)] for day in days]
