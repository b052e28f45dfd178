"""The versions of the file formats that the package reads and writes, and their common fields."""

from __future__ import annotations

from typing import Any

from ..errors import BadHistory, Fault
from .json_words import quoted_json

__all__ = [
    "ENTRIES_FORMAT",
    "HISTORY_FORMAT",
    "PROCESS_FIELD",
    "PROCESS_FORMAT",
    "fields_of_file",
    "other_kind_fault",
]

HISTORY_FORMAT = "trustflow/1"
"""The format of a file of histories."""
PROCESS_FIELD = "process"
"""The field of a file of histories that names its process."""
PROCESS_FORMAT = "trustflow-process/1"
ENTRIES_FORMAT = "trustflow-entries/1"
"""The format of a file of entries, which a ledger writes."""
CONTENTS = {
    HISTORY_FORMAT: "histories",
    PROCESS_FORMAT: "a process",
    ENTRIES_FORMAT: "the entries of a ledger",
}
"""What a file of each format contains."""
WAYS_OUT = {
    PROCESS_FORMAT: " Give a process with --process FILE.",
    ENTRIES_FORMAT: " To begin the cases that it has anew, use `trustflow ledger import FILE`; to "
    "save their histories in a file, `trustflow convert FILE FILE`; in Python, read it with "
    "`read_file` and ReadOptions(on_entries=…).",
}
"""What to do with a file of each format."""


def fields_of_file(data: object, wanted: str, faults: list[Fault]) -> dict[str, Any]:
    """Check the format of a file and return its other fields.

    Args:
        data: The data of the file.
        wanted: The format that the file must have.
        faults: The list to which a fault in the format is added.

    Raises:
        BadHistory: The data are not an object, or are those of a file of the other format.
    """
    if not isinstance(data, dict):
        accepted = f'Expected an object such as {{"format": "{wanted}", …}}.'
        raise BadHistory([Fault("$", quoted_json(data), accepted)])
    found = data.get("format")
    if isinstance(found, str) and found in CONTENTS and found != wanted:
        raise BadHistory([other_kind_fault(found, wanted)])
    if found != wanted:
        is_newer = isinstance(found, str) and found.startswith(f"{wanted.partition('/')[0]}/")
        accepted = (
            f"Expected {wanted!r}, which this version of trustflow reads. A newer version may read "
            "the file."
            if is_newer
            else f"Expected {wanted!r}."
        )
        faults.append(
            Fault("$.format", quoted_json(found) if "format" in data else "nothing", accepted)
        )
    return {name: value for name, value in data.items() if name != "format"}


def other_kind_fault(found: str, wanted: str) -> Fault:
    """Return the fault of a file of another format: what it contains, and how it is given."""
    way_out = WAYS_OUT.get(found, "")
    accepted = f"This file contains {CONTENTS[found]}, not {CONTENTS[wanted]}.{way_out}"
    return Fault("$.format", quoted_json(found), accepted)
