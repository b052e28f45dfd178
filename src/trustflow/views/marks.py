"""The marks of the moves that a picture or table shows, and notes on the moves left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..errors import InvalidValue, expected_one_of, pluralised, quoted
from ..history import tuple_of_names
from ..process import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..process import Move

__all__ = ["MARK_CHOICES", "left_out_notes", "marks_of"]

ALL = "all"
MARK_CHOICES = (*(mark.label for mark in Mark), ALL)
"""The words that select moves by their mark."""
MEANINGS = {
    Mark.STANDARD: ("it belongs to the ordinary route", "they belong to the ordinary route"),
    Mark.ATTESTED: (
        "off the ordinary route, but it happened",
        "off the ordinary route, but they happened",
    ),
    Mark.POSSIBLE: (
        "nothing forbids it, and no precedent is on record",
        "nothing forbids them, and no precedent is on record",
    ),
}
"""What each mark means, for one move and for several."""


def marks_of(marks: str | Iterable[str]) -> tuple[Mark, ...]:
    """Convert one mark, several marks, or the word ``all`` to marks.

    Raises:
        InvalidValue: There is no such mark; the message suggests the most similar word.
    """
    wanted: set[Mark] = set()
    for name in tuple_of_names(marks):
        if name == ALL:
            wanted.update(Mark)
            continue
        try:
            wanted.add(Mark(name))
        except ValueError:
            accepted = expected_one_of(name, MARK_CHOICES)
            raise InvalidValue(quoted(name), "mark", accepted, MARK_CHOICES) from None
    return tuple(mark for mark in Mark if mark in wanted)


def left_out_notes(moves: Iterable[Move]) -> tuple[str, ...]:
    """Return one note for each mark of the moves left out, with their number."""
    counts = Counter(move.mark for move in moves)
    return tuple(_note(mark, counts[mark]) for mark in Mark if counts[mark])


def _note(mark: Mark, count: int) -> str:
    one, several = MEANINGS[mark]
    meaning = one if count == 1 else several
    return f"{pluralised(count, f'{mark.label} move')} left out: {meaning}"
