"""Whether the links of a folder of pages lead somewhere, read off the files without a browser."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDRESSES = {"href", "src", "poster", "data", "action"}
OUTWARD = {"http", "https", "mailto"}
INLINE = {"data"}


class _Page(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = {"", "top"}
        self.twice: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what an element links to, and what links to it can name."""
        given = dict(attrs)
        for name, value in attrs:
            if name in ADDRESSES and value is not None and not _is_hint(tag, given):
                self.links.append(value.strip())
        name = given.get("id")
        if name is not None:
            if name in self.anchors:
                self.twice.add(name)
            self.anchors.add(name)
        if tag == "a" and given.get("name"):
            self.anchors.add(str(given["name"]))


def _is_hint(tag: str, given: dict[str, str | None]) -> bool:
    """Whether it is a link for machines that names a page by its public address."""
    return tag == "link" and given.get("rel") in {"canonical", "alternate"}


@cache
def _read(path: Path) -> _Page:
    return _Page(path.read_text("utf-8"))


def link_faults(page: Path, site: Path) -> Iterator[str]:
    """Every link of a page that leads nowhere, or out of its site to a place on this machine."""
    site, page = site.resolve(), page.resolve()
    for name in sorted(_read(page).twice):
        yield f"has two elements of the id {name!r}"
    for link in dict.fromkeys(_read(page).links):
        fault = _fault(link, page, site)
        if fault is not None:
            yield f"links to {link!r}, {fault}"


def _fault(link: str, page: Path, site: Path) -> str | None:
    parts = urlsplit(link)
    if parts.scheme in OUTWARD:
        return None if parts.scheme == "mailto" or parts.netloc else "which names no host"
    if parts.scheme or parts.netloc:
        known = parts.scheme in INLINE
        return None if known else "which is no address that a page may link to"
    if parts.path.startswith("/"):
        return "which works only at the root of a site"
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    return _fault_at(target, unquote(parts.fragment), site)


def _fault_at(target: Path, fragment: str, site: Path) -> str | None:
    """What is wrong with a link to a place in a site."""
    if target.is_dir():
        target /= "index.html"
    if not target.is_relative_to(site):
        return "which is outside of the site"
    if not target.is_file():
        return "which is not there"
    if target.suffix == ".html" and fragment not in _read(target).anchors:
        return f"whose page has no {fragment!r}"
    return None
