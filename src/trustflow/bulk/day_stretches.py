"""Look up the facts of events that have only a day, by trigger and day.

Some facts depend on the day, such as a judgement word that was not in use. A class that overrides
`Event.turning_days` names the days on which they change. One event for each stretch between these
days then answers for all of its days, so that no event is built for each day of a log.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..dates import MAX_DAY, MIN_DAY
from ..history import Event
from .arrays import NONE
from .event_facts import facts_by_row
from .row_events import bare_event
from .rule_fields import is_derived, start_conditions

if TYPE_CHECKING:
    from ..process import Process
    from .arrays import Flags, Ints
    from .event_facts import EventFacts

__all__ = ["DayStretches", "day_stretches", "looks_at_day"]


class DayStretches(NamedTuple):
    """The facts of events without other fields, by trigger and day.

    Attributes:
        is_dated: For each trigger, whether the facts depend on the day.
        line: For each trigger, its line in `numbers`; `NONE` if it has none.
        spans: For each line, whether the facts of a day are also those of every date of several
            days in its stretch, such as a month.
        numbers: For each line and each day from `MIN_DAY`, the index of the facts in `facts`.
        facts: The facts of each stretch of days.
    """

    is_dated: Flags
    line: Ints
    spans: Flags
    numbers: Ints
    facts: tuple[EventFacts | None, ...]


# The event classes are part of the cache key, because processes that differ only in their classes
# are equal.
@lru_cache(maxsize=8)
def looks_at_day(process: Process, _classes: tuple[type[Event], ...], *, has_fields: bool) -> Flags:
    """Return, for each trigger and for an unknown one, whether facts depend on the day.

    Args:
        process: The process.
        _classes: The classes of its events.
        has_fields: Whether events can have other fields than their day.
    """

    def looks(trigger: str) -> bool:
        cls = type(bare_event(process, trigger))
        if has_fields and trigger in process.by_class:
            cls, _ = process.by_class[trigger]
        return cls.remarks_on_itself or any(
            hasattr(cls, condition.field) and is_derived(process, condition.field)
            for condition in start_conditions(process)
        )

    return np.array([*map(looks, process.triggers), False])


@lru_cache(maxsize=8)
def day_stretches(process: Process, classes: tuple[type[Event], ...]) -> DayStretches:
    """Return the facts of the triggers whose classes name the days on which they change."""
    facts_of = facts_by_row(process, classes, is_compared=False, day_first=False)
    line = np.full(len(process.triggers) + 1, NONE, np.int32)
    spans: list[bool] = []
    numbers: list[Ints] = []
    facts: list[EventFacts | None] = []
    is_dated = looks_at_day(process, classes, has_fields=False)
    for place, trigger in enumerate(process.triggers):
        event = bare_event(process, trigger)
        if is_dated[place] and type(event).turning_days is not Event.turning_days:
            turning = {day for day in event.turning_days() if MIN_DAY < day <= MAX_DAY}
            starts = [MIN_DAY, *sorted(turning)]
            ends = [*(day - 1 for day in starts[1:]), MAX_DAY]
            lengths = np.diff([*starts, MAX_DAY + 1])
            line[place] = len(numbers)
            numbers.append(np.repeat(np.arange(len(starts), dtype=np.int32) + len(facts), lengths))
            of_days = [facts_of(trigger, day, day, ()) for day in starts]
            # The date that says least about the day is the whole stretch.
            of_all = [facts_of(trigger, *days, ()) for days in zip(starts, ends, strict=True)]
            spans.append(of_days == of_all)
            facts += of_days
    days = MAX_DAY + 1 - MIN_DAY
    table = np.array(numbers, np.int32).reshape(len(numbers), days)
    return DayStretches(is_dated, line, np.array(spans, np.bool_), table, tuple(facts))
