"""A file is locked while it is read, changed and written, and refused if it changed meanwhile."""

import errno
import fcntl
import io
import os
import stat
import subprocess
import sys
import threading
import types
from pathlib import Path

import pytest

import trustflow as tf
from trustflow.exchange import file_lock, locked_file, write_atomically


@pytest.fixture
def path(tmp_path):
    """Return the path of a file with a text."""
    path = tmp_path / "case.json"
    path.write_text("old")
    return path


@pytest.fixture
def impatient(monkeypatch):
    """Give up at once if the lock is taken."""
    monkeypatch.setattr(file_lock, "MAX_WAIT", 0)


def litter(path):
    """Return the names of all other files in the folder of a file."""
    return [other.name for other in path.parent.iterdir() if other != path]


# The lock


@pytest.mark.usefixtures("impatient")
def test_a_file_is_locked_once(path, tmp_path):
    """Neither its path nor a symbolic link to it can be locked again; another file can."""
    link = tmp_path / "link.json"
    link.symlink_to(path)
    with locked_file(path):
        for name in (path, str(path), link, tmp_path / "x" / ".." / path.name):
            (tmp_path / "x").mkdir(exist_ok=True)
            with pytest.raises(TimeoutError, match="Another process") as caught, locked_file(name):
                pass
            assert os.fspath(name) == caught.value.filename
        with locked_file(tmp_path / "other.json"):
            pass
    with locked_file(link):
        pass
    assert {"link.json", "x"} == set(litter(path))


@pytest.mark.usefixtures("impatient")
def test_the_case_of_a_name_does_not_matter(path):
    """There are file systems on which both names lead to one file."""
    with (
        locked_file(path),
        pytest.raises(TimeoutError),
        locked_file(path.with_name("CASE.json")),
    ):
        pass


def test_a_lock_is_waited_for(path):
    """The second holder reads what the first one wrote."""
    waits, texts = threading.Event(), []

    def second():
        waits.set()
        with locked_file(path) as file:
            texts.append(path.read_text())
            file.write(b"second")

    thread = threading.Thread(target=second)
    with locked_file(path) as file:
        thread.start()
        waits.wait()
        thread.join(0.05)
        assert thread.is_alive()
        file.write(b"first")
    thread.join()
    assert ["first"] == texts
    assert "second" == path.read_text()
    assert [] == litter(path)


def test_a_block_that_fails_releases_the_lock(path):
    """The file stays as it was."""
    with pytest.raises(ZeroDivisionError), locked_file(path):
        raise ZeroDivisionError
    assert [] == litter(path)
    with locked_file(path) as file:
        file.write(b"new")
    assert "new" == path.read_text()


def test_a_lock_file_that_was_removed_is_created_again(path, monkeypatch):
    """A lock of the removed file would exclude nobody."""
    flock, taken = fcntl.flock, []

    def remove_first(descriptor, how):
        flock(descriptor, how)
        taken.append(descriptor)
        (lock,) = path.parent.glob(".trustflow-*.lock")
        if len(taken) < 3:
            lock.unlink()
        if len(taken) == 2:
            lock.touch()

    monkeypatch.setattr(fcntl, "flock", remove_first)
    monkeypatch.setattr(file_lock, "PAUSE", 0)
    with locked_file(path):
        assert 3 == len(taken)
    assert [] == litter(path)


def test_a_lock_file_removed_by_somebody_is_no_error(path):
    """The lock is released all the same."""
    with locked_file(path):
        (lock,) = path.parent.glob(".trustflow-*.lock")
        lock.unlink()
    assert [] == litter(path)


def test_another_error_of_the_lock_names_the_file(path, monkeypatch):
    """There are file systems without locks."""

    def fail(_descriptor, _how):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", fail)
    with pytest.raises(OSError, match="No locks available") as caught, locked_file(path):
        pass
    assert str(path) == caught.value.filename


def test_windows(path, monkeypatch):
    """Its lock is a range of bytes, and a file is removed only when it is closed."""
    held, unlink, opened = [], Path.unlink, []

    def locking(descriptor, mode, count):
        assert ("nonblocking", 1) == (mode, count)
        if held:
            raise PermissionError(errno.EACCES, "Permission denied")
        held.append(descriptor)

    def unlink_closed(self, *, missing_ok=False):
        if self.suffix == ".lock" and not opened:
            opened.append(self)
            raise PermissionError(errno.EACCES, "in use")
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setitem(sys.modules, "fcntl", None)
    fake = types.SimpleNamespace(locking=locking, LK_NBLCK="nonblocking")
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    monkeypatch.setattr(Path, "unlink", unlink_closed)
    with locked_file(path) as file:
        monkeypatch.setattr(file_lock, "MAX_WAIT", 0)
        with pytest.raises(TimeoutError), locked_file(path):
            pass
        file.write(b"new")
    assert 1 == len(opened)
    assert "new" == path.read_text()
    assert [] == litter(path)


# What is refused


@pytest.mark.parametrize("target", ["/dev/null", "/dev/stdout", "pipe"])
def test_only_a_regular_file_can_be_locked(tmp_path, monkeypatch, target):
    """A device, an open file and a named pipe are refused by name."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with pytest.raises(tf.InvalidValue, match="Expected the path of a regular file"):
        locked_file(target).__enter__()
    assert [Path("pipe")] == list(Path().iterdir())


def test_a_folder_is_refused(tmp_path):
    """The error is that of the operating system."""
    with pytest.raises(IsADirectoryError), locked_file(tmp_path):
        pass


def test_a_missing_folder_is_refused_by_the_name_of_the_file(tmp_path):
    """The error does not name a temporary file."""
    path = tmp_path / "missing" / "case.json"
    with pytest.raises(FileNotFoundError) as caught, locked_file(path):
        pass
    assert str(path) == caught.value.filename


def test_a_folder_that_cannot_be_written_to_is_refused(path, monkeypatch):
    """The message says why the folder must be written to."""

    def refuse(*_arguments):
        raise PermissionError(errno.EACCES, "Permission denied", "temporary")

    monkeypatch.setattr(file_lock.io, "FileIO", refuse)
    with pytest.raises(PermissionError, match="to create a file beside it") as caught:
        locked_file(path).__enter__()
    assert str(path) == caught.value.filename


def test_a_lock_file_that_another_user_left_blocks_nobody(path, monkeypatch):
    """A process that was killed leaves it, and others can perhaps only read it."""
    with locked_file(path):
        (left,) = path.parent.glob(".trustflow-*.lock")
    left.touch()
    opened = io.FileIO

    def refuse_writing(name, mode):
        if mode != "r":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(name, mode)

    monkeypatch.setattr(file_lock.io, "FileIO", refuse_writing)
    with locked_file(path):
        assert left.exists()
    assert [] == litter(path)


def test_a_file_with_two_names_is_refused(path):
    """A change would reach only one of them."""
    os.link(path, path.with_name("other.json"))
    with pytest.raises(tf.InvalidValue, match=r"2 names \(hard links\)"), locked_file(path):
        pass
    assert ["other.json"] == litter(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_text("new"),
        lambda path: write_atomically(path, b"new"),
        lambda path: path.write_text(""),
        lambda path: path.unlink(),
        lambda path: path.rename(path.with_name("moved")),
    ],
    ids=["text", "replaced", "empty", "removed", "moved"],
)
def test_a_file_that_changes_meanwhile_is_not_written(path, change):
    """A program that does not use the lock can do so."""
    with locked_file(path) as file:
        assert file.exists
        change(path)
        before = path.read_bytes() if path.exists() else None
        with pytest.raises(tf.StaleFile, match="was not saved, because another program") as caught:
            file.write(b"ours")
    assert str(path) == caught.value.path
    assert before == (path.read_bytes() if path.exists() else None)
    assert not list(path.parent.glob(".trustflow-*"))


def test_a_file_written_again_with_the_same_content_has_not_changed(path):
    """Only the content matters."""
    with locked_file(path) as file:
        write_atomically(path, b"old")
        file.write(b"new")
    assert "new" == path.read_text()


# Creation


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_file_is_created_exclusively(tmp_path, monkeypatch, links, moment):
    """Another program can create it until the last moment, also where there are no hard links."""
    path = tmp_path / "case.json"

    def refuse(*_paths):
        raise OSError(errno.EPERM, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", refuse)
    with locked_file(path) as file:
        assert not file.exists
        if moment == "after":
            monkeypatch.setattr(os, "fsync", lambda _descriptor: path.write_text("theirs"))
        else:
            path.write_text("theirs")
        with pytest.raises(tf.StaleFile):
            file.write(b"ours")
    assert "theirs" == path.read_text()
    assert [] == litter(path)


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_has_one_name_and_the_usual_permissions(tmp_path, monkeypatch, links):
    """Nothing else is in the folder."""
    path, plain = tmp_path / "case.json", tmp_path / "plain"
    plain.touch()

    def refuse(*_paths):
        raise OSError(errno.EPERM, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", refuse)
    with locked_file(path) as file:
        file.write(b"new")
    assert b"new" == path.read_bytes()
    assert (1, plain.stat().st_mode) == (path.stat().st_nlink, path.stat().st_mode)
    assert ["plain"] == litter(path)


# What a change keeps


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o604])
def test_permissions_and_a_link_are_kept(path, tmp_path, mode):
    """The link stays a link, and leads to the new content."""
    path.chmod(mode)
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.json"
    link.symlink_to("../case.json")
    with locked_file(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert b"new" == path.read_bytes()
    assert mode == stat.S_IMODE(path.stat().st_mode)
    assert [link] == list(link.parent.iterdir())


# Kills

STEPS = ("open", "os.chmod", "os.link", "os.remove", "os.rename")
"""The events of Python's audit of a program, at which the program is killed."""
KILLED = """
import os, signal, sys
from trustflow.exchange import locked_file
import hashlib, fcntl, secrets
path, step = sys.argv[1], 0
def kill(event, arguments):
    global step
    if event in {steps!r}:
        step += 1
        if step == number:
            os.kill(os.getpid(), signal.SIGKILL)
for number in range(1, 100):
    child = os.fork()
    if child == 0:
        sys.addaudithook(kill)
        with locked_file(path) as file:
            file.write(b"new")
        os._exit(0)
    killed = os.waitpid(child, 0)[1]
    print(open(path).read() if os.path.exists(path) else "absent", flush=True)
    with locked_file(path) as file:
        assert len(os.listdir(os.path.dirname(path))) == 1 + file.exists, os.listdir()
        if {exists} or not file.exists:
            file.write(b"old")
    if not {exists}:
        os.remove(path)
    if not killed:
        break
""".replace("{steps!r}", repr(STEPS))


@pytest.mark.parametrize("exists", [True, False])
def test_a_kill_at_any_step_leaves_a_whole_file(path, exists):
    """A program is killed at each step; the next one is not blocked and leaves nothing else."""
    if not exists:
        path.unlink()
    program = KILLED.replace("{exists}", str(exists))
    killed = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False
    )
    assert (0, "") == (killed.returncode, killed.stderr)
    states = killed.stdout.split()
    before = "old" if exists else "absent"
    assert {before, "new"} == set(states)
    assert states == sorted(states, key=lambda state: state == "new")
    assert len(states) > 5
    assert "new" == states[-1]
    assert [] == litter(path)
