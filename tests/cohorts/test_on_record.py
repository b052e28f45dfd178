"""The numbers of authorities by latest judgement and by last stage on record."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow.cohorts import judgements_by_year, last_stages
from trustflow.cohorts.on_record import RecordCountTable
from trustflow.history import Confidence
from trustflow.testing import days, histories

DAY = "2026-08-22"
HISTORIES = tf.casebook.histories()
BY_NAME = {history.authority: history for history in HISTORIES}
ABOLISHED = {"Cumbria": "2023-04-01", "Northamptonshire": "2021-04-01"}
"""The day on which each abolished council of the casebook ended."""


def day_of(text):
    """Return the day that a text means."""
    return dt.date.fromisoformat(text)


def exists(history, day):
    """Return whether a council of the casebook existed on a day."""
    ends = ABOLISHED.get(history.authority)
    begins = ABOLISHED.get(history.succeeds)
    return (ends is None or day < day_of(ends)) and (begins is None or day_of(begins) <= day)


def expected(facts_of_day, day):
    """Return the counts of a fact on a day from a replay of each history for that day alone."""
    facts = [facts_of_day(history, day) for history in HISTORIES if exists(history, day)]
    counts = Counter((fact.on_record, fact.confidence is Confidence.LOW) for fact in facts)
    return {key: number for key, number in counts.items() if number}


def counted(counts):
    """Return counts of one day in the same form."""
    found = {}
    for count in counts:
        found |= {
            (count.value, False): count.authorities,
            (count.value, True): count.low_confidence,
        }
    return {key: number for key, number in found.items() if number}


def inspected(name, *grades, confidence="high"):
    """Return a history with an inspection of each grade, from 2014 on, one a year."""
    source = tf.Source("A report", confidence=confidence)
    events = [
        ev.InspectionPublished(f"{year}-05-01", judgement=grade, sources=[source])
        for year, grade in enumerate(grades, 2014)
    ]
    return tf.History(name, events)


@pytest.mark.slow
@pytest.mark.parametrize("year", [2013, 2016, 2019, 2021, 2022, 2023, 2026])
def test_the_judgements_of_the_casebook_are_the_facts_of_each_day(year):
    """One pass over the casebook counts what a replay for each day finds."""
    counts = judgements_by_year(HISTORIES, DAY)
    [day] = {count.on.earliest for count in counts if count.on.earliest.year == year}
    of_day = [count for count in counts if count.on.earliest == day]
    assert counted(of_day) == expected(lambda history, on: tf.facts(history, on).judgement, day)


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2016-12-31", "2020-03-31", "2021-04-01", "2023-03-31", DAY])
def test_the_stages_of_the_casebook_are_the_facts_of_the_day(day):
    """Each council that existed on the day is counted in its last stage on record."""
    found = expected(lambda history, on: tf.facts(history, on).stage, day_of(day))
    # A council of which no event is on record by the day is in the first stage.
    initial = tf.TRUST_TRANSFER.initial, False
    found[initial] = found.get(initial, 0) + found.pop((None, False), 0)
    assert counted(last_stages(HISTORIES, day)) == found


@given(history=histories(process=tf.TRUST_TRANSFER), day=days())
def test_the_judgement_of_any_history_is_the_fact_of_the_day(history, day):
    """One authority counts as its judgement and its stage on the day, if it existed then."""
    facts = tf.facts(history, day)
    report = tf.check(history)
    abolished = report.replay.abolished_by
    is_later = (
        history.succeeds is not None and history.events and history[0].on.first > day.toordinal()
    )
    judgements = judgements_by_year([history], day, since=day.year)
    stages = last_stages([history], day)
    if is_later or (abolished is not None and report.days(abolished)[1] <= day.toordinal()):
        assert not counted(judgements)
        assert not counted(stages)
        return
    fact = facts.judgement
    assert {(fact.on_record, fact.confidence is Confidence.LOW): 1} == counted(judgements)
    stage = tf.check(history.as_of(day)).stage
    assert {(stage, facts.stage.confidence is Confidence.LOW): 1} == counted(stages)


@given(last=st.integers(2010, 2030))
def test_there_is_a_day_for_each_year(last):
    """The days are the last ones of the years since 2013, and then the day asked for."""
    found = dict.fromkeys(str(count.on) for count in judgements_by_year([], f"{last}-06-30"))
    assert [*(f"{year}-12-31" for year in range(2013, last)), f"{last}-06-30"] == list(found)


@pytest.mark.parametrize("since", [2014, 2015, 2016])
def test_the_first_year_can_be_chosen(since):
    """The first day is the last of that year."""
    counts = judgements_by_year([inspected("X", "good")], "2017-01-01", since=since)
    assert f"{since}-12-31" == str(counts[0].on)


@pytest.mark.parametrize("since", [1899, 2200, 0, "2013", None, 2013.0])
def test_a_year_outside_the_calendar_is_refused(since):
    """The message gives the first and the last year."""
    with pytest.raises(tf.InvalidValue, match="Expected a year from 1900 to 2199"):
        judgements_by_year([], "2026-08-22", since=since)


@pytest.mark.parametrize(
    ("grades", "value"),
    [
        ((), None),
        (("good",), "good"),
        (("good", "inadequate"), "inadequate"),
        (("inadequate", "good", "outstanding"), "outstanding"),
        (("not inadequate",), "not inadequate"),
    ],
)
def test_the_latest_judgement_counts(grades, value):
    """An earlier judgement does not, and an authority without one is counted as such."""
    counts = judgements_by_year([inspected("X", *grades)], "2020-01-01")
    assert {(value, False): 1} == counted(counts[-7:])


def test_values_of_low_confidence_are_counted_apart():
    """Their number stands beside the number of the others."""
    two = [inspected("X", "good"), inspected("Y", "good", confidence="low")]
    counts = judgements_by_year(two, "2015-01-01", since=2015)
    assert {("good", False): 1, ("good", True): 1} == counted(counts)
    two = [inspected("X", "inadequate"), inspected("Y", "inadequate", confidence="low")]
    assert {("rated_inadequate", False): 1, ("rated_inadequate", True): 1} == counted(
        last_stages(two, "2015-01-01")
    )


def test_an_inspection_of_another_subject_does_not_count():
    """The report of another service gives no judgement of children's services."""
    event = ev.InspectionPublished("2014-05-01", judgement="good", subject="fostering")
    counts = judgements_by_year([tf.History("X", [event])], "2015-01-01", since=2015)
    assert {(None, False): 1} == counted(counts)


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2021-03-31", "2021-04-01", "2023-03-31", "2023-04-01"])
@pytest.mark.parametrize("count", [judgements_by_year, last_stages])
def test_a_replaced_authority_counts_until_the_others_do(day, count):
    """No area is counted twice, and none is lost."""
    found = [each for each in count(HISTORIES, day) if str(each.on) == day]
    total = sum(each.authorities + each.low_confidence for each in found)
    assert total == sum(exists(history, day_of(day)) for history in HISTORIES)


@pytest.mark.parametrize("name", ["North Northamptonshire", "West Northamptonshire"])
def test_an_authority_that_replaced_one_not_given_counts_from_its_first_event(name):
    """Without the history of the other, nothing else shows when it began."""
    history = BY_NAME[name]
    first = history[0].on.earliest
    assert not counted(last_stages([history], first.subtract(days=1)))
    assert counted(last_stages([history], first))


def test_counts_convert_to_a_data_frame():
    """A count has the day as EDTF text and as dates, the value and both numbers."""
    table = last_stages(HISTORIES, DAY)
    assert isinstance(table, RecordCountTable)
    names = ["on", "on_earliest", "on_latest", "value", "authorities", "low_confidence"]
    frame = table.to_arrow()
    assert names == frame.column_names
    assert len(tf.TRUST_TRANSFER.stages) == frame.num_rows


@pytest.mark.parametrize("count", [judgements_by_year, last_stages])
def test_a_month_is_no_day(count):
    """The counts are those of one exact day."""
    with pytest.raises(tf.BadDate, match="Expected an exact day"):
        count(HISTORIES[:1], "2026-08")
