"""Limits, and files of either format."""

import io
import json
import re

import pytest
from attrs import evolve

import trustflow as tf
from trustflow import events as ev
from trustflow import exchange
from trustflow.errors import quoted
from trustflow.exchange import (
    Limits,
    Reading,
    dump_csv,
    dumps_csv,
    event_from_json,
    event_from_texts,
    format_of,
    read_file,
    save,
    write_histories,
)
from trustflow.exchange.limits import file_bytes, limit_faults

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
    with pytest.raises(tf.InvalidValue):
        Limits.parse([text])
    with pytest.raises(tf.InvalidValue, match="did you mean 'size'"):
        Limits.parse(["siez=10"])


def test_an_event_has_limits_too():
    """As it comes from outside."""
    with pytest.raises(tf.BadHistory, match="nesting"):
        event_from_json(
            '{"event": "note", "on": "2016", "deadlines": [{}]}', limits=Limits(nesting=2)
        )
    deep = '{"event": "note", "on": "2016", "note": ' + "[" * 20 + "]" * 20 + "}"
    with pytest.raises(tf.BadHistory, match="nested deeper"):
        event_from_json(deep)
    with pytest.raises(tf.BadHistory, match="a text is needed"):
        event_from_json(deep, limits=Limits(nesting=30))


@pytest.mark.parametrize(
    ("data", "limits", "told"),
    [
        ({"a": "xxxx"}, Limits(text=3), [("$.a", "a text of 4 characters")]),
        ({"a": ["xxx", "xxxx"]}, Limits(text=3), [("$.a[1]", "a text of 4 characters")]),
        ({"abc": 1}, Limits(text=3), []),
        ({"abcd": 1}, Limits(text=3), [("$", "a name of more characters")]),
        ({"events": [1]}, Limits(events=1), []),
        ({"events": [1, 2]}, Limits(events=1), [("$.events", "2 events")]),
        ({"events": {"a": 1, "b": 2}}, Limits(events=1), []),
        ([{"a": []}], Limits(nesting=3), []),
        ([{"a": []}], Limits(nesting=2), [("$[0].a", "lists and objects nested deeper")]),
        ({"b" * 81: "x"}, Limits(text=1), [("$", "a name of more characters")]),
        ({"b" * 81: "x" * 82}, Limits(text=81), [(f"$.{'b' * 80}", "a text of 82 characters")]),
    ],
)
def test_each_limit_holds_to_the_last_one(data, limits, told):
    """As many are read; of one more the place is told, and what was found there."""
    assert told == [(fault.path, fault.found) for fault in limit_faults(data, limits)]


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
    long = "a text of 40 characters"
    for limits, told in ((Limits(size=99), "more bytes"), (Limits(text=35), long)):
        with pytest.raises(tf.BadHistory, match=told):
            tuple(read_file(io.BytesIO(data), reading=Reading(limits=limits)))


def test_there_is_no_other_format(tmp_path):
    """It is refused before anything is written."""
    with pytest.raises(tf.InvalidValue, match="accepted: json, csv"):
        save(HISTORY, tmp_path / "x", form="xml")
    with pytest.raises(tf.InvalidValue, match="accepted: json, csv"):
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


@pytest.mark.parametrize("size", [0, -1, 1.5, True, "10"])
def test_a_limit_is_a_number_from_1_on(size):
    """The least there is lets one byte pass."""
    with pytest.raises(tf.InvalidValue) as caught:
        Limits(size=size)
    assert ("limit of size", "a number from 1 on is needed") == (
        caught.value.what,
        caught.value.accepted,
    )
    assert quoted(size) == caught.value.found
    assert 1 == Limits(size=1).size


def test_a_limit_is_refused_in_full_words():
    """What was found, what of, and what to write."""
    way_out = "write one of size, nesting, text, events with a number, such as size=1000000"
    for text in ("size=1=2", "text", "size="):
        with pytest.raises(tf.InvalidValue) as caught:
            Limits.parse([text])
        assert (quoted(text), "limit") == (caught.value.found, caught.value.what)
        assert caught.value.accepted.startswith(way_out)


def test_a_file_may_be_as_long_as_the_limit_and_no_longer(tmp_path):
    """By its path and as a stream; of a longer one no more is read than shows that it is."""
    data = tf.dumps(HISTORY).encode()
    file = tmp_path / "history.json"
    file.write_bytes(data)
    asked = []

    class Stream(io.BytesIO):
        def read(self, size=-1):
            asked.append(size)
            return super().read(size)

    exact, short = Limits(size=len(data)), Limits(size=len(data) - 1)
    for source in (lambda: file, lambda: Stream(data)):
        assert data == file_bytes(source(), exact)
        with pytest.raises(tf.BadHistory) as caught:
            file_bytes(source(), short)
        (fault,) = caught.value.faults
        assert ("$", "a longer file, counted in bytes") == (fault.path, fault.found)
    assert [len(data) + 1, len(data)] == asked


# What is asked for is passed on


LIBRARY = tf.Process(
    name="loan",
    title="A loan",
    initial="home",
    stages={"home": tf.StageInfo("At home", "Here."), "out": tf.StageInfo("Lent", "Away.")},
    triggers={"lent": "lent out", "returned": "came back"},
    moves=[tf.Move("lent", "home", "out"), tf.Move("returned", "out", "home")],
)
LOANS = tf.History("Atlas", [LIBRARY.event("lent", "2016-01"), LIBRARY.event("returned", "2017")])


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_process_of_ones_own_is_read_and_written_by_every_way(form, tmp_path):
    """Its triggers, which the trust transfer does not know."""
    path = tmp_path / f"loans.{form}"
    save([LOANS], path, LIBRARY)
    stream = io.BytesIO()
    write_histories([LOANS], stream, form, LIBRARY)
    assert path.read_bytes() == stream.getvalue()
    assert [LOANS] == list(read_file(path, LIBRARY))
    assert [LOANS] == list(read_file(io.BytesIO(stream.getvalue()), LIBRARY))
    with pytest.raises(tf.BadHistory):
        list(read_file(path))


def test_each_way_in_and_out_of_json_and_csv_knows_the_process(tmp_path):
    """One history or all, from a text or a file."""
    path = tmp_path / "loans.json"
    tf.dump(LOANS, path)
    assert LOANS == tf.load(path, LIBRARY) == tf.loads(tf.dumps(LOANS), LIBRARY)
    assert (LOANS,) == tuple(exchange.load_all(path, LIBRARY))
    table = tmp_path / "loans.csv"
    exchange.dump_csv(LOANS, table, LIBRARY)
    text = exchange.dumps_csv(LOANS, LIBRARY)
    assert text.encode() == table.read_bytes()
    assert (LOANS,) == exchange.load_csv(table, LIBRARY) == exchange.loads_csv(text, LIBRARY)
    assert "atlas-2017-returned" in text


def test_a_table_is_read_as_was_asked(tmp_path):
    """Other people's headings, faults told one by one, and limits; in both readers of files."""
    path = tmp_path / "table.csv"
    path.write_text("Who,event,on\nDevon,note,2016\nDevon,note,late\n", "utf-8")
    whole = tf.History("Devon", ev.Note("2016"))
    for read in (
        lambda given: exchange.load_csv(path, **given),
        lambda given: tuple(read_file(path, reading=Reading(**given))),
    ):
        faults = []
        given = {"columns": {"Who": "authority"}, "on_fault": faults.append}
        assert (whole,) == read(given)
        assert ["line 3, column on"] == [fault.path for fault in faults]
        with pytest.raises(tf.BadHistory, match=re.escape("raise it with Limits(size=")):
            read({**given, "limits": Limits(size=10)})


def test_json_is_known_by_its_beginning():
    """A mark of its encoding, spaces and line ends may come before; a list is JSON, if not ours."""
    whole = tf.dumps(HISTORY).encode()
    for data in (b"\xef\xbb\xbf \r\n" + whole, b" " * 90 + whole):
        assert [HISTORY] == list(read_file(io.BytesIO(data)))
    with pytest.raises(tf.BadHistory, match="an object is needed"):
        list(read_file(io.BytesIO(b"[" + whole + b"]")))
    with pytest.raises(tf.BadHistory, match="whom it is about"):
        list(read_file(io.BytesIO(b"x" + whole)))


def test_a_format_that_is_none_is_named_as_one(tmp_path):
    """The error says of what it is the name."""
    for call in (
        lambda: save(HISTORY, tmp_path / "x", form="xml"),
        lambda: write_histories([HISTORY], io.BytesIO(), "xml"),
    ):
        with pytest.raises(tf.InvalidValue) as caught:
            call()
        assert ("'xml'", "format") == (caught.value.found, caught.value.what)


def test_events_and_processes_are_written_to_be_read_by_people():
    """Letters of any script as they are, two spaces a level."""
    event = ev.Note("2016", note="Père Noël")
    assert '{\n  "event": "note",\n  "on": "2016",\n  "note": "Père Noël"\n}\n' == (
        exchange.event_to_json(event)
    )
    assert '"title": "Ein Verzögern",\n  "stages": {\n    "home": {' in exchange.process_to_json(
        evolve(LIBRARY, title="Ein Verzögern")
    )
