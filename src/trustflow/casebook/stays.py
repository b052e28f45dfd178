"""The stays of the casebook's authorities in each stage, as they are packaged."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .packaged import packaged_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PackagedStay", "packaged_stays"]


class PackagedStay(NamedTuple):
    """A stay of an authority in a stage.

    Args:
        authority: The name of the authority.
        leads_to: The stage after the stay; None if the stay has not ended on record.
        days: The least and the most days that the stay lasted; the most is None if it has not
            ended on record or has no upper bound.
    """

    authority: str
    leads_to: str | None
    days: tuple[int, int | None]


@cache
def packaged_stays() -> Mapping[str, tuple[PackagedStay, ...]]:
    """Return the stays by stage, those of low confidence and without a start left out.

    They are those of `trustflow.outcomes` over the whole casebook. Working them out takes as long
    as reading every history, so they are packaged.
    """
    stays: dict[str, list[PackagedStay]] = {}
    for row in packaged_rows("stays.csv"):
        most = row["most_days"]
        days = int(row["least_days"]), int(most) if most else None
        stay = PackagedStay(row["authority"], row["leads_to"] or None, days)
        stays.setdefault(row["stage"], []).append(stay)
    return {stage: tuple(found) for stage, found in stays.items()}
