"""The moves, rules and classes of a process by stage and by trigger, and names that it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._frozen_map import FrozenMap
from .._text import name_meant
from ..errors import InvalidValue, expected_one_of, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..history import Event
    from .moves import Move
    from .rules import DateRule

__all__ = [
    "classes_by_trigger",
    "known_key",
    "moves_by_trigger",
    "rules_by_trigger",
    "single_targets",
    "triggers_into",
]


def moves_by_trigger(stages: Iterable[str], moves: Iterable[Move]) -> FrozenMap[FrozenMap[Move]]:
    """Return each move, by its stage and then by its trigger."""
    table: dict[str, dict[str, Move]] = {stage: {} for stage in stages}
    for move in moves:
        table[move.stage][move.trigger] = move
    return FrozenMap((stage, FrozenMap(row)) for stage, row in table.items())


def rules_by_trigger(
    triggers: Iterable[str], rules: Iterable[DateRule], field: str
) -> FrozenMap[tuple[DateRule, ...]]:
    """Return the rules that have each trigger in one of their fields, such as ``starts``."""
    timed = [rule for rule in rules if not rule.is_in_order]
    return FrozenMap(
        (trigger, found)
        for trigger in triggers
        if (found := tuple(rule for rule in timed if trigger in getattr(rule, field)))
    )


def single_targets(moves: Iterable[Move]) -> FrozenMap[str]:
    """Return each trigger whose moves all lead to the same stage, mapped to that stage."""
    targets: dict[str, set[str]] = {}
    for move in moves:
        targets.setdefault(move.trigger, set()).add(move.leads_to)
    return FrozenMap((trigger, next(iter(to))) for trigger, to in targets.items() if len(to) == 1)


def classes_by_trigger(
    classes: Iterable[type[Event]],
) -> FrozenMap[tuple[type[Event], Mapping[str, Any]]]:
    """Return the Python class of each trigger, with field values that produce the trigger."""
    return FrozenMap(
        (trigger, (cls, FrozenMap(values)))
        for cls in classes
        for trigger, values in cls.triggers().items()
    )


def triggers_into(stages: Iterable[str], moves: Iterable[Move]) -> FrozenMap[frozenset[str]]:
    """Return the triggers that lead into each stage from another one, by stage."""
    triggers: dict[str, set[str]] = {stage: set() for stage in stages}
    for move in moves:
        if not move.stays:
            triggers[move.leads_to].add(move.trigger)
    return FrozenMap((stage, frozenset(names)) for stage, names in triggers.items())


def known_key(name: str, names: Mapping[str, object], what: str) -> str:
    """Return the key that equals a name or looks the same; it may be a member of an enumeration."""
    known = name_meant(name, names)
    if known is None:
        words = tuple(str(key) for key in names)
        raise InvalidValue(quoted(name), what, expected_one_of(name, words), words)
    return known
