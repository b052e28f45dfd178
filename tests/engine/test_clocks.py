"""A rule between two days known only in part, compared with every pair of days."""

from itertools import product

import pytest
from attrs import evolve

import trustflow as tf
from tests.engine.samples import (
    APPOINTED,
    INFORMED,
    LETTER,
    PROVISION,
    RECEIVED,
    answer_rule,
    asking_process,
    broken_rules,
    history_of,
    inspection,
)
from trustflow import events as ev
from trustflow.dates import PartialDate, days, working_days
from trustflow.engine import RunningClock, evaluate
from trustflow.engine.clocks import RuleResult, clock_of
from trustflow.history import Strength
from trustflow.process import Condition, Relaxation

# Every pair of days

DAY = PartialDate("2018-01-01").first
"""A Monday and a bank holiday, in the middle of the days tried."""


def on(count):
    """Return the day a number of days after `DAY`."""
    return PartialDate.between(DAY + count, DAY + count)


IN_FORCE = {"since": on(-1), "until": on(1)}
TO_DUE = {"since": on(-1), "until": on(3), "in_force_to_due": True}
RELAXED = {"relaxed": Relaxation(on(2), on(3), PROVISION)}
RULES = {
    "at most": {"at_most": "2 days"},
    "at least": {"at_least": "2 days"},
    "both": {"at_least": "1 day", "at_most": "3 days"},
    "working days": {"at_most": "2 working days"},
    "exactly": {"at_least": "1 working day", "at_most": "1 working day"},
    "at most, in force": {"at_most": "2 days", **IN_FORCE},
    "at least, in force": {"at_least": "2 days", **IN_FORCE},
    "both, in force": {"at_least": "1 day", "at_most": "3 days", **IN_FORCE},
    "in force by its end": {"at_most": "2 days", "in_force_by_end": True, **IN_FORCE},
    "both, in force by its end": {
        "at_least": "1 day",
        "at_most": "3 days",
        "in_force_by_end": True,
        **IN_FORCE,
    },
    "relaxed": {"at_most": "2 days", **RELAXED},
    "both, relaxed": {"at_least": "1 day", "at_most": "3 days", **RELAXED},
    "both, relaxed, in force": {"at_least": "1 day", "at_most": "3 days", **RELAXED, **IN_FORCE},
    "at most, in force to the due day": {"at_most": "2 days", **TO_DUE},
    "at least, in force to the due day": {"at_least": "2 days", **TO_DUE},
    "both, in force to the due day": {"at_least": "1 day", "at_most": "3 days", **TO_DUE},
    "both, relaxed, in force to the due day": {
        "at_least": "1 day",
        "at_most": "3 days",
        **RELAXED,
        **TO_DUE,
    },
}


def outcome(rule, start, end, *, upper):
    """Return the strength with which a rule is broken between two days, or None."""
    since, until = rule.period
    if not since <= (end if rule.in_force_by_end else start) <= until:
        return None
    if rule.at_least is not None and end < rule.at_least.shift(start):
        return Strength.LAW
    if not upper or rule.at_most is None or end <= rule.at_most.shift(start):
        return None
    due = rule.at_most.shift(start)
    if rule.in_force_to_due and due > until:
        return None
    is_relaxed = rule.relaxed and rule.relaxed.due_from.first <= due <= rule.relaxed.due_to.last
    return Strength.PRACTICE if is_relaxed else Strength.LAW


def result_of_every_pair(rule, start, end, *, upper):
    """Return the result of a rule from its outcome for every pair of days."""
    pairs = product(range(start[0], start[1] + 1), range(end[0], end[1] + 1))
    outcomes = {outcome(rule, *pair, upper=upper) for pair in pairs}
    broken = outcomes - {None}
    if not broken:
        return None
    strength = Strength.LAW if Strength.LAW in broken else Strength.PRACTICE
    return RuleResult(strength, certain=outcomes == {strength})


@pytest.mark.parametrize("upper", [True, False])
@pytest.mark.parametrize("fields", RULES.values(), ids=RULES)
def test_a_rule_between_two_spans_is_evaluated_as_for_every_pair_of_days(fields, upper):
    """Spans of up to five start days and four end days lie around the bounds of the rule."""
    rule = answer_rule(**fields)
    starts = [(DAY + first, DAY + first + more) for first in range(-4, 5) for more in range(5)]
    for start, ahead, more in product(starts, range(-3, 7), range(4)):
        end = start[0] + ahead, start[0] + ahead + more
        expected = result_of_every_pair(rule, start, end, upper=upper)
        assert expected == evaluate(rule, start, end, upper=upper)


# The day to count from


def started(rule, event):
    """Return the clock that an event with a date without an open end started."""
    return clock_of(rule, event, (event.on.first, event.on.last))


def test_a_clock_counts_from_any_day_of_an_interval():
    """The day of an event is one unknown day of its interval, not a period with an end."""
    event = ev.Note("2016-01/2016-03")
    clock = started(answer_rule(at_most="2 days"), event)
    assert RunningClock(event, (event.on.first, event.on.last), measured=False) == clock
    assert clock.measured is False


def test_a_clock_counts_from_the_end_of_the_period_in_a_field():
    """Of several periods, it counts from the last end."""
    rule = answer_rule(at_most="2 days", start_field="inspected")
    event = ev.InspectionPublished("2016-11-25", inspected=["2016-09-12/2016-10-06", "2016-10-20"])
    clock = started(rule, event)
    assert (PartialDate("2016-10-20").first,) * 2 == clock.days
    assert clock.measured is False


@pytest.mark.parametrize("span", [days, working_days])
def test_without_its_field_a_clock_counts_from_the_days_around_the_event(span):
    """The fallback widens the event's own day to both sides, and the clock is marked."""
    rule = answer_rule(at_most="2 days", start_field="received_on", fallback=(span(4), span(1)))
    event = ev.InspectionPublished("2016-11-10/2016-11-25")
    clock = started(rule, event)
    first, last = span(4).before("2016-11-10"), span(1).after("2016-11-25")
    assert RunningClock(event, (first.toordinal(), last.toordinal()), measured=True) == clock


@pytest.mark.parametrize(
    "first",
    [{"condition": Condition("note", "urgent")}, {"start_field": "known_on"}, {"from_first": True}],
)
def test_each_rule_starts_its_clock_by_itself(first):
    """A rule that does not start, or is not started again, does not affect the next one."""
    process = asking_process(
        answer_rule(at_most="9 days", **first), answer_rule(id="second", at_most="5 days")
    )

    def broken(*events):
        history = tf.History("Somewhere", [process.event(trigger, on) for trigger, on in events])
        return [finding.rule for finding in tf.check(history, process).findings]

    asked, again = ("ask", "2020-01-01"), ("ask", "2020-01-04")
    assert [] == broken(asked, again, ("grant", "2020-01-09"))
    assert ["second"] == broken(asked, again, ("grant", "2020-01-10"))


@pytest.mark.parametrize(
    ("known_on", "end", "is_broken"),
    [
        ("2020-01-01", "2020-01-06", False),
        ("2020-01-01", "2020-01-07", True),
        (None, "2021", False),
    ],
)
def test_a_rule_without_a_fallback_needs_the_day_it_counts_from(known_on, end, is_broken):
    """Where the event does not give that day, no clock starts and nothing is due."""
    process = asking_process(answer_rule(at_most="5 days", start_field="known_on"))
    asked = process.event("ask", "2020-01-03", known_on=known_on)
    history = tf.History("Somewhere", [asked, process.event("grant", end)])
    findings = tf.check(history, process).findings
    due = tf.deadlines(history, "2020-01-05", process=process, everything=True)
    assert ["answer"] * is_broken == [finding.rule for finding in findings]
    assert ["answer"] * (known_on is not None) == [each.rule for each in due]


# The bounds of the rules

SIF = inspection("2014-01-31", framework="SIF")
JOINT = ev.VisitLetterPublished(
    "2018-11-16", kind="jtai", statement_required=True, received_on="2018-11-09"
)
DECIDED = ev.ReturnDecided("2022-01-01")
ON_THE_DAY = {
    "council-publishes-report": (
        None,
        RECEIVED,
        ev.ReportPublishedByCouncil,
        "2017-01-11",
        1,
        "law",
    ),
    "action-plan": (None, RECEIVED, ev.ActionPlanPublished, "2017-03-08", 1, "law"),
    "employee-information-28": (
        "direction_issued",
        INFORMED,
        ev.TrustWentLive,
        "2018-04-01",
        -1,
        "law",
    ),
    "employee-information-14": (
        "direction_issued",
        evolve(INFORMED, on="2014-04-16"),
        ev.TrustWentLive,
        "2014-04-30",
        -1,
        "law",
    ),
    "return-after-live": (
        "routine_oversight",
        ev.PartnershipStarted("2018-04-01"),
        ev.ReturnedToCouncil,
        "2018-04-02",
        -1,
        "logic",
    ),
    "joint-statement": (None, JOINT, ev.ActionPlanPublished, "2019-02-20", 1, "law"),
    "joint-report": (None, JOINT, ev.ReportPublishedByCouncil, "2018-12-21", 1, "law"),
    "draft-plan": (None, LETTER, ev.DraftPlanShared, "2018-09-14", 1, "practice"),
    "final-plan": (None, LETTER, ev.PlanSubmitted, "2018-11-23", 1, "inspectorate"),
    "commissioner-report": (
        "rated_inadequate",
        APPOINTED,
        ev.CommissionerReported,
        "2016-10-01",
        1,
        "practice",
    ),
    "decision-to-return": (
        "trust_live",
        DECIDED,
        ev.ReturnedToCouncil,
        "2023-01-01",
        1,
        "practice",
    ),
}
"""For each rule: the first stage, the start, the end, the last day that keeps the rule, the step
in days that breaks it, and its strength."""


@pytest.mark.parametrize(("rule", "case"), ON_THE_DAY.items(), ids=ON_THE_DAY)
def test_a_rule_is_kept_on_its_last_day_and_broken_on_the_next(rule, case):
    """One day beyond the bound, the rule is certainly broken."""
    begins_in, start, end, last, step, strength = case
    kept = tf.PartialDate.parse(last).earliest
    assert [] == broken_rules(start, end(kept), begins_in=begins_in)
    assert [(rule, strength, True)] == broken_rules(
        start, end(kept.add(days=step)), begins_in=begins_in
    )


@pytest.mark.parametrize(("rule", "case"), ON_THE_DAY.items(), ids=ON_THE_DAY)
def test_a_rule_is_possibly_broken_when_only_some_days_keep_it(rule, case):
    """A span across the bound gives a finding that is not certain, and no refusal."""
    begins_in, start, end, last, step, strength = case
    kept = tf.PartialDate.parse(last).earliest
    first, second = sorted([kept, kept.add(days=step)])
    events = (start, end(f"{first}/{second}"))
    assert [(rule, strength, False)] == broken_rules(*events, begins_in=begins_in)
    assert tf.check(history_of(*events, begins_in=begins_in)).ok


def next_start(start):
    """Return an inspection that started on a day, and whose report came in time."""
    return inspection("2018-12-31", inspected=f"{start}/2018-12")


@pytest.mark.parametrize(
    ("start", "early", "first", "last", "late"),
    [
        (SIF, "2015-07-30", "2015-07-31", "2016-01-31", "2016-02-01"),
        (
            evolve(SIF, on="2014-02-28"),
            "2015-08-27",
            "2015-08-28",
            "2016-02-28",
            "2016-02-29",
        ),
    ],
)
def test_a_rule_with_two_bounds_is_broken_on_either_side(start, early, first, last, late):
    """A month after a month's last day is the last day of the next month."""
    rule = ("reinspection-18-24-months", "practice", True)
    expected = {early: [rule], first: [], last: [], late: [rule]}
    assert expected == {on: broken_rules(start, next_start(on)) for on in expected}


# In force


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2013-10-31", []),
        ("2013-11-01", [("reinspection-18-24-months", "practice", True)]),
        ("2014-05-30", [("reinspection-18-24-months", "practice", True)]),
        ("2014-05-31", []),
        ("2016-05-30", []),
    ],
)
def test_a_rule_that_asks_for_both_days_is_in_force_from_its_start_to_the_due_day(start, expected):
    """The rule ended on 30 May 2016, so nothing that was due later can be late."""
    assert expected == broken_rules(inspection(start, framework="SIF"), next_start("2018-11-01"))


@pytest.mark.parametrize(
    ("start", "again", "expected"),
    [
        ("2014-05-31", "2015-06-01", [("reinspection-18-24-months", "practice", True)]),
        ("2016-05-30", "2017-06-01", [("reinspection-18-24-months", "practice", True)]),
        ("2016-05-31", "2017-06-01", []),
        ("2016-05", "2017-06-01", [("reinspection-18-24-months", "practice", False)]),
    ],
)
def test_a_lower_bound_is_in_force_by_the_start_day_alone(start, again, expected):
    """A re-inspection can come too soon, though the due day lies after the end of the rule."""
    assert expected == broken_rules(inspection(start, framework="SIF"), next_start(again))


def test_a_rule_is_in_force_by_the_day_it_counts_from():
    """The letter of 2018 was received on the first day of the rules, or on the day before."""
    plan = ev.DraftPlanShared("2018-12-01")
    received = {on: evolve(LETTER, received_on=on) for on in ("2018-08-06", "2018-08-07")}
    assert [] == broken_rules(received["2018-08-06"], plan)
    assert [("draft-plan", "practice", True)] == broken_rules(received["2018-08-07"], plan)


def test_a_month_across_the_start_of_a_rule_breaks_it_possibly():
    """The clock may have started on a day before the rule was in force."""
    letter = evolve(LETTER, received_on="2018-08")
    assert [("draft-plan", "practice", False)] == broken_rules(
        letter, ev.DraftPlanShared("2018-12-01")
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2014-04-30", [("employee-information-14", "law", True)]),
        ("2014-05-01", [("employee-information-28", "law", True)]),
        ("2006-04-05", []),
        (
            "2014-04-30/2014-05-01",
            [("employee-information-14", "law", False), ("employee-information-28", "law", False)],
        ),
    ],
)
def test_the_rules_on_employee_information_apply_by_the_transfer_date(day, expected):
    """The day of the transfer decides which rule is in force, not that of the information."""
    given_on = tf.PartialDate.parse(day).earliest.subtract(days=1)
    events = (ev.EmployeeInformationGiven(given_on), ev.TrustWentLive(day))
    assert expected == broken_rules(*events, begins_in="direction_issued")


# Rules on inspections, and the day of receipt


@pytest.mark.parametrize(
    ("framework", "expected"),
    [
        (None, [("action-plan", "law", True)]),
        ("SIF", [("action-plan", "law", True)]),
        ("ILACS", [("action-plan", "law", True)]),
        ("child protection", [("action-plan", "law", True)]),
        ("unannounced", []),
        ("other", []),
    ],
)
def test_rules_on_inspections_apply_to_those_of_section_136(framework, expected):
    """Neither annual ratings nor agency inspections ask for an action plan."""
    events = (evolve(RECEIVED, framework=framework), ev.ActionPlanPublished("2017-03-09"))
    assert expected == broken_rules(*events)


def test_the_rule_on_single_inspections_applies_only_to_a_stated_framework():
    """An inspection of unknown framework does not count as a single inspection."""
    for framework in (None, "ILACS"):
        start = inspection("2014-01-31", framework=framework)
        assert [] == broken_rules(start, next_start("2018-11-01"))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2017-02-27", []),
        ("2017-02-28", ["not certain"]),
        ("2017-03-09", ["not certain"]),
        ("2019", ["not certain"]),
    ],
)
def test_a_finding_that_rests_on_a_fallback_is_never_certain(on, expected):
    """Received up to 6 working days before publication: due on 27 February at the earliest."""
    events = (inspection("2016-11-24"), ev.ActionPlanPublished(on))
    assert [("action-plan", "law", False)] * len(expected) == broken_rules(*events)


def test_the_fallback_for_the_receipt_ends_a_working_day_after_publication():
    """Published on the Friday before the rule came into force, received perhaps on the Monday."""
    late = ev.ReportPublishedByCouncil("2008")
    assert [] == broken_rules(inspection("2007-03-29"), late)
    assert [("council-publishes-report", "law", False)] == broken_rules(
        inspection("2007-03-30"), late
    )


# The relaxation of 2020


@pytest.mark.parametrize(
    ("due", "received", "strength"),
    [
        ("2020-04-23", "2020-01-14", "law"),
        ("2020-04-24", "2020-01-15", "practice"),
        ("2020-09-24", "2020-06-17", "practice"),
        ("2020-09-25", "2020-06-18", "law"),
    ],
)
def test_a_due_day_in_the_summer_of_2020_is_relaxed(due, received, strength):
    """A late event is then a remark; due a day before or after, it is a breach."""
    start = inspection(received, received_on=received)
    assert tf.PartialDate.parse(due).earliest == tf.working_days(70).after(received)
    late = ev.ActionPlanPublished("2020-12-24")
    assert [("action-plan", strength, True)] == broken_rules(start, late)
    assert [] == broken_rules(start, ev.ActionPlanPublished(due))


@pytest.mark.parametrize("received", ["2020-01-14/2020-01-15", "2020-06-17/2020-06-18"])
def test_a_due_day_that_may_be_relaxed_is_possibly_a_breach(received):
    """Some days give a breach and others a remark: a breach that is not certain."""
    start = inspection("2020-06-18", received_on=received)
    assert [("action-plan", "law", False)] == broken_rules(start, ev.ActionPlanPublished("2020-12"))
