"""Intervention: commissioners, advisers, decisions, directions and notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from attrs import field, frozen
from attrs.validators import optional

from ..dates import PartialDate
from ..history import (
    Event,
    Strength,
    number_or_text,
    one_line,
    one_line_each,
    optional_date,
    plain_text,
    whole_number,
    yes_or_no,
)
from .base import CHILDREN, TransferEvent, name_list, same_exact_day, same_person
from .words import word_of

__all__ = [
    "AdviserAppointed",
    "AdviserReported",
    "CommissionerAppointed",
    "CommissionerReportPublished",
    "CommissionerReported",
    "CommissionerStoodDown",
    "CommissionerSucceeded",
    "DecisionAnnounced",
    "DirectionIssued",
    "DirectionRevoked",
    "ImprovementNoticeIssued",
    "ImprovementNoticeLifted",
    "IndependentReviewPublished",
    "InterventionEnded",
    "InterventionSteppedDown",
    "MindedToDirect",
    "PartnershipStarted",
    "SupportAndSupervisionEnded",
    "SupportAndSupervisionStarted",
]

REMITS = ("review", "improvement", "set-up")
OUTCOMES = ("trust", "voluntary trust", "retain", "partner")
STATUSES = ("provisional", "conditional", "final")
PURPOSES = ("improvement", "trust", "pause", "takeover")
POWERS = ("4", "4A", "4B")
"""The subsections of the Education Act 1996 s.497A under which a direction can be issued."""
COMMISSIONER_HEADINGS = (
    "commissioner",
    "commissioners",
    "commissioner name",
    "name of commissioner",
    "names of commissioners",
)
"""Other headings of a column of the names of commissioners in tables."""
DATED = ("made", "published")
"""What the date of a direction can be: the day it was made, or the day it was published."""


def _remit(value: str | None) -> str | None:
    return None if value is None else word_of(value, REMITS, "remit")


def _outcome(value: str) -> str:
    return word_of(value, OUTCOMES, "outcome")


def _status(value: str | None) -> str | None:
    return None if value is None else word_of(value, STATUSES, "status")


def _purpose(value: str | None) -> str | None:
    return None if value is None else word_of(value, PURPOSES, "purpose")


def _dated(value: str | None) -> str | None:
    return None if value is None else word_of(value, DATED, "basis of a direction's date")


def _power(value: str | int | None) -> str | None:
    return None if value is None else word_of(str(value), POWERS, "power of a direction")


def _in_post(event: Event, named: tuple[str, ...]) -> bool:
    """Return whether an event appointed only commissioners whose names are given.

    If no names are given, the appointment of any commissioner counts.
    """
    if not isinstance(event, CommissionerAppointed | CommissionerSucceeded):
        return False
    return not named or all(same_person(name, named) for name in event.names)


def _directions(opened: Sequence[Event]) -> list[DirectionIssued]:
    return [event for event in opened if isinstance(event, DirectionIssued)]


# Commissioners and advisers


@frozen(repr=False, eq=False, kw_only=True)
class ReportEvent(TransferEvent):
    """Base class of reports that recommend something.

    Args:
        recommends: What the report recommends, as the source describes it.
    """

    recommends: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class PeopleEvent(TransferEvent):
    """Base class of events about people in an office.

    Args:
        names: The names of the people.
    """

    names: tuple[str, ...] = field(default=(), converter=name_list, validator=one_line_each)


@frozen(repr=False, eq=False, kw_only=True)
class CommissionerAppointed(TransferEvent):
    """The Secretary of State's appointment of a commissioner in the council.

    Args:
        names: The names of the commissioners.
        remit: What the commissioner is appointed for: review, improvement or set-up.
    """

    names: tuple[str, ...] = field(
        default=(),
        converter=name_list,
        validator=one_line_each,
        metadata={"headings": COMMISSIONER_HEADINGS},
    )
    remit: str | None = field(default=None, converter=_remit)

    is_instrument: ClassVar[bool] = True


@frozen(repr=False, eq=False, kw_only=True)
class CommissionerSucceeded(TransferEvent):
    """The replacement of a commissioner by another, or the re-appointment of a commissioner.

    Args:
        names: The names of the commissioners who are in post from then on.
        replaces: The names of the commissioners who leave; by default everyone in post leaves.
    """

    names: tuple[str, ...] = field(default=(), converter=name_list, validator=one_line_each)
    replaces: tuple[str, ...] = field(default=(), converter=name_list, validator=one_line_each)

    is_instrument: ClassVar[bool] = True

    def _closes_one(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        return _in_post(event, self.replaces)


class CommissionerStoodDown(PeopleEvent):
    """The end of a commissioner's appointment."""

    __slots__ = ()

    def _closes_one(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        return _in_post(event, self.names)


class CommissionerReported(ReportEvent):
    """The delivery of the commissioner's report to ministers."""

    __slots__ = ()


class CommissionerReportPublished(ReportEvent):
    """The publication of the commissioner's report."""

    __slots__ = ()

    is_public: ClassVar[bool] = True
    is_published_by_others: ClassVar[bool] = True


class AdviserAppointed(PeopleEvent):
    """The appointment of an adviser, which is a lesser role than commissioner."""

    __slots__ = ()


class AdviserReported(PeopleEvent):
    """A report by an adviser."""

    __slots__ = ()


class IndependentReviewPublished(ReportEvent):
    """The publication of an independent review."""

    __slots__ = ()

    is_public: ClassVar[bool] = True
    is_published_by_others: ClassVar[bool] = True


# Decisions on who runs the services


@frozen(repr=False, eq=False, kw_only=True)
class DecisionAnnounced(TransferEvent):
    """The announcement of the decision on who should run the services.

    Args:
        outcome: What was decided: trust, voluntary trust, retain (the council keeps the services)
            or partner.
        status: Whether the decision is provisional, conditional or final.
    """

    outcome: str = field(converter=_outcome)
    status: str | None = field(default=None, converter=_status)

    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        outcome.replace(" ", "_"): {"outcome": outcome} for outcome in OUTCOMES
    }
    is_public: ClassVar[bool] = True

    def _variant(self) -> str:
        return self.outcome.replace(" ", "_")


@frozen(repr=False, eq=False, kw_only=True)
class PartnershipStarted(TransferEvent):
    """The start of another authority's leadership of the services.

    Args:
        partner: The other authority.
    """

    partner: str | None = field(default=None, validator=optional(one_line))


# Directions and notices


class MindedToDirect(TransferEvent):
    """A letter in which the Secretary of State says that a direction may follow."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


@frozen(repr=False, eq=False, kw_only=True)
class DirectionIssued(TransferEvent):
    """A statutory direction issued by the Secretary of State.

    Its legal basis is the Education Act 1996 s.497A as applied by the Children Act 2004 s.50.

    Args:
        purpose: What the direction is for: improvement, trust, pause or takeover (functions
            exercised by commissioners or a nominee). It is left out if no source gives it.
        number: Which direction to this council it is; 1 is the first.
        replaces: The number of the direction that this one replaces, or ``improvement notice``.
        dated: Whether `on` is the day on which the direction was made or published.
        ends: The day on which the direction ends, if it was issued for a stated period.
        power: The subsection of the Education Act 1996 s.497A under which it was issued: 4, 4A or
            4B.
    """

    purpose: str | None = field(default=None, converter=_purpose)
    number: int | None = field(default=None, validator=optional(whole_number))
    replaces: int | str | None = field(default=None, validator=optional(number_or_text))
    dated: str | None = field(default=None, converter=_dated)
    ends: PartialDate | None = field(default=None, converter=optional_date)
    power: str | None = field(default=None, converter=_power)

    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        **{purpose: {"purpose": purpose} for purpose in PURPOSES},
        "unspecified": {},
    }
    is_public: ClassVar[bool] = True
    is_instrument: ClassVar[bool] = True

    def _variant(self) -> str:
        return self.purpose or "unspecified"

    @property
    def deadline_strength(self) -> Strength:
        """The strength of a deadline that the direction sets, which is `Strength.DIRECTION`."""
        return Strength.DIRECTION

    def _closes_one(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        if isinstance(event, DirectionIssued):
            return self.replaces is not None and event.number == self.replaces
        replaced = self.replaces if isinstance(self.replaces, str) else ""
        return isinstance(event, ImprovementNoticeIssued) and "notice" in replaced.casefold()


@frozen(repr=False, eq=False, kw_only=True)
class DirectionRevoked(TransferEvent):
    """The revocation of a direction, in whole or in part.

    Args:
        direction: The number of the direction that is revoked. By default, the oldest open
            direction is revoked, but never one of the same day.
        replaced_by: The number of the direction that replaces the revoked one. Without it, the
            posts of commissioners end, too, if no other direction is left open.
        partly: Whether only a part of the direction is revoked; the direction then stays open.
    """

    direction: int | None = field(default=None, validator=optional(whole_number))
    replaced_by: int | None = field(default=None, validator=optional(whole_number))
    partly: bool = field(default=False, validator=yes_or_no)

    is_public: ClassVar[bool] = True

    def _closes_one(self, event: Event, opened: Sequence[Event]) -> bool:
        if self.partly or not isinstance(event, DirectionIssued):
            return False
        if self.direction is not None:
            return event.number == self.direction
        # A direction of the same day is the replacement, not the one that was revoked.
        earlier = (other for other in _directions(opened) if not same_exact_day(other, self))
        return event is next(earlier, None)

    def closes(self, opened: Sequence[Event]) -> tuple[Event, ...]:
        """Return the direction that is revoked, and the posts that end with the last direction."""
        closed = super().closes(opened)
        if self.subject != CHILDREN or self.partly or self.replaced_by is not None:
            return closed
        if any(direction not in closed for direction in _directions(opened)):
            return closed
        posts = [
            event for event in opened if _in_post(event, ()) and not same_exact_day(event, self)
        ]
        return (*closed, *posts)


@frozen(repr=False, eq=False, kw_only=True)
class ImprovementNoticeIssued(TransferEvent):
    """An improvement notice issued by the department; it is not statutory.

    Args:
        replaces: The earlier notice that this one replaces, in words.
    """

    replaces: str | None = field(default=None, validator=optional(one_line))

    is_public: ClassVar[bool] = True
    is_instrument: ClassVar[bool] = True

    def _closes_one(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        return self.replaces is not None and isinstance(event, ImprovementNoticeIssued)


class ImprovementNoticeLifted(TransferEvent):
    """The lifting of an improvement notice by the department."""

    __slots__ = ()

    is_public: ClassVar[bool] = True

    def _closes_one(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        return isinstance(event, ImprovementNoticeIssued)


@frozen(repr=False, eq=False, kw_only=True)
class InterventionEnded(TransferEvent):
    """The end of formal intervention, which also ends notices, directions and posts.

    Args:
        partly: Whether only a part of the intervention ended; what is open then stays open.
    """

    partly: bool = field(default=False, validator=yes_or_no)

    def _closes_one(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        return not self.partly and not isinstance(event, SupportAndSupervisionStarted)


class InterventionSteppedDown(TransferEvent):
    """The lifting of directions with a notice in their place, while the council is inadequate.

    It ends every direction and commissioner's post, and no notice.
    """

    __slots__ = ()

    def _closes_one(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        return isinstance(event, DirectionIssued) or _in_post(event, ())


class SupportAndSupervisionStarted(TransferEvent):
    """The start of support and supervision, which follows formal intervention."""

    __slots__ = ()

    is_instrument: ClassVar[bool] = True


class SupportAndSupervisionEnded(TransferEvent):
    """The end of support and supervision."""

    __slots__ = ()

    def _closes_one(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        return isinstance(event, SupportAndSupervisionStarted)
