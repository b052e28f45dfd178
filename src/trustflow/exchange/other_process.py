"""Recognise histories of another process, and say how to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ..errors import Fault, quoted

if TYPE_CHECKING:
    from ..process import Process

__all__ = ["HINT", "HintOnce", "process_fault"]

WAY_OUT = "--process module:NAME or a process file on the command line, `process=` in Python."
HINT = f" If the history is of another process, give that process: {WAY_OUT}"
"""The hint in the fault of an unknown event."""


class HintOnce:
    """Keep the hint at other processes in the first fault that has it, and remove it later.

    Args:
        is_given: Whether there is no need for the hint, because a file names its process.
    """

    def __init__(self, *, is_given: bool = False) -> None:
        self._is_given = is_given

    def __call__(self, fault: Fault) -> Fault:
        """Return a fault with the hint, or without it if an earlier fault had it."""
        if HINT not in fault.accepted:
            return fault
        if not self._is_given:
            self._is_given = True
            return fault
        return evolve(fault, accepted=fault.accepted.replace(HINT, ""))


def process_fault(found: object, process: Process) -> Fault | None:
    """Return the fault in the name of the process in a file, or None if it is right.

    Args:
        found: The name in the file.
        process: The process that the file is read with.
    """
    if found == process.name:
        return None
    accepted = (
        "This file is of another process, and is read as "
        f"{process.name}. Give the process: {WAY_OUT}"
        if isinstance(found, str)
        else f"Expected the name of the process, {quoted(process.name)}."
    )
    return Fault("$.process", quoted(found), accepted)
