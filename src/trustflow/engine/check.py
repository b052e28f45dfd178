"""Check a history against a process: one replay, event by event.

`check` reports faults of a history as findings and does not raise them as errors.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen

from .._html import html_paragraph, html_table
from .._text import visible
from ..dates import MAX_DAY, MIN_DAY, PartialDate
from ..errors import pluralised
from ..history import Event, History, Strength, checked_days, checked_words, require_history
from ..process import Process, process_of, respelled
from ..trust_transfer import TRUST_TRANSFER
from . import messages
from .advance import advance
from .finding import Finding, FindingTable
from .labels import as_bound
from .replay import Replay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .._tables import Table
    from .clocks import DayRange

__all__ = [
    "Report",
    "Stay",
    "Step",
    "check",
    "days_between",
]


@frozen
class Step:
    """The effect of one event of a history.

    Args:
        index: The position of the event in the history, from 0.
        event: The event.
        before: The stage before the event.
        after: The stage after the event.
        allowed: Whether the process allows the event in the stage `before`.
        caused_by: The index of the earlier refused event that led to the refusal of this one, if
            this event gives no finding of its own.
        findings: The findings on the event.
    """

    index: int
    event: Event
    before: str
    after: str
    allowed: bool = True
    caused_by: int | None = None
    findings: tuple[Finding, ...] = ()


@frozen
class Stay:
    """A period that an authority spent in one stage.

    Args:
        stage: The stage.
        since: The date on which the stay began; None if it began before the record.
        until: The date on which the stay ended; None if it had not ended when the record ends.
        entered_by: The event that led into the stage; None if the stay began before the record.
        days: The lowest and highest number of calendar days that the stay can have lasted; None if
            its beginning or its end is not on record.
    """

    stage: str
    since: PartialDate | None
    until: PartialDate | None
    entered_by: Event | None = None
    days: tuple[int, int] | None = None


@frozen(repr=False, slots=False)
class Report:
    """The result of checking a history against a process.

    Args:
        history: The history.
        process: The process.
        replay: The state after the last event.
    """

    history: History
    process: Process
    replay: Replay = field(eq=False)

    @property
    def stage(self) -> str:
        """The stage after the last event."""
        return self.replay.stage

    @cached_property
    def findings(self) -> Table[Finding]:
        """All findings, in the order of the events; they convert to a data frame."""
        return FindingTable(self.replay.findings)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The effect of each event, in order."""
        findings: dict[int, list[Finding]] = {}
        for finding in self.findings:
            findings.setdefault(finding.index, []).append(finding)
        replay = self.replay
        return tuple(
            Step(
                index,
                event,
                compiled.before,
                compiled.after,
                compiled.move is not None,
                replay.caused_by.get(index),
                tuple(findings.get(index, ())),
            )
            for index, (event, compiled) in enumerate(
                zip(self.history.events, replay.moves, strict=True)
            )
        )

    @cached_property
    def stays(self) -> tuple[Stay, ...]:
        """The stays in order; the last one is the stay in the present stage."""
        return tuple(self._stays())

    def _stays(self) -> Iterator[Stay]:
        stage = self.steps[0].before if self.steps else self.stage
        entered_by: Event | None = None
        since: PartialDate | None = None
        for step in self.steps:
            if step.after != stage:
                until = step.event.on
                days = self._days_between(entered_by, step.event)
                yield Stay(stage, since, until, entered_by, days)
                stage, since, entered_by = step.after, until, step.event
        yield Stay(stage, since, None, entered_by)

    def _days_between(self, start: Event | None, end: Event) -> DayRange | None:
        """Return the least and the greatest number of days between two events, if known."""
        return None if start is None else days_between(self.days(start), self.days(end))

    def days(self, event: Event) -> DayRange:
        """Return the earliest and latest possible day (ordinals) of an event of the history.

        They differ from the event's own date only if that has an open end, which reaches to the
        next event, or an open start. A side without a bound lies outside 1900-2199.
        """
        return self.replay.days(event)

    @property
    def ok(self) -> bool:
        """Whether the history is possible: without a certain finding of strength ``logic``."""
        return not any(finding.is_refusal for finding in self.findings)

    @property
    def on_record(self) -> str:
        """The last stage on record in words; the stage today may be another one."""
        last = self.stays[-1]
        label = self.process.stages[self.stage].label
        kinds = self.process.kinds_out_of[self.stage]
        checked = checked_words(checked_days(self.history.checked_to, kinds))
        if checked:
            checked = f"; {checked}"
        if not self.steps:
            return f"Last stage on record: {label}; no events are on record{checked}."
        since = f", since {as_bound(last.since)}" if last.since is not None else ""
        last_event = self.steps[-1].event.on.words
        return f"Last stage on record: {label}{since}; last event: {last_event}{checked}."

    def _repr_html_(self) -> str:
        rows = [
            (
                step.event.on,
                self.process.triggers.get(step.event.trigger, step.event.trigger),
                self.process.stages[step.after].label,
                " ".join(str(finding) for finding in step.findings),
            )
            for step in self.steps
        ]
        headings = ("Date", "Event", "Stage after it", "Findings")
        on_history = (str(finding) for finding in self.findings if finding.index < 0)
        return "".join(
            [
                *map(html_paragraph, (self.on_record, *on_history)),
                html_table(f"{self.history.authority}: {self.process.title}", headings, rows),
            ]
        )

    def __reduce__(self) -> tuple[Callable[..., Report], tuple[History, Process]]:
        return check, (self.history, self.process)

    def __repr__(self) -> str:
        authority, stage = visible(self.history.authority), visible(self.stage)
        return (
            f"<Report on {authority}: {pluralised(len(self.history), 'event')}, "
            f"{stage}, {pluralised(len(self.findings), 'finding')}>"
        )


def days_between(since: DayRange, until: DayRange) -> DayRange | None:
    """Return the least and the greatest number of calendar days from one date to another.

    Return None if a side that the number depends on has no bound.
    """
    if since[0] < MIN_DAY or until[1] > MAX_DAY or since[1] > MAX_DAY or until[0] < MIN_DAY:
        return None
    return max(0, until[0] - since[1]), max(0, until[1] - since[0])


def check(history: History, process: Process = TRUST_TRANSFER) -> Report:
    """Check a history against a process, and return every step and finding.

    Faults of the history raise no error; an unknown stage or trigger, too, gives a finding.

    Args:
        history: The history.
        process: The process; the trust transfer by default.

    Raises:
        InvalidValue: The values are not a history and a process.
    """
    history = respelled(require_history(history), process_of(process))
    replay = Replay.before(history, process)
    begins_in = history.begins_in
    if begins_in is not None and begins_in not in process.stages:
        message = messages.unknown_stage(process, begins_in)
        replay.findings.append(
            Finding("unknown_stage", Strength.LOGIC, certain=True, index=-1, message=message)
        )
    for event in history.events:
        advance(replay, event)
    return Report(history, process, replay)
