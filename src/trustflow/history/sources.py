"""Who says so: a Source says that a thing happened, a Citation says that a rule holds."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import Attribute, field, frozen
from attrs.validators import optional

from ..dates import DateLike, PartialDate
from ..errors import InvalidValue, quoted, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Citation",
    "Confidence",
    "Severity",
    "Source",
    "Strength",
    "date_of",
    "number_or_text",
    "one_of",
    "optional_date",
    "optional_strength",
    "plain_text",
    "plain_texts",
    "whole_number",
    "yes_or_no",
]


def one_of(value: object, words: Iterable[str], what: str) -> str:
    """The one of the words that the value is, whatever its case.

    Raises:
        InvalidValue: It is none of them; the message lists them and names the nearest.
    """
    folded = {word.casefold(): word for word in words}
    if isinstance(value, str) and (word := folded.get(value.casefold())) is not None:
        return word
    listed = f"accepted: {', '.join(folded.values())}{suggestion(value, folded.values())}"
    raise InvalidValue(quoted(value), what, listed, tuple(folded.values()))


def date_of(value: DateLike) -> PartialDate:
    """A converter for a date."""
    return PartialDate.of(value)


def optional_date(value: DateLike | None) -> PartialDate | None:
    """A converter for a date that may be left out."""
    return None if value is None else PartialDate.of(value)


def plain_text(_instance: object, attribute: Attribute[str], value: object) -> None:
    """A validator for text: not empty, of characters that can be shown and stored."""
    if not isinstance(value, str):
        raise InvalidValue(quoted(value), f"text for {attribute.name}", "a text is needed")
    printable = value.isprintable() or not any(_is_control(character) for character in value)
    if not printable or not value.strip():
        accepted = "a text is needed that is not empty and has no control characters"
        raise InvalidValue(quoted(value), f"text for {attribute.name}", accepted)


def plain_texts(instance: object, attribute: Attribute[Any], value: Iterable[object]) -> None:
    """A validator for several texts, each as `plain_text` has it; of a mapping, for its keys."""
    for text in value:
        plain_text(instance, attribute, text)


def web_address(_instance: object, attribute: Attribute[str], value: object) -> None:
    """A validator for a link: the web only, so that no link can run anything."""
    if (
        not isinstance(value, str)
        or not re.fullmatch(r"https?://[^\s<>\"]+", value)
        or any(_is_control(character) for character in value)
    ):
        accepted = "an address that starts with http:// or https:// is needed"
        raise InvalidValue(quoted(value), f"link for {attribute.name}", accepted)


def whole_number(_instance: object, attribute: Attribute[int], value: object) -> None:
    """A validator for a count or a sequence number from 0 on."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        accepted = "a whole number from 0 on is needed"
        raise InvalidValue(quoted(value), f"number for {attribute.name}", accepted)


def number_or_text(instance: object, attribute: Attribute[Any], value: object) -> None:
    """A validator for a sequence number, or for what has none in words."""
    if isinstance(value, int):
        whole_number(instance, attribute, value)
    else:
        plain_text(instance, attribute, value)


def yes_or_no(_instance: object, attribute: Attribute[bool], value: object) -> None:
    """A validator for True or False."""
    if not isinstance(value, bool):
        raise InvalidValue(quoted(value), f"answer for {attribute.name}", "True or False is needed")


def _is_control(character: str) -> bool:
    return character not in "\n\t" and unicodedata.category(character) in {"Cc", "Cs"}


class Confidence(StrEnum):
    """How well a fact is founded."""

    HIGH = "high"
    """A primary source says it."""
    MEDIUM = "medium"
    """The press or another second hand says it; not checked against a primary source."""
    LOW = "low"
    """It is inferred; no source states it."""

    @property
    def rank(self) -> int:
        """3 for high, 2 for medium, 1 for low."""
        return {"high": 3, "medium": 2, "low": 1}[self.value]


class Severity(StrEnum):
    """What a finding is called, from the gravest on."""

    ERROR = "error"
    BREACH = "breach"
    DEPARTURE = "departure"
    REMARK = "remark"

    @property
    def words(self) -> str:
        """What people read: what is late by the law is told as that, and as no more."""
        return "later than the rule, on these dates" if self is Severity.BREACH else str(self)

    @property
    def rank(self) -> int:
        """4 for an error down to 1 for a remark."""
        return 4 - list(Severity).index(self)


class Strength(StrEnum):
    """Who makes a rule, and so what it means to break it."""

    LOGIC = "logic"
    LAW = "law"
    INSPECTORATE = "inspectorate"
    POLICY = "policy"
    DIRECTION = "direction"
    CONTRACT = "contract"
    PRACTICE = "practice"

    @property
    def severity(self) -> Severity:
        """An error for logic, a breach for law, a remark for practice, else a departure."""
        return {
            Strength.LOGIC: Severity.ERROR,
            Strength.LAW: Severity.BREACH,
            Strength.PRACTICE: Severity.REMARK,
        }.get(self, Severity.DEPARTURE)


def confidence_of(value: str) -> Confidence:
    """A converter for a confidence given as its word."""
    return Confidence(one_of(value, Confidence, "confidence"))


def strength_of(value: str) -> Strength:
    """A converter for a strength given as its word."""
    return Strength(one_of(value, Strength, "strength"))


def optional_strength(value: str | None) -> Strength | None:
    """A converter for a strength that may be left out."""
    return None if value is None else strength_of(value)


@frozen
class Source:
    """Who says that a thing happened, and how well that is founded.

    Args:
        title: Publisher and title, as a reader would look it up.
        url: Where it can be read, from ``http://`` or ``https://`` on.
        published: When it was published.
        confidence: High for a primary source, medium for press and other second hands
            (and where nothing is said), low for what is inferred.
        copy_of: Who first published it, where the link leads to a copy on another's site;
            such a source is at most of medium confidence.
        stated_date: The date this source gives, where it differs from the event's own.
        evidence_row: The row of the evidence it was taken from, such as ``sourced-facts.csv:24``.

    Raises:
        ValueError: A field is not what it should be.
    """

    title: str = field(validator=plain_text)
    url: str | None = field(default=None, validator=optional(web_address), kw_only=True)
    published: PartialDate | None = field(default=None, converter=optional_date, kw_only=True)
    confidence: Confidence = field(default=Confidence.MEDIUM, converter=confidence_of, kw_only=True)
    copy_of: str | None = field(default=None, validator=optional(plain_text), kw_only=True)
    stated_date: PartialDate | None = field(default=None, converter=optional_date, kw_only=True)
    evidence_row: str | None = field(default=None, validator=optional(plain_text), kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.copy_of is not None and self.confidence is Confidence.HIGH:
            msg = f"a copy is at most of medium confidence: {quoted(self.title)}"
            raise ValueError(msg)

    @property
    def caveat(self) -> str:
        """What a reader has to know about it; nothing for an original primary source."""
        if self.confidence is Confidence.LOW:
            said = f"Inferred from {self.title}; no source states it."
        elif self.confidence is Confidence.MEDIUM:
            said = f"Reported by {self.title}; not checked against a primary source."
        else:
            return ""
        if self.copy_of is None:
            return said
        return (
            f"{said} Copy of a page first published by {self.copy_of}; the original was not seen."
        )


@frozen
class Citation:
    """Who says that a rule holds.

    Args:
        text: The provision, the publication or the measurement.
        url: Where it can be read.
        cases: For a measured rule, on how many cases it was measured, where that is known.
    """

    text: str = field(validator=plain_text)
    url: str | None = field(default=None, validator=optional(web_address), kw_only=True)
    cases: int | None = field(default=None, validator=optional(whole_number), kw_only=True)

    def __str__(self) -> str:
        return self.text if self.url is None else f"{self.text} ({self.url})"
