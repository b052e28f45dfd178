"""Count the authorities that moved from one stage to another, for every pair of stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..history import histories_of
from ..process import process_of
from ..trust_transfer import TRUST_TRANSFER
from .confidence import split_by_confidence
from .stay_outcomes import Outcome, by_next_stage, checked, outcomes_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..history import History
    from ..process import Process

__all__ = ["arrow_labels", "arrows"]


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
        InvalidValue: The confidence is unknown.
        BadHistory: A history is of another process; the error names its first foreign event.
    """
    return {
        (stage, leads_to): f"{len(names)} of {_authorities_in(of_stage)}"
        for stage, of_stage in _by_stage(histories, confidence, process).items()
        for leads_to, names in by_next_stage(of_stage).items()
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
        outcome
        for history in histories_of(histories)
        for outcome in outcomes_of(checked(history, process))
    ]
    kept, _ = split_by_confidence(every, confidence)
    by_stage: dict[str, list[Outcome]] = {stage: [] for stage in process.stages}
    for outcome in kept:
        by_stage[outcome.stage].append(outcome)
    return by_stage
