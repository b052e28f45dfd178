"""Texts of lengths of time: their form, which one was probably meant, and why one is refused."""

from __future__ import annotations

import datetime as dt
import re

from .edtf import LONGEST_TEXT, MAX_DAY, MIN_DAY, is_edtf

__all__ = ["MAX_COUNT", "SPAN", "SPAN_IN_WORDS", "meant_span", "span_refusal"]

SPAN = re.compile(r"([0-9]{1,6}) (day|week|month|year|working day)s?")
MAX_COUNT = MAX_DAY - MIN_DAY
"""The greatest count of a span: the number of days from the first to the last day of 1900-2199."""
NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
NUMBER_WORDS = {word: at for at, word in enumerate(NUMBERS.split(), 1)}
UNIT_WORDS = {
    **{unit: (1, unit) for unit in ("day", "week", "month", "year", "working day")},
    **dict.fromkeys(("d", "calendar day"), (1, "day")),
    **dict.fromkeys(("w", "wk"), (1, "week")),
    **dict.fromkeys(("mo", "mth"), (1, "month")),
    **dict.fromkeys(("y", "yr"), (1, "year")),
    **dict.fromkeys(("business day", "weekday", "work day", "workday"), (1, "working day")),
    "fortnight": (2, "week"),
}
"""What people write for a unit: how many of which unit it is."""
COUNT = rf"(?P<figures>[0-9]{{1,9}})|(?P<word>{'|'.join(NUMBER_WORDS)})(?![a-z])"
SPAN_IN_WORDS = rf"(?:[0-9]{{1,9}}|{'|'.join(NUMBER_WORDS)})[ -](?:{'|'.join(UNIT_WORDS)})s?"
"""The form of a length of time, also in words, as a regular expression."""
A_UNIT = rf"\b(?:{'|'.join(unit for unit in UNIT_WORDS if len(unit) > 2)})s?\b"  # noqa: PLR2004
EXPECTED = (
    "Expected a length of time, such as '70 working days', '14 days', '2 weeks', '3 months' or "
    "'1 year'."
)
REASONS = (
    (r"[0-9]{6,}[^0-9]*", f"The count can be at most {MAX_COUNT}, such as '3 months'."),
    (r".*(?:hour|hr|minute|min|second|sec)s?", "The shortest unit is a day, such as '1 day'."),
    (
        r"[-+]? ?[0-9]+[.,]?[0-9]* ?[a-z ]*",
        "Expected a whole number, 0 or more, such as '6 weeks'.",
    ),
    (r".*[0-9].*[0-9].*|.*\band\b.*", "Give the whole length in one unit, such as '94 days'."),
    (rf".*{A_UNIT}.*", "Write the count in figures, such as '3 weeks'."),
)
"""Patterns of texts that are refused, with the reasons."""


def meant_span(value: object) -> str:
    """Return the text of the span that a value probably means; empty if there is no guess."""
    if isinstance(value, dt.timedelta):
        value = value.days if value == dt.timedelta(days=value.days) else None
    if isinstance(value, float) and value % 1 == 0:
        value = int(value)
    if type(value) is int:
        return _span_text(value, "day")
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or is_edtf(value):
        return ""
    match = re.fullmatch(rf"(?:{COUNT})[ -]*(?P<unit>[a-z ]*)\.?", _words(value))
    if match is None or not (match["unit"] or match["figures"]):
        return ""
    count = int(match["figures"] or NUMBER_WORDS[match["word"]])
    return _span_text(count, match["unit"] or "day")


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _span_text(count: int, unit: str) -> str:
    """Return a span with the unit that is meant; empty if the unit or the count is not a span's."""
    unit = unit.removesuffix("s")
    if unit not in UNIT_WORDS:
        import difflib

        nearest = difflib.get_close_matches(unit, UNIT_WORDS, n=1, cutoff=0.7)
        if not nearest:
            return ""
        unit = nearest[0]
    number, unit = UNIT_WORDS[unit]
    count *= number
    if not 0 <= count <= MAX_COUNT:
        return ""
    return f"{count} {unit}{'' if count == 1 else 's'}"


def span_refusal(value: object) -> str:
    """Return why a value is not a span, and what is accepted instead."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value} days"
    if isinstance(value, dt.timedelta):
        return "Expected whole days, 0 or more, such as '1 day'."
    if isinstance(value, dt.date) or (isinstance(value, str) and is_edtf(value)):
        return "It is a date, not a length of time. Expected one such as '3 weeks'."
    if not isinstance(value, str):
        return "Expected a length of time, such as '3 weeks'."
    words = _words(value[:LONGEST_TEXT])
    return next((reason for form, reason in REASONS if re.fullmatch(form, words)), EXPECTED)
