"""One step of a replay, which `check` and the live case share."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    placing = replay.place(event) if replay.must_place(event) else None
    compiled = replay.compiled(event)
    # These comparisons show that most events cannot give a finding, which saves the full check.
    if (
        compiled.needs_no_check
        and on.last >= replay.reached
        and (on.first > replay.latest_day or on.first != on.last)
        and not replay.open_deadlines
        and not event.remarks_on_itself
        and replay.abolished_by is None
    ):
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
