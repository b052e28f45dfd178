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
    """Convert a value to a date; None stays None."""
    return None if value is None else PartialDate.of(value)


def plain_text(_instance: object, attribute: Attribute[str], value: object) -> None:
    """Check that a text is not empty and has no control characters."""
    what = f"text for {attribute.name}"
    if not isinstance(value, str):
        raise InvalidValue(quoted(value), what, "Expected a text.")
    # `isprintable` is fast and accepts nearly all texts; the rest are read character by character.
    printable = value.isprintable() or not any(_is_control(character) for character in value)
    if not printable or not value.strip():
        accepted = "Expected a text that is not empty and has no control characters."
        raise InvalidValue(quoted(value), what, accepted)


def plain_texts(instance: object, attribute: Attribute[Any], value: Iterable[object]) -> None:
    """Check several texts, or the keys of a mapping, as `plain_text` does."""
    for text in value:
        plain_text(instance, attribute, text)


def web_address(_instance: object, attribute: Attribute[str], value: object) -> None:
    """Check that a link is a web address, so that no link can run code."""
    if (
        not isinstance(value, str)
        or not re.fullmatch(r"https?://[^\s<>\"]+", value)
        or any(_is_control(character) for character in value)
    ):
        accepted = "Expected an address that starts with http:// or https://."
        raise InvalidValue(quoted(value), f"link for {attribute.name}", accepted)


def whole_number(_instance: object, attribute: Attribute[int], value: object) -> None:
    """Check that a count or sequence number is a whole number, 0 or more."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        accepted = "Expected a whole number, 0 or more."
        raise InvalidValue(quoted(value), f"number for {attribute.name}", accepted)


def number_or_text(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check that a value is a whole number, 0 or more, or a text in its place."""
    if isinstance(value, int):
        whole_number(instance, attribute, value)
    else:
        plain_text(instance, attribute, value)


def yes_or_no(_instance: object, attribute: Attribute[bool], value: object) -> None:
    """Check that a value is True or False."""
    if not isinstance(value, bool):
        accepted = "Expected True or False."
        raise InvalidValue(quoted(value), f"answer for {attribute.name}", accepted)


def _is_control(character: str) -> bool:
    return character not in "\n\t" and unicodedata.category(character) in {"Cc", "Cs"}
