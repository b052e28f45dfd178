"""Split a log by case into parts on disk, and read each part as a table."""

from __future__ import annotations

import errno
import math
import shutil
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from .arrow_arrays import array_of, numbers_of
from .case_keys import NO_CASE, case_keys, numbered_cases, part_of
from .log_files import ROW
from .spill_file import SpillFile, packed_size
from .text_codes import TextCodes
from .whole_cases import gathered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from .case_keys import Parts
    from .log_files import LogFiles

__all__ = ["CaseSplitter", "bytes_in_words"]

MAX_CHUNKS = 1 << 22
"""About the most chunks of a temporary file. The place of each is held in memory."""
MAX_PASSES = 4
"""How many times rows are split at most. A part with a single case cannot be split."""
TOO_LARGE = 2
"""A part that has so many times the rows that it should have is split again."""
MARGIN = 1.2
"""How many times the estimated space must be free, because the estimate is a rough one."""
MEGABYTE, GIGABYTE = 1_000_000, 1_000_000_000


class CaseSplitter:
    """Splits a log by case into parts that fit in memory.

    Args:
        log: The log.
        folder: The folder for temporary files.
        rows_at_once: The approximate number of rows to hold in memory at a time.
        notify: A function that takes a sentence for the user, such as how much space is needed.
    """

    def __init__(
        self, log: LogFiles, folder: Path, rows_at_once: int, notify: Callable[[str], None]
    ) -> None:
        self._log = log
        self._folder = folder
        self._rows = rows_at_once
        self._notify = notify
        self._codes = TextCodes(log.schema)

    def split(self, batches: Iterable[pa.RecordBatch]) -> SpillFile:
        """Return a temporary file with the rows by part, which the caller must close.

        Raises:
            OSError: The folder has too little space.
        """
        tables = (table for table, _ in gathered(batches, self._log.schema, self._rows))
        first = next(tables)
        # A table has fewer rows than asked for if its texts are long.
        self._rows = max(1, min(self._rows, len(first)))
        count = self._part_count(max(self._log.rows, len(first)))
        spill = SpillFile(self._folder, count)
        with _closed_on_error(spill):
            self._require_space(first, count)
            self._add(spill, first, 0)
            for table in tables:
                self._add(spill, table, 0)
        return spill

    def parts(self, spill: SpillFile, passes: int = 1) -> Iterator[pa.Table]:
        """Yield the rows part by part, so that all rows of a case are in one table."""
        for part, rows in enumerate(spill.rows.tolist()):
            if rows > TOO_LARGE * self._rows and passes < MAX_PASSES:
                with closing(self._split_again(spill, part, passes)) as smaller:
                    yield from self.parts(smaller, passes + 1)
            elif rows:
                yield self._numbered(self._codes.decode([*spill.batches(part)]))

    def _numbered(self, table: pa.Table) -> pa.Table:
        """Return rows with the names of their cases as a dictionary, if that saves time."""
        found = numbered_cases(self._log.reader(table))
        if found is None:
            return table
        name, cases = found
        return table.set_column(table.column_names.index(name), name, cases)

    def _split_again(self, spill: SpillFile, part: int, passes: int) -> SpillFile:
        smaller = SpillFile(self._folder, self._part_count(int(spill.rows[part])))
        with _closed_on_error(smaller):
            for batch in spill.batches(part):
                parts = self._parts_of(self._codes.decode([batch]), smaller, passes)
                smaller.add(batch, parts)
        return smaller

    def _part_count(self, rows: float) -> int:
        # A chunk is the rows of one part that are added at once, so there are parts × tables.
        tables = math.ceil(rows / self._rows)
        return min(tables, max(2, MAX_CHUNKS // tables))

    def _add(self, spill: SpillFile, table: pa.Table, passes: int) -> None:
        for batch in table.unify_dictionaries().combine_chunks().to_batches():
            parts = self._parts_of(pa.Table.from_batches([batch]), spill, passes)
            spill.add(self._codes.encode(batch), parts)

    def _parts_of(self, table: pa.Table, spill: SpillFile, passes: int) -> Parts:
        """Return the part of each row. Rows without a case are spread over all parts."""
        keys = case_keys(self._log.reader(table))
        if (has_none := keys == NO_CASE).any():
            keys[has_none] = numbers_of(table[ROW])[has_none].astype(np.uint64)
        return part_of(keys, len(spill.rows), passes)

    def _require_space(self, first: pa.Table, count: int) -> None:
        """Say how much space the temporary file needs, and raise an error if there is less."""
        # Rows of one part are about as far from each other as these.
        places = array_of(np.arange(0, len(first), min(count, len(first))))
        (sample,) = first.unify_dictionaries().combine_chunks().take(places).to_batches()
        size = packed_size(self._codes.encode(sample)) / len(sample)
        needed = MARGIN * size * max(self._log.rows, len(first))
        free = shutil.disk_usage(self._folder).free
        if needed > free:
            message = (
                f"The log is split by case, which needs about {bytes_in_words(needed)} for "
                f"temporary files; {bytes_in_words(free)} are free. Give another folder for them"
            )
            raise OSError(errno.ENOSPC, message, str(self._folder))
        self._notify(
            f"The log is split by case, which needs about {bytes_in_words(needed)} for temporary "
            f"files in {self._folder}."
        )


@contextmanager
def _closed_on_error(spill: SpillFile) -> Iterator[None]:
    """Close a file if the block raises an error."""
    try:
        yield
    except BaseException:
        spill.close()
        raise


def bytes_in_words(count: float) -> str:
    """Return a number of bytes in words."""
    if count < GIGABYTE:
        return f"{max(1, round(count / MEGABYTE)):,} MB"
    return f"{count / GIGABYTE:,.1f} GB"
