"""Separate what rests on enough confidence to be counted from what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from ..history import confidence_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..history import Confidence

__all__ = ["HasConfidence", "split_by_confidence"]

T = TypeVar("T", bound="HasConfidence")


class HasConfidence(Protocol):
    """A value that rests on events and has their confidence."""

    @property
    def confidence(self) -> Confidence | None:
        """The confidence of the weakest event; None if one has no source."""


def split_by_confidence(
    values: Iterable[T], confidence: str
) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """Return the values of at least a confidence, and those of a lower one.

    A value whose confidence is None is among the first.

    Raises:
        InvalidValue: The word is not a confidence.
    """
    lowest = confidence_of(confidence).rank
    kept: list[T] = []
    left_out: list[T] = []
    for value in values:
        known = value.confidence
        (left_out if known is not None and known.rank < lowest else kept).append(value)
    return tuple(kept), tuple(left_out)
