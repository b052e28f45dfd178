"""Measure the time of calls, the memory of objects and of a call, and import times."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = [
    "bytes_each",
    "fresh_python",
    "highest_memory",
    "highest_resident",
    "import_times",
    "times",
]

STATUS = Path("/proc/self/status")
RESET_HIGHEST = "5"


def times(
    measured: Mapping[str, Callable[[], object]],
    rounds: int,
    *,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, list[float]]:
    """Return, for each call, its time in seconds in each of several rounds.

    The calls take turns, so that a change in the load of the machine affects all of them. A round
    before the first does not count.
    """
    # Hide the objects made before the measurement from the garbage collector. Otherwise each
    # collection would visit them, and a call would take longer because of another call's objects.
    gc.collect()
    gc.freeze()
    found: dict[str, list[float]] = {name: [] for name in measured}
    for number in range(rounds + 1):
        for name, call in measured.items():
            start = clock()
            call()
            if number:
                found[name].append(clock() - start)
    gc.unfreeze()
    return found


def bytes_each(make: Callable[[], Any], count: int) -> float:
    """Return the average memory of an object in bytes, while `count` are alive."""
    # Make some objects first, so that memory loaded or cached only once does not count.
    kept = [make() for _ in range(8)]
    gc.collect()
    tracemalloc.start()
    kept = [make() for _ in range(count)]
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return taken / len(kept)


def highest_memory(make: Callable[[], Any], call: Callable[[Any], object]) -> int | None:
    """Return the bytes by which a call raises peak memory, or None on systems other than Linux.

    Use this in a fresh process: a call can reuse memory that was freed before, and such memory
    would not count.

    Args:
        make: A function that returns the argument for the call.
        call: The function to call and measure.
    """
    if not STATUS.exists():
        return None
    given = make()
    gc.collect()
    Path("/proc/self/clear_refs").write_text(RESET_HIGHEST, encoding="ascii")
    before = _status("VmRSS")
    kept = call(given)
    highest = _status("VmHWM")
    del kept
    return highest - before


def highest_resident() -> int:
    """Return the most memory that this process has had, in bytes, on Linux only.

    `ru_maxrss` would count the memory of the process that started this one.
    """
    return _status("VmHWM")


def _status(name: str) -> int:
    lines = STATUS.read_text(encoding="ascii").splitlines()
    line = next(line for line in lines if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024


@contextmanager
def fresh_python() -> Iterator[Callable[..., object]]:
    """Give a function that runs Python with some arguments, in a new process.

    The first run compiles each module that it imports, as an installation does, and keeps the byte
    code for the others. So `PYTHONDONTWRITEBYTECODE` in the environment changes no figure.
    """
    environment = os.environ.copy()
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        environment["PYTHONPYCACHEPREFIX"] = folder

        def run(*arguments: str) -> object:
            return subprocess.run(  # noqa: S603 - our own arguments
                [sys.executable, *arguments],
                check=True,
                stdout=subprocess.DEVNULL,
                env=environment,
            )

        yield run


def import_times(statements: Mapping[str, str], rounds: int = 5) -> dict[str, list[float]]:
    """Return, for each statement, its time in seconds in a fresh Python process in each round.

    The time of a Python process that runs no statement is subtracted.
    """
    with fresh_python() as run:
        calls = {name: partial(run, "-c", statement) for name, statement in statements.items()}
        found = times({"": partial(run, "-c", "pass"), **calls}, rounds)
    bare = found.pop("")
    return {
        name: [one - other for one, other in zip(each, bare, strict=True)]
        for name, each in found.items()
    }
