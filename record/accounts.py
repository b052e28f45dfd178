"""Account for every row of evidence: an event, a source of one, settled, left out, or open."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import frozen

from trustflow.trust_transfer import InspectionPublished

from .faults import Fault
from .inspections import AREAS
from .layout import columns_text
from .tables import Evidence, Row, id_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trustflow import History

    from .histories import Assemblies

__all__ = ["Account", "Outcome", "accounts_of", "double_entries", "open_rows_text", "table_text"]

DISAGREEMENTS = "disagreements.csv"
OTHER_TOOL = "tool's history csv"
"""What a row of disagreements is against if it is no history of this project."""


class Outcome(StrEnum):
    """What became of a row."""

    CURATED = "cited by curated events"
    GENERATED = "built without curating"
    SETTLED = "settled"
    LEFT_OUT = "left out"
    OPEN = "open"


@frozen
class Account:
    """What became of a row of evidence.

    Attributes:
        row_id: The id of the row.
        authority: The authority that the row is about.
        outcome: What became of it.
    """

    row_id: str
    authority: str
    outcome: Outcome


def accounts_of(
    evidence: Evidence,
    assemblies: Iterable[Assemblies],
    left_out: Mapping[str, str],
    histories: Iterable[History],
) -> tuple[Account, ...]:
    """Return what became of each row, in the order of the tables."""
    curated, others = set(), set()
    for each in assemblies:
        curated |= {citation.row_id for one in each.curated for citation in one.citations}
        others |= {citation.row_id for one in each.others for citation in one.citations}
    settled = set(_settled(evidence, histories))
    outcomes = (
        (left_out.keys(), Outcome.LEFT_OUT),
        (curated, Outcome.CURATED),
        (others, Outcome.GENERATED),
        (settled, Outcome.SETTLED),
    )
    return tuple(
        Account(
            row_id,
            row["authority"],
            next((outcome for rows, outcome in outcomes if row_id in rows), Outcome.OPEN),
        )
        for row_id, row in evidence.items()
    )


def double_entries(
    evidence: Evidence,
    assemblies: Iterable[Assemblies],
    left_out: Mapping[str, str],
) -> Iterator[Fault]:
    """Yield a fault for each row that is left out although it is cited or does not exist."""
    cited = {row_id: place for each in assemblies for row_id, place in each.rows.items()}
    for row_id in left_out:
        if row_id not in evidence:
            yield Fault("left-out.csv", f"There is no row {row_id}.")
        if row_id in cited:
            yield Fault("left-out.csv", f"{row_id} is cited at {cited[row_id]}.")


def _settled(evidence: Evidence, histories: Iterable[History]) -> Iterator[str]:
    """Yield the rows of disagreements of which the histories hold what the report says."""
    reports = {
        (history.authority, source.url): event
        for history in histories
        for event in history
        if isinstance(event, InspectionPublished)
        for source in event.sources
        if (source.evidence_row or "").startswith("ofsted-outcomes")
    }
    for row_id, row in evidence.items():
        if row_id.startswith(DISAGREEMENTS):
            event = reports.get((row["authority"], row["url"]))
            if event is not None and _holds(event, row):
                yield row_id


def _holds(event: InspectionPublished, row: Row) -> bool:
    """Return whether an event has the value that the report has."""
    said, name = row["report"], row["field"]
    if name == "published":
        return str(event.on) == said
    if name == "inspected":
        return " and ".join(map(str, event.inspected)) == said
    if name == "inspected_end":
        return str(event.inspected[-1].ends) == said.partition(" ")[0]
    if name == "judgement":
        return event.judgement == said
    if name == "framework":
        return event.framework == said.partition(" ")[0]
    area = AREAS.get(event.framework or "", {}).get(name)
    held = event.areas.get(area) if area else None
    return held == said or (held is None and said.startswith("no separate judgement"))


def table_text(accounts: Iterable[Account]) -> str:
    """Return the number of rows by table and outcome, as a table."""
    counts = Counter((id_parts(each.row_id)[0], each.outcome) for each in accounts)
    tables = list(dict.fromkeys(table for table, _ in counts))
    lines = [("table", "rows", *map(str, Outcome))]
    for table in tables:
        numbers = [counts[table, outcome] for outcome in Outcome]
        lines.append((table, str(sum(numbers)), *map(str, numbers)))
    sums = [sum(counts[table, outcome] for table in tables) for outcome in Outcome]
    lines.append(("all", str(sum(sums)), *map(str, sums)))
    return columns_text(lines)


def open_rows_text(accounts: Iterable[Account]) -> str:
    """Return the ids of the open rows, by authority and table, as lines of text."""
    by_place: dict[tuple[str, str], list[str]] = {}
    for each in accounts:
        if each.outcome is Outcome.OPEN:
            table, line = id_parts(each.row_id)
            by_place.setdefault((each.authority, table), []).append(str(line))
    return "\n".join(
        f"{authority}: {table}:{','.join(lines)}"
        for (authority, table), lines in sorted(by_place.items())
    )
