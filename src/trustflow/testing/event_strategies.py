"""Strategies for single events of any process."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st

from ..history import Event, NamedEvent
from ..trust_transfer import OTHER_SUBJECT, TRUST_TRANSFER, TransferEvent
from .dates import MODERN_DAYS, a_date, one, partial_dates
from .provenance import deadlines, is_transfer, some, sources, texts
from .transfer_fields import SUBJECTS, optional_fields, transfer_fields

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from ..dates import DateLike
    from ..process import Process

    FieldsByTrigger: TypeAlias = Mapping[str, Mapping[str, st.SearchStrategy[Any]]]

__all__ = ["NOTES", "an_event", "events"]

NOTES = ("first", "again")
"""Few, so that a rule that holds for some notes only has something to hold for."""


@st.composite
def events(
    draw: st.DrawFn,
    process: Process = TRUST_TRANSFER,
    trigger: str | None = None,
    *,
    on: DateLike | None = None,
    day: dt.date | None = None,
    fields: FieldsByTrigger | None = None,
) -> Event:
    """Events of a process: every trigger, and for the trust transfer any field of its class.

    Args:
        draw: Given by Hypothesis.
        process: The process; the trust transfer when left out.
        trigger: The trigger; any of the process when left out.
        on: Its date; one of any form in 2005 to 2029 when left out.
        day: A day on which it has to be sound by itself, because it can have happened then:
            inspectors have left, and a judgement is in the words of that day.
        fields: For events with classes of your own, by trigger the strategies of fields to set.

    Raises:
        InvalidValue: The process has no such trigger.

    Example:
        >>> from hypothesis import find
        >>> find(events(trigger="trust_went_live"), lambda event: True)
        TrustWentLive('2005-01-01')
    """
    if trigger is not None:
        trigger = process.trigger(trigger)
    return an_event(draw, process, trigger, on=on, day=day, fields=fields)


def an_event(
    draw: st.DrawFn,
    process: Process,
    trigger: str | None,
    *,
    on: DateLike | None = None,
    day: dt.date | None = None,
    fields: FieldsByTrigger | None = None,
) -> Event:
    """An event of a process, as `events` has them."""
    names = tuple(process.triggers)
    trigger = one(draw, names) if trigger is None else trigger
    on = a_date(draw, draw(MODERN_DAYS), "any") if on is None else on
    own = {name: draw(values) for name, values in (fields or {}).get(trigger, {}).items()}
    subject: dict[str, Any] = {}
    if trigger == OTHER_SUBJECT and is_transfer(process):
        trigger = one(draw, [each for each in names if each != trigger])
        subject = {"subject": one(draw, SUBJECTS)}
    cls = process.by_class[trigger][0] if trigger in process.by_class else NamedEvent
    if not issubclass(cls, TransferEvent):
        return process.event(trigger, on, **{**some(draw, _common(process)), **own})
    given = {**transfer_fields(draw, trigger, cls, day), **subject, **own}
    said = some(draw, {**_common(process), **optional_fields().get(cls, {})})
    return cls(on, **{**said, **given})


@lru_cache(maxsize=32)
def _common(process: Process) -> dict[str, st.SearchStrategy[Any]]:
    """What any event may say."""
    return {
        "known_on": partial_dates(MODERN_DAYS),
        "sources": st.lists(sources(), min_size=1, max_size=2),
        "note": st.sampled_from(NOTES) | texts(),
        "deadlines": st.lists(deadlines(process), min_size=1, max_size=2),
    }
