"""Put lengths of time into words: years and whole months, or days below one month."""

from __future__ import annotations

from calendar import monthrange
from itertools import count

from ..errors import pluralised

__all__ = ["at_least_words", "day_count_words", "duration_words", "open_duration_words"]

MONTHS_PER_YEAR = 12
DAYS_PER_MONTH = 365.2425 / MONTHS_PER_YEAR
FEWEST_MONTHS = 2
"""Under so many months a least length is in days: one month would say much less than 60 days."""
LENGTHS = [
    monthrange(year, month)[1]
    for year in range(2000, 2004)
    for month in range(1, MONTHS_PER_YEAR + 1)
]
"""The days of the months of four years, one of them a leap year."""


def duration_words(least_days: int, most_days: int) -> str:
    """Return a length of time in years and whole months, or in days under one month.

    A length of one month or more is rounded to the nearest month, and begins with "about". For the
    exact number of days see `day_count_words`.

    Args:
        least_days: The least number of calendar days.
        most_days: The greatest number of calendar days; equal to `least_days` if the length is
            known exactly.

    Example:
        >>> duration_words(2802, 2802)
        'about 7 years 8 months'
        >>> duration_words(40, 95)
        'about 1 to 3 months'
        >>> duration_words(12, 12)
        '12 days'
    """
    if most_days < DAYS_PER_MONTH:
        return day_count_words(least_days, most_days)
    most = _months(most_days)
    if least_days < DAYS_PER_MONTH:
        least_words = f"{pluralised(least_days, 'day')} to" if least_days else "up to"
        return f"{least_words} about {_words(most)}"
    least = _months(least_days)
    if least == most:
        return f"about {_words(most)}"
    if most < MONTHS_PER_YEAR:
        return f"about {least} to {_words(most)}"
    return f"about {_words(least)} to {_words(most)}"


def at_least_words(days: int) -> str:
    """Return a least length of time: years and whole months, or days under two months.

    The months are rounded down: the true length is not below the one stated, however long the
    months are.

    Args:
        days: The least number of calendar days.

    Example:
        >>> at_least_words(80)
        'at least 2 months'
        >>> at_least_words(61)
        'at least 61 days'
    """
    whole = next(number for number in count(_months(days), -1) if _longest(number) <= days)
    words = pluralised(days, "day") if whole < FEWEST_MONTHS else _words(whole)
    return f"at least {words}"


def open_duration_words(least_days: int, most_days: int | None) -> str:
    """Return a length of time as `duration_words` does; without a greatest number, a least length.

    Args:
        least_days: The least number of calendar days.
        most_days: The greatest number of calendar days; None if there is none.

    Example:
        >>> open_duration_words(259, None)
        'at least 8 months'
    """
    return (
        at_least_words(least_days) if most_days is None else duration_words(least_days, most_days)
    )


def day_count_words(least_days: int, most_days: int) -> str:
    """Return a length of time as the exact number of calendar days.

    Args:
        least_days: The least number of days.
        most_days: The greatest number of days; equal to `least_days` if the length is known
            exactly.

    Example:
        >>> day_count_words(823, 830)
        '823 to 830 days'
    """
    most = pluralised(most_days, "day")
    return most if least_days == most_days else f"{least_days} to {most}"


def _months(days: int) -> int:
    return round(days / DAYS_PER_MONTH)


def _longest(number: int) -> int:
    """Return the most days that a number of months can have."""
    cycles, rest = divmod(number, len(LENGTHS))
    starts = range(len(LENGTHS))
    return cycles * sum(LENGTHS) + max(sum((LENGTHS * 2)[start : start + rest]) for start in starts)


def _words(number: int) -> str:
    years, rest = divmod(number, MONTHS_PER_YEAR)
    parts = [(years, "year"), (rest, "month")]
    return " ".join(pluralised(each, unit) for each, unit in parts if each)
