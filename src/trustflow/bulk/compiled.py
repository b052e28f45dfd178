"""Compile functions of arrays with numba, and keep their machine code in a folder.

numba takes seconds to compile the kernel, and a third of a second to be imported. The machine code
is therefore kept in a file, and later processes load it with llvmlite alone. The name of the file
is a hash of all that the code depends on: the versions of Python and the libraries, the processor,
the code of the functions, the constants of their modules, the types of their arguments and the
fields of named tuples. A process is not among them, because the functions read it from arrays. So
no file is ever stale: whatever has changed has another name.

A file is written under another name and then renamed, so that several processes can write it at
once. Its first bytes are a hash of the others. A file that is damaged is ignored and written again,
and a folder that cannot be used only costs the time to compile.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
import tempfile
import time
from functools import partial
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from types import CodeType
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from llvmlite import binding
from llvmlite.binding import orcjit

from ..errors import from_extra

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    Function = TypeVar("Function", bound=Callable[..., Any])

__all__ = ["CACHE_VARIABLE", "Compiled", "bound", "cache_folder", "jitable"]

CACHE_VARIABLE = "TRUSTFLOW_CACHE"
"""The environment variable that names the folder; if it is empty, nothing is kept."""
LIBRARIES = ("numba", "llvmlite", "numpy")
"""The libraries that produce the machine code."""
DIGEST = hashlib.sha256
DIGEST_SIZE = DIGEST().digest_size
UNUSED = 60 * 24 * 3600
"""The seconds after which a file that nothing has read is deleted."""
UNCOUNTED: dict[str, Any] = {"_nrt": False, "error_model": "numpy"}
"""Disable reference counting and exceptions.

All threads read the same arrays, and each access could change the counter of an array: atomic
counters would serialise the threads. Without counters, the caller must keep every array alive
during the call, and the functions must not allocate arrays: the caller provides those for results
and intermediate values.
"""
NATIVE_ONLY: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Leave out what only a call through numba needs, and what only numba can load."""

_helpers: list[Callable[..., Any]] = []
_registered: list[Callable[..., Any]] = []
_compiling = Lock()


def jitable(function: Function) -> Function:
    """Return a function as it is, and let compiled functions call it."""
    _helpers.append(function)
    return function


def _described(code: CodeType) -> str:
    """Return what the code of a function does, in words that are the same in every process."""
    # `marshal` has no such form: an early version of it lacks the slices that Python 3.14 keeps
    # among the constants, and a later one marks what is shared, which differs from call to call.
    constants = [
        _described(value) if isinstance(value, CodeType) else repr(value)
        for value in code.co_consts
    ]
    names = code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars
    return repr((code.co_code, code.co_argcount, names, constants))


def cache_folder() -> Path | None:
    """Return the folder for machine code, or None if none is to be kept."""
    if (given := os.environ.get(CACHE_VARIABLE)) is not None:
        return Path(given) if given else None
    if sys.platform == "win32":
        parent = os.environ.get("LOCALAPPDATA", "")
    else:
        usual = "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"
        parent = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser(usual)  # noqa: PTH111 - without a home, it stays as it is, where pathlib fails
    return Path(parent, "trustflow") if Path(parent).is_absolute() else None


def bound(function: Callable[..., Any], *given: Any) -> Callable[..., Any]:
    """Return a function, compiled or not, with its first arguments."""
    if isinstance(function, Compiled):
        return function.bound(*given)
    return partial(function, *given)


class Compiled:
    """A function of integers, arrays, and named tuples of them, compiled at its first call.

    The function returns an integer or nothing. It is compiled for the types of its arguments, and
    runs without the GIL.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._native: dict[Hashable, _Linked] = {}

    def __call__(self, *arguments: Any) -> int:
        """Call the compiled function."""
        return self.bound(*arguments)()

    def bound(self, *given: Any) -> Callable[..., int]:
        """Return the function with its first arguments, which are put into words only once."""
        if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
            return lambda *others: int(self._function(*given, *others) or 0)
        given_types, given_words = [*map(_types_of, given)], [*_words(given)]

        def call(*others: Any) -> int:
            types = (*given_types, *map(_types_of, others))
            words = [*given_words, *_words(others)]
            with _compiling:
                if types not in self._native:
                    with from_extra("bulk"):
                        name, code = self._machine_code(types, given + others)
                        self._native[types] = _Linked(name, code, len(words))
            return self._native[types](words)

        return call

    def key(self, types: Hashable) -> str:
        """Return a hash of all that the machine code depends on."""
        functions = (*_helpers, self._function)
        # The code in memory, not the source on disk, which an upgrade may have just replaced.
        code = [_described(function.__code__) for function in functions]
        modules = sorted({__name__, *(function.__module__ for function in functions)})
        constants = [
            f"{name}={getattr(value, '_fields', value)}"
            for module in modules
            for name, value in vars(sys.modules[module]).items()
            if isinstance(value, int | np.dtype) or hasattr(value, "_fields")
        ]
        parts = [
            *(f"{name} {version(name)}" for name in LIBRARIES),
            sys.version,
            sys.platform,
            binding.get_host_cpu_name(),
            _processor_features(),
            *(f"{name}={value}" for name, value in os.environ.items() if name[:6] == "NUMBA_"),
            *constants,
            repr(types),
            *code,
        ]
        return DIGEST("\n".join(parts).encode()).hexdigest()

    def _machine_code(self, types: Hashable, arguments: Any) -> tuple[str, bytes]:
        """Return the name of the function in its machine code, and the code: kept or new."""
        folder = cache_folder()
        path = None if folder is None else folder / f"{self._function.__name__}-{self.key(types)}"
        content = _read(path)
        if content is None:
            name, code = _compile(self._function, arguments)
            content = name.encode() + b"\n" + code
            _write(path, content)
        text, _, code = content.partition(b"\n")
        return text.decode(), code


def _processor_features() -> str:
    """Return the features of the processor; an empty text where they are not known."""
    try:
        return str(binding.get_host_cpu_features().flatten())
    except RuntimeError:
        return ""


def _types_of(value: Any) -> Hashable:
    """Return the types of the arguments.

    Raises:
        ValueError: An array has gaps between its items. A copy would not do if results are written
            to it.
    """
    if isinstance(value, np.ndarray):
        if not value.flags.c_contiguous:
            msg = "Expected arrays without gaps between their items."
            raise ValueError(msg)
        return value.dtype, value.ndim
    if isinstance(value, tuple):
        # The code reads the items of a named tuple by their places.
        return (*getattr(value, "_fields", ()), *map(_types_of, value))
    return int


def _words(value: Any) -> Iterator[int]:
    """Yield the arguments as machine words, in the form in which numba passes them."""
    if isinstance(value, np.ndarray):
        address, _ = value.__array_interface__["data"]
        yield from (0, 0, value.size, value.itemsize, address)
        yield from value.shape
        yield from value.strides
    elif isinstance(value, tuple):
        for item in value:
            yield from _words(item)
    else:
        yield int(value)


def _example(value: Any) -> Any:
    """Return empty arrays of the types of the arguments, which numba can write to."""
    if isinstance(value, np.ndarray):
        return np.empty((0,) * value.ndim, value.dtype)
    if isinstance(value, tuple):
        items = map(_example, value)
        return type(value)(*items) if hasattr(value, "_fields") else (*items,)
    return 0


def _compile(function: Callable[..., Any], arguments: Any) -> tuple[str, bytes]:
    """Return the name of a function in its machine code, and the code."""
    from numba import njit, typeof
    from numba.extending import register_jitable

    _registered.extend(
        map(register_jitable(**UNCOUNTED, forceinline=True), _helpers[len(_registered) :])
    )
    types = tuple(map(typeof, _example(arguments)))
    dispatcher = njit(**UNCOUNTED, **NATIVE_ONLY)(function)
    dispatcher.compile(types)
    parts = dispatcher.overloads[types]._asdict()
    code = parts["library"]._get_compiled_object()  # noqa: SLF001 - numba keeps its own files so
    return parts["fndesc"].llvm_func_name, code


class _Linked:
    """A function in machine code."""

    def __init__(self, name: str, code: bytes, word_count: int) -> None:
        binding.initialize_native_target()
        binding.initialize_native_asmprinter()
        library = orcjit.JITLibraryBuilder().add_object_img(code).add_current_process()
        self._compiler = orcjit.create_lljit_compiler()
        self._code = library.export_symbol(name).link(self._compiler, name)
        address = self._code[name]
        kinds = [ctypes.c_void_p, ctypes.c_void_p, *[ctypes.c_int64] * word_count]
        self._call = ctypes.CFUNCTYPE(ctypes.c_int32, *kinds)(address)

    def __call__(self, words: Sequence[int]) -> int:
        result, error = ctypes.c_int64(0), ctypes.c_void_p()
        if status := self._call(ctypes.addressof(result), ctypes.addressof(error), *words):
            msg = f"The compiled code ended with the status {status}."
            raise RuntimeError(msg)
        return result.value


def _read(path: Path | None) -> bytes | None:
    """Return the content of a kept file, or None if there is none that can be used."""
    if path is None or not _is_own(path.parent):
        return None
    try:
        content = path.read_bytes()
        os.utime(path)
    except OSError:
        return None
    digest, content = content[:DIGEST_SIZE], content[DIGEST_SIZE:]
    return content if DIGEST(content).digest() == digest else None


def _is_own(folder: Path) -> bool:
    """Return whether nobody else can write to a folder, whose files are run as machine code."""
    if not hasattr(os, "geteuid"):  # on Windows, the folder of a user is the user's own
        return True
    try:
        found = folder.stat()
    except OSError:
        return False
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _write(path: Path | None, content: bytes) -> None:
    """Keep the content of a file, if the folder can be used."""
    if path is None:
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(path.parent):
            return
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            try:
                file.write(DIGEST(content).digest() + content)
                file.close()
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink()
                raise
        _forget_others(path)
    except OSError:
        return


def _forget_others(path: Path) -> None:
    """Delete the files of the same function that nothing has read for some weeks.

    The time of a file is that of its last use.
    """
    name, _, _ = path.name.rpartition("-")
    for other in path.parent.glob(f"{name}-*"):
        if time.time() - other.stat().st_mtime > UNUSED:
            other.unlink()
