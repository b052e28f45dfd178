"""The names of a package loaded when they are first used, so that importing it costs little."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

__all__ = ["loaded_when_used"]


def loaded_when_used(
    names: dict[str, Any], homes: Mapping[str, str], modules: Collection[str] = ()
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """The ``__getattr__`` and ``__dir__`` of a package (PEP 562).

    They belong in the ``else`` of its ``if TYPE_CHECKING``: a type checker that saw them would take
    any name.

    Args:
        names: The package's own names, its ``globals()``; what has been loaded joins them.
        homes: For each name the module of the package that has it.
        modules: The modules of the package that are public themselves.
    """
    package = names["__name__"]

    def load(name: str) -> object:
        if name in modules:
            return importlib.import_module(f".{name}", package)
        if name not in homes:
            msg = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(msg)
        names[name] = getattr(importlib.import_module(f".{homes[name]}", package), name)
        return names[name]

    return load, lambda: sorted({*names, *names["__all__"]})
