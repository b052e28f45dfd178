"""One leg in the history of one authority, and a table of legs."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from .._tables import Table, date_columns, day_count_columns, text_column
from ..history import Confidence, Event
from ..queries import plain_data
from .day_counts import DayCount

__all__ = ["Leg", "LegTable"]


@frozen
class Leg:
    """One leg in the history of one authority.

    Args:
        authority: The name of the authority.
        start: The event that started the leg.
        end: The event that ended the leg; None if the leg is open.
        days: The least and the most calendar days that the leg took. For an open leg, the least
            days that it has lasted on record, and None.
        is_met: Whether the leg ended with one of the events given as `end` to `legs`. Otherwise it
            is open, or ended with one of those given as `unless`.
        confidence: The confidence of the weaker of `start` and `end`; None if one has no source.
    """

    authority: str
    start: Event
    end: Event | None
    days: DayCount
    is_met: bool
    confidence: Confidence | None

    @property
    def status(self) -> str:
        """The status of the leg, which is ended, ended otherwise or open."""
        if self.end is None:
            return "open"
        return "ended" if self.is_met else "ended otherwise"

    def to_dict(self) -> dict[str, Any]:
        """Return the leg as plain data, as the command prints it in JSON."""
        return {
            "authority": self.authority,
            "start": plain_data(self.start),
            "end": plain_data(self.end),
            "days": plain_data(self.days),
            "status": self.status,
            "confidence": plain_data(self.confidence),
        }


class LegTable(Table[Leg]):
    """Legs as a table; the days are in two columns, the least and the most."""

    __slots__ = ()

    columns = (
        text_column("authority"),
        text_column("start_trigger", lambda leg: leg.start.trigger),
        *date_columns("start_on", lambda leg: leg.start.on),
        text_column("end_trigger", lambda leg: getattr(leg.end, "trigger", None)),
        *date_columns("end_on", lambda leg: getattr(leg.end, "on", None)),
        *day_count_columns("days"),
        text_column("status"),
        text_column("confidence"),
    )
