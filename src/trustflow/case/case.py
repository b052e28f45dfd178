"""A live case: events are recorded one by one, and a `transitions` machine moves the stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any, Self, overload

from attrs import evolve

from .._text import visible
from ..engine import (
    Finding,
    FindingTable,
    Replay,
    Report,
    advance,
    check,
    is_open,
    raise_refusal,
    suppose,
)
from ..errors import InvalidValue, pluralised, quoted
from ..history import (
    ONGOING,
    CheckedToLike,
    Event,
    History,
    checked_to_of,
    later_checked_to,
)
from ..trust_transfer import TRUST_TRANSFER
from .corrections import inserted, replaced, withdrawn
from .machine import shared_machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._tables import Table
    from ..dates import DateLike, PartialDate, Span
    from ..process import Process
    from ..queries import Due, Facts, Option

__all__ = ["Case"]


class Case:
    """A live case of one authority.

    A case records events that can have happened and refuses those that cannot. A refusal does not
    change the case. An event that breaks a rule of law, policy or practice is recorded with a
    finding, because being late does not undo an event.

    Args:
        authority: The authority's name.
        process: The process; the trust transfer by default.
        gss_code: The authority's code of the Office for National Statistics.
        begins_in: The stage in which the case begins, if that is not the first stage.
        succeeds: The authority that this one replaced in a reorganisation.
        inherits: The events of the replaced authority that still bind this one, in order.
        checked_to: The day up to which somebody has looked for later events, a mapping of kind of
            event to day, or ``ongoing``; see `mark_checked`.

    Raises:
        InvalidValue: The process does not have the stage `begins_in` or a kind of event in
            `checked_to`.
        ValueError: Another field is not of the accepted form.

    Example:
        >>> from trustflow import Case, events as ev
        >>> case = Case("Sandwell")
        >>> case.record(ev.InspectionPublished("2015-06-05", judgement="inadequate"))
        ()
        >>> case.stage
        <Stage.RATED_INADEQUATE: 'rated_inadequate'>
    """

    __slots__ = ("_empty", "_events", "_replay", "_state")

    def __init__(
        self,
        authority: str,
        process: Process = TRUST_TRANSFER,
        *,
        gss_code: str | None = None,
        begins_in: str | None = None,
        succeeds: str | None = None,
        inherits: Iterable[Event] = (),
        checked_to: CheckedToLike | None = None,
    ) -> None:
        self._empty = History(
            authority,
            gss_code=gss_code,
            begins_in=begins_in,
            succeeds=succeeds,
            inherits=inherits,
            checked_to=checked_to,
        )
        if begins_in is not None:
            process.stage(begins_in)
        for kind in self._empty.kinds_checked:
            process.kind(kind)
        self._events: list[Event] = []
        self._replay = Replay.before(self._empty, process)
        # The machine writes plain strings here, because it refuses the members of an enumeration.
        self._state = str(self._replay.stage)

    @classmethod
    def from_history(cls, history: History, process: Process = TRUST_TRANSFER) -> Self:
        """Return a live case that continues a history.

        Raises:
            MoveNotAllowed: The history has an event that the process does not allow in its stage.
            DateRuleBroken: The history certainly breaks a rule of strength ``logic``.
        """
        case = cls(
            history.authority,
            process,
            gss_code=history.gss_code,
            begins_in=history.begins_in,
            succeeds=history.succeeds,
            inherits=history.inherits,
            checked_to=history.checked_to,
        )
        for event in history.events:
            case.record(event)
        return case

    @property
    def process(self) -> Process:
        """The process that the case follows."""
        return self._replay.process

    @property
    def authority(self) -> str:
        """The authority's name."""
        return self._empty.authority

    @property
    def stage(self) -> str:
        """The stage of the case. If the process is the trust transfer, it is a `Stage`."""
        return self.process.stage(self._state)

    @property
    def findings(self) -> Table[Finding]:
        """All findings so far, in the order of the events, as a table."""
        return FindingTable(self._replay.findings)

    @property
    def history(self) -> History:
        """The events recorded so far, as a history."""
        return evolve(self._empty, events=tuple(self._events))

    def mark_checked(self, day: CheckedToLike, kinds: str | Iterable[str] | None = None) -> None:
        """Note that somebody has looked for later events up to a day; no day moves back.

        Until then, a fact cannot be told after the last event that confirms it. For a case that
        you keep yourself, mark it once as ``ongoing``: then every event is recorded as it happens,
        and facts are certain up to the present day.

        Args:
            day: The day, or ``ongoing``. A month counts to its first day.
            kinds: The kinds of event that were looked for, such as ``inspections``; see
                `Process.record_kinds`. By default, every kind.

        Raises:
            InvalidValue: The process does not have one of the kinds, `ongoing` is given for only
                some kinds, or a mapping gives one of the kinds no day.
            BadDate: The day cannot be read.

        Example:
            >>> case = Case("Sandwell")
            >>> case.mark_checked("2026-08-22", kinds=["inspections"])
            >>> case.history.checked_to
            FrozenMap({'inspections': PartialDate('2026-08-22')})
        """
        to = checked_to_of(day)
        if to is None:
            raise InvalidValue(quoted(day), "day to mark as checked", "Expected a day or ongoing.")
        process = self.process
        named = (kinds,) if isinstance(kinds, str) else kinds
        if named is None:
            named = to if isinstance(to, Mapping) else process.kinds
        elif to == ONGOING:
            accepted = "Expected no kinds, because in an ongoing case every event is recorded."
            raise InvalidValue(quoted(kinds), "kinds for ongoing", accepted)
        chosen = [process.kind(kind) for kind in named]
        if isinstance(to, Mapping) and not to.keys() >= set(chosen):
            accepted = f"Expected some of the kinds with a day: {', '.join(to)}."
            raise InvalidValue(quoted(kinds), "kinds of a mapping of days", accepted)
        checked = later_checked_to(self._empty.checked_to, to, chosen, process.kinds)
        self._empty = evolve(self._empty, checked_to=checked)

    def record(self, event: Event) -> tuple[Finding, ...]:
        """Record the next event, and return the findings on it.

        Raises:
            MoveNotAllowed: The process does not allow the event in this stage.
            DateRuleBroken: The event certainly breaks a rule of strength ``logic``.
        """
        event = self._distinct(event)
        findings = advance(self._replay, event, self._accept)
        self._events.append(event)
        return findings

    def _distinct(self, event: Event) -> Event:
        """Return a copy of an event with an open date that the case has already.

        The possible days of an open date depend on its neighbours, so an event that is recorded
        twice must be two objects.
        """
        if is_open(event) and any(
            event is earlier for earlier in (*self._empty.inherits, *self._events)
        ):
            return copy(event)
        return event

    def _accept(self, event: Event, findings: tuple[Finding, ...]) -> None:
        """Refuse the event, or let the machine move the stage."""
        replay = self._replay
        raise_refusal(self.process, replay.stage, event, findings, reached=replay.reached)
        if self._replay.compiled(event).is_inert:
            return
        shared_machine(self.process).events[event.trigger].trigger(self)

    def suppose(self, event: Event) -> tuple[Finding, ...]:
        """Return the findings that an event would give, a refusal included; record nothing."""
        return suppose(self._replay, self._distinct(event))

    # These methods import `queries` only when called, so that other uses of a case stay fast.

    def what_next(self, as_of: DateLike | None = None) -> tuple[Option, ...]:
        """Return what can happen next; see `trustflow.what_next`.

        Args:
            as_of: The day on which the next event would happen; any day by default.

        Raises:
            BadDate: `as_of` is not one exact day.
        """
        from ..queries import options

        return options(self._replay, as_of)

    def deadlines(
        self,
        as_of: DateLike,
        *,
        everything: bool = False,
        within: str | Span | PartialDate | None = None,
    ) -> Table[Due]:
        """Return the deadlines on a day, by due day; see `trustflow.deadlines`.

        Raises:
            BadDate: `as_of` is not one exact day, or `within` is neither a length of time nor an
                interval of exact days.
        """
        from ..queries import deadlines

        return deadlines(
            self.history, as_of, process=self.process, everything=everything, within=within
        )

    def facts(self, as_of: DateLike) -> Facts:
        """Return the facts on a day; see `trustflow.facts`.

        Raises:
            BadDate: `as_of` is not one exact day.
        """
        from ..queries import facts

        return facts(self.history, as_of, process=self.process)

    def insert(self, event: Event) -> tuple[Finding, ...]:
        """Insert an event that was learnt late, and return the findings on it.

        The event is put after the events of the same day, in the last position with which the case
        accepts the whole history.

        Raises:
            MoveNotAllowed: The case accepts the event in no position. The error is the first
                refusal with the event in the position of its date.
            DateRuleBroken: The same, if that refusal is by a rule of strength ``logic``.
        """
        return self._corrected(*inserted(self.history, event, self.process))

    @overload
    def replace(self, old: Event, new: Event, *, at: int | None = None) -> tuple[Finding, ...]: ...
    @overload
    def replace(self, old: None = None, *, new: Event, at: int) -> tuple[Finding, ...]: ...
    def replace(
        self, old: Event | None = None, new: Event | None = None, *, at: int | None = None
    ) -> tuple[Finding, ...]:
        """Correct an event, and return the findings on the new one.

        The new event takes the position of the old one if the case accepts the result. Otherwise it
        is put where `insert` would put it. Of several equal old events, the last one for which the
        case accepts the result is replaced, unless `at` names one.

        Args:
            old: The event to correct. It need not be given with `at`.
            new: The corrected event.
            at: The index of the event to correct, from 0, as in ``case.history[at]``.

        Raises:
            InvalidValue: The old event is not in the case or not at that index, there is no such
                index, or an event is missing.
            MoveNotAllowed: The process does not allow an event of the corrected history.
            DateRuleBroken: The corrected history certainly breaks a rule of strength ``logic``.
        """
        if new is None:
            accepted = "Expected the new event, as in case.replace(new=…, at=0)."
            raise InvalidValue(quoted(new), "corrected event", accepted)
        return self._corrected(*replaced(self.history, old, new, self.process, at=at))

    @overload
    def withdraw(self, event: Event, *, at: int | None = None) -> None: ...
    @overload
    def withdraw(self, event: None = None, *, at: int) -> None: ...
    def withdraw(self, event: Event | None = None, *, at: int | None = None) -> None:
        """Remove an event.

        Of several equal events, the last one is removed for which the case accepts the remaining
        history, unless `at` names one.

        Args:
            event: The event. It need not be given with `at`.
            at: The index of the event, from 0, as in ``case.history[at]``.

        Raises:
            InvalidValue: The event is not in the case or not at that index, or there is no such
                index.
            MoveNotAllowed: The process does not allow an event of the remaining history.
            DateRuleBroken: The remaining history certainly breaks a rule of strength ``logic``.
        """
        self._become(withdrawn(self.history, event, self.process, at=at))

    def known_on(self, day: DateLike) -> History:
        """Return the events that could be known on a day, as a history.

        The result may have findings that the whole history does not have.

        Raises:
            BadDate: `day` is not one exact day.
        """
        return self.history.known_on(day)

    def as_of(self, day: DateLike) -> History:
        """Return the history up to a day.

        Raises:
            BadDate: `day` is not one exact day.
        """
        return self.history.as_of(day)

    def report(self) -> Report:
        """Return the case's history, checked against its process."""
        return check(self.history, self.process)

    def _corrected(self, history: History, position: int) -> tuple[Finding, ...]:
        """Replace the history of the case; return the findings on the new event."""
        self._become(history)
        return tuple(finding for finding in self.findings if finding.index == position)

    def _become(self, history: History) -> None:
        """Replace the history of the case; a refusal leaves the case unchanged."""
        other = self.from_history(history, self.process)
        for name in Case.__slots__:
            setattr(self, name, getattr(other, name))

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
        return f"<Case {visible(self.authority)}: {self.stage}, {pluralised(len(self), 'event')}>"

    def _repr_html_(self) -> str:
        return self.report()._repr_html_()
