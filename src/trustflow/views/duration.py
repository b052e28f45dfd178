"""Put lengths of time into words: years and whole months, or days below one month."""

from __future__ import annotations

from ..errors import pluralised

__all__ = ["day_count_words", "duration_words"]

MONTHS_PER_YEAR = 12
DAYS_PER_MONTH = 365.2425 / MONTHS_PER_YEAR


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


def _words(months: int) -> str:
    years, months = divmod(months, MONTHS_PER_YEAR)
    parts = [(years, "year"), (months, "month")]
    return " ".join(pluralised(count, unit) for count, unit in parts if count)
