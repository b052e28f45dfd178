"""A live case: events are recorded one by one, and a `transitions` machine moves the stage."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, NoReturn, final, overload

from attrs import evolve

from .._text import visible
from ..engine import (
    DateRuleBroken,
    Finding,
    FindingTable,
    MoveNotAllowed,
    Report,
    advance,
    check,
    is_open,
    suppose,
)
from ..errors import InvalidValue, pluralised, quoted
from ..history import (
    CheckedToLike,
    Event,
    History,
    event_of,
    require_history,
)
from ..process import process_of, require_process, respelled, with_names_of
from ..trust_transfer import TRUST_TRANSFER
from .checked_kinds import checked_after
from .corrections import Change, Correction, Exchanged, Insert, Replace, Withdraw, amended
from .position import Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .._tables import Table
    from ..dates import DateLike, PartialDate, Span
    from ..engine import Replay
    from ..process import Process
    from ..queries import Due, Facts, Option, Schedule, Window

__all__ = ["Case"]


@final
class Case:
    """A live case of one authority.

    A case records events that can have happened and refuses those that cannot. A refusal does not
    change the case. An event that breaks a rule of law, policy or practice is recorded with a
    finding, because being late does not undo an event.

    Each method makes its change wholly or not at all, also if it is interrupted. A case is for one
    thread at a time: if two threads change it at once, one of them gets an error, and its change is
    not made. A class cannot be derived from `Case`; keep the case in an attribute instead.

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
            `checked_to`, or another argument is not of the accepted form.
        BadHistory: An inherited event is of another process.

    Example:
        >>> from trustflow import Case, events as ev
        >>> case = Case("Sandwell")
        >>> case.record(ev.InspectionPublished("2015-06-05", judgement="inadequate"))
        ()
        >>> case.stage
        <Stage.RATED_INADEQUATE: 'rated_inadequate'>
    """

    __slots__ = ("__weakref__", "_empty", "_position", "_process")

    def __init_subclass__(cls) -> NoReturn:
        msg = (
            f"{cls.__name__} cannot be derived from Case: a correction or a copy builds a new case "
            "from its history, and would lose what a subclass adds. Keep the case in an attribute: "
            "self.case = Case(authority)."
        )
        raise TypeError(msg)

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
        if isinstance(authority, History):
            accepted = "Expected a name. To continue a history, use Case.from_history(history)."
            raise InvalidValue(quoted(authority), "authority of a case", accepted)
        self._empty = History(
            authority,
            gss_code=gss_code,
            begins_in=begins_in,
            succeeds=succeeds,
            inherits=inherits,
            checked_to=checked_to,
        )
        process = process_of(process)
        self._empty = require_process(with_names_of(self._empty, process), process)
        self._process = process
        self._position = Position.after((), self._empty, process)

    @classmethod
    def from_history(cls, history: History, process: Process = TRUST_TRANSFER) -> Case:
        """Return a live case that continues a history.

        Raises:
            MoveNotAllowed: The history has an event that the process does not allow in its stage.
            DateRuleBroken: The history certainly breaks a rule of strength ``logic``.
            InvalidValue: The values are not a history and a process.
            BadHistory: An inherited event is of another process.
        """
        history = respelled(require_history(history), process_of(process))
        case = cls(
            history.authority,
            process,
            gss_code=history.gss_code,
            begins_in=history.begins_in,
            succeeds=history.succeeds,
            inherits=history.inherits,
            checked_to=history.checked_to,
        )
        case._position = Position.after(history.events, case._empty, process)
        return case

    @property
    def process(self) -> Process:
        """The process that the case follows."""
        return self._process

    @property
    def authority(self) -> str:
        """The authority's name."""
        return self._empty.authority

    @property
    def stage(self) -> str:
        """The stage of the case. If the process is the trust transfer, it is a `Stage`."""
        return self.process.stage(self._position.state)

    @property
    def findings(self) -> Table[Finding]:
        """All findings so far, in the order of the events, as a table."""
        return FindingTable(self._replay_at(self._position).findings)

    @property
    def history(self) -> History:
        """The events recorded so far, as a history."""
        return evolve(self._empty, events=self._position.events)

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
                some kinds, a mapping gives one of the kinds no day, or a day has not come yet.
            BadDate: The day cannot be read.

        Example:
            >>> case = Case("Sandwell")
            >>> case.mark_checked("2026-08-22", kinds=["inspections"])
            >>> case.history.checked_to
            FrozenMap({'inspections': PartialDate('2026-08-22')})
        """
        noted = self._position.noted
        if noted is not None:
            noted.refuse_closed()
        checked = checked_after(self._empty.checked_to, day, kinds, self.process)
        self._empty = evolve(self._empty, checked_to=checked)

    def record(self, event: Event) -> tuple[Finding, ...]:
        """Record the next event, and return the findings on it.

        Raises:
            MoveNotAllowed: The process does not allow the event in this stage.
            DateRuleBroken: The event certainly breaks a rule of strength ``logic``.
            InvalidValue: It is not an event.
        """
        before = self._position
        replay = before.replay or self._replay_at(before)
        event = event_of(event)
        if is_open(event):
            event = self._distinct(event)
        noted = before.noted
        if noted is not None:
            event = noted.own(event)
        before.replay = None
        after = Position((*before.events, event), replay, before.state)
        try:
            findings = advance(replay, event, after.accept)
        except (MoveNotAllowed, DateRuleBroken):
            before.replay = replay  # a refusal does not change it
            raise
        if noted is not None:
            after.noted = noted.with_step((Exchanged(None, event),))
        self._move(before, after)
        return findings

    def _replay_at(self, position: Position) -> Replay:
        return position.replayed(self._empty, self._process)

    def _move(self, before: Position, after: Position) -> None:
        """Take a position that was worked out from an earlier one, in one assignment.

        Raises:
            RuntimeError: The case is no longer in the earlier position.
        """
        # No thread can come between the comparison and the assignment, because Python changes
        # threads only where a function is called or a loop goes back.
        if self._position is before:
            self._position = after
            return
        raise self._in_use()

    def _in_use(self) -> RuntimeError:
        return RuntimeError(
            f"The case of {visible(self.authority)} was changed by another thread, or from inside "
            "this call, before this call was finished, so its result is not used. A case is for "
            "one thread at a time: use it in one thread, or hold a lock around each call."
        )

    def _distinct(self, event: Event) -> Event:
        """Return a copy of an event with an open date if the case has it already.

        The possible days of an open date depend on its neighbours, so an event that is recorded
        twice must be two objects.
        """
        earlier = (*self._empty.inherits, *self._position.events)
        return copy(event) if any(event is each for each in earlier) else event

    def suppose(self, event: Event) -> tuple[Finding, ...]:
        """Return the findings that an event would give, a refusal included; record nothing.

        Raises:
            InvalidValue: It is not an event.
        """
        position = self._position
        replay = self._replay_at(position)
        event = event_of(event)
        findings = suppose(replay, self._distinct(event) if is_open(event) else event)
        if position.replay is not replay:
            raise self._in_use()
        return findings

    # These methods import `queries` only when called, so that other uses of a case stay fast.

    def what_next(self, as_of: DateLike | None = None) -> tuple[Option, ...]:
        """Return what can happen next; see `trustflow.what_next`.

        Args:
            as_of: The day on which the next event would happen; any day by default.

        Raises:
            BadDate: `as_of` is not one exact day.
        """
        from ..queries import options

        return options(self._replay_at(self._position).copy(), as_of)

    def window(
        self,
        event: Event | str,
        *,
        as_of: DateLike | None = None,
        strength: str = "all",
        **fields: Any,
    ) -> Window:
        """Return the days on which an event can be next; see `trustflow.window`.

        Args:
            event: The event, whose own day does not count; or its trigger.
            as_of: The first day asked about; later events are left out. Any day by default.
            strength: Which findings count: ``logic``, ``law`` (and graver) or ``all``.
            fields: Fields of the event, if only its trigger is given.

        Raises:
            BadDate: `as_of` is not one exact day.
            BadArguments: A field is unknown, or a required one is missing.
            InvalidValue: The process does not have the trigger, `strength` is not one of the three
                words, or fields are given beside an event.
        """
        from ..queries import event_asked, window, window_of

        asked = event_asked(self.process, event, fields)
        position = self._position
        if as_of is not None and len(self.history.as_of(as_of)) < len(position.events):
            return window(self.history, asked, as_of=as_of, strength=strength, process=self.process)
        return window_of(self._replay_at(position), asked, as_of, strength=strength)

    def schedule(
        self,
        *,
        to: str,
        finish_by: DateLike,
        as_of: DateLike | None = None,
        route: str | Iterable[str] | None = None,
        strength: str = "all",
    ) -> Schedule:
        """Return whether a stage can be reached by a day; see `trustflow.schedule`.

        Args:
            to: The stage to reach.
            finish_by: The last day on which the last step can happen.
            as_of: The first day on which a step can happen; later events are left out. By default,
                it is the day that the case has reached.
            route: The triggers of one route in sequence; by default, the shortest routes count.
            strength: Which findings count: ``logic``, ``law`` (and graver) or ``all``.

        Raises:
            BadDate: `as_of` or `finish_by` is not one exact day.
            InvalidValue: The process does not have the stage or an event of the route, or the stage
                forbids an event of it; or `strength` is not one of the three words.
        """
        from ..queries import schedule

        return schedule(
            self.history,
            to=to,
            finish_by=finish_by,
            as_of=as_of,
            route=route,
            strength=strength,
            process=self.process,
        )

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

    def insert(self, event: Event, *, at: int | None = None) -> Correction:
        """Insert an event that was learnt late; return its index and the findings on it.

        The event is put after the events of the same day, in the last position with which the case
        accepts the whole history, unless `at` gives the position.

        Args:
            event: The event.
            at: The index that the event takes, from 0. The event that has that index now, and those
                after it, come after the new one.

        Raises:
            InvalidValue: It is not an event, or there is no such index.
            MoveNotAllowed: The case accepts the event in no position, or not in that one. Without
                `at`, the error is the first refusal with the event in the position of its date.
            DateRuleBroken: The same, if that refusal is by a rule of strength ``logic``.

        Example:
            >>> from trustflow import events as ev
            >>> case = Case("Sandwell")
            >>> case.record(ev.InspectionPublished("2015-06-05", judgement="inadequate"))
            ()
            >>> case.insert(ev.Note("2015-01-12"))
            Correction(index=0, findings=())
        """
        return self.amend([Insert(event, at=at)])[0]

    @overload
    def replace(self, old: Event, new: Event, *, at: int | None = None) -> Correction: ...
    @overload
    def replace(self, old: None = None, *, new: Event, at: int) -> Correction: ...
    def replace(
        self, old: Event | None = None, new: Event | None = None, *, at: int | None = None
    ) -> Correction:
        """Correct an event; return the index of the new one and the findings on it.

        The new event takes the position of the old one if the case accepts the result. Otherwise it
        is put where `insert` would put it.

        Args:
            old: The event to correct. It need not be given with `at`.
            new: The corrected event.
            at: The index of the event to correct, from 0, as in ``case.history[at]``.

        Raises:
            InvalidValue: The old event is not in the case, is there more than once while `at` is
                not given, or is not at that index; or there is no such index, or an event is
                missing.
            MoveNotAllowed: The process does not allow an event of the corrected history.
            DateRuleBroken: The corrected history certainly breaks a rule of strength ``logic``.
        """
        return self.amend([Replace(old, new, at=at)])[0]

    @overload
    def withdraw(self, event: Event, *, at: int | None = None) -> Correction: ...
    @overload
    def withdraw(self, event: None = None, *, at: int) -> Correction: ...
    def withdraw(self, event: Event | None = None, *, at: int | None = None) -> Correction:
        """Remove an event; return the index that it had.

        Args:
            event: The event. It need not be given with `at`.
            at: The index of the event, from 0, as in ``case.history[at]``.

        Raises:
            InvalidValue: The event is not in the case, is there more than once while `at` is not
                given, or is not at that index; or there is no such index.
            MoveNotAllowed: The process does not allow an event of the remaining history.
            DateRuleBroken: The remaining history certainly breaks a rule of strength ``logic``.
        """
        return self.amend([Withdraw(event, at=at)])[0]

    def amend(self, changes: Iterable[Change]) -> tuple[Correction, ...]:
        """Make several corrections at once, or none; return one result for each.

        Every index that is given refers to the case before the call. First the changes with a given
        place are made: events are withdrawn, replaced, and inserted at an index. Then a replacement
        that is not possible in its place, and each event without an index, in the order given, is
        put where `replace` or `insert` would put it. Only the result is checked.

        Args:
            changes: The corrections, each an `Insert`, `Replace` or `Withdraw` with the arguments
                of the method of that name.

        Returns:
            The index of each new event, or the one that a withdrawn event had, and the findings on
            each new event, in the order of `changes`.

        Raises:
            InvalidValue: A change is of another type, is refused by the method of its name, or two
                changes are of the same event.
            MoveNotAllowed: The process does not allow an event of the corrected history.
            DateRuleBroken: The corrected history certainly breaks a rule of strength ``logic``.

        Example:
            >>> from trustflow import Insert, Replace, events as ev
            >>> case = Case("Sandwell")
            >>> case.record(ev.InspectionPublished("2015-05-06", judgement="inadequate"))
            ()
            >>> rated = ev.InspectionPublished("2015-06-05", judgement="inadequate")
            >>> for correction in case.amend(
            ...     [Insert(ev.Note("2015-05-20")), Replace(at=0, new=rated)]
            ... ):
            ...     print(correction.index)
            0
            1
        """
        before = self._position
        noted = before.noted
        if noted is not None:
            noted.refuse_closed()
        result = amended(self.history, changes, self.process, copies=noted is not None)
        after = Position.after(result.history.events, self._empty, self._process)
        corrections = result.corrections(self._replay_at(after).findings)
        if noted is not None:
            after.noted = noted.with_step(result.exchanged, after.events)
        self._move(before, after)
        return corrections

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

    def __len__(self) -> int:
        return len(self._position.events)

    def __iter__(self) -> Iterator[Event]:
        return iter(self._position.events)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Case):
            return NotImplemented
        return self.history == other.history and self.process == other.process

    __hash__ = None  # type: ignore[assignment]  # a case changes

    def __copy__(self) -> Case:
        case: Case = object.__new__(Case)
        position = self._position
        case._empty, case._process = self._empty, self._process
        # The replay changes with the first case, so the copy makes its own when it needs one.
        case._position = Position(position.events, None, position.state)
        return case

    def __deepcopy__(self, _: object) -> Case:
        return copy(self)  # what the two cases share cannot change

    def __reduce__(self) -> tuple[Any, ...]:
        if self.process is TRUST_TRANSFER:  # the default, which a short pickle need not name
            return Case.from_history, (self.history,)
        return Case.from_history, (self.history, self.process)

    def __repr__(self) -> str:
        return f"<Case {visible(self.authority)}: {self.stage}, {pluralised(len(self), 'event')}>"

    def _repr_html_(self) -> str:
        return self.report()._repr_html_()
