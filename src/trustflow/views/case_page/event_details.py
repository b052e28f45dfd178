"""The label and the fields of an event, and the deadlines that the event sets, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from attrs import fields

from ...dates import PartialDate
from ...engine import capital, quoted_label, when
from ...history import Deadline, NamedEvent
from ...trust_transfer import GRADES, InspectionPublished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...history import Event
    from ...process import Process

__all__ = ["Detail", "event_details", "event_label", "requirements"]

SHOWN_ELSEWHERE = {"on", "sources", "note", "deadlines"}
"""Fields that the page shows in another place than the list of details."""
DEADLINE_FIELDS = {field.name for field in fields(Deadline)}
"""Fields of an event that sets one deadline by its own fields. `requirements` shows them."""
GRADED = ("inspection_published_not_inadequate", "inspection_published_partial")
"""The triggers whose labels do not have the judgement."""
LABELS = {
    "dated": "Meaning of the date",
    "finding": "What it found",
    "into": "Reorganised into",
    "term_years": "Term in years",
    "what": "What was done",
}
"""Labels for the fields whose Python names would not be clear to readers."""


class Detail(NamedTuple):
    """The label and the value of one field of an event, both in words."""

    label: str
    words: str


def event_label(process: Process, event: Event) -> str:
    """Return the label of an event, beginning with a capital letter.

    An inspection that was not inadequate has its judgement in the label, such as "good", or the
    lowest and the highest grade of its areas.
    """
    label = capital(process.triggers[event.trigger])
    if not isinstance(event, InspectionPublished) or event.trigger not in GRADED:
        return label
    what, colon, _ = label.partition(": ")
    grades = sorted(set(event.areas.values()), key=lambda grade: GRADES.get(grade, 0))
    word = event.judgement or " to ".join(dict.fromkeys((*grades[:1], *grades[-1:])))
    return f"{what}: {word}" if colon and word else label


def event_details(process: Process, event: Event) -> Iterator[Detail]:
    """Yield the fields of an event that the page does not already show elsewhere.

    A field is left out if the label of the event or another part of the page shows it.

    Args:
        process: The process whose labels are used.
        event: The event.
    """
    judgement = event_label(process, event).partition(": ")[2]
    in_trigger = event.triggers().get(event.trigger, {})
    for name, value in event.given().items():
        if _is_shown_elsewhere(name, event) or in_trigger.get(name) == value:
            continue
        words = _words(value)
        if words and not (name == "judgement" and words == judgement):
            yield Detail(LABELS.get(name, capital(name.replace("_", " "))), words)


def requirements(process: Process, event: Event) -> Iterator[str]:
    """Yield the deadlines that an event sets, each as a text without a full stop.

    Args:
        process: The process whose labels are used.
        event: The event.
    """
    for deadline in event.deadlines_set:
        parts = [deadline.what]
        if deadline.due is not None:
            parts.append(f"due {when(deadline.due)}")
        if deadline.within is not None:
            parts.append(f"within {deadline.within}")
        if deadline.judgement is not None:
            parts.append(f"met by a judgement of {deadline.judgement} or better")
        if deadline.met_by is not None:
            parts.append(f"met by {quoted_label(process, deadline.met_by)}")
        yield f"{', '.join(parts)} ({deadline.set_by or event.deadline_strength})"


def _is_shown_elsewhere(name: str, event: Event) -> bool:
    if isinstance(event, NamedEvent):
        return name in SHOWN_ELSEWHERE or name == "what"  # `what` is the trigger
    return name in SHOWN_ELSEWHERE or (event.sets_deadlines and name in DEADLINE_FIELDS)


def _words(value: object) -> str:
    if isinstance(value, PartialDate):
        return value.words
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {part}" for key, part in value.items())
    if isinstance(value, tuple):
        return ", ".join(_member_words(member) for member in value)
    return str(value)


def _member_words(member: object) -> str:
    if not isinstance(member, PartialDate):
        return _words(member)
    # In a list of dates, each date is a period: every day of it counts, not one unknown day in it.
    start, end = member.starts.words, member.ends.words
    return start if start == end else f"{start} to {end}"
