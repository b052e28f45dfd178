"""Blank rows and notes of logs: batches give the same as a whole table, with bounded memory."""

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.bulk.test_files import read
from trustflow.bulk import check_file, log_readers
from trustflow.bulk.column_reader import ColumnReader
from trustflow.bulk.frame_adapter import FrameAdapter
from trustflow.bulk.notes import BatchNotes, kept_rows
from trustflow.exchange import ReadOptions, table_notes, without_notes
from trustflow.trust_transfer import TRUST_TRANSFER

NAMES = ("case", "event", "on", "note")
EVENT, COPIED_DOWN = ("a", "trust_went_live", "2016", None), ("a", None, None, None)
ROWS = st.sampled_from(
    [
        (None, None, None, None),
        COPIED_DOWN,
        ("b", None, None, None),
        (None, None, None, "key"),
        ("a", None, None, "key"),
        EVENT,
        ("a", "trust_went_live", "2016", "key"),
        ("b", None, "2017", None),
    ]
)


def table_of(rows):
    """Return rows as a table with numbers of rows."""
    columns = {
        name: pa.array([row[place] for row in rows], pa.string())
        for place, name in enumerate(NAMES)
    }
    return pa.table({**columns, "row": pa.array(range(len(rows)), pa.int64())})


def reader_of(batch):
    """Return the reader of a batch."""
    frame = nw.from_native(pa.Table.from_batches([batch]).select(NAMES), eager_only=True)
    read_column = FrameAdapter(frame, NAMES, None).column
    return ColumnReader(read_column, NAMES, TRUST_TRANSFER, ReadOptions(), guarded=False)


def filled(row):
    """Return the cells that a row has."""
    return [(name, cell) for name, cell in zip(NAMES, row, strict=True) if cell is not None]


@given(rows=st.lists(ROWS, max_size=14), sizes=st.lists(st.integers(1, 4), min_size=14))
@example(rows=[EVENT, COPIED_DOWN, EVENT], sizes=[1, 2])  # the row above is in the batch before
def test_batches_keep_the_rows_that_a_whole_table_keeps(rows, sizes):
    """Wherever a batch ends, also within blank rows and notes."""
    numbered = without_notes(enumerate(rows), lambda each: filled(each[1]), copied_down=True)
    expected = [number for number, _ in numbered]
    table, notes, first, found = table_of(rows), BatchNotes(reader_of), 0, []
    if rows:
        (batch,) = table.to_batches()
        assert expected == kept_rows(reader_of(batch)).tolist()
    for size in sizes:
        for batch in table.slice(first, size).combine_chunks().to_batches():
            found += [number for kept in notes.kept(batch) for number in kept["row"].to_pylist()]
        first += size
    assert expected == found


@pytest.fixture
def _small_batches(monkeypatch):
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 50)


@pytest.mark.usefixtures("_small_batches")
@pytest.mark.parametrize(
    ("names", "events", "kept"),
    [
        (["a", *[None] * 3000], ["trust_went_live"] * 3001, 3001),
        ([None] * 3001, ["trust_went_live"] * 3001, 3001),
        (["a"] + [None] * 3000, ["trust_went_live"] + [None] * 3000, 1),
        (["a"] + [None] * 2999 + ["b"], ["trust_went_live"] + [None] * 2999 + ["x"], 2),
        (["a"] * 3001, ["trust_went_live"] + [None] * 3000, 1),
    ],
)
def test_rows_of_no_case_and_empty_rows_are_not_collected(tmp_path, sizes, names, events, kept):
    """However many there are, only some rows are held at a time."""
    log = pa.table({"case": names, "event": events, "on": [each and "2016" for each in events]})
    pq.write_table(log, tmp_path / "log.parquet")
    check_file(tmp_path / "log.parquet", tmp_path / "found.parquet", rows_at_once=100)
    assert kept == sum(sizes)
    assert max(sizes) <= 200


@pytest.mark.usefixtures("_small_batches")
def test_rows_of_no_case_are_spread_over_the_parts_of_a_log(tmp_path, sizes):
    """So that no part is larger than the others."""
    names = ["a", "b", "a", *[None] * 3000]
    log = pa.table({"case": names, "event": ["trust_went_live"] * 3003, "on": ["2016"] * 3003})
    pq.write_table(log, tmp_path / "log.parquet")
    check_file(tmp_path / "log.parquet", tmp_path / "found.parquet", rows_at_once=100)
    assert [*range(3003)] == sorted(row["row"] for row in read(tmp_path / "found.parquet"))
    assert max(sizes) <= 200


def test_a_long_run_of_rows_with_one_cell_is_no_note(monkeypatch):
    """Nobody writes so many notes, and all of them would have to be held until the end."""
    monkeypatch.setattr(table_notes, "MOST_NOTES", 3)
    event, blank, note = [("event", "x")], [], [("note", "x")]
    rows = [event, blank, *[note] * 4, note, blank, note]
    kept = [*without_notes(enumerate(rows), lambda each: each[1])]
    assert [0, 2, 3, 4, 5, 6] == [number for number, _ in kept]
