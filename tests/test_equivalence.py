"""One meaning, several readers: the live case, `check`, the oracle and the machine say the same.

The oracle knows the trust transfer only; the readers are held together for random processes too.
"""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statemachine.io import load
from transitions import MachineError

import trustflow as tf
from tests import oracle
from tests.test_oracle import found, narrow
from trustflow import testing
from trustflow.dates import PartialDate
from trustflow.exchange import process_to_scxml
from trustflow.exchange.scxml import scxml_name

ANY = (
    testing.histories()
    | testing.loose_histories()
    | testing.faulty_histories().map(lambda faulty: faulty[0])
)
"""Histories of the trust transfer: lawful ones, ones with a fault, and any."""


@st.composite
def of_any_process(draw):
    """A random process and a history held against it."""
    process = draw(testing.processes())
    histories = st.one_of(
        testing.histories(process),
        testing.loose_histories(process),
        testing.faulty_histories(process).map(lambda faulty: faulty[0]),
    )
    return process, draw(histories)


def live(history, process=tf.TRUST_TRANSFER):
    """A live case told everything up to what it refuses, and the refusal."""
    known = history.begins_in in process.stages
    case = tf.Case(history.authority, process, begins_in=history.begins_in if known else None)
    for event in history:
        before = (case.stage, case.history, case.findings)
        supposed = case.suppose(event)
        refusal = refused(case, event)
        if refusal is None:
            assert supposed == case.findings[len(before[2]) :]
        else:
            assert refusal in supposed
            assert before == (case.stage, case.history, case.findings)
            return case, refusal
    return case, None


def refused(case, event):
    """The finding for which a live case refuses an event; None when it records it."""
    try:
        case.record(event)
    except (tf.MoveNotAllowed, tf.DateRuleBroken) as refusal:
        return refusal.finding
    return None


def assert_live_is_checked(history, process=tf.TRUST_TRANSFER):
    """Hold a live case against the report: the same steps up to the same refusal."""
    case, refusal = live(history, process)
    report = tf.check(history, process)
    refusals = [each for each in report.findings if each.is_refusal and each.index >= 0]
    assert refusal == next(iter(refusals), None)
    steps = report.steps[: len(case)]
    assert case.findings == tuple(each for step in steps for each in step.findings)
    assert [step.after for step in steps[-1:]] == [case.stage][: len(steps)]
    assert (refusal is None) == (len(case) == len(history))


# The live case and the checker


@given(ANY)
def test_a_live_case_says_what_check_says(history):
    """Step by step, up to the first thing that cannot have happened, which both name."""
    assert_live_is_checked(history)


@given(of_any_process())
def test_a_live_case_says_what_check_says_of_any_process(given_case):
    """The same for random processes."""
    process, history = given_case
    assert_live_is_checked(history, process)


# The oracle


def assert_live_is_the_oracles(history):
    """Hold a live case against the oracle: its stages, findings and first refusal."""
    case, refusal = live(history)
    remarks = oracle.remarks(history)
    refused = [each.index for each in remarks if each.strength == "logic" and each.certain]
    assert len(case) == min(refused, default=len(history))
    told = [each for each in remarks if each.index < len(case)]
    assert sorted(told, key=repr) == sorted(found(case), key=repr)
    steps = oracle.replay(history)[: len(case)]
    assert [step.after for step in steps[-1:]] == [case.stage][: len(steps)]
    assert (refusal is None) == (not refused)


@given(
    testing.histories().map(narrow)
    | testing.loose_histories().map(narrow)
    | testing.faulty_histories(codes=["move_not_allowed", "out_of_order", "date_rule"]).map(
        lambda faulty: narrow(faulty[0])
    )
)
def test_a_live_case_says_what_the_oracle_says(history):
    """The domain restated and the live case agree in everything up to the first refusal."""
    assert_live_is_the_oracles(history)


@pytest.mark.parametrize("name", tf.casebook.names())
def test_the_casebook(name):
    """All shipped histories: the oracle, `check` and a live case agree on what happened."""
    history = narrow(tf.casebook.load(name))
    assert_live_is_the_oracles(history)
    assert_live_is_checked(history)
    report = tf.check(history)
    assert sorted(oracle.remarks(history), key=repr) == sorted(found(report), key=repr)


# The machine


class Model:
    """Something that a machine moves."""


def moved_by(machine, model, trigger):
    """The stage in which the machine's trigger leaves a model, and whether it was allowed."""
    try:
        machine.events[trigger].trigger(model)
    except MachineError:
        return model.state, False
    return model.state, True


def assert_machine_moves_as_checked(history, process=tf.TRUST_TRANSFER):
    """Hold a plain machine against the report: what it allows, and where that leads."""
    model = Model()
    machine = tf.machine(process, model=model)
    for step in tf.check(history, process).steps:
        machine.set_state(str(step.before))
        if step.event.trigger in process.triggers and step.event.trigger in machine.events:
            expected = step.after if step.allowed else step.before
            assert (expected, step.allowed) == moved_by(machine, model, step.event.trigger)
        else:
            assert not step.allowed


@given(ANY)
def test_a_machine_moves_as_check_does(history):
    """Every step of every history, the refused ones among them."""
    assert_machine_moves_as_checked(history)


@given(of_any_process())
def test_a_machine_moves_as_check_does_in_any_process(given_case):
    """The same for random processes."""
    process, history = given_case
    assert_machine_moves_as_checked(history, process)


# The SCXML, run by another tool


@cache
def transfer_in_another_tool():
    """The trust transfer as python-statemachine's reader has it."""
    return load(process_to_scxml(), format="scxml")


def assert_all_move_alike(triggers, process, other_tool):
    """Tell a machine, another tool and `check` the same from the start: the same stages."""
    model, other = Model(), other_tool()
    machine = tf.machine(process, model=model)
    stage = process.initial
    for trigger in triggers:
        history = tf.History(
            "X", [process.event(trigger, "2016", **needed(trigger))], begins_in=stage
        )
        (step,) = tf.check(history, process).steps
        stage = step.after if step.allowed else step.before
        other.send(scxml_name(trigger))
        assert [scxml_name(stage)] == [*other.configuration_values]
        if trigger in machine.events:  # a random process may have one that no move is for
            assert (stage, step.allowed) == moved_by(machine, model, trigger)
        else:
            assert not step.allowed


@given(st.lists(st.sampled_from(list(tf.TRUST_TRANSFER.triggers)), max_size=20))
def test_a_machine_another_tool_and_check_move_alike(triggers):
    """Three readers of one process, whatever happens and in whatever order."""
    assert_all_move_alike(triggers, tf.TRUST_TRANSFER, transfer_in_another_tool())


@given(testing.processes(), st.data())
def test_they_move_alike_in_any_process(process, data):
    """The same for random processes; what they refuse is told them too."""
    triggers = data.draw(st.lists(st.sampled_from(list(process.triggers)), max_size=8))
    other_tool = load(process_to_scxml(process), format="scxml")
    assert_all_move_alike(triggers, process, other_tool)


@given(of_any_process())
def test_a_guarded_machine_goes_as_far_as_a_live_case(given_case):
    """Its conditions ask the date rules, and stop where the live case does."""
    process, history = given_case
    if history.begins_in is not None:
        history = tf.History(history.authority, history.events)
    case, _ = live(history, process)
    model = Model()
    machine = tf.machine(process, guarded=True, model=model)
    for event in case:
        assert getattr(model, event.trigger)(event)
    assert case.stage == model.state
    for event in history[len(case) : len(case) + 1]:
        if event.trigger in machine.events and machine.get_triggers(model.state):
            allowed = event.trigger in machine.get_triggers(model.state)
            assert not (allowed and getattr(model, event.trigger)(event))


# Everything there is


@pytest.mark.parametrize("stage", list(tf.Stage))
def test_every_trigger_in_every_stage(stage):
    """Stage by trigger, all 660: the table, `check`, a live case, options, machine and SCXML."""
    model = Model()
    machine = tf.machine(tf.TRUST_TRANSFER, model=model)
    options = {each.trigger: each for each in tf.what_next(tf.History("X", begins_in=stage))}
    for trigger in tf.TRUST_TRANSFER.triggers:
        leads_to, mark = oracle.moves().get((trigger, str(stage)), (None, None))
        event = event_of(trigger)
        history = tf.History("X", [event], begins_in=stage)
        (step,) = tf.check(history).steps
        case, refusal = live(history)
        machine.set_state(str(stage))
        after = leads_to or oracle.only_target(trigger) or str(stage)
        assert (leads_to is not None, after) == (step.allowed, step.after)
        assert (leads_to or stage, leads_to is None) == (case.stage, refusal is not None)
        assert (leads_to or stage, leads_to is not None) == moved_by(machine, model, trigger)
        assert (leads_to is not None, leads_to) == (
            options[trigger].allowed,
            options[trigger].leads_to,
        )
        assert scxml_name(leads_to or stage) == moved_in_another_tool(stage, trigger)
        assert mark == options[trigger].mark
        off_route = "off_standard_route" in {each.code for each in step.findings}
        assert off_route == (mark in {"A", "P"})


@cache
def ways():
    """By each stage of the trust transfer, the fewest triggers that lead to it from the start."""
    found = {tf.TRUST_TRANSFER.initial: ()}
    queue = [*found]
    for stage in queue:
        for (trigger, before), (leads_to, _) in oracle.moves().items():
            if before == stage and leads_to not in found:
                found[leads_to] = (*found[stage], trigger)
                queue.append(leads_to)
    return found


def moved_in_another_tool(stage, trigger):
    """The state in which another tool's machine is after a trigger, told what led to a stage."""
    machine = transfer_in_another_tool()()
    for earlier in (*ways()[stage], trigger):
        machine.send(scxml_name(earlier))
    (state,) = machine.configuration_values
    return state


def needed(trigger):
    """The fields without which an event of a trigger is meaningless."""
    given = {
        "agency_registered": {"kind": "fostering"},
        "deadline_set": {"what": "plan"},
        "requirement_met": {"what": "plan"},
    }
    return given.get(trigger, {})


def event_of(trigger, on="2016-07-01"):
    """An event with no more than its trigger needs, in the words of its day."""
    return tf.TRUST_TRANSFER.event(trigger, PartialDate.parse(on), **needed(trigger))
