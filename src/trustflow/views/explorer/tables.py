"""The tables from which the explorer reads due days, so that its script counts no days.

A day is the number of days since 1 January 1970, as a date input of a browser gives it.
"""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attrs import asdict, frozen

from ...dates import (
    LAST_CALENDAR_DAY,
    LAST_CALENDAR_YEAR,
    LAST_PUBLISHED_YEAR,
    MAX_DAY,
    MAX_YEAR,
    DateLike,
    PartialDate,
    Unit,
    bank_holidays_between,
    whole_day,
)
from ...errors import InvalidValue, quoted
from ...queries import NO_HOLIDAY, NO_LAST_DAY, PROJECTED, start_days_in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...dates import Span
    from ...process import DateRule

__all__ = [
    "EPOCH",
    "EXPLORER_DAYS",
    "DayTables",
    "RuleRow",
    "SpanTable",
    "day_tables",
    "json_in_html",
]

EXPLORER_DAYS = ("2013-01-01", "2028-12-31")
"""The first and the last day from which an explorer counts by default."""
EPOCH = dt.date(1970, 1, 1).toordinal()
"""The ordinal of the day 0 of the tables."""
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@frozen(kw_only=True)
class SpanTable:
    """The days to which a span leads from each start day.

    Args:
        words: The span in words, such as ``70 working days``.
        is_working: Whether the span counts working days.
        lead: The number of days from the first start day to the day that it leads to.
        steps: For each later start day, a digit of base 36: by how many days the day that it leads
            to is later than that of the start day before.
        count: The number of start days in the table; those after them lead out of the calendar.
        beyond: What to say of a start day that leads out of the calendar.
    """

    words: str
    is_working: bool
    lead: int
    steps: str
    count: int
    beyond: str


@frozen(kw_only=True)
class RuleRow:
    """What the explorer needs to know of a rule.

    Args:
        first: The first start day held on which the rule is in force; after `last` if there is
            none.
        last: The last of them.
        last_binding: The last start day on which the upper bound binds.
        most: The number of the table for the upper bound; None if the rule has none.
        least: The number of the table for the lower bound; None if the rule has none.
        relaxed: The first and the last due day for which the rule was relaxed; None if there are
            none.
        in_force: The period in force, in words.
        notes: The names of the sentences to print with every day of the rule.
    """

    first: int
    last: int
    last_binding: int
    most: int | None
    least: int | None
    relaxed: tuple[int, int] | None
    in_force: str
    notes: tuple[str, ...]


@frozen(kw_only=True)
class DayTables:
    """The due days of every rule, for every start day that an explorer holds.

    Args:
        first: The first start day.
        last: The last start day.
        spans: The tables of the spans that the rules count.
        rules: The rows of the rules.
        holidays: The bank holidays on weekdays, each as a day and its name.
        published_to: The last day for which bank holidays are published.
        words: The sentences that the script prints, by name.
    """

    first: int
    last: int
    spans: tuple[SpanTable, ...]
    rules: tuple[RuleRow, ...]
    holidays: tuple[tuple[int, str], ...]
    published_to: int
    words: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Return the tables as plain data, as the file contains them in JSON."""
        return asdict(self)


def day_tables(
    rules: Iterable[DateRule],
    *,
    first: DateLike,
    last: DateLike,
) -> DayTables:
    """Return the due days of some rules for every start day from a first to a last one.

    Args:
        rules: The rules.
        first: The first start day.
        last: The last start day.

    Raises:
        BadDate: `first` or `last` is not one exact day.
        InvalidValue: `last` is before `first`.
    """
    begin, end = whole_day(first, "first"), whole_day(last, "last")
    if end < begin:
        accepted = f"Expected a last day that is not before the first, {PartialDate.of(first)}."
        raise InvalidValue(quoted(str(last)), "last day", accepted)
    rules = tuple(rules)
    bounds = [bound for rule in rules for bound in (rule.at_most, rule.at_least)]
    reached = {span: _days_reached(span, begin, end) for span in bounds if span is not None}
    order = {span: number for number, span in enumerate(reached)}
    latest = max((days[-1] for span, days in reached.items() if days), default=begin)
    return DayTables(
        first=begin - EPOCH,
        last=end - EPOCH,
        spans=tuple(_span_table(span, begin, days) for span, days in reached.items()),
        rules=tuple(_rule_row(rule, begin, end, order) for rule in rules),
        holidays=tuple(
            (day.toordinal() - EPOCH, name)
            for day, name in bank_holidays_between(*map(dt.date.fromordinal, (begin, latest)))
        ),
        published_to=dt.date(LAST_PUBLISHED_YEAR, 12, 31).toordinal() - EPOCH,
        words={
            "no_holiday": NO_HOLIDAY,
            "no_last_day": NO_LAST_DAY,
            "projected": PROJECTED,
            "relaxed": "The rule was relaxed for this due day.",
            "by_end": "Whether the rule is in force is decided by the ending day, not by this day.",
            "conditions": "The rule applies only under its conditions, which are listed below.",
        },
    )


def json_in_html(data: object) -> str:
    """Return data as JSON that is safe inside a script element.

    The text is ASCII, and contains none of the characters that begin or end markup.
    """
    text = json.dumps(data, separators=(",", ":"))
    return text.translate({ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&"})


def _days_reached(span: Span, begin: int, end: int) -> list[int]:
    """Return the days that a span leads to; start days at the end may lead out of the calendar."""
    last = LAST_CALENDAR_DAY if span.unit is Unit.WORKING_DAYS else MAX_DAY
    days: list[int] = []
    for start in range(begin, min(end, last) + 1):
        reached = span.shift(start)
        if reached > last:
            break
        days.append(reached)
    return days


def _span_table(span: Span, begin: int, days: list[int]) -> SpanTable:
    is_working = span.unit is Unit.WORKING_DAYS
    year = LAST_CALENDAR_YEAR if is_working else MAX_YEAR
    return SpanTable(
        words=str(span),
        is_working=is_working,
        lead=days[0] - begin if days else 0,
        steps="".join(DIGITS[after - before] for before, after in pairwise(days)),
        count=len(days),
        beyond=f"{span} after this day is after {year}, the last year of the calendar.",
    )


def _rule_row(rule: DateRule, begin: int, end: int, order: dict[Span, int]) -> RuleRow:
    in_force = start_days_in_force(rule, (begin, end), to_due=False)
    binding = None if in_force is None else start_days_in_force(rule, in_force)
    relaxed = rule.relaxed
    # A period without a day ends before it begins.
    first, last = in_force or (end + 1, end)
    return RuleRow(
        first=first - EPOCH,
        last=last - EPOCH,
        last_binding=(first - 1 if binding is None else binding[1]) - EPOCH,
        most=None if rule.at_most is None else order[rule.at_most],
        least=None if rule.at_least is None else order[rule.at_least],
        relaxed=None
        if relaxed is None
        else (relaxed.due_from.first - EPOCH, relaxed.due_to.last - EPOCH),
        in_force=rule.period_words,
        notes=tuple(_notes(rule)),
    )


def _notes(rule: DateRule) -> Iterator[str]:
    if rule.in_force_by_end:
        yield "by_end"
    if rule.condition is not None or rule.on_entering is not None:
        yield "conditions"
