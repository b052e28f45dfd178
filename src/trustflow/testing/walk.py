"""Strategies for histories: a walk through a process, on days that keep its rules of logic.

Each event's date is made around a day that it can be, its *witness*; the witnesses of a history
keep every rule of strength logic, so it can have happened, and a live case accepts it whole.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import evolve, fields_dict
from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from ..dates import FIRST_DAY, LAST_DAY
from ..history import Event, History
from ..sources import Strength
from ..trust_transfer import TRUST_TRANSFER
from .dates import MODERN_DAYS, Precision, a_date, days
from .happenings import an_event, events
from .papers import some, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..process import DateRule, Move, Process
    from .happenings import FieldsByTrigger

__all__ = [
    "BEGINNINGS",
    "Walk",
    "a_day",
    "allowed_length",
    "histories",
    "history_of",
    "loose_histories",
    "one_of",
    "stroll",
    "witnessed",
]

Window = tuple[int, int]
"""Some days, from the first to the last (ordinals)."""

BEGINNINGS = days(dt.date(2005, 1, 1), dt.date(2020, 12, 31))
GAPS = st.integers(0, 300)
TENTHS = st.integers(0, 9)


class Choice(NamedTuple):
    """A move that can be made, and the days on which no rule of logic forbids it."""

    move: Move
    windows: list[Window]


class Walk:
    """A way through a process: the stage, the day, and since when the clocks of logic run.

    It reads rules in the plainest way, on whole days, so that what it makes is a test of the
    checker and not an echo of it.

    Args:
        process: The process.
        stage: The stage in which it begins.
        day: The day (ordinal) on which it begins.
    """

    def __init__(self, process: Process, stage: str, day: int) -> None:
        self.process = process
        self.stage = stage
        self.day = day
        self.events: list[Event] = []
        self.started: dict[str, int] = {}
        self.rules = [
            rule
            for rule in process.rules
            if rule.strength is Strength.LOGIC and not rule.is_in_order
        ]

    def windows(self, trigger: str, *, besides: DateRule | None = None) -> list[Window]:
        """The days from now on on which no rule of logic forbids a trigger.

        Args:
            trigger: The trigger.
            besides: A rule that may be broken.
        """
        found = [(self.day, LAST_DAY)]
        for rule in self.rules:
            if trigger not in rule.ends or rule is besides:
                continue
            if rule.within_event:
                found = _overlap(found, _own_days(rule))
            elif rule.id in self.started:
                found = _overlap(found, _keeping(rule, self.started[rule.id]))
        return found

    def choices(self, lasting: frozenset[str] | None = None) -> list[Choice]:
        """The moves that can be made now, those into another stage among them.

        Args:
            lasting: The stages that may be led to; any when left out.
        """
        return [
            Choice(move, windows)
            for move in self.process.moves_from(self.stage)
            if (lasting is None or move.leads_to in lasting)
            and (windows := self.windows(move.trigger))
        ]

    def take(self, event: Event, leads_to: str, day: int) -> None:
        """Go on by an event.

        Args:
            event: What happened.
            leads_to: The stage after it.
            day: Its witness.
        """
        entered = None if leads_to == self.stage else leads_to
        for rule in self.rules:
            if event.trigger in rule.ends:
                self.started.pop(rule.id, None)
            if event.trigger not in rule.starts or rule.within_event:
                continue
            if rule.enters not in {None, entered} or (rule.from_first and rule.id in self.started):
                continue
            counted = _counted_from(rule, event, day)
            if counted is not None:
                self.started[rule.id] = counted
        self.events.append(event)
        self.stage, self.day = leads_to, day

    def sound(self, event: Event, day: int) -> Event:
        """The event without fields by which it would break a rule about two of its own days."""
        for rule in self.rules:
            if not rule.within_event or rule.counts_from == "on" or event.trigger not in rule.ends:
                continue
            counted = _counted_from(rule, event, day)
            if counted is not None and not any(
                first <= day <= last for first, last in _keeping(rule, counted)
            ):
                unsaid: Any = fields_dict(type(event))[rule.counts_from].default
                event = evolve(event, **{rule.counts_from: unsaid})
        return event


def _keeping(rule: DateRule, start: int) -> list[Window]:
    """The ending days that keep a rule, counted from a day."""
    first, last = rule.period
    low = FIRST_DAY if rule.at_least is None else rule.at_least.shift(start)
    high = LAST_DAY if rule.at_most is None else rule.at_most.shift(start)
    if rule.by_end:
        inside = max(low, first), min(high, last)
        return [(FIRST_DAY, first - 1), inside, (last + 1, LAST_DAY)]
    return [(low, high)] if first <= start <= last else [(FIRST_DAY, LAST_DAY)]


def _own_days(rule: DateRule) -> list[Window]:
    """The days on which an event keeps a rule about its own day and that day itself."""
    if rule.counts_from != "on" or rule.at_least is None or not rule.at_least.count:
        return [(FIRST_DAY, LAST_DAY)]
    first, last = rule.period
    return [(FIRST_DAY, first - 1), (last + 1, LAST_DAY)]


def _overlap(windows: list[Window], others: list[Window]) -> list[Window]:
    """The days of both, in order."""
    both = [
        (max(first, other_first), min(last, other_last))
        for first, last in windows
        for other_first, other_last in others
    ]
    return [(first, last) for first, last in both if first <= last]


def _counted_from(rule: DateRule, event: Event, day: int) -> int | None:
    """A day that a rule can count from, for an event that starts it; None where it does not."""
    if rule.only is not None and not rule.only.holds(event):
        return None
    if rule.counts_from == "on":
        return day
    given = getattr(event, rule.counts_from, None)
    if given:
        ends = [each.ends for each in given] if isinstance(given, tuple) else [given]
        first: int = max(end.first for end in ends)
        return first
    # The measured span before and after the event's own day holds that day.
    return None if rule.fallback is None else day


def allowed_length(process: Process, most: int) -> list[frozenset[str]]:
    """For each number of events, up to the most, the stages from which so many may still follow."""
    found = [frozenset(process.stages)]
    for _ in range(most):
        found.append(frozenset(move.stage for move in process.moves if move.leads_to in found[-1]))
    return found


@st.composite
def histories(
    draw: st.DrawFn,
    process: Process = TRUST_TRANSFER,
    *,
    min_events: int = 0,
    max_events: int | None = None,
    authority: str | st.SearchStrategy[str] | None = None,
    precision: Precision = "any",
    from_start: bool = False,
    fields: FieldsByTrigger | None = None,
) -> History:
    """Histories that can have happened: a live case accepts each of them whole.

    Every event is allowed in its stage, and there is a day for each, among those its date allows,
    on which all of them keep every rule of strength logic. Rules of law, policy or practice may be
    broken, as they are in life. They shrink towards few events of the first triggers, on one day.

    Args:
        draw: Given by Hypothesis.
        process: The process; the trust transfer when left out.
        min_events: The fewest events.
        max_events: The most; ten more than the fewest when left out.
        authority: The council's name, or a strategy for it; any text when left out.
        precision: How finely the events' dates are known: ``day``, ``simple`` or ``any``.
        from_start: Whether every history begins in the process's first stage.
        fields: For events with classes of your own, by trigger the strategies of fields to set.

    Raises:
        InvalidArgument: No history of the process has so many events.

    Example:
        >>> from hypothesis import find
        >>> find(histories(min_events=1, authority="Sandwell"), lambda history: True)
        <History of Sandwell: 1 event, 2005-01-01 to 2005-01-01>
    """
    most = min_events + 10 if max_events is None else max_events
    lasting = allowed_length(process, min_events)
    starts = tuple(stage for stage in process.stages if stage in lasting[-1])
    if not starts or (from_start and process.initial not in starts):
        msg = f"no history of {process.name} has {min_events} events"
        raise InvalidArgument(msg)
    begins_in = None
    if not from_start:
        first = (None,) if process.initial in starts else ()
        begins_in = draw(st.sampled_from((*first, *starts)))
    walk = Walk(process, begins_in or process.initial, draw(BEGINNINGS).toordinal())
    stroll(draw, walk, lasting, max_events=most, precision=precision, fields=fields)
    return history_of(draw, walk.events, begins_in, authority)


def stroll(
    draw: st.DrawFn,
    walk: Walk,
    lasting: Sequence[frozenset[str]] = (),
    *,
    max_events: int,
    precision: Precision = "any",
    fields: FieldsByTrigger | None = None,
) -> None:
    """Go on with a walk by some events.

    Args:
        draw: What draws from a strategy.
        walk: The walk.
        lasting: For each number of events still needed after the next, the stages that allow
            them; as many events are made at least.
        max_events: The most events.
        precision: How finely their dates are known.
        fields: By trigger, the strategies of fields to set.
    """
    needed = max(0, len(lasting) - 1)
    for count in range(max_events):
        after = lasting[needed - count - 1] if count < needed else None
        if not draw(_onward(walk, after, precision, fields)):
            return


@st.composite
def _onward(
    draw: st.DrawFn,
    walk: Walk,
    after: frozenset[str] | None,
    precision: Precision,
    fields: FieldsByTrigger | None,
) -> bool:
    """Whether a walk goes on, by one event: a strategy, so that events shrink away whole."""
    if after is None and not draw(TENTHS):
        return False
    choices = walk.choices(after)
    if not choices and after is not None:
        reject()  # the days that rules of logic leave end here, which few processes do
    if not choices:
        return False
    move, windows = one_of(draw, choices)
    day = a_day(draw, windows, walk.day)
    event = witnessed(draw, walk.process, move.trigger, day, precision=precision, fields=fields)
    walk.take(walk.sound(event, day), move.leads_to, day)
    return True


def one_of(draw: st.DrawFn, choices: Sequence[Choice]) -> Choice:
    """One of the moves that can be made; every other time one that changes the stage."""
    onward = [choice for choice in choices if not choice.move.stays]
    wants_onward = draw(st.booleans())
    among = onward if onward and wants_onward else choices
    return among[draw(st.integers(0, len(among) - 1))]


def a_day(draw: st.DrawFn, windows: Sequence[Window], start: int) -> int:
    """One of the days allowed, some days after a start where that is allowed, else the nearest."""
    wanted = start + draw(GAPS)
    later = (max(first, wanted) for first, last in windows if last >= wanted)
    return next(later, windows[-1][1])


def witnessed(
    draw: st.DrawFn,
    process: Process,
    trigger: str,
    day: int,
    *,
    precision: Precision = "day",
    fields: FieldsByTrigger | None = None,
) -> Event:
    """An event of a trigger that can have happened on a day, its date made around it."""
    witness = dt.date.fromordinal(day)
    on = a_date(draw, witness, precision)
    return an_event(draw, process, trigger, on=on, day=witness, fields=fields)


@st.composite
def loose_histories(
    draw: st.DrawFn,
    process: Process = TRUST_TRANSFER,
    *,
    max_events: int = 6,
    authority: str | st.SearchStrategy[str] | None = None,
) -> History:
    """Histories of any events in any order, beginning in any stage; most have findings.

    Args:
        draw: Given by Hypothesis.
        process: The process; the trust transfer when left out.
        max_events: The most events.
        authority: The council's name, or a strategy for it; any text when left out.
    """
    found = draw(st.lists(events(process), max_size=max_events))
    begins_in = draw(st.none() | st.sampled_from(tuple(process.stages)))
    return history_of(draw, found, begins_in, authority)


def history_of(
    draw: st.DrawFn,
    found: Sequence[Event],
    begins_in: str | None,
    authority: str | st.SearchStrategy[str] | None = None,
) -> History:
    """A history of some events, whoever's they are."""
    if not isinstance(authority, str):
        authority = draw(authorities() if authority is None else authority)
    return History(authority, found, begins_in=begins_in, **some(draw, _about()))


@cache
def authorities() -> st.SearchStrategy[str]:
    """Names of councils."""
    return st.sampled_from(("Sandwell", "Kingston upon Hull")) | texts()


@cache
def _about() -> dict[str, st.SearchStrategy[Any]]:
    """What a history may say besides its events."""
    return {
        "gss_code": st.from_regex(r"E0[0-9]{7}", fullmatch=True),
        "succeeds": texts(),
        "checked_to": MODERN_DAYS,
    }
