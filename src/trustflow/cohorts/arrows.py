"""Count the authorities that moved from one stage to another, for every pair of stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from .._html import html_table
from ..errors import pluralised
from ..history import distinct_histories, tuple_of_names
from ..process import process_of
from ..trust_transfer import TRUST_TRANSFER
from .confidence import split_by_confidence
from .day_counts import days_in_words, median
from .stay_outcomes import Outcome, by_next_stage, checked, outcomes_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..history import History
    from ..process import Process
    from .day_counts import DayCount

__all__ = ["ArrowCounts", "arrow_counts", "arrow_labels", "arrows", "outcomes_by_stage"]


@frozen(repr=False)
class ArrowCounts:
    """The stays that ended with a move from one stage to another, for every pair of stages.

    Args:
        by_arrow: For each pair of stages, the stays in the first that ended with a move to the
            second, in the order of the histories and of time.
        left_out: The stays with a lower confidence than was asked for that ended with such a move.
        histories: The number of histories that were counted.
    """

    by_arrow: dict[tuple[str, str], tuple[Outcome, ...]]
    left_out: tuple[Outcome, ...]
    histories: int

    def count(self, arrow: tuple[str, str]) -> int:
        """Return how many authorities made the move; each is counted once.

        Args:
            arrow: The stage before the move and the stage after it.
        """
        return len({stay.authority for stay in self.by_arrow.get(arrow, ())})

    def median(self, arrow: tuple[str, str], *, at_least: int = 1) -> DayCount | None:
        """Return the median number of days of the stays that ended with the move, as a range.

        A stay in which the record begins is left out, because its length is not known.

        Args:
            arrow: The stage before the move and the stage after it.
            at_least: The number of stays of which a median is given; None is returned for fewer.
        """
        days = [stay.days for stay in self.by_arrow.get(arrow, ()) if stay.days is not None]
        return median(days) if len(days) >= at_least else None

    def _repr_html_(self) -> str:
        rows = [
            (*arrow, self.count(arrow), days_in_words(self.median(arrow)))
            for arrow in self.by_arrow
        ]
        return html_table(repr(self)[1:-1], ("From", "To", "Authorities", "Median days"), rows)

    def __repr__(self) -> str:
        stays = sum(map(len, self.by_arrow.values()))
        return (
            f"<ArrowCounts of {pluralised(self.histories, 'history')}: "
            f"{pluralised(stays, 'stay')} on {pluralised(len(self.by_arrow), 'arrow')}, "
            f"{len(self.left_out)} left out>"
        )


def arrow_counts(
    histories: History | Iterable[History],
    *,
    stages: Iterable[str] | None = None,
    confidence: str | None = "medium",
    process: Process = TRUST_TRANSFER,
) -> ArrowCounts:
    """Return the stays that ended with a move from one stage to another.

    Args:
        histories: The histories.
        stages: The only stages that are looked at; all if None. The time in another stage is part
            of the stay before it.
        confidence: The lowest confidence that counts; stays of a lower confidence are left out.
        process: The process; the trust transfer by default.

    Raises:
        InvalidValue: A stage or the confidence is unknown, or a history is given twice.
        BadHistory: A history is of another process; the error names its first foreign event.
    """
    process = process_of(process)
    chosen = process.stages if stages is None else tuple_of_names(stages)
    shown = {process.stage(stage) for stage in chosen}
    counted = [*distinct_histories(histories)]
    moved = [
        stay
        for history in counted
        for stay in outcomes_of(checked(history, process), stages=shown)
        if stay.stage in shown and stay.leads_to is not None
    ]
    kept, left_out = split_by_confidence(moved, confidence)
    by_arrow: dict[tuple[str, str], tuple[Outcome, ...]] = {}
    for stay in kept:
        arrow = (stay.stage, str(stay.leads_to))
        by_arrow[arrow] = (*by_arrow.get(arrow, ()), stay)
    return ArrowCounts(by_arrow, left_out, len(counted))


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
        InvalidValue: The confidence is unknown, or a history is given twice.
        BadHistory: A history is of another process; the error names its first foreign event.
    """
    return {
        (stage, leads_to): names
        for stage, of_stage in outcomes_by_stage(
            histories, confidence=confidence, process=process
        ).items()
        for leads_to, names in by_next_stage(of_stage).items()
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
        InvalidValue: The confidence is unknown, or a history is given twice.
        BadHistory: A history is of another process; the error names its first foreign event.
    """
    return {
        (stage, leads_to): f"{len(names)} of {_authorities_in(of_stage)}"
        for stage, of_stage in outcomes_by_stage(
            histories, confidence=confidence, process=process
        ).items()
        for leads_to, names in by_next_stage(of_stage).items()
    }


def _authorities_in(of_stage: Iterable[Outcome]) -> str:
    number = len({outcome.authority for outcome in of_stage})
    return "1 authority" if number == 1 else f"{number} authorities"


def outcomes_by_stage(
    histories: History | Iterable[History],
    *,
    confidence: str | None = "medium",
    process: Process = TRUST_TRANSFER,
) -> dict[str, list[Outcome]]:
    """Map each stage to the stays in it, in the order of the histories and of time.

    It is faster than a call of `outcomes` for each stage.

    Args:
        histories: The histories.
        confidence: The lowest confidence that counts; stays of a lower confidence are left out.
        process: The process; the trust transfer by default.

    Raises:
        InvalidValue: The confidence is unknown, or a history is given twice.
        BadHistory: A history is of another process; the error names its first foreign event.
    """
    process = process_of(process)
    every = [
        outcome
        for history in distinct_histories(histories)
        for outcome in outcomes_of(checked(history, process))
    ]
    kept, _ = split_by_confidence(every, confidence)
    by_stage: dict[str, list[Outcome]] = {stage: [] for stage in process.stages}
    for outcome in kept:
        by_stage[outcome.stage].append(outcome)
    return by_stage
