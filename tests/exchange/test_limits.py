"""Limits on what is read, and files of both formats."""

import codecs
import io
import json
import re

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow import exchange
from trustflow.errors import quoted
from trustflow.exchange import (
    Limits,
    ReadOptions,
    dump_csv,
    dumps_csv,
    event_from_json,
    event_from_texts,
    format_of,
    loads_csv,
    read_file,
    save,
    write_histories,
)
from trustflow.exchange.limits import file_bytes, limit_faults

HISTORY = tf.History(
    "Devon",
    [
        ev.InspectionPublished("2016", areas={"x" * 30: "good"}, note="y" * 40),
        ev.Note("2016", deadlines=[tf.Deadline("x", due="2017")]),
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
def test_a_text_or_file_beyond_a_limit_is_refused(limits, path, tmp_path):
    """The fault shows how to set a higher limit; the default limits accept the file."""
    file = tmp_path / "history.json"
    tf.dump(HISTORY, file)
    for read in (
        lambda: tf.loads(tf.dumps(HISTORY), limits=limits),
        lambda: tf.load(file, limits=limits),
    ):
        with pytest.raises(tf.BadHistory, match="Set a higher limit with Limits") as caught:
            read()
        assert path in [fault.path for fault in caught.value.faults]
    assert HISTORY == tf.load(file)


def test_limits_are_parsed_from_texts():
    """Each text has the name of a limit and a number, as on the command line."""
    assert Limits(size=10, text=5) == Limits.parse(["size=10", "text=5"])
    with pytest.raises(tf.InvalidValue, match=r"'size=9'\. It is given twice"):
        Limits.parse(["size=10", "text=5", "size=9"])


@pytest.mark.parametrize("text", ["siez=10", "size", "size=-1", "size=x", "size=0", "size=²"])
def test_an_invalid_limit_is_refused(text):
    """The message for a misspelt name ends with the nearest match."""
    with pytest.raises(tf.InvalidValue):
        Limits.parse([text])
    with pytest.raises(tf.InvalidValue, match=r" Did you mean 'size'\?$"):
        Limits.parse(["siez=10"])


def test_limits_apply_to_a_single_event():
    """A text within the limits is then read by its type."""
    with pytest.raises(tf.BadHistory, match="nesting"):
        event_from_json(
            '{"event": "note", "on": "2016", "deadlines": [{}]}', limits=Limits(nesting=2)
        )
    deep = '{"event": "note", "on": "2016", "note": ' + "[" * 20 + "]" * 20 + "}"
    with pytest.raises(tf.BadHistory, match="deeper nesting"):
        event_from_json(deep)
    with pytest.raises(tf.BadHistory, match=r"Expected a text\."):
        event_from_json(deep, limits=Limits(nesting=30))


@pytest.mark.parametrize(
    ("data", "limits", "expected"),
    [
        ({"a": "xxxx"}, Limits(text=3), [("$.a", "a text of 4 characters")]),
        ({"a": ["xxx", "xxxx"]}, Limits(text=3), [("$.a[1]", "a text of 4 characters")]),
        ({"abc": 1}, Limits(text=3), []),
        ({"abcd": 1}, Limits(text=3), [("$", "a longer name")]),
        ({"events": [1]}, Limits(events=1), []),
        ({"events": [1, 2]}, Limits(events=1), [("$.events", "2 events")]),
        ({"events": {"a": 1, "b": 2}}, Limits(events=1), []),
        ([{"a": []}], Limits(nesting=3), []),
        ([{"a": []}], Limits(nesting=2), [("$[0].a", "deeper nesting")]),
        ({"b" * 81: "x"}, Limits(text=1), [("$", "a longer name")]),
        ({"b" * 81: "x" * 82}, Limits(text=81), [(f"$.{'b' * 80}", "a text of 82 characters")]),
    ],
)
def test_each_limit_is_exact(data, limits, expected):
    """Input exactly at the limit is read; one more is a fault with its place."""
    assert expected == [(fault.path, fault.found) for fault in limit_faults(data, limits)]


def test_a_fault_of_a_limit_has_its_number_and_unit():
    """The fault ends with the two ways to set a higher limit."""
    assert [
        f"$: found x. Expected at most {most}. Set a higher limit with Limits({name}=…), "
        f"or with --limit {name}=… on the command line."
        for name, most in (
            ("size", "256,000,000 bytes"),
            ("nesting", "16 levels of lists and objects"),
            ("text", "100,000 characters in one text"),
            ("events", "100,000 events in one history"),
        )
    ] == [str(Limits().fault("$", "x", field.name)) for field in fields(Limits)]


# Files of either format


@given(st.integers(0, 40), st.integers(50, 150), st.integers(0, 40))
def test_the_limit_of_a_row_is_for_each_row_alone(before, length, after):
    """Ten times the most characters of a text, wherever the row is, and whatever the others are."""
    short, limits = "York,note,2016,\n", Limits(text=10)
    long = f"York,note,2016,{' ' * (length - len(short))}\n"
    text = f"authority,event,on,note\n{short * before}{long}{short * after}"
    if length <= 100:
        (history,) = loads_csv(text, limits=limits)
        assert before + 1 + after == len(history)
        return
    with pytest.raises(tf.BadHistory, match="a row of more than 100 bytes") as caught:
        loads_csv(text, limits=limits)
    assert f"line {before + 2}" == caught.value.faults[0].path


@pytest.mark.parametrize("name", ["x.csv", "x.CSV", "x.json", "x.data"])
def test_the_ending_of_a_file_decides_its_format(name, tmp_path):
    """The endings of tables mean CSV; every other ending means JSON."""
    path = tmp_path / name
    save(HISTORY, path)
    assert (HISTORY,) == tuple(read_file(path))
    assert ("csv" == format_of(path)) == path.read_text("utf-8-sig").startswith("authority")


@pytest.mark.parametrize("file_format", ["json", "csv"])
def test_the_first_bytes_of_a_stream_decide_its_format(file_format):
    """The format of a stream can also be given; limits apply as to a file."""
    file = io.BytesIO()
    write_histories([HISTORY], file, file_format)
    data = file.getvalue()
    assert (HISTORY,) == tuple(read_file(io.BytesIO(data)))
    options = ReadOptions(file_format=file_format)
    assert (HISTORY,) == tuple(read_file(io.BytesIO(data), options=options))
    large = {"json": "a larger file", "csv": "more bytes"}[file_format]
    long = "a text of 40 characters"
    for limits, found in ((Limits(size=99), large), (Limits(text=35), long)):
        with pytest.raises(tf.BadHistory, match=f"found {found}"):
            tuple(read_file(io.BytesIO(data), options=ReadOptions(limits=limits)))


def test_another_format_is_refused(tmp_path):
    """No file is written in an unknown format."""
    for write in (
        lambda: save(HISTORY, tmp_path / "x", file_format="xml"),
        lambda: write_histories([HISTORY], io.BytesIO(), "xml"),
    ):
        with pytest.raises(tf.InvalidValue) as caught:
            write()
        assert "Unknown file format 'xml'. Expected one of: json, csv." == str(caught.value)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("x.json", b"PK\x03\x04", "Expected an uncompressed file"),
        ("x.csv", b"PK\x03\x04", "found a damaged workbook"),
        ("x.json", b"\x1f\x8b\x08\x00", "Expected an uncompressed file"),
        ("x.csv", b"\x1f\x8b\x08\x00", "Expected an uncompressed file"),
    ],
)
def test_a_compressed_file_is_refused(name, data, expected, tmp_path):
    """A compressed file that is not a workbook is not unpacked, whatever the ending of its name."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(tf.BadHistory, match=expected):
        tuple(read_file(tmp_path / name))


@pytest.mark.parametrize("name", ["x.json", "x.csv", "x.db"])
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "an empty file"),
        (codecs.BOM_UTF8, "an empty file"),
        (b"SQLite format 3\0\x10\0", "a database of SQLite. Expected JSON or CSV. A ledger is"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PAR1\x15\x04", "a Parquet file"),
        (b"\r\n<!DOCTYPE html>\n<html>", "a web page or another XML file"),
        (codecs.BOM_UTF8 + b"<?XML version='1.0'?>", "a web page or another XML file"),
        ("{}".encode("utf-16"), "UTF-16 text"),
        ("{}".encode("utf-16-le"), "UTF-16 text"),
        ("{}".encode("utf-16-be"), "UTF-16 text"),
    ],
)
def test_a_file_of_another_kind_is_named(name, data, expected, tmp_path):
    """The fault says what it is, and not where its first byte cannot be read."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(tf.BadHistory) as caught:
        tuple(read_file(tmp_path / name))
    (fault,) = caught.value.faults
    assert f"found {expected}" in str(fault)


def test_a_short_file_is_not_taken_for_another_kind(tmp_path):
    """A zero byte alone, or one letter, is not UTF-16."""
    for data in (b"\0", b"a", b"\0a", b"{}"):
        (tmp_path / "x.json").write_bytes(data)
        with pytest.raises(tf.BadHistory) as caught:
            tuple(read_file(tmp_path / "x.json"))
        assert "UTF-16" not in str(caught.value)


# Control characters, and fields from texts


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
def test_an_unsafe_or_empty_text_is_refused(field):
    """Control characters could harm a terminal; numbers are whole and not below 0."""
    with pytest.raises(tf.BadHistory):
        event_from_json(json.dumps({"on": "2016", **field}))


def test_fields_from_texts_are_read_as_in_a_table():
    """The command line uses the same form."""
    texts = {"names": '["Ann Lee", "Bo Day"]', "replaces": "Bo Day"}
    event = event_from_texts("commissioner_succeeded", "2016", texts, process=tf.TRUST_TRANSFER)
    assert ev.CommissionerSucceeded("2016", names=["Ann Lee", "Bo Day"], replaces="Bo Day") == event


def test_both_formats_contain_the_same(tmp_path):
    """A history that is read from CSV has the same JSON as before."""
    dump_csv(HISTORY, tmp_path / "x.csv")
    (history,) = read_file(tmp_path / "x.csv")
    assert tf.dumps(HISTORY) == tf.dumps(history)
    assert dumps_csv(HISTORY) == (tmp_path / "x.csv").read_bytes().decode()


def test_every_public_name_can_be_loaded():
    """A name that is not public raises an error."""
    assert set(exchange.__all__) <= set(dir(exchange))
    assert [] == [name for name in exchange.__all__ if not hasattr(exchange, name)]
    with pytest.raises(AttributeError, match="no attribute 'lods'"):
        exchange.lods  # noqa: B018 - the name is looked up


@pytest.mark.parametrize("size", [0, -1, 1.5, True, "10"])
def test_a_limit_is_a_whole_number_of_1_or_more(size):
    """The smallest limit is 1."""
    with pytest.raises(tf.InvalidValue) as caught:
        Limits(size=size)
    assert str(caught.value) == (
        f"Invalid limit of size: {quoted(size)}. "
        "Expected a whole number, 1 or more, such as 1000000."
    )
    assert 1 == Limits(size=1).size


def test_the_error_of_an_invalid_limit_shows_the_names_and_an_example():
    """The error quotes the whole text."""
    way_out = "Expected one of size, nesting, text, events with a number, such as size=1000000."
    for text in ("size=1=2", "text", "size="):
        with pytest.raises(tf.InvalidValue) as caught:
            Limits.parse([text])
        assert (quoted(text), "limit") == (caught.value.found, caught.value.what)
        assert caught.value.accepted.startswith(way_out)


def test_a_file_can_be_as_long_as_the_limit_and_no_longer(tmp_path):
    """At most one byte beyond the limit is read, from a path and from a stream."""
    data = tf.dumps(HISTORY).encode()
    file = tmp_path / "history.json"
    file.write_bytes(data)
    sizes = []

    class Stream(io.BytesIO):
        def read(self, size=-1):
            sizes.append(size)
            return super().read(size)

    exact, short = Limits(size=len(data)), Limits(size=len(data) - 1)
    for source in (lambda: file, lambda: Stream(data)):
        assert data == file_bytes(source(), exact)
        with pytest.raises(tf.BadHistory) as caught:
            file_bytes(source(), short)
        (fault,) = caught.value.faults
        assert ("$", "a larger file") == (fault.path, fault.found)
    assert [len(data) + 1, 1, len(data), 0] == sizes


# Every function passes on its arguments


LIBRARY = tf.Process(
    name="loan",
    title="A loan",
    initial="home",
    stages={"home": tf.StageInfo("At home", "Here."), "out": tf.StageInfo("Lent", "Away.")},
    triggers={"lent": "lent out", "returned": "came back"},
    moves=[tf.Move("lent", "home", "out"), tf.Move("returned", "out", "home")],
)
LOANS = tf.History("Atlas", [LIBRARY.event("lent", "2016-01"), LIBRARY.event("returned", "2017")])


@pytest.mark.parametrize("file_format", ["json", "csv"])
def test_histories_of_another_process_are_read_and_written(file_format, tmp_path):
    """The trust transfer does not have its triggers and refuses the file."""
    path = tmp_path / f"loans.{file_format}"
    save([LOANS], path, LIBRARY)
    stream = io.BytesIO()
    write_histories([LOANS], stream, file_format, LIBRARY)
    assert path.read_bytes() == stream.getvalue()
    assert [LOANS] == list(read_file(path, LIBRARY))
    assert [LOANS] == list(read_file(io.BytesIO(stream.getvalue()), LIBRARY))
    with pytest.raises(tf.BadHistory):
        list(read_file(path))


def test_every_function_for_json_and_csv_takes_a_process(tmp_path):
    """The functions read one history or several, from a text or a file."""
    path = tmp_path / "loans.json"
    tf.dump(LOANS, path, LIBRARY)
    assert LOANS == tf.load(path, LIBRARY) == tf.loads(tf.dumps(LOANS, LIBRARY), LIBRARY)
    assert (LOANS,) == tuple(exchange.load_all(path, LIBRARY))
    table = tmp_path / "loans.csv"
    exchange.dump_csv(LOANS, table, LIBRARY)
    text = exchange.dumps_csv(LOANS, LIBRARY)
    assert text.encode() == table.read_bytes()
    assert (LOANS,) == exchange.load_csv(table, LIBRARY) == exchange.loads_csv(text, LIBRARY)
    assert "atlas-2017-returned" in text


def test_the_options_for_a_table_are_followed(tmp_path):
    """The options are the mapping of headings, the function for faults, and the limits."""
    path = tmp_path / "table.csv"
    path.write_text("Who,event,on\nDevon,note,2016\nDevon,note,late\n", "utf-8")
    whole = tf.History("Devon", ev.Note("2016"))
    for read in (
        lambda options: exchange.load_csv(path, **options),
        lambda options: tuple(read_file(path, options=ReadOptions(**options))),
    ):
        faults = []
        options = {"columns": {"Who": "authority"}, "on_fault": faults.append}
        assert (whole,) == read(options)
        assert ["line 3, column on"] == [fault.path for fault in faults]
        with pytest.raises(tf.BadHistory, match=re.escape("Set a higher limit with Limits(size=")):
            read({**options, "limits": Limits(size=10)})


def test_json_begins_with_an_object_or_a_list():
    """A byte order mark and white space can come before the first bracket."""
    whole = tf.dumps(HISTORY).encode()
    for data in (b"\xef\xbb\xbf \r\n" + whole, b" " * 90 + whole):
        assert [HISTORY] == list(read_file(io.BytesIO(data)))
    with pytest.raises(tf.BadHistory, match="Expected an object such as"):
        list(read_file(io.BytesIO(b"[" + whole + b"]")))
    with pytest.raises(tf.BadHistory, match="Expected a column for the authority"):
        list(read_file(io.BytesIO(b"x" + whole)))


def test_events_and_processes_are_written_for_people():
    """Letters of any script are kept, and each level is indented by two spaces."""
    event = ev.Note("2016", note="Père Noël")
    assert '{\n  "event": "note",\n  "on": "2016",\n  "note": "Père Noël"\n}\n' == (
        exchange.event_to_json(event)
    )
    assert '"title": "Ein Verzögern",\n  "stages": {\n    "home": {' in exchange.process_to_json(
        evolve(LIBRARY, title="Ein Verzögern")
    )
