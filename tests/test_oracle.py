"""`check` gives the same steps and findings as the oracle, a second, simple implementation."""

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import trustflow as tf
from tests import oracle
from tests.examples import HALF
from trustflow import events as ev
from trustflow.testing import events as transfer_events
from trustflow.testing import histories, loose_histories

MORE = settings(max_examples=settings.default.max_examples * 3 // 2)
"""Settings for the test that finds most mistakes: half as many examples again."""

WIDEST = 45
"""The largest number of possible days of a date; dates with more are narrowed to a month."""

CONNECTED_TRIGGERS = {
    "plans": (
        "inspection_published_inadequate",
        "inspection_published_ungraded",
        "inspection_published_not_inadequate",
        "inspection_published_part_cleared",
        "visit_letter_published_priority_action",
        "visit_letter_published_jtai",
        "visit_letter_published_jtai_statement",
        "report_published_by_council",
        "draft_plan_shared",
        "plan_submitted",
        "action_plan_published",
        "deadline_set",
    ),
    "review": (
        "inspection_published_inadequate",
        "inspection_published_partial",
        "commissioner_appointed",
        "commissioner_succeeded",
        "commissioner_reported",
        "commissioner_report_published",
        "commissioner_stood_down",
        "decision_announced_retain",
        "direction_issued_improvement",
        "direction_revoked",
        "intervention_stepped_down",
        "intervention_ended",
        "requirement_met",
    ),
    "delivery": (
        "decision_announced_voluntary_trust",
        "decision_announced_retain",
        "direction_issued_trust",
        "direction_issued_takeover",
        "direction_issued_pause",
        "direction_revoked",
        "employee_information_given",
        "shadow_started",
        "trust_went_live",
        "partnership_started",
        "return_decided",
        "returned_to_council",
        "returned_to_council_partly",
        "deadline_set",
    ),
    "documents": (
        "direction_issued_unspecified",
        "direction_issued_trust",
        "direction_revoked",
        "improvement_notice_issued",
        "improvement_notice_lifted",
        "deadline_set",
        "requirement_met",
        "contract_signed",
        "inspection_published_not_inadequate",
        "other_subject",
    ),
    "reorganisation": (
        "authority_reorganised",
        "inspection_published_inadequate",
        "improvement_notice_issued",
        "visit_letter_published_focused",
        "action_plan_published",
        "commissioner_report_published",
        "note",
        "deadline_set",
        "requirement_met",
    ),
}
"""Groups of triggers that rules and deadlines connect, so that a few events give many findings."""
CHANGE_DAYS = (
    dt.date(2007, 4, 1),
    dt.date(2013, 11, 1),
    dt.date(2014, 5, 1),
    dt.date(2015, 11, 9),
    dt.date(2016, 5, 31),
    dt.date(2016, 7, 1),
    dt.date(2018, 8, 7),
    dt.date(2019, 12, 1),
    dt.date(2020, 1, 14),
    dt.date(2020, 6, 17),
    dt.date(2021, 8, 1),
    dt.date(2022, 1, 1),
    dt.date(2026, 4, 1),
)
"""Days on which a rule came into force or lapsed, or Ofsted began or stopped to use a word."""
GAPS = (0, 1, 14, 28, 42, 70, 91, 98, 102, 270, 365, 548, 730)
"""Bounds of rules in calendar days, so that events come just in time or just late."""


def narrowed(date):
    """Return the date, or one of its months if it has too many possible days to try."""
    if date.last - date.first <= WIDEST:
        return date
    day = date.latest if date.is_open_start else date.earliest
    return tf.PartialDate.parse("2015-06" if day.year > 2100 else f"{day:%Y-%m}")


def narrowed_day(date):
    """Return the date of an event, narrowed unless it has an open end, which neighbours bound."""
    return date if date.is_open_start or date.is_open_end else narrowed(date)


def narrowed_period(period):
    """Return the period, with its ends narrowed to months if they have too many possible days."""
    if period.last - period.first <= WIDEST:
        return period
    if period.is_open_start or period.is_open_end:
        return narrowed(period)
    return tf.PartialDate.parse(f"{period.earliest:%Y-%m}/{period.latest:%Y-%m}")


def with_narrow_dates(event):
    """Return the event with narrowed dates, so that every possible day can be tried."""
    changed = {"on": narrowed_day(event.on)}
    if getattr(event, "received_on", None) is not None:
        changed["received_on"] = narrowed(event.received_on)
    if getattr(event, "inspected", ()):
        changed["inspected"] = [narrowed_period(period) for period in event.inspected]
    if isinstance(event, ev.DeadlineSet) and event.due is not None:
        changed["due"] = narrowed(event.due)
    changed["deadlines"] = [
        deadline if deadline.due is None else evolve(deadline, due=narrowed(deadline.due))
        for deadline in event.deadlines
    ]
    return evolve(event, **changed)


def narrow(history):
    """Return the history with narrowed dates, so that every possible day can be tried."""
    events, inherits = (
        [with_narrow_dates(event) for event in listed]
        for listed in (history.events, history.inherits)
    )
    return evolve(history, events=events, inherits=inherits)


@st.composite
def partial_days(draw, day):
    """Generate dates that contain a day: mostly the day itself, else some days or an open end."""
    form = draw(st.sampled_from(["day", "day", "day", "day", "month", "about", "open"]))
    if form == "day":
        return tf.PartialDate.of(day)
    if form == "month":
        return tf.PartialDate.parse(f"{day:%Y-%m}")
    if form == "open":
        stated = draw(st.sampled_from([f"{day}", f"{day:%Y-%m}"]))
        return tf.PartialDate.parse(draw(st.sampled_from([f"{stated}/..", f"../{stated}"])))
    before, after = (dt.timedelta(draw(st.integers(0, 9))) for _ in range(2))
    return tf.PartialDate.parse(f"{day - before}/{day + after}")


def closed_days(day):
    """Generate dates without an open end that contain a day."""
    return partial_days(day).map(narrowed)


@st.composite
def near_misses(draw):
    """Generate histories of connected events whose distances are close to the bounds of rules."""
    triggers = CONNECTED_TRIGGERS[draw(st.sampled_from(sorted(CONNECTED_TRIGGERS)))]
    begins_in = draw(st.none() | st.sampled_from([str(stage) for stage in tf.Stage]))
    day = draw(st.sampled_from(CHANGE_DAYS)) + dt.timedelta(draw(st.integers(-3, 3)))
    events = []
    for _ in range(draw(st.integers(1, 6))):
        if events and draw(st.integers(0, 9)) == 0:
            events.append(evolve(events[-1], note="again"))
            continue
        trigger = draw(st.sampled_from(triggers))
        event = draw(transfer_events(trigger=trigger, on=draw(partial_days(day))))
        changed = draw(fields_around(event, day, triggers))
        events.append(with_narrow_dates(evolve(event, **changed)))
        day += dt.timedelta(draw(st.sampled_from(GAPS)) + draw(st.integers(-4, 4)))
    inherited = draw(st.sampled_from([0, 0, 0, 1, 2]))
    inherits, events = events[:inherited], events[inherited:]
    succeeds = "Northamptonshire" if inherits else None
    return tf.History("Sandwell", events, begins_in=begins_in, inherits=inherits, succeeds=succeeds)


@st.composite
def fields_around(draw, event, day, triggers):
    """Generate fields of an event that rules and deadlines read, with days around its day."""
    changed = {}
    if getattr(event, "received_on", None) is not None:
        changed["received_on"] = draw(closed_days(day - dt.timedelta(draw(st.integers(0, 9)))))
    if getattr(event, "inspected", ()):
        ended = day - dt.timedelta(draw(st.sampled_from([-1, 0, 1, 60, 70, 72, 80, 85])))
        started = ended - dt.timedelta(draw(st.sampled_from([0, 11, 300])))
        changed["inspected"] = f"{started}/{ended}"
        changed["framework"] = draw(st.sampled_from(["SIF", "SIF", "ILACS", None]))
    if isinstance(event, ev.VisitLetterPublished):
        changed["principal_authority"] = draw(
            st.sampled_from([None, None, "the council", "SANDWELL", "Sandwell CCG"])
        )
    if isinstance(event, ev.DeadlineSet):
        changed["met_by"] = draw(st.none() | st.sampled_from(triggers))
    if draw(st.integers(0, 3)) == 0:
        changed["deadlines"] = [
            tf.Deadline(
                draw(st.sampled_from(["transfer plans", "Transfer  Plans", "go-live"])),
                met_by=draw(st.none() | st.sampled_from(triggers)),
                **draw(
                    st.sampled_from(GAPS).flatmap(
                        lambda gap: (
                            st.fixed_dictionaries({"due": closed_days(day + dt.timedelta(gap))})
                            | st.just({"within": f"{gap} days"})
                        )
                    )
                ),
            )
        ]
    return changed


STAGES = tuple(str(stage) for stage in tf.Stage)


def stages_allowing(first, last):
    """Return the stages that allow one trigger and then another."""
    moves = oracle.moves()
    return [
        stage
        for stage in STAGES
        if (first, stage) in moves and (last, moves[first, stage][0]) in moves
    ]


@st.composite
def around_the_bound(draw, rule):
    """Generate histories in which the end of a rule's clock is within days of its bound."""
    start = draw(st.sampled_from(sorted(rule.starts)))
    end = draw(
        st.sampled_from(sorted(rule.ends | (rule.shown_by if draw(st.booleans()) else set())))
    )
    begins_in = draw(st.sampled_from(stages_allowing(start, end)))
    if rule.id == "commissioner-report":
        begins_in = draw(st.sampled_from(["rated_inadequate", "commissioner_review"]))
    edges = [dt.date.fromisoformat(edge) for edge in (rule.since, rule.until)]
    near = [day for day in edges if 2000 < day.year < 2100]
    near += [day for day in CHANGE_DAYS[-4:] if day < edges[1]]
    start_day = draw(st.sampled_from(near)) + dt.timedelta(draw(st.integers(-3, 400)))
    if rule.id == "reinspection-18-24-months":
        start_day -= dt.timedelta(draw(st.sampled_from([0, 548, 730])))
    bounds = [bound for bound in (rule.least, rule.most) if bound is not None]
    bound = draw(st.sampled_from(bounds))
    due = dt.date.fromordinal(oracle.shifted(start_day.toordinal(), bound, rule.unit))
    later = due + dt.timedelta(draw(st.integers(-9, 9)))
    first = draw(starting_fields(rule, start, start_day))
    if draw(st.integers(0, 2)) == 0:
        set_day = start_day + dt.timedelta(draw(st.sampled_from([30, 2000])))
        met_by = draw(st.sampled_from([None, end, *sorted(rule.ends | rule.shown_by)]))
        first["deadlines"] = [tf.Deadline("by then", due=set_day, met_by=met_by)]
    events = [
        tf.TRUST_TRANSFER.event(start, draw(partial_days(start_day)), **first),
        *draw(_between(rule, start_day, later)),
        draw(endings(rule, end, later)),
    ]
    if draw(st.integers(0, 3)) == 0:
        events.append(draw(endings(rule, end, later)))
    if draw(st.integers(0, 4)) == 0:
        return tf.History(
            "Sandwell", events[1:], begins_in=begins_in, inherits=events[:1], succeeds="Northampton"
        )
    return tf.History("Sandwell", events, begins_in=begins_in)


@st.composite
def starting_fields(draw, rule, trigger, day):
    """Generate the fields of a starting event that its rule reads."""
    fields = {"judgement": "inadequate"} if trigger == "inspection_published_inadequate" else {}
    if trigger in oracle.INSPECTED:
        fields["framework"] = draw(st.sampled_from(["SIF", "SIF", None, "ILACS", "other"]))
    if rule.id in oracle.RECEIVED:
        fields["received_on"] = draw(st.none() | closed_days(day))
    if trigger in oracle.PRIORITY_ACTION:
        fields["plan_asked"] = draw(st.sampled_from([None, None, True, False]))
        fields["kind"] = draw(st.sampled_from([None, "focused", "focused", "assurance"]))
    if trigger in oracle.JOINT_LETTERS:
        fields["principal_authority"] = draw(
            st.sampled_from([None, "The council", "sandwell", "Sandwell CCG"])
        )
    return fields


@st.composite
def endings(draw, rule, trigger, day):
    """Generate events that can end the clock of a rule on a day."""
    fields = {}
    if rule.answers is not None:
        answers = ["inspection", "Joint  Inspection", "visit", "SEND"]
        fields["responds_to"] = draw(st.sampled_from([None, None, rule.answers, *answers]))
    if rule.id == "reinspection-18-24-months" and draw(st.integers(0, 3)):
        start = draw(closed_days(day))
        published = start.latest + dt.timedelta(draw(st.integers(0, 60)))
        return tf.TRUST_TRANSFER.event(
            trigger, published, inspected=f"{start.earliest}/{published}", **fields
        )
    return tf.TRUST_TRANSFER.event(trigger, draw(partial_days(day)), **fields)


@st.composite
def _between(draw, rule, first, last):
    """Generate mostly no event, else an event that starts the clock or can affect a deadline."""
    if draw(st.integers(0, 2)):
        return []
    triggers = [
        *sorted(rule.starts),
        *sorted(rule.shown_by),
        "decision_announced_retain",
        "intervention_ended",
        "commissioner_succeeded",
        "commissioner_stood_down",
        "note",
    ]
    day = first + dt.timedelta(draw(st.integers(0, max(0, (last - first).days))))
    return [tf.TRUST_TRANSFER.event(draw(st.sampled_from(triggers)), draw(partial_days(day)))]


def findings_of(report):
    """Return the findings of a report in the type that the oracle uses."""
    return [
        oracle.Finding(
            finding.code,
            finding.index,
            finding.rule,
            str(finding.strength),
            finding.certain,
            finding.duty_holder,
        )
        for finding in report.findings
    ]


def event_of(trigger, on="2016-07-01"):
    """Return an event with only the fields that its trigger needs."""
    fields = {
        "agency_registered": {"kind": "fostering"},
        "deadline_set": {"what": "plan", "due": "2017"},
        "requirement_met": {"what": "plan"},
    }
    return tf.TRUST_TRANSFER.event(trigger, on, **fields.get(trigger, {}))


def assert_agrees(history):
    """Assert that `check` and the oracle give the same steps and findings."""
    report = tf.check(history)
    replayed = [(step.before, step.after, step.allowed, step.caused_by) for step in report.steps]
    assert oracle.replay(history) == replayed
    assert oracle.findings(history) == findings_of(report)


@pytest.mark.parametrize("stage", STAGES)
def test_every_cell_of_the_table(stage):
    """`check` and the oracle agree on each trigger in each stage, allowed or not."""
    for trigger in tf.TRUST_TRANSFER.triggers:
        assert_agrees(tf.History("X", [event_of(trigger)], begins_in=stage))


@given(histories().map(narrow))
def test_possible_histories_with_inexact_dates(history):
    """`check` and the oracle agree on possible histories, inexact dates included."""
    assert_agrees(history)


@given(loose_histories().map(narrow))
def test_faulty_histories(history):
    """`check` and the oracle agree on events of any kind in any order."""
    assert_agrees(history)


@MORE
@given(near_misses())
def test_near_misses(history):
    """`check` and the oracle agree to the day on events close to the bounds of rules."""
    assert_agrees(history)


@pytest.mark.parametrize("rule", oracle.TIMED, ids=lambda rule: rule.id)
@HALF
@given(data=st.data())
def test_every_rule_around_its_bound(rule, data):
    """`check` and the oracle agree on each rule, on and around the due day."""
    assert_agrees(data.draw(around_the_bound(rule)))


@pytest.mark.parametrize("rule", oracle.TIMED, ids=lambda rule: rule.id)
def test_every_rule_can_be_broken(rule):
    """By the oracle, some histories around a bound certainly break the rule, and some possibly.

    So the previous test also compares broken rules.
    """
    for certain in (True, False):
        find(
            around_the_bound(rule),
            lambda history, certain=certain: any(
                finding.rule == rule.id and finding.certain is certain
                for finding in oracle.findings(history)
            ),
            settings=settings(max_examples=2000, phases=[Phase.generate]),
        )


# Rules of the oracle that need an example


def test_a_refused_event_with_a_single_target_hides_no_other():
    """After a refused go-live the stage is known, so a second refused go-live is also a finding.

    If all moves of a trigger end in one stage, the history continues in that stage, even if it was
    already there. Only if there is no such stage do further refused events give no finding.
    """
    repeated = [ev.TrustWentLive(f"{year}-04-01") for year in (2019, 2020)]
    report = tf.check(tf.History("Sandwell", repeated, begins_in="trust_live"))
    refused = [finding for finding in report.findings if finding.code == "move_not_allowed"]
    assert [0, 1] == [finding.index for finding in refused]


def test_a_planned_go_live_supersedes_no_other_deadline():
    """Only a deadline that is not a planned go-live supersedes a deadline with the same words."""
    events = [
        ev.Note("2016-01-01", deadlines=tf.Deadline("a board", due="2016-06-01")),
        ev.Note(
            "2016-02-01", deadlines=tf.Deadline("a board", due="2017", met_by="trust_went_live")
        ),
        ev.RequirementMet("2016-07-01", what="a board"),
    ]
    report = tf.check(tf.History("X", events))
    assert ["deadline_missed"] == [finding.code for finding in report.findings]


def test_a_deadline_that_names_its_trigger_is_not_met_by_words():
    """The same words meet a deadline only if it names neither a trigger nor a judgement."""
    planned = tf.Deadline("go-live", due="2018-04-01", met_by="trust_went_live")
    events = [
        ev.DirectionIssued("2016-10-06", purpose="trust", deadlines=planned),
        ev.RequirementMet("2017-01-01", what="go-live"),
        ev.TrustWentLive("2018-10-01"),
    ]
    report = tf.check(tf.History("X", events, begins_in="commissioner_review"))
    assert "deadline_missed" in {finding.code for finding in report.findings}
