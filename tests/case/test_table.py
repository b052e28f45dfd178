"""Every trigger in every stage, as the definition, a live case, `check` and a machine read it."""

import pytest
from transitions import MachineError

import trustflow as tf
from tests import oracle
from tests.case.samples import Model, named

CELLS = [(trigger, str(stage)) for trigger in tf.TRUST_TRANSFER.triggers for stage in tf.Stage]
"""Every trigger in every stage."""
NEEDED_FIELDS = {
    "requirement_met": {"what": "plans"},
    "deadline_set": {"what": "plans", "due": "2017"},
    "agency_registered": {"kind": "fostering"},
}
"""The fields without which an event of a trigger cannot be built."""


def expected_move(trigger, stage):
    """Return the stage after a trigger and the mark, from the oracle; None twice if refused."""
    return oracle.moves().get((trigger, stage), (None, None))


def event_of(trigger):
    """Return an event of a trigger."""
    return tf.TRUST_TRANSFER.event(trigger, "2012-06-01", **NEEDED_FIELDS.get(trigger, {}))


def mark_in(findings):
    """Return the mark of a move that the findings on its event show."""
    remark = next((found for found in findings if found.code == "off_standard_route"), None)
    if remark is None:
        return "S"
    return "P" if remark.message.endswith("no precedent is on record.") else "A"


def test_the_oracle_has_every_move():
    """The oracle's table has every move of the process, and only cells that exist."""
    assert len(tf.TRUST_TRANSFER.moves) == len(oracle.moves())
    assert set(oracle.moves()) <= set(CELLS)


@pytest.mark.parametrize("trigger", tf.TRUST_TRANSFER.triggers)
def test_the_definition_has_the_move_of_every_cell(trigger):
    """Target and mark of each move are those of the oracle's table."""
    for stage in tf.Stage:
        move = tf.TRUST_TRANSFER.table[stage].get(trigger)
        target = (None, None) if move is None else (str(move.leads_to), str(move.mark))
        assert expected_move(trigger, stage) == target


@pytest.mark.parametrize("trigger", tf.TRUST_TRANSFER.triggers)
def test_a_live_case_makes_the_move_of_every_cell(trigger):
    """An allowed event leads to its target with the remark of its mark; others are refused."""
    for stage in tf.Stage:
        case = tf.Case("Sandwell", begins_in=stage)
        leads_to, mark = expected_move(trigger, stage)
        event = event_of(trigger)
        if leads_to is None:
            with pytest.raises(tf.MoveNotAllowed):
                case.record(event)
            assert stage == case.stage
        else:
            assert mark == mark_in(case.record(event))
            assert leads_to == case.stage
            assert isinstance(case.stage, tf.Stage)


@pytest.mark.parametrize("trigger", tf.TRUST_TRANSFER.triggers)
def test_check_makes_the_move_of_every_cell(trigger):
    """The step of a history of one event is allowed, and leads and remarks, as in the table."""
    for stage in tf.Stage:
        leads_to, mark = expected_move(trigger, stage)
        (step,) = tf.check(tf.History("Sandwell", [event_of(trigger)], begins_in=stage)).steps
        assert (leads_to is not None) is step.allowed
        if step.allowed:
            assert (leads_to, mark) == (step.after, mark_in(step.findings))


@pytest.mark.parametrize("trigger", tf.TRUST_TRANSFER.triggers)
def test_a_plain_machine_makes_the_move_of_every_cell(trigger):
    """A model of a user's own moves as in the table, and has only the allowed triggers."""
    for stage in tf.Stage:
        leads_to, _ = expected_move(trigger, stage)
        model = Model()
        machine = tf.machine(tf.TRUST_TRANSFER, model=model, initial=str(stage))
        assert (trigger in machine.get_triggers(str(stage))) is (leads_to is not None)
        if leads_to is None:
            with pytest.raises(MachineError):
                model.trigger(trigger)
        else:
            assert model.trigger(trigger)
        assert (leads_to or str(stage)) == model.state


def test_what_a_refusal_says_to_record_first_allows_the_event():
    """For every refused cell, the events named by the error lead to a stage that allows it."""
    for trigger, stage in CELLS:
        case = tf.Case("Sandwell", begins_in=stage)
        if expected_move(trigger, stage)[0] is None:
            with pytest.raises(tf.MoveNotAllowed) as caught:
                case.record(named(trigger))
            for day, first in enumerate(caught.value.first, start=1):
                case.record(named(first, f"2012-06-{day:02}"))
            case.record(named(trigger))
