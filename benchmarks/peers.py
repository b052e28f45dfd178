"""The moves of a process in other state machine libraries, each used as its documentation shows.

None of the libraries checks date rules. Each function here builds once what cases can share, and
returns a function that sends all triggers of one case to a fresh machine or model. Some of these
triggers are refused.
"""

from __future__ import annotations

import typing
from types import new_class
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trustflow.process import Process

    Walk = Callable[[Sequence[str]], object]

__all__ = ["PEERS", "moves_by_trigger"]


def moves_by_trigger(process: Process) -> dict[str, list[tuple[str, str]]]:
    """Return the moves of each trigger as pairs of the stage before and the stage after."""
    found: dict[str, list[tuple[str, str]]] = {}
    for move in process.moves:
        found.setdefault(str(move.trigger), []).append((str(move.stage), str(move.leads_to)))
    return found


def plain_dict(process: Process) -> Walk:
    """Look up moves in a dictionary: the baseline, which checks nothing."""
    moves = {
        (stage, trigger): after
        for trigger, pairs in moves_by_trigger(process).items()
        for stage, after in pairs
    }
    initial = str(process.initial)

    def walk(triggers: Sequence[str]) -> str:
        stage = initial
        for trigger in triggers:
            stage = moves.get((stage, trigger), stage)
        return stage

    return walk


class Model:
    """A model with nothing but its state."""

    __slots__ = ("state",)


def transitions_shared(process: Process) -> Walk:
    """Use transitions in the cheapest way: one machine, to which the models are not bound."""
    from transitions import Machine, MachineError

    machine = Machine(model=None, **_table_for_transitions(process))
    events = machine.events

    def walk(triggers: Sequence[str]) -> Model:
        model = Model()
        model.state = machine.initial
        for trigger in triggers:
            try:
                events[trigger].trigger(model)
            except MachineError:
                pass
        return model

    return walk


def transitions_bound(process: Process) -> Walk:
    """Use transitions as documented: each case is a model bound to the machine."""
    from transitions import Machine, MachineError

    machine = Machine(model=None, **_table_for_transitions(process))

    class Bound:
        pass

    def walk(triggers: Sequence[str]) -> Any:
        model: Any = Bound()
        machine.add_model(model)
        for trigger in triggers:
            try:
                model.trigger(trigger)
            except MachineError:
                pass
        machine.remove_model(model)
        return model

    return walk


def _table_for_transitions(process: Process) -> dict[str, Any]:
    return {
        "states": [str(stage) for stage in process.stages],
        "initial": str(process.initial),
        "auto_transitions": False,
        "transitions": [
            [trigger, stage, None if stage == after else after]
            for trigger, pairs in moves_by_trigger(process).items()
            for stage, after in pairs
        ],
    }


def python_statemachine(process: Process) -> Walk:
    """Use python-statemachine: one machine class, and an instance for each case."""
    from statemachine import State, StateMachine
    from statemachine.exceptions import TransitionNotAllowed

    states = {str(stage): State(initial=stage == process.initial) for stage in process.stages}
    events: dict[str, Any] = {}
    for trigger, pairs in moves_by_trigger(process).items():
        for stage, after in pairs:
            move = states[stage].to(states[after])
            events[trigger] = events[trigger] | move if trigger in events else move
    machine = new_class("Transfer", (StateMachine,), {}, lambda body: body.update(states, **events))

    def walk(triggers: Sequence[str]) -> object:
        case = machine()
        for trigger in triggers:
            try:
                case.send(trigger)
            except TransitionNotAllowed:
                pass
        return case

    return walk


def automat(process: Process) -> Walk:
    """Use Automat: one machine built from a protocol, and an instance for each case."""
    from automat import NoTransition, TypeMachineBuilder

    table = moves_by_trigger(process)

    def method(name: str) -> Any:
        def call(self: Any) -> None:
            raise NotImplementedError

        call.__name__ = call.__qualname__ = name
        return call

    protocol: Any = new_class(
        "Events",
        (typing.Protocol,),
        {},
        lambda body: body.update({trigger: method(trigger) for trigger in table}),
    )
    builder = TypeMachineBuilder(protocol, object)
    first, *others = sorted(process.stages, key=lambda stage: stage != process.initial)
    states = {str(stage): builder.state(str(stage)) for stage in (first, *others)}
    for trigger, pairs in table.items():
        for stage, after in pairs:
            states[stage].upon(getattr(protocol, trigger)).to(states[after]).returns(None)
    factory = builder.build()

    def walk(triggers: Sequence[str]) -> object:
        case: Any = factory(object())
        for trigger in triggers:
            try:
                getattr(case, trigger)()
            except NoTransition:
                pass
        return case

    return walk


def sismic(process: Process) -> Walk:
    """Use sismic: one statechart, and for each case an interpreter that ignores refused events."""
    from sismic.interpreter import Interpreter
    from sismic.model import BasicState, CompoundState, Statechart, Transition

    chart = Statechart(process.name)
    chart.add_state(CompoundState("root", initial=str(process.initial)), None)
    for stage in process.stages:
        chart.add_state(BasicState(str(stage)), "root")
    for trigger, pairs in moves_by_trigger(process).items():
        for stage, after in pairs:
            chart.add_transition(Transition(stage, after, event=trigger))

    def walk(triggers: Sequence[str]) -> object:
        case = Interpreter(chart)
        for trigger in triggers:
            case.queue(trigger)
            case.execute()
        return case

    return walk


PEERS: dict[str, Callable[[Process], Walk]] = {
    "plain dict lookup, no rules (baseline)": plain_dict,
    "transitions, one machine, unbound": transitions_shared,
    "transitions, a bound model for each case": transitions_bound,
    "python-statemachine": python_statemachine,
    "Automat": automat,
    "sismic": sismic,
}
