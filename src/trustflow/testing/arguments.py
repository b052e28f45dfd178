"""Check the arguments of the strategies, so that a wrong one gives an error that helps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import InvalidValue, quoted
from ..history import tuple_of_names
from ..process import mark_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..process import Mark, Process

__all__ = ["marks_of", "require_count", "require_fields"]


def marks_of(marks: str | Iterable[str]) -> tuple[Mark, ...]:
    """Return the marks that one word or several name.

    Raises:
        InvalidValue: There is no such mark.
    """
    return tuple(mark_of(mark) for mark in tuple_of_names(marks))


def require_count(value: object, name: str, least: int) -> int:
    """Return a value that must be a whole number, and at least the smallest one.

    Raises:
        InvalidValue: It is something else; the message has the smallest number.
    """
    if type(value) is int and value >= least:
        return value
    accepted = f"Expected a whole number, {least} or more, such as {least + 3}."
    raise InvalidValue(quoted(value), name, accepted)


def require_fields(fields: object, process: Process) -> Mapping[str, Mapping[str, Any]]:
    """Return strategies for the fields of events, by trigger.

    Raises:
        InvalidValue: It is not such a mapping, or the process does not have a trigger in it.
    """
    if fields is None:
        return {}
    if not isinstance(fields, Mapping) or not all(
        isinstance(each, Mapping) for each in fields.values()
    ):
        accepted = "Expected a dict for each trigger, such as {'note': {'note': text()}}."
        raise InvalidValue(quoted(fields), "fields", accepted)
    return {process.trigger(trigger): each for trigger, each in fields.items()}
