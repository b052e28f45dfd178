"""The table of due days has the days that `Span.shift` returns."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trustflow.bulk.due_table import due_table
from trustflow.dates import (
    AFTER_ALL,
    BEFORE_ALL,
    LAST_CALENDAR_DAY,
    MAX_DAY,
    MIN_DAY,
    Span,
    Unit,
    days,
    months,
    working_days,
)
from trustflow.testing import spans

DAYS = range(BEFORE_ALL, AFTER_ALL + 1)
SIGNS = st.sampled_from([1, -1])


@given(spans(4000), SIGNS, st.lists(st.sampled_from(DAYS), min_size=1))
@example(working_days(0), -1, [BEFORE_ALL, MIN_DAY, LAST_CALENDAR_DAY + 1, MAX_DAY, AFTER_ALL])
@example(working_days(1), 1, [MIN_DAY, LAST_CALENDAR_DAY - 3, LAST_CALENDAR_DAY, MAX_DAY])
@example(working_days(1), -1, [MIN_DAY, MIN_DAY + 1, LAST_CALENDAR_DAY + 1, MAX_DAY])
@example(months(1), 1, [MIN_DAY, MAX_DAY - 31, MAX_DAY - 30, MAX_DAY])
@example(months(1), -1, [MIN_DAY, MIN_DAY + 30, MIN_DAY + 31, MAX_DAY])
@example(days(1), 1, [BEFORE_ALL, MAX_DAY - 1, MAX_DAY])
@example(days(1), -1, [MIN_DAY, MIN_DAY + 1, AFTER_ALL])
def test_the_table_agrees_with_shift_on_any_day(span, sign, sample):
    """This includes days outside the calendar, and spans that lead outside it."""
    (row,) = due_table([(span, sign)])
    assert len(DAYS) == len(row)
    assert [span.shift(day, sign) for day in sample] == row[np.array(sample) - BEFORE_ALL].tolist()


@pytest.mark.slow
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("span", [Span(70, unit) for unit in Unit], ids=str)
def test_the_table_agrees_with_shift_on_every_day(span, sign):
    """Every day of three hundred years is compared."""
    (row,) = due_table([(span, sign)])
    assert [span.shift(day, sign) for day in DAYS] == row.tolist()


def test_the_table_has_a_row_for_each_span():
    """Rows are in the order of the spans; without spans there are no rows."""
    both = due_table([(days(1), 1), (days(2), -1)])
    assert due_table([(days(2), -1)]).tolist() == both[1:].tolist()
    assert (0, len(DAYS)) == due_table([]).shape
