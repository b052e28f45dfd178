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
    one_of,
    optional_date,
    plain_text,
    plain_texts,
    whole_number,
    yes_or_no,
)
from .base import TransferEvent, name_list, same_person

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
    "MindedToDirect",
    "PartnershipStarted",
    "SupportAndSupervisionEnded",
    "SupportAndSupervisionStarted",
]

REMITS = ("review", "improvement", "set-up")
OUTCOMES = ("trust", "voluntary_trust", "retain", "partner")
STATUSES = ("provisional", "conditional", "final")
PURPOSES = ("improvement", "trust", "pause", "takeover")
DATED = ("made", "published")


def _remit(value: str | None) -> str | None:
    return None if value is None else one_of(value, REMITS, "remit")


def _outcome(value: str) -> str:
    return one_of(value, OUTCOMES, "outcome")


def _status(value: str | None) -> str | None:
    return None if value is None else one_of(value, STATUSES, "status")


def _purpose(value: str | None) -> str | None:
    return None if value is None else one_of(value, PURPOSES, "purpose")


def _dated(value: str | None) -> str | None:
    return None if value is None else one_of(value, DATED, "way of dating a direction")


def _in_post(event: Event, named: tuple[str, ...]) -> bool:
    """Whether the event put in post a commissioner of those named; everybody when none is."""
    if not isinstance(event, CommissionerAppointed | CommissionerSucceeded):
        return False
    return not named or all(same_person(name, named) for name in event.names)


# Commissioners and advisers


@frozen(repr=False, eq=False, kw_only=True)
class ReportEvent(TransferEvent):
    """The base of reports that recommend something.

    Args:
        recommends: What it recommends, in the source's sense.
    """

    recommends: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class PeopleEvent(TransferEvent):
    """The base of what is about people in an office.

    Args:
        names: Who they are.
    """

    names: tuple[str, ...] = field(default=(), converter=name_list, validator=plain_texts)


@frozen(repr=False, eq=False, kw_only=True)
class CommissionerAppointed(TransferEvent):
    """The Secretary of State appointed a commissioner in the council.

    Args:
        names: Who was appointed.
        remit: review, improvement or set-up.
    """

    names: tuple[str, ...] = field(default=(), converter=name_list, validator=plain_texts)
    remit: str | None = field(default=None, converter=_remit)

    is_instrument: ClassVar[bool] = True


@frozen(repr=False, eq=False, kw_only=True)
class CommissionerSucceeded(TransferEvent):
    """A commissioner was replaced by another, or appointed again.

    Args:
        names: Who is in post from then on.
        replaces: Whom they follow; the commissioners in post when left out.
    """

    names: tuple[str, ...] = field(default=(), converter=name_list, validator=plain_texts)
    replaces: tuple[str, ...] = field(default=(), converter=name_list, validator=plain_texts)

    is_instrument: ClassVar[bool] = True

    def _closes(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        return _in_post(event, self.replaces)


class CommissionerStoodDown(PeopleEvent):
    """A commissioner's appointment ended."""

    __slots__ = ()

    def _closes(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        return _in_post(event, self.names)


class CommissionerReported(ReportEvent):
    """The commissioner's report reached ministers."""

    __slots__ = ()


class CommissionerReportPublished(ReportEvent):
    """The commissioner's report was published."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


class AdviserAppointed(PeopleEvent):
    """An adviser was appointed, which is less than a commissioner."""

    __slots__ = ()


class AdviserReported(PeopleEvent):
    """An adviser reported."""

    __slots__ = ()


class IndependentReviewPublished(ReportEvent):
    """An independent review was published."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


# Decisions on who runs the services


@frozen(repr=False, eq=False, kw_only=True)
class DecisionAnnounced(TransferEvent):
    """It was announced who should run the services.

    Args:
        outcome: trust, voluntary_trust, retain (by the council) or partner.
        status: provisional, conditional or final.
    """

    outcome: str = field(converter=_outcome)
    status: str | None = field(default=None, converter=_status)

    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        outcome: {"outcome": outcome} for outcome in OUTCOMES
    }
    is_public: ClassVar[bool] = True

    def _variant(self) -> str:
        return self.outcome


@frozen(repr=False, eq=False, kw_only=True)
class PartnershipStarted(TransferEvent):
    """Another authority began to lead the services.

    Args:
        partner: Which one.
    """

    partner: str | None = field(default=None, validator=optional(plain_text))


# Directions and notices


class MindedToDirect(TransferEvent):
    """The Secretary of State gave notice that a direction was contemplated."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


@frozen(repr=False, eq=False, kw_only=True)
class DirectionIssued(TransferEvent):
    """The Secretary of State issued a statutory direction.

    It rests on the Education Act 1996 s.497A as applied by the Children Act 2004 s.50.

    Args:
        purpose: improvement, trust, pause or takeover (functions exercised by commissioners or a
            nominee); left out where the sources do not say what it required.
        number: Which direction to this council it is.
        replaces: The number of the direction it replaces, or ``improvement notice``.
        dated: Whether `on` is the day it was made or the day it was published.
        ends: When it ends, if it was issued for a stated period.
    """

    purpose: str | None = field(default=None, converter=_purpose)
    number: int | None = field(default=None, validator=optional(whole_number))
    replaces: int | str | None = field(default=None, validator=optional(number_or_text))
    dated: str | None = field(default=None, converter=_dated)
    ends: PartialDate | None = field(default=None, converter=optional_date)

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
        """A direction's."""
        return Strength.DIRECTION

    def _closes(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        if isinstance(event, DirectionIssued):
            return self.replaces is not None and event.number == self.replaces
        replaced = self.replaces if isinstance(self.replaces, str) else ""
        return isinstance(event, ImprovementNoticeIssued) and "notice" in replaced.casefold()


@frozen(repr=False, eq=False, kw_only=True)
class DirectionRevoked(TransferEvent):
    """A direction was revoked, whole or in part.

    Args:
        direction: Its number; the oldest open one of an earlier day when left out.
        replaced_by: The number of the direction that took its place.
        partly: Whether only a part of it was revoked, so that it stays open.
    """

    direction: int | None = field(default=None, validator=optional(whole_number))
    replaced_by: int | None = field(default=None, validator=optional(whole_number))
    partly: bool = field(default=False, validator=yes_or_no)

    is_public: ClassVar[bool] = True

    def _closes(self, event: Event, opened: Sequence[Event]) -> bool:
        if self.partly or not isinstance(event, DirectionIssued):
            return False
        if self.direction is not None:
            return event.number == self.direction
        earlier = (
            each for each in opened if isinstance(each, DirectionIssued) and each.on != self.on
        )
        return event is next(earlier, None)


@frozen(repr=False, eq=False, kw_only=True)
class ImprovementNoticeIssued(TransferEvent):
    """The department issued an improvement notice, which is not statutory.

    Args:
        replaces: The earlier notice it replaces, in words.
    """

    replaces: str | None = field(default=None, validator=optional(plain_text))

    is_public: ClassVar[bool] = True
    is_instrument: ClassVar[bool] = True

    def _closes(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        return self.replaces is not None and isinstance(event, ImprovementNoticeIssued)


class ImprovementNoticeLifted(TransferEvent):
    """The department lifted an improvement notice."""

    __slots__ = ()

    is_public: ClassVar[bool] = True

    def _closes(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        return isinstance(event, ImprovementNoticeIssued)


@frozen(repr=False, eq=False, kw_only=True)
class InterventionEnded(TransferEvent):
    """Formal intervention ended: notices, directions and commissioners with it.

    Args:
        partly: Whether only a part of it ended, so that what was open stays open.
    """

    partly: bool = field(default=False, validator=yes_or_no)

    def _closes(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        return not self.partly and not isinstance(event, SupportAndSupervisionStarted)


class SupportAndSupervisionStarted(TransferEvent):
    """Support and supervision began, which follows formal intervention."""

    __slots__ = ()

    is_instrument: ClassVar[bool] = True


class SupportAndSupervisionEnded(TransferEvent):
    """Support and supervision ended."""

    __slots__ = ()

    def _closes(self, event: Event, opened: Sequence[Event]) -> bool:
        del opened
        return isinstance(event, SupportAndSupervisionStarted)
