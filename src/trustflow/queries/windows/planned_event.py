"""A future event as what it is today: a deadline that somebody set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import fields

from ...dates import DateLike, Truth, date_argument
from ...errors import InvalidValue, quoted
from ...history import Deadline

if TYPE_CHECKING:
    from ...history import Event
    from ...process import Process

__all__ = ["can_plan", "planned_event"]

DEADLINE_SET = "deadline_set"
"""The trigger of an event that only sets deadlines, in a process without a class for it."""
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
            `met_by` is used. A process without such a class needs the trigger `deadline_set`.
        trigger: The trigger of the future event.
        day: The day planned for it, which may be known only in part.
        on: The day on which the plan was made.
        what: The plan in words, if the label of the trigger does not describe it, such as that of a
            note. The next event with the trigger then does not meet the deadline.

    Raises:
        InvalidValue: The process does not have the trigger or an event that sets a deadline, or
            the planned day is certainly not after `on`.
        BadDate: A day cannot be read.

    Example:
        >>> from trustflow import TRUST_TRANSFER
        >>> planned = planned_event(TRUST_TRANSFER, "trust_went_live", "2026-10", on="2026-08-22")
        >>> planned.what, planned.due, planned.met_by
        ('trust went live', PartialDate('2026-10'), 'trust_went_live')
    """
    trigger = process.trigger(trigger)
    planned, made = date_argument(day, "day"), date_argument(on, "on")
    if planned.after(made) is Truth.NO:
        accepted = f"Expected a day after {made}. Record an event that has happened without a plan."
        raise InvalidValue(quoted(planned.text), "planned day", accepted)
    if not can_plan(process):
        accepted = (
            f"The process {quoted(process.title)} has no event that sets a deadline. Record it "
            f"once it has happened, or give the process the trigger {DEADLINE_SET}, with moves."
        )
        raise InvalidValue(quoted(trigger), "planned event", accepted)
    met = {"what": process.triggers[trigger], "met_by": trigger} if what is None else {"what": what}
    cls: Any = _deadline_class(process)
    if cls is None:
        deadline = Deadline(**met, due=planned)
        return process.event(DEADLINE_SET, made, deadlines=[deadline])
    event: Event = cls(made, due=planned, **met)
    return event


def can_plan(process: Process) -> bool:
    """Return whether a process has an event that sets a deadline for a future event."""
    return _deadline_class(process) is not None or DEADLINE_SET in process.triggers


def _deadline_class(process: Process) -> type[Event] | None:
    """Return the first class of a process whose fields describe a deadline."""
    return next((cls for cls in process.events if _field_names(cls) >= DEADLINE_FIELDS), None)


def _field_names(cls: type[Event]) -> set[str]:
    return {field.name for field in fields(cls) if field.init}
