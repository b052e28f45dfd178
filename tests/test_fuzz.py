"""What `make fuzz` starts from, and what it has found: each stays an example."""

import pytest

from tests.fuzz.targets import SEEDS, TARGETS
from trustflow.errors import BadHistory
from trustflow.exchange import loads_csv

FOUND = {
    "csv": [
        b"author\rity,event,on\nX,note,2016-07\n",  # the csv module's own error came out
        b'sep="\nauthority,event,on\n',
    ],
}
INPUTS = [(name, data) for found in (SEEDS, FOUND) for name in found for data in found[name]]


@pytest.mark.parametrize(("name", "data"), INPUTS)
def test_nothing_comes_out_but_our_own_errors(name, data):
    """Every seed, and every input on which something else came out."""
    TARGETS[name](data)


def test_headings_that_are_no_csv_are_told():
    """A lone carriage return is told at the first line."""
    with pytest.raises(BadHistory, match=r"line 1: found invalid CSV \(new-line character"):
        loads_csv(FOUND["csv"][0])
