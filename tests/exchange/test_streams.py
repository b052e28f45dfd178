"""Streams are read like files, and a file that changes while it is read is refused."""

import contextlib
import gzip
import io
import os
import socket
import subprocess
import sys
import tempfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import trustflow as tf
from tests.pipes import fed, open_pipe
from trustflow import events as ev
from trustflow.exchange import (
    Limits,
    ReadOptions,
    dumps_csv,
    load_csv,
    loads_csv,
    read_file,
    stream_csv,
    streams,
    unchanged,
)

HISTORIES = tuple(
    tf.History(name, [ev.Note("2016", note=name), ev.TrustWentLive("2018-04-01")])
    for name in ("Sandwell", "Devon", "Kent")
)
CSV, JSON = dumps_csv(HISTORIES).encode(), tf.dumps(HISTORIES).encode()
CHANGED = "a file that changed while it was read"
READERS = {
    "load_csv": (load_csv, CSV),
    "stream_csv": (stream_csv, CSV),
    "read_file csv": (
        lambda source: read_file(source, options=ReadOptions(file_format="csv")),
        CSV,
    ),
    "read_file json": (
        lambda source: read_file(source, options=ReadOptions(file_format="json")),
        JSON,
    ),
    "load_all": (tf.load_all, JSON),
}
every_reader = pytest.mark.parametrize(("read", "data"), READERS.values(), ids=READERS)
of_streams = {name: READERS[name] for name in READERS if name.startswith(("stream", "read"))}
every_stream_reader = pytest.mark.parametrize(("read", "data"), of_streams.values(), ids=of_streams)


# Streams


@every_reader
def test_a_named_pipe_is_read(tmp_path, read, data):
    """Its name may end like that of a file, or in another way."""
    with fed(tmp_path / "pipe", data) as pipe:
        assert HISTORIES == tuple(read(pipe))


@every_reader
def test_an_open_pipe_is_read_by_its_path(read, data):
    """A shell gives such a path for ``<(…)``."""
    with open_pipe(data) as path:
        assert HISTORIES == tuple(read(path))


@every_stream_reader
@pytest.mark.parametrize("buffering", [-1, 0])
def test_an_open_pipe_is_read(tmp_path, read, data, buffering):
    """A pipe without a buffer gives fewer bytes at a time than it is asked for."""
    with fed(tmp_path / "pipe", data) as pipe, pipe.open("rb", buffering=buffering) as stream:
        assert HISTORIES == tuple(read(stream))


@every_stream_reader
def test_a_socket_is_read(read, data):
    """A socket cannot seek."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        with ours.makefile("rb") as stream:
            assert HISTORIES == tuple(read(stream))


@every_stream_reader
def test_an_object_with_nothing_but_read_is_read(read, data):
    """The input of a web request may be such an object."""

    class Input:
        read = staticmethod(io.BytesIO(data).read)

    assert HISTORIES == tuple(read(Input()))


@every_stream_reader
@pytest.mark.parametrize("skipped", [0, 3])
def test_a_stream_that_can_seek_is_read_from_its_place(read, data, skipped):
    """Bytes in memory have no descriptor."""
    stream = io.BytesIO(b"\n\n\n" + data)
    stream.seek(3 - skipped if data is JSON else 3)
    assert HISTORIES == tuple(read(stream))


@every_stream_reader
def test_a_compressed_file_is_read_through_its_reader(tmp_path, read, data):
    """The descriptor is that of the compressed file."""
    path = tmp_path / "x.gz"
    with gzip.open(path, "wb") as file:
        file.write(data)
    with gzip.open(path) as file:
        assert HISTORIES == tuple(read(file))


@every_stream_reader
def test_a_temporary_file_in_memory_stays_in_memory(monkeypatch, read, data):
    """Uploaded files are often of this kind. To look at its descriptor would write it to disk."""
    monkeypatch.setattr(tempfile, "TemporaryFile", None)
    with tempfile.SpooledTemporaryFile() as file:
        file.write(data)
        file.seek(0)
        assert HISTORIES == tuple(read(file))


@pytest.mark.parametrize("data", [CSV, JSON], ids=["csv", "json"])
def test_the_first_bytes_decide_the_format_of_a_stream_without_an_ending(tmp_path, data):
    """The name of a pipe that has an ending decides, as for a file."""
    with open_pipe(data) as path:
        assert HISTORIES == tuple(read_file(path))
    with fed(tmp_path / "pipe", data) as pipe:
        assert HISTORIES == tuple(read_file(pipe))
    with fed(tmp_path / f"pipe.{'csv' if data is CSV else 'json'}", data) as pipe:
        assert HISTORIES == tuple(read_file(pipe))
    assert HISTORIES == tuple(read_file(io.BytesIO(data)))


@pytest.mark.parametrize("data", [CSV, JSON], ids=["csv", "json"])
@pytest.mark.parametrize("is_file", [False, True])
def test_standard_input_is_read_by_its_path(tmp_path, data, is_file):
    """Standard input is a pipe or a file."""
    program = (
        "from trustflow.exchange import read_file\n"
        "print(*(history.authority for history in read_file('/dev/stdin')))"
    )
    path = tmp_path / "file"
    path.write_bytes(data)
    with path.open("rb") as file:
        how = {"stdin": file} if is_file else {"input": data}
        done = subprocess.run(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, check=True, **how
        )
    assert b"Sandwell Devon Kent" == done.stdout.strip()


def test_a_long_stream_goes_to_a_temporary_file(tmp_path, monkeypatch):
    """It is read like a short one, and no more of it than the limit."""
    monkeypatch.setattr(streams, "IN_MEMORY", 10)
    with fed(tmp_path / "long", CSV) as pipe:
        assert HISTORIES == load_csv(pipe)
    with fed(tmp_path / "exact", CSV) as pipe:
        assert HISTORIES == load_csv(pipe, limits=Limits(size=len(CSV)))
    with (
        pytest.raises(tf.BadHistory, match="found a larger file"),
        fed(tmp_path / "too_long", CSV) as pipe,
    ):
        load_csv(pipe, limits=Limits(size=len(CSV) - 1))


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
@pytest.mark.parametrize("read", [load_csv, tf.load_all])
def test_a_device_without_an_end_is_too_large(device, read):
    """A device accepts a seek, but does not go back."""
    with pytest.raises(tf.BadHistory, match="found a larger file"):
        read(device, limits=Limits(size=100_000))


@every_reader
def test_an_empty_device_is_an_empty_file(tmp_path, read, data):
    """The faults are the same as for an empty file."""
    del data
    empty = tmp_path / "empty"
    empty.touch()
    messages = []
    for source in (empty, "/dev/null"):
        with pytest.raises(tf.BadHistory) as caught:
            tuple(read(source))
        messages.append(str(caught.value))
    assert messages[0] == messages[1]


# Files that change


def grow(path):
    """Add a row to the file."""
    with path.open("ab") as file:
        file.write(b"York,note,2020\r\n")


def shrink(path):
    """Remove the second half of the file."""
    os.truncate(path, path.stat().st_size // 2)


def rewrite(path):
    """Write other histories into the file."""
    path.write_bytes(dumps_csv(HISTORIES[::-1]).encode() * 2)


def empty(path):
    """Remove everything from the file."""
    os.truncate(path, 0)


changes = pytest.mark.parametrize("change", [grow, shrink, rewrite, empty])


@changes
@pytest.mark.parametrize("on_fault", [None, lambda _fault: None], ids=["strict", "kept"])
@pytest.mark.parametrize("seek", [1, 2, 3])
def test_a_file_that_changes_before_a_pass_is_refused(tmp_path, change, on_fault, seek):
    """The file changes before its headings, the first pass or the second pass are read."""
    path = tmp_path / "x.csv"
    path.write_bytes(CSV)

    class Changing(io.BufferedReader):
        seeks = 0

        def seek(self, *arguments):
            self.seeks += 1
            if self.seeks == seek:
                change(path)
            return super().seek(*arguments)

    with Changing(io.FileIO(path)) as file, pytest.raises(tf.BadHistory) as caught:
        tuple(stream_csv(file, on_fault=on_fault))
    assert [("$", CHANGED)] == [(fault.path, fault.found) for fault in caught.value.faults]


@changes
@pytest.mark.parametrize("taken", [1, 2, 3])
def test_a_file_that_changes_while_histories_are_taken_is_refused(tmp_path, change, taken):
    """The histories that were returned before are those of the file as it was."""
    path = tmp_path / "x.csv"
    path.write_bytes(CSV)
    reading = stream_csv(path)
    assert list(HISTORIES[:taken]) == [next(reading) for _ in range(taken)]
    change(path)
    with pytest.raises(tf.BadHistory, match=CHANGED):
        tuple(reading)


def test_a_file_that_changes_after_the_last_use_is_no_error(tmp_path):
    """A reader who stops early does not see what happens to the rest of the file."""
    path = tmp_path / "x.csv"
    path.write_bytes(CSV)
    reading = stream_csv(path)
    assert HISTORIES[0] == next(reading)
    path.write_bytes(b"")
    reading.close()
    assert [] == list(reading)


TABLE = b"authority,event,on\nA,note,2016"
ROWS = st.lists(
    st.sampled_from(
        ["A,note,2016", "B,note,2017", "A,trust_went_live,2018", "C,note,never", 'A,"no', ",,", ""]
    ),
    max_size=5,
)
TABLES = st.builds(
    lambda heading, rows: "\n".join([heading, *rows]).encode(),
    st.sampled_from(["authority,event,on", "authority,on,event", 'authority,event,"on']),
    ROWS,
)


class Switching(io.BytesIO):
    """A stream without a descriptor whose content changes at a certain seek."""

    def __init__(self, first, later, at):
        super().__init__(first)
        self.later, self.left = later, at

    def seek(self, *arguments):
        """Go to a place, after the content has changed if it is time."""
        self.left -= 1
        if not self.left:
            super().seek(0)
            self.truncate()
            self.write(self.later)
        return super().seek(*arguments)


def outcome(read):
    """Return the histories, or None if they are refused."""
    with contextlib.suppress(tf.BadHistory):
        return tuple(read())
    return None


@given(first=TABLES, later=TABLES, at=st.integers(1, 4), is_strict=st.booleans())
@example(first=TABLE, later=TABLE.replace(b"A", b"B"), at=3, is_strict=False)
@example(first=TABLE, later=TABLE[:18], at=3, is_strict=False)
@example(first=TABLE, later=b'authority,event,"on', at=2, is_strict=True)
def test_other_bytes_give_the_right_histories_or_none(first, later, at, is_strict):
    """Without a descriptor, only the bytes themselves show that something changed."""
    on_fault = None if is_strict else lambda _fault: None
    found = outcome(lambda: stream_csv(Switching(first, later, at), on_fault=on_fault))
    before = outcome(lambda: loads_csv(first, on_fault=on_fault))
    after = outcome(lambda: loads_csv(later, on_fault=on_fault))
    assert found in (None, before, after)
    if first == later:
        assert before == found


@pytest.mark.parametrize(
    "later",
    [
        CSV.replace(b"2018-04-01", b"2018-04-02"),
        CSV.replace(b"Devon", b"Derby"),
        CSV + b"\n",
        CSV[:-1],
        b"",
    ],
)
def test_other_bytes_are_reported_as_a_change(later):
    """The fault does not mislead to a row that was right."""
    with pytest.raises(tf.BadHistory, match=CHANGED):
        tuple(stream_csv(Switching(CSV, later, 3)))


# The block that looks


def test_an_error_in_the_block_is_kept_if_nothing_changed(tmp_path):
    """If the file changed, that is the error."""
    path = tmp_path / "x"
    path.write_bytes(b"1")
    with pytest.raises(KeyError, match="odd"), unchanged(path):
        raise KeyError("odd")

    def change_and_fail():
        path.write_bytes(b"22")
        raise KeyError("odd")

    with pytest.raises(tf.BadHistory, match=CHANGED), unchanged(path):
        change_and_fail()


def test_another_file_of_the_same_name_is_a_change(tmp_path):
    """It can have the same size and the same time."""
    path, other = tmp_path / "x", tmp_path / "y"
    for each in (path, other):
        each.write_bytes(b"1")
        os.utime(each, (0, 0))
    with pytest.raises(tf.BadHistory, match=CHANGED), unchanged(path):
        other.replace(path)


def test_a_file_that_is_not_there_is_an_error_of_the_operating_system(tmp_path):
    """The error names the file."""
    path = tmp_path / "x"
    with pytest.raises(FileNotFoundError) as caught, unchanged(path):
        pass
    assert str(path) == str(caught.value.filename)
