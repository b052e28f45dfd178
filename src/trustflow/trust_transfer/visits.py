"""Ofsted's visits, which give no grade, and the letters after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from attrs import field, frozen
from attrs.validators import optional

from ..dates import PartialDate
from ..errors import InvalidValue, quoted
from ..history import (
    Strength,
    one_line,
    optional_date,
    plain_text,
    same_words,
    whole_number,
    yes_or_no,
)
from .base import TransferEvent
from .words import word_of

__all__ = ["ASKED", "VISITS", "VisitLetterPublished", "VisitMade"]

FOCUSED, JOINT, ASSURANCE = "focused", "jtai", "assurance"
VISITS = ("monitoring", FOCUSED, JOINT, ASSURANCE)
JOINT_STATEMENT, PRIORITY_ACTION = "jtai_statement", "priority_action"
"""The variants of letters that ask the council for something."""
ASKED, NOT_ASKED = "asked", "not asked"
"""The values of `VisitLetterPublished.plan_request`."""
NO_PLAN_ASKED = PartialDate.parse("2019-12-01/2021-07-31")
"""Letters with areas for priority action published in this period did not ask for a plan."""
COUNCIL_WORDS = frozenset({"council", "the council", "local authority", "the local authority"})
"""The names of the principal authority that mean the council."""
KIND_METADATA = {
    "headings": ("type", "kind of visit", "type of visit", "visit type"),
    "spellings": {
        **{f"{visit} visit": visit for visit in VISITS},
        "joint targeted area inspection": JOINT,
    },
}
"""Other headings of the column `kind` of visits, and other spellings of its words."""


def _other_body(value: str | None) -> str | None:
    """Return the name of a body; None for the words that mean the council."""
    is_council = isinstance(value, str) and same_words(value) in COUNCIL_WORDS
    return None if is_council else value


def _visit(value: str) -> str:
    return word_of(value, VISITS, "kind of visit")


def _optional_visit(value: str | None) -> str | None:
    return None if value is None else _visit(value)


@frozen(repr=False, eq=False, kw_only=True)
class VisitMade(TransferEvent):
    """A visit by inspectors, which gives no grade.

    Args:
        kind: The kind of visit: monitoring, focused, jtai (joint targeted area inspection) or
            assurance.
        number: Which visit of its kind it was, as the source counts; 1 is the first.
        focus: The subject of the visit.
    """

    kind: str = field(converter=_visit, metadata=KIND_METADATA)
    number: int | None = field(default=None, validator=optional(whole_number))
    focus: str | None = field(default=None, validator=optional(one_line))

    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        visit: {"kind": visit} for visit in VISITS
    }

    @property
    def can_repeat(self) -> bool:
        """Whether two equal visits of one day can both have happened: those without a number."""
        return self.number is None or super().can_repeat

    def _variant(self) -> str:
        return self.kind


@frozen(repr=False, eq=False, kw_only=True)
class VisitLetterPublished(TransferEvent):
    """The publication of the letter after a visit.

    Args:
        kind: The kind of visit: monitoring, focused, jtai or assurance. A letter with areas for
            priority action does not need it.
        number: Which visit of its kind it was, as the source counts; 1 is the first.
        focus: The subject of the visit.
        received_on: When the council received the letter.
        priority_action: Whether the visit found areas for priority action.
        plan_asked: Whether a letter with areas for priority action asks for a plan; by default it
            does, unless it was published from December 2019 to July 2021.
        statement_required: Whether the letter of a joint inspection requires a written statement of
            action.
        principal_authority: The body that must make the statement, if it is not the council.
        finding: The main finding, in a few words.

    Raises:
        ValueError: `kind` is missing, and `priority_action` is false.
        InvalidValue: `statement_required` is given for a letter of another kind than jtai.
    """

    kind: str | None = field(default=None, converter=_optional_visit, metadata=KIND_METADATA)
    number: int | None = field(default=None, validator=optional(whole_number))
    focus: str | None = field(default=None, validator=optional(one_line))
    received_on: PartialDate | None = field(default=None, converter=optional_date)
    priority_action: bool = field(default=False, validator=yes_or_no)
    plan_asked: bool | None = field(default=None, validator=optional(yes_or_no))
    statement_required: bool = field(default=False, validator=yes_or_no)
    principal_authority: str | None = field(
        default=None, converter=_other_body, validator=optional(one_line)
    )
    finding: str | None = field(default=None, validator=optional(plain_text))

    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        **VisitMade.variants,
        JOINT_STATEMENT: {"kind": JOINT, "statement_required": True},
        PRIORITY_ACTION: {"priority_action": True},
    }
    is_public: ClassVar[bool] = True
    is_published_by_others: ClassVar[bool] = True

    @property
    def can_repeat(self) -> bool:
        """Whether two equal letters of one day can both exist: those without a number."""
        return self.number is None or super().can_repeat

    @property
    def plan_request(self) -> str | None:
        """Whether the letter asks the council for a plan: ``asked`` or ``not asked``.

        It is None for a letter without areas for priority action. Letters with such areas ask for a
        plan if their kind is focused or not known. A letter that may have been published from 1
        December 2019 to 31 July 2021 is read as not asking, unless `plan_asked` is given.
        """
        if self._variant() != PRIORITY_ACTION:
            return None
        asked = self.plan_asked
        if asked is None:
            asked = self.on.last < NO_PLAN_ASKED.first or NO_PLAN_ASKED.last < self.on.first
        return ASKED if asked and self.kind in {None, FOCUSED} else NOT_ASKED

    def turning_days(self) -> Iterable[int]:
        """Return the days (ordinals) from which `plan_request` can differ."""
        return (*super().turning_days(), NO_PLAN_ASKED.first, NO_PLAN_ASKED.last + 1)

    def _variant(self) -> str:
        if self.statement_required:
            if self.kind != JOINT:
                accepted = "Expected kind='jtai': only joint inspections require a statement."
                raise InvalidValue(quoted(self.kind), "kind with statement_required", accepted)
            return JOINT_STATEMENT
        if self.priority_action and self.kind in {None, FOCUSED, ASSURANCE}:
            return PRIORITY_ACTION
        if self.kind is None:
            msg = (
                "A visit letter without areas for priority action needs its kind. "
                f"Expected kind to be one of: {', '.join(VISITS)}."
            )
            raise ValueError(msg)
        return self.kind

    @property
    def deadline_strength(self) -> Strength:
        """The strength of a deadline that the letter sets.

        It is law for a joint inspection (SI 2015/1792 reg 4(2)), otherwise inspectorate.
        """
        return Strength.LAW if self.kind == JOINT else Strength.INSPECTORATE
