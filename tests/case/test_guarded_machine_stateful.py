"""A state machine of Hypothesis: guarded machines whose callbacks fire and raise, beside a case."""

import datetime as dt

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from transitions import Machine, MachineError
from transitions.extensions import LockedMachine

import trustflow as tf
from tests.case.samples import named
from trustflow import events as ev
from trustflow.testing import events as transfer_events

TABLE = tf.TRUST_TRANSFER.table
BEFORE = ("prepare_event", "before_state_change", "on_exit")
"""The callbacks before the stage changes, in the order in which they come."""
AFTER = ("on_enter", "after_state_change")
"""The callbacks after it has changed."""
FIRST_DAY = dt.date(2005, 1, 1)
LAST_DAY = dt.date(2150, 1, 1)


class Oops(Exception):
    """The error that a callback raises."""


class Model:
    """A model that the machine moves."""

    authority = "Sandwell"


@st.composite
def next_events(draw, runner):
    """Draw an event that the stage allows on a later day, most often a move, or any event."""
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return draw(transfer_events())
    moves = TABLE[runner.case.stage].values()
    moving = [move.trigger for move in moves if not move.stays and kind > 1]
    trigger = draw(st.sampled_from(moving or [move.trigger for move in moves] or ["note"]))
    runner.day = min(runner.day + dt.timedelta(draw(st.integers(0, 200))), LAST_DAY)
    return named(trigger, runner.day.isoformat())


EVENTS = st.runner().flatmap(next_events)


class GuardedMachine(RuleBasedStateMachine):
    """Each event goes to the model of a guarded machine, and a live case tells what is right.

    One callback does something once: it raises an error, or fires another event. The methods whose
    names begin with `expect` repeat on the case what transitions is known to do, in its order.
    """

    @initialize(
        queued=st.booleans(),
        handled=st.booleans(),
        machine_class=st.sampled_from([Machine, LockedMachine]),
    )
    def begin(self, queued, handled, machine_class):
        """Build a machine with every kind of callback, and an empty case."""
        self.queued, self.handled = queued, handled
        self.case, self.day, self.model = tf.Case("Sandwell"), FIRST_DAY, Model()
        self.where = self.inner = None
        self.machine = tf.machine(
            tf.TRUST_TRANSFER,
            guarded=True,
            model=self.model,
            machine_class=machine_class,
            queued=queued,
            on_exception=(lambda _call: None) if handled else None,
            **{name: self.callback(name) for name in (*BEFORE[:2], AFTER[1])},
        )
        for state in self.machine.states.values():
            state.add_callback("exit", self.callback("on_exit"))
            state.add_callback("enter", self.callback("on_enter"))

    def callback(self, name):
        """Return a callback that does what is to be done there, once."""

        def call(_call):
            if self.where != name:
                return
            self.where = None
            if self.inner is None:
                raise Oops
            try:
                self.model.trigger(self.inner.trigger, self.inner)
            except MachineError:
                return  # transitions refuses the event, or the rules do

        return call

    @rule(event=EVENTS)
    def fire(self, event):
        """Fire an event whose callbacks do nothing."""
        self.fire_with(event, None, None)

    @rule(event=EVENTS, where=st.sampled_from(BEFORE + AFTER))
    def fire_and_raise(self, event, where):
        """Fire an event, in one of whose callbacks an error is raised."""
        self.fire_with(event, where, None)

    @rule(event=EVENTS, inner=EVENTS, where=st.sampled_from(BEFORE + AFTER))
    def fire_in_callback(self, event, inner, where):
        """Fire an event, one of whose callbacks fires another event."""
        self.fire_with(event, where, inner)

    @rule(stage=st.sampled_from(tf.Stage))
    def set_stage(self, stage):
        """Set the stage of the model, by a member of the enumeration."""
        self.machine.set_state(stage, self.model)
        if stage != self.case.stage:
            self.case = tf.Case("Sandwell", begins_in=stage)

    @rule(event=EVENTS)
    def ask(self, event):
        """Ask the machine whether an event is possible."""
        expected = event.trigger in TABLE[self.case.stage] and self.is_possible(event)
        assert expected == self.model.may_trigger(event.trigger, event)

    @invariant()
    def the_model_is_where_the_case_is(self):
        """Stage, allowed triggers, findings and events agree."""
        assert self.case.stage == self.model.state
        assert {*TABLE[self.case.stage]} == {*self.machine.get_triggers(self.model.state)}
        self.model.may_trigger("note", ev.Note("2199"))  # a stage that was set counts from now on
        replay = self.model.trustflow_replay
        assert self.case.history.events == tuple(replay.events)
        assert self.case.findings == tuple(replay.findings)

    def fire_with(self, event, where, inner):
        """Fire an event on the model, and assert that its result is the expected one."""
        self.where, self.inner = where, inner
        try:
            result = self.model.trigger(event.trigger, event)
        except (Oops, MachineError) as error:
            result = type(error)
        assert self.expected(event, where, inner) == result
        self.where = None

    # What is expected

    def is_possible(self, event):
        """Return whether the case takes an event, and it has an effect."""
        return not any(
            finding.is_refusal or (finding.code == "after_abolition" and finding.certain)
            for finding in self.case.suppose(event)
        )

    def expected(self, event, where, inner):
        """Repeat an event on the case; return the result or the error that is expected."""
        waiting = []
        result = self.handled_result(event, where, inner, waiting)
        if not self.queued or isinstance(result, type):
            return result
        for later in waiting:
            result = self.handled_result(later, None, None, [])
            if isinstance(result, type):
                return result
        return True

    def handled_result(self, *arguments):
        """Return the result of an event, or the error if no handler takes it."""
        try:
            return self.repeat(*arguments)
        except (Oops, MachineError) as error:
            return False if self.handled else type(error)

    def repeat(self, event, where, inner, waiting):
        """Repeat one event on the case, and what its callback does; raise what it raises."""

        def reach(name):
            if where != name:
                return
            if inner is None:
                raise Oops
            if self.queued:
                waiting.append(inner)
            else:
                self.take(inner)

        move = TABLE[self.case.stage].get(event.trigger)
        if move is None:
            raise MachineError(event.trigger)
        reach("prepare_event")
        if not self.is_step(event, move):
            return False
        reach("before_state_change")
        if not move.stays:
            reach("on_exit")
        if not self.take_step(event, move):
            raise MachineError(event.trigger)
        if not move.stays:
            reach("on_enter")
        reach("after_state_change")
        return True

    def is_step(self, event, move):
        """Return whether the rules let an event make a move, which may begin in another stage."""
        now = TABLE[self.case.stage].get(event.trigger)
        target = self.case.stage if move.stays else move.leads_to
        return now is not None and now.leads_to == target and self.is_possible(event)

    def take_step(self, event, move):
        """Record an event if it makes a move; return whether it does."""
        if not self.is_step(event, move):
            return False
        self.case.record(event)
        return True

    def take(self, event):
        """Record an event that a callback fires, if the case takes it."""
        move = TABLE[self.case.stage].get(event.trigger)
        return move is not None and self.take_step(event, move)


TestGuardedMachine = pytest.mark.slow(GuardedMachine.TestCase)
