"""Events about the trust and who delivers the services: set-up, go-live, contracts and return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import field, frozen
from attrs.validators import optional

from ..history import Strength, one_line, plain_text, whole_number, yes_or_no
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
        trust: The name of the trust.
    """

    trust: str | None = field(
        default=None,
        validator=optional(one_line),
        metadata={"headings": ("trust name", "name of trust", "name of the trust")},
    )


@frozen(repr=False, eq=False, kw_only=True)
class DeliveryEvent(TrustEvent):
    """Base class of events that change who delivers the services.

    Args:
        services: The services that the event is about, if not all services.
    """

    services: str | None = field(default=None, validator=optional(one_line))


@frozen(repr=False, eq=False, kw_only=True)
class ContractEvent(TrustEvent):
    """Base class of events about the service delivery contract.

    Args:
        term_years: The number of years for which the contract runs or is extended.
    """

    term_years: int | None = field(default=None, validator=optional(whole_number))

    @property
    def deadline_strength(self) -> Strength:
        """The strength of a deadline that the event sets, which is `Strength.CONTRACT`."""
        return Strength.CONTRACT


@frozen(repr=False, eq=False, kw_only=True)
class OfficeEvent(TrustEvent):
    """Base class of appointments to an office of the trust.

    Args:
        name: The name of the person.
    """

    name: str | None = field(default=None, validator=optional(one_line))


@frozen(repr=False, eq=False, kw_only=True)
class ReturnEvent(TransferEvent):
    """Base class of events that return the services to the council.

    Args:
        reason: The reason for the return, as the source describes it.
    """

    reason: str | None = field(default=None, validator=optional(plain_text))


class ShadowStarted(DeliveryEvent):
    """The start of shadow running.

    The trust's board and executive are in place; the council still delivers.
    """

    __slots__ = ()


class TrustWentLive(DeliveryEvent):
    """The start of delivery by the trust; the staff usually transfer to it under TUPE."""

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
        owner: The new owner of the trust.
    """

    owner: str | None = field(default=None, validator=optional(one_line))


class MemorandumSigned(TrustEvent):
    """The signing of the memorandum of understanding, which is not binding."""

    __slots__ = ()

    @property
    def deadline_strength(self) -> Strength:
        """The strength of a deadline that the event sets, which is `Strength.CONTRACT`."""
        return Strength.CONTRACT


@frozen(repr=False, eq=False, kw_only=True)
class TrustIncorporated(TrustEvent):
    """The incorporation of the trust as a company.

    Args:
        owner: The owner of the trust.
        legal_form: The legal form of the company.
    """

    owner: str | None = field(default=None, validator=optional(one_line))
    legal_form: str | None = field(default=None, validator=optional(one_line))


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
    """The registration of the trust as a fostering or adoption agency.

    Args:
        kind: The kind of agency: fostering or adoption.
    """

    kind: str = field(converter=_agency)


class EmployeeInformationGiven(TransferEvent):
    """The giving of employee liability information to the new employer (TUPE reg 11)."""

    __slots__ = ()


class ReturnDecided(ReturnEvent):
    """The decision to return the services to the council."""

    __slots__ = ()


@frozen(repr=False, eq=False, kw_only=True)
class ReturnedToCouncil(ReturnEvent):
    """The return of the services to the council, in whole or in part.

    Args:
        partly: Whether only a part of the services returned; the trust then delivers the rest.
        services: The services that returned, if not all services.
    """

    partly: bool = field(default=False, validator=yes_or_no)
    services: str | None = field(default=None, validator=optional(one_line))

    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "": {},
        "partly": {"partly": True},
    }
    is_public: ClassVar[bool] = True

    def _variant(self) -> str | None:
        return "partly" if self.partly else None
