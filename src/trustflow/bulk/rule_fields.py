"""Which fields of events the rules of a process need, and which columns of a frame are read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import fields

from ..history import Event

if TYPE_CHECKING:
    from ..process import Condition, Process

__all__ = [
    "day_fields",
    "duty_holder_fields",
    "field_columns",
    "is_derived",
    "rule_fields",
    "start_conditions",
    "start_fields",
    "uncarried_columns",
]

WITHOUT_EFFECT = frozenset({"on", "known_on", "sources", "note"})
"""Fields that change no finding, unless a rule needs them; `on` has its own columns."""
NOT_IN_A_LOG = frozenset({"begins_in", "deadlines", "details", "inherited", "inherits"})
"""Columns of other files that change findings in ways that the kernel cannot carry."""


@lru_cache(maxsize=32)
def start_conditions(process: Process) -> tuple[Condition, ...]:
    """Return the conditions that rules set on their starting events, in the order of their bits."""
    return tuple(
        dict.fromkeys(rule.condition for rule in process.rules if rule.condition is not None)
    )


@lru_cache(maxsize=32)
def duty_holder_fields(process: Process) -> tuple[str, ...]:
    """Return the fields that name other duty holders; their bits follow those of conditions."""
    named = (rule.duty_holder_field for rule in process.rules)
    return tuple(dict.fromkeys(name for name in named if name is not None))


@lru_cache(maxsize=32)
def start_fields(process: Process) -> tuple[str, ...]:
    """Return the fields, besides the event's own day, that rules count from."""
    counted = (rule.start_field for rule in process.rules if not rule.is_in_order)
    return tuple(dict.fromkeys(name for name in counted if name != "on"))


@lru_cache(maxsize=32)
def day_fields(process: Process) -> tuple[tuple[str, bool], ...]:
    """Return the fields, besides the event's own day, with the days that rules compare.

    The second item is whether rules count from the field. A field in which a clock ends is another
    item, because there the start of a period counts, and not its end.
    """
    ended = (rule.end_field for rule in process.rules if not rule.is_in_order)
    return (
        *((name, True) for name in start_fields(process)),
        *((name, False) for name in dict.fromkeys(ended) if name != "on"),
    )


def is_derived(process: Process, name: str) -> bool:
    """Return whether a name is not a field but a value that events work out from fields."""
    is_field = any(field.name == name for cls in process.events for field in fields(cls))
    return not is_field and any(hasattr(cls, name) for cls in process.events)


@lru_cache(maxsize=32)
def rule_fields(process: Process) -> tuple[str, ...]:
    """Return the names of the fields, besides the event's own day, that rules need."""
    needed = [name for name, _ in day_fields(process)]
    needed += [condition.field for condition in start_conditions(process)]
    needed += ["responds_to"] if process.answers else []
    needed += duty_holder_fields(process)
    return tuple(dict.fromkeys(needed))


def field_columns(process: Process) -> frozenset[str]:
    """Return the columns of fields that are read if a frame has them.

    Besides the fields that rules need, these are the fields on which findings on single events,
    and on events that repeat an earlier one, depend.
    """
    return _field_columns(process, process.events)


# The event classes are part of the cache key, because processes that differ only in their classes
# are equal.
@lru_cache(maxsize=32)
def _field_columns(process: Process, _classes: tuple[type[Event], ...]) -> frozenset[str]:
    names = {field.name for cls in process.events for field in fields(cls) if field.init}
    unread = WITHOUT_EFFECT | uncarried_columns(process)
    return frozenset(names - unread).union(
        name for name in rule_fields(process) if not is_derived(process, name)
    )


def uncarried_columns(process: Process) -> frozenset[str]:
    """Return the columns that change findings in ways that the kernel cannot carry.

    Among them are the fields of events that set deadlines, abolish the authority, or open and close
    something on which a clock depends.
    """
    return _uncarried_columns(process, process.events)


@lru_cache(maxsize=32)
def _uncarried_columns(process: Process, _classes: tuple[type[Event], ...]) -> frozenset[str]:
    own = [frozenset(field.name for field in fields(cls) if field.init) for cls in process.events]
    shared = frozenset.intersection(*own) if len(own) > 1 else frozenset()
    shared |= {field.name for field in fields(Event)}
    depends_on_open = any(rule.cancelled_by for rule in process.rules)
    acting = [
        names - shared
        for cls, names in zip(process.events, own, strict=True)
        if cls.sets_deadlines or cls.can_abolish or (depends_on_open and cls.acts_on_others)
    ]
    return NOT_IN_A_LOG.union(*acting).difference(rule_fields(process))
