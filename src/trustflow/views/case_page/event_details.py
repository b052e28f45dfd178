"""What an event says besides its day and its sources, field by field, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ...dates import PartialDate
from ...engine import capital
from ...history import NamedEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...history import Deadline, Event
    from ...process import Process

__all__ = ["Detail", "asked_for", "details", "label_of"]

TOLD_ELSEWHERE = {"on", "sources", "note", "deadlines"}
"""Fields that a page shows in another way."""
OF_A_DEADLINE = {"what", "due", "within", "set_by", "met_by", "judgement"}
"""Fields of an event that is a deadline itself."""
IN_THE_LABEL = {"purpose", "outcome", "priority_action"}
"""Fields that the words for the trigger say."""
LABELS = {
    "acted_by": "Who acted",
    "dated": "The day is when it was",
    "direction": "Which direction",
    "ends": "Ends",
    "finding": "What it found",
    "focus": "On",
    "inspected": "Inspectors there",
    "into": "Into",
    "known_on": "Became known",
    "name": "Who",
    "names": "Who",
    "partly": "Only in part",
    "received_on": "Received by the council",
    "recommends": "Recommends",
    "reinspection": "A re-inspection",
    "replaced_by": "Replaced by",
    "replaces": "Replaces",
    "responds_to": "In answer to",
    "term_years": "Years",
    "what": "What was done",
}
"""The words for fields whose names do not say it."""
KINDS = {"jtai": "joint targeted area inspection"}
NUMBERS = {"direction", "replaced_by", "replaces"}
"""Fields that name a direction, where they hold its number."""


class Detail(NamedTuple):
    """One thing that an event says: what it is, and the words."""

    label: str
    words: str


def label_of(process: Process, event: Event) -> str:
    """What happened, with a large letter at the beginning."""
    return capital(process.triggers.get(event.trigger, event.trigger))


def details(process: Process, event: Event) -> Iterator[Detail]:
    """What an event says, without what the words for its trigger say already.

    Args:
        process: The process that has words for its trigger.
        event: The event.
    """
    label = label_of(process, event).casefold()
    for name, value in event.given().items():
        if _is_told(name, event):
            continue
        words = _words(name, value)
        if words and words.casefold() not in label:
            yield Detail(LABELS.get(name, capital(name.replace("_", " "))), words)


def asked_for(process: Process, event: Event) -> Iterator[str]:
    """The deadlines that an event sets, a sentence each."""
    for deadline in event.deadlines_set:
        strength = deadline.set_by or event.deadline_strength
        parts = [
            deadline.what,
            *([] if deadline.due is None else [f"due {deadline.due.words}"]),
            *([] if deadline.within is None else [f"within {deadline.within}"]),
            *_met(process, deadline),
        ]
        yield f"{', '.join(parts)} ({strength})"


def _met(process: Process, deadline: Deadline) -> Iterator[str]:
    """What meets a deadline."""
    if deadline.judgement is not None:
        yield f"met by a judgement of {deadline.judgement} or better"
    if deadline.met_by is not None:
        yield f"met by: {process.triggers.get(deadline.met_by, deadline.met_by)}"


def _is_told(name: str, event: Event) -> bool:
    """Whether a page tells a field in another way."""
    if name in TOLD_ELSEWHERE or name in IN_THE_LABEL:
        return True
    if isinstance(event, NamedEvent):
        return name == "what"
    return event.class_name == "deadline_set" and name in OF_A_DEADLINE


def _words(name: str, value: object) -> str:
    """A value for people."""
    if isinstance(value, PartialDate):
        return value.words
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name in NUMBERS:
        return f"number {value}"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {each}" for key, each in value.items())
    if isinstance(value, tuple):
        return ", ".join(_words(name, each) for each in value)
    return KINDS.get(str(value), str(value)) if name == "kind" else str(value)
