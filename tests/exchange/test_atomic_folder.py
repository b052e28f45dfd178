"""A folder gets all of some files, or none of them."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustflow.exchange import TEMPORARY, filling_folder

LAST = "last.txt"
PATHS = ("a.txt", "b/c.txt", "b/d.txt", "e", LAST)


def contents(folder):
    """Return the bytes of each file in a folder and below, by path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def fill(folder, files):
    """Write files into a folder."""
    for path, data in files.items():
        (folder / path).parent.mkdir(exist_ok=True, parents=True)
        (folder / path).write_bytes(data)


def fill_and_fail(folder, new, error):
    """Raise an error in the block that fills a folder."""
    with filling_folder(folder, last=LAST) as temporary:
        fill(temporary, new)
        raise error


def files():
    """Return a strategy of files by path."""
    return st.dictionaries(st.sampled_from(PATHS), st.binary(max_size=3))


def test_each_file_is_synced_before_it_has_its_name(tmp_path, synced):
    """Otherwise a power cut could leave the names without the content."""
    new = {"a.txt": b"a", "b/c.txt": b"bcd", LAST: b"z" * 100_000}
    with filling_folder(tmp_path, last=LAST) as temporary:
        fill(temporary, new)
        assert [] == synced
    assert [1, 3, 100_000] == sorted(synced)
    assert new == contents(tmp_path)


def test_the_last_name_is_on_the_disk_after_all_others(tmp_path, monkeypatch):
    """Otherwise a power cut could leave the mark of a complete folder in one that is not."""
    folder, seen, sync = tmp_path / "out", [], os.fsync
    fill(folder, {"a.txt": b"old", LAST: b"old"})

    def noting(descriptor):
        for path in (tmp_path, folder, *folder.rglob("b")):
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                names = {each.name for each in path.iterdir()}
                seen.append((path.name, {name for name in names if not name.startswith(TEMPORARY)}))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    with filling_folder(folder, last=LAST) as temporary:
        fill(temporary, {"a.txt": b"a", "b/c.txt": b"c", LAST: b"z"})
    assert seen == [
        (tmp_path.name, {"out"}),
        ("b", {"c.txt"}),
        ("out", {"a.txt"}),
        ("out", {"a.txt", "b"}),
        ("out", {"a.txt", "b", LAST}),
    ]


@given(old=files(), new=files())
def test_the_folder_has_the_new_files_and_what_has_no_new_name(tmp_path_factory, old, new):
    """A file or folder of a new name is replaced as a whole; the old `last` goes in any case."""
    folder = tmp_path_factory.mktemp("filled")
    fill(folder, old)
    with filling_folder(folder, last=LAST) as temporary:
        fill(temporary, new)
    names = {path.split("/")[0] for path in new} | {LAST}
    kept = {path: data for path, data in old.items() if path.split("/")[0] not in names}
    assert {**kept, **new} == contents(folder)
    assert not [path for path in folder.iterdir() if path.name.startswith(TEMPORARY)]


@given(old=files(), new=files())
def test_an_error_leaves_the_folder_as_it_was(tmp_path_factory, old, new):
    """The block raised it, so nothing was moved."""
    folder = tmp_path_factory.mktemp("filled")
    fill(folder, old)
    with pytest.raises(ValueError, match="too late"):
        fill_and_fail(folder, new, ValueError("too late"))
    assert old == contents(folder)


@pytest.mark.parametrize("error", [ValueError, OSError, KeyboardInterrupt])
def test_a_folder_that_was_made_goes_again(tmp_path, error):
    """After an error there is no empty folder."""
    folder = tmp_path / "new"
    with pytest.raises(error):
        fill_and_fail(folder, {"a.txt": b"a"}, error)
    assert not folder.exists()


def test_a_folder_that_got_another_file_stays(tmp_path):
    """Somebody else may write into the new folder at the same time."""
    folder = tmp_path / "new"
    with pytest.raises(KeyError):
        fill_and_fail(folder, {"../other.txt": b"other"}, KeyError)
    assert {"other.txt": b"other"} == contents(folder)


@pytest.mark.parametrize("failing", PATHS)
def test_a_folder_with_the_last_file_is_complete(tmp_path, monkeypatch, failing):
    """If a file cannot be moved, the last one is not there."""
    every = {"a.txt": b"1", "b/c.txt": b"2", "b/d.txt": b"3", "e": b"4", LAST: b"5"}
    fill(tmp_path, dict.fromkeys(every, b"old"))
    moved = Path.rename

    def refused(self, target):
        if self.parent.name.startswith(TEMPORARY) and self.name == failing.split("/")[0]:
            raise OSError(5, "Input/output error", str(self))
        return moved(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with (
        pytest.raises(OSError, match="Input/output error") as failed,
        filling_folder(tmp_path, last=LAST) as temporary,
    ):
        fill(temporary, every)
    assert str(tmp_path) == failed.value.filename
    assert LAST not in contents(tmp_path)


def test_an_error_of_the_block_names_its_own_file(tmp_path):
    """Only the names of temporary files are replaced by that of the folder."""
    with pytest.raises(FileNotFoundError) as failed, filling_folder(tmp_path, last=LAST):
        (tmp_path / "missing").read_text("utf-8")
    assert str(tmp_path / "missing") == failed.value.filename


@pytest.mark.parametrize("name", ["missing/new", "file", "file/new"])
def test_a_path_without_a_folder_is_refused(tmp_path, name):
    """The folder above must exist, and a file is not a folder."""
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(OSError) as failed, filling_folder(tmp_path / name, last=LAST):  # noqa: PT011 - the errors differ
        pass
    assert TEMPORARY not in str(failed.value)
    assert {"file": b"mine"} == contents(tmp_path)


def test_a_link_to_a_folder_is_replaced_and_its_target_stays(tmp_path):
    """The link can lead to a folder of somebody else."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "a.txt").write_text("theirs", "utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "b").symlink_to(tmp_path / "theirs")
    with filling_folder(folder, last=LAST) as temporary:
        fill(temporary, {"b/c.txt": b"new"})
    assert {"b/c.txt": b"new"} == contents(folder)
    assert {"a.txt": b"theirs"} == contents(tmp_path / "theirs")


@pytest.mark.parametrize(("old", "new"), [("b", "b/c.txt"), ("b/c.txt", "b")])
def test_a_file_and_a_folder_replace_each_other(tmp_path, old, new):
    """Only the name decides what is replaced."""
    fill(tmp_path, {old: b"old"})
    with filling_folder(tmp_path, last=LAST) as temporary:
        fill(temporary, {new: b"new"})
    assert {new: b"new"} == contents(tmp_path)
