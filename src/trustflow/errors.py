"""The errors that trustflow raises, and helpers for the text of error messages.

Each error has its details as attributes. Its message names the fault and what is accepted. Hidden
characters of the input are escapes in a message, so that it can be printed anywhere.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import field, frozen

from ._distribution import DISTRIBUTION, install_words
from ._text import formatted_text, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "BadArguments",
    "BadDate",
    "BadHistory",
    "BadProcess",
    "Fault",
    "InvalidValue",
    "MissingExtra",
    "StaleFile",
    "TrustflowError",
    "UnknownCase",
    "bulleted",
    "expected_one_of",
    "from_extra",
    "joined",
    "nearest",
    "pluralised",
    "quoted",
    "suggestion",
]

MAX_LISTED = 50
"""The greatest number of items that `bulleted` lists; further items are only counted."""
MAX_NEAREST = 5
"""The greatest number of words that `expected_one_of` shows of a long list."""
MAX_WORDS = 12
"""The greatest number of words that `expected_one_of` lists completely."""
MAX_QUOTED = 80
"""The greatest length of a value that `quoted` returns, in characters."""


class TrustflowError(Exception):
    """The base class of every error that trustflow raises on purpose."""

    __format__ = formatted_text


class BadArguments(TrustflowError, TypeError):
    """A call of a class with an argument that is missing, unknown, or needs its name.

    Attributes:
        fault: A sentence on what is wrong, which names the class and the argument.
        example: A call with the required arguments, as Python code.
    """

    def __init__(self, fault: str, example: str) -> None:
        super().__init__(fault, example)
        self.fault = fault
        self.example = example

    def __str__(self) -> str:
        return visible(f"{self.fault} Example: {self.example}")


class BadDate(TrustflowError, ValueError):
    """A text or value that trustflow cannot read as a date.

    Attributes:
        found: The text or value, shortened for display.
        reason: What is wrong with the value, and what is accepted instead.
        what: The argument that has the value, such as ``on``; or the kind of value that is
            expected, such as ``date``, ``day`` or ``span``.
        meant: The text that was probably meant; empty if there is no guess.
    """

    def __init__(self, found: str, reason: str, what: str = "date", meant: str = "") -> None:
        super().__init__(found, reason, what, meant)
        self.found = found
        self.reason = reason
        self.what = what
        self.meant = meant

    def of_argument(self, name: str) -> BadDate:
        """Return the error with the name of the argument that has the value."""
        return BadDate(self.found, self.reason, name, self.meant)

    def __str__(self) -> str:
        return visible(f"Invalid {self.what}: {self.found}. {self.reason}")


class InvalidValue(TrustflowError, ValueError):
    """A value that is not one of the accepted words, or not of the accepted form.

    Attributes:
        found: The value, shortened for display.
        what: The kind of value that is expected, such as ``diagram format``.
        accepted: A sentence that describes what is accepted, with the most similar word if there is
            one.
        words: Every accepted word; empty if the accepted values are not a list of words.
    """

    def __init__(self, found: str, what: str, accepted: str, words: tuple[str, ...] = ()) -> None:
        super().__init__(found, what, accepted, words)
        self.found = found
        self.what = what
        self.accepted = accepted
        self.words = words

    def __str__(self) -> str:
        if self.words:
            return visible(f"Unknown {self.what} {self.found}. {self.accepted}")
        return visible(f"Invalid {self.what}: {self.found}. {self.accepted}")


@frozen
class Fault:
    """One fault in an input, such as a JSON file; hidden characters in its texts are escapes.

    Attributes:
        path: The place of the fault in the input, such as ``$.events[3].on``.
        found: The text or value at that place, shortened for display.
        accepted: A sentence that describes what is accepted, with the most similar word if there is
            one.
    """

    path: str = field(converter=visible)
    found: str = field(converter=visible)
    accepted: str = field(converter=visible)

    def __str__(self) -> str:
        return f"{self.path}: found {self.found}. {self.accepted}"

    __format__ = formatted_text


class BadHistory(TrustflowError, ValueError):
    """A history, an event or a file of histories that cannot be read.

    Attributes:
        faults: Every fault, in the order of the input.
        where: What has the faults, such as the name of a file.
        listed: The most faults that the message lists; it gives the number of the others.
    """

    listed = MAX_LISTED

    def __init__(self, faults: Sequence[Fault], where: str = "the history") -> None:
        super().__init__(tuple(faults), where)
        self.faults = tuple(faults)
        self.where = where

    @property
    def by_path(self) -> dict[str, str]:
        """The message for each path, without the path, such as to show beside a field of a form."""
        messages: dict[str, list[str]] = {}
        for fault in self.faults:
            messages.setdefault(fault.path, []).append(f"Found {fault.found}. {fault.accepted}")
        return {path: " ".join(parts) for path, parts in messages.items()}

    def __str__(self) -> str:
        heading = f"{pluralised(len(self.faults), 'fault')} in {visible(self.where)}"
        return bulleted(heading, self.faults, most=self.listed)


class BadProcess(TrustflowError, ValueError):
    """A process that contradicts itself.

    Attributes:
        faults: A sentence for each fault.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(tuple(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return bulleted(f"{pluralised(len(self.faults), 'fault')} in the process", self.faults)


class UnknownCase(TrustflowError, LookupError):
    """A name that is not in the casebook, which does not mean that there was no intervention.

    Attributes:
        name: The unknown name.
        nearest: The most similar names in the casebook, best first.
    """

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(name, tuple(nearest))
        self.name = name
        self.nearest = tuple(nearest)

    def __str__(self) -> str:
        nearest = f" Did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        return visible(
            f"{quoted(self.name)} is not in this casebook, which does not mean that "
            f"there was no intervention there.{nearest}"
        )


class StaleFile(TrustflowError, RuntimeError):
    """A file that another program changed after it was read, so that it was not written.

    Attributes:
        path: The path of the file.
        change: What is different in the file, as a clause.
    """

    def __init__(self, path: str, change: str) -> None:
        super().__init__(path, change)
        self.path = path
        self.change = change

    def __str__(self) -> str:
        return visible(
            f"{self.path} was not saved, because another program has changed it: {self.change}. "
            "Read the file again, then repeat the change."
        )


class MissingExtra(TrustflowError, ImportError):
    """A missing package that an optional feature of trustflow needs.

    Attributes:
        package: The missing package.
        extra: The extra that installs it; None if no extra does.
    """

    def __init__(self, package: str, extra: str | None) -> None:
        super().__init__(package, extra)
        self.package = package
        self.extra = extra

    def __str__(self) -> str:
        missing = f"{self.package} is not installed."
        if self.extra is None:
            return f"{missing} No extra of {DISTRIBUTION} installs it, so install it by its name."
        return (
            f"{missing} It comes with the extra `{self.extra}` of {DISTRIBUTION}. "
            f"{install_words(self.extra)}"
        )


@contextmanager
def from_extra(extra: str | None) -> Iterator[None]:
    """Turn a failed import into an error that names the extra to install.

    Of nested blocks, the outermost names the extra: what a case page needs comes with `page`, even
    if it is needed for a diagram in the page.

    Args:
        extra: The extra that installs the packages; None if no extra does.

    Raises:
        MissingExtra: The ``with`` block imports a package that is not installed.
    """
    try:
        yield
    except MissingExtra as error:
        raise MissingExtra(error.package, extra) from error
    except ModuleNotFoundError as error:
        raise MissingExtra((error.name or "a package").partition(".")[0], extra) from error


def quoted(value: object) -> str:
    """Return a value in quotation marks, on one line, visible and shortened, for a message."""
    text = visible(ascii(value) if isinstance(value, bytes) else repr(value))
    return text if len(text) <= MAX_QUOTED else f"{text[: MAX_QUOTED - 1]}…"


def nearest(word: object, words: Iterable[str]) -> str:
    """Return the most similar word, or an empty text."""
    return next(iter(_similar(word, tuple(str(known) for known in words))), "")


def suggestion(word: object, words: Iterable[str]) -> str:
    """Return " Did you mean 'word'?" for the most similar word, or an empty text."""
    similar = nearest(word, words)
    return f" Did you mean {similar!r}?" if similar else ""


def joined(words: Iterable[str], conjunction: str = "and") -> str:
    """Return words with commas, and a conjunction before the last one."""
    *others, last = words
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def expected_one_of(word: object, words: Iterable[str]) -> str:
    """Return the sentences that suggest the most similar word and say what is accepted.

    At most twelve words are all listed. Of more, the sentence has their number and up to five: the
    words that are similar or begin in the same way, or else the first ones. If there are no words,
    the sentence says so.
    """
    words = tuple(str(known) for known in words)
    if not words:
        return "There are none."
    if len(words) <= MAX_WORDS:
        accepted = f"Expected one of: {', '.join(words)}."
    else:
        similar = _similar(word, words)
        others = [*similar[1:], *(known for known in _longer(word, words) if known not in similar)]
        shown = (others or [known for known in words if known not in similar])[:MAX_NEAREST]
        accepted = f"Expected one of {len(words)}, such as {', '.join(shown)}."
    return f"{suggestion(word, words)} {accepted}".lstrip()


def _similar(word: object, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that are similar to a word, whatever their case, the most similar first."""
    return _close_matches(word[:MAX_QUOTED].casefold(), words) if isinstance(word, str) else ()


# A big file can have the same fault many times, and each search compares all the words.
@lru_cache(maxsize=256)
def _close_matches(word: str, words: tuple[str, ...]) -> tuple[str, ...]:
    import difflib

    folded = {known.casefold(): known for known in words}
    matches = difflib.get_close_matches(word, folded, n=MAX_NEAREST)
    return tuple(folded[match] for match in matches)


def _longer(word: object, words: tuple[str, ...]) -> list[str]:
    """Return the words that begin with a word, whatever their case."""
    if not isinstance(word, str) or not word:
        return []
    return [known for known in words if known.casefold().startswith(word.casefold())]


def pluralised(number: int, noun: str) -> str:
    """Return a number with its noun in the singular or plural."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith(("ory", "try")) else f"{number} {noun}s"


def bulleted(
    heading: str,
    items: Sequence[object],
    *,
    count: int | None = None,
    most: int = MAX_LISTED,
) -> str:
    """Return a heading, followed by the items on one line each, with hidden characters as escapes.

    If there are more items than are listed, the last line gives the number of the others.

    Args:
        heading: The heading.
        items: The items.
        count: The number of items, if `items` has only some of them.
        most: The most items that are listed.
    """
    lines = [f"  {visible(str(item))}" for item in items[:most]]
    count = len(items) if count is None else count
    if count > most:
        lines.append(f"  and {count - most} more")
    return "\n".join([f"{heading}:", *lines])
