"""Keeping labels apart: each as near as can be to where it belongs, in order, none overlapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["spread", "sublanes"]


def spread(
    wanted: Sequence[float], sizes: Sequence[float], start: float, end: float
) -> list[float]:
    """Where the middles of the labels go, in the order given.

    The sum of the squares of their distances from where they belong is the least there is among
    all ways without overlap.

    Args:
        wanted: Where each middle belongs.
        sizes: How much room each takes.
        start: Where the room begins.
        end: Where it ends; they go beyond it only if there is too little room for all.
    """
    before = 0.0
    offsets = []
    for size in sizes:
        offsets.append(before + size / 2)
        before += size
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        mean, count = want - offset, 1
        while blocks and blocks[-1][0] > mean:
            other, others = blocks.pop()
            mean = (mean * count + other * others) / (count + others)
            count += others
        blocks.append((mean, count))
    latest = max(start, end - before)
    shifts = [min(max(mean, start), latest) for mean, count in blocks for _ in range(count)]
    return [shift + offset for shift, offset in zip(shifts, offsets, strict=True)]


def sublanes(spans: Sequence[tuple[float, float]]) -> list[int]:
    """For each span the first lane, from 0, in which it overlaps none of those before it."""
    lanes: list[list[tuple[float, float]]] = []
    found = []
    for first, last in spans:
        free = (
            index
            for index, taken in enumerate(lanes)
            if all(last < other_first or other_last < first for other_first, other_last in taken)
        )
        lane = next(free, len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append((first, last))
        found.append(lane)
    return found
