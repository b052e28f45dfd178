"""The trust and who delivers: set-up, go-live, contracts, and the way back."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.validators import optional

from ..sources import Strength, one_of, plain_text, whole_number
from .base import TransferEvent

__all__ = [
    "AgencyRegistered",
    "ChairAppointed",
    "ChiefExecutiveAppointed",
    "ContractExtended",
    "ContractSigned",
    "EmployeeInformationGiven",
    "FurtherServicesTransferred",
    "MemorandumSigned",
    "OwnershipChanged",
    "ReturnDecided",
    "ReturnedToCouncil",
    "ShadowStarted",
    "TrustIncorporated",
    "TrustWentLive",
]

AGENCIES = ("fostering", "adoption")


def _agency(value: str) -> str:
    return one_of(value, AGENCIES, "kind of agency")


@frozen(repr=False, eq=False, kw_only=True)
class TrustEvent(TransferEvent):
    """The base of what happens to a trust.

    Args:
        trust: The trust's name.
    """

    trust: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class DeliveryEvent(TrustEvent):
    """The base of what changes who delivers.

    Args:
        services: Which services, where not all.
    """

    services: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class ShadowStarted(DeliveryEvent):
    """The trust began to run in shadow, with its board and executive, the council delivering."""


@frozen(repr=False, eq=False, kw_only=True)
class TrustWentLive(DeliveryEvent):
    """The trust took over delivery, usually with the staff under TUPE."""

    is_public: ClassVar[bool] = True


@frozen(repr=False, eq=False, kw_only=True)
class FurtherServicesTransferred(DeliveryEvent):
    """More services passed to the trust after it had gone live."""

    is_public: ClassVar[bool] = True


@frozen(repr=False, eq=False, kw_only=True)
class OwnershipChanged(TrustEvent):
    """The trust's ownership changed.

    Args:
        owner: Who owns it from then on.
    """

    owner: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class MemorandumSigned(TrustEvent):
    """The memorandum of understanding was signed, which does not bind."""

    @property
    def deadline_strength(self) -> Strength:
        """A contract's."""
        return Strength.CONTRACT


@frozen(repr=False, eq=False, kw_only=True)
class TrustIncorporated(TrustEvent):
    """The trust was incorporated as a company.

    Args:
        owner: Who owns it.
        legal_form: Its form in law.
    """

    owner: str | None = field(default=None, validator=optional(plain_text))
    legal_form: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class ContractSigned(TrustEvent):
    """The service delivery contract was signed.

    Args:
        term_years: For how many years.
    """

    term_years: int | None = field(default=None, validator=optional(whole_number))

    @property
    def deadline_strength(self) -> Strength:
        """A contract's."""
        return Strength.CONTRACT


@frozen(repr=False, eq=False, kw_only=True)
class ContractExtended(TrustEvent):
    """The service delivery contract was extended.

    Args:
        term_years: By how many years.
    """

    term_years: int | None = field(default=None, validator=optional(whole_number))

    @property
    def deadline_strength(self) -> Strength:
        """A contract's."""
        return Strength.CONTRACT


@frozen(repr=False, eq=False, kw_only=True)
class ChairAppointed(TrustEvent):
    """The trust's chair was appointed.

    Args:
        name: Who.
    """

    name: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class ChiefExecutiveAppointed(TrustEvent):
    """The trust's chief executive was appointed.

    Args:
        name: Who.
    """

    name: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class AgencyRegistered(TrustEvent):
    """The trust was registered as an agency.

    Args:
        kind: fostering or adoption.
    """

    kind: str = field(converter=_agency)


@frozen(repr=False, eq=False, kw_only=True)
class EmployeeInformationGiven(TransferEvent):
    """The old employer gave the new one the employee liability information (TUPE reg 11)."""


@frozen(repr=False, eq=False, kw_only=True)
class ReturnDecided(TransferEvent):
    """It was decided that the services come back in-house.

    Args:
        reason: Why, in the source's sense.
    """

    reason: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class ReturnedToCouncil(TransferEvent):
    """The services came back in-house.

    Args:
        reason: Why, in the source's sense.
    """

    reason: str | None = field(default=None, validator=optional(plain_text))

    is_public: ClassVar[bool] = True
