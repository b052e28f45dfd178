"""Converters and validators of fields: texts, links, numbers, words from a list, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._text import NOT_IN_LINE, NOT_IN_LINK, NOT_IN_TEXT
from ..dates import DateLike, PartialDate
from ..errors import BadDate, InvalidValue, expected_one_of, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from attrs import Attribute

__all__ = [
    "date_of",
    "number_or_text",
    "one_line",
    "one_line_each",
    "one_of",
    "optional_date",
    "period_end",
    "plain_text",
    "text_of",
    "web_address",
    "whole_number",
    "yes_or_no",
]

_REFUSED_IN_TEXT = re.compile(f"[{NOT_IN_TEXT}]")
_REFUSED_IN_LINE = re.compile(f"[{NOT_IN_LINE}]")
_REFUSED_IN_LINK = re.compile(rf"[{NOT_IN_LINK}\U000e0000-\U000e0fff]")
_LINK = re.compile(r"https?://[^\s<>\"]+")


def one_of(value: object, words: Iterable[str], what: str) -> str:
    """Return the word that a value matches, ignoring case.

    Raises:
        InvalidValue: No word matches; the message lists the words and suggests the nearest.
    """
    words = tuple(words)
    if isinstance(value, str):
        if value in words:  # by far the most frequent case
            return words[words.index(value)]
        folded = {word.casefold(): word for word in words}
        if (word := folded.get(value.casefold())) is not None:
            return word
    raise InvalidValue(quoted(value), what, expected_one_of(value, words), words)


def text_of(value: object, what: str, example: str) -> str:
    """Return a value that must be a text.

    Args:
        value: The value.
        what: What the text is, such as ``name of a case``.
        example: An example of such a text, as Python code.

    Raises:
        InvalidValue: The value is not a text; the message has the example.
    """
    if isinstance(value, str):
        return value
    raise InvalidValue(quoted(value), what, f"Expected a text, such as {example}.")


def date_of(value: DateLike) -> PartialDate:
    """Convert a value to a date."""
    return PartialDate.of(value)


def optional_date(value: DateLike | None) -> PartialDate | None:
    """Convert a value to a date; None stays None."""
    return None if value is None else PartialDate.of(value)


def period_end(_instance: object, attribute: Attribute[Any], value: PartialDate | None) -> None:
    """Check that a date is a day, month or year without a mark, so that a period can end there."""
    if value is not None and not value.text.replace("-", "").isdigit():
        accepted = "Expected one day, such as '2020-01-01', or a month or a year."
        raise BadDate(quoted(value.text), accepted, attribute.name)


def one_line(_instance: object, attribute: Attribute[str], value: object) -> None:
    """Check that a text is one line: not empty, without line breaks and control characters."""
    if not isinstance(value, str):
        raise _bad_text(attribute, value, "Expected a text")
    # `isprintable` is fast and accepts nearly all texts; only the rest are searched.
    if not value.isprintable() and _REFUSED_IN_LINE.search(value):
        accepted = "Expected one line of text, without line breaks or control characters"
        raise _bad_text(attribute, value, accepted)
    if not value.strip():
        raise _bad_text(attribute, value, "Expected a text that is not empty")


def one_line_each(instance: object, attribute: Attribute[Any], value: Iterable[object]) -> None:
    """Check several texts, or the keys and the texts of a mapping, as `one_line` does."""
    for text in value:
        one_line(instance, attribute, text)
    if isinstance(value, Mapping):
        for text in value.values():
            if isinstance(text, str):
                one_line(instance, attribute, text)


def plain_text(_instance: object, attribute: Attribute[str], value: object) -> None:
    """Check that a text of one or several lines is not empty and has no control characters."""
    if not isinstance(value, str):
        raise _bad_text(attribute, value, "Expected a text")
    if not value.strip() or (not value.isprintable() and _REFUSED_IN_TEXT.search(value)):
        accepted = "Expected a text that is not empty and has no control characters"
        raise _bad_text(attribute, value, accepted)


def _bad_text(attribute: Attribute[Any], value: object, accepted: str) -> InvalidValue:
    code = attribute.metadata.get("example")
    such_as = "" if code is None else f", such as {code}"
    return InvalidValue(quoted(value), f"text for {attribute.name}", f"{accepted}{such_as}.")


def web_address(_instance: object, attribute: Attribute[str], value: object) -> None:
    """Check that a link is a web address without hidden characters, and so can run no code."""
    accepted = None
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        accepted = "Expected an address that starts with http:// or https://."
    elif not _LINK.fullmatch(value):
        accepted = _no_link(value)
    elif _REFUSED_IN_LINK.search(value):
        # Marks that change the direction of text can make a link look like one to another site.
        accepted = "Expected an address without hidden characters, such as https://www.gov.uk."
    if accepted is not None:
        raise InvalidValue(quoted(value), f"link for {attribute.name}", accepted)


def _no_link(value: str) -> str:
    """Return why a text that begins as a web address is not one."""
    if value.endswith("://"):
        return "It ends after //. Expected an address such as https://www.gov.uk."
    character = next((each for each in value if each in '<>"'), "a space")
    return f"It contains {character}, which an address cannot have. Write it in a form such as %20."


def whole_number(_instance: object, attribute: Attribute[int], value: object) -> None:
    """Check that a count or sequence number is a whole number, 0 or more."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        accepted = "Expected a whole number, 0 or more, such as 2."
        raise InvalidValue(quoted(value), f"number for {attribute.name}", accepted)


def number_or_text(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check that a value is a whole number, 0 or more, or one line of text in its place."""
    if isinstance(value, int):
        whole_number(instance, attribute, value)
    else:
        one_line(instance, attribute, value)


def yes_or_no(_instance: object, attribute: Attribute[bool], value: object) -> None:
    """Check that a value is True or False."""
    if not isinstance(value, bool):
        accepted = "Expected True or False."
        raise InvalidValue(quoted(value), f"answer for {attribute.name}", accepted)
