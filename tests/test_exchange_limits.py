"""Limits, and files of either format."""

import io
import json

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow import exchange
from trustflow.exchange import dump_csv, dumps_csv, event_from_json
from trustflow.exchange.files import Reading, format_of, read_file, save, write_histories
from trustflow.exchange.limits import Limits
from trustflow.exchange.reader import event_from_texts

HISTORY = tf.History(
    "Devon",
    [
        ev.InspectionPublished("2016", areas={"x" * 30: "good"}, note="y" * 40),
        ev.Note("2016", deadlines=[tf.Deadline("x")]),
    ],
)


@pytest.mark.parametrize(
    ("limits", "path"),
    [
        (Limits(size=100), "$"),
        (Limits(nesting=3), "$.events[1].deadlines"),
        (Limits(text=35), "$.events[0].note"),
        (Limits(text=25), "$.events[0].areas"),
        (Limits(events=1), "$.events"),
    ],
)
def test_more_than_the_limit_is_told_with_the_way_out(limits, path, tmp_path):
    """From a text and from a file; the usual limits let it pass."""
    file = tmp_path / "history.json"
    tf.dump(HISTORY, file)
    for read in (
        lambda: tf.loads(tf.dumps(HISTORY), limits=limits),
        lambda: tf.load(file, limits=limits),
    ):
        with pytest.raises(tf.BadHistory, match="raise it with Limits") as caught:
            read()
        assert path in [fault.path for fault in caught.value.faults]
    assert HISTORY == tf.load(file)


def test_limits_are_given_as_texts_on_a_command_line():
    """Each by its name."""
    assert Limits(size=10, text=5) == Limits.parse(["size=10", "text=5"])


@pytest.mark.parametrize("text", ["siez=10", "size", "size=-1", "size=x", "size=0", "size=²"])
def test_a_limit_that_is_none_is_refused(text):
    """With the near match."""
    with pytest.raises(tf.NotAccepted):
        Limits.parse([text])
    with pytest.raises(tf.NotAccepted, match="did you mean 'size'"):
        Limits.parse(["siez=10"])


def test_an_event_has_limits_too():
    """As it comes from outside."""
    with pytest.raises(tf.BadHistory, match="nesting"):
        event_from_json(
            '{"event": "note", "on": "2016", "deadlines": [{}]}', limits=Limits(nesting=2)
        )


# Files of either format


@pytest.mark.parametrize("name", ["x.csv", "x.CSV", "x.json", "x.data"])
def test_the_ending_tells_the_format(name, tmp_path):
    """A table by its ending, all else as JSON."""
    path = tmp_path / name
    save(HISTORY, path)
    assert (HISTORY,) == tuple(read_file(path))
    assert ("csv" == format_of(path)) == path.read_text("utf-8-sig").startswith("authority")


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_stream_is_told_by_its_beginning(form):
    """Standard input has no ending."""
    file = io.BytesIO()
    write_histories([HISTORY], file, form)
    data = file.getvalue()
    assert (HISTORY,) == tuple(read_file(io.BytesIO(data)))
    assert (HISTORY,) == tuple(read_file(io.BytesIO(data), reading=Reading(form=form)))
    with pytest.raises(tf.BadHistory, match="more bytes"):
        tuple(read_file(io.BytesIO(data), reading=Reading(limits=Limits(size=99))))


def test_there_is_no_other_format(tmp_path):
    """It is refused before anything is written."""
    with pytest.raises(tf.NotAccepted, match="accepted: json, csv"):
        save(HISTORY, tmp_path / "x", form="xml")
    with pytest.raises(tf.NotAccepted, match="accepted: json, csv"):
        write_histories([HISTORY], io.BytesIO(), "xml")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"\x1f\x8b\x08\x00"])
def test_nothing_is_unpacked(data, tmp_path):
    """A packed file is told as what it is."""
    for name in ("x.json", "x.csv"):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(tf.BadHistory, match="nothing is unpacked here"):
            tuple(read_file(tmp_path / name))


# Control characters, and fields given as texts


@pytest.mark.parametrize(
    "field",
    [
        {"event": "commissioner_appointed", "names": ["a\x1b[2J"]},
        {"event": "commissioner_appointed", "names": [""]},
        {"event": "inspection_published", "areas": {"a\x07": "good"}},
        {"event": "inspection_published", "areas": {" ": "good"}},
        {"event": "direction_issued", "replaces": "a\x9b"},
        {"event": "direction_issued", "replaces": -1},
        {"event": "direction_issued", "replaces": True},
        {"event": "direction_issued", "replaces": 1.5},
        {"event": "visit_made", "kind": "jtai", "number": 1.5},
    ],
)
def test_what_could_harm_a_terminal_is_refused(field):
    """Control characters in any text, and texts that say nothing."""
    with pytest.raises(tf.BadHistory):
        event_from_json(json.dumps({"on": "2016", **field}))


def test_fields_given_as_texts_are_read_as_in_a_table():
    """The same dialect on the command line."""
    texts = {"names": '["Ann Lee", "Bo Day"]', "replaces": "Bo Day"}
    event = event_from_texts("commissioner_succeeded", "2016", texts, process=tf.TRUST_TRANSFER)
    assert ev.CommissionerSucceeded("2016", names=["Ann Lee", "Bo Day"], replaces="Bo Day") == event


def test_both_formats_say_the_same(tmp_path):
    """A history through CSV and JSON is the same."""
    dump_csv(HISTORY, tmp_path / "x.csv")
    (history,) = read_file(tmp_path / "x.csv")
    assert tf.dumps(HISTORY) == tf.dumps(history)
    assert dumps_csv(HISTORY) == (tmp_path / "x.csv").read_bytes().decode()


def test_the_names_are_loaded_when_first_used():
    """Each is where it is said to be; any other is none."""
    assert set(exchange.__all__) <= set(dir(exchange))
    assert [None] * len(exchange.__all__) == [
        None if hasattr(exchange, name) else name for name in exchange.__all__
    ]
    with pytest.raises(AttributeError, match="no attribute 'lods'"):
        exchange.lods  # noqa: B018 - the name is looked up
