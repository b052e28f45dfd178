"""Count how many events rest on a primary source, and list those that changed a stage without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustflow import Confidence, check

from .layout import columns_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trustflow import History
    from trustflow.history import Event

__all__ = ["confidence_text", "unconfirmed_text"]


def _changers(history: History) -> list[Event]:
    """Return the events that changed the stage."""
    return [step.event for step in check(history).steps if step.before != step.after]


def confidence_text(histories: Sequence[History]) -> str:
    """Return the share of events by their confidence, as a table.

    The confidence of an event is that of its best source that agrees on the date.
    """
    groups = {
        "all events": [event for history in histories for event in history],
        "changed a stage": [event for history in histories for event in _changers(history)],
    }
    lines = [("events", "number", *map(str, Confidence))]
    for name, events in groups.items():
        shares = (
            f"{sum(event.confidence is word for event in events) / max(1, len(events)):.1%}"
            for word in Confidence
        )
        lines.append((name, str(len(events)), *shares))
    return columns_text(lines)


def unconfirmed_text(histories: Iterable[History]) -> str:
    """Return the events that changed a stage without a primary source, by authority."""
    return "\n".join(
        f"{history.authority}: {event.on} {event.trigger} ({event.confidence})"
        for history in histories
        for event in _changers(history)
        if event.confidence is not Confidence.HIGH
    )
