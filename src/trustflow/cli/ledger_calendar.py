"""The UID and the SEQUENCE that a deadline of a case in a ledger has in a calendar file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping, Sequence

    from ..ledger import Entry, StoredCase
    from ..queries import Due

__all__ = ["CalendarNumbers", "calendar_numbers"]


class CalendarNumbers(NamedTuple):
    """What identifies deadlines in a calendar, by the `id` of each.

    Attributes:
        uids: The UID of each deadline that an event of its case sets.
        sequences: The version of the case.
    """

    uids: dict[int, str]
    sequences: dict[int, int]

    def uid(self, deadline: Due) -> str | None:
        """Return the UID of a deadline; None if no event of its case sets it."""
        return self.uids.get(id(deadline))

    def sequence(self, deadline: Due) -> int:
        """Return the SEQUENCE of a deadline."""
        return self.sequences[id(deadline)]


def calendar_numbers(
    cases: Iterable[tuple[StoredCase, Sequence[Due]]], options: argparse.Namespace
) -> CalendarNumbers:
    """Return what identifies the deadlines of cases in a calendar.

    A UID is made of the id of the entry that first recorded the event, and of the rule or the place
    of the deadline in the event. So a deadline keeps it when the event is corrected, when a text of
    it is redacted, and when other events come before it.

    Args:
        cases: Each case as it was read, and its deadlines.
        options: The arguments of the command.

    Raises:
        ValueError: The deadlines are those of an earlier day of recording.
    """
    if options.recorded_on is not None:
        msg = "A calendar has the deadlines of the ledger as it is now. Leave out --recorded-on."
        raise ValueError(msg)
    numbers = CalendarNumbers({}, {})
    for case, deadlines in cases:
        by_id = {entry.id: entry for entry in case.entries}
        by_event = {id(entry.event): entry for entry in case.in_force}
        used: Counter[tuple[str, str]] = Counter()
        for deadline in sorted(deadlines, key=lambda each: each.place):
            numbers.sequences[id(deadline)] = case.version
            entry = by_event.get(id(deadline.set_by))
            if entry is not None:
                first = _first(entry, by_id)
                requirement = deadline.rule or _index(deadline)
                number = used[first.id, requirement]
                used[first.id, requirement] += 1
                ending = f"/{number + 1}" if number else ""
                numbers.uids[id(deadline)] = f"{first.id}/{requirement}{ending}@trustflow"
    return numbers


def _first(entry: Entry, by_id: Mapping[str, Entry]) -> Entry:
    """Return the entry that first recorded the event that an entry has corrected."""
    while entry.target is not None:
        entry = by_id[entry.target]
    return entry


def _index(deadline: Due) -> str:
    """Return the index of a deadline among those that its event sets, the first of equal ones."""
    assert deadline.set_by is not None  # noqa: S101 - an event of the case sets it
    set_there = [(each.what, each.due, each.within) for each in deadline.set_by.deadlines_set]
    stated = deadline.due if deadline.span is None else None
    return str(set_there.index((deadline.what, stated, deadline.span)))
