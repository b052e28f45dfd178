"""The sentences of refusals, and of findings on moves and on the order of events."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..errors import quoted, suggestion
from ..history import Strength
from ..process import ORDINARY
from .labels import between, labelled, quoted_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..history import Event
    from ..process import Move, Process

__all__ = [
    "after_abolition",
    "missing_step",
    "move_not_allowed",
    "not_allowed_in",
    "off_standard_route",
    "out_of_order",
    "repeated_event",
    "unknown_requirement",
    "unknown_stage",
]


def move_not_allowed(process: Process, stage: str, event: Event) -> str:
    """Return the message for an event that is not allowed in a stage."""
    if event.trigger not in process.triggers:
        question = suggestion(event.trigger, process.triggers)
        return f"{quoted(event.trigger)} is not an event of {process.title}.{question}"
    return f"{labelled(process, event)} is {not_allowed_in(process, stage, event.trigger)}"


@lru_cache(maxsize=4096)
def not_allowed_in(process: Process, stage: str, trigger: str) -> str:
    """Return why a trigger is refused in a stage, and what to record first."""
    leaving = [move for move in process.moves_from(stage) if not move.stays]
    ordinary = [move for move in leaving if move.mark in ORDINARY]
    onward = [move.trigger for move in ordinary or leaving]
    lines = [f'not allowed in the stage "{process.stages[stage].label}".']
    if onward:
        lines.append("Events that lead to another stage:")
        lines += [f"  {quoted_label(process, other)}" for other in onward]
    else:
        lines.append("No event leads to another stage.")
    route = process.shortest(stage, trigger)
    if route is None:
        lines.append("Nothing that could be recorded first would allow it.")
    else:
        lines.append("Record first:")
        lines += [f"  {quoted_label(process, move.trigger)}" for move in route]
    return "\n".join(lines)


def off_standard_route(process: Process, move: Move) -> str:
    """Return the message for a move off the ordinary route, with its precedents."""
    what = quoted_label(process, move.trigger)
    place = f'in the stage "{process.stages[move.stage].label}"'
    if move.mark.label == "possible":
        return f"{what} is possible {place}: nothing forbids it, and no precedent is on record."
    precedents = "; ".join(str(precedent) for precedent in move.precedents)
    known = f"On record: {precedents}." if precedents else "It has happened before."
    return f"{what} {place} is off the ordinary route. {known}"


def missing_step(process: Process, event: Event, earlier: Sequence[str]) -> str:
    """Return the message for an event that ends something with no recorded beginning."""
    labels = " or ".join(quoted_label(process, trigger) for trigger in earlier)
    return (
        f"{labelled(process, event)} ends something with no recorded beginning. "
        f"Expected before it: {labels}."
    )


def unknown_stage(process: Process, stage: str) -> str:
    """Return the message for a history that begins in an unknown stage."""
    question = suggestion(stage, process.stages)
    return (
        f"The history begins in {quoted(stage)}, which is not a stage of {process.title}.{question}"
    )


def out_of_order(process: Process, event: Event, reached: int) -> str:
    """Return the message for an event listed after one that happened later."""
    return (
        f"{labelled(process, event)} is listed after an event of {between((reached, reached))} or "
        "later. List the events in the order in which they happened, or correct the date."
    )


def repeated_event(process: Process, event: Event) -> str:
    """Return the message for an event that is listed twice."""
    return (
        f"{labelled(process, event)} is listed twice with the same fields. "
        "Keep one event, with the sources of both."
    )


def after_abolition(process: Process, event: Event, abolished_by: Event, *, certain: bool) -> str:
    """Return the message for an event after the authority was abolished."""
    what = f"{labelled(process, event)} {'came' if certain else 'may have come'}"
    sentence = f"{what} after the authority was abolished: {abolished_by.on.words}."
    into = getattr(abolished_by, "into", ())
    if event.strength_after_abolition is not Strength.LOGIC or not into:
        return sentence
    record = "Record it" if certain else "If it did, record it"
    return f"{sentence} {record} in the history of its successor: {' or '.join(into)}."


def unknown_requirement(what: str) -> str:
    """Return the message for an event that meets a requirement nobody set."""
    return f"No deadline held here asks for {quoted(what)}. Use the same words as the deadline."
