"""Events without a class in a file: every fault is reported, and what has the other fields."""

import json

import pytest

import trustflow as tf
from tests.exchange.sample_processes import LOAN
from trustflow.exchange import loads_csv

HINT = "The process has no class for this event."
EVENTS = {
    "one": {"to": "Anna"},
    "two": {"to": "Anna", "by": "post"},
    "the field that is not in files": {"what": "lent"},
    "one and a wrong date": {"to": "Anna", "on": "2016-13"},
    "one and a wrong source": {"to": "Anna", "sources": [{"title": 3}]},
    "a wrong date": {"on": "2016-13"},
}


@pytest.mark.parametrize("fields", EVENTS.values(), ids=EVENTS)
def test_every_fault_is_reported(fields):
    """Unknown fields are faults beside those of the known ones; the hint is given once."""
    trigger = next(iter(LOAN.triggers))
    data = {"event": trigger, "on": "2016-01-31", **fields}
    text = tf.dumps(tf.History("Atlas"), LOAN)
    with pytest.raises(tf.BadHistory) as caught:
        tf.loads(with_event(text, data), LOAN)
    places = {fault.path.split(".")[2].partition("[")[0] for fault in caught.value.faults}
    assert places == {*fields}
    unknown = {*fields} - {"on", "sources"}
    assert bool(unknown) == str(caught.value).count(HINT)
    if unknown:
        assert "Expected one of: on, known_on, sources, note, deadlines." in str(caught.value)


def test_a_cell_of_a_table_has_the_same_fault():
    """The column `details` of a table may have no other fields either."""
    trigger = next(iter(LOAN.triggers))
    table = f"authority,event,on,details\nAtlas,{trigger},2016-01-31,to=Anna\n"
    with pytest.raises(tf.BadHistory, match=HINT):
        loads_csv(table, LOAN)


def with_event(text, data):
    """Return the text of a file of a history with one event."""
    return json.dumps({**json.loads(text), "events": [data]})
