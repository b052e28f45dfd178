"""A Hypothesis state machine that compares your own system with a live case of any process."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ..case import Case
from ..engine import check
from ..errors import TrustflowError
from ..history import History
from ..process import process_of
from ..trust_transfer import TRUST_TRANSFER
from .event_strategies import events
from .history_strategies import choose_move, draw_day, event_on
from .random_walk import Walk

if TYPE_CHECKING:
    from ..history import Event
    from ..process import Process
    from .event_strategies import FieldsByTrigger

__all__ = ["CaseMachine", "case_machine"]

START_DAY = dt.date(2005, 1, 1).toordinal()


class CaseMachine(RuleBasedStateMachine):
    """A state machine that sends the same events to your own system and to a live case.

    Both must accept the same events, refuse the same events, and be in the same stage. Subclass
    this class, or the class that `case_machine` returns, and override `begin`, `record` and
    `stage` so that they call your system. Without these methods, the live case is compared with
    `check`, which checks the whole history after every event.

    Attributes:
        process: The process.
        refusals: The errors by which your system refuses an event.
        fields: Strategies for the fields of your own event classes, by trigger.
        case: The live case.
    """

    process: ClassVar[Process] = TRUST_TRANSFER
    refusals: ClassVar[tuple[type[Exception], ...]] = (TrustflowError,)
    fields: ClassVar[FieldsByTrigger] = {}

    def __init__(self) -> None:
        super().__init__()
        self.case = Case("Sandwell", self.process)
        self._walk = Walk(self.process, self.process.initial, START_DAY)
        self.begin()

    # Override these three methods

    def begin(self) -> None:
        """Begin a new case in your system; this is called at the start of each run."""
        self._report = check(History(self.case.authority), self.process)

    def record(self, event: Event) -> None:
        """Record an event in your system, or raise one of the errors in `refusals`.

        Args:
            event: The event.
        """
        recorded = self._report.history
        longer = check(evolve(recorded, events=(*recorded.events, event)), self.process)
        if any(finding.is_refusal for finding in longer.steps[-1].findings):
            msg = f"this event cannot have happened: {event}"
            raise TrustflowError(msg)
        self._report = longer

    def stage(self) -> str:
        """Return the stage of the case in your system."""
        return self._report.stage

    # The rules and the invariant that Hypothesis runs

    @rule(event=st.runner().flatmap(lambda machine: machine.possible_events()))
    def record_possible_event(self, event: Event) -> None:
        """Record an allowed event on a day that the rules of logic allow."""
        self._record_in_both(event)

    @rule(event=st.runner().flatmap(lambda machine: events(machine.process, fields=machine.fields)))
    def record_any_event(self, event: Event) -> None:
        """Record any event on any day; most such events are refused."""
        self._record_in_both(event)

    @invariant()
    def stages_agree(self) -> None:
        """Compare the stage of the case in your system with that of the live case."""
        message = "trustflow and your system disagree on the stage"
        assert self.case.stage == self.stage(), message  # noqa: S101 - it is a test

    def possible_events(self) -> st.SearchStrategy[Event]:
        """Generate events that can happen next."""
        return _possible_events(self._walk, self.fields)

    def _record_in_both(self, event: Event) -> None:
        if event.on.is_open_end and event.abolishes(self.case.authority):
            # A later event decides on which days this one can have happened. `check` then goes
            # back to the events after it, and a live case does not.
            return
        try:
            self.case.record(event)
        except TrustflowError as refusal:
            ours: Exception | None = refusal
        else:
            ours = None
            day = min(max(self._walk.day, event.on.first), event.on.last)
            self._walk.advance(event, self.case.stage, day)
        try:
            self.record(event)
        except self.refusals as refusal:
            yours: Exception | None = refusal
        else:
            yours = None
        agree = (ours is None) == (yours is None)
        message = f"trustflow: {ours or 'accepted'}; your system: {yours or 'accepted'}"
        assert agree, message  # noqa: S101 - it is a test


@st.composite
def _possible_events(draw: st.DrawFn, walk: Walk, fields: FieldsByTrigger) -> Event:
    choices = walk.choices()
    if not choices:  # a final stage, or no day is left
        return draw(events(walk.process, fields=fields))
    move, windows = choose_move(draw, choices)
    day = draw_day(draw, windows, walk.day)
    return event_on(draw, walk.process, move.trigger, day, precision="any", fields=fields)


def case_machine(process: Process = TRUST_TRANSFER) -> type[CaseMachine]:
    """Return a subclass of `CaseMachine` for a process.

    Args:
        process: The process; the trust transfer by default.

    Raises:
        InvalidValue: It is not a process.

    Example:
        >>> TestChecker = case_machine().TestCase  # for unittest and pytest
    """
    return type("CaseMachine", (CaseMachine,), {"process": process_of(process)})
