"""What an event does to a replay: refusals, the order, clocks and deadlines, by example.

`tests/test_oracle.py` compares the findings on all other histories with an independent oracle.
"""

import pytest
from attrs import evolve

import trustflow as tf
from tests.engine.samples import (
    APPOINTED,
    ARTICLE,
    DIRECTION,
    LETTER,
    RECEIVED,
    answer_rule,
    asking_process,
    broken_rules,
    codes_of,
    dated,
    findings_of,
    history_of,
    inspection,
    message_of,
)
from trustflow import events as ev
from trustflow.engine import Replay, Settled, StartedClock, advance
from trustflow.engine.clocks import clock_of

# Refused events


def test_a_refused_event_stays_on_record():
    """The event gives one certain finding of strength `logic`; the stage does not change."""
    report = tf.check(history_of(ev.CommissionerReported("2016-07", sources=ARTICLE)))
    (step,) = report.steps
    assert ("routine_oversight", "routine_oversight") == (step.before, step.after)
    assert not step.allowed
    (finding,) = step.findings
    assert ("move_not_allowed", "logic", True) == (finding.code, finding.strength, finding.certain)
    assert (None, None, None) == (finding.rule, finding.duty_holder, finding.citation)
    assert "high" == finding.confidence


def test_refusals_after_a_refusal_give_no_finding_of_their_own():
    """Neither memorandum nor chair is allowed without a direction, which gives one finding."""
    events = [
        inspection("2015-06-05"),
        ev.MemorandumSigned("2016-01"),
        ev.ChairAppointed("2016-02"),
    ]
    report = tf.check(history_of(*events))
    assert [("move_not_allowed", 1)] == [
        (finding.code, finding.index) for finding in report.findings
    ]
    assert [None, None, 1] == [step.caused_by for step in report.steps]
    assert [True, False, False] == [step.allowed for step in report.steps]


def test_a_refusal_is_a_finding_again_once_the_stage_has_changed():
    """The stage is certain again, so what it does not allow has a finding of its own."""
    events = [
        ev.MemorandumSigned("2016-01"),
        inspection("2016-02-01"),
        ev.ChairAppointed("2016-03"),
    ]
    assert [("move_not_allowed", 0), ("move_not_allowed", 2)] == codes_of(*events)


def test_a_refused_event_after_another_may_still_move_the_stage():
    """The second refused event gives no finding, but the stage is certain from then on."""
    events = [
        ev.MemorandumSigned("2016-01"),
        ev.TrustWentLive("2016-02-01"),
        ev.ShadowStarted("2016-03"),
    ]
    report = tf.check(history_of(*events))
    assert [0, 2] == [finding.index for finding in report.findings]
    assert [None, 0, None] == [step.caused_by for step in report.steps]


def test_a_refused_event_gives_no_other_finding():
    """An event that is refused, out of order and late has one finding: the refusal."""
    events = [ev.Note("2018"), ev.CommissionerReportPublished("2016-07-01", deadlines=[])]
    assert [("move_not_allowed", 1)] == codes_of(*events)


def test_a_refused_event_starts_clocks():
    """A return is counted from the refused go-live."""
    events = [ev.TrustWentLive("2018-04-01"), ev.ReturnedToCouncil("2018-04-01")]
    assert [("move_not_allowed", 0), ("date_rule", 1)] == codes_of(*events)


def test_a_refused_event_ends_clocks():
    """After a refused report, no later report is late."""
    before = [APPOINTED, inspection("2016-08-01", "good")]
    refused = ev.CommissionerReported("2016-09-01")
    after = [
        ev.DirectionIssued("2016-10-01", purpose="takeover"),
        ev.CommissionerReported("2018-01-01"),
    ]
    late = [("commissioner-report", "practice", True)]
    assert late == broken_rules(*before, *after, begins_in="rated_inadequate")
    assert [] == broken_rules(*before, refused, *after, begins_in="rated_inadequate")


def test_a_refused_event_meets_deadlines():
    """The go-live that was planned came, though something before it is missing."""
    planned = tf.Deadline("go-live", due="2018-04-01", met_by="trust_went_live")
    events = [
        inspection("2016-01-01", deadlines=planned),
        ev.TrustWentLive("2018-04-01"),
        ev.ReturnedToCouncil("2019-04-01"),
        ev.DecisionAnnounced("2019-05-01", outcome="voluntary trust"),
        ev.TrustWentLive("2020-04-01"),
    ]
    assert "deadline_missed" not in {code for code, _ in codes_of(*events)}


# The order of events


def test_an_event_before_the_day_reached_is_out_of_order():
    """The event's latest day is before the earliest day of an event listed before it."""
    assert [("out_of_order", 1, "in-order", "logic", True)] == findings_of(
        ev.Note("2018-04-01"), ev.Note("2018-03-31")
    )


@pytest.mark.parametrize(
    "on", ["2018-04-01", "2018-03-31/2018-04-01", "2018-04", "2018~", "../2018-05"]
)
def test_an_event_that_may_have_come_later_is_in_order(on):
    """The list itself states the order, so only a certain contradiction gives a finding."""
    assert [] == findings_of(ev.Note("2018-04-01"), ev.Note(on))


def test_one_misdated_event_gives_one_finding():
    """After an event out of order, the order counts from that event."""
    late = [ev.Note(day) for day in ("2016-01-01", "2061-02-01", "2016-03-01", "2016-04-01")]
    early = [ev.Note(day) for day in ("2016-01-01", "2006-02-01", "2016-03-01", "2016-04-01")]
    assert [("out_of_order", 2)] == codes_of(*late)
    assert [("out_of_order", 1)] == codes_of(*early)
    for events in (late, early):
        report = tf.check(tf.History("Sandwell", events))
        assert report.findings == tuple(
            finding for step in report.steps for finding in step.findings
        )


def test_the_order_counts_from_the_latest_day_reached():
    """An event dated by its year does not move that day back."""
    events = [ev.Note("2018-04-01"), ev.Note("2018"), ev.Note("2018-03-31")]
    assert [("out_of_order", 2)] == codes_of(*events)


def test_a_process_without_the_rule_of_the_order_gives_no_finding_on_it():
    """An event listed after a later one is then accepted like any other."""
    process = asking_process(ordered=False)
    events = [process.event("ask", "2018-04-01"), process.event("grant", "2018-03-31")]
    assert () == tf.check(tf.History("Somewhere", events), process).findings


# Clocks


def test_a_rule_counts_from_the_latest_start():
    """A newer letter starts the clock again, and only the newer one counts."""
    first, newer = (evolve(LETTER, on=on, received_on=on) for on in ("2019-01-02", "2019-01-03"))
    assert [] == broken_rules(LETTER, first, ev.DraftPlanShared("2019-01-30"))
    assert [("draft-plan", "practice", True)] == broken_rules(
        first, newer, ev.DraftPlanShared("2019-02-01")
    )


def test_the_latest_start_is_the_latest_listed():
    """The order of the list decides, also where the dates overlap."""
    first = inspection("2016-06-01", received_on="2016-06-01")
    second = inspection("2016-06", received_on="2016-01-01")
    plan = ev.ActionPlanPublished("2016-08-01")
    assert [("action-plan", "law", True)] == broken_rules(first, second, plan)
    assert [] == broken_rules(evolve(second, on="2016-05"), first, plan)


def test_the_first_end_ends_the_clock():
    """A second late plan gives no second finding."""
    late = [ev.ActionPlanPublished("2018-01-01"), ev.ActionPlanPublished("2019-01-01")]
    assert [("date_rule", 1)] == codes_of(RECEIVED, *late)


def test_any_ending_event_ends_the_clock():
    """After a report delivered in time, its publication is not late."""
    events = [
        APPOINTED,
        ev.CommissionerReported("2016-09-01"),
        ev.CommissionerReportPublished("2017"),
    ]
    assert [] == broken_rules(*events, begins_in="rated_inadequate")


def test_an_event_ends_a_clock_before_it_starts_the_next():
    """Each inspection is compared with the one before it, and starts the next clock."""

    def codes(*starts):
        reports = [inspection("2014-01-01", framework="SIF")]
        reports += [
            inspection(start, framework="SIF", inspected=start, received_on=start)
            for start in starts
        ]
        return codes_of(*reports)

    assert [] == codes("2015-08-01", "2018-02-01")
    assert [("date_rule", 1)] == codes("2015-06-01", "2018-02-01")
    assert [("date_rule", 2)] == codes("2015-08-01", "2016-08-01")


def test_a_rule_without_a_start_on_record_gives_no_finding():
    """Without a starting event, there is no day to count from."""
    assert [] == findings_of(
        ev.ActionPlanPublished("2019-01-01"), ev.ReportPublishedByCouncil("2019-01-01")
    )


def test_a_rule_from_the_first_start_ignores_later_ones():
    """A revised direction does not start the clock to the go-live again."""
    revised = ev.DirectionIssued("2018-10-06", purpose="trust")
    events = [DIRECTION, revised, ev.TrustWentLive("2018-10-07")]
    assert [("direction-to-live", "practice", True)] == broken_rules(
        *events, begins_in="commissioner_review"
    )


def test_a_rule_on_entering_a_stage_counts_only_the_event_that_led_there():
    """A second commissioner, or one for the set-up of a trust, starts no clock."""
    second = ev.CommissionerAppointed("2016-10-01")
    late = ev.CommissionerReported("2016-10-02")
    assert [("commissioner-report", "practice", True)] == broken_rules(
        APPOINTED, second, late, begins_in="rated_inadequate"
    )
    for_set_up = (APPOINTED, ev.CommissionerReported("2017-10-02"))
    assert [] == broken_rules(*for_set_up, begins_in="direction_issued")


def test_a_clock_that_starts_again_settles_the_one_before():
    """The earlier request is superseded by the later one, whose clock runs on."""
    process = asking_process(answer_rule(at_most="5 days"))
    first, second = process.event("ask", "2020-01-01"), process.event("ask", "2020-01-04")
    replay = Replay(process)
    advance(replay, first)
    advance(replay, second)
    rule = process.rule("answer")
    days = {event: (event.on.first, event.on.last) for event in (first, second)}
    assert [
        Settled(
            StartedClock(rule, clock_of(rule, first, days[first])),
            superseded_by=second,
            superseded_on=days[second],
        ),
        Settled(StartedClock(rule, clock_of(rule, second, days[second]))),
    ] == replay.running_or_settled()


def test_a_clock_that_waits_for_an_event_that_has_come_is_not_due():
    """A request after the only answer that can come starts such a clock, and so does the next."""
    process = asking_process(
        answer_rule(at_most="5 days"),
        moves=[
            tf.Move("ask", "asked", "asked"),
            tf.Move("grant", "asked", "done"),
            tf.Move("ask", "done", "done"),
        ],
    )
    replay = Replay(process)
    for trigger in ("grant", "ask", "ask"):
        advance(replay, process.event(trigger, "2020-01-01"))
    assert {"answer"} == replay.clocks.keys() == replay.clocks.idle
    assert [] == replay.running_or_settled()


# Days set in a document


def by(due, met_by="action_plan_published", **fields):
    """Return the deadline for a plan."""
    return tf.Deadline("a plan", due=due, met_by=met_by, **fields)


def test_a_day_set_in_a_document_replaces_the_computed_one():
    """The due day of the direction counts, not that of the regulations."""
    direction = ev.DirectionIssued("2016-12-01", deadlines=by("2018-01-01"))
    assert [] == findings_of(RECEIVED, direction, ev.ActionPlanPublished("2018-01-01"))
    missed = findings_of(RECEIVED, direction, ev.ActionPlanPublished("2018-01-02"))
    assert [("deadline_missed", 2, None, "direction", True)] == missed


def test_a_day_set_for_something_else_replaces_nothing():
    """The document must ask for the event that ends the clock."""
    direction = ev.DirectionIssued(
        "2016-12-01", deadlines=by("2018-01-01", met_by="draft_plan_shared")
    )
    assert [("date_rule", 2)] == codes_of(RECEIVED, direction, ev.ActionPlanPublished("2018-01-01"))


def test_a_lower_bound_is_never_replaced():
    """A planned go-live replaces the bound of 24 months, not that of 9."""
    planned = tf.Deadline("go-live", due="2030", met_by="trust_went_live")
    direction = evolve(DIRECTION, deadlines=planned)
    early, late = ev.TrustWentLive("2017-04-01"), ev.TrustWentLive("2019-04-01")
    assert [] == broken_rules(direction, late, begins_in="commissioner_review")
    assert [("direction-to-live", "practice", True)] == broken_rules(
        direction, early, begins_in="commissioner_review"
    )


def test_a_rule_of_logic_is_never_replaced():
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
                history_of(*events),
                tf.TRUST_TRANSFER.extended(rules=[evolve(rule, strength=strength)]),
            ).findings
        ]
        for strength in strengths
    }


def test_a_deadline_already_met_replaces_nothing():
    """The computed day counts for the next clock."""
    direction = ev.DirectionIssued("2015-12-01", deadlines=by("2016-01-01"))
    events = [direction, ev.ActionPlanPublished("2016-01-01"), RECEIVED]
    assert [("date_rule", 3)] == codes_of(*events, ev.ActionPlanPublished("2018-01-01"))


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
def test_the_strength_of_a_deadline_is_that_of_the_event_that_sets_it(setter, strength):
    """A strength given by the deadline itself counts first."""
    met = ev.RequirementMet("2018", what="a plan")
    explicit, implied = (
        evolve(setter, deadlines=tf.Deadline("a plan", due="2017-01-01", set_by=set_by))
        for set_by in ("policy", None)
    )
    expected = [("deadline_missed", 1, None, strength, True)]
    rows = findings_of(implied, met, begins_in="trust_live")
    assert expected == [row for row in rows if row[0] == "deadline_missed"]
    rows = findings_of(explicit, met, begins_in="trust_live")
    assert "policy" in {row[3] for row in rows}


def test_a_deadline_set_event_is_a_deadline_by_its_own_fields():
    """The event can set further deadlines, which then have the strength `practice`."""
    more = tf.Deadline("a board", due="2016-03-01")
    event = ev.DeadlineSet("2016", what="a plan", due="2016-02-01", set_by="policy", deadlines=more)
    met = [ev.RequirementMet("2017", what=what) for what in ("a plan", "a board")]
    assert [
        ("deadline_missed", 1, None, "policy", True),
        ("deadline_missed", 2, None, "practice", True),
    ] == findings_of(event, *met)


def test_requirements_match_in_any_case_and_spacing():
    """Only the first event of the same words after the setter meets the deadline."""
    setter = ev.DeadlineSet("2016", what="Transfer  plans", due="2016-12-01")
    met = [
        ev.RequirementMet("2017", what=" transfer PLANS"),
        ev.RequirementMet("2018", what="transfer plans"),
    ]
    assert [("deadline_missed", 1)] == codes_of(setter, *met)


def test_meeting_a_requirement_that_nobody_set_is_a_remark():
    """The event must use the words of a deadline that was set before."""
    setter = ev.DeadlineSet("2016", what="transfer plans", note="The day is not given.")
    expected = ("unknown_requirement", 0, None, "practice", True)
    assert [expected] == findings_of(ev.RequirementMet("2015", what="transfer plans"), setter)
    assert [] == findings_of(setter, ev.RequirementMet("2017", what="transfer plans"))
    assert "No deadline held here asks for 'plans'" in message_of(
        ev.RequirementMet("2015", what="plans")
    )


def test_an_inspection_with_the_judgement_asked_for_meets_a_deadline():
    """Outstanding meets a deadline for good; a lower, partial or missing judgement does not."""
    setter = ev.DeadlineSet("2020-01-01", what="good by 2022", due="2022-03-31", judgement="good")
    poor = inspection("2022-04-01", "requires improvement")
    fine = inspection("2022-06-01", "outstanding")
    partly = inspection("2022-05-01", "outstanding", remit="safeguarding")
    assert [("deadline_missed", 3)] == codes_of(setter, poor, partly, fine)
    ungraded = ev.InspectionPublished("2022-05-01", framework="other")
    assert [] == codes_of(setter, ungraded)


def test_every_area_must_have_the_judgement_asked_for():
    """Without an overall judgement, the lowest area decides."""
    setter = ev.DeadlineSet("2026-04-01", what="good", due="2026-12-31", judgement="Good")
    grades = (
        {"leadership": "good", "safeguarding": "requires improvement"},
        {"leadership": "good"},
    )
    first, second = (ev.InspectionPublished("2028-01-01", areas=areas) for areas in grades)
    assert [("deadline_missed", 2)] == codes_of(setter, first, second)


def test_a_span_counts_from_the_event_that_sets_the_deadline():
    """If the event's date is a month, the span counts from its first and its last day."""
    month = ev.DirectionIssued("2016-01", deadlines=tf.Deadline("plans", within="1 month"))
    day = evolve(month, on="2016-01-31")
    in_time, late = (ev.RequirementMet(on, what="plans") for on in ("2016-02-29", "2016-03-01"))
    assert [] == findings_of(day, in_time)
    assert [("deadline_missed", 1, None, "direction", False)] == findings_of(month, in_time)
    assert [("deadline_missed", 1, None, "direction", True)] == findings_of(month, late)


def test_a_deadline_without_a_day_is_never_missed():
    """Such a deadline has a requirement but no due day."""
    setter = ev.DeadlineSet("2016", what="plans", note="By the next inspection.")
    assert [] == findings_of(setter, ev.RequirementMet("2030", what="plans"))


def test_every_planned_go_live_is_kept():
    """Of three planned days, both that were missed give a finding."""
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
    assert [("deadline_missed", 3), ("deadline_missed", 3)] == codes_of(
        *plans, live, begins_in="commissioner_review"
    )


# Superseded deadlines


def test_a_later_deadline_of_the_same_words_supersedes_the_earlier():
    """The due day of the second direction counts; other words supersede nothing."""
    met = ev.RequirementMet("2017-01-01", what="plans")
    assert [] == findings_of(
        dated("2016-01-01", "2016-06-01"), dated("2016-06-01", "2017-01-01", "PLANS"), met
    )
    assert [("deadline_missed", 2)] == codes_of(
        dated("2016-01-01", "2016-06-01"), dated("2016-06-01", "2017-01-01", "other plans"), met
    )


def test_a_deadline_set_after_the_due_day_does_not_supersede_it():
    """A due day that has passed unmet stays missed."""
    met = ev.RequirementMet("2017-01-01", what="plans")
    events = [dated("2016-01-01", "2016-06-01"), dated("2016-06-02", "2017-01-01"), met]
    assert [("deadline_missed", 2, None, "direction", True)] == findings_of(*events)


@pytest.mark.parametrize(
    ("due", "superseded"), [("2016-06-01", "2016-06"), ("2016-06", "2016-06-10")]
)
def test_a_deadline_that_may_have_been_superseded_in_time_is_possibly_missed(due, superseded):
    """The second direction came before or after the due day; the dates do not show which."""
    met = ev.RequirementMet("2017-01-01", what="plans")
    events = [dated("2016-01-01", due), dated(superseded, "2017-01-01"), met]
    assert [("deadline_missed", 2, None, "direction", False)] == findings_of(*events)


@pytest.mark.parametrize("outcome", ["retain", "trust"])
def test_a_decision_to_retain_supersedes_planned_go_lives(outcome):
    """A trust that goes live years later is not late for the cancelled plan."""
    planned = tf.Deadline("go-live", due="2018-04-01", met_by="trust_went_live")
    events = [
        ev.DecisionAnnounced("2016", outcome="voluntary trust", deadlines=planned),
        ev.DecisionAnnounced("2017", outcome=outcome),
        ev.DecisionAnnounced("2019", outcome="voluntary trust"),
        ev.TrustWentLive("2020"),
    ]
    missed = [
        index
        for code, index in codes_of(*events, begins_in="commissioner_review")
        if code == "deadline_missed"
    ]
    assert ([] if outcome == "retain" else [3]) == missed


def test_a_return_supersedes_planned_go_lives():
    """A plan of the first trust is not compared with the go-live of the next."""
    planned = tf.Deadline("go-live of the rest", due="2020-04-01", met_by="trust_went_live")
    events = [
        ev.FurtherServicesTransferred("2018-07-01", deadlines=planned),
        ev.ReturnedToCouncil("2020-01-01"),
        ev.DecisionAnnounced("2021", outcome="voluntary trust"),
        ev.TrustWentLive("2022"),
    ]
    assert "deadline_missed" not in dict(codes_of(*events, begins_in="trust_live"))


def test_the_deadlines_of_a_replaced_direction_no_longer_count():
    """A direction that replaces one of another number leaves its deadlines open."""
    first = ev.DirectionIssued(
        "2016-01-01", number=1, deadlines=tf.Deadline("plans", due="2016-06-01")
    )
    second = ev.DirectionIssued("2016-05-01", number=2, replaces=1)
    met = ev.RequirementMet("2017-01-01", what="plans")
    assert [] == findings_of(first, second, met)
    assert [("deadline_missed", 2)] == codes_of(first, evolve(second, replaces=7), met)
