"""What happened next: of the councils that reached a stage, which went where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from .._html import html_table
from ..dates import PartialDate
from ..engine import check
from ..errors import pluralised
from ..history import Confidence, weakest
from ..trust_transfer import TRUST_TRANSFER
from .confidence import split_by_confidence
from .spans import Days, days_between, days_since, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..history import Event, History
    from ..process import Process

__all__ = ["Outcome", "Outcomes", "arrow_words", "arrows", "outcomes"]


@frozen
class Outcome:
    """What became of one authority in a stage.

    Args:
        authority: Whose.
        stage: The stage.
        since: When it came into the stage; None where the record begins in it.
        trigger: What led on from it; None where it is still there, as far as the record goes.
        until: When it left.
        leads_to: The stage after it.
        days: How many days it was there, at least and at most; None where the record begins in it.
        confidence: That of the weakest event it rests on; None when one has no source, or none is
            on record.
    """

    authority: str
    stage: str
    since: PartialDate | None
    trigger: str | None
    until: PartialDate | None
    leads_to: str | None
    days: Days | None
    confidence: Confidence | None

    def to_dict(self) -> dict[str, Any]:
        """The outcome as plain data, the same that the command prints as JSON."""
        return {
            "authority": self.authority,
            "since": None if self.since is None else str(self.since),
            "trigger": self.trigger,
            "until": None if self.until is None else str(self.until),
            "leads_to": None if self.leads_to is None else str(self.leads_to),
            "days": self.days and list(self.days),
            "confidence": None if self.confidence is None else str(self.confidence),
        }


@frozen(repr=False)
class Outcomes:
    """What became of the authorities that reached a stage.

    Args:
        stage: The stage.
        outcomes: What became of each that was in it, once for each time it was.
        left_out: What rests on a lower confidence than was asked for.
        histories: How many histories were looked at.
    """

    stage: str
    outcomes: tuple[Outcome, ...]
    left_out: tuple[Outcome, ...]
    histories: int

    @property
    def authorities(self) -> tuple[str, ...]:
        """The authorities that reached the stage."""
        return tuple(dict.fromkeys(outcome.authority for outcome in self.outcomes))

    @property
    def remaining(self) -> tuple[str, ...]:
        """The authorities that are still in the stage, as far as the record goes."""
        found = (outcome.authority for outcome in self.outcomes if outcome.leads_to is None)
        return tuple(dict.fromkeys(found))

    @property
    def by_destination(self) -> dict[str, tuple[str, ...]]:
        """By the stage they went to, the authorities; the most frequent first."""
        return _by_leads_to(self.outcomes)

    @property
    def by_trigger(self) -> dict[str, tuple[str, ...]]:
        """By the trigger that led on, the authorities; the most frequent first."""
        return _grouped((outcome.trigger, outcome.authority) for outcome in self.outcomes)

    def to_dict(self) -> dict[str, Any]:
        """The outcomes as plain data, the same that the command prints as JSON."""
        return {
            "stage": str(self.stage),
            "histories": self.histories,
            "authorities": len(self.authorities),
            "left_out": len(self.left_out),
            "by_destination": {
                str(stage): list(names) for stage, names in self.by_destination.items()
            },
            "remaining": list(self.remaining),
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
        }

    def _repr_html_(self) -> str:
        rows = [
            (
                outcome.authority,
                outcome.since or "",
                outcome.until or "",
                outcome.leads_to or "still there",
                words(outcome.days),
            )
            for outcome in self.outcomes
        ]
        headings = ("Authority", "Since", "Until", "Then", "Days")
        return html_table(repr(self)[1:-1], headings, rows)

    def __repr__(self) -> str:
        return (
            f"<Outcomes of {self.stage}: {len(self.authorities)} of {self.histories} histories, "
            f"{len(self.remaining)} still there, {len(self.left_out)} left out>"
        )


def outcomes(
    histories: Iterable[History],
    stage: str,
    *,
    confidence: str = "medium",
    process: Process = TRUST_TRANSFER,
) -> Outcomes:
    """What became of the authorities that reached a stage: which went where, by name.

    Args:
        histories: The histories.
        stage: The stage.
        confidence: The least confidence of the events it rests on: what rests on less is left out
            and counted. What has no source is not left out.
        process: The process; the trust transfer when left out.

    Raises:
        InvalidValue: A word names no stage or confidence.

    Example:
        >>> import trustflow as tf
        >>> found = tf.outcomes(tf.casebook.histories(), "shadow_running")
        >>> found.by_destination
        {<Stage.TRUST_LIVE: 'trust_live'>: ('Worcestershire',)}
    """
    wanted = process.stage(stage)
    looked_at = tuple(histories)
    found = [
        outcome
        for history in looked_at
        for outcome in _stays(history, process)
        if outcome.stage == wanted
    ]
    kept, left_out = split_by_confidence(found, confidence)
    return Outcomes(wanted, kept, left_out, len(looked_at))


def arrows(
    histories: Iterable[History],
    *,
    confidence: str = "medium",
    process: Process = TRUST_TRANSFER,
) -> dict[tuple[str, str], tuple[str, ...]]:
    """By two stages, the authorities that went from the one to the other.

    Args:
        histories: The histories.
        confidence: The least confidence of the events it rests on; what rests on less is left out.
        process: The process; the trust transfer when left out.

    Raises:
        InvalidValue: The word names no confidence.
    """
    return {
        (stage, to): names
        for stage, of_stage in _by_stage(histories, confidence, process).items()
        for to, names in _by_leads_to(of_stage).items()
    }


def arrow_words(
    histories: Iterable[History],
    *,
    confidence: str = "medium",
    process: Process = TRUST_TRANSFER,
) -> dict[tuple[str, str], str]:
    """By two stages, how many councils went from the one to the other, of those in the first.

    It is what `diagram` takes as words of its own on the arrows, such as ``3 of 20 councils``.

    Args:
        histories: The histories.
        confidence: The least confidence of the events it rests on; what rests on less is left out.
        process: The process; the trust transfer when left out.

    Raises:
        InvalidValue: The word names no confidence.
    """
    found = _by_stage(histories, confidence, process)
    return {
        (stage, to): f"{len(names)} of {pluralised(_councils(of_stage), 'council')}"
        for stage, of_stage in found.items()
        for to, names in _by_leads_to(of_stage).items()
    }


def _by_stage(
    histories: Iterable[History], confidence: str, process: Process
) -> dict[str, list[Outcome]]:
    """The outcomes that rest on enough confidence, by their stage, in the order of the stages."""
    every = [outcome for history in histories for outcome in _stays(history, process)]
    kept, _ = split_by_confidence(every, confidence)
    found: dict[str, list[Outcome]] = {stage: [] for stage in process.stages}
    for outcome in kept:
        found[outcome.stage].append(outcome)
    return found


def _councils(outcomes: Iterable[Outcome]) -> int:
    return len({outcome.authority for outcome in outcomes})


def _by_leads_to(outcomes: Iterable[Outcome]) -> dict[str, tuple[str, ...]]:
    return _grouped((outcome.leads_to, outcome.authority) for outcome in outcomes)


def _grouped(pairs: Iterable[tuple[str | None, str]]) -> dict[str, tuple[str, ...]]:
    """The authorities by what they did, each once; the most frequent first."""
    found: dict[str, dict[str, None]] = {}
    for key, authority in pairs:
        if key is not None:
            found.setdefault(key, {})[authority] = None
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return {key: tuple(names) for key, names in ordered}


def _stays(history: History, process: Process) -> Iterator[Outcome]:
    """The stages a history passes through, in order."""
    report = check(history, process)
    came: Event | None = None
    stage = report.steps[0].before if report.steps else report.stage
    for step in report.steps:
        if step.after != stage:
            yield _outcome(history, stage, came, step.event, step.after)
            came, stage = step.event, step.after
    yield _outcome(history, stage, came, None, None)


def _outcome(
    history: History, stage: str, came: Event | None, left: Event | None, leads_to: str | None
) -> Outcome:
    days = None
    if came is not None and left is not None:
        days = days_between(came.on, left.on)
    elif came is not None:
        days = days_since(came.on, history.events)
    return Outcome(
        history.authority,
        stage,
        None if came is None else came.on,
        None if left is None else left.trigger,
        None if left is None else left.on,
        leads_to,
        days,
        weakest([event for event in (came, left) if event is not None]),
    )
