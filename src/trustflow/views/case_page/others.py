"""How it went for the other authorities of the casebook that reached a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...casebook import packaged_stays
from ...dates import MAX_DAY
from ...trust_transfer import TRUST_TRANSFER
from ..duration import open_duration_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine import Report

__all__ = ["OtherWay", "Others", "others_from_here"]

SHOWN = 4
"""The most ways that are listed; the rest are counted."""


class OtherWay(NamedTuple):
    """A stage to which others moved, how often, and in what median time in words."""

    stage: str
    label: str
    times: int
    median: str


class Others(NamedTuple):
    """How it went for others that entered a stage.

    Args:
        total: How often another authority entered the stage.
        authorities: The number of these authorities.
        ways: The stages to which they moved, the most frequent first.
        remaining: How many had not moved when their records end.
    """

    total: int
    authorities: int
    ways: tuple[OtherWay, ...]
    remaining: int

    @property
    def shown(self) -> tuple[OtherWay, ...]:
        """The ways that a page lists."""
        return self.ways[:SHOWN]

    @property
    def rest(self) -> int:
        """How often another authority moved in a way that a page does not list."""
        return sum(way.times for way in self.ways[SHOWN:])

    def entered(self, stage: str) -> str:
        """Return how often other authorities entered the stage, in words that name it.

        Args:
            stage: The words for the stage, such as "this stage".
        """
        times = "once" if self.total == 1 else f"{self.total} times"
        if self.authorities == 1:
            return f"another council entered {stage} {times} on record"
        councils = f" ({self.authorities} councils)" if self.authorities != self.total else ""
        return f"other councils entered {stage} {times} on record{councils}"

    def times(self, stage: str | None) -> int:
        """Return how often another authority moved to a stage."""
        return next((way.times for way in self.ways if way.stage == stage), 0)


def others_from_here(report: Report) -> Others | None:
    """Return how it went for other authorities; None if the casebook has no number for it."""
    if report.process is not TRUST_TRANSFER:
        return None
    stays = packaged_stays().get(report.stage, ())
    found = [stay for stay in stays if stay.authority != report.history.authority]
    if not found:
        return None
    days: dict[str, list[tuple[int, int | None]]] = {}
    for stay in found:
        if stay.leads_to is not None:
            days.setdefault(stay.leads_to, []).append(stay.days)
    ways = sorted(
        (
            OtherWay(stage, report.process.stages[stage].label, len(lengths), _median(lengths))
            for stage, lengths in days.items()
        ),
        key=lambda way: -way.times,
    )
    return Others(
        total=len(found),
        authorities=len({stay.authority for stay in found}),
        ways=tuple(ways),
        remaining=len(found) - sum(way.times for way in ways),
    )


def _median(days: Sequence[tuple[int, int | None]]) -> str:
    """Return the median in words, as a range if the days are known only as ranges."""
    middle = (len(days) - 1) // 2, len(days) // 2
    least = sorted(least for least, _ in days)
    most = sorted(MAX_DAY if most is None else most for _, most in days)
    low = sum(least[index] for index in middle) // 2
    highest = [most[index] for index in middle]
    return open_duration_words(low, None if MAX_DAY in highest else -(-sum(highest) // 2))
