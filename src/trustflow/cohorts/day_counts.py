"""Numbers of days that are known only as a range, from a lower bound to an upper bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InvalidValue, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..dates import PartialDate
    from ..history import Event

__all__ = [
    "DayCount",
    "day_of_half",
    "days_between",
    "days_in_words",
    "days_since",
    "longest",
    "median",
    "shortest",
    "sorted_bounds",
]

DayCount = tuple[int, int | None]
"""The least and the most calendar days; the most is None if there is no upper bound."""


def days_between(start: PartialDate, end: PartialDate) -> DayCount:
    """Return the calendar days from one date to a later date.

    The first date is taken to be the earlier one, even if partial dates allow the reverse.
    """
    at_most = None if start.is_open_start or end.is_open_end else max(0, end.last - start.first)
    return max(0, end.first - start.last), at_most


def days_since(start: PartialDate, events: Sequence[Event]) -> DayCount:
    """Return the days from a date to the end of a record, without an upper bound.

    Args:
        start: The date.
        events: The events of the record.
    """
    reached = max(event.on.first for event in events)
    return max(0, reached - start.last), None


def median(counts: Sequence[DayCount]) -> DayCount | None:
    """Return the range in which the median lies; None if there are no counts.

    For an even number of counts, each end is half-way between the middle two, rounded outward.
    """
    # The true median lies between the median of the lower bounds and that of the upper bounds,
    # whatever the true days are.
    if not counts:
        return None
    middle = (len(counts) - 1) // 2, len(counts) // 2
    lower, upper = sorted_bounds(counts)
    tops = [upper[index] for index in middle]
    at_least = sum(lower[index] for index in middle) // 2
    if None in tops:
        return at_least, None
    return at_least, -(-sum(top for top in tops if top is not None) // 2)


def day_of_half(ended: Sequence[DayCount], total: int) -> DayCount | None:
    """Return the range of days after which half had ended; None if fewer than half ended.

    Half of an odd number is rounded up.

    Args:
        ended: The counts of those that ended.
        total: The number of all, those that did not end included.
    """
    half = -(-total // 2)
    if not 0 < half <= len(ended):
        return None
    lower, upper = sorted_bounds(ended)
    return lower[half - 1], upper[half - 1]


def shortest(counts: Sequence[DayCount]) -> DayCount | None:
    """Return the range in which the smallest count lies; None if there are none."""
    lower, upper = sorted_bounds(counts)
    return (lower[0], upper[0]) if counts else None


def longest(counts: Sequence[DayCount]) -> DayCount | None:
    """Return the range in which the largest count lies; None if there are none."""
    lower, upper = sorted_bounds(counts)
    return (lower[-1], upper[-1]) if counts else None


def days_in_words(days: DayCount | None) -> str:
    """Return a count as text such as "120 to 150" or "at least 120"; empty for None."""
    if days is None:
        return ""
    match days:
        case [int(at_least), int() | None as at_most]:
            pass
        case _:
            accepted = "Expected two numbers of days, such as (120, 150) or (120, None)."
            raise InvalidValue(quoted(days), "number of days", accepted)
    if at_most is None:
        return f"at least {at_least:,}"
    return f"{at_least:,}" if at_least == at_most else f"{at_least:,} to {at_most:,}"


def sorted_bounds(counts: Sequence[DayCount]) -> tuple[list[int], list[int | None]]:
    """Return the lower bounds and the upper bounds, each sorted; missing upper bounds come last."""
    known = sorted(at_most for _, at_most in counts if at_most is not None)
    unknown = [None] * (len(counts) - len(known))
    return sorted(at_least for at_least, _ in counts), [*known, *unknown]
