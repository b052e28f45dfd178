"""Open every page of some folders in a headless Chromium, and say what is wrong with them.

No page may say an error on its console, ask anything of the network, scroll sideways on a screen
of 360 pixels, link to nowhere, or have a fault that axe-core calls serious.
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
FAULTY = HERE / "faulty"
MOST_SHOWN = 12
Found = tuple[Path, list[str]]


def pages_of(folder: Path) -> list[Path]:
    """The pages of a folder, or the page that is named."""
    return [folder] if folder.is_file() else sorted(folder.rglob("*.html"))


def looked_at(folder: Path, axe: Path, browsers: int) -> Iterator[Found]:
    """Each page of a folder, with what is wrong with it."""
    site = folder.parent if folder.is_file() else folder
    mine = threading.local()
    opened: list[Chromium] = []

    def begin() -> None:
        mine.browser = Chromium().__enter__()
        opened.append(mine.browser)

    def look(page: Path) -> Found:
        looker = Looker(mine.browser, axe)
        return page, [*link_faults(page, site), *looker.faults(page)]

    try:
        with ThreadPoolExecutor(browsers, initializer=begin) as pool:
            yield from pool.map(look, pages_of(folder))
    finally:
        for browser in opened:
            browser.__exit__()


def tell(found: Iterable[Found], folder: Path) -> int:
    """Print what was found in a folder; gives the number of bad pages."""
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


def prove(axe: Path) -> int:
    """See that each page of the folder `faulty` is found to have the fault that it says it has."""
    unseen = 0
    for page, faults in looked_at(FAULTY, axe, 1):
        wanted = page.read_text("utf-8").partition("<!-- wanted: ")[2].partition(" -->")[0]
        said = "; ".join(faults)
        seen = wanted in said if wanted else not faults
        unseen += not seen
        if not seen:
            print(f"{page}: {wanted or 'nothing'!r} should have been found, not {said!r}")
    print(f"{FAULTY.name}: {len(pages_of(FAULTY))} pages, {unseen} not seen through", flush=True)
    return unseen


def main() -> int:
    """Run the program; gives 1 when a page has a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="folders of HTML files, or files")
    parser.add_argument("--axe", type=Path, required=True, help="the file axe.min.js of axe-core")
    parser.add_argument(
        "--browsers", type=int, default=os.cpu_count() or 2, help="how many work at a time"
    )
    parser.add_argument("--pictures", type=Path, help="save pictures to this folder, and no more")
    options = parser.parse_args()
    if options.pictures is not None:
        options.pictures.mkdir(parents=True, exist_ok=True)
        with Chromium() as browser:
            for page in (page for folder in options.folders for page in pages_of(folder)):
                take_pictures(browser, page, options.pictures)
        return 0
    bad = prove(options.axe)
    for folder in options.folders:
        bad += tell(looked_at(folder, options.axe, options.browsers), folder)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
