"""Walk through the tracker of `examples/tracker` in Chromium: two users, and one without scripts.

Usage: tracker.py --axe AXE [--pictures FOLDER]
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from chromium import Chromium
from looking import Looker

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SECONDS = 30
HOSTILE = "<img src=x onerror=\"document.title='run'\">"
SEEN = """
new Promise((seen, failed) => {
  const look = () => document.querySelector(SELECTOR)?.textContent.includes(WORDS) && seen(true);
  new MutationObserver(look).observe(document, {subtree: true, childList: true});
  look();
  setTimeout(() => failed(new Error("not seen: " + WORDS)), 10000);
})
"""
EXPECTED = ("status of 409", "status of 422")
"""What the browser itself logs of an answer that refuses a form."""


class User:
    """A user at a browser of their own, who notes the faults of each page.

    Args:
        browser: The browser.
        name: The name that a sign-on proxy would send.
        server: The host and port of the tracker.
        axe: The path of axe-core's axe.min.js.
        pictures: The folder for pictures; None for no pictures.
    """

    def __init__(
        self, browser: Chromium, name: str, server: str, axe: Path, pictures: Path | None
    ) -> None:
        self.browser, self.server, self.pictures = browser, server, pictures
        self.looker = Looker(browser, axe, server)
        self.has_scripts = True
        self.faults: list[str] = []
        self.pages = 0
        browser.ask("Network.setExtraHTTPHeaders", headers={"X-Forwarded-User": name})

    def open(self, path: str) -> None:
        """Open a page."""
        self.browser.open(f"http://{self.server}{path}")

    def fill(self, field: str, text: str) -> None:
        """Type a text into an input, and leave it."""
        place = f"document.querySelector('[name={field}]')"
        self.browser.evaluate(f"{place}.select()")
        self.browser.ask("Input.insertText", text=text)
        self.browser.evaluate(f"{place}.blur()")

    def press(self, button: str) -> None:
        """Press a button, and wait for the page to which it leads."""
        self.browser.forget()
        self.browser.evaluate(
            "[...document.querySelectorAll('main button')]"
            f".find(each => each.textContent === {json.dumps(button)}).click()"
        )
        self.browser.wait_for("Page.loadEventFired")

    def sees(self, words: str, selector: str = "main") -> None:
        """Wait until a part of the page contains some words."""
        script = SEEN.replace("SELECTOR", json.dumps(selector))
        self.browser.evaluate(script.replace("WORDS", json.dumps(words)))

    def has_in(self, field: str, text: str) -> None:
        """Require that a text is in an input."""
        found = self.browser.evaluate(f"document.querySelector('[name={field}]').value")
        if found != text:
            msg = f"expected {text!r} in {field}, found {found!r}"
            raise RuntimeError(msg)

    def look(self, name: str) -> None:
        """Note the faults of the page, and take a picture."""
        self.pages += 1
        # axe-core needs timers, which do not run either while the scripts of a page are off; those
        # of the page itself do not start when they are allowed later.
        self.browser.ask("Emulation.setScriptExecutionDisabled", value=False)
        for fault in self.looker.faults_of_open_page():
            if not any(words in fault for words in EXPECTED):
                self.faults.append(f"{name}: {fault}")
        if self.pictures is not None:
            self.browser.prefer("light")
            self.browser.save_picture(self.pictures / f"{name}.png")
        self.browser.ask("Emulation.setScriptExecutionDisabled", value=not self.has_scripts)


@contextmanager
def served() -> Iterator[str]:
    """Serve the tracker with an empty ledger; yield its host and port."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # so that a browser that is faster than the server waits
        number, port = listening.fileno(), listening.getsockname()[1]
        command = [sys.executable, "-m", "uvicorn", "tracker.app:app", "--fd", str(number)]
        environment = {
            **os.environ,
            "TRACKER_LEDGER": str(Path(folder) / "cases.db"),
            "TRUSTFLOW_TODAY": "2026-04-13",
        }
        server = subprocess.Popen(
            [*command, "--log-level", "warning"],
            cwd=ROOT / "examples",
            env=environment,
            pass_fds=[number],
        )
        try:
            yield f"127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(SECONDS)


def record_together(ann: User, bo: User) -> None:
    """Let two users record at once: the second is told what the first recorded."""
    ann.open("/")
    ann.look("no-case")
    ann.fill("name", "Example A")
    ann.press("Begin")
    ann.look("begun")
    form = "?name=Example+A&event=inspection_published_inadequate"
    ann.open(f"/record{form}")
    ann.fill("on", "2026-03-09")
    ann.sees("recorded without findings", "#result")  # loaded by HTMX, before any button
    ann.fill("received_on", "soon")
    ann.sees("It cannot be read yet: received on", "#result")
    ann.look("checked")
    ann.press("Record")
    ann.sees("Not recorded: please correct")
    ann.look("unreadable")
    ann.fill("received_on", "2 March 2026")
    bo.open("/record?name=Example+A&event=note")
    ann.press("Record")
    ann.sees("Done: the change is in the log as version 2.")
    ann.look("recorded")
    bo.fill("on", "2026-04-02")
    bo.fill("note", HOSTILE)
    bo.press("Record")
    bo.sees("Not recorded: somebody changed the case meanwhile")
    bo.sees("Ann Lee recorded “Inspection published: inadequate (9 March 2026)”", "#meanwhile")
    bo.has_in("note", HOSTILE)
    bo.has_in("on", "2026-04-02")
    bo.look("stale")
    bo.press("Record")
    bo.sees(HOSTILE)
    bo.look("two-events")
    bo.open("/log?name=Example+A")
    bo.sees("Bo Lee recorded “Note (2 April 2026)”")
    bo.look("log")
    ann.open("/")
    ann.sees("Due in the week of 13 April 2026")
    ann.browser.evaluate("document.querySelector('[name=q]').focus()")
    ann.browser.ask("Input.insertText", text="zz")
    ann.sees("No case has “zz” in its name.", "#cases")
    ann.look("found-nothing")


def correct_without_scripts(user: User) -> None:
    """Let a user without scripts check, be refused, correct, and withdraw."""
    user.has_scripts = False
    user.browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    user.open("/record?name=Example+A&event=note")
    user.fill("on", "2026-01-05")
    user.press("Only check")
    user.sees("is listed after an event", "#result")
    user.press("Record")
    user.sees("Not recorded: it does not fit the case")
    user.look("refused")
    user.fill("_why", "found late")
    user.press("Insert in its place")
    user.sees("Done: the change is in the log as version 4.")
    for link, button in (("Replace", "Replace"), ("Withdraw", "Withdraw")):
        address = user.browser.evaluate(
            f"[...document.querySelectorAll('a')].find(each => each.textContent === '{link}')"
            ".getAttribute('href')"
        )
        user.open(str(address))
        user.look(link.lower())
        user.fill("_why", "a mistake")
        user.press(button)
        user.sees("Done: the change is in the log")
    user.look("corrected")


def main() -> int:
    """Run the program; return 1 if a page has a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--axe", type=Path, required=True, help="the path of axe-core's axe.min.js")
    parser.add_argument("--pictures", type=Path, help="also save pictures of the pages here")
    options = parser.parse_args()
    if options.pictures is not None:
        options.pictures.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    with served() as server, Chromium() as one, Chromium() as other:
        ann = User(one, "Ann Lee", server, options.axe, options.pictures)
        bo = User(other, "Bo Lee", server, options.axe, options.pictures)
        record_together(ann, bo)
        correct_without_scripts(bo)
    faults = [*ann.faults, *bo.faults]
    for fault in faults:
        print(f"tracker, {fault}")
    seconds = time.monotonic() - begun
    print(f"tracker: {ann.pages + bo.pages} pages, {len(faults)} faults, {seconds:.0f} s")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
