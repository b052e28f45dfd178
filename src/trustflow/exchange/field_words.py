"""Find the words that the fields of a record accept, and the other spellings of these words.

A field accepts certain words only if its converter raises `InvalidValue` with them for any other
text. Its class can give further spellings of a word, or of another value of the field:
``field(metadata={"spellings": {"RI": "requires improvement"}})``. They are for tables; JSON has the
words themselves.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from attrs import fields

from .._frozen_map import FrozenMap
from ..errors import InvalidValue
from .details import NO_WORDS, field_types, parse_value, word_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from attrs import Attribute

__all__ = ["field_words", "parse_field"]

PROBE = "none of the words of any list"
"""A text that no list of words contains."""


def field_words(cls: type) -> Mapping[str, Mapping[str, str]]:
    """Return the words that the fields of a class accept, for `parse_value`.

    Args:
        cls: The class of the records.

    Returns:
        For each field with words, the word for each `word_key` of a spelling. A key that could mean
        two words is left out.
    """
    return _field_words(cls)


def parse_field(cls: type, name: str, text: str) -> object:
    """Return the text of a field of a class as plain data; see `parse_value`."""
    return parse_value(text, field_types(cls).get(name), field_words(cls).get(name, NO_WORDS))


# mypy rejects a class that defines `__hash__` as the argument of a cached function.
@cache
def _field_words(cls: type) -> Mapping[str, Mapping[str, str]]:
    types = field_types(cls)
    words = {
        field.name: {
            **_by_key(field.metadata.get("spellings", {}).items()),
            **_by_key((word, word) for word in _accepted(field, types[field.name])),
        }
        for field in fields(cls)
        if field.init
    }
    return {name: by_key for name, by_key in words.items() if by_key}


def _by_key(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for spelling, word in pairs:
        found.setdefault(word_key(spelling), set()).add(word)
    return {key: word for key, (word, *others) in found.items() if key and not others}


def _accepted(field: Attribute[Any], wanted: Any) -> tuple[str, ...]:
    """Return the words that the converter of a field accepts; empty if it accepts other texts."""
    kinds = (wanted, *get_args(wanted))
    is_text = any(isinstance(kind, type) and issubclass(kind, str) for kind in kinds)
    if field.converter is None or not is_text:
        return ()
    probe = {"name": PROBE} if wanted == FrozenMap[str] else PROBE
    try:
        field.converter(probe)  # type: ignore[operator]  # a function of one argument, as ours are
    except InvalidValue as error:
        return tuple(str(word) for word in error.words)
    except Exception:  # noqa: BLE001 - the converter of a user's class can raise any error
        return ()
    return ()
