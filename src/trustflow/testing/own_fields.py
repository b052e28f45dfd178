"""Strategies for the fields that a user's class of events requires, from their types."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args, get_origin

from attrs import NOTHING, fields
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from .._frozen_map import FrozenMap
from ..dates import PartialDate, Span
from ..history import Citation, Source, own_fields, type_of_field
from .dates import MODERN_DAYS, partial_dates, spans
from .provenance import citations, sources, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from attrs import Attribute

    from ..history import Event
    from ..process import Process

__all__ = ["required_fields"]

MOST_VALUES = 2
"""The most values in a generated tuple or mapping, so that examples stay small."""


def required_fields(
    process: Process, trigger: str, cls: type[Event], given: Collection[str]
) -> dict[str, st.SearchStrategy[Any]]:
    """Return a strategy for each field that a class of events requires and that is not given.

    Args:
        process: The process.
        trigger: The trigger of the event.
        cls: The class of the event.
        given: The names of the fields that have values.

    Raises:
        InvalidArgument: A field has a converter or a validator, so its type does not say which
            values it accepts.
    """
    return {
        field.alias or field.name: _values_of(
            _checked_type(cls, field), tuple(_words_of_rules(process, trigger, field.name))
        )
        for field in own_fields(cls)
        if _is_required(field) and field.name not in given
    }


def _is_required(field: Attribute[Any]) -> bool:
    return field.init and field.default is NOTHING


def _checked_type(cls: type, field: Attribute[Any]) -> Any:
    """Return the type of a field, of which the field accepts every value."""
    if field.converter is not None or field.validator is not None:
        msg = (
            f"{cls.__name__}.{field.name} has a converter or a validator, so give a strategy for "
            "the values that it accepts: fields={'trigger': {'field': strategy}}"
        )
        raise InvalidArgument(msg)
    return type_of_field(cls, field)


def _words_of_rules(process: Process, trigger: str, name: str) -> Iterator[str]:
    """Yield the words for which the rules of a process look in a field of an event."""
    for rule in process.rules:
        if rule.condition is not None and rule.condition.field == name and trigger in rule.starts:
            yield from rule.condition.allowed
        if name == "responds_to" and rule.answers is not None and trigger in rule.ends:
            yield rule.answers


def _values_of(hint: Any, words: tuple[str, ...] = ()) -> st.SearchStrategy[Any]:
    """Return a strategy for the values of a type that a field of an event can have.

    Args:
        hint: The type, for which `can_be_in_files` holds.
        words: Texts that are often generated, if the type is that of texts.
    """
    arguments, origin = get_args(hint), get_origin(hint)
    if origin is tuple:
        return _tuples(arguments, words)
    if origin is FrozenMap:
        return st.dictionaries(texts(), _values_of(arguments[0], words), max_size=MOST_VALUES)
    if arguments:  # the only other types with arguments are unions
        return st.one_of([_values_of(option, words) for option in arguments])
    if hint is str and words:
        return st.sampled_from(words) | texts()
    if hint in WHOLE:
        return WHOLE[hint]()
    return st.sampled_from(hint) if issubclass(hint, StrEnum) else _records(hint)


def _tuples(arguments: tuple[Any, ...], words: tuple[str, ...]) -> st.SearchStrategy[Any]:
    if arguments[1:] == (...,):
        return st.lists(_values_of(arguments[0], words), max_size=MOST_VALUES).map(tuple)
    return st.tuples(*(_values_of(each, words) for each in arguments))


def _records(cls: type) -> st.SearchStrategy[Any]:
    """Return a strategy for the instances of an attrs class, with the fields that it requires."""
    required = [field for field in fields(cls) if _is_required(field)]
    return st.builds(
        cls, **{field.alias: _values_of(_checked_type(cls, field)) for field in required}
    )


WHOLE: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
    str: texts,
    int: lambda: st.integers(0, 99),
    bool: st.booleans,
    type(None): st.none,
    PartialDate: lambda: partial_dates(MODERN_DAYS),
    Span: lambda: spans(100),
    Citation: citations,
    Source: sources,
}
"""A function that returns the strategy for each type that is not put together from others."""
