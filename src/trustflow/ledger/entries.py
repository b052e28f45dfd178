"""What the entries of a ledger mean: the state of a case that they add up to, without I/O.

A ledger only ever adds entries. An entry creates a case, records or inserts an event, replaces or
withdraws one, or notes how far somebody has looked for events. The entries of a case are numbered
from 1, and each carries the hash of the one before it.

The hash of an entry covers every value of it, each with a salt of its own, so that a redaction can
erase one value and leave the others provable; see `hashing`.
"""

from __future__ import annotations

import datetime as dt
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from attrs import evolve, field, fields, frozen

from .._frozen_map import FrozenMap
from ..dates import whole_day
from ..errors import quoted
from ..exchange import HISTORY_FORMAT
from ..history import Event
from .errors import BadLedger, LedgerFailed
from .hashing import hash_of, new_salt, text_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..dates import DateLike

__all__ = [
    "Draft",
    "Entry",
    "Kind",
    "event_data",
    "first_time",
    "in_force",
    "is_removed",
    "is_storable",
    "recorded_by_end_of",
    "recording_day",
    "sealed",
]

LONDON = ZoneInfo("Europe/London")
TICK = dt.timedelta(microseconds=1)
"""The least time between two entries of a store."""
MAX_AHEAD = dt.timedelta(days=1)
"""How far ahead of the clock the newest entry of a store may be for another to be added."""
LAST_TIME = dt.datetime.max.replace(tzinfo=dt.UTC) - MAX_AHEAD
"""The last time after which an entry can be dated."""
WRONG_CLOCK = (
    "Set the clock. If the entry is wrong, go on from a backup without it, or export the histories "
    "to a new ledger."
)


class Kind(StrEnum):
    """What an entry does."""

    CREATED = "created"
    """It creates a case: its `data` is the history without events."""
    RECORDED = "recorded"
    """It adds an event at the end of the case."""
    INSERTED = "inserted"
    """It adds an event that was learnt late, at a place."""
    REPLACED = "replaced"
    """It puts an event in the place of another."""
    WITHDRAWN = "withdrawn"
    """It takes an event back."""
    CHECKED = "checked"
    """It notes up to which day somebody has looked for later events."""
    REDACTED = "redacted"
    """It says that a text of an earlier entry was overwritten, by whom, when and why."""
    REMOVED = "removed"
    """It says that the case and its entries were deleted, by whom, when and why."""


REMOVES_TARGET = frozenset({Kind.REPLACED, Kind.WITHDRAWN})
"""The kinds of entry that take an event out of the history."""
WITH_EVENT = frozenset({Kind.RECORDED, Kind.INSERTED, Kind.REPLACED})
"""The kinds of entry that have an event."""


def _frozen(value: Mapping[str, Any] | None) -> FrozenMap[Any]:
    return value if type(value) is FrozenMap else FrozenMap({} if value is None else value)


@frozen(kw_only=True)
class Draft:
    """An entry before a store takes it.

    Args:
        id: A text that no other entry has.
        name: The name of the case.
        kind: What the entry does.
        event_json: The event as JSON; None if the entry has none.
        target: The id of the entry whose event is replaced or withdrawn, or that was redacted.
        place: The index of the event among those in force after this entry.
        data: What else the entry holds, as plain data; of `created` and `checked`, the history
            without its events.
        recorded_by: Who recorded it.
        reason: Why.
        meta: Other texts that the user keeps with it.
        format: The format of the event and of the data.
    """

    id: str
    name: str
    kind: Kind
    event_json: str | None = field(default=None, repr=False)
    target: str | None = None
    place: int | None = None
    # Plain data can contain lists, which have no hash.
    data: FrozenMap[Any] = field(factory=FrozenMap, converter=_frozen, repr=False, hash=False)
    recorded_by: str | None = None
    reason: str | None = None
    meta: FrozenMap[Any] = field(factory=FrozenMap, converter=_frozen, repr=False, hash=False)
    format: str = field(default=HISTORY_FORMAT, repr=False)


@frozen(kw_only=True)
class Entry(Draft):
    """An entry of a ledger.

    Args:
        version: The number of the entry in its case, from 1; the version of the case after it.
        recorded_at: When it was recorded, in UTC.
        salt: What makes its hash unguessable: a random text; after a redaction, the salt of each
            value that was not overwritten, and the hash of each that was.
        content_hash: The SHA-256 of its content, as it was recorded.
        previous_hash: The `hash` of the entry before it in its case; empty for the first.
        hash: The SHA-256 of `content_hash` and `previous_hash`.
        event: The event that `event_json` describes; None if the entry has none, or has not been
            read by a ledger.
    """

    version: int
    recorded_at: dt.datetime
    salt: str = field(default="", repr=False)
    content_hash: str = field(default="", repr=False)
    previous_hash: str = field(default="", repr=False)
    hash: str = field(default="", repr=False)
    event: Event | None = field(default=None, eq=False)

    def content(self) -> dict[str, Any]:
        """Return what the hash covers, as plain data."""
        content = {name: getattr(self, name) for name in CONTENT}
        content.update(
            kind=str(self.kind),
            event=event_data(self.event_json),
            data=dict(self.data),
            meta=dict(self.meta),
            recorded_at=self.recorded_at.isoformat(),
        )
        return content

    def counted_hash(self, *, first: bool = True) -> str:
        """Return the SHA-256 of the content, which is `content_hash` if nobody changed it.

        Args:
            first: Whether to return that of the content as it was recorded; otherwise that of the
                content as it is now, after redactions.
        """
        return hash_of(self.content(), self.salt, first=first)

    @property
    def is_linked(self) -> bool:
        """Whether its hash follows from that of its content and that of the entry before it."""
        return self.hash == text_hash(self.previous_hash + self.content_hash)


CONTENT = (
    "id",
    "name",
    "version",
    "kind",
    "target",
    "place",
    "data",
    "recorded_by",
    "recorded_at",
    "reason",
    "meta",
    "format",
)
"""The attributes of an entry that its hash covers, beside the event."""


def event_data(text: str | None) -> Any:
    """Return the event in a text as plain data; the text itself if a ledger did not write it."""
    try:
        data = None if text is None else json.loads(text)
    except (ValueError, RecursionError):
        return text
    # Otherwise a field that is there twice, of which one is read, would not be in the hash, and the
    # hash of an entry with "null" in place of an event would be that of an entry without an event.
    is_written = data is not None and json.dumps(data) == text
    return data if text is None or is_written else text


def is_storable(text: str) -> bool:
    """Return whether every database takes a text: without NUL and halves of characters."""
    return "\0" not in text and not any("\ud800" <= each <= "\udfff" for each in text)


def sealed(
    drafts: Iterable[Draft], last: Entry | None, *, now: dt.datetime, after: dt.datetime | None
) -> tuple[Entry, ...]:
    """Return drafts as the next entries of their case, numbered, dated and chained.

    A store calls it while it holds its lock. All entries are dated on one day in London, so that
    no day of recording has a part of a change.

    Args:
        drafts: The drafts, which are all of one case.
        last: The last entry of the case; None if it has none.
        now: The time by the clock, with a time zone.
        after: When the last entry of the whole store was recorded; None if it has none. If the
            clock was set back, the entries are dated after it.

    Raises:
        LedgerFailed: The last entry of the store is dated more than a day after the clock, so that
            the clock, or that entry, is wrong.
    """
    drafts = tuple(drafts)
    at = first_time(len(drafts), now=now, after=after)
    entries: list[Entry] = []
    for number, draft in enumerate(drafts):
        values = {each.name: getattr(draft, each.name) for each in fields(Draft)}
        version = 1 if last is None else last.version + 1
        entry = Entry(**values, version=version, recorded_at=at + number * TICK, salt=new_salt())
        content = entry.counted_hash()
        previous = "" if last is None else last.hash
        last = evolve(
            entry, content_hash=content, previous_hash=previous, hash=text_hash(previous + content)
        )
        entries.append(last)
    return tuple(entries)


def first_time(count: int, *, now: dt.datetime, after: dt.datetime | None) -> dt.datetime:
    """Return when the first entry of a change is recorded, in UTC.

    The others follow it by a microsecond each. If the last one would be of the next day in London,
    the first one has the beginning of that day.

    Args:
        count: The number of entries of the change.
        now: The time by the clock, with a time zone.
        after: When the last entry of the whole store was recorded; None if it has none.

    Raises:
        LedgerFailed: The last entry of the store is too far ahead of the clock, or there is no
            later time.
    """
    now = now.astimezone(dt.UTC)
    before = now - TICK if after is None else after
    if before - now > MAX_AHEAD or max(before, now) > LAST_TIME:
        reason = (
            f"the newest entry is dated {before:%Y-%m-%d %H:%M} UTC, and the clock says "
            f"{now:%Y-%m-%d %H:%M} UTC"
        )
        raise LedgerFailed(reason, WRONG_CLOCK)
    first = max(now, before + TICK)
    next_day = _london_day(first + max(count - 1, 0) * TICK)
    if next_day == _london_day(first):
        return first
    return dt.datetime.combine(next_day, dt.time(), LONDON).astimezone(dt.UTC)


def _london_day(time: dt.datetime) -> dt.date:
    return time.astimezone(LONDON).date()


def in_force(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries whose events are in force, in the order of the history.

    Args:
        entries: The first entries of a case, in the order of their versions.

    Raises:
        BadLedger: An entry does not fit those before it, so the store was changed from outside.
    """
    listed: list[Entry] = []
    for entry in entries:
        if entry.kind in REMOVES_TARGET:
            place = _place_of(entry, listed)
            del listed[place]
        if entry.kind in WITH_EVENT:
            if entry.place is None or not 0 <= entry.place <= len(listed):
                raise BadLedger(entry, f"its place is {entry.place}, of {len(listed)} events")
            listed.insert(entry.place, entry)
        elif entry.kind is Kind.REMOVED:
            listed = []
    return tuple(listed)


def is_removed(entries: Sequence[Entry]) -> bool:
    """Return whether a case was removed, and has not been begun again."""
    # What is redacted in the entry about the removal adds an entry after it.
    kinds = (entry.kind for entry in reversed(entries) if entry.kind is not Kind.REDACTED)
    return next(kinds, None) is Kind.REMOVED


def _place_of(entry: Entry, listed: Sequence[Entry]) -> int:
    """Return the index of the event that an entry replaces or withdraws."""
    for place, other in enumerate(listed):
        if other.id == entry.target:
            return place
    raise BadLedger(entry, f"the event of {quoted(entry.target)} is not in force")


def recorded_by_end_of(entries: Iterable[Entry], day: DateLike) -> Iterator[Entry]:
    """Yield the entries that were recorded up to the end of a day in London.

    Raises:
        BadDate: `day` is not one exact day.
    """
    last = whole_day(day, "recorded_on")
    for entry in entries:
        if recording_day(entry).toordinal() > last:
            return
        yield entry


def recording_day(entry: Entry) -> dt.date:
    """Return the day in London on which an entry was recorded."""
    return _london_day(entry.recorded_at)
