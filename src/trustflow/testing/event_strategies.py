"""Strategies for single events of any process."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st

from ..dates import whole_day
from ..errors import InvalidValue, quoted
from ..history import Event, NamedEvent
from ..process import process_of
from ..trust_transfer import OTHER_SUBJECT, TRUST_TRANSFER, TransferEvent
from .arguments import require_fields
from .dates import MODERN_DAYS, choose, draw_date, partial_dates
from .own_fields import required_fields
from .provenance import deadlines, draw_some, is_transfer, sources, texts
from .transfer_fields import SUBJECTS, optional_fields, trigger_fields

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ..dates import DateLike
    from ..process import Process

    FieldsByTrigger: TypeAlias = Mapping[str, Mapping[str, st.SearchStrategy[Any]]]

__all__ = ["NOTES", "draw_event", "events"]

NOTES = ("first", "again")
"""The texts for notes. There are few, so that rules with a condition on the note often apply."""


@st.composite
def events(
    draw: st.DrawFn,
    process: Process = TRUST_TRANSFER,
    trigger: str | None = None,
    *,
    on: DateLike | None = None,
    day: DateLike | None = None,
    fields: FieldsByTrigger | None = None,
) -> Event:
    """Generate events of a process, with random values in the fields of their class.

    Args:
        draw: Supplied by Hypothesis.
        process: The process; the trust transfer by default.
        trigger: The trigger of every event; by default any trigger of the process.
        on: The date of every event; by default a date of any form between 2005 and 2029.
        day: An exact day on which the event must be possible: by then its inspection has ended,
            and its judgement word is in use. By default the fields may contradict the date.
        fields: Strategies for the fields of your own event classes, by trigger. A required field
            without one gets values of its type.

    Raises:
        InvalidArgument: A required field without a strategy has a converter or a validator.
        InvalidValue: The process does not have the trigger, or no event at all; or another argument
            is of another kind.

    Example:
        >>> from hypothesis import find
        >>> find(events(trigger="trust_went_live"), lambda event: True)
        TrustWentLive('2005-01-01')
    """
    process = process_of(process)
    fields = require_fields(fields, process)
    on_day = None if day is None else dt.date.fromordinal(whole_day(day))
    if trigger is not None:
        trigger = process.trigger(trigger)
    elif not process.triggers:
        accepted = "Expected a process with at least one event."
        raise InvalidValue(quoted(process), "process", accepted)
    return draw_event(draw, process, trigger, on=on, day=on_day, fields=fields)


def draw_event(
    draw: st.DrawFn,
    process: Process,
    trigger: str | None,
    *,
    on: DateLike | None = None,
    day: dt.date | None = None,
    fields: FieldsByTrigger | None = None,
) -> Event:
    """Return an event of a process; `events` describes the arguments."""
    names = tuple(process.triggers)
    trigger = choose(draw, names) if trigger is None else trigger
    on = draw_date(draw, draw(MODERN_DAYS), "any") if on is None else on
    wanted = {name: draw(values) for name, values in (fields or {}).get(trigger, {}).items()}
    subject: dict[str, Any] = {}
    if trigger == OTHER_SUBJECT and is_transfer(process):
        # Every event that is about another subject has this trigger, whatever its class.
        trigger = choose(draw, [name for name in names if name != trigger])
        subject = {"subject": choose(draw, SUBJECTS)}
    cls, implied = process.by_class.get(trigger, (NamedEvent, {"what": trigger}))
    if not issubclass(cls, TransferEvent):
        optional = draw_some(draw, _common_fields(process))
        given = {**implied, **wanted}
        needed = {**_draw_required(draw, process, trigger, cls, given), **wanted}
        return process.event(trigger, on, **{**optional, **needed})
    needed = {**trigger_fields(draw, trigger, cls, day), **subject, **wanted}
    needed |= _draw_required(draw, process, trigger, cls, needed)
    optional = draw_some(draw, {**_common_fields(process), **optional_fields().get(cls, {})})
    return cls(on, **{**optional, **needed})


def _draw_required(
    draw: st.DrawFn, process: Process, trigger: str, cls: type[Event], given: Collection[str]
) -> dict[str, Any]:
    """Return random values for the required fields of a class of events that are not given."""
    missing = required_fields(process, trigger, cls, given)
    return {name: draw(values) for name, values in missing.items()}


@lru_cache(maxsize=32)
def _common_fields(process: Process) -> dict[str, st.SearchStrategy[Any]]:
    """Return strategies for the optional fields of any event."""
    return {
        "known_on": partial_dates(MODERN_DAYS),
        "sources": st.lists(sources(), min_size=1, max_size=2),
        "note": st.sampled_from(NOTES) | texts(),
        "deadlines": st.lists(deadlines(process), min_size=1, max_size=2),
    }
