"""The arrays that contain a process: its moves, its rules and what its triggers do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from ..arrays import Flags, Ints, Records

__all__ = [
    "ALL",
    "ALWAYS_EARLIER",
    "ALWAYS_RUNNING",
    "MOVE",
    "OLDEST",
    "RULE",
    "WITH_LAST",
    "ProcessTables",
]

ALWAYS_RUNNING = 1
"""The bit of every rule whose clock starts and ends within one event."""
ALWAYS_EARLIER = 1
"""The bit of the triggers that have occurred earlier which is always set."""
ALL, OLDEST, WITH_LAST = 1, 2, 3
"""The ways in which an event closes what another one opened; see `bulk.closing`."""

# Indices are unsigned here: numba counts negative ones from the end, which takes time to test.
MOVE = np.dtype(
    [
        ("start_bits", "i8"),  # the clock bits of the rules below
        ("start_1", "u2"),  # two rules whose clock every row starts; the number of rules for none
        ("start_2", "u2"),
        ("keeps_start_1", "?"),  # whether the rule counts from the first of several starts
        ("keeps_start_2", "?"),
        ("has_other_starts", "?"),  # whether the rows must be looked at, by `starting`, instead
        ("is_allowed", "?"),
        ("is_standard", "?"),
        ("is_plain", "?"),  # allowed and standard, and each row starts its clocks anew
        ("keeps_stage", "?"),
        ("blocks", "?"),  # refused, with several possible targets: the stage is then unknown
        ("after", "u2"),
    ],
    align=True,
)
RULE = np.dtype(
    [
        ("at_least", "i4"),  # the row of `ProcessTables.due` that gives the first day allowed
        ("at_most", "i4"),  # the row that gives the last day allowed
        ("fallback_before", "i4"),  # the rows that give the earliest day to count from
        ("fallback_after", "i4"),  # and the latest, for an event whose start field is empty
        ("start_field", "i4"),  # the field to count from; `NONE` for the event's own day
        ("end_field", "i4"),  # the field that ends the clock; `NONE` for the event's own day
        ("condition", "i4"),  # the bit of `LogRows.conditions` that must be set
        ("other_holder", "i4"),  # the bit that is set if the start names another duty holder
        ("answers", "i4"),  # the number that `LogRows.answers` must have
        ("on_entering", "i4"),
        ("since", "i4"),
        ("until", "i4"),
        ("last_binding_start", "i4"),  # the last start day to which the upper bound applies
        ("relaxed_from", "i4"),  # the range of start days with a relaxed due day: the first
        ("relaxed_to", "i4"),  # of them, and the day after the last of them
        ("strength", "i4"),
        ("from_first", "?"),
        ("same_event", "?"),
        ("in_force_by_end", "?"),
        ("clock_bit", "i8"),  # set while the rule's clock may be running
    ],
    align=True,
)


class ProcessTables(NamedTuple):
    """A process as arrays; the last trigger is that of every unknown event.

    Lists by trigger are stored one after another in one array. For example, the list in
    `starting` for trigger ``t`` is ``starting[starting_at[t]:starting_at[t + 1]]``.
    """

    initial: int
    order_rule: int
    """The index of the rule that events are listed in order, or `NONE`."""
    moves: Records
    """For each stage and trigger, what an event with the trigger does."""
    starting_at: Ints
    starting: Ints
    """For each trigger, the rules whose clock its events can start."""
    stopping_at: Ints
    stopping: Ints
    """For each trigger, the rules whose clock its events end, then those whose end they show."""
    shown_from: Ints
    """For each trigger, the index in `stopping` of the first rule whose end its events show."""
    stopping_bits: Ints
    """For each trigger, the clock bits of the rules whose clock its events stop or cancel."""
    cancelling_at: Ints
    cancelling: Ints
    """For each trigger, the rules whose clock its events stop without a finding."""
    cancels: Flags
    """For each trigger and rule, whether the rule is one of those."""
    requires_earlier_at: Ints
    requires_earlier: Ints
    """For each trigger, the triggers of which at least one must occur earlier."""
    required_bits: Ints
    """For each trigger, the `earlier_bits` of these; a set `ALWAYS_EARLIER` if there are none."""
    earlier_bits: Ints
    """For each trigger, the bit that shows that it has occurred; 0 if no other requires it."""
    opens: Flags
    """For each trigger, whether its events open something, such as a commissioner's post."""
    closes: Ints
    """For each pair of triggers, how events of the first close what those of the second opened."""
    is_comparable: Flags
    """For each trigger, whether its events without other fields can repeat an earlier event."""
    rules: Records
    due: Ints
    """For each span and day, the day that the span leads to from there."""
