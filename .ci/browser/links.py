"""Find broken links and repeated ids in a folder of pages, without a browser."""

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
    """The links of a page, and the anchors that links can name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = {"", "top"}
        self.twice: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the links of an element, and its anchors."""
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
    """Return whether an element gives the public address of a page to machines only."""
    return tag == "link" and given.get("rel") in {"canonical", "alternate"}


@cache
def _read(path: Path) -> _Page:
    return _Page(path.read_text("utf-8"))


def link_faults(page: Path, site: Path) -> Iterator[str]:
    """Yield the faults of a page's links and ids; a link may not lead out of the site's folder."""
    site, page = site.resolve(), page.resolve()
    for name in sorted(_read(page).twice):
        yield f"has two elements with the id {name!r}"
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
        return None if known else "which is not a kind of address that a page may link to"
    if parts.path.startswith("/"):
        return "which works only at the root of a site"
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    return _fault_at(target, unquote(parts.fragment), site)


def _fault_at(target: Path, fragment: str, site: Path) -> str | None:
    """Return the fault of a link to a file in the site, or None."""
    if target.is_dir():
        target /= "index.html"
    if not target.is_relative_to(site):
        return "which is outside the site"
    if not target.is_file():
        return "which does not exist"
    if target.suffix == ".html" and fragment not in _read(target).anchors:
        return f"whose page has no anchor {fragment!r}"
    return None
