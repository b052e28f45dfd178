"""Say what each version of the casebook added, completed, corrected and withdrew, and why.

An event is completed if it gets fields that it did not have, and corrected if a field changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attrs import frozen

from .tables import id_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from trustflow import History

    from .released import PlainEvent

__all__ = ["CHANGE_HEADINGS", "Reasons", "changes_between", "changes_of_versions"]

CHANGE_HEADINGS = ("version", "change", "authority", "event", "on", "was", "now", "why")
"""The headings of the list of changes that the package has."""
KEY = ("event", "on")
"""The fields that have columns of their own."""
YEAR = 366
"""How many days an open date reaches when events are compared."""
MAX_SOURCES = 2
"""The most sources that the reason of a change names."""
TABLE_WORDS = {
    "ofsted-outcomes.csv": "Ofsted's inspection reports",
    "visit-letters.csv": "Ofsted's letters on visits",
    "joint-inspections.csv": "letters on joint inspections",
    "earlier-inspections-stated.csv": "what reports say of earlier inspections",
    "stated-in-reports.csv": "what reports say of interventions",
    "sourced-facts.csv": "facts from other sources",
    "primary-sources.csv": "primary sources of such facts",
}
"""What each table of evidence holds, in words."""


@frozen
class Reasons:
    """Where the reason of a change is found.

    Attributes:
        titles: The title of the source that each row of evidence became, by the id of the row.
        left_out: Why each row that is left out is left out.
    """

    titles: Mapping[str, str]
    left_out: Mapping[str, str]

    @classmethod
    def of(cls, histories: Iterable[History], left_out: Mapping[str, str]) -> Reasons:
        """Return the reasons that the sources of some histories give."""
        titles = {
            source.evidence_row or "": source.title
            for history in histories
            for event in history
            for source in event.sources
        }
        return cls(titles, left_out)

    def of_rows(self, rows: Iterable[str]) -> str:
        """Return the titles of the sources that rows became, the first of them only."""
        titled = [row for row in rows if row in self.titles]
        titles = dict.fromkeys(self.titles[row] for row in sorted(titled, key=_place))
        return "; ".join([*titles][:MAX_SOURCES])


def changes_of_versions(
    versions: Mapping[str, Mapping[str, Sequence[PlainEvent]]], reasons: Reasons
) -> Iterator[tuple[str, ...]]:
    """Yield the changes of each version against the one before, the last version first.

    Args:
        versions: The events by authority of each version, in order.
        reasons: Where the reasons are found.
    """
    for before, version in reversed([*pairwise(versions)]):
        for change in changes_between(versions[before], versions[version], reasons):
            yield (version, *change)


def changes_between(
    before: Mapping[str, Sequence[PlainEvent]],
    after: Mapping[str, Sequence[PlainEvent]],
    reasons: Reasons,
) -> Iterator[tuple[str, ...]]:
    """Yield what differs between two versions, by authority.

    A history that only one of them has is one change; otherwise each event is one.
    """
    for authority in sorted(before.keys() | after.keys()):
        if authority not in before:
            events = after[authority]
            yield ("added", authority, "", "", "", _counted(events), _tables_text(events))
        elif authority not in after:
            was = _counted(before[authority])
            yield ("withdrawn", authority, "", "", was, "", "The record has no such authority.")
        else:
            yield from _changes(authority, before[authority], after[authority], reasons)


def _counted(events: Sequence[PlainEvent]) -> str:
    return f"{len(events)} event{'' if len(events) == 1 else 's'}"


def _tables_text(events: Iterable[PlainEvent]) -> str:
    """Return from which tables the events of a history come, in words."""
    tables = {id_parts(row)[0] for event in events for row in event.rows}
    return "; ".join(words for table, words in TABLE_WORDS.items() if table in tables)


def _changes(
    authority: str,
    before: Sequence[PlainEvent],
    after: Sequence[PlainEvent],
    reasons: Reasons,
) -> Iterator[tuple[str, ...]]:
    """Yield the changes of a history that both versions have, in the order of its events."""
    pairs = _pairs(before, after)
    for event in after:
        held = pairs.get(id(event))
        on = str(event.on)
        if held is None:
            why = reasons.of_rows(event.rows)
            yield ("added", authority, event.name, on, "", _words(event.fields, KEY), why)
        elif held.fields != event.fields:
            names = [
                name
                for name in dict.fromkeys([*held.fields, *event.fields])
                if held.fields.get(name) != event.fields.get(name)
            ]
            was, now = (
                _words({name: each.fields[name] for name in names if name in each.fields})
                for each in (held, event)
            )
            why = (
                reasons.of_rows(event.rows - held.rows)
                or (not now and _moved(held.rows - event.rows, after))
                or reasons.of_rows(event.rows)
            )
            change = "corrected" if was else "completed"
            yield (change, authority, event.name, on, was, now, why)
    kept = {id(event) for event in pairs.values()}
    for event in before:
        if id(event) not in kept:
            was = _words(event.fields, KEY)
            why = _withdrawal(event, after, reasons)
            yield ("withdrawn", authority, event.name, str(event.on), was, "", why)


def _withdrawal(event: PlainEvent, after: Sequence[PlainEvent], reasons: Reasons) -> str:
    """Return why an event is withdrawn: its sources are those of another event, or left out."""
    left_out = dict.fromkeys(reasons.left_out[row] for row in event.rows & {*reasons.left_out})
    return _moved(event.rows, after) or "; ".join(left_out) or "No row of evidence supports it."


def _moved(rows: AbstractSet[str], after: Sequence[PlainEvent]) -> str:
    """Return which events cite the rows now; empty if none does."""
    names = [
        f"{other.name.replace('_', ' ')} ({other.on.words})" for other in after if other.rows & rows
    ]
    return f"Its source is on another event: {'; '.join(names)}." if names else ""


def _place(row_id: str) -> tuple[int, int]:
    """Return the place of a row, the rows of Ofsted's own documents first."""
    table, line = id_parts(row_id)
    tables = [*TABLE_WORDS]
    return tables.index(table) if table in tables else len(tables), line


def _words(fields: Mapping[str, Any], without: Sequence[str] = ()) -> str:
    """Return fields as text, ``name=value; …``."""
    return "; ".join(
        f"{name}={value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in fields.items()
        if name not in without
    )


# Which event of the earlier version is which of the later one


def _pairs(before: Sequence[PlainEvent], after: Sequence[PlainEvent]) -> dict[int, PlainEvent]:
    """Return the event of the earlier version that each event of the later one is, by its `id`.

    Equal events are paired first, then those of one class that cite a row in common or whose dates
    overlap, then those of two classes that cite a row in common.
    """
    pairs: dict[int, PlainEvent] = {}
    left = list(before)
    for is_same in (_is_equal, _is_same_by_row, _is_same_by_date, _shares_row):
        for event in after:
            if id(event) not in pairs:
                held = next((each for each in left if is_same(each, event)), None)
                if held is not None:
                    left = [each for each in left if each is not held]
                    pairs[id(event)] = held
    return pairs


def _is_equal(one: PlainEvent, other: PlainEvent) -> bool:
    return one.fields == other.fields


def _is_same_by_row(one: PlainEvent, other: PlainEvent) -> bool:
    return one.name == other.name and _shares_row(one, other)


def _is_same_by_date(one: PlainEvent, other: PlainEvent) -> bool:
    (first, last), (others_first, others_last) = _span(one), _span(other)
    return one.name == other.name and first <= others_last and others_first <= last


def _shares_row(one: PlainEvent, other: PlainEvent) -> bool:
    return bool(one.rows & other.rows)


def _span(event: PlainEvent) -> tuple[int, int]:
    """Return the first and last day of an event (ordinals), an open side a year away."""
    on = event.on
    first = on.last - YEAR if on.is_open_start else on.first
    return first, first + YEAR if on.is_open_end else on.last
