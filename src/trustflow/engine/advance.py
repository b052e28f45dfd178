"""The one step there is: what an event adds to a replay, for `check` and a live case alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .findings import NO_FINDINGS, findings_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..history import Event
    from .finding import Finding
    from .replay import Replay

__all__ = ["advance"]


def advance(
    replay: Replay,
    event: Event,
    accept: Callable[[Event, tuple[Finding, ...]], None] | None = None,
) -> tuple[Finding, ...]:
    """Move a replay on by one event, and return the findings on it.

    Args:
        replay: The state before the event; changed to the state after it.
        event: The event.
        accept: Called with the event and its findings before anything changes. Where it raises,
            the replay stays as it was.
    """
    compiled = replay.table[event.trigger]
    # Most events can give no finding, and need no more than these comparisons.
    if (
        compiled.needs_no_check
        and event.on.last >= replay.reached
        and not replay.open_deadlines
        and not event.remarks_on_itself
    ):
        findings = NO_FINDINGS
    else:
        findings = findings_on(replay, event, compiled)
    if accept is not None:
        accept(event, findings)
    replay.take(event, compiled, findings)
    return findings
