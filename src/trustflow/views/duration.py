"""Lengths of time for people: years and whole months, or days under a month."""

from __future__ import annotations

from ..errors import pluralised

__all__ = ["duration_words"]

DAYS_IN_MONTH = 30.4375
"""The average length of a month: a twelfth of 365.25 days."""
MONTHS_IN_YEAR = 12


def duration_words(least_days: int, most_days: int) -> str:
    """Return a length of time in words, such as ``about 7 years 8 months``.

    Months are rounded down. A length under one month is given in days. The shortest and the
    longest length are given as a range where their words differ.

    Args:
        least_days: The shortest length, in calendar days.
        most_days: The longest length, in calendar days.
    """
    least, most = _words(least_days), _words(most_days)
    words = least if least == most else f"{least} to {most}"
    return words if most_days < DAYS_IN_MONTH else f"about {words}"


def _words(days: int) -> str:
    if days < DAYS_IN_MONTH:
        return pluralised(days, "day")
    years, months = divmod(int(days / DAYS_IN_MONTH), MONTHS_IN_YEAR)
    parts = [
        *([pluralised(years, "year")] if years else []),
        *([pluralised(months, "month")] if months else []),
    ]
    return " ".join(parts)
