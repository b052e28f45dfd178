"""A headless Chromium, spoken to over a pipe in the DevTools protocol, with Python alone."""

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
    "--no-sandbox",  # containers often forbid its sandbox, and it opens only what we made
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # what a page asks of the network goes nowhere
)
HANDS_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.dup2(int(sys.argv[2]), 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Chromium reads from the third file and writes to the fourth."""
FREE = 20
"""A file number from which on none is in use."""
SECONDS = 60


def program() -> str | None:
    """Where Chromium is: what the variable CHROMIUM says, or one of its usual names."""
    return next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *NAMES))), None)


class Chromium:
    """A browser with one tab."""

    def __init__(self) -> None:
        found = program()
        if found is None:
            msg = "there is no Chromium; .ci/browser/install brings one"
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
        """What the tab told since `forget` was called."""

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
        raise AssertionError  # `_told` ends by raising only

    def wait_for(self, event: str) -> None:
        """Wait until the tab has told of an event."""
        if any(each["method"] == event for each in self.events):
            return
        for told in self._told():
            if told.get("method") == event:
                return

    def forget(self) -> None:
        """Forget what the tab told before."""
        self.events.clear()

    def _told(self) -> Iterator[dict[str, Any]]:
        """What Chromium tells, message by message; events of the tab are kept."""
        while True:
            while b"\0" not in self._held:
                ready, _, _ = select.select([self._in], [], [], SECONDS)
                data = os.read(self._in, 1 << 20) if ready else b""
                if not data:
                    msg = f"Chromium {'has ended' if ready else 'is silent'}"
                    raise RuntimeError(msg)
                self._held += data
            message, _, self._held = self._held.partition(b"\0")
            told: dict[str, Any] = json.loads(message)
            if "method" in told:
                self.events.append(told)
            yield told

    # What one does with a tab

    def open(self, address: str) -> None:
        """Open a page, and wait until it is loaded with all that belongs to it."""
        self.forget()
        answer = self.ask("Page.navigate", url=address)
        if "errorText" in answer:
            msg = f"{address}: {answer['errorText']}"
            raise RuntimeError(msg)
        self.wait_for("Page.loadEventFired")

    def evaluate(self, script: str) -> Any:
        """What a script gives, once its promise is kept."""
        answer = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            msg = f"a script of the tests failed: {answer['exceptionDetails']}"
            raise RuntimeError(msg)
        return answer["result"].get("value")

    def resize(self, width: int, height: int, *, mobile: bool) -> None:
        """Give the window a size, and make it a phone's or a desktop's."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=mobile,
        )

    def prefer(self, scheme: str, medium: str = "") -> None:
        """Ask pages for a light or a dark face, on a screen or on paper."""
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.ask("Emulation.setEmulatedMedia", media=medium, features=features)

    def save_picture(self, path: Path, *, whole: bool = True) -> None:
        """Save what the tab shows as PNG, all of it or as much as the window holds."""
        answer = self.ask("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))

    def save_print(self, path: Path) -> None:
        """Save the page as it is printed, on A4."""
        answer = self.ask(
            "Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True
        )
        path.write_bytes(base64.b64decode(answer["data"]))


def _pipe() -> tuple[int, int]:
    """The ends of a pipe, to read from and to write to, with numbers that are out of the way."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, FREE) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]
