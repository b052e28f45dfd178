"""Sources and citations as sentences around a link, which say how well each is founded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...history import Citation, Source

__all__ = ["Cited", "cited_rule", "cited_source", "once_each", "safe_link"]

HERE = "\x00"
"""Stands for the link: no text of a source can hold it."""
SAFE = ("http://", "https://")


@frozen(kw_only=True)
class Cited:
    """A sentence with a link in it.

    Args:
        before: What stands before the link.
        title: What is linked.
        after: What stands after it.
        link: Where it leads; None for what is printed without a link.
        copy: Where a copy is, which is printed and not linked.
        remarks: What else is to be said.
    """

    before: str = ""
    title: str
    after: str = ""
    link: str | None = None
    copy: str | None = None
    remarks: tuple[str, ...] = ()


def safe_link(url: str | None) -> str | None:
    """The address if it is one of the web; whatever else it is must not become a link."""
    return url if url is not None and url.lower().startswith(SAFE) else None


def cited_source(source: Source) -> Cited:
    """Who says that a thing happened; a copy on another's site is printed, and not linked."""
    before, _, after = source.statement(HERE).partition(HERE)
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


def cited_rule(citation: Citation) -> Cited:
    """Who says that a rule holds, or what set a deadline."""
    return Cited(title=citation.text, link=safe_link(citation.url))


def once_each(sources: Iterable[Source]) -> list[Source]:
    """The sources, of which those that differ in the row of the evidence only stand for one."""
    return list(dict.fromkeys(evolve(source, evidence_row=None) for source in sources))
