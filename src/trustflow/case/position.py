"""The position of a live case in its process: its events, their replay, and the stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from ..engine import Replay, advance, raise_refusal
from .machine import shared_machine

if TYPE_CHECKING:
    from ..engine import Finding
    from ..history import Event, History
    from ..process import Process
    from .corrections import Exchanged

__all__ = ["ChangeStep", "Position"]


class ChangeStep(NamedTuple):
    """One change of a case: an event recorded, or the corrections of one call of `amend`."""

    exchanged: tuple[Exchanged, ...]
    events: tuple[Event, ...]
    """The events after it."""


class Position:
    """The events of a case, the state of their replay, and the stage.

    A case moves from one position to the next. Its events and its stage do not change then, but the
    next position takes the replay over, because a copy would cost time with every event. If the
    next position is not reached, the replay can be made again from the events.

    Args:
        events: The events.
        replay: The state of the replay; None if another position has taken it over.
        state: The stage, as a plain string: a machine refuses the members of an enumeration.
        steps: The steps by which the case came here, if they are noted; otherwise None.
    """

    __slots__ = ("events", "replay", "state", "steps")

    def __init__(self, events: tuple[Event, ...], replay: Replay | None, state: str) -> None:
        self.events = events
        self.replay = replay
        self.state = state
        self.steps: tuple[ChangeStep, ...] | None = None

    def follows(self, before: Position, exchanged: tuple[Exchanged, ...]) -> None:
        """Note the step from an earlier position, if steps are noted there."""
        if before.steps is not None:
            self.steps = (*before.steps, ChangeStep(exchanged, self.events))

    @classmethod
    def after(cls, events: tuple[Event, ...], empty: History, process: Process) -> Self:
        """Return the position after some events.

        Args:
            events: The events.
            empty: The history of the case, without its events.
            process: The process.

        Raises:
            MoveNotAllowed: The process does not allow an event in its stage.
            DateRuleBroken: An event certainly breaks a rule of strength ``logic``.
        """
        replay = Replay.before(empty, process)
        position = cls(events, replay, str(replay.stage))
        for event in events:
            advance(replay, event, position.accept)
        return position

    def accept(self, event: Event, findings: tuple[Finding, ...]) -> None:
        """Refuse an event with its findings, or let the machine move the stage."""
        replay = self.replay
        assert replay is not None  # noqa: S101 - the position is only now being reached
        if findings:
            process = replay.process
            raise_refusal(process, replay.stage, event, findings, reached=replay.reached)
        if not replay.compiled(event).is_inert:
            shared_machine(replay.process).events[event.trigger].trigger(self)
