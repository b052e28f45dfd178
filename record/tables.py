"""Read the record's tables, in which each row has an id such as ``sourced-facts.csv:24``."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

__all__ = [
    "EVIDENCE",
    "FOLDER",
    "ROW_ID",
    "Evidence",
    "Row",
    "id_parts",
    "read_evidence",
    "rows_of",
]

FOLDER = Path(__file__).parent
"""The folder of the record."""
EVIDENCE = (
    "sourced-facts.csv",
    "primary-sources.csv",
    "ofsted-outcomes.csv",
    "visit-letters.csv",
    "joint-inspections.csv",
    "stated-in-reports.csv",
    "earlier-inspections-stated.csv",
    "priority-action-wording.csv",
    "disagreements.csv",
)
"""The tables of evidence, in the order in which they were made."""
ROW_ID = re.compile(r"[a-z-]+\.csv:[0-9]+")
"""The form of the id of a row: the file and the line."""
FIRST_LINE = 2
"""The line of the first row; line 1 has the headings."""

Row: TypeAlias = Mapping[str, str]
"""The cells of a row by their headings."""
Evidence: TypeAlias = Mapping[str, Row]
"""The rows of evidence by their ids, in the order of the tables."""


def rows_of(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a CSV file with their lines; a row with a line break has its first."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        line = FIRST_LINE
        for row in reader:
            if None in row or None in row.values():
                msg = f"{path.name}:{line} has more or fewer cells than the headings."
                raise ValueError(msg)
            yield line, row
            line = reader.line_num + 1


def read_evidence(folder: Path) -> Evidence:
    """Return every row of the tables of evidence in a folder, by its id."""
    return {f"{name}:{line}": row for name in EVIDENCE for line, row in rows_of(folder / name)}


def id_parts(row_id: str) -> tuple[str, int]:
    """Return the file and the line of an id, which sort as the tables do."""
    name, _, line = row_id.rpartition(":")
    return name, int(line)
