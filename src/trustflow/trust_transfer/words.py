"""Words from a list, as the fields of events accept them."""

from __future__ import annotations

from collections.abc import Iterable

from ..history import one_of

__all__ = ["word_of"]


def word_of(value: object, words: Iterable[str], what: str) -> str:
    """Return the word that a value matches, in the form in which it is listed.

    Case is ignored, and an underscore is read as a space, because triggers are written with
    underscores: ``voluntary_trust`` is the word "voluntary trust".

    Raises:
        InvalidValue: No word matches; the message lists the words and suggests the nearest.
    """
    words = tuple(words)
    if isinstance(value, str):
        folded = value.replace("_", " ").casefold()
        for word in words:
            if word.casefold() == folded:
                return word
    # Nothing matches, so this raises; the message quotes the value as it was written.
    return one_of(value, words, what)
