"""Sources and citations as sentences with a link, for the template to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...history import Citation, Source

__all__ = ["Cited", "cite_rule", "cite_source", "safe_link", "unique_sources"]

PLACEHOLDER = "\x00"
"""The mark of the place of a link in a sentence; no text of a source can contain it."""
SAFE = ("http://", "https://")


@frozen(kw_only=True)
class Cited:
    """A sentence with a link in it.

    Args:
        before: The text before the link.
        title: The text of the link.
        after: The text after the link.
        link: The address; None for a title that is printed without a link.
        copy: The address of a copy, which is printed and not linked.
        remarks: Sentences that follow.
    """

    before: str = ""
    title: str
    after: str = ""
    link: str | None = None
    copy: str | None = None
    remarks: tuple[str, ...] = ()


def safe_link(url: str | None) -> str | None:
    """Return the address if it is a web address; anything else must not become a link."""
    return url if url is not None and url.lower().startswith(SAFE) else None


def cite_source(source: Source) -> Cited:
    """Return the sentence for a source; a copy on another site is not linked."""
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
    """Return the text with its citation as a link; the link follows where the text has none.

    Args:
        text: The text of a finding or deadline.
        citation: The source of its rule.
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
    """Return the sources once each; they may differ in the row of evidence only."""
    return list(dict.fromkeys(evolve(source, evidence_row=None) for source in sources))
