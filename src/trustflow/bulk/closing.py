"""Which events open something, such as a commissioner's post, and which events close it.

The classes of the events decide. The kernel cannot ask them, so they are asked here, once for each
process, about events with a trigger and a day and no other fields. An event closes those of another
day only, in one of three ways: `ALL` it can, only the `OLDEST`, or all those that end `WITH_LAST`,
if no event that it closes as the oldest is left open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..dates import PartialDate
from .kernel import ALL, OLDEST, WITH_LAST
from .row_events import bare_event, build_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..history import Event
    from ..process import Process
    from .arrays import Flags, Ints

__all__ = ["closing_table", "opening_triggers"]

DAYS = tuple(PartialDate.parse(f"2018-04-0{day}") for day in range(1, 5))
"""Three days on which something is opened, and a later day on which it is closed."""


def opening_triggers(process: Process) -> Flags:
    """Return, for each trigger and for an unknown one, whether its events open something."""
    opening = [bare_event(process, trigger).opens for trigger in process.triggers]
    return np.array([*opening, False])


def closing_table(process: Process, opens: Flags) -> Ints:
    """Return, for each pair of a closing and an opening trigger, how the first closes the second.

    The number is 0 if it does not.
    """
    triggers = tuple(process.triggers)
    opening = [place for place, does_open in enumerate(opens) if does_open]
    opened = {
        place: [build_event(process, triggers[place], day, {}) for day in DAYS[:-1]]
        for place in opening
    }
    table = np.zeros((len(opens), len(opens)), np.int8)
    if not any(rule.cancelled_by for rule in process.rules):
        return table  # nothing depends on what is open
    for closing, trigger in enumerate(triggers):
        if not type(bare_event(process, trigger)).acts_on_others:
            continue
        event = build_event(process, trigger, DAYS[-1], {})
        for place, (first, second, _) in opened.items():
            if _closes(event, [first], first):
                closes_second = _closes(event, [first, second], second)
                table[closing, place] = ALL if closes_second else OLDEST
        for oldest in [place for place in opening if table[closing, place] == OLDEST][:1]:
            for place in np.flatnonzero(table[closing] == ALL).tolist():
                one = opened[place][0]
                if not _closes(event, [one, *opened[oldest][1:]], one):
                    table[closing, place] = WITH_LAST
    return table


def _closes(event: Event, opened: Sequence[Event], one: Event) -> bool:
    return any(closed is one for closed in event.closes(opened))
