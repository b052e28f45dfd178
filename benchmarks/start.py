"""Measure how long the command and the library take to start, and how long pickles are."""

from __future__ import annotations

import copy
import pickle
import resource
import subprocess
import sys
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import trustflow as tf
from benchmarks.measures import times
from trustflow import casebook

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Pickled", "cpu_times", "pickles", "start_times"]

ROUNDS = 9
BARE, NEEDED, TOUCHED = "python -c pass", "import attrs, pendulum", "Case and TRUST_TRANSFER"
HELP, VERSION, CASE = "trustflow --help", "trustflow --version", "trustflow case Sandwell"
COMMANDS = {
    BARE: ("-c", "pass"),
    HELP: ("-m", "trustflow", "--help"),
    VERSION: ("-m", "trustflow", "--version"),
    CASE: ("-m", "trustflow", "case", "Sandwell"),
    NEEDED: ("-c", "import attrs, pendulum"),
    TOUCHED: ("-c", "import trustflow as tf; tf.Case; tf.TRUST_TRANSFER"),
}
"""The arguments of Python for each start that is measured."""
PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)


def cpu_times(
    commands: Mapping[str, tuple[str, ...]], rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """Return the CPU time in seconds of each round of each command, in a fresh Python.

    The commands take turns, and a round before the first compiles the modules. The time is that of
    the user and the system together, which other programs disturb less than the time of a clock.

    Args:
        commands: The arguments of Python, by the name of the command.
        rounds: How many times each command is run.
    """
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, arguments in commands.items():
            before = _cpu_of_children()
            subprocess.run(  # noqa: S603 - our own arguments
                [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL
            )
            found[name].append(_cpu_of_children() - before)
    return {name: seconds[1:] for name, seconds in found.items()}


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def start_times(rounds: int = ROUNDS) -> tuple[dict[str, float], float]:
    """Return the median CPU time of each start, and a ratio.

    The ratio is that of a first use of `Case` and `TRUST_TRANSFER` to the import of the packages
    that they need, each over bare Python: the median of the ratios of the rounds.
    """
    found = cpu_times(COMMANDS, rounds)
    ratios = [
        (touched - bare) / (needed - bare)
        for bare, touched, needed in zip(found[BARE], found[TOUCHED], found[NEEDED], strict=True)
    ]
    return {name: median(seconds) for name, seconds in found.items()}, median(ratios)


class Pickled(NamedTuple):
    """What the pickle and the copy of a case cost.

    Attributes:
        ratio: The pickle of a case to that of its history, in the worst protocol.
        both: The same for a pickle of the case and its history together.
        load: The time in seconds to read the pickle.
        deep_copy: The time in seconds of a deep copy.
    """

    ratio: float
    both: float
    load: float
    deep_copy: float


def pickles(rounds: int = ROUNDS) -> dict[str, Pickled]:
    """Return the costs for the case of Sandwell, and for the longest history of the casebook."""
    longest = max(casebook.histories(), key=lambda history: len(pickle.dumps(history)))
    found = {}
    for name in dict.fromkeys(["Sandwell", longest.authority]):
        case = tf.Case.from_history(casebook.load(name))
        data = pickle.dumps(case)
        seconds = times(
            {
                "load": lambda data=data: pickle.loads(data),  # type: ignore[misc]  # noqa: S301
                "deep copy": lambda case=case: copy.deepcopy(case),  # type: ignore[misc]
            },
            rounds,
        )
        lengths = {each: len(pickle.dumps(case.history, each)) for each in PROTOCOLS}
        ratio, both = (
            max(len(pickle.dumps(value, protocol)) / lengths[protocol] for protocol in PROTOCOLS)
            for value in (case, (case, case.history))
        )
        found[name] = Pickled(ratio, both, seconds["load"], seconds["deep copy"])
    return found
