"""Match the value of an event's field to a word of a list."""

from __future__ import annotations

from collections.abc import Iterable

from ..history import one_of

__all__ = ["word_of"]


def word_of(value: object, words: Iterable[str], what: str) -> str:
    """Return the word of a list that a value matches, spelled as in the list.

    Case is ignored, and an underscore is read as a space, because triggers are written with
    underscores: ``voluntary_trust`` matches the word "voluntary trust".

    Raises:
        InvalidValue: No word matches; the message lists the words and suggests the nearest.
    """
    words = tuple(words)
    if isinstance(value, str):
        folded = value.replace("_", " ").casefold()
        for word in words:
            if word.casefold() == folded:
                return word
    # No word matches, so `one_of` raises an error that quotes the value as it was written.
    return one_of(value, words, what)
