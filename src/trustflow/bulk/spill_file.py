"""Keep the parts of a log in one temporary file, whatever their number.

Each part is a list of chunks of the file. Only one file is therefore open, and nothing is left
behind: on most systems the file has no name, so that even a killed process leaves no trace.
"""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ..exchange import TEMPORARY
from .arrow_arrays import array_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .arrays import Ints

__all__ = ["SpillFile", "packed_size"]

OPTIONS = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)


class SpillFile:
    """Batches of rows by part, compressed in a temporary file.

    Args:
        folder: The folder of the file.
        count: The number of parts.

    Attributes:
        rows: For each part, the number of its rows.
        size: The number of bytes in the file.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        with _naming(folder):
            self._file = tempfile.TemporaryFile(prefix=TEMPORARY, dir=folder)  # noqa: SIM115 - `close` closes it
        self.size = 0
        self._chunks: list[Ints] = []
        self._schemas: list[pa.Schema] = []
        self.rows = np.zeros(count, np.int64)

    def close(self) -> None:
        """Delete the file."""
        self._file.close()

    def add(self, batch: pa.RecordBatch, part: Ints) -> None:
        """Append the rows of a batch to their parts.

        Args:
            batch: The rows.
            part: For each row, the number of its part.
        """
        order = np.argsort(part, kind="stable")
        ordered = batch.take(array_of(order))
        counts = np.bincount(part, minlength=len(self.rows))
        self.rows += counts
        present = np.flatnonzero(counts)
        starts = np.cumsum(counts)[present] - counts[present]
        memory = pa.BufferOutputStream()
        with pa.ipc.new_stream(memory, ordered.schema, options=OPTIONS) as stream:
            stream.write_batch(ordered.slice(0, 0))  # the schema comes before the first batch
            ends = [memory.tell()]
            for start, count in zip(starts.tolist(), counts[present].tolist(), strict=True):
                stream.write_batch(ordered.slice(start, count))
                ends.append(memory.tell())
        data = memory.getvalue()
        with _naming(self._folder):
            self._file.write(data)
        places_in_file = np.array(ends) + self.size
        self.size += len(data)
        # For each part, the place of its chunk and, in the next element, the end of the chunk.
        places = np.full((len(self.rows), 2), -1, np.int64)
        places[present] = np.column_stack((places_in_file[:-1], places_in_file[1:]))
        self._chunks.append(places)
        self._schemas.append(batch.schema)

    def batches(self, part: int) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a part as batches, in the order in which they were added."""
        with _naming(self._folder):
            self._file.flush()
        for places, schema in zip(self._chunks, self._schemas, strict=True):
            start, end = places[part].tolist()
            if start >= 0:
                with _naming(self._folder):
                    self._file.seek(start)
                    data = self._file.read(end - start)
                yield pa.ipc.read_record_batch(pa.py_buffer(data), schema)


def packed_size(batch: pa.RecordBatch) -> int:
    """Return the size that a batch has in a file."""
    memory = pa.BufferOutputStream()
    with pa.ipc.new_stream(memory, batch.schema, options=OPTIONS) as stream:
        stream.write_batch(batch)
    return len(memory.getvalue())


@contextmanager
def _naming(folder: Path) -> Iterator[None]:
    """Name the folder of the temporary file in every error of the operating system."""
    try:
        yield
    except OSError as error:
        message = os.strerror(error.errno) if error.errno else str(error)
        if error.errno == errno.ENOSPC:
            message += " for temporary files. Give another folder for them"
        raise OSError(error.errno, message, str(folder)) from None
