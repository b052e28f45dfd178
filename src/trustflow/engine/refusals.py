"""Why a live case refuses an event, and the errors that say so.

A live case refuses an event if a finding on it is certain and has the strength ``logic``: the
process does not allow the event in the stage, or it cannot have happened on its day. `findings_on`
in the module `findings` decides that, and the module `messages` has the sentences.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from .._text import visible
from ..errors import TrustflowError

if TYPE_CHECKING:
    from ..history import Citation, Event
    from ..process import Process
    from .finding import Finding

__all__ = ["DateRuleBroken", "MoveNotAllowed", "raise_refusal"]

LEARNT_LATE = "Learnt late? Case.insert puts it in its place."


def raise_refusal(
    process: Process, stage: str, event: Event, findings: tuple[Finding, ...], *, reached: int
) -> None:
    """Raise the error of the first finding that refuses an event; return if there is none.

    Args:
        process: The process.
        stage: The stage of the case.
        event: The event.
        findings: The findings on the event.
        reached: The latest of the earliest days (ordinals) of the events recorded before it.

    Raises:
        MoveNotAllowed: The process does not allow the event in the stage.
        DateRuleBroken: The event cannot have happened on its day.
    """
    refusal = next((finding for finding in findings if finding.is_refusal), None)
    if refusal is None:
        return
    if refusal.code != "move_not_allowed":
        raise DateRuleBroken(event, refusal)
    allowed, first = _instead(process, stage, event.trigger)
    raise MoveNotAllowed(stage, event, allowed, first, refusal, event.on.last < reached)


class MoveNotAllowed(TrustflowError, ValueError):
    """The process does not allow the event in the stage of the case.

    Attributes:
        stage: The stage of the case.
        event: The refused event.
        allowed: The triggers allowed in that stage.
        first: The shortest sequence of triggers to record first, so that the event is allowed; None
            if there is none.
        finding: The finding that describes the refusal.
        is_earlier: Whether the event is certainly earlier than an event recorded before it.
    """

    def __init__(  # noqa: PLR0917 - an exception is pickled by its positional arguments
        self,
        stage: str,
        event: Event,
        allowed: tuple[str, ...],
        first: tuple[str, ...] | None,
        finding: Finding,
        is_earlier: bool = False,  # noqa: FBT001, FBT002 - the same
    ) -> None:
        super().__init__(stage, event, allowed, first, finding, is_earlier)
        self.stage = stage
        self.event = event
        self.allowed = allowed
        self.first = first
        self.finding = finding
        self.is_earlier = is_earlier

    def __str__(self) -> str:
        message = visible(self.finding.message, keep_lines=True)
        return f"{message}\n{LEARNT_LATE}" if self.is_earlier else message


class DateRuleBroken(TrustflowError, ValueError):
    """The event cannot have happened on its day, by a rule of strength ``logic``.

    Attributes:
        event: The refused event.
        finding: The finding that describes the refusal.
        rule: The id of the rule; None if the mistake is in the event itself.
        citation: The source of the rule.
    """

    def __init__(self, event: Event, finding: Finding) -> None:
        super().__init__(event, finding)
        self.event = event
        self.finding = finding

    @property
    def rule(self) -> str | None:
        """The id of the rule."""
        return self.finding.rule

    @property
    def citation(self) -> Citation | None:
        """The source of the rule."""
        return self.finding.citation

    def __str__(self) -> str:
        message = visible(self.finding.message, keep_lines=True)
        return f"{message} {LEARNT_LATE}" if self.finding.code == "out_of_order" else message


@lru_cache(maxsize=4096)
def _instead(
    process: Process, stage: str, trigger: str
) -> tuple[tuple[str, ...], tuple[str, ...] | None]:
    """Return the triggers allowed in a stage, and those to record before another one."""
    allowed = tuple(move.trigger for move in process.moves_from(stage))
    route = process.shortest(stage, trigger)
    return allowed, None if route is None else tuple(move.trigger for move in route)
