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
    # These comparisons show that most events cannot give a finding, which saves the full check.
    if (
        on.last != MAX_DAY
        and not replay.is_special
        and not replay.deadlines
        and not event.remarks_on_itself
        and (on.first > replay.reached or _is_possible_on_the_day(replay, event))
    ):
        compiled = replay.table[event.trigger]
        if compiled.needs_no_check and not (compiled.ending and replay.clocks):
            if accept is not None:
                accept(event, NO_FINDINGS)
            if compiled.changes_nothing and not event.acts_on_others and not event.deadlines:
                replay.take_day(event, compiled)
            else:
                replay.take(event, compiled, NO_FINDINGS)
            return NO_FINDINGS
    return _advance(replay, event, accept)


def _is_possible_on_the_day(replay: Replay, event: Event) -> bool:
    """Return whether an event that is not certainly later than all others is in order and new."""
    on = event.on
    if on.last < replay.reached or on.first == MIN_DAY:
        return False
    return on.first != on.last or not replay.is_repeated(event)


def _advance(
    replay: Replay, event: Event, accept: Callable[[Event, tuple[Finding, ...]], None] | None
) -> tuple[Finding, ...]:
    placing = None
    if replay.is_special or event.on.last == MAX_DAY or event.on.first == MIN_DAY:
        placing = replay.place(event) if replay.must_place(event) else None
        compiled = replay.compiled(event)
    else:
        compiled = replay.table[event.trigger]
    findings = findings_on(replay, event, compiled)
    if accept is not None:
        try:
            accept(event, findings)
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
