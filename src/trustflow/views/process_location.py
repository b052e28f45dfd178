"""Load a process from its location in Python: ``my_package.my_module:MY_PROCESS``."""

from __future__ import annotations

import importlib

from ..errors import InvalidValue, quoted
from ..process import Process
from ..trust_transfer import TRUST_TRANSFER

__all__ = ["is_process_location", "process_at"]


def is_process_location(text: str) -> bool:
    """Return whether a text has the form of a process location, ``module:NAME``."""
    module, colon, name = text.partition(":")
    return (
        bool(colon)
        and name.isidentifier()
        and all(part.isidentifier() for part in module.split("."))
    )


def process_at(location: str | None) -> Process:
    """Return the process at a location.

    Args:
        location: The name of a module and the name of a process in it, such as
            ``my_module:MY_PROCESS``. None means the trust transfer.

    Raises:
        InvalidValue: The location has another form, Python cannot find the module, or the module
            does not have a process of that name.
    """
    if location is None:
        return TRUST_TRANSFER
    module, _, name = location.partition(":")
    if not is_process_location(location):
        reason = "Expected a module and a name, such as my_module:MY_PROCESS."
        raise _invalid(location, reason)
    try:
        process = getattr(importlib.import_module(module), name, None)
    except ModuleNotFoundError as error:
        reason = f"{error}. Run this where Python can import the module, or install it."
        raise _invalid(location, reason) from error
    if not isinstance(process, Process):
        reason = f"The module {module} has no Process named {name}."
        raise _invalid(location, reason)
    return process


def _invalid(location: str, reason: str) -> InvalidValue:
    return InvalidValue(quoted(location), "process location", reason)
