"""The casebook as one download: every event with its id and the code of its council."""

import csv
import io

import trustflow as tf
from trustflow.exchange import dumps_csv, event_ids, from_frame, loads_csv

HISTORIES = tf.casebook.histories()
IDS = [
    each
    for history in HISTORIES
    for each in (*(None for _ in history.inherits), *event_ids(history))
]
CODES = [history.gss_code for history in HISTORIES for _ in (*history.inherits, *history)]


def test_the_frame_names_every_event_and_council():
    """The frame has one row for each event, in order, with the id, code and possible days.

    An event that a history inherits comes first and has no id.
    """
    frame = tf.casebook.to_frame()
    assert IDS == frame["event_id"].to_pylist()
    assert CODES == frame["gss_code"].to_pylist()
    days = [event.on.earliest for history in HISTORIES for event in (*history.inherits, *history)]
    assert days == frame["earliest"].to_pylist()


def test_the_frame_is_read_back_as_the_casebook():
    """Reading the frame gives the same histories."""
    back = from_frame(tf.casebook.to_frame())
    assert {history.authority: history for history in tf.casebook.histories()} == back


def test_the_csv_names_every_event():
    """The CSV has the same ids, and reading it ignores them."""
    text = dumps_csv(tf.casebook.histories())
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert IDS == [row["event_id"] or None for row in rows]
    assert CODES == [row["gss_code"] for row in rows]
    assert tf.casebook.histories() == loads_csv(text)
