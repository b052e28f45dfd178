"""Place labels near their markers, and markers in columns, so that nothing overlaps."""

from __future__ import annotations

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
    for first, last in spans:
        free = (
            index
            for index, placed in enumerate(columns)
            if all(last < other_first or other_last < first for other_first, other_last in placed)
        )
        column = next(free, len(columns))
        if column == len(columns):
            columns.append([])
        columns[column].append((first, last))
        chosen.append(column)
    return chosen
