"""`check` says what the domain says: it is held against the oracle, which restates it plainly."""

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import trustflow as tf
from tests import oracle
from tests.examples import at_most
from trustflow import events as ev
from trustflow.testing import events as transfer_events
from trustflow.testing import histories, loose_histories

FEWER = at_most(settings.default.max_examples // 2)
"""For what takes long: half the examples of the profile."""
MORE = settings(max_examples=settings.default.max_examples * 3 // 2)
"""For what finds most: half as many again."""

WIDEST = 45
"""The widest span of days tried pair by pair; wider dates are narrowed to a month."""

NEIGHBOURHOODS = {
    "plans": (
        "inspection_published_inadequate",
        "inspection_published_ungraded",
        "inspection_published_not_inadequate",
        "visit_letter_published_priority_action",
        "report_published_by_council",
        "draft_plan_shared",
        "action_plan_published",
        "deadline_set",
    ),
    "review": (
        "inspection_published_inadequate",
        "inspection_published_partial",
        "commissioner_appointed",
        "commissioner_reported",
        "commissioner_report_published",
        "commissioner_stood_down",
        "decision_announced_retain",
        "direction_issued_improvement",
        "direction_revoked",
        "intervention_ended",
        "requirement_met",
    ),
    "delivery": (
        "decision_announced_voluntary_trust",
        "decision_announced_retain",
        "direction_issued_trust",
        "direction_issued_takeover",
        "direction_revoked",
        "employee_information_given",
        "shadow_started",
        "trust_went_live",
        "partnership_started",
        "return_decided",
        "returned_to_council",
        "deadline_set",
    ),
    "papers": (
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
}
"""Triggers that rules and deadlines tie together, so that few events have much to say."""
TURNS = (
    dt.date(2007, 4, 1),
    dt.date(2013, 11, 1),
    dt.date(2014, 5, 1),
    dt.date(2016, 5, 31),
    dt.date(2016, 7, 1),
    dt.date(2018, 8, 16),
    dt.date(2020, 1, 14),
    dt.date(2020, 6, 17),
    dt.date(2022, 1, 1),
    dt.date(2026, 4, 1),
)
"""Days on which a rule or a word came into force or lapsed."""
GAPS = (0, 1, 14, 28, 42, 70, 91, 98, 102, 270, 365, 548, 730)
"""Bounds of the rules in calendar days, so that what is drawn near them is late, or just not."""


def narrowed(date):
    """The date, or a month of it where it is too wide to try every day."""
    if date.last - date.first <= WIDEST:
        return date
    day = date.latest if date.is_open_start else date.earliest
    return tf.PartialDate.parse("2015-06" if day.year > 2100 else f"{day:%Y-%m}")


def narrowed_period(period):
    """The period from a month to a month where it is too wide to try every day."""
    if period.last - period.first <= WIDEST:
        return period
    if period.is_open_start or period.is_open_end:
        return narrowed(period)
    return tf.PartialDate.parse(f"{period.earliest:%Y-%m}/{period.latest:%Y-%m}")


def with_narrow_dates(event):
    """The event with no date that is too wide to try every day."""
    changed = {"on": narrowed(event.on)}
    if getattr(event, "received_on", None) is not None:
        changed["received_on"] = narrowed(event.received_on)
    if getattr(event, "inspected", ()):
        changed["inspected"] = [narrowed_period(each) for each in event.inspected]
    if isinstance(event, ev.DeadlineSet) and event.due is not None:
        changed["due"] = narrowed(event.due)
    changed["deadlines"] = [
        each if each.due is None else evolve(each, due=narrowed(each.due))
        for each in event.deadlines
    ]
    return evolve(event, **changed)


def narrow(history):
    """The history with no date that is too wide to try every day."""
    return evolve(history, events=[with_narrow_dates(event) for event in history])


@st.composite
def partial_days(draw, day):
    """Dates that hold the day: the day itself mostly, else its month or a few days around it."""
    form = draw(st.sampled_from(["day", "day", "day", "month", "about"]))
    if form == "day":
        return tf.PartialDate.of(day)
    if form == "month":
        return tf.PartialDate.parse(f"{day:%Y-%m}")
    before, after = (dt.timedelta(draw(st.integers(0, 9))) for _ in range(2))
    return tf.PartialDate.parse(f"{day - before}/{day + after}")


@st.composite
def near_misses(draw):
    """Histories whose events stand about as far apart as the rules ask, in a neighbourhood."""
    triggers = NEIGHBOURHOODS[draw(st.sampled_from(sorted(NEIGHBOURHOODS)))]
    begins_in = draw(st.none() | st.sampled_from([str(stage) for stage in tf.Stage]))
    day = draw(st.sampled_from(TURNS)) + dt.timedelta(draw(st.integers(-3, 3)))
    events = []
    for _ in range(draw(st.integers(1, 6))):
        trigger = draw(st.sampled_from(triggers))
        event = draw(transfer_events(trigger=trigger, on=draw(partial_days(day))))
        changed = {}
        if getattr(event, "received_on", None) is not None:
            changed["received_on"] = draw(partial_days(day - dt.timedelta(draw(st.integers(0, 9)))))
        if getattr(event, "inspected", ()):
            ended = day - dt.timedelta(draw(st.sampled_from([-1, 0, 1, 60, 70, 72, 85])))
            changed["inspected"] = f"{ended - dt.timedelta(11)}/{ended}"
        if isinstance(event, ev.DeadlineSet):
            met_by = draw(st.none() | st.sampled_from(triggers))
            changed["met_by"] = met_by
        if draw(st.integers(0, 3)) == 0:
            changed["deadlines"] = [
                tf.Deadline(
                    draw(st.sampled_from(["transfer plans", "Transfer  Plans", "go-live"])),
                    due=draw(partial_days(day + dt.timedelta(draw(st.sampled_from(GAPS))))),
                    met_by=draw(st.none() | st.sampled_from(triggers)),
                )
            ]
        events.append(with_narrow_dates(evolve(event, **changed)))
        day += dt.timedelta(draw(st.sampled_from(GAPS)) + draw(st.integers(-4, 4)))
    return tf.History("Sandwell", events, begins_in=begins_in)


STAGES = tuple(str(stage) for stage in tf.Stage)


def lawful_starts(first, last):
    """The stages in which one trigger may be followed by another."""
    moves = oracle.moves()
    return [
        stage
        for stage in STAGES
        if (first, stage) in moves and (last, moves[first, stage][0]) in moves
    ]


@st.composite
def around_the_bound(draw, rule):
    """Histories in which the end of a rule's clock comes within days of its bound."""
    start = draw(st.sampled_from(sorted(rule.starts)))
    end = draw(st.sampled_from(sorted(rule.ends)))
    begins_in = draw(st.sampled_from(lawful_starts(start, end)))
    if rule.id == "commissioner-report":
        begins_in = draw(st.sampled_from(["rated_inadequate", "commissioner_review"]))
    turns = [dt.date.fromisoformat(turn) for turn in (rule.since, rule.until)]
    turns = [day for day in turns if 2000 < day.year < 2100] + list(TURNS[-4:])
    counted = draw(st.sampled_from(turns)) + dt.timedelta(draw(st.integers(-3, 400)))
    bound = draw(st.sampled_from([each for each in (rule.least, rule.most) if each is not None]))
    due = dt.date.fromordinal(oracle.moved(counted.toordinal(), bound, rule.unit))
    first = {"judgement": "inadequate"} if start == "inspection_published_inadequate" else {}
    if start in oracle.INSPECTED:
        first["framework"] = draw(st.sampled_from([None, "SIF", "ILACS", "other"]))
        first["received_on"] = draw(st.none() | partial_days(counted))
    if draw(st.integers(0, 2)) == 0:
        set_day = counted + dt.timedelta(draw(st.sampled_from([30, 2000])))
        met_by = draw(st.sampled_from([None, end, *sorted(rule.ends)]))
        first["deadlines"] = [tf.Deadline("by then", due=set_day, met_by=met_by)]
    later = due + dt.timedelta(draw(st.integers(-9, 9)))
    events = [
        tf.TRUST_TRANSFER.event(start, draw(partial_days(counted)), **first),
        *draw(_between(rule, counted, later)),
        tf.TRUST_TRANSFER.event(end, draw(partial_days(later))),
    ]
    if draw(st.integers(0, 3)) == 0:
        events.append(tf.TRUST_TRANSFER.event(end, draw(partial_days(later))))
    return tf.History("Sandwell", events, begins_in=begins_in)


@st.composite
def _between(draw, rule, first, last):
    """Nothing mostly, else one more event that starts the rule's clock or may touch a deadline."""
    if draw(st.integers(0, 2)):
        return []
    triggers = [*sorted(rule.starts), "decision_announced_retain", "intervention_ended"]
    day = first + dt.timedelta(draw(st.integers(0, max(0, (last - first).days))))
    return [tf.TRUST_TRANSFER.event(draw(st.sampled_from(triggers)), draw(partial_days(day)))]


def found(report):
    """The findings as far as the domain fixes them."""
    return sorted(
        oracle.Remark(each.code, each.index, each.rule, str(each.strength), each.certain)
        for each in report.findings
    )


def assert_agrees(history):
    """Hold `check` against the oracle: every step, and every finding of every event."""
    report = tf.check(history)
    replayed = [(step.before, step.after, step.allowed, step.caused_by) for step in report.steps]
    assert oracle.replay(history) == replayed
    assert sorted(oracle.remarks(history), key=repr) == sorted(found(report), key=repr)


@given(histories().map(narrow))
def test_lawful_histories_with_part_known_dates(history):
    """On what a live case accepts they agree, dates known in part among them."""
    assert_agrees(history)


@given(loose_histories().map(narrow))
def test_faulty_histories(history):
    """On events of any kind in any order they agree."""
    assert_agrees(history)


@MORE
@given(near_misses())
def test_near_misses(history):
    """On events that stand about as far apart as the rules ask they agree to the day."""
    assert_agrees(history)


@pytest.mark.parametrize("rule", oracle.TIMED, ids=lambda rule: rule.id)
@FEWER
@given(data=st.data())
def test_every_rule_around_its_bound(rule, data):
    """Each rule on its own: on the day, before and after it, and where the day is not known."""
    assert_agrees(data.draw(around_the_bound(rule)))


@pytest.mark.parametrize("rule", oracle.TIMED, ids=lambda rule: rule.id)
def test_every_rule_can_be_broken(rule):
    """What is drawn around a bound holds breaches, certain ones and others, that the oracle sees.

    So that the test before this one compares something.
    """
    for certain in (True, False):
        find(
            around_the_bound(rule),
            lambda history, certain=certain: any(
                remark.rule == rule.id and remark.certain is certain
                for remark in oracle.remarks(history)
            ),
            settings=settings(max_examples=2000, phases=[Phase.generate]),
        )


# Readings that were settled by an example


def test_a_refusal_that_leaves_the_stage_clear_hides_no_other():
    """A second go-live says where the council stands, so a third is a finding of its own.

    If all moves of a trigger end in one stage, the history goes on from there; only *else* are
    further refused events no findings of their own, also where that stage is the one it was in.
    """
    again = [ev.TrustWentLive(f"{year}-04-01") for year in (2019, 2020)]
    report = tf.check(tf.History("Sandwell", again, begins_in="trust_live"))
    assert [0, 1] == [each.index for each in report.findings if each.code == "move_not_allowed"]


def test_a_planned_go_live_supersedes_no_other_deadline():
    """Each planned go-live stands by itself; *any other* deadline supersedes that of its words."""
    events = [
        ev.Note("2016-01-01", deadlines=tf.Deadline("a board", due="2016-06-01")),
        ev.Note(
            "2016-02-01", deadlines=tf.Deadline("a board", due="2017", met_by="trust_went_live")
        ),
        ev.RequirementMet("2016-07-01", what="a board"),
    ]
    assert ["deadline_missed"] == [each.code for each in tf.check(tf.History("X", events)).findings]


def test_a_deadline_that_names_its_trigger_is_not_met_by_words():
    """It is met by its trigger, or by its judgement, and only *else* by a requirement met."""
    planned = tf.Deadline("go-live", due="2018-04-01", met_by="trust_went_live")
    events = [
        ev.DirectionIssued("2016-10-06", purpose="trust", deadlines=planned),
        ev.RequirementMet("2017-01-01", what="go-live"),
        ev.TrustWentLive("2018-10-01"),
    ]
    report = tf.check(tf.History("X", events, begins_in="commissioner_review"))
    assert "deadline_missed" in {each.code for each in report.findings}
