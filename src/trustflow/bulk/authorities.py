"""Replace the spellings and codes of authorities in a log by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..exchange import TableReader
from .arrays import NONE
from .combinations import distinct_combinations
from .texts import EncodedColumn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..exchange import ReadOptions
    from ..process import Process

__all__ = ["AUTHORITY_COLUMNS", "named_authorities"]

AUTHORITY_COLUMNS = ("case", "authority", "gss_code")
"""The columns from which the name of an authority is worked out."""


def named_authorities(
    columns: Mapping[str, EncodedColumn], process: Process, options: ReadOptions
) -> dict[str, EncodedColumn]:
    """Return `AUTHORITY_COLUMNS` with the names of the authorities, as `from_frame` works them out.

    Args:
        columns: Those of the columns that the log has.
        process: The process.
        options: How texts are read, with the names of authorities.
    """
    reader = TableReader(process, options)
    reader.begin_table({name: name for name in columns}, ())
    indices = [column.indices - np.int32(NONE) for column in columns.values()]  # 0 for no text
    combination, examples = distinct_combinations(indices[0], indices)
    rows = [
        reader.row_of(
            (name, column.values[column.indices[row]])
            for name, column in columns.items()
            if column.indices[row] != NONE
        )
        for row in examples.tolist()
    ]
    has_fault = np.array([bool(faults) for _, faults in rows], np.bool_)[combination]
    named = {}
    for name in AUTHORITY_COLUMNS:
        numbers: dict[str | None, int] = {None: NONE}
        places = [numbers.setdefault(row.get(name), len(numbers) - 1) for row, _ in rows]
        unreadable = columns[name].unreadable if name in columns else has_fault
        named[name] = EncodedColumn(
            np.array(places, np.int32)[combination],
            [text for text in numbers if text is not None],
            has_fault | unreadable if len(unreadable) else has_fault,
            is_changed=True,
        )
    return named
