"""A process by the place where Python finds it: ``my_package.my_module:MY_PROCESS``."""

from __future__ import annotations

import importlib

from ..errors import InvalidValue, quoted
from ..process import Process
from ..trust_transfer import TRUST_TRANSFER

__all__ = ["is_place", "process_at"]


def is_place(text: str) -> bool:
    """Whether a text names a place in a module, not an authority."""
    module, colon, name = text.partition(":")
    return (
        bool(colon)
        and name.isidentifier()
        and all(part.isidentifier() for part in module.split("."))
    )


def process_at(place: str | None) -> Process:
    """The process at a place; the trust transfer for none.

    Args:
        place: Such as ``my_module:MY_PROCESS``.

    Raises:
        InvalidValue: There is no such module, or no process of that name in it.
    """
    if place is None:
        return TRUST_TRANSFER
    module, _, name = place.partition(":")
    what = "place of a process"
    if not is_place(place):
        raise InvalidValue(quoted(place), what, "write it as my_module:MY_PROCESS")
    try:
        found = getattr(importlib.import_module(module), name, None)
    except ModuleNotFoundError as error:
        raise InvalidValue(quoted(place), what, f"{error}") from error
    if not isinstance(found, Process):
        raise InvalidValue(quoted(place), what, f"{module} has no Process of the name {name}")
    return found
