"""Read what the kernel needs to know about each row besides its trigger and its days.

These facts, such as the day from which a rule counts or a judgement word that was not in use on the
day, depend on the class of the event. One event is therefore built for each distinct combination
of trigger, fields and, if the class looks at it, date. Rows that share a combination share its
facts, however many they are.
"""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa

from ..dates import PartialDate
from ..errors import BadHistory
from ..history import same_words
from .kernel import FIRST_EVENT_CHECK, NO_DAY, NONE, PRACTICE
from .row_events import ANY_DAY, bare_event, build_event, has_field
from .rule_fields import (
    day_fields,
    duty_holder_fields,
    is_derived,
    rule_fields,
    start_conditions,
)
from .tables import STRENGTHS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from ..history import Event
    from ..process import Process
    from .columns import DayColumns, EncodedColumn
    from .kernel import Flags, Ints

__all__ = ["RowFacts", "read_row_facts", "rule_column_names"]

EventChecks: TypeAlias = tuple[tuple[str, int], ...]
"""The findings on a single event: for each, its code and the index of its strength."""
Days: TypeAlias = tuple[int, int]
"""The earliest and the latest day."""
Cells: TypeAlias = tuple[tuple[str, str], ...]
"""The names and values of the fields that a row gives."""

MAX_TABLE_RATIO = 4
"""The largest lookup table that is worth its memory, in entries for each row."""
BITS_OF_A_BYTE = 8
"""The largest number of conditions for which one byte a row is enough.

With more conditions, each row takes eight bytes.
"""


class EventFacts(NamedTuple):
    """What the kernel needs to know about one event.

    Attributes:
        conditions: A bit for each condition that the event meets; see `LogRows.conditions`.
        holders: For each of `duty_holder_fields`, the words for comparison in it; empty if none.
        days: For each of `day_fields`, the days in the field; `NO_DAY` if the field is empty.
        answer: The index of what the event answers in the sorted `Process.answers`, or `NONE`.
        checks: The findings on the single event.
        comparison_key: The event's `comparison_key`.
    """

    conditions: int
    holders: tuple[str, ...]
    days: tuple[Days, ...]
    answer: int
    checks: EventChecks
    comparison_key: Hashable


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
    process: Process, trigger: Ints, days: DayColumns, columns: Mapping[str, EncodedColumn]
) -> RowFacts:
    """Return the facts of the rows of a log.

    Args:
        process: The process.
        trigger: For each row, the index of its trigger.
        days: For each row, the earliest and latest day of its date.
        columns: The columns of fields that the frame has, by name.
    """
    triggers = tuple(process.triggers)
    looks_at_day = np.array([*(_looks_at_day(process, name) for name in triggers), False])
    is_dated = looks_at_day[trigger] & (days.first != NO_DAY)
    places = {name: _places(process, trigger, name, column) for name, column in columns.items()}
    has_cells = [place_of_row != NONE for place_of_row in places.values()]
    is_read = is_dated
    for has_cell in has_cells:
        is_read = is_read | has_cell
    rows = np.flatnonzero(is_read)
    first, last = days.first[rows], days.last[rows]
    if columns:
        first = np.where(is_dated[rows], first, ANY_DAY.first)
        last = np.where(is_dated[rows], last, ANY_DAY.last)
    keys = [first, last - first, *(place_of_row[rows] for place_of_row in places.values())]
    combination, examples = _distinct_combinations(trigger[rows], keys)
    firsts, lengths, *columns_of_places = (key[examples].tolist() for key in keys)
    cells: Iterable[Cells] = repeat(())
    if columns:
        cells = map(partial(_cells, columns), zip(*columns_of_places, strict=True))
    facts_of = _facts_by_row(process, process.events, is_compared=bool(columns))
    numbers = trigger[rows[examples]].tolist()
    found = [
        facts_of(triggers[number], first, first + length, given)
        for number, first, length, given in zip(numbers, firsts, lengths, cells, strict=False)
    ]
    # Equal facts are the same object, so that the identity of each can stand for its value.
    distinct = {id(facts): facts for facts in found}
    number_of = {identity: number for number, identity in enumerate(distinct)}
    number = np.array([number_of[id(facts)] for facts in found], np.int32)[combination]
    return _spread(
        process, trigger, rows, number, list(distinct.values()), is_compared=bool(columns)
    )


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


def _looks_at_day(process: Process, trigger: str) -> bool:
    """Return whether the facts of an event depend on its day."""
    if trigger not in process.by_class:
        return False
    cls, _ = process.by_class[trigger]
    return cls.remarks_on_itself or any(
        is_derived(process, condition.field) and hasattr(cls, condition.field)
        for condition in start_conditions(process)
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
    by_trigger = [*(_facts_of_trigger(process, name) for name in process.triggers), nothing]
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


# Combinations


def _distinct_combinations(first: Ints, others: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Number the distinct combinations of values in several arrays of equal length.

    Returns:
        For each index of the arrays, the number of the combination there; and for each
        combination, an index at which it occurs.
    """
    combination: Ints = first
    examples: Ints = np.empty(0, np.int64)
    for other in others:
        smallest = other.min(initial=0)
        width = other.max(initial=0) - smallest + 1
        # The combinations are renumbered after each array: a single number built from all the
        # arrays could exceed 64 bits.
        pairs = combination.astype(np.int64) * width + (other - smallest)
        combination, examples = _distinct_values(pairs)
    return combination, examples


def _distinct_values(values: Ints) -> tuple[Ints, Ints]:
    """Number the distinct values of an array, starting at 0.

    Returns:
        For each index of the array, the number of the value there; and for each value, an index
        at which it occurs.
    """
    size = values.max(initial=-1) + 1
    if size <= MAX_TABLE_RATIO * len(values):
        # A lookup table with an entry for every possible value avoids sorting and hashing.
        examples = np.full(size, NONE, np.int64)
        examples[values] = np.arange(len(values))
        is_used = examples != NONE
        return (np.cumsum(is_used, dtype=np.int32) - np.int32(1))[values], examples[is_used]
    number = pa.array(values).dictionary_encode().indices.to_numpy(zero_copy_only=False)
    examples = np.empty(number.max(initial=-1) + 1, np.int64)
    examples[number] = np.arange(len(number))
    return number, examples


# The facts of one event


def _facts_of_trigger(process: Process, trigger: str) -> EventFacts:
    """Return the facts of an event without other fields, on any day."""
    return _facts_of_event(process, bare_event(process, trigger), is_compared=True)


# The caches outlive a call, because the next log probably has many of the same dates. The event
# classes are part of the key, because processes that differ only in their classes are equal.
@lru_cache(maxsize=8)
def _facts_by_row(
    process: Process, _classes: tuple[type[Event], ...], *, is_compared: bool
) -> Callable[[str, int, int, Cells], EventFacts | None]:
    """Return a function that returns the facts of an event, or None if it cannot be read.

    The arguments of that function are the trigger, the earliest and latest day, and the cells.
    """

    @lru_cache(maxsize=524_288)
    def facts_of(trigger: str, first: int, last: int, cells: Cells) -> EventFacts | None:
        try:
            event = build_event(process, trigger, PartialDate.between(first, last), dict(cells))
        except BadHistory:
            return None
        return _shared(_facts_of_event(process, event, is_compared=is_compared))

    return facts_of


@lru_cache(maxsize=65_536)
def _shared(facts: EventFacts) -> EventFacts:
    """Return the one object for equal facts, which saves memory and numbers them quickly."""
    return facts


def _facts_of_event(process: Process, event: Event, *, is_compared: bool) -> EventFacts:
    return EventFacts(
        conditions=sum(1 << bit for bit, holds in enumerate(_conditions(process, event)) if holds),
        holders=tuple(
            same_words(getattr(event, name, None) or "") for name in duty_holder_fields(process)
        ),
        days=tuple(
            _days_in(getattr(event, name, None), is_start=is_start)
            for name, is_start in day_fields(process)
        ),
        answer=_answer(process, event),
        checks=_checks(event),
        comparison_key=event.comparison_key if is_compared else None,
    )


def _conditions(process: Process, event: Event) -> Iterator[bool]:
    """Yield whether the event meets each condition, and whether it names other duty holders."""
    for condition in start_conditions(process):
        yield condition.holds(event)
    for name in duty_holder_fields(process):
        yield bool(getattr(event, name, None))


@lru_cache(maxsize=65_536)
def _days_in(given: PartialDate | tuple[PartialDate, ...] | None, *, is_start: bool) -> Days:
    """Return the earliest and latest day in a field; `NO_DAY` if there is none.

    As in `engine.clocks`, a clock counts from the last end of periods, and ends on the first start.
    """
    if not given:
        return NO_DAY, NO_DAY
    if not isinstance(given, tuple):
        given = (given,) if is_start else (given.starts,)
    elif is_start:
        given = tuple(date.ends for date in given)
    else:
        given = tuple(date.starts for date in given)
    chosen = max if is_start else min
    return chosen(date.first for date in given), chosen(date.last for date in given)


def _answer(process: Process, event: Event) -> int:
    words = getattr(event, "responds_to", None)
    if words is None:
        return NONE
    answers = sorted(process.answers)
    answer = same_words(words)
    return answers.index(answer) if answer in answers else NONE


def _checks(event: Event) -> EventChecks:
    if not event.remarks_on_itself:
        return ()
    checks = [(wrong.code, STRENGTHS.index(wrong.strength)) for wrong in event.irregularities()]
    if event.requirement is not None:
        # A frame has no column for deadlines, so no earlier event can have set this requirement.
        checks.append(("unknown_requirement", PRACTICE))
    return tuple(checks)
