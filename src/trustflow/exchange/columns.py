"""The columns of a table of events, whatever their headings are called.

A table has a row an event. Besides the columns named here it may have one for any field of the
process's events, such as ``judgement``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import fields

from ..errors import Fault, quoted, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..process import Process

__all__ = ["CASE_COLUMNS", "COLUMNS", "IGNORED", "SOURCE_COLUMNS", "columns_of", "parse_columns"]

CASE_COLUMNS = ("gss_code", "begins_in", "succeeds", "checked_to")
"""What is said of a history as a whole, on any of its rows."""
SOURCE_COLUMNS = {
    "source": "title",
    "source_url": "url",
    "source_published": "published",
    "source_confidence": "confidence",
    "source_copy_of": "copy_of",
    "source_stated_date": "stated_date",
    "source_evidence_row": "evidence_row",
}
"""The columns of an event's first source, each with the source's field."""
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
    "case",
    "event_id",
)
"""The columns written, in order; the last one names the event, and is not read."""
ONLY_READ = ("timestamp", "earliest", "latest")
OTHER_HEADINGS = {
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
"""What the columns may be called, too, case and punctuation apart."""
IGNORED = "-"
"""In place of a column: what stands there is not read."""


def columns_of(
    headings: Sequence[str], process: Process, renamed: Mapping[str, str] | None = None
) -> tuple[list[str], list[Fault]]:
    """Our name of each column, `IGNORED` for one that is not read; and what is wrong with them.

    Args:
        headings: The headings as they stand.
        process: The process, whose events' fields may be columns.
        renamed: For headings of other people's, our names; `IGNORED` where not to be read.
    """
    known = _known(process)
    own = {_plain(theirs): (theirs, ours) for theirs, ours in (renamed or {}).items()}
    names: list[str] = []
    faults: list[Fault] = []
    for heading in headings:
        _, wanted = own.pop(_plain(heading), ("", heading))
        name = IGNORED if wanted == IGNORED or not heading.strip() else known.get(_plain(wanted))
        if name is None:
            faults.append(_unknown(heading, wanted, known))
        elif name != IGNORED and name in names:
            accepted = "one is needed; take one off, or leave it out with --map HEADING=-"
            faults.append(Fault(_place(heading), f"a second column for {name}", accepted))
        names.append(name or IGNORED)
    faults += [
        Fault(_place(theirs), "no such column", f"the headings are {', '.join(headings)}")
        for theirs, _ in own.values()
    ]
    faults += _missing(names)
    return names, faults


def parse_columns(texts: Iterable[str]) -> dict[str, str]:
    """The columns of others as ours, each written ``THEIRS=OURS``.

    Raises:
        ValueError: A text has no equals sign.
    """
    pairs = [text.rpartition("=") for text in texts]
    for theirs, _, ours in pairs:
        if not theirs or not ours:
            msg = f"{quoted(theirs or ours)}: write THEIRS=OURS, as in --map 'Date of event=on'"
            raise ValueError(msg)
    return {theirs: ours for theirs, _, ours in pairs}


@lru_cache(maxsize=32)
def _known(process: Process) -> Mapping[str, str]:
    """Our columns by every plain heading they may have."""
    own = [field.name for cls in process.events for field in fields(cls) if field.init]
    names = {name: name for name in (*COLUMNS, *ONLY_READ, *own)}
    others = {other: name for name, more in OTHER_HEADINGS.items() for other in more}
    return {**others, **names}


def _plain(heading: str) -> str:
    """A heading without case, punctuation and spaces at its ends."""
    return re.sub(r"[\W_]+", "_", heading.casefold()).strip("_")


def _place(heading: str) -> str:
    return f"headings, column {heading.strip()[:80]}"


def _unknown(heading: str, wanted: str, known: Mapping[str, str]) -> Fault:
    accepted = (
        f"the columns are {', '.join(COLUMNS)}, and the fields of events"
        f"{suggestion(_plain(wanted), known)}; name it with --map HEADING=COLUMN, "
        "or leave it out with --map HEADING=-"
    )
    return Fault(_place(heading), f"a column that is not known, {quoted(wanted)}", accepted)


def _missing(names: Sequence[str]) -> Iterable[Fault]:
    needed = [
        (("authority", "case"), "whom it is about"),
        (("event",), "what happened"),
        (("on", "earliest", "latest", "timestamp"), "when it happened"),
    ]
    for any_of, what in needed:
        if not set(any_of) & set(names):
            accepted = f"a column for {what} is needed: {' or '.join(any_of)}"
            yield Fault("headings", "nothing", accepted)
