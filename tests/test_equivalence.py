"""A live case, `check`, the oracle, the machine and the SCXML agree on every history.

The oracle implements the trust transfer only; the others are compared on random processes too.
"""

from functools import cache

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from statemachine.io import load
from transitions import MachineError

import trustflow as tf
from tests import oracle
from tests.open_ends import has_open_end
from tests.test_oracle import event_of, findings_of, narrow, near_misses
from trustflow import testing
from trustflow.exchange import process_to_scxml
from trustflow.exchange.scxml import scxml_name
from trustflow.process import Mark

ANY = (
    testing.histories()
    | testing.histories(marks=list(Mark))
    | testing.loose_histories()
    | testing.faulty_histories().map(lambda faulty: faulty[0])
)
"""Histories of the trust transfer: possible, with a planted fault, or arbitrary."""


@st.composite
def of_any_process(draw):
    """Generate a random process and a history of that process."""
    process = draw(testing.processes())
    histories = st.one_of(
        testing.histories(process),
        testing.loose_histories(process),
        testing.faulty_histories(process).map(lambda faulty: faulty[0]),
    )
    return process, draw(histories)


def live(history, process=tf.TRUST_TRANSFER):
    """Return a live case with all events before the first refused event, and the refusal."""
    known = history.begins_in in process.stages
    case = tf.Case(
        history.authority,
        process,
        begins_in=history.begins_in if known else None,
        succeeds=history.succeeds,
        inherits=history.inherits,
    )
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
    """Return the finding for which a live case refuses an event, or None if the case records it."""
    try:
        case.record(event)
    except (tf.MoveNotAllowed, tf.DateRuleBroken) as refusal:
        return refusal.finding
    return None


def is_exact(history, process, index):
    """Return whether a live case knows as much of an event as `check` of the events up to it.

    A live case records an event with an open end before the next event bounds it. It then settles
    deadlines, and clocks that end on a field of an event, by the days that were possible without
    that bound. `check` of the whole history governs.
    """
    earlier = (*history.inherits, *history[:index])
    if not any(event.on.is_open_end for event in earlier):
        return True
    has_deadlines = any(event.deadlines_set for event in earlier)
    return not has_deadlines and all(rule.end_field == "on" for rule in process.rules)


def findings_one_by_one(case):
    """Return the findings of a live case on each of its events."""
    return [
        [finding for finding in case.findings if finding.index == index]
        for index in range(len(case))
    ]


def assert_live_agrees_with_check(history, process=tf.TRUST_TRANSFER):
    """Assert that a live case gives on each event what `check` gives on the events so far.

    Without open ends, these are the steps of `check` of the whole history, up to the first refusal.
    """
    case, refusal = live(history, process)
    for index, found in enumerate(findings_one_by_one(case)):
        if is_exact(history, process, index):
            part = evolve(history, events=history[: index + 1])
            assert tuple(found) == tf.check(part, process).steps[-1].findings
    if refusal is not None and is_exact(history, process, len(case)):
        part = evolve(history, events=history[: len(case) + 1])
        assert refusal in tf.check(part, process).steps[-1].findings
    if has_open_end(history):
        return
    report = tf.check(history, process)
    refusals = [finding for finding in report.findings if finding.is_refusal and finding.index >= 0]
    assert refusal == next(iter(refusals), None)
    steps = report.steps[: len(case)]
    assert case.findings == tuple(finding for step in steps for finding in step.findings)
    assert [step.after for step in steps[-1:]] == [case.stage][: len(steps)]
    assert (refusal is None) == (len(case) == len(history))


# The live case and `check`


@given(ANY)
def test_a_live_case_agrees_with_check(history):
    """They give the same steps, and the same finding on the first event that is refused."""
    assert_live_agrees_with_check(history)


@given(of_any_process())
def test_a_live_case_agrees_with_check_on_any_process(case):
    """A live case and `check` agree on random processes too."""
    process, history = case
    assert_live_agrees_with_check(history, process)


# The oracle


def assert_live_agrees_with_oracle(history):
    """Assert that a live case gives the stage and findings that the oracle gives on each event."""
    case, refusal = live(history)
    steps = oracle.replay(history)[: len(case)]
    assert [step.after for step in steps[-1:]] == [case.stage][: len(steps)]
    found = findings_of(case)
    for index in range(len(case) + (refusal is not None)):
        if is_exact(history, tf.TRUST_TRANSFER, index):
            part = evolve(history, events=history[: index + 1])
            expected = [each for each in oracle.findings(part) if each.index == index]
            is_refused = any(each.strength == "logic" and each.certain for each in expected)
            assert is_refused == (index == len(case))
            if not is_refused:
                assert expected == [each for each in found if each.index == index]


@given(
    near_misses()
    | testing.histories().map(narrow)
    | testing.loose_histories().map(narrow)
    | testing.faulty_histories(codes=["move_not_allowed", "out_of_order", "date_rule"]).map(
        lambda faulty: narrow(faulty[0])
    )
)
def test_a_live_case_agrees_with_the_oracle(history):
    """A live case and the oracle give the same stages and findings up to the first refusal."""
    assert_live_agrees_with_oracle(history)


@pytest.mark.parametrize("name", tf.casebook.names())
def test_the_casebook(name):
    """The oracle, `check` and a live case agree on every shipped history."""
    history = narrow(tf.casebook.load(name))
    assert_live_agrees_with_oracle(history)
    assert_live_agrees_with_check(history)
    report = tf.check(history)
    assert oracle.findings(history) == findings_of(report)


# The machine


class Model:
    """An object whose stage a machine changes."""


def moved_by(machine, model, trigger):
    """Return the stage of a model after a trigger, and whether the trigger was allowed."""
    try:
        machine.events[trigger].trigger(model)
    except MachineError:
        return model.state, False
    return model.state, True


def assert_machine_agrees_with_check(history, process=tf.TRUST_TRANSFER):
    """Assert that a machine without guards allows the same events as `check`, with equal stages."""
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
    """A machine and `check` agree on every step of every history, including refused events."""
    assert_machine_agrees_with_check(history)


@given(of_any_process())
def test_a_machine_moves_as_check_does_in_any_process(case):
    """A machine and `check` agree on random processes too."""
    process, history = case
    assert_machine_agrees_with_check(history, process)


# The SCXML, run by python-statemachine


@cache
def transfer_statechart():
    """Return the class that python-statemachine builds from the trust transfer's SCXML."""
    return load(process_to_scxml(), format="scxml")


def assert_all_move_alike(triggers, process, statechart_class):
    """Assert that a machine, the SCXML and `check` give the same stages after each trigger."""
    model, statechart = Model(), statechart_class()
    machine = tf.machine(process, model=model)
    stage = process.initial
    for trigger in triggers:
        is_ours = process is tf.TRUST_TRANSFER
        event = event_of(trigger) if is_ours else process.event(trigger, "2016")
        history = tf.History("X", [event], begins_in=stage)
        (step,) = tf.check(history, process).steps
        stage = step.after if step.allowed else step.before
        statechart.send(scxml_name(trigger))
        assert [scxml_name(stage)] == [*statechart.configuration_values]
        if trigger in machine.events:  # a random process can have a trigger without a move
            assert (stage, step.allowed) == moved_by(machine, model, trigger)
        else:
            assert not step.allowed


@given(st.lists(st.sampled_from(list(tf.TRUST_TRANSFER.triggers)), max_size=20))
def test_the_machine_the_scxml_and_check_move_alike(triggers):
    """They give the same stages after any triggers in any order."""
    assert_all_move_alike(triggers, tf.TRUST_TRANSFER, transfer_statechart())


@given(testing.processes(), st.data())
def test_they_move_alike_in_any_process(process, data):
    """They agree on random processes too, including refused triggers."""
    triggers = data.draw(st.lists(st.sampled_from(list(process.triggers)), max_size=8))
    statechart_class = load(process_to_scxml(process), format="scxml")
    assert_all_move_alike(triggers, process, statechart_class)


def assert_guarded_machine_agrees_with_live_case(history, process):
    """Assert that a guarded machine accepts the same events as a live case, with their findings.

    A machine inherits nothing, and refuses what comes after an abolition.
    """
    is_later = history.begins_in in process.stages and history.begins_in != process.initial
    begins_in = history.begins_in if is_later else None
    history = tf.History(history.authority, history.events, begins_in=begins_in)
    live_case, _ = live(history, process)
    model = Model()
    model.authority = history.authority
    initial = str(history.begins_in or process.initial)
    machine = tf.machine(process, guarded=True, model=model, initial=initial)
    for index, event in enumerate(live_case):
        before = tf.check(evolve(history, events=history[:index]), process).replay
        if before.abolished_by is not None:
            if before.is_abolished_before(event) is tf.Truth.YES:
                assert not getattr(model, event.trigger)(event)
            return
        assert getattr(model, event.trigger)(event)
    assert live_case.stage == model.state
    if len(live_case):
        assert live_case.findings == tuple(model.trustflow_replay.findings)
    for event in history[len(live_case) : len(live_case) + 1]:
        if event.trigger in machine.events and machine.get_triggers(model.state):
            allowed = event.trigger in machine.get_triggers(model.state)
            assert not (allowed and getattr(model, event.trigger)(event))


@given(of_any_process())
def test_a_guarded_machine_goes_as_far_as_a_live_case_in_any_process(case):
    """A guarded machine applies the date rules, and stops at the event a live case refuses."""
    process, history = case
    assert_guarded_machine_agrees_with_live_case(history, process)


@given(ANY | near_misses())
def test_a_guarded_machine_goes_as_far_as_a_live_case(history):
    """It gives the same findings on the events of the trust transfer that it accepts."""
    assert_guarded_machine_agrees_with_live_case(history, tf.TRUST_TRANSFER)


# Every trigger in every stage


@pytest.mark.parametrize("stage", list(tf.Stage))
def test_every_trigger_in_every_stage(stage):
    """The table, `check`, live case, options, machine and SCXML agree on every cell."""
    model = Model()
    machine = tf.machine(tf.TRUST_TRANSFER, model=model)
    options = {option.trigger: option for option in tf.what_next(tf.History("X", begins_in=stage))}
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
        assert scxml_name(leads_to or stage) == stage_in_statechart(stage, trigger)
        assert mark == options[trigger].mark
        off_route = "off_standard_route" in {finding.code for finding in step.findings}
        assert off_route == (mark in {"A", "P"})


@cache
def shortest_runs():
    """Return, for each stage of the trust transfer, the fewest triggers that lead to it."""
    runs = {tf.TRUST_TRANSFER.initial: ()}
    queue = [*runs]
    for stage in queue:
        for (trigger, before), (leads_to, _) in oracle.moves().items():
            if before == stage and leads_to not in runs:
                runs[leads_to] = (*runs[stage], trigger)
                queue.append(leads_to)
    return runs


def stage_in_statechart(stage, trigger):
    """Return the stage of the SCXML after the triggers that lead to `stage`, and then `trigger`."""
    statechart = transfer_statechart()()
    for earlier in (*shortest_runs()[stage], trigger):
        statechart.send(scxml_name(earlier))
    (state,) = statechart.configuration_values
    return state
