"""What the events add up to on a day: who was judged what, under which intervention, and so on.

The record is what somebody found, not all that happened. What goes on until it is ended, such as a
notice or a post, can be told up to the last event that confirms it; after that it *cannot be told*,
unless the history says that somebody has looked for later events (`checked_to`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..dates import DateLike, PartialDate, Truth, whole_day
from ..engine import Replay, advance
from ..history import Event, History, weakest
from ..trust_transfer import (
    CHILDREN,
    NOT_INADEQUATE,
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
from .fact_values import CANNOT_BE_TOLD, Fact, Facts, PlannedGoLive, Stay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..engine import Step
    from ..process import Process

__all__ = ["Fact", "Facts", "PlannedGoLive", "Stay", "facts"]

UNNAMED = "a commissioner who is not named"
GO_LIVE = "trust_went_live"

T = TypeVar("T")
U = TypeVar("U")
E = TypeVar("E", bound=Event)


def facts(history: History, as_of: DateLike, *, process: Process = TRUST_TRANSFER) -> Facts:
    """What the record says of an authority on a day; what happened after it is not looked at.

    Args:
        history: The history.
        as_of: The day.
        process: The process; the trust transfer when left out.

    Raises:
        BadDate: The day is known only in part.
    """
    day = whole_day(as_of)
    shown = history.as_of(as_of)
    replay = Replay.before(shown, process)
    steps = [advance(replay, event) for event in shown.events]
    return _Reader(shown, replay, steps, day).facts()


class _Reader:
    """Reads the facts off a history up to a day."""

    def __init__(self, history: History, replay: Replay, steps: Sequence[Step], day: int) -> None:
        self.history = history
        self.replay = replay
        self.steps = steps
        self.day = day
        checked = history.checked_to
        self.is_checked = checked is not None and checked.first >= day
        self.places = {id(event): place for place, event in enumerate(history.events)}

    def facts(self) -> Facts:
        """All facts."""
        return Facts(
            authority=self.history.authority,
            as_of=PartialDate.between(self.day, self.day),
            stage=self.by_stage(self.replay.stage),
            judgement=self.judgement(),
            intervention=self.intervention(),
            notice_open=self.notice_open(),
            directions=tuple(self.lasting(event, [event], None) for event in self.directions()),
            commissioners=self.commissioners(),
            trust=self.trust(),
            chair=self.chair(),
            planned_go_live=tuple(self.planned()),
            went_live=self.dated(self.of(TrustWentLive), lambda event: event.on),
            delivered_by=self.delivered_by(),
            visits=self.count(VisitMade),
            visit_letters=self.count(VisitLetterPublished),
            stays=tuple(self.stays()),
        )

    # What holds until it is ended, and what happened

    def lasting(
        self,
        value: T,
        events: Sequence[Event],
        unknown: U,
        *,
        confirmed_by: Sequence[Event] = (),
    ) -> Fact[T | U]:
        """A fact that can be told up to the last of the events that confirm it."""
        confirming = [*events, *confirmed_by]
        confirmed = self.is_checked or any(event.on.last >= self.day for event in confirming)
        return Fact(
            value if confirmed else unknown,
            Truth.YES if confirmed else Truth.MAYBE,
            value if confirmed or confirming else None,
            tuple(events),
            weakest(events),
        )

    def by_stage(self, value: T) -> Fact[T | None]:
        """A fact that follows from the stage: it rests on every move, and any event confirms it."""
        moves = [step.event for step in self.steps if step.before != step.after]
        return self.lasting(value, moves, None, confirmed_by=self.history.events[-1:])

    def dated(self, events: Sequence[E], value: Callable[[E], T]) -> Fact[T | None]:
        """A fact that the last of some events tells of its day, whatever came after."""
        if not events:
            return Fact(None, Truth.YES if self.is_checked else Truth.MAYBE)
        event = events[-1]
        told = value(event)
        return Fact(told, Truth.YES, told, (event,), event.confidence)

    def of(self, *classes: type[E]) -> list[E]:
        """The events of some classes that are about children's social care."""
        return [
            event
            for event in self.history.events
            if isinstance(event, classes) and getattr(event, "subject", CHILDREN) == CHILDREN
        ]

    def opened(self, *classes: type[E]) -> list[E]:
        """The events of some classes that opened what is still open on record."""
        return [event for event in self.replay.opened if isinstance(event, classes)]

    # One fact each

    def judgement(self) -> Fact[str | None]:
        """The latest judgement of the council's services; one on a part takes no earlier's place.

        An inadequate one on a part does: any part counts.
        """
        graded = [
            event
            for event in self.of(InspectionPublished)
            if event.grades and event.framework != "other"
        ]
        whole = [event for event in graded if not event.trigger.endswith("_partial")]
        return self.dated(whole or graded, _judgement)

    def intervention(self) -> Fact[str]:
        """The type of intervention."""
        directions = self.directions()
        commissioners = dict.fromkeys(self.in_post().values())
        notices = self.opened(ImprovementNoticeIssued)
        support = self.opened(SupportAndSupervisionStarted)
        ended = [event for event in self.of(InterventionEnded) if not event.partly]
        expired = self.opened(DirectionIssued)
        if directions and commissioners:
            return self.lasting(
                "direction with commissioner", [*directions, *commissioners], CANNOT_BE_TOLD
            )
        if commissioners:
            known = tuple(commissioners)
            return Fact(CANNOT_BE_TOLD, Truth.MAYBE, None, known, weakest(known))
        for what, events in (
            ("direction", directions),
            ("notice", notices),
            ("support and supervision", support),
            ("ended", ended[-1:] or expired),
        ):
            if events:
                return self.lasting(what, events, CANNOT_BE_TOLD)
        return self.lasting("none", [], CANNOT_BE_TOLD, confirmed_by=self.closings()[-1:])

    def closings(self) -> list[Event]:
        """The events that left nothing in place of the notice, direction or support they ended."""
        return [
            event
            for event in self.of(
                ImprovementNoticeLifted, DirectionRevoked, SupportAndSupervisionEnded
            )
            if getattr(event, "replaced_by", None) is None and not getattr(event, "partly", False)
        ]

    def notice_open(self) -> Fact[bool | None]:
        """Whether an improvement notice is open."""
        notices = self.opened(ImprovementNoticeIssued)
        lifted = [
            event
            for event in self.of(ImprovementNoticeLifted, InterventionEnded)
            if not getattr(event, "partly", False)
        ]
        is_open = bool(notices)
        return self.lasting(is_open, notices or lifted[-1:], None)

    def directions(self) -> list[DirectionIssued]:
        """The directions on record, in order, not revoked or replaced nor past a stated end."""
        return [
            event
            for event in self.opened(DirectionIssued)
            if event.ends is None or event.ends.last >= self.day
        ]

    def in_post(self) -> dict[str, Event]:
        """Who is commissioner in post on record, by name, and since which event."""
        in_post: dict[str, Event] = {
            name: event
            for event in self.opened(CommissionerAppointed, CommissionerSucceeded)
            for name in getattr(event, "names", ()) or (UNNAMED,)
        }
        for event in self.of(CommissionerStoodDown, CommissionerSucceeded):
            for name, appointed in list(in_post.items()):
                if same_person(name, _leaving(event)) and self.follows(event, appointed):
                    del in_post[name]
        return in_post

    def commissioners(self) -> Fact[tuple[str, ...]]:
        """Who is commissioner in post, as far as it can be told."""
        in_post = self.in_post()
        reports = self.of(CommissionerReported, CommissionerReportPublished)
        told = tuple(
            name
            for name, event in in_post.items()
            if self.lasting(name, [event, *reports[-1:]], None).known is Truth.YES
        )
        known = len(told) == len(in_post) and (bool(told) or self.is_checked)
        events = tuple(dict.fromkeys(in_post.values()))
        return Fact(
            told,
            Truth.YES if known else Truth.MAYBE,
            tuple(in_post),
            events,
            weakest(events),
        )

    def follows(self, event: Event, other: Event) -> bool:
        """Whether one event is listed after another."""
        return self.places[id(event)] > self.places[id(other)]

    def trust(self) -> Fact[str | None]:
        """The trust's name, by the last event that gives it."""
        named = [event for event in self.of(TrustEvent) if event.trust is not None]
        return self.dated(named, lambda event: event.trust)

    def chair(self) -> Fact[str | None]:
        """The trust's chair, by the last appointment."""
        appointed = self.of(ChairAppointed)[-1:]
        name = appointed[0].name if appointed else None
        return self.lasting(name, appointed, None)

    def planned(self) -> Iterator[PlannedGoLive]:
        """The planned days of go-live, and how much later the actual one came."""
        for setter in self.of(Event):
            for deadline in setter.deadlines_set:
                days = deadline.span_from(setter.on)
                if deadline.met_by == GO_LIVE and days is not None:
                    live = self.live_after(setter)
                    slip = None
                    if live is not None:
                        slip = live.on.first - days[1], live.on.last - days[0]
                    yield PlannedGoLive(deadline.due or PartialDate.between(*days), setter, slip)

    def live_after(self, setter: Event) -> Event | None:
        """The go-live that a plan led to; none where the plan was given up before."""
        cancelled = self.replay.process.cancels_planned
        for event in self.history.events[self.places[id(setter)] + 1 :]:
            if event.trigger == GO_LIVE:
                return event
            if GO_LIVE in cancelled.get(event.trigger, ()):
                break
        return None

    def delivered_by(self) -> Fact[str | None]:
        """Who delivers the services, by the stage."""
        stage = self.replay.stage
        if stage == Stage.TRUST_LIVE:
            by = self.trust().value or "a trust"
        elif stage == Stage.EXTERNALLY_LED:
            moves = [step.event for step in self.steps if step.before != step.after]
            entry = next(reversed(moves), None)  # none where the record begins in the stage
            by = getattr(entry, "partner", None) or "another authority or commissioners"
        else:
            by = "the council"
        return self.by_stage(by)

    def count(self, cls: type[Event]) -> Fact[int | None]:
        """How many events of a class came after the last inadequate judgement."""
        found = [
            index
            for index, event in enumerate(self.history.events)
            if event.trigger == "inspection_published_inadequate"
        ]
        if not found:
            return Fact(None, Truth.MAYBE)
        since = self.history.events[found[-1] :]
        events = [event for event in since if isinstance(event, cls) and event in self.of(cls)]
        since_then = (since[0], *events)
        return Fact(len(events), Truth.YES, len(events), since_then, weakest(since_then))

    def stays(self) -> Iterator[Stay]:
        """The stages gone through, in order."""
        stage = self.steps[0].before if self.steps else self.replay.stage
        since: PartialDate | None = None
        for step in self.steps:
            if step.after != stage:
                until = step.event.on
                yield Stay(stage, since, until, _days(since, until.first, until.last))
                stage, since = step.after, until
        yield Stay(stage, since, None, _days(since, self.day, self.day))


def _leaving(event: Event) -> tuple[str, ...]:
    """The commissioners whose appointment an event ends."""
    if isinstance(event, CommissionerStoodDown):
        return event.names
    return event.replaces if isinstance(event, CommissionerSucceeded) else ()


def _days(since: PartialDate | None, first: int, last: int) -> tuple[int, int] | None:
    """The days from a beginning to an end, at least and at most."""
    if since is None:
        return None
    return max(0, first - since.last), max(0, last - since.first)


def _judgement(event: InspectionPublished) -> str:
    """The overall judgement, or what the areas come to where there is none."""
    if event.judgement is not None:
        return event.judgement
    return "inadequate" if "inadequate" in event.grades else NOT_INADEQUATE
