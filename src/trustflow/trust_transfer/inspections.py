"""Ofsted's inspections: their reports and judgements."""

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
    one_line,
    one_line_each,
    optional_date,
    yes_or_no,
)
from ..process import ORDER_OF_EVENTS
from .base import CHILDREN, TransferEvent
from .judgements import (
    ERAS,
    GRADES,
    INADEQUATE,
    JUDGEMENT_SPELLINGS,
    LONGEST_LAG,
    NOT_INADEQUATE,
    OVERALL_IN_USE,
    VOCABULARY_SOURCE,
    days_of_eras,
    judgement_word,
    optional_judgement,
)
from .words import word_of

__all__ = [
    "FRAMEWORKS",
    "SECTION_136",
    "SIF",
    "WHOLE",
    "InspectionPublished",
]

SIF, ILACS = "SIF", "ILACS"
SECTION_136 = (SIF, ILACS, "safeguarding and looked-after", "child protection", "looked after")
"""The frameworks of graded inspections under the Education and Inspections Act 2006, s.136."""
FRAMEWORKS = (*SECTION_136, "unannounced", "other")

WHOLE = "all"
"""The remit of an inspection that covers all the services."""
JUDGEMENT_HEADINGS = (
    "judgment",
    "ofsted judgement",
    "ofsted judgment",
    "overall judgement",
    "overall judgment",
    "overall effectiveness",
    "grade",
    "ofsted grade",
    "overall grade",
    "rating",
    "ofsted rating",
    "overall rating",
)
"""Other headings of a column of judgements in tables."""
INSPECTED_HEADINGS = (
    "inspection date",
    "inspection dates",
    "date of inspection",
    "dates of inspection",
)
"""Other headings of a column of the days on which inspectors were on site."""


def _framework(value: str | None) -> str | None:
    return None if value is None else word_of(value, FRAMEWORKS, "framework")


def _areas(value: Mapping[str, str]) -> FrozenMap[str]:
    if not isinstance(value, Mapping):
        accepted = "Expected a mapping of area to grade, such as {'leadership': 'good'}."
        raise InvalidValue(quoted(value), "areas", accepted)
    return FrozenMap({area: judgement_word(grade) for area, grade in value.items()})


def _periods(value: DateLike | Iterable[DateLike] | None) -> tuple[PartialDate, ...]:
    if value is None:
        return ()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(PartialDate.of(period) for period in value)
    return (PartialDate.of(value),)


@frozen(repr=False, eq=False, kw_only=True)
class InspectionPublished(TransferEvent):
    """Ofsted's publication of an inspection report.

    The overall judgement decides the variant of the trigger; without one, the judgements of the
    areas decide. The variants are inadequate (one inadequate area is enough), not inadequate,
    partial (not inadequate, on a part of the services only), part cleared (a part that was
    inadequate is not any longer) and ungraded (no judgement).

    Args:
        judgement: The overall judgement; ``not inadequate`` if the exact grade is unknown.
        areas: The judgement of each area.
        framework: The inspection framework: SIF, ILACS, safeguarding and looked-after, child
            protection, looked after, unannounced, or other.
        remit: What was inspected: ``all``, or a part of the services in words.
        inspected: When the inspectors were on site: one period, or several.
        received_on: When the council received the report.
        reinspection: Whether the inspection followed up an earlier inadequate judgement.
        lifts_inadequate: Whether the inspection found a part of the services not inadequate that an
            earlier inspection had found inadequate, so that no part is left inadequate.

    Raises:
        InvalidValue: `lifts_inadequate` is given, but a grade is inadequate, there is no grade, or
            the inspection covers all the services.
    """

    judgement: str | None = field(
        default=None,
        converter=optional_judgement,
        metadata={"headings": JUDGEMENT_HEADINGS, "spellings": JUDGEMENT_SPELLINGS},
    )
    areas: FrozenMap[str] = field(
        default=FrozenMap(),
        converter=_areas,
        validator=one_line_each,
        metadata={"headings": ("area judgements",), "spellings": JUDGEMENT_SPELLINGS},
    )
    framework: str | None = field(
        default=None,
        converter=_framework,
        metadata={
            "headings": ("inspection framework", "ofsted framework"),
            "spellings": {"single inspection framework": SIF},
        },
    )
    remit: str = field(
        default=WHOLE,
        validator=one_line,
        metadata={"spellings": dict.fromkeys((WHOLE, "all services", "whole service"), WHOLE)},
    )
    inspected: tuple[PartialDate, ...] = field(
        default=(), converter=_periods, metadata={"headings": INSPECTED_HEADINGS}
    )
    received_on: PartialDate | None = field(
        default=None, converter=optional_date, metadata={"headings": ("date received", "received")}
    )
    reinspection: bool | None = field(default=None, validator=optional(yes_or_no))
    lifts_inadequate: bool = field(default=False, validator=yes_or_no)

    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "inadequate": {"judgement": INADEQUATE},
        "not_inadequate": {"judgement": NOT_INADEQUATE},
        "part_cleared": {"judgement": NOT_INADEQUATE, "remit": "part", "lifts_inadequate": True},
        "partial": {"judgement": NOT_INADEQUATE, "remit": "part"},
        "ungraded": {},
    }
    variant_fields: ClassVar[tuple[str, ...]] = ("judgement", "areas")
    is_public: ClassVar[bool] = True
    is_published_by_others: ClassVar[bool] = True
    meets_by_judgement: ClassVar[bool] = True

    @property
    def deadline_strength(self) -> Strength:
        """The strength of a deadline that the report sets, which is `Strength.INSPECTORATE`."""
        return Strength.INSPECTORATE

    @property
    def grades(self) -> tuple[str, ...]:
        """The judgements that decide the trigger: the overall one, or else those of the areas."""
        return tuple(self.areas.values()) if self.judgement is None else (self.judgement,)

    @property
    def is_judgement(self) -> bool:
        """Whether the report has a grade, under a framework that is not "other"."""
        return bool(self.grades) and self.framework != "other"

    @property
    def is_of_the_whole(self) -> bool:
        """Whether the report judges all the services; one inadequate part counts as all of them."""
        return self.remit == WHOLE or INADEQUATE in self.grades

    @property
    def overall(self) -> str:
        """The overall judgement; without one, the worst grade of the areas."""
        if self.judgement is not None:
            return self.judgement
        return min(self.grades, key=GRADES.__getitem__, default=NOT_INADEQUATE)

    @property
    def parts(self) -> Mapping[str, str]:
        """The grade of each part that the report judges: its areas, or else its remit."""
        return self.areas or {self.remit: self.overall}

    @property
    def grade(self) -> int | None:
        """The rank of the worst of `grades`, from 1 for inadequate to 4 for outstanding.

        It is None if the inspection has no grade, is on another subject, or covers only a part of
        the services and does not grade that part inadequate.
        """
        if self.trigger == "inspection_published_inadequate":
            return 1
        if self.trigger != "inspection_published_not_inadequate":
            return None
        return max(2, min(GRADES[grade] for grade in self.grades))

    def _variant(self) -> str:
        if self.lifts_inadequate:
            return self._part_cleared()
        if not self.grades:
            return "ungraded"
        if INADEQUATE in self.grades:
            return "inadequate"
        return "not_inadequate" if self.remit == WHOLE else "partial"

    def _part_cleared(self) -> str:
        if self.remit == WHOLE or not self.grades or INADEQUATE in self.grades:
            found = f"a remit of {quoted(self.remit)} with the grades {quoted(self.grades)}"
            accepted = (
                "Expected the remit of one part of the services, such as safeguarding, with a "
                "grade that is not inadequate."
            )
            raise InvalidValue(found, "inspection with lifts_inadequate", accepted)
        return "part_cleared"

    def meets(self, deadline: Deadline) -> bool:
        """Return whether the inspection meets a deadline.

        It meets a deadline that asks for a judgement if it covers all the services and each of its
        grades is at least as good as that judgement.
        """
        if deadline.judgement is None or self.subject != CHILDREN or self.remit != WHOLE:
            return super().meets(deadline)
        asked = GRADES[judgement_word(deadline.judgement)]
        return bool(self.grades) and min(GRADES[grade] for grade in self.grades) >= asked

    def irregularities(self) -> tuple[Irregularity, ...]:
        """Return what is wrong with the inspection, whatever the other events are.

        The inspection can end after its publication, use a word that was not in use, lack an
        overall judgement, or have one that it should not have. The day on which the inspection
        started decides which words were in use. Nothing is wrong if any day that the dates allow
        fits.
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
        elif self.inspected or self.on.first > OVERALL_IN_USE.last:
            wrong += self._overall_out_of_place()
        return tuple(wrong)

    def turning_days(self) -> Iterable[int]:
        """Return the days (ordinals) from which `irregularities` can differ."""
        return (*super().turning_days(), *days_of_eras())

    def _inspected_too_late(self) -> Iterator[Irregularity]:
        for period in self.inspected:
            if period.ends.first > self.on.last:
                message = f"{self._labelled} came before the inspection ended: {period.ends.words}."
                yield Irregularity(
                    "inspected_after_published", Strength.LOGIC, message, ORDER_OF_EVENTS
                )

    def _words_out_of_use(self) -> Iterator[Irregularity]:
        first, last = self._started()
        for word in dict.fromkeys((self.judgement, *self.areas.values())):
            era = ERAS.get(word or "")
            if era is not None and (last < era.first or era.last < first):
                use = f"until {era.ends.words}" if era.is_open_start else f"from {era.starts.words}"
                yield self._bad_judgement(
                    Strength.LOGIC, f'uses the word "{word}", which was in use only {use}'
                )

    def _overall_out_of_place(self) -> Iterator[Irregularity]:
        if self._started()[0] > OVERALL_IN_USE.last:
            yield self._bad_judgement(
                Strength.PRACTICE,
                "has an overall judgement, but inspections that start on or after 1 April 2026 "
                "have none",
            )

    def _overall_missing(self) -> Iterator[Irregularity]:
        first, last = self._started()
        if (
            self.remit == WHOLE
            and self.framework in {SIF, ILACS, None}
            and OVERALL_IN_USE.first <= first
            and last <= OVERALL_IN_USE.last
        ):
            yield self._bad_judgement(
                Strength.PRACTICE,
                "has no overall judgement on record, but inspections of that time have one",
            )

    def _started(self) -> tuple[int, int]:
        """Return the first and last day (ordinals) on which the inspection can have started."""
        if not self.inspected:
            return LONGEST_LAG.shift(self.on.first, -1), self.on.last
        starts = [period.starts for period in self.inspected]
        return min(start.first for start in starts), min(start.last for start in starts)

    def _bad_judgement(self, strength: Strength, what: str) -> Irregularity:
        return Irregularity(
            "bad_judgement", strength, f"{self._labelled} {what}.", VOCABULARY_SOURCE
        )

    @property
    def _labelled(self) -> str:
        """The label of the trigger and the date, with which a message begins."""
        label = self.trigger_label
        return f'"{label[:1].upper()}{label[1:]}" ({self.on.words})'
