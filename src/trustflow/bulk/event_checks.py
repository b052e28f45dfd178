"""What events say of themselves, asked once for each different event that a frame can tell.

A judgement word out of use, an inspection that ended after its report: such things are known to
the class of the event alone, so one is made of each trigger, date and field that occur.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from ..dates import PartialDate
from ..errors import BadHistory
from .kernel import FIRST_OWN, NO_DAY, NONE, PRACTICE
from .row_events import event_of, has_field
from .tables import STRENGTHS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..process import Process
    from .columns import Column, Days
    from .kernel import Ints

__all__ = ["Own", "read_own"]

Remarks = tuple[tuple[str, int], ...]
"""What an event says of itself: code and place of the strength."""
Given = tuple[tuple[str, str], ...]
"""The fields that a row gives, with their values."""


SPARSENESS = 4
"""How many times as many numbers as rows there may be for each to have its place in a table."""


class Own(NamedTuple):
    """What the rows' events say of themselves, as lists one after another.

    Attributes:
        of_row: Which list each row has; empty where no row has any.
        starts: Where each list starts, and where the last one ends.
        code: The codes, as places in `codes` after those of the kernel.
        strength: The places of their strengths.
        codes: The different codes.
        bad: The rows whose fields cannot stand together.
    """

    of_row: Ints
    starts: Ints
    code: Ints
    strength: Ints
    codes: tuple[str, ...]
    bad: Ints


def read_own(process: Process, trigger: Ints, days: Days, columns: Mapping[str, Column]) -> Own:
    """What the events of rows say of themselves.

    Args:
        process: The process.
        trigger: By row, the place of its trigger.
        days: By row, its days.
        columns: The carried columns that the frame has.
    """
    remarking = np.array([*(_remarks_on_itself(process, each) for each in process.triggers), False])
    rows = np.flatnonzero(remarking[trigger] & (days.first != NO_DAY))
    length = days.last[rows] - days.first[rows]
    keys = [days.first[rows], length, *(each.numbers[rows] for each in columns.values())]
    which, examples = _different(trigger[rows], keys)
    found = list(_remarks_of_rows(process, trigger, days, columns, rows[examples]))
    bad = np.array([remarks is None for remarks in found], np.bool_)
    lists = list(dict.fromkeys(remarks for remarks in found if remarks))
    codes = tuple(dict.fromkeys(code for remarks in lists for code, _ in remarks))
    number = {remarks: place for place, remarks in enumerate(lists)}
    of_row = np.full(len(trigger) if lists else 0, NONE, np.int32)
    if lists:
        of_row[rows] = np.array([number.get(each or (), NONE) for each in found], np.int32)[which]
    return Own(
        of_row,
        np.cumsum([0, *(len(remarks) for remarks in lists)], dtype=np.int32),
        np.array([FIRST_OWN + codes.index(code) for each in lists for code, _ in each], np.int32),
        np.array([strength for remarks in lists for _, strength in remarks], np.int8),
        codes,
        rows[bad[which]],
    )


def _remarks_on_itself(process: Process, trigger: str) -> bool:
    return trigger in process.by_class and process.by_class[trigger][0].remarks_on_itself


def _different(first: Ints, others: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Which of the different combinations each place has, and a place that has each."""
    which: Ints = first
    examples: Ints = np.empty(0, np.int64)
    for other in others:
        least = other.min(initial=0)
        width = other.max(initial=0) - least + 1
        which, examples = _numbered(which.astype(np.int64) * width + (other - least))
    return which, examples


def _numbered(values: Ints) -> tuple[Ints, Ints]:
    """The values numbered from 0 on, and a place that has each."""
    highest = values.max(initial=-1) + 1
    if highest <= SPARSENESS * len(values):  # then there is room to look each value up
        examples = np.full(highest, NONE, np.int64)
        examples[values] = np.arange(len(values))
        is_there = examples != NONE
        return (np.cumsum(is_there, dtype=np.int32) - np.int32(1))[values], examples[is_there]
    which = pa.array(values).dictionary_encode().indices.to_numpy(zero_copy_only=False)
    examples = np.empty(which.max(initial=-1) + 1, np.int64)
    examples[which] = np.arange(len(which))
    return which, examples


def _remarks_of_rows(
    process: Process,
    trigger: Ints,
    days: Days,
    columns: Mapping[str, Column],
    rows: Ints,
) -> Iterator[Remarks | None]:
    """What the event of each row says of itself; None where its fields cannot stand together."""
    names = tuple(process.triggers)
    places = trigger[rows].tolist()
    spans = zip(days.first[rows].tolist(), days.last[rows].tolist(), strict=True)
    for row, place, (first, last) in zip(rows, places, spans, strict=True):
        given = tuple(
            (field, column.values[column.numbers[row]])
            for field, column in columns.items()
            if column.numbers[row] != NONE and has_field(process, names[place], field)
        )
        yield _remarks(process, names[place], first, last, given)


@lru_cache(maxsize=262_144)
def _remarks(process: Process, trigger: str, first: int, last: int, given: Given) -> Remarks | None:
    try:
        event = event_of(process, trigger, PartialDate.between(first, last), dict(given))
    except BadHistory:
        return None
    remarks = [(wrong.code, STRENGTHS.index(wrong.strength)) for wrong in event.irregularities()]
    if event.requirement is not None:  # a frame carries no deadlines, so nobody asked for it
        remarks.append(("unknown_requirement", PRACTICE))
    return tuple(remarks)
