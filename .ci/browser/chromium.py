"""Control a headless Chromium over a pipe by the DevTools protocol, without other packages."""

from __future__ import annotations

import base64
import fcntl
import itertools
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",  # containers often forbid the sandbox, and all pages opened here are our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    # No request of a page reaches the network; 127.0.0.1 is this computer.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
HANDS_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.dup2(int(sys.argv[2]), 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""A program that starts Chromium with the pipe as files 3 (to read) and 4 (to write)."""
FREE = 20
"""The lowest file number for the ends of the pipe, above all numbers in use."""
SECONDS = 60


def program() -> str | None:
    """Return the path of Chromium, from the variable CHROMIUM or by one of its usual names."""
    return next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *NAMES))), None)


class Chromium:
    """A browser with one tab."""

    def __init__(self) -> None:
        found = program()
        if found is None:
            msg = "Chromium was not found. Install it with .ci/browser/install."
            raise SystemExit(msg)
        self._folder = tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True)
        theirs_in, self._out = _pipe()
        self._in, theirs_out = (end for end in _pipe())
        words = [found, *OPTIONS, f"--user-data-dir={self._folder.name}", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", HANDS_OVER, str(theirs_in), str(theirs_out), *words],
            pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._numbers = itertools.count(1)
        self._held = b""
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        """The events that the tab has sent since the last call of `forget`."""

    def __enter__(self) -> Self:
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(SECONDS)
        os.close(self._out)
        os.close(self._in)
        self._folder.cleanup()

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data) :]
        for told in self._told():
            if told.get("id") == number:
                if "error" in told:
                    msg = f"{method}: {told['error']['message']}"
                    raise RuntimeError(msg)
                answer: dict[str, Any] = told["result"]
                return answer
        raise AssertionError  # unreachable, because `_told` never ends without an error

    def wait_for(self, event: str) -> None:
        """Wait until the tab has sent an event with this name."""
        if any(each["method"] == event for each in self.events):
            return
        for told in self._told():
            if told.get("method") == event:
                return

    def forget(self) -> None:
        """Discard the events that the tab has sent so far."""
        self.events.clear()

    def _told(self) -> Iterator[dict[str, Any]]:
        """Yield the messages from Chromium, and keep those that are events in `events`."""
        while True:
            while b"\0" not in self._held:
                ready, _, _ = select.select([self._in], [], [], SECONDS)
                data = os.read(self._in, 1 << 20) if ready else b""
                if not data:
                    msg = f"Chromium {'has ended' if ready else 'does not answer'}"
                    raise RuntimeError(msg)
                self._held += data
            message, _, self._held = self._held.partition(b"\0")
            told: dict[str, Any] = json.loads(message)
            if "method" in told:
                self.events.append(told)
            yield told

    # Actions on the tab

    def open(self, address: str) -> None:
        """Open a page, and wait until it and all its resources are loaded."""
        self.forget()
        answer = self.ask("Page.navigate", url=address)
        if "errorText" in answer:
            msg = f"{address}: {answer['errorText']}"
            raise RuntimeError(msg)
        self.wait_for("Page.loadEventFired")

    def evaluate(self, script: str) -> Any:
        """Run a script, wait for its promise, and return the result."""
        answer = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            msg = f"a script failed in the page: {answer['exceptionDetails']}"
            raise RuntimeError(msg)
        return answer["result"].get("value")

    def resize(self, width: int, height: int, *, mobile: bool) -> None:
        """Set the size of the window in pixels, and emulate a phone or a desktop."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=mobile,
        )

    def prefer(self, scheme: str, medium: str = "") -> None:
        """Emulate a preference for light or dark pages, on a screen or in print."""
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.ask("Emulation.setEmulatedMedia", media=medium, features=features)

    def save_picture(self, path: Path, *, whole: bool = True) -> None:
        """Save a PNG of the page: the whole page, or only the part in the window."""
        answer = self.ask("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))

    def save_print(self, path: Path) -> None:
        """Save the page as an A4 PDF."""
        answer = self.ask(
            "Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True
        )
        path.write_bytes(base64.b64decode(answer["data"]))


def _pipe() -> tuple[int, int]:
    """Return the reading and the writing end of a pipe, with file numbers of `FREE` or above."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, FREE) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]
