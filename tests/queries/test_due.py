"""Due days without a case: how they are counted, explained and written as data."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow.dates import MAX_DAY, MIN_DAY, bank_holidays_between
from trustflow.queries.rule_days import interval
from trustflow.testing import days

PROCESS = tf.TRUST_TRANSFER

VECTORS = [
    ("2016-11-25", "2017-03-08"),
    ("2016-11-28", "2017-03-09"),
    ("2022-09-21", "2022-12-30"),
    ("2023-01-31", "2023-05-15"),
    ("2025-03-04", "2025-06-16"),
]


@pytest.mark.parametrize(("start", "end"), VECTORS)
def test_the_last_day_of_the_action_plan(start, end):
    """The action plan is due after 70 working days, as counted in Ofsted's own letters."""
    result = tf.due("action-plan", start=start)
    assert (end, None, None, None) == (str(result.due), result.status, result.left, result.set_by)
    assert (tf.Strength.LAW, "council") == (result.strength, result.duty_holder)


@given(st.sampled_from(PROCESS.rules), days(dt.date(2007, 4, 1), dt.date(2030, 1, 1)))
def test_an_explanation_names_each_bank_holiday_skipped(rule, start):
    """The explanation names exactly those, and the span, the start day and the source."""
    first, last = rule.period
    if start.toordinal() > last or (start.toordinal() < first and not rule.in_force_by_end):
        with pytest.raises(tf.InvalidValue, match="in force"):
            tf.due(rule, start=start)
        return
    result = tf.due(rule, start=start)
    text = result.explain()
    assert f"Source: {rule.citation}." in text
    lapses = rule.in_force_to_due and rule.at_most.after(start).toordinal() > last
    assert (rule.at_most is None or lapses) == (result.due is None)
    assert lapses == ("The rule sets no last day: that day would be after the period" in text)
    assert (rule.at_least is None) == (result.earliest is None)
    for span, day in ((rule.at_least, result.earliest), (rule.at_most, result.due)):
        if day is not None:
            assert span.after(start) == day.earliest == day.latest
            assert f"{span} after {result.start.words}, not counting that day." in text
    if result.due is not None and result.unit == "working days":
        skipped = bank_holidays_between(start, result.due)
        for day, name in skipped:
            assert f"{tf.PartialDate.of(day).words} ({name})" in text
        holidays = re.search(r"(Bank holidays skipped|No bank holiday)[^:.]*[:.]([^.]*)", text)
        assert len(skipped) == len(re.findall(r"[0-9]{4} \(", holidays[2]))
        weekdays = [
            day
            for day in range(start.toordinal() + 1, result.due.first + 1)
            if dt.date.fromordinal(day).isoweekday() <= 5
        ]
        assert rule.at_most.count == len(weekdays) - len(skipped)
        assert ("projected" in text) == (result.due.latest.year > 2028)


def test_an_explanation_without_a_bank_holiday():
    """If no bank holiday falls in the span, the explanation says so."""
    assert "No bank holiday falls in between." in tf.due("draft-plan", start="2019-09-02").explain()


@pytest.mark.parametrize(
    ("start", "words", "holidays"),
    [
        (
            "2018-11",
            "a day in November 2018,",
            "may fall in between: 25 December 2018 (Christmas Day)",
        ),
        ("2019-09-02/2019-09-04", "a day between 2 September", "No bank holiday falls in between."),
        ("2018-11/..", "a day from November 2018 on,", "depends on the start day"),
        ("../..", "a day from 7 August 2018 on,", "depends on the start day"),
    ],
)
def test_a_partial_start_gives_an_interval(start, words, holidays):
    """The interval is counted from the start days on which the rule was in force."""
    result = tf.due("draft-plan", start=start)
    assert f"20 working days after {words}" in result.explain()
    assert not result.due.is_day
    assert holidays in result.explain()


def test_an_unknown_start_under_a_rule_without_a_period():
    """If nothing bounds the start day, the explanation calls it an unknown day."""
    result = tf.due("return-after-live", start="../..")
    assert "1 day after an unknown day, not counting that day" in result.explain()


def test_unknown_rules_and_days_out_of_force_are_refused():
    """An unknown rule, a day out of force and a day after the calendar are refused."""
    with pytest.raises(tf.InvalidValue, match="Did you mean 'action-plan'"):
        tf.due("action-plans", start="2016-01-01")
    with pytest.raises(tf.InvalidValue, match=r"action-plan is in force \(since 1 April 2007\)"):
        tf.due("action-plan", start="2007-03-31")
    with pytest.raises(tf.BadDate):
        tf.due("action-plan", start="2100-12-01")


def test_a_rule_in_force_by_its_end_counts_from_any_start_before_its_last_day():
    """The day of the transfer decides which rule is in force, so both can be counted."""
    result = [tf.due(f"employee-information-{days}", start="2014-04-20") for days in (14, 28)]
    assert ["2014-05-04", "2014-05-18"] == [str(each.earliest) for each in result]
    for each in result:
        assert "The ending day decides whether it is in force. Source: TUPE" in each.explain()
    assert "ending day" not in tf.due("action-plan", start="2016-11-25").explain()


def test_a_rule_in_force_by_its_end_is_refused_after_its_last_day():
    """No transfer after that start is under the rule; of a month, the days before it count."""
    with pytest.raises(
        tf.InvalidValue,
        match=r"employee-information-14 is in force \(.* to 30 April 2014\), such as 2014-04-30",
    ):
        tf.due("employee-information-14", start="2014-05-01")
    last = tf.due("employee-information-14", start="2014")
    assert "2014-01-01/2014-04-30" == str(last.start)
    assert "2014-05-14" == str(tf.due("employee-information-14", start="2014-04-30").earliest)


def test_a_deadline_is_listed_only_if_its_rule_can_be_in_force_at_the_end():
    """A start after the last day of such a rule is followed only by days out of force."""
    rule = tf.DateRule(
        id="soon",
        requires="A note follows",
        starts="minded_to_direct",
        ends="note",
        at_most="14 days",
        until="2014-04-30",
        in_force_by_end=True,
        strength="policy",
        citation=tf.Citation("nobody"),
    )
    process = tf.TRUST_TRANSFER.extended(rules=[rule])
    for day, listed in (("2014-04-30", ["soon"]), ("2014-05-01", [])):
        history = tf.History("Somewhere", [tf.events.MindedToDirect(day)])
        found = tf.deadlines(history, "2014-05-02", process=process, everything=True)
        assert listed == [each.rule for each in found]


def test_an_explanation_leaves_out_what_is_not_given():
    """A deadline built by hand explains only the fields it has."""
    made = tf.Due("plans", tf.PartialDate("2016-12-01"), tf.Strength.LAW, span=tf.working_days(70))
    assert "Due by 1 December 2016. Required: plans." == made.explain()
    assert made.to_dict()["citation"] is None


@pytest.mark.parametrize(
    ("start", "projected"),
    [
        ("2026-01-05", False),
        ("2026-12-01", False),  # due in 2027
        ("2027-11-30", False),  # due in 2028
        ("2028-09-20", False),  # due on 29 December 2028
        ("2028-09-21", True),  # due on 2 January 2029
        ("2028", True),
        ("2028-01/2028-09-20", False),
        ("2035-03-01", True),
    ],
)
def test_an_explanation_names_projected_bank_holidays(start, projected):
    """The note appears from the first year for which no bank holidays are published."""
    words = "Bank holidays after 2028 are projected; a day may still be proclaimed or moved."
    assert projected == (words in tf.due("action-plan", start=start).explain())


def test_the_error_for_a_day_out_of_force():
    """The error gives the start day, the period in force and the nearest day in it."""
    with pytest.raises(tf.InvalidValue) as refusal:
        tf.due("action-plan", start="2007-03-31")
    assert (
        "Invalid start day: '2007-03-31'. Expected a day on which the rule action-plan is in force "
        "(since 1 April 2007), such as 2007-04-01."
    ) == str(refusal.value)


@pytest.mark.parametrize(
    ("rule_id", "unit"),
    [
        ("action-plan", "working days"),
        ("employee-information-28", "days"),
        ("return-after-live", "days"),
    ],
)
def test_the_unit_follows_from_the_rule(rule_id, unit):
    """The unit is that of the upper bound, or of the lower bound if there is no upper one."""
    assert unit == tf.due(rule_id, start="2016-07-01").unit


DAY = tf.PartialDate("2016-12-01").first


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (DAY, DAY, "2016-12-01"),
        (MIN_DAY, DAY, "../2016-12-01"),
        (DAY, MAX_DAY, "2016-12-01/.."),
        (MIN_DAY, MAX_DAY, "../.."),
        (MIN_DAY, MIN_DAY, "1900-01-01"),
        (MAX_DAY, MAX_DAY, "2199-12-31"),
    ],
)
def test_an_interval_is_open_at_the_ends_of_the_calendar(first, last, text):
    """A single day at an end of the calendar stays a day."""
    assert text == interval(first, last).text


@pytest.mark.parametrize("start", ["2016-11-25~", "2007-04", "2016-11-25?"])
def test_a_start_in_force_is_kept_as_given(start):
    """A start that is partly outside the period in force is narrowed to it."""
    assert start == tf.due("action-plan", start=start).start.text
    narrowed = tf.due("action-plan", start="2007-03-31/2007-04-30")
    assert "2007-04-01/2007-04-30" == narrowed.start.text


A_YEAR = tf.working_days(tf.working_days_between("2016-11-24", "2017-11-24"))


@pytest.mark.parametrize(
    ("span", "start", "are_named"),
    [
        (A_YEAR, "2016-11-24", True),
        (tf.working_days(A_YEAR.count + 1), "2016-11-24", False),
        (tf.working_days(1), "2015-11-24/2016-11-24", True),
        (tf.working_days(1), "2015-11-24/2016-11-25", False),
    ],
)
def test_bank_holidays_are_named_within_a_year(span, start, are_named):
    """Over more than a year, the explanation names none of them."""
    rule = tf.DateRule(
        id="answer", requires="An answer", starts="note", ends="note", at_most=span, strength="law",
        citation=tf.Citation("By-law 1"),
    )  # fmt: skip
    text = tf.due(rule, start=start).explain()
    assert are_named == (" January " in text)
    assert are_named != ("depends on the start day" in text)


@pytest.mark.parametrize("known", [{"status": "open"}, {"as_of": tf.PartialDate("2016-12-01")}])
def test_the_status_is_explained_only_with_its_day(known):
    """Without a status or without its day, only the due day is explained."""
    made = tf.Due("plans", tf.PartialDate("2016-12-02"), tf.Strength.LAW, **known)
    expected = (
        "Due by 2 December 2016. Required: plans. A document sets this day; it was not counted."
    )
    assert expected == made.explain()


def test_events_and_days_as_data():
    """An event becomes its trigger and date, and a day becomes its text."""
    taken = ev.DirectionRevoked("2016-07-02")
    made = tf.Due(
        "plans", None, tf.Strength.LAW, superseded_by=taken, earliest=tf.PartialDate("2016-07-01")
    )
    data = made.to_dict()
    assert {"trigger": "direction_revoked", "on": "2016-07-02"} == data["superseded_by"]
    assert "2016-07-01" == data["earliest"]


def test_a_due_without_a_day_says_what_is_required():
    """It has neither a status nor a day, so the requirement is all there is to explain."""
    assert "Required: a plan." == tf.Due("a plan", None, tf.Strength.PRACTICE).explain()
