"""Convert a process to the arrays that the kernel reads."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ..engine import move_tables
from ..history import Strength
from .due_table import due_table
from .kernel import ALWAYS_RUNNING, MOVE, NONE, RULE, ProcessTables
from .row_events import bare_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..dates import Span
    from ..history import Event
    from ..process import Condition, DateRule, Process
    from .due_table import DirectedSpan
    from .kernel import Ints, Records

__all__ = [
    "CLOCK_BITS",
    "STRENGTHS",
    "process_tables",
    "rule_fields",
    "start_conditions",
    "start_fields",
]

STRENGTHS = tuple(Strength)
CLOCK_BITS = 62
"""The number of bits for running clocks: 64 without the sign and without `ALWAYS_RUNNING`.

If a process has more rules, some rules share a bit. This costs time but loses no finding.
"""


def start_conditions(process: Process) -> tuple[Condition, ...]:
    """Return the conditions that rules set on their starting events, in the order of their bits."""
    return tuple(
        dict.fromkeys(rule.condition for rule in process.rules if rule.condition is not None)
    )


def start_fields(process: Process) -> tuple[str, ...]:
    """Return the names of the fields, besides the event's own day, that rules count from."""
    counted = (rule.start_field for rule in process.rules if not rule.is_in_order)
    return tuple(dict.fromkeys(name for name in counted if name != "on"))


def rule_fields(process: Process) -> tuple[str, ...]:
    """Return the names of the fields, besides the event's own day, that rules need."""
    needed = (condition.field for condition in start_conditions(process))
    return tuple(dict.fromkeys((*start_fields(process), *needed)))


def process_tables(process: Process, rule_columns: tuple[str, ...]) -> ProcessTables:
    """Return a process as arrays.

    Args:
        process: The process.
        rule_columns: The names of the fields that rows can have. All other fields have the same
            value in every row, so rules that need them are decided here, once for all rows.
    """
    return _process_tables(process, process.events, rule_columns)


# The event classes are part of the cache key, because processes that differ only in their classes
# are equal.
@lru_cache(maxsize=8)
def _process_tables(
    process: Process, _classes: tuple[type[Event], ...], rule_columns: tuple[str, ...]
) -> ProcessTables:
    triggers = list(process.triggers)
    starting, ending = _clock_rules(process, rule_columns)
    requires_earlier = [
        [triggers.index(other) for other in process.requires_earlier.get(trigger, ())]
        for trigger in triggers
    ]
    spans: dict[DirectedSpan, int] = {}
    rules = _rule_records(process, rule_columns, spans)
    starting_at, starting_rules = _end_to_end(starting)
    ending_at, ending_rules = _end_to_end(ending)
    requires_earlier_at, earlier_triggers = _end_to_end(requires_earlier)
    order_rule = process.order_rule
    return ProcessTables(
        initial=list(process.stages).index(process.initial),
        order_rule=NONE if order_rule is None else process.rules.index(order_rule),
        moves=_move_records(process, requires_earlier),
        starting_at=starting_at,
        starting=starting_rules,
        ending_at=ending_at,
        ending=ending_rules,
        ending_bits=np.array(
            [np.bitwise_or.reduce(rules.clock_bit[indexes]) for indexes in (*ending, [])]
        ),
        requires_earlier_at=requires_earlier_at,
        requires_earlier=earlier_triggers,
        rules=rules,
        due=due_table(tuple(spans)),
    )


def _clock_rules(
    process: Process, rule_columns: tuple[str, ...]
) -> tuple[list[list[int]], list[list[int]]]:
    """Return, for each trigger, the rules whose clock it can start and those it can stop.

    Both lists leave out the rules whose clock no row can start.
    """
    number = {rule.id: index for index, rule in enumerate(process.rules)}
    starting = [
        [
            number[rule.id]
            for rule in process.starting.get(trigger, ())
            if not rule.same_event and _may_start(process, rule, trigger, rule_columns)
        ]
        for trigger in process.triggers
    ]
    started = {index for indexes in starting for index in indexes}
    ending = [
        [
            number[rule.id]
            for rule in process.ending.get(trigger, ())
            if number[rule.id] in started
            or (rule.same_event and _may_start(process, rule, trigger, rule_columns))
        ]
        for trigger in process.triggers
    ]
    return starting, ending


def _may_start(
    process: Process, rule: DateRule, trigger: str, rule_columns: tuple[str, ...]
) -> bool:
    """Return whether any row with a trigger can start a rule's clock."""
    if rule.start_field not in {"on", *rule_columns} and rule.fallback is None:
        return False
    if rule.condition is None or _depends_on_row(rule, rule_columns):
        return True
    return rule.condition.holds(bare_event(process, trigger))


def _depends_on_row(rule: DateRule, rule_columns: tuple[str, ...]) -> bool:
    """Return whether a rule's condition can hold for one row of a trigger and not for another."""
    return rule.condition is not None and rule.condition.field in rule_columns


def _rule_records(
    process: Process, rule_columns: tuple[str, ...], spans: dict[DirectedSpan, int]
) -> Records:
    """Return the rules as records, and extend `spans` by the spans that the due table needs."""

    def due_row(span: Span | None, sign: int = 1) -> int:
        return NONE if span is None else spans.setdefault((span, sign), len(spans))

    conditions, fields = start_conditions(process), start_fields(process)
    stages = list(process.stages)
    records = [
        (
            due_row(rule.at_least),
            due_row(rule.at_most),
            due_row(rule.fallback and rule.fallback[0], -1),
            due_row(rule.fallback and rule.fallback[1]),
            _place(fields, rule.start_field),
            _place(conditions, rule.condition if _depends_on_row(rule, rule_columns) else None),
            _place(stages, rule.on_entering),
            *rule.period,
            rule.relaxed_starts.start,
            rule.relaxed_starts.stop,
            STRENGTHS.index(rule.strength),
            rule.from_first,
            rule.same_event,
            rule.in_force_by_end,
            ALWAYS_RUNNING if rule.same_event else ALWAYS_RUNNING << 1 + index % CLOCK_BITS,
        )
        for index, rule in enumerate(process.rules)
    ]
    return np.array(records, RULE).view(np.recarray)


def _move_records(process: Process, requires_earlier: Sequence[Sequence[int]]) -> Records:
    """Return, for each stage and trigger, the effect of an event as a record.

    Args:
        process: The process.
        requires_earlier: For each trigger, the indices of the triggers of which at least one must
            be on record before it.
    """
    stages = list(process.stages)
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
                compiled.move is not None and compiled.is_standard and not required,
            )
            for compiled, required in zip(row, (*requires_earlier, ()), strict=True)
        ]
        for row in rows
    ]
    return np.array(records, MOVE).view(np.recarray)


def _place(names: Sequence[object], name: object) -> int:
    return names.index(name) if name in names else NONE


def _end_to_end(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Return one array of all values, list after list, preceded by the start of each list.

    An empty list is added for the trigger that stands for every unknown trigger.
    """
    sizes = [0, *(len(values) for values in lists), 0]
    flat = np.fromiter((value for values in lists for value in values), np.int32)
    return np.cumsum(sizes, dtype=np.int32), flat
