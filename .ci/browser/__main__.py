"""Open every page of some folders in a headless Chromium, and print the faults of each page.

The faults are: an error on the console, a request to the network, sideways scrolling on a screen
360 pixels wide, a broken link, a fault that axe-core calls serious or critical, a picture that
cannot be read (small words, words that overlap, cross an edge or are cut, or ends of arrows that
cannot be told apart), or a search of the docs site that gives councils before guides.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from chromium import Chromium
from links import link_faults
from looking import Looker, take_pictures
from search import search_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
FAULTY = HERE / "faulty"
MOST_SHOWN = 12
Found = tuple[Path, list[str]]


def pages_of(folder: Path) -> list[Path]:
    """Return the pages of a folder, or the page itself if the path is a file."""
    return [folder] if folder.is_file() else sorted(folder.rglob("*.html"))


def looked_at(folder: Path, axe: Path, browsers: int, councils: int = 1) -> Iterator[Found]:
    """Yield each page of a folder with its faults.

    Of the pages of councils, which one program makes, one of so many is looked at.
    """
    site = folder.parent if folder.is_file() else folder
    mine = threading.local()
    opened: list[Chromium] = []
    measured: set[str] = set()

    def begin() -> None:
        mine.browser = Chromium().__enter__()
        opened.append(mine.browser)

    def look(page: Path) -> Found:
        looker = Looker(mine.browser, axe, measured=measured)
        return page, [*link_faults(page, site), *looker.faults(page)]

    try:
        with ThreadPoolExecutor(browsers, initializer=begin) as pool:
            pages = pages_of(folder)
            of_councils = [page for page in pages if page.parent.name == "casebook"]
            left_out = {*of_councils} - {*of_councils[::councils]}
            yield from pool.map(look, [page for page in pages if page not in left_out])
    finally:
        for browser in opened:
            browser.__exit__()


def tell(found: Iterable[Found], folder: Path) -> int:
    """Print the faults of a folder's pages, and return the number of pages with faults."""
    begun, count, bad = time.monotonic(), 0, 0
    for page, faults in found:
        count += 1
        bad += bool(faults)
        for fault in faults[:MOST_SHOWN]:
            print(f"{page}: {fault}")
        if len(faults) > MOST_SHOWN:
            print(f"{page}: and {len(faults) - MOST_SHOWN} more")
    seconds = time.monotonic() - begun
    print(f"{folder}: {count} pages, {bad} with faults, {seconds:.0f} s", flush=True)
    return bad if count else 1


def tell_search(site: Path) -> int:
    """Print the searches of a docs site that give the wrong results, and return their number."""
    with Chromium() as browser:
        faults = search_faults(browser, site)
    for fault in faults:
        print(f"{site}: {fault}")
    return len(faults)


def prove(axe: Path) -> int:
    """Check that each page of the folder `faulty` gives the fault named in its first comment."""
    unseen = 0
    for page, faults in looked_at(FAULTY, axe, 1):
        wanted = page.read_text("utf-8").partition("<!-- wanted: ")[2].partition(" -->")[0]
        said = "; ".join(faults)
        seen = wanted in said if wanted else not faults
        unseen += not seen
        if not seen:
            print(f"{page}: expected {wanted or 'no fault'!r}, found {said!r}")
    print(
        f"{FAULTY.name}: {len(pages_of(FAULTY))} pages, {unseen} without the expected fault",
        flush=True,
    )
    return unseen


def main() -> int:
    """Run the program; return 1 if a page has a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="HTML files, or folders of them")
    parser.add_argument("--axe", type=Path, required=True, help="the path of axe-core's axe.min.js")
    parser.add_argument(
        "--browsers",
        type=int,
        default=os.cpu_count() or 2,
        help="the number of browsers to run at once",
    )
    parser.add_argument(
        "--councils",
        type=int,
        default=1,
        metavar="N",
        help="look at one of N pages of councils, which are all made by one program",
    )
    parser.add_argument(
        "--pictures", type=Path, help="only save pictures of the pages to this folder"
    )
    options = parser.parse_args()
    if options.pictures is not None:
        options.pictures.mkdir(parents=True, exist_ok=True)
        with Chromium() as browser:
            for page in (page for folder in options.folders for page in pages_of(folder)):
                take_pictures(browser, page, options.pictures)
        return 0
    bad = prove(options.axe)
    for folder in options.folders:
        bad += tell(looked_at(folder, options.axe, options.browsers, options.councils), folder)
        if (folder / "search.html").exists():
            bad += tell_search(folder)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
