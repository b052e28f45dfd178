"""The share of cases that ended in one way, at one day or at every day."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from .._html import html_record
from .._tables import Table, integer_column, number_column
from ..errors import pluralised

__all__ = ["IncidencePoint", "IncidenceTable", "Share"]


@frozen
class IncidencePoint:
    """The share of cases that ended in one way up to a day.

    Args:
        day: The number of days after the start.
        share: The estimated share, from the middle of the days that each inexact date allows.
        low: The lower end of the band; None without a band.
        high: The upper end of the band; None without a band.
        at_risk: The number of cases that had not ended before the day and were followed up to it.
        share_at_least: The least share that inexact dates and doubtful cases allow.
        share_at_most: The greatest share that they allow.
    """

    day: int
    share: float
    low: float | None
    high: float | None
    at_risk: int
    share_at_least: float
    share_at_most: float


class IncidenceTable(Table[IncidencePoint]):
    """Shares as a table, one row for each day on which a share or the number at risk changes."""

    __slots__ = ()

    columns = (
        integer_column("day"),
        number_column("share"),
        number_column("low"),
        number_column("high"),
        integer_column("at_risk"),
        number_column("share_at_least"),
        number_column("share_at_most"),
    )


@frozen(repr=False, kw_only=True)
class Share:
    """The share of cases that ended in one way within some days of their start.

    It describes the cases on record; it does not forecast a case.

    Args:
        start: The stage in which the cases start.
        end: The label of the end.
        days: The number of days.
        share: The estimated share, from the middle of the days that each inexact date allows; None
            if it cannot be estimated.
        reason: Why it cannot be estimated; None if it can.
        note: What weakens it: that no case is followed so long, although some are open; None if one
            is followed so long, or none is open.
        low: The lower end of the band; None without a band.
        high: The upper end of the band; None without a band.
        level: The level of the band; None without a band.
        seed: The seed of the samples from which the band comes.
        share_at_least: The least share that inexact dates allow, whether or not the cases left out
            for their confidence count.
        share_at_most: The greatest share that they allow.
        cases: The number of cases.
        authorities: The number of authorities that have these cases.
        ended: The number of cases that ended so by the day.
        at_risk: The number of cases that had not ended before the day and were followed up to it.
        left_out: The number of cases with a lower confidence than was asked for.
        not_researched: The authorities whose cases are left out because nobody searched for the
            events that could end them.
        with_not_researched: The share with the cases of these authorities, if it differs by more
            than two points; otherwise None.
        if_still_open: The share if each case without an end on record were still open at the end of
            the records, or at its abolition, if it differs by more than two points; otherwise None.
    """

    start: str
    end: str
    days: int
    share: float | None
    reason: str | None
    note: str | None
    low: float | None
    high: float | None
    level: float | None
    seed: int
    share_at_least: float | None
    share_at_most: float | None
    cases: int
    authorities: int
    ended: int
    at_risk: int
    left_out: int
    not_researched: tuple[str, ...]
    with_not_researched: float | None
    if_still_open: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return the share as plain data."""
        return {
            "start": str(self.start),
            "end": self.end,
            "days": self.days,
            "share": self.share,
            "reason": self.reason,
            "note": self.note,
            "low": self.low,
            "high": self.high,
            "level": self.level,
            "seed": self.seed,
            "share_at_least": self.share_at_least,
            "share_at_most": self.share_at_most,
            "cases": self.cases,
            "authorities": self.authorities,
            "ended": self.ended,
            "at_risk": self.at_risk,
            "left_out": self.left_out,
            "not_researched": list(self.not_researched),
            "with_not_researched": self.with_not_researched,
            "if_still_open": self.if_still_open,
        }

    def _repr_html_(self) -> str:
        return html_record(
            f"{self.start}: ended in {self.end} within {pluralised(self.days, 'day')}",
            [
                ("Share", self.reason if self.share is None else _percent(self.share)),
                (self._band_name, self._band),
                ("Least to greatest", self._bounds),
                ("Cases", self.cases),
                ("Authorities", self.authorities),
                ("Ended so by then", self.ended),
                ("Still followed then", self.at_risk),
                ("Note", self.note),
                ("Left out for their confidence", self.left_out or None),
                ("Not researched", ", ".join(self.not_researched) or None),
                ("With those not researched", _percent_or_none(self.with_not_researched)),
                ("If open cases stayed open", _percent_or_none(self.if_still_open)),
            ],
        )

    @property
    def _band_name(self) -> str:
        return "Band" if self.level is None else f"{_percent(self.level)} band"

    @property
    def _band(self) -> str | None:
        if self.low is None or self.high is None:
            return None
        return f"{_percent(self.low)} to {_percent(self.high)}"

    @property
    def _bounds(self) -> str | None:
        if self.share_at_least is None or self.share_at_most is None:
            return None
        least, greatest = _percent(self.share_at_least), _percent(self.share_at_most)
        return None if least == greatest else f"{least} to {greatest}"

    def __repr__(self) -> str:
        head = f"<Share of {self.start} that ended in {self.end} within {self.days} days:"
        if self.share is None:
            return f"{head} {self.reason}>"
        band = f", {self._band_name} {self._band}" if self._band else ""
        bounds = f", dates and confidence allow {self._bounds}" if self._bounds else ""
        stay = (
            f", {_percent(self.if_still_open)} if open cases stayed open"
            if self.if_still_open is not None
            else ""
        )
        cases = f"{pluralised(self.cases, 'case')}, {self.at_risk} still followed"
        note = f": {self.note}" if self.note else ""
        return f"{head} {_percent(self.share)}{band}{bounds}{stay}; {cases}{note}>"


def _percent_or_none(share: float | None) -> str | None:
    return None if share is None else _percent(share)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"
