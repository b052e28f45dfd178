"""Whole numbers are converted between Arrow and NumPy as pyarrow does, but without pandas."""

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest

from trustflow.bulk.arrow_arrays import array_of, array_of_texts, numbers_of

FIRST_CALL = """
import sys
import polars as pl
from trustflow.bulk import check_file, check_frame

events = ["direction_issued_trust", "inspection_published_inadequate"] * 3
days = ["2018-04-01", "2018-05", "soon", "2019-01-01", "2019", "2019-02-01"]
for cases in ([1, 1, 1, 2, 2, 2], ["a", "a", "a", "b", "b", "b"]):
    frame = pl.DataFrame({"case": cases, "event": events, "on": days})
    check_frame(frame)
    for name, log in (("together", frame), ("apart", frame[[0, 3, 1, 4, 2, 5]])):
        log.write_parquet(f"{name}.parquet")
        check_file(f"{name}.parquet", f"{name} findings.parquet", rows_at_once=2)
print("pandas" in sys.modules)
"""


@pytest.mark.parametrize("kind", ["int8", "uint16", "int32", "int64", "bool_"])
@pytest.mark.parametrize("values", [[], [1], [0, 1, 1, 0, 1, 0, 0, 1, 1]])
def test_numbers_are_read_from_every_kind_of_array(kind, values):
    """A slice begins at its own first value, and parts of a column are joined."""
    array = pa.array(values, pa.uint8()).cast(getattr(pa, kind)())
    assert values == numbers_of(array).tolist()
    assert values[1:] == numbers_of(array[1:]).tolist()
    assert values == numbers_of(pa.chunked_array([array[:1], array[1:]])).tolist()


@pytest.mark.parametrize("kind", ["int8", "uint16", "int32", "int64", "bool_"])
def test_a_missing_number_is_read_as_another(kind):
    """Without another number, it is read as 0."""
    array = pa.array([None, 1, 0, None], pa.uint8()).cast(getattr(pa, kind)())
    assert numbers_of(array).tolist() == [0, 1, 0, 0]
    assert numbers_of(array[1:], missing=7).tolist() == [1, 0, 7]


@pytest.mark.parametrize("kind", ["int8", "uint16", "int32", "int64", "uint64", "bool"])
@pytest.mark.parametrize("count", [0, 1, 8, 9])
@pytest.mark.parametrize("step", [1, 2])
def test_numbers_become_an_array_of_their_type(kind, count, step):
    """Arrays with gaps are copied, and values can be missing."""
    numbers = (np.arange(count * step) % 3).astype(kind)[::step]
    assert pa.array(numbers) == array_of(numbers)
    for is_missing in (numbers == 1, numbers == 5):
        assert pa.array(numbers, mask=is_missing) == array_of(numbers, is_missing)


@pytest.mark.parametrize("texts", [[], [""], ["a", "", "é 🙂", "more than twelve bytes"]])
def test_texts_become_an_array(texts):
    """Texts of any length, in UTF-8."""
    assert pa.array(texts, pa.large_string()) == array_of_texts(texts)


@pytest.mark.slow
def test_a_check_does_not_import_pandas(tmp_path):
    """Its import would take longer than the check."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_CALL], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    assert done.stdout.strip() == "False"
