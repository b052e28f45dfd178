"""Strategies for days, inexact dates and spans.

Each date is generated around a given day, and contains the day.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar, get_args

from hypothesis import strategies as st

from ..dates import MAX_YEAR, MIN_YEAR, DateLike, PartialDate, Span, Unit, whole_day
from ..history import one_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "FIRST",
    "LAST",
    "MODERN_DAYS",
    "Precision",
    "choose",
    "days",
    "draw_date",
    "edtf_text",
    "partial_dates",
    "season_of",
    "shifted",
    "simple_text",
    "spans",
]

FIRST, LAST = dt.date(MIN_YEAR, 1, 1), dt.date(MAX_YEAR, 12, 31)
SIMPLE_FORMS = st.sampled_from(("day", "month", "season", "year"))
QUALIFIERS = st.sampled_from(("", "~", "?"))
ALL_FORMS = st.sampled_from(("day", "simple", "interval", "open start", "open end", "open", "set"))
DISTANCES = st.integers(0, 800)

_T = TypeVar("_T")

Precision: TypeAlias = Literal["day", "simple", "any"]
"""How exact a date is.

``day`` means an exact day. ``simple`` means a day, month, season or year, qualified or not. ``any``
means any form that trustflow accepts, such as intervals, sets and open ends.
"""


def precision_of(value: str) -> Precision:
    """Return a precision of dates.

    Raises:
        InvalidValue: There is no such precision.
    """
    precision: Precision = one_of(value, get_args(Precision), "precision")  # type: ignore[assignment]
    return precision


def days(first: dt.date = FIRST, last: dt.date = LAST) -> st.SearchStrategy[dt.date]:
    """Generate days, from 1900 to 2199 by default.

    Args:
        first: The earliest day to generate.
        last: The latest day to generate.
    """
    return st.dates(first, last)


MODERN_DAYS = days(dt.date(2005, 1, 1), dt.date(2029, 12, 31))
"""The years for which children's services have records, and some later years."""


def partial_dates(
    around: st.SearchStrategy[dt.date] | DateLike | None = None, *, precision: Precision = "any"
) -> st.SearchStrategy[PartialDate]:
    """Generate exact and inexact dates, each containing a given or generated day.

    The dates shrink towards exact days, and these towards 1 January 2000.

    Args:
        around: The exact day that each date contains, or a strategy for that day; by default any
            day from 1900 to 2199.
        precision: How exact the dates are: ``day``, ``simple`` or ``any``.

    Raises:
        BadDate: The day is not an exact day.
        InvalidValue: There is no such precision.

    Example:
        >>> from hypothesis import find
        >>> find(partial_dates(), lambda date: not date.is_day)
        PartialDate('2000-01')
    """
    precision = precision_of(precision)
    if around is None:
        around = days()
    elif not isinstance(around, st.SearchStrategy):
        around = st.just(dt.date.fromordinal(whole_day(around, "around")))
    return _dates(around, precision)


@st.composite
def _dates(
    draw: st.DrawFn, around: st.SearchStrategy[dt.date], precision: Precision
) -> PartialDate:
    return draw_date(draw, draw(around), precision)


def spans(max_count: int = 400) -> st.SearchStrategy[Span]:
    """Generate spans of days, weeks, months, years or working days.

    Args:
        max_count: The largest number of units.
    """
    return st.builds(Span, st.integers(0, max_count), st.sampled_from(Unit))


# The functions below take `draw` and return a value. They are not strategies, because building a
# strategy for each value takes longer than drawing from it.


def choose(draw: st.DrawFn, values: Sequence[_T]) -> _T:
    """Choose one of some values, as `sampled_from` does; examples shrink towards the first."""
    return values[draw(_indexes(len(values)))]


@cache
def _indexes(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


def draw_date(draw: st.DrawFn, day: dt.date, precision: Precision) -> PartialDate:
    """Return a date that has the given precision and contains the given day."""
    match precision:
        case "day":
            return PartialDate.of(day)
        case "simple":
            return PartialDate.parse(simple_text(draw, day))
    return PartialDate.parse(edtf_text(draw, day))


def simple_text(draw: st.DrawFn, day: dt.date) -> str:
    """Return the EDTF text of a day, month, season or year that contains the given day."""
    iso = day.isoformat()
    texts = {"day": iso, "month": iso[:7], "year": iso[:4], "season": season_of(day) or iso[:7]}
    return texts[draw(SIMPLE_FORMS)] + draw(QUALIFIERS)


def season_of(day: dt.date) -> str | None:
    """Return the season that contains a day; None if it is not all within 1900 to 2199."""
    year, quarter = divmod(day.year * 12 + day.month - 3, 12)
    is_whole = year >= MIN_YEAR and (year, quarter // 3) != (MAX_YEAR, 3)
    return f"{year}-{21 + quarter // 3}" if is_whole else None


def edtf_text(draw: st.DrawFn, day: dt.date) -> str:
    """Return an EDTF text that contains the given day, in any form that trustflow accepts."""
    form = draw(ALL_FORMS)
    if form == "day":
        return day.isoformat()
    if form == "simple":
        return simple_text(draw, day)
    if form == "open":
        return "../.."
    start = "" if form == "open start" else simple_text(draw, shifted(day, -draw(DISTANCES)))
    end = "" if form == "open end" else simple_text(draw, shifted(day, draw(DISTANCES)))
    if form != "set":
        return f"{start or '..'}/{end or '..'}"
    items = [simple_text(draw, day), f"{start}..{end}", start]
    # Each of these choices gives a set that contains the day; the order of the items is arbitrary.
    chosen = choose(draw, [(0,), (1,), (0, 1), (1, 0), (0, 2), (2, 0), (2, 1, 0)])
    return f"[{','.join(items[index] for index in chosen)}]"


def shifted(day: dt.date, count: int) -> dt.date:
    """Return the day `count` days later, or the nearest day within 1900 to 2199."""
    ordinal = day.toordinal() + count
    return dt.date.fromordinal(min(max(ordinal, FIRST.toordinal()), LAST.toordinal()))
