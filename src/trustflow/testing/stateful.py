"""A state machine that drives a system of yours beside a live case of any process."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ..case import Case
from ..engine import check
from ..errors import TrustflowError
from ..history import History
from ..trust_transfer import TRUST_TRANSFER
from .event_strategies import events
from .history_strategies import a_day, event_on, one_of
from .random_walk import Walk

if TYPE_CHECKING:
    from ..history import Event
    from ..process import Process

__all__ = ["CaseMachine", "case_machine"]

MIN_DAY = 731_947  # 1 January 2005


class CaseMachine(RuleBasedStateMachine):
    """A system that holds cases, driven beside ours: both have to accept and refuse the same.

    Subclass what `case_machine` gives, and put your system in place of these three: `begin`,
    `record` and `stage`. As it stands the system beside ours is `check`, which sees the whole
    history anew after every event.

    Attributes:
        process: The process.
        refusals: The errors by which your system refuses an event.
        case: Our live case.
    """

    process: ClassVar[Process] = TRUST_TRANSFER
    refusals: ClassVar[tuple[type[Exception], ...]] = (TrustflowError,)

    def __init__(self) -> None:
        super().__init__()
        self.case = Case("Sandwell", self.process)
        self._walk = Walk(self.process, self.process.initial, MIN_DAY)
        self.begin()

    # To be put in place

    def begin(self) -> None:
        """Begin a case in your system; it is called once for each run."""
        self._report = check(History(self.case.authority), self.process)

    def record(self, event: Event) -> None:
        """Record an event in your system, or raise one of the refusals.

        Args:
            event: What happened.
        """
        recorded = self._report.history
        longer = check(evolve(recorded, events=(*recorded.events, event)), self.process)
        if not longer.ok:
            msg = f"this cannot have happened: {event}"
            raise TrustflowError(msg)
        self._report = longer

    def stage(self) -> str:
        """The stage in which your system has the case."""
        return self._report.stage

    # What is done to both

    @rule(event=st.runner().flatmap(lambda machine: machine.expected_events()))
    def record_what_can_happen(self, event: Event) -> None:
        """Record an event that is allowed, on a day that keeps the rules of logic."""
        self._record_in_both(event)

    @rule(event=st.runner().flatmap(lambda machine: events(machine.process)))
    def record_anything(self, event: Event) -> None:
        """Record any event on any day; most are refused."""
        self._record_in_both(event)

    @invariant()
    def stages_agree(self) -> None:
        """Both systems have the case in the same stage."""
        told = "the two systems disagree on the stage"
        assert self.case.stage == self.stage(), told  # noqa: S101 - it is a test

    def expected_events(self) -> st.SearchStrategy[Event]:
        """Events that can happen next."""
        return _expected(self._walk)

    def _record_in_both(self, event: Event) -> None:
        try:
            self.case.record(event)
        except TrustflowError as refusal:
            ours: Exception | None = refusal
        else:
            ours = None
            day = min(max(self._walk.day, event.on.first), event.on.last)
            self._walk.take(event, self.case.stage, day)
        try:
            self.record(event)
        except self.refusals as refusal:
            theirs: Exception | None = refusal
        else:
            theirs = None
        agree = (ours is None) == (theirs is None)
        told = f"trustflow: {ours or 'accepted'}; your system: {theirs or 'accepted'}"
        assert agree, told  # noqa: S101 - it is a test


@st.composite
def _expected(draw: st.DrawFn, walk: Walk) -> Event:
    choices = walk.choices()
    if not choices:  # nothing leads on
        return draw(events(walk.process))
    move, windows = one_of(draw, choices)
    return event_on(
        draw, walk.process, move.trigger, a_day(draw, windows, walk.day), precision="any"
    )


def case_machine(process: Process = TRUST_TRANSFER) -> type[CaseMachine]:
    """A `RuleBasedStateMachine` of a process, to be subclassed; see [CaseMachine][].

    Args:
        process: The process; the trust transfer when left out.

    Example:
        >>> TestChecker = case_machine().TestCase  # for unittest and pytest
    """
    return type("CaseMachine", (CaseMachine,), {"process": process})
