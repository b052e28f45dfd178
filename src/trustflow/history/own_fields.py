"""The fields that a class of events adds: their types, and the values that they accept.

A field that has a converter or a validator of its own checks its values itself.
"""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from enum import StrEnum
from functools import lru_cache
from inspect import get_annotations
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from attrs import has

from .._frozen_map import FrozenMap
from .._text import NOT_IN_TEXT
from ..dates import PartialDate, Span, example_of
from ..errors import BadDate, InvalidValue, pluralised, quoted
from .fields import one_of
from .members import entries_by_text, is_several

if TYPE_CHECKING:
    from collections.abc import Iterable

    from attrs import Attribute

__all__ = ["can_be_in_files", "own_value", "text_last", "type_of_field", "unchecked_types"]

SIMPLE = {str: "a text", int: "a whole number", bool: "True or False"}
"""The types whose values are not converted, with the words for them."""
EXAMPLES = {str: "'some text'", int: "2", PartialDate: "'2016-07-14'", Span: "'3 months'"}
CONVERTED = (PartialDate, Span)
"""The types whose values can be given as text."""
CONTROL = re.compile(f"[{NOT_IN_TEXT}]")


def type_of_field(cls: type, field: Attribute[Any]) -> Any:
    """Return the type of a field of a class.

    Raises:
        NameError: The type is a text with a name that its module does not have.
        Exception: The type is a text that is not a type.
    """
    if not isinstance(field.type, str):
        return field.type
    owner = next((base for base in cls.__mro__ if field.name in get_annotations(base)), cls)
    return _evaluated(field.type, owner.__module__)


@lru_cache(maxsize=256)
def _evaluated(hint: str, module: str) -> Any:
    return eval(hint, vars(sys.modules[module]))  # noqa: S307 - an annotation, which Python evaluates


def unchecked_types(cls: type, own: Iterable[Attribute[Any]]) -> dict[str, Any]:
    """Return the types of those fields that have no converter and no validator, by name.

    A field whose type is unknown or cannot be in a file is left out: a process refuses its class.
    """
    types = {}
    for field in own:
        if field.converter is None and field.validator is None:
            with suppress(Exception):  # the annotation can be any text
                hint = type_of_field(cls, field)
                if can_be_in_files(hint):
                    types[field.name] = hint
    return types


@lru_cache(maxsize=256)
def can_be_in_files(hint: Any) -> bool:
    """Return whether files can contain the values of a field of a type."""
    arguments, origin = get_args(hint), get_origin(hint)
    if origin in {UnionType, Union}:
        options = [option for option in arguments if option is not NoneType]
        if len(options) == 1:
            return can_be_in_files(options[0])
        # In a file, the objects of two classes would look alike, and so would a list of one text
        # and a text.
        return all(map(_has_no_parts, options)) and sum(map(_is_record, options)) <= 1
    if origin is tuple:
        items = [each for each in arguments if each is not ...]
        return bool(items) and all(map(_has_no_parts, items))
    if origin is FrozenMap:
        return get_origin(arguments[0]) not in {UnionType, Union} and can_be_in_files(arguments[0])
    return isinstance(hint, type) and (
        hint in SIMPLE or hint in CONVERTED or issubclass(hint, StrEnum) or has(hint)
    )


def _has_no_parts(hint: Any) -> bool:
    """Return whether files can contain values of a type that is not made of other types."""
    return get_origin(hint) is None and can_be_in_files(hint)


def own_value(hint: Any, value: Any, what: str) -> Any:
    """Return a value of a type: a date or a length of time can be given as text.

    Args:
        hint: The type, for which `can_be_in_files` holds.
        value: The value.
        what: The name of the field.

    Raises:
        InvalidValue: The value is of another type.
        BadDate: The value is not a date or a length of time.
    """
    arguments, origin = get_args(hint), get_origin(hint)
    if origin in {UnionType, Union}:
        return _one_of_types(arguments, value, what)
    if origin is tuple:
        return _several(arguments, value, what)
    if origin is FrozenMap:
        entries = entries_by_text(value, what, f"{{'first': {_example(arguments[0])}}}")
        place = f"{what}[…]"
        return FrozenMap(
            {name: own_value(arguments[0], each, place) for name, each in entries.items()}
        )
    if hint in CONVERTED:
        try:
            return hint.of(value)
        except BadDate as error:
            raise BadDate(error.found, error.reason, what) from None
    if issubclass(hint, StrEnum):
        return value if isinstance(value, hint) else hint(one_of(value, hint, what))
    # `bool` is a kind of `int` in Python, but True is no number here.
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        words = SIMPLE.get(hint, f"a value of the class {hint.__name__}")
        such_as = "" if hint is bool else f", such as {_example(hint)}"
        raise InvalidValue(quoted(value), what, f"Expected {words}{such_as}.")
    if hint is str and CONTROL.search(value):
        raise InvalidValue(quoted(value), what, "Expected a text without control characters.")
    return value


def _one_of_types(options: tuple[Any, ...], value: Any, what: str) -> Any:
    if value is None and NoneType in options:
        return None
    # Texts are tried last, here and when a file is read, because the other types accept few texts.
    *first, last = text_last(options)
    for option in first:
        try:
            return own_value(option, value, what)
        except (BadDate, InvalidValue):
            continue
    return own_value(last, value, what)


def _is_record(hint: Any) -> bool:
    """Return whether values of a type are objects in a file."""
    return has(hint) and hint not in CONVERTED


def text_last(options: Iterable[Any]) -> list[Any]:
    """Return the types of a union without None, in the order in which a value is tried."""
    types = (option for option in options if option is not NoneType)
    return sorted(types, key=lambda option: option is str)


def _several(arguments: tuple[Any, ...], value: Any, what: str) -> tuple[Any, ...]:
    """Return several values as a tuple; one value can be given without a list."""
    values = tuple(value) if is_several(value) else (value,)
    types = arguments[:1] * len(values) if arguments[1:] == (...,) else arguments
    if len(types) != len(values):
        accepted = f"Expected {pluralised(len(types), 'value')}."
        raise InvalidValue(quoted(value), what, accepted)
    return tuple(
        own_value(hint, each, f"{what}[{index}]" if is_several(value) else what)
        for index, (hint, each) in enumerate(zip(types, values, strict=True))
    )


def _example(hint: Any) -> str:
    return EXAMPLES.get(hint) or (example_of(hint) if has(hint) else "…")
