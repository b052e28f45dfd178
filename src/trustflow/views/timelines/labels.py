"""The lines of words beside a timeline: one for each event and each due day, in order."""

from __future__ import annotations

from attrs import frozen

from ..svg import balanced, wrapped
from .model import Lane, Mark, Tick

__all__ = ["DATES", "DATE_SIZE", "ROW", "WORDS", "WORDS_SIZE", "Row", "rows_of"]

WORDS_SIZE, DATE_SIZE = 12, 11.5
DATES, WORDS = 140, 400
"""The widths of the columns of dates and of words."""
ROW = 1.28
"""From base line to base line, in sizes."""


@frozen(kw_only=True)
class Row:
    """A line of words beside the timeline, for an event or a due day.

    Args:
        of: The event or due day.
        days: The days on which it can be.
        dates: The lines of its date.
        words: The lines of its words.
    """

    of: Mark | Tick
    days: tuple[int, int]
    dates: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def middle(self) -> float:
        """The day at which it is marked."""
        return sum(self.days) / 2

    @property
    def height(self) -> float:
        """The room that its lines need."""
        return max(len(self.dates) * DATE_SIZE, len(self.words) * WORDS_SIZE) * ROW + 5


def rows_of(lane: Lane) -> list[Row]:
    """The events and due days, from the first on; of one day in the order of the history."""
    rows = [_row(mark, mark.on, _mark_words(mark)) for mark in lane.marks]
    rows += [_row(tick, tick.due, tick.words) for tick in lane.ticks]
    return sorted(rows, key=lambda row: row.middle)


def _row(of: Mark | Tick, days: tuple[int, int], words: str) -> Row:
    dates = balanced(of.date, DATE_SIZE, DATES - 12)
    return Row(of=of, days=days, dates=dates, words=wrapped(words, WORDS_SIZE, WORDS))


def _mark_words(mark: Mark) -> str:
    low = " · low confidence" if mark.is_low else ""
    return f"{mark.words}{low}{' · not allowed there' if mark.is_refused else ''}"
