"""The authorities of the casebook and its version, without their histories."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from .._frozen_map import FrozenMap
from ..dates import DateLike, PartialDate, whole_day
from ..exchange import AuthorityNames
from .packaged import packaged_rows, version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "Authority",
    "authorities",
    "authority_names",
    "names",
    "version_day",
]

SEPARATOR = "; "
"""What separates the values of a cell."""


@frozen
class Authority:
    """An authority of the casebook.

    Args:
        name: The name.
        slug: The name of the file of its history.
        gss_code: The code of the Office for National Statistics, the last one if it had several.
        former_codes: The earlier codes, each with the last day of its use, which is known only as
            an interval: from the last statement with the code to the first with the next one.
        ofsted_urn: Ofsted's number; None if it has none.
        spellings: Other names that people use.
        is_researched: Whether somebody searched for interventions.
    """

    name: str
    slug: str
    gss_code: str
    former_codes: FrozenMap[PartialDate]
    ofsted_urn: str | None
    spellings: tuple[str, ...]
    is_researched: bool

    def code_on(self, day: DateLike) -> str:
        """Return the code that the authority had on a day, as far as it is known.

        On a day on which either code may have been in use, it is the former one.

        Raises:
            BadDate: `day` is not one exact day.
        """
        ordinal = whole_day(day)
        codes = (code for code, last in self.former_codes.items() if ordinal <= last.last)
        return next(codes, self.gss_code)


def names() -> tuple[str, ...]:
    """Return the names of the authorities in the casebook, in alphabetical order."""
    return tuple(authorities())


@cache
def authorities() -> Mapping[str, Authority]:
    """Return the authorities by name, in alphabetical order."""
    read = (_authority(row) for row in packaged_rows("authorities.csv"))
    return {each.name: each for each in sorted(read, key=lambda each: each.name)}


def _authority(row: Mapping[str, str]) -> Authority:
    coded = (cell.partition(" to ") for cell in _cells(row["former_codes"]))
    return Authority(
        name=row["authority"],
        slug=row["slug"],
        gss_code=row["gss_code"],
        former_codes=FrozenMap({code: PartialDate.parse(last) for code, _, last in coded}),
        ofsted_urn=row["ofsted_urn"] or None,
        spellings=tuple(_cells(row["spellings"])),
        is_researched=row["intervention_researched"] == "yes",
    )


def _cells(cell: str) -> Iterator[str]:
    return filter(None, cell.split(SEPARATOR))


@cache
def authority_names() -> AuthorityNames:
    """Return the names of the casebook's councils by their other spellings and their codes.

    The codes are those of the Office for National Statistics, also former ones, and Ofsted's
    numbers.
    """
    return AuthorityNames(
        {
            spelling: each.name
            for each in authorities().values()
            for spelling in (
                each.name,
                each.gss_code,
                *each.former_codes,
                *filter(None, [each.ofsted_urn]),
                *each.spellings,
            )
        }
    )


def version_day() -> PartialDate:
    """Return the day to which the casebook goes."""
    year, month, day = version.split(".")
    return PartialDate.parse(f"{year}-{month:>02}-{day:>02}")
