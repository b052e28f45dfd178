"""Lazy attributes of a package (PEP 562), so that importing the package costs little."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

__all__ = ["lazy_attributes"]


def lazy_attributes(
    namespace: dict[str, Any], name_to_module: Mapping[str, str], submodules: Collection[str] = ()
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return a ``__getattr__`` and a ``__dir__`` that load names on first use.

    Assign them in the ``else`` of the package's ``if TYPE_CHECKING``: a type checker that sees a
    ``__getattr__`` accepts any name.

    Args:
        namespace: The ``globals()`` of the package, with its ``__all__``; loaded names are stored
            there.
        name_to_module: For each name, the module of the package that defines it.
        submodules: The public modules of the package, loaded in the same way.
    """
    package = namespace["__name__"]

    def load(name: str) -> object:
        if name in submodules:
            # The import itself stores the module in the namespace.
            return importlib.import_module(f".{name}", package)
        if name not in name_to_module:
            msg = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(msg)
        module = importlib.import_module(f".{name_to_module[name]}", package)
        namespace[name] = getattr(module, name)
        return namespace[name]

    return load, lambda: sorted({*namespace, *namespace["__all__"]})
