"""The processes that a pickle names, in place of all that they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .process import Process

__all__ = ["pickle_by_reference", "shipped_by"]

_SHIPPED: dict[int, Callable[[], Process]] = {}
"""The function that returns a process, by the `id` of the process."""


def pickle_by_reference(shipped: Callable[[], Process]) -> None:
    """Let pickles name the function that returns a process, in place of the whole process.

    An equal process is pickled as a whole.

    Args:
        shipped: A function of a module, which returns the same process at each call.
    """
    _SHIPPED[id(shipped())] = shipped


def shipped_by(process: Process) -> Callable[[], Process] | None:
    """Return the function that a pickle names for a process; None if it names none."""
    shipped = _SHIPPED.get(id(process))
    return shipped if shipped is not None and shipped() is process else None
