"""Converters and validators of fields that contain records, and collections of records or names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar

from .._frozen_map import FrozenMap
from ..dates import example_of, guessed_call
from ..errors import InvalidValue, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from attrs import Attribute

__all__ = [
    "entries_by_text",
    "instance_of",
    "is_several",
    "mapping_of",
    "members_of",
    "names",
    "names_by_name",
    "texts_by_name",
    "tuple_of_names",
    "tuples_by_name",
]

Member = TypeVar("Member")
SINGLE = (str, bytes, Mapping)
"""The types of values that contain others, but count as one value."""
USUAL = {list, tuple}
"""The usual types of several values, which need no search in abstract classes."""


def is_several(value: object) -> TypeGuard[Iterable[Any]]:
    """Return whether a value contains several values, and is neither a text nor a mapping."""
    if type(value) in USUAL:
        return True
    return isinstance(value, Iterable) and not isinstance(value, SINGLE)


def members_of(kind: type[Member], value: object, what: str) -> tuple[Member, ...]:
    """Convert one record or several to a tuple, and check their class.

    Raises:
        InvalidValue: A record is not of the class; the message gives its position and an example.
    """
    if type(value) in USUAL and not value:  # most events have no sources or no deadlines
        return ()
    members: tuple[Any, ...] = tuple(value) if is_several(value) else (value,)
    for index, member in enumerate(members):
        if not isinstance(member, kind):
            raise _not_of(kind, member, f"{what}[{index}]" if is_several(value) else what)
    return members


def mapping_of(
    kind: type[Member], value: Mapping[str, Member], what: str, key: str
) -> FrozenMap[Member]:
    """Convert a mapping of names to records of a class, and check the class.

    Args:
        kind: The class of the records.
        value: The mapping.
        what: The name of the field.
        key: An example of a name.

    Raises:
        InvalidValue: The value is not such a mapping; the message has an example.
    """
    entries = entries_by_text(value, what, f"{{{key!r}: {example_of(kind)}}}")
    for name, member in entries.items():
        if not isinstance(member, kind):
            raise _not_of(kind, member, f"{what}[{quoted(name)}]")
    return FrozenMap(entries)


def texts_by_name(value: Mapping[str, str], what: str, example: str) -> FrozenMap[str]:
    """Convert a mapping of names to texts, and check it.

    Raises:
        InvalidValue: The value is not such a mapping; the message has the example.
    """
    entries = entries_by_text(value, what, example)
    for name, text in entries.items():
        if not isinstance(text, str):
            place = f"{what}[{quoted(name)}]"
            raise InvalidValue(quoted(text), place, f"Expected a text, such as in {example}.")
    return FrozenMap(entries)


def entries_by_text(value: Any, what: str, example: str) -> Mapping[str, Any]:
    """Return a value that must be a mapping with texts as keys.

    Raises:
        InvalidValue: It is not one; the message has the example.
    """
    if not isinstance(value, Mapping):
        raise InvalidValue(quoted(value), what, f"Expected a mapping, such as {example}.")
    for name in value:
        if not isinstance(name, str):
            accepted = f"Expected a text as the name, such as in {example}."
            raise InvalidValue(quoted(name), f"name in {what}", accepted)
    return value


def tuple_of_names(value: str | Iterable[str]) -> tuple[str, ...]:
    """Convert one name or several to a tuple; `names` checks them."""
    if is_several(value):
        return tuple(value)
    one: Any = value
    return (one,)


def names(_instance: object, attribute: Attribute[Any], value: tuple[object, ...]) -> None:
    """Check that each value in a tuple is a text."""
    for index, name in enumerate(value):
        if not isinstance(name, str):
            place = attribute.name if len(value) == 1 else f"{attribute.name}[{index}]"
            raise InvalidValue(quoted(name), place, _names_expected(attribute, value, name))


def _names_expected(attribute: Attribute[Any], value: tuple[object, ...], name: object) -> str:
    """Return what is accepted in place of a name that is not a text."""
    if is_several(name):
        flat = [each for item in value for each in tuple_of_names(item)]  # type: ignore[arg-type]
        if flat and all(isinstance(each, str) for each in flat):
            return f"It is a list inside a list. Did you mean {attribute.name}={quoted(flat)}?"
    code = attribute.metadata.get("example", "'letter_sent'")
    return f"Expected a text, such as {code}, or a list of texts, such as [{code}]."


def tuples_by_name(value: Mapping[str, str | Iterable[str]]) -> FrozenMap[tuple[str, ...]]:
    """Convert a mapping of names to one name or several; `names_by_name` checks it."""
    if not isinstance(value, Mapping):
        return value  # for the error of `names_by_name`, which has the name of the field
    return FrozenMap({name: tuple_of_names(others) for name, others in value.items()})


def names_by_name(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check that a value is a mapping of texts to tuples of texts."""
    example = attribute.metadata["example"]
    entries: Mapping[str, tuple[object, ...]] = entries_by_text(value, attribute.name, example)
    for others in entries.values():
        names(instance, attribute, others)


def instance_of(kind: type) -> Callable[[object, Attribute[Any], object], None]:
    """Return a validator that accepts only records of a class."""

    def check(_instance: object, attribute: Attribute[Any], value: object) -> None:
        if not isinstance(value, kind):
            raise _not_of(kind, value, attribute.name)

    return check


def _not_of(kind: type, value: object, what: str) -> InvalidValue:
    article = "an" if kind.__name__[0] in "AEIOU" else "a"
    example = guessed_call(kind, value) or example_of(kind)
    accepted = f"Expected {article} {kind.__name__}, such as {example}."
    return InvalidValue(quoted(value), what, accepted)
