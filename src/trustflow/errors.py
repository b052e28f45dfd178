"""What can go wrong: errors that carry their data, say where, and offer the way out."""

from __future__ import annotations

import difflib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "BadDate",
    "BadHistory",
    "BadProcess",
    "Fault",
    "InvalidValue",
    "MissingExtra",
    "TrustflowError",
    "UnknownCase",
    "quoted",
    "suggestion",
]

MOST_SHOWN = 50
LONGEST_SHOWN = 80


class TrustflowError(Exception):
    """The base of every error trustflow raises on purpose."""


class BadDate(TrustflowError, ValueError):
    """A text or value that is not a date trustflow accepts.

    Attributes:
        found: The text or value as it was given, shortened for display.
        reason: What is wrong with it, and what is accepted instead.
        what: What was asked for: a date, a day or a span.
    """

    def __init__(self, found: str, reason: str, what: str = "date") -> None:
        super().__init__(found, reason, what)
        self.found = found
        self.reason = reason
        self.what = what

    def __str__(self) -> str:
        return f"Invalid {self.what}: {self.found}. {self.reason}"


class InvalidValue(TrustflowError, ValueError):
    """A value that is none of the words, or not of the form, asked for.

    Attributes:
        found: The value as it was given, shortened for display.
        what: What was asked for.
        accepted: What is accepted, with a near match where there is one.
        words: Every word that is accepted, where they can be counted.
    """

    def __init__(self, found: str, what: str, accepted: str, words: tuple[str, ...] = ()) -> None:
        super().__init__(found, what, accepted, words)
        self.found = found
        self.what = what
        self.accepted = accepted
        self.words = words

    def __str__(self) -> str:
        return f"{self.found} is no {self.what}; {self.accepted}"


@frozen
class Fault:
    """One thing wrong with what was read.

    Attributes:
        path: Where it stands, such as ``$.events[3].on``.
        found: What stands there, shortened for display.
        accepted: What is accepted there, with a near match where there is one.
    """

    path: str
    found: str
    accepted: str

    def __str__(self) -> str:
        return f"{self.path}: found {self.found}; {self.accepted}"


class BadHistory(TrustflowError, ValueError):
    """A history, an event or a file of histories that cannot be read.

    Attributes:
        faults: Every fault found, in the order of the file.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(tuple(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return bulleted(f"{pluralised(len(self.faults), 'fault')} in the history", self.faults)


class BadProcess(TrustflowError, ValueError):
    """A process that contradicts itself.

    Attributes:
        faults: Every fault found, as sentences.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(tuple(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return bulleted(f"{pluralised(len(self.faults), 'fault')} in the process", self.faults)


class UnknownCase(TrustflowError, LookupError):
    """A name that is not in the casebook, which is not the same as no intervention.

    Attributes:
        name: The name asked for.
        nearest: The names of the casebook that come nearest, best first.
    """

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(name, tuple(nearest))
        self.name = name
        self.nearest = tuple(nearest)

    def __str__(self) -> str:
        nearest = f" Did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        return (
            f"{quoted(self.name)} is not in this casebook, which does not mean that "
            f"there was no intervention there.{nearest}"
        )


class MissingExtra(TrustflowError, ImportError):
    """A package that only an extra of trustflow installs is not there.

    Attributes:
        package: The package that is missing.
        extra: The extra that installs it.
    """

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(package, extra)
        self.package = package
        self.extra = extra

    def __str__(self) -> str:
        install = f"pip install 'trustflow[{self.extra}]'"
        return f"{self.package} is needed for this; install it with: {install}"


@contextmanager
def from_extra(extra: str) -> Iterator[None]:
    """Around an import: tell which extra installs what is missing.

    Raises:
        MissingExtra: The import fails because a package is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtra((error.name or "a package").partition(".")[0], extra) from error


def quoted(value: object) -> str:
    """The value as an error shows it: quoted, on one line, without control characters, short."""
    text = ascii(value) if isinstance(value, bytes) else repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def suggestion(word: object, words: Iterable[str]) -> str:
    """A question that offers the nearest of the words, or nothing when none is near."""
    if not isinstance(word, str):
        return ""
    folded = {str(each).casefold(): str(each) for each in words}
    near = difflib.get_close_matches(word[:LONGEST_SHOWN].casefold(), folded, n=1)
    return f"; did you mean {folded[near[0]]!r}?" if near else ""


def pluralised(number: int, noun: str) -> str:
    """A number with its noun in the singular or the plural."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("ory") else f"{number} {noun}s"


def bulleted(heading: str, items: Sequence[object], *, count: int | None = None) -> str:
    """A heading and the items below it, a line each, at most fifty and the rest counted.

    Args:
        heading: The heading.
        items: The items.
        count: How many there are, where those that are not shown were not kept.
    """
    lines = [f"  {item}" for item in items[:MOST_SHOWN]]
    count = len(items) if count is None else count
    if count > MOST_SHOWN:
        lines.append(f"  and {count - MOST_SHOWN} more")
    return "\n".join([f"{heading}:", *lines])
