"""A picture that nobody could read is refused, with what to do about it."""

import pytest

from trustflow.errors import InvalidValue
from trustflow.views.svg import MAX_SIDE, require_readable


@pytest.mark.parametrize(
    ("width", "height"),
    [(1, MAX_SIDE), (MAX_SIDE, 1), (MAX_SIDE, MAX_SIDE), (838, 2000), (360.5, 3999.9)],
)
def test_a_picture_of_at_most_the_greatest_size_is_accepted(width, height):
    """Each side may have the greatest length."""
    require_readable(width, height, "Show less.")


@pytest.mark.parametrize(
    ("width", "height", "words"),
    [
        (MAX_SIDE + 1, 1, "4,001 × 1 pixels"),
        (1, MAX_SIDE + 1, "1 × 4,001 pixels"),
        (4732.4, 15196, "4,732 × 15,196 pixels"),
        (9000, 100, "9,000 × 100 pixels"),
        (100, 20_000.6, "100 × 20,001 pixels"),
    ],
)
def test_a_larger_picture_is_refused(width, height, words):
    """The error has the size, the limit and the way out."""
    with pytest.raises(InvalidValue) as caught:
        require_readable(width, height, "Show fewer stages with stages=….")
    assert str(caught.value) == (
        f"Invalid size of a picture: {words}. Expected at most 4,000 pixels a side, "
        "so that people can read it. Show fewer stages with stages=…."
    )
