"""Where the legs of some histories stand among the legs of other histories, as ranks."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from .._html import html_table
from .._tables import Table, columns_within, integer_column
from ..errors import pluralised
from ..queries import plain_data
from .day_counts import days_in_words, sorted_bounds
from .leg_results import Legs
from .leg_values import Leg, LegTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..history import History

__all__ = ["LegRank", "LegRankTable", "LegRanks", "rank_legs"]

NO_RANK = (None, None)


@frozen
class LegRank:
    """One leg, and how many of the other legs it is longer than.

    Args:
        leg: The leg.
        longer_than: The least and the most of the others that ended which this leg is longer than.
            They differ if days are inexact. For an open leg, the most is the number of all others
            that ended. It is None if this leg ended otherwise, because it is then not compared.
        others_ended: The number of other legs that ended.
        others_open: The number of other legs that are open; they are not compared.
        others_ended_otherwise: The number of other legs that ended otherwise; they are not
            compared.
    """

    leg: Leg
    longer_than: tuple[int, int] | None
    others_ended: int
    others_open: int
    others_ended_otherwise: int

    @property
    def words(self) -> str:
        """The rank as text, such as "longer than 14 of 22 that ended; 3 are open; …"."""
        are = "is" if self.others_open == 1 else "are"
        return (
            f"{self._comparison()}; {self.others_open} {are} open; "
            f"{self.others_ended_otherwise} ended otherwise"
        )

    def _comparison(self) -> str:
        """Return how many of the others that ended this leg is longer than."""
        if self.longer_than is None:
            return f"ended otherwise, so not compared with the {self.others_ended} that ended"
        if not self.others_ended:
            return "none of the others ended"
        at_least, at_most = self.longer_than
        of_ended = f"of {self.others_ended} that ended"
        if self.leg.end is None:
            return f"so far longer than at least {at_least} {of_ended}"
        number = f"{at_least}" if at_least == at_most else f"{at_least} to {at_most}"
        return f"longer than {number} {of_ended}"

    def to_dict(self) -> dict[str, Any]:
        """Return the leg and its rank as plain data, as the command prints them in JSON."""
        return {
            **self.leg.to_dict(),
            "longer_than": plain_data(self.longer_than),
            "others_ended": self.others_ended,
            "others_open": self.others_open,
            "others_ended_otherwise": self.others_ended_otherwise,
        }


class LegRankTable(Table[LegRank]):
    """Legs with their ranks as a table; a rank is in two columns, the least and the most."""

    __slots__ = ()

    columns = (
        *columns_within(lambda rank: rank.leg, LegTable.columns),
        integer_column("longer_than_at_least", lambda rank: (rank.longer_than or NO_RANK)[0]),
        integer_column("longer_than_at_most", lambda rank: (rank.longer_than or NO_RANK)[1]),
        integer_column("others_ended"),
        integer_column("others_open"),
        integer_column("others_ended_otherwise"),
    )


@frozen(repr=False)
class LegRanks:
    """The ranks of legs among the legs of other histories.

    Args:
        ranks: The legs with their ranks, in the order of the histories and of time.
        others: The other legs, without those of the same authorities.
        same_authorities: The authorities whose legs are left out of the others, because legs of
            them are compared.
        histories: The number of histories whose legs are compared with the others.
    """

    ranks: Table[LegRank] = field(converter=LegRankTable)
    others: Legs
    same_authorities: tuple[str, ...]
    histories: int

    def to_dict(self) -> dict[str, Any]:
        """Return the ranks and the other legs as plain data, as the command prints them in JSON."""
        return {
            "histories": self.histories,
            "legs": [rank.to_dict() for rank in self.ranks],
            "same_authorities": list(self.same_authorities),
            "others": self.others.to_dict(),
        }

    def to_arrow(self) -> Any:
        """Return the ranks as a table of pyarrow, one row a leg.

        Raises:
            MissingExtra: pyarrow is not installed.
        """
        return self.ranks.to_arrow()

    def to_pandas(self) -> Any:
        """Return the ranks as a pandas data frame, one row a leg.

        Raises:
            MissingExtra: pandas or pyarrow is not installed.
        """
        return self.ranks.to_pandas()

    def to_polars(self) -> Any:
        """Return the ranks as a polars data frame, one row a leg.

        Raises:
            MissingExtra: polars or pyarrow is not installed.
        """
        return self.ranks.to_polars()

    def _repr_html_(self) -> str:
        rows = [
            (
                rank.leg.authority,
                rank.leg.start.on,
                "" if rank.leg.end is None else rank.leg.end.on,
                days_in_words(rank.leg.days),
                rank.leg.status,
                rank.words,
            )
            for rank in self.ranks
        ]
        headings = ("Authority", "From", "To", "Days", "Status", "Beside the others")
        return html_table(repr(self)[1:-1], headings, rows)

    def __repr__(self) -> str:
        others = self.others
        same = ", ".join(self.same_authorities)
        left_out = f"; left out of the others: {same}" if same else ""
        return (
            f"<LegRanks of {pluralised(len(self.ranks), 'leg')} beside those of "
            f"{len(others.authorities)} of {pluralised(others.histories, 'history')}: "
            f"{len(others.ended)} ended, {len(others.open)} open, "
            f"{len(others.ended_otherwise)} ended otherwise, {len(others.left_out)} left out"
            f"{left_out}>"
        )


def rank_legs(
    legs: Sequence[Leg], histories: Sequence[History], found: Legs, searched: Sequence[History]
) -> LegRanks:
    """Return the ranks of legs among those that were found in other histories.

    Args:
        legs: The legs.
        histories: The histories of these legs.
        found: The legs of the other histories, those of the same authorities included.
        searched: The other histories.
    """
    names = {history.authority for history in histories}
    others = Legs(
        found.start,
        found.end,
        tuple(leg for leg in found.legs if leg.authority not in names),
        tuple(leg for leg in found.left_out if leg.authority not in names),
        sum(history.authority not in names for history in searched),
    )
    both = (leg.authority for leg in (*found.legs, *found.left_out) if leg.authority in names)
    same = tuple(dict.fromkeys(both))
    return LegRanks(_ranks(legs, others), others, same, len(histories))


def _ranks(legs: Sequence[Leg], others: Legs) -> Iterator[LegRank]:
    """Yield the rank of each leg."""
    lower, upper = sorted_bounds([leg.days for leg in others.ended])
    known = [at_most for at_most in upper if at_most is not None]
    counts = len(others.ended), len(others.open), len(others.ended_otherwise)
    for leg in legs:
        at_least, at_most = leg.days
        most = len(lower) if at_most is None else bisect_left(lower, at_most)
        # Another leg is certainly shorter only if its most days are fewer than the least of this.
        rank = bisect_left(known, at_least), most
        yield LegRank(leg, None if leg.status == "ended otherwise" else rank, *counts)
