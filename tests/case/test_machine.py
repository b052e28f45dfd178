"""A `transitions` machine of a process, plain and guarded by the date rules."""

import pytest
from hypothesis import given

import trustflow as tf
from tests.case.samples import REFUSALS, Model
from tests.examples import HALF
from trustflow import events as ev
from trustflow.testing import histories

# Plain machines


def test_a_machine_has_the_stages_in_order_and_the_triggers_of_the_process():
    """The machine has no other trigger, and no model if none is given."""
    machine = tf.machine(tf.TRUST_TRANSFER)
    assert [str(stage) for stage in tf.Stage] == list(machine.states)
    assert set(tf.TRUST_TRANSFER.triggers) == set(machine.events)
    assert [] == machine.models


def test_an_event_that_stays_in_its_stage_does_not_leave_it():
    """Callbacks for entering and leaving are called only when the stage changes."""
    calls = []

    class Tracker:
        def on_enter_trust_live(self):
            calls.append("entered")

        def on_exit_trust_live(self):
            calls.append("left")

    tracker = Tracker()
    tf.machine(tf.TRUST_TRANSFER, model=tracker, initial="trust_live")
    assert tracker.contract_signed()
    assert [] == calls
    assert tracker.returned_to_council()
    assert ["left"] == calls


def test_a_machine_takes_the_options_of_transitions():
    """Callbacks, models added later and another initial stage work as in `transitions`."""
    calls = []
    machine = tf.machine(
        tf.TRUST_TRANSFER, model=None, after_state_change=lambda: calls.append("changed")
    )
    model = Model()
    machine.add_model(model)
    assert "routine_oversight" == model.state
    model.inspection_published_inadequate()
    model.note()
    assert "rated_inadequate" == model.state
    assert ["changed"] == calls[:1]


# Guarded machines


@HALF
@given(histories(max_events=6))
def test_a_guarded_machine_takes_what_a_case_accepts(history):
    """After each event, the model is in the stage of the case."""
    model = Model()
    model.authority = "Sandwell"
    tf.machine(tf.TRUST_TRANSFER, guarded=True, model=model)
    case = tf.Case("Sandwell")
    for event in history:
        before = case.stage
        try:
            case.record(event)
        except REFUSALS:
            break
        # What others publish after the abolition is on record in a case, and moves no machine.
        is_late = any(finding.code == "after_abolition" for finding in case.findings)
        assert model.trigger(event.trigger, event) or (is_late and before == case.stage)
        assert case.stage == model.state


def test_a_guarded_machine_does_not_take_what_cannot_have_happened():
    """The trigger returns False and the stage stays; the event on a later day is accepted."""
    model = Model()
    tf.machine(tf.TRUST_TRANSFER, guarded=True, model=model)
    assert model.partnership_started(ev.PartnershipStarted("2016-01-02"))
    assert not model.returned_to_council(ev.ReturnedToCouncil("2016-01-02"))
    assert "externally_led" == model.state
    assert model.returned_to_council(event=ev.ReturnedToCouncil("2016-01-03"))
    assert "returned_to_council" == model.state


def test_a_guarded_machine_keeps_a_replay_for_each_model():
    """Two models of one machine have two histories."""
    first, second = Model(), Model()
    tf.machine(tf.TRUST_TRANSFER, guarded=True, model=[first, second])
    assert first.note(ev.Note("2018"))
    assert second.note(ev.Note("2016"))
    assert not first.note(ev.Note("2016"))
    assert (1, 1) == (len(first.trustflow_replay.moves), len(second.trustflow_replay.moves))


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [(), ("2016",), (ev.MindedToDirect("2016"),)])
def test_a_guarded_machine_needs_the_event_itself(arguments):
    """No argument, a date, and an event of another trigger are refused."""
    model = Model()
    tf.machine(tf.TRUST_TRANSFER, guarded=True, model=model)
    with pytest.raises(tf.InvalidValue, match=r"model\.note\(event\)"):
        model.note(*arguments)
    assert "routine_oversight" == model.state


def test_a_guarded_machine_passes_the_event_to_callbacks():
    """Callbacks get the `EventData` of `transitions`, which has the event as an argument."""
    events = []
    model = Model()
    tf.machine(
        tf.TRUST_TRANSFER,
        guarded=True,
        model=model,
        after_state_change=lambda call: events.append(call.args[0]),
    )
    event = ev.InspectionPublished("2016", judgement="inadequate")
    model.inspection_published_inadequate(event)
    assert [event] == events


def test_a_guarded_machine_may_begin_in_another_stage():
    """The machine accepts an event that is allowed in that stage."""
    model = Model()
    tf.machine(tf.TRUST_TRANSFER, guarded=True, model=model, initial="direction_issued")
    assert model.trust_went_live(ev.TrustWentLive("2018-04-01"))
