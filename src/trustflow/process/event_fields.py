"""What the events of each trigger have: their classes, and the fields that a rule can read."""

from __future__ import annotations

from functools import lru_cache
from inspect import getattr_static, isroutine
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from attrs import fields_dict

from ..dates import PartialDate
from ..errors import pluralised, suggestion
from ..history import EVERY_FIELD, Event, NamedEvent, type_of_field
from .class_validation import class_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = ["CLASSES_NOT_GIVEN", "ClassesNotGiven", "EventFields"]

KINDS = {"on": "date", "known_on": "date", "note": "text", "trigger": "text"}
"""What the fields hold that every event has, if rules can read it."""
ANYTHING = "anything"


class ClassesNotGiven(tuple[type[Event], ...]):
    """No classes of events, although the process has some."""

    __slots__ = ()


CLASSES_NOT_GIVEN = ClassesNotGiven()
"""The `Process.events` of a process that has classes of events which are not at hand.

A file does not contain them, for example. Which fields its events have is unknown, so a rule can
name any field.
"""


class EventFields:
    """The fields of the events of a process."""

    def __init__(self, events: tuple[type[Event], ...], classes: Mapping[str, type[Event]]) -> None:
        """Make the fields of events.

        Args:
            events: The classes of events of the process.
            classes: The class of each trigger that has one.
        """
        self.are_known = not isinstance(events, ClassesNotGiven)
        self.classes = classes

    def class_of(self, trigger: str) -> type[Event]:
        """Return the class of the events of a trigger."""
        return self.classes.get(trigger, NamedEvent)

    def have(self, triggers: Iterable[str], name: str) -> bool:
        """Return whether the events of one of the triggers can have an attribute."""
        return not self.are_known or any(_kinds(self.class_of(each), name) for each in triggers)

    def override(self, triggers: Iterable[str], name: str) -> bool:
        """Return whether events of one of the triggers have an attribute of their own."""
        of_event = getattr_static(Event, name)
        return not self.are_known or any(
            getattr_static(self.class_of(each), name) is not of_event for each in triggers
        )

    def fault(self, place: str, name: str, kind: str, triggers: Collection[str]) -> str | None:
        """Return what is wrong with a field that a rule reads; None if an event can have it.

        Args:
            place: The words for the place of the name.
            name: The name of the field.
            kind: What the field must hold: ``date`` or ``text``.
            triggers: The triggers whose events are read.
        """
        found = [_kinds(self.class_of(each), name) for each in triggers]
        if any({kind, ANYTHING} & kinds for kinds in found):
            return None
        first, *others = map(repr, triggers)
        more = f" or {pluralised(len(others), 'other')}" if len(others) > 1 else ""
        events = f"{first}{more}" if more else " or ".join([first, *others])
        if any(found):
            return (
                f"{place} {name!r} of event {events} does not hold a {kind}; give a field that "
                f"does, such as {self._names(triggers, kind)[0]!r}"
            )
        if not self.are_known:
            return None
        names = self._names(triggers, kind)
        question = suggestion(name, names).strip()
        accepted = (
            f"{question[:1].lower()}{question[1:]}"
            if question
            else f"expected {' or '.join(names)}"
        )
        return f"{place} {name!r} is not a field of event {events}; {accepted}{self._way(triggers)}"

    def _names(self, triggers: Iterable[str], kind: str) -> list[str]:
        """Return the names of the fields that hold a date or a text."""
        names = dict.fromkeys(
            name
            for each in triggers
            for name in fields_dict(self.classes.get(each, Event))
            if kind in _kinds(self.class_of(each), name)
        )
        return [name for name in names if name != "trigger"]

    def _way(self, triggers: Collection[str]) -> str:
        """Return how an event without a class gets fields."""
        bare = next((each for each in triggers if each not in self.classes), None)
        if bare is None or not bare.isidentifier():
            return ""
        return f"; events with other fields need a class: events=[{class_name(bare)}]"


# Several rules read the same fields. The class can be anything here, because mypy rejects a class
# that defines `__hash__` as the argument of a cached function.
@lru_cache(maxsize=256)
def _kinds(cls: Any, name: str) -> frozenset[str]:
    """Return what an attribute of the events of a class can hold; empty if they have none."""
    field = fields_dict(cls).get(name)
    if field is None:
        value = getattr_static(cls, name, None)
        return frozenset(() if value is None or isroutine(value) else (ANYTHING,))
    if name in EVERY_FIELD:
        return frozenset((KINDS.get(name, "other"),))
    hint = type_of_field(cls, field)
    options = get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)
    return frozenset(map(_kind, options))


def _kind(hint: Any) -> str:
    if hint is PartialDate or (get_origin(hint) is tuple and PartialDate in get_args(hint)):
        return "date"
    return "text" if isinstance(hint, type) and issubclass(hint, str) else "other"
