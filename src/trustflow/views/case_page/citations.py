"""Sources and citations as sentences with a link, which the template prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...history import Citation, Source

__all__ = ["Cited", "cite_rule", "cite_source", "safe_link", "unique_sources"]

PLACEHOLDER = "\x00"
"""Marks the place of the link in a sentence. The texts of a source cannot contain it."""
SAFE = ("http://", "https://")


@frozen(kw_only=True)
class Cited:
    """A sentence that contains a link.

    Args:
        before: The text before the link.
        title: The text of the link.
        after: The text after the link.
        link: The address of the link; None if the title is printed without a link.
        copy: The address of a copy of the source, which is printed as text without a link.
        remarks: Further sentences, which are printed after the first one.
    """

    before: str = ""
    title: str
    after: str = ""
    link: str | None = None
    copy: str | None = None
    remarks: tuple[str, ...] = ()


def safe_link(url: str | None) -> str | None:
    """Return an address that begins with http:// or https://, and None for any other."""
    return url if url is not None and url.lower().startswith(SAFE) else None


def cite_source(source: Source) -> Cited:
    """Return the sentence for a source. A copy on another site is not linked."""
    before, _, after = source.statement(PLACEHOLDER).partition(PLACEHOLDER)
    is_copy = source.copy_of is not None
    return Cited(
        before=before,
        title=source.title,
        after=after,
        link=None if is_copy else safe_link(source.url),
        copy=source.url if is_copy else None,
        remarks=tuple(_remarks(source)),
    )


def _remarks(source: Source) -> Iterator[str]:
    if source.published is not None:
        yield f"Published {source.published.words}."
    if source.stated_date is not None:
        yield f"It gives another date: {source.stated_date.words}."


def cite_rule(text: str, citation: Citation | None) -> Cited:
    """Return a text in which the citation is a link.

    If the text does not contain the citation, the link follows at its end.

    Args:
        text: The text of a finding or deadline.
        citation: The source of the rule behind the finding or deadline.
    """
    if citation is None:
        return Cited(title=text)
    link = safe_link(citation.url)
    for words in (str(citation), citation.text):
        before, found, after = text.rpartition(words)
        if found:
            return Cited(before=before, title=citation.text, after=after, link=link)
    return Cited(before=f"{text} Source: ", title=citation.text, after=".", link=link)


def unique_sources(sources: Iterable[Source]) -> list[Source]:
    """Return the sources without duplicates.

    Sources that differ only in their row of evidence count as duplicates.
    """
    return list(dict.fromkeys(evolve(source, evidence_row=None) for source in sources))
