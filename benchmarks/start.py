"""Measure how long the command and the library take to start, and how long pickles are."""

from __future__ import annotations

import copy
import pickle
import resource
from typing import TYPE_CHECKING, NamedTuple

import trustflow as tf
from benchmarks.figures import Bound, Spread, bounds_table, ratio, table
from benchmarks.measures import fresh_python, times
from trustflow import casebook

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["pickles", "starts"]

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


def cpu_times(commands: Mapping[str, tuple[str, ...]], rounds: int) -> dict[str, list[float]]:
    """Return the CPU time in seconds of each round of each command, in a fresh Python.

    The commands take turns, and a round before the first compiles the modules. The time is that of
    the user and the system together, which other programs disturb less than the time of a clock.

    Args:
        commands: The arguments of Python, by the name of the command.
        rounds: How many times each command is run.
    """
    found: dict[str, list[float]] = {name: [] for name in commands}
    with fresh_python() as run:
        for _ in range(rounds + 1):
            for name, arguments in commands.items():
                before = _cpu_of_children()
                run(*arguments)
                found[name].append(_cpu_of_children() - before)
    return {name: seconds[1:] for name, seconds in found.items()}


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def starts(rounds: int) -> str:
    """Return the section on the time to start."""
    found = cpu_times(COMMANDS, rounds)
    over_bare = {
        name: [each - bare for each, bare in zip(seconds, found[BARE], strict=True)]
        for name, seconds in found.items()
    }
    rows = [(f"`{name}`", Spread.of(each).text(0, 1000)) for name, each in found.items()]
    help_, version = (
        Spread.of(1000 * each for each in over_bare[name]) for name in (HELP, VERSION)
    )
    bounds = bounds_table(
        Bound(f"ms of `{HELP}` over bare Python", help_, 60),
        Bound(f"ms of `{VERSION}` over bare Python", version, 60),
        Bound(f"ms of `{CASE}`", Spread.of(1000 * each for each in found[CASE]), 170),
        Bound(
            "a first use of `Case` and `TRUST_TRANSFER` to `import attrs, pendulum`",
            ratio(over_bare[TOUCHED], over_bare[NEEDED]),
            1.8,
        ),
    )
    return (
        "## Start\n\nCPU time of a fresh Python, in ms.\n\n"
        f"{table(('What', 'ms'), rows)}\n\n{bounds}"
    )


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
    load: Spread
    deep_copy: Spread


def pickles(rounds: int) -> str:
    """Return the section on pickles and copies of cases."""
    found = _pickled(rounds)
    rows = [
        (name, each.load.text(1, 1000), each.deep_copy.text(3, 1000))
        for name, each in found.items()
    ]
    slowest = max(each.load for each in found.values())
    bounds = bounds_table(
        Bound(
            "pickle of a case to that of its history",
            Spread.exactly(max(each.ratio for each in found.values())),
            1.2,
        ),
        Bound(
            "pickle of both to that of the history",
            Spread.exactly(max(each.both for each in found.values())),
            1.2,
        ),
        Bound("ms to read a case", Spread(*(1000 * each for each in slowest)), 5),
    )
    return (
        "## Pickles and copies\n\nms to read the pickle of a case, and to copy it deeply.\n\n"
        f"{table(('Case', 'read', 'copy'), rows)}\n\n{bounds}"
    )


def _pickled(rounds: int) -> dict[str, Pickled]:
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
        shares = [
            max(len(pickle.dumps(value, protocol)) / lengths[protocol] for protocol in PROTOCOLS)
            for value in (case, (case, case.history))
        ]
        found[name] = Pickled(
            shares[0], shares[1], Spread.of(seconds["load"]), Spread.of(seconds["deep copy"])
        )
    return found
