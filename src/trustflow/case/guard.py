"""The rules of a guarded machine: a replay for each model, which follows the model's stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from transitions import MachineError

from ..engine import Replay, advance
from ..errors import InvalidValue, quoted
from ..history import Event

if TYPE_CHECKING:
    from transitions import EventData, Transition

    from ..engine import CompiledMove, Finding
    from ..process import Process

__all__ = ["Guard"]

PREPARED = "trustflow_prepared"
"""The attribute of an `EventData` that holds the prepared step."""


class _Prepared(NamedTuple):
    """A step that the condition worked out; it is made when the model's stage changes."""

    transition: Transition
    before: Replay
    after: Replay


class _RefusedError(Exception):
    """The event is refused."""


class Guard:
    """The callbacks of a guarded machine.

    `allows` is the condition of each transition, and works out the step of the replay without
    making it. `enter` is the first callback on entering each stage, and `stay` the first callback
    after each transition that stays in its stage. These make the step, so the replay changes when
    the model does: later callbacks can fire events or raise errors.

    Args:
        process: The process.
    """

    def __init__(self, process: Process) -> None:
        self._process = process

    def allows(self, call: EventData) -> bool:
        """Return whether a live case would take the event, and go where the transition goes."""
        before = self._replay(call)
        after = self._after(before, call)
        if after is None:
            return False
        assert call.transition is not None  # noqa: S101 - a condition is called in a transition
        setattr(call, PREPARED, _Prepared(call.transition, before, after))
        return True

    def enter(self, call: EventData) -> None:
        """Make the step that leads into a stage.

        Raises:
            MachineError: An event that was fired in a callback since the condition is in the way.
                The model is put back in the stage in which that event left it.
        """
        prepared: _Prepared | None = getattr(call, PREPARED, None)
        if prepared is None or prepared.transition is not call.transition:
            return  # a transition of the user's own, without this condition
        model: Any = call.model
        replay = model.trustflow_replay
        try:
            model.trustflow_replay = self._made(call, replay, prepared)
        except MachineError:
            setattr(model, call.machine.model_attribute, str(replay.stage))
            raise

    def stay(self, call: EventData) -> None:
        """Make the step of a transition that stays in its stage; the same errors as `enter`."""
        model: Any = call.model
        model.trustflow_replay = self._made(call, self._replay(call), getattr(call, PREPARED))

    def _made(self, call: EventData, replay: Replay, prepared: _Prepared) -> Replay:
        """Return the replay after the prepared step, which is worked out again if need be."""
        if replay is prepared.before:
            return prepared.after
        again = self._after(replay, call)
        if again is None:
            msg = (
                f"{call.event.name!r} is refused: an event that was fired in a callback before it "
                f"changed the case, whose stage is now {str(replay.stage)!r}. Fire events in "
                "callbacks on entering a stage or after a transition, or use queued=True."
            )
            raise MachineError(msg)
        return again

    def _after(self, replay: Replay, call: EventData) -> Replay | None:
        """Return the replay after the event, or None if it refuses it or goes elsewhere."""
        event = _event(call)
        after = replay.copy()
        try:
            advance(after, event, _refuse_findings)
        except _RefusedError:
            return None
        if after.moves[-1].is_inert:
            return None
        return after if _goes(call, replay, after) else None

    def _replay(self, call: EventData) -> Replay:
        """Return the replay of the model.

        If the model has none yet, or somebody else has moved it to another stage, the replay
        starts in the model's stage.
        """
        model: Any = call.model
        stage = _stage(call)
        replay: Replay | None = getattr(model, "trustflow_replay", None)
        if replay is None or replay.stage != stage:
            begins_in = None if replay is None and stage == self._process.initial else stage
            authority = str(getattr(model, "authority", ""))
            replay = model.trustflow_replay = Replay(self._process, begins_in, authority=authority)
        return replay


def _refuse_findings(_event: Event, _compiled: CompiledMove, findings: tuple[Finding, ...]) -> None:
    if any(finding.is_refusal for finding in findings):
        raise _RefusedError


def _goes(call: EventData, before: Replay, after: Replay) -> bool:
    """Return whether a step of the replay goes where the transition of `transitions` goes."""
    assert call.transition is not None  # noqa: S101 - callbacks are called in a transition
    dest = call.transition.dest
    return after.stage == (before.stage if dest is None else dest)


def _event(call: EventData) -> Event:
    trigger = call.event.name
    event = next(iter(call.args), call.kwargs.get("event"))
    if not isinstance(event, Event) or event.trigger != trigger:
        accepted = (
            f"A guarded machine needs the event itself: model.{trigger}(event), "
            f"where event.trigger is {trigger!r}."
        )
        raise InvalidValue(quoted(event), "event", accepted)
    return event


def _stage(call: EventData) -> str:
    """Return the stage of a model; a state nested in a stage counts as the stage."""
    state = getattr(call.model, call.machine.model_attribute)
    while isinstance(state, list):  # parallel states
        state = state[0]
    separator = getattr(call.machine.state_cls, "separator", None)
    return str(state) if separator is None else str(state).split(separator)[0]
