"""Figures of a measurement: medians with their spread, ratios, bounds, and what else ran."""

from __future__ import annotations

import os
import resource
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Bound", "OtherWork", "Spread", "bounds_table", "ratio", "table"]

PROCESSOR_TIMES = Path("/proc/stat")
IDLE = (3, 4)
"""The columns of `PROCESSOR_TIMES` in which nothing ran."""


class Spread(NamedTuple):
    """The figures of several rounds.

    Attributes:
        median: The median.
        lowest: The lowest figure.
        highest: The highest figure.
    """

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, figures: Iterable[float]) -> Spread:
        """Return the spread of figures."""
        figures = list(figures)
        return cls(median(figures), min(figures), max(figures))

    @classmethod
    def exactly(cls, figure: float) -> Spread:
        """Return the spread of a figure that is the same in every round, such as a size."""
        return cls(figure, figure, figure)

    def text(self, decimals: int, factor: float = 1) -> str:
        """Return the median and, in brackets, the lowest and the highest figure.

        Args:
            decimals: The number of decimals.
            factor: The number by which the figures are multiplied.
        """
        middle, low, high = (f"{each * factor:,.{decimals}f}" for each in self)
        return middle if low == high else f"{middle} ({low}–{high})"


def ratio(some: Sequence[float], others: Sequence[float]) -> Spread:
    """Return the ratio of two calls that took turns, round by round."""
    return Spread.of(one / other for one, other in zip(some, others, strict=True))


class Bound(NamedTuple):
    """A figure, and the bound that its median should keep.

    Attributes:
        name: What the figure is.
        found: The figure.
        most: The greatest figure that is accepted; None if there is none.
        least: The least figure that is accepted; None if there is none.
    """

    name: str
    found: Spread
    most: float | None = None
    least: float | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of the bound in a table."""
        if self.most is not None:
            bound, kept = f"at most {self.most:g}", self.found.median <= self.most
        elif self.least is not None:
            bound, kept = f"at least {self.least:g}", self.found.median >= self.least
        else:
            return self.name, self.found.text(2), "", ""
        return self.name, self.found.text(2), bound, "yes" if kept else "no"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown, whose first column is words and the others are numbers."""
    lines = [headings, ("---", *("---:" for _ in headings[1:])), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def bounds_table(*bounds: Bound) -> str:
    """Return a table of bounds."""
    return table(("Figure", "measured", "bound", "kept"), [bound.cells for bound in bounds])


class OtherWork:
    """Measures the part of the machine's processors that other programs use, from now on."""

    def __init__(self) -> None:
        self._before = _used()

    @property
    def text(self) -> str:
        """The part as a percentage; "unknown" on systems other than Linux."""
        now = _used()
        if now is None or self._before is None:
            return "unknown"
        everything, busy, own = (
            after - before for after, before in zip(now, self._before, strict=True)
        )
        return f"{100 * max(busy - own, 0) / max(everything, 1e-9):.0f} %"


def _used() -> tuple[float, float, float] | None:
    """Return the seconds of all processors, those not idle, and those of this program."""
    if not PROCESSOR_TIMES.exists():
        return None
    first = PROCESSOR_TIMES.read_text(encoding="ascii").splitlines()[0]
    ticks = [int(number) for number in first.split()[1:9]]
    per_second = os.sysconf("SC_CLK_TCK")
    busy = sum(ticks) - sum(ticks[place] for place in IDLE)
    own = sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    return sum(ticks) / per_second, busy / per_second, own
