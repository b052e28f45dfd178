"""What ended each stay in a stage, and which stage came next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from .._tables import Table, date_columns, day_count_columns, text_column
from ..dates import PartialDate
from ..engine import check
from ..errors import InvalidValue
from ..history import Confidence, members_of, weakest
from ..process import require_process
from ..queries import plain_data
from .day_counts import DayCount, days_between, days_since, median

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ..engine import Report
    from ..history import Event, History
    from ..process import Process

__all__ = [
    "Outcome",
    "OutcomeTable",
    "by_next_stage",
    "checked",
    "grouped",
    "median_days",
    "outcomes_of",
]


@frozen
class Outcome:
    """A stay of one authority in a stage, and what ended it.

    Args:
        authority: The name of the authority.
        stage: The stage.
        since: When the stay began; None if the record begins in the stage.
        trigger: The trigger that ended the stay; None if the stay has not ended on record.
        until: When the stay ended; None if it has not ended on record.
        leads_to: The stage after the stay; None if the stay has not ended on record.
        days: The least and the most calendar days that the stay lasted; None if the record begins
            in the stage.
        confidence: The confidence of the weaker of the two events that began and ended the stay;
            None if one of them has no source. If neither is on record, nothing weakens it, and it
            is high.
    """

    authority: str
    stage: str
    since: PartialDate | None
    trigger: str | None
    until: PartialDate | None
    leads_to: str | None
    days: DayCount | None
    confidence: Confidence | None

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as plain data, as the command prints it in JSON."""
        return {
            "authority": self.authority,
            "since": plain_data(self.since),
            "trigger": self.trigger,
            "until": plain_data(self.until),
            "leads_to": plain_data(self.leads_to),
            "days": plain_data(self.days),
            "confidence": plain_data(self.confidence),
        }


class OutcomeTable(Table[Outcome]):
    """Outcomes as a table; the days are in two columns, the least and the most."""

    __slots__ = ()

    columns = (
        text_column("authority"),
        text_column("stage"),
        *date_columns("since"),
        text_column("trigger"),
        *date_columns("until"),
        text_column("leads_to"),
        *day_count_columns("days"),
        text_column("confidence"),
    )


def by_next_stage(outcomes: Iterable[Outcome]) -> dict[str, tuple[str, ...]]:
    """Group authorities by the next stage, the largest group first."""
    return grouped((outcome.leads_to, outcome.authority) for outcome in outcomes)


def median_days(outcomes: Iterable[Outcome]) -> DayCount | None:
    """Return the range in which the median of the days of some stays lies.

    A stay in which the record begins has no number of days, and is left out. Without any other
    stay, the median is None.

    Args:
        outcomes: The stays.

    Raises:
        InvalidValue: They are not stays.
    """
    try:
        stays = members_of(Outcome, outcomes, "outcomes")
    except InvalidValue as error:
        accepted = "Expected stays: give the `.outcomes` of what `outcomes` returned."
        raise InvalidValue(error.found, error.what, accepted) from None
    return median([stay.days for stay in stays if stay.days is not None])


def grouped(pairs: Iterable[tuple[str | None, str]]) -> dict[str, tuple[str, ...]]:
    """Group authorities by key, the largest group first; a pair with None is dropped."""
    groups: dict[str, dict[str, None]] = {}
    for key, authority in pairs:
        if key is not None:
            groups.setdefault(key, {})[authority] = None
    largest_first = sorted(groups.items(), key=lambda group: -len(group[1]))
    return {key: tuple(names) for key, names in largest_first}


def checked(history: History, process: Process) -> Report:
    """Return the report on a history, which must be of the process.

    Raises:
        BadHistory: It is of another process; the error names its first foreign event.
    """
    return check(require_process(history, process), process)


def outcomes_of(
    report: Report, stage: str | None = None, *, stages: Collection[str] | None = None
) -> Iterator[Outcome]:
    """Yield each stay of a history as an outcome, in order.

    Args:
        report: The report on the history.
        stage: The only stage whose stays are yielded; every stage if None.
        stages: The only stages that are looked at; all if None. The time in another stage is part
            of the stay before it.
    """
    # The moves have all that is needed. The steps and stays of a report cost more, and would be
    # thrown away.
    history, moves = report.history, report.replay.moves
    present = moves[0].before if moves else report.stage
    entered_by: Event | None = None
    for event, move in zip(history.events, moves, strict=True):
        if move.after != present and (stages is None or move.after in stages):
            if stage is None or present == stage:
                yield _outcome(history, present, entered_by, event, move.after)
            present, entered_by = move.after, event
    if stage is None or present == stage:
        yield _outcome(history, present, entered_by, None, None)


def _outcome(
    history: History,
    stage: str,
    entered_by: Event | None,
    ended_by: Event | None,
    leads_to: str | None,
) -> Outcome:
    events = [event for event in (entered_by, ended_by) if event is not None]
    since = None if entered_by is None else entered_by.on
    until = None if ended_by is None else ended_by.on
    return Outcome(
        history.authority,
        stage,
        since=since,
        trigger=None if ended_by is None else ended_by.trigger,
        until=until,
        leads_to=leads_to,
        days=_days_of(since, until, history),
        confidence=weakest(events) if events else Confidence.HIGH,
    )


def _days_of(
    since: PartialDate | None, until: PartialDate | None, history: History
) -> DayCount | None:
    if since is None:
        return None
    if until is None:
        return days_since(since, history.events)
    return days_between(since, until)
