"""Search the docs site as a reader does, and find results in the wrong order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from chromium import Chromium

WORDS = ("timeline", "due", "direction", "record", "deadline", "notebook")
"""Words for which the first results must be guides or reference pages, and not councils."""
COUNCILS = {"Sandwell": "sandwell", "Isle of Wight": "isle-of-wight"}
"""Names for which the first result must be the page of the council."""
FIRST = """
new Promise((resolve) => {
  const end = Date.now() + 20000;
  const look = () => {
    const found = [...document.querySelectorAll("#search-results ul.search > li > a")];
    if (found.length >= 3 || Date.now() > end) {
      resolve(found.slice(0, 3).map((link) => link.getAttribute("href")));
    } else setTimeout(look, 50);
  };
  look();
})
"""


def first_results(browser: Chromium, site: Path, words: str) -> list[str]:
    """Return the addresses of the first three results of a search."""
    browser.open(f"{(site / 'search.html').resolve().as_uri()}?q={words.replace(' ', '+')}")
    found: list[str] = browser.evaluate(FIRST)
    return found


def search_faults(browser: Chromium, site: Path) -> list[str]:
    """Return the searches whose first results are not those that a reader looks for."""
    faults = []
    for words in WORDS:
        found = first_results(browser, site, words)
        if len(found) < 3 or any("casebook/" in address for address in found):  # noqa: PLR2004
            faults.append(f"search for {words!r}: the first results are {found}")
    for words, page in COUNCILS.items():
        found = first_results(browser, site, words)
        if not found or f"casebook/{page}.html" not in found[0]:
            faults.append(f"search for {words!r}: the first results are {found}")
    return faults
