"""Facts about an authority on a day, such as its judgement and the type of intervention.

The record contains what somebody found, which is not all that happened. Something that lasts until
it is ended,
such as a notice or a post, is known up to the last event that confirms it. After that it *cannot be
told*, unless the history says that somebody has looked for later events (`checked_to`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import evolve

from ..dates import DateLike, PartialDate, Truth, whole_day
from ..engine import check
from ..history import Event, History, weakest
from ..trust_transfer import (
    CHILDREN,
    TRUST_TRANSFER,
    ChairAppointed,
    CommissionerAppointed,
    CommissionerReported,
    CommissionerReportPublished,
    CommissionerStoodDown,
    CommissionerSucceeded,
    DirectionIssued,
    DirectionRevoked,
    ImprovementNoticeIssued,
    ImprovementNoticeLifted,
    InspectionPublished,
    InterventionEnded,
    Stage,
    SupportAndSupervisionEnded,
    SupportAndSupervisionStarted,
    TrustEvent,
    TrustWentLive,
    VisitLetterPublished,
    VisitMade,
    same_person,
)
from .fact_values import CANNOT_BE_TOLD, Fact, Facts, PlannedGoLive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..engine import DayRange, Report, Stay
    from ..process import Process

__all__ = ["facts", "facts_of"]

UNNAMED = "a commissioner who is not named"
GO_LIVE = "trust_went_live"

T = TypeVar("T")
U = TypeVar("U")
E = TypeVar("E", bound=Event)


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
        checked = self.history.checked_to
        self.is_checked = checked is not None and checked.first >= day
        self.positions = {id(event): index for index, event in enumerate(self.history.events)}

    def facts(self) -> Facts:
        """Return every fact that applies to histories of the process."""
        answer, applies = self._answer, self.process.facts
        return Facts(
            authority=self.history.authority,
            as_of=PartialDate.between(self.day, self.day),
            stage=self._by_stage(self.report.stage),
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
            visits=answer("visits", lambda: self._count(VisitMade), None),
            visit_letters=answer("visit_letters", lambda: self._count(VisitLetterPublished), None),
            stays=tuple(self._stays()),
            names=tuple(applies),
        )

    def _answer(self, name: str, read: Callable[[], Fact[T]], unknown: T) -> Fact[T]:
        """Return a fact; *cannot be told* if the process does not have the fact."""
        return read() if name in self.process.facts else Fact(unknown, Truth.MAYBE)

    # How long a fact is known

    def _lasting(
        self,
        value: T,
        events: Sequence[Event],
        unknown: U,
        *,
        confirmed_by: Sequence[Event] = (),
    ) -> Fact[T | U]:
        """Return a fact that is known up to the last of the events that confirm it."""
        confirming = [*events, *confirmed_by]
        confirmed = self.is_checked or any(event.on.last >= self.day for event in confirming)
        return Fact(
            value if confirmed else unknown,
            Truth.YES if confirmed else Truth.MAYBE,
            value if confirmed or confirming else None,
            tuple(events),
            weakest(events),
        )

    def _by_stage(self, value: T) -> Fact[T | None]:
        """Return a fact that follows from the stage.

        The fact rests on every move that changed the stage, and any event confirms the fact.
        """
        moves = [stay.entered_by for stay in self.report.stays if stay.entered_by is not None]
        return self._lasting(value, moves, None, confirmed_by=self.history.events[-1:])

    def _latest(self, events: Sequence[E], value: Callable[[E], T]) -> Fact[T | None]:
        """Return a fact that the last of some events gives; later events do not matter."""
        if not events:
            return Fact(None, Truth.YES if self.is_checked else Truth.MAYBE)
        event = events[-1]
        latest = value(event)
        return Fact(latest, Truth.YES, latest, (event,), event.confidence)

    def _events(self, *classes: type[E]) -> list[E]:
        """Return the events of some classes that are about children's social care."""
        return [
            event
            for event in self.history.events
            if isinstance(event, classes) and _is_about_children(event)
        ]

    def _opened(self, *classes: type[E]) -> list[E]:
        """Return the events of some classes that opened something still open on record."""
        return [event for event in self.report.replay.opened if isinstance(event, classes)]

    # One method for each fact

    def _judgement(self) -> Fact[str | None]:
        """Return the latest judgement; one on the whole service goes before one on a part."""
        graded = [event for event in self._events(InspectionPublished) if event.is_judgement]
        whole = [event for event in graded if event.is_of_the_whole]
        return self._latest(whole or graded, lambda event: event.overall)

    def _intervention(self) -> Fact[str]:
        directions = self._directions()
        commissioners = dict.fromkeys(self._in_post().values())
        notices = self._opened(ImprovementNoticeIssued)
        support = self._opened(SupportAndSupervisionStarted)
        ended = [event for event in self._events(InterventionEnded) if not event.partly]
        expired = self._opened(DirectionIssued)
        if directions and commissioners:
            return self._lasting(
                "direction with commissioner", [*directions, *commissioners], CANNOT_BE_TOLD
            )
        if commissioners:
            # A commissioner is appointed by a direction, so one must be missing from the record.
            known = tuple(commissioners)
            return Fact(CANNOT_BE_TOLD, Truth.MAYBE, None, known, weakest(known))
        for what, events in (
            ("direction", directions),
            ("notice", notices),
            ("support and supervision", support),
            ("ended", ended[-1:] or expired),
        ):
            if events:
                return self._lasting(what, events, CANNOT_BE_TOLD)
        return self._lasting("none", [], CANNOT_BE_TOLD, confirmed_by=self._closings()[-1:])

    def _closings(self) -> list[Event]:
        """Return the events that ended a notice, direction or support without replacing it.

        These events confirm that no intervention is left.
        """
        return [
            event
            for event in self._events(
                ImprovementNoticeLifted, DirectionRevoked, SupportAndSupervisionEnded
            )
            if getattr(event, "replaced_by", None) is None and not getattr(event, "partly", False)
        ]

    def _notice_open(self) -> Fact[bool | None]:
        notices = self._opened(ImprovementNoticeIssued)
        lifted = [
            event
            for event in self._events(ImprovementNoticeLifted, InterventionEnded)
            if not getattr(event, "partly", False)
        ]
        return self._lasting(bool(notices), notices or lifted[-1:], None)

    def _directions(self) -> list[DirectionIssued]:
        """Return the open directions, in order, without those whose stated end has passed."""
        return [
            event
            for event in self._opened(DirectionIssued)
            if event.ends is None or event.ends.last >= self.day
        ]

    def _direction_facts(self) -> tuple[Fact[Event | None], ...]:
        return tuple(self._lasting(event, [event], None) for event in self._directions())

    def _in_post(self) -> dict[str, Event]:
        """Map the name of each commissioner in post to the event of the appointment.

        Only an event after the appointment that names the commissioner as leaving ends it.
        """
        in_post: dict[str, Event] = {
            name: event
            for event in self._opened(CommissionerAppointed, CommissionerSucceeded)
            for name in getattr(event, "names", ()) or (UNNAMED,)
        }
        for event in self._events(CommissionerStoodDown, CommissionerSucceeded):
            for name, appointed in list(in_post.items()):
                if same_person(name, _leaving(event)) and self._follows(event, appointed):
                    del in_post[name]
        return in_post

    def _commissioners(self) -> Fact[tuple[str, ...]]:
        in_post = self._in_post()
        reports = self._events(CommissionerReported, CommissionerReportPublished)
        known_names = tuple(
            name
            for name, event in in_post.items()
            if self._lasting(name, [event, *reports[-1:]], None).known is Truth.YES
        )
        all_known = len(known_names) == len(in_post) and (bool(known_names) or self.is_checked)
        events = tuple(dict.fromkeys(in_post.values()))
        return Fact(
            known_names,
            Truth.YES if all_known else Truth.MAYBE,
            tuple(in_post),
            events,
            weakest(events),
        )

    def _follows(self, event: Event, other: Event) -> bool:
        return self.positions[id(event)] > self.positions[id(other)]

    def _trust(self) -> Fact[str | None]:
        named = [event for event in self._events(TrustEvent) if event.trust is not None]
        return self._latest(named, lambda event: event.trust)

    def _chair(self) -> Fact[str | None]:
        appointed = self._events(ChairAppointed)[-1:]
        name = appointed[0].name if appointed else None
        return self._lasting(name, appointed, None)

    def _went_live(self) -> Fact[PartialDate | None]:
        return self._latest(self._events(TrustWentLive), lambda event: event.on)

    def _planned_go_live(self) -> Iterator[PlannedGoLive]:
        for setter in self._events(Event):
            for deadline in setter.deadlines_set:
                planned = deadline.span_from(setter.on)
                if deadline.met_by == GO_LIVE and planned is not None:
                    due = deadline.due or PartialDate.between(*planned)
                    yield PlannedGoLive(due, setter, self._slip(setter, planned))

    def _slip(self, setter: Event, planned: DayRange) -> tuple[int, int] | None:
        """Return the days from a planned to the actual go-live, at least and at most."""
        live = self._live_after(setter)
        return None if live is None else (live.on.first - planned[1], live.on.last - planned[0])

    def _live_after(self, setter: Event) -> Event | None:
        """Return the go-live that a plan led to; None if the plan was abandoned before."""
        cancelled = self.process.cancels_planned
        for event in self.history.events[self.positions[id(setter)] + 1 :]:
            if event.trigger == GO_LIVE:
                return event
            if GO_LIVE in cancelled.get(event.trigger, ()):
                break
        return None

    def _delivered_by(self) -> Fact[str | None]:
        """Return who delivers the services: the name on record, or else the kind of body."""
        stay = self.report.stays[-1]
        name = getattr(stay.entered_by, "partner", None)
        if self.report.stage == Stage.TRUST_LIVE:
            name = self._trust().value
        return self._by_stage(name or self.process.delivered_by.get(self.report.stage))

    def _count(self, cls: type[Event]) -> Fact[int | None]:
        """Return how many events of a class came after the last inadequate judgement."""
        inadequate = [
            index
            for index, event in enumerate(self.history.events)
            if event.trigger == "inspection_published_inadequate"
        ]
        if not inadequate:
            return Fact(None, Truth.MAYBE)
        since = self.history.events[inadequate[-1] :]
        counted = [event for event in since if isinstance(event, cls) and _is_about_children(event)]
        evidence = (since[0], *counted)
        return Fact(len(counted), Truth.YES, len(counted), evidence, weakest(evidence))

    def _stays(self) -> Iterator[Stay]:
        *ended, present = self.report.stays
        yield from ended
        if present.since is None:
            yield present
        else:
            least, most = self.day - present.since.last, self.day - present.since.first
            yield evolve(present, days=(max(0, least), max(0, most)))


def _is_about_children(event: Event) -> bool:
    return getattr(event, "subject", CHILDREN) == CHILDREN


def _leaving(event: Event) -> tuple[str, ...]:
    """Return the commissioners whose appointment an event ends."""
    if isinstance(event, CommissionerStoodDown):
        return event.names
    return event.replaces if isinstance(event, CommissionerSucceeded) else ()
