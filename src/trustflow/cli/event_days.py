"""The days of an event on the command line, and the refusal of days that have not come yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates import PartialDate, today
from ..engine import capital
from .inputs import day_text

if TYPE_CHECKING:
    from ..history import Event
    from ..process import Process

__all__ = ["day_of", "is_future", "refuse_future", "refuse_future_fields"]


def day_of(text: str) -> PartialDate:
    """Return the day in a text, which can be the word `today`.

    Raises:
        BadDate: The text cannot be read.
    """
    return PartialDate.parse(day_text(text))


def is_future(day: PartialDate) -> bool:
    """Return whether a day is certainly after the present day."""
    return day.first > today()


def refuse_future(day: PartialDate, name: str) -> None:
    """Raise an error if a day is certainly after the present day.

    Args:
        day: The day.
        name: The name of the option or field that has the day.

    Raises:
        ValueError: The day has not come yet.
    """
    if is_future(day):
        msg = f"{capital(day.words)}, the day of {name}, has not come yet."
        raise ValueError(msg)


def refuse_future_fields(event: Event, process: Process) -> None:
    """Raise an error if a field has a day in the future, and a rule counts from or to the field.

    Other fields, such as the end of a direction, may have a day in the future.

    Raises:
        ValueError: A day has not come yet.
    """
    counted = (name for rule in process.rules for name in (rule.start_field, rule.end_field))
    for name in dict.fromkeys(("known_on", *counted)):
        given = getattr(event, name, None) or ()
        for day in given if isinstance(given, tuple) else (given,):
            refuse_future(day, name)
