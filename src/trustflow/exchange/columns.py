"""Match the headings of a table of events to the columns that trustflow reads.

Each row of a table is an event. Besides the columns named here, a table can have a column for any
field of the process's events, such as ``judgement``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import evolve, fields

from ..errors import Fault, InvalidValue, expected_one_of, quoted, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..history import Event
    from ..process import Process

__all__ = [
    "CASE_COLUMNS",
    "COLUMNS",
    "IGNORED",
    "READ_ONLY_COLUMNS",
    "SOURCE_COLUMNS",
    "columns_of",
    "fault_at_column",
    "fault_of_heading",
    "normalised",
    "parse_columns",
]

CASE_COLUMNS = ("gss_code", "begins_in", "succeeds", "checked_to")
"""The columns for fields of the history itself, which any of its rows can give."""
SOURCE_COLUMNS = {
    "source": "title",
    "source_url": "url",
    "source_published": "published",
    "source_confidence": "confidence",
    "source_copy_of": "copy_of",
    "source_stated_date": "stated_date",
    "source_evidence_row": "evidence_row",
}
"""The columns for the first source of an event, with the names of the source's fields."""
COLUMNS = (
    "authority",
    "gss_code",
    "event",
    "on",
    "known_on",
    "details",
    "note",
    *SOURCE_COLUMNS,
    "begins_in",
    "succeeds",
    "checked_to",
    "inherited",
    "case",
    "event_id",
)
"""The columns that are written, in order. The last one, `event_id`, is not read."""
READ_ONLY_COLUMNS = ("timestamp", "earliest", "latest")
"""The columns that are read in place of `on` and never written."""
SYNONYMS = {
    "case": ("case_id", "case_concept_name"),
    "authority": ("local_authority", "council", "authority_name"),
    "gss_code": ("gss", "ons_code"),
    "event": ("trigger", "event_name", "activity", "concept_name"),
    "on": ("date", "day", "event_date", "date_edtf"),
    "known_on": ("date_known",),
    "details": ("detail", "fields"),
    "note": ("notes", "comment", "comments", "remark"),
    "source": ("source_title",),
    "source_url": ("url", "link"),
    "source_published": ("published", "publication_date"),
    "source_confidence": ("confidence",),
    "timestamp": ("time_timestamp",),
}
"""Other headings that are read as each column. Case and punctuation do not matter."""
IGNORED = "-"
"""The name given to a column that is not read."""
REQUIRED = (
    (("authority", "case"), "the authority"),
    (("event",), "what happened"),
    (("on", "earliest", "latest", "timestamp"), "the day"),
)
"""Groups of columns, with what they contain; a table needs one column of each group."""
MAX_HEADING = 80
"""The most characters of a heading that a fault shows."""


def columns_of(
    headings: Sequence[str], process: Process, renamed: Mapping[str, str] | None
) -> tuple[list[str], list[Fault]]:
    """Return the column name for each heading, and the faults of the headings.

    Args:
        headings: The headings of the table.
        process: The process. Each field of its events can be a column.
        renamed: A mapping from headings to the names of columns; `IGNORED` for a column that is
            not read.
    """
    known = _names_by_heading(process.events)
    mapping = {normalised(theirs): (theirs, ours) for theirs, ours in (renamed or {}).items()}
    names: list[str] = []
    faults: list[Fault] = []
    for heading in headings:
        _, wanted = mapping.pop(normalised(heading), ("", heading))
        is_ignored = wanted == IGNORED or not heading.strip()
        name = IGNORED if is_ignored else known.get(normalised(wanted))
        if name is None:
            faults.append(_unknown_column(heading, wanted, known))
        elif name != IGNORED and name in names:
            accepted = (
                f"Expected one column for `{name}`. Leave the other column out with "
                "--map HEADING=-."
            )
            faults.append(fault_of_heading(heading, f"a second column for `{name}`", accepted))
        names.append(name or IGNORED)
    faults += [
        fault_of_heading(theirs, "no such column", expected_one_of(theirs, headings))
        for theirs, _ in mapping.values()
    ]
    faults += _missing_columns(names)
    return names, faults


def parse_columns(texts: Iterable[str]) -> dict[str, str]:
    """Return the column for each heading, from texts such as ``Date of event=on``.

    Raises:
        InvalidValue: A text does not have the form ``HEADING=COLUMN``.
    """
    columns = {}
    for text in texts:
        heading, _, column = text.rpartition("=")
        if not heading or not column:
            accepted = "Expected HEADING=COLUMN, as in --map 'Date of event=on'."
            raise InvalidValue(quoted(text), "column mapping", accepted)
        columns[heading] = column
    return columns


def fault_at_column(fault: Fault, row: str, headings: Mapping[str, str]) -> Fault:
    """Return a fault of a row with the row and the heading in its path.

    Args:
        fault: The fault; its path begins with the name of a column.
        row: The place of the row, such as ``line 2``.
        headings: The heading of each column in the table.
    """
    name, comma, rest = fault.path.partition(", ")
    return evolve(fault, path=f"{row}, column {headings.get(name, name)}{comma}{rest}")


@lru_cache(maxsize=32)
def _names_by_heading(events: tuple[type[Event], ...]) -> Mapping[str, str]:
    """Map each normalised heading that is accepted to the name of its column."""
    event_fields = [field.name for cls in events for field in fields(cls) if field.init]
    names = {name: name for name in (*COLUMNS, *READ_ONLY_COLUMNS, *event_fields)}
    synonyms = {other: name for name, others in SYNONYMS.items() for other in others}
    return {**synonyms, **names}


def normalised(heading: str) -> str:
    """Return a heading or another name in lower case, with words separated by underscores."""
    return re.sub(r"[\W_]+", "_", heading.casefold()).strip("_")


def fault_of_heading(heading: str, found: str, accepted: str) -> Fault:
    """Return a fault whose path names the heading of a column."""
    return Fault(f"headings, column {heading.strip()[:MAX_HEADING]}", found, accepted)


def _unknown_column(heading: str, wanted: str, known: Mapping[str, str]) -> Fault:
    accepted = (
        f"{suggestion(normalised(wanted), known)} Expected a column such as authority, event or "
        "on, or a field of an event. Name the column with --map HEADING=COLUMN, or leave it out "
        "with --map HEADING=- (in Python, with columns=…)."
    ).lstrip()
    return fault_of_heading(heading, f"the unknown column {quoted(wanted)}", accepted)


def _missing_columns(names: Sequence[str]) -> Iterable[Fault]:
    for columns, content in REQUIRED:
        if not set(columns) & set(names):
            accepted = f"Expected a column for {content}: `{'` or `'.join(columns)}`."
            yield Fault("headings", "nothing", accepted)
