"""Read what the kernel needs to know about each row besides its trigger and its days.

These facts, such as the day from which a rule counts or a judgement word that was not in use on the
day, depend on the class of the event. One event is therefore built for each distinct combination
of trigger, fields and, if the class looks at it, date. Rows that share a combination share its
facts, however many they are.
"""

from __future__ import annotations

from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..dates import MIN_DAY
from .combinations import distinct_combinations
from .day_stretches import day_stretches, looks_at_day
from .event_facts import EventFacts, facts_by_row, facts_of_trigger
from .kernel import FIRST_EVENT_CHECK, NO_DAY, NONE
from .row_events import ANY_DAY, bare_event, has_field
from .rule_fields import (
    day_fields,
    duty_holder_fields,
    rule_fields,
    start_conditions,
)
from .texts import EncodedColumn

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from ..process import Process
    from .days import DayColumns
    from .event_facts import Cells
    from .kernel import Flags, Ints

__all__ = ["RowFacts", "read_row_facts", "rule_column_names"]

BITS_OF_A_BYTE = 8
"""The largest number of conditions for which one byte a row is enough.

With more conditions, each row takes eight bytes.
"""


class RowFacts(NamedTuple):
    """The facts of all rows; an array is empty if no row needs it.

    The findings on single events are stored end to end in two arrays. Many rows share a list of
    findings, because the same event can occur in many cases.

    Attributes:
        conditions: See `LogRows`.
        holders: For each of `duty_holder_fields`, the index in `holder_words` of the duty holder
            that each row names, or `NONE`; an array is empty if no row names one.
        holder_words: The distinct duty holders that rows name, in words for comparison.
        field_days: See `LogRows`.
        answers: See `LogRows`.
        same_event: See `LogRows`.
        list_of_row: For each row, the number of its list of findings; `NONE` if it has none.
        starts: For each list, the index of its first finding; then the total number of findings.
        codes: For each finding, `FIRST_EVENT_CHECK` plus the index of its code in `code_names`.
        strengths: For each finding, the index of its strength in `Strength`.
        code_names: The distinct codes of these findings.
        is_bad: For each row, whether its fields cannot be read or contradict each other.
    """

    conditions: Ints
    holders: tuple[Ints, ...]
    holder_words: tuple[str, ...]
    field_days: Ints
    answers: Ints
    same_event: Ints
    list_of_row: Ints
    starts: Ints
    codes: Ints
    strengths: Ints
    code_names: tuple[str, ...]
    is_bad: Flags


def rule_column_names(process: Process, columns: Mapping[str, EncodedColumn]) -> tuple[str, ...]:
    """Return the names of fields that rules need and that rows have from a column or a default."""
    dated = {name for name, _ in day_fields(process)}
    bare = [bare_event(process, trigger) for trigger in process.triggers]
    return tuple(
        name
        for name in rule_fields(process)
        if name in columns or (name in dated and any(getattr(event, name, None) for event in bare))
    )


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
    is_compared = bool(columns)
    dated = looks_at_day(process, process.events, has_fields=is_compared)
    is_dated = dated[trigger] & (days.first != NO_DAY)
    if not is_compared:
        rows = np.flatnonzero(is_dated)
        number, found = _facts_of_days(process, trigger[rows], days.first[rows], days.last[rows])
        return _spread(process, trigger, rows, number, found, is_compared=False)
    places = {name: _places(process, trigger, name, column) for name, column in columns.items()}
    is_read = is_dated
    for place_of_row in places.values():
        is_read = is_read | (place_of_row != NONE)
    rows = np.flatnonzero(is_read)
    first = np.where(is_dated[rows], days.first[rows], ANY_DAY.first)
    last = np.where(is_dated[rows], days.last[rows], ANY_DAY.last)
    number, found = _facts_of_combinations(
        process,
        trigger[rows],
        first,
        last,
        {name: EncodedColumn(places[name][rows], columns[name].values) for name in columns},
        day_first=day_first,
    )
    return _spread(process, trigger, rows, number, found, is_compared=True)


def _facts_of_days(
    process: Process, trigger: Ints, first: Ints, last: Ints
) -> tuple[Ints, Sequence[EventFacts | None]]:
    """Return, for each of some rows without other fields, the number of its facts; and all facts.

    Args:
        process: The process.
        trigger: For each row, the index of its trigger.
        first: For each row, the earliest day.
        last: For each row, the latest day.
    """
    stretches = day_stretches(process, process.events)
    line = stretches.line[trigger]
    is_found = (first == last) & (line != NONE)
    others = np.flatnonzero(~is_found)
    number, facts = _facts_of_combinations(
        process, trigger[others], first[others], last[others], {}, day_first=False
    )
    if not len(stretches.facts):
        return number, facts
    # The rows that are not found here get any number first, and then their own.
    numbers = stretches.numbers[line, np.where(is_found, first - np.int32(MIN_DAY), 0)]
    numbers[others] = number + np.int32(len(stretches.facts))
    return numbers, [*stretches.facts, *facts]


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
    distinct = {id(facts): facts for facts in found}
    number_of = {identity: number for number, identity in enumerate(distinct)}
    number = np.array([number_of[id(facts)] for facts in found], np.int32)
    return number[combination], list(distinct.values())


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


def _spread(
    process: Process,
    trigger: Ints,
    rows: Ints,
    number: Ints,
    found: Sequence[EventFacts | None],
    *,
    is_compared: bool,
) -> RowFacts:
    """Return the facts of all rows, from those of each trigger and those of some rows.

    Args:
        process: The process.
        trigger: For each row of the log, the index of its trigger.
        rows: The rows that do not simply have the facts of their trigger.
        number: For each of `rows`, the index of its facts in `found`.
        found: The distinct facts of rows; None stands for fields that cannot be read.
        is_compared: Whether events with the same trigger and day can differ.
    """
    no_days = ((NO_DAY, NO_DAY),) * len(day_fields(process))
    nothing = EventFacts(0, ("",) * len(duty_holder_fields(process)), no_days, NONE, (), None)
    by_trigger = [*(facts_of_trigger(process, name) for name in process.triggers), nothing]
    facts = [nothing if each is None else each for each in found]
    is_bad = np.zeros(len(trigger) if None in found else 0, np.bool_)
    if len(is_bad):
        is_bad[rows] = np.array([each is None for each in found], np.bool_)[number]

    def column(values: Sequence[int], values_of_rows: Sequence[int], kind: type) -> Ints:
        """Return an array with a number for each row; empty if all numbers are `NONE`."""
        if {*values, *values_of_rows} <= {NONE}:
            return np.empty(0, kind)
        if len({*values}) == 1:
            whole: Ints = np.full(len(trigger), values[0], kind)
        else:
            whole = np.array(values, kind)[trigger]
        if len(rows):
            whole[rows] = np.array(values_of_rows, kind)[number]
        return whole

    bits = len(start_conditions(process)) + len(duty_holder_fields(process))
    conditions = column(
        [each.conditions for each in by_trigger],
        [each.conditions for each in facts],
        np.uint8 if bits <= BITS_OF_A_BYTE else np.int64,
    )
    words = dict.fromkeys(words for each in (*by_trigger, *facts) for words in each.holders)
    holder_words = tuple(words.keys() - {""})
    holder_number = {"": NONE} | {each: place for place, each in enumerate(holder_words)}
    holders = tuple(
        column(
            [holder_number[each.holders[place]] for each in by_trigger],
            [holder_number[each.holders[place]] for each in facts],
            np.int32,
        )
        for place in range(len(nothing.holders))
    )
    has_days = any(day != NO_DAY for each in (*by_trigger, *facts) for day, _ in each.days)
    field_days = np.zeros((len(nothing.days) if has_days else 0, 2, len(trigger)), np.int32)
    for place in range(len(field_days)):
        for side in range(2):
            field_days[place, side] = column(
                [each.days[place][side] for each in by_trigger],
                [each.days[place][side] for each in facts],
                np.int32,
            )
    numbers: dict[Hashable, int] = {None: NONE}
    for each in (*by_trigger, *facts) if is_compared else ():
        numbers.setdefault(each.comparison_key, len(numbers) - 1)
    same_event = column(
        [numbers[each.comparison_key] if is_compared else NONE for each in by_trigger],
        [numbers[each.comparison_key] if is_compared else NONE for each in facts],
        np.int32,
    )
    answers = column([each.answer for each in by_trigger], [each.answer for each in facts], np.int8)
    lists = list(dict.fromkeys(each.checks for each in facts if each.checks))
    list_number = {(): NONE} | {checks: place for place, checks in enumerate(lists)}
    code_names = tuple(dict.fromkeys(code for checks in lists for code, _ in checks))
    return RowFacts(
        conditions,
        holders,
        holder_words,
        field_days,
        answers,
        same_event,
        list_of_row=column(
            [NONE] * len(by_trigger), [list_number[each.checks] for each in facts], np.int32
        ),
        starts=np.cumsum([0, *(len(checks) for checks in lists)], dtype=np.int32),
        codes=np.array(
            [FIRST_EVENT_CHECK + code_names.index(code) for checks in lists for code, _ in checks],
            np.int32,
        ),
        strengths=np.array([strength for checks in lists for _, strength in checks], np.int8),
        code_names=code_names,
        is_bad=is_bad,
    )
