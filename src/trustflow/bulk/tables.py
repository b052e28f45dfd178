"""Convert a process to the arrays that the kernel reads."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..engine import move_tables
from ..history import Strength
from .arrays import NONE
from .closing import closing_table, opening_triggers
from .due_table import due_table
from .kernel import ALWAYS_EARLIER, ALWAYS_RUNNING, MOVE, RULE, ProcessTables
from .row_events import bare_event
from .rule_fields import day_fields, duty_holder_fields, is_derived, start_conditions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..dates import Span
    from ..engine import CompiledMove
    from ..history import Event
    from ..process import DateRule, Process
    from .arrays import Ints, Record, Records
    from .due_table import DirectedSpan

__all__ = ["CLOCK_BITS", "EARLIER_BITS", "STRENGTHS", "process_tables"]

STRENGTHS = tuple(Strength)
CLOCK_BITS = 62
"""The number of bits for running clocks: 64 without the sign and without `ALWAYS_RUNNING`.

If a process has more rules, some rules share a bit. This costs time but loses no finding.
"""
EARLIER_BITS = 62
"""The number of bits for required triggers: 64 without the sign and without `ALWAYS_EARLIER`."""
MOST_STARTS = 2
"""The number of clocks that a record of `MOVE` can start."""


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
    clocks = _clock_rules(process, rule_columns)
    requires_earlier = [
        [triggers.index(other) for other in process.requires_earlier.get(trigger, ())]
        for trigger in triggers
    ]
    spans: dict[DirectedSpan, int] = {}
    rules = _rule_records(process, rule_columns, spans)

    starting_at, starting = _end_to_end(clocks.starting)
    stopping = [[*ended, *shown] for ended, shown in zip(*clocks[1:3], strict=True)]
    stopping_at, stopping_rules = _end_to_end(stopping)
    acting = zip(stopping, clocks.cancelling, strict=True)
    stopping_bits = [
        np.bitwise_or.reduce(rules.clock_bit[[*stopped, *cancelled]])
        for stopped, cancelled in acting
    ]
    cancelling_at, cancelling = _end_to_end(clocks.cancelling)
    requires_earlier_at, earlier_triggers = _end_to_end(requires_earlier)
    required_bits, earlier_bits = _earlier_bits(requires_earlier)
    order_rule = process.order_rule
    opens = opening_triggers(process)
    return ProcessTables(
        initial=list(process.stages).index(process.initial),
        order_rule=NONE if order_rule is None else process.rules.index(order_rule),
        moves=_move_records(process, clocks.starting, rules),
        starting_at=starting_at,
        starting=starting,
        stopping_at=stopping_at,
        stopping=stopping_rules,
        shown_from=stopping_at[:-1] + np.array([*map(len, clocks.ending), 0], np.int32),
        stopping_bits=np.array([*stopping_bits, 0], np.int64),
        cancelling_at=cancelling_at,
        cancelling=cancelling,
        cancels=np.array(
            [
                [index in cancelled for index in range(len(process.rules))]
                for cancelled in (*clocks.cancelling, [])
            ]
        ),
        requires_earlier_at=requires_earlier_at,
        requires_earlier=earlier_triggers,
        required_bits=required_bits,
        earlier_bits=earlier_bits,
        opens=opens,
        closes=closing_table(process, opens),
        is_comparable=np.array(
            [*(bare_event(process, each).comparison_key is not None for each in triggers), False]
        ),
        rules=rules,
        due=due_table(tuple(spans)),
    )


class _ClockRules(NamedTuple):
    """For each trigger, the indices of the rules on whose clock it acts.

    The lists leave out the rules whose clock no row can start, or end with a finding.
    """

    starting: list[list[int]]
    ending: list[list[int]]
    showing: list[list[int]]
    cancelling: list[list[int]]


def _clock_rules(process: Process, rule_columns: tuple[str, ...]) -> _ClockRules:
    number = {rule.id: index for index, rule in enumerate(process.rules)}
    starting = [
        [
            number[rule.id]
            for rule in process.starting.get(trigger, ())
            if not rule.same_event
            and rule.end_field in {"on", *rule_columns}
            and _may_start(process, rule, trigger, rule_columns)
        ]
        for trigger in process.triggers
    ]
    started = {index for indexes in starting for index in indexes}

    def running(rules: Iterable[DateRule]) -> list[int]:
        return [number[rule.id] for rule in rules if number[rule.id] in started]

    ending = [
        [
            number[rule.id]
            for rule in process.ending.get(trigger, ())
            if number[rule.id] in started
            or (rule.same_event and _may_start(process, rule, trigger, rule_columns))
        ]
        for trigger in process.triggers
    ]
    return _ClockRules(
        starting,
        ending,
        [running(process.showing.get(trigger, ())) for trigger in process.triggers],
        [running(process.cancelling.get(trigger, ())) for trigger in process.triggers],
    )


def _may_start(
    process: Process, rule: DateRule, trigger: str, rule_columns: tuple[str, ...]
) -> bool:
    """Return whether any row with a trigger can start a rule's clock."""
    if rule.start_field not in {"on", *rule_columns} and rule.fallback is None:
        return False
    if rule.condition is None or _depends_on_row(process, rule, rule_columns):
        return True
    return rule.condition.holds(bare_event(process, trigger))


def _depends_on_row(process: Process, rule: DateRule, rule_columns: tuple[str, ...]) -> bool:
    """Return whether a rule's condition can hold for one row of a trigger and not for another."""
    if rule.condition is None:
        return False
    return rule.condition.field in rule_columns or is_derived(process, rule.condition.field)


def _rule_records(
    process: Process, rule_columns: tuple[str, ...], spans: dict[DirectedSpan, int]
) -> Records:
    """Return the rules as records, and extend `spans` by the spans that the due table needs."""

    def due_row(span: Span | None, sign: int = 1) -> int:
        return NONE if span is None else spans.setdefault((span, sign), len(spans))

    conditions, day_names = start_conditions(process), day_fields(process)
    holder_fields, answers = duty_holder_fields(process), sorted(process.answers)
    stages = list(process.stages)
    records = [
        (
            due_row(rule.at_least),
            due_row(rule.at_most),
            due_row(rule.fallback and rule.fallback[0], -1),
            due_row(rule.fallback and rule.fallback[1]),
            _place(day_names, (rule.start_field, True)),
            _place(day_names, (rule.end_field, False)),
            _place(
                conditions,
                rule.condition if _depends_on_row(process, rule, rule_columns) else None,
            ),
            NONE
            if rule.duty_holder_field is None
            else len(conditions) + holder_fields.index(rule.duty_holder_field),
            _place(answers, rule.answers),
            _place(stages, rule.on_entering),
            *rule.period,
            rule.last_binding_start,
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


def _earlier_bits(requires_earlier: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Return `ProcessTables.required_bits` and `ProcessTables.earlier_bits`.

    If more triggers are required than there are bits, the others have none. A trigger that requires
    one of them has no bits either, so that the kernel looks at the list for each of its rows.
    """
    required = sorted({other for each in requires_earlier for other in each})[:EARLIER_BITS]
    bits = {trigger: ALWAYS_EARLIER << 1 + place for place, trigger in enumerate(required)}
    required_bits = [ALWAYS_EARLIER] * (len(requires_earlier) + 1)  # one for unknown triggers
    for trigger, each in enumerate(requires_earlier):
        if each:
            has_bits = bits.keys() >= {*each}
            required_bits[trigger] = sum(bits[other] for other in each) if has_bits else 0
    earlier_bits = [bits.get(trigger, 0) for trigger in range(len(required_bits))]
    return np.array(required_bits, np.int64), np.array(earlier_bits, np.int64)


def _move_records(process: Process, starting: Sequence[Sequence[int]], rules: Records) -> Records:
    """Return, for each stage and trigger, the effect of an event as a record.

    Args:
        process: The process.
        starting: For each trigger, the indices of the rules whose clock its events can start.
        rules: The rules as records.
    """
    stages = list(process.stages)
    table = move_tables(process)
    records = [
        [
            _move_record(place, stages.index(move.after), move, rules, started)
            for move, started in zip(
                [*(table[stage][trigger] for trigger in process.triggers), table[stage].unknown],
                (*starting, ()),
                strict=True,
            )
        ]
        for place, stage in enumerate(stages)
    ]
    return np.array(records, MOVE).view(np.recarray)


def _move_record(
    stage: int, after: int, move: CompiledMove, rules: Records, starting: Sequence[int]
) -> tuple[object, ...]:
    """Return the effect of an event in a stage as a record.

    Args:
        stage: The index of the stage.
        after: The index of the stage after the event.
        move: The effect of the event.
        rules: The rules as records.
        starting: The indices of the rules whose clock the event can start.
    """
    is_allowed = move.move is not None
    started = [
        index
        for index in starting
        if rules.on_entering[index] in {NONE, after if after != stage else NONE}
    ]
    has_other_starts = len(started) > MOST_STARTS or any(
        _looks_at_row(rules[index]) for index in started
    )
    if has_other_starts:
        started = []
    first, second = [*started, len(rules), len(rules)][:MOST_STARTS]
    keeps_1, keeps_2 = (place < len(rules) and rules.from_first[place] for place in (first, second))
    is_plain = is_allowed and move.is_standard and not (has_other_starts or keeps_1 or keeps_2)
    return (
        np.bitwise_or.reduce(rules.clock_bit[started], initial=0),
        first,
        second,
        keeps_1,
        keeps_2,
        has_other_starts,
        is_allowed,
        move.is_standard,
        is_plain,
        after == stage,
        after == stage and not (is_allowed or move.has_single_target),
        after,
    )


def _looks_at_row(rule: Record) -> bool:
    """Return whether a rule's clock starts for some rows of its triggers only."""
    return bool(
        rule.condition != NONE or (rule.start_field != NONE and rule.fallback_before == NONE)
    )


def _place(names: Sequence[object], name: object) -> int:
    return names.index(name) if name in names else NONE


def _end_to_end(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Return one array of all values, list after list, preceded by the start of each list.

    An empty list is added for the trigger that stands for every unknown trigger.
    """
    sizes = [0, *(len(values) for values in lists), 0]
    flat = np.fromiter((value for values in lists for value in values), np.int32)
    return np.cumsum(sizes, dtype=np.int32), flat
