"""Read and write the fields of an event in one cell: ``judgement=inadequate; framework=SIF``.

A plain value ends at the next semicolon. A value that begins as JSON is read as JSON: a text in
quotation marks, an object, or a list of such texts, objects or lists.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from .._frozen_map import FrozenMap
from ..errors import quoted
from .cells import PLACEHOLDERS
from .records import Misread

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["details_of", "field_types", "fields_in", "parse_value", "value_text"]

NAME = re.compile(r"[\s;]*([A-Za-z_]\w*)\s*=\s*", re.ASCII)
JSON_START = re.compile(r'"|\{|\[\s*["{\]]')
"""How JSON begins. A bracket alone does not decide, because ``[2015-12,2016-01]`` is a date."""
NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
ANSWERS = {"true": True, "yes": True, "false": False, "no": False}


def field_types(cls: type) -> Mapping[str, Any]:
    """Return the types of a record's fields, by name."""
    return _field_types(cls)


# mypy rejects a class that defines `__hash__` as the argument of a cached function.
@cache
def _field_types(cls: type) -> Mapping[str, Any]:
    return get_type_hints(cls)


def details_of(fields: Mapping[str, object], types: Mapping[str, Any]) -> str:
    """Return the text of the cell for some fields, which are plain data."""
    return "; ".join(
        f"{name}={value_text(value, types.get(name), in_list=True)}"
        for name, value in fields.items()
    )


def value_text(value: object, wanted: Any = None, *, in_list: bool = False) -> str:
    """Return a value as text that `parse_value` reads back as the same value.

    Args:
        value: The value, as plain data.
        wanted: The type of the field.
        in_list: Whether another field can follow in the cell, after a semicolon.
    """
    if (
        isinstance(value, str)
        and value
        and value == value.strip()
        and not (in_list and ";" in value)
        and not JSON_START.match(value)
        and value.casefold() not in PLACEHOLDERS
        and parse_value(value, wanted) == value
    ):
        return value
    return json.dumps(value, ensure_ascii=False)


def fields_in(cell: str, types: Mapping[str, Any]) -> dict[str, object]:
    """Return the fields in a cell, as plain data.

    Raises:
        Misread: The cell does not have the form ``name=value; name=value``, or has a field twice.
    """
    fields: dict[str, object] = {}
    position = 0
    while cell[position:].strip(" \t\n;"):
        match = NAME.match(cell, position)
        if match is None:
            accepted = "Expected name=value; name=value, such as note=signed; known_on=2016-07."
            raise Misread(quoted(cell[position:].strip()), accepted)
        name = match[1]
        if name in fields:
            twice = f"the field {quoted(name)} twice"
            raise Misread(twice, "Expected each field once.")
        if JSON_START.match(cell, match.end()):
            fields[name], position = _json_at(cell, match.end())
        else:
            end = cell.find(";", match.end())
            position = len(cell) if end < 0 else end
            fields[name] = parse_value(cell[match.end() : position].strip(), types.get(name))
        rest = cell[position:].lstrip()
        if rest and not rest.startswith(";"):
            accepted = 'Expected a semicolon after the value, such as note="a"; known_on=2016.'
            raise Misread(quoted(rest), accepted)
    return fields


def parse_value(text: str, wanted: Any) -> object:
    """Convert a text to the value of a field that has the type `wanted`.

    A text that begins as JSON is read as JSON. A number, or an answer such as "yes", is
    converted if the field can contain one. For a field that maps names to texts, a text such as
    ``leadership=good; care leavers=inadequate`` is converted to a dict. Any other text is returned
    unchanged.
    """
    if JSON_START.match(text):
        try:
            value, end = _json_at(text, 0)
        except Misread:
            return text
        return text if text[end:].strip() else value
    if wanted == FrozenMap[str]:
        return _texts_by_name(text) or text
    types = set(get_args(wanted)) or {wanted}
    if bool in types:
        return ANSWERS.get(text.casefold(), text)
    if int in types and NUMBER.fullmatch(text):
        return int(text)
    return text


def _texts_by_name(text: str) -> dict[str, str]:
    """Return the texts in ``name=text; name=text``; empty if the form is another one."""
    texts: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = (word.strip() for word in part.partition("="))
        if equals and name not in texts:
            texts[name] = value
        elif part.strip():
            return {}
    return texts


def _json_at(cell: str, position: int) -> tuple[object, int]:
    """Return the JSON value that begins at a position, and the position after it."""
    try:
        return json.JSONDecoder().raw_decode(cell, position)
    except (ValueError, RecursionError):
        accepted = (
            "Expected JSON, because the value begins with a quotation mark or a bracket, such as "
            'names=["Ann Lee", "Bo Day"].'
        )
        raise Misread(quoted(cell[position:]), accepted) from None
