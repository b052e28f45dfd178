"""The days up to which somebody has looked for later events of a live case, by kind of event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .._frozen_map import FrozenMap
from .._text import name_meant
from ..dates import PartialDate, today, up_to_today
from ..errors import InvalidValue, quoted
from ..history import ONGOING, checked_to_of, later_checked_to, tuple_of_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..history import CheckedTo, CheckedToLike
    from ..process import Process

__all__ = ["checked_after"]


def checked_after(
    before: CheckedTo | None,
    day: CheckedToLike,
    kinds: str | Iterable[str] | None,
    process: Process,
) -> CheckedTo:
    """Return the days that are checked after one more search; see `Case.mark_checked`.

    Args:
        before: The days that were checked before it.
        day: The day, a mapping of kind of event to day, or ``ongoing``.
        kinds: The kinds of event that were looked for; every kind by default.
        process: The process, which has the kinds.

    Raises:
        InvalidValue: The process does not have one of the kinds, `ongoing` is given for only
            some kinds, a mapping gives one of the kinds no day, or a day has not come yet.
        BadDate: The day cannot be read.
    """
    to = checked_to_of(day)
    if to is None:
        raise InvalidValue(quoted(day), "day to mark as checked", "Expected a day or ongoing.")
    if kinds is None:
        named = tuple(to) if isinstance(to, Mapping) else process.kinds
    elif to == ONGOING:
        accepted = "Expected no kinds, because in an ongoing case every event is recorded."
        raise InvalidValue(quoted(kinds), "kinds for ongoing", accepted)
    else:
        named = tuple_of_names(kinds)
    chosen = [process.kind(kind) for kind in named]
    if isinstance(to, Mapping):
        to = FrozenMap((name_meant(kind, chosen) or kind, day) for kind, day in to.items())
    if isinstance(to, Mapping) and not to.keys() >= set(chosen):
        accepted = f"Expected some of the kinds with a day: {', '.join(to)}."
        raise InvalidValue(quoted(kinds), "kinds of a mapping of days", accepted)
    _refuse_future(day, [to[kind] for kind in chosen] if isinstance(to, Mapping) else [to])
    return later_checked_to(before, to, chosen, process.kinds)


def _refuse_future(given: CheckedToLike, days: Iterable[PartialDate | str]) -> None:
    """Raise an error if one of the days is certainly after the present day; no day moves back."""
    firsts = (day.first for day in days if isinstance(day, PartialDate))
    if any(up_to_today(first) < first for first in firsts):
        latest = PartialDate.between(today(), today()).words
        accepted = f"It has not come yet. Expected a day up to today, {latest}, or ongoing."
        raise InvalidValue(quoted(given), "day to mark as checked", accepted)
