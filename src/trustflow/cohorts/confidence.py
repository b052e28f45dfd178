"""Separate values with enough confidence to be counted from those that are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from ..history import confidence_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..history import Confidence

__all__ = ["HasConfidence", "split_by_confidence"]

T = TypeVar("T", bound="HasConfidence")


class HasConfidence(Protocol):
    """A value that has the confidence of the events it is derived from."""

    @property
    def confidence(self) -> Confidence | None:
        """The confidence of the weakest of these events; None if one of them has no source."""


def split_by_confidence(
    values: Iterable[T], confidence: str | None
) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """Return two tuples: values with enough confidence, and values with less.

    A value whose confidence is None has less than any. If no confidence is asked for, every value
    has enough.

    Raises:
        InvalidValue: The confidence is unknown.
    """
    if confidence is None:
        return tuple(values), ()
    lowest = confidence_of(confidence).rank
    kept: list[T] = []
    left_out: list[T] = []
    for value in values:
        known = value.confidence
        (left_out if known is None or known.rank < lowest else kept).append(value)
    return tuple(kept), tuple(left_out)
