"""One event of a history: what happened, on which day, and according to which sources."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from sys import intern
from typing import Any, ClassVar

from attrs import Attribute, field, fields, frozen
from attrs.validators import optional

from ..dates import ExplainedCalls, PartialDate, example
from ..errors import InvalidValue, quoted
from .deadline import NO_DAY, Deadline, same_words
from .fields import date_of, one_line, optional_date, plain_text
from .irregularity import Irregularity
from .members import members_of
from .own_fields import own_value, unchecked_types
from .sources import Confidence, Source
from .strength import Strength

__all__ = [
    "EVERY_FIELD",
    "Event",
    "NamedEvent",
    "decides_on_variants",
    "event_of",
    "in_order",
    "own_fields",
    "weakest",
]


def event_of(value: object) -> Event:
    """Return a value that must be an event.

    Raises:
        InvalidValue: The value is not an event; the message shows how to build one.
    """
    if not isinstance(value, Event):
        trigger = value if isinstance(value, str) else "letter_sent"
        accepted = f"Expected an event, such as process.event({quoted(trigger)}, '2016-07-14')."
        raise InvalidValue(quoted(value), "event", accepted)
    return value


def _sources(value: Source | Iterable[Source]) -> tuple[Source, ...]:
    return members_of(Source, value, "sources")


def _deadlines(value: Deadline | Iterable[Deadline]) -> tuple[Deadline, ...]:
    deadlines = members_of(Deadline, value, "deadlines")
    for deadline in deadlines:
        if not deadline.has_day:
            raise InvalidValue(quoted(deadline.what), "deadline", NO_DAY)
    return deadlines


@frozen(repr=False, eq=False)
class Event(metaclass=ExplainedCalls):
    """Something that happened to an authority; the base class of all events.

    Args:
        on: The day of the event: EDTF text, a `datetime.date` or a `PartialDate`. A `datetime` is
            refused.
        known_on: The day on which the event became known, if that is another day.
        sources: The sources that report the event.
        note: A remark for readers.
        deadlines: The deadlines that the event sets.
    """

    on: PartialDate = field(converter=date_of)
    known_on: PartialDate | None = field(default=None, converter=optional_date, kw_only=True)
    sources: tuple[Source, ...] = field(default=(), converter=_sources, kw_only=True)
    note: str | None = field(
        default=None,
        validator=optional(plain_text),
        kw_only=True,
        metadata=example("'The letter came by hand.'"),
    )
    deadlines: tuple[Deadline, ...] = field(default=(), converter=_deadlines, kw_only=True)
    trigger: str = field(init=False)
    """The name of the event in a process: the class name, then the variant if there is one."""

    example_code: ClassVar[str] = "process.event('letter_sent', '2016-07-14')"
    """An example of an event, for messages."""
    class_name: ClassVar[str] = "event"
    """The class name in snake case."""
    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    """Each variant of the trigger, with field values that produce it.

    The empty text stands for a trigger without a variant.
    """
    variant_fields: ClassVar[tuple[str, ...]] = ()
    """The fields of which one decides the variant, if `variants` does not have all of them.

    In a class without variants, the fields of which one is needed.
    """
    is_public: ClassVar[bool] = False
    """Whether an event of the class is public, and so known on the day it happens."""
    is_repeatable: ClassVar[bool] = False
    """Whether two equal events of the class on one day can both have happened."""
    rank: ClassVar[int] = 0
    """The sort position of the class among events of the same day; see `in_order`."""
    can_abolish: ClassVar[bool] = False
    """Whether the class overrides `abolishes`."""
    remarks_on_itself: ClassVar[bool] = False
    """Whether the class overrides `irregularities` or `requirement`."""
    acts_on_others: ClassVar[bool] = False
    """Whether the class overrides `opens`, `closes` or `deadlines_set`."""
    sets_deadlines: ClassVar[bool] = False
    """Whether the class overrides `deadlines_set`."""
    closes_some: ClassVar[bool] = False
    """Whether the class overrides `closes`."""
    overrides_meets: ClassVar[bool] = False
    """Whether the class overrides `meets`."""
    meets_by_judgement: ClassVar[bool] = False
    """Whether the class overrides `meets` only for deadlines with a judgement.

    For these, only the judgement and `met_by` decide. A class that overrides `meets` sets it anew.
    """
    # The types of the class's own fields that check no values; None before the first event.
    _unchecked: ClassVar[Mapping[str, Any] | None] = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.class_name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        # Computed once for each class, so that a replay skips these methods for most events.
        cls.remarks_on_itself = cls._overrides("irregularities", "requirement")
        cls.sets_deadlines = cls._overrides("deadlines_set")
        cls.can_abolish = cls._overrides("abolishes")
        cls.closes_some = cls._overrides("closes")
        cls.overrides_meets = cls._overrides("meets")
        if "meets" in vars(cls):
            cls.meets_by_judgement = vars(cls).get("meets_by_judgement", False)
        changes_others = cls.can_abolish or cls._overrides("opens", "closes")
        cls.acts_on_others = cls.sets_deadlines or changes_others
        cls._unchecked = None  # not that of the class it is derived from

    @classmethod
    def _overrides(cls, *names: str) -> bool:
        return any(getattr(cls, name) is not getattr(Event, name) for name in names)

    def __attrs_post_init__(self) -> None:
        cls = type(self)
        types = cls._unchecked
        if types is None:
            types = cls._unchecked = unchecked_types(cls, own_fields(cls))
        if types:
            self._convert(types)
        # Interned, because every look-up in a transition table compares triggers.
        object.__setattr__(self, "trigger", intern(self._trigger()))

    def _convert(self, types: Mapping[str, Any]) -> None:
        for name, hint in types.items():
            value = getattr(self, name)
            if value is not None or getattr(fields(type(self)), name).default is not None:
                object.__setattr__(self, name, own_value(hint, value, name))

    def _trigger(self) -> str:
        variant = self._variant()
        return f"{self.class_name}_{variant}" if variant else self.class_name

    def _variant(self) -> str | None:
        return None

    @classmethod
    def triggers(cls) -> dict[str, Mapping[str, Any]]:
        """Return each trigger of the class, with field values that produce it."""
        if not cls.variants:
            return {cls.class_name: {}}
        return {
            f"{cls.class_name}_{variant}" if variant else cls.class_name: values
            for variant, values in cls.variants.items()
        }

    @property
    def trigger_label(self) -> str:
        """The trigger in words: by default the trigger itself, with spaces."""
        return self.trigger.replace("_", " ")

    @property
    def event_name(self) -> str:
        """The name of the event in files: the trigger without its variant."""
        return self.class_name

    @property
    def confidence(self) -> Confidence | None:
        """The confidence of the best source that agrees on the date; None without a source."""
        if not self.sources:
            return None
        if len(self.sources) == 1:
            return self.sources[0].confidence
        agreeing = [source for source in self.sources if source.stated_date is None]
        return max(
            (source.confidence for source in agreeing or self.sources),
            key=lambda confidence: confidence.rank,
            default=None,
        )

    @property
    def known_from(self) -> int:
        """The first day (ordinal) on which the event can have been known.

        If `known_on` is given, it is that day, but never a day before the event. Otherwise a public
        event is known on its own day, and any other event on its own day or on the day of its
        earliest source, whichever is later.
        """
        if self.known_on is not None:
            return max(self.on.first, self.known_on.first)
        published = [source.published.first for source in self.sources if source.published]
        if self.is_public or not published:
            return self.on.first
        return max(self.on.first, min(published))

    @property
    def deadlines_set(self) -> tuple[Deadline, ...]:
        """Every deadline that the event sets."""
        return self.deadlines

    @property
    def deadline_strength(self) -> Strength:
        """The strength of the event's deadlines that have no `set_by`."""
        return Strength.PRACTICE

    @property
    def opens(self) -> bool:
        """Whether the event opens something that a later event can close, such as a notice."""
        return False

    @property
    def grade(self) -> int | None:
        """The rank of the event's grade, where a higher rank is better; None without a grade."""
        return None

    @property
    def requirement(self) -> str | None:
        """The words of the requirement that the event meets; None if it meets none."""
        return None

    def meets(self, deadline: Deadline) -> bool:
        """Return whether the event meets a deadline."""
        if deadline.met_by is not None or deadline.judgement is not None:
            return deadline.met_by == self.trigger
        return self.requirement is not None and same_words(self.requirement) == deadline.words

    def closes(self, opened: Sequence[Event]) -> tuple[Event, ...]:
        """Return those of the events still open that this event closes."""
        del opened
        return ()

    @property
    def can_repeat(self) -> bool:
        """Whether two equal events of one day can both have happened."""
        return False

    @property
    def strength_after_abolition(self) -> Strength | None:
        """The strength of the finding on the event if the authority was abolished before it.

        None stands for no finding.
        """
        return Strength.LOGIC

    def abolishes(self, authority: str) -> bool:
        """Return whether the event abolishes the authority of the history."""
        del authority
        return False

    @property
    def comparison_key(self) -> Hashable | None:
        """What two events share that are the same apart from sources, note and `known_on`.

        It is None for an event without one exact day, and for one that can happen twice on a day.
        """
        if not self.on.is_day or self.can_repeat:
            return None
        given = self.given()
        for name in ("on", "sources", "note", "known_on"):
            given.pop(name, None)
        key = type(self), self.on.first, tuple(given.items())
        try:
            hash(key)
        except TypeError:  # a field of a user's class cannot be hashed
            return repr(key)
        return key

    def irregularities(self) -> tuple[Irregularity, ...]:
        """Return the mistakes in the event that do not depend on other events."""
        return ()

    def turning_days(self) -> Iterable[int]:
        """Return the days (ordinals) from which `irregularities` can differ, if the event is moved.

        By default, these are the days in the other fields, and the day after each. A class whose
        `irregularities` compare `on` with other days overrides this method. One that does so also
        gives the days from which a value can differ that the condition of a date rule reads.
        """
        if not self.remarks_on_itself:
            return ()
        values = (getattr(self, each.name) for each in fields(type(self)) if each.name != "on")
        dates = [
            date
            for value in values
            for date in (value if isinstance(value, tuple) else (value,))
            if isinstance(date, PartialDate)
        ]
        ends = [(end.first, end.last) for date in dates for end in (date.starts, date.ends)]
        return [day + after for days in ends for day in days for after in (0, 1)]

    def given(self) -> dict[str, Any]:
        """Return the fields that differ from their defaults, by name and in order."""
        return {
            each.name: value
            for each in fields(type(self))
            if each.init and (value := getattr(self, each.name)) != each.default
        }

    # Written here once, because attrs would generate both methods for each class on import.
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


EVERY_FIELD = frozenset(each.name for each in fields(Event))
"""The names of the fields that every event has."""


def own_fields(cls: type[Event]) -> tuple[Attribute[Any], ...]:
    """Return the fields of a class that events in general do not have."""
    return tuple(each for each in fields(cls) if each.name not in EVERY_FIELD)


def decides_on_variants(cls: type[Event]) -> bool:
    """Return whether a class says of which variant an event is."""
    return cls._overrides("_variant", "_trigger")


@frozen(repr=False, eq=False)
class NamedEvent(Event):
    """An event for which the process has no Python class.

    Args:
        what: The trigger.
    """

    what: str = field(validator=one_line, kw_only=True, metadata=example("'letter_sent'"))

    def _trigger(self) -> str:
        return self.what

    @property
    def event_name(self) -> str:
        """The name of the event in files, which is its trigger."""
        return self.what


def weakest(events: Iterable[Event]) -> Confidence | None:
    """Return the lowest confidence of the events; None if one of them has no source."""
    lowest: Confidence | None = None
    for event in events:
        confidence = event.confidence
        if confidence is None:
            return None
        if lowest is None or confidence.rank < lowest.rank:
            lowest = confidence
    return lowest


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Sort events by their earliest day.

    Events with the same earliest day are sorted by the `rank` of their classes, which puts a cause
    before its effect. Events with the same earliest day and rank keep their order.
    """
    listed = members_of(Event, events, "events")
    return tuple(sorted(listed, key=lambda event: (event.on.first, event.rank)))
