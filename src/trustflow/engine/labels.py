"""Events, dates and documents in words, as the sentences of findings name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates import AFTER_ALL, BEFORE_ALL, MAX_DAY, MIN_DAY, PartialDate
from ..history import Citation

if TYPE_CHECKING:
    from ..history import Event
    from ..process import Process
    from .clocks import DayRange

__all__ = [
    "NOT_RECORDED",
    "as_bound",
    "as_one_day",
    "between",
    "capital",
    "labelled",
    "quoted_label",
    "set_in",
    "when",
]

BY = "by "
"""The first word of a date whose start is open."""
NOT_RECORDED = "No record held here that this was done. That does not show that it was not done."


def when(date: PartialDate) -> str:
    """Return a date with its preposition, such as "on 1 December 2016" or "in July 2016"."""
    words = date.words
    if date.text[0] in ".[" or "/" in date.text:
        return words
    return f"on {words}" if date.is_day else f"in {words}"


def as_one_day(date: PartialDate) -> str:
    """Return a date in words as one day, such as ``a day in December 2016``."""
    if date.is_day:
        return date.words
    if date.is_open_end:
        return "an unknown day" if date.is_open_start else f"a day from {date.starts.words} on"
    return f"a day {when(date)}"


def as_bound(date: PartialDate) -> str:
    """Return a date in words that can follow "since", "from" and "to".

    Example:
        >>> from trustflow import PartialDate
        >>> as_bound(PartialDate.parse("../2022-03-01"))
        '1 March 2022 or earlier'
        >>> as_bound(PartialDate.parse("2020-05/2021-02"))
        'a day between May 2020 and February 2021'
        >>> as_bound(PartialDate.parse("[2016-01-05..2016-01-08]"))
        'a day between 5 January 2016 and 8 January 2016'
    """
    words = date.words
    if words.startswith(BY):
        return f"{words.removeprefix(BY)} or earlier"
    if words.startswith("between "):
        return f"a day {words}"
    first, to, last = words.partition(" to ")
    return f"a day between {first} and {last}" if to and "," not in date.text else words


def capital(sentence: str) -> str:
    """Return a sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def quoted_label(process: Process, trigger: str) -> str:
    """Return the label of a trigger in quotation marks."""
    return f'"{capital(process.triggers.get(trigger, trigger))}"'


def labelled(process: Process, event: Event) -> str:
    """Return the label and date of an event: "Trust went live" (1 April 2018)."""
    return f"{quoted_label(process, event.trigger)} ({event.on.words})"


def set_in(process: Process, event: Event) -> Citation:
    """Return a citation of the event that set a deadline."""
    what = f"{capital(process.triggers.get(event.trigger, event.trigger))} {when(event.on)}"
    if not event.sources:
        return Citation(what)
    source = event.sources[0]
    return Citation(f"{what}: {source.title}", url=None if source.copy_of else source.url)


def between(days: DayRange) -> str:
    """Return days in words; a bound of the calendar is an open end, and is not printed."""
    first, last = days
    if first < last:
        first = BEFORE_ALL if first == MIN_DAY else first
        last = AFTER_ALL if last == MAX_DAY else last
    return PartialDate.between(first, last).words
