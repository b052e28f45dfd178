"""Values are shared among the processors, and the results are in the order of the values."""

import threading

import pytest

from trustflow.bulk import processors


@pytest.fixture
def two_processors(monkeypatch):
    """Pretend that there are two processors."""
    monkeypatch.setattr(processors.os, "cpu_count", lambda: 2)


@pytest.mark.usefixtures("two_processors")
def test_two_threads_work_at_once():
    """Each of the two waits for the other; a single thread would wait in vain."""
    both = threading.Barrier(2)

    def wait(value):
        both.wait(10)
        return 10 * value

    rows = 2 * processors.MIN_BLOCK_ROWS
    assert [10, 20, 30, 40] == processors.map_on_processors(wait, [1, 2, 3, 4], rows)


@pytest.mark.usefixtures("two_processors")
@pytest.mark.parametrize(("values", "rows"), [([1, 2, 3], 99), ([1], 10**6), ([], 0)])
def test_no_thread_is_started_for_little_work(values, rows):
    """The thread that asks does it all."""
    found = processors.map_on_processors(lambda value: (value, threading.get_ident()), values, rows)
    assert [(value, threading.get_ident()) for value in values] == found


@pytest.mark.usefixtures("two_processors")
@pytest.mark.parametrize("rows", [0, 10**6])
def test_an_error_reaches_the_caller(rows):
    """This holds in either thread."""
    with pytest.raises(ZeroDivisionError):
        processors.map_on_processors(lambda value: 1 // value, [0, 0], rows)


@pytest.mark.usefixtures("two_processors")
@pytest.mark.parametrize(
    ("rows", "per_processor", "expected"),
    [(0, 1, 1), (99_999, 1, 1), (100_000, 1, 2), (10**6, 1, 2), (274_984, 4, 4), (10**6, 4, 8)],
)
def test_blocks_have_enough_rows(rows, per_processor, expected):
    """More blocks than processors are a multiple of them."""
    assert processors.block_count(rows, per_processor) == expected
