"""A process as the arrays that the kernel reads."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ..engine import move_tables
from ..history import Strength
from .due_table import due_table
from .kernel import ALWAYS, MOVE, NONE, RULE, Tables
from .row_events import example_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..dates import Span
    from ..process import Condition, DateRule, Process
    from .due_table import SpanBack
    from .kernel import Ints, Records

__all__ = ["BITS", "STRENGTHS", "conditions_of", "fields_of", "names_of", "tables_of"]

STRENGTHS = tuple(Strength)
BITS = 62
"""The bits that tell which clocks may run; where there are more rules, some share one."""


def conditions_of(process: Process) -> tuple[Condition, ...]:
    """The conditions on starting events, in the order of their bits."""
    return tuple(
        dict.fromkeys(rule.condition for rule in process.rules if rule.condition is not None)
    )


def fields_of(process: Process) -> tuple[str, ...]:
    """The fields that hold a day to count from, in order."""
    counted = (rule.start_field for rule in process.rules if not rule.is_in_order)
    return tuple(dict.fromkeys(name for name in counted if name != "on"))


def names_of(process: Process) -> tuple[str, ...]:
    """The fields that rules ask for besides the day, in order."""
    asked = (only.field for only in conditions_of(process))
    return tuple(dict.fromkeys((*fields_of(process), *asked)))


@lru_cache(maxsize=8)
def tables_of(process: Process, carried: tuple[str, ...]) -> Tables:
    """The arrays of a process.

    Args:
        process: The process.
        carried: The fields that rows may have. What a rule asks of others is known beforehand.
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
            if not rule.same_event and _may_start(process, rule, trigger, carried)
        ]
        for trigger in triggers
    ]
    started = {index for indexes in starting for index in indexes}
    ending = [
        [
            number[rule.id]
            for rule in process.ending.get(trigger, ())
            if number[rule.id] in started
            or (rule.same_event and _may_start(process, rule, trigger, carried))
        ]
        for trigger in triggers
    ]
    begins = [
        [triggers.index(other) for other in process.requires_earlier.get(trigger, ())]
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
            _place(fields, rule.start_field),
            _place(conditions, rule.condition if _is_open(rule, carried) else None),
            _place(stages, rule.on_entering),
            *rule.period,
            rule.relaxed_starts.start,
            rule.relaxed_starts.stop,
            STRENGTHS.index(rule.strength),
            rule.from_first,
            rule.same_event,
            rule.in_force_by_end,
            ALWAYS if rule.same_event else ALWAYS << 1 + index % BITS,
        )
        for index, rule in enumerate(rules)
    ]
    records = np.array(numbers, RULE).view(np.recarray)
    return Tables(
        stages.index(process.initial),
        NONE if order_rule is None else number[order_rule.id],
        _moves(process, stages, begins),
        *_listed(starting),
        *_listed(ending),
        np.array([np.bitwise_or.reduce(records.bit[each]) for each in (*ending, [])]),
        *_listed(begins),
        records,
        due_table(tuple(spans)),
    )


def _is_open(rule: DateRule, carried: tuple[str, ...]) -> bool:
    """Whether what a rule asks of a starting event depends on the row."""
    return rule.condition is not None and rule.condition.field in carried


def _may_start(process: Process, rule: DateRule, trigger: str, carried: tuple[str, ...]) -> bool:
    """Whether some event of a trigger, as a row can tell it, starts a rule's clock."""
    if rule.start_field not in {"on", *carried} and rule.fallback is None:
        return False
    if rule.condition is None or _is_open(rule, carried):
        return True
    return rule.condition.holds(example_of(process, trigger))


def _moves(process: Process, stages: Sequence[str], begins: Sequence[Sequence[int]]) -> Records:
    """By stage and trigger what happens; the last trigger is the unknown one.

    Args:
        process: The process.
        stages: Its stages, in order.
        begins: By trigger, those of which one has to be on record before it.
    """
    table = move_tables(process)
    rows = [
        [*(table[stage][trigger] for trigger in process.triggers), table[stage].unknown]
        for stage in stages
    ]
    records = [
        [
            (
                stages.index(compiled.after),
                compiled.move is not None,
                compiled.is_standard,
                compiled.has_single_target,
                compiled.move is not None and compiled.is_standard and not needs,
            )
            for compiled, needs in zip(row, (*begins, ()), strict=True)
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
