"""Read and write the fields of an event in one cell: ``judgement=inadequate; framework=SIF``.

A plain value ends at the next semicolon. A value that begins as JSON is read as JSON: a text in
quotation marks, an object, or a list. A list of texts or dates begins as JSON only if its first
item does, because a bracket can be the beginning of a text or a date.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from .._frozen_map import FrozenMap
from ..dates import PartialDate
from ..errors import quoted
from .cells import PLACEHOLDERS
from .records import Misread

__all__ = ["details_of", "field_types", "fields_in", "parse_value", "value_text", "word_key"]

NAME = re.compile(r"[\s;]*([A-Za-z_]\w*)\s*=\s*", re.ASCII)
JSON_START = re.compile(r'"|\{|\[\s*["{\]]')
"""How JSON begins. A bracket alone does not decide, because ``[2015-12,2016-01]`` is a date."""
NUMBER = re.compile(r"-?[0-9]{1,4000}", re.ASCII)
"""A whole number; Python refuses to read one of more than 4300 digits."""
SHORT_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
"""A number in a field that can contain a text instead, such as an identifier."""
NULL = "null"
"""The value, in a cell of details, of a field that is required and is None."""
ANSWERS = {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}
NOT_IN_KEY = re.compile(r"[\s_.'\u2019\u00ad\u2010-\u2015-]+")
"""What does not matter in a word: spaces, underscores, full stops, apostrophes and hyphens."""
Words = Mapping[str, str]
"""The words that a field accepts, by the `word_key` of each spelling."""
NO_WORDS: Words = {}


def field_types(cls: type) -> Mapping[str, Any]:
    """Return the types of a record's fields, by name."""
    return _field_types(cls)


# mypy rejects a class that defines `__hash__` as the argument of a cached function.
@cache
def _field_types(cls: type) -> Mapping[str, Any]:
    return get_type_hints(cls)


def details_of(
    fields: Mapping[str, object],
    types: Mapping[str, Any],
    words: Mapping[str, Words] = FrozenMap(),
) -> str:
    """Return the text of the cell for some fields, which are plain data.

    Args:
        fields: The values by the names of the fields.
        types: The types of the fields.
        words: The words of the fields, from `field_words`.
    """
    return "; ".join(
        f"{name}={value_text(value, types.get(name), words.get(name, NO_WORDS), in_list=True)}"
        for name, value in fields.items()
    )


def value_text(
    value: object, wanted: Any = None, words: Words = NO_WORDS, *, in_list: bool = False
) -> str:
    """Return a value as text that `parse_value` reads back as the same value.

    Args:
        value: The value, as plain data.
        wanted: The type of the field.
        words: The words of the field.
        in_list: Whether another field can follow in the cell, after a semicolon.
    """
    if (
        isinstance(value, str)
        and value
        and value == value.strip()
        and not (in_list and (";" in value or value == NULL))
        and not JSON_START.match(value)
        and value.casefold() not in PLACEHOLDERS
        and parse_value(value, wanted, words) == value
    ):
        return value
    return json.dumps(value, ensure_ascii=False)


def fields_in(
    cell: str, types: Mapping[str, Any], words: Mapping[str, Words] = FrozenMap()
) -> dict[str, object]:
    """Return the fields in a cell, as plain data.

    Args:
        cell: The text of the cell.
        types: The types of the fields.
        words: The words of the fields, from `field_words`.

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
        if _begins_as_json(cell, match.end(), types.get(name)):
            fields[name], position = _json_at(cell, match.end())
        else:
            end = cell.find(";", match.end())
            position = len(cell) if end < 0 else end
            text = cell[match.end() : position].strip()
            wanted = types.get(name)
            is_none = text == NULL and NoneType in get_args(wanted)
            fields[name] = None if is_none else parse_value(text, wanted, words.get(name, NO_WORDS))
        rest = cell[position:].lstrip()
        if rest and not rest.startswith(";"):
            accepted = 'Expected a semicolon after the value, such as note="a"; known_on=2016.'
            raise Misread(quoted(rest), accepted)
    return fields


def parse_value(text: str, wanted: Any, words: Words = NO_WORDS) -> object:
    """Convert a text to the value of a field that has the type `wanted`.

    A text that begins as JSON is read as JSON. A number, or an answer such as "yes", is
    converted if the field can contain one. For a field that maps names to texts, a text such as
    ``leadership=good; care leavers=inadequate`` is converted to a dict. A spelling of a word that
    the field accepts is converted to the word. Any other text is returned unchanged.

    Args:
        text: The text.
        wanted: The type of the field.
        words: The words of the field.
    """
    if _begins_as_json(text, 0, wanted):
        try:
            value, end = _json_at(text, 0)
        except Misread:
            return text
        return text if text[end:].strip() else value
    if wanted == FrozenMap[str]:
        texts = _texts_by_name(text)
        return {name: words.get(word_key(each), each) for name, each in texts.items()} or text
    types = set(get_args(wanted)) or {wanted}
    if bool in types and text.casefold() in ANSWERS:
        return ANSWERS[text.casefold()]
    if int in types and (SHORT_NUMBER if str in types else NUMBER).fullmatch(text):
        return int(text)
    return words.get(word_key(text), text) if words else text


def _begins_as_json(cell: str, position: int, wanted: Any) -> bool:
    """Return whether a value of a type begins as JSON at a position in a cell."""
    if JSON_START.match(cell, position):
        return True
    # Only in a list of texts or dates can a bracket be the beginning of a value.
    lists = (get_args(each) for each in (wanted, *get_args(wanted)) if get_origin(each) is tuple)
    return cell.startswith("[", position) and any(
        ... not in types or not {str, PartialDate} & {*types} for types in lists
    )


def word_key(text: str) -> str:
    """Return a text for comparison with words: case folded, without spaces and hyphens."""
    return NOT_IN_KEY.sub("", text.casefold())


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
    """Return the JSON value that begins at a position, and the position after it.

    Raises:
        Misread: It is not JSON, or an object in it has a name twice.
    """
    try:
        return json.JSONDecoder(object_pairs_hook=_named_once).raw_decode(cell, position)
    except (ValueError, RecursionError):
        accepted = (
            "Expected JSON, because the value begins with a quotation mark or a bracket, such as "
            'names=["Ann Lee", "Bo Day"].'
        )
        raise Misread(quoted(cell[position:]), accepted) from None


def _named_once(items: list[tuple[str, object]]) -> dict[str, object]:
    """Return the names and values of an object of JSON.

    Raises:
        Misread: It has a name twice.
    """
    named = dict(items)
    if len(named) < len(items):
        ((name, _),) = Counter(name for name, _ in items).most_common(1)
        twice = f"the name {quoted(name)} twice"
        raise Misread(twice, "Expected each name once.")
    return named
