"""The names of a process, and what is wrong with a name that it does not have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from ..errors import expected_one_of, quoted, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["KnownNames"]

SEPARATORS = re.compile(r"[\s,;]+")
ARTICLES = {"stage": "a stage", "event": "an event"}


@frozen
class KnownNames:
    """The names of a process.

    Attributes:
        stages: Each stage, mapped to its label.
        triggers: Each trigger, mapped to its label.
        variants: The triggers of each class of events, by the name of the class in snake case.
    """

    stages: Mapping[str, str]
    triggers: Mapping[str, str]
    variants: Mapping[str, tuple[str, ...]]

    def stage_fault(self, place: str, name: str, *, is_list: bool = False) -> str | None:
        """Return what is wrong with the name of a stage; None if the process has it.

        Args:
            place: The words for the place of the name, such as ``the initial stage is``.
            name: The name.
            is_list: Whether several names can be in the place.
        """
        if name in self.stages:
            return None
        return self._fault(place, name, "stage", is_list=is_list)

    def event_fault(
        self, place: str, name: str, *, is_list: bool = True, with_classes: bool = False
    ) -> str | None:
        """Return what is wrong with the name of an event; None if the process has it.

        Args:
            place: The words for the place of the name, such as ``rule 'answer': starts has``.
            name: The name.
            is_list: Whether several names can be in the place.
            with_classes: Whether the name of a class can stand for all of its variants.
        """
        if name in self.triggers or (with_classes and name in self.variants):
            return None
        return self._fault(place, name, "event", is_list=is_list)

    def event_faults(
        self, place: str, names: Iterable[str], *, with_classes: bool = False
    ) -> list[str]:
        """Return what is wrong with several names of events."""
        faults = (self.event_fault(place, name, with_classes=with_classes) for name in names)
        return [fault for fault in faults if fault is not None]

    def triggers_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the triggers for which names of events stand, of which each is known."""
        return tuple(trigger for name in names for trigger in self.variants.get(name, (name,)))

    def _fault(self, place: str, name: str, what: str, *, is_list: bool) -> str:
        known, other = (self.stages, "event") if what == "stage" else (self.triggers, "stage")
        start = f"{place} {quoted(str(name))}"
        parts = [part for part in SEPARATORS.split(name) if part]
        if is_list and len(parts) > 1 and all(part in known for part in parts):
            return f"{start} as one name; write a list: {parts!r}"
        others = self.triggers if what == "stage" else self.stages
        if name in others:
            return f"{start}, which is {ARTICLES[other]}, not {ARTICLES[what]}; {_accepted(known)}"
        if what == "event" and name in self.variants:
            triggers = ", ".join(map(repr, self.variants[name]))
            return f"{start}, which has variants; write its triggers: {triggers}"
        labelled = next((key for key, label in known.items() if label == name), None)
        if labelled is not None:
            return f"{start}, which is a label; write {str(labelled)!r}"
        question = suggestion(name, known).strip()
        accepted = f"{question[:1].lower()}{question[1:]}" if question else _accepted(known)
        return f"{start}, which is not {ARTICLES[what]}; {accepted}"


def _accepted(names: Iterable[str]) -> str:
    """Return what is accepted, as the end of a sentence, without a guess."""
    accepted = expected_one_of(None, names).removesuffix(".")
    return f"{accepted[:1].lower()}{accepted[1:]}"
