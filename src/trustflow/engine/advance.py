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

__all__ = ["advance", "suppose"]


def advance(
    replay: Replay,
    event: Event,
    accept: Callable[[Event, tuple[Finding, ...]], None] | None = None,
) -> tuple[Finding, ...]:
    """Apply one event to a replay, and return the findings on the event.

    Args:
        replay: The state before the event, which is changed to the state after it.
        event: The event.
        accept: A function that is called with the event and its findings before anything changes.
            If the function raises an error, the replay does not change.
    """
    on = event.on
    placing = None
    if (
        replay.open_dates is not None or on.last == MAX_DAY or on.first == MIN_DAY
    ) and replay.must_place(event):
        placing = replay.place(event)
    is_ordinary = (
        on.first > replay.reached
        and not replay.open_deadlines
        and not event.remarks_on_itself
        and not replay.is_special
    )
    compiled = replay.compiled(event) if replay.is_special else replay.table[event.trigger]
    # These comparisons show that most events cannot give a finding, which saves the full check.
    if is_ordinary and compiled.needs_no_check and not (compiled.ending and replay.clocks):
        findings = NO_FINDINGS
    else:
        findings = findings_on(replay, event, compiled)
    if accept is not None:
        try:
            accept(event, findings)
        except BaseException:
            if placing is not None:
                replay.unplace(placing)
            raise
    if (
        is_ordinary
        and compiled.changes_nothing
        and not event.deadlines
        and not event.acts_on_others
    ):
        replay.take_day(event, compiled)
    else:
        replay.take(event, compiled, findings)
    return findings


def suppose(replay: Replay, event: Event) -> tuple[Finding, ...]:
    """Return the findings that the next event would give; the replay does not change."""
    placing = replay.place(event) if replay.must_place(event) else None
    try:
        return findings_on(replay, event, replay.compiled(event))
    finally:
        if placing is not None:
            replay.unplace(placing)
