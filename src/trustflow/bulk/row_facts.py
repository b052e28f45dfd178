"""Read what the kernel needs to know about each row besides its trigger and its days.

These facts, such as the day from which a rule counts or a judgement word that was not in use on the
day, depend on the class of the event. One event is therefore built for each distinct combination
of trigger, fields and, if the class looks at it, date. Rows that share a combination share its
facts, however many they are.
"""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .arrays import NO_DAY, NONE
from .combinations import distinct_combinations
from .day_stretches import day_stretches, looks_at_day
from .event_facts import EventFacts, facts_by_row, facts_of_triggers
from .kernel import FIRST_EVENT_CHECK
from .processors import block_count, map_on_processors
from .row_events import ANY_DAY, bare_event, has_field
from .row_loops import compiled_number_facts
from .rule_fields import (
    day_fields,
    duty_holder_fields,
    rule_fields,
    start_conditions,
)
from .texts import EncodedColumn

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from ..history import Event
    from ..process import Process
    from .arrays import Flags, Ints
    from .day_stretches import DayStretches
    from .days import DayColumns
    from .event_facts import Cells, EventChecks

__all__ = ["RowFacts", "read_row_facts", "rule_column_names"]

BITS_OF_A_BYTE = 8
"""The largest number of conditions for which one byte is enough."""


class RowFacts(NamedTuple):
    """The facts of all rows.

    Each row has the number of its facts, and the facts are in columns by number: a log has many
    rows but few different facts. The findings on single events are stored end to end in two arrays.

    Attributes:
        number: See `LogRows.facts`.
        conditions: See `LogRows`.
        holders: For each of `duty_holder_fields`, the index in `holder_words` of the duty holder
            that each of the facts names, or `NONE`.
        holder_words: The distinct duty holders that rows name, in words for comparison.
        field_days: See `LogRows`.
        answers: See `LogRows`.
        same_event: See `LogRows`.
        checks: For each of the facts, the number of its list of findings; `NONE` if it has none.
        starts: For each list, the index of its first finding; then the total number of findings.
        codes: For each finding, `FIRST_EVENT_CHECK` plus the index of its code in `code_names`.
        strengths: For each finding, the index of its strength in `Strength`.
        code_names: The distinct codes of these findings.
        is_bad: For each row, whether its fields cannot be read or contradict each other; empty if
            there is no such row.
    """

    number: Ints
    conditions: Ints
    holders: tuple[Ints, ...]
    holder_words: tuple[str, ...]
    field_days: Ints
    answers: Ints
    same_event: Ints
    checks: Ints
    starts: Ints
    codes: Ints
    strengths: Ints
    code_names: tuple[str, ...]
    is_bad: Flags

    def without_condition(self, rows: Ints, bit: int) -> RowFacts:
        """Return the facts in which some rows have a bit of `conditions` unset."""
        different, places = np.unique(self.number[rows], return_inverse=True)
        number = self.number.copy()
        number[rows] = len(self.conditions) + places
        kept = np.concatenate((np.arange(len(self.conditions)), different))
        conditions = self.conditions[kept]
        conditions[len(self.conditions) :] &= ~conditions.dtype.type(1 << bit)
        return self._replace(
            number=number,
            conditions=conditions,
            holders=tuple(each[kept] for each in self.holders),
            field_days=np.ascontiguousarray(self.field_days[:, :, kept]),
            answers=self.answers[kept],
            same_event=self.same_event[kept] if len(self.same_event) else self.same_event,
            checks=self.checks[kept],
        )


def rule_column_names(process: Process, columns: Mapping[str, EncodedColumn]) -> tuple[str, ...]:
    """Return the names of fields that rules need and that rows have from a column or a default."""
    given = _given_day_fields(process, process.events)
    return tuple(name for name in rule_fields(process) if name in columns or name in given)


# The event classes are part of the cache key, because processes that differ only in their classes
# are equal.
@lru_cache(maxsize=32)
def _given_day_fields(process: Process, _classes: tuple[type[Event], ...]) -> frozenset[str]:
    """Return the names of fields with days that an event has without other fields."""
    bare = [bare_event(process, trigger) for trigger in process.triggers]
    dated = {name for name, _ in day_fields(process)}
    return frozenset(name for name in dated if any(getattr(event, name, None) for event in bare))


def read_row_facts(
    process: Process,
    trigger: Ints,
    days: DayColumns,
    columns: Mapping[str, EncodedColumn],
    *,
    day_first: bool,
) -> RowFacts:
    """Return the facts of the rows of a log.

    Args:
        process: The process.
        trigger: For each row, the index of its trigger.
        days: For each row, the earliest and latest day of its date.
        columns: The columns of fields that the frame has, by name.
        day_first: Whether 6/10/2016 in a field is 6 October.
    """
    no_days = ((NO_DAY, NO_DAY),) * len(day_fields(process))
    nothing = EventFacts(0, ("",) * len(duty_holder_fields(process)), no_days, NONE, (), None)
    facts: list[EventFacts | None] = [*facts_of_triggers(process, process.events), nothing]
    number = np.empty(len(trigger), np.int32)
    if not columns:
        stretches = day_stretches(process, process.events)
        rows = _number_by_day(trigger, days, stretches, len(facts), number)
        facts += stretches.facts
        first, last = days.first[rows], days.last[rows]
    else:
        number[:] = trigger
        places = {name: _places(process, trigger, name, column) for name, column in columns.items()}
        dated = looks_at_day(process, process.events, has_fields=True)
        is_dated = dated[trigger] & (days.first != NO_DAY)
        is_read = is_dated
        for place_of_row in places.values():
            is_read = is_read | (place_of_row != NONE)
        rows = np.flatnonzero(is_read)
        first = np.where(is_dated[rows], days.first[rows], ANY_DAY.first)
        last = np.where(is_dated[rows], days.last[rows], ANY_DAY.last)
        columns = {
            name: EncodedColumn(places[name][rows], column.values)
            for name, column in columns.items()
        }
    number_of_rows, found = _facts_of_combinations(
        process, trigger[rows], first, last, columns, day_first=day_first
    )
    number[rows] = number_of_rows + np.int32(len(facts))
    facts += found
    is_bad = np.empty(0, np.bool_)
    if None in found:
        is_bad = np.array([each is None for each in facts], np.bool_)[number]
    read = [nothing if each is None else each for each in facts]
    return _by_number(process, number, read, is_bad, is_compared=bool(columns))


def _number_by_day(
    trigger: Ints,
    days: DayColumns,
    stretches: DayStretches,
    offset: int,
    number: Ints,
) -> Ints:
    """Write the numbers of the facts of rows without other fields; return the rows left out.

    Args:
        trigger: For each row, the index of its trigger.
        days: For each row, the earliest and latest day of its date.
        stretches: The facts by trigger and day.
        offset: The number of the first of these facts.
        number: The array into which the numbers are written.
    """
    others = np.empty(len(trigger), np.int64)
    tables = stretches.is_dated, stretches.line, stretches.spans, stretches.numbers, offset

    def number_block(block: slice) -> Ints:
        columns = trigger[block], days.first[block], days.last[block]
        count = compiled_number_facts(*columns, *tables, number[block], others[block])
        rows: Ints = others[block][:count] + block.start
        return rows

    count = len(trigger)
    rows: Ints = np.concatenate(map_on_processors(number_block, _blocks(count), count))
    return rows


def _blocks(rows: int) -> list[slice]:
    """Split rows into blocks, at most as many as there are processors."""
    edges = np.linspace(0, rows, block_count(rows) + 1, dtype=int).tolist()
    return [slice(*edge) for edge in pairwise(edges)]


def _facts_of_combinations(
    process: Process,
    trigger: Ints,
    first: Ints,
    last: Ints,
    columns: Mapping[str, EncodedColumn],
    *,
    day_first: bool,
) -> tuple[Ints, Sequence[EventFacts | None]]:
    """Return, for each of some rows, the number of its facts; and the distinct facts.

    Args:
        process: The process.
        trigger: For each row, the index of its trigger.
        first: For each row, the earliest day.
        last: For each row, the latest day.
        columns: The columns of fields, by name.
        day_first: Whether 6/10/2016 in a field is 6 October.
    """
    keys = [first, last - first, *(column.indices for column in columns.values())]
    combination, examples = distinct_combinations(trigger, keys)
    firsts, lengths, *places = (key[examples].tolist() for key in keys)
    cells: Iterable[Cells] = repeat(())
    if columns:
        cells = map(partial(_cells, columns), zip(*places, strict=True))
    facts_of = facts_by_row(process, process.events, is_compared=bool(columns), day_first=day_first)
    triggers = tuple(process.triggers)
    found = [
        facts_of(triggers[place], first, first + length, given)
        for place, first, length, given in zip(
            trigger[examples].tolist(), firsts, lengths, cells, strict=False
        )
    ]
    # Equal facts are the same object, so that the identity of each can stand for its value.
    identities = [*map(id, found)]
    distinct = dict(zip(identities, found, strict=True))
    number_of = {identity: number for number, identity in enumerate(distinct)}
    number = [number_of[identity] for identity in identities]
    return np.array(number, np.int32)[combination], list(distinct.values())


def _places(process: Process, trigger: Ints, name: str, column: EncodedColumn) -> Ints:
    """Return, for each row, the index of its value of a field; `NONE` if it cannot have it."""
    has_name = np.array([*(has_field(process, each, name) for each in process.triggers), False])
    return np.where(has_name[trigger], column.indices, NONE)


def _cells(columns: Mapping[str, EncodedColumn], places: Sequence[int]) -> Cells:
    """Return the names and values of the fields that a row gives."""
    return tuple(
        (name, column.values[place])
        for (name, column), place in zip(columns.items(), places, strict=True)
        if place != NONE
    )


def _by_number(
    process: Process,
    number: Ints,
    facts: Sequence[EventFacts],
    is_bad: Flags,
    *,
    is_compared: bool,
) -> RowFacts:
    """Return the facts in columns by number.

    Args:
        process: The process.
        number: For each row of the log, the number of its facts.
        facts: The facts by number.
        is_bad: See `RowFacts`.
        is_compared: Whether events with the same trigger and day can differ.
    """
    bits = len(start_conditions(process)) + len(duty_holder_fields(process))
    kind = np.uint8 if bits <= BITS_OF_A_BYTE else np.int64
    holder_words = tuple({words for each in facts for words in each.holders if words})
    holder_number = {"": NONE} | {each: place for place, each in enumerate(holder_words)}
    holders = [[holder_number[words] for words in each.holders] for each in facts]
    days = np.array([each.days for each in facts], np.int32).reshape(len(facts), -1, 2)
    if not days.any():
        days = days[:, :0]
    same_event = np.empty(0, np.int32)
    if is_compared:
        keys: dict[Hashable, int] = {None: NONE}
        same = [keys.setdefault(each.comparison_key, len(keys) - 1) for each in facts]
        same_event = np.array(same, np.int32)
    lists: dict[EventChecks, int] = {(): NONE}
    checks = [lists.setdefault(each.checks, len(lists) - 1) for each in facts]
    listed = [check for each in lists for check in each]
    code_names = tuple(dict.fromkeys(code for code, _ in listed))
    codes = [FIRST_EVENT_CHECK + code_names.index(code) for code, _ in listed]
    return RowFacts(
        number,
        np.array([each.conditions for each in facts], kind),
        tuple(np.array(holders, np.int32).reshape(len(facts), -1).T),
        holder_words,
        np.ascontiguousarray(days.transpose(1, 2, 0)),
        np.array([each.answer for each in facts], np.int8),
        same_event,
        checks=np.array(checks, np.int32),
        starts=np.cumsum([0, *(len(each) for each in lists if each)], dtype=np.int32),
        codes=np.array(codes, np.int32),
        strengths=np.array([strength for _, strength in listed], np.int8),
        code_names=code_names,
        is_bad=is_bad,
    )
