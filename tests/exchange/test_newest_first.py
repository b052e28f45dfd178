"""Tables whose rows run from the newest event to the oldest."""

import pytest
from hypothesis import given

import trustflow as tf
from tests.exchange.test_table import RICH
from trustflow import casebook
from trustflow.exchange import (
    ReadOptions,
    dumps_csv,
    from_frame,
    loads_csv,
    read_cases,
    stream_csv,
    to_frame,
)
from trustflow.testing import histories

SANDWELL = casebook.load("Sandwell")


def turned(text):
    """Return CSV with the headings first, and its rows in the other order."""
    headings, *rows = text.splitlines()
    return "\n".join([headings, *reversed(rows)])


@given(histories())
def test_the_rows_are_read_in_the_other_order(history):
    """The history is that of the table from the oldest event to the newest."""
    expected = loads_csv(dumps_csv(history))
    assert expected == loads_csv(turned(dumps_csv(history)), newest_first=True)


@pytest.mark.parametrize("history", [SANDWELL, RICH], ids=lambda history: history.authority)
def test_every_reader_can_do_it(tmp_path, history):
    """A text, a file, a stream and a frame."""
    text = turned(dumps_csv(history))
    path = tmp_path / "events.csv"
    path.write_text(text, encoding="utf-8")
    assert (history,) == loads_csv(text, newest_first=True)
    assert (history,) == tf.exchange.load_csv(path, newest_first=True)
    assert (history,) == tuple(stream_csv(path, newest_first=True))
    frame = to_frame(history)
    assert from_frame(frame) == from_frame(frame[::-1], newest_first=True)


def test_a_place_stays_with_its_event(tmp_path):
    """A finding then names the right row."""
    path = tmp_path / "events.csv"
    path.write_text(
        "authority,event,on\n"
        "Slough,trust_went_live,2015-10-01\n"
        "Sandwell,trust_went_live,2018-04-01\n"
        "Slough,direction_issued_trust,2014-10-07\n",
        encoding="utf-8",
    )
    cases = {
        case.name: [
            (place, event.trigger) for place, event in zip(case.places, case.history, strict=True)
        ]
        for case in read_cases(path, options=ReadOptions(newest_first=True))
    }
    assert {
        "Slough": [("line 4", "direction_issued_trust"), ("line 2", "trust_went_live")],
        "Sandwell": [("line 3", "trust_went_live")],
    } == cases


def test_inherited_events_are_turned_too():
    """They are rows of the same table, below the authority's own events."""
    found = [case for case in casebook.histories() if len(case.inherits) > 1]
    assert found
    for history in found:
        assert (history,) == loads_csv(turned(dumps_csv(history)), newest_first=True)
        with pytest.raises(tf.BadHistory, match="an own event after an inherited event"):
            loads_csv(dumps_csv(history), newest_first=True)
