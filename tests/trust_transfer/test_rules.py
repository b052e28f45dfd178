"""Date rules: those of the trust transfer, held to the oracle and to a snapshot, and the kit's."""

import datetime as dt
import json
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import oracle
from tests.examples import at_most
from trustflow import events as ev
from trustflow.dates import PartialDate, Unit
from trustflow.errors import BadDate
from trustflow.history import Citation
from trustflow.process import IN_ORDER, Condition, DateRule, Relaxation
from trustflow.testing import days, spans
from trustflow.testing import events as transfer_events
from trustflow.trust_transfer import TRUST_TRANSFER

SNAPSHOT = Path(__file__).parents[1] / "golden" / "rules.txt"
UP_TO_TEN_YEARS = spans(120).filter(lambda span: span.unit is not Unit.YEARS) | spans(10)
UNITS = {Unit.DAYS: "days", Unit.MONTHS: "months", Unit.WORKING_DAYS: "working"}
"""The units as the oracle names them."""
PERIOD_ENDS = (
    days()
    .flatmap(lambda day: st.sampled_from((f"{day}", f"{day:%Y-%m}", f"{day:%Y}")))
    .map(PartialDate)
)
"""The dates at which a period in force can begin or end: a day, a month or a year."""


def described(rule):
    """Return a rule as text: its id, then a line for every field that is not at its default."""
    lines = [rule.id]
    for field in attrs.fields(DateRule):
        value = getattr(rule, field.name)
        if field.name != "id" and value != field.default:
            values = value if isinstance(value, tuple) else (value,)
            lines.append(f"  {field.name}: {', '.join(map(str, values))}")
    if rule.citation.cases is not None:
        lines.append(f"  cases: {rule.citation.cases}")
    return "\n".join(lines) + "\n"


def as_in_the_oracle(rule):
    """Return a rule with the fields that the oracle restates, in the oracle's form."""
    (unit,) = {span.unit for span in (rule.at_least, rule.at_most) if span is not None}
    bounds = {"least": rule.at_least, "most": rule.at_most}
    period = {"since": rule.since, "until": rule.until}
    return oracle.Rule(
        rule.id,
        {*rule.starts},
        {*rule.ends},
        str(rule.strength),
        UNITS[unit],
        **{name: span.count for name, span in bounds.items() if span is not None},
        **{name: date.text for name, date in period.items() if date is not None},
        shown_by=frozenset(rule.shown_by),
        answers=rule.answers,
        duty_holder=rule.duty_holder,
    )


def rule(**changes):
    """Return a date rule with some fields changed."""
    fields = {"id": "r", "requires": "Be quick", "starts": "a", "ends": "b", "strength": "policy"}
    return DateRule(**{**fields, **changes})


class TestTrustTransfer:
    """The rules of the trust transfer as data."""

    def test_are_those_that_were_reviewed(self, holds):
        """Every field of every rule is as in the snapshot, which a reader compares with the law."""
        holds(SNAPSHOT, "\n".join(map(described, TRUST_TRANSFER.rules)))

    def test_are_restated_by_the_oracle(self):
        """The oracle has each rule with the same events, bounds, strength, period and duty."""
        restated = [*oracle.TIMED, oracle.PUBLICATION_LAG]
        timed = [rule for rule in TRUST_TRANSFER.rules if not rule.is_in_order]
        by_id = {rule.id: rule for rule in restated}

        assert len(by_id) == len(restated)
        assert by_id == {rule.id: as_in_the_oracle(rule) for rule in timed}

    @pytest.mark.parametrize(
        ("restated", "has_it"),
        [
            (oracle.RECEIVED, lambda rule: rule.start_field == "received_on"),
            (oracle.FROM_FIRST, lambda rule: rule.from_first),
            (oracle.BY_END, lambda rule: rule.in_force_by_end),
            ({"publication-lag"}, lambda rule: rule.same_event),
            ({"reinspection-18-24-months"}, lambda rule: rule.in_force_to_due),
            ({"reinspection-18-24-months"}, lambda rule: rule.end_field == "inspected"),
            ({"commissioner-report"}, lambda rule: rule.on_entering == "commissioner_review"),
            ({"commissioner-report"}, lambda rule: set(rule.cancelled_by) == oracle.CANCELS_REPORT),
            ({"joint-statement", "joint-report"}, lambda rule: rule.duty_holder_field is not None),
            ({"action-plan", "joint-statement"}, lambda rule: rule.relaxed is not None),
        ],
        ids=[
            "received on",
            "from the first",
            "by the end",
            "two days of one event",
            "to the due day",
            "by a start",
            "on entering",
            "cancelled",
            "other duty holders",
            "relaxed",
        ],
    )
    def test_their_other_fields_are_restated_by_the_oracle(self, restated, has_it):
        """What only some rules have, the oracle lists by the ids of the rules."""
        assert restated == {rule.id for rule in TRUST_TRANSFER.rules if has_it(rule)}

    def test_what_documents_answer_is_restated_by_the_oracle(self):
        """The words that `responds_to` can have."""
        assert oracle.ANSWERS == set(TRUST_TRANSFER.answers)

    def test_the_order_of_events_is_the_kits(self):
        """The rule of order is the kit's, which any process may have."""
        assert TRUST_TRANSFER.order_rule is IN_ORDER
        assert ["in-order"] == [rule.id for rule in TRUST_TRANSFER.rules if rule.is_in_order]

    def test_nobody_is_blamed_for_logic_or_measurement(self):
        """Every rule has a duty holder but those of logic and those that were measured."""
        for rule in TRUST_TRANSFER.rules:
            is_measured = "measured" in rule.citation.text
            assert (rule.strength == "logic" or is_measured) == (rule.duty_holder is None)
            assert is_measured == (rule.citation.cases is not None)

    def test_a_review_begins_with_an_appointment_only(self):
        """Only an appointment leads into the review, so no other event has to start its clock."""
        arriving = {move.trigger for move in TRUST_TRANSFER.moves_to("commissioner_review")}

        assert set(TRUST_TRANSFER.rule("commissioner-report").starts) == arriving

    def test_a_rule_gives_way_to_the_one_that_replaces_it(self):
        """The 28 days are in force from the day after the last day of the 14 days."""
        last = PartialDate.parse("2014-04-30").earliest
        before, after = (
            {
                rule.id
                for rule in TRUST_TRANSFER.rules_in_force(day)
                if rule.id.startswith("employee-information")
            }
            for day in (last, last.add(days=1))
        )

        assert ({"employee-information-14"}, {"employee-information-28"}) == (before, after)

    @pytest.mark.parametrize(
        ("framework", "graded", "single"),
        [
            (None, True, False),
            ("SIF", True, True),
            *((name, True, False) for name in sorted(oracle.SECTION_136 - {"SIF"})),
            ("unannounced", False, False),
            ("other", False, False),
        ],
    )
    def test_hold_for_section_136_inspections(self, framework, graded, single):
        """Rules on inspections hold for graded ones under section 136, or of unknown framework.

        The rule of 2013 to 2016 holds for single inspections only.
        """
        event = ev.InspectionPublished("2015", judgement="inadequate", framework=framework)

        for rule_id in ("council-publishes-report", "action-plan", "publication-lag"):
            assert graded == TRUST_TRANSFER.rule(rule_id).condition.holds(event)
        assert single == TRUST_TRANSFER.rule("reinspection-18-24-months").condition.holds(event)


class TestReading:
    """The words of a rule, and when it holds."""

    @pytest.mark.parametrize(
        ("at_least", "at_most", "words"),
        [
            ("14 days", None, "at least 14 days"),
            (None, "70 working days", "at most 70 working days"),
            ("9 months", "24 months", "9 to 24 months"),
            ("14 days", "3 months", "14 days to 3 months"),
            ("0 days", None, "at least 0 days"),
        ],
    )
    def test_bound(self, at_least, at_most, words):
        """The bound is given in words; a unit that both ends share is given once."""
        assert words == rule(at_least=at_least, at_most=at_most).bound

    @pytest.mark.parametrize(
        ("since", "until", "words"),
        [
            (None, None, "always"),
            ("2007-04-01", None, "since 1 April 2007"),
            (None, "2014-04-30", "until 30 April 2014"),
            ("2006-04-06", "2014-04-30", "6 April 2006 to 30 April 2014"),
        ],
    )
    def test_period(self, since, until, words):
        """The period in force is given in words."""
        assert words == rule(since=since, until=until).period_words

    @given(days(), st.none() | PERIOD_ENDS, st.none() | PERIOD_ENDS)
    def test_is_in_force_from_its_first_day_to_its_last(self, day, since, until):
        """The rule is in force on both end days of its period; a missing end means no limit."""
        expected = (since is None or since.earliest <= day) and (
            until is None or day <= until.latest
        )

        assert expected == rule(since=since, until=until).is_in_force(day)

    def test_asks_for_a_whole_day(self):
        """Whether a rule is in force can be asked of an exact day only."""
        with pytest.raises(BadDate, match="Expected an exact day"):
            rule().is_in_force("2016-07")

    @given(st.none() | spans(), st.none() | spans(), st.none() | PERIOD_ENDS, st.sampled_from("xy"))
    def test_as_plain_data(self, at_least, at_most, since, duty_holder):
        """The rule as JSON can be read again as the same rule."""
        made = rule(
            at_least=at_least,
            at_most=at_most,
            since=since,
            duty_holder=duty_holder,
            citation=Citation("Act", url="https://example.org"),
        )
        data = json.loads(json.dumps(made.to_dict()))

        assert "Act (https://example.org)" == data.pop("citation")
        assert made == DateRule(**{**data, "citation": made.citation})

    def test_periods_as_plain_data(self):
        """The last day of the period is part of the data."""
        assert "2016" == rule(until="2016", citation=Citation("Act")).to_dict()["until"]

    @pytest.mark.parametrize(
        ("starts", "ends", "expected"),
        [("*", "*", True), ("*", "b", False), ("a", "*", False), ("a", "b", False)],
    )
    def test_is_the_rule_of_order_on_any_events(self, starts, ends, expected):
        """A rule is the rule of order only if it goes from any event to any event."""
        assert expected == rule(starts=starts, ends=ends).is_in_order

    @given(transfer_events(), st.sampled_from(["framework", "kind", "subject"]), st.booleans())
    def test_only_some_events(self, event, attribute, if_missing):
        """A condition holds for the allowed values; without a value, `if_missing` decides."""
        value = getattr(event, attribute, None)

        assert (if_missing if value is None else True) == Condition(
            attribute, ("zzz", value or "yyy"), if_missing=if_missing
        ).holds(event)
        assert (if_missing and value is None) == Condition(
            attribute, "zzz", if_missing=if_missing
        ).holds(event)

    def test_a_relaxation_reads_its_days(self):
        """The first and last due day of a relaxation can be given as texts."""
        relaxed = Relaxation("2020-04-24", "2020-09-24", Citation("SI 2020/445"))

        assert ("2020-04-24", "2020-09-24") == (relaxed.due_from.text, relaxed.due_to.text)
        with pytest.raises(BadDate):
            Relaxation("spring", "autumn", Citation("SI 2020/445"))

    @at_most(10)  # of five thousand days each
    @given(UP_TO_TEN_YEARS, days(dt.date(2020, 1, 1), dt.date(2020, 12, 31)), st.integers(0, 200))
    def test_relaxed_starts_are_those_that_fall_due_then(self, at_most, first, length):
        """The relaxed start days are those whose due day is one of the relaxed days, day by day."""
        last = first + dt.timedelta(days=length)
        made = rule(at_most=at_most, relaxed=Relaxation(first, last, Citation("SI 2020/445")))
        near = range(dt.date(2008, 1, 1).toordinal(), dt.date(2023, 1, 1).toordinal())

        due = {day: at_most.shift(day) for day in near}
        assert [day for day in near if first.toordinal() <= due[day] <= last.toordinal()] == list(
            made.relaxed_starts
        )

    def test_nothing_is_relaxed_without_a_last_day(self):
        """A rule without a relaxation or without an upper bound has no relaxed start days."""
        relaxed = Relaxation("2020", "2020", Citation("SI 2020/445"))

        assert range(0) == rule(at_most="3 days").relaxed_starts
        assert range(0) == rule(at_least="3 days", relaxed=relaxed).relaxed_starts
