"""The checks of the named legs of a process: whether each leg can begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .rule_validation import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .event_fields import EventFields
    from .known_names import KnownNames
    from .legs import NamedLeg
    from .reach import Reach

__all__ = ["leg_faults"]


def leg_faults(
    name: str, leg: NamedLeg, known: KnownNames, fields: EventFields, reach: Reach | None
) -> Iterator[str]:
    """Yield a fault for each wrong name in a leg, or for each reason why it has no case.

    Args:
        name: The name of the leg.
        leg: The leg.
        known: The names of the process.
        fields: The fields of the events.
        reach: Which events can come after which; None if the moves have faults.
    """
    place = f"leg {name!r}"
    unknown = [*_name_faults(place, leg, known)]
    yield from unknown
    for field, example in (("start", "letter_sent"), ("end", "letter_answered")):
        if not getattr(leg, field):
            yield f"{place} has no event in {field}; give {field}={example!r}"
            return
    if unknown:
        return
    start, end = known.triggers_of(leg.start), known.triggers_of(leg.end)
    for trigger in known.triggers_of(leg.unless):
        if trigger in (*start, *end):
            field = "start" if trigger in start else "end"
            yield f"{place} has event {trigger!r} in {field} and in unless; give it once"
    if leg.better and not fields.override(end, "grade"):
        yield (
            f"{place} has better=True, but no event of end has a grade; leave better out, such as "
            f"NamedLeg({leg.title!r}, {[*leg.start]}, {[*leg.end]})"
        )
    if reach is None or not reach.moves_of(start) or not reach.moves_of(end):
        return  # an event in no move is a fault by itself
    moves = [
        move for move in reach.moves_of(start) if not leg.starts_in or move.stage in leg.starts_in
    ]
    if not moves:
        yield f"{place}: no event of start is allowed in {words_of(leg.starts_in)}"
    elif not reach.can_follow(end, moves):
        is_swapped = reach.can_follow(start, reach.moves_of(end))
        hint = "; are start and end the wrong way round?" if is_swapped else "; add a move for it"
        yield f"{place}: {words_of(leg.end)} can never come after {words_of(leg.start)}{hint}"


def _name_faults(place: str, leg: NamedLeg, known: KnownNames) -> Iterator[str]:
    title_last = leg.title in known.triggers and len(leg.end) == 1
    if title_last and leg.end[0] not in known.triggers and " " in leg.end[0]:
        right = ", ".join(map(repr, (leg.end[0], leg.title, leg.start[0])))
        yield (
            f"{place}: end has {leg.end[0]!r}, which is not an event; the title comes first: "
            f"NamedLeg({right})"
        )
        return
    for stage in leg.starts_in:
        fault = known.stage_fault(f"{place}: starts_in has", stage, is_list=True)
        yield from () if fault is None else (fault,)
    for field in ("start", "end", "unless"):
        yield from known.event_faults(
            f"{place}: {field} has", getattr(leg, field), with_classes=True
        )
