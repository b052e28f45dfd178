"""Lazy attributes of a package (PEP 562), so that importing the package is fast."""

from __future__ import annotations

import importlib
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from contextlib import AbstractContextManager

__all__ = ["lazy_attributes"]


def lazy_attributes(
    namespace: dict[str, Any],
    name_to_module: Mapping[str, str],
    submodules: Collection[str] = (),
    *,
    importing: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return a ``__getattr__`` that loads names on first use, and a ``__dir__``.

    Assign both functions in the ``else`` branch of the package's ``if TYPE_CHECKING``, because a
    type checker that sees a ``__getattr__`` accepts any name.

    Args:
        namespace: The ``globals()`` of the package, which contain its ``__all__``. Each loaded name
            is stored in them.
        name_to_module: Each public name, mapped to the module of the package that defines it.
        submodules: The names of the package's public modules, which also load on first use.
        importing: Returns a context in which modules are imported, such as one that reports a
            missing extra.
    """
    package = namespace["__name__"]

    def load(name: str) -> object:
        if name in submodules:
            # The import itself stores the module in the namespace.
            return importlib.import_module(f".{name}", package)
        if name not in name_to_module:
            msg = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(msg)
        with importing():
            module = importlib.import_module(f".{name_to_module[name]}", package)
        namespace[name] = getattr(module, name)
        return namespace[name]

    return load, lambda: sorted({*namespace, *namespace["__all__"]})
