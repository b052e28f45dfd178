"""One authority's events, in the order in which they happened."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from copy import copy
from typing import ClassVar, Self, overload

from attrs import evolve, field, frozen
from attrs.validators import optional

from .._frozen_map import FrozenMap
from .._html import html_table
from .._text import visible
from ..dates import MAX_DAY, MIN_DAY, DateLike, ExplainedCalls, example, example_of, whole_day
from ..errors import InvalidValue, pluralised, quoted
from .event import Event
from .fields import one_line
from .members import is_several, members_of
from .record_end import CheckedTo, checked_to_of, known_checked_to
from .sources import confidence_of

__all__ = ["GSS_CODE", "History", "distinct_histories", "histories_of", "require_history"]

GSS_CODE = "[A-Z][0-9]{8}"
"""The form of a code of the Office for National Statistics, as a regular expression."""


def _events(value: Event | Iterable[Event]) -> tuple[Event, ...]:
    if isinstance(value, str):
        accepted = (
            "Expected events. The name of the authority comes first, then the events, such as "
            f"History('12 High Street', [{example_of(Event)}])."
        )
        raise InvalidValue(quoted(value), "events", accepted)
    return members_of(Event, value, "events")


def _inherited(value: Event | Iterable[Event]) -> tuple[Event, ...]:
    return members_of(Event, value, "inherits")


def _has_open_dates(events: tuple[Event, ...]) -> bool:
    for event in events:  # noqa: SIM110 - `any` with a generator takes several times as long
        if event.on.last == MAX_DAY or event.on.first == MIN_DAY:
            return True
    return False


def _distinct(events: tuple[Event, ...], seen: set[int]) -> tuple[Event, ...]:
    """Return events of which none with an open date is the same object as an earlier one.

    The possible days of an open date depend on its neighbours, so an event that is listed twice
    must be two objects.
    """
    distinct = list(events)
    for index, event in enumerate(events):
        if event.on.last == MAX_DAY or event.on.first == MIN_DAY:
            if id(event) in seen:
                distinct[index] = copy(event)
            seen.add(id(event))
    return tuple(distinct)


@frozen(repr=False)
class History(metaclass=ExplainedCalls):
    """One authority's events, in the order in which they happened.

    Args:
        authority: The authority's name.
        events: The events, in order; `in_order` sorts events that are not.
        gss_code: The nine-character code of the Office for National Statistics.
        begins_in: The stage in which the history begins, if that is not the first stage of the
            process. If it is given, no earlier event counts as missing.
        succeeds: The authority that this one replaced in a reorganisation.
        inherits: The events of the replaced authority that still bind this one, in order. They are
            replayed before the first event, but move no stage and give no finding.
        checked_to: The day up to which somebody has looked for later events: one day for every kind
            of event, a mapping of kind to day, or ``ongoing`` if every event is recorded as it
            happens.

    Raises:
        InvalidValue: A field is not of the accepted form, or one of the events is not an `Event`.
        BadDate: A day in `checked_to` cannot be read.
    """

    authority: str = field(validator=one_line, metadata=example("'12 High Street'"))
    events: tuple[Event, ...] = field(default=(), converter=_events)
    gss_code: str | None = field(default=None, kw_only=True)
    begins_in: str | None = field(
        default=None,
        validator=optional(one_line),
        kw_only=True,
        metadata=example("'lodged'"),
    )
    succeeds: str | None = field(
        default=None,
        validator=optional(one_line),
        kw_only=True,
        metadata=example("'10 High Street'"),
    )
    inherits: tuple[Event, ...] = field(default=(), converter=_inherited, kw_only=True)
    checked_to: CheckedTo | None = field(default=None, converter=checked_to_of, kw_only=True)

    argument_hints: ClassVar[Mapping[str, str]] = {
        "process": (
            "A history does not have a process. Give it where the history is used, such as "
            "check(history, process)."
        )
    }
    """What to do instead, by a name that people try for an argument."""

    has_open_dates: bool = field(default=False, init=False, eq=False)
    """Whether an event may have a date with an open start or an open end."""

    @gss_code.validator
    def _check_gss_code(self, _attribute: object, code: object) -> None:
        if code is not None and not (isinstance(code, str) and re.fullmatch(GSS_CODE, code)):
            accepted = "Expected a letter and eight digits, such as E08000028."
            raise InvalidValue(quoted(code), "GSS code", accepted)

    def __attrs_post_init__(self) -> None:
        if self.inherits and self.succeeds is None:
            accepted = "Expected succeeds as well, the name of the authority that had the events."
            raise InvalidValue(pluralised(len(self.inherits), "event"), "inherits", accepted)
        if _has_open_dates(self.events) or _has_open_dates(self.inherits):
            seen: set[int] = set()
            object.__setattr__(self, "inherits", _distinct(self.inherits, seen))
            object.__setattr__(self, "events", _distinct(self.events, seen))
            object.__setattr__(self, "has_open_dates", True)

    @property
    def kinds_checked(self) -> tuple[str, ...]:
        """The kinds of event that `checked_to` names; empty if it gives one day for all."""
        return tuple(self.checked_to) if isinstance(self.checked_to, FrozenMap) else ()

    def as_of(self, day: DateLike) -> History:
        """Return the history up to a day.

        It ends before the first listed event that is certainly after the day.

        Raises:
            BadDate: `day` is not one exact day.
        """
        last = whole_day(day, "as_of")
        late = (index for index, event in enumerate(self.events) if event.on.first > last)
        return evolve(self, events=self.events[: next(late, len(self.events))])

    def known_on(self, day: DateLike) -> History:
        """Return the events that could be known on a day, as a history.

        The result may have findings that this history does not have. A day in `checked_to` that is
        after the day is left out, and an ongoing record counts as checked to the day.

        Raises:
            BadDate: `day` is not one exact day.
        """
        last = whole_day(day, "known_on")
        return evolve(
            self,
            events=[event for event in self.events if event.known_from <= last],
            inherits=[event for event in self.inherits if event.known_from <= last],
            checked_to=known_checked_to(self.checked_to, last),
        )

    def at_least(self, confidence: str) -> History:
        """Return a history of the events with at least a given confidence, inherited ones included.

        Events without a source are left out.
        """
        least = confidence_of(confidence).rank
        events, inherits = (
            [
                event
                for event in listed
                if event.confidence is not None and event.confidence.rank >= least
            ]
            for listed in (self.events, self.inherits)
        )
        return evolve(self, events=events, inherits=inherits)

    def __len__(self) -> int:
        return len(self.events)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Event, ...]: ...
    def __getitem__(self, index: int | slice) -> Event | tuple[Event, ...]:
        return self.events[index]

    def __deepcopy__(self, _: object) -> Self:
        return self  # neither it nor its events can change

    def _repr_html_(self) -> str:
        rows = [
            (event.on, event.trigger_label, "; ".join(source.title for source in event.sources))
            for event in self.events
        ]
        return html_table(self.authority, ("Date", "Event", "Sources"), rows)

    def __repr__(self) -> str:
        name = visible(self.authority)
        if not self.events:
            return f"<History of {name}: no events>"
        return (
            f"<History of {name}: {pluralised(len(self.events), 'event')}, "
            f"{self.events[0].on} to {self.events[-1].on}>"
        )


def require_history(value: object) -> History:
    """Return a value that is a history.

    Raises:
        InvalidValue: It is something else, such as several histories; the message has the way out.
    """
    if isinstance(value, History):
        return value
    accepted = (
        f"Expected a History, such as {example_of(History)}. Of several histories, give one at a "
        "time; of a dict, such as from_frame returns, use .values(); of a case, use .history."
    )
    raise InvalidValue(quoted(value), "history", accepted)


def histories_of(value: History | Iterable[History]) -> Iterator[History]:
    """Yield one history or several.

    Raises:
        InvalidValue: It is neither, or one of several is not a history; the message has its place.
    """
    if isinstance(value, History):
        yield value
    elif not is_several(value) or _has_history(value):
        raise _not_history(value, "histories")
    else:
        for index, each in enumerate(value):
            if not isinstance(each, History):
                raise _not_history(each, f"histories[{index}]")
            yield each


def _has_history(value: object) -> bool:
    """Return whether a value is a case or a report, which has a history.

    A case contains its events, so one without events would pass for no history at all.
    """
    return isinstance(getattr(value, "history", None), History)


def distinct_histories(value: History | Iterable[History]) -> Iterator[History]:
    """Yield one history or several, of which no two are equal.

    A history that is given twice would be counted twice.

    Raises:
        InvalidValue: As for `histories_of`; or a history equals an earlier one. The message has the
            places of both.
    """
    earlier: dict[Hashable, list[tuple[int, History]]] = {}
    for index, history in enumerate(histories_of(value)):
        # The fields of a user's class of events need not be hashable. Few histories differ only in
        # these.
        days = tuple((event.trigger, event.on.first, event.on.last) for event in history.events)
        alike = earlier.setdefault((history.authority, days), [])
        first = next((place for place, other in alike if other == history), None)
        if first is not None:
            accepted = f"It is the same as histories[{first}]. Give each history once."
            raise InvalidValue(quoted(history.authority), f"histories[{index}]", accepted)
        alike.append((index, history))
        yield history


def _not_history(value: object, what: str) -> InvalidValue:
    accepted = (
        f"Expected a History, such as {example_of(History)}, or several of them; of a dict, such "
        "as from_frame returns, use .values(); of a case, use .history."
    )
    return InvalidValue(quoted(value), what, accepted)
