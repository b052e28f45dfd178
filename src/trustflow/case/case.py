"""A live case: events recorded one by one, moved by a `transitions` machine.

The machine is built once for each process, and no case keeps a reference to it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

from attrs import evolve

from ..engine import (
    DateRuleBroken,
    Finding,
    MoveNotAllowed,
    Replay,
    Report,
    advance,
    check,
    findings_on,
    is_misplaced,
)
from ..errors import pluralised
from ..history import Event, History, optional_date
from ..queries import Option, options
from ..trust_transfer import TRUST_TRANSFER
from .corrections import inserted, replaced, withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transitions import EventData, Machine

    from ..dates import DateLike
    from ..process import Process
    from ..queries import Due, Facts

__all__ = ["Case", "machine"]


class Case:
    """An authority's case as it goes on: it accepts what can have happened and refuses the rest.

    What breaks a rule of law, policy or practice is accepted with a finding, because being late
    does not undo a fact. What cannot have happened is refused, and the case stays as it was.

    Args:
        authority: The council's name.
        process: The process; the trust transfer when left out.
        gss_code: The council's code.
        begins_in: The stage in which the case begins, where that is not the process's first.
        succeeds: The authority it took over from.
        checked_to: The day to which somebody has looked for later events.

    Raises:
        InvalidValue: The process has no stage `begins_in`.
        ValueError: Another field is not what it should be.

    Example:
        >>> from trustflow import Case, events as ev
        >>> case = Case("Sandwell")
        >>> case.record(ev.InspectionPublished("2015-06-05", judgement="inadequate"))
        ()
        >>> case.stage
        <Stage.RATED_INADEQUATE: 'rated_inadequate'>
    """

    __slots__ = ("_empty", "_events", "_findings", "_replay", "_state")

    def __init__(
        self,
        authority: str,
        process: Process = TRUST_TRANSFER,
        *,
        gss_code: str | None = None,
        begins_in: str | None = None,
        succeeds: str | None = None,
        checked_to: DateLike | None = None,
    ) -> None:
        self._empty = History(
            authority,
            gss_code=gss_code,
            begins_in=begins_in,
            succeeds=succeeds,
            checked_to=optional_date(checked_to),
        )
        self._replay = Replay(process, begins_in)
        self._events: list[Event] = []
        self._findings: list[Finding] = []
        # The machine writes plain strings here: it refuses the members of an enumeration.
        self._state = str(self._replay.stage)

    @classmethod
    def from_history(cls, history: History, process: Process = TRUST_TRANSFER) -> Self:
        """The live case that goes on from a history.

        Raises:
            MoveNotAllowed: The history holds a move the process does not allow.
            DateRuleBroken: It certainly breaks a rule of strength logic.
        """
        case = cls(
            history.authority,
            process,
            gss_code=history.gss_code,
            begins_in=history.begins_in,
            succeeds=history.succeeds,
            checked_to=history.checked_to,
        )
        for event in history.events:
            case.record(event)
        return case

    @property
    def process(self) -> Process:
        """The process the case follows."""
        return self._replay.process

    @property
    def authority(self) -> str:
        """The council's name."""
        return self._empty.authority

    @property
    def stage(self) -> str:
        """The stage the case is in; a `Stage` for the trust transfer."""
        return self.process.stage(self._state)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings so far, in the order of the events."""
        return tuple(self._findings)

    @property
    def history(self) -> History:
        """What has been recorded."""
        return evolve(self._empty, events=tuple(self._events))

    def record(self, event: Event) -> tuple[Finding, ...]:
        """Record what happened next; gives the findings about it.

        Raises:
            MoveNotAllowed: The process does not allow the event in this stage.
            DateRuleBroken: It certainly breaks a rule of strength logic.
        """
        compiled = self._replay.table[event.trigger]
        findings = findings_on(self._replay, event, compiled)
        if findings:
            self._refuse(event, findings)
        _shared_machine(self.process).events[event.trigger].trigger(self)
        self._replay.take(event, compiled, misplaced=is_misplaced(findings))
        self._events.append(event)
        self._findings += findings
        return findings

    def suppose(self, event: Event) -> tuple[Finding, ...]:
        """The findings that an event would give, a refusal among them; nothing is recorded."""
        return findings_on(self._replay, event, self._replay.table[event.trigger])

    def what_next(self, as_of: DateLike | None = None) -> tuple[Option, ...]:
        """What may happen next: every trigger, those that move the stage first, refused ones last.

        Args:
            as_of: The day on which it would happen; any day when left out.

        Raises:
            BadDate: The day is known only in part.
        """
        return options(self._replay, as_of)

    def deadlines(self, as_of: DateLike, *, everything: bool = False) -> tuple[Due, ...]:
        """The deadlines as they stand on a day, by due day; see `trustflow.deadlines`.

        Raises:
            BadDate: The day is known only in part.
        """
        from ..queries import deadlines  # a case that is asked nothing does not pay for the answer

        return deadlines(self.history, as_of, process=self.process, everything=everything)

    def facts(self, as_of: DateLike) -> Facts:
        """What the record says on a day; see `trustflow.facts`.

        Raises:
            BadDate: The day is known only in part.
        """
        from ..queries import facts  # as above

        return facts(self.history, as_of, process=self.process)

    def insert(self, event: Event) -> tuple[Finding, ...]:
        """Record an event learnt late, where its date belongs; gives the findings about it.

        It is put in the last place at which the whole holds, after events of the same day.

        Raises:
            MoveNotAllowed: In no place does the whole hold; this is the first refusal at the place
                where the event's date belongs.
            DateRuleBroken: The same, for a rule of strength logic.
        """
        return self._corrected(*inserted(self.history, event, self.process))

    def replace(self, old: Event, new: Event) -> tuple[Finding, ...]:
        """Correct an event; gives the findings about the new one.

        It takes the old one's place if the whole holds there, else the place where its date
        belongs. Of old ones that are the same, that is the last in whose place the whole holds.

        Raises:
            InvalidValue: The old event is not in the case.
            MoveNotAllowed: The whole would not hold.
            DateRuleBroken: The whole would not hold.
        """
        return self._corrected(*replaced(self.history, old, new, self.process))

    def withdraw(self, event: Event) -> None:
        """Take an event back; of some that are the same, the last without which the rest holds.

        Raises:
            InvalidValue: The event is not in the case.
            MoveNotAllowed: What is left would not hold.
            DateRuleBroken: What is left would not hold.
        """
        self._become(withdrawn(self.history, event, self.process))

    def known_on(self, day: DateLike) -> History:
        """The history as it could be known on a day; it may have findings the whole has not.

        Raises:
            BadDate: The day is known only in part.
        """
        return self.history.known_on(day)

    def as_of(self, day: DateLike) -> History:
        """The history up to a day.

        Raises:
            BadDate: The day is known only in part.
        """
        return self.history.as_of(day)

    def report(self) -> Report:
        """The case's history held against its process."""
        return check(self.history, self.process)

    def _corrected(self, history: History, place: int) -> tuple[Finding, ...]:
        """Become the case of a corrected history; gives the findings about what is new in it."""
        self._become(history)
        return tuple(finding for finding in self._findings if finding.index == place)

    def _become(self, history: History) -> None:
        """Become the case of a history, or stay as it is where that is refused."""
        other = self.from_history(history, self.process)
        for name in Case.__slots__:
            setattr(self, name, getattr(other, name))

    def _refuse(self, event: Event, findings: Sequence[Finding]) -> None:
        refusal = next((finding for finding in findings if finding.is_refusal), None)
        if refusal is None:
            return
        stage = self._replay.stage
        if refusal.code != "move_not_allowed":
            raise DateRuleBroken(event, refusal)
        allowed, first = _instead(self.process, stage, event.trigger)
        raise MoveNotAllowed(stage, event, allowed, first, refusal)

    def __len__(self) -> int:
        return len(self._events)

    def __iter__(self) -> Iterator[Event]:
        return iter(tuple(self._events))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Case):
            return NotImplemented
        return self.history == other.history and self.process == other.process

    __hash__ = None  # type: ignore[assignment]  # a case changes

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_history, (self.history, self.process)

    def __repr__(self) -> str:
        return f"<Case {self.authority}: {self.stage}, {pluralised(len(self._events), 'event')}>"

    def _repr_html_(self) -> str:
        return self.report()._repr_html_()


def machine(
    process: Process, *, guarded: bool = False, model: object = None, **options: Any
) -> Machine:
    """A `transitions.Machine` with the process's stages and triggers, for models of your own.

    A guarded machine asks the date rules too: each trigger is called with its event, as in
    ``model.trust_went_live(ev.TrustWentLive("2018-04-01"))``, and is not taken (False) when the
    event certainly breaks a rule of strength logic. It keeps what it needs to know in the model's
    attribute ``trustflow_replay``, and hands callbacks an `EventData` (``send_event``).

    Args:
        process: The process.
        guarded: Whether conditions ask the date rules.
        model: The model, or a list of them; more can be added to the machine later.
        options: What else `transitions.Machine` takes, such as ``after_state_change``.
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


@lru_cache(maxsize=4096)
def _instead(
    process: Process, stage: str, trigger: str
) -> tuple[tuple[str, ...], tuple[str, ...] | None]:
    """The triggers allowed in a stage, and those to record first so that one more is."""
    allowed = tuple(move.trigger for move in process.moves_from(stage))
    first = process.shortest(stage, trigger)
    return allowed, None if first is None else tuple(move.trigger for move in first)


@lru_cache(maxsize=32)
def _shared_machine(process: Process) -> Machine:
    """The machine that moves every case of a process; no case is ever bound to it."""
    return machine(process, model_attribute="_state")


class _Guard:
    """The date rules as conditions of a machine, for each model from where it stands."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def allows(self, call: EventData) -> bool:
        """Whether nothing certainly forbids the event on its day."""
        replay, event = self._replay(call), self._event(call)
        findings = findings_on(replay, event, replay.table[event.trigger])
        return not any(finding.is_refusal for finding in findings)

    def take(self, call: EventData) -> None:
        """Remember that the event happened."""
        advance(self._replay(call), self._event(call))

    def _event(self, call: EventData) -> Event:
        trigger = call.event.name
        event = next(iter(call.args), call.kwargs.get("event"))
        if not isinstance(event, Event) or event.trigger != trigger:
            msg = (
                f"a guarded machine needs the event itself: "
                f"model.{trigger}(event), where event.trigger is {trigger!r}"
            )
            raise TypeError(msg)
        return event

    def _replay(self, call: EventData) -> Replay:
        model: Any = call.model
        if not hasattr(model, "trustflow_replay"):
            stage = str(getattr(model, call.machine.model_attribute))
            begins_in = None if stage == self._process.initial else stage
            model.trustflow_replay = Replay(self._process, begins_in)
        replay: Replay = model.trustflow_replay
        return replay
