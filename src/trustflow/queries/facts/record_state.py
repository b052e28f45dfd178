"""What a record shows after some of its events, as far as facts need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...dates import BEFORE_ALL
from ...trust_transfer import (
    OTHER_SUBJECT,
    ChairAppointed,
    DeadlineSet,
    DirectionRevoked,
    ImprovementNoticeIssued,
    ImprovementNoticeLifted,
    InspectionPublished,
    InterventionEnded,
    InterventionSteppedDown,
    Note,
    RequirementMet,
    Stage,
    SupportAndSupervisionEnded,
    SupportAndSupervisionStarted,
    TrustEvent,
    TrustWentLive,
    VisitLetterPublished,
    VisitMade,
)
from .latest_judgement import LatestJudgement
from .open_events import OpenEvents

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...engine import CompiledMove, DayRange
    from ...history import Event
    from ...process import Process

__all__ = ["RecordState", "confirms_stage"]

INTERVENTION = "intervention"
"""The kind of event that confirms what is open."""
CONFIRM_NOTHING = (Note, DeadlineSet, RequirementMet)
"""The classes of events that say nothing about the stage in which they are listed."""
WITHOUT_TRUST = frozenset(
    {
        Stage.ROUTINE_OVERSIGHT,
        Stage.RATED_INADEQUATE,
        Stage.COMMISSIONER_REVIEW,
        Stage.EXTERNALLY_LED,
        Stage.RETAINED_BY_COUNCIL,
        Stage.RETURNED_TO_COUNCIL,
    }
)
"""The stages whose events do not confirm a trust: it is not being set up, and does not deliver."""


class RecordState:
    """What a record shows after some of its events.

    Args:
        process: The process.
        stage: The stage in which the record begins.
        day: The day of the facts (ordinal), after which a direction for a stated period has ended.
        days: Returns the possible days of an event (ordinals).

    Attributes:
        stage: The stage.
        entries: The events that changed the stage.
        stage_confirmed_by: The last event that confirms the stage.
        stage_confirmed: The day (ordinal) to which events confirm the stage.
        opened: The notices, directions, posts and support that are open.
        judgement: The latest judgement.
        trust: The name of the trust.
        trust_named_by: The last event that names the trust.
        trust_confirmed: The day (ordinal) to which events confirm the trust.
        chair: The last appointment of a chair.
        live: The last go-live.
        live_confirmed: The day (ordinal) to which events confirm the go-live.
        delivers_since: The event since which the present body delivers the services.
        notice_closed_by: The last event that closed a notice.
        posts_closed_by: The last event by which a commissioner left.
        inadequate: The last inadequate judgement; inherited ones do not count, because inherited
            visits do not.
        visits: The visits since then.
        letters: The letters on visits since then.
        changed: The names of the facts that the last event changed.
        touched: What the last event opened or closed.
    """

    def __init__(
        self, process: Process, stage: str, day: int, days: Callable[[Event], DayRange]
    ) -> None:
        self.process = process
        self._days = days
        self.stage = stage
        self.entries: list[Event] = []
        self.stage_confirmed_by: Event | None = None
        self.stage_confirmed = BEFORE_ALL
        self.opened = OpenEvents(day)
        self.judgement = LatestJudgement()
        self.trust: str | None = None
        self.trust_named_by: Event | None = None
        self.trust_confirmed = BEFORE_ALL
        self.chair: ChairAppointed | None = None
        self.live: Event | None = None
        self.live_confirmed = BEFORE_ALL
        self.delivers_since: Event | None = None
        self.notice_closed_by: Event | None = None
        self.posts_closed_by: Event | None = None
        self.inadequate: Event | None = None
        self.visits: list[Event] = []
        self.letters: list[Event] = []
        self.changed: set[str] = set()
        self.touched: list[Event] = []
        self._ended_by: tuple[Event, ...] = ()
        self._lacks_instrument: Event | None = None
        self._place = 0
        self._entering = process.entering[stage]

    def take(self, event: Event, compiled: CompiledMove) -> None:
        """Take the next event of the authority.

        Args:
            event: The event.
            compiled: What it does in its stage.
        """
        self._begin()
        if compiled.is_inert:
            return
        deliverer = self.deliverer()
        confirms = compiled.move is not None and confirms_stage(event)
        if compiled.after != compiled.before:
            self.stage, self.stage_confirmed, confirms = compiled.after, BEFORE_ALL, True
            self.entries.append(event)
            self.changed.add("stage")
        if confirms:
            self._confirm(event)
        self._take_facts(event)
        if event.trigger != OTHER_SUBJECT:
            self._take_visit(event)
        self._note_deliverer(event, deliverer)

    def inherit(self, event: Event) -> None:
        """Take an event of the replaced authority, which moves no stage and is no visit.

        It is evidence of the stage in which the record begins if it leads there, or if it is
        allowed there and listed after one that does.
        """
        self._begin()
        deliverer = self.deliverer()
        if event.trigger in self._entering:
            self.entries, self.delivers_since = [event], event
            self.stage_confirmed = BEFORE_ALL
            self._confirm(event)
        elif self.entries and self._is_allowed(event) and confirms_stage(event):
            self._confirm(event)
        self._take_facts(event)
        self._note_deliverer(event, deliverer)

    def _note_deliverer(self, event: Event, before: str | None) -> None:
        if self.deliverer() != before:
            self.changed.add("delivered_by")
            self.delivers_since = event

    def _is_allowed(self, event: Event) -> bool:
        return event.trigger in self.process.table[self.stage]

    def abolish(self, event: Event) -> None:
        """Close everything that is open, because an event abolished the authority."""
        self._begin()
        for other in self.opened.close_all():
            self._note_closed(other, event)
        self.posts_closed_by = event
        self._ended_by, self._lacks_instrument = (event,), None

    def _begin(self) -> None:
        self._place += 1
        self.changed.clear()
        self.touched.clear()

    # Stage, trust and inspections

    def first(self, event: Event) -> int:
        """Return the earliest possible day of an event (ordinal)."""
        return self._days(event)[0]

    def _confirm(self, event: Event) -> None:
        first = self.first(event)
        self.stage_confirmed = max(self.stage_confirmed, first)
        self.stage_confirmed_by = event
        self.live_confirmed = max(self.live_confirmed, first)
        if self.stage not in WITHOUT_TRUST:
            self.trust_confirmed = max(self.trust_confirmed, first)

    def _take_facts(self, event: Event) -> None:
        if event.trigger == OTHER_SUBJECT:
            return
        if event.opens or self.process.kind_of.get(event.trigger) == INTERVENTION:
            self.opened.confirm(self._place, self.first(event))
        if event.acts_on_others:
            self._close_and_open(event)
        if isinstance(event, InspectionPublished):
            self._take_inspection(event)
        elif isinstance(event, TrustEvent):
            self._take_trust(event)

    def _take_inspection(self, event: InspectionPublished) -> None:
        before = self.judgement.value
        self.judgement.take(event)
        if self.judgement.value != before:
            self.changed.add("judgement")

    def _take_trust(self, event: TrustEvent) -> None:
        first = self.first(event)
        if event.trust is not None:
            if event.trust != self.trust:
                self.changed.add("trust")
            self.trust, self.trust_named_by, self.trust_confirmed = event.trust, event, first
        if isinstance(event, TrustWentLive):
            self.live, self.live_confirmed = event, first
            self.changed.add("went_live")
        elif isinstance(event, ChairAppointed):
            if self.chair is None or event.name != self.chair.name:
                self.changed.add("chair")
            self.chair = event

    def _take_visit(self, event: Event) -> None:
        """Count a visit or letter; an inadequate judgement begins the count again."""
        if event.trigger == "inspection_published_inadequate":
            self.inadequate, self.visits, self.letters = event, [], []
            self.changed |= {"visits", "visit_letters"}
        elif isinstance(event, VisitMade):
            self.visits.append(event)
            self.changed.add("visits")
        elif isinstance(event, VisitLetterPublished):
            self.letters.append(event)
            self.changed.add("visit_letters")

    # What is open

    def _close_and_open(self, event: Event) -> None:
        kind, notice_open = self.intervention(), bool(self.opened.notices)
        closed, left = self.opened.close(event)
        for other in closed:
            self._note_closed(other, event)
        joined: set[str] = set()
        if event.opens:
            self.opened.add(event, self._place)
            self.touched.append(event)
            joined = self.opened.names_of(event)
        if left:
            self.posts_closed_by = event
        if left != joined:
            self.changed.add("commissioners")
        if isinstance(event, ImprovementNoticeLifted) or _ends_all(event):
            self.notice_closed_by = event
        self._take_end(event)
        if bool(self.opened.notices) != notice_open:
            self.changed.add("notice_open")
        if self.intervention() != kind:
            self.changed.add("intervention")

    def _note_closed(self, other: Event, event: Event) -> None:
        self.touched.append(other)
        if isinstance(other, ImprovementNoticeIssued):
            self.notice_closed_by = event

    def _take_end(self, event: Event) -> None:
        """Note the end of the intervention, or that what took its place is not on record."""
        if _ends_all(event):
            self._ended_by, self._lacks_instrument = (event,), None
        elif event.opens and not isinstance(event, SupportAndSupervisionStarted):
            self._ended_by, self._lacks_instrument = (), None
        elif _is_replacement(event) and not self.opened.is_formal:
            self._ended_by, self._lacks_instrument = (), event
        elif _ends_one(event) and not self.opened.is_formal:
            self._ended_by = (*(each for each in self._ended_by if _ends_all(each)), event)
            if not isinstance(event, SupportAndSupervisionEnded):
                self._lacks_instrument = None

    def deliverer(self) -> str | None:
        """Return who delivers the services: the name on record, or else the kind of body."""
        name = getattr(self.entries[-1], "partner", None) if self.entries else None
        if self.stage == Stage.TRUST_LIVE:
            name = self.trust
        return name or self.process.delivered_by.get(self.stage)

    def intervention(self) -> str | None:
        """Return the type of intervention.

        It is None if the record shows that something must be open that is not on record: a
        direction by which a commissioner is in post, or what took the place of a direction.
        """
        opened = self.opened
        if opened.posts:
            return "direction with commissioner" if opened.has_directions else None
        for kind, is_open in (
            ("direction", opened.has_directions),
            ("notice", bool(opened.notices)),
            ("support and supervision", bool(opened.support)),
        ):
            if is_open:
                return kind
        if self._lacks_instrument is not None:
            return None
        is_ended = any(map(_ends_all, self._ended_by)) or bool(opened.expired)
        return "ended" if is_ended else "none"

    def intervention_events(self) -> tuple[Sequence[Event], int]:
        """Return the events of the type of intervention, and the day to which they confirm it."""
        opened = self.opened
        posts = list(dict.fromkeys(opened.in_post.values()))
        directions = opened.in_force
        if posts:
            confirmed = min(opened.confirmed(directions), opened.confirmed(posts))
            return opened.in_order([*directions, *posts]), confirmed
        for events in (directions, opened.notices.values(), opened.support.values()):
            if events:
                return list(events), opened.confirmed(events)
        if self._lacks_instrument is not None:
            return [self._lacks_instrument], BEFORE_ALL
        if self._ended_by or not opened.expired:
            return self._ended_by, max(map(self.first, self._ended_by), default=BEFORE_ALL)
        return list(opened.expired.values()), BEFORE_ALL


def confirms_stage(event: Event) -> bool:
    """Return whether an event that is allowed in a stage confirms that the stage lasts."""
    return not isinstance(event, CONFIRM_NOTHING) and event.trigger != OTHER_SUBJECT


def _ends_all(event: Event) -> bool:
    return isinstance(event, InterventionEnded) and not event.partly


def _is_replacement(event: Event) -> bool:
    """Return whether an event takes something away because something else takes its place."""
    return isinstance(event, InterventionSteppedDown) or (
        isinstance(event, DirectionRevoked) and not event.partly and event.replaced_by is not None
    )


def _ends_one(event: Event) -> bool:
    if isinstance(event, DirectionRevoked):
        return not event.partly
    return isinstance(event, ImprovementNoticeLifted | SupportAndSupervisionEnded)
