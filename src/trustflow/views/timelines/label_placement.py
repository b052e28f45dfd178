"""Place labels near their markers, and markers in columns, so that nothing overlaps."""

from __future__ import annotations

from bisect import bisect_right, insort
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["columns_without_overlap", "spread"]


def spread(
    wanted: Sequence[float], sizes: Sequence[float], start: float, end: float
) -> list[float]:
    """Return centres for labels, chosen so that the labels keep their order and do not overlap.

    The sum of the squared distances from the wanted centres is as small as possible.

    Args:
        wanted: The wanted centre of each label, in pixels.
        sizes: The height of each label, or its width if the labels are side by side.
        start: The start of the space for labels.
        end: The end of the space for labels. Labels pass this end only if the space is too small
            for all of them.
    """
    # Subtract from each wanted centre the sizes of the labels before it. Then the labels become
    # points whose positions must not decrease. Neighbours in the wrong order are merged into a
    # block at their mean. This is the pool-adjacent-violators algorithm.
    total = 0.0
    offsets = []
    for size in sizes:
        offsets.append(total + size / 2)
        total += size
    blocks: list[tuple[float, int]] = []
    for centre, offset in zip(wanted, offsets, strict=True):
        mean, count = centre - offset, 1
        while blocks and blocks[-1][0] > mean:
            other_mean, other_count = blocks.pop()
            mean = (mean * count + other_mean * other_count) / (count + other_count)
            count += other_count
        blocks.append((mean, count))
    latest = max(start, end - total)
    shifts = [min(max(mean, start), latest) for mean, count in blocks for _ in range(count)]
    return [shift + offset for shift, offset in zip(shifts, offsets, strict=True)]


def columns_without_overlap(spans: Sequence[tuple[float, float]]) -> list[int]:
    """Return for each span the first column in which no earlier span overlaps it."""
    columns: list[list[tuple[float, float]]] = []
    chosen = []
    # A column in which an equal span found no place, or is itself, has none for another one.
    start_at: dict[tuple[float, float], int] = {}
    for span in spans:
        column = start_at.get(span, 0)
        while column < len(columns) and not _is_free(columns[column], span):
            column += 1
        if column == len(columns):
            columns.append([])
        insort(columns[column], span)
        chosen.append(column)
        start_at[span] = column + 1
    return chosen


def _is_free(placed: Sequence[tuple[float, float]], span: tuple[float, float]) -> bool:
    """Return whether a span overlaps none of some sorted spans that do not overlap each other."""
    first, last = span
    before = bisect_right(placed, last, key=itemgetter(0))
    # Of the spans that begin before the end of this one, the last one reaches furthest.
    return not before or placed[before - 1][1] < first
