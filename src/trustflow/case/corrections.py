"""Corrections of a history: events learnt late, replaced or withdrawn, one or several at once."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from attrs import evolve, field, frozen

from ..engine import Finding, Replay, advance, check, is_open, suppose
from ..errors import InvalidValue, quoted
from ..history import Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..history import History
    from ..process import Process

__all__ = [
    "Amended",
    "Change",
    "Correction",
    "Exchanged",
    "Insert",
    "Replace",
    "Withdraw",
    "amended",
]


@frozen
class Correction:
    """The result of a correction.

    Args:
        index: The index of the new event in the corrected history; for an event that was withdrawn,
            the index that it had.
        findings: The findings on the new event.
    """

    index: int
    findings: tuple[Finding, ...] = ()


@frozen
class Insert:
    """The insertion of an event, for `Case.amend`; the arguments are those of `Case.insert`."""

    event: Event
    at: int | None = field(default=None, kw_only=True)


@frozen
class Replace:
    """The replacement of an event, for `Case.amend`; the arguments are those of `Case.replace`."""

    old: Event | None = None
    new: Event | None = None
    at: int | None = field(default=None, kw_only=True)


@frozen
class Withdraw:
    """The removal of an event, for `Case.amend`; the arguments are those of `Case.withdraw`."""

    event: Event | None = None
    at: int | None = field(default=None, kw_only=True)


Change: TypeAlias = Insert | Replace | Withdraw


class Exchanged(NamedTuple):
    """The event that a change took out of a history, and the one that it put in."""

    old: Event | None
    new: Event | None


class Amended(NamedTuple):
    """A history with changes made."""

    history: History
    indexes: tuple[int, ...]
    """For each change, the index of its new event, or the one that a withdrawn event had."""
    exchanged: tuple[Exchanged, ...]
    """For each change, the event that it took out and the one that it put in."""

    def corrections(self, findings: Iterable[Finding]) -> tuple[Correction, ...]:
        """Return the result of each change.

        Args:
            findings: The findings on the whole history.
        """
        found: dict[int, list[Finding]] = {}
        for finding in findings:
            found.setdefault(finding.index, []).append(finding)
        return tuple(
            Correction(index, () if new is None else tuple(found.get(index, ())))
            for index, (_, new) in zip(self.indexes, self.exchanged, strict=True)
        )


class _Listed(NamedTuple):
    """An event of the corrected history, and the number of the change that added it, if any."""

    event: Event
    change: int | None = None


_Listing: TypeAlias = tuple[_Listed, ...]


def amended(
    history: History, changes: Iterable[Change], process: Process, *, copies: bool = False
) -> Amended:
    """Return a history with changes made; it need not be possible.

    Args:
        history: The history.
        changes: The changes.
        process: The process of the history.
        copies: Whether to put in a copy of each new event, so that no two are the same object.

    Raises:
        InvalidValue: A change is of another type, has no event, or does not say which event of the
            history it is of; or two changes are of the same event.
    """
    changes = _changes(changes)
    indexes = [_index_of(change, history) for change in changes]
    if copies:
        changes = tuple(map(_with_copy, changes))
    _refuse_repeated(changes, indexes)
    listing = _with_places(history, changes, indexes)
    for number, change in enumerate(changes):
        if isinstance(change, Replace) and not _is_possible(listing, history, process):
            listing = _moved(listing, number, history, process)
    for number, change in enumerate(changes):
        if isinstance(change, Insert) and change.at is None:
            new = _Listed(change.event, number)
            listing = _placed(listing, new, history, process) or _by_date(listing, new)
    places = {each.change: place for place, each in enumerate(listing)}
    return Amended(
        _history_of(listing, history),
        # An event that is withdrawn is not in the list.
        tuple(places.get(number, index) for number, index in enumerate(indexes)),
        tuple(
            Exchanged(
                None if isinstance(change, Insert) else history[index],
                None if isinstance(change, Withdraw) else _new_event(change),
            )
            for change, index in zip(changes, indexes, strict=True)
        ),
    )


def _with_copy(change: Change) -> Change:
    """Return a change with a copy of its new event, if it has one."""
    if isinstance(change, Insert):
        return evolve(change, event=copy(change.event))
    return evolve(change, new=copy(change.new)) if isinstance(change, Replace) else change


def _changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    accepted = "Expected Insert, Replace or Withdraw, as in case.amend([Withdraw(at=0)])."
    if not isinstance(changes, Iterable):
        raise InvalidValue(quoted(changes), "list of corrections", accepted)
    changes = tuple(changes)
    for change in changes:
        if not isinstance(change, Insert | Replace | Withdraw):
            raise InvalidValue(quoted(change), "correction", accepted)
    return changes


def _index_of(change: Change, history: History) -> int:
    """Return the index of the event that a change is of; for an inserted event, its own, or -1."""
    if isinstance(change, Insert):
        _refuse_other(change.event, "event", "Expected an event, as in case.insert(event).")
        return -1 if change.at is None else _checked_index(change.at, len(history))
    if isinstance(change, Withdraw):
        return _old_index(change.event, change.at, history)
    accepted = "Expected the new event, as in case.replace(new=…, at=0)."
    _refuse_other(change.new, "corrected event", accepted)
    return _old_index(change.old, change.at, history)


def _refuse_other(event: object, what: str, accepted: str) -> None:
    if not isinstance(event, Event):
        raise InvalidValue(quoted(event), what, accepted)


def _checked_index(at: object, last: int) -> int:
    if type(at) is int and 0 <= at <= last:
        return at
    what = "index of an event"
    if last < 0:
        raise InvalidValue(quoted(at), what, "The case has no events.")
    accepted = f"Expected a whole number from 0 to {last}, as in case.history[0]."
    raise InvalidValue(quoted(at), what, accepted)


def _old_index(event: Event | None, at: int | None, history: History) -> int:
    """Return the index of a recorded event.

    If the index is given, the event there must equal the event, if that is given too.
    """
    if at is None:
        return _only_index(event, history)
    at = _checked_index(at, len(history) - 1)
    if event is not None and history[at] != event:
        accepted = f"Expected the event at the index {at}: {quoted(history[at])}."
        raise InvalidValue(quoted(event), "event", accepted)
    return at


def _only_index(event: Event | None, history: History) -> int:
    found = [index for index, other in enumerate(history) if other == event]
    if len(found) == 1:
        return found[0]
    if found:
        *others, last = map(str, found)
        accepted = (
            f"The case has this event at the indexes {', '.join(others)} and {last}. "
            f"Expected the index of the one that is meant, as in at={last}."
        )
    else:
        accepted = "Expected an event that is recorded in the case, with every field the same."
        if isinstance(event, int):
            accepted += f" To give an index, write at={event}."
    raise InvalidValue(quoted(event), "event", accepted)


def _refuse_repeated(changes: Sequence[Change], indexes: Sequence[int]) -> None:
    seen: set[int] = set()
    for change, index in zip(changes, indexes, strict=True):
        if isinstance(change, Insert):
            continue
        if index in seen:
            accepted = "Expected one correction of each event. Indexes refer to the case before it."
            raise InvalidValue(quoted(index), "index of a second correction", accepted)
        seen.add(index)


def _with_places(history: History, changes: Sequence[Change], indexes: Sequence[int]) -> _Listing:
    """Make the changes that have a place: withdrawals, replacements, and events with an index."""
    at_place: dict[int, list[tuple[int, Change]]] = {}
    for number, (change, index) in enumerate(zip(changes, indexes, strict=True)):
        at_place.setdefault(index, []).append((number, change))
    listing: list[_Listed] = []
    for place in range(len(history) + 1):
        kept = [_Listed(event) for event in history[place : place + 1]]
        for number, change in at_place.get(place, ()):
            if isinstance(change, Insert):
                listing.append(_Listed(change.event, number))
            elif isinstance(change, Withdraw):
                kept = []
            else:
                kept = [_Listed(_new_event(change), number)]
        listing += kept
    return tuple(listing)


def _new_event(change: Insert | Replace) -> Event:
    """Return the event that a change puts in."""
    event = change.event if isinstance(change, Insert) else change.new
    assert event is not None  # noqa: S101 - `_index_of` refused it
    return event


def _moved(listing: _Listing, number: int, history: History, process: Process) -> _Listing:
    """Move the new event of a replacement, if it is not possible in its place.

    If it is possible nowhere, it stays in its place if its date belongs there.
    """
    place = next(place for place, each in enumerate(listing) if each.change == number)
    new, before, after = listing[place], listing[:place], listing[place + 1 :]
    placed = _placed((*before, *after), new, history, process)
    if placed is not None:
        return placed
    on = new.event.on
    is_in_order = all(other.event.on.first <= on.last for other in before) and all(
        on.first <= other.event.on.last for other in after
    )
    return listing if is_in_order else _by_date((*before, *after), new)


def _placed(listing: _Listing, new: _Listed, history: History, process: Process) -> _Listing | None:
    """Insert an event in the last position that gives a possible history; None if none does.

    A position after an event that is certainly later is left out, also where the process would
    accept it: a process can have no rule of order, and after an abolition no order is checked.
    """
    for position in reversed(_positions(listing, new, history, process)):
        longer = (*listing[:position], new, *listing[position:])
        if _is_possible(longer, history, process):
            return longer
    return None


def _positions(
    listing: _Listing, new: _Listed, history: History, process: Process
) -> Sequence[int]:
    """Return the positions of an event, up to that of its date, that may give a possible history.

    One replay leaves out those in which the event itself is refused, those after an event that is,
    and those after which the stages no longer allow what follows.
    """
    last = _position_by_date(listing, new)
    events = [each.event for each in listing]
    # After an abolition, an event need not be allowed in a stage.
    may_be_abolished = any(event.can_abolish for event in (*events, new.event))
    lasting = _stages_that_last(events, process)
    replay = Replay.before(evolve(history, events=()), process)
    if any(map(is_open, (*history.inherits, *events, new.event))):
        # What is possible before an open date depends on later events, but the stages do not.
        if may_be_abolished:
            return range(last + 1)
        return [*_positions_by_stage(events[:last], new.event, replay.stage, process, lasting)]
    positions: list[int] = []
    for position in range(last + 1):
        if position and _is_refused(advance(replay, events[position - 1])):
            break
        after = replay.compiled(new.event).after
        if (may_be_abolished or after in lasting[position]) and not _is_refused(
            suppose(replay, new.event)
        ):
            positions.append(position)
    return positions


def _positions_by_stage(
    events: Iterable[Event], new: Event, stage: str, process: Process, lasting: list[set[str]]
) -> Iterator[int]:
    """Yield the positions of an event that the stages allow.

    Args:
        events: The events before the last position.
        new: The event.
        stage: The stage before the first event.
        process: The process.
        lasting: The answer of `_stages_that_last`.
    """
    stages = [stage]
    for event in events:
        move = process.table[stages[-1]].get(event.trigger)
        if move is None:
            break
        stages.append(move.leads_to)
    for position, before in enumerate(stages):
        move = process.table[before].get(new.trigger)
        if move is not None and move.leads_to in lasting[position]:
            yield position


def _stages_that_last(events: Sequence[Event], process: Process) -> list[set[str]]:
    """Return, for each position, the stages from which all events after it are allowed."""
    lasting: list[set[str]] = [set(process.stages)]
    for event in reversed(events):
        moves = ((stage, process.table[stage].get(event.trigger)) for stage in process.stages)
        lasting.append({stage for stage, move in moves if move and move.leads_to in lasting[-1]})
    return lasting[::-1]


def _is_refused(findings: Iterable[Finding]) -> bool:
    return any(finding.is_refusal for finding in findings)


def _by_date(listing: _Listing, new: _Listed) -> _Listing:
    """Insert an event before the first event that is certainly later."""
    position = _position_by_date(listing, new)
    return (*listing[:position], new, *listing[position:])


def _position_by_date(listing: _Listing, new: _Listed) -> int:
    """Return the position of the first event that is certainly later, or of the end."""
    last = new.event.on.last
    later = (place for place, other in enumerate(listing) if other.event.on.first > last)
    return next(later, len(listing))


def _is_possible(listing: _Listing, history: History, process: Process) -> bool:
    return check(_history_of(listing, history), process).ok


def _history_of(listing: _Listing, history: History) -> History:
    return evolve(history, events=tuple(each.event for each in listing))
