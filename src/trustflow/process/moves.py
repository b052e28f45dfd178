"""The classes of moves, their marks and precedents, and of what people read about a stage."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import field, frozen
from attrs.validators import optional

from .._text import formatted_text
from ..dates import ExplainedCalls, PartialDate, example
from ..errors import InvalidValue, expected_one_of, quoted
from ..history import (
    Citation,
    instance_of,
    members_of,
    one_line,
    one_of,
    optional_date,
    plain_text,
    yes_or_no,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ORDINARY", "Colour", "Mark", "Move", "Precedent", "StageInfo", "mark_of"]


class Mark(StrEnum):
    """The mark of a move: whether it belongs to the ordinary route."""

    STANDARD = "S"
    """The move belongs to the ordinary route."""
    ATTESTED = "A"
    """The move is off the ordinary route, but a real case made it."""
    POSSIBLE = "P"
    """Nothing forbids the move, and no precedent is on record."""

    @property
    def label(self) -> str:
        """The mark as a word: standard, attested or possible."""
        return self.name.lower()

    @property
    def rank(self) -> int:
        """The rank: 0 for standard, 1 for attested, 2 for possible."""
        return _MARK_RANKS[self]

    @classmethod
    def _missing_(cls, value: object) -> Mark | None:
        return next((mark for mark in cls if mark.label == value), None)


ORDINARY = (Mark.STANDARD, Mark.ATTESTED)
"""The marks of the moves that pictures, paths, tables and walks use unless others are asked for."""

_MARK_RANKS = {mark: rank for rank, mark in enumerate(Mark)}


class Colour(StrEnum):
    """The colour of a stage; each has a version for light pages and one for dark pages."""

    GREY = "grey"
    RED = "red"
    AMBER = "amber"
    BLUE = "blue"
    TEAL = "teal"
    VIOLET = "violet"
    BROWN = "brown"
    GREEN = "green"
    PURPLE = "purple"
    OLIVE = "olive"
    PINK = "pink"


def _colour(value: str | None) -> Colour | None:
    return None if value is None else Colour(one_of(value, Colour, "colour of a stage"))


@frozen
class StageInfo(metaclass=ExplainedCalls):
    """The description of a stage.

    Args:
        label: The name for people.
        meaning: What is true of an authority in this stage.
        emphasised: Whether pictures emphasise the stage.
        final: Whether no move leads out of the stage.
        colour: The colour of the stage in timelines and on pages, such as ``red``.
            A stage without one gets a neutral colour.
    """

    label: str = field(validator=one_line, metadata=example("'Lodged'"))
    meaning: str = field(
        validator=plain_text, metadata=example("'The application has been received.'")
    )
    emphasised: bool = field(default=False, validator=yes_or_no, kw_only=True)
    final: bool = field(default=False, validator=yes_or_no, kw_only=True)
    colour: Colour | None = field(
        default=None, converter=_colour, kw_only=True, metadata=example("'red'")
    )


@frozen
class Precedent(metaclass=ExplainedCalls):
    """A real case that made an attested move.

    Args:
        authority: The authority that made the move.
        on: The date of the move, as far as it is known.
        citation: The source that reports the move.
    """

    authority: str = field(validator=one_line, metadata=example("'12 High Street'"))
    on: PartialDate | None = field(default=None, converter=optional_date)
    citation: Citation | None = field(
        default=None, validator=optional(instance_of(Citation)), kw_only=True
    )

    def __str__(self) -> str:
        return self.authority if self.on is None else f"{self.authority}, {self.on.words}"

    __format__ = formatted_text


def mark_of(value: str) -> Mark:
    """Convert a mark, or its word such as ``attested``, to a mark."""
    try:
        return Mark(value)
    except ValueError:
        words = tuple(mark.label for mark in Mark)
        accepted = expected_one_of(value, words)
        raise InvalidValue(quoted(value), "mark of a move", accepted, words) from None


def _precedents(value: Precedent | Iterable[Precedent]) -> tuple[Precedent, ...]:
    return members_of(Precedent, value, "precedents")


@frozen
class Move(metaclass=ExplainedCalls):
    """What one trigger does in one stage: it leads to another stage, or to the same one.

    Args:
        trigger: The trigger of the event.
        stage: The stage in which the trigger is allowed.
        leads_to: The stage after the event.
        mark: Whether the move is standard, attested or possible.
        precedents: For an attested move, the real cases that made it.
    """

    trigger: str = field(validator=one_line, metadata=example("'validated'"))
    stage: str = field(validator=one_line, metadata=example("'lodged'"))
    leads_to: str = field(validator=one_line, metadata=example("'valid'"))
    mark: Mark = field(default=Mark.STANDARD, converter=mark_of)
    precedents: tuple[Precedent, ...] = field(default=(), converter=_precedents)

    @property
    def stays(self) -> bool:
        """Whether the stage is the same after the move."""
        return self.stage == self.leads_to
