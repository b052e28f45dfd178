"""The strategies of `trustflow.testing` generate what they promise, for any process."""

import re
import subprocess
import sys
from collections import Counter
from importlib.metadata import entry_points
from random import Random

import pytest
from attrs import evolve, field, frozen
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument, NoSuchExample
from hypothesis.stateful import run_state_machine_as_test

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow import testing
from trustflow.dates import MAX_DAY
from trustflow.process import CLASSES_NOT_GIVEN, IN_ORDER, ORDINARY, Condition, Mark
from trustflow.testing.dates import season_of
from trustflow.testing.planted import CODES
from trustflow.testing.random_walk import Walk
from trustflow.testing.transfer_fields import optional_fields

QUICK = at_most(30)
SEEK = settings(max_examples=2000, phases=[Phase.generate], database=None)
CITATION = tf.Citation("nobody")


def rule(rule_id="rule", starts="filed", ends="ended", strength="logic", **fields):
    """Return a date rule for a small process."""
    return tf.DateRule(
        id=rule_id,
        requires="One event follows the other",
        starts=starts,
        ends=ends,
        strength=strength,
        citation=CITATION,
        **fields,
    )


def small(*rules, events=CLASSES_NOT_GIVEN, moves=()):
    """Return a process of two stages; `filed` leads to the second, `ended` back to the first."""
    return tf.Process(
        name="small",
        title="A small process",
        stages={
            "first": tf.StageInfo("First", "A meaning"),
            "second": tf.StageInfo("Second", "A meaning"),
        },
        initial="first",
        triggers={"filed": "filed", "ended": "ended", "noted": "noted"},
        moves=[
            tf.Move("filed", "first", "second"),
            tf.Move("ended", "second", "first"),
            tf.Move("noted", "first", "first"),
            *moves,
        ],
        rules=rules,
        events=events,
    )


# Dates and events


@given(st.data(), testing.days())
def test_dates_contain_the_day_they_are_made_around(data, day):
    """This holds for every precision, and the date has the requested precision."""
    precision = data.draw(st.sampled_from(["day", "simple", "any"]))
    date = data.draw(testing.partial_dates(day, precision=precision))
    assert date.first <= day.toordinal() <= date.last
    assert precision != "day" or date.is_day
    assert precision != "simple" or not set("/[") & set(date.text)


def test_the_winters_at_the_edges_are_not_seasons():
    """These two winters are partly outside 1900 to 2199."""
    first, *_, last = (tf.PartialDate.parse(text).earliest for text in ("1900-01", "2199-12"))
    assert (None, None) == (season_of(first), season_of(last))


@given(testing.processes(), st.data())
def test_an_event_has_the_trigger_asked_for(process, data):
    """This holds for every trigger of any process."""
    trigger = data.draw(st.sampled_from(list(process.triggers)))
    assert trigger == data.draw(testing.events(process, trigger)).trigger


def test_an_unknown_trigger_is_refused_with_a_suggestion():
    """The strategy raises the error that the process raises for an unknown trigger."""
    with pytest.raises(tf.InvalidValue, match="trust_went_live"):
        find(testing.events(trigger="trust_went_life"), lambda _: True)


@frozen(repr=False, kw_only=True)
class Filed(tf.Event):
    """An event class with a required field that no other event has."""

    number: int = field()


@QUICK
@given(st.data())
def test_fields_of_your_own_classes_come_from_your_strategies(data):
    """This holds for single events and for the events of histories."""
    process = small(events=[Filed])
    fields = {"filed": {"number": st.integers(1, 9)}}
    event = data.draw(testing.events(process, "filed", fields=fields))
    history = data.draw(testing.histories(process, min_events=1, fields=fields))
    assert isinstance(event, Filed)
    assert 1 <= event.number <= 9
    assert all(1 <= other.number <= 9 for other in history if other.trigger == "filed")


@frozen(repr=False, kw_only=True)
class OwnDirection(ev.MindedToDirect):
    """An event class that a user of the library adds to the trust transfer."""

    letter: str | None = field(default=None)


def with_own_direction():
    """Return the trust transfer with an event class of a user."""
    return tf.TRUST_TRANSFER.extended(
        triggers={"own_direction": "own direction"},
        moves=[tf.Move("own_direction", stage, stage) for stage in tf.Stage],
        events=[OwnDirection],
    )


@QUICK
@given(st.data())
def test_events_of_an_extended_trust_transfer(data):
    """An event of a user's class is generated, without its optional field."""
    event = data.draw(testing.events(with_own_direction(), "own_direction"))
    assert (OwnDirection, None) == (type(event), event.letter)


@pytest.mark.slow
def test_deadlines_of_an_extended_trust_transfer_name_only_shipped_triggers():
    """Events of the trust transfer accept no other trigger in `met_by`."""
    strategy = testing.deadlines(with_own_direction())
    with pytest.raises(NoSuchExample):
        find(strategy, lambda deadline: deadline.met_by == "own_direction", settings=SEEK)
    met = find(strategy, lambda deadline: deadline.met_by == "trust_went_live", settings=SEEK)
    assert (met,) == OwnDirection("2016", deadlines=[met]).deadlines


# Histories


@given(testing.histories())
def test_histories_can_have_happened(history):
    """A live case accepts every event, even if dates are inexact."""
    assert tf.Case.from_history(history).history == history


@given(testing.histories(marks=list(Mark)))
def test_histories_with_possible_moves_can_have_happened(history):
    """A live case accepts moves of every mark."""
    assert tf.Case.from_history(history).history == history


MARKS = (("standard",), ORDINARY, tuple(Mark))


@pytest.mark.parametrize("marks", MARKS)
@QUICK
@given(data=st.data())
def test_histories_make_moves_of_the_marks_asked_for(marks, data):
    """By default these are standard and attested moves."""
    wanted = {} if marks == ORDINARY else {"marks": marks}
    history = data.draw(testing.histories(**wanted))
    for step in tf.check(history).steps:
        assert tf.TRUST_TRANSFER.table[step.before][step.event.trigger].mark in map(Mark, marks)


def test_a_history_can_make_possible_moves():
    """The test above would not detect a strategy that ignores `marks`."""

    def is_possible(history):
        steps = tf.check(history).steps
        table = tf.TRUST_TRANSFER.table
        return any(table[step.before][step.event.trigger].mark is Mark.POSSIBLE for step in steps)

    find(testing.histories(marks=list(Mark)), is_possible, settings=SEEK)


def has_abolition(history):
    """Return whether an event of a history abolishes its authority."""
    return any(event.abolishes(history.authority) for event in history)


def follows_abolition(history):
    """Return whether an event is certainly after the abolition of the authority."""
    return any(finding.code == "after_abolition" for finding in tf.check(history).findings)


SEEN = {
    "inherits events": lambda history: history.inherits,
    "inherits a running clock": lambda history: any(
        event.trigger in tf.TRUST_TRANSFER.starting for event in history.inherits
    ),
    "open end before another event": lambda history: any(
        event.on.is_open_end for event in history[:-1]
    ),
    "open start after another event": lambda history: any(
        event.on.is_open_start for event in history[1:]
    ),
    "abolished": has_abolition,
    "inspected after abolition": follows_abolition,
    "checked to a day": lambda history: isinstance(history.checked_to, tf.PartialDate),
    "checked by kind": lambda history: history.kinds_checked,
    "ongoing": lambda history: history.checked_to == "ongoing",
}


@pytest.mark.parametrize("trait", SEEN)
def test_histories_have_everything_that_a_history_can_have(trait):
    """For each trait, some generated history has it."""
    find(testing.histories(), lambda history: bool(SEEN[trait](history)), settings=SEEK)


DATE_FORMS = {
    "a day": r"\d{4}-\d\d-\d\d",
    "a month": r"\d{4}-[01]\d[~?]?",
    "a season": r"\d{4}-2[1-4][~?]?",
    "a year": r"\d{4}[~?]?",
    "an interval": r"\d[^/]*/\d.*",
    "from a day on": r"\d[^/]*/\.\.",
    "up to a day": r"\.\./\d.*",
    "an unknown day": r"\.\./\.\.",
    "a set": r"\[[^.]+\]",
    "a set with an interval": r"\[.*\d[~?]?\.\.\d.*\]",
}


@pytest.mark.parametrize("form", DATE_FORMS)
def test_dates_have_every_form(form):
    """A user's test is then tried with each kind of date that trustflow reads."""
    pattern = re.compile(DATE_FORMS[form])
    find(testing.partial_dates(), lambda date: pattern.fullmatch(date.text), settings=SEEK)


@pytest.mark.parametrize("day", ["1900-01-01", "1900-02-28", "2199-12-31"])
@QUICK
@given(data=st.data())
def test_a_date_at_an_end_of_the_calendar_contains_its_day(day, data):
    """The season of the day is not whole there, so its month takes the place of it."""
    date = data.draw(testing.partial_dates(day, precision="simple"))
    assert date.earliest <= tf.PartialDate(day).earliest <= date.latest


FIELD_VALUES = {
    "several commissioners": (ev.CommissionerSucceeded, ["Ann Lee", "Bo Day"]),
    "a numbered direction": (ev.DirectionIssued, 2),
    "a direction in words": (ev.DirectionIssued, "the first one"),
}


@pytest.mark.parametrize("kind", FIELD_VALUES)
def test_what_an_event_replaces_has_every_form(kind):
    """It is a list of names, a number or words, as the class of the event takes it."""
    cls, value = FIELD_VALUES[kind]
    find(optional_fields()[cls]["replaces"], lambda found: found == value, settings=SEEK)


@QUICK
@given(
    testing.histories(inherits=False)
    | testing.loose_histories(inherits=False)
    | testing.faulty_histories(inherits=False).map(lambda faulty: faulty[0])
)
def test_histories_can_be_asked_not_to_inherit(history):
    """These histories can be converted to data frames."""
    assert () == history.inherits


@pytest.mark.parametrize(
    "made",
    [
        testing.histories(),
        testing.loose_histories(),
        testing.faulty_histories().map(lambda faulty: faulty[0]),
    ],
    ids=["possible", "loose", "faulty"],
)
def test_histories_of_every_strategy_can_inherit(made):
    """Otherwise the test above would prove nothing."""
    find(made, lambda history: bool(history.inherits), settings=SEEK)


FIELDS = [
    ("direction_issued_trust", "power"),
    ("visit_letter_published_priority_action", "plan_asked"),
    ("visit_letter_published_priority_action", "received_on"),
    ("visit_letter_published_jtai_statement", "principal_authority"),
    ("inspection_published_part_cleared", "lifts_inadequate"),
    ("plan_submitted", "responds_to"),
    ("returned_to_council_partly", "services"),
    ("authority_reorganised", "into"),
    ("direction_revoked", "partly"),
]


@pytest.mark.parametrize(("trigger", "name"), FIELDS)
def test_events_have_every_field_of_their_class(trigger, name):
    """Each field is given in some event."""
    find(testing.events(trigger=trigger), lambda event: name in event.given(), settings=SEEK)


@given(testing.histories(precision="day"))
def test_histories_of_whole_days_can_have_happened(history):
    """With exact dates, a live case would certainly refuse an event that breaks a logic rule."""
    assert all(event.on.is_day for event in history)
    assert tf.Case.from_history(history).history == history


@given(testing.processes(), st.sampled_from(["day", "any"]), st.data())
def test_histories_of_any_process_can_have_happened(process, precision, data):
    """The histories keep the rules of logic of any process."""
    history = data.draw(testing.histories(process, precision=precision))
    assert tf.Case.from_history(history, process).history == history


@given(st.integers(0, 6), st.integers(0, 6), st.data())
def test_histories_have_as_many_events_as_asked_for(fewest, more, data):
    """The number lies between `min_events` and `max_events`."""
    history = data.draw(
        testing.histories(min_events=fewest, max_events=fewest + more, authority="Sandwell")
    )
    assert fewest <= len(history) <= fewest + more
    assert "Sandwell" == history.authority


@given(testing.histories(from_start=True, authority=st.just("Leeds")))
def test_histories_from_the_start_begin_in_the_first_stage(history):
    """These histories set no other first stage; the council's name can be a strategy."""
    assert ("Leeds", None) == (history.authority, history.begins_in)


def ended():
    """Return a process with one move, which leads to a final stage."""
    stage = tf.StageInfo("A stage", "A meaning")
    return tf.Process(
        name="ended",
        title="A process that ends",
        stages={"first": stage, "last": tf.StageInfo("The end", "A meaning", final=True)},
        initial="first",
        triggers={"filed": "filed"},
        moves=[tf.Move("filed", "first", "last")],
    )


@pytest.mark.parametrize("from_start", [True, False])
def test_a_history_longer_than_the_process_allows_is_refused(from_start):
    """The error names the process and the number of events."""
    with pytest.raises(InvalidArgument, match="no history of ended has 2 events"):
        find(testing.histories(ended(), min_events=2, from_start=from_start), lambda _: True)


@QUICK
@given(testing.histories(ended(), min_events=1))
def test_histories_begin_where_enough_events_can_follow(history):
    """A history with at least one event does not begin in a final stage."""
    assert ["filed"] == [event.trigger for event in history]
    assert history.begins_in in {None, "first"}


PERIOD = {"since": "2005-01-01", "until": "2012-12-31"}
HARD_RULES = {
    "at least": rule(at_least="40 working days"),
    "at most": rule(at_most="1 month"),
    "from one day to another": rule(at_least="20 days", at_most="1 month"),
    "in force": rule(at_least="300 days", **PERIOD),
    "in force by the end": rule(at_least="100 months", in_force_by_end=True, **PERIOD),
    "in force long ago": rule(at_least="9 days", since="1950-01-01", until="1960-12-31"),
    "late by the end": rule(at_most="1 month", in_force_by_end=True, **PERIOD),
    "from the first": rule(
        starts=("filed", "noted"), from_first=True, ends="noted", at_most="9 days"
    ),
    "on entering": rule(on_entering="second", at_least="7 days"),
    "from a field": rule(start_field="known_on", at_least="9 days"),
    "measured": rule(start_field="known_on", fallback=(tf.days(2), tf.days(3)), at_least="9 days"),
    "with a condition": rule(
        condition=Condition("note", "first", if_missing=True), at_least="9 days"
    ),
    "within one event": rule(
        ends="filed", same_event=True, start_field="known_on", at_most="2 days"
    ),
    "on one day": rule(ends="filed", same_event=True, at_most="0 days"),
    "never": rule(starts="noted", ends="noted", same_event=True, at_least="1 day"),
    "not in these years": rule(
        starts="noted", ends="noted", same_event=True, at_least="1 day", **PERIOD
    ),
    "never late": rule(starts="noted", ends="noted", at_most="2400 months"),
    "longer than the calendar": rule(starts="noted", ends="noted", at_least="2400 months"),
    "in force to the due day": rule(at_most="100 days", in_force_to_due=True, **PERIOD),
    "to a field": rule(end_field="known_on", at_least="40 days", at_most="9 months"),
    "shown": rule(shown_by="noted", at_most="9 days"),
    "cancelled": rule(cancelled_by="noted", at_most="9 days"),
    "on another body": rule(answers="plan", duty_holder_field="note", at_most="9 days"),
    "on a body that no event names": rule(
        answers="plan", duty_holder_field="body", at_most="9 days"
    ),
    "on a document": rule(answers="plan", at_most="9 days"),
}


@QUICK
@given(data=st.data())
def test_no_fault_is_planted_for_a_rule_that_only_other_events_can_break(data):
    """No event of the process has the field on which the rule ends, so each only shows its end."""
    process = small(rule(end_field="inspected", at_most="9 days"), IN_ORDER)
    _, fault = data.draw(testing.faulty_histories(process))
    assert fault.code != "date_rule"


@pytest.mark.parametrize("name", HARD_RULES)
@QUICK
@given(data=st.data())
def test_histories_keep_every_kind_of_rule_of_logic(name, data):
    """A live case accepts the history; its dates are exact, so any breach would be certain."""
    process = small(HARD_RULES[name], IN_ORDER)
    history = data.draw(testing.histories(process, precision="day", min_events=2))
    assert tf.Case.from_history(history, process).history == history


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    sorted(set(HARD_RULES) - {"on one day", "measured", "in force long ago", "never late"}),
)
def test_histories_made_without_a_rule_can_break_it(name):
    """So the test above would detect a rule that the strategy ignores."""
    process = small(HARD_RULES[name], IN_ORDER)
    without_the_rule = small(IN_ORDER)

    def is_refused(history):
        return not tf.check(history, process).ok

    find(
        testing.histories(without_the_rule, precision="day", min_events=2),
        is_refused,
        settings=SEEK,
    )


@QUICK
@given(testing.histories(small(rule(starts="noted", ends="noted", at_most="0 days"))))
def test_a_history_ends_where_no_day_is_left(history):
    """No event is added if the rules of logic leave no day for it."""
    assert tf.check(history, small(rule(starts="noted", ends="noted", at_most="0 days"))).ok


def test_a_walk_forgets_a_clock_that_an_event_cancels():
    """The rule then allows its ending on any day, because nothing is counted any more."""
    process = small(rule(at_least="10 days", cancelled_by="noted"))
    walk = Walk(process, "first", 730_000)
    filed, noted = (process.event(trigger, "2000-01-01") for trigger in ("filed", "noted"))
    walk.advance(filed, "first", 730_000)
    assert [(730_010, MAX_DAY)] == walk.windows("ended")
    walk.advance(noted, "first", 730_001)
    assert [(730_001, MAX_DAY)] == walk.windows("ended")


def test_no_move_is_offered_after_the_last_day_of_the_calendar():
    """If the bound of a rule is after 2199, no day is left for the event."""
    walk = Walk(small(HARD_RULES["longer than the calendar"]), "first", MAX_DAY)
    walk.advance(tf.TRUST_TRANSFER.event("note", "2199-12-31"), "first", MAX_DAY)
    assert ["filed", "noted"] == [choice.move.trigger for choice in walk.choices()]
    walk.advance(small().event("noted", "2199-12-31"), "first", MAX_DAY)
    assert ["filed"] == [choice.move.trigger for choice in walk.choices()]


@pytest.mark.slow
@pytest.mark.long
def test_histories_shrink_to_short_ones():
    """The smallest histories are short and have one day only; most have no optional fields.

    Hypothesis tries constants of the modules that are loaded, so each search depends on what ran
    before it, and one of them can end with an optional field.
    """
    found = [
        find(
            testing.histories(from_start=True, authority="Sandwell"),
            lambda history: "trust_live" == tf.check(history).stage,
            settings=settings(max_examples=500, database=None, phases=tuple(Phase)),
            random=Random(seed),  # noqa: S311 - three different searches
        )
        for seed in range(3)
    ]
    needed = {"on", "purpose", "outcome", "judgement"}
    for history in found:
        assert {"2005-01-01"} == {event.on.text for event in history}
        assert "trust_went_live" == history[-1].trigger
        assert len(history) <= 4
    bare = [all(set(event.given()) <= needed for event in history) for history in found]
    assert sum(bare) >= 2


@given(testing.loose_histories(authority="Sandwell"))
def test_loose_histories_can_be_checked(history):
    """The report of such a history has a step for every event."""
    assert len(history) == len(tf.check(history).steps)


# Histories with a fault


def assert_has_only(fault, history, process):
    """Assert that a history has the fault, and that no other event of it is refused."""
    report = tf.check(history, process)
    assert fault.is_in(report)
    refused = [finding for finding in report.findings if finding.is_refusal]
    assert {(fault.code, fault.index)} >= {(finding.code, finding.index) for finding in refused}
    assert len(refused) <= 1


@given(testing.faulty_histories())
def test_faulty_histories_have_their_fault(faulty):
    """The fault is among the findings, and no other event is refused."""
    history, fault = faulty
    assert_has_only(fault, history, tf.TRUST_TRANSFER)


@given(testing.processes(), st.data())
def test_faulty_histories_of_any_process_have_their_fault(process, data):
    """The same holds for any process, with the faults that it can have."""
    history, fault = data.draw(testing.faulty_histories(process))
    assert_has_only(fault, history, process)


@given(testing.faulty_histories(codes=["date_rule", "deadline_missed"]))
def test_the_event_that_breaks_a_rule_sets_no_deadline(faulty):
    """So no later event can miss that deadline, which would be a second fault."""
    history, fault = faulty
    assert () == history[fault.index].deadlines


def test_equal_processes_share_cached_results():
    """Histories of an equal, but not identical, process can also break its rules.

    An earlier version compared rules by identity, and found no such history for a second process.
    """
    for _ in range(2):
        process = small(evolve(HARD_RULES["at least"]))
        faulty = testing.faulty_histories(process, codes=["date_rule"])
        history, fault = find(faulty, bool, settings=SEEK)
        assert fault.is_in(tf.check(history, process))


@pytest.mark.parametrize("code", CODES)
@QUICK
@given(data=st.data())
def test_faults_of_each_kind(code, data):
    """The fault has the requested code."""
    history, fault = data.draw(testing.faulty_histories(codes=[code]))
    assert code == fault.code
    assert_has_only(fault, history, tf.TRUST_TRANSFER)


@pytest.mark.slow
@pytest.mark.parametrize(
    "rule_id", [rule.id for rule in tf.TRUST_TRANSFER.rules if not rule.is_in_order]
)
def test_every_rule_of_the_trust_transfer_is_broken_by_some_history(rule_id):
    """For each rule there is a history that breaks it."""
    find(
        testing.faulty_histories(codes=["date_rule"]),
        lambda faulty: rule_id == faulty[1].rule,
        settings=SEEK,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in HARD_RULES if name != "on one day"])
@QUICK
@given(data=st.data())
def test_every_kind_of_rule_can_be_planted(name, data):
    """Rules can be broken too early, too late, by the end day, and within one event."""
    process = small(HARD_RULES[name], IN_ORDER)
    codes = ["date_rule", "unknown_stage"]  # `unknown_stage` is used if nothing can break the rule
    history, fault = data.draw(testing.faulty_histories(process, codes=codes))
    assert_has_only(fault, history, process)


def test_a_fault_is_found_only_in_a_report_that_has_it():
    """`is_in` compares the code, the index and the rule."""
    report = tf.check(tf.History("Sandwell", [ev.ReturnedToCouncil("2017-01-01")]))
    assert testing.PlantedFault("move_not_allowed", 0).is_in(report)
    assert not testing.PlantedFault("move_not_allowed", 1).is_in(report)
    assert not testing.PlantedFault("move_not_allowed", 0, "in-order").is_in(report)
    assert not testing.PlantedFault("out_of_order", 0).is_in(report)


# Processes

TRAITS = {
    "counted from the first": lambda rule: rule.from_first,
    "in force by the end": lambda rule: rule.in_force_by_end,
    "on entering": lambda rule: rule.on_entering,
    "from a field": lambda rule: rule.start_field == "known_on" and not rule.same_event,
    "measured": lambda rule: rule.fallback,
    "within one event": lambda rule: rule.same_event,
    "in force to the due day": lambda rule: rule.in_force_to_due,
    "to a field": lambda rule: rule.end_field == "known_on",
    "shown": lambda rule: rule.shown_by,
    "cancelled": lambda rule: rule.cancelled_by,
    "for one kind of document": lambda rule: rule.answers,
    "on another body": lambda rule: rule.duty_holder_field,
    "with a condition": lambda rule: rule.condition,
    "for a time": lambda rule: rule.since and rule.until,
    "with two bounds": lambda rule: rule.at_least and rule.at_most,
    "of logic": lambda rule: rule.strength == "logic" and not rule.is_in_order,
}


@pytest.mark.slow
@pytest.mark.parametrize("trait", TRAITS)
def test_processes_have_rules_of_every_kind(trait):
    """For each trait, some process has a rule with it."""
    find(testing.processes(), lambda process: any(map(TRAITS[trait], process.rules)), settings=SEEK)


@given(testing.processes())
def test_a_rule_within_one_event_compares_two_fields(process):
    """From a field to the same field there are always 0 days, which would test nothing."""
    for rule in process.rules:
        assert not rule.same_event or rule.start_field != rule.end_field


@given(testing.processes(max_stages=4, max_triggers=3))
def test_processes_have_the_size_asked_for(process):
    """The number of stages and triggers is within the limits, and every stage can be reached."""
    assert 2 <= len(process.stages) <= 4
    assert 1 <= len(process.triggers) <= 3
    assert set(process.stages) == set(process.reachable(marks=Mark))


def test_a_process_that_allows_every_trigger_gets_an_unknown_one():
    """An unknown trigger is the only event that such a process refuses."""
    everything = [
        tf.Move("filed", "second", "second"),
        tf.Move("ended", "first", "first"),
        tf.Move("noted", "second", "second"),
    ]
    history, fault = find(
        testing.faulty_histories(small(moves=everything), codes=["move_not_allowed"]),
        lambda _: True,
        settings=SEEK,
    )
    assert "not_ended" == history[fault.index].trigger


# Registration with Hypothesis


def test_hypothesis_finds_the_strategies_by_itself():
    """With trustflow installed, `from_type` needs no import of `trustflow.testing`."""
    code = (
        "from hypothesis import Phase, find, settings, strategies as st; import trustflow as tf; "
        "one = settings(max_examples=1, phases=[Phase.generate], database=None); "
        "print(all(isinstance(find(st.from_type(kind), lambda _: True, settings=one), kind) "
        "for kind in (tf.History, tf.Event, tf.PartialDate, tf.Process, tf.Span, tf.Source, "
        "tf.Citation, tf.Deadline)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "True" == ran.stdout.strip()


def test_the_entry_point_is_register():
    """The entry point for Hypothesis names `register`."""
    hooks = [hook for hook in entry_points(group="hypothesis") if hook.name == "trustflow"]
    assert [testing.register] == [hook.load() for hook in hooks]


def test_a_registered_type_needs_no_strategy():
    """After `register`, `from_type` generates a history."""
    testing.register()
    assert isinstance(find(st.from_type(tf.History), lambda _: True, settings=SEEK), tf.History)


def test_public_names_are_loaded_on_first_use():
    """All names in `__all__` exist; any other name raises the usual error."""
    assert set(testing.__all__) <= set(dir(testing))
    assert all(getattr(testing, name) for name in testing.__all__)
    with pytest.raises(AttributeError, match="no attribute 'strategies'"):
        _ = testing.strategies


# The state machine

RUN = settings(at_most(20), stateful_step_count=12, database=None)

CATCH = settings(RUN, max_examples=400, phases=[Phase.generate])

Small = testing.case_machine(small(HARD_RULES["at least"], IN_ORDER))
TestSmall = Small.TestCase
TestSmall.settings = RUN
TestTransfer = testing.case_machine().TestCase
TestTransfer.settings = RUN
TestEnded = testing.case_machine(ended()).TestCase
TestEnded.settings = RUN


class Rows(testing.case_machine()):
    """A system under test that stores the stage in a row and ignores dates."""

    def begin(self):
        """Create the row for a new case."""
        self.row = {"stage": "routine_oversight"}
        self.seen = Counter()

    def record(self, event):
        """Look up the move and store its stage; the day of the event is ignored."""
        self.seen[event.trigger] += 1
        move = tf.TRUST_TRANSFER.table[self.row["stage"]].get(event.trigger)
        if move is None:
            raise LookupError(event.trigger)
        self.row["stage"] = str(move.leads_to)

    def stage(self):
        """Return the stage that the row contains."""
        return self.row["stage"]


@pytest.mark.slow
def test_a_system_that_ignores_dates_is_caught():
    """Such a system accepts an event that the live case refuses; its errors are refusals."""
    Rows.refusals = (LookupError,)
    with pytest.raises(AssertionError, match="your system: accepted"):
        run_state_machine_as_test(Rows, settings=CATCH)


def test_a_system_with_another_stage_is_caught():
    """Such a system accepts the same events, but its stage never changes."""

    class Still(testing.case_machine()):
        def stage(self):
            return "routine_oversight"

    with pytest.raises(AssertionError, match="disagree on the stage"):
        run_state_machine_as_test(Still, settings=CATCH)


def test_a_reorganisation_without_a_last_day_is_recorded_in_neither_system():
    """A later event would decide on its days, which a live case does not go back to."""
    machine = testing.case_machine()()
    reorganised = ev.AuthorityReorganised("2023-04/..", into="a council of another name")
    assert reorganised.abolishes(machine.case.authority)
    machine.record_any_event(reorganised)
    assert () == machine.case.history.events
    assert machine.stage() == machine.case.stage


def test_without_hypothesis_each_name_raises_an_error_that_names_the_extra():
    """Only `register` loads, because Hypothesis itself calls it."""
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "import trustflow.errors, trustflow.testing as testing\n"
        "for name in testing.__all__:\n"
        "    try: getattr(testing, name)\n"
        "    except trustflow.errors.MissingExtra as error:\n"
        "        print(name, error.package, error.extra)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    named = [f"{name} hypothesis testing" for name in testing.__all__ if name != "register"]
    assert named == ran.stdout.splitlines()


# Wrong arguments, and processes with little to generate

WITHOUT_EVENTS = tf.Process(
    name="still",
    title="A process in which nothing happens",
    initial="only",
    stages={"only": tf.StageInfo("Only", "The only stage.", final=True)},
    triggers={},
    moves=[],
)


@pytest.mark.parametrize(
    ("strategy", "message"),
    [
        (lambda: testing.histories(precision="week"), "Unknown precision 'week'"),
        (lambda: testing.histories(marks="attestd"), "Did you mean 'attested'"),
        (lambda: testing.histories(fields={"nte": {}}), "Did you mean 'note'"),
        (lambda: testing.events(fields={"note": "seen"}), "Expected a dict for each trigger"),
        (lambda: testing.histories(min_events=3, max_events=2), "number, 3 or more"),
        (lambda: testing.faulty_histories(codes="out_of_ordr"), "Did you mean 'out_of_order'"),
        (lambda: testing.partial_dates("2016-07"), "Expected an exact day"),
        (lambda: testing.events(WITHOUT_EVENTS), "a process with at least one event"),
    ],
)
def test_a_strategy_refuses_a_wrong_word_with_the_way_out(strategy, message):
    """A wrong precision or trigger was ignored; other errors were those of Python."""
    with pytest.raises(tf.TrustflowError, match=message):
        find(strategy(), lambda _: True)


def test_no_history_of_a_process_has_a_fault_that_it_cannot_have():
    """Codes that a process cannot give are ignored, unless no other is left."""
    with pytest.raises(InvalidArgument, match="no history of still has a fault of the kinds"):
        find(testing.faulty_histories(WITHOUT_EVENTS, codes=["date_rule"]), lambda _: True)


@at_most(20)
@given(testing.histories(WITHOUT_EVENTS), testing.loose_histories(WITHOUT_EVENTS))
def test_a_process_without_events_has_histories_without_events(history, loose):
    """Nothing is drawn from a list that is empty."""
    assert 0 == len(history) == len(loose) == len(history.inherits) == len(loose.inherits)


@at_most(20)
@given(testing.faulty_histories(WITHOUT_EVENTS))
def test_a_fault_can_be_planted_in_a_process_without_events(faulty):
    """Its event is then none of the process, or its first stage is not."""
    history, fault = faulty
    assert fault.code in {"move_not_allowed", "unknown_stage"}
    assert fault.is_in(tf.check(history, WITHOUT_EVENTS))
