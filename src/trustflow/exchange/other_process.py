"""Recognise histories of another process, or of one with classes, and say how to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from .._text import name_meant
from ..errors import Fault, quoted
from ..process import OTHER_PROCESS as HINT
from ..process import WAY_OUT
from .json_words import quoted_json

if TYPE_CHECKING:
    from ..process import Process

__all__ = ["CLASSES_HINT", "EVENTS_HINT", "HINT", "ROWS_HINT", "HintOnce", "process_fault"]

ROWS_HINT = (
    " Where only the first row of several has it, copy it down; in pandas, with "
    "frame[column].ffill()."
)
"""The hint in the fault of a row without the name of an authority."""
EVENTS_HINT = " `trustflow triggers` lists the events; add a word to search for one."
"""The hint in the fault of an unknown event in a table."""

CLASSES_HINT = (
    " The process has no class for this event. If its module has one, give the module: a process "
    "from a JSON file has no classes."
)
"""The hint in the fault of a field that an event without a class does not have."""


class HintOnce:
    """Keep each hint in the first fault that has it, and remove it later.

    Args:
        is_given: Whether there is no need for the hint at other processes, because a file names its
            process.
    """

    def __init__(self, *, is_given: bool = False) -> None:
        self._given = {HINT} if is_given else set()

    def __call__(self, fault: Fault) -> Fault:
        """Return a fault with its hint, or without it if an earlier fault had it."""
        for hint in (HINT, EVENTS_HINT, ROWS_HINT, CLASSES_HINT):
            if hint in self._given:
                fault = evolve(fault, accepted=fault.accepted.replace(hint, ""))
            elif hint in fault.accepted:
                self._given.add(hint)
        return fault


def process_fault(found: object, process: Process) -> Fault | None:
    """Return the fault in the name of the process in a file, or None if it is right.

    Args:
        found: The name in the file.
        process: The process that the file is read with.
    """
    if name_meant(found, [process.name]) is not None:
        return None
    accepted = (
        "This file is of another process, and is read as "
        f"{process.name}. Give the process: {WAY_OUT}"
        if isinstance(found, str)
        else f"Expected the name of the process, {quoted(process.name)}."
    )
    return Fault("$.process", quoted_json(found), accepted)
