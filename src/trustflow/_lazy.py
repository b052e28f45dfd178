"""Lazy attributes of a package (PEP 562), so that importing the package is fast."""

from __future__ import annotations

import importlib
import sys
from contextlib import nullcontext
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from contextlib import AbstractContextManager

__all__ = ["lazy_attributes"]


def lazy_attributes(
    namespace: dict[str, Any],
    name_to_module: Mapping[str, str],
    submodules: Collection[str] = (),
    *,
    importing: Callable[[], AbstractContextManager[None]] = nullcontext,
    searched: Collection[str] = (),
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return a ``__getattr__`` that loads names on first use, and a ``__dir__``.

    A public name may also be the name of the module that defines it.

    Assign both functions in the ``else`` branch of the package's ``if TYPE_CHECKING``, because a
    type checker that sees a ``__getattr__`` accepts any name.

    Args:
        namespace: The ``globals()`` of the package, which contain its ``__all__``. Each loaded name
            is stored in them.
        name_to_module: Each public name, mapped to the module of the package that defines it.
        submodules: The names of the package's public modules, which also load on first use.
        importing: Returns a context in which modules are imported, such as one that reports a
            missing extra.
        searched: The names of modules of the package in which a missing name is searched, so that
            the error can say where it is.
    """
    package = namespace["__name__"]

    class LazyPackage(ModuleType):
        """A package whose public names are not hidden by modules of the same name."""

        def __setattr__(self, name: str, value: object) -> None:
            # The import of a module stores it in its package, over a function of the same name.
            if name not in name_to_module or not isinstance(value, ModuleType):
                super().__setattr__(name, value)

    sys.modules[package].__class__ = LazyPackage

    def load(name: str) -> object:
        if name in submodules:
            # The import itself stores the module in the namespace.
            return importlib.import_module(f".{name}", package)
        if name not in name_to_module:
            home = _package_with(name, package, searched)
            where = f"; import it from {home}" if home else ""
            msg = f"module {package!r} has no attribute {name!r}{where}"
            raise AttributeError(msg, name=name)
        with importing():
            module = importlib.import_module(f".{name_to_module[name]}", package)
        namespace[name] = getattr(module, name)
        return namespace[name]

    return load, lambda: sorted({*namespace, *namespace["__all__"]})


def _package_with(name: str, package: str, searched: Iterable[str]) -> str | None:
    """Return the module that has a public name; None if there is none."""
    if name.startswith("_"):  # tools ask for such names, which nobody means to import
        return None
    for module in searched:
        found = importlib.import_module(f".{module}", package)
        if name in found.__all__:
            return found.__name__
    return None
