"""The stages of a process and the moves between them, with who made them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import field, frozen

from ..dates import PartialDate
from ..history import Citation, optional_date, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Mark", "Move", "Precedent", "StageInfo"]


class Mark(StrEnum):
    """How ordinary a move is."""

    STANDARD = "S"
    """It belongs to the ordinary route."""
    ATTESTED = "A"
    """It is off the ordinary route, but it happened."""
    POSSIBLE = "P"
    """Nothing forbids it, and no precedent is on record."""

    @property
    def label(self) -> str:
        """The mark as a word: standard, attested or possible."""
        return self.name.lower()

    @classmethod
    def _missing_(cls, value: object) -> Mark | None:
        return next((mark for mark in cls if mark.label == value), None)


@frozen
class StageInfo:
    """What people read of a stage.

    Args:
        label: Its name.
        meaning: What holds of an authority in it.
        emphasised: Whether pictures emphasise it.
        final: Whether no move leads on from it.
    """

    label: str = field(validator=plain_text)
    meaning: str = field(validator=plain_text)
    emphasised: bool = field(default=False, kw_only=True)
    final: bool = field(default=False, kw_only=True)


@frozen
class Precedent:
    """A case in which an attested move was made.

    Args:
        authority: The council.
        on: When, as far as that is known.
        citation: Who says so.
        shipped: Whether the casebook holds the history that proves it.
    """

    authority: str = field(validator=plain_text)
    on: PartialDate | None = field(default=None, converter=optional_date)
    citation: Citation | None = field(default=None, kw_only=True)
    shipped: bool = field(default=True, kw_only=True)

    def __str__(self) -> str:
        return self.authority if self.on is None else f"{self.authority}, {self.on.words}"


def _mark(value: str) -> Mark:
    return Mark(value)


def _precedents(value: Iterable[Precedent]) -> tuple[Precedent, ...]:
    return tuple(value)


@frozen
class Move:
    """What one trigger does in one stage: it leads to a stage, perhaps the same.

    Args:
        trigger: The event.
        stage: The stage in which it is allowed.
        leads_to: The stage after it.
        mark: How ordinary it is.
        precedents: For an attested move, who made it.
    """

    trigger: str
    stage: str
    leads_to: str
    mark: Mark = field(default=Mark.STANDARD, converter=_mark)
    precedents: tuple[Precedent, ...] = field(default=(), converter=_precedents)

    @property
    def stays(self) -> bool:
        """Whether the stage is the same after it."""
        return self.stage == self.leads_to
