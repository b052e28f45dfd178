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
from trustflow.bulk import check_frame

events = ["direction_issued_trust", "inspection_published_inadequate"] * 3
days = ["2018-04-01", "2018-05", "soon", "2019-01-01", "2019", "2019-02-01"]
for cases in ([1, 1, 1, 2, 2, 2], ["a", "a", "a", "b", "b", "b"]):
    check_frame(pl.DataFrame({"case": cases, "event": events, "on": days}))
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


@pytest.mark.parametrize("numbers", [np.arange(4), np.arange(8, dtype=np.int32)[::2], np.empty(0)])
def test_numbers_become_an_array(numbers):
    """Other types and arrays with gaps are copied."""
    assert pa.array(numbers.tolist(), pa.int64()) == array_of(numbers)


@pytest.mark.parametrize("texts", [[], [""], ["a", "", "é 🙂", "more than twelve bytes"]])
def test_texts_become_an_array(texts):
    """Texts of any length, in UTF-8."""
    assert pa.array(texts, pa.string()) == array_of_texts(texts)


@pytest.mark.slow
def test_the_check_of_a_frame_does_not_import_pandas():
    """Its import would take longer than the check."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_CALL], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "False"
