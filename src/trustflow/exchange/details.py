"""The fields of an event in one cell: ``judgement=inadequate; framework=SIF``.

A value is a plain text up to the next semicolon, or JSON where it begins as JSON does: a text in
quotes, an object, or a list of these.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from ..errors import quoted
from .records import Misread

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["details_of", "field_types", "fields_in", "text_of", "typed"]

NAME = re.compile(r"[\s;]*([A-Za-z_]\w*)\s*=\s*", re.ASCII)
JSON_START = re.compile(r'"|\{|\[\s*["{\]]')
"""How JSON begins that can be no plain text: ``[2015-12,2016-01]`` is a date."""
NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
ANSWERS = {"true": True, "yes": True, "false": False, "no": False}


def field_types(cls: type) -> Mapping[str, Any]:
    """The types of a record's fields, by name."""
    return _types(cls)


@cache
def _types(cls: type) -> Mapping[str, Any]:
    return get_type_hints(cls)


def details_of(fields: Mapping[str, object], types: Mapping[str, Any]) -> str:
    """The fields, as plain data, in one cell."""
    return "; ".join(
        f"{name}={text_of(value, types.get(name), within=True)}" for name, value in fields.items()
    )


def text_of(value: object, wanted: Any = None, *, within: bool = False) -> str:
    """One value as text that is read back as the same.

    Args:
        value: The value, as plain data.
        wanted: The type of the field.
        within: Whether more may follow in the cell.
    """
    if (
        isinstance(value, str)
        and value
        and value == value.strip()
        and not (within and ";" in value)
        and not JSON_START.match(value)
        and typed(value, wanted) == value
    ):
        return value
    return json.dumps(value, ensure_ascii=False)


def fields_in(cell: str, types: Mapping[str, Any]) -> dict[str, object]:
    """The fields that a cell holds, as plain data.

    Raises:
        Misread: It is not of the form ``name=value; name=value``, or names a field twice.
    """
    found: dict[str, object] = {}
    place = 0
    while cell[place:].strip(" \t\n;"):
        match = NAME.match(cell, place)
        if match is None:
            raise Misread(quoted(cell[place:].strip()), "write name=value; name=value")
        name = match[1]
        if name in found:
            found_twice = f"{name} twice"
            raise Misread(found_twice, "give it once")
        if JSON_START.match(cell, match.end()):
            found[name], place = _json_at(cell, match.end())
        else:
            end = cell.find(";", match.end())
            place = len(cell) if end < 0 else end
            found[name] = typed(cell[match.end() : place].strip(), types.get(name))
        rest = cell[place:].lstrip()
        if rest and not rest.startswith(";"):
            raise Misread(quoted(rest), "after a value in quotes or brackets a semicolon is needed")
    return found


def typed(text: str, wanted: Any) -> object:
    """What a text stands for in a field of a type: itself, a number, yes or no, or JSON."""
    if JSON_START.match(text):
        try:
            value, end = _json_at(text, 0)
        except Misread:
            return text
        return text if text[end:].strip() else value
    types = set(get_args(wanted)) or {wanted}
    if bool in types:
        return ANSWERS.get(text.casefold(), text)
    if int in types and NUMBER.fullmatch(text):
        return int(text)
    return text


def _json_at(cell: str, place: int) -> tuple[object, int]:
    """The JSON value that begins at a place, and where it ends."""
    try:
        return json.JSONDecoder().raw_decode(cell, place)
    except (ValueError, RecursionError):
        accepted = "what begins with a quote or a bracket is read as JSON"
        raise Misread(quoted(cell[place:]), accepted) from None
