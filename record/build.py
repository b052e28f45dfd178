"""Build every history from the files of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from trustflow import History

from .accounts import Account, accounts_of, double_entries
from .curated import Authority, curated_events, read_authorities, read_left_out
from .faults import Fault
from .generated import primary_events
from .histories import Pages, assembled, built_histories
from .names import Names, read_names
from .tables import read_evidence, rows_of

if TYPE_CHECKING:
    from pathlib import Path


__all__ = ["Build", "build"]


@frozen
class Build:
    """The result of a build.

    Attributes:
        authorities: The authorities.
        names: Their other names and codes.
        histories: The history of each authority by its slug.
        accounts: What became of each row of evidence.
        left_out: Why each row that is left out is left out, by the id of the row.
        faults: Everything that is wrong with the record; with any fault, nothing is written.
    """

    authorities: tuple[Authority, ...]
    names: Names
    histories: dict[str, History]
    accounts: tuple[Account, ...]
    left_out: dict[str, str]
    faults: tuple[Fault, ...]


def build(folder: Path) -> Build:
    """Build every history from the files of a folder that has the form of the record."""
    faults: list[Fault] = []
    evidence = read_evidence(folder / "evidence")
    left_out = read_left_out(folder / "left-out.csv", faults)
    copies = {row["url"]: row["publisher"] for _, row in rows_of(folder / "copies.csv")}
    bodies = {row["text"]: row["body"] for _, row in rows_of(folder / "principal-authorities.csv")}
    authorities = read_authorities(folder / "authorities.csv")
    names = read_names(folder, authorities, faults)
    kept = {row_id: row for row_id, row in evidence.items() if row_id not in left_out}
    curated = {
        each.name: list(curated_events(folder / "events" / f"{each.slug}.csv", faults))
        for each in authorities
    }
    assemblies = assembled(curated, primary_events(kept, bodies), faults)
    histories = built_histories(authorities, assemblies, Pages(evidence, copies), faults)
    faults += double_entries(evidence, assemblies.values(), left_out)
    faults += _strays(folder, {each.slug for each in authorities})
    accounts = accounts_of(evidence, assemblies.values(), left_out, histories.values())
    return Build(authorities, names, histories, accounts, left_out, tuple(faults))


def _strays(folder: Path, slugs: set[str]) -> list[Fault]:
    """Return a fault for each file of events that belongs to no authority."""
    return [
        Fault(path.name, "No authority in authorities.csv has this file.")
        for path in sorted((folder / "events").iterdir())
        if path.suffix != ".csv" or path.stem not in slugs
    ]
