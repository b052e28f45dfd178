"""Give the events of each case moments that keep their order in a process-mining tool."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..dates import PartialDate

__all__ = ["timestamps"]

SECOND = dt.timedelta(seconds=1)


def timestamps(
    cases: Iterable[str], days: Iterable[PartialDate | None]
) -> Iterator[dt.datetime | None]:
    """Yield the moment of each row, such that sorting by it keeps the order within each case.

    It is midnight in UTC at the start of the earliest day. If that is not later than the moment of
    the row above in the case, it is one second after that moment. A row without a day has none.

    Args:
        cases: The name of the case of each row.
        days: The day of each row.
    """
    above: dict[str, dt.datetime] = {}
    for case, day in zip(cases, days, strict=True):
        if day is None:
            yield None
            continue
        moment = dt.datetime.combine(dt.date.fromordinal(day.first), dt.time(), dt.UTC)
        if case in above:
            moment = max(moment, above[case] + SECOND)
        above[case] = moment
        yield moment
