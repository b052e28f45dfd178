"""Remember which cases ended, to notice one that comes again, with bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from .arrow_arrays import array_of, numbers_of
from .case_keys import part_of
from .spill_file import SpillFile

if TYPE_CHECKING:
    from pathlib import Path

    from .case_keys import Keys

__all__ = ["EndedCases"]

KEYS_IN_MEMORY = 1 << 22
"""The number of cases that are remembered in memory; those before them are on disk."""
PARTS = 64
"""The number of parts of the cases on disk, of which one at a time is read."""


class EndedCases:
    """The keys of the cases that ended: the last ones in memory, those before them on disk.

    Args:
        folder: The folder for a temporary file.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._recent = np.empty(0, np.uint64)
        self._older: SpillFile | None = None

    def close(self) -> None:
        """Delete the temporary file."""
        if self._older is not None:
            self._older.close()

    def add(self, keys: Keys) -> bool:
        """Add the keys of cases; return whether no case is known to have ended before.

        A case that ended long ago is noticed only by `are_distinct`.
        """
        together = np.concatenate((self._recent, np.sort(keys)))
        together.sort(kind="stable")  # which is quick for two runs that are in order
        if (together[1:] == together[:-1]).any():
            return False
        self._recent = together
        if len(together) > KEYS_IN_MEMORY:
            self._spill()
        return True

    def are_distinct(self) -> bool:
        """Return whether no case came again after it ended."""
        if self._older is None:
            return True
        self._spill()
        return all(self._is_distinct(part) for part in range(PARTS))

    def _spill(self) -> None:
        if self._older is None:
            self._older = SpillFile(self._folder, PARTS)
        batch = pa.RecordBatch.from_arrays([array_of(self._recent)], ["key"])
        self._older.add(batch, part_of(self._recent, PARTS, 0))
        self._recent = np.empty(0, np.uint64)

    def _is_distinct(self, part: int) -> bool:
        assert self._older is not None  # noqa: S101 - for the type checker
        keys = [numbers_of(batch.column(0)) for batch in self._older.batches(part)]
        return not keys or len(np.unique(np.concatenate(keys))) == sum(map(len, keys))
