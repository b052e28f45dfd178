"""The facts of an event are looked up by stretches of days, and exact days are read at once."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow.bulk.day_stretches import day_stretches, looks_at_day
from trustflow.bulk.days import (
    _bounds_of_text,  # the short way to read a day
    _bounds_of_words,  # the reader of all dates
)
from trustflow.bulk.event_facts import facts_by_row
from trustflow.dates import MAX_DAY, MIN_DAY

TRANSFER = tf.TRUST_TRANSFER
LINES = day_stretches(TRANSFER, TRANSFER.events)
DATED = [trigger for trigger, line in zip(TRANSFER.triggers, LINES.line, strict=False) if line >= 0]
LIKELY = st.integers(dt.date(2000, 1, 1).toordinal(), dt.date(2030, 1, 1).toordinal())


def test_every_trigger_that_looks_at_its_day_has_stretches():
    """No event of the trust transfer is built for each of its days."""
    dated = looks_at_day(TRANSFER, TRANSFER.events, has_fields=False)
    assert DATED == [
        name for name, is_dated in zip(TRANSFER.triggers, dated, strict=False) if is_dated
    ]
    assert "inspection_published_inadequate" in DATED
    assert "visit_letter_published_priority_action" in DATED


@pytest.mark.parametrize("trigger", DATED)
@at_most(60)
@given(LIKELY | st.integers(MIN_DAY, MAX_DAY))
def test_a_stretch_has_the_facts_of_each_of_its_days(trigger, day):
    """The class of an event names every day on which its facts change."""
    facts_of = facts_by_row(TRANSFER, TRANSFER.events, is_compared=False, day_first=False)
    line = LINES.line[[*TRANSFER.triggers].index(trigger)]
    assert LINES.facts[LINES.numbers[line, day - MIN_DAY]] == facts_of(trigger, day, day, ())


@pytest.mark.parametrize("trigger", DATED)
@at_most(60)
@given(LIKELY, st.integers(1, 400))
def test_a_stretch_has_the_facts_of_each_longer_date_in_it(trigger, first, days):
    """So a month is looked up like a day, unless a day of change is in it."""
    facts_of = facts_by_row(TRANSFER, TRANSFER.events, is_compared=False, day_first=False)
    line = LINES.line[[*TRANSFER.triggers].index(trigger)]
    assert LINES.spans[line]
    start, end = LINES.numbers[line, [first - MIN_DAY, first + days - MIN_DAY]]
    assert start != end or LINES.facts[start] == facts_of(trigger, first, first + days, ())


@at_most(500)
@given(
    st.dates().map(str)
    | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True)
    | st.from_regex(r".{4}-.{2}-.{2}", fullmatch=True)
    | st.sampled_from(["2016-02-30", "2016-W05-1", "1899-12-31", "2200-01-01", "2016-07-٣1"])
)
def test_an_exact_day_is_read_as_all_dates_are(text):
    """The short way to read a day gives what the reader of all dates gives."""
    assert _bounds_of_text(text, day_first=False) == _bounds_of_words(text, day_first=False)
