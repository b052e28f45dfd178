"""The UID and the SEQUENCE that a deadline of a case in a ledger has in a calendar file."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ..history import same_words
from .ledger_cases import opened_ledger

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from ..ledger import Entry
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
    cases: Iterable[tuple[str, Sequence[Due]]], options: argparse.Namespace
) -> CalendarNumbers:
    """Return what identifies the deadlines of cases in a calendar.

    A UID is made of the id of the entry that first recorded the event, and of the rule or the
    words. So a deadline keeps it when the event is corrected, and when others come before it.

    Args:
        cases: The name and the deadlines of each case.
        options: The arguments of the command.

    Raises:
        ValueError: The deadlines are those of an earlier day of recording.
    """
    if options.recorded_on is not None:
        msg = "A calendar has the deadlines of the ledger as it is now. Leave out --recorded-on."
        raise ValueError(msg)
    ledger = opened_ledger(options)
    numbers = CalendarNumbers({}, {})
    for name, deadlines in cases:
        entries, in_force = ledger.entries(name), ledger.in_force(name)
        numbers.sequences.update((id(each), entries[-1].version) for each in deadlines)
        used: Counter[str] = Counter()
        for deadline in sorted(deadlines, key=lambda each: each.place):
            entry = next((each for each in in_force if each.event == deadline.set_by), None)
            if entry is not None:
                uid = f"{_first(entry, entries).id}/{_requirement(deadline)}"
                used[uid] += 1
                number = f"/{used[uid]}" if used[uid] > 1 else ""
                numbers.uids[id(deadline)] = f"{uid}{number}@trustflow"
    return numbers


def _first(entry: Entry, entries: Sequence[Entry]) -> Entry:
    """Return the entry that first recorded the event that an entry has corrected."""
    by_id = {each.id: each for each in entries}
    while entry.target in by_id:
        entry = by_id[entry.target]
    return entry


def _requirement(deadline: Due) -> str:
    """Return the rule of a deadline, or a number made of its words."""
    if deadline.rule is not None:
        return deadline.rule
    return sha256(same_words(deadline.what).encode()).hexdigest()[:12]
