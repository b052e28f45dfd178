"""Facts about an authority on a day, such as its judgement and the type of intervention.

The record contains what somebody found, which is not all that happened. A fact is known up to the
last event that confirms it. After that it *cannot be told*, unless the history says that somebody
has looked for later events that could change it (`History.checked_to`).

An event confirms a fact up to the earliest of its possible days. On a day on which an event may or
may not have happened already, whatever that event changes cannot be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import evolve

from ..dates import BEFORE_ALL, DateLike, PartialDate, Truth, whole_day
from ..engine import check, days_between
from ..history import Event, History, checked_days, weakest
from ..trust_transfer import OTHER_SUBJECT, TRUST_TRANSFER
from .fact_values import CANNOT_BE_TOLD, Fact, Facts, PlannedGoLive
from .record_state import RecordState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..engine import CompiledMove, DayRange, Report, Stay
    from ..process import Process
    from ..trust_transfer import DirectionIssued

__all__ = ["facts", "facts_of"]

GO_LIVE = "trust_went_live"
FACT_KINDS = {
    "judgement": ("inspections",),
    "intervention": ("intervention",),
    "notice_open": ("intervention",),
    "directions": ("intervention",),
    "commissioners": ("intervention",),
    "trust": ("intervention", "delivery"),
    "chair": ("intervention", "delivery"),
    "went_live": ("intervention", "delivery"),
    "delivered_by": ("intervention", "delivery"),
    "visits": ("focused visits", "joint inspections", "monitoring"),
    "visit_letters": ("focused visits", "joint inspections", "monitoring"),
}
"""The kinds of event that can change each fact besides the stage."""

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
    """
    return facts_of(check(history.as_of(as_of), process), as_of)


def facts_of(report: Report, as_of: DateLike) -> Facts:
    """Return the facts of a report on a day; `facts` takes a history instead.

    Args:
        report: A report on the history up to the day.
        as_of: The day of the facts.
    """
    return _FactsReader(report, whole_day(as_of)).facts()


class _FactsReader:
    """Reads the facts on a day from a report on the history up to that day."""

    def __init__(self, report: Report, day: int) -> None:
        self.report = report
        self.process = report.process
        self.history = report.history
        self.day = day
        self.positions = {id(event): index for index, event in enumerate(self.history.events)}
        moves = report.replay.moves
        stage = moves[0].before if moves else report.stage
        self.state = RecordState(report.process, report.history.authority, stage, day)
        self.doubtful: set[object] = set()
        """The names of the facts, and the open events, that a possible event changes."""
        for event in self.history.inherits:
            self._read(event, None)
        for event, compiled in zip(self.history.events, moves, strict=True):
            self._read(event, compiled)
        abolished_by = report.replay.abolished_by
        is_abolished = abolished_by is not None and self._days(abolished_by)[1] < day
        self.abolished_by = abolished_by if is_abolished else None

    def _days(self, event: Event) -> DayRange:
        return self.report.days(event)

    def _read(self, event: Event, compiled: CompiledMove | None) -> None:
        """Take an event into the state; note what changes if it may not have happened yet."""
        days = first, last = self._days(event)
        if first == last or not first <= self.day <= last:
            self.state.take(event, compiled, days)
            return
        before = self.state.values()
        self.state.take(event, compiled, days)
        after = self.state.values()
        for name, value in after.items():
            if value != before[name]:
                self.doubtful.add(name)
                if isinstance(value, dict):  # events that are open, by their `id`
                    self.doubtful |= value.keys() ^ before[name].keys()
                    closed = {key: each for key, each in before[name].items() if key not in value}
                    self.state.maybe_closed.update(closed)

    def facts(self) -> Facts:
        """Return every fact that applies to histories of the process."""
        answer, applies, state = self._answer, self.process.facts, self.state
        return Facts(
            authority=self.history.authority,
            as_of=PartialDate.between(self.day, self.day),
            stage=self._fact("stage", state.stage, state.entries, state.stage_confirmed, None),
            judgement=answer("judgement", self._judgement, None),
            intervention=answer("intervention", self._intervention, CANNOT_BE_TOLD),
            notice_open=answer("notice_open", self._notice_open, None),
            directions=self._direction_facts() if "directions" in applies else (),
            commissioners=answer("commissioners", self._commissioners, ()),
            trust=answer("trust", self._trust, None),
            chair=answer("chair", self._chair, None),
            planned_go_live=tuple(self._planned_go_live()) if "planned_go_live" in applies else (),
            went_live=answer("went_live", self._went_live, None),
            delivered_by=answer("delivered_by", self._delivered_by, None),
            visits=answer("visits", lambda: self._count("visits", state.visits), None),
            visit_letters=answer(
                "visit_letters", lambda: self._count("visit_letters", state.letters), None
            ),
            stays=tuple(self._stays()),
            abolished_by=self.abolished_by,
            names=tuple(applies),
        )

    def _answer(self, name: str, read: Callable[[], Fact[T]], unknown: T) -> Fact[T]:
        """Return a fact; *cannot be told* if the process does not have the fact."""
        return read() if name in self.process.facts else Fact(unknown, Truth.MAYBE)

    # How long a fact is known

    def _kinds(self, name: str) -> tuple[str, ...]:
        """Return the kinds of event that can change a fact."""
        if name == "stage":
            return self.process.kinds_out_of[self.report.stage]
        kinds = self.process.kinds
        return tuple(kind for kind in FACT_KINDS[name] if kind in kinds) or kinds

    def _is_known(self, name: str, confirmed: int, subject: object = None) -> bool:
        """Return whether a fact is known on the day.

        Args:
            name: The name of the fact.
            confirmed: The day (ordinal) to which events confirm the fact.
            subject: What the fact is about, if it has several values.
        """
        doubted = (subject if subject is not None else name) in self.doubtful
        if doubted or self.abolished_by is not None:
            return False
        return confirmed >= self.day or self._is_checked(name)

    def _is_checked(self, name: str) -> bool:
        days = checked_days(self.history.checked_to, self._kinds(name)).values()
        return all(date is not None and date.first >= self.day for date in days)

    def _fact(
        self,
        name: str,
        value: T,
        events: Sequence[Event],
        confirmed: int,
        unknown: U,
        *,
        subject: object = None,
    ) -> Fact[T | U]:
        """Return a fact that is known up to a day, or to the day to which its kinds are checked."""
        known = self._is_known(name, confirmed, subject)
        is_recorded = known or bool(events)
        return Fact(
            value if known else unknown,
            Truth.YES if known else Truth.MAYBE,
            value if is_recorded else None,
            tuple(events),
            weakest(events),
            checked_days(self.history.checked_to, self._kinds(name)),
        )

    def _last(self, name: str, event: Event | None, value: T) -> Fact[T | None]:
        """Return a fact that the last event of its kind gives."""
        events = () if event is None else (event,)
        return self._fact(name, value, events, self._first(events), None)

    def _first(self, events: Sequence[Event]) -> int:
        """Return the day (ordinal) to which some events confirm what they show."""
        return max((self._days(event)[0] for event in events), default=BEFORE_ALL)

    # One method for each fact

    def _judgement(self) -> Fact[str | None]:
        judged_by = self.state.judgement.events
        value = self.state.judgement.value
        return self._fact("judgement", value, judged_by, self._first(judged_by), None)

    def _intervention(self) -> Fact[str]:
        what, events, confirmed = self.state.intervention()
        if what is None:
            # A commissioner is appointed by a direction, so one must be missing from the record.
            checked = checked_days(self.history.checked_to, self._kinds("intervention"))
            known = tuple(events)
            return Fact(CANNOT_BE_TOLD, Truth.MAYBE, None, known, weakest(known), checked)
        fact = self._fact("intervention", what, events, confirmed, CANNOT_BE_TOLD)
        if what == "none" and not events and fact.known is Truth.MAYBE and confirmed > BEFORE_ALL:
            return evolve(fact, on_record=what)
        return fact

    def _notice_open(self) -> Fact[bool | None]:
        notices = self.state.notices()
        if notices:
            confirmed = self.state.confirmed(notices)
            return self._fact("notice_open", bool(notices), notices, confirmed, None)
        lifted = () if self.state.lifted is None else (self.state.lifted,)
        return self._fact("notice_open", bool(notices), lifted, self._first(lifted), None)

    def _direction_facts(self) -> tuple[Fact[Event | None], ...]:
        return tuple(self._direction_fact(event) for event in self.state.directions(maybe=True))

    def _direction_fact(self, event: DirectionIssued) -> Fact[Event | None]:
        confirmed = self.state.confirmed([event])
        return self._fact("directions", event, (event,), confirmed, None, subject=id(event))

    def _commissioners(self) -> Fact[tuple[str, ...]]:
        in_post = self.state.in_post(maybe=True)
        known_names = tuple(
            name
            for name, event in in_post.items()
            if self._is_known("commissioners", self.state.confirmed([event]), id(event))
        )
        certain = "commissioners" not in self.doubtful and self.abolished_by is None
        some_known = bool(known_names) or self._is_checked("commissioners")
        all_known = certain and len(known_names) == len(in_post) and some_known
        events = tuple(dict.fromkeys(in_post.values()))
        return Fact(
            known_names,
            Truth.YES if all_known else Truth.MAYBE,
            tuple(in_post),
            events,
            weakest(events),
            checked_days(self.history.checked_to, self._kinds("commissioners")),
        )

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
        confirmed = state.stage_confirmed
        return self._fact("delivered_by", state.deliverer(), state.entries, confirmed, None)

    def _count(self, name: str, counted: Sequence[Event]) -> Fact[int | None]:
        """Return how many visits or letters came after the last inadequate judgement."""
        since = self.state.inadequate
        if since is None:
            checked = checked_days(self.history.checked_to, self._kinds(name))
            return Fact(None, Truth.MAYBE, checked_to=checked)
        events = (since, *counted)
        return self._fact(name, len(counted), events, self._first(events), None)

    def _planned_go_live(self) -> Iterator[PlannedGoLive]:
        for setter in (*self.history.inherits, *self.history.events):
            if setter.trigger == OTHER_SUBJECT:
                continue
            for deadline in setter.deadlines_set:
                planned = deadline.span_from(self._days(setter))
                if deadline.met_by == GO_LIVE and planned is not None:
                    due = deadline.due or PartialDate.between(*planned)
                    yield PlannedGoLive(due, setter, self._slip(setter, planned))

    def _slip(self, setter: Event, planned: DayRange) -> tuple[int, int] | None:
        """Return the days from a planned to the actual go-live, at least and at most."""
        live = self._live_after(setter)
        if live is None or days_between(planned, self._days(live)) is None:
            return None
        first, last = self._days(live)
        return first - planned[1], last - planned[0]

    def _live_after(self, setter: Event) -> Event | None:
        """Return the go-live that a plan led to; None if the plan was abandoned before."""
        cancelled = self.process.cancels_planned
        start = self.positions.get(id(setter), -1) + 1
        for event in self.history.events[start:]:
            if event.trigger == GO_LIVE:
                return event
            if GO_LIVE in cancelled.get(event.trigger, ()):
                break
        return None

    def _stays(self) -> Iterator[Stay]:
        *ended, present = self.report.stays
        yield from ended
        if present.entered_by is None:
            yield present
        else:
            days = days_between(self._days(present.entered_by), (self.day, self.day))
            yield evolve(present, days=days)
