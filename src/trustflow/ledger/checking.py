"""Check a ledger: the chain of hashes, the triggers, and each case under today's rules."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from attrs import frozen

from .._html import html_paragraph, html_table
from ..engine import Finding, check
from ..errors import TrustflowError, pluralised
from .entries import Kind, in_force
from .hashing import is_erased, leaves_of, text_hash, values_of
from .personal_data import overwritten_place
from .schema import foreign_triggers, missing_triggers
from .state import WITHOUT_EVENTS, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import sqlalchemy as sa

    from ..process import Process
    from .entries import Entry

__all__ = [
    "CaseFinding",
    "LedgerFault",
    "Recheck",
    "chain_faults",
    "damage_fault",
    "head_of",
    "late_faults",
    "ledger_faults",
    "left_after_removal",
    "rechecked",
    "trigger_faults",
]

MAX_SKEW = dt.timedelta(minutes=1)
"""How far the clocks of two machines may be apart."""
MOST_DAMAGE = 10
"""The most places of damage in a file that are listed."""
GO_ON = "Keep the file, and go on from a backup"
"""What helps if a file is damaged, as a clause."""


@frozen
class LedgerFault:
    """Something in a ledger that the ledger itself did not write, or that is missing.

    Args:
        name: The name of the case; None if the fault is of the whole ledger.
        version: The version of the entry; None if it is of the whole case.
        what: What is wrong.
    """

    name: str | None
    version: int | None
    what: str


@frozen
class CaseFinding:
    """A finding of today's rules on a case.

    Args:
        name: The name of the case.
        finding: The finding.
    """

    name: str
    finding: Finding


@frozen
class Recheck:
    """The result of a check of a ledger.

    Args:
        faults: What does not fit; empty if nothing was changed from outside.
        findings: What today's rules say of the cases, as they are in force.
        cases: The number of cases.
        entries: The number of entries.
        unchecked: The names of the cases whose process the ledger was not opened with. Their
            chains were checked, but not what today's rules say of them.
        head: One hash over the ledger: its id, and the name, the version and the last hash of each
            case. Keep it elsewhere: a backup of that day has the same one, whatever becomes of
            the ledger. It is empty if not every entry can be read, as the file is damaged.
    """

    faults: tuple[LedgerFault, ...]
    findings: tuple[CaseFinding, ...]
    cases: int
    entries: int
    unchecked: tuple[str, ...] = ()
    head: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing was changed from outside."""
        return not self.faults

    @property
    def counts(self) -> str:
        """The numbers of cases and entries in words, such as ``2 cases with 9 entries``."""
        entries = pluralised(self.entries, "entry")
        return f"{pluralised(self.cases, 'case')} with {entries}"

    def _repr_html_(self) -> str:
        faults = [(fault.name or "", fault.version or "", fault.what) for fault in self.faults]
        parts = [html_paragraph(f"{self.counts}: {pluralised(len(faults), 'fault')}.")]
        if faults:
            parts.append(html_table("What does not fit", ("Case", "Version", "Fault"), faults))
        if self.findings:
            findings = [(each.name, each.finding) for each in self.findings]
            parts.append(html_table("What today's rules say", ("Case", "Finding"), findings))
        if self.unchecked:
            names = ", ".join(self.unchecked)
            parts.append(html_paragraph(f"Of another process, so not asked: {names}."))
        if self.head:
            parts.append(html_paragraph(f"One hash over the ledger: {self.head}"))
        return "".join(parts)


def head_of(ledger_id: str | None, last: Iterable[Entry]) -> str:
    """Return one hash over a ledger.

    Args:
        ledger_id: The id of the ledger; None if it has none.
        last: The last entry of each case, sorted by name.
    """
    rows = [[entry.name, entry.version, entry.hash] for entry in last]
    return text_hash(json.dumps([ledger_id, rows]))


def trigger_faults(connection: sa.Connection) -> Iterator[LedgerFault]:
    """Yield which of the triggers that keep a ledger append-only do not do so."""
    for name in missing_triggers(connection):
        yield LedgerFault(None, None, f"the trigger {name} is missing or was changed")


def ledger_faults(connection: sa.Connection) -> Iterator[LedgerFault]:
    """Yield what does not fit in the tables of a database, and in the file of SQLite."""
    yield from trigger_faults(connection)
    for what in foreign_triggers(connection):
        yield LedgerFault(None, None, f"the {what} on its tables is not the ledger's")
    if connection.dialect.name == "sqlite" and (found := list(_damage(connection))):
        yield damage_fault("; ".join(found))


def _damage(connection: sa.Connection) -> Iterator[str]:
    """Yield what SQLite itself finds damaged in its file, in lines."""
    for (what,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_DAMAGE})"):
        yield from (line for line in what.splitlines() if line != "ok" and "***" not in line)


def damage_fault(what: str) -> LedgerFault:
    """Return the fault of a file that is damaged."""
    return LedgerFault(None, None, f"the file is damaged: {what}. {GO_ON}")


def chain_faults(entries: Sequence[Entry]) -> Iterator[LedgerFault]:
    """Yield what does not fit in the entries of one case."""
    removals = (entry.version for entry in entries if entry.kind is Kind.REMOVED)
    removed = max(removals, default=0)
    redacted = _Redacted(entries, removed)
    previous: Entry | None = None
    for entry in entries:
        for what in (
            *_faults_of_place(entry, previous, removed),
            *redacted.faults_of_content(entry),
            *redacted.faults_of_places(entry),
        ):
            yield LedgerFault(entry.name, entry.version, what)
        previous = entry
    try:
        in_force(entries)
    except TrustflowError as error:
        yield LedgerFault(entries[0].name, None, str(error))


def late_faults(entries: Iterable[Entry], now: dt.datetime) -> Iterator[LedgerFault]:
    """Yield which entries are dated after the clock, as one that was wrong has dated them."""
    for entry in entries:
        if entry.recorded_at - now > MAX_SKEW:
            what = f"it is dated {entry.recorded_at:%Y-%m-%d %H:%M} UTC, after the clock"
            yield LedgerFault(entry.name, entry.version, what)


def left_after_removal(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries that stay when their case is removed: those about earlier removals.

    They are the entries about the removals, and about redactions in such entries.
    """
    left: dict[str, Entry] = {}
    for entry in entries:
        is_about_one = entry.kind is Kind.REDACTED and not left.keys().isdisjoint(_targets(entry))
        if entry.kind is Kind.REMOVED or is_about_one:
            left[entry.id] = entry
    return tuple(left.values())


def _faults_of_place(entry: Entry, previous: Entry | None, removed: int) -> Iterator[str]:
    """Yield why an entry does not fit after the one before it.

    Args:
        entry: The entry.
        previous: The entry before it; None before the first.
        removed: The version of the entry about the last removal of the case, or 0.
    """
    if not entry.is_linked:
        yield "its hash does not follow from its content and the entry before it"
    if previous is None:
        # Of a case that was removed and begun again, the first entry says where the chain ended.
        if entry.kind is not Kind.REMOVED and (entry.version, entry.previous_hash) != (1, ""):
            yield "the entries before it are missing"
    elif (entry.version, entry.previous_hash) != (previous.version + 1, previous.hash):
        is_gap = previous.version + 1 < entry.version <= removed
        if not is_gap or not {entry.kind, previous.kind} <= {Kind.REMOVED, Kind.REDACTED}:
            yield "it does not follow the entry before it"
    elif entry.recorded_at <= previous.recorded_at:
        yield "it was recorded before the entry before it"


class _Redacted:
    """What the entries about redactions say of other entries of a case.

    Args:
        entries: All entries of the case.
        removed: The version of the entry about the last removal of the case, or 0.
    """

    def __init__(self, entries: Sequence[Entry], removed: int) -> None:
        self._removed = removed
        self._by_id = {entry.id: entry for entry in entries}
        self._places: dict[str, set[str]] = {}
        self._hashes: dict[str, str] = {}
        for entry in entries:
            if entry.kind is Kind.REDACTED:
                for target, (places, content_hash) in _targets(entry).items():
                    self._places.setdefault(target, set()).update(places)
                    self._hashes[target] = content_hash

    def faults_of_content(self, entry: Entry) -> Iterator[str]:
        """Yield what was changed in an entry, and was not redacted."""
        is_changed = entry.counted_hash() != entry.content_hash
        # Otherwise the content now is that which was recorded, and nothing in it is excused.
        if is_erased(entry.salt) or entry.id in self._hashes:
            is_changed |= entry.counted_hash(first=False) != self._hashes.get(entry.id)
            is_changed |= not _overwritten_places(entry) <= self._places.get(entry.id, set())
        if is_changed:
            yield "its content was changed"

    def faults_of_places(self, entry: Entry) -> Iterator[str]:
        """Yield which redactions an entry names that were not made."""
        if entry.kind is not Kind.REDACTED:
            return
        targets = _targets(entry)
        if not targets:
            yield "it does not say what was redacted"
        for number, (places, _) in targets.items():
            target = self._by_id.get(number)
            if target is None and entry.version < self._removed:
                continue  # it was deleted with the case
            if target is None or target.version >= entry.version:
                yield "the entry that was redacted is not before it"
            elif missing := set(places) - _overwritten_places(target):
                where = ", ".join(sorted(missing))
                yield f"entry {target.version} was not redacted at {where}"


def _targets(entry: Entry) -> Mapping[str, tuple[Sequence[str], str]]:
    """Return what an entry about a redaction says of each entry; nothing if that is forged."""
    try:
        return {
            str(target): ([str(place) for place in said["places"]], str(said["hash"]))
            for target, said in entry.data["targets"].items()
        }
    except (AttributeError, KeyError, TypeError):
        return {}


def _overwritten_places(entry: Entry) -> set[str]:
    """Return where an entry has values that were overwritten, and read so."""
    if not is_erased(entry.salt):
        return set()
    values = values_of(entry.content())
    return {
        overwritten_place(leaf.path, values.get(leaf.path))
        for leaf in leaves_of(values, entry.salt)
        if leaf.was is not None
    }


def rechecked(
    entries: Sequence[Entry], processes: Sequence[Process]
) -> tuple[list[LedgerFault], list[CaseFinding] | None]:
    """Return what does not fit in a case, and if nothing, what today's rules say of it.

    The findings are None if the process of the case is not one of `processes`.
    """
    faults = list(chain_faults(entries))
    if faults:
        return faults, []
    name = entries[0].name
    described = next((each for each in reversed(entries) if each.kind in WITHOUT_EVENTS), None)
    # Not a set, because what somebody forged can be of any type.
    known = [process.name for process in processes]
    if described is not None and described.data.get("process") not in known:
        return [], None
    try:
        state = state_of(entries, processes)
    except (TrustflowError, ValueError) as error:
        return [LedgerFault(name, None, str(error))], []
    found = () if state is None else check(state.history, state.process).findings
    return [], [CaseFinding(name, finding) for finding in found]
