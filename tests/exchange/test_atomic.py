"""Only regular files are replaced; devices, pipes and open files are written into."""

import errno
import os
import pty
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.pipes import emptied
from trustflow.exchange import atomic, dump_csv, is_replaced, replacing, save, write_atomically

HISTORY = tf.History("Sandwell")
WRITERS = {
    "bytes": lambda path: write_atomically(path, b"data"),
    "json": lambda path: tf.dump(HISTORY, path),
    "csv": lambda path: dump_csv(HISTORY, path),
    "save": lambda path: save([HISTORY], path),
}
every_writer = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)


def identity(path):
    """Return what is different after something at a path was replaced."""
    status = path.lstat()
    return status.st_dev, status.st_ino, stat.S_IFMT(status.st_mode)


@every_writer
def test_a_file_is_synced_with_all_its_bytes(tmp_path, synced, write):
    """Otherwise a power cut could leave the name of the file with a part of its content."""
    write(tmp_path / "x")
    assert [(tmp_path / "x").stat().st_size] == synced


@pytest.mark.parametrize("pieces", [[], [1], [10_000, 1], [100_000, 5, 100_000]])
def test_a_file_is_synced_before_it_takes_the_place_of_another(tmp_path, synced, pieces):
    """Until then the old file is there, whatever was written in how many pieces."""
    path = tmp_path / "x"
    path.write_bytes(b"old")
    with replacing(path) as file:
        for size in pieces:
            file.write(b"x" * size)
        assert ([], b"old") == (synced, path.read_bytes())
    assert [sum(pieces)] == synced


@every_writer
def test_a_named_pipe_receives_the_data(tmp_path, write):
    """The pipe is still there afterwards, and nothing else is in its folder."""
    pipe, file = tmp_path / "pipe", tmp_path / "file"
    write(file)
    expected = file.read_bytes()
    file.unlink()
    with emptied(pipe) as received:
        before = identity(pipe)
        write(pipe)
    assert [expected] == received
    assert before == identity(pipe)
    assert [pipe] == list(tmp_path.iterdir())


@every_writer
@pytest.mark.parametrize("is_linked", [False, True])
def test_the_null_device_is_not_replaced(tmp_path, write, is_linked):
    """It is not replaced through a link either."""
    device = Path("/dev/null")
    before = identity(device)
    link = tmp_path / "link"
    link.symlink_to(device)
    write(link if is_linked else device)
    assert before == identity(device)
    assert link.is_symlink()
    assert [link] == list(tmp_path.iterdir())


@every_writer
def test_a_terminal_receives_the_data(write):
    """A terminal is a device."""
    ours, theirs = pty.openpty()
    try:
        write(os.ttyname(theirs))
        assert os.read(ours, 4)
    finally:
        os.close(ours)
        os.close(theirs)


@every_writer
def test_a_full_device_is_named_in_the_error(write):
    """Few data are written when the file is closed, which is an error too."""
    with pytest.raises(OSError, match="No space left") as caught:
        write("/dev/full")
    assert (errno.ENOSPC, "/dev/full") == (caught.value.errno, caught.value.filename)


def test_much_data_on_a_full_device_is_an_error_that_names_it():
    """Then the error comes before the buffer is emptied at the end."""
    with pytest.raises(OSError, match="No space left") as caught:
        write_atomically("/dev/full", b"x" * 1_000_000)
    assert "/dev/full" == caught.value.filename


def test_a_pipe_that_nobody_reads_any_more_is_an_error(tmp_path):
    """The error has the kind of a broken pipe, and the name of the pipe."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: pipe.open("rb").close())
    reader.start()

    def write():
        with replacing(pipe) as file:
            reader.join()
            file.write(b"data")

    with pytest.raises(BrokenPipeError) as caught:
        write()
    assert str(pipe) == caught.value.filename


@every_writer
@pytest.mark.parametrize("kind", ["pipe", "file"])
def test_an_open_file_receives_the_data(tmp_path, write, kind):
    """A path such as /dev/fd/3 leads to an open file, which is not replaced."""
    path = tmp_path / "file"
    with path.open("w+b") as file:
        ours, theirs = os.pipe() if kind == "pipe" else (file.fileno(), os.dup(file.fileno()))
        os.write(theirs, b"before ")
        write(f"/dev/fd/{theirs}")
        os.write(theirs, b" after")
        if kind == "file":
            os.lseek(ours, 0, os.SEEK_SET)
        received = os.read(ours, 10_000)
        os.close(theirs)
        if kind == "pipe":
            os.close(ours)
    assert received.startswith(b"before ")
    assert received.endswith(b" after")
    assert len(b"before  after") < len(received)
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["/dev/stdout", "/proc/self/fd/1", "link"])
@pytest.mark.parametrize("sink", ["pipe", "file", "socket"])
def test_standard_output_receives_the_data(tmp_path, name, sink):
    """Output before and after it is kept, also if standard output is a file or a socket."""
    link = tmp_path / "link"
    link.symlink_to("/dev/stdout")
    program = (
        "import os, sys; from trustflow.exchange import write_atomically\n"
        "os.write(1, b'before '); write_atomically(sys.argv[1], b'data'); os.write(1, b' after')"
    )
    command = [sys.executable, "-c", program, str(link) if name == "link" else name]
    if sink == "file":
        output = tmp_path / "output"
        with output.open("wb") as file:
            subprocess.run(command, stdout=file, check=True)
        received = output.read_bytes()
    elif sink == "socket":
        ours, theirs = socket.socketpair()
        with ours, theirs:
            subprocess.run(command, stdout=theirs, check=True)
            received = ours.recv(1000)
    else:
        received = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    assert b"before data after" == received


@every_writer
def test_a_socket_is_refused_by_name(tmp_path, monkeypatch, write):
    """A socket cannot be opened as a file; it stays as it is."""
    monkeypatch.chdir(tmp_path)  # the path of a socket is limited to about 100 characters
    path = Path("socket")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        before = identity(path)
        with pytest.raises(OSError, match="socket") as caught:
            write(path)
    assert str(path) == caught.value.filename
    assert before == identity(path)
    assert [path] == list(Path().iterdir())


@every_writer
@pytest.mark.parametrize("place", ["folder", "link", "."])
def test_a_folder_is_refused_by_name(tmp_path, monkeypatch, write, place):
    """The error is of the usual kind, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    folder = Path("folder")
    folder.mkdir()
    Path("link").symlink_to(folder)
    with pytest.raises(IsADirectoryError) as caught:
        write(place)
    assert place == caught.value.filename
    assert [] == list(folder.iterdir())
    assert {"folder", "link"} == {path.name for path in tmp_path.iterdir()}


@every_writer
def test_a_link_to_nothing_creates_its_target(tmp_path, write):
    """The link stays a link."""
    target, link = tmp_path / "target", tmp_path / "link"
    link.symlink_to(target)
    write(link)
    assert link.is_symlink()
    assert target.stat().st_size
    assert {link, target} == set(tmp_path.iterdir())


def test_what_is_replaced_is_regular_or_absent(tmp_path):
    """Everything else is written into, or is an error."""
    file, pipe, loop = tmp_path / "file", tmp_path / "pipe", tmp_path / "loop"
    file.touch()
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    assert is_replaced(file)
    assert is_replaced(tmp_path / "absent")
    for path in (pipe, "/dev/null", "/dev/stdout", "/dev/fd/0"):
        assert not is_replaced(path)
    with pytest.raises(OSError, match="symbolic links") as caught:
        is_replaced(loop)
    assert str(loop) == caught.value.filename


# Errors name the target


@every_writer
@pytest.mark.parametrize("place", ["absent/x", "file/x", "/proc/self/x", "/dev/fd/999"])
def test_an_error_names_the_target_and_no_temporary_file(tmp_path, monkeypatch, write, place):
    """The folder is missing, is a file, or cannot be written to, or the file is not open."""
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    with pytest.raises(OSError, match=r"^((?!\.trustflow-).)*$") as caught:
        write(place)
    assert place == caught.value.filename
    assert caught.value.filename2 is None


def test_a_disk_that_fails_to_sync_is_an_error_that_names_the_target(tmp_path, monkeypatch):
    """The operating system does not name a file then."""

    def fail(_descriptor):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    target = tmp_path / "x"
    with pytest.raises(OSError, match="Input/output error") as caught:
        write_atomically(target, b"data")
    assert str(target) == caught.value.filename
    assert [] == list(tmp_path.iterdir())


def test_a_rename_that_fails_is_an_error_that_names_the_target(tmp_path, monkeypatch):
    """The operating system names both files, as it does if the target is mounted by itself."""

    def fail(self, target):
        raise OSError(errno.EBUSY, "Device or resource busy", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", fail)
    target = tmp_path / "x"
    with pytest.raises(OSError, match="busy") as caught:
        write_atomically(target, b"data")
    assert (str(target), None) == (caught.value.filename, caught.value.filename2)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "error",
    [FileNotFoundError(2, "No such file", "other"), OSError("odd"), ValueError("bad")],
    ids=str,
)
def test_an_error_of_the_block_is_raised_unchanged(tmp_path, error):
    """An error about another file keeps its name, and the old file stays."""
    target = tmp_path / "x"
    target.write_text("old")
    with pytest.raises(type(error)) as caught, replacing(target):
        raise error
    assert error is caught.value
    assert "old" == target.read_text()
    assert [target] == list(tmp_path.iterdir())


# Permissions


@given(mask=st.integers(0, 0o777), mode=st.one_of(st.none(), st.integers(0, 0o777)))
def test_a_new_file_has_the_permissions_that_the_umask_leaves(tmp_path_factory, mask, mode):
    """It has those of any new file or those given, and the umask of the process is as before."""
    target = tmp_path_factory.mktemp("new") / "x"
    before = os.umask(mask)
    try:
        write_atomically(target, b"data", **({} if mode is None else {"mode": mode}))
        assert mask == os.umask(mask)
    finally:
        os.umask(before)
    assert (0o666 if mode is None else mode) & ~mask == stat.S_IMODE(target.stat().st_mode)


@given(mode=st.integers(0, 0o777).map(lambda mode: mode | 0o600))
def test_an_existing_file_keeps_its_permissions(tmp_path_factory, mode):
    """Until then, nobody else can read the temporary file."""
    target = tmp_path_factory.mktemp("old") / "x"
    target.touch()
    target.chmod(mode)
    with replacing(target) as file:
        assert not os.fstat(file.fileno()).st_mode & 0o077
        file.write(b"data")
    assert mode == stat.S_IMODE(target.stat().st_mode)
    assert b"data" == target.read_bytes()


def test_the_umask_is_never_set(tmp_path, monkeypatch):
    """The umask belongs to the whole process, so other threads would create open files."""
    monkeypatch.setattr(os, "umask", None)
    write_atomically(tmp_path / "x", b"new")
    write_atomically(tmp_path / "x", b"old")
    assert b"old" == (tmp_path / "x").read_bytes()


@pytest.fixture
def foreign(tmp_path, monkeypatch):
    """Return a file that seems to belong to another user and another group."""
    status = atomic._status  # noqa: SLF001 - only an administrator can make such a file

    def of_another(path):
        found = status(path)
        return found and os.stat_result((*found[:4], 4711, 4712, *found[6:10]))

    monkeypatch.setattr(atomic, "_status", of_another)  # as above
    path = tmp_path / "x"
    path.touch()
    return path


@pytest.mark.parametrize(
    ("allowed", "mode", "expected"),
    [
        ({(4711, 4712)}, 0o640, 0o640),
        ({(-1, 4712)}, 0o660, 0o660),
        ({(-1, 4712)}, 0o604, 0o604),
        ((), 0o664, 0o644),
        ((), 0o640, 0o600),
        ((), 0o606, 0o666),
    ],
)
def test_a_file_keeps_its_owner_and_group_if_it_can(foreign, monkeypatch, allowed, mode, expected):
    """If the group cannot be kept, the new one may do only what everybody may."""
    foreign.chmod(mode)
    given = []

    def chown(_path, *ids):
        if ids not in allowed:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        given.append(ids)

    monkeypatch.setattr(os, "chown", chown)
    write_atomically(foreign, b"data")
    assert list(allowed) == given
    assert expected == stat.S_IMODE(foreign.stat().st_mode)
    assert b"data" == foreign.read_bytes()


@every_writer
def test_a_file_that_must_not_be_written_to_is_not_replaced(tmp_path, monkeypatch, write):
    """An administrator may write to every file, so the system's answer is replaced here."""
    path = tmp_path / "x"
    path.write_text("old")
    path.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda *_arguments: False)
    with pytest.raises(PermissionError) as caught:
        write(path)
    assert str(path) == caught.value.filename
    assert "old" == path.read_text()
    assert [path] == list(tmp_path.iterdir())
