"""Read a file of an event log as batches of columns: Parquet, Arrow or CSV."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from ..errors import BadHistory, quoted
from .csv_log import csv_batches, csv_places
from .headings import column_places
from .log_schema import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..exchange import ReadOptions
    from ..process import Process
    from .log_paths import LogPath

__all__ = ["LogHead", "column_batches", "named_errors", "read_head"]

BATCH_ROWS = 250_000
"""The number of rows read from a file at a time."""
BUFFER_BYTES = 1 << 20
"""The number of bytes of each column that are read from a Parquet file at a time."""
INDEX_OF_PANDAS = re.compile(r"__index_level_\d+__")
"""The name of a column in which pandas writes an index without a name."""
NOT_UTF8 = "\N{REPLACEMENT CHARACTER}"
"""What Arrow writes in words for bytes that are not UTF-8."""
ARROW_MAGIC = b"ARROW1"
"""The first bytes of a file of Arrow; a stream of Arrow begins otherwise."""


class LogHead(NamedTuple):
    """What is known of a file before its rows are read.

    Attributes:
        path: The file.
        places: The position of each column that is read, by its name.
        columns: The names and types of these columns.
        rows: The number of rows; approximate if only reading all of them would tell.
    """

    path: LogPath
    places: Mapping[str, int]
    columns: Sequence[tuple[str, pa.DataType]]
    rows: float


def read_head(path: LogPath, process: Process, options: ReadOptions) -> LogHead:
    """Return what is known of a file before its rows are read.

    Args:
        path: The file.
        process: The process.
        options: How the headings and the texts are read.

    Raises:
        BadHistory: A heading is unknown or occurs twice, or a required column is missing.
    """
    with named_errors(path):
        if path.suffix == ".csv":
            places = csv_places(path.path, process, options)
            columns = [(name, pa.string()) for name in places]
            return LogHead(path, places, columns, _approximate_lines(path))
        schema, rows = _parquet_schema(path) if path.suffix == ".parquet" else _arrow_schema(path)
        headings = schema.names
        indexes = {name: "-" for name in headings if INDEX_OF_PANDAS.fullmatch(name)}
        places, faults = column_places(headings, process, {**indexes, **(options.columns or {})})
        if faults:
            raise BadHistory(faults)
        columns = [(name, schema.field(place).type) for name, place in places.items()]
        for name, kind in columns:
            if NOT_UTF8 in str(kind):  # such as the name of a time zone
                msg = f"the type of the column {quoted(name)} is damaged"
                raise UnicodeError(msg)
        return LogHead(path, places, columns, rows)


def column_batches(
    head: LogHead, process: Process, options: ReadOptions
) -> Iterator[Sequence[pa.Array]]:
    """Yield the columns that are read, in batches.

    Args:
        head: The file.
        process: The process.
        options: How the headings and the texts are read.

    Raises:
        BadHistory: Some lines of a CSV file cannot be read.
    """
    if head.path.suffix == ".csv":
        return csv_batches(head.path.path, process, options, head.places)
    if head.path.suffix == ".parquet":
        return _parquet_batches(head)
    return _arrow_batches(head)


@contextmanager
def named_errors(path: LogPath, rows: int | None = None) -> Iterator[None]:
    """Name the file, and how many of its rows were read, in errors about its content.

    Args:
        path: The file.
        rows: The number of rows read so far, if rows were read.
    """
    try:
        yield
    except (pa.ArrowException, UnicodeError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # it is an error of the operating system, not of the content
        after = f", after row {rows:,}" if rows else ""
        msg = f"{path.name}{after}: {error}"
        raise ValueError(msg) from error
    except BadHistory as error:
        if error.where == BadHistory([]).where:
            raise BadHistory(error.faults, where=path.name) from None
        raise


def _approximate_lines(path: LogPath) -> float:
    """Return the number of lines of a file, from the length of the first ones."""
    size = path.path.stat().st_size
    with path.path.open("rb") as file:
        sample = file.read(BUFFER_BYTES)
    return size * sample.count(b"\n") / len(sample) if sample else 0


def _parquet_schema(path: LogPath) -> tuple[pa.Schema, int]:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path.path) as file:
        return file.schema_arrow, file.metadata.num_rows


def _parquet_batches(head: LogHead) -> Iterator[Sequence[pa.Array]]:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(head.path.path) as file:
        all_headings = file.schema_arrow.names
    headings = [all_headings[place] for place in head.places.values()]
    texts = [
        heading
        for heading, (name, kind) in zip(headings, head.columns, strict=True)
        if name not in KEYS and (pa.types.is_string(kind) or pa.types.is_large_string(kind))
    ]
    # A dictionary in the file is read as one, which is faster than to make each text of it.
    with ParquetFile(
        head.path.path, read_dictionary=texts, buffer_size=BUFFER_BYTES, pre_buffer=False
    ) as file:
        for batch in file.iter_batches(BATCH_ROWS, columns=headings):
            yield batch.select(headings).columns


@contextmanager
def _arrow_reader(path: LogPath) -> Iterator[tuple[Any, bool, pa.NativeFile]]:
    """Yield a reader of a file or a stream of Arrow, whether it is a file, and what it reads."""
    # A memory map of a file that somebody truncates meanwhile would end the process.
    with pa.OSFile(str(path.path)) as source:
        is_file = source.read(len(ARROW_MAGIC)) == ARROW_MAGIC
        source.seek(0)
        with pa.ipc.open_file(source) if is_file else pa.ipc.open_stream(source) as reader:
            yield reader, is_file, source


def _arrow_schema(path: LogPath) -> tuple[pa.Schema, float]:
    """Return the columns of a file, and the number of its rows, from that in the first batch."""
    with _arrow_reader(path) as (reader, is_file, source):
        if is_file:
            count = reader.num_record_batches
            return reader.schema, len(reader.get_batch(0)) * count if count else 0
        first = next(iter(reader), ())
        return reader.schema, len(first) * path.path.stat().st_size / source.tell()


def _arrow_batches(head: LogHead) -> Iterator[Sequence[pa.Array]]:
    with _arrow_reader(head.path) as (reader, is_file, _):
        batches = map(reader.get_batch, range(reader.num_record_batches)) if is_file else reader
        for batch in batches:
            batch.validate(full=True)  # a damaged place of a text would end the process
            columns = [batch.column(place) for place in head.places.values()]
            for start in range(0, len(batch), BATCH_ROWS):
                yield [column.slice(start, BATCH_ROWS) for column in columns]
