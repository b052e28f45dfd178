"""The checks of the Python classes of events when a process is built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from inspect import get_annotations
from typing import TYPE_CHECKING

from attrs import fields

from ..errors import quoted
from ..history import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["class_faults", "triggers_of_classes"]

FLAGS = ("is_public", "is_repeatable")


def class_faults(events: Iterable[object]) -> Iterator[str]:
    """Yield a fault for what is not a class of events, and for each wrong part of a class."""
    owners: dict[str, type[Event]] = {}
    for position, cls in enumerate(events):
        if not (isinstance(cls, type) and issubclass(cls, Event)):
            yield f"events[{position}] is {quoted(cls)}; expected a class derived from Event"
            continue
        faults = [*_unknown_fields(cls), *_attribute_faults(cls)]
        yield from faults
        for trigger in () if faults else cls.triggers():
            owner = owners.setdefault(trigger, cls)
            if owner is not cls:
                names = f"{owner.__name__} and {cls.__name__}"
                yield f"event {trigger!r} has the classes {names}; give it one"


def triggers_of_classes(events: Iterable[type[Event]]) -> dict[str, Iterable[str]]:
    """Return the triggers of each class of event, by the name of the class."""
    return {f"the class {cls.__name__}": cls.triggers() for cls in events}


def _unknown_fields(cls: type[Event]) -> Iterator[str]:
    """Yield a fault for each annotation that attrs does not know as a field."""
    known = {field.name for field in fields(cls)}
    for base in cls.__mro__:
        for name, hint in get_annotations(base).items():
            if name not in known and "ClassVar" not in str(hint):
                yield (
                    f"{base.__name__}.{name} is not a field; decorate the class with "
                    "@attrs.frozen(kw_only=True)"
                )


def _attribute_faults(cls: type[Event]) -> Iterator[str]:
    """Yield a fault for each class attribute that is not of the type of that of `Event`."""
    for name in FLAGS:
        if not isinstance(getattr(cls, name), bool):
            yield _wrong(cls, name, "True or False")
    if isinstance(cls.rank, bool) or not isinstance(cls.rank, int):
        yield _wrong(cls, "rank", "a whole number, such as 2")
    known = {field.name for field in fields(cls)}
    if not _are_variants(cls.variants):
        accepted = "a mapping of each variant to its fields, such as {'first': {'kind': 'first'}}"
        yield _wrong(cls, "variants", accepted)
    else:
        for name in dict.fromkeys(name for given in cls.variants.values() for name in given):
            if name not in known:
                yield f"{cls.__name__}.variants names {name!r}, which is not a field of the class"
    if not isinstance(cls.variant_fields, tuple | list):
        yield _wrong(cls, "variant_fields", "a tuple of names of fields, such as ('kind',)")
    else:
        for name in cls.variant_fields:
            if name not in known:
                yield (
                    f"{cls.__name__}.variant_fields names {quoted(name)}, which is not a field of "
                    "the class"
                )


def _are_variants(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(name, str) and isinstance(given, Mapping) for name, given in value.items()
    )


def _wrong(cls: type[Event], name: str, accepted: str) -> str:
    return f"{cls.__name__}.{name} is {quoted(getattr(cls, name))}; expected {accepted}"
