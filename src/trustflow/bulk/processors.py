"""Call a function for several values on all processors.

The thread that asks works too. Starting a thread takes a tenth of a millisecond or more, so none is
started where one thread is enough.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Value = TypeVar("Value")
    Result = TypeVar("Result")

__all__ = ["block_count", "map_on_processors"]

MIN_BLOCK_ROWS = 50_000
"""The smallest number of rows for which a separate block is worthwhile."""


def block_count(rows: int, per_processor: int = 1) -> int:
    """Return the number of blocks into which rows are split for the processors.

    Args:
        rows: The number of rows.
        per_processor: The most blocks for each processor.
    """
    processors = os.cpu_count() or 1
    count = max(1, min(per_processor * processors, rows // MIN_BLOCK_ROWS))
    if count > processors:
        count -= count % processors  # so that no processor waits for the last block of another
    return count


def map_on_processors(
    function: Callable[[Value], Result], values: Sequence[Value], rows: int
) -> list[Result]:
    """Return the results of a function for some values, in their order.

    The values are taken one after another by whichever thread is free.

    Args:
        function: The function, which releases the GIL.
        values: The values.
        rows: The number of rows that are read for all values together.
    """
    threads = min(len(values), block_count(rows))
    remaining = deque(enumerate(values))
    results: dict[int, Result] = {}

    def work() -> None:
        while True:
            try:
                place, value = remaining.popleft()
            except IndexError:
                return
            results[place] = function(value)

    with ThreadPoolExecutor(max(1, threads - 1)) as pool:
        others = [pool.submit(work) for _ in range(threads - 1)]
        work()
        for other in others:
            other.result()
    return [results[place] for place in range(len(values))]
