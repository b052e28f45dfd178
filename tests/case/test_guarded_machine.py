"""Guarded machines: the rules' memory follows the model, whatever callbacks and users do."""

import asyncio
import inspect
import pickle

import pytest
from transitions import Machine, MachineError
from transitions.extensions.asyncio import HierarchicalAsyncMachine, NestedAsyncState
from transitions.extensions.diagrams import HierarchicalGraphMachine
from transitions.extensions.factory import (
    HierarchicalAsyncGraphMachine,
    LockedHierarchicalGraphMachine,
    LockedHierarchicalMachine,
    MachineFactory,
)
from transitions.extensions.nesting import HierarchicalMachine, NestedState
from transitions.extensions.states import Tags, Timeout, add_state_features

import trustflow as tf
from trustflow import events as ev

RATED = ev.InspectionPublished("2015-06-05", judgement="inadequate")
APPOINTED = ev.CommissionerAppointed("2015-12-01", names="Eleanor Brazil")
DIRECTED = ev.DirectionIssued("2016-10-06", purpose="trust")
LIVE = ev.TrustWentLive("2018-04-01")
NOTE = ev.Note("2015-07-01")


class Oops(Exception):
    """The error that a callback raises."""


class Model:
    """A model with an authority, to which tests add callbacks."""

    def __init__(self):
        self.authority = "Sandwell"


def guarded(model=None, **options):
    """Return a model of a guarded machine, and the machine."""
    model = Model() if model is None else model
    return model, tf.machine(tf.TRUST_TRANSFER, guarded=True, model=model, **options)


def fire(model, event):
    """Fire an event of a model; return whether it was taken."""
    return getattr(model, event.trigger)(event)


def assert_same(model, *events, begins_in=None):
    """Assert that a model has the stage, the findings and the options of a case of events."""
    case = tf.Case("Sandwell", begins_in=begins_in)
    for event in events:
        case.record(event)
    assert case.stage == model.state == model.trustflow_replay.stage
    assert case.findings == tuple(model.trustflow_replay.findings)
    assert case.history.events == tuple(model.trustflow_replay.events)


def once(model, *events):
    """Return a callback that fires each of the events once, in order."""
    remaining = list(events)

    def fire_next(_call):
        while remaining:
            fire(model, remaining.pop(0))

    return fire_next


def failing(_call):
    """Raise an error in a callback."""
    raise Oops


# Callbacks that fire events


@pytest.mark.parametrize("where", ["on_enter_rated_inadequate", "after_state_change", "after"])
def test_an_event_fired_after_the_stage_has_changed_comes_second(where):
    """The rules have the outer event first, then the inner one."""
    model, machine = guarded()
    callback = once(model, APPOINTED)
    if where == "after_state_change":
        machine.after_state_change = callback
    elif where == "after":
        machine.after_inspection_published_inadequate(callback)
    else:
        getattr(machine, where)(callback)
    assert fire(model, RATED)
    assert_same(model, RATED, APPOINTED)
    assert fire(model, DIRECTED)
    assert_same(model, RATED, APPOINTED, DIRECTED)


def test_a_method_of_the_model_can_fire_the_next_event():
    """Callbacks by their name come after the step, too, and can fire a whole series."""

    class Reacting(Model):
        def on_enter_rated_inadequate(self, _call):
            assert fire(self, APPOINTED)

        def on_enter_commissioner_review(self, _call):
            assert not fire(self, ev.Note("2015-11-30"))
            assert fire(self, DIRECTED)

    model, _ = guarded(Reacting())
    fire(model, RATED)
    assert_same(model, RATED, APPOINTED, DIRECTED)


@pytest.mark.parametrize("where", ["prepare_event", "before_state_change", "on_exit"])
def test_an_event_fired_before_the_stage_changes_comes_first(where):
    """If the outer event is still possible after it, both are taken, in the order of the calls."""
    model, machine = guarded()
    fire(model, RATED)
    early, late = ev.Note("2015-08-01"), ev.Note("2015-12-02")
    callback = once(model, early)
    if where == "on_exit":
        machine.on_exit_rated_inadequate(callback)
    else:
        setattr(machine, where, callback)
    assert fire(model, APPOINTED)
    assert_same(model, RATED, early, APPOINTED)
    assert fire(model, late)


@pytest.mark.parametrize("where", ["before_state_change", "on_exit"])
@pytest.mark.parametrize("inner", [ev.Note("2016-01-01"), DIRECTED], ids=repr)
def test_an_event_fired_before_the_stage_changes_can_be_in_the_way(where, inner):
    """The outer event is then refused, and the model is where the inner event left it."""
    model, machine = guarded()
    fire(model, RATED)
    if where == "on_exit":
        machine.on_exit_rated_inadequate(once(model, inner))
    else:
        machine.before_state_change = once(model, inner)
    with pytest.raises(MachineError, match="'commissioner_appointed' is refused") as refusal:
        fire(model, APPOINTED)
    assert "use queued=True" in str(refusal.value)
    assert_same(model, RATED, inner)


def test_an_event_can_be_taken_after_one_that_leads_to_the_same_stage():
    """A second appointment leads to the stage of the first."""
    model, machine = guarded()
    fire(model, RATED)
    machine.before_state_change = once(model, APPOINTED)
    second = ev.CommissionerAppointed("2015-12-02", names="Ann Lee")
    assert fire(model, second)
    assert_same(model, RATED, APPOINTED, second)


def test_an_event_that_the_stage_no_longer_allows_is_not_taken():
    """An event fired while the next one is prepared moves the model first."""
    model, machine = guarded()
    fire(model, RATED)
    machine.prepare_event = once(model, DIRECTED)
    assert not fire(model, APPOINTED)
    assert_same(model, RATED, DIRECTED)


def test_an_event_that_stays_in_its_stage_fires_and_is_refused_alike():
    """Its callbacks come after the step, or before it, as with an event that moves the model."""
    model, machine = guarded()
    later = ev.Note("2015-08-01")
    machine.after_note(once(model, later))
    assert fire(model, NOTE)
    assert_same(model, NOTE, later)
    model, machine = guarded()
    machine.before_note(once(model, RATED))
    with pytest.raises(MachineError, match="'note' is refused"):
        fire(model, ev.Note("2015-06-04", note="too early"))
    assert_same(model, RATED)
    model, machine = guarded()
    machine.before_note(once(model, NOTE))
    assert fire(model, later)
    assert_same(model, NOTE, later)


def test_a_queued_machine_takes_events_fired_in_callbacks_in_turn():
    """The events come one after another, whichever callback fires them."""
    for where in ("prepare_event", "before_state_change", "after_state_change"):
        model, machine = guarded(queued=True)
        setattr(machine, where, once(model, APPOINTED, DIRECTED, ev.ContractExtended("2017")))
        with pytest.raises(MachineError):  # the last one is not allowed in the stage
            fire(model, RATED)
        assert_same(model, RATED, APPOINTED, DIRECTED)
        assert fire(model, LIVE)
        assert_same(model, RATED, APPOINTED, DIRECTED, LIVE)


# Callbacks that raise errors


@pytest.mark.parametrize("handled", [False, True])
@pytest.mark.parametrize(
    ("where", "is_made"),
    [
        ("prepare_event", False),
        ("before_state_change", False),
        ("on_exit_rated_inadequate", False),
        ("on_enter_commissioner_review", True),
        ("after_state_change", True),
        ("prepare_commissioner_appointed", False),
        ("before_commissioner_appointed", False),
        ("after_commissioner_appointed", True),
    ],
)
def test_the_step_is_made_if_the_stage_has_changed(where, is_made, handled):
    """An error before that leaves the model and the rules as they were, with or without a handler.

    Afterwards the model goes on as a case of the same events does.
    """
    errors = []
    options = {"on_exception": lambda call: errors.append(call.error)} if handled else {}
    model, machine = guarded(**options)
    fire(model, RATED)
    if where in {"prepare_event", "before_state_change", "after_state_change"}:
        setattr(machine, where, failing)
    else:
        getattr(machine, where)(failing)
    if handled:
        fire(model, APPOINTED)
        assert [Oops] == [type(error) for error in errors]
    else:
        with pytest.raises(Oops):
            fire(model, APPOINTED)
    taken = [RATED, APPOINTED] if is_made else [RATED]
    assert_same(model, *taken)
    machine.prepare_event = machine.before_state_change = machine.after_state_change = None
    assert fire(model, ev.Note("2016"))
    assert_same(model, *taken, ev.Note("2016"))


@pytest.mark.parametrize(
    ("where", "is_made"), [("prepare", False), ("before", False), ("after", True)]
)
def test_the_step_of_an_event_that_stays_is_made_before_the_callbacks_after_it(where, is_made):
    """An error in an earlier callback leaves the rules as they were."""
    model, machine = guarded()
    fire(model, RATED)
    getattr(machine, f"{where}_note")(failing)
    with pytest.raises(Oops):
        fire(model, NOTE)
    assert_same(model, RATED, *([NOTE] if is_made else []))


def test_a_condition_of_the_users_own_can_refuse_an_event():
    """The rules then do not count the event."""
    model, machine = guarded()
    for transition in machine.get_transitions("inspection_published_inadequate"):
        transition.conditions.append(transition.condition_cls(lambda _call: False))
    assert not fire(model, RATED)
    assert fire(model, ev.Note("2015-01-01"))
    assert_same(model, ev.Note("2015-01-01"))


def test_asking_what_is_possible_changes_nothing():
    """`may_…` asks the rules, and takes no event."""
    model, _ = guarded()
    fire(model, RATED)
    assert model.may_commissioner_appointed(APPOINTED)
    assert not model.may_commissioner_appointed(ev.CommissionerAppointed("2015-01-01"))
    assert not model.may_trigger("contract_extended", ev.ContractExtended("2016"))
    assert_same(model, RATED)


@pytest.mark.parametrize(
    "event", [ev.TrustWentLive("2018"), ev.InspectionPublished("2018", judgement="good")]
)
def test_nothing_is_taken_after_the_abolition_of_the_authority(event):
    """Neither what a case refuses then, nor what it records without an effect."""
    model, _ = guarded(initial="direction_issued")
    abolished = ev.AuthorityReorganised("2017-04-01", into=["West Midlands"])
    assert fire(model, abolished)
    assert not fire(model, event)
    assert_same(model, abolished, begins_in="direction_issued")


# Stages that are set


@pytest.mark.parametrize("stage", ["trust_live", tf.Stage.TRUST_LIVE], ids=repr)
def test_a_stage_can_be_a_member_of_the_enumeration(stage):
    """The machine has no twelfth state, and a model's state is plain text."""
    model, machine = guarded(initial=stage)
    assert ("trust_live", str) == (model.state, type(model.state))
    assert len(tf.Stage) == len(machine.states)
    second = Model()
    machine.add_model(second, initial=tf.Stage.DIRECTION_ISSUED)
    assert ("direction_issued", str) == (second.state, type(second.state))
    machine.set_state(stage, second)
    assert ("trust_live", str) == (second.state, type(second.state))
    machine.set_state(tf.Stage.RATED_INADEQUATE)
    assert ["rated_inadequate"] * 2 == [model.state, second.state]
    assert machine.get_triggers(stage) == machine.get_triggers("trust_live")
    assert machine.get_triggers(stage)
    model.state = tf.Stage.DIRECTION_ISSUED
    assert fire(model, LIVE)
    assert_same(model, LIVE, begins_in="direction_issued")


@pytest.mark.parametrize("initial", ["trust_liv", "", "TRUST_LIVE"])
def test_an_initial_stage_that_the_process_does_not_have_is_refused(initial):
    """A machine of transitions alone would add it as a state."""
    with pytest.raises(tf.InvalidValue, match="Unknown stage"):
        tf.machine(tf.TRUST_TRANSFER, initial=initial)
    _, machine = guarded()
    with pytest.raises(ValueError, match="is not a registered state"):
        machine.add_model(Model(), initial="trust_liv")


def test_a_machine_can_have_no_initial_stage():
    """Each model is then added with its own."""
    machine = tf.machine(tf.TRUST_TRANSFER, guarded=True, initial=None)
    model = Model()
    with pytest.raises(ValueError, match="No initial state"):
        machine.add_model(model)
    machine.add_model(model, initial=tf.Stage.TRUST_LIVE)
    assert "trust_live" == model.state


@pytest.mark.parametrize("stage", ["routine_oversight", tf.Stage.DIRECTION_ISSUED, "trust_live"])
def test_a_stage_that_is_set_begins_a_new_replay(stage):
    """No rule counts from an event before it; the next event is checked in the new stage."""
    model, machine = guarded()
    for event in (RATED, APPOINTED):
        fire(model, event)
    machine.set_state(stage)
    note = ev.Note("2001")  # an earlier day than those before
    assert fire(model, note)
    assert_same(model, note, begins_in=str(stage))


@pytest.mark.parametrize("where", ["before_state_change", "on_exit", "prepare_event", "on_enter"])
def test_a_stage_that_is_set_in_a_callback_counts(where):
    """If the machine then moves the model on, it is where the machine has moved it."""
    model, machine = guarded()
    fire(model, RATED)

    def set_stage(_call):
        machine.set_state("direction_issued")

    if where == "on_exit":
        machine.on_exit_rated_inadequate(set_stage)
    elif where == "on_enter":
        machine.on_enter_commissioner_review(set_stage)
    else:
        setattr(machine, where, set_stage)
    taken = fire(model, APPOINTED)
    machine.prepare_event = machine.before_state_change = None
    if where in {"before_state_change", "on_exit"}:
        assert taken
        assert_same(model, RATED, APPOINTED)
    else:
        assert "direction_issued" == model.state
        assert fire(model, LIVE)
        assert_same(model, LIVE, begins_in="direction_issued")


def test_a_stage_that_is_set_while_an_event_stays_refuses_it():
    """If the event moves the model out of the new stage, it cannot stay there."""
    model, machine = guarded()
    fire(model, RATED)
    trigger = next(
        move.trigger
        for move in tf.TRUST_TRANSFER.moves_from("rated_inadequate")
        if move.stays
        and not any(
            other.stays and other.trigger == move.trigger
            for other in tf.TRUST_TRANSFER.moves_from("trust_live")
        )
    )
    getattr(machine, f"before_{trigger}")(lambda _call: machine.set_state("trust_live"))
    with pytest.raises(MachineError, match="is refused"):
        fire(model, tf.TRUST_TRANSFER.event(trigger, "2016-01-01"))
    assert "trust_live" == model.state
    assert fire(model, NOTE)
    assert_same(model, NOTE, begins_in="trust_live")


# Transitions and states of the user's own


def test_a_transition_of_the_users_own_is_not_checked():
    """It moves the model from outside the process, so the next event begins a new replay."""
    model, machine = guarded()
    machine.add_state("archived")
    machine.add_transition("archive", "*", "archived")
    machine.add_transition("reopen", "archived", "trust_live")
    fire(model, RATED)
    assert model.archive()
    assert model.reopen()
    assert fire(model, NOTE)
    assert_same(model, NOTE, begins_in="trust_live")


def test_a_second_transition_of_a_trigger_is_not_taken_for_the_first():
    """A step that was prepared for a transition that was refused is not made."""
    model, machine = guarded()
    fire(model, RATED)
    for transition in machine.get_transitions("commissioner_appointed", source="rated_inadequate"):
        transition.conditions.append(transition.condition_cls(lambda _call: False))
    machine.add_transition("commissioner_appointed", "rated_inadequate", "trust_live")
    assert fire(model, APPOINTED)
    assert "trust_live" == model.state
    assert fire(model, NOTE)
    assert_same(model, NOTE, begins_in="trust_live")


def test_automatic_transitions_count_as_set_stages():
    """A machine can have them, if they are asked for."""
    model, _ = guarded(auto_transitions=True)
    fire(model, RATED)
    assert model.to_trust_live()
    assert fire(model, NOTE)
    assert_same(model, NOTE, begins_in="trust_live")


def test_invalid_triggers_can_be_ignored():
    """The rules do not count them either."""
    model, _ = guarded(ignore_invalid_triggers=True)
    assert not fire(model, ev.ContractExtended("2015"))
    assert fire(model, RATED)
    assert_same(model, RATED)


# The machines of transitions


def machine_classes():
    """Return each class of machines that transitions has, by its features."""
    for graph in (False, True):
        for nested in (False, True):
            for locked, is_async in ((False, False), (True, False), (False, True)):
                features = {"graph": graph, "nested": nested, "locked": locked, "asyncio": is_async}
                name = "-".join(word for word, has in features.items() if has) or "plain"
                yield pytest.param(MachineFactory.get_predefined(**features), id=name)


class State(NestedState):
    """A nested state with a separator that is in no name of a stage."""

    separator = "."


class AsyncState(NestedAsyncState):
    """The same for machines that await callbacks."""

    separator = "."


class Nested(HierarchicalMachine):
    """A machine whose states can have states inside them."""

    state_cls = State


class LockedNested(LockedHierarchicalMachine):
    """The same with locks."""

    state_cls = State


class AsyncNested(HierarchicalAsyncMachine):
    """The same with callbacks that are awaited."""

    state_cls = AsyncState


class NestedGraph(HierarchicalGraphMachine):
    """The same with diagrams."""

    state_cls = State


class LockedNestedGraph(LockedHierarchicalGraphMachine):
    """The same with diagrams and locks."""

    state_cls = State


class AsyncNestedGraph(HierarchicalAsyncGraphMachine):
    """The same with diagrams and callbacks that are awaited."""

    state_cls = AsyncState


SEPARATED = {
    each.__base__: each
    for each in (
        Nested,
        LockedNested,
        AsyncNested,
        NestedGraph,
        LockedNestedGraph,
        AsyncNestedGraph,
    )
}
"""The classes for nested states with their own separator, by those of transitions."""


def extended(machine_class, model=None, **options):
    """Return a model of a guarded machine of a class of an extension, and the machine."""
    if hasattr(machine_class, "style_attributes"):
        options["graph_engine"] = "mermaid"
    return guarded(model, machine_class=SEPARATED.get(machine_class, machine_class), **options)


def result(value):
    """Return what a machine returns, also if it is to be awaited."""

    async def awaited():
        return await value

    return asyncio.run(awaited()) if inspect.isawaitable(value) else value


@pytest.mark.parametrize("queued", [False, True])
@pytest.mark.parametrize("machine_class", [*machine_classes()])
def test_every_machine_of_transitions_can_be_guarded(machine_class, queued):
    """Events are taken and refused, callbacks fire and raise, and stages are set, as in a case."""
    initial = tf.Stage.ROUTINE_OVERSIGHT
    model, machine = extended(machine_class, queued=queued, initial=initial)
    machine.get_state(tf.Stage.RATED_INADEQUATE).add_callback(
        "enter", lambda _: fire(model, APPOINTED)
    )
    assert isinstance(machine, machine_class)
    assert result(fire(model, RATED))
    assert_same(model, RATED, APPOINTED)
    assert queued == result(fire(model, ev.Note("2001")))
    assert result(model.may_note(NOTE)) is False
    assert_same(model, RATED, APPOINTED)
    machine.before_state_change = failing
    with pytest.raises(Oops):
        result(fire(model, DIRECTED))
    assert_same(model, RATED, APPOINTED)
    machine.before_state_change = None
    machine.after_state_change = failing
    with pytest.raises(Oops):
        result(fire(model, DIRECTED))
    machine.after_state_change = None
    assert_same(model, RATED, APPOINTED, DIRECTED)
    with pytest.raises(MachineError):
        result(fire(model, ev.ContractExtended("2017")))
    machine.set_state(tf.Stage.TRUST_LIVE, model)
    assert result(fire(model, NOTE))
    assert_same(model, NOTE, begins_in="trust_live")


@pytest.mark.parametrize("machine_class", [*machine_classes()])
def test_nested_states_need_another_separator(machine_class):
    """Stages have underscores in their names, which would be read as states inside states."""
    if not hasattr(machine_class.state_cls, "separator"):
        assert isinstance(extended(machine_class)[1], machine_class)
        return
    with pytest.raises(tf.InvalidValue) as refusal:
        tf.machine(tf.TRUST_TRANSFER, machine_class=machine_class)
    name = machine_class.__name__
    assert f"Invalid machine_class: '{name}'. Its nested states are separated by '_'" in str(
        refusal.value
    )
    assert f"class Nested({name}): state_cls = type(" in str(refusal.value)


def test_a_stage_can_have_states_inside_it():
    """The rules know the stage; the machine knows the state inside it, alone or in parallel."""
    model, machine = guarded(machine_class=Nested, initial="direction_issued")
    machine.add_states("trust_live.shadow")
    machine.add_transition("settle", "trust_live", "trust_live.shadow")
    assert fire(model, LIVE)
    assert model.settle()
    assert "trust_live.shadow" == model.state
    extension = ev.ContractExtended("2019-01-01")
    assert fire(model, extension)
    assert "trust_live.shadow" == model.state
    assert [LIVE, extension] == model.trustflow_replay.events
    machine.set_state(["trust_live.shadow", "trust_live"], model)
    assert result(model.may_note(ev.Note("2019-01-02")))


def test_states_can_have_features():
    """Tags and timeouts of states go with a guarded machine."""
    featured = add_state_features(Tags, Timeout)(type("Featured", (Machine,), {}))
    model, machine = guarded(machine_class=featured)
    machine.get_state("rated_inadequate").tags.append("urgent")
    fire(model, RATED)
    assert machine.get_state(model.state).is_urgent
    assert_same(model, RATED)


@pytest.mark.slow
@pytest.mark.parametrize("machine_class", [*machine_classes()])
def test_a_machine_is_pickled_with_its_models(machine_class):
    """The unpickled model goes on where the pickled one was."""
    model, machine = extended(machine_class)
    assert result(fire(model, RATED))
    again = pickle.loads(pickle.dumps(machine))  # noqa: S301 - our own pickle
    assert type(machine) is type(again)
    twin = again.models[0]
    assert result(fire(twin, NOTE))
    assert_same(twin, RATED, NOTE)
    assert_same(model, RATED)


def test_an_async_machine_cancels_a_transition_that_another_overtakes():
    """A transition that is cancelled before the stage changes is not counted."""
    model, machine = extended(MachineFactory.get_predefined(asyncio=True))
    waiting = asyncio.Event()

    async def wait(call):
        if call.event.name == "inspection_published_inadequate":
            waiting.set()
            await asyncio.Event().wait()

    machine.before_state_change = wait

    async def overtake():
        slow = asyncio.create_task(fire(model, RATED))
        await waiting.wait()
        taken = await fire(model, NOTE)
        return taken, await slow

    assert (True, False) == asyncio.run(overtake())
    assert_same(model, NOTE)
