"""Build an event of a class with as few fields as it allows, to try values in."""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING, Any, get_args, get_origin

from attrs import NOTHING, fields

from .._frozen_map import FrozenMap
from ..dates import PartialDate, Span
from ..errors import InvalidValue
from ..history import type_of_field

if TYPE_CHECKING:
    from attrs import Attribute

    from ..history import Event

__all__ = ["PROBE", "SOME_DAY", "minimal_event"]

PROBE = "none of the words of any list"
"""A text that no list of words contains."""
SOME_DAY = "2000-01-01"
SOME_VALUES: dict[Any, Any] = {
    str: PROBE,
    int: 1,
    bool: False,
    PartialDate: SOME_DAY,
    Span: "1 day",
}
"""A value of each simple type."""


def minimal_event(cls: type[Event], trigger: str | None = None) -> Event:
    """Return an event of a class with only the fields that a trigger requires.

    Args:
        cls: The class.
        trigger: The trigger; by default, the first one of the class.
    """
    triggers = cls.triggers()
    values: dict[str, Any] = {"on": SOME_DAY, **triggers[trigger or next(iter(triggers))]}
    if {"due", "within"} <= {field.name for field in fields(cls)}:
        values["due"] = SOME_DAY
    required = [each for each in _required_fields(cls) if each.name not in values]
    names = [field.alias or field.name for field in required]
    given: tuple[Any, ...]
    for given in product(*(_possible_values(cls, field) for field in required)):
        with suppress(ValueError, TypeError):
            return cls(**values, **dict(zip(names, given, strict=True)))
    values |= dict.fromkeys(names, PROBE)
    return cls(**values)


def _required_fields(cls: type) -> list[Attribute[Any]]:
    return [field for field in fields(cls) if field.init and field.default is NOTHING]


def _possible_values(cls: type, field: Attribute[Any]) -> tuple[Any, ...]:
    """Return values of which a required field accepts at least one, if it accepts a usual one."""
    if field.converter is None and field.validator is None:
        return (_some_value(type_of_field(cls, field)),)
    return (PROBE, *_first_word(field), *SOME_VALUES.values())


def _first_word(field: Attribute[Any]) -> tuple[str, ...]:
    """Return the first of the words that a field accepts; none if it has no list of words."""
    try:
        if field.converter is not None:
            field.converter(PROBE)  # type: ignore[operator]  # a function of one argument
        if field.validator is not None:
            field.validator(None, field, PROBE)
    except InvalidValue as error:
        return error.words[:1]
    except Exception:  # noqa: BLE001 - the functions of a user's class can raise any error
        return ()
    return ()


def _some_value(hint: Any) -> Any:
    """Return a value of a type that a field of an event can have, the smallest one of a list."""
    arguments, origin = get_args(hint), get_origin(hint)
    if origin is tuple:
        return () if ... in arguments else tuple(_some_value(each) for each in arguments)
    if origin is FrozenMap:
        return {}
    if arguments:
        return _some_value(arguments[0])
    if hint in SOME_VALUES:
        return SOME_VALUES[hint]
    if issubclass(hint, StrEnum):
        return next(iter(hint))
    parts = {
        each.alias or each.name: _some_value(type_of_field(hint, each))
        for each in _required_fields(hint)
    }
    return hint(**parts)
