"""The trust and who delivers: set-up, go-live, contracts, and the way back."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.validators import optional

from ..history import Strength, one_of, plain_text, whole_number
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
class ContractEvent(TrustEvent):
    """The base of what happens to the service delivery contract.

    Args:
        term_years: For how many years, or by how many more.
    """

    term_years: int | None = field(default=None, validator=optional(whole_number))

    @property
    def deadline_strength(self) -> Strength:
        """A contract's."""
        return Strength.CONTRACT


@frozen(repr=False, eq=False, kw_only=True)
class OfficeEvent(TrustEvent):
    """The base of appointments to an office of the trust.

    Args:
        name: Who was appointed.
    """

    name: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class ReturnEvent(TransferEvent):
    """The base of what leads the services back.

    Args:
        reason: Why, in the source's sense.
    """

    reason: str | None = field(default=None, validator=optional(plain_text))


class ShadowStarted(DeliveryEvent):
    """The trust began to run in shadow, with its board and executive, the council delivering."""

    __slots__ = ()


class TrustWentLive(DeliveryEvent):
    """The trust took over delivery, usually with the staff under TUPE."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


class FurtherServicesTransferred(DeliveryEvent):
    """More services passed to the trust after it had gone live."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


@frozen(repr=False, eq=False, kw_only=True)
class OwnershipChanged(TrustEvent):
    """The trust's ownership changed.

    Args:
        owner: Who owns it from then on.
    """

    owner: str | None = field(default=None, validator=optional(plain_text))


class MemorandumSigned(TrustEvent):
    """The memorandum of understanding was signed, which does not bind."""

    __slots__ = ()

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


class ContractSigned(ContractEvent):
    """The service delivery contract was signed."""

    __slots__ = ()


class ContractExtended(ContractEvent):
    """The service delivery contract was extended."""

    __slots__ = ()


class ChairAppointed(OfficeEvent):
    """The trust's chair was appointed."""

    __slots__ = ()


class ChiefExecutiveAppointed(OfficeEvent):
    """The trust's chief executive was appointed."""

    __slots__ = ()


@frozen(repr=False, eq=False, kw_only=True)
class AgencyRegistered(TrustEvent):
    """The trust was registered as an agency.

    Args:
        kind: fostering or adoption.
    """

    kind: str = field(converter=_agency)


class EmployeeInformationGiven(TransferEvent):
    """The old employer gave the new one the employee liability information (TUPE reg 11)."""

    __slots__ = ()


class ReturnDecided(ReturnEvent):
    """It was decided that the services come back in-house."""

    __slots__ = ()


class ReturnedToCouncil(ReturnEvent):
    """The services came back in-house."""

    __slots__ = ()

    is_public: ClassVar[bool] = True
