"""Stretches of days, as plain values and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...dates import PartialDate
from ...errors import joined

if TYPE_CHECKING:
    import pendulum

__all__ = ["LISTED", "DaySpan", "spans_text", "spans_words"]

LISTED = 3
"""The greatest number of stretches of days, or of bounds, that are listed in words."""


class DaySpan(NamedTuple):
    """Days from a first to a last, both included; None is an open side."""

    first: pendulum.Date | None
    last: pendulum.Date | None

    @property
    def text(self) -> str:
        """The days as an EDTF interval, such as ``2017-07-06/2017-08-31``, or as one day."""
        first, last = (".." if day is None else day.isoformat() for day in self)
        return first if first == last != ".." else f"{first}/{last}"

    @property
    def words(self) -> str:
        """The days in words, such as ``from 6 July 2017 to 31 August 2017``."""
        if self.first == self.last and self.first is not None:
            return f"on {_words(self.first)}"
        ends = [
            *([] if self.first is None else [f"from {_words(self.first)}"]),
            *([] if self.last is None else [f"to {_words(self.last)}"]),
        ]
        if self.first is None:
            return f"up {ends[0]}" if ends else "on any day"
        return f"{ends[0]} on" if self.last is None else " ".join(ends)


def _words(day: pendulum.Date) -> str:
    return PartialDate.of(day).words


def spans_text(spans: tuple[DaySpan, ...]) -> str:
    """Return days as EDTF; of many stretches, the first two and the number of the others."""
    if not spans:
        return "on no day"
    others = len(spans) - 2
    more = f" and {others} more" if others > 0 else ""
    return ", ".join(span.text for span in spans[:2]) + more


def spans_words(spans: tuple[DaySpan, ...]) -> str:
    """Return days in words; of many stretches, the first three and the number of the others."""
    if not spans:
        return "on no day"
    listed = [span.words for span in spans[:LISTED]]
    others = len(spans) - len(listed)
    if others:
        listed.append(f"{others} later stretches of days")
    return joined(listed)
