"""A process as the arrays that the kernel reads, made once for the years that a log is about."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ..dates import Span
from ..edtf import AFTER_ALL, BEFORE_ALL, FIRST_YEAR, LAST_YEAR
from ..plans import plans_of
from ..sources import Strength
from .kernel import ALWAYS, MOVE, NONE, RULE, Tables
from .told import example_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..process import Process
    from ..rules import DateRule, Only
    from .kernel import Ints, Records

__all__ = ["BITS", "STRENGTHS", "conditions_of", "fields_of", "names_of", "tables_of"]

STRENGTHS = tuple(Strength)
BITS = 62
"""The bits that tell which clocks may run; where there are more rules, some share one."""
DAYS = AFTER_ALL - BEFORE_ALL + 1
SpanBack = tuple[Span, int]
"""A span and the direction in which it is counted: 1 after a day, -1 before it."""


def conditions_of(process: Process) -> tuple[Only, ...]:
    """The conditions on starting events, in the order of their bits."""
    return tuple(dict.fromkeys(rule.only for rule in process.rules if rule.only is not None))


def fields_of(process: Process) -> tuple[str, ...]:
    """The fields that hold a day to count from, in order."""
    counted = (rule.counts_from for rule in process.rules if not rule.is_in_order)
    return tuple(dict.fromkeys(name for name in counted if name != "on"))


def names_of(process: Process) -> tuple[str, ...]:
    """The fields that rules ask for besides the day, in order."""
    asked = (only.attribute for only in conditions_of(process))
    return tuple(dict.fromkeys((*fields_of(process), *asked)))


@lru_cache(maxsize=8)
def tables_of(
    process: Process, carried: tuple[str, ...], first_year: int, last_year: int
) -> Tables:
    """The arrays of a process.

    Args:
        process: The process.
        carried: The fields that rows may have. What a rule asks of others is known beforehand.
        first_year: The first year for which due days are filled in: one more is, on both sides,
            and as many as the clocks of the process can go back.
        last_year: The last such year.
    """
    rules = process.rules
    number = {rule.id: index for index, rule in enumerate(rules)}
    spans: dict[SpanBack, int] = {}

    def row_of(span: Span | None, sign: int = 1) -> int:
        return NONE if span is None else spans.setdefault((span, sign), len(spans))

    stages, triggers = list(process.stages), list(process.triggers)
    starting = [
        [
            number[rule.id]
            for rule in process.starting.get(trigger, ())
            if not rule.within_event and _may_start(process, rule, trigger, carried)
        ]
        for trigger in triggers
    ]
    started = {index for indexes in starting for index in indexes}
    ending = [
        [
            number[rule.id]
            for rule in process.ending.get(trigger, ())
            if number[rule.id] in started
            or (rule.within_event and _may_start(process, rule, trigger, carried))
        ]
        for trigger in triggers
    ]
    begins = [
        [triggers.index(other) for other in process.beginnings.get(trigger, ())]
        for trigger in triggers
    ]
    conditions, fields = conditions_of(process), fields_of(process)
    order_rule = process.order_rule
    numbers = [
        (
            row_of(rule.at_least),
            row_of(rule.at_most),
            row_of(rule.fallback and rule.fallback[0], -1),
            row_of(rule.fallback and rule.fallback[1]),
            _place(fields, rule.counts_from),
            _place(conditions, rule.only if _is_open(rule, carried) else None),
            _place(stages, rule.enters),
            *rule.period,
            rule.relaxed_starts.start,
            rule.relaxed_starts.stop,
            STRENGTHS.index(rule.strength),
            rule.from_first,
            rule.within_event,
            rule.by_end,
            ALWAYS if rule.within_event else ALWAYS << 1 + index % BITS,
        )
        for index, rule in enumerate(rules)
    ]
    records = np.array(numbers, RULE).view(np.recarray)
    reach = 1 + max((_years_back(rule) for rule in rules), default=0)
    years = range(max(FIRST_YEAR, first_year - reach), min(LAST_YEAR, last_year + reach) + 1)
    return Tables(
        stages.index(process.initial),
        NONE if order_rule is None else number[order_rule.id],
        _moves(process, stages, begins),
        *_listed(starting),
        *_listed(ending),
        np.array([np.bitwise_or.reduce(records.bit[each]) for each in (*ending, [])]),
        *_listed(begins),
        records,
        _due_days(tuple(spans), years),
    )


def _is_open(rule: DateRule, carried: tuple[str, ...]) -> bool:
    """Whether what a rule asks of a starting event depends on the row."""
    return rule.only is not None and rule.only.attribute in carried


def _may_start(process: Process, rule: DateRule, trigger: str, carried: tuple[str, ...]) -> bool:
    """Whether some event of a trigger, as a row can tell it, starts a rule's clock."""
    if rule.counts_from not in {"on", *carried} and rule.fallback is None:
        return False
    if rule.only is None or _is_open(rule, carried):
        return True
    return rule.only.holds(example_of(process, trigger))


def _moves(process: Process, stages: Sequence[str], begins: Sequence[Sequence[int]]) -> Records:
    """By stage and trigger what happens; the last trigger is the unknown one.

    Args:
        process: The process.
        stages: Its stages, in order.
        begins: By trigger, those of which one has to be on record before it.
    """
    plans = plans_of(process)
    rows = [
        [*(plans[stage][trigger] for trigger in process.triggers), plans[stage].unknown]
        for stage in stages
    ]
    records = [
        [
            (
                stages.index(plan.after),
                plan.move is not None,
                plan.is_standard,
                plan.is_clear,
                plan.move is not None and plan.is_standard and not needs,
            )
            for plan, needs in zip(row, (*begins, ()), strict=True)
        ]
        for row in rows
    ]
    return np.array(records, MOVE).view(np.recarray)


def _column(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int32)


def _place(names: Sequence[object], name: object) -> int:
    return names.index(name) if name in names else NONE


def _listed(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Lists one after another, with where each starts; the one of unknown triggers is empty."""
    sizes = [0, *(len(each) for each in lists), 0]
    return np.cumsum(sizes, dtype=np.int32), _column(value for each in lists for value in each)


def _years_back(rule: DateRule) -> int:
    """How many years before an event or after it its clock can start, at most."""
    if rule.fallback is None:
        return 0
    return 1 + max(span.count for span in rule.fallback) // 12


def _due_days(spans: Sequence[SpanBack], years: range) -> Ints:
    """By span and day, the day that the span leads to; a day out of those years is left at 0."""
    table = np.zeros((len(spans), DAYS), np.int32)
    table[:, 0], table[:, -1] = BEFORE_ALL, AFTER_ALL
    for row, (span, sign) in enumerate(spans):
        for year in years:
            start = dt.date(year, 1, 1).toordinal() - BEFORE_ALL
            due = _due_days_of_year(span, sign, year)
            table[row, start : start + len(due)] = due
    return table


@lru_cache(maxsize=65536)
def _due_days_of_year(span: Span, sign: int, year: int) -> Ints:
    first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    return _column(span.shift(day, sign) for day in range(first, last + 1))
