"""Use explorers in Chromium by the keyboard alone, and compare their days with those of `due`.

Usage: explorer.py [--every] [--pictures FOLDER]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chromium import Chromium
from looking import DESKTOP, take_pictures
from pages import LOAN, explorers

import trustflow as tf

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIRS = 600
AT_ONCE = 200
SEED = 26
FIRST, LAST = dt.date(2013, 1, 1), dt.date(2028, 12, 31)
READ = """
PAIRS.map(([rule, day]) => {
  const select = document.getElementById("rule"), input = document.getElementById("day");
  select.value = rule;
  input.value = day;
  select.dispatchEvent(new Event("change"));
  document.querySelector("#counter button").click();
  return [document.getElementById("day-error").textContent,
          document.getElementById("due").textContent,
          [...document.querySelectorAll("#counted li")].map(item => item.textContent)];
})
"""
KEYS = {"Tab": 9, "Enter": 13, "ArrowDown": 40, "Space": 32}
FOCUSED = """
(() => {
  const on = document.activeElement;
  return on === document.body ? "" : on.id || on.textContent.trim().slice(0, 60) || on.tagName;
})()
"""


SECONDS = 5
"""How long a link may take."""


class Keyboard:
    """A reader who has only a keyboard.

    Args:
        browser: The browser with the page.
    """

    def __init__(self, browser: Chromium) -> None:
        self.browser = browser

    def press(self, key: str, times: int = 1) -> None:
        """Press a named key, or type one character."""
        code = KEYS.get(key)
        keys: dict[str, Any] = {"key": " " if key == "Space" else key}
        if code is not None:
            keys |= {"windowsVirtualKeyCode": code, "code": key}
        text = {"Enter": "\r", "Space": " "}.get(key, key if code is None else "")
        for _ in range(times):
            self.browser.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **keys)
            self.browser.ask("Input.dispatchKeyEvent", type="keyUp", **keys)

    def write(self, text: str) -> None:
        """Type a text."""
        for character in text:
            self.press(character)

    def tab_to(self, name: str) -> None:
        """Press the tab key until an element with an id, or with some text, has the focus."""
        for _ in range(200):
            self.press("Tab")
            if self.focused == name:
                return
        msg = f"the tab key never reaches {name!r}"
        raise RuntimeError(msg)

    @property
    def focused(self) -> str:
        """The id of the element that has the focus, or its text; empty for none."""
        return str(self.browser.evaluate(FOCUSED))

    def reads(self, name: str) -> str:
        """Return the visible text of an element."""
        return str(self.browser.evaluate(f"document.getElementById('{name}').innerText"))


def by_keyboard(browser: Chromium) -> Iterator[str]:
    """Yield what goes wrong when a reader uses only the keyboard."""
    keyboard = Keyboard(browser)
    keyboard.tab_to("rule")
    keyboard.press("ArrowDown")
    keyboard.tab_to("day")
    keyboard.press("Enter")
    if "Enter a whole day" not in keyboard.reads("day-error"):
        yield "an empty day gives no problem"
    keyboard.write("11252016")  # as a browser in English of the United States asks for a day
    keyboard.press("Enter")
    if keyboard.reads("due") != "Due by Wednesday 8 March 2017":
        yield f"action-plan from 25 November 2016 gives {keyboard.reads('due')!r}"
    if "Boxing Day" not in keyboard.reads("counted") or keyboard.reads("day-error"):
        yield f"the bank holidays are not named: {keyboard.reads('counted')!r}"
    if "SI 2007/462 reg 3" not in keyboard.reads("rule-1"):
        yield "the source is not shown"
    keyboard.tab_to("stage")
    keyboard.press("ArrowDown")
    if keyboard.reads("shown") != "Shown: Rated inadequate":
        yield f"the stage is not announced: {keyboard.reads('shown')!r}"
    keyboard.tab_to("Commissioner review")
    keyboard.press("Enter")
    until = time.monotonic() + SECONDS
    while keyboard.reads("shown") != "Shown: Commissioner review" and time.monotonic() < until:
        time.sleep(0.05)  # the browser follows a link of its own accord
    if keyboard.reads("shown") != "Shown: Commissioner review":
        yield f"a link does not choose its stage: {keyboard.reads('shown')!r}"
    for _ in range(300):
        keyboard.press("Tab")
        if not keyboard.focused:
            return
    yield "the tab key never leaves the page"


def pairs(process: tf.Process, *, every: bool) -> list[tuple[int, dt.date]]:
    """Return numbers of rules and days: every one, or some, at the ends of periods as well."""
    days = [FIRST + dt.timedelta(number) for number in range((LAST - FIRST).days + 1)]
    numbers = range(len(process.rules))
    if every:
        return [(number, day) for number in numbers for day in days]
    rng = random.Random(SEED)  # noqa: S311 - a sample
    return [
        *((rng.choice(numbers), rng.choice(days)) for _ in range(PAIRS)),
        *((number, day) for number in numbers for day in (FIRST, LAST)),
        *(
            (number, dt.date.fromordinal(end) + dt.timedelta(shift))
            for number in numbers
            for end in process.rules[number].period
            for shift in (-1, 0, 1)
            if FIRST <= dt.date.fromordinal(end) <= LAST
        ),
    ]


def with_weekday(day: tf.PartialDate) -> str:
    """Return a day in words with its day of the week."""
    return f"{dt.date.fromordinal(day.first):%A} {day.words}"


def wrong_days(browser: Chromium, process: tf.Process, *, every: bool = False) -> Iterator[str]:
    """Yield each answer that is not that of `due`."""
    asked = pairs(process, every=every)
    answers = []
    for start in range(0, len(asked), AT_ONCE):
        given = [[number, str(day)] for number, day in asked[start : start + AT_ONCE]]
        answers += browser.evaluate(READ.replace("PAIRS", json.dumps(given)))
    for (number, day), (problem, outcome, sentences) in zip(asked, answers, strict=True):
        rule = process.rules[number]
        try:
            due = tf.due(rule, start=day, process=process)
        except tf.InvalidValue:
            if "not in force" not in problem or outcome:
                yield f"{rule.id} on {day}: not in force, but {outcome!r}, {problem!r}"
            continue
        bounds = {"due by": due.due, "not before": due.earliest}
        parts = [f"{words} {with_weekday(each)}" for words, each in bounds.items() if each]
        expected = ", ".join(parts) or "no due day"
        explained = due.explain()
        holidays = [each for each in sentences if "oliday" in each]
        if outcome != expected[:1].upper() + expected[1:] or problem:
            yield f"{rule.id} on {day}: expected {expected!r}, found {outcome!r}, {problem!r}"
        for sentence in holidays:
            plain = sentence
            for name in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"):
                plain = plain.replace(f"{name}day ", "")
            if plain not in explained:
                yield f"{rule.id} on {day}: {sentence!r} is not in {explained!r}"


def main() -> int:
    """Run the program; return 1 if something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", action="store_true", help="compare every rule on every day")
    parser.add_argument("--pictures", type=Path, help="also save pictures of the explorer here")
    options = parser.parse_args()
    begun, faults = time.monotonic(), []
    with tempfile.TemporaryDirectory() as folder, Chromium() as browser:
        for name, text in explorers().items():
            page = Path(folder) / f"{name}.html"
            page.write_text(text, "utf-8")
            browser.resize(*DESKTOP, mobile=False)
            browser.open(page.as_uri())
            if name == "explorer":
                faults += by_keyboard(browser)
                faults += wrong_days(browser, tf.TRUST_TRANSFER, every=options.every)
            if name == "explorer-loan":
                faults += wrong_days(browser, LOAN)
            if browser.evaluate("document.title") == "run":
                faults.append(f"{name}: a text of the process ran as a script")
            if options.pictures is not None:
                options.pictures.mkdir(parents=True, exist_ok=True)
                take_pictures(browser, page, options.pictures)
    for fault in faults[:20]:
        print(f"explorer: {fault}")
    print(f"explorer: {len(faults)} faults, {time.monotonic() - begun:.0f} s")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
