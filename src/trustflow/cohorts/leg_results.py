"""The legs of many histories: how many ended, and after how many days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from .._html import html_table
from .._tables import Table
from ..queries import plain_data
from .day_counts import day_of_half, days_in_words, longest, median, shortest
from .leg_values import Leg, LegTable

if TYPE_CHECKING:
    from .day_counts import DayCount

__all__ = ["Legs"]


@frozen(repr=False)
class Legs:
    """The results for one leg of a process in many histories.

    They are a record: iterate over its field `legs`, and take the length of that.

    Args:
        start: The triggers that start the leg.
        end: The triggers that end the leg.
        legs: The legs, in the order of the histories and of time.
        left_out: The legs with a lower confidence than was asked for.
        histories: The number of histories that were searched.
    """

    start: tuple[str, ...]
    end: tuple[str, ...]
    legs: Table[Leg] = field(converter=LegTable)
    left_out: Table[Leg] = field(converter=LegTable)
    histories: int

    @property
    def ended(self) -> Table[Leg]:
        """The legs that ended with one of the triggers in `end`."""
        return self._with("ended")

    @property
    def open(self) -> Table[Leg]:
        """The legs that have not ended, as far as the record shows."""
        return self._with("open")

    @property
    def ended_otherwise(self) -> Table[Leg]:
        """The legs that ended with one of the events given as `unless` to `legs`."""
        return self._with("ended otherwise")

    def _with(self, status: str) -> Table[Leg]:
        return LegTable(leg for leg in self.legs if leg.status == status)

    @property
    def median_of_ended(self) -> DayCount | None:
        """The median number of days of the ended legs, as a range; None if no leg ended."""
        return median([leg.days for leg in self.ended])

    @property
    def shortest_of_ended(self) -> DayCount | None:
        """The number of days of the shortest ended leg, as a range; None if no leg ended."""
        return shortest([leg.days for leg in self.ended])

    @property
    def longest_of_ended(self) -> DayCount | None:
        """The number of days of the longest ended leg, as a range; None if no leg ended.

        An open leg can have lasted longer.
        """
        return longest([leg.days for leg in self.ended])

    @property
    def half_ended_after(self) -> DayCount | None:
        """The number of days after which half of all legs had ended, as a range.

        It is None if fewer than half have ended on record, or if there are no legs. All legs are
        counted from their starts. An open leg counts as not ended, however short the time for
        which it was followed: if it has ended since, half may have ended earlier. A leg that ended
        otherwise counts as one that never ends. The number is a count of the legs on record,
        not an estimate. With an odd number of legs, half is rounded up.
        """
        return day_of_half([leg.days for leg in self.ended], len(self.legs))

    @property
    def half_in_words(self) -> str:
        """When half of all legs had ended, such as "406 to 426" or "fewer than half"."""
        return days_in_words(self.half_ended_after) or ("fewer than half" if self.legs else "")

    @property
    def authorities(self) -> tuple[str, ...]:
        """The authorities that have one of these legs, each once."""
        return tuple(dict.fromkeys(leg.authority for leg in self.legs))

    def to_dict(self) -> dict[str, Any]:
        """Return the legs as plain data, as the command prints them in JSON."""
        return {
            "start": list(self.start),
            "end": list(self.end),
            "histories": self.histories,
            "authorities": len(self.authorities),
            "ended": len(self.ended),
            "open": len(self.open),
            "ended_otherwise": len(self.ended_otherwise),
            "left_out": len(self.left_out),
            "median_of_ended": plain_data(self.median_of_ended),
            "shortest_of_ended": plain_data(self.shortest_of_ended),
            "longest_of_ended": plain_data(self.longest_of_ended),
            "half_ended_after": plain_data(self.half_ended_after),
            "legs": [leg.to_dict() for leg in self.legs],
        }

    def to_arrow(self) -> Any:
        """Return the legs as a table of pyarrow, one row a leg.

        Raises:
            MissingExtra: pyarrow is not installed.
        """
        return self.legs.to_arrow()

    def to_pandas(self) -> Any:
        """Return the legs as a pandas data frame, one row a leg.

        Raises:
            MissingExtra: pandas or pyarrow is not installed.
        """
        return self.legs.to_pandas()

    def to_polars(self) -> Any:
        """Return the legs as a polars data frame, one row a leg.

        Raises:
            MissingExtra: polars or pyarrow is not installed.
        """
        return self.legs.to_polars()

    def _repr_html_(self) -> str:
        rows = [
            (
                leg.authority,
                leg.start.on,
                "" if leg.end is None else leg.end.on,
                days_in_words(leg.days),
                leg.status,
            )
            for leg in self.legs
        ]
        return html_table(repr(self)[1:-1], ("Authority", "From", "To", "Days", "Status"), rows)

    def __repr__(self) -> str:
        return (
            f"<Legs of {len(self.authorities)} of {self.histories} histories: "
            f"{len(self.ended)} ended, {len(self.open)} open, "
            f"{len(self.ended_otherwise)} ended otherwise, {len(self.left_out)} left out"
            f"{self._days_in_words()}>"
        )

    def _days_in_words(self) -> str:
        """Return the median of those that ended, and when half of all had ended."""
        if not self.legs:
            return ""
        median_days = days_in_words(self.median_of_ended)
        of_ended = f"; median of those that ended: {median_days} days" if median_days else ""
        half = days_in_words(self.half_ended_after)
        if not half:
            return f"{of_ended}; fewer than half of all had ended"
        return f"{of_ended}; half of all had ended after {half} days"
