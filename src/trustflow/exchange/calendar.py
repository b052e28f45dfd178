"""Write deadlines as an iCalendar file (extra ``calendar``): one all-day event per deadline."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from .._text import visible
from ..dates import PartialDate, Span, Truth
from ..errors import InvalidValue, from_extra, quoted
from ..history import is_several, same_words, text_of
from ..process import process_of
from ..queries import Due
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..process import Process

__all__ = ["deadlines_to_ics"]

Value = TypeVar("Value")
Given: TypeAlias = Callable[[Due], Value | None] | Mapping[Due, Value] | None
"""A function of a deadline or a mapping from deadlines; None means the default."""
Cases: TypeAlias = Mapping[str, Iterable[Due]] | Iterable[tuple[str, Iterable[Due]]]
"""The deadlines of each authority."""

ONE_DAY = dt.timedelta(days=1)
ALARM_TIME = dt.timedelta(hours=9)
"""The time of day of an alarm."""
FIRST_SEQUENCE_DAY = dt.date(2000, 1, 1).toordinal()
MAX_SEQUENCE = 2**31 - 1
"""The greatest number that iCalendar accepts as a SEQUENCE."""


class _Entry(NamedTuple):
    """A deadline with a due day, as it is written."""

    authority: str
    deadline: Due
    due: PartialDate
    uid: str


def deadlines_to_ics(
    deadlines: Iterable[Due] | Cases,
    *,
    authority: str | None = None,
    process: Process = TRUST_TRANSFER,
    name: str | None = None,
    alarm: str | Span | Iterable[str | Span] | None = None,
    uid: Given[str] = None,
    sequence: Given[int] = None,
) -> bytes:
    """Return the deadlines of one case, or of many, as an iCalendar file.

    A deadline keeps its UID in every file: when a day, a source or another deadline is corrected,
    and when it is met. The UID is made of the authority, the rule (or the words of the document)
    and `Due.place`. SEQUENCE is the number of days from 1 January 2000 to the day of the status, so
    that a calendar program takes the newer file. The stamps are that day, so that equal deadlines
    give equal files.

    If a due day is known only in part, the calendar event covers every possible day. Deadlines
    without a due day, or with a due day that is open at one end, are left out. A deadline that was
    met stays in the file without an alarm, and its summary says that it was met. A superseded
    deadline is marked as cancelled. Hidden characters are shown as escapes.

    Args:
        deadlines: The deadlines of the authority; or, for many cases, a mapping from authorities to
            deadlines, or pairs of an authority and its deadlines.
        authority: The name of the authority; None for many cases.
        process: The process. If it has a disclaimer, each description ends with the disclaimer.
        name: The name of the calendar. The default names the authority, or says how many cases
            there are.
        alarm: How long before the first possible due day an alarm rings, at 9 o'clock: a span such
            as ``3 days`` or ``5 working days``, or several. Only deadlines that are left to be done
            and not yet past have alarms.
        uid: The UID of a deadline, if it has an identifier of its own: a function that takes the
            deadline, or a mapping. Where it gives None, the UID is the default one.
        sequence: The SEQUENCE of a deadline, such as the number of its version: a function or a
            mapping as for `uid`. Give a number that grows with each file if you write files for the
            same day, because their default is the same.

    Raises:
        MissingExtra: The package `icalendar` is not installed.
        InvalidValue: The deadlines, a UID or a SEQUENCE do not have the form given here, or
            different deadlines have the same UID.
        BadDate: An alarm is not a length of time.

    Example:
        >>> from trustflow import casebook, deadlines
        >>> cases = {
        ...     name: deadlines(casebook.load(name), "2016-11-25") for name in ("Sandwell", "Kent")
        ... }
        >>> deadlines_to_ics(cases, alarm=["3 days", "5 working days"]).count(b"BEGIN:VEVENT")
        2
    """
    with from_extra("calendar"):
        from icalendar import Calendar, vText

    process = process_of(process)
    _check_given(uid, "UID", 'uid={deadline: "entry-7"}')
    _check_given(sequence, "SEQUENCE", "sequence=lambda deadline: 7")
    cases = list(_cases(deadlines, authority))
    if name is None:
        name = (
            f"{cases[0][0]}: deadlines" if len(cases) == 1 else f"Deadlines of {len(cases)} cases"
        )
    alarms = _spans(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//trustflow//deadlines//EN")
    calendar.add("version", "2.0")
    # As text: icalendar would write a property that it does not know without escapes.
    calendar.add("x-wr-calname", vText(visible(text_of(name, "name", "'Deadlines'"))))
    for entry in _entries(cases, uid):
        event = _calendar_event(entry, process.disclaimer)
        event.add("sequence", _sequence(entry.deadline, sequence))
        for before in _alarm_times(entry, alarms):
            event.add_component(_alarm(before, str(event["summary"])))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _spans(alarm: str | Span | Iterable[str | Span] | None) -> list[Span]:
    if alarm is None:
        return []
    if isinstance(alarm, str) or not isinstance(alarm, Iterable):
        alarm = [alarm]
    return [Span.of(span) for span in alarm]


def _cases(
    deadlines: Iterable[Due] | Cases, authority: str | None
) -> Iterator[tuple[str, tuple[Due, ...]]]:
    """Yield each authority with its deadlines.

    Raises:
        InvalidValue: There is another value where an authority or a deadline is expected.
    """
    pairs: Any = deadlines
    if authority is not None:
        pairs = [(authority, deadlines)]
    elif isinstance(deadlines, Mapping):
        pairs = deadlines.items()
    elif not is_several(deadlines):
        raise _not_deadlines(deadlines)
    for pair in pairs:
        match pair:
            case [str(name), Iterable() as listed]:
                checked = tuple(listed)
            case _:
                raise _not_deadlines(pair)
        for each in checked:
            if not isinstance(each, Due):
                raise _not_deadlines(each)
        yield name, checked


def _not_deadlines(value: object) -> InvalidValue:
    accepted = (
        'Expected the deadlines of one case, as in deadlines_to_ics(deadlines, authority="Kent"); '
        'or of many cases, as in deadlines_to_ics({"Kent": deadlines, "Devon": others}).'
    )
    return InvalidValue(quoted(value), "deadlines", accepted)


def _entries(cases: Iterable[tuple[str, tuple[Due, ...]]], uid: Given[str]) -> Iterator[_Entry]:
    """Yield the deadlines that are written; a deadline that is given twice is written once.

    Raises:
        InvalidValue: Different deadlines have the same UID.
    """
    written: dict[str, tuple[int, Due]] = {}
    same_name: Counter[str] = Counter()
    for index, (authority, deadlines) in enumerate(cases):
        same_name[authority] += 1
        for deadline in deadlines:
            due = deadline.due
            if due is None or due.is_open_start or due.is_open_end:
                continue
            made = _uid(deadline, uid, [authority, same_name[authority]])
            if made not in written:
                written[made] = index, deadline
                yield _Entry(visible(authority), deadline, due, made)
            elif written[made] != (index, deadline):
                accepted = (
                    "Expected a UID of its own for each deadline, and the deadlines of a case on "
                    f"one day, but {quoted(written[made][1].what)} and {quoted(deadline.what)} "
                    "have the same UID."
                )
                raise InvalidValue(quoted(made), "UID", accepted)


def _uid(deadline: Due, given: Given[str], case: list[str | int]) -> str:
    """Return the UID of a deadline, which does not depend on the day asked about.

    Args:
        deadline: The deadline.
        given: The UIDs that the caller gives.
        case: The authority, and the place of the case among those of the same authority.
    """
    uid: object = _given(deadline, given)
    if uid is not None:
        if not (isinstance(uid, str) and uid.strip()):
            raise InvalidValue(quoted(uid), "UID", "Expected a text that is not blank.")
        return visible(uid)
    what = (
        ["words", same_words(deadline.what)] if deadline.rule is None else ["rule", deadline.rule]
    )
    # Without a case, only the start day distinguishes two deadlines of a rule.
    place = deadline.place if deadline.set_by is not None else str(deadline.start)
    identity = json.dumps([*case, *what, place])
    return f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}@trustflow"


def _sequence(deadline: Due, given: Given[int]) -> int:
    """Return the SEQUENCE of a deadline, which never falls as the day asked about moves on."""
    sequence: object = _given(deadline, given)
    if sequence is None:
        return 0 if deadline.as_of is None else max(0, deadline.as_of.first - FIRST_SEQUENCE_DAY)
    # `type`, not `isinstance`: a bool is not a number of a version.
    if type(sequence) is not int or not 0 <= sequence <= MAX_SEQUENCE:
        accepted = f"Expected a whole number from 0 to {MAX_SEQUENCE}."
        raise InvalidValue(quoted(sequence), "SEQUENCE", accepted)
    return sequence


def _check_given(given: object, noun: str, example: str) -> None:
    """Refuse a value that is neither a function of a deadline nor a mapping, such as one number."""
    if not (given is None or callable(given) or isinstance(given, Mapping)):
        accepted = (
            "Expected a function that takes a deadline, or a mapping from deadlines, as in "
            f"{example}."
        )
        raise InvalidValue(quoted(given), noun, accepted)


def _given(deadline: Due, given: Given[Value]) -> Value | None:
    """Return what a function or a mapping of the caller gives for a deadline."""
    if given is None:
        return None
    return given.get(deadline) if isinstance(given, Mapping) else given(deadline)


def _calendar_event(entry: _Entry, disclaimer: str | None) -> Any:
    from icalendar import Event

    authority, deadline, due, uid = entry
    # Not the time of writing, so that equal deadlines give equal files.
    day = dt.date.fromordinal((deadline.as_of or deadline.start or due).first)
    stamp = dt.datetime.combine(day, dt.time(), dt.UTC)
    what = visible(deadline.what)
    status = "" if deadline.status is None else f" ({deadline.status})"
    description = deadline.explain()
    if disclaimer is not None:
        description += f"\n\n{disclaimer}"

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("summary", f"{authority}: {what}{status}")
    event.add("dtstart", dt.date.fromordinal(due.first))
    event.add("dtend", dt.date.fromordinal(due.last) + ONE_DAY)
    event.add("description", visible(description, keep_lines=True))
    event.add("transp", "TRANSPARENT")
    if deadline.status == "superseded":
        event.add("status", "CANCELLED")
    return event


def _alarm_times(entry: _Entry, alarms: list[Span]) -> list[dt.timedelta]:
    """Return when each alarm rings, counted from the start of the first possible due day."""
    deadline, first = entry.deadline, entry.due.first
    is_past = deadline.as_of is not None and entry.due.last < deadline.as_of.first
    if deadline.is_pending is Truth.NO or is_past:
        return []
    days = {first - span.shift(first, -1) for span in alarms}
    return [ALARM_TIME - count * ONE_DAY for count in sorted(days, reverse=True)]


def _alarm(before: dt.timedelta, summary: str) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", before)
    return alarm
