"""Strategies for days, dates known only in part, and spans.

A date is made around a day that it can be, its *witness*.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from hypothesis import strategies as st

from ..dates import MAX_YEAR, MIN_YEAR, PartialDate, Span, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "FIRST",
    "LAST",
    "MODERN_DAYS",
    "Precision",
    "days",
    "edtf_texts",
    "one",
    "partial_dates",
    "simple_texts",
    "spans",
]

FIRST, LAST = dt.date(MIN_YEAR, 1, 1), dt.date(MAX_YEAR, 12, 31)
SIMPLE = st.sampled_from(("day", "month", "season", "year"))
MARKS = st.sampled_from(("", "~", "?"))
ANY_FORM = st.sampled_from(("day", "simple", "interval", "open start", "open end", "open", "set"))
DISTANCES = st.integers(0, 800)

_T = TypeVar("_T")

Precision: TypeAlias = Literal["day", "simple", "any"]
"""How finely a date is known: a whole ``day``; a ``simple`` day, month, season or year, marked or
not; or ``any`` form the project accepts, intervals, sets and open ends among them."""


def days(first: dt.date = FIRST, last: dt.date = LAST) -> st.SearchStrategy[dt.date]:
    """Days, from 1900 to 2199 unless said otherwise.

    Args:
        first: The first of them.
        last: The last of them.
    """
    return st.dates(first, last)


MODERN_DAYS = days(dt.date(2005, 1, 1), dt.date(2029, 12, 31))
"""The days from which the domain has records, and some to come."""


def partial_dates(
    around: st.SearchStrategy[dt.date] | dt.date | None = None, *, precision: Precision = "any"
) -> st.SearchStrategy[PartialDate]:
    """Dates as sources give them, each holding the day it is made around.

    They shrink towards whole days, and those towards 1 January 2000.

    Args:
        around: The day, or days to choose from; any day from 1900 to 2199 when left out.
        precision: How finely they are known: ``day``, ``simple`` or ``any``.

    Example:
        >>> from hypothesis import find
        >>> find(partial_dates(), lambda date: not date.is_day)
        PartialDate('2000-01')
    """
    if around is None:
        around = days()
    return _dates(st.just(around) if isinstance(around, dt.date) else around, precision)


@st.composite
def _dates(
    draw: st.DrawFn, around: st.SearchStrategy[dt.date], precision: Precision
) -> PartialDate:
    return a_date(draw, draw(around), precision)


@st.composite
def simple_texts(draw: st.DrawFn, day: dt.date) -> str:
    """EDTF texts of one day, month, season or year that holds the day, marked or not."""
    return _simple_text(draw, day)


@st.composite
def edtf_texts(draw: st.DrawFn, around: st.SearchStrategy[dt.date] | None = None) -> str:
    """EDTF texts of every form the project accepts, each holding the day it is made around."""
    return _edtf_text(draw, draw(days() if around is None else around))


# Functions that draw, not strategies: to put a strategy together for each value takes longer than
# to draw from it.


def one(draw: st.DrawFn, among: Sequence[_T]) -> _T:
    """One of some things, as `sampled_from` gives it; the first is the simplest."""
    return among[draw(_below(len(among)))]


@cache
def _below(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


def a_date(draw: st.DrawFn, day: dt.date, precision: Precision) -> PartialDate:
    """A date that holds the day, known as finely as asked for."""
    match precision:
        case "day":
            return PartialDate.of(day)
        case "simple":
            return PartialDate.parse(_simple_text(draw, day))
    return PartialDate.parse(_edtf_text(draw, day))


def _simple_text(draw: st.DrawFn, day: dt.date) -> str:
    iso = day.isoformat()
    texts = {"day": iso, "month": iso[:7], "year": iso[:4], "season": season_of(day) or iso[:7]}
    return texts[draw(SIMPLE)] + draw(MARKS)


def season_of(day: dt.date) -> str | None:
    """The season that holds the day, or None where it is not wholly in the years held."""
    year, quarter = divmod(day.year * 12 + day.month - 3, 12)
    whole = year >= MIN_YEAR and (year, quarter // 3) != (MAX_YEAR, 3)
    return f"{year}-{21 + quarter // 3}" if whole else None


def _edtf_text(draw: st.DrawFn, day: dt.date) -> str:
    form = draw(ANY_FORM)
    if form == "day":
        return day.isoformat()
    if form == "simple":
        return _simple_text(draw, day)
    if form == "open":
        return "../.."
    start = "" if form == "open start" else _simple_text(draw, moved(day, -draw(DISTANCES)))
    end = "" if form == "open end" else _simple_text(draw, moved(day, draw(DISTANCES)))
    if form != "set":
        return f"{start or '..'}/{end or '..'}"
    items = [_simple_text(draw, day), f"{start}..{end}", start]
    # Each of these holds the day; in what order they are listed makes no difference.
    chosen = one(draw, [(0,), (1,), (0, 1), (1, 0), (0, 2), (2, 0), (2, 1, 0)])
    return f"[{','.join(items[index] for index in chosen)}]"


def moved(day: dt.date, count: int) -> dt.date:
    """The day so many days on, or the nearest that is held."""
    ordinal = day.toordinal() + count
    return dt.date.fromordinal(min(max(ordinal, FIRST.toordinal()), LAST.toordinal()))


def spans(max_count: int = 400) -> st.SearchStrategy[Span]:
    """Spans of days, months or working days.

    Args:
        max_count: The longest of them, in its unit.
    """
    return st.builds(Span, st.integers(0, max_count), st.sampled_from(Unit))
