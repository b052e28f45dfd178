"""Read the columns of a frame as an event log: arrays of integers, with events grouped by case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..exchange import ReadOptions
from ..exchange import names_of as authority_names_of
from ..history import same_words
from .arrays import NO_DAY, NONE
from .cases import read_cases
from .column_reader import ColumnReader
from .days import DAY_COLUMNS, read_row_days, without_bad_days
from .kernel import LogRows
from .processors import map_on_processors
from .row_events import parse_trigger
from .row_facts import read_row_facts, rule_column_names
from .row_kinds import cases_for_check, event_rows, unreadable_rows
from .rule_fields import field_columns, start_conditions
from .single_cases import SingleCases

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..exchange import AuthorityNames
    from ..process import Process
    from .arrays import Flags, Ints
    from .cases import Cases
    from .days import DayColumns
    from .row_facts import RowFacts
    from .texts import Column

__all__ = ["DEFAULT_OPTIONS", "EventLog", "read_event_log"]

DEFAULT_OPTIONS = ReadOptions()


class EventLog(NamedTuple):
    """An event log as arrays for the kernel, with the rows that cannot be read.

    Attributes:
        rows: The rows of the log as arrays.
        row_order: The numbers of the rows for the kernel, case by case; empty if the rows of the
            log are already so.
        case_starts: For each case, the index of its first row; then the index after the last row.
        cases: The rows of the log by case, also those that the kernel does not read.
        event_counts: For each case, the number of its events.
        single_cases: The cases that the kernel cannot check.
        event_check_names: The codes of the findings on single events.
        has_bad_field: For each row, whether a field other than the date cannot be read; empty if
            there is no such row.
        rows_without_case: The numbers of the rows that do not name a case.
        can_have_notes: Whether a row has no event, and so can be a note below the log.
        rule_columns: The names of the fields that date rules need and rows can have.
    """

    rows: LogRows
    row_order: Ints
    case_starts: Ints
    cases: Cases
    event_counts: Ints
    single_cases: SingleCases
    event_check_names: tuple[str, ...]
    has_bad_field: Flags
    rows_without_case: Ints
    can_have_notes: bool
    rule_columns: tuple[str, ...]


def read_event_log(
    read_column: Callable[[str], Column],
    names: Sequence[str],
    process: Process,
    options: ReadOptions = DEFAULT_OPTIONS,
    *,
    guarded: bool = False,
) -> EventLog:
    """Read an event log from the columns of a frame.

    Args:
        read_column: A function that takes the name of a column and returns the column.
        names: The names of the columns to read.
        process: The process.
        options: How texts are read.
        guarded: Whether texts can have the apostrophe of `csv_cell`, which is then removed.
    """
    reader = ColumnReader(read_column, names, process, options, guarded=guarded)
    days, trigger, cases = _parts(reader)
    is_event = event_rows(reader, trigger, days)
    days = without_bad_days(days)
    fields = field_columns(process)
    columns = {name: reader.texts(name) for name in names if name in fields}
    facts = read_row_facts(process, trigger, days, columns, day_first=options.day_first)
    is_bad = unreadable_rows(reader, trigger, facts.is_bad)
    if facts.holder_words:
        facts = _without_own_duties(process, facts, _authority_names(reader, cases))
    first, last = days.first, days.last
    if len(is_bad):
        # The kernel gives a finding on each row without a day and otherwise skips the row.
        first = np.where(is_bad, NO_DAY, first)
    for_check = cases_for_check(reader, trigger, cases)
    row_order, case_starts, event_counts = _kernel_rows(cases, is_event, for_check)
    has_open_dates = len(days.stated) > 0
    return EventLog(
        rows=LogRows(
            trigger=trigger,
            first=first,
            last=last,
            stated=days.stated,
            possible_first=first.copy() if has_open_dates else first,
            possible_last=last.copy() if has_open_dates else last,
            facts=facts.number,
            conditions=facts.conditions,
            field_days=facts.field_days,
            answers=facts.answers,
            same_event=facts.same_event,
            event_checks=facts.checks,
            event_checks_at=facts.starts,
            event_check_codes=facts.codes,
            event_check_strengths=facts.strengths,
        ),
        row_order=row_order,
        case_starts=case_starts,
        cases=cases,
        event_counts=event_counts,
        single_cases=SingleCases(reader, cases, for_check),
        event_check_names=facts.code_names,
        has_bad_field=is_bad,
        rows_without_case=_not_blank(reader, is_event, cases.without_case),
        can_have_notes=len(is_event) > 0,
        rule_columns=rule_column_names(process, columns),
    )


def _parts(reader: ColumnReader) -> tuple[DayColumns, Ints, Cases]:
    """Return the days and the trigger of each row, and the rows by case.

    They are independent of each other, so they are read in parallel; what takes longest is first.
    """
    found: list[Any] = map_on_processors(
        lambda read: read(reader),
        (read_row_days, _triggers, read_cases),
        len(reader.column("event")),
    )
    days, trigger, cases = found
    return days, trigger, cases


def _kernel_rows(cases: Cases, is_event: Flags, for_check: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the rows for the kernel, the starts of the cases among them, and all event counts.

    Args:
        cases: The rows by case.
        is_event: For each row, whether it has an event; empty if all have.
        for_check: The numbers of the cases that the kernel does not check.
    """
    starts = cases.starts
    if not len(is_event) and not len(for_check):
        return cases.row_order, starts, np.diff(starts)
    row_order = cases.row_order if len(cases.row_order) else np.arange(starts[-1])
    is_kept = is_event[row_order] if len(is_event) else np.ones(len(row_order), np.bool_)
    is_kept[: starts[0]] = False
    before = np.concatenate(([0], np.cumsum(is_kept)))
    event_counts = np.diff(before[starts])
    for case in for_check.tolist():
        is_kept[starts[case] : starts[case + 1]] = False
    before = np.concatenate(([0], np.cumsum(is_kept)))
    return row_order[is_kept], before[starts], event_counts


def _not_blank(reader: ColumnReader, is_event: Flags, rows: Ints) -> Ints:
    """Return the rows that have any text, of some rows that do not name a case."""
    if not len(is_event) or not len(rows):
        return rows
    has_text = is_event[rows]
    for name in reader.names:
        if name not in DAY_COLUMNS:
            column = reader.texts(name)
            has_text |= column.indices[rows] != NONE
            if len(column.unreadable):
                has_text |= column.unreadable[rows]
    return rows[has_text]


def _without_own_duties(
    process: Process, facts: RowFacts, names_of: Callable[[Ints], Sequence[str]]
) -> RowFacts:
    """Return the facts of the rows, with no other duty holder where it is the authority itself.

    Args:
        process: The process.
        facts: The facts of the rows.
        names_of: A function that takes the numbers of rows and returns their authorities.
    """
    for place in range(len(facts.holders)):
        holders = facts.holders[place][facts.number]
        rows = np.flatnonzero(holders != NONE)
        named = zip(names_of(rows), holders[rows].tolist(), strict=True)
        own = [same_words(name) == facts.holder_words[holder] for name, holder in named]
        bit = len(start_conditions(process)) + place
        facts = facts.without_condition(rows[np.array(own, np.bool_)], bit)
    return facts


def _authority_names(reader: ColumnReader, cases: Cases) -> Callable[[Ints], Sequence[str]]:
    """Return a function that takes the numbers of rows and returns the authorities of their cases.

    Any row of a case can name its authority; otherwise the name of the case counts.
    """
    count = int(cases.starts[-1])
    case_of_row = np.full(count, NONE)
    sizes = np.diff(cases.starts)
    case_of_row[cases.ordered(np.arange(count))] = np.repeat(np.arange(len(sizes)), sizes)
    name_of_case: dict[int, str] = {}
    if "authority" in reader.names:
        authority = reader.texts("authority")
        given = (authority.indices != NONE) & (case_of_row != NONE)
        pairs = case_of_row[given].tolist(), authority.indices[given].tolist()
        name_of_case = {case: authority.values[place] for case, place in zip(*pairs, strict=True)}

    spellings = authority_names_of(reader.options.names)

    def names_of(rows: Ints) -> list[str]:
        named = rows[case_of_row[rows] != NONE]
        names: dict[int, str] = dict(zip(named.tolist(), cases.names(named), strict=True))
        return [
            name_of_case.get(number) or _authority_of(names.get(row, ""), spellings)
            for row, number in zip(rows.tolist(), case_of_row[rows].tolist(), strict=True)
        ]

    return names_of


def _authority_of(case: str, spellings: AuthorityNames) -> str:
    """Return the authority that the name of a case means."""
    return spellings.resolve(case) or case


def _triggers(reader: ColumnReader) -> Ints:
    """Return the index of each row's trigger; an unknown trigger gets the next free index."""
    encoded = reader.texts("event")
    place = {trigger: number for number, trigger in enumerate(reader.process.triggers)}
    unknown = len(place)
    names = [parse_trigger(reader.process, value) or "" for value in encoded.values]
    places = [place.get(name, unknown) for name in names]
    # Use the smallest type that fits, because a log can have many millions of rows.
    return encoded.map(places, unknown, np.min_scalar_type(unknown))
