"""Views of texts are numbered as Arrow numbers the texts."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import at_most
from trustflow.bulk import check_frame, text_views
from trustflow.bulk.text_views import distinct_views, number_views, texts_of_numbers

TEXTS = st.sampled_from(
    [None, "", "a", "b", "twelve bytes", "thirteen bytes", "a longer text than a view has", "é" * 9]
)


@pytest.fixture(autouse=True)
def _plain_python(monkeypatch):
    """Run the function uncompiled, so that coverage sees its lines."""
    monkeypatch.setattr(text_views, "compiled_number_views", number_views)
    monkeypatch.setattr(text_views, "MOST_VIEWS", (2, 12))


def views_of(texts):
    """Return texts as polars exports them; long texts that are equal have several places."""
    parts = [pl.Series(texts[:3], dtype=pl.String), pl.Series(texts[3:], dtype=pl.String)]
    return pl.concat(parts).to_arrow(compat_level=pl.CompatLevel.newest())


@at_most(200)
@given(st.lists(TEXTS, max_size=12), st.integers(0, 4), st.integers(0, 12))
def test_each_row_has_the_number_of_its_text(texts, start, length):
    """Slices, nulls, empty texts, and equal texts in several places are read.

    With more than two texts, the larger of the two tables is used.
    """
    numbers, values = distinct_views(views_of(texts)[start : start + length])
    distinct = [*values.to_pylist(), None]
    assert [distinct[number] for number in numbers] == texts[start : start + length]
    assert len({*distinct}) == len(distinct)


def test_too_many_different_views_are_left_to_arrow(monkeypatch):
    """With more views than the table is for, the column is read in another way."""
    monkeypatch.setattr(text_views, "MOST_VIEWS", (1, 2))
    assert distinct_views(views_of(["a", "b", "c", "a"])) is None
    cells = {"case": ["A"] * 4, "event": ["direction_issued_trust"] * 4}
    days = ["2016-10-06", "2016-10-07", "2016-10-08", "soon"]
    found = check_frame(pl.DataFrame({**cells, "on": days}))
    assert found["row"].to_list()[-1] == 3
    assert found["code"].to_list()[-1] == "bad_date"


@pytest.mark.parametrize("numbers", [[], [1, 0, 1], [2, -1, 0, -1, 1], [-1] * 9])
def test_texts_are_looked_up_by_number(numbers):
    """Polars has them as they are, be they short or long, and no text is null."""
    texts = ["short", "é" * 9, "a longer text than a view has"]
    found = pl.Series(texts_of_numbers(texts, np.array(numbers, np.int16)))
    expected = [None if number < 0 else texts[number] for number in numbers]
    assert found.dtype == pl.String
    assert expected == found.to_list()
    assert expected == (found + "").to_list()  # a new column
    assert found.null_count() == expected.count(None)


def test_equal_texts_have_one_number():
    """They do in any order."""
    numbers, values = distinct_views(views_of(["b", "a", "a", "b"]))
    assert [0, 1, 1, 0] == numbers.tolist()
    assert ["b", "a"] == values.to_pylist()
