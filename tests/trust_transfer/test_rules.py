"""Date rules: how they read, and every rule of the trust transfer as the domain has it."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import at_most
from trustflow import events as ev
from trustflow.dates import PartialDate, working_days
from trustflow.errors import BadDate
from trustflow.history import Citation
from trustflow.process import IN_ORDER, Condition, DateRule, Relaxation
from trustflow.testing import days, partial_dates, spans
from trustflow.testing import events as transfer_events
from trustflow.trust_transfer import TRUST_TRANSFER

INSPECTED = (
    "inspection_published_inadequate",
    "inspection_published_not_inadequate",
    "inspection_published_partial",
    "inspection_published_ungraded",
)
INADEQUATE = ("inspection_published_inadequate",)
PRIORITY = ("visit_letter_published_priority_action",)
RETURNED = ("returned_to_council",)
SECTION_136 = (
    "SIF",
    "ILACS",
    "safeguarding and looked-after",
    "child protection",
    "looked after",
)
GRADED = Condition("framework", SECTION_136, if_missing=True)
RECEIPT = (working_days(6), working_days(1))
PLAIN = {
    "at_least": None,
    "at_most": None,
    "since": None,
    "until": None,
    "duty_holder": None,
    "start_field": "on",
    "fallback": None,
    "from_first": False,
    "on_entering": None,
    "condition": None,
    "in_force_by_end": False,
    "same_event": False,
    "relaxed": None,
    "cases": None,
    "url": None,
}
"""What a rule is where the table below says nothing."""
RULES = {
    "council-publishes-report": {
        "starts": INSPECTED,
        "ends": ("report_published_by_council",),
        "at_most": "30 working days",
        "strength": "law",
        "since": "2007-04-01",
        "duty_holder": "council",
        "start_field": "received_on",
        "fallback": RECEIPT,
        "condition": GRADED,
        "cites": "SI 2007/462 reg 2",
        "url": "https://www.legislation.gov.uk/uksi/2007/462",
    },
    "action-plan": {
        "starts": INSPECTED,
        "ends": ("action_plan_published",),
        "at_most": "70 working days",
        "strength": "law",
        "since": "2007-04-01",
        "duty_holder": "council",
        "start_field": "received_on",
        "fallback": RECEIPT,
        "condition": GRADED,
        "relaxed": ("2020-04-24", "2020-09-24", "SI 2020/445 reg 7"),
        "cites": "SI 2007/462 reg 3; Education and Inspections Act 2006 s.137(3)-(4)",
        "url": "https://www.legislation.gov.uk/ukpga/2006/40/section/137",
    },
    "employee-information-14": {
        "starts": ("employee_information_given",),
        "ends": ("trust_went_live", "returned_to_council"),
        "at_least": "14 days",
        "strength": "law",
        "since": "2006-04-06",
        "until": "2014-04-30",
        "in_force_by_end": True,
        "duty_holder": "employer",
        "cites": "TUPE Regulations 2006 reg 11(6), seen in secondary sources",
    },
    "employee-information-28": {
        "starts": ("employee_information_given",),
        "ends": ("trust_went_live", "returned_to_council"),
        "at_least": "28 days",
        "strength": "law",
        "since": "2014-05-01",
        "in_force_by_end": True,
        "duty_holder": "employer",
        "cites": "TUPE Regulations 2006 reg 11(6), seen in secondary sources",
    },
    "in-order": {
        "starts": ("*",),
        "ends": ("*",),
        "at_least": "0 days",
        "strength": "logic",
        "cites": "order of events",
    },
    "return-after-live": {
        "starts": ("trust_went_live", "partnership_started"),
        "ends": RETURNED,
        "at_least": "1 day",
        "strength": "logic",
        "cites": "order of events",
    },
    "draft-plan": {
        "starts": PRIORITY,
        "ends": ("draft_plan_shared",),
        "at_most": "20 working days",
        "strength": "inspectorate",
        "since": "2018-08-16",
        "duty_holder": "council",
        "cites": "Ofsted statement in CYP Now, 16 August 2018",
    },
    "final-plan": {
        "starts": PRIORITY,
        "ends": ("action_plan_published",),
        "at_most": "70 working days",
        "strength": "inspectorate",
        "since": "2018-08-16",
        "duty_holder": "council",
        "cites": "Ofsted statement in CYP Now, 16 August 2018",
    },
    "publication-lag": {
        "starts": INSPECTED,
        "ends": INSPECTED,
        "at_most": "50 working days",
        "strength": "practice",
        "since": "2013-11-01",
        "start_field": "inspected",
        "condition": GRADED,
        "same_event": True,
        "cites": "SIF median 36, 90th percentile 45; ILACS median 30, 95th percentile 53",
    },
    "reinspection-18-24-months": {
        "starts": INADEQUATE,
        "ends": INSPECTED,
        "at_least": "18 months",
        "at_most": "24 months",
        "strength": "inspectorate",
        "since": "2013-11-01",
        "until": "2016-05-30",
        "duty_holder": "Ofsted",
        "condition": Condition("framework", ("SIF",)),
        "cites": "CYP Now, 9 February 2016",
    },
    "reinspection-two-years": {
        "starts": INADEQUATE,
        "ends": INSPECTED,
        "at_most": "24 months",
        "strength": "inspectorate",
        "since": "2016-05-31",
        "until": "2017-12-31",
        "duty_holder": "Ofsted",
        "condition": GRADED,
        "cites": "Community Care, 31 May 2016; measured: almost never met",
    },
    "commissioner-report": {
        "starts": ("commissioner_appointed",),
        "ends": ("commissioner_reported", "commissioner_report_published"),
        "at_most": "3 months",
        "strength": "policy",
        "since": "2016-07-01",
        "duty_holder": "commissioner",
        "on_entering": "commissioner_review",
        "cites": "Croydon cabinet, 18 September 2017; other cases took 4 to 6 months",
    },
    "direction-to-live": {
        "starts": ("direction_issued_trust",),
        "ends": ("trust_went_live",),
        "at_least": "9 months",
        "at_most": "24 months",
        "strength": "practice",
        "since": "2013-07-01",
        "from_first": True,
        "cites": "measured: 11.8 to 17.8 months in six directed cases",
        "cases": 6,
    },
    "decision-to-return": {
        "starts": ("return_decided",),
        "ends": RETURNED,
        "at_least": "3 months",
        "at_most": "12 months",
        "strength": "practice",
        "since": "2022-01-01",
        "cites": "three returns: 5, 9 and 8 months",
        "cases": 3,
    },
}
"""The rules of the domain: from, to, bound, strength, period, whose duty, and who says so."""


def text(value):
    """The text of a date or a span, or None."""
    return None if value is None else str(value)


def rule(**changes):
    """A date rule with the changes."""
    fields = {"id": "r", "requires": "Be quick", "starts": "a", "ends": "b", "strength": "policy"}
    return DateRule(**{**fields, **changes})


class TestTrustTransfer:
    """The rules of the trust transfer as data."""

    def test_are_those_of_the_domain(self):
        """No rule is left out or added."""
        assert list(RULES) == [each.id for each in TRUST_TRANSFER.rules]

    @pytest.mark.parametrize("rule_id", RULES)
    def test_rule(self, rule_id):
        """Each rule has the events, bound, strength, period and bearer that the domain gives."""
        found = TRUST_TRANSFER.rule(rule_id)
        expected = {**PLAIN, **RULES[rule_id]}
        cites = expected.pop("cites")
        relaxed = found.relaxed and (
            found.relaxed.due_from.text,
            found.relaxed.due_to.text,
            found.relaxed.citation.text.partition(":")[0],
        )

        assert expected == {
            "starts": found.starts,
            "ends": found.ends,
            "at_least": text(found.at_least),
            "at_most": text(found.at_most),
            "strength": found.strength,
            "since": text(found.since),
            "until": text(found.until),
            "duty_holder": found.duty_holder,
            "start_field": found.start_field,
            "fallback": found.fallback,
            "from_first": found.from_first,
            "on_entering": found.on_entering,
            "condition": found.condition,
            "in_force_by_end": found.in_force_by_end,
            "same_event": found.same_event,
            "relaxed": relaxed,
            "cases": found.citation.cases,
            "url": found.citation.url,
        }
        assert cites in found.citation.text

    def test_the_order_of_events_is_the_kits(self):
        """The rule of order is the one every process may have."""
        assert TRUST_TRANSFER.order_rule is IN_ORDER
        assert ["in-order"] == [each.id for each in TRUST_TRANSFER.rules if each.is_in_order]

    def test_nobody_is_blamed_for_logic_or_measurement(self):
        """A rule falls on somebody exactly when somebody made it."""
        for each in TRUST_TRANSFER.rules:
            assert (each.strength in {"logic", "practice"}) == (each.duty_holder is None)

    def test_a_review_begins_with_an_appointment_only(self):
        """Every move into the review is an appointment, so no other event has to start its clock.

        What follows an appointment that led there is then the report that the rule asks for.
        """
        arriving = {move.trigger for move in TRUST_TRANSFER.moves_to("commissioner_review")}

        assert set(TRUST_TRANSFER.rule("commissioner-report").starts) == arriving

    @pytest.mark.parametrize(
        ("earlier", "later", "border"),
        [
            ("employee-information-14", "employee-information-28", "2014-04-30"),
            ("reinspection-18-24-months", "reinspection-two-years", "2016-05-30"),
        ],
    )
    def test_rules_give_way_to_each_other(self, earlier, later, border):
        """A rule that takes the place of another begins on the day after its last."""
        last = PartialDate.parse(border).earliest
        before, after = (
            {each.id for each in TRUST_TRANSFER.rules_in_force(day)} & {earlier, later}
            for day in (last, last.add(days=1))
        )

        assert ({earlier}, {later}) == (before, after)

    @pytest.mark.parametrize(
        ("framework", "graded", "single"),
        [
            (None, True, False),
            ("SIF", True, True),
            *((each, True, False) for each in SECTION_136[1:]),
            ("unannounced", False, False),
            ("other", False, False),
        ],
    )
    def test_hold_for_section_136_inspections(self, framework, graded, single):
        """Rules on inspections hold for graded ones under section 136, and where nothing is said.

        The one of 2013 to 2016 holds for single inspections only.
        """
        event = ev.InspectionPublished("2015", judgement="inadequate", framework=framework)

        for rule_id in ("council-publishes-report", "action-plan", "publication-lag"):
            assert graded == TRUST_TRANSFER.rule(rule_id).condition.holds(event)
        assert graded == TRUST_TRANSFER.rule("reinspection-two-years").condition.holds(event)
        assert single == TRUST_TRANSFER.rule("reinspection-18-24-months").condition.holds(event)


class TestReading:
    """How a rule reads, and when it holds."""

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
        """The bound in words, its unit once where both ends share it."""
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
        """The period in force in words."""
        assert words == rule(since=since, until=until).period_words

    @given(days(), st.none() | partial_dates(), st.none() | partial_dates())
    def test_is_in_force_from_its_first_day_to_its_last(self, day, since, until):
        """Both ends are in force, and an end that is not given is none."""
        expected = (since is None or since.earliest <= day) and (
            until is None or day <= until.latest
        )

        assert expected == rule(since=since, until=until).is_in_force(day)

    def test_asks_for_a_whole_day(self):
        """Nothing is in force on a day known in part."""
        with pytest.raises(BadDate, match="Expected an exact day"):
            rule().is_in_force("2016-07")

    @given(
        st.none() | spans(), st.none() | spans(), st.none() | partial_dates(), st.sampled_from("xy")
    )
    def test_as_plain_data(self, at_least, at_most, since, duty_holder):
        """The rule as JSON says what the rule says, in texts that can be read again."""
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
        """The last day of the period is there as well."""
        assert "2016" == rule(until="2016", citation=Citation("Act")).to_dict()["until"]

    @pytest.mark.parametrize(
        ("starts", "ends", "expected"),
        [("*", "*", True), ("*", "b", False), ("a", "*", False), ("a", "b", False)],
    )
    def test_is_the_rule_of_order_on_any_events(self, starts, ends, expected):
        """Condition a rule from any event to any event is the rule of order."""
        assert expected == rule(starts=starts, ends=ends).is_in_order

    @given(transfer_events(), st.sampled_from(["framework", "kind", "subject"]), st.booleans())
    def test_only_some_events(self, event, attribute, unsaid):
        """A rule holds for the values named; where there is none, as it says."""
        value = getattr(event, attribute, None)

        assert (unsaid if value is None else True) == Condition(
            attribute, ("zzz", value or "yyy"), if_missing=unsaid
        ).holds(event)
        assert (unsaid and value is None) == Condition(attribute, "zzz", if_missing=unsaid).holds(
            event
        )

    def test_a_relaxation_reads_its_days(self):
        """The due days it is about may be texts."""
        relaxed = Relaxation("2020-04-24", "2020-09-24", Citation("SI 2020/445"))

        assert ("2020-04-24", "2020-09-24") == (relaxed.due_from.text, relaxed.due_to.text)
        with pytest.raises(BadDate):
            Relaxation("spring", "autumn", Citation("SI 2020/445"))

    @at_most(10)  # of five thousand days each
    @given(spans(120), days(dt.date(2020, 1, 1), dt.date(2020, 12, 31)), st.integers(0, 200))
    def test_relaxed_starts_are_those_that_fall_due_then(self, at_most, first, length):
        """Day by day: the starts whose last day is one of the relaxed days."""
        last = first + dt.timedelta(days=length)
        made = rule(at_most=at_most, relaxed=Relaxation(first, last, Citation("SI 2020/445")))
        near = range(dt.date(2008, 1, 1).toordinal(), dt.date(2023, 1, 1).toordinal())

        due = {day: at_most.shift(day) for day in near}
        assert [day for day in near if first.toordinal() <= due[day] <= last.toordinal()] == list(
            made.relaxed_starts
        )

    def test_nothing_is_relaxed_without_a_last_day(self):
        """A rule that was never relaxed, or that has no longest time, has no such starts."""
        relaxed = Relaxation("2020", "2020", Citation("SI 2020/445"))

        assert range(0) == rule(at_most="3 days").relaxed_starts
        assert range(0) == rule(at_least="3 days", relaxed=relaxed).relaxed_starts
