"""How far a record is checked: to which day somebody looked for later events, by kind of event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from .._frozen_map import FrozenMap
from ..dates import DateLike, PartialDate, today, up_to_today
from ..errors import BadDate, InvalidValue, joined, quoted

__all__ = [
    "ONGOING",
    "CheckedTo",
    "CheckedToLike",
    "checked_day",
    "checked_days",
    "checked_to_of",
    "checked_to_text",
    "checked_words",
    "known_checked_to",
    "later_checked_to",
]

ONGOING: Literal["ongoing"] = "ongoing"
"""The value for a record in which every event is recorded as it happens."""
CheckedTo: TypeAlias = PartialDate | FrozenMap[PartialDate] | Literal["ongoing"]
"""One day for every kind of event, a day for each of some kinds, or `ONGOING`."""
CheckedToLike: TypeAlias = DateLike | Mapping[str, DateLike] | FrozenMap[PartialDate]
"""The values accepted as `checked_to`."""
ACCEPTED = (
    "Expected a day such as 2026-08-22, a day for each kind of event such as "
    "letters=2026-08-22; decisions=2026-01-31, or ongoing."
)


def checked_to_of(value: CheckedToLike | None) -> CheckedTo | None:
    """Convert a day, a day for each kind, or the word ``ongoing``.

    A text with ``=`` gives a day for each kind, as in ``letters=2026-08-22; plans=2026-01``.

    Raises:
        InvalidValue: The value has none of these forms.
        BadDate: A day cannot be read.
    """
    if value is None:
        return None
    if isinstance(value, str):
        if value.strip().casefold() == ONGOING:
            return ONGOING
        if "=" in value:
            return _by_kind(_pairs(value))
    if isinstance(value, Mapping | FrozenMap):
        return _by_kind(value.items())
    try:
        return PartialDate.of(value)
    except BadDate as error:
        if isinstance(value, str) and not error.meant:
            raise BadDate(error.found, ACCEPTED) from None
        raise


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    for item in text.split(";"):
        if item.strip():
            kind, equals, day = item.partition("=")
            if not equals:
                raise InvalidValue(quoted(item.strip()), "checked_to", ACCEPTED)
            yield kind.strip(), day.strip()


def _by_kind(pairs: Iterable[tuple[object, DateLike]]) -> FrozenMap[PartialDate] | None:
    days: dict[str, PartialDate] = {}
    for kind, day in pairs:
        if not isinstance(kind, str) or not kind.strip() or not kind.isprintable():
            raise InvalidValue(quoted(kind), "kind of event in checked_to", ACCEPTED)
        if kind in days:
            accepted = "Expected one day for each kind of event."
            raise InvalidValue(quoted(kind), "repeated kind of event in checked_to", accepted)
        try:
            days[kind] = PartialDate.of(day)
        except BadDate as error:
            raise InvalidValue(quoted(day), f"checked_to of {quoted(kind)}", str(error)) from None
    return FrozenMap(days) if days else None


def checked_to_text(value: CheckedTo) -> str:
    """Return `checked_to` as a text that `checked_to_of` converts back."""
    if isinstance(value, FrozenMap):
        return "; ".join(f"{kind}={day}" for kind, day in value.items())
    return str(value)


def checked_day(value: CheckedTo | None, kind: str) -> int | None:
    """Return the day (ordinal) to which a kind of event is checked; None if it is not checked.

    A month counts to its first day. An ongoing record is checked to the present day, and so is one
    with a later day: nobody can have looked for events that have not happened yet.
    """
    day = value.get(kind) if isinstance(value, FrozenMap) else value
    if day is None:
        return None
    return up_to_today(day.first) if isinstance(day, PartialDate) else today()


def checked_days(value: CheckedTo | None, kinds: Iterable[str]) -> FrozenMap[PartialDate | None]:
    """Return the day to which each of some kinds of event is checked; None if it is not."""
    if value is None:
        return FrozenMap(dict.fromkeys(kinds))
    days = {kind: checked_day(value, kind) for kind in kinds}
    return FrozenMap(
        {kind: None if day is None else PartialDate.between(day, day) for kind, day in days.items()}
    )


def checked_words(days: Mapping[str, PartialDate | None]) -> str:
    """Return how far kinds of event are checked, in words.

    An example is "letters checked to 22 August 2026, plans and decisions not checked".
    """
    kinds_of: dict[PartialDate | None, list[str]] = {}
    for kind, day in days.items():
        kinds_of.setdefault(day, []).append(kind)
    return ", ".join(
        f"{joined(kinds)} {'not checked' if day is None else f'checked to {day.words}'}"
        for day, kinds in kinds_of.items()
    )


def known_checked_to(value: CheckedTo | None, day: int) -> CheckedTo | None:
    """Return what of `checked_to` could be known on a day (ordinal)."""
    if value == ONGOING:
        return PartialDate.between(day, day)
    if isinstance(value, FrozenMap):
        return _by_kind((kind, date) for kind, date in value.items() if date.first <= day)
    if isinstance(value, PartialDate) and value.first > day:
        return None
    return value


def later_checked_to(
    value: CheckedTo | None, to: CheckedTo, kinds: Iterable[str], every: Iterable[str]
) -> CheckedTo:
    """Return `checked_to` after some kinds were checked to a day; no day moves back.

    Args:
        value: The value before.
        to: The day, or `ONGOING` for a record that is kept as things happen.
        kinds: The kinds that were checked.
        every: Every kind of the process.
    """
    if ONGOING in (value, to):
        return ONGOING
    kinds, every = tuple(kinds), tuple(every)
    days: dict[str, PartialDate] = {}
    if isinstance(value, FrozenMap):
        days.update(value.items())
    elif isinstance(value, PartialDate):
        days.update(dict.fromkeys(every, value))
    for kind in kinds:
        new = to[kind] if isinstance(to, FrozenMap) else to
        assert isinstance(new, PartialDate)  # noqa: S101 - `ONGOING` was returned above
        if kind not in days or days[kind].first < new.first:
            days[kind] = new
    same = set(days.values())
    if len(same) == 1 and days.keys() >= set(every):
        return same.pop()
    return FrozenMap(days)
