"""What `check` says: each finding, and each reading of the domain, by example.

That it says the same of everything else as the domain does is tested in test_oracle.
"""

import copy
import html
import pickle

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import given, settings
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow.engine import NOT_RECORDED
from trustflow.history import NamedEvent
from trustflow.testing import histories, loose_histories

FEWER = at_most(settings.default.max_examples // 2)
"""For what takes long: half the examples of the profile."""

ARTICLE = tf.Source("Public Sector Executive", url="https://example.org/1", confidence="high")
RUMOUR = tf.Source("A forum", confidence="low")


def history(*events, begins_in=None):
    """A history of Sandwell's."""
    return tf.History("Sandwell", events, begins_in=begins_in)


def found(*events, begins_in=None):
    """The findings on some events, as far as the domain fixes them."""
    return [
        (finding.code, finding.index, finding.rule, str(finding.strength), finding.certain)
        for finding in tf.check(history(*events, begins_in=begins_in)).findings
    ]


def rules_found(*events, begins_in=None):
    """The date rules that some events break: id, strength and whether that is certain."""
    return [
        (rule, strength, certain)
        for code, _, rule, strength, certain in found(*events, begins_in=begins_in)
        if code == "date_rule"
    ]


def codes(*events, begins_in=None):
    """The codes of the findings on some events, each with the index of its event."""
    return [(code, index) for code, index, *_ in found(*events, begins_in=begins_in)]


def message(*events, begins_in=None, rule=None):
    """The one message about some events, or that about one rule."""
    (text,) = (
        finding.message
        for finding in tf.check(history(*events, begins_in=begins_in)).findings
        if rule is None or finding.rule == rule
    )
    return text


def inspection(on, judgement="inadequate", **fields):
    """An inspection of which nothing is to be said by itself."""
    return ev.InspectionPublished(on, judgement=judgement, **fields)


# Properties


@FEWER
@given(histories() | loose_histories())
def test_a_report_has_a_step_for_each_event(given_history):
    """Steps follow the events one by one, each from the stage where the one before left off."""
    report = tf.check(given_history)
    start = given_history.begins_in or "routine_oversight"
    afters = [step.after for step in report.steps]
    assert list(given_history) == [step.event for step in report.steps]
    assert list(range(len(given_history))) == [step.index for step in report.steps]
    assert [start, *afters] == [*(step.before for step in report.steps), report.stage]


@FEWER
@given(histories() | loose_histories())
def test_findings_stand_in_the_order_of_the_events(given_history):
    """A report's findings are those of its steps, each with the index of its step."""
    report = tf.check(given_history)
    assert report.findings == tuple(each for step in report.steps for each in step.findings)
    assert all(each.index == step.index for step in report.steps for each in step.findings)


@given(loose_histories())
def test_a_refused_event_gives_one_finding_or_names_the_one_that_does(given_history):
    """What is not allowed has its own finding and no other, or the index of an earlier one."""
    report = tf.check(given_history)
    for step in report.steps:
        own = [each.code for each in step.findings]
        if step.allowed:
            assert "move_not_allowed" not in own
            assert step.caused_by is None
        elif step.caused_by is None:
            assert ["move_not_allowed"] == own
        else:
            assert [] == own
            cause = report.steps[step.caused_by]
            assert (False, None) == (cause.allowed, cause.caused_by)
            between = report.steps[step.caused_by : step.index]
            assert {step.before} == {each.after for each in between}


@FEWER
@given(loose_histories())
def test_ok_is_that_nothing_is_certainly_impossible(given_history):
    """A report is fine when no finding is certain and of strength logic."""
    report = tf.check(given_history)
    refusals = [each for each in report.findings if each.certain and each.strength == "logic"]
    assert report.ok is not bool(refusals)


@FEWER
@given(loose_histories(), st.data())
def test_the_beginning_of_a_history_checks_the_same_by_itself(given_history, data):
    """What comes later changes nothing about what was said before."""
    size = data.draw(st.integers(0, len(given_history)))
    part = tf.check(evolve(given_history, events=given_history[:size]))
    assert tf.check(given_history).steps[:size] == part.steps


@FEWER
@given(loose_histories())
def test_a_report_is_a_value(given_history):
    """Two checks of one history are equal, and survive pickling and copying."""
    report = tf.check(given_history)
    assert report == tf.check(given_history)
    assert report == pickle.loads(pickle.dumps(report))  # noqa: S301 - our own bytes
    assert report == copy.deepcopy(report)


# What never raises


def named(trigger, on="2016"):
    """An event that the process has no class for."""
    return NamedEvent(on, what=trigger)


def test_an_unknown_trigger_is_a_finding():
    """An event the process does not know is refused, with the trigger it may stand for."""
    report = tf.check(history(named("direction_isued_trust")))
    assert [("move_not_allowed", 0)] == [(each.code, each.index) for each in report.findings]
    assert "'direction_isued_trust' is not an event of" in report.findings[0].message
    assert "Did you mean 'direction_issued_trust'?" in report.findings[0].message


def test_a_trigger_near_to_none_is_a_finding_without_a_guess():
    """No near match is made up."""
    (finding,) = tf.check(history(named("zzzz"))).findings
    assert "did you mean" not in finding.message


def test_an_event_without_its_class_is_judged_by_its_trigger():
    """A bare trigger moves the stage and starts clocks as the event of the class does."""
    events = [
        named("partnership_started", "2016-01-02"),
        named("returned_to_council", "2016-01-02"),
    ]
    assert [("return-after-live", "logic", True)] == rules_found(*events)


def test_an_unknown_stage_to_begin_in_is_a_finding():
    """The history is held against the process from its first stage on."""
    report = tf.check(history(inspection("2016-01-01"), begins_in="rated_inadequat"))
    finding = report.findings[0]
    assert ("unknown_stage", -1, "logic", True) == (
        finding.code,
        finding.index,
        finding.strength,
        finding.certain,
    )
    assert "Did you mean 'rated_inadequate'?" in finding.message
    assert "routine_oversight" == report.steps[0].before
    assert "rated_inadequate" == report.stage
    assert not report.ok


def test_a_stage_to_begin_in_near_to_none_is_a_finding_without_a_guess():
    """No near match is made up."""
    (finding,) = tf.check(history(begins_in="zzzz")).findings
    assert "did you mean" not in finding.message


@pytest.mark.parametrize(
    "year", ["1900", "1900-01-01", "2100-12-31", "2199", "2199-12-31", "../.."]
)
def test_absurd_years_are_no_error(year):
    """Whatever is due before the first day held or after the last, something is said of it."""
    first = [named("inspection_published_inadequate", year), named("partnership_started", year)]
    for trigger in tf.TRUST_TRANSFER.triggers:
        deadline = tf.Deadline("all of it", within="100000 days", met_by=trigger)
        last = [ev.Note(year, deadlines=deadline), named(trigger, year), named(trigger, year)]
        report = tf.check(history(*first, *last))
        assert 5 == len(report.steps)
        assert all(finding.message for finding in report.findings)


def test_a_day_too_early_on_the_last_day_held_is_told():
    """A bound that leads out of the years held is still a bound."""
    events = [ev.PartnershipStarted("2199-12-31"), ev.ReturnedToCouncil("2199-12-31")]
    assert [("return-after-live", "logic", True)] == rules_found(*events)


def test_a_far_future_inspection_may_use_the_words_of_its_time():
    """Working days are counted to 2100 only; a later inspection is not of an earlier era for it."""
    report = tf.check(
        history(inspection("2150-01-01", areas={"leadership": "requires improvement"}))
    )
    assert report.ok


# Moves that are not allowed


def test_what_is_not_allowed_stays_on_record():
    """One finding, of strength logic and certain, and the stage stays where no other is clear."""
    report = tf.check(history(ev.CommissionerReported("2016-07", sources=ARTICLE)))
    (step,) = report.steps
    assert ("routine_oversight", "routine_oversight") == (step.before, step.after)
    assert not step.allowed
    (finding,) = step.findings
    assert ("move_not_allowed", "logic", True) == (finding.code, finding.strength, finding.certain)
    assert (None, None, None) == (finding.rule, finding.duty_holder, finding.citation)
    assert "high" == finding.confidence


def test_a_history_goes_on_from_the_only_stage_an_event_leads_to():
    """A go-live on record says where the council stands, whatever is missing before it."""
    report = tf.check(history(inspection("2015-06-05"), ev.TrustWentLive("2018-04-01")))
    assert "trust_live" == report.stage
    assert [("move_not_allowed", 1)] == [(each.code, each.index) for each in report.findings]


def test_stays_are_among_the_stages_an_event_leads_to():
    """Ownership changes only where a trust is live, so that is where the history goes on."""
    assert "trust_live" == tf.check(history(ev.OwnershipChanged("2021-04-01"))).stage


def test_refusals_after_a_refusal_give_no_finding_of_their_own():
    """Without the missing direction neither memorandum nor chair is allowed: one finding."""
    events = [
        inspection("2015-06-05"),
        ev.MemorandumSigned("2016-01"),
        ev.ChairAppointed("2016-02"),
    ]
    report = tf.check(history(*events))
    assert [("move_not_allowed", 1)] == [(each.code, each.index) for each in report.findings]
    assert [None, None, 1] == [step.caused_by for step in report.steps]
    assert [True, False, False] == [step.allowed for step in report.steps]


def test_refusals_are_remarked_on_again_once_the_stage_has_changed():
    """The stage is clear again, so what it does not allow is a finding of its own."""
    events = [
        ev.MemorandumSigned("2016-01"),
        inspection("2016-02-01"),
        ev.ChairAppointed("2016-03"),
    ]
    assert [("move_not_allowed", 0), ("move_not_allowed", 2)] == codes(*events)


def test_a_refused_event_that_follows_another_may_still_move_the_stage():
    """It gives no finding, but from then on the stage is clear."""
    events = [
        ev.MemorandumSigned("2016-01"),
        ev.TrustWentLive("2016-02-01"),
        ev.ShadowStarted("2016-03"),
    ]
    report = tf.check(history(*events))
    assert [0, 2] == [each.index for each in report.findings]
    assert [None, 0, None] == [step.caused_by for step in report.steps]


def test_a_refused_event_gives_no_finding_but_that():
    """Out of order and late, and still one finding: the missing record comes first."""
    events = [ev.Note("2018"), ev.CommissionerReportPublished("2016-07-01", deadlines=[])]
    assert [("move_not_allowed", 1)] == codes(*events)


def test_a_refused_event_starts_clocks():
    """The refused go-live is still the day from which a return is counted."""
    events = [ev.TrustWentLive("2018-04-01"), ev.ReturnedToCouncil("2018-04-01")]
    assert [("move_not_allowed", 0), ("date_rule", 1)] == codes(*events)


def test_a_refused_event_spends_rules():
    """What was reported where nobody could report leaves nothing to be late for."""
    before = [APPOINTED, inspection("2016-08-01", "good")]
    refused = ev.CommissionerReported("2016-09-01")
    after = [
        ev.DirectionIssued("2016-10-01", purpose="takeover"),
        ev.CommissionerReported("2018-01-01"),
    ]
    late = [("commissioner-report", "policy", True)]
    assert late == rules_found(*before, *after, begins_in="rated_inadequate")
    assert [] == rules_found(*before, refused, *after, begins_in="rated_inadequate")


def test_a_refused_event_meets_deadlines():
    """The go-live that was planned has come, though something before it is missing."""
    planned = tf.Deadline("go-live", due="2018-04-01", met_by="trust_went_live")
    events = [
        inspection("2016-01-01", deadlines=planned),
        ev.TrustWentLive("2018-04-01"),
        ev.ReturnedToCouncil("2019-04-01"),
        ev.DecisionAnnounced("2019-05-01", outcome="voluntary_trust"),
        ev.TrustWentLive("2020-04-01"),
    ]
    assert "deadline_missed" not in {code for code, _ in codes(*events)}


# Order


def test_an_event_before_the_day_reached_is_out_of_order():
    """Its latest day is before the earliest day of one listed before it."""
    assert [("out_of_order", 1, "in-order", "logic", True)] == found(
        ev.Note("2018-04-01"), ev.Note("2018-03-31")
    )


@pytest.mark.parametrize(
    "on", ["2018-04-01", "2018-03-31/2018-04-01", "2018-04", "2018~", "../2018-05"]
)
def test_what_may_have_come_after_is_in_order(on):
    """Listing is itself a statement of order, so what cannot be told gives nothing."""
    assert [] == found(ev.Note("2018-04-01"), ev.Note(on))


def test_one_misdated_event_gives_one_finding():
    """After an event out of order the count starts again at it."""
    late = [ev.Note(day) for day in ("2016-01-01", "2061-02-01", "2016-03-01", "2016-04-01")]
    early = [ev.Note(day) for day in ("2016-01-01", "2006-02-01", "2016-03-01", "2016-04-01")]
    assert [("out_of_order", 2)] == codes(*late)
    assert [("out_of_order", 1)] == codes(*early)
    for events in (late, early):
        report = tf.check(tf.History("Sandwell", events))
        assert report.findings == tuple(each for step in report.steps for each in step.findings)


def test_the_order_is_counted_from_the_furthest_day_reached():
    """A part-known event does not take the day reached back."""
    events = [ev.Note("2018-04-01"), ev.Note("2018"), ev.Note("2018-03-31")]
    assert [("out_of_order", 2)] == codes(*events)


# Date rules

LETTER = ev.VisitLetterPublished("2018-08-16", kind="focused", priority_action=True)
"""The first letter under the rules for such letters: 20 working days on is 14 September 2018."""
DIRECTION = ev.DirectionIssued("2016-10-06", purpose="trust")
APPOINTED = ev.CommissionerAppointed("2016-07-01")
INFORMED = ev.EmployeeInformationGiven("2018-03-04")
SIF = inspection("2014-01-31", framework="SIF")
ILACS = inspection("2016-05-31", framework="ILACS")
RECEIVED = inspection("2016-11-25", received_on="2016-11-25")
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
        "trust_live",
        evolve(INFORMED, on="2014-04-16"),
        ev.ReturnedToCouncil,
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
    "draft-plan": (None, LETTER, ev.DraftPlanShared, "2018-09-14", 1, "inspectorate"),
    "final-plan": (None, LETTER, ev.ActionPlanPublished, "2018-11-23", 1, "inspectorate"),
    "commissioner-report": (
        "rated_inadequate",
        APPOINTED,
        ev.CommissionerReported,
        "2016-10-01",
        1,
        "policy",
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
"""By rule: the stage to begin in, the start, the end, its last good day, which way is bad."""


@pytest.mark.parametrize(("rule", "case"), ON_THE_DAY.items(), ids=ON_THE_DAY)
def test_a_rule_is_kept_on_its_last_day_and_broken_on_the_next(rule, case):
    """On the day itself nothing is said; a day on (or back) the rule is certainly broken."""
    begins_in, start, end, last, step, strength = case
    kept = tf.PartialDate.parse(last).earliest
    assert [] == rules_found(start, end(kept), begins_in=begins_in)
    assert [(rule, strength, True)] == rules_found(
        start, end(kept.add(days=step)), begins_in=begins_in
    )


@pytest.mark.parametrize(("rule", "case"), ON_THE_DAY.items(), ids=ON_THE_DAY)
def test_a_rule_cannot_be_told_when_only_some_days_keep_it(rule, case):
    """Of a span that ends on the wrong side of the bound it cannot be told; live it is accepted."""
    begins_in, start, end, last, step, strength = case
    kept = tf.PartialDate.parse(last).earliest
    first, second = sorted([kept, kept.add(days=step)])
    events = (start, end(f"{first}/{second}"))
    assert [(rule, strength, False)] == rules_found(*events, begins_in=begins_in)
    assert tf.check(history(*events, begins_in=begins_in)).ok


@pytest.mark.parametrize(
    ("start", "early", "first", "last", "late"),
    [
        (SIF, "2015-07-30", "2015-07-31", "2016-01-31", "2016-02-01"),
        (evolve(SIF, on="2014-08-31"), "2016-02-28", "2016-02-29", "2016-08-31", "2016-09-01"),
    ],
)
def test_a_rule_with_two_bounds_is_broken_on_either_side(start, early, first, last, late):
    """A month on from a month's last day is the last day of that month."""
    rule = ("reinspection-18-24-months", "inspectorate", True)
    expected = {early: [rule], first: [], last: [], late: [rule]}
    assert expected == {on: rules_found(start, inspection(on)) for on in expected}


# In force


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2016-05-30", [("reinspection-18-24-months", "inspectorate", True)]),
        ("2016-05-31", [("reinspection-two-years", "inspectorate", True)]),
        ("2017-12-31", [("reinspection-two-years", "inspectorate", True)]),
        ("2018-01-01", []),
        ("2013-10-31", []),
        ("2013-11-01", [("reinspection-18-24-months", "inspectorate", True)]),
    ],
)
def test_a_rule_is_in_force_by_the_day_it_counts_from(start, expected):
    """One day earlier or later another rule holds, or none."""
    again = inspection("2025-01-01")
    assert expected == rules_found(inspection(start, framework="SIF"), again)


def test_on_the_edge_of_a_period_it_cannot_be_told():
    """A month across the change of rule breaks neither for certain."""
    start = inspection("2016-05", framework="SIF")
    assert [
        ("reinspection-18-24-months", "inspectorate", False),
        ("reinspection-two-years", "inspectorate", False),
    ] == rules_found(start, inspection("2025-01-01"))


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
def test_employee_information_goes_by_the_transfer_date(day, expected):
    """The period in force is that of the transfer, not of the information."""
    given_on = tf.PartialDate.parse(day).earliest.subtract(days=1)
    events = (ev.EmployeeInformationGiven(given_on), ev.TrustWentLive(day))
    assert expected == rules_found(*events, begins_in="direction_issued")


# Anchors


def test_a_rule_counts_from_the_latest_start():
    """A newer letter starts the clock again, and only the newer one counts."""
    newer = evolve(LETTER, on="2019-01-02")
    assert [] == rules_found(LETTER, newer, ev.DraftPlanShared("2019-01-30"))
    assert [("draft-plan", "inspectorate", True)] == rules_found(
        newer, evolve(LETTER, on="2019-01-03"), ev.DraftPlanShared("2019-02-01")
    )


def test_the_latest_start_is_the_latest_listed():
    """Listed order decides, also where the dates cannot be told apart."""
    first = inspection("2016-06-01", received_on="2016-06-01")
    second = inspection("2016-06", received_on="2016-01-01")
    plan = ev.ActionPlanPublished("2016-08-01")
    assert [("action-plan", "law", True)] == rules_found(first, second, plan)
    assert [] == rules_found(evolve(second, on="2016-05"), first, plan)


def test_a_rule_is_spent_by_the_first_end():
    """A second late plan is not late again."""
    late = [ev.ActionPlanPublished("2018-01-01"), ev.ActionPlanPublished("2019-01-01")]
    assert [("date_rule", 1)] == codes(RECEIVED, *late)


def test_any_of_its_ends_spends_a_rule():
    """The report delivered in time leaves nothing for its publication to be late for."""
    events = [
        APPOINTED,
        ev.CommissionerReported("2016-09-01"),
        ev.CommissionerReportPublished("2017"),
    ]
    assert [] == rules_found(*events, begins_in="rated_inadequate")


def test_an_event_that_ends_and_starts_is_judged_as_an_end_first():
    """Each inspection is held against the one before it, and starts the clock for the next."""
    days = ("2016-06-01", "2018-07-01", "2020-07-01")
    assert [("date_rule", 1)] == codes(*(inspection(day) for day in days))
    days = ("2016-06-01", "2017-12-01", "2020-07-01")
    assert [("date_rule", 2)] == codes(*(inspection(day) for day in days))


def test_a_rule_whose_start_is_not_recorded_gives_nothing():
    """Nobody knows from when to count."""
    assert [] == found(
        ev.ActionPlanPublished("2019-01-01"), ev.ReportPublishedByCouncil("2019-01-01")
    )


def test_the_first_direction_counts_for_going_live():
    """A revised direction does not start the clock again."""
    revised = ev.DirectionIssued("2018-10-06", purpose="trust")
    events = [DIRECTION, revised, ev.TrustWentLive("2018-10-07")]
    assert [("direction-to-live", "practice", True)] == rules_found(
        *events, begins_in="commissioner_review"
    )


def test_only_the_appointment_that_began_the_review_counts():
    """A second commissioner does not start the clock again, and one for a set-up starts none."""
    second = ev.CommissionerAppointed("2016-10-01")
    late = ev.CommissionerReported("2016-10-02")
    assert [("commissioner-report", "policy", True)] == rules_found(
        APPOINTED, second, late, begins_in="rated_inadequate"
    )
    set_up = (APPOINTED, ev.CommissionerReported("2017-10-02"))
    assert [] == rules_found(*set_up, begins_in="direction_issued")


# Which inspections count


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
def test_rules_on_inspections_hold_for_those_of_section_136(framework, expected):
    """Neither annual ratings nor agency inspections ask for an action plan."""
    events = (evolve(RECEIVED, framework=framework), ev.ActionPlanPublished("2017-03-09"))
    assert expected == rules_found(*events)


def test_the_rule_on_single_inspections_holds_where_the_framework_is_said():
    """An inspection of unknown framework is not taken for a single inspection."""
    for framework in (None, "ILACS"):
        start = inspection("2014-01-31", framework=framework)
        assert [] == rules_found(start, inspection("2020-01-01"))


# The span of receipt


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2017-02-27", []),
        ("2017-02-28", ["not certain"]),
        ("2017-03-09", ["not certain"]),
        ("2019", ["not certain"]),
    ],
)
def test_what_rests_on_the_measured_receipt_is_never_certain(on, expected):
    """Received from 6 working days before publication: the earliest last day is 27 February."""
    events = (inspection("2016-11-24"), ev.ActionPlanPublished(on))
    assert [("action-plan", "law", False)] * len(expected) == rules_found(*events)


def test_the_measured_receipt_reaches_a_working_day_after_publication():
    """Published on the Friday before the rule came into force, received perhaps on the Monday."""
    late = ev.ReportPublishedByCouncil("2008")
    assert [] == rules_found(inspection("2007-03-29"), late)
    assert [("council-publishes-report", "law", False)] == rules_found(
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
    """No breach, a remark; a day before or after it is a breach."""
    start = inspection(received, received_on=received)
    assert tf.PartialDate.parse(due).earliest == tf.working_days(70).after(received)
    late = ev.ActionPlanPublished("2020-12-24")
    assert [("action-plan", strength, True)] == rules_found(start, late)
    assert [] == rules_found(start, ev.ActionPlanPublished(due))


@pytest.mark.parametrize("received", ["2020-01-14/2020-01-15", "2020-06-17/2020-06-18"])
def test_across_the_relaxation_a_breach_cannot_be_told(received):
    """Some days would be a breach, others a remark: a breach, and not certain."""
    start = inspection("2020-06-18", received_on=received)
    assert [("action-plan", "law", False)] == rules_found(start, ev.ActionPlanPublished("2020-12"))


def test_the_relaxation_is_named():
    """The remark says under which provision nothing more is asked."""
    start = inspection("2020-01-15", received_on="2020-01-15")
    text = message(start, ev.ActionPlanPublished("2020-12-24"))
    assert "The rule was relaxed for that due day: SI 2020/445 reg 7" in text
    assert "broke the law" not in text


# Stated beats computed


def by(due, met_by="action_plan_published", **fields):
    """A deadline that a document sets."""
    return tf.Deadline("a plan", due=due, met_by=met_by, **fields)


def test_a_day_set_in_a_document_beats_the_computed_one():
    """The direction says until when; the regulations' day no longer counts."""
    direction = ev.DirectionIssued("2016-12-01", deadlines=by("2018-01-01"))
    assert [] == found(RECEIVED, direction, ev.ActionPlanPublished("2018-01-01"))
    missed = found(RECEIVED, direction, ev.ActionPlanPublished("2018-01-02"))
    assert [("deadline_missed", 2, None, "direction", True)] == missed


def test_only_what_the_document_is_about_is_beaten():
    """A day for something else beats nothing."""
    direction = ev.DirectionIssued(
        "2016-12-01", deadlines=by("2018-01-01", met_by="draft_plan_shared")
    )
    assert [("date_rule", 2)] == codes(RECEIVED, direction, ev.ActionPlanPublished("2018-01-01"))


def test_a_lower_bound_is_never_beaten():
    """A planned go-live takes the place of 24 months, not of 9."""
    planned = tf.Deadline("go-live", due="2030", met_by="trust_went_live")
    direction = evolve(DIRECTION, deadlines=planned)
    early, late = ev.TrustWentLive("2017-04-01"), ev.TrustWentLive("2019-04-01")
    assert [] == rules_found(direction, late, begins_in="commissioner_review")
    assert [("direction-to-live", "practice", True)] == rules_found(
        direction, early, begins_in="commissioner_review"
    )


def test_a_rule_of_logic_is_never_beaten():
    """No document can allow what cannot have happened."""
    rule = tf.DateRule(
        id="at-once",
        requires="The note comes at once",
        starts="minded_to_direct",
        ends="note",
        at_most="1 day",
        strength="logic",
        citation=tf.Citation("order of events"),
    )
    asked = tf.Deadline("a note", due="2030", met_by="note")
    events = [ev.MindedToDirect("2016-01-01", deadlines=asked), ev.Note("2016-01-03")]
    strengths = {"logic": ["at-once"], "policy": []}
    assert strengths == {
        strength: [
            finding.rule
            for finding in tf.check(
                history(*events),
                tf.TRUST_TRANSFER.extended(rules=[evolve(rule, strength=strength)]),
            ).findings
        ]
        for strength in strengths
    }


def test_a_deadline_already_met_beats_nothing():
    """The clock that runs again is the computed one."""
    direction = ev.DirectionIssued("2015-12-01", deadlines=by("2016-01-01"))
    events = [direction, ev.ActionPlanPublished("2016-01-01"), RECEIVED]
    assert [("date_rule", 3)] == codes(*events, ev.ActionPlanPublished("2018-01-01"))


# Deadlines


@pytest.mark.parametrize(
    ("setter", "strength"),
    [
        (ev.DirectionIssued("2016"), "direction"),
        (ev.ContractSigned("2016"), "contract"),
        (ev.ContractExtended("2016"), "contract"),
        (ev.MemorandumSigned("2016"), "contract"),
        (inspection("2016"), "inspectorate"),
        (ev.VisitLetterPublished("2016", kind="focused"), "inspectorate"),
        (ev.VisitLetterPublished("2016", kind="jtai"), "law"),
        (ev.VisitLetterPublished("2016", kind="jtai", priority_action=True), "law"),
        (ev.MindedToDirect("2016"), "practice"),
        (ev.Note("2016"), "practice"),
    ],
)
def test_the_strength_of_a_deadline_is_that_of_who_set_it(setter, strength):
    """Where a deadline does not say its strength, the event that carries it does."""
    met = ev.RequirementMet("2018", what="a plan")
    said, unsaid = (
        evolve(setter, deadlines=tf.Deadline("a plan", due="2017-01-01", set_by=set_by))
        for set_by in ("policy", None)
    )
    expected = [("deadline_missed", 1, None, strength, True)]
    assert expected == [
        each for each in found(unsaid, met, begins_in="trust_live") if each[0] == "deadline_missed"
    ]
    assert "policy" in {each[3] for each in found(said, met, begins_in="trust_live")}


def test_a_deadline_set_is_one_itself():
    """Its words, day and strength are its own fields; it may carry more."""
    more = tf.Deadline("a board", due="2016-03-01")
    event = ev.DeadlineSet("2016", what="a plan", due="2016-02-01", set_by="policy", deadlines=more)
    met = [ev.RequirementMet("2017", what=what) for what in ("a plan", "a board")]
    assert [
        ("deadline_missed", 1, None, "policy", True),
        ("deadline_missed", 2, None, "practice", True),
    ] == found(event, *met)


def test_the_words_of_a_requirement_match_whatever_their_case_and_spacing():
    """The first such event after the setter meets it, and only the first."""
    setter = ev.DeadlineSet("2016", what="Transfer  plans", due="2016-12-01")
    met = [
        ev.RequirementMet("2017", what=" transfer PLANS"),
        ev.RequirementMet("2018", what="transfer plans"),
    ]
    assert [("deadline_missed", 1)] == codes(setter, *met)


def test_words_that_nobody_set_are_remarked_on():
    """The words have to be the same; they have to be set before."""
    setter = ev.DeadlineSet("2016", what="transfer plans")
    expected = ("unknown_requirement", 0, None, "practice", True)
    assert [expected] == found(ev.RequirementMet("2015", what="transfer plans"), setter)
    assert [] == found(setter, ev.RequirementMet("2017", what="transfer plans"))
    assert "No deadline held here asks for 'plans'" in message(
        ev.RequirementMet("2015", what="plans")
    )


def test_a_deadline_is_met_by_an_inspection_as_good_as_it_asks():
    """Good is not met by requires improvement, and is met by outstanding."""
    setter = ev.DeadlineSet("2020-01-01", what="good by 2022", due="2022-03-31", judgement="good")
    poor = inspection("2022-04-01", "requires improvement")
    fine = inspection("2022-06-01", "outstanding")
    partly = inspection("2022-05-01", "outstanding", remit="safeguarding")
    assert [("deadline_missed", 3)] == codes(setter, poor, partly, fine)
    ungraded = ev.InspectionPublished("2022-05-01", framework="other")
    assert [] == codes(setter, ungraded)


def test_by_areas_all_have_to_be_as_good_as_a_deadline_asks():
    """Where there is no overall judgement the least of the areas decides."""
    setter = ev.DeadlineSet("2026-04-01", what="good", due="2026-12-31", judgement="Good")
    grades = (
        {"leadership": "good", "safeguarding": "requires improvement"},
        {"leadership": "good"},
    )
    first, second = (ev.InspectionPublished("2028-01-01", areas=areas) for areas in grades)
    assert [("deadline_missed", 2)] == codes(setter, first, second)


def test_within_counts_from_the_event_that_carries_it():
    """Six months on from a day, from either end of a month."""
    month = ev.DirectionIssued("2016-01", deadlines=tf.Deadline("plans", within="1 month"))
    day = evolve(month, on="2016-01-31")
    in_time, late = (ev.RequirementMet(on, what="plans") for on in ("2016-02-29", "2016-03-01"))
    assert [] == found(day, in_time)
    assert [("deadline_missed", 1, None, "direction", False)] == found(month, in_time)
    assert [("deadline_missed", 1, None, "direction", True)] == found(month, late)


def test_a_deadline_without_a_day_is_never_missed():
    """It asks for something, and says not by when."""
    setter = ev.DirectionIssued("2016", deadlines=tf.Deadline("plans"))
    assert [] == found(setter, ev.RequirementMet("2030", what="plans"))


def test_each_planned_go_live_stands():
    """Three plans, one day: every plan that was not kept is told."""
    plans = [
        ev.DirectionIssued(
            on, purpose="trust", deadlines=tf.Deadline("go-live", due=due, met_by="trust_went_live")
        )
        for on, due in (
            ("2016-10-06", "2017-10-01"),
            ("2017-06-01", "2018-01-01"),
            ("2017-12-01", "2018-04-01"),
        )
    ]
    live = ev.TrustWentLive("2018-04-01")
    assert [("deadline_missed", 3), ("deadline_missed", 3)] == codes(
        *plans, live, begins_in="commissioner_review"
    )


# Superseding


def dated(on, due, what="plans"):
    """A direction that sets a day."""
    return ev.DirectionIssued(on, deadlines=tf.Deadline(what, due=due))


def test_a_later_deadline_of_the_same_words_supersedes_the_earlier():
    """What the second direction asks for counts, by its own day."""
    met = ev.RequirementMet("2017-01-01", what="plans")
    assert [] == found(
        dated("2016-01-01", "2016-06-01"), dated("2016-06-01", "2017-01-01", "PLANS"), met
    )
    assert [("deadline_missed", 2)] == codes(
        dated("2016-01-01", "2016-06-01"), dated("2016-06-01", "2017-01-01", "other plans"), met
    )


def test_what_is_unmet_stays_unmet():
    """A day that has passed is not taken back by a later one."""
    met = ev.RequirementMet("2017-01-01", what="plans")
    events = [dated("2016-01-01", "2016-06-01"), dated("2016-06-02", "2017-01-01"), met]
    assert [("deadline_missed", 2, None, "direction", True)] == found(*events)


@pytest.mark.parametrize(
    ("due", "superseded"), [("2016-06-01", "2016-06"), ("2016-06", "2016-06-10")]
)
def test_what_may_have_been_superseded_in_time_cannot_be_told(due, superseded):
    """The second direction came on or after the due day, nobody knows which."""
    met = ev.RequirementMet("2017-01-01", what="plans")
    events = [dated("2016-01-01", due), dated(superseded, "2017-01-01"), met]
    assert [("deadline_missed", 2, None, "direction", False)] == found(*events)


@pytest.mark.parametrize("outcome", ["retain", "trust"])
def test_a_decision_to_retain_supersedes_planned_go_lives(outcome):
    """The plan is off; a trust that comes years later is not late for it."""
    planned = tf.Deadline("go-live", due="2018-04-01", met_by="trust_went_live")
    events = [
        ev.DecisionAnnounced("2016", outcome="voluntary_trust", deadlines=planned),
        ev.DecisionAnnounced("2017", outcome=outcome),
        ev.DecisionAnnounced("2019", outcome="voluntary_trust"),
        ev.TrustWentLive("2020"),
    ]
    missed = [
        each
        for each in codes(*events, begins_in="commissioner_review")
        if each[0] == "deadline_missed"
    ]
    assert ([] if outcome == "retain" else [("deadline_missed", 3)]) == missed


def test_a_return_supersedes_planned_go_lives():
    """What was planned for the trust that has gone is not measured against the next one."""
    planned = tf.Deadline("go-live of the rest", due="2020-04-01", met_by="trust_went_live")
    events = [
        ev.FurtherServicesTransferred("2018-07-01", deadlines=planned),
        ev.ReturnedToCouncil("2020-01-01"),
        ev.DecisionAnnounced("2021", outcome="voluntary_trust"),
        ev.TrustWentLive("2022"),
    ]
    assert "deadline_missed" not in dict(codes(*events, begins_in="trust_live"))


def test_a_direction_that_is_replaced_takes_its_deadlines_with_it():
    """The new direction asks anew; what the old one asked for is asked no more."""
    first = ev.DirectionIssued(
        "2016-01-01", number=1, deadlines=tf.Deadline("plans", due="2016-06-01")
    )
    second = ev.DirectionIssued("2016-05-01", number=2, replaces=1)
    met = ev.RequirementMet("2017-01-01", what="plans")
    assert [] == found(first, second, met)
    assert [("deadline_missed", 2)] == codes(first, evolve(second, replaces=7), met)


def test_a_missed_deadline_says_how_late_and_who_set_it():
    """Days late, the requirement, its day, its setter, and the setter's source."""
    setter = evolve(dated("2016-10-06", "2016-12-01", "transfer plans"), sources=ARTICLE)
    (finding,) = tf.check(
        history(setter, ev.RequirementMet("2016-12-05", what="transfer plans"))
    ).findings
    assert (
        '"Requirement met" (5 December 2016) is 4 days late under the deadline "transfer plans", '
        "on the dates held here: due by 1 December 2016. "
        'It was set by "Direction issued: purpose not known" (6 October 2016).' == finding.message
    )
    assert (
        tf.Citation(
            "Direction issued: purpose not known on 6 October 2016: Public Sector Executive",
            url="https://example.org/1",
        )
        == finding.citation
    )


# Single events


@pytest.mark.parametrize(
    ("on", "inspected", "expected"),
    [
        ("2016-03-01", "2016-01-11/2016-02-05", []),
        ("2016-02-05", "2016-01-11/2016-02-05", []),
        (
            "2016-02-04",
            "2016-01-11/2016-02-05",
            [("inspected_after_published", 0, None, "logic", True)],
        ),
        ("2016-02", "2016-01-11/2016-02-05", []),
        (
            "2016-02-04",
            ["2016-01-11/2016-02-03", "2016-02-05"],
            [("inspected_after_published", 0, None, "logic", True)],
        ),
    ],
)
def test_an_inspection_does_not_end_after_its_report(on, inspected, expected):
    """On the day itself, or where the days allow it, nothing is said."""
    assert expected == found(inspection(on, inspected=inspected))


def test_publication_comes_within_fifty_working_days_of_the_end():
    """Measured, so a remark; counted from the end of the last of several periods."""
    ended = ["2016-01-11/2016-01-15", "2016-02-01/2016-02-05"]
    remark = [("publication-lag", "practice", True)]
    assert [] == rules_found(inspection("2016-04-19", inspected=ended))
    assert remark == rules_found(inspection("2016-04-20", inspected=ended))
    assert [] == rules_found(inspection("2016-04-20", inspected=ended, framework="other"))
    assert [] == rules_found(inspection("2013-12-31", inspected="2013-08-01"))


@pytest.mark.parametrize(
    ("event", "strengths"),
    [
        (inspection("2013-12-01", "adequate", inspected="2013-10-31"), []),
        (inspection("2013-12-01", "adequate", inspected="2013-11-01"), ["logic"]),
        (inspection("2013-12-01", "requires improvement", inspected="2013-10-31"), ["logic"]),
        (inspection("2013-12-01", "requires improvement", inspected="2013-11-01"), []),
        (inspection("2013-12-01", "adequate", inspected="2013-10-31/2013-11-15"), []),
        (inspection("2013-12-01", "adequate", inspected="2013"), []),
        (inspection("2013-12-01", "requires improvement to be good"), []),
        (inspection("2014-01-21", "adequate"), []),
        (inspection("2014-01-22", "adequate"), ["logic"]),
        (inspection("2013-10-31", "requires improvement"), ["logic"]),
        (inspection("2013-10", areas={"leadership": "requires improvement"}), ["logic"]),
        (inspection("2026-06-15", "good", inspected="2026-03-31"), []),
        (inspection("2026-06-15", "good", inspected="2026-04-01"), ["practice"]),
        (ev.InspectionPublished("2026-03-01", areas={"leadership": "good"}), ["practice"]),
        (
            ev.InspectionPublished(
                "2026-06-15", areas={"leadership": "good"}, inspected="2026-04-01"
            ),
            [],
        ),
        (ev.InspectionPublished("2013-10-31", areas={"leadership": "good"}), []),
        (ev.InspectionPublished("2016-03-01", areas={"leadership": "good"}, framework="other"), []),
        (
            ev.InspectionPublished("2016-03-01", areas={"leadership": "good"}, remit="leadership"),
            [],
        ),
        (inspection("2016-01-01", "adequate", subject="SEND"), []),
    ],
)
def test_a_judgement_is_in_the_words_of_its_day(event, strengths):
    """Era by the day the inspection started; nothing where any day it can have started fits."""
    assert [("bad_judgement", 0, None, strength, True) for strength in strengths] == found(event)


def test_a_judgement_in_the_wrong_words_is_explained():
    """It says which word, and when it was in use."""
    text = message(inspection("2015-06-05", "adequate"))
    assert text == (
        '"Inspection published: not inadequate" (5 June 2015) uses the word "adequate", '
        "which was in use only until 31 October 2013."
    )


@pytest.mark.parametrize(
    ("ending", "beginning", "begins_in"),
    [
        (
            ev.ImprovementNoticeLifted("2018"),
            ev.ImprovementNoticeIssued("2016"),
            "rated_inadequate",
        ),
        (ev.DirectionRevoked("2018"), ev.DirectionIssued("2016"), "rated_inadequate"),
        (ev.ReturnedToCouncil("2018"), ev.TrustWentLive("2016"), "trust_live"),
    ],
)
def test_an_end_without_its_beginning_is_a_remark(ending, beginning, begins_in):
    """Only for a notice lifted, a direction revoked and a return; and not when begun before."""
    lead = [] if begins_in == "rated_inadequate" else [ev.OwnershipChanged("2015")]
    remarks = [each for each in found(*lead, ending) if each[0] == "missing_step"]
    assert [("missing_step", len(lead), None, "practice", True)] == remarks
    assert "missing_step" not in dict(codes(*lead, beginning, ending))
    assert "missing_step" not in dict(codes(ending, begins_in=begins_in))


def test_other_ends_without_a_beginning_give_nothing():
    """A commissioner may stand down though nobody recorded the appointment."""
    assert [] == found(ev.CommissionerStoodDown("2018"), ev.SupportAndSupervisionEnded("2019"))


def test_a_history_that_begins_in_a_stage_misses_nothing_before_it():
    """No clock runs when it begins, and what began earlier is not missing."""
    assert [] == found(ev.ReturnedToCouncil("2016-01-01"), begins_in="trust_live")


def test_an_attested_move_names_who_made_it():
    """A remark, with the precedent and its source."""
    doncaster = inspection("2015-11-27")
    (finding,) = tf.check(history(doncaster, begins_in="trust_live")).findings
    assert ("off_standard_route", "practice", True) == (
        finding.code,
        finding.strength,
        finding.certain,
    )
    assert "off the ordinary route" in finding.message


def test_every_attested_move_names_its_shipped_precedents():
    """The remark names each, and cites the first; one that is not shipped is not named."""
    for move in tf.TRUST_TRANSFER.moves:
        if move.mark is not tf.Mark.ATTESTED:
            continue
        step = tf.check(history(named(move.trigger), begins_in=move.stage)).steps[0]
        (remark,) = (each for each in step.findings if each.code == "off_standard_route")
        for precedent in move.precedents:
            assert precedent.shipped is (str(precedent) in remark.message)
        shipped = [each.citation for each in move.precedents if each.shipped]
        assert (shipped[0] if shipped else None) == remark.citation


def test_a_possible_move_says_that_nobody_made_it():
    """Nothing forbids it, and no precedent is on record."""
    text = message(ev.PartnershipStarted("2016"))
    assert text.endswith("nothing forbids it, and no precedent is on record.")


def test_an_event_on_another_subject_moves_nothing():
    """A whole-council intervention is no part of this road."""
    report = tf.check(history(inspection("2016-01-01", subject="SEND")))
    assert ("routine_oversight", ()) == (report.stage, report.findings)


# Confidence


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ([ARTICLE], [ARTICLE], "high"),
        ([RUMOUR], [ARTICLE], "low"),
        ([ARTICLE], [RUMOUR], "low"),
        ([], [ARTICLE], None),
    ],
)
def test_a_finding_is_as_well_founded_as_its_weakest_event(start, end, expected):
    """Of the two events it rests on the weaker decides; without a source nothing is known."""
    events = (evolve(RECEIVED, sources=start), ev.ActionPlanPublished("2018", sources=end))
    (finding,) = tf.check(history(*events)).findings
    assert expected == finding.confidence


# Wording that the domain fixes


def test_the_disclaimer_is_word_for_word():
    """As it stands in the README, the docs, pages, deadlines and calendars."""
    assert (
        "trustflow shows what its sources say and the dates that follow from the rules it cites. "
        "It is not legal advice and not an official record. Check the direction, the Act and the "
        "council's own papers before you rely on a date." == tf.TRUST_TRANSFER.disclaimer
    )


def test_unmet_and_not_recorded_are_word_for_word():
    """Absence of a record is no proof."""
    assert (
        "No record held here that this was done. That does not show that it was not done."
        == NOT_RECORDED
    )


@pytest.mark.parametrize(
    ("source", "caveat"),
    [
        (ARTICLE, ""),
        (
            tf.Source("CYP Now"),
            "Reported by CYP Now; not checked against a primary source.",
        ),
        (RUMOUR, "Inferred from A forum; no source states it."),
        (
            tf.Source("CYP Now", copy_of="Ofsted"),
            (
                "Reported by CYP Now; not checked against a primary source. "
                "Copy of a page first published by Ofsted; the original was not seen."
            ),
        ),
    ],
)
def test_what_a_reader_has_to_know_of_a_source_is_word_for_word(source, caveat):
    """By confidence, and for a copy."""
    assert caveat == source.caveat


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        ("direction_issued_takeover", "functions exercised by commissioners"),
        ("commissioner_stood_down", "appointment ended"),
        ("employee_information_given", "employee liability information"),
    ],
)
def test_terms_for_people(trigger, words):
    """The field's own words stand where people read; ours do not."""
    assert words in tf.TRUST_TRANSFER.triggers[trigger]


def test_a_rule_that_no_day_keeps_is_told_without_a_number():
    """Some days are too early and the others too late: there is no one distance to tell."""
    rule = tf.DateRule(
        id="exactly",
        requires="The note comes a month after the other subject",
        starts="other_subject",
        ends="note",
        at_least="1 month",
        at_most="1 month",
        strength="practice",
        citation=tf.Citation("nobody"),
    )
    process = tf.TRUST_TRANSFER.extended(rules=[rule])
    events = [ev.Note("2019-02-28/2019-03-01", subject="SEND"), ev.Note("2019-03-30")]
    (finding,) = tf.check(history(*events), process).findings
    assert finding.certain
    assert (
        '"Note" (30 March 2019) is on no day that keeps exactly. The rule is 1 to 1 month'
        in finding.message
    )


# Values


def test_a_finding_as_plain_data():
    """The same object that the command prints as JSON."""
    late = ev.ActionPlanPublished("2017-03-10", sources=ARTICLE)
    (finding,) = tf.check(history(evolve(RECEIVED, sources=ARTICLE), late)).findings
    assert {
        "code": "date_rule",
        "strength": "law",
        "severity": "breach",
        "certain": True,
        "index": 1,
        "rule": "action-plan",
        "duty_holder": "council",
        "message": finding.message,
        "citation": {
            "text": "SI 2007/462 reg 3; Education and Inspections Act 2006 s.137(3)-(4)",
            "url": "https://www.legislation.gov.uk/ukpga/2006/40/section/137",
        },
        "confidence": "high",
    } == finding.to_dict()


def test_a_finding_as_plain_data_leaves_nothing_out():
    """What a finding has not is null."""
    (finding,) = tf.check(history(ev.ImprovementNoticeLifted("2018"))).findings
    data = finding.to_dict()
    assert (None, None, None, None) == (
        data["rule"],
        data["duty_holder"],
        data["citation"],
        data["confidence"],
    )


def test_a_finding_is_a_value():
    """It is equal to its like, prints as it is made, and survives pickling."""
    (finding,) = tf.check(history(LETTER, ev.DraftPlanShared("2019"))).findings
    (again,) = tf.check(history(LETTER, ev.DraftPlanShared("2019"))).findings
    (other,) = tf.check(history(LETTER, ev.DraftPlanShared("2020"))).findings
    assert finding == again == pickle.loads(pickle.dumps(finding))  # noqa: S301 - our own bytes
    assert hash(finding) == hash(again)
    assert finding != other
    assert repr(finding).startswith("Finding(code='date_rule', strength=<Strength.INSPECTORATE")
    assert f"message={finding.message!r}" in repr(finding)


def test_reports_print_well():
    """Whose history it is, how long, where it ends and how much is to be said."""
    assert "<Report on Sandwell: 0 events, routine_oversight, 0 findings>" == repr(
        tf.check(history())
    )
    report = tf.check(history(ev.ImprovementNoticeLifted("2018")))
    assert "<Report on Sandwell: 1 event, routine_oversight, 1 finding>" == repr(report)


def test_reports_print_well_in_notebooks():
    """A table of the steps, in which nothing can run."""
    sly = tf.History("<script>", [ev.Note("2016-07", note="x"), named("<b>")])
    table = tf.check(sly)._repr_html_()
    assert "<script>" not in table
    assert "&lt;script&gt;" in table
    assert "&lt;b&gt;" in table
    assert "<td>2016-07</td><td>note</td><td>Not on the road to a trust</td>" in table


def test_findings_and_steps_cannot_change():
    """A report is a record."""
    report = tf.check(history(ev.ImprovementNoticeLifted("2018")))
    for value, name in (
        (report, "stage"),
        (report.steps[0], "after"),
        (report.findings[0], "code"),
    ):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, "x")


def test_a_report_is_a_table_in_a_notebook():
    """Word for word: a trigger that nobody knows shows itself, and findings stand side by side."""
    events = [
        ev.CommissionerStoodDown("2016-01-02"),
        ev.CommissionerAppointed("2015"),
        NamedEvent("2017", what="odd_thing"),
    ]
    report = tf.check(tf.History("Sandwell", events))
    told = [html.escape(" ".join(str(each) for each in step.findings)) for step in report.steps]
    assert 2 == len(report.steps[1].findings)
    heads = ("Date", "Event", "Stage after it", "Findings")
    rows = [
        (
            "2016-01-02",
            "commissioner&#x27;s appointment ended",
            "Not on the road to a trust",
            told[0],
        ),
        ("2015", "commissioner appointed", "Commissioner review", told[1]),
        ("2017", "odd_thing", "Commissioner review", told[2]),
    ]
    head = "".join(f"<th>{text}</th>" for text in heads)
    body = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    assert (
        "<table><caption>Sandwell: The road to a children&#x27;s services trust</caption>"
        f"<thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(f'<tr>{row}</tr>' for row in body)}</tbody></table>"
    ) == report._repr_html_()


def test_what_is_no_event_of_the_process_changes_nothing():
    """It is told as that, and the history goes on where it was."""
    unknown, inspected = NamedEvent("2016", what="launched"), inspection("2017-01-01")
    report = tf.check(history(unknown, inspected, begins_in="routine_oversight"))
    (told,) = report.findings
    assert ("move_not_allowed", 0) == (told.code, told.index)
    assert "'launched' is not an event of The road to a children's services trust." == told.message
    assert ["routine_oversight", "rated_inadequate"] == [step.after for step in report.steps]
    assert ["routine_oversight"] * 2 == [step.before for step in report.steps]
