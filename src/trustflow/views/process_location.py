"""Load a process from its location: ``my_package.my_module:MY_PROCESS``, or a JSON file."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadProcess, InvalidValue, expected_one_of, quoted, suggestion
from ..exchange import Limits, process_from_json
from ..process import Process
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType
    from typing import TypeGuard

__all__ = ["is_process_location", "process_at"]

CURRENT_FOLDER = ""
"""The entry of the import path that means the current folder."""


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

    Modules are looked for in the current folder too, after the standard library and the installed
    packages. So a file in the current folder cannot take the place of a package by its name. If a
    module of your own has the name of a package, the error names the file that was imported.

    Args:
        location: The name of a module and the name of a process in it, such as
            ``my_module:MY_PROCESS``, or the path of a process as JSON, which contains a slash or
            ends in ``.json``. None means the trust transfer.

    Raises:
        InvalidValue: The location has another form, Python cannot find or import the module, or the
            module does not have a process of that name.
        BadProcess: The JSON file cannot be read as a process, or the module defines a process that
            contradicts itself; each fault names the file.
        OSError: The JSON file does not exist or cannot be opened.
    """
    if location is None:
        return TRUST_TRANSFER
    if is_process_location(location) and not _is_module_file(location):
        return _process_of_module(location)
    if _is_path(location) and not _is_module_file(location):
        return _process_in(Path(location))
    reason = (
        "Expected a module and a name, such as my_module:MY_PROCESS, or the path of a process "
        "as JSON, such as my_process.json."
    )
    raise _invalid(location, f"{reason}{_meant(location)}")


def _is_path(location: str) -> bool:
    separators = {"/", os.sep}
    return location.casefold().endswith(".json") or not separators.isdisjoint(location)


def _is_module_file(location: str) -> bool:
    """Return whether a location names the file of a module, with or without a process in it."""
    file = location.partition(":")[0]
    return file.endswith(".py") or (_is_path(file) and Path(f"{file}.py").is_file())


def _meant(location: str) -> str:
    """Return the location of a process that was probably meant, as a sentence; else nothing."""
    if _is_module_file(location):
        file, _, name = location.partition(":")
        path = Path(file)
        folder = "" if path.parent == Path() else f" in the folder {path.parent}"
        return f" For the file of a module, write {path.stem}:{name or 'NAME'}{folder}."
    module, _, name = location.rpartition(".")
    meant = f"{module}:{name}"
    return f" Did you mean {quoted(meant)}?" if is_process_location(meant) else ""


def _process_in(path: Path) -> Process:
    """Return the process in a JSON file; nothing in the file is imported."""
    limits = Limits()
    with path.open("rb") as file:
        text = file.read(limits.size + 1)
    try:
        return process_from_json(text, limits=limits)
    except BadProcess as error:
        raise BadProcess([f"{path}: {fault}" for fault in error.faults]) from None


def _process_of_module(location: str) -> Process:
    module_name, _, name = location.partition(":")
    try:
        with _current_folder_on_path():
            module = importlib.import_module(module_name)
            process = getattr(module, name, None)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
            raise _invalid(location, _failed_import(module_name, error)) from error
        reason = (
            f"{error}. Run this in the folder that contains {module_name.partition('.')[0]}, put "
            "that folder into PYTHONPATH, or install the module."
            f"{suggestion(module_name, _modules_beside(module_name))}"
        )
        raise _invalid(location, reason) from error
    except BadProcess as error:
        place = _place(error).removeprefix(" in ") or location
        raise BadProcess([f"{place}: {fault}" for fault in error.faults]) from error
    except KeyboardInterrupt:
        raise
    # A module that calls `sys.exit` must not end the program as if the program had succeeded.
    except BaseException as error:
        raise _invalid(location, _failed_import(module_name, error)) from error
    if not _is_process(process):
        raise _invalid(location, _without_process(module, name))
    return process


def _is_process(value: object) -> TypeGuard[Process]:
    """Return whether a value of a module is a process, without running code of the value.

    `isinstance` reads `__class__`, which raises an error in some objects that load on first use.
    """
    return issubclass(type(value), Process)


@contextmanager
def _current_folder_on_path() -> Iterator[None]:
    """Let Python import from the current folder, which it searches last."""
    importlib.invalidate_caches()  # a module may have been written a moment ago
    sys.path.append(CURRENT_FOLDER)
    try:
        yield
    finally:
        if CURRENT_FOLDER in sys.path:  # the module may have removed it
            del sys.path[len(sys.path) - 1 - sys.path[::-1].index(CURRENT_FOLDER)]


def _modules_beside(module: str) -> list[str]:
    """Return the modules in the folder in which a module should be, by their whole names."""
    package, dot, _ = module.rpartition(".")
    folder = Path(*package.split("."))
    return [f"{package}{dot}{path.stem}" for path in folder.glob("*.py")]


def _failed_import(module: str, error: BaseException) -> str:
    """Return the sentence for an error in a module, with the place of the error and its message."""
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - the class of the error may be one of the module
        text = ""
    message = f": {text}" if text else ""
    return f"The module {module} cannot be imported: {type(error).__name__}{_place(error)}{message}"


def _place(error: BaseException) -> str:
    """Return the file and line of the statement of a module that raised an error."""
    if isinstance(error, SyntaxError) and error.filename is not None:
        return f" in {error.filename}, line {error.lineno}"
    place = ""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_name == "<module>":
            place = f" in {code.co_filename}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _without_process(module: ModuleType, name: str) -> str:
    file = getattr(module, "__file__", None)
    here = f" Python found the module in {file}." if file else ""
    names = [each for each, value in vars(module).items() if _is_process(value)]
    known = f" {expected_one_of(name, names)}" if names else ""
    return f"The module {module.__name__} has no Process named {name}.{known}{here}"


def _invalid(location: str, reason: str) -> InvalidValue:
    return InvalidValue(quoted(location), "process location", reason)
