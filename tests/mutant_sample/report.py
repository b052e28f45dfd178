"""Write what became of the mutants of a sample."""

import difflib
import math
from collections import Counter
from itertools import chain
from pathlib import Path

from tests.mutant_sample.selection import package_of
from tests.mutant_sample.trial import KILLED, SURVIVED, TIMED_OUT

__all__ = ["diff", "share_between", "table"]

RESULTS = (KILLED, SURVIVED, TIMED_OUT)
Z = 1.96
"""The quantile of the normal distribution for an interval of 95 %."""


def diff(path, old, new):
    """Return the difference of two texts of a file."""
    lines = difflib.unified_diff(
        old.splitlines(), new.splitlines(), str(path), str(path), lineterm="", n=2
    )
    return "\n".join(lines)


def table(results):
    """Return a table of the results by package.

    Args:
        results: Pairs of the path of a module and the result of one of its mutants.
    """
    counts = Counter((package_of(Path(path)), result) for path, result in results)
    packages = sorted({package for package, _ in counts})
    rows = [(name, *(counts[name, result] for result in RESULTS)) for name in packages]
    rows.append(("together", *(sum(row[1 + place] for row in rows) for place in range(3))))
    heading = ("package", "tried", *RESULTS, "not survived", "95 % interval")
    return "\n".join(
        "{:16}{:>7}{:>9}{:>10}{:>11}{:>14}{:>18}".format(*cells)
        for cells in chain([heading], map(_cells, rows))
    )


def _cells(row):
    """Return the cells of a row: the name, the counts, the share and its interval."""
    name, *counts = row
    tried = sum(counts)
    found = tried - counts[1]
    low, high = share_between(found, tried)
    share = f"{found / tried:.1%}" if tried else "–"
    return name, tried, *counts, share, f"{low:.1%} – {high:.1%}"


def share_between(found, tried):
    """Return the 95 % interval of Wilson for a share of which a random sample was tried."""
    if not tried:
        return 0.0, 1.0
    share, square = found / tried, Z * Z / tried
    centre = (share + square / 2) / (1 + square)
    width = Z * math.sqrt(share * (1 - share) / tried + square / tried / 4) / (1 + square)
    return max(0.0, centre - width), min(1.0, centre + width)
