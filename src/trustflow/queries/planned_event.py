"""A future event as what it is today: a deadline that somebody set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import fields

from ..dates import DateLike, PartialDate, Truth
from ..errors import InvalidValue, quoted

if TYPE_CHECKING:
    from ..history import Event
    from ..process import Process

__all__ = ["planned_event"]

DEADLINE_FIELDS = {"what", "due", "met_by"}
"""The fields of a class whose events set a deadline and do nothing else."""


def planned_event(
    process: Process, trigger: str, day: DateLike, *, on: DateLike, what: str | None = None
) -> Event:
    """Return the event that sets a deadline for a future event.

    The deadline asks for the event, and the event meets it, unless `what` describes the plan. For
    the trust transfer it is a `trustflow.events.DeadlineSet`.

    Args:
        process: The process. The first of its classes that has the fields `what`, `due` and
            `met_by` is used.
        trigger: The trigger of the future event.
        day: The day planned for it, which may be known only in part.
        on: The day on which the plan was made.
        what: The plan in words, if the label of the trigger does not describe it, such as that of a
            note. The next event with the trigger then does not meet the deadline.

    Raises:
        InvalidValue: The process does not have the trigger or such a class, or the planned day is
            certainly not after `on`.
        BadDate: A day cannot be read.

    Example:
        >>> from trustflow import TRUST_TRANSFER
        >>> planned = planned_event(TRUST_TRANSFER, "trust_went_live", "2026-10", on="2026-08-22")
        >>> planned.what, planned.due, planned.met_by
        ('trust went live', PartialDate('2026-10'), 'trust_went_live')
    """
    trigger = process.trigger(trigger)
    planned, made = PartialDate.of(day), PartialDate.of(on)
    if planned.after(made) is Truth.NO:
        accepted = f"Expected a day after {made}. Record an event that has happened without a plan."
        raise InvalidValue(quoted(planned.text), "planned day", accepted)
    cls: Any = next((each for each in process.events if _sets_a_deadline(each)), None)
    if cls is None:
        accepted = (
            f"The process {quoted(process.title)} has no event that sets a deadline. "
            "Record it once it has happened."
        )
        raise InvalidValue(quoted(trigger), "planned event", accepted)
    met = {"what": process.triggers[trigger], "met_by": trigger} if what is None else {"what": what}
    event: Event = cls(made, due=planned, **met)
    return event


def _sets_a_deadline(cls: type[Event]) -> bool:
    return {field.name for field in fields(cls) if field.init} >= DEADLINE_FIELDS
