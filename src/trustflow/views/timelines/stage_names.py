"""Fit the name of a stage into its bar: whole, or shortened by a fixed rule, or not at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..svg import ELLIPSIS, balanced, plain, text_width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["name_in", "name_lines_in"]

MIN_LAST_WORD = 4
"""The least number of letters of the last word before an ellipsis."""
_MAIN_PART = re.compile(r"[^:;,(\N{EN DASH}]{4,}(?=[:;,(\N{EN DASH}])")
"""What comes before the first mark that begins an explanation, if it has four letters or more."""


def name_in(label: str, size: float, width: float) -> str | None:
    """Return the longest form of a label that fits on one bold line; None if no form fits.

    The forms are the label, its part before the first colon, comma or bracket, and the first words
    of that part with an ellipsis. These have at least half the letters of the part, so that readers
    can tell the stages apart, and do not end with a short word such as "to".
    """
    return next(
        (form for form in _forms(label) if text_width(form, size, bold=True) <= width), None
    )


def name_lines_in(
    label: str, size: float, width: float, height: float, line_height: float
) -> tuple[str, ...] | None:
    """Return the lines of the longest form of a label that fits a rectangle; None if none fits.

    A word that is wider than the rectangle is never broken.
    """
    for form in _forms(label):
        # Balanced lines can break a word that the widest lines do not.
        for break_lines in (balanced, wrapped):
            lines = break_lines(form, size, width, bold=True)
            if " ".join(lines) == form and len(lines) * line_height <= height:
                return lines
    return None


def _forms(label: str) -> Iterator[str]:
    """Yield the forms of a label, the longest first."""
    whole = plain(label)
    yield whole
    found = _MAIN_PART.match(whole)
    main = whole if found is None else found[0].strip()
    yield main
    words = main.split(" ")
    for count in range(len(words) - 1, 0, -1):
        form = " ".join(words[:count])
        if 2 * len(form) >= len(main) and len(words[count - 1]) >= MIN_LAST_WORD:
            yield f"{form}{ELLIPSIS}"
