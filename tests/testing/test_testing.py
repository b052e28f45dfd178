"""The strategies that users borrow: what they promise, for the trust transfer and any process."""

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
from trustflow.process import IN_ORDER, Condition
from trustflow.testing.dates import season_of
from trustflow.testing.planted import CODES
from trustflow.testing.random_walk import Walk

QUICK = at_most(30)
SEEK = settings(max_examples=2000, phases=[Phase.generate], database=None)
CITED = tf.Citation("nobody")


def rule(rule_id="rule", starts="filed", ends="ended", strength="logic", **fields):
    """A date rule of a small process."""
    return tf.DateRule(
        id=rule_id,
        requires="One follows the other",
        starts=starts,
        ends=ends,
        strength=strength,
        citation=CITED,
        **fields,
    )


def small(*rules, events=(), moves=()):
    """A process of two stages: filed leads to the second, ended back, and noted stays."""
    stage = tf.StageInfo("A stage", "It is one")
    return tf.Process(
        name="small",
        title="A small process",
        stages={"first": stage, "second": stage},
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
def test_dates_hold_the_day_they_are_made_around(data, day):
    """Of every precision."""
    precision = data.draw(st.sampled_from(["day", "simple", "any"]))
    date = data.draw(testing.partial_dates(day, precision=precision))
    assert date.first <= day.toordinal() <= date.last
    assert precision != "day" or date.is_day
    assert precision != "simple" or not set("/[") & set(date.text)


def test_the_winters_at_the_edges_are_no_season():
    """They are not wholly in the years held."""
    first, *_, last = (tf.PartialDate.parse(text).earliest for text in ("1900-01", "2199-12"))
    assert (None, None) == (season_of(first), season_of(last))


@given(testing.processes(), st.data())
def test_events_of_a_trigger(process, data):
    """An event has the trigger asked for, in any process."""
    trigger = data.draw(st.sampled_from(list(process.triggers)))
    assert trigger == data.draw(testing.events(process, trigger)).trigger


def test_an_unknown_trigger_is_told_with_a_near_match():
    """The strategy refuses as the process does."""
    with pytest.raises(tf.InvalidValue, match="trust_went_live"):
        find(testing.events(trigger="trust_went_life"), lambda _: True)


@frozen(repr=False, kw_only=True)
class Filed(tf.Event):
    """An event with a field of its own that it needs."""

    number: int = field()


@QUICK
@given(st.data())
def test_events_with_classes_of_your_own(data):
    """Fields that only you know come from strategies of yours; others are drawn as for any."""
    process = small(events=[Filed])
    fields = {"filed": {"number": st.integers(1, 9)}}
    event = data.draw(testing.events(process, "filed", fields=fields))
    history = data.draw(testing.histories(process, min_events=1, fields=fields))
    assert isinstance(event, Filed)
    assert 1 <= event.number <= 9
    assert all(1 <= each.number <= 9 for each in history if each.trigger == "filed")


@frozen(repr=False, kw_only=True)
class OwnDirection(ev.MindedToDirect):
    """An event that somebody adds to the trust transfer."""

    letter: str | None = field(default=None)


def with_own_direction():
    """The trust transfer with an event of somebody's own."""
    return tf.TRUST_TRANSFER.extended(
        triggers={"own_direction": "own direction"},
        moves=[tf.Move("own_direction", stage, stage) for stage in tf.Stage],
        events=[OwnDirection],
    )


@QUICK
@given(st.data())
def test_events_of_an_extended_trust_transfer(data):
    """A class that is not ours says what any event of the trust transfer may say."""
    event = data.draw(testing.events(with_own_direction(), "own_direction"))
    assert (OwnDirection, None) == (type(event), event.letter)


def test_deadlines_of_an_extended_trust_transfer_are_met_by_its_own_triggers():
    """Its events accept no other."""
    own = testing.deadlines(with_own_direction())
    with pytest.raises(NoSuchExample):
        find(own, lambda deadline: deadline.met_by == "own_direction", settings=SEEK)
    met = find(own, lambda deadline: deadline.met_by == "trust_went_live", settings=SEEK)
    assert (met,) == OwnDirection("2016", deadlines=[met]).deadlines


# Histories


@given(testing.histories())
def test_histories_can_have_happened(history):
    """A live case accepts every event of them, dates known in part among them."""
    assert tf.Case.from_history(history).history == history


@given(testing.histories(precision="day"))
def test_histories_of_whole_days_can_have_happened(history):
    """Here no rule of logic can be escaped by what cannot be told."""
    assert all(event.on.is_day for event in history)
    assert tf.Case.from_history(history).history == history


@given(testing.processes(), st.sampled_from(["day", "any"]), st.data())
def test_histories_of_any_process_can_have_happened(process, precision, data):
    """Rules of logic of every kind are kept, whatever the process."""
    history = data.draw(testing.histories(process, precision=precision))
    assert tf.Case.from_history(history, process).history == history


@given(st.integers(0, 6), st.integers(0, 6), st.data())
def test_histories_are_as_long_as_asked_for(fewest, more, data):
    """From the fewest events to the most."""
    asked = testing.histories(min_events=fewest, max_events=fewest + more, authority="Sandwell")
    history = data.draw(asked)
    assert fewest <= len(history) <= fewest + more
    assert "Sandwell" == history.authority


@given(testing.histories(from_start=True, authority=st.just("Leeds")))
def test_histories_from_the_start(history):
    """They begin in the first stage, and with nothing before it."""
    assert ("Leeds", None) == (history.authority, history.begins_in)


def ended():
    """A process that can be left and not come back."""
    stage = tf.StageInfo("A stage", "It is one")
    return tf.Process(
        name="ended",
        title="It ends",
        stages={"first": stage, "last": tf.StageInfo("The end", "It is over", final=True)},
        initial="first",
        triggers={"filed": "filed"},
        moves=[tf.Move("filed", "first", "last")],
    )


@pytest.mark.parametrize("from_start", [True, False])
def test_a_history_longer_than_the_process_is_told(from_start):
    """Nothing is searched for that cannot be."""
    with pytest.raises(InvalidArgument, match="no history of ended has 2 events"):
        find(testing.histories(ended(), min_events=2, from_start=from_start), lambda _: True)


@QUICK
@given(testing.histories(ended(), min_events=1))
def test_histories_begin_where_there_is_a_way_on(history):
    """A history that needs an event does not begin at the end."""
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
    "for some": rule(condition=Condition("note", "first", if_missing=True), at_least="9 days"),
    "within one event": rule(
        ends="filed", same_event=True, start_field="known_on", at_most="2 days"
    ),
    "on one day": rule(ends="filed", same_event=True, at_most="0 days"),
    "never": rule(starts="noted", ends="noted", same_event=True, at_least="1 day"),
    "not in these years": rule(
        starts="noted", ends="noted", same_event=True, at_least="1 day", **PERIOD
    ),
    "never late": rule(starts="noted", ends="noted", at_most="2400 months"),
    "for ever": rule(starts="noted", ends="noted", at_least="2400 months"),
}


@pytest.mark.parametrize("name", HARD_RULES)
@QUICK
@given(data=st.data())
def test_every_kind_of_logic_is_kept(name, data):
    """Each kind of rule by itself, on whole days, so that it cannot be escaped."""
    process = small(HARD_RULES[name], IN_ORDER)
    history = data.draw(testing.histories(process, precision="day", min_events=2))
    assert tf.Case.from_history(history, process).history == history


@pytest.mark.parametrize(
    "name", sorted(set(HARD_RULES) - {"on one day", "measured", "in force long ago", "never late"})
)
def test_every_kind_of_logic_could_be_broken(name):
    """Without the care they take there would be something to refuse: the test above can fail."""
    process = small(HARD_RULES[name], IN_ORDER)
    careless = small(IN_ORDER)

    def is_refused(history):
        return not tf.check(history, process).ok

    find(testing.histories(careless, precision="day", min_events=2), is_refused, settings=SEEK)


@QUICK
@given(testing.histories(small(rule(starts="noted", ends="noted", at_most="0 days"))))
def test_where_no_day_is_left_the_history_ends(history):
    """What logic leaves no day for is not made to happen."""
    assert tf.check(history, small(rule(starts="noted", ends="noted", at_most="0 days"))).ok


def test_no_move_is_offered_after_the_last_day_held():
    """A bound that leads out of the years held leaves no day."""
    walk = Walk(small(HARD_RULES["for ever"]), "first", MAX_DAY)
    walk.take(tf.TRUST_TRANSFER.event("note", "2199-12-31"), "first", MAX_DAY)
    assert ["filed", "noted"] == [choice.move.trigger for choice in walk.choices()]
    walk.take(small().event("noted", "2199-12-31"), "first", MAX_DAY)
    assert ["filed"] == [choice.move.trigger for choice in walk.choices()]


@pytest.mark.parametrize("seed", range(3))
def test_they_shrink_to_little(seed):
    """What is found is short, on one day, with nothing said besides."""
    found = find(
        testing.histories(from_start=True, authority="Sandwell"),
        lambda history: "trust_live" == tf.check(history).stage,
        settings=settings(max_examples=500, database=None, phases=tuple(Phase)),
        random=Random(seed),  # noqa: S311 - three different tries
    )
    assert {"2005-01-01"} == {event.on.text for event in found}
    assert "trust_went_live" == found[-1].trigger
    assert len(found) < 4
    said = {"on", "purpose", "outcome", "judgement"}
    assert all(set(event.given()) <= said for event in found)


@given(testing.loose_histories(authority="Sandwell"))
def test_loose_histories_are_held_against_the_process_all_the_same(history):
    """Whatever they hold, `check` says something of every event."""
    assert len(history) == len(tf.check(history).steps)


# Histories with a fault


def assert_has_only(fault, history, process):
    """Hold a report against the fault: it is there, and nothing else is refused."""
    report = tf.check(history, process)
    assert fault.is_in(report)
    refused = [finding for finding in report.findings if finding.is_refusal]
    assert all((fault.code, fault.index) == (each.code, each.index) for each in refused)
    assert len(refused) <= 1


@given(testing.faulty_histories())
def test_faulty_histories_have_their_fault(found):
    """The fault is told, and it is the only thing that is refused."""
    history, fault = found
    assert_has_only(fault, history, tf.TRUST_TRANSFER)


@given(testing.processes(), st.data())
def test_faulty_histories_of_any_process_have_their_fault(process, data):
    """The same for any process, with those faults that it can have."""
    history, fault = data.draw(testing.faulty_histories(process))
    assert_has_only(fault, history, process)


def test_equal_processes_share_what_is_worked_out():
    """What is kept of a process serves another that equals it, though its rules are not the same.

    They were told apart by identity once, and the second could not have its fault.
    """
    for _ in range(2):
        process = small(evolve(HARD_RULES["at least"]))
        faulty = testing.faulty_histories(process, codes=["date_rule"])
        found, fault = find(faulty, bool, settings=SEEK)
        assert fault.is_in(tf.check(found, process))


@pytest.mark.parametrize("code", CODES)
@QUICK
@given(data=st.data())
def test_faults_of_each_kind(code, data):
    """The kind of fault can be chosen."""
    history, fault = data.draw(testing.faulty_histories(codes=[code]))
    assert code == fault.code
    assert_has_only(fault, history, tf.TRUST_TRANSFER)


@pytest.mark.parametrize(
    "rule_id", [each.id for each in tf.TRUST_TRANSFER.rules if not each.is_in_order]
)
def test_every_rule_is_broken_by_some(rule_id):
    """No rule of the trust transfer is left out."""
    find(
        testing.faulty_histories(codes=["date_rule"]),
        lambda found: rule_id == found[1].rule,
        settings=SEEK,
    )


@pytest.mark.parametrize("name", [name for name in HARD_RULES if name != "on one day"])
@QUICK
@given(data=st.data())
def test_every_kind_of_rule_is_broken_where_it_can_be(name, data):
    """Too early, too late, by the end, and within one event."""
    process = small(HARD_RULES[name], IN_ORDER)
    codes = ["date_rule", "unknown_stage"]  # a rule that nothing can break leaves the other
    history, fault = data.draw(testing.faulty_histories(process, codes=codes))
    assert_has_only(fault, history, process)


def test_a_fault_that_is_not_there_is_not_told():
    """Neither another index nor another rule is taken for it."""
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
    "for some": lambda rule: rule.condition,
    "for a time": lambda rule: rule.since and rule.until,
    "with two bounds": lambda rule: rule.at_least and rule.at_most,
    "of logic": lambda rule: rule.strength == "logic" and not rule.is_in_order,
}


@pytest.mark.parametrize("trait", TRAITS)
def test_processes_have_rules_of_every_kind(trait):
    """No kind of rule is left out."""
    find(testing.processes(), lambda process: any(map(TRAITS[trait], process.rules)), settings=SEEK)


@given(testing.processes(max_stages=4, max_triggers=3))
def test_processes_are_of_the_size_asked_for(process):
    """They are built, so they are valid; and every stage is reached."""
    assert 2 <= len(process.stages) <= 4
    assert 2 <= len(process.triggers) <= 3
    assert set(process.stages) == set(process.reachable())


def test_a_process_that_allows_everything_has_no_trigger_to_refuse():
    """So an unknown one is made up."""
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


# What Hypothesis knows by itself


def test_hypothesis_finds_the_strategies_by_itself():
    """With trustflow installed its types need no strategy, and no import of ours."""
    code = (
        "from hypothesis import Phase, find, settings, strategies as st; import trustflow as tf; "
        "one = settings(max_examples=1, phases=[Phase.generate], database=None); "
        "print(all(isinstance(find(st.from_type(kind), lambda _: True, settings=one), kind) "
        "for kind in (tf.History, tf.Event, tf.PartialDate, tf.Process, tf.Span, tf.Source, "
        "tf.Citation, tf.Deadline)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "True" == told.stdout.strip()


def test_the_entry_point_is_ours():
    """Hypothesis calls `register`, and nothing else of ours."""
    hooks = [each for each in entry_points(group="hypothesis") if each.name == "trustflow"]
    assert [testing.register] == [each.load() for each in hooks]


def test_registered_types_are_made():
    """After `register` a history is made from its type alone."""
    testing.register()
    assert isinstance(find(st.from_type(tf.History), lambda _: True, settings=SEEK), tf.History)


def test_the_names_are_loaded_when_used():
    """What is promised is there, and nothing else."""
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
    """A system that keeps the stage in a row, by a table of its own."""

    def begin(self):
        """One row for the case."""
        self.row = {"stage": "routine_oversight"}
        self.seen = Counter()

    def record(self, event):
        """Look up the move; days do not matter to this system."""
        self.seen[event.trigger] += 1
        move = tf.TRUST_TRANSFER.table[self.row["stage"]].get(event.trigger)
        if move is None:
            raise LookupError(event.trigger)
        self.row["stage"] = str(move.leads_to)

    def stage(self):
        """What the row says."""
        return self.row["stage"]


def test_a_system_that_forgets_the_days_is_caught():
    """It refuses with errors of its own, and accepts what cannot have happened."""
    Rows.refusals = (LookupError,)
    with pytest.raises(AssertionError, match="your system: accepted"):
        run_state_machine_as_test(Rows, settings=CATCH)


def test_a_system_that_loses_the_stage_is_caught():
    """It accepts the same, and does not move."""

    class Still(testing.case_machine()):
        def stage(self):
            return "routine_oversight"

    with pytest.raises(AssertionError, match="disagree on the stage"):
        run_state_machine_as_test(Still, settings=CATCH)
