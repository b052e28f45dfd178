"""A `transitions.Machine` of a process, for a live case or for users' own models."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..engine import Replay, advance, suppose
from ..history import Event

if TYPE_CHECKING:
    from transitions import EventData, Machine

    from ..process import Process

__all__ = ["machine", "shared_machine"]


def machine(
    process: Process, *, guarded: bool = False, model: object = None, **options: Any
) -> Machine:
    """Return a `transitions.Machine` with the stages and triggers of a process.

    A guarded machine also checks the date rules. Its triggers are called with the event, as in
    ``model.trust_went_live(ev.TrustWentLive("2018-04-01"))``, and return False if the event
    certainly breaks a rule of strength ``logic`` or comes after the abolition of the authority. The
    machine keeps the state of the replay in the model's attribute ``trustflow_replay``, and passes
    an `EventData` to callbacks (``send_event``). If the model has an attribute ``authority``, that
    is the name of its authority, which an event can abolish.

    Args:
        process: The process.
        guarded: Whether each trigger has a condition that checks the date rules.
        model: The model, or a list of models; more models can be added later.
        options: Other arguments of `transitions.Machine`, such as ``after_state_change``.
    """
    from transitions import Machine

    guard = _Guard(process) if guarded else None
    moves = [
        {
            "trigger": move.trigger,
            "source": str(move.stage),
            "dest": None if move.stays else str(move.leads_to),
            "conditions": [guard.allows] if guard else [],
            "after": [guard.take] if guard else [],
        }
        for move in process.moves
    ]
    settings: dict[str, Any] = {
        "initial": str(process.initial),
        "auto_transitions": False,
        **options,
    }
    if guarded:
        settings["send_event"] = True
    states = [str(stage) for stage in process.stages]
    return Machine(model=model, states=states, transitions=moves, **settings)


@lru_cache(maxsize=32)
def shared_machine(process: Process) -> Machine:
    """Return the machine that all cases of a process share.

    No case is added to the machine as a model, because that would cost memory and time for each
    case, and would keep the case alive.
    """
    return machine(process, model_attribute="_state")


class _Guard:
    """The condition and callback of a guarded machine, with one replay for each model."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def allows(self, call: EventData) -> bool:
        """Return False if a live case would refuse the event on its day."""
        replay, event = self._replay(call), self._event(call)
        if any(finding.is_refusal for finding in suppose(replay, event)):
            return False
        return not replay.compiled(event).is_inert

    def take(self, call: EventData) -> None:
        """Apply the event to the model's replay."""
        advance(self._replay(call), self._event(call))

    def _event(self, call: EventData) -> Event:
        trigger = call.event.name
        event = next(iter(call.args), call.kwargs.get("event"))
        if not isinstance(event, Event) or event.trigger != trigger:
            msg = (
                f"A guarded machine needs the event itself: model.{trigger}(event), "
                f"where event.trigger is {trigger!r}."
            )
            raise TypeError(msg)
        return event

    def _replay(self, call: EventData) -> Replay:
        model: Any = call.model
        if not hasattr(model, "trustflow_replay"):
            stage = str(getattr(model, call.machine.model_attribute))
            begins_in = None if stage == self._process.initial else stage
            authority = str(getattr(model, "authority", ""))
            model.trustflow_replay = Replay(self._process, begins_in, authority=authority)
        replay: Replay = model.trustflow_replay
        return replay
