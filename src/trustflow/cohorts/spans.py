"""Days that are known only as a span: at least so many, and at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..dates import PartialDate
    from ..history import Event

__all__ = ["Days", "days_between", "days_since", "longest", "median", "shortest", "words"]

Days = tuple[int, int | None]
"""At least so many days, and at most; None where there is no telling how many at most."""


def days_between(start: PartialDate, end: PartialDate) -> Days:
    """The days from one date to a later one; the earlier one comes first, whatever they allow."""
    at_most = None if start.is_open_start or end.is_open_end else max(0, end.last - start.first)
    return max(0, end.first - start.last), at_most


def days_since(start: PartialDate, events: Sequence[Event]) -> Days:
    """How many days a record shows something to have lasted; how many more, it cannot say."""
    reached = max(event.on.first for event in events)
    return max(0, reached - start.last), None


def median(spans: Sequence[Days]) -> Days | None:
    """The median, as a span; of an even number half-way between the middle two, rounded outward.

    The true median lies in it whatever the true days are: it is no less than the median of the
    least days, and no more than that of the most.
    """
    if not spans:
        return None
    middle = (len(spans) - 1) // 2, len(spans) // 2
    low, high = _ends(spans)
    tops = [high[index] for index in middle]
    at_least = sum(low[index] for index in middle) // 2
    if None in tops:
        return at_least, None
    return at_least, -(-sum(top for top in tops if top is not None) // 2)


def shortest(spans: Sequence[Days]) -> Days | None:
    """The least of the days, as a span."""
    low, high = _ends(spans)
    return (low[0], high[0]) if spans else None


def longest(spans: Sequence[Days]) -> Days | None:
    """The most of the days, as a span."""
    low, high = _ends(spans)
    return (low[-1], high[-1]) if spans else None


def words(days: Days | None) -> str:
    """The days for people: 120, 120 to 150, or at least 120; nothing where there are none."""
    if days is None:
        return ""
    at_least, at_most = days
    if at_most is None:
        return f"at least {at_least:,}"
    return f"{at_least:,}" if at_least == at_most else f"{at_least:,} to {at_most:,}"


def _ends(spans: Sequence[Days]) -> tuple[list[int], list[int | None]]:
    """The least days and the most days, each in order; what has no bound comes last."""
    known = sorted(most for _, most in spans if most is not None)
    unknown = [None] * (len(spans) - len(known))
    return sorted(least for least, _ in spans), [*known, *unknown]
