"""One authority's events in order: what happened, when, who says so, and what it asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from sys import intern
from typing import Any, ClassVar, TypeVar, overload

from attrs import evolve, field, fields, frozen
from attrs.validators import optional

from .._html import html_table
from ..dates import DateLike, PartialDate, whole_day
from ..errors import quoted
from .deadline import Deadline, same_words
from .sources import (
    Citation,
    Confidence,
    Source,
    Strength,
    confidence_of,
    date_of,
    optional_date,
    plain_text,
)

__all__ = [
    "Deadline",
    "Event",
    "History",
    "Irregularity",
    "NamedEvent",
    "in_order",
    "weakest",
]


Member = TypeVar("Member")
GSS_CODE = "[A-Z][0-9]{8}"


def _all_of(kind: type[Member], value: Member | Iterable[Member], what: str) -> tuple[Member, ...]:
    """The values as a tuple, one by itself among them; TypeError names one of another kind."""
    members = tuple(value) if isinstance(value, Iterable) else (value,)
    for index, member in enumerate(members):
        if not isinstance(member, kind):
            msg = f"{what}[{index}] is no {kind.__name__.lower()}: {quoted(member)}"
            raise TypeError(msg)
    return members


def _sources(value: Source | Iterable[Source]) -> tuple[Source, ...]:
    return _all_of(Source, value, "sources")


def _deadlines(value: Deadline | Iterable[Deadline]) -> tuple[Deadline, ...]:
    return _all_of(Deadline, value, "deadlines")


@frozen
class Irregularity:
    """What is wrong with a single event, whatever stands around it.

    Args:
        code: The code of the finding it gives.
        strength: How grave it is.
        message: What is wrong, for people.
        citation: Who says so.
    """

    code: str
    strength: Strength
    message: str
    citation: Citation


@frozen(repr=False, eq=False)
class Event:
    """Something that happened to an authority: the base of every event of every process.

    Args:
        on: The day it happened: EDTF text, a date, or a PartialDate; never a datetime.
        known_on: When it became known, if that differs.
        sources: Who says so.
        note: A remark for readers.
        deadlines: What it asked for, and by when.
    """

    on: PartialDate = field(converter=date_of)
    known_on: PartialDate | None = field(default=None, converter=optional_date, kw_only=True)
    sources: tuple[Source, ...] = field(default=(), converter=_sources, kw_only=True)
    note: str | None = field(default=None, validator=optional(plain_text), kw_only=True)
    deadlines: tuple[Deadline, ...] = field(default=(), converter=_deadlines, kw_only=True)
    trigger: str = field(init=False)
    """The name under which the process knows the event: its class with its variant."""

    class_name: ClassVar[str] = "event"
    """The class in snake case."""
    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    """For each variant of the trigger, fields that give it."""
    is_public: ClassVar[bool] = False
    """Whether it is an act known to the public on its day."""
    rank: ClassVar[int] = 0
    """Where it stands among the events of one day when nothing else orders them."""
    remarks_on_itself: ClassVar[bool] = False
    """Whether it can be wrong by itself, or can say that a requirement was met."""
    acts_on_others: ClassVar[bool] = False
    """Whether it can open or close something, or is itself a deadline."""
    sets_deadlines: ClassVar[bool] = False
    """Whether it can set deadlines that are not among its `deadlines`."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.class_name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        cls.remarks_on_itself = cls._overrides("irregularities", "requirement")
        cls.sets_deadlines = cls._overrides("deadlines_set")
        cls.acts_on_others = cls.sets_deadlines or cls._overrides("opens", "closes")

    @classmethod
    def _overrides(cls, *names: str) -> bool:
        """Whether the class has one of the members of its own; most have not, and are not asked."""
        return any(getattr(cls, name) is not getattr(Event, name) for name in names)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "trigger", intern(self._trigger()))

    def _trigger(self) -> str:
        variant = self._variant()
        return f"{self.class_name}_{variant}" if variant else self.class_name

    def _variant(self) -> str | None:
        return None

    @classmethod
    def triggers(cls) -> dict[str, Mapping[str, Any]]:
        """Every trigger of the class, each with fields that give it."""
        if not cls.variants:
            return {cls.class_name: {}}
        return {f"{cls.class_name}_{variant}": given for variant, given in cls.variants.items()}

    @property
    def event_name(self) -> str:
        """Its name in files: the trigger without its variant, which the fields give."""
        return self.class_name

    @property
    def confidence(self) -> Confidence | None:
        """That of its best source, those that give its date first; None without a source."""
        if not self.sources:
            return None
        agreeing = [source for source in self.sources if source.stated_date is None]
        return max(
            (source.confidence for source in agreeing or self.sources),
            key=lambda confidence: confidence.rank,
            default=None,
        )

    @property
    def known_from(self) -> int:
        """The first day (ordinal) on which it can have been known.

        That is `known_on` where it is given; a public act is known on its day, any other event
        from its day or its earliest source's, whichever is later.
        """
        if self.known_on is not None:
            return max(self.on.first, self.known_on.first)
        published = [source.published.first for source in self.sources if source.published]
        if self.is_public or not published:
            return self.on.first
        return max(self.on.first, min(published))

    @property
    def deadlines_set(self) -> tuple[Deadline, ...]:
        """Every deadline it sets, the event's own among them."""
        return self.deadlines

    @property
    def deadline_strength(self) -> Strength:
        """The strength of a deadline it sets that does not say its own."""
        return Strength.PRACTICE

    @property
    def opens(self) -> bool:
        """Whether it opens something that a later event may close: a notice, a post."""
        return False

    @property
    def requirement(self) -> str | None:
        """The words of the requirement it says was met; most events say none."""
        return None

    def meets(self, deadline: Deadline) -> bool:
        """Whether the event does what a deadline asks for."""
        if deadline.met_by is not None or deadline.judgement is not None:
            return deadline.met_by == self.trigger
        return self.requirement is not None and same_words(self.requirement) == deadline.words

    def closes(self, opened: Sequence[Event]) -> tuple[Event, ...]:
        """Those of the earlier events, still open, that this one closes."""
        del opened
        return ()

    def irregularities(self) -> tuple[Irregularity, ...]:
        """What is wrong with the event by itself."""
        return ()

    def given(self) -> dict[str, Any]:
        """The fields that are not at their default, in order."""
        return {
            each.name: value
            for each in fields(type(self))
            if each.init and (value := getattr(self, each.name)) != each.default
        }

    # Said once for all events: attrs would write it for each class when it is imported.
    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self is other or self.given() == other.given()

    def __hash__(self) -> int:
        return hash((type(self), self.on, self.trigger, self.sources))

    def __repr__(self) -> str:
        given = self.given()
        parts = [
            repr(given.pop("on").text),
            *(f"{name}={value!r}" for name, value in given.items()),
        ]
        return f"{type(self).__name__}({', '.join(parts)})"


@frozen(repr=False, eq=False)
class NamedEvent(Event):
    """An event of a process that has no Python class for it: it knows its trigger only.

    Args:
        what: The trigger.
    """

    what: str = field(validator=plain_text, kw_only=True)

    def _trigger(self) -> str:
        return self.what

    @property
    def event_name(self) -> str:
        """The trigger."""
        return self.what


def weakest(events: Iterable[Event]) -> Confidence | None:
    """The confidence of the weakest of the events; None when one of them has no source."""
    confidences = [event.confidence for event in events]
    known = [confidence for confidence in confidences if confidence is not None]
    if not known or len(known) < len(confidences):
        return None
    return min(known, key=lambda confidence: confidence.rank)


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events by their earliest day.

    Events of one earliest day stand in the order in which their classes are listed in the process
    (an inspection before the commissioner it leads to, the direction before the go-live),
    and as they were given where that is the same.
    """
    return tuple(sorted(events, key=lambda event: (event.on.first, event.rank)))


def _events(value: Event | Iterable[Event]) -> tuple[Event, ...]:
    return _all_of(Event, value, "events")


@frozen(repr=False)
class History:
    """One authority's events, in the order in which they happened.

    Args:
        authority: The council's name.
        events: What happened, in order; `in_order` puts events of any order in one.
        gss_code: The nine-character code of the Office for National Statistics.
        begins_in: The stage in which the history begins, where that is not the process's first:
            then nothing before it is missing.
        succeeds: The authority it took over from by reorganisation.
        checked_to: The day to which somebody has looked for later events.

    Raises:
        ValueError: A field is not what it should be.
        TypeError: Something among the events is no event.
    """

    authority: str = field(validator=plain_text)
    events: tuple[Event, ...] = field(default=(), converter=_events)
    gss_code: str | None = field(default=None, kw_only=True)
    begins_in: str | None = field(default=None, validator=optional(plain_text), kw_only=True)
    succeeds: str | None = field(default=None, validator=optional(plain_text), kw_only=True)
    checked_to: PartialDate | None = field(default=None, converter=optional_date, kw_only=True)

    @gss_code.validator
    def _check_gss_code(self, _attribute: object, code: str | None) -> None:
        if code is not None and not re.fullmatch(GSS_CODE, code):
            msg = f"a GSS code is a letter and eight digits, such as E08000028, not {quoted(code)}"
            raise ValueError(msg)

    def as_of(self, day: DateLike) -> History:
        """The history up to a day: the longest beginning with no event certainly after it.

        Raises:
            BadDate: The day is known only in part.
        """
        last = whole_day(day)
        late = (index for index, event in enumerate(self.events) if event.on.first > last)
        return evolve(self, events=self.events[: next(late, len(self.events))])

    def known_on(self, day: DateLike) -> History:
        """The history as it could be known on a day; it may have findings the whole has not.

        Raises:
            BadDate: The day is known only in part.
        """
        last = whole_day(day)
        return evolve(self, events=[event for event in self.events if event.known_from <= last])

    def at_least(self, confidence: str) -> History:
        """The history without events that are less well founded, or have no source at all."""
        least = confidence_of(confidence).rank
        return evolve(
            self,
            events=[
                event
                for event in self.events
                if event.confidence is not None and event.confidence.rank >= least
            ],
        )

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

    def _repr_html_(self) -> str:
        rows = [
            (event.on, event.trigger, "; ".join(source.title for source in event.sources))
            for event in self.events
        ]
        return html_table(self.authority, ("Date", "Event", "Sources"), rows)

    def __repr__(self) -> str:
        if not self.events:
            return f"<History of {self.authority}: no events>"
        count = len(self.events)
        return (
            f"<History of {self.authority}: {count} event{'' if count == 1 else 's'}, "
            f"{self.events[0].on} to {self.events[-1].on}>"
        )
