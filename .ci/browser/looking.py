"""Find the faults of a page in a browser, on a phone and a desktop, light and dark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chromium import Chromium

PHONE, DESKTOP = (360, 780), (1280, 900)
LOCAL = {"file", "data", "blob", "about"}
GRAVE = {"serious", "critical"}
MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")

TOO_WIDE = """
(() => {
  const page = document.scrollingElement, room = document.documentElement.clientWidth;
  if (page.scrollWidth <= room && room <= WIDTH) return [];
  const scrolls = element => element && element !== document.body &&
    (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
  const wide = [...document.body.querySelectorAll("*")]
    .filter(each => each.getBoundingClientRect().right > WIDTH + 1 && !scrolls(each.parentElement))
    .map(each => each.tagName.toLowerCase() + (each.id ? "#" + each.id : "") +
      [...each.classList].map(name => "." + name).join(""));
  return [`${page.scrollWidth} px: ${[...new Set(wide)].slice(0, 4).join(", ") || "the page"}`];
})()
"""
AXE = """
axe.run(document, OPTIONS).then(found => found.violations.map(
  each => [each.impact, `${each.id}: ${each.help}`,
           each.nodes.slice(0, 3).map(node => node.target.join(" "))]))
"""
# With `preload`, axe-core would load the style sheets again, which a browser forbids for files.
ALL_RULES = {"resultTypes": ["violations"], "preload": False}
SHAPES = {**ALL_RULES, "rules": {"color-contrast": {"enabled": False}}}
"""All rules but the check of colours, which takes longest and runs only on the desktop."""
CONTRAST = {**ALL_RULES, "runOnly": {"type": "rule", "values": ["color-contrast"]}}


class Looker:
    """Checks pages with a browser and axe-core.

    Args:
        browser: The browser in which pages are opened.
        axe: The path of axe-core's axe.min.js.
        server: The host and port from which pages may load what they need; by default, pages are
            files and may load nothing.
        measured: The hashes of the pictures that are measured already; it is added to.
    """

    def __init__(
        self,
        browser: Chromium,
        axe: Path,
        server: str | None = None,
        measured: set[str] | None = None,
    ) -> None:
        self.browser = browser
        self.axe = axe.read_text("utf-8")
        self.server = server
        self.measured = set() if measured is None else measured
        self.images: list[tuple[str, float]] = []
        """The addresses of the images of the open page that are SVG files, and their scales."""

    def faults(self, page: Path) -> Iterator[str]:
        """Yield every fault of a page."""
        self.browser.resize(*PHONE, mobile=True)
        self.browser.prefer("light")
        self.browser.open(page.resolve().as_uri())
        yield from self.faults_of_open_page()
        for image, scale in [*self.images]:
            self.browser.open(image)
            yield from self._measure(scale)

    def faults_of_open_page(self) -> Iterator[str]:
        """Yield every fault of the page that is open, and of how it was loaded."""
        self.browser.resize(*PHONE, mobile=True)
        self.browser.prefer("light")
        for found in self.browser.evaluate(TOO_WIDE.replace("WIDTH", str(PHONE[0]))):
            yield f"scrolls sideways on a phone, {found}"
        yield from self._grave("phone", SHAPES, is_loaded=False)
        self.browser.resize(*DESKTOP, mobile=False)
        for found in self.browser.evaluate(TOO_WIDE.replace("WIDTH", str(DESKTOP[0]))):
            yield f"scrolls sideways on a desktop, {found}"
        yield from self._measure()
        yield from self._grave("desktop", ALL_RULES)
        self.browser.prefer("dark")
        yield from self._grave("dark", CONTRAST)
        yield from dict.fromkeys(self._told())

    def _measure(self, scale: float = 1) -> Iterator[str]:
        """Yield the faults of the pictures of the open page, or of an open image.

        Args:
            scale: The scale at which a page shows the image.
        """
        found = self.browser.evaluate(f"{MEASURE}({scale}, {json.dumps(sorted(self.measured))})")
        self.measured.update(found["hashes"])
        self.images = found["images"]
        yield from found["faults"]

    def _grave(self, where: str, options: object, *, is_loaded: bool = True) -> Iterator[str]:
        """Yield the serious and critical faults that axe-core finds."""
        if not is_loaded:
            self.browser.evaluate(f"{self.axe}\n;0")
        for impact, rule, places in self.browser.evaluate(
            AXE.replace("OPTIONS", json.dumps(options))
        ):
            if impact in GRAVE:
                yield f"axe-core, {where}, {impact}, {rule}; {', '.join(places)}"

    def _told(self) -> Iterator[str]:
        """Yield the page's errors on the console and its requests to the network."""
        addresses = {}
        for event in self.browser.events:
            told = event.get("params", {})
            match event["method"]:
                case "Network.requestWillBeSent":
                    address = addresses[told["requestId"]] = told["request"]["url"]
                    parts = urlsplit(address)
                    if parts.scheme not in LOCAL and parts.netloc != self.server:
                        yield f"requests from the network: {address}"
                case "Network.loadingFailed":
                    address = addresses.get(told["requestId"], "something")
                    yield f"cannot load {address}: {told['errorText']}"
                case "Network.webSocketCreated":
                    yield f"requests from the network: {told['url']}"
                case "Runtime.consoleAPICalled" if told["type"] in {"error", "assert"}:
                    said = (each.get("value", each.get("description")) for each in told["args"])
                    yield f"error on the console: {' '.join(map(str, said))}"
                case "Runtime.exceptionThrown":
                    details = told["exceptionDetails"]
                    thrown = details.get("exception", {}).get("description", details["text"])
                    yield f"throws: {thrown}"
                case "Log.entryAdded" if told["entry"]["level"] == "error":
                    yield f"has an error in its log: {told['entry']['text']}"


def take_pictures(browser: Chromium, page: Path, folder: Path) -> None:
    """Save pictures of a page on a phone and a desktop, light and dark, and a print as PDF."""
    for name, size in (("phone", PHONE), ("desktop", DESKTOP)):
        for scheme in ("light", "dark"):
            browser.resize(*size, mobile=name == "phone")
            browser.prefer(scheme)
            browser.open(page.resolve().as_uri())
            browser.save_picture(folder / f"{page.stem}-{name}-{scheme}.png")
    browser.save_print(folder / f"{page.stem}.pdf")
