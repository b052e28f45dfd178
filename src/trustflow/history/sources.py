"""Sources of facts and citations of rules."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen
from attrs.validators import optional

from .._text import formatted_text
from ..dates import ExplainedCalls, PartialDate, example
from ..errors import InvalidValue, quoted
from .fields import one_line, one_of, optional_date, web_address, whole_number

__all__ = ["Citation", "Confidence", "Source", "confidence_of"]


class Confidence(StrEnum):
    """The quality of the evidence for a fact."""

    HIGH = "high"
    """A primary source states the fact."""
    MEDIUM = "medium"
    """The press or another secondary source states the fact; no primary source was checked."""
    LOW = "low"
    """The fact is inferred; no source states it."""

    @property
    def rank(self) -> int:
        """The rank: 3 for high, 2 for medium, 1 for low."""
        return _CONFIDENCE_RANKS[self]


_CONFIDENCE_RANKS = {Confidence.HIGH: 3, Confidence.MEDIUM: 2, Confidence.LOW: 1}


def confidence_of(value: str) -> Confidence:
    """Convert a word to a confidence."""
    return Confidence(one_of(value, Confidence, "confidence"))


@frozen
class Source(metaclass=ExplainedCalls):
    """A source that reports an event, and its confidence.

    Args:
        title: The publisher and title, as a reader would look the source up.
        url: The web address.
        published: The date of publication.
        confidence: ``high`` for a primary source, ``medium`` for the press and other secondary
            sources (the default), ``low`` for what is inferred.
        copy_of: The original publisher, if `url` leads to a copy on another site. A copy has at
            most medium confidence.
        stated_date: The date that this source gives for the event, if it differs from the event's
            own.
        evidence_row: The row of evidence from which the source was taken, such as
            ``sourced-facts.csv:24``.

    Raises:
        InvalidValue: A field is not of the accepted form.
        BadDate: A date cannot be read.
    """

    title: str = field(validator=one_line, metadata=example("'Minutes of 3 May 2016'"))
    url: str | None = field(default=None, validator=optional(web_address), kw_only=True)
    published: PartialDate | None = field(default=None, converter=optional_date, kw_only=True)
    confidence: Confidence = field(default=Confidence.MEDIUM, converter=confidence_of, kw_only=True)
    copy_of: str | None = field(
        default=None,
        validator=optional(one_line),
        kw_only=True,
        metadata=example("'The Evening Post'"),
    )
    stated_date: PartialDate | None = field(default=None, converter=optional_date, kw_only=True)
    evidence_row: str | None = field(
        default=None,
        validator=optional(one_line),
        kw_only=True,
        metadata=example("'sourced-facts.csv:24'"),
    )

    def __attrs_post_init__(self) -> None:
        if self.copy_of is not None and self.confidence is Confidence.HIGH:
            accepted = (
                "A copy has at most medium confidence. "
                "Give the original without copy_of, or confidence='medium'."
            )
            raise InvalidValue(quoted(self.title), "confidence of the copy", accepted)

    def statement(self, title: str | None = None) -> str:
        """Return the source in words, with a caveat that its confidence requires.

        Args:
            title: The text that names the source, such as a link; its title by default.
        """
        title = self.title if title is None else title
        sentence = {
            Confidence.HIGH: f"{title}.",
            Confidence.MEDIUM: f"Reported by {title}; not checked against a primary source.",
            Confidence.LOW: f"Inferred from {title}; no source states it.",
        }[self.confidence]
        if self.copy_of is None:
            return sentence
        copied = f"Copy of a page first published by {self.copy_of}; the original was not seen."
        return f"{sentence} {copied}"

    @property
    def caveat(self) -> str:
        """What a reader must know about the source; empty for a primary source."""
        return "" if self.confidence is Confidence.HIGH else self.statement()


@frozen
class Citation(metaclass=ExplainedCalls):
    """The source of a rule.

    Args:
        text: The provision, the publication or the measurement.
        url: The web address.
        cases: The number of cases on which a measured rule rests, if known.
    """

    text: str = field(validator=one_line, metadata=example("'The post order, article 1'"))
    url: str | None = field(default=None, validator=optional(web_address), kw_only=True)
    cases: int | None = field(default=None, validator=optional(whole_number), kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.text.startswith(("http://", "https://")):  # it would be shown without a link
            example = f"Citation('The post order', url={self.text!r})"
            accepted = f"It is an address. Give it as url, after a title, such as {example}."
            raise InvalidValue(quoted(self.text), "text", accepted)

    def __str__(self) -> str:
        return self.text if self.url is None else f"{self.text} ({self.url})"

    __format__ = formatted_text
