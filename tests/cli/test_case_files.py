"""The commands that change the file of a case lose nothing, and always take its name as a path."""

import errno
import json
import os
import stat
import subprocess
import sys

import pytest
from attrs import evolve

import trustflow as tf
from tests.cli.command_words import load
from tests.cli.samples import LATE
from trustflow import events as ev
from trustflow.cli import case_files
from trustflow.exchange import file_lock, locked_file

pytestmark = pytest.mark.usefixtures("present")
CHANGES = {
    "record": ["note", "2018-01-01", "--note", "new"],
    "insert": ["note", "2017-01-01", "--note", "new"],
    "replace": ["2", "--on", "2017-03-08"],
    "withdraw": ["2"],
}
"""The commands that change a file, with what they change in that of `kept`."""
COMMANDS = {**CHANGES, "new": ["Devon", "--force"]}
every_change = pytest.mark.parametrize("command", CHANGES)
every_command = pytest.mark.parametrize("command", COMMANDS)
RECORDER = """
import contextlib, io, sys
from trustflow.cli import main
from trustflow.exchange import file_lock
file_lock.MAX_WAIT = 60  # the machine can be busy
path, number, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
print(flush=True)
sys.stdin.readline()
for turn in range(count):
    words = [
        ["record", path, "note", f"2026-{turn + 1:02}", "--note", f"{number} {turn}"],
        ["insert", path, "note", "2026-01", "--note", f"{number} {turn} inserted"],
        ["new", f"{path}-{turn}.json", f"Council {number}"],
    ]
    for each in words:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            code = main(each)
        print(code, *each[5:], *each[2:3] * (each[0] == "new"), flush=True)
"""
"""A program that records and inserts notes in a file, and creates others."""
PROCESSES, TURNS = 4, 5


def others(path):
    """Return the names of all other files in the folder of a file."""
    return sorted(other.name for other in path.parent.iterdir() if other != path)


# Several at once


@pytest.fixture(scope="module")
def at_once(tmp_path_factory):
    """Return a file that several processes changed at once, and what was acknowledged."""
    path = tmp_path_factory.mktemp("at-once") / "case.json"
    tf.dump(tf.History("Kent"), path)
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", RECORDER, str(path), str(number), str(TURNS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TRUSTFLOW_TODAY": "2026-12-31"},
        )
        for number in range(PROCESSES)
    ]
    for program in programs:
        program.stdout.readline()
    answers = []
    for program in programs:
        program.stdin.write("\n")
        program.stdin.flush()
    for program in programs:
        printed, _ = program.communicate()
        assert 0 == program.returncode
        answers += [line.split(" ", 1) for line in printed.splitlines()]
    return path, answers


def test_every_acknowledged_event_is_in_the_file(at_once):
    """Every other one was refused, because a later one had been recorded before it."""
    path, answers = at_once
    notes = [(code, words) for code, words in answers if "Council" not in words]
    assert 2 * PROCESSES * TURNS == len(notes)
    accepted = sorted(words.removeprefix("--note ") for code, words in notes if code == "0")
    history = load(path)
    assert accepted == sorted(event.note for event in history)
    assert {"0", "2"} >= {code for code, _ in notes}
    # All notes of January 2026 can be inserted, whatever else is in the file.
    assert PROCESSES * TURNS == sum("inserted" in words for words in accepted)
    tf.Case.from_history(history)  # the order is one that can have happened


def test_one_of_several_creates_a_file(at_once):
    """The others are refused, and the file has the case of the one that was acknowledged."""
    path, answers = at_once
    created = [(code, words) for code, words in answers if words.startswith("Council")]
    assert PROCESSES * TURNS == len(created)
    authorities = sorted(words for code, words in created if code == "0")
    assert TURNS == len(authorities)
    files = [path.with_name(name) for name in others(path)]
    assert authorities == sorted(load(file).authority for file in files)


# What is refused


@every_command
def test_a_file_locked_too_long_is_named(refusal, kept, monkeypatch, command):
    """The message says why the command gave up."""
    monkeypatch.setattr(file_lock, "MAX_WAIT", 0)
    with locked_file(kept):
        message = refusal(command, kept, *COMMANDS[command])
    assert f"{kept}: Another process has been changing it for 0 seconds" in message
    assert LATE == load(kept)


@every_command
def test_a_file_that_changes_meanwhile_is_refused(refusal, kept, monkeypatch, command):
    """A program that does not use the lock changes it after it was read."""
    theirs = evolve(LATE, events=[LATE[0]])
    content = case_files._content  # noqa: SLF001 - the last call before the file is written

    def interfering(*arguments):
        tf.dump(theirs, kept)
        return content(*arguments)

    monkeypatch.setattr(case_files, "_content", interfering)  # as above
    message = refusal(command, kept, *COMMANDS[command])
    assert f"{kept} was not saved, because another program has changed it" in message
    assert theirs == load(kept)
    assert [] == others(kept)


@every_command
def test_a_hard_link_is_refused(refusal, kept, command):
    """The other name would keep the old history."""
    other = kept.with_name("other.json")
    os.link(kept, other)
    assert "2 names (hard links)" in refusal(command, kept, *COMMANDS[command])
    assert LATE == load(kept)
    assert ["other.json"] == others(kept)


@every_command
def test_a_folder_is_refused(refusal, tmp_path, command):
    """It stays empty."""
    folder = tmp_path / "folder.json"
    folder.mkdir()
    assert "is not a file" in refusal(command, folder, *COMMANDS[command])
    assert [] == list(folder.iterdir())


@every_command
def test_a_missing_folder_is_refused(refusal, tmp_path, command):
    """The message names the file and no temporary one."""
    path = tmp_path / "missing" / "kent.json"
    message = refusal(command, path, *COMMANDS[command])
    assert str(path) in message
    assert ".trustflow-" not in message


@every_command
def test_a_folder_that_cannot_be_written_to_is_refused(refusal, kept, monkeypatch, command):
    """An administrator can write to every folder, so the system's answer is replaced here."""

    def refuse(*_arguments):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(file_lock.io, "FileIO", refuse)
    message = refusal(command, kept, *COMMANDS[command])
    assert f"{kept}: Permission denied to create a file beside it" in message
    assert LATE == load(kept)


def test_a_file_created_meanwhile_is_not_replaced(refusal, kept, monkeypatch):
    """`new` looks again when it has the lock."""
    away = kept.with_name("away")
    kept.rename(away)
    lock = case_files.locked_file

    def creating(path):
        away.rename(kept)
        return lock(path)

    monkeypatch.setattr(case_files, "locked_file", creating)
    assert "already exists. Use --force" in refusal("new", kept, "Devon")
    assert LATE == load(kept)
    assert [] == others(kept)


# What is kept


@every_command
def test_a_link_and_the_permissions_are_kept(answer, kept, tmp_path, command):
    """The file that the link leads to is changed, and nothing is left beside either."""
    kept.chmod(0o640)
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "link.json"
    link.symlink_to("../kent.json")
    answer(command, link, *COMMANDS[command])
    assert link.is_symlink()
    assert load(kept) == load(link) != LATE
    assert 0o640 == stat.S_IMODE(kept.stat().st_mode)
    assert [] == others(link)
    assert ["links"] == others(kept)


def test_what_a_killed_command_left_blocks_nobody(answer, kept):
    """The next command removes it."""
    with locked_file(kept):
        (lock,) = others(kept)
    kept.with_name(lock).touch()
    kept.with_name(lock.replace(".lock", ".new")).write_text("half")
    answer("record", kept, *CHANGES["record"])
    assert [] == others(kept)


# Names


def test_a_name_is_always_a_path(answer, refusal, tmp_path, monkeypatch):
    """A council of the casebook is never copied into a file of its name."""
    monkeypatch.chdir(tmp_path)
    for command, words in CHANGES.items():
        message = refusal(command, "Sandwell", *words)
        assert "There is no file ./Sandwell. Create it with: trustflow new ./Sandwell" in message
    assert [] == list(tmp_path.iterdir())
    answer("new", "Sandwell", "Somewhere")
    answer("record", "Sandwell", *CHANGES["record"])
    answer("insert", "Sandwell", *CHANGES["insert"])
    answer("replace", "Sandwell", "1", "--note", "newer")
    answer("withdraw", "Sandwell", "2")
    assert tf.History("Somewhere", [ev.Note("2017-01-01", note="newer")]) == tf.load("Sandwell")
    assert ["Sandwell"] == [path.name for path in tmp_path.iterdir()]
    assert "./Sandwell already exists" in refusal("new", "Sandwell", "Devon")
    data = json.loads(answer("new", "Sandwell", "Devon", "--force", "--json"))
    assert "./Sandwell" == data["file"]


@every_command
def test_an_empty_name_is_refused(refusal, command):
    """It is neither a file nor a folder."""
    assert "An empty name is not a file" in refusal(command, "", *COMMANDS[command])
