"""Facts about an authority on a day, such as its judgement and the type of intervention.

The record contains what somebody found, which is not all that happened. A fact is known up to the
last event that confirms it. After that it *cannot be told*, unless the history says that somebody
has looked for later events that could change it (`History.checked_to`).

An event confirms a fact up to the earliest of its possible days. On a day on which an event may or
may not have happened already, whatever that event changes cannot be told. Events that the history
inherits are evidence as well. After the authority was abolished, no fact is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import evolve

from ...dates import BEFORE_ALL, MIN_DAY, DateLike, PartialDate, Truth, whole_day
from ...engine import check, days_between
from ...history import Event, History, weakest
from ...process import require_process
from ...trust_transfer import TRUST_TRANSFER, DirectionIssued
from .checked_kinds import CheckedKinds
from .planned_go_live import planned_go_live
from .record_state import RecordState
from .values import CANNOT_BE_TOLD, Fact, Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ...engine import CompiledMove, Report, Stay
    from ...process import Process

__all__ = ["facts", "facts_of"]

T = TypeVar("T")
U = TypeVar("U")


def facts(history: History, as_of: DateLike, *, process: Process = TRUST_TRANSFER) -> Facts:
    """Return what the record shows of an authority on a day; later events are left out.

    Args:
        history: The history.
        as_of: The day of the facts.
        process: The process; the trust transfer by default.

    Raises:
        BadDate: `as_of` is not one exact day.
        BadHistory: The history is of another process; the error names its first foreign event.
    """
    history = require_process(history, process)
    return facts_of(check(history.as_of(as_of), process), as_of)


def facts_of(report: Report, as_of: DateLike) -> Facts:
    """Return the facts of a report on a day; `facts` takes a history instead.

    Args:
        report: A report on the history up to the day.
        as_of: The day of the facts.

    Raises:
        BadDate: `as_of` is not one exact day.
        BadHistory: The history of the report is of another process.
    """
    require_process(report.history, report.process)
    return _FactsReader(report, whole_day(as_of, "as_of")).facts()


class _FactsReader:
    """Reads the facts on a day from a report on the history up to that day."""

    def __init__(self, report: Report, day: int) -> None:
        self.report = report
        self.process = report.process
        self.history = report.history
        self.day = day
        moves = report.replay.moves
        stage = moves[0].before if moves else report.stage
        self.state = RecordState(report.process, stage, day, report.days)
        self.checked = CheckedKinds(self.history, self.process, report.stage)
        self.doubtful: dict[object, int] = {}
        """The names of the facts, and the `id` of the directions, that a possible event changes.

        Each is mapped to the last possible day of that event.
        """
        self.maybe_closed: list[DirectionIssued] = []
        self.may_be_abolished = False
        self.abolished_by: Event | None = None
        for event in self.history.inherits:
            # An event after the day is not evidence on it; `History.as_of` keeps inherited events.
            if report.days(event)[0] <= day:
                self._read(event, None)
        for event, compiled in zip(self.history.events, moves, strict=True):
            if event is report.replay.abolished_by:
                self._read_abolition(event)
            else:
                self._read(event, compiled)
        self._read_ends()

    # Reading the record

    def _is_possible(self, event: Event) -> bool:
        """Return whether an event may or may not have happened by the day."""
        first, last = self.report.days(event)
        return first != last and first <= self.day <= last

    def _read(self, event: Event, compiled: CompiledMove | None) -> None:
        """Take an event into the state; note what changes if it may not have happened yet.

        Args:
            event: The event.
            compiled: What it does in its stage; None for an inherited event.
        """
        state = self.state
        if compiled is None:
            state.inherit(event)
        else:
            state.take(event, compiled)
        changed = (*state.changed, *map(id, state.touched))
        if self._is_possible(event):
            last = self.report.days(event)[1]
            for each in changed:
                self.doubtful[each] = max(last, self.doubtful.get(each, last))
            self.maybe_closed += [
                other
                for other in state.touched
                if isinstance(other, DirectionIssued) and id(other) not in state.opened.directions
            ]
            return
        for each in changed:
            # What must have happened by the end of the day does not matter if this event, which is
            # listed after it and has happened, changes the fact again.
            if self.doubtful.get(each) == self.day:
                del self.doubtful[each]

    def _read_abolition(self, event: Event) -> None:
        """Note whether the authority is, or may be, abolished; on the day itself, all closes."""
        if self.report.days(event)[1] < self.day:
            self.abolished_by = event
        elif self._is_possible(event):
            self.may_be_abolished = True
        else:
            self.state.abolish(event)

    def _read_ends(self) -> None:
        """Note the directions whose stated end may have passed on the day."""
        in_force = self.state.opened.in_force
        ending = [event for event in in_force if event.ends and event.ends.first < self.day]
        self.doubtful |= {id(event): self.day for event in ending}
        if ending and len(ending) == len(in_force):
            self.doubtful["intervention"] = self.day

    def facts(self) -> Facts:
        """Return every fact that applies to histories of the process."""
        answer, applies, state = self._answer, self.process.facts, self.state
        stage = self._stage()
        planned = planned_go_live(self.report) if "planned_go_live" in applies else ()
        return Facts(
            authority=self.history.authority,
            as_of=PartialDate.between(self.day, self.day),
            stage=stage,
            judgement=answer("judgement", self._judgement, None),
            intervention=answer("intervention", self._intervention, CANNOT_BE_TOLD),
            notice_open=answer("notice_open", self._notice_open, None),
            directions=self._direction_facts() if "directions" in applies else (),
            commissioners=answer("commissioners", self._commissioners, ()),
            trust=answer("trust", self._trust, None),
            chair=answer("chair", self._chair, None),
            planned_go_live=tuple(planned),
            went_live=answer("went_live", self._went_live, None),
            delivered_by=answer("delivered_by", self._delivered_by, None),
            visits=answer("visits", lambda: self._count("visits", state.visits), None),
            visit_letters=answer(
                "visit_letters", lambda: self._count("visit_letters", state.letters), None
            ),
            stays=tuple(self._stays()),
            stage_known_to=self._stage_known_to(),
            abolished_by=self.abolished_by,
            names=tuple(applies),
        )

    def _answer(self, name: str, read: Callable[[], Fact[T]], unknown: T) -> Fact[T]:
        """Return a fact; *cannot be told* if the process does not have the fact."""
        return read() if name in self.process.facts else Fact(unknown, Truth.MAYBE)

    # How long a fact is known

    def _is_known(self, name: str, confirmed: int, subject: object = None) -> bool:
        """Return whether a fact is known on the day.

        Args:
            name: The name of the fact.
            confirmed: The day (ordinal) to which events confirm the fact.
            subject: What the fact is about, if it has several values.
        """
        doubted = (subject if subject is not None else name) in self.doubtful
        if doubted or self.may_be_abolished or self.abolished_by is not None:
            return False
        return max(confirmed, self.checked.to(name)) >= self.day

    def _fact(
        self,
        name: str,
        value: T,
        events: Sequence[Event],
        confirmed: int,
        unknown: U,
        *,
        subject: object = None,
        is_recorded: bool = False,
        since: PartialDate | None = None,
    ) -> Fact[T | U]:
        """Return a fact that is known up to a day, or to the day to which its kinds are checked.

        Args:
            name: The name of the fact.
            value: The last value on record.
            events: The events that the fact comes from.
            confirmed: The day (ordinal) to which events confirm the fact.
            unknown: The value if it cannot be told.
            subject: What the fact is about, if it has several values.
            is_recorded: Whether the value is on record without an event.
            since: The date of the value, if that is not the date of the last event.
        """
        known = self._is_known(name, confirmed, subject)
        is_recorded = is_recorded or known or bool(events)
        return Fact(
            value if known else unknown,
            Truth.YES if known else Truth.MAYBE,
            value if is_recorded else None,
            tuple(events),
            weakest(events),
            self.checked.days(name),
            since if since is not None or not events else events[-1].on,
            self.abolished_by,
        )

    def _last(self, name: str, event: Event | None, value: T) -> Fact[T | None]:
        """Return a fact that the last event of its kind gives."""
        events = () if event is None else (event,)
        return self._fact(name, value, events, self._first(events), None)

    def _first(self, events: Sequence[Event]) -> int:
        """Return the day (ordinal) to which some events confirm what they show."""
        return max((self.report.days(event)[0] for event in events), default=BEFORE_ALL)

    # One method for each fact

    def _stage(self) -> Fact[str | None]:
        state = self.state
        is_recorded = self.history.begins_in is not None
        events: Sequence[Event] = state.entries
        if not events and state.stage_confirmed_by is not None:
            events = (state.stage_confirmed_by,)
        confirmed = state.stage_confirmed
        return self._fact("stage", state.stage, events, confirmed, None, is_recorded=is_recorded)

    def _stage_known_to(self) -> PartialDate | None:
        """Return the last day on which the stage is known, up to the day of the facts."""
        if "stage" in self.doubtful or self.may_be_abolished:
            return None
        known_to = min(self.day, max(self.state.stage_confirmed, self.checked.to("stage")))
        if self.abolished_by is not None:
            known_to = min(known_to, self.report.days(self.abolished_by)[0])
        return None if known_to < MIN_DAY else PartialDate.between(known_to, known_to)

    def _judgement(self) -> Fact[str | None]:
        judged_by = self.state.judgement.events
        value = self.state.judgement.value
        return self._fact("judgement", value, judged_by, self._first(judged_by), None)

    def _intervention(self) -> Fact[str]:
        what = self.state.intervention()
        events, confirmed = self.state.intervention_events()
        if what is None:
            checked = self.checked.days("intervention")
            return Fact(
                CANNOT_BE_TOLD, Truth.MAYBE, None, tuple(events), weakest(events), checked,
                abolished_by=self.abolished_by,
            )  # fmt: skip
        since = None
        if what == "ended" and isinstance(events[-1], DirectionIssued):  # its stated end has passed
            ends = (event.ends for event in self.state.opened.expired.values())
            since = max((end for end in ends if end is not None), key=lambda end: end.last)
        return self._fact("intervention", what, events, confirmed, CANNOT_BE_TOLD, since=since)

    def _notice_open(self) -> Fact[bool | None]:
        opened = self.state.opened
        notices = list(opened.notices.values())
        if notices:
            confirmed = opened.confirmed(notices)
            return self._fact("notice_open", bool(notices), notices, confirmed, None)
        return self._last("notice_open", self.state.notice_closed_by, bool(notices))

    def _direction_facts(self) -> tuple[Fact[Event | None], ...]:
        opened = self.state.opened
        listed = {id(event): event for event in (*opened.in_force, *self.maybe_closed)}
        return tuple(self._direction_fact(event) for event in opened.in_order(listed.values()))

    def _direction_fact(self, event: Event) -> Fact[Event | None]:
        confirmed = self.state.opened.confirmed([event])
        return self._fact("directions", event, (event,), confirmed, None, subject=id(event))

    def _commissioners(self) -> Fact[tuple[str, ...]]:
        in_post = self.state.opened.in_post
        if in_post:
            posts = tuple(dict.fromkeys(in_post.values()))
            confirmed = self.state.opened.all_confirmed(posts)
            return self._fact("commissioners", tuple(in_post), posts, confirmed, ())
        left_by = self.state.posts_closed_by
        events = () if left_by is None else (left_by,)
        return self._fact("commissioners", (), events, self._first(events), ())

    def _trust(self) -> Fact[str | None]:
        named, confirmed = self.state.trust_named_by, self.state.trust_confirmed
        events = () if named is None else (named,)
        return self._fact("trust", self.state.trust, events, confirmed, None)

    def _chair(self) -> Fact[str | None]:
        chair = self.state.chair
        return self._last("chair", chair, None if chair is None else chair.name)

    def _went_live(self) -> Fact[PartialDate | None]:
        live, confirmed = self.state.live, self.state.live_confirmed
        events = () if live is None else (live,)
        on = None if live is None else live.on
        return self._fact("went_live", on, events, confirmed, None)

    def _delivered_by(self) -> Fact[str | None]:
        """Return who delivers the services: the name on record, or else the kind of body."""
        state = self.state
        value, named, since = state.deliverer(), state.trust_named_by, state.delivers_since
        listed = [] if named is None or value != state.trust else [named]
        events = {id(event): event for event in (*listed, *self._stage().events)}
        if since is not None:  # the last of the events gives the date
            events.pop(id(since), None)
            events[id(since)] = since
        is_recorded = self.history.begins_in is not None
        return self._fact(
            "delivered_by",
            value,
            list(events.values()),
            state.stage_confirmed,
            None,
            is_recorded=is_recorded,
        )

    def _count(self, name: str, counted: Sequence[Event]) -> Fact[int | None]:
        """Return how many visits or letters came after the last inadequate judgement."""
        since = self.state.inadequate
        if since is None:
            checked = self.checked.days(name)
            return Fact(None, Truth.MAYBE, checked_to=checked, abolished_by=self.abolished_by)
        events = (since, *counted)
        return self._fact(name, len(counted), events, self._first(events), None)

    def _stays(self) -> Iterator[Stay]:
        *ended, present = self.report.stays
        yield from ended
        known_to = self._stage_known_to()
        if present.entered_by is None or known_to is None:
            yield present
            return
        entered = self.report.days(present.entered_by)
        is_longer = known_to.first > entered[1] or known_to.first == self.day
        days = days_between(entered, (known_to.first, known_to.first)) if is_longer else None
        yield evolve(present, days=days)
