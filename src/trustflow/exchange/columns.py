"""Match the headings of a table of events to the columns that trustflow reads.

Each row of a table is an event. Besides the columns named here, a table can have a column for any
field of the process's events, such as ``judgement``. A class of events can give further headings
for a field: ``field(metadata={"headings": ("Ofsted judgement", "grade")})``.
"""

from __future__ import annotations

import shlex
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from attrs import evolve, fields

from ..errors import Fault, InvalidValue, expected_one_of, quoted, suggestion
from ..history import text_of, tuple_of_names
from ..process import process_of
from .headings import SYNONYMS, forms_of, normalised, parts_of
from .limits import add_faults, bounded

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from ..history import Event
    from ..process import Process

__all__ = [
    "CASE_COLUMNS",
    "COLUMNS",
    "IGNORED",
    "MAX_HEADING_ROW",
    "READ_ONLY_COLUMNS",
    "SOURCE_COLUMNS",
    "columns_of",
    "fault_at_column",
    "fault_of_heading",
    "fault_of_unnamed",
    "is_unreadable",
    "later_headings",
    "leaving_out",
    "missing_headings",
    "normalised",
    "parse_columns",
    "unnamed_columns",
    "without_fields",
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
IGNORED = "-"
"""The name given to a column that is not read."""
ALL_OTHERS = "*"
"""The key of a mapping that leaves out every unknown column."""
REQUIRED = (
    (("authority", "case", "gss_code"), "the authority"),
    (("event",), "what happened"),
    (("on", "earliest", "latest", "timestamp"), "the day"),
)
"""Groups of columns, with what they contain; a table needs one column of each group."""
MAX_SUGGESTIONS = 50
"""The most faults of headings with a suggestion. Each suggestion takes a search."""
HEADINGS = "headings"
"""The place of a fault of the headings."""
MAX_HEADING_ROW = 30
"""The last row of a table in which headings are looked for."""
MAX_HEADING = 80
"""The most characters of a heading that a fault shows."""


def columns_of(
    headings: Sequence[str], process: Process, renamed: Mapping[str, str] | None
) -> tuple[list[str], list[Fault]]:
    """Return the column name for each heading, and the faults of the headings.

    A column with a fault is not read.

    Args:
        headings: The headings of the table.
        process: The process. Each field of its events can be a column.
        renamed: A mapping from headings to the names of columns; `IGNORED` for a column that is
            not read. The key `ALL_OTHERS` with the value `IGNORED` leaves out unknown columns.
    """
    known = _columns_by_heading(process_of(process).events)
    renamed = dict(renamed or {})
    others = renamed.pop(ALL_OTHERS, None)
    mapped, faults = _mapped(headings, renamed)
    if others not in {None, IGNORED}:
        accepted = f"Expected {IGNORED}, which leaves out every unknown column."
        faults.append(fault_of_heading(ALL_OTHERS, quoted(others), accepted))
    names: list[str] = []
    first: dict[str, str] = {}
    for heading, wanted in zip(headings, mapped, strict=True):
        columns = _columns_of(heading if wanted is None else wanted, known)
        if wanted == IGNORED or not heading.strip():
            name = IGNORED
        elif len(columns) == 1:
            name = columns[0]
        else:
            name = IGNORED
            if others is None or wanted is not None:
                similar = known if len(faults) < MAX_SUGGESTIONS else ()
                add_faults(faults, [_unknown_column(heading, wanted or heading, columns, similar)])
        if name in first:
            add_faults(faults, [_second_column(heading, name, first[name])])
            name = IGNORED
        elif name != IGNORED:
            first[name] = heading.strip()
        names.append(name)
    return names, [*bounded(faults), *_missing_columns(names)]


def without_fields(
    headings: Sequence[str],
    names: Sequence[str],
    unused: Container[str],
    renamed: Mapping[str, str] | None,
) -> tuple[list[str], list[Fault]]:
    """Return the names of columns without fields that no event has, and the faults of these.

    Such a column is unknown in its table, so a mapping that leaves out unknown columns covers it,
    unless the mapping gives it a name.

    Args:
        headings: The headings of the table.
        names: The names of the columns, from `columns_of`.
        unused: The names that are fields of no event with a cell in the column.
        renamed: As for `columns_of`.
    """
    renamed = dict(renamed or {})
    others = renamed.pop(ALL_OTHERS, None)
    mapped, _ = _mapped(headings, renamed)
    faults = [
        _unused_field(heading, name)
        for heading, name, wanted in zip(headings, names, mapped, strict=True)
        if name in unused and (others is None or wanted is not None)
    ]
    return [IGNORED if name in unused else name for name in names], faults


def leaving_out(heading: str) -> str:
    """Return the option that leaves out a column, and how that is done in Python."""
    heading = heading.strip()
    # A long heading, or one with line breaks, is shown in another form than it has.
    is_plain = heading.isprintable() and len(heading) <= MAX_HEADING
    mapping = shlex.quote(f"{heading if is_plain else 'HEADING'}={IGNORED}")
    return f"--map {mapping} (in Python, with columns=…)"


def missing_headings(faults: Iterable[Fault]) -> int:
    """Return for how many required columns there is no heading, from the faults of the headings."""
    # Unknown columns are faults of a column. Only what is missing is a fault of all headings.
    return sum(fault.path == HEADINGS for fault in faults)


def unnamed_columns(headings: Sequence[str]) -> tuple[int, ...]:
    """Return the columns, from 0, that have no heading but are between two that have one.

    The first columns of a table can be an index, and notes can be beside its last column.
    """
    named = {column for column, heading in enumerate(headings) if heading.strip()}
    inside = range(min(named, default=0), max(named, default=0))
    return tuple(column for column in inside if column not in named)


def fault_of_unnamed(place: str) -> Fault:
    """Return the fault of a cell in a column of `unnamed_columns`."""
    accepted = "Expected a heading for every column of the table. Write one, or clear the column."
    return Fault(place, "a cell under no heading", accepted)


def is_unreadable(faults: Iterable[Fault]) -> bool:
    """Return whether several required columns are missing, so that these are hardly headings."""
    return missing_headings(faults) > 1


def later_headings(
    rows: Iterable[Sequence[str]], process: Process, renamed: Mapping[str, str] | None
) -> int | None:
    """Return which of the first rows has the headings of a table, from 0; None if none has."""
    for number, row in enumerate(islice(rows, MAX_HEADING_ROW)):
        if not missing_headings(columns_of(row, process, renamed)[1]):
            return number
    return None


def _mapped(
    headings: Sequence[str], renamed: Mapping[str, str]
) -> tuple[list[str | None], list[Fault]]:
    """Return the column that a mapping gives each heading, and the faults of the mapping.

    A heading in the same spelling takes precedence over one that differs in case or punctuation.
    """
    spelled = {heading.strip() for heading in headings}
    forms = {normalised(heading) for heading in headings}
    exact: dict[str, str] = {}
    similar: dict[str, str] = {}
    faults = []
    for theirs, ours in renamed.items():
        if theirs.strip() in spelled:
            exact[theirs.strip()] = ours
        elif normalised(theirs) in forms:
            similar[normalised(theirs)] = ours
        else:
            accepted = expected_one_of(theirs, headings)
            faults.append(fault_of_heading(theirs, "no such column", accepted))
    mapped = [exact.get(heading.strip(), similar.get(normalised(heading))) for heading in headings]
    return mapped, faults


def parse_columns(texts: Iterable[str]) -> dict[str, str]:
    """Return the column for each heading, from texts such as ``Date of event=on``.

    Raises:
        InvalidValue: A text does not have the form ``HEADING=COLUMN``, or a heading comes twice.
    """
    columns: dict[str, str] = {}
    for text in tuple_of_names(texts):
        heading, _, column = text_of(text, "column mapping", "'Date of event=on'").rpartition("=")
        if not heading or not column:
            accepted = "Expected HEADING=COLUMN, as in --map 'Date of event=on'."
            raise InvalidValue(quoted(text), "column mapping", accepted)
        if heading in columns:
            raise InvalidValue(quoted(text), "column mapping", "The heading is given twice.")
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
def _columns_by_heading(events: tuple[type[Event], ...]) -> Mapping[str, tuple[str, ...]]:
    """Map each normalised heading that is accepted to the names of the columns it can mean."""
    event_fields = [field for cls in events for field in fields(cls) if field.init]
    names = (*COLUMNS, *READ_ONLY_COLUMNS, *(field.name for field in event_fields))
    columns: dict[str, dict[str, None]] = {}
    for name, others in (
        *SYNONYMS.items(),
        *((field.name, field.metadata.get("headings", ())) for field in event_fields),
    ):
        for other in others:
            columns.setdefault(normalised(other), {})[name] = None
    several = {heading: tuple(meant) for heading, meant in columns.items()}
    return {**several, **{name: (name,) for name in names}}


def _columns_of(heading: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the names of the columns that a heading can mean."""
    found = next((known[form] for form in forms_of(heading) if form in known), ())
    parts = parts_of(heading)
    if found or len(parts) < 2:  # noqa: PLR2004 - one part is the heading itself
        return found
    # Text in brackets can change the meaning, as in "Date (report received)", so all parts must
    # have the same one.
    several = {_columns_of(part, known) for part in parts}
    return several.pop() if len(several) == 1 else ()


def fault_of_heading(heading: str, found: str, accepted: str) -> Fault:
    """Return a fault whose path names the heading of a column."""
    return Fault(f"{HEADINGS}, column {heading.strip()[:MAX_HEADING]}", found, accepted)


def _second_column(heading: str, name: str, first: str) -> Fault:
    """Return the fault of a heading that means the same column as an earlier one."""
    found = f"a second column for `{name}`, besides {quoted(first[:MAX_HEADING])}"
    way_out = (
        # A mapping of the heading would leave out both columns.
        "Write another heading over one of the two."
        if heading.strip() == first
        else f"Leave one of them out, such as with {leaving_out(heading)}."
    )
    return fault_of_heading(heading, found, f"Expected one column for `{name}`. {way_out}")


def _unused_field(heading: str, name: str) -> Fault:
    """Return the fault of a column for a field that no event with a cell in it has."""
    found = f"the field `{name}` only on events that do not have it"
    accepted = (
        f"Expected a field of the events in the table. Leave the column out with "
        f"{leaving_out(heading)}, or every unknown column with --map '{ALL_OTHERS}={IGNORED}'."
    )
    return fault_of_heading(heading, found, accepted)


def _unknown_column(
    heading: str, wanted: str, columns: tuple[str, ...], known: Iterable[str]
) -> Fault:
    """Return the fault of a heading that means no column, or several.

    Args:
        heading: The heading.
        wanted: The heading, or the column that a mapping gives it.
        columns: The columns that it can mean.
        known: The headings of which the most similar is suggested.
    """
    if columns:
        found = f"the column {quoted(wanted)}, which can mean `{'` or `'.join(columns)}`"
        expected = "Expected the heading of one column."
    else:
        found = f"the unknown column {quoted(wanted)}"
        expected = (
            f"{suggestion(normalised(wanted), known)} Expected a column such as authority, event "
            "or on, or a field of an event."
        ).lstrip()
    accepted = (
        f"{expected} Name the column with --map HEADING=COLUMN, or leave it out with --map "
        f"HEADING=-, or every unknown column with --map '{ALL_OTHERS}={IGNORED}' (in Python, with "
        "columns=…)."
    )
    return fault_of_heading(heading, found, accepted)


def _missing_columns(names: Sequence[str]) -> Iterable[Fault]:
    for columns, content in REQUIRED:
        if not set(columns) & set(names):
            accepted = f"Expected a column for {content}: `{'` or `'.join(columns)}`."
            yield Fault(HEADINGS, "nothing", accepted)
