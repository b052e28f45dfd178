"""Markers stand in the columns in which a search of every earlier marker puts them."""

from hypothesis import example, given
from hypothesis import strategies as st

from trustflow.views.timelines.label_placement import columns_without_overlap

SPANS = st.tuples(st.integers(0, 12), st.integers(0, 6)).map(lambda each: (each[0], sum(each)))


def columns_in_turn(spans):
    """Return the first column without an overlap for each span, from all spans in it."""
    columns, chosen = [], []
    for first, last in spans:
        column = next(
            (
                index
                for index, placed in enumerate(columns)
                if all(last < begin or end < first for begin, end in placed)
            ),
            len(columns),
        )
        if column == len(columns):
            columns.append([])
        columns[column].append((first, last))
        chosen.append(column)
    return chosen


@given(st.lists(SPANS))
@example(
    [(0, 3), (2, 5), (7, 8), (7, 8)]
)  # the last column is free for the second of two equal ones
def test_columns_are_the_first_without_an_overlap(spans):
    """The result is the same as that of the search of every earlier span."""
    assert columns_in_turn(spans) == columns_without_overlap(spans)
