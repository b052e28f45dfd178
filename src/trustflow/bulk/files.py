"""The check of a log in a file of any size, with bounded memory."""

from __future__ import annotations

import importlib
import math
import tempfile
import zlib
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..errors import InvalidValue, from_extra, quoted
from ..exchange import replacing
from ..history import Strength
from ..trust_transfer import TRUST_TRANSFER
from .frame import check_frame

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import BinaryIO, TypeAlias

    import pyarrow as pa

    from ..process import Process

__all__ = ["FileChecked", "check_file"]

Item = TypeVar("Item")
Tracked: TypeAlias = "Callable[[Iterable[Any], str], Iterable[Any]]"
"""What is called with what is gone through and what is done with it, and gives the same."""

ROWS_AT_ONCE = 1_000_000
"""How many rows are in memory at a time, about."""
BATCH = 250_000
"""The rows of a batch of Parquet."""
BYTES_OF_A_ROW = 40
"""About what a row of CSV takes, by which the rows of a file are guessed."""
ENDINGS = (".parquet", ".csv")


class FileChecked(NamedTuple):
    """What the check of a file came to.

    Attributes:
        rows: How many events it holds.
        findings: How many findings there are.
        certain: By strength, how many of them are certain.
    """

    rows: int
    findings: int
    certain: dict[Strength, int]


def check_file(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    process: Process = TRUST_TRANSFER,
    *,
    rows_at_once: int = ROWS_AT_ONCE,
    tracked: Tracked | None = None,
) -> FileChecked:
    """Check the log of a file and write its findings to another; each may be Parquet or CSV.

    The columns are those of `check_frame`. The rows of a case may stand anywhere in the file. One
    that does not fit in memory is first split by case into parts beside the target; then findings
    stand case by case, and the cases in no particular order. A single case has to fit.

    Args:
        source: The log: a file that ends in ``.parquet`` or ``.csv``.
        target: The findings, likewise; what is there is replaced when all went well.
        process: The process.
        rows_at_once: How many rows are in memory at a time, about.
        tracked: Called with what is gone through and a word for it, it gives the same while it
            shows how far it is; nothing is shown when left out.

    Raises:
        InvalidValue: An ending is none of these, or a column that is needed is not there.
        MissingExtra: What the extra ``bulk`` installs is not there.
        ValueError: The file is not what its ending says.
        OSError: A file cannot be read or written.
    """
    with from_extra("bulk"):
        importlib.import_module("numba")  # missing, it is told before a file is opened
    ending, opened = _ending(target), _opened(Path(source), process)
    folder = Path(target).resolve().parent
    rows = findings = 0
    certain = dict.fromkeys(Strength, 0)
    with replacing(target) as file, ExitStack() as stack:
        writer: Any = None
        for table in _parts(opened, folder, rows_at_once, tracked or _untracked):
            found: pa.Table = check_frame(table, process)
            rows += len(table)
            findings += len(found)
            sure = found.filter(found["certain"])["strength"].value_counts().to_pylist()
            for each in sure:
                certain[Strength(each["values"])] += each["counts"]
            if writer is None:
                writer = stack.enter_context(_writer(file, ending, found.schema))
            writer.write_table(found)
    return FileChecked(rows, findings, certain)


def _untracked(items: Iterable[Item], _what: str) -> Iterable[Item]:
    return items


def _ending(path: str | os.PathLike[str]) -> str:
    ending = Path(path).suffix.casefold()
    if ending not in ENDINGS:
        accepted = f"a name that ends in {' or '.join(ENDINGS)} is needed"
        raise InvalidValue(quoted(str(path)), "name of a log or of findings", accepted)
    return ending


def _writer(file: BinaryIO, ending: str, schema: pa.Schema) -> Any:
    if ending == ".csv":
        from pyarrow.csv import CSVWriter

        return CSVWriter(file, schema)
    from pyarrow.parquet import ParquetWriter

    return ParquetWriter(file, schema)


def _parts(source: _Source, folder: Path, rows_at_once: int, track: Tracked) -> Iterator[pa.Table]:
    """Tables that together hold the log, each with all the rows of its cases."""
    import pyarrow as pa

    count = math.ceil(source.rows / rows_at_once)
    if count <= 1:
        yield pa.Table.from_batches(list(source.batches), source.schema)
        return
    with tempfile.TemporaryDirectory(prefix=".trustflow-", dir=folder) as parts:
        paths = [Path(parts) / f"{number}.arrow" for number in range(count)]
        _split(track(source.batches, "splitting by case"), paths)
        for path in track([path for path in paths if path.exists()], "checking"):
            with pa.memory_map(str(path)) as file:
                yield pa.ipc.open_stream(file).read_all()


class _Source(NamedTuple):
    """A log in a file: how many rows it has, about, its columns, and the rows in batches."""

    rows: float
    schema: pa.Schema
    batches: Iterable[pa.RecordBatch]


def _opened(path: Path, process: Process) -> _Source:
    if _ending(path) == ".csv":
        return _opened_csv(path, process)
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    from .event_log import columns_needed

    file = ParquetFile(path)
    names = list(columns_needed(process, file.schema_arrow.names))
    schema = pa.schema([file.schema_arrow.field(name) for name in names])
    batches = (batch.select(names) for batch in file.iter_batches(BATCH, columns=names))
    return _Source(file.metadata.num_rows, schema, batches)


def _opened_csv(path: Path, process: Process) -> _Source:
    import pyarrow as pa
    from pyarrow import csv

    from .event_log import columns_needed

    with csv.open_csv(path) as reader:
        names = columns_needed(process, reader.schema.names)
    convert = csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        include_columns=names,
        strings_can_be_null=True,
    )
    schema = pa.schema([(name, pa.string()) for name in names])
    batches = csv.open_csv(path, convert_options=convert)
    return _Source(path.stat().st_size / BYTES_OF_A_ROW, schema, batches)


def _split(batches: Iterable[pa.RecordBatch], paths: Sequence[Path]) -> None:
    """Spread rows over files, all those of a case to one, in the order in which they come."""
    import numpy as np
    import pyarrow as pa

    from .columns import encoded

    writers: dict[int, pa.RecordBatchStreamWriter] = {}
    with ExitStack() as stack:
        for batch in batches:
            case = encoded(pa.chunked_array([batch["case"]]))
            part = case.each(
                [zlib.crc32(str(name).encode()) % len(paths) for name in case.values], 0
            )
            order = np.argsort(part, kind="stable")
            ordered = batch.take(pa.array(order))
            edges = np.searchsorted(part[order], np.arange(len(paths) + 1)).tolist()
            for number, path in enumerate(paths):
                if edges[number] == edges[number + 1]:
                    continue
                if number not in writers:
                    file = stack.enter_context(path.open("wb"))
                    writer = pa.ipc.new_stream(file, batch.schema)
                    writers[number] = stack.enter_context(writer)
                writers[number].write_batch(
                    ordered.slice(edges[number], edges[number + 1] - edges[number])
                )
