"""What rests on enough confidence to be counted, and what is left out for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from ..history import confidence_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..history import Confidence

__all__ = ["Rated", "split_by_confidence"]

Found = TypeVar("Found", bound="Rated")


class Rated(Protocol):
    """What has a confidence."""

    @property
    def confidence(self) -> Confidence | None:
        """That of the weakest event it rests on."""


def split_by_confidence(
    found: Iterable[Found], confidence: str
) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """What rests on at least a confidence, or on no source at all; and what rests on less."""
    least = confidence_of(confidence).rank
    kept: list[Found] = []
    left_out: list[Found] = []
    for each in found:
        known = each.confidence
        (left_out if known is not None and known.rank < least else kept).append(each)
    return tuple(kept), tuple(left_out)
