"""The checks of the Python classes of events when a process is built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from inspect import get_annotations
from typing import TYPE_CHECKING, Any

from attrs import NOTHING, Factory, fields

from ..dates import PartialDate
from ..errors import BadDate, InvalidValue, quoted
from ..history import (
    EVERY_FIELD,
    Event,
    NamedEvent,
    can_be_in_files,
    decides_on_variants,
    own_fields,
    own_value,
    type_of_field,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from attrs import Attribute

__all__ = ["class_faults", "class_name", "class_trigger_faults"]

FLAGS = ("is_public", "is_repeatable")
DECORATOR = "@attrs.frozen(kw_only=True)"
TYPES = "str, int, bool, PartialDate or a tuple of one of them, such as tuple[str, ...]"
CONSTANTS = (str, int, PartialDate)
"""The types of values that a class attribute in small letters has by mistake for a field."""


def class_faults(events: Iterable[object]) -> Iterator[str]:
    """Yield a fault for what is not a class of events, and for each wrong part of a class."""
    owners: dict[str, type[Event]] = {}
    for cls in events:
        if not (isinstance(cls, type) and issubclass(cls, Event)) or cls in {Event, NamedEvent}:
            yield _no_class(cls)
            continue
        faults = [*_field_faults(cls), *_attribute_faults(cls)]
        yield from faults
        for trigger in () if faults else cls.triggers():
            owner = owners.setdefault(trigger, cls)
            if owner is not cls:
                names = f"{owner.__name__} and {cls.__name__}"
                yield f"event {trigger!r} has the classes {names}; give it one"


def class_trigger_faults(events: Iterable[type[Event]], triggers: Collection[str]) -> Iterator[str]:
    """Yield a fault for each trigger of a class of events that the process does not have."""
    taken = {trigger for cls in events for trigger in cls.triggers()}
    for cls in events:
        for trigger in cls.triggers():
            if trigger in triggers:
                continue
            free = [each for each in triggers if each not in taken]
            renamed = "" if cls.variants else _or_name_the_class(trigger, free)
            yield (
                f"the class {cls.__name__} is for the event {trigger!r}, which is not in triggers; "
                f"add it to triggers and moves{renamed}"
            )


def _or_name_the_class(trigger: str, free: list[str]) -> str:
    """Return the advice to name a class after a similar trigger without one; empty if none is."""
    import difflib

    similar = difflib.get_close_matches(trigger, free, n=1)
    return f", or name the class {class_name(similar[0])}" if similar else ""


def _no_class(value: object) -> str:
    """Return the fault of what is not a class of events of a process."""
    if value is Event:
        return "events has Event itself; derive a class from it, such as class LetterSent(Event)"
    if value is NamedEvent:
        return "events has NamedEvent, the class of every event without one; leave it out"
    if isinstance(value, Event) and not isinstance(value, NamedEvent):
        name = type(value).__name__
        return (
            f"events has an event of the class {name}; expected the class itself: events=[{name}]"
        )
    return (
        f"events has {quoted(value)}; expected a list of classes derived from Event, such as "
        "events=[LetterSent]"
    )


def class_name(trigger: str) -> str:
    """Return the name of the class of events that has a trigger."""
    return "".join(part.capitalize() for part in trigger.split("_"))


# Fields


def _field_faults(cls: type[Event]) -> Iterator[str]:
    """Yield a fault for what looks like a field and is none, and for each wrong field."""
    for base in cls.__mro__[: cls.__mro__.index(Event)]:
        yield from _faults_of_body(base)


# Many classes have the same base. A cache for classes accepts any argument, because mypy rejects a
# class that defines `__hash__`.
@lru_cache(maxsize=256)
def _faults_of_body(cls: Any) -> tuple[str, ...]:
    """Return a fault for each wrong field and attribute in the body of a class."""
    return (*_faults_of_names(cls), *_faults_of_fields(cls))


def _faults_of_names(cls: type[Event]) -> Iterator[str]:
    hints = get_annotations(cls)
    known = {field.name for field in fields(cls)}
    annotated = [name for name, hint in hints.items() if "ClassVar" not in str(hint)]
    for name in annotated:
        if name in EVERY_FIELD:
            yield _redefined(cls, name)
        elif name not in known:
            yield f"{cls.__name__}.{name} is not a field; decorate the class with {DECORATOR}"
    for name, value in vars(cls).items():
        if name in hints or not isinstance(value, CONSTANTS):
            continue
        if name in EVERY_FIELD:
            yield _redefined(cls, name)
        elif name.islower() and not name.startswith("_") and not hasattr(Event, name):
            written = f"{name}: {type(value).__name__} = {quoted(value)}"
            yield f"{cls.__name__}.{name} is not a field; write {written}"


def _redefined(cls: type, name: str) -> str:
    return (
        f"{cls.__name__}.{name} redefines what every event has; give the field another name, such "
        f"as own_{name}"
    )


def _faults_of_fields(cls: type[Event]) -> Iterator[str]:
    parents = [base for base in cls.__bases__ if issubclass(base, Event)]
    inherited = {field.name for base in parents for field in fields(base)}
    for field in own_fields(cls):
        if field.name not in inherited:
            if not field.kw_only and field.init:
                yield (
                    f"{cls.__name__}.{field.name} can be given without its name; decorate the "
                    f"class with {DECORATOR}"
                )
            yield from _type_faults(cls, field)


def _type_faults(cls: type[Event], field: Attribute[Any]) -> Iterator[str]:
    """Yield a fault for a field whose type or default files cannot contain."""
    place = f"{cls.__name__}.{field.name}"
    try:
        hint = type_of_field(cls, field)
    except Exception:  # noqa: BLE001 - the annotation can be any text
        yield f"{place} has the type {quoted(field.type)}, which does not exist; expected {TYPES}"
        return
    if not can_be_in_files(hint):
        found = "no type" if hint is None else f"the type {_type_name(hint)}"
        yield f"{place} has {found}; expected {TYPES}"
    elif field.converter is None and field.validator is None:
        default = field.default
        if default is NOTHING or default is None or isinstance(default, Factory):  # type: ignore[arg-type]  # a class at run time
            return
        try:
            own_value(hint, default, field.name)
        except (BadDate, InvalidValue):
            yield f"{place} has the default {quoted(default)}, which is not a {_type_name(hint)}"


def _type_name(hint: Any) -> str:
    return hint.__name__ if type(hint) is type else str(hint)


# Other attributes of a class


def _attribute_faults(cls: type[Event]) -> Iterator[str]:
    """Yield a fault for each class attribute that is not of the type of that of `Event`."""
    for name in FLAGS:
        if not isinstance(getattr(cls, name), bool):
            yield _wrong(cls, name, "True or False")
    if isinstance(cls.rank, bool) or not isinstance(cls.rank, int):
        yield _wrong(cls, "rank", "a whole number, such as 2")
    known = {field.name for field in fields(cls)}
    yield from _variant_faults(cls, known)
    if not isinstance(cls.variant_fields, tuple | list):
        yield _wrong(cls, "variant_fields", "a tuple of names of fields, such as ('kind',)")
    else:
        for name in cls.variant_fields:
            if name not in known:
                yield (
                    f"{cls.__name__}.variant_fields names {quoted(name)}, which is not a field of "
                    "the class"
                )


def _variant_faults(cls: type[Event], known: Collection[str]) -> Iterator[str]:
    """Yield a fault for each wrong part of the variants of a class."""
    if not _are_variants(cls.variants):
        yield _wrong(
            cls,
            "variants",
            "a mapping of each variant to the values of the fields that make it, such as "
            "{'first': {'kind': 'first'}} with a field kind: str and a method def _variant(self): "
            f"return self.kind; then its triggers are {cls.class_name}_first and so on",
        )
        return
    for name in dict.fromkeys(name for given in cls.variants.values() for name in given):
        if name not in known:
            yield f"{cls.__name__}.variants names {name!r}, which is not a field of the class"
    if any(cls.variants) and not decides_on_variants(cls):
        field = next((name for given in cls.variants.values() for name in given), "kind")
        yield (
            f"{cls.__name__} has variants, but no method that says of which an event is; write "
            f"def _variant(self): return self.{field}"
        )


def _are_variants(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(name, str) and isinstance(given, Mapping) for name, given in value.items()
    )


def _wrong(cls: type[Event], name: str, accepted: str) -> str:
    return f"{cls.__name__}.{name} is {quoted(getattr(cls, name))}; expected {accepted}"
