"""The ends that compete for a case: the next stages, or the stages and events that were given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from .._frozen_map import FrozenMap
from .._text import name_meant
from ..errors import InvalidValue, quoted, suggestion
from ..history import tuple_of_names
from ..process import EVENTS, Process

if TYPE_CHECKING:
    from ..engine import CompiledMove
    from ..history import Event

__all__ = ["CompetingEnds", "EndsLike", "competing_ends"]

EndsLike: TypeAlias = str | Iterable[str] | Mapping[str, str | Iterable[str]]
"""The values accepted as `ends`: names of stages and triggers, or a mapping of labels to them."""


@frozen
class CompetingEnds:
    """What ends a case that started in a stage.

    Args:
        start: The stage in which cases start.
        process: The process.
        labels: The label of each end that was asked for; None if each end is the next stage.
        by_stage: The label of the end that entering a stage means, by stage.
        by_trigger: The label of the end that an event means, by trigger.
    """

    start: str
    process: Process
    labels: tuple[str, ...] | None = None
    by_stage: FrozenMap[str] = field(factory=FrozenMap)
    by_trigger: FrozenMap[str] = field(factory=FrozenMap)

    def label_of(self, event: Event, move: CompiledMove) -> str | None:
        """Return the label of the end that an event means for an open case; None if for none."""
        if self.labels is None:
            return None if move.after == move.before else str(move.after)
        if event.trigger in self.by_trigger:
            return self.by_trigger[event.trigger]
        return None if move.after == move.before else self.by_stage.get(move.after)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the events that can end a case."""
        process = self.process
        if self.labels is None:
            return process.kinds_out_of[self.start]
        entering = (trigger for stage in self.by_stage for trigger in process.entering[stage])
        kinds = {process.kind_of.get(trigger, EVENTS) for trigger in (*entering, *self.by_trigger)}
        return tuple(sorted(kinds))


def competing_ends(process: Process, start: str, ends: EndsLike | None) -> CompetingEnds:
    """Return the ends of cases that started in a stage.

    Args:
        process: The process.
        start: The stage.
        ends: The ends, or None if each next stage is an end.

    Raises:
        InvalidValue: A name is neither a stage nor a trigger, or is given for two ends.
    """
    if ends is None:
        return CompetingEnds(start, process)
    named: dict[str, str | Iterable[str]]
    if isinstance(ends, Mapping):
        named = {str(label): names for label, names in ends.items()}
    else:
        named = {str(name): name for name in tuple_of_names(ends)}
    if not named:
        accepted = "Expected at least one stage or trigger; leave it out for every next stage."
        raise InvalidValue(quoted(ends), "ends", accepted)
    by_stage: dict[str, str] = {}
    by_trigger: dict[str, str] = {}
    for label, names in named.items():
        for name in tuple_of_names(names):
            stages, triggers = _meaning(process, name)
            for known, found in ((by_stage, stages), (by_trigger, triggers)):
                for each in found:
                    if known.setdefault(each, label) != label:
                        accepted = f"It is given for {quoted(known[each])} and {quoted(label)}."
                        raise InvalidValue(quoted(str(each)), "ends", accepted)
    return CompetingEnds(start, process, tuple(named), FrozenMap(by_stage), FrozenMap(by_trigger))


def _meaning(process: Process, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the stages and the triggers that a name means; a stage comes before a trigger."""
    if (stage := name_meant(name, process.stages)) is not None:
        return (stage,), ()
    try:
        return (), process.variants(name)
    except InvalidValue:
        nearest = suggestion(name, (*process.stages, *process.triggers))
        accepted = f"Expected a stage or a trigger of the process {process.name}."
        raise InvalidValue(quoted(name), "ends", f"{nearest} {accepted}".lstrip()) from None
