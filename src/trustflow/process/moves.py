"""The stages of a process, and the moves between them with their precedents."""

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

    @property
    def rank(self) -> int:
        """The distance from the ordinary: 0 for standard, 1 for attested, 2 for possible."""
        return _MARK_RANKS[self]

    @classmethod
    def _missing_(cls, value: object) -> Mark | None:
        return next((mark for mark in cls if mark.label == value), None)


_MARK_RANKS = {mark: rank for rank, mark in enumerate(Mark)}


@frozen
class StageInfo:
    """What people read about a stage.

    Args:
        label: The name for people.
        meaning: What is true of an authority in this stage.
        emphasised: Whether pictures emphasise the stage.
        final: Whether no move leads out of the stage.
    """

    label: str = field(validator=plain_text)
    meaning: str = field(validator=plain_text)
    emphasised: bool = field(default=False, kw_only=True)
    final: bool = field(default=False, kw_only=True)


@frozen
class Precedent:
    """A real case that made an attested move.

    Args:
        authority: The authority.
        on: When, as far as that is known.
        citation: The source.
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
    """What one trigger does in one stage: it leads to another stage, or to the same one.

    Args:
        trigger: The event.
        stage: The stage in which it is allowed.
        leads_to: The stage after it.
        mark: How ordinary the move is.
        precedents: For an attested move, the cases that made it.
    """

    trigger: str
    stage: str
    leads_to: str
    mark: Mark = field(default=Mark.STANDARD, converter=_mark)
    precedents: tuple[Precedent, ...] = field(default=(), converter=_precedents)

    @property
    def stays(self) -> bool:
        """Whether the stage is the same after the move."""
        return self.stage == self.leads_to
