"""The days in which a deadline falls due: a length of time from a day, or an interval of days."""

from __future__ import annotations

from contextlib import suppress

from ...dates import MAX_YEAR, MIN_YEAR, DateLike, PartialDate, Span, whole_day
from ...errors import BadDate, quoted

__all__ = ["due_window"]


def due_window(
    within: str | Span | PartialDate, as_of: DateLike
) -> tuple[PartialDate, PartialDate]:
    """Return the first and the last day of a window, both of which belong to it.

    Args:
        within: A length of time from `as_of` on, such as ``7 days``, ``10 working days`` or ``2
            months``; or an interval of exact days, such as ``2026-11-23/2026-11-29``.
        as_of: The day from which a length of time counts.

    Raises:
        BadDate: `within` has neither form, `as_of` is not one exact day, or the window ends after
            the last year of the calendar.

    Example:
        >>> due_window("7 days", "2026-11-23")
        (PartialDate('2026-11-23'), PartialDate('2026-11-30'))
    """
    length = _span_or_interval(within)
    if isinstance(length, PartialDate):
        return _ends(length)
    first = whole_day(as_of, "as_of")
    try:
        last = length.after(as_of)
    except BadDate:
        # The day is good, so the error would blame it for the length.
        reason = f"It ends on a day outside the years {MIN_YEAR} to {MAX_YEAR}."
        raise BadDate(quoted(str(within)), reason, "window for deadlines") from None
    return PartialDate.between(first, first), PartialDate.of(last)


def _span_or_interval(within: str | Span | PartialDate) -> Span | PartialDate:
    if isinstance(within, Span | PartialDate):
        return within
    with suppress(BadDate):
        return Span.parse(within)
    with suppress(BadDate):
        return PartialDate.of(within)
    raise _refusal(within, _forwards(within))


def _ends(interval: PartialDate) -> tuple[PartialDate, PartialDate]:
    """Return the ends of an interval, which must be exact days."""
    ends = interval.starts, interval.ends
    if not all(end.is_day for end in ends):
        raise _refusal(interval.text, _whole(interval))
    return ends


def _forwards(within: object) -> str:
    """Return a sentence on an interval that ends before it begins; an empty text for another."""
    first, _, last = within.partition("/") if isinstance(within, str) else ("", "", "")
    with suppress(BadDate):
        if whole_day(first) > whole_day(last):
            return f"It ends before it begins. Did you mean {last}/{first}? "
    return ""


def _whole(date: PartialDate) -> str:
    """Return a sentence with all the possible days of a date; an empty text if they have no end."""
    if date.is_open_start or date.is_open_end:
        return ""
    return f"For all of its days, write {date.earliest}/{date.latest}. "


def _refusal(within: object, hint: str) -> BadDate:
    reason = (
        f"{hint}Expected a length of time such as 7 days, 10 working days or 2 months, or an "
        "interval of exact days such as 2026-11-23/2026-11-29."
    )
    return BadDate(quoted(within), reason, "window for deadlines")
