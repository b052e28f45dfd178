"""Run the fuzz targets on their seeds, and on inputs with which fuzzing found a mistake."""

import pytest

from tests.fuzz.targets import SEEDS, TARGETS
from trustflow.errors import BadHistory
from trustflow.exchange import loads_csv

FOUND = {
    "csv": [
        # Both inputs once raised an error of the csv module.
        b"author\rity,event,on\nX,note,2016-07\n",
        b'sep="\nauthority,event,on\n',
    ],
}
INPUTS = [(name, data) for inputs in (SEEDS, FOUND) for name in inputs for data in inputs[name]]


@pytest.mark.parametrize(("name", "data"), INPUTS)
def test_no_error_but_our_own_is_raised(name, data):
    """This holds for every seed, and for every input that once raised another error."""
    TARGETS[name](data)


def test_headings_that_are_not_csv_are_refused_with_their_line():
    """A single carriage return is reported at line 1."""
    with pytest.raises(BadHistory, match=r"line 1: found invalid CSV \(new-line character"):
        loads_csv(FOUND["csv"][0])
