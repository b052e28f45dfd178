"""Find which stage each authority moved to from a given stage, and which event led there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from .._html import html_table
from .._tables import Table, date_columns, day_count_columns, text_column
from ..dates import PartialDate
from ..engine import check
from ..history import Confidence, histories_of, weakest
from ..process import process_of, require_process
from ..queries import plain_data
from ..trust_transfer import TRUST_TRANSFER
from .confidence import split_by_confidence
from .day_counts import DayCount, days_between, days_in_words, days_since

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..engine import Stay
    from ..history import History
    from ..process import Process

__all__ = ["Outcome", "OutcomeTable", "Outcomes", "arrow_labels", "arrows", "outcomes"]


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


@frozen(repr=False)
class Outcomes:
    """What happened next to the authorities that reached a stage.

    Args:
        stage: The stage.
        outcomes: The stays in the stage, in the order of the histories and of time.
        left_out: The stays with a lower confidence than was asked for.
        histories: The number of histories that were searched.
    """

    stage: str
    outcomes: Table[Outcome] = field(converter=OutcomeTable)
    left_out: Table[Outcome] = field(converter=OutcomeTable)
    histories: int

    @property
    def authorities(self) -> tuple[str, ...]:
        """The authorities that reached the stage, each once."""
        return tuple(dict.fromkeys(outcome.authority for outcome in self.outcomes))

    @property
    def remaining(self) -> tuple[str, ...]:
        """The authorities that are still in the stage, as far as the record shows."""
        still_there = (outcome.authority for outcome in self.outcomes if outcome.leads_to is None)
        return tuple(dict.fromkeys(still_there))

    @property
    def by_destination(self) -> dict[str, tuple[str, ...]]:
        """The authorities by the stage they moved to; the most frequent stage comes first."""
        return _by_leads_to(self.outcomes)

    @property
    def by_trigger(self) -> dict[str, tuple[str, ...]]:
        """The authorities by the trigger that ended the stay; the most frequent comes first."""
        return _grouped((outcome.trigger, outcome.authority) for outcome in self.outcomes)

    def to_dict(self) -> dict[str, Any]:
        """Return the outcomes as plain data, as the command prints them in JSON."""
        return {
            "stage": plain_data(self.stage),
            "histories": self.histories,
            "authorities": len(self.authorities),
            "left_out": len(self.left_out),
            "by_destination": {
                plain_data(stage): list(names) for stage, names in self.by_destination.items()
            },
            "remaining": list(self.remaining),
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
        }

    def to_arrow(self) -> Any:
        """Return the stays in the stage as a table of pyarrow, one row a stay.

        Raises:
            MissingExtra: pyarrow is not installed.
        """
        return self.outcomes.to_arrow()

    def to_pandas(self) -> Any:
        """Return the stays in the stage as a pandas data frame, one row a stay.

        Raises:
            MissingExtra: pandas or pyarrow is not installed.
        """
        return self.outcomes.to_pandas()

    def to_polars(self) -> Any:
        """Return the stays in the stage as a polars data frame, one row a stay.

        Raises:
            MissingExtra: polars or pyarrow is not installed.
        """
        return self.outcomes.to_polars()

    def _repr_html_(self) -> str:
        rows = [
            (
                outcome.authority,
                outcome.since or "",
                outcome.until or "",
                outcome.leads_to or "still there",
                days_in_words(outcome.days),
            )
            for outcome in self.outcomes
        ]
        headings = ("Authority", "Since", "Until", "Next stage", "Days")
        return html_table(repr(self)[1:-1], headings, rows)

    def __repr__(self) -> str:
        return (
            f"<Outcomes of {self.stage}: {len(self.authorities)} of {self.histories} histories, "
            f"{len(self.remaining)} still there, {len(self.left_out)} left out>"
        )


def outcomes(
    histories: History | Iterable[History],
    stage: str,
    *,
    confidence: str | None = "medium",
    process: Process = TRUST_TRANSFER,
) -> Outcomes:
    """Return what happened next to the authorities that reached a stage.

    Args:
        histories: The histories.
        stage: The stage.
        confidence: The lowest confidence that counts. Stays of a lower confidence are left out, and
            their number is given. Stays with an event that has no source are kept.
        process: The process; the trust transfer by default.

    Raises:
        InvalidValue: The stage or the confidence is unknown.
        BadHistory: A history is of another process; the error names its first foreign event.

    Example:
        >>> import trustflow as tf
        >>> after = tf.outcomes(tf.casebook.histories(), "shadow_running")
        >>> after.by_destination
        {<Stage.TRUST_LIVE: 'trust_live'>: ('Worcestershire',)}
    """
    wanted = process_of(process).stage(stage)
    histories = tuple(histories_of(histories))
    in_stage = [
        outcome
        for history in histories
        for outcome in _outcomes_of(history, process)
        if outcome.stage == wanted
    ]
    kept, left_out = split_by_confidence(in_stage, confidence)
    return Outcomes(wanted, kept, left_out, len(histories))


def arrows(
    histories: History | Iterable[History],
    *,
    confidence: str | None = "medium",
    process: Process = TRUST_TRANSFER,
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Map each pair of stages to the authorities that moved from the first to the second.

    Args:
        histories: The histories.
        confidence: The lowest confidence that counts; stays of a lower confidence are left out.
        process: The process; the trust transfer by default.

    Raises:
        InvalidValue: The confidence is unknown.
        BadHistory: A history is of another process; the error names its first foreign event.
    """
    return {
        (stage, leads_to): names
        for stage, of_stage in _by_stage(histories, confidence, process).items()
        for leads_to, names in _by_leads_to(of_stage).items()
    }


def arrow_labels(
    histories: History | Iterable[History],
    *,
    confidence: str | None = "medium",
    process: Process = TRUST_TRANSFER,
) -> dict[tuple[str, str], str]:
    """Map each pair of stages to a label for an arrow, such as ``3 of 20 authorities``.

    The label gives how many of the authorities in the first stage moved to the second. To draw the
    labels, pass them to `diagram` as `on_arrows`.

    Args:
        histories: The histories.
        confidence: The lowest confidence that counts; stays of a lower confidence are left out.
        process: The process; the trust transfer by default.

    Raises:
        InvalidValue: The confidence is unknown.
        BadHistory: A history is of another process; the error names its first foreign event.
    """
    return {
        (stage, leads_to): f"{len(names)} of {_authorities_in(of_stage)}"
        for stage, of_stage in _by_stage(histories, confidence, process).items()
        for leads_to, names in _by_leads_to(of_stage).items()
    }


def _authorities_in(of_stage: Iterable[Outcome]) -> str:
    number = len({outcome.authority for outcome in of_stage})
    return "1 authority" if number == 1 else f"{number} authorities"


def _by_stage(
    histories: History | Iterable[History], confidence: str | None, process: Process
) -> dict[str, list[Outcome]]:
    """Return the outcomes with enough confidence by stage, in the order of stages."""
    process = process_of(process)
    every = [
        outcome for history in histories_of(histories) for outcome in _outcomes_of(history, process)
    ]
    kept, _ = split_by_confidence(every, confidence)
    by_stage: dict[str, list[Outcome]] = {stage: [] for stage in process.stages}
    for outcome in kept:
        by_stage[outcome.stage].append(outcome)
    return by_stage


def _by_leads_to(outcomes: Iterable[Outcome]) -> dict[str, tuple[str, ...]]:
    return _grouped((outcome.leads_to, outcome.authority) for outcome in outcomes)


def _grouped(pairs: Iterable[tuple[str | None, str]]) -> dict[str, tuple[str, ...]]:
    """Group authorities by key, the largest group first; a pair with None is dropped."""
    groups: dict[str, dict[str, None]] = {}
    for key, authority in pairs:
        if key is not None:
            groups.setdefault(key, {})[authority] = None
    largest_first = sorted(groups.items(), key=lambda group: -len(group[1]))
    return {key: tuple(names) for key, names in largest_first}


def _outcomes_of(history: History, process: Process) -> Iterator[Outcome]:
    """Yield each stay of a history as an outcome, in order."""
    require_process(history, process)
    stays = check(history, process).stays
    for stay, following in zip(stays, (*stays[1:], None), strict=True):
        yield _outcome(history, stay, following)


def _outcome(history: History, stay: Stay, following: Stay | None) -> Outcome:
    ended_by = None if following is None else following.entered_by
    events = [event for event in (stay.entered_by, ended_by) if event is not None]
    return Outcome(
        history.authority,
        stay.stage,
        since=stay.since,
        trigger=None if ended_by is None else ended_by.trigger,
        until=stay.until,
        leads_to=None if following is None else following.stage,
        days=_days_of(stay, history),
        confidence=weakest(events) if events else Confidence.HIGH,
    )


def _days_of(stay: Stay, history: History) -> DayCount | None:
    if stay.since is None:
        return None
    if stay.until is None:
        return days_since(stay.since, history.events)
    return days_between(stay.since, stay.until)
