"""One step of a replay, which `check` and the live case share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates import MAX_DAY, MIN_DAY
from .findings import NO_FINDINGS, findings_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..history import Event
    from .finding import Finding
    from .replay import Replay
    from .transition_table import CompiledMove

    Accept = Callable[[Event, CompiledMove, tuple[Finding, ...]], None]

__all__ = ["advance", "suppose"]


def advance(
    replay: Replay,
    event: Event,
    accept: Accept | None = None,
) -> tuple[Finding, ...]:
    """Apply one event to a replay, and return the findings on the event.

    Args:
        replay: The state before the event, which is changed to the state after it.
        event: The event.
        accept: A function that is called with the event, its compiled move and its findings before
            anything changes. If the function raises an error, the replay does not change.
    """
    on = event.on
    compiled = replay.table[event.trigger]
    # These comparisons show that most events cannot give a finding, which saves the full check.
    if (
        compiled.needs_no_check
        and on.first > replay.reached
        and on.last != MAX_DAY
        and not (replay.is_special or replay.deadlines.open or event.remarks_on_itself)
        and compiled.stopped_clocks.isdisjoint(replay.clocks)
    ):
        findings = NO_FINDINGS
    elif replay.is_special or on.last == MAX_DAY or on.first == MIN_DAY:
        return _advance_in_full(replay, event, accept)
    else:
        findings = findings_on(replay, event, compiled)
    if accept is not None:
        accept(event, compiled, findings)
    replay.take(event, compiled, findings)
    return findings


def _advance_in_full(replay: Replay, event: Event, accept: Accept | None) -> tuple[Finding, ...]:
    """Do what `advance` does where dates are open, or an event was misplaced or after abolition."""
    placing = replay.place(event) if replay.must_place(event) else None
    compiled = replay.compiled(event)
    findings = findings_on(replay, event, compiled)
    if accept is not None:
        try:
            accept(event, compiled, findings)
        except BaseException:
            if placing is not None:
                replay.unplace(placing)
            raise
    if compiled.is_inert:
        replay.take_inert(event, compiled, findings)
    else:
        replay.take(event, compiled, findings)
    return findings


def suppose(replay: Replay, event: Event) -> tuple[Finding, ...]:
    """Return the findings that the next event would give; the replay does not change."""
    if replay.must_place(event):
        replay = replay.copy()
        replay.place(event)
    return findings_on(replay, event, replay.compiled(event))
