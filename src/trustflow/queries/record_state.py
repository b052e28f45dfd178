"""What a record shows after some of its events, as far as facts need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..dates import BEFORE_ALL
from ..trust_transfer import (
    GRADES,
    INADEQUATE,
    OTHER_SUBJECT,
    WHOLE,
    ChairAppointed,
    CommissionerAppointed,
    CommissionerStoodDown,
    CommissionerSucceeded,
    DeadlineSet,
    DirectionIssued,
    DirectionRevoked,
    ImprovementNoticeIssued,
    ImprovementNoticeLifted,
    InspectionPublished,
    InterventionEnded,
    Note,
    RequirementMet,
    Stage,
    SupportAndSupervisionEnded,
    SupportAndSupervisionStarted,
    TrustEvent,
    TrustWentLive,
    VisitLetterPublished,
    VisitMade,
    same_person,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..engine import CompiledMove, DayRange
    from ..history import Event
    from ..process import Process

__all__ = ["LatestJudgement", "RecordState"]

UNNAMED = "a commissioner who is not named"
INTERVENTION = "intervention"
"""The kind of event that confirms what is open."""
CONFIRM_NOTHING = (Note, DeadlineSet, RequirementMet)
"""The classes of events that say nothing about the stage in which they are listed."""


class LatestJudgement:
    """The latest judgement of the services, from inspections of the whole and of parts.

    Attributes:
        value: The judgement; None if there is none.
        events: The inspections that the judgement rests on.
    """

    def __init__(self) -> None:
        self.value: str | None = None
        self.events: tuple[Event, ...] = ()
        self._has_whole = False
        self._parts: dict[str, tuple[str, Event]] = {}

    def take(self, event: InspectionPublished) -> None:
        """Update the judgement by an inspection.

        An inspection of the whole gives the judgement. One of a part changes it only if the part is
        inadequate, or no longer is; then the worst grade of all parts is the judgement.
        """
        if not event.is_judgement:
            return
        if event.remit == WHOLE:
            self._has_whole = True
            self._parts = {part: (grade, event) for part, grade in event.parts.items()}
            self.value, self.events = event.overall, (event,)
            return
        for part, grade in event.parts.items():
            if event.lifts_inadequate and part not in self._parts:
                self._clear(grade, event)
            else:
                self._parts[part] = grade, event
        if INADEQUATE in event.grades:
            self.value, self.events = INADEQUATE, (event,)
        elif event.lifts_inadequate or not self._has_whole:
            self.value = min(
                (grade for grade, _ in self._parts.values()), key=GRADES.__getitem__, default=None
            )
            self.events = tuple(dict.fromkeys(event for _, event in self._parts.values()))

    def _clear(self, grade: str, event: InspectionPublished) -> None:
        """Give the grade of a part that is no longer inadequate to what was inadequate before.

        The earlier inspection did not name the part, so its grade takes the place of each
        inadequate one.
        """
        cleared = [part for part, (old, _) in self._parts.items() if old == INADEQUATE]
        for part in cleared or event.parts:
            self._parts[part] = grade, event


class RecordState:
    """What a record shows after some of its events.

    Args:
        process: The process.
        authority: The authority, which an event can abolish.
        stage: The stage in which the record begins.
        day: The day of the facts (ordinal), after which a direction for a stated period has ended.

    Attributes:
        stage: The stage.
        entries: The events that changed the stage.
        stage_confirmed: The day (ordinal) to which events confirm the stage.
        judgement: The latest judgement.
        trust: The name of the trust.
        trust_named_by: The last event that names the trust.
        trust_confirmed: The day (ordinal) to which events confirm the trust.
        chair: The last appointment of a chair.
        live: The last go-live.
        live_confirmed: The day (ordinal) to which events confirm the go-live.
        lifted: The last event that lifted a notice or ended the intervention.
        inadequate: The last inadequate judgement.
        visits: The visits since then.
        letters: The letters on visits since then.
        maybe_closed: The events that may have been closed by the day, by their `id`.
    """

    def __init__(self, process: Process, authority: str, stage: str, day: int) -> None:
        self.process = process
        self.authority = authority
        self.day = day
        self.stage = stage
        self.entries: list[Event] = []
        self.stage_confirmed = BEFORE_ALL
        self.judgement = LatestJudgement()
        self.trust: str | None = None
        self.trust_named_by: Event | None = None
        self.trust_confirmed = BEFORE_ALL
        self.chair: ChairAppointed | None = None
        self.live: Event | None = None
        self.live_confirmed = BEFORE_ALL
        self.lifted: Event | None = None
        self.inadequate: Event | None = None
        self.visits: list[Event] = []
        self.letters: list[Event] = []
        self.maybe_closed: dict[int, Event] = {}
        self._opened: tuple[Event, ...] = ()
        self._opened_at: dict[int, tuple[int, int]] = {}
        self._left: dict[int, set[str]] = {}
        self._ended: InterventionEnded | None = None
        self._closing: Event | None = None
        self._closed_to = BEFORE_ALL
        self._ended_to = BEFORE_ALL
        self._intervention_days: list[tuple[int, int]] = []
        self._count = 0

    def take(self, event: Event, compiled: CompiledMove | None, days: DayRange) -> None:
        """Take the next event.

        Args:
            event: The event.
            compiled: What it does in its stage; None for an event of the replaced authority, which
                moves no stage and is no visit.
            days: Its possible days.
        """
        if compiled is None:
            self._take_facts(event, days[0], is_inherited=True)
        elif not compiled.is_inert:
            self._take_stage(event, compiled, days[0])
            self._take_facts(event, days[0])

    def _take_stage(self, event: Event, compiled: CompiledMove, first: int) -> None:
        confirms = compiled.move is not None and not isinstance(event, CONFIRM_NOTHING)
        confirms = confirms and event.trigger != OTHER_SUBJECT
        if compiled.after != compiled.before:
            self.stage, self.stage_confirmed = compiled.after, BEFORE_ALL
            self.entries.append(event)
            confirms = True
        if confirms:
            self.stage_confirmed = max(self.stage_confirmed, first)
            self.trust_confirmed = max(self.trust_confirmed, first)
            self.live_confirmed = max(self.live_confirmed, first)

    def _take_facts(self, event: Event, first: int, *, is_inherited: bool = False) -> None:
        self._count += 1
        if event.trigger == OTHER_SUBJECT:
            return
        if self.process.kind_of.get(event.trigger) == INTERVENTION:
            self._intervention_days.append((self._count, first))
        if event.acts_on_others:
            self._close_and_open(event, first, is_inherited=is_inherited)
        if isinstance(event, InspectionPublished):
            self.judgement.take(event)
            if event.trigger == "inspection_published_inadequate":
                self.inadequate, self.visits, self.letters = event, [], []
        elif isinstance(event, TrustEvent):
            self._take_trust(event, first)
        elif isinstance(event, VisitMade) and not is_inherited:
            self.visits.append(event)
        elif isinstance(event, VisitLetterPublished) and not is_inherited:
            self.letters.append(event)

    def _take_trust(self, event: TrustEvent, first: int) -> None:
        if event.trust is not None:
            self.trust, self.trust_named_by, self.trust_confirmed = event.trust, event, first
        if isinstance(event, TrustWentLive):
            self.live, self.live_confirmed = event, first
        elif isinstance(event, ChairAppointed):
            self.chair = event

    def _close_and_open(self, event: Event, first: int, *, is_inherited: bool) -> None:
        closed = event.closes(self._opened)
        if event.can_abolish and not is_inherited and event.abolishes(self.authority):
            closed = self._opened
        if closed:
            gone = {id(other) for other in closed}
            self._opened = tuple(other for other in self._opened if id(other) not in gone)
        if event.opens:
            self._opened = (*self._opened, event)
            self._opened_at[id(event)] = self._count, first
        is_partial = getattr(event, "partly", False)
        if isinstance(event, CommissionerStoodDown | CommissionerSucceeded):
            self._take_leaving(event)
        if isinstance(event, ImprovementNoticeLifted | InterventionEnded) and not is_partial:
            self.lifted = event
        if isinstance(event, InterventionEnded) and not is_partial:
            self._ended, self._ended_to = event, first
        is_end = isinstance(
            event, ImprovementNoticeLifted | DirectionRevoked | SupportAndSupervisionEnded
        )
        if is_end and not is_partial and getattr(event, "replaced_by", None) is None:
            self._closing, self._closed_to = event, first

    def _take_leaving(self, event: CommissionerStoodDown | CommissionerSucceeded) -> None:
        """Note the commissioners whom an event names as leaving a post that others still hold."""
        leaving = event.names if isinstance(event, CommissionerStoodDown) else event.replaces
        for other in self._opened:
            if other is not event and isinstance(
                other, CommissionerAppointed | CommissionerSucceeded
            ):
                gone = {name for name in other.names if same_person(name, leaving)}
                if gone:
                    self._left.setdefault(id(other), set()).update(gone)

    # What is open

    def confirmed(self, opened: Iterable[Event]) -> int:
        """Return the last day (ordinal) to which events confirm that one of some is open.

        An event is confirmed by its own day, and by later events on intervention.
        """
        confirmed = BEFORE_ALL
        last_count = max((self._opened_at[id(event)] for event in opened), default=None)
        for event in opened:
            confirmed = max(confirmed, self._opened_at[id(event)][1])
        if last_count is not None:
            first_count = min(self._opened_at[id(event)][0] for event in opened)
            later = (first for count, first in self._intervention_days if count > first_count)
            confirmed = max(confirmed, max(later, default=BEFORE_ALL))
        return confirmed

    def notices(self) -> list[Event]:
        """Return the open improvement notices, in order."""
        return [event for event in self._opened if isinstance(event, ImprovementNoticeIssued)]

    def directions(self, *, maybe: bool = False) -> list[DirectionIssued]:
        """Return the open directions, in order, without those whose stated end has passed.

        Args:
            maybe: Whether to include the directions that may have been closed by the day.
        """
        return [
            event
            for event in self._listed(maybe=maybe)
            if isinstance(event, DirectionIssued)
            and (event.ends is None or event.ends.last >= self.day)
        ]

    def in_post(self, *, maybe: bool = False) -> dict[str, Event]:
        """Map the name of each commissioner in post to the event of the appointment.

        Args:
            maybe: Whether to include the commissioners who may have left by the day.
        """
        return {
            name: event
            for event in self._listed(maybe=maybe)
            if isinstance(event, CommissionerAppointed | CommissionerSucceeded)
            for name in event.names or (UNNAMED,)
            if name not in self._left.get(id(event), ())
        }

    def _listed(self, *, maybe: bool) -> Sequence[Event]:
        if not maybe or not self.maybe_closed:
            return self._opened
        listed = {**self.maybe_closed, **{id(event): event for event in self._opened}}
        return sorted(listed.values(), key=lambda event: self._opened_at[id(event)])

    def deliverer(self) -> str | None:
        """Return who delivers the services: the name on record, or else the kind of body."""
        name = getattr(self.entries[-1], "partner", None) if self.entries else None
        if self.stage == Stage.TRUST_LIVE:
            name = self.trust
        return name or self.process.delivered_by.get(self.stage)

    def intervention(self) -> tuple[str | None, Sequence[Event], int]:
        """Return the type of intervention, its events and the day to which they confirm it.

        The type is None if a commissioner is in post without a direction on record.
        """
        directions, posts = self.directions(), list(dict.fromkeys(self.in_post().values()))
        if directions and posts:
            confirmed = min(self.confirmed(directions), self.confirmed(posts))
            return "direction with commissioner", [*directions, *posts], confirmed
        if posts:
            return None, posts, BEFORE_ALL
        support = [
            event for event in self._opened if isinstance(event, SupportAndSupervisionStarted)
        ]
        opened: tuple[tuple[str, Sequence[Event]], ...] = (
            ("direction", directions),
            ("notice", self.notices()),
            ("support and supervision", support),
        )
        for what, events in opened:
            if events:
                return what, events, self.confirmed(events)
        if self._ended is not None:
            return "ended", (self._ended,), self._ended_to
        expired = [event for event in self._opened if isinstance(event, DirectionIssued)]
        if expired:
            return "ended", expired, self.confirmed(expired)
        return "none", (), self._closed_to

    def values(self) -> dict[str, Any]:
        """Return the value of each fact, to compare two states."""
        posts = self.in_post()
        return {
            "stage": self.stage,
            "judgement": self.judgement.value,
            "intervention": self.intervention()[0],
            "notice_open": bool(self.notices()),
            "directions": {id(event): event for event in self.directions()},
            "commissioners": {id(event): event for event in posts.values()},
            "post_names": tuple(posts),
            "trust": self.trust,
            "chair": None if self.chair is None else self.chair.name,
            "went_live": id(self.live),
            "delivered_by": self.deliverer(),
            "visits": (id(self.inadequate), len(self.visits)),
            "visit_letters": (id(self.inadequate), len(self.letters)),
        }
