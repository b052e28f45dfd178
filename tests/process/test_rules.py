"""Date rules: their texts, bounds, periods in force and conditions."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.process.samples import letter_rule
from trustflow.dates import MAX_DAY, MIN_DAY, PartialDate, days
from trustflow.errors import BadDate, InvalidValue
from trustflow.history import Citation, NamedEvent, Strength
from trustflow.process import IN_ORDER, Condition, Relaxation
from trustflow.testing import spans

CITATION = Citation("The Order of the Post, article 2")


class TestDateRule:
    """A rule on the time from one event to another."""

    @pytest.mark.parametrize(
        "changes",
        [
            {"id": ""},
            {"requires": ""},
            {"duty_holder": ""},
            {"fallback_note": ""},
            {"strength": "weak"},
        ],
        ids=str,
    )
    def test_a_rule_with_an_empty_text_or_an_unknown_strength_is_refused(self, changes):
        """The error is raised when the rule is built."""
        with pytest.raises(InvalidValue):
            letter_rule(**changes)

    @pytest.mark.parametrize("changes", [{"since": "soon"}, {"at_least": "a week"}], ids=str)
    def test_a_rule_with_an_unreadable_date_or_span_is_refused(self, changes):
        """Periods and bounds are read when the rule is built."""
        with pytest.raises(BadDate):
            letter_rule(**changes)

    def test_a_strength_is_read_from_its_word(self):
        """The rule holds the strength itself."""
        assert Strength.POLICY is letter_rule(strength="Policy").strength

    @pytest.mark.parametrize(
        ("at_least", "at_most", "bound"),
        [
            (None, "70 working days", "at most 70 working days"),
            ("28 days", None, "at least 28 days"),
            ("9 months", "24 months", "9 to 24 months"),
            ("28 days", "3 months", "28 days to 3 months"),
        ],
    )
    def test_the_bound_in_words_has_the_unit_of_the_rule(self, at_least, at_most, bound):
        """Two bounds of one unit name it once."""
        assert bound == letter_rule(at_least=at_least, at_most=at_most).bound

    @pytest.mark.parametrize(
        ("since", "until", "words", "period"),
        [
            (None, None, "always", ("1900-01-01", "2199-12-31")),
            ("2007-04-01", None, "since 1 April 2007", ("2007-04-01", "2199-12-31")),
            (None, "2017", "until 2017", ("1900-01-01", "2017-12-31")),
            ("2013-11", "2017", "November 2013 to 2017", ("2013-11-01", "2017-12-31")),
        ],
    )
    def test_the_period_in_force_as_words_and_as_days(self, since, until, words, period):
        """The days are the first of the earliest and the last of the latest date."""
        rule = letter_rule(since=since, until=until)

        assert words == rule.period_words
        assert tuple(PartialDate(day).first for day in period) == rule.period

    def test_a_rule_without_dates_is_in_force_on_every_day(self):
        """Its period runs from the first to the last day that a date can have."""
        assert (MIN_DAY, MAX_DAY) == letter_rule().period

    def test_a_rule_as_plain_data_has_texts_and_lists_only(self):
        """What the rule does not have is null."""
        rule = letter_rule(
            since="2007-04",
            duty_holder="clerk",
            ends=["letter_read", "letter_lost"],
            shown_by="letter_filed",
        )

        assert {
            "id": "read-soon",
            "requires": "A letter is read soon",
            "starts": ["letter_sent"],
            "ends": ["letter_read", "letter_lost"],
            "shown_by": ["letter_filed"],
            "cancelled_by": [],
            "at_least": None,
            "at_most": "3 days",
            "strength": "policy",
            "since": "2007-04",
            "until": None,
            "duty_holder": "clerk",
            "citation": "The Order of the Post, article 1",
        } == rule.to_dict()
        other = letter_rule(
            at_least="1 month", at_most=None, until="2017", cancelled_by=["letter_lost"]
        ).to_dict()
        assert ([], ["letter_lost"]) == (other["shown_by"], other["cancelled_by"])
        expected = ("1 month", None, None, "2017", None)
        fields = ("at_least", "at_most", "since", "until", "duty_holder")
        assert expected == tuple(other[field] for field in fields)

    def test_only_a_rule_of_every_event_is_the_rule_of_the_order(self):
        """A rule that starts or ends with certain events is not."""
        assert IN_ORDER.is_in_order
        assert not letter_rule().is_in_order
        assert not letter_rule(starts="*").is_in_order
        assert not letter_rule(ends="*").is_in_order

    def test_a_rule_is_always_dated_by_the_event_s_day_or_a_fallback(self):
        """A rule that counts from another field without a fallback may lack a day."""
        fallback = (days(6), days(1))

        assert letter_rule().is_always_dated
        assert letter_rule(start_field="known_on", fallback=fallback).is_always_dated
        assert not letter_rule(start_field="known_on").is_always_dated


class TestFallback:
    """The days before and after the event's own day on which the missing day can lie."""

    def test_it_is_read_from_texts(self):
        """Two texts become two spans."""
        rule = letter_rule(start_field="received_on", fallback=("6 working days", "1 day"))
        assert ("6 working days", "1 day") == tuple(map(str, rule.fallback))

    @pytest.mark.parametrize("fallback", [("1 day",), ("1 day", None), ("1 day",) * 3])
    def test_it_has_two_spans(self, fallback):
        """One span before the event's own day, and one after it."""
        with pytest.raises(InvalidValue, match=r"Invalid fallback: .* Expected two spans"):
            letter_rule(fallback=fallback)


class TestRelaxation:
    """The due days for which a rule was relaxed."""

    @given(spans(90))
    @example("70 working days")
    def test_relaxed_starts_are_the_days_whose_due_day_is_relaxed(self, at_most):
        """Every start day near the relaxed due days is inside the range exactly when due there."""
        relaxed = Relaxation("2020-04-24", "2020-09-24", CITATION)
        rule = letter_rule(at_most=at_most, relaxed=relaxed)
        first, last = (PartialDate(day).first for day in ("2020-04-24", "2020-09-24"))

        starts = rule.relaxed_starts
        near = {
            *range(starts.start - 3, starts.start + 3),
            *range(starts.stop - 3, starts.stop + 3),
        }
        assert all(first <= rule.at_most.shift(day) <= last for day in starts)
        assert {day for day in near if first <= rule.at_most.shift(day) <= last} == {
            day for day in near if day in starts
        }

    def test_a_rule_without_relaxation_or_upper_bound_has_no_relaxed_start(self):
        """A lower bound sets no due day that could be relaxed."""
        relaxed = Relaxation("2020-04-24", "2020-09-24", CITATION)

        assert range(0) == letter_rule().relaxed_starts
        assert (
            range(0) == letter_rule(at_least="1 day", at_most=None, relaxed=relaxed).relaxed_starts
        )


class TestCondition:
    """A condition on one field of the starting event."""

    @given(
        st.none() | st.sampled_from(["urgent", "private", "late"]),
        st.booleans(),
    )
    def test_a_condition_holds_for_the_allowed_values(self, note, if_missing):
        """An event without the field meets the condition only if the rule says so."""
        condition = Condition("note", ["urgent", "private"], if_missing=if_missing)
        event = NamedEvent("2016", what="letter_sent", note=note)

        expected = if_missing if note is None else note in {"urgent", "private"}
        assert expected == condition.holds(event)

    def test_a_field_that_the_event_does_not_have_is_missing(self):
        """A condition can name a field that only some starting events have."""
        event = NamedEvent("2016", what="letter_sent")

        assert Condition("colour", "red", if_missing=True).holds(event)
        assert not Condition("colour", "red").holds(event)
