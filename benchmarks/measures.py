"""How a thing is measured: in turns; the memory of objects and of a call; time of an import."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["bytes_each", "highest_memory", "import_times", "times"]

STATUS = Path("/proc/self/status")
RESET_HIGHEST = "5"


def times(measured: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The least seconds that each takes, of several rounds in which all have their turn.

    The garbage of the set-up is left out of the account, so that no one pays for another's.
    """
    gc.collect()
    gc.freeze()
    best = dict.fromkeys(measured, float("inf"))
    for _ in range(rounds):
        for name, call in measured.items():
            start = time.perf_counter()
            call()
            best[name] = min(best[name], time.perf_counter() - start)
    gc.unfreeze()
    return best


def bytes_each(make: Callable[[], Any], count: int) -> float:
    """The memory that each of some objects takes, while all are kept."""
    kept = [make() for _ in range(8)]
    gc.collect()
    tracemalloc.start()
    kept = [make() for _ in range(count)]
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return taken / len(kept)


def highest_memory(make: Callable[[], Any], call: Callable[[Any], object]) -> int | None:
    """The bytes by which a call raises the memory in use at the highest; None off Linux.

    It has to be asked in a fresh process: what was used and freed before would be used again.

    Args:
        make: Makes what is called with.
        call: What is measured.
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


def _status(name: str) -> int:
    lines = STATUS.read_text(encoding="ascii").splitlines()
    line = next(line for line in lines if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024


def import_times(statements: Mapping[str, str], rounds: int = 5) -> dict[str, float]:
    """The least seconds that each statement takes in a fresh Python, over one that does nothing."""
    best = dict.fromkeys(["pass", *statements.values()], float("inf"))
    for _ in range(rounds):
        for statement in best:
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", statement], check=True)  # noqa: S603 - our own
            best[statement] = min(best[statement], time.perf_counter() - start)
    return {name: best[statement] - best["pass"] for name, statement in statements.items()}
