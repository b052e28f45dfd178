"""How the arguments of a process are read: each becomes one that cannot change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..history import is_several, mapping_of, members_of, texts_by_name
from .event_fields import ClassesNotGiven
from .legs import NamedLeg
from .moves import Move, StageInfo
from .rules import DateRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .._frozen_map import FrozenMap
    from ..history import Event

__all__ = [
    "classes_of",
    "deliverers_of",
    "facts_of",
    "legs_of",
    "moves_of",
    "rules_of",
    "stages_of",
    "triggers_of",
]


def stages_of(value: Mapping[str, StageInfo]) -> FrozenMap[StageInfo]:
    """Return the stages of a process."""
    return mapping_of(StageInfo, value, "stages", "lodged")


def triggers_of(value: Mapping[str, str]) -> FrozenMap[str]:
    """Return the triggers of a process."""
    return texts_by_name(value, "triggers", "{'validated': 'application validated'}")


def legs_of(value: Mapping[str, NamedLeg]) -> FrozenMap[NamedLeg]:
    """Return the named legs of a process."""
    return mapping_of(NamedLeg, value, "legs", "answer")


def facts_of(value: Mapping[str, str]) -> FrozenMap[str]:
    """Return the facts of a process."""
    return texts_by_name(value, "facts", "{'judgement': 'Latest judgement'}")


def deliverers_of(value: Mapping[str, str]) -> FrozenMap[str]:
    """Return who delivers the services in each stage of a process."""
    return texts_by_name(value, "delivered_by", "{'lodged': 'the office'}")


def moves_of(value: Move | Iterable[Move]) -> tuple[Move, ...]:
    """Return the moves of a process."""
    return members_of(Move, value, "moves")


def rules_of(value: DateRule | Iterable[DateRule]) -> tuple[DateRule, ...]:
    """Return the date rules of a process."""
    return members_of(DateRule, value, "rules")


def classes_of(value: type[Event] | Iterable[type[Event]]) -> tuple[type[Event], ...]:
    """Return the classes of the events of a process, or `CLASSES_NOT_GIVEN`."""
    if isinstance(value, ClassesNotGiven):
        return value
    if is_several(value):
        return tuple(value)
    one: Any = value
    return (one,)
