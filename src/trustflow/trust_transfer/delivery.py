"""The trust and the delivery of the services: set-up, go-live, contracts and return."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.validators import optional

from ..history import Strength, plain_text, whole_number
from .base import TransferEvent
from .words import word_of

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
    return word_of(value, AGENCIES, "kind of agency")


@frozen(repr=False, eq=False, kw_only=True)
class TrustEvent(TransferEvent):
    """Base class of events of a trust.

    Args:
        trust: The trust's name.
    """

    trust: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class DeliveryEvent(TrustEvent):
    """Base class of events that change who delivers.

    Args:
        services: The services, if not all.
    """

    services: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class ContractEvent(TrustEvent):
    """Base class of events of the service delivery contract.

    Args:
        term_years: The years it runs, or the years by which it is extended.
    """

    term_years: int | None = field(default=None, validator=optional(whole_number))

    @property
    def deadline_strength(self) -> Strength:
        """The strength of a deadline that it sets: contract."""
        return Strength.CONTRACT


@frozen(repr=False, eq=False, kw_only=True)
class OfficeEvent(TrustEvent):
    """Base class of appointments to an office of the trust.

    Args:
        name: The person appointed.
    """

    name: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class ReturnEvent(TransferEvent):
    """Base class of events that return the services to the council.

    Args:
        reason: The reason, in the source's sense.
    """

    reason: str | None = field(default=None, validator=optional(plain_text))


class ShadowStarted(DeliveryEvent):
    """The start of shadow running.

    The trust's board and executive are in place; the council still delivers.
    """

    __slots__ = ()


class TrustWentLive(DeliveryEvent):
    """The start of delivery by the trust, usually with the staff under TUPE."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


class FurtherServicesTransferred(DeliveryEvent):
    """The transfer of more services to a trust that is live."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


@frozen(repr=False, eq=False, kw_only=True)
class OwnershipChanged(TrustEvent):
    """A change in the ownership of the trust.

    Args:
        owner: The owner from then on.
    """

    owner: str | None = field(default=None, validator=optional(plain_text))


class MemorandumSigned(TrustEvent):
    """The signing of the memorandum of understanding, which is not binding."""

    __slots__ = ()

    @property
    def deadline_strength(self) -> Strength:
        """The strength of a deadline that it sets: contract."""
        return Strength.CONTRACT


@frozen(repr=False, eq=False, kw_only=True)
class TrustIncorporated(TrustEvent):
    """The incorporation of the trust as a company.

    Args:
        owner: The owner.
        legal_form: The legal form of the company.
    """

    owner: str | None = field(default=None, validator=optional(plain_text))
    legal_form: str | None = field(default=None, validator=optional(plain_text))


class ContractSigned(ContractEvent):
    """The signing of the service delivery contract."""

    __slots__ = ()


class ContractExtended(ContractEvent):
    """The extension of the service delivery contract."""

    __slots__ = ()


class ChairAppointed(OfficeEvent):
    """The appointment of the trust's chair."""

    __slots__ = ()


class ChiefExecutiveAppointed(OfficeEvent):
    """The appointment of the trust's chief executive."""

    __slots__ = ()


@frozen(repr=False, eq=False, kw_only=True)
class AgencyRegistered(TrustEvent):
    """The registration of the trust as an agency.

    Args:
        kind: fostering or adoption.
    """

    kind: str = field(converter=_agency)


class EmployeeInformationGiven(TransferEvent):
    """The giving of employee liability information to the new employer (TUPE reg 11)."""

    __slots__ = ()


class ReturnDecided(ReturnEvent):
    """The decision to return the services to the council."""

    __slots__ = ()


class ReturnedToCouncil(ReturnEvent):
    """The return of the services to the council."""

    __slots__ = ()

    is_public: ClassVar[bool] = True
