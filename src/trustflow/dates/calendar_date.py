"""Convert an ordinal to the date that the public API returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pendulum

__all__ = ["calendar_date"]


def calendar_date(ordinal: int) -> pendulum.Date:
    """Return the day with an ordinal as a date."""
    import pendulum  # on first use, because most calls of trustflow compare ordinals only

    return pendulum.Date.fromordinal(ordinal)
