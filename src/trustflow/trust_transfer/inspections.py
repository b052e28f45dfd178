"""Ofsted's inspections and visits, the judgements they use, and the letters that follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from attrs import field, frozen
from attrs.validators import optional

from .._frozen_map import FrozenMap
from ..dates import DateLike, PartialDate
from ..errors import InvalidValue, quoted
from ..history import (
    Deadline,
    Irregularity,
    Strength,
    one_of,
    optional_date,
    plain_text,
    plain_texts,
    whole_number,
    yes_or_no,
)
from ..process import ORDER_OF_EVENTS
from .base import CHILDREN, TransferEvent
from .judgements import (
    ERAS,
    GRADES,
    LONGEST_LAG,
    NOT_INADEQUATE,
    OVERALL,
    VOCABULARY,
    judgement_word,
)

__all__ = [
    "FRAMEWORKS",
    "SECTION_136",
    "InspectionPublished",
    "VisitLetterPublished",
    "VisitMade",
]

SECTION_136 = ("SIF", "ILACS", "safeguarding and looked-after", "child protection", "looked after")
"""The frameworks of graded inspections under section 136 of the Act of 2006."""
FRAMEWORKS = (*SECTION_136, "unannounced", "other")

VISITS = ("monitoring", "focused", "jtai", "assurance")
WHOLE = "all"


def _judgement(value: str | None) -> str | None:
    return None if value is None else judgement_word(value)


def _framework(value: str | None) -> str | None:
    return None if value is None else one_of(value, FRAMEWORKS, "framework")


def _areas(value: Mapping[str, str]) -> FrozenMap[str]:
    if not isinstance(value, Mapping):
        raise InvalidValue(quoted(value), "areas", "a mapping of area to grade is needed")
    return FrozenMap({area: judgement_word(grade) for area, grade in value.items()})


def _periods(value: DateLike | Iterable[DateLike] | None) -> tuple[PartialDate, ...]:
    if value is None:
        return ()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(PartialDate.of(each) for each in value)
    return (PartialDate.of(value),)


def _visit(value: str) -> str:
    return one_of(value, VISITS, "kind of visit")


def _visit_if_known(value: str | None) -> str | None:
    return None if value is None else _visit(value)


@frozen(repr=False, eq=False, kw_only=True)
class InspectionPublished(TransferEvent):
    """Ofsted published the report of an inspection.

    The trigger's variant follows the judgement, or the areas where there is no overall one:
    inadequate (any area will do), not inadequate, partial (not inadequate, but on a part of the
    services only) or ungraded.

    Args:
        judgement: The overall judgement, or ``not inadequate`` where the record says no more.
        areas: The judgement of each area.
        framework: SIF, ILACS, safeguarding and looked-after, child protection, looked after,
            unannounced, or other.
        remit: ``all``, or the part of the services it was on.
        inspected: When the inspectors were there: one period, or several.
        received_on: When the council received the report.
        reinspection: Whether it followed up an earlier inadequate judgement.
    """

    judgement: str | None = field(default=None, converter=_judgement)
    areas: FrozenMap[str] = field(default=FrozenMap(), converter=_areas, validator=plain_texts)
    framework: str | None = field(default=None, converter=_framework)
    remit: str = field(default=WHOLE, validator=plain_text)
    inspected: tuple[PartialDate, ...] = field(default=(), converter=_periods)
    received_on: PartialDate | None = field(default=None, converter=optional_date)
    reinspection: bool | None = field(default=None, validator=optional(yes_or_no))

    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "inadequate": {"judgement": "inadequate"},
        "not_inadequate": {"judgement": NOT_INADEQUATE},
        "partial": {"judgement": NOT_INADEQUATE, "remit": "part"},
        "ungraded": {},
    }
    is_public: ClassVar[bool] = True

    @property
    def deadline_strength(self) -> Strength:
        """Ofsted's."""
        return Strength.INSPECTORATE

    @property
    def grades(self) -> tuple[str, ...]:
        """What decides: the overall judgement, or those of the areas where there is none."""
        return tuple(self.areas.values()) if self.judgement is None else (self.judgement,)

    @property
    def is_judgement(self) -> bool:
        """Whether it judges the services: it has a grade, under one of Ofsted's frameworks."""
        return bool(self.grades) and self.framework != "other"

    @property
    def is_of_the_whole(self) -> bool:
        """Whether it judges the whole; a part that is inadequate counts as the whole."""
        return self.remit == WHOLE or "inadequate" in self.grades

    @property
    def overall(self) -> str:
        """The overall judgement, or what the areas add up to where there is none."""
        if self.judgement is not None:
            return self.judgement
        return "inadequate" if "inadequate" in self.grades else NOT_INADEQUATE

    @property
    def grade(self) -> int | None:
        """The rank of the worst grade that decides: 1 for inadequate to 4 for outstanding.

        None for a part that is not inadequate, and for an inspection of another subject.
        """
        if self.trigger == "inspection_published_inadequate":
            return 1
        if self.trigger != "inspection_published_not_inadequate":
            return None
        return max(2, min(GRADES[grade] for grade in self.grades))

    def _variant(self) -> str:
        if not self.grades:
            return "ungraded"
        if "inadequate" in self.grades:
            return "inadequate"
        return "not_inadequate" if self.remit == WHOLE else "partial"

    def meets(self, deadline: Deadline) -> bool:
        """Whether it does what a deadline asks for, or is at least as good as it asks."""
        if deadline.judgement is None or self.subject != CHILDREN or self.remit != WHOLE:
            return super().meets(deadline)
        asked = GRADES[judgement_word(deadline.judgement)]
        return bool(self.grades) and min(GRADES[grade] for grade in self.grades) >= asked

    def irregularities(self) -> tuple[Irregularity, ...]:
        """An end after publication, words out of use, and an overall one missing or too many.

        The vocabulary goes by the day the inspection started. Where any day that the dates allow
        fits, nothing is said.
        """
        if self.subject != CHILDREN:
            return ()
        wrong: list[Irregularity] = []
        if self.inspected:
            wrong += self._inspected_too_late()
        areas = self.areas
        if self.judgement in ERAS or (areas and not ERAS.keys().isdisjoint(areas.values())):
            wrong += self._words_out_of_use()
        if self.judgement is None:
            wrong += self._overall_missing()
        elif self.inspected or self.on.first > OVERALL.last:
            wrong += self._overall_out_of_place()
        return tuple(wrong)

    def _inspected_too_late(self) -> Iterator[Irregularity]:
        for period in self.inspected:
            if period.ends.first > self.on.last:
                message = (
                    f"Inspection published {self.on.words}: it was still going on then, "
                    f"by the record until {period.ends.words}."
                )
                yield Irregularity(
                    "inspected_after_published", Strength.LOGIC, message, ORDER_OF_EVENTS
                )

    def _words_out_of_use(self) -> Iterator[Irregularity]:
        first, last = self._started()
        for word in dict.fromkeys((self.judgement, *self.areas.values())):
            era = ERAS.get(word or "")
            if era is not None and (last < era.first or era.last < first):
                was_first = era.is_open_start
                use = f"until {era.ends.words}" if was_first else f"from {era.starts.words} on"
                yield self._irregular(Strength.LOGIC, f"{word!r} was in use only {use}")

    def _overall_out_of_place(self) -> Iterator[Irregularity]:
        if self._started()[0] > OVERALL.last:
            yield self._irregular(
                Strength.PRACTICE,
                "inspections that start on or after 1 April 2026 have no overall judgement",
            )

    def _overall_missing(self) -> Iterator[Irregularity]:
        first, last = self._started()
        if (
            self.remit == WHOLE
            and self.framework in {"SIF", "ILACS", None}
            and OVERALL.first <= first
            and last <= OVERALL.last
        ):
            yield self._irregular(
                Strength.PRACTICE, "no overall judgement is recorded, though it had one"
            )

    def _started(self) -> tuple[int, int]:
        """The first and last day (ordinals) on which the inspection can have started."""
        if not self.inspected:
            return LONGEST_LAG.shift(self.on.first, -1), self.on.last
        starts = [period.starts for period in self.inspected]
        return min(start.first for start in starts), min(start.last for start in starts)

    def _irregular(self, strength: Strength, what: str) -> Irregularity:
        message = f"Inspection published {self.on.words}: {what}."
        return Irregularity("bad_judgement", strength, message, VOCABULARY)


@frozen(repr=False, eq=False, kw_only=True)
class VisitMade(TransferEvent):
    """Inspectors visited without grading.

    Args:
        kind: monitoring, focused, jtai (joint targeted area inspection) or assurance.
        number: Which visit of its kind it was, counted by the source.
        focus: What it looked at.
    """

    kind: str = field(converter=_visit)
    number: int | None = field(default=None, validator=optional(whole_number))
    focus: str | None = field(default=None, validator=optional(plain_text))

    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        visit: {"kind": visit} for visit in VISITS
    }

    def _variant(self) -> str:
        return self.kind


@frozen(repr=False, eq=False, kw_only=True)
class VisitLetterPublished(TransferEvent):
    """The letter after a visit was published.

    Args:
        kind: monitoring, focused, jtai or assurance; it may be left out of a letter with areas
            for priority action.
        number: Which visit of its kind it was, counted by the source.
        focus: What it looked at.
        priority_action: Whether it found areas for priority action.
        finding: What it found, in a few words.

    Raises:
        ValueError: Neither the kind nor an area for priority action is given.
    """

    kind: str | None = field(default=None, converter=_visit_if_known)
    number: int | None = field(default=None, validator=optional(whole_number))
    focus: str | None = field(default=None, validator=optional(plain_text))
    priority_action: bool = field(default=False, validator=yes_or_no)
    finding: str | None = field(default=None, validator=optional(plain_text))

    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        **VisitMade.variants,
        "priority_action": {"priority_action": True},
    }
    is_public: ClassVar[bool] = True

    def _variant(self) -> str:
        if self.priority_action:
            return "priority_action"
        if self.kind is None:
            msg = f"a visit letter needs its kind; accepted: {', '.join(VISITS)}"
            raise ValueError(msg)
        return self.kind

    @property
    def deadline_strength(self) -> Strength:
        """Law for a joint inspection's statement day (SI 2015/1792 reg 4(2)), else Ofsted's."""
        return Strength.LAW if self.kind == "jtai" else Strength.INSPECTORATE
