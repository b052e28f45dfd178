"""Targets for data frames, and for files of Parquet and Arrow."""

import io
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet

from tests.fuzz.answers import answer_of, is_refused
from tests.fuzz.draw import Draw, damaged
from tests.test_any_frame import assert_agrees
from trustflow.bulk import cases, check_file, check_frame, findings, kernel, row_loops, text_views
from trustflow.errors import BadHistory

HEADINGS = (
    *("case", "event", "on", "earliest", "latest", "authority", "note", "areas", "judgement"),
    *("received_on", "framework", "kind", "responds_to", "known_on", "source", "begins_in"),
    *("inherited", "into", "details", "deadline", "Case ID", "date"),
)
TEXTS = (
    *("X", "Y", "note", "2016-07", "2016-07-14", "inspection_published_inadequate", "good"),
    *("direction_issued_trust", "trust_went_live", "not inadequate", "ILACS", "yes", "6/10/2016"),
    *("2016-09-12/2016-10-06", "42567", "..", "2016~", "nan", "", " ", "\N{NO-BREAK SPACE}"),
    *('{"note": "n"}', "[redacted]", "=1+1", "'=1+1", "leadership=good; help=inadequate"),
)
TIME_ZONES = (None, "UTC", "Europe/London", "+01:00", "Nowhere/Land", "-99:99")
UNITS = ("s", "ms", "us", "ns")
FIXED = (
    *(pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint32(), pa.uint64()),
    *(pa.float16(), pa.float32(), pa.float64(), pa.bool_(), pa.date32(), pa.date64()),
    *(pa.time32("s"), pa.time64("ns"), pa.decimal128(38, 5), pa.binary(3)),
    *(pa.month_day_nano_interval(), pa.decimal256(50, -3)),
    *(pa.duration(unit) for unit in UNITS),
    *(pa.timestamp(unit, zone) for unit in UNITS for zone in TIME_ZONES),
)
"""The types whose values have a fixed number of bits, so that any bytes are values."""
MADE_OF_TEXTS = (
    *(pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.null()),
    *(pa.dictionary(pa.int8(), pa.string()), pa.list_(pa.string())),
    pa.struct([("event", pa.string())]),
)
KINDS = (*[pa.string()] * 40, *FIXED, *MADE_OF_TEXTS)
MAX_COLUMNS, MAX_ROWS = 6, 6
BACKENDS = (
    lambda table: table,
    lambda table: pa.concat_tables([table.slice(0, 1), table.slice(1)]),
    pa.Table.to_pandas,
    lambda table: pd.DataFrame(table.to_pydict(), dtype=object),
    lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    pl.from_arrow,
)
"""Functions that return a table as a frame of a library."""
ENDINGS = (".parquet", ".arrow", ".arrows", ".feather", ".csv")


@contextmanager
def plain_python():
    """Check events without compiled code, whose lines the fuzzer could not watch."""
    with ExitStack() as stack:
        for module, name, function in (
            (findings, "compiled_check_cases", kernel.check_cases),
            (cases, "compiled_group_rows", row_loops.group_rows),
            (text_views, "compiled_number_views", text_views.number_views),
        ):
            stack.enter_context(patch.object(module, name, function))
        with np.errstate(over="ignore"):
            yield


def column(draw, rows):
    """Return a column of any type, with any cells."""
    kind = draw.choice(KINDS)
    if kind in FIXED:
        size = -(-kind.bit_width * rows // 8)
        valid = pa.py_buffer(draw.take(1))
        values = pa.Array.from_buffers(kind, rows, [valid, pa.py_buffer(draw.take(size))])
        try:
            values.validate(full=True)
        except pa.ArrowInvalid:  # some types exclude some bytes, such as 39 digits of 38
            return pa.nulls(rows, kind)
        return values
    texts = [draw.choice((*TEXTS, None, draw.text)) for _ in range(rows)]
    texts = [text() if callable(text) else text for text in texts]
    if pa.types.is_list(kind):
        return pa.array([None if text is None else [text, "x"] for text in texts], kind)
    if pa.types.is_struct(kind):
        return pa.array([None if text is None else {"event": text} for text in texts], kind)
    if pa.types.is_null(kind):
        return pa.nulls(rows)
    return pa.array(texts, pa.string()).cast(kind)


def arrow_table(draw):
    """Return a table of any columns."""
    rows = draw.number(MAX_ROWS + 1)
    names = [
        heading() if callable(heading) else heading
        for heading in (
            draw.choice((*HEADINGS, draw.text)) if number > 2 else HEADINGS[number]
            for number in range(draw.number(MAX_COLUMNS + 1))
        )
    ]
    return pa.Table.from_arrays([column(draw, rows) for _ in names], names)


def frame_of(table, backend):
    """Return a table as a frame of a library, or None if that library refuses it."""
    try:
        return backend(table)
    # Any error here is one of the other library, before trustflow has seen the frame.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        return None


def read_frames(data):
    """Read a frame of any columns and cells: `check_frame` must agree with `from_frame`."""
    draw = Draw(data)
    backend = draw.choice(BACKENDS)
    day_first = bool(draw.number(2))
    frame = frame_of(arrow_table(draw), backend)
    if frame is not None:
        with plain_python():
            assert_agrees(frame, day_first=day_first)


def written(table, ending):
    """Return the bytes of a file with a table, or None if the format does not have its types."""
    file = io.BytesIO()
    try:
        match ending:
            case ".parquet":
                pyarrow.parquet.write_table(table, file)
            case ".csv":
                table.to_pandas().to_csv(file, index=False)
            case ".arrows":
                with pa.ipc.new_stream(file, table.schema) as writer:
                    writer.write_table(table)
            case ".feather":
                pyarrow.feather.write_feather(table, file, compression="uncompressed")
            case _:
                with pa.ipc.new_file(file, table.schema) as writer:
                    writer.write_table(table)
    except Exception:  # noqa: BLE001 - any error here is one of the other library
        return None
    return file.getvalue()


def check_files(data):
    """Check a file of Parquet, Arrow or CSV, also a damaged one: it must be refused or checked."""
    draw = Draw(data)
    ending = draw.choice(ENDINGS)
    changes = Draw(draw.take(16))
    table = arrow_table(draw)
    content = written(table, ending)
    if content is None:
        return
    changed = damaged(content, changes, 3)
    with plain_python(), tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"log{ending}")
        source.write_bytes(changed)
        summary = answer_of(lambda: checked_file(source))
        if content == changed and ending != ".csv":
            findings = answer_of(lambda: check_frame(table))
            assert is_refused(summary) == is_refused(findings)
            assert is_refused(summary) or summary.findings == len(findings)


def checked_file(source):
    """Return the result of the check of a file.

    Raises:
        BadHistory: The file was refused; also where the error is the `ValueError` that is
            documented for content that is not in the format of the file.
    """
    try:
        return check_file(source, source.with_name("findings.csv"))
    except ValueError as error:
        if type(error) is ValueError and error.__cause__ is not None:
            raise BadHistory([], str(error)) from error
        raise


TARGETS = {"frames": read_frames, "files": check_files}
SEEDS = {
    # Two rows of case, event and on, in each library and each kind of file.
    "frames": [
        bytes([backend, 0, 2, 3, *[0, 0, 0, 0, 0, 4, 0, 2, 4]]) for backend in range(len(BACKENDS))
    ],
    "files": [
        bytes([ending, *bytes(16), 2, 3, *[0, 0, 0, 0, 2, 2, 0, 3, 4]])
        for ending in range(len(ENDINGS))
    ],
}
