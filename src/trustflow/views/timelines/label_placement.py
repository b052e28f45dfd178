"""Placement without overlap: labels near their markers, and markers in as few columns as needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["columns_without_overlap", "spread"]


def spread(
    wanted: Sequence[float], sizes: Sequence[float], start: float, end: float
) -> list[float]:
    """Return the centres of labels that keep their order and do not overlap.

    The sum of the squared distances from the wanted centres is the least possible.

    Args:
        wanted: The wanted centre of each label.
        sizes: The size of each label.
        start: Where the space for labels starts.
        end: Where it ends. Labels go beyond the end only if there is too little space for all.
    """
    # Without their sizes the labels are points that must not decrease. Neighbours that would
    # decrease merge into a block at their mean: the pool-adjacent-violators algorithm.
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
    """Return for each span the first column in which it overlaps no earlier span."""
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
