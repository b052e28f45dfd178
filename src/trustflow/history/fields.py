"""Converters and validators of fields: texts, links, numbers, words from a list, dates."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from ..dates import DateLike, PartialDate
from ..errors import InvalidValue, expected_one_of, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from attrs import Attribute

__all__ = [
    "date_of",
    "number_or_text",
    "one_of",
    "optional_date",
    "plain_text",
    "plain_texts",
    "web_address",
    "whole_number",
    "yes_or_no",
]


def one_of(value: object, words: Iterable[str], what: str) -> str:
    """Return the word that a value matches, ignoring case.

    Raises:
        InvalidValue: No word matches; the message lists the words and suggests the nearest.
    """
    folded = {word.casefold(): word for word in words}
    if isinstance(value, str) and (word := folded.get(value.casefold())) is not None:
        return word
    words = tuple(folded.values())
    raise InvalidValue(quoted(value), what, expected_one_of(value, words), words)


def date_of(value: DateLike) -> PartialDate:
    """Convert a value to a date."""
    return PartialDate.of(value)


def optional_date(value: DateLike | None) -> PartialDate | None:
    """Convert a value to a date, or leave None."""
    return None if value is None else PartialDate.of(value)


def plain_text(_instance: object, attribute: Attribute[str], value: object) -> None:
    """Validate a text: not empty, and without control characters."""
    what = f"text for {attribute.name}"
    if not isinstance(value, str):
        raise InvalidValue(quoted(value), what, "Expected a text.")
    # `isprintable` is fast and right for nearly all texts; only the rest are read by character.
    printable = value.isprintable() or not any(_is_control(character) for character in value)
    if not printable or not value.strip():
        accepted = "Expected a text that is not empty and has no control characters."
        raise InvalidValue(quoted(value), what, accepted)


def plain_texts(instance: object, attribute: Attribute[Any], value: Iterable[object]) -> None:
    """Validate several texts as `plain_text` does; of a mapping, its keys."""
    for text in value:
        plain_text(instance, attribute, text)


def web_address(_instance: object, attribute: Attribute[str], value: object) -> None:
    """Validate a link. Only web addresses are accepted, so that no link can run code."""
    if (
        not isinstance(value, str)
        or not re.fullmatch(r"https?://[^\s<>\"]+", value)
        or any(_is_control(character) for character in value)
    ):
        accepted = "Expected an address that starts with http:// or https://."
        raise InvalidValue(quoted(value), f"link for {attribute.name}", accepted)


def whole_number(_instance: object, attribute: Attribute[int], value: object) -> None:
    """Validate a count or sequence number: a whole number, 0 or more."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        accepted = "Expected a whole number, 0 or more."
        raise InvalidValue(quoted(value), f"number for {attribute.name}", accepted)


def number_or_text(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validate a sequence number, or a text that takes the place of one."""
    if isinstance(value, int):
        whole_number(instance, attribute, value)
    else:
        plain_text(instance, attribute, value)


def yes_or_no(_instance: object, attribute: Attribute[bool], value: object) -> None:
    """Validate True or False."""
    if not isinstance(value, bool):
        accepted = "Expected True or False."
        raise InvalidValue(quoted(value), f"answer for {attribute.name}", accepted)


def _is_control(character: str) -> bool:
    return character not in "\n\t" and unicodedata.category(character) in {"Cc", "Cs"}
