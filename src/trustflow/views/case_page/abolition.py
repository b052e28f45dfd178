"""Whether the authority of a page was abolished by the day of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...dates import Truth
from ...queries import abolition_words

if TYPE_CHECKING:
    from ...dates import PartialDate
    from ...engine import Report

__all__ = ["Abolition", "abolition_by"]


class Abolition(NamedTuple):
    """Whether an authority was abolished by a day, and a sentence on it.

    Args:
        known: Whether it was abolished; `Truth.MAYBE` if its abolition may have come later.
        sentence: The sentence; empty if no abolition is on record.
    """

    known: Truth
    sentence: str

    @property
    def is_certain(self) -> bool:
        """Whether the authority was certainly abolished."""
        return self.known is Truth.YES

    @property
    def is_possible(self) -> bool:
        """Whether the authority may or may not have been abolished already."""
        return self.known is Truth.MAYBE


def abolition_by(report: Report, day: PartialDate | None) -> Abolition:
    """Return whether the authority of a report was abolished by the end of a day.

    Args:
        report: The report on the events up to the day.
        day: The day; without one, an abolition on record has come.
    """
    event = report.replay.abolished_by
    if event is None:
        return Abolition(Truth.NO, "")
    # `is_abolished_on` asks for an abolition before a day, so the next day is asked about.
    if report.replay.is_abolished_on(None if day is None else day.first + 1):
        return Abolition(Truth.YES, f"The authority was {abolition_words(event)}.")
    return Abolition(Truth.MAYBE, f"The authority may already have been {abolition_words(event)}.")
