"""Tell by which names and codes each authority is found, and what was searched for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from trustflow.dates import PartialDate

from .faults import Fault
from .tables import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from .accounts import Account
    from .curated import Authority

__all__ = ["Names", "index_rows", "read_names"]

INDEX = (
    *("slug", "authority", "gss_code", "former_codes"),
    *("ofsted_urn", "spellings", "intervention_researched"),
)
"""The headings of the index of authorities that the package has."""
RESEARCH = "sourced-facts.csv:"
"""How the id of a row begins that somebody found who searched for the interventions."""
JOINTLY = {
    "North and West Northamptonshire": (
        *("Northamptonshire", "North Northamptonshire", "West Northamptonshire"),
    ),
}
"""The authorities that some rows name together."""


@frozen
class Names:
    """The other names and codes of authorities.

    Attributes:
        spellings: The other spellings of each authority.
        former_codes: The former codes of each authority, each with the last day of its use.
    """

    spellings: Mapping[str, tuple[str, ...]]
    former_codes: Mapping[str, tuple[str, ...]]


def read_names(folder: Path, authorities: Sequence[Authority], faults: list[Fault]) -> Names:
    """Return the other names and codes in the files of a folder.

    Args:
        folder: The folder of the record.
        authorities: The authorities of the record.
        faults: A list to which the faults are added.
    """
    names = {each.name for each in authorities}
    spellings: dict[str, list[str]] = {}
    former: dict[str, list[str]] = {}
    for place, authority, spelling in _spellings(folder / "spellings.csv"):
        if authority not in names:
            faults.append(Fault(place, f"No authority is called {authority}."))
        spellings.setdefault(authority, []).append(spelling)
    for place, authority, code in _former_codes(folder / "former-codes.csv"):
        if authority not in names:
            faults.append(Fault(place, f"No authority is called {authority}."))
        former.setdefault(authority, []).append(code)
    return Names(
        {name: tuple(each) for name, each in spellings.items()},
        {name: tuple(each) for name, each in former.items()},
    )


def _spellings(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the place, the authority and the spelling in each row."""
    for line, row in rows_of(path):
        yield f"{path.name}:{line}", row["authority"], row["spelling"]


def _former_codes(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the place, the authority and the code with its last day in each row."""
    for line, row in rows_of(path):
        last = PartialDate.parse(row["to"])
        yield f"{path.name}:{line}", row["authority"], f"{row['gss_code']} to {last}"


def index_rows(
    authorities: Sequence[Authority],
    names: Names,
    accounts: Iterable[Account],
) -> Iterator[Sequence[str]]:
    """Yield the rows of the index of authorities, the headings first.

    Interventions count as researched if the table of facts about them has a row on the authority,
    or on the one that it replaced.
    """
    searched = {each.authority for each in accounts if each.row_id.startswith(RESEARCH)}
    for several, each_of_them in JOINTLY.items():
        if several in searched:
            searched |= {*each_of_them}
    yield INDEX
    for each in authorities:
        is_researched = bool({each.name, each.succeeds} & searched)
        yield (
            each.slug,
            each.name,
            each.gss_code,
            "; ".join(names.former_codes.get(each.name, ())),
            each.ofsted_urn,
            "; ".join(names.spellings.get(each.name, ())),
            "yes" if is_researched else "no",
        )
