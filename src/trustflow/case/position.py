"""The position of a live case in its process: its events, their replay, and the stage."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, NamedTuple, Self

from ..engine import Replay, advance, raise_refusal
from .machine import shared_machine

if TYPE_CHECKING:
    from ..engine import CompiledMove, Finding
    from ..history import Event, History
    from ..process import Process
    from .corrections import Exchanged

__all__ = ["ChangeStep", "Noted", "Position"]


class ChangeStep(NamedTuple):
    """One change of a case: an event recorded, or the corrections of one call of `amend`."""

    exchanged: tuple[Exchanged, ...]
    events: tuple[Event, ...] | None
    """The events after it; None if it recorded an event after all others."""


class Noted(NamedTuple):
    """The changes of a case since they are noted, and why it takes no more, if it does not."""

    steps: tuple[ChangeStep, ...] = ()
    closed: str | None = None

    def refuse_closed(self) -> None:
        """Refuse a change of a case that takes no more.

        Raises:
            RuntimeError: The case takes no more; the message says why.
        """
        if self.closed is not None:
            raise RuntimeError(self.closed)

    def own(self, event: Event) -> Event:
        """Return a copy of an event to record, so that no two events are the same object.

        Raises:
            RuntimeError: The case takes no more changes.
        """
        self.refuse_closed()
        return copy(event)

    def with_step(
        self, exchanged: tuple[Exchanged, ...], events: tuple[Event, ...] | None = None
    ) -> Noted:
        """Return the noted changes with one more.

        Args:
            exchanged: The events that the change took out and put in.
            events: The events after it; None if it recorded an event after all others, so that many
                of these do not keep a list each.
        """
        return Noted((*self.steps, ChangeStep(exchanged, events)))


class Position:
    """The events of a case, the state of their replay, and the stage.

    A case moves from one position to the next. Its events and its stage do not change then, but the
    next position takes the replay over, because a copy would cost time with every event. If the
    next position is not reached, the replay can be made again from the events.

    Args:
        events: The events.
        replay: The state of the replay; None if another position has taken it over.
        state: The stage, as a plain string: a machine refuses the members of an enumeration.
        noted: The changes by which the case came here, if they are noted; otherwise None.
    """

    __slots__ = ("events", "noted", "replay", "state")

    def __init__(self, events: tuple[Event, ...], replay: Replay | None, state: str) -> None:
        self.events = events
        self.replay = replay
        self.state = state
        self.noted: Noted | None = None

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

    def replayed(self, empty: History, process: Process) -> Replay:
        """Return the replay of the events, made again if a change was interrupted.

        Args:
            empty: The history of the case, without its events.
            process: The process.
        """
        replay = self.replay
        if replay is None:
            replay = self.replay = Position.after(self.events, empty, process).replay
            assert replay is not None  # noqa: S101 - it was just made
        return replay

    def accept(self, event: Event, compiled: CompiledMove, findings: tuple[Finding, ...]) -> None:
        """Refuse an event with its findings, or let the machine move the case to its stage."""
        replay = self.replay
        assert replay is not None  # noqa: S101 - the position is only now being reached
        if findings:
            process = replay.process
            raise_refusal(process, replay.stage, event, findings, reached=replay.reached)
        if compiled.before != compiled.after:  # an event that stays moves nothing
            shared_machine(replay.process).events[event.trigger].trigger(self)
