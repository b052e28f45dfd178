"""A schedule has exactly the days on which all steps of a route keep the rules, or says why not."""

import json
import pickle
from itertools import pairwise

import pendulum
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.every_day import NOT_OF_THE_DAY
from tests.every_plan import (
    DAY_ONE,
    STAGES,
    TRIGGERS,
    ends_of,
    iso,
    plans,
    small_histories,
    small_processes,
)
from tests.examples import at_most
from tests.queries.test_windows import SCHOOL, prefixes, school
from trustflow import casebook
from trustflow import events as ev
from trustflow.dates import MAX_DAY
from trustflow.engine import check, evaluate
from trustflow.process import Mark, Relaxation
from trustflow.queries import LEAST_RANKS, event_asked
from trustflow.queries.schedules import links as schedule_links
from trustflow.queries.schedules.network import Network
from trustflow.queries.strengths import RULES_KEPT

PROCESS = tf.TRUST_TRANSFER
SOURCE = tf.Citation("a by-law")
ENOUGH = at_most(60)
"""Settings for the properties that try every day."""
DAYS = st.integers(DAY_ONE - 2, DAY_ONE + 16)
MOST_STEPS = 3
"""The greatest number of steps of which every day is tried."""


def days_of(schedule, route=0):
    """Return the first and the last day of each step of a route."""
    return [(str(step.earliest), str(step.latest)) for step in schedule.routes[route].steps]


def names_of(bounds):
    """Return the rule or the deadline of each bound; None is the day to finish by."""
    return [bound.rule or bound.deadline for bound in bounds]


@st.composite
def questions(draw):
    """Generate a small process and history, and what a schedule of it is asked."""
    process = draw(small_processes(DAYS))
    first = draw(st.integers(DAY_ONE, DAY_ONE + 10))
    history = draw(small_histories(process)).as_of(iso(first))
    finish = first + draw(st.sampled_from((11, 10, 8, 5, 3, 0)))
    strength = draw(st.sampled_from(("all", "all", "law", "logic")))
    to = draw(st.sampled_from(STAGES))
    return history, process, to, first, finish, strength


def asked(question):
    """Return the schedule, and the state before its first step."""
    history, process, to, first, finish, strength = question
    schedule = tf.schedule(
        history,
        to=to,
        finish_by=iso(finish),
        as_of=iso(first),
        strength=strength,
        process=process,
    )
    return schedule, check(history, process).replay


def tried(question, route, *, certain=False, replay=None, finish=None):
    """Return every choice of days of the steps of a route that keeps the rules."""
    history, process, _, first, last, strength = question
    replay = replay or check(history, process).replay
    events = [event_asked(process, trigger, {}) for trigger in route.triggers]
    last = last if finish is None else finish
    return [*plans(replay, events, first, last, strength, certain=certain)]


def short(schedule):
    """Return the routes of which every day can be tried."""
    return [route for route in schedule.routes if len(route.steps) <= MOST_STEPS]


def assert_is_exact(question, route):
    """Compare the days of a route with every choice of days: their ends, kept and possible."""
    found = tried(question, route)
    days = [
        (step.earliest and step.earliest.toordinal(), step.latest and step.latest.toordinal())
        for step in route.steps
    ]
    assert (ends_of(found) or [(None, None)] * len(days)) == days
    assert route.fits == bool(found)
    if found:
        assert tuple(event.on.first for event in route.plan) in found
        assert route.plan[-1].on.first == days[-1][0]
    possible = ends_of(tried(question, route, certain=True)) or [None] * len(days)
    assert possible == [
        step.possible and tuple(day.toordinal() for day in step.possible) for step in route.steps
    ]


@at_most(150)
@given(questions())
def test_a_schedule_has_exactly_the_days_that_fit(question):
    """Each choice of days was tried, for any process and history."""
    schedule, _ = asked(question)
    for route in short(schedule)[:4]:
        assert_is_exact(question, route)


@ENOUGH
@given(questions())
def test_the_bounds_of_a_conflict_leave_no_days(question):
    """Without every other rule, there are still none; a later day to finish by helps if it says so.

    A postponement is the least: one day less is not enough.
    """
    schedule, _ = asked(question)
    history, process, *_ = question
    conflicts = [route for route in short(schedule) if not route.fits]
    for route in conflicts:
        conflict = route.conflict
        named = {bound.rule for bound in conflict.bounds}
        kept = [rule for rule in process.rules if rule.id in named or rule.is_in_order]
        other = evolve(process, rules=kept)
        without = evolve(
            history, events=[_with_only(event, conflict.bounds) for event in history.events]
        )
        has_finish = any(bound.strength is None for bound in conflict.bounds)
        assert not tried(
            (without, other, *question[2:]),
            route,
            finish=question[4] if has_finish else question[4] + 8,
            certain=conflict.certain,
        )
        single = () if conflict.together else conflict.postponements
        for each in single:
            assert each.days > 0
            if each.bound.strength is None and each.days <= 10:
                assert tried(question, route, finish=question[4] + each.days)
                assert not tried(question, route, finish=question[4] + each.days - 1)


def _with_only(event, bounds):
    """Return an event without the deadlines that are not among some bounds."""
    words = {bound.deadline for bound in bounds}
    return evolve(event, deadlines=[each for each in event.deadlines if each.what in words])


@ENOUGH
@given(questions())
def test_a_step_names_what_leaves_no_other_day(question):
    """An end without a bound is the first day asked about; each end of a fitting step has one."""
    schedule, _ = asked(question)
    for route in schedule.routes:
        for step in route.steps if route.fits else ():
            assert bool(step.earliest_bounds) == (step.earliest.toordinal() > question[3])
            assert step.latest_bounds
            assert step.slack >= 0
            assert step.days in " ".join(step.sentences())


@at_most(40)
@given(prefixes(), st.integers(0, 900), st.integers(0, 1500), st.data())
def test_the_plans_of_real_histories_keep_the_rules(history, later, length, data):
    """The earliest days of a schedule give no finding that counts when they are checked."""
    last = max((event.on.first for event in history), default=DAY_ONE)
    first = min(last + later, DAY_ONE + 4000)
    to = data.draw(st.sampled_from([*PROCESS.stages]))
    strength = data.draw(st.sampled_from(("all", "law", "logic")))
    schedule = tf.schedule(
        history, to=to, finish_by=iso(first + length), as_of=iso(first), strength=strength
    )
    shown = history.as_of(iso(first))
    for route in schedule.routes:
        assert len(route.steps) == len(route.plan) or not route.fits
        whole = check(evolve(shown, events=(*shown.events, *route.plan)), PROCESS)
        grave = {"logic": {"error"}, "law": {"error", "breach"}}
        found = [
            finding
            for finding in whole.findings
            if finding.index >= len(shown)
            and finding.code not in NOT_OF_THE_DAY
            and (strength == "all" or finding.strength.severity in grave[strength])
        ]
        assert found == []
        if route.fits:
            assert whole.stage == to


@pytest.mark.parametrize("name", ["Sandwell", "Bradford", "Devon", "Birmingham"])
def test_a_route_of_one_step_is_a_window(name):
    """Its days are those that a window keeps up to the day to finish by."""
    history = casebook.load(name)
    for trigger in PROCESS.triggers:
        window = tf.window(history, trigger, as_of="2018-01-01")
        move = PROCESS.table[check(history.as_of("2018-01-01")).stage].get(trigger)
        if move is None:
            continue
        schedule = tf.schedule(
            history, to=move.leads_to, finish_by="2030-01-01", as_of="2018-01-01", route=trigger
        )
        ((first, last),) = days_of(schedule)
        assert schedule.routes[0].fits == bool(window.kept)
        if window.kept:
            assert first == str(window.earliest)
            assert last == str(
                min(window.latest or pendulum.date(2030, 1, 1), pendulum.date(2030, 1, 1))
            )


# Real histories, checked by hand


def test_sandwell_could_not_keep_its_target_on_the_way_it_had_chosen():
    """Nine months from 6 October 2016 end on 6 July 2017; summer begins on 1 June.

    The routes that fit pause the set-up first, which cancels the target.
    """
    sandwell = casebook.load("Sandwell")
    schedule = tf.schedule(sandwell, to="trust_live", finish_by="2017-08-31", as_of="2016-12-05")
    direct, shadow, paused = schedule.routes[:3]
    assert direct.triggers == ("trust_went_live",)
    assert shadow.triggers == ("shadow_started", "trust_went_live")
    for route in (direct, shadow):
        assert not route.fits
        assert names_of(route.conflict.bounds) == ["direction-to-live", "go-live of the trust"]
        assert not route.conflict.certain
        (least,) = route.conflict.postponements
        assert (least.bound.deadline, least.days, str(least.to)) == (
            "go-live of the trust",
            35,
            "2017-07-06",
        )
        assert route.steps[-1].possible.text == "2017-07-06/2017-08-31"
    assert paused.triggers[0] == "direction_issued_pause"
    assert days_of(schedule, 2)[0] == ("2016-12-05", "2017-06-01")
    assert days_of(schedule, 2)[-1] == ("2017-07-06", "2017-08-31")
    last = paused.steps[-1]
    assert names_of(last.earliest_bounds) == ["direction-to-live"]
    assert last.is_habit
    assert last.slack == 56
    assert schedule.fits
    assert schedule.earliest == pendulum.date(2017, 7, 6)
    assert schedule.answer == (
        'Sandwell cannot reach "Trust live" by 31 August 2017 on a standard route and keep all '
        "rules and deadlines: of 2 standard routes, none fits; of the 5 shortest routes with moves "
        "off the ordinary route, 5 fit, the shortest with 5 steps."
    )
    assert [route.is_standard for route in schedule.routes] == [True] * 2 + [False] * 5
    assert paused.words.startswith('"direction issued: set-up paused" (attested), then "decision')
    data = json.loads(json.dumps(direct.to_dict()))["conflict"]
    assert data["postponements"][0]["days"] == 35
    assert [bound["habit"] for bound in data["bounds"]] == [True, False]
    assert direct.explain().endswith(
        'Possible on the dates held here: "Trust went live" from 6 July 2017 to 31 August 2017.'
    )
    law = tf.schedule(
        sandwell, to="trust_live", finish_by="2017-08-31", as_of="2016-12-05", strength="law"
    )
    assert days_of(law) == [("2016-12-05", "2017-08-31")]
    assert "every rule of logic and law" in law.answer


@pytest.mark.parametrize(
    ("name", "year", "deadline"),
    [("Doncaster", 2013, "trust live"), ("Worcestershire", 2018, "go-live")],
)
def test_two_targets_had_to_move(name, year, deadline):
    """Nine months from any day of August end in May; if from the last one, on 31 May.

    Both the day to finish by and the target itself have to move.
    """
    schedule = tf.schedule(
        casebook.load(name),
        to="trust_live",
        finish_by=f"{year + 1}-04-30",
        as_of=f"{year}-09-01",
    )
    assert not schedule.fits
    assert schedule.earliest is None
    assert schedule.answer.startswith(f'{name} cannot reach "Trust live" by 30 April ')
    assert schedule.answer.endswith(
        " all rules and deadlines: of 2 standard routes, none fits; of the 5 shortest routes with "
        "moves off the ordinary route, none fits."
    )
    conflict = schedule.routes[0].conflict
    assert names_of(conflict.bounds) == [None, "direction-to-live"]
    assert conflict.certain
    assert conflict.together
    assert [each.bound.deadline for each in conflict.postponements] == [None, deadline]
    assert [each.days for each in conflict.postponements] == [31, 60]
    assert {str(each.to) for each in conflict.postponements} == {f"{year + 1}-05-31"}
    assert conflict.way_out.startswith("All of these would have to move: the day to finish by, 31 ")


def test_bradford_could_make_its_target():
    """From nine months after the direction of 9 February 2022 to the target of 1 April 2023."""
    schedule = tf.schedule(
        casebook.load("Bradford"), to="trust_live", finish_by="2023-04-01", as_of="2022-07-01"
    )
    assert days_of(schedule) == [("2022-11-09", "2023-04-01")]
    assert days_of(schedule, 1) == [("2022-07-01", "2023-04-01"), ("2022-11-09", "2023-04-01")]
    (due,) = schedule.routes[0].deadlines
    assert (due.what, str(due.due), str(due.status)) == ("trust goes live", "2023-04-01", "met")


def test_devon_can_be_live_in_april_without_a_direction():
    """Nine months from a direction of 29 November 2026 end 150 days too late, on 29 August 2027."""
    schedule = tf.schedule(
        casebook.load("Devon"), to="trust_live", finish_by="2027-04-01", as_of="2026-11-29"
    )
    standard, attested = schedule.routes[:5], schedule.routes[5:]
    assert all(route.is_standard and len(route.steps) > 4 for route in standard)
    assert "of the 5 shortest standard routes, 3 fit, the shortest with 5 steps;" in schedule.answer
    voluntary, directed = attested[:2]
    assert voluntary.triggers == (
        "commissioner_appointed",
        "decision_announced_voluntary_trust",
        "trust_went_live",
    )
    assert [step.slack for step in voluntary.steps] == [123, 123, 123]
    assert [str(due.due) for due in voluntary.deadlines] == ["2027-02-28"]
    assert directed.triggers[1] == "direction_issued_trust"
    assert names_of(directed.conflict.bounds) == [None, "direction-to-live"]
    assert directed.conflict.bounds[1].is_habit
    (least,) = directed.conflict.postponements
    assert (least.days, str(least.to)) == (150, "2027-08-29")
    assert schedule.left_out > 100
    law = tf.schedule(
        casebook.load("Devon"),
        to="trust_live",
        finish_by="2027-04-01",
        as_of="2026-11-29",
        route=(*directed.triggers[:2], "employee_information_given", "trust_went_live"),
        strength="law",
    )
    assert days_of(law)[-2:] == [("2026-11-29", "2027-03-04"), ("2026-12-27", "2027-04-01")]
    assert names_of(law.routes[0].steps[2].latest_bounds) == [None, "employee-information-28"]
    assert not law.routes[0].steps[3].is_habit


def test_a_school_can_make_the_date_if_it_writes_in_time():
    """Parents have exactly ten working days, which are fourteen days from Monday 22 February.

    On Friday 19 February, the last of the ten days is 5 March, and so on to 26 February.
    """
    applied = ("letter_sent", "2021-02-18", {})
    schedule = tf.schedule(
        school(applied), to="accepted", finish_by="2021-03-12", as_of="2021-02-19", process=SCHOOL
    )
    assert schedule.routes[0].triggers == ("offer_made", "offer_accepted")
    assert days_of(schedule) == [("2021-02-19", "2021-02-26"), ("2021-03-05", "2021-03-12")]
    deadline = tf.Deadline("an answer", due="2021-03-09", met_by="offer_accepted")
    late = ("letter_sent", "2021-02-18", {"deadlines": [deadline]})
    schedule = tf.schedule(
        school(late), to="accepted", finish_by="2021-03-12", as_of="2021-02-24", process=SCHOOL
    )
    conflict = schedule.routes[0].conflict
    assert names_of(conflict.bounds) == ["time-to-think", "an answer"]
    (least,) = conflict.postponements
    assert (least.days, str(least.to)) == (1, "2021-03-10")
    assert '"an answer" (practice), 1 day later, to 10 March 2021.' in conflict.way_out


# What a rule can do to a schedule


def chain(*rules, stages=3, **fields):
    """Return a process in which each event leads to the next of some stages."""
    names = STAGES[:stages]
    defaults = {
        "name": "chain",
        "title": "A chain of steps",
        "stages": {
            name: tf.StageInfo(name, "It is so.", final=name == names[-1]) for name in names
        },
        "initial": "a",
        "triggers": {name: name for name in TRIGGERS[: stages - 1]},
        "moves": [
            tf.Move(trigger, before, after)
            for trigger, before, after in zip(TRIGGERS, names, names[1:], strict=False)
        ],
    }
    return tf.Process(**defaults | fields, rules=rules)


def rule(starts="one", ends="two", **fields):
    """Return a rule of law from one step to another."""
    defaults = {
        "id": "time",
        "requires": "Two steps in time",
        "strength": "law",
        "duty_holder": "somebody",
        "citation": SOURCE,
    }
    return tf.DateRule(starts=starts, ends=ends, **defaults | fields)


def scheduled(process, *events, as_of="2020-03-02", finish_by="2020-03-31", **asked):
    """Return a schedule of a chain to its last stage."""
    history = tf.History("Somewhere", events)
    to = [*process.stages][-1]
    return tf.schedule(history, to=to, finish_by=finish_by, as_of=as_of, process=process, **asked)


def test_an_upper_bound_can_move_an_earlier_step_on():
    """The second step cannot come before a day, so the first one cannot come long before it."""
    process = chain(
        rule(at_most="5 days"),
        rule("three", "two", id="wait", at_least="20 days"),
        triggers={"one": "one", "two": "two", "three": "three"},
        moves=[
            tf.Move("one", "a", "b"),
            tf.Move("two", "b", "c"),
            tf.Move("three", "a", "a"),
        ],
    )
    schedule = scheduled(process, process.event("three", "2020-03-01"))
    assert days_of(schedule) == [("2020-03-16", "2020-03-31"), ("2020-03-21", "2020-03-31")]
    first, second = schedule.routes[0].steps
    assert names_of(first.earliest_bounds) == ["time", "wait"]
    assert names_of(second.earliest_bounds) == ["wait"]
    assert names_of(first.latest_bounds) == [None]
    assert first.slack == 15
    counted = {bound.rule: bound.counted_from for bound in first.earliest_bounds}
    assert counted == {"time": '"One"', "wait": '"Three" (1 March 2020)'}


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        # Before the rule is in force, the second step is free; then it takes ten days.
        (
            {"since": "2020-03-25", "at_least": "10 days"},
            [("2020-03-02", "2020-03-24"), ("2020-03-02", "2020-03-31")],
        ),
        # After the rule is no longer in force, the second step is free again.
        (
            {"until": "2020-03-10", "at_least": "10 days"},
            [("2020-03-02", "2020-03-31"), ("2020-03-11", "2020-03-31")],
        ),
        # The rule is in force if the second step comes in its period.
        (
            {"since": "2020-03-05", "at_least": "30 days", "in_force_by_end": True},
            [("2020-03-02", "2020-03-04"), ("2020-03-02", "2020-03-04")],
        ),
        # The upper bound binds only if the due day lies in the period in force.
        (
            {"until": "2020-03-20", "at_most": "0 days", "in_force_to_due": True},
            [("2020-03-02", "2020-03-31"), ("2020-03-02", "2020-03-31")],
        ),
        # Only weekdays count.
        (
            {"at_least": "20 working days"},
            [("2020-03-02", "2020-03-03"), ("2020-03-30", "2020-03-31")],
        ),
        ({"at_least": "1 month"}, [(None, None), (None, None)]),
        # The second step has no such field, so it only shows that the end had come.
        (
            {"at_least": "10 days", "end_field": "known_on"},
            [("2020-03-02", "2020-03-31"), ("2020-03-02", "2020-03-31")],
        ),
        # The first step has no such field, so it does not start the clock.
        (
            {"at_least": "10 days", "start_field": "known_on", "start_label": "the day"},
            [("2020-03-02", "2020-03-31"), ("2020-03-02", "2020-03-31")],
        ),
    ],
)
def test_the_day_of_a_step_decides_what_binds_the_next(fields, days):
    """A rule that is in force only in part splits the days of the step from which it counts."""
    process = chain(rule(**fields))
    schedule = scheduled(process)
    assert days_of(schedule) == [(str(first), str(last)) for first, last in days]


@ENOUGH
@given(DAYS, st.integers(0, 8), st.integers(1, 8), st.sampled_from(("at_least", "at_most")))
def test_a_rule_binds_from_its_first_day_to_its_last(first, length, count, bound):
    """Each choice of days was tried around the days between which a rule is in force."""
    period = {"since": iso(first), "until": iso(first + length)}
    process = chain(rule(**period, **{bound: f"{count} days"}))
    question = tf.History("Somewhere"), process, "c", DAY_ONE, DAY_ONE + 16, "all"
    (route,) = asked(question)[0].routes
    assert_is_exact(question, route)


def test_a_relaxed_rule_counts_only_among_all():
    """A step that is late for a relaxed due day gives a remark, which is less than law."""
    relaxed = Relaxation("2020-03-10", "2020-03-20", SOURCE)
    process = chain(
        rule(at_most="2 days", relaxed=relaxed),
        rule(id="wait", at_least="9 days"),
    )
    assert not scheduled(process).fits
    law = scheduled(process, strength="law")
    assert days_of(law) == [("2020-03-08", "2020-03-18"), ("2020-03-17", "2020-03-31")]
    # From 19 March on, the due day is no longer relaxed; before 8 March, not yet.


def test_a_measured_start_is_never_certain():
    """The day to count from is some day near the first step."""
    near = {
        "start_field": "known_on",
        "start_label": "the day it was known",
        "fallback": ("2 days", "1 day"),
        "fallback_note": "It was measured.",
    }
    process = chain(rule(at_most="4 days", **near), rule(id="wait", at_least="5 days", **near))
    route = scheduled(process).routes[0]
    assert names_of(route.conflict.bounds) == ["time", "wait"]
    assert not route.conflict.certain
    assert [step.possible.text for step in route.steps] == ["2020-03-02/2020-03-31"] * 2
    (step, _) = scheduled(chain(rule(at_least="5 days", **near))).routes[0].steps
    assert str(step.latest) == "2020-03-25"  # known a day later, on 26 March


def test_a_deadline_is_cancelled_only_up_to_its_due_day():
    """So the step that cancels it has to come by that day, and the step that it asks for need not.

    The deadline is met by the second step, and the first one cancels what was planned of it.
    """
    process = chain(
        cancels_planned={"one": ["two"]},
        moves=[tf.Move("one", "a", "b"), tf.Move("two", "b", "c"), tf.Move("two", "a", "a")],
    )
    plan = tf.Deadline("the plan", due="2020-03-12", met_by="two", set_by="law")
    event = process.event("two", "2020-03-01", deadlines=[plan])
    schedule = scheduled(process, event)
    assert days_of(schedule) == [("2020-03-02", "2020-03-12"), ("2020-03-02", "2020-03-31")]
    assert names_of(schedule.routes[0].steps[0].latest_bounds) == ["the plan"]
    late = scheduled(process, event, as_of="2020-03-13")
    conflict = late.routes[0].conflict
    assert names_of(conflict.bounds) == ["the plan"]
    assert conflict.statement == 'The deadline "the plan" (law) leaves no day.'
    assert [each.days for each in conflict.postponements] == [1]


def test_the_same_step_cannot_come_twice_on_one_day():
    """Two equal events of one day are a mistake; only a remark, so not under the law."""
    process = chain(
        triggers={"one": "one"}, moves=[tf.Move("one", "a", "b"), tf.Move("one", "b", "c")]
    )
    schedule = scheduled(process, finish_by="2020-03-03")
    assert days_of(schedule) == [("2020-03-02", "2020-03-02"), ("2020-03-03", "2020-03-03")]
    (bound,) = schedule.routes[0].steps[1].earliest_bounds
    assert bound.name == "two events that are the same"
    assert [*bound.sentences()] == ["Two events that are the same: not on one day."]
    law = scheduled(process, finish_by="2020-03-03", strength="law")
    assert days_of(law) == [("2020-03-02", "2020-03-03"), ("2020-03-02", "2020-03-03")]
    assert not scheduled(process, finish_by="2020-03-02").fits


def test_a_step_can_repeat_an_event_on_record():
    """The first day asked about is that of the event on record."""
    process = chain(
        triggers={"one": "one"}, moves=[tf.Move("one", "a", "b"), tf.Move("one", "b", "c")]
    )
    schedule = scheduled(process, process.event("one", "2020-03-02"))
    assert days_of(schedule) == [("2020-03-03", "2020-03-31")]
    (bound,) = schedule.routes[0].steps[0].earliest_bounds
    assert bound.name == "an event on record that is the same (practice)"


def test_the_day_to_finish_by_can_have_passed():
    """It would have to move to the first day on which the last step fits."""
    conflict = scheduled(chain(), finish_by="2020-03-01").routes[0].conflict
    assert names_of(conflict.bounds) == [None]
    assert conflict.statement == "The day to finish by leaves no day."
    assert "Somewhere cannot reach" in scheduled(chain(), finish_by="2020-03-01").answer
    assert conflict.way_out == (
        "The least that would have to move: the day to finish by, 1 day later, to 2 March 2020."
    )


def test_rules_can_exclude_each_other_for_ever():
    """No later date helps."""
    process = chain(rule(at_most="3 days"), rule(id="wait", at_least="4 days"))
    schedule = scheduled(process)
    conflict = schedule.routes[0].conflict
    assert names_of(conflict.bounds) == ["time", "wait"]
    assert conflict.postponements == ()
    assert conflict.way_out == "No later date would make it fit."


def test_no_day_is_tried_where_the_bounds_alone_exclude_each_other(monkeypatch):
    """Otherwise, every day up to the end of the calendar would be."""
    evaluated = []

    def counted(*arguments, **named):
        evaluated.append(arguments)
        return evaluate(*arguments, **named)

    monkeypatch.setattr(schedule_links, "evaluate", counted)
    process = chain(
        rule(ends="three", at_most="1 month"),
        rule(id="wait", at_least="20 days"),
        rule("two", "three", id="more", at_least="12 days"),
        stages=4,
    )
    conflict = scheduled(process, finish_by="2020-06-30").routes[0].conflict
    assert names_of(conflict.bounds) == ["wait", "time", "more"]
    assert conflict.way_out == "No later date would make it fit."
    assert len(evaluated) < 1000


@pytest.mark.parametrize(
    ("wait", "finish"), [("12 years", "2032-03-02"), ("144 years", "2164-03-02")]
)
def test_a_later_date_is_looked_for_to_the_end_of_the_calendar(wait, finish):
    """A rule can ask for many years; beyond the calendar, no date helps."""
    (least,) = scheduled(chain(rule(at_least=wait))).routes[0].conflict.postponements
    assert str(least.to) == finish
    beyond = scheduled(chain(rule(at_least="190 years"))).routes[0].conflict
    assert beyond.way_out == "No later date would make it fit."


@pytest.mark.parametrize(
    ("strength", "days"),
    [("law", [("2020-03-02", "2020-03-30"), ("2020-03-03", "2020-03-31")]), ("logic", None)],
)
def test_a_rule_that_does_not_count_excludes_nothing(strength, days):
    """Two rules exclude each other, but one of them is only practice."""
    habit = tf.DateRule(
        id="habit",
        requires="A short time",
        starts="one",
        ends="two",
        at_most="0 days",
        strength="practice",
        duty_holder="somebody",
        citation=SOURCE,
    )
    process = chain(rule(at_least="1 day"), habit)
    free = [("2020-03-02", "2020-03-31")] * 2
    assert days_of(scheduled(process, strength=strength)) == (days or free)
    assert not scheduled(process).fits


def test_each_case_of_a_route_is_solved_four_times(monkeypatch):
    """The plan is among the earliest days: it is not worked out again."""
    solved = []
    solution = Network.solution

    def counted(network, **asked):
        solved.append(asked)
        return solution(network, **asked)

    monkeypatch.setattr(Network, "solution", counted)
    schedule = scheduled(chain())
    assert [str(event.on) for event in schedule.routes[0].plan] == ["2020-03-02", "2020-03-02"]
    assert sum(asked["only"] is None for asked in solved) == 4


def test_three_bounds_can_exclude_each_other():
    """Two waits and the day to finish by; without any one of them, there would be days."""
    process = chain(
        rule(id="first", at_least="16 days"),
        rule("two", "three", id="second", at_least="16 days"),
        stages=4,
    )
    conflict = scheduled(process).routes[0].conflict
    assert names_of(conflict.bounds) == [None, "first", "second"]
    assert (
        conflict.statement
        == "The day to finish by, first (law) and second (law) exclude each other."
    )
    (least,) = conflict.postponements
    assert (least.days, str(least.to)) == (3, "2020-04-03")


def test_either_of_two_dates_can_move():
    """The one that moves least comes first."""
    process = chain(rule(at_least="10 days"))
    plan = tf.Deadline("the plan", due="2020-03-05", met_by="one", set_by="law")
    process = chain(
        rule(at_most="10 days"),
        rule("three", "two", id="wait", at_least="20 days"),
        triggers={"one": "one", "two": "two", "three": "three"},
        moves=[tf.Move("one", "a", "b"), tf.Move("two", "b", "c"), tf.Move("three", "a", "a")],
    )
    schedule = scheduled(process, process.event("three", "2020-03-01", deadlines=[plan]))
    conflict = schedule.routes[0].conflict
    assert names_of(conflict.bounds) == ["the plan", "time", "wait"]
    (least,) = conflict.postponements
    assert (least.bound.deadline, least.days, str(least.to)) == ("the plan", 6, "2020-03-11")
    other = tf.Deadline("the end", due="2020-03-20", met_by="two", set_by="law")
    process = chain(
        rule(at_least="10 days"),
        moves=[tf.Move("one", "a", "b"), tf.Move("two", "b", "c"), tf.Move("two", "a", "a")],
    )
    schedule = scheduled(
        process,
        process.event("two", "2020-03-01", deadlines=[other]),
        as_of="2020-03-15",
        finish_by="2020-03-22",
    )
    conflict = schedule.routes[0].conflict
    assert conflict.together
    assert [each.days for each in conflict.postponements] == [3, 5]


def test_a_clock_that_began_on_an_open_day_counts_to_the_first_step():
    """The event before the first step happened on some day up to it."""
    process = chain(
        rule("three", "two", at_least="5 days"),
        moves=[tf.Move("one", "a", "b"), tf.Move("two", "b", "c"), tf.Move("three", "a", "a")],
        triggers={"one": "one", "two": "two", "three": "three"},
    )
    schedule = scheduled(process, process.event("three", "2020-02-27/.."), finish_by="2020-03-12")
    assert days_of(schedule) == [("2020-03-02", "2020-03-07"), ("2020-03-07", "2020-03-12")]
    (bound,) = schedule.routes[0].steps[1].earliest_bounds
    assert bound.counted_from == '"Three" (27 February 2020 or later)'
    assert [step.possible.text for step in schedule.routes[0].steps] == [
        "2020-03-02/2020-03-12",
        "2020-03-03/2020-03-12",
    ]


# The question and the answer


def test_without_a_day_asked_about_the_history_gives_it():
    """A step comes not before the last event; with no event, no day is the first."""
    bradford = casebook.load("Bradford").as_of("2022-07-01")
    schedule = tf.schedule(bradford, to="trust_live", finish_by="2023-04-01")
    assert schedule.as_of is None
    assert schedule.routes[1].steps[0].earliest.toordinal() == check(bradford).replay.reached
    step = (
        tf.Case("Kent", begins_in="direction_issued")
        .schedule(to="trust_live", finish_by="2023-04-01")
        .routes[0]
        .steps[0]
    )
    assert (step.earliest, str(step.latest), step.slack) == (None, "2023-04-01", None)
    assert step.days == "up to 1 April 2023"
    assert next(step.sentences()) == '"Trust went live" fits up to 1 April 2023.'


def test_a_stage_that_is_reached_needs_no_step():
    """Neither does one that no route leads to."""
    case = tf.Case("Kent", begins_in="trust_live")
    schedule = case.schedule(to="trust_live", finish_by="2023-04-01", as_of="2022-01-01")
    assert (schedule.routes, schedule.fits) == ((), True)
    assert schedule.explain() == 'Kent is in the stage "Trust live" already.'
    final = chain()
    history = tf.History("Somewhere", [], begins_in="c")
    schedule = tf.schedule(history, to="a", finish_by="2023-04-01", process=final)
    assert (schedule.routes, schedule.fits) == ((), False)
    assert schedule.explain() == (
        'No route of standard and attested moves leads to "a". '
        "`route` asks about one with other moves, if there are any."
    )


def test_a_named_route_to_the_stage_that_is_reached_may_not_fit():
    """The answer is on the route, and whether the schedule fits is too."""
    process = chain(
        rule("one", "one", at_most="5 days"),
        triggers={"one": "one", "two": "two"},
        moves=[tf.Move("one", "a", "a"), tf.Move("two", "a", "b"), tf.Move("two", "b", "c")],
    )
    event = process.event("one", "2020-03-01")
    late, early = (
        tf.schedule(
            tf.History("Somewhere", [event]),
            to="a",
            finish_by="2020-03-31",
            as_of=as_of,
            route="one",
            process=process,
        )
        for as_of in ("2020-03-10", "2020-03-02")
    )
    assert (late.fits, late.to_dict()["fits"], late.earliest) == (False, False, None)
    assert late.answer == (
        'Somewhere is in the stage "a" already. By 31 March 2020 and with all rules and deadlines '
        "kept, the standard route does not fit."
    )
    assert early.fits
    assert early.answer.endswith("kept, the standard route fits, with 1 step.")


def test_the_routes_left_out_are_counted_by_kind():
    """Of five standard routes none is left out, though others are."""
    triggers = [f"event_{number}" for number in range(12)]
    process = chain(
        stages=2,
        triggers={name: name for name in triggers},
        moves=[
            tf.Move(name, "a", "b", "standard" if number < 5 else "attested")
            for number, name in enumerate(triggers)
        ],
    )
    schedule = scheduled(process)
    assert (schedule.standard_left_out, schedule.others_left_out, schedule.left_out) == (0, 2, 2)
    assert "of 5 standard routes, 5 fit" in schedule.answer
    assert "of the 5 shortest routes with moves off the ordinary route" in schedule.answer
    data = schedule.to_dict()
    assert (data["standard_left_out"], data["others_left_out"], data["left_out"]) == (0, 2, 2)


def test_a_strength_is_one_word_in_every_table():
    """What is kept is in words for each of them."""
    assert [*RULES_KEPT] == [*LEAST_RANKS]
    words = {strength: scheduled(chain(), strength=strength).answer for strength in LEAST_RANKS}
    assert all(f"and keep {RULES_KEPT[strength]}:" in words[strength] for strength in words)


def test_a_case_answers_as_its_history():
    """So does a route that is named."""
    bradford = casebook.load("Bradford")
    asked = {"to": "trust_live", "finish_by": "2023-04-01", "as_of": "2022-07-01"}
    route = ("shadow_started", "trust_went_live")
    schedule = tf.schedule(bradford, **asked, route=route)
    assert [each.triggers for each in schedule.routes] == [route]
    assert schedule.left_out == 0
    assert [str(event.on) for event in schedule.routes[0].plan] == ["2022-07-01", "2022-11-09"]
    assert tf.Case.from_history(bradford).schedule(**asked, route=route) == schedule


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"to": "trust_liv"}, tf.InvalidValue, "Unknown stage 'trust_liv'"),
        ({"finish_by": "2017"}, tf.errors.BadDate, "2017"),
        ({"as_of": "2017"}, tf.errors.BadDate, "2017"),
        ({"strength": "habit"}, tf.InvalidValue, "habit"),
        ({"route": "trust_went"}, tf.InvalidValue, "trust_went"),
        ({"route": ["returned_to_council"]}, tf.InvalidValue, "not allowed in the stage"),
        ({"route": ["shadow_started"]}, tf.InvalidValue, "The route ends in the stage"),
        ({"route": []}, tf.InvalidValue, "Invalid route: no events. Expected at least one event"),
        ({"route": [], "to": "direction_issued"}, tf.InvalidValue, "Expected at least one event"),
    ],
)
def test_a_wrong_question_is_refused(asked, error, message):
    """The error says what is expected."""
    right = {"to": "trust_live", "finish_by": "2017-08-31", "as_of": "2016-12-05"}
    with pytest.raises(error, match=message):
        tf.schedule(casebook.load("Sandwell"), **right | asked)


def test_routes_come_in_the_order_of_their_length_and_names():
    """All of them: those that are worked out, and the number of the others."""
    schedule = tf.schedule(
        casebook.load("Devon"), to="trust_live", finish_by="2027-04-01", as_of="2026-11-29"
    )
    keys = [(not route.is_standard, len(route.steps), route.triggers) for route in schedule.routes]
    assert keys == sorted(keys)
    assert [key[0] for key in keys] == [False] * 5 + [True] * 5
    paths = PROCESS.paths("trust_live", start="retained_by_council")
    every = 0
    for path in paths:
        count = 1
        for before, after in pairwise(path):
            count *= sum(
                move.leads_to == after and move.mark is not Mark.POSSIBLE
                for move in PROCESS.moves_from(before)
            )
        every += count
    assert len(schedule.routes) + schedule.left_out == every
    assert schedule.explain().endswith(f"Left out: {schedule.left_out} other routes.")


@ENOUGH
@given(questions())
def test_a_schedule_is_a_value(question):
    """It is equal to its copy, and its plain data is JSON with all that its words name."""
    schedule, _ = asked(question)
    assert pickle.loads(pickle.dumps(schedule)) == schedule  # noqa: S301 - our own data
    data = json.loads(json.dumps(schedule.to_dict()))
    assert data["fits"] == schedule.fits
    assert [route["fits"] for route in data["routes"]] == [each.fits for each in schedule.routes]
    assert schedule.explain().startswith(schedule.answer)
    assert schedule._repr_html_().startswith("<table>")
    for route in schedule.routes:
        assert route.explain() in schedule.explain()
        for step in route.steps:
            assert step._repr_html_().startswith("<table>")


def test_a_schedule_is_shown_in_one_line():
    """It names the authority, the stage, the day, and how many routes fit."""
    sandwell = casebook.load("Sandwell")
    schedule = tf.schedule(sandwell, to="trust_live", finish_by="2017-08-31", as_of="2016-12-05")
    assert repr(schedule) == "<Schedule of Sandwell: trust_live by 2017-08-31, 5 of 7 routes fit>"
    assert [repr(route) for route in schedule.routes[1:3]] == [
        "<ScheduledRoute to trust_live: 2 steps, does not fit>",
        "<ScheduledRoute to trust_live: 5 steps, fits>",
    ]
    one = evolve(schedule, authority="A" * 60, routes=schedule.routes[2:3])
    assert repr(one) == f"<Schedule of {'A' * 39}…: trust_live by 2017-08-31, 1 of 1 route fits>"


def test_a_schedule_ends_with_the_calendar():
    """A last day at the end of the calendar has no bound beyond the day to finish by."""
    schedule = scheduled(chain(), finish_by="2199-12-31")
    assert days_of(schedule)[-1] == ("2020-03-02", "2199-12-31")
    assert schedule.routes[0].steps[-1].latest.toordinal() == MAX_DAY
    assert schedule.routes[0].steps[-1].latest_bounds == ()


def test_an_event_after_the_abolition_leaves_no_day():
    """The authority has no steps of its own any more."""
    gone = ev.AuthorityReorganised("2020-04-01", into="North Kent")
    history = tf.History("Kent", [gone], begins_in="direction_issued")
    schedule = tf.schedule(history, to="trust_live", finish_by="2021-04-01", as_of="2020-06-01")
    bounds = schedule.routes[0].conflict.bounds
    assert [bound.name for bound in bounds] == ["the abolition of the authority (logic)"]
    assert schedule.routes[0].conflict.way_out == "No later date would make it fit."


def test_a_deadline_can_count_from_an_open_day():
    """It is due within six days of an event that happened on some day up to the first step.

    So the second step is late, but not for certain until six days after the first.
    """
    process = chain(
        moves=[
            tf.Move("one", "a", "b"),
            tf.Move("two", "b", "c"),
            tf.Move("three", "a", "a"),
        ],
        triggers={"one": "one", "two": "two", "three": "three"},
    )
    plan = tf.Deadline("the plan", within="6 days", met_by="two", set_by="law")
    letter = process.event("three", "2020-02-27/..", deadlines=[plan])
    schedule = scheduled(process, letter, finish_by="2020-03-20")
    assert days_of(schedule) == [("2020-03-02", "2020-03-04"), ("2020-03-02", "2020-03-04")]
    first, second = schedule.routes[0].steps
    assert first.possible.text == second.possible.text == "2020-03-02/2020-03-20"
    late = scheduled(process, letter, as_of="2020-03-06", finish_by="2020-03-20").routes[0]
    assert names_of(late.conflict.bounds) == ["the plan"]
    assert not late.conflict.certain
    assert [step.possible.text for step in late.steps] == ["2020-03-06/2020-03-20"] * 2
    logic = scheduled(process, letter, finish_by="2020-03-20", strength="logic")
    assert days_of(logic) == [("2020-03-02", "2020-03-20"), ("2020-03-02", "2020-03-20")]
