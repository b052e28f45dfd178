"""`make proof` runs each test in one part, and gathers the figures of the parts."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import proof

ROOT = Path(__file__).parents[1]
NAMES = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 500))
TESTS = """
import pytest
from hypothesis import given, settings, strategies as st

@settings(max_examples=30)
@given(st.integers())
def test_property(number):
    assert isinstance(number, int)

@pytest.mark.parametrize("number", range(3))
def test_numbers(number):
    assert number < LIMIT

def test_one():
    pass

LIMIT = 3
"""


@given(NAMES, st.integers(1, 9))
def test_each_test_is_in_one_part(seconds, count):
    """No two parts differ by more than the longest test, whatever the order of the tests is."""
    parts = proof.parts_of(seconds, count)
    assert count == len(parts)
    assert sorted(seconds) == sorted(name for part in parts for name in part)
    loads = [sum(seconds[name] for name in part) for part in parts]
    assert max(loads) - min(loads) <= max(seconds.values(), default=0)
    assert parts == proof.parts_of(dict(reversed(seconds.items())), count)


@pytest.mark.parametrize("text", ["", "3", "0/8", "9/8", "3/0", "3/8/1", "-1/8", "03/8", "a/b"])
def test_a_part_has_a_number_of_the_parts(text):
    """Any other text is refused."""
    with pytest.raises(argparse.ArgumentTypeError, match="Expected a text such as 3/8"):
        proof.part_of(text)
    assert (3, 8) == proof.part_of("3/8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder under git with a few tests, which is the current one."""
    (tmp_path / "test_few.py").write_text(TESTS, "utf-8")
    (tmp_path / ".gitignore").write_text("build\n.*\n__pycache__\n", "utf-8")
    commit(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commit(folder):
    """Commit all files of a folder."""
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "--allow-empty", "-m", "Tests"]):
        subprocess.run([*git, *words], cwd=folder, check=True)


def run(part, *options):
    """Run a part of the tests in the current folder, and return the exit code."""
    command = [sys.executable, "-m", "tests.proof", part, *options, "-p", "no:cacheprovider"]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    command += ["--tests", "test_few.py"]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode


def written_figures():
    """Return the parts, tests, examples and failures of each line of the figures."""
    names = ("part", "tests", "examples", "failures")
    lines = proof.FIGURES.read_text("utf-8").splitlines()
    return [tuple(json.loads(line)[name] for name in names) for line in lines]


def write_figures(**values):
    """Write the figures of a part that was run in the current folder as it is."""
    numbers = {"tests": 4000, "examples": 20000, "failures": 0, "seconds": 60, "by_test": {}}
    figures = {**proof.state(), **numbers, **values}
    proof.FIGURES.parent.mkdir(exist_ok=True)
    with proof.FIGURES.open("a", encoding="utf-8") as file:
        file.write(f"{json.dumps(figures)}\n")


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
def test_the_parts_are_all_tests():
    """Each test runs once, all cases of one in one part, in one process or in several."""
    assert 0 == run("1/2", "-n", "0")
    assert 0 == run("2/2", "-n", "1")
    assert [("1/2", 1, 30, 0), ("2/2", 4, 0, 0)] == written_figures()
    assert proof.has_passed("1/2")
    assert proof.has_passed("2/2")


@pytest.mark.slow
def test_a_part_that_failed_or_was_interrupted_has_not_passed(folder):
    """Failures are counted; of a part of which not all tests ran, there are no figures."""
    file = folder / "test_few.py"
    file.write_text(f"{TESTS}\npytest.exit('stopped')\n", "utf-8")
    assert 2 == run("1/1")
    assert not proof.FIGURES.exists()
    file.write_text(TESTS.replace("LIMIT = 3", "LIMIT = 1"), "utf-8")
    commit(folder)
    assert 1 == run("2/2")
    assert [("2/2", 4, 0, 2)] == written_figures()
    assert not proof.has_passed("2/2")


def test_a_part_has_passed_at_one_commit(folder):
    """At another commit, with other files or with fewer examples, it has not."""
    assert not proof.has_passed("3/8")
    write_figures(part="3/8")
    write_figures(part="4/8", failures=1)
    write_figures(part="5/8", profile="another")
    assert [True, False, False] == [proof.has_passed(part) for part in ("3/8", "4/8", "5/8")]
    file = folder / "test_few.py"
    file.write_text(TESTS.replace("LIMIT = 3", "LIMIT = 4"), "utf-8")
    assert not proof.has_passed("3/8")
    write_figures(part="3/8")
    assert not proof.has_passed("3/8")
    file.write_text(TESTS, "utf-8")
    assert proof.has_passed("3/8")
    commit(folder)
    assert not proof.has_passed("3/8")


@pytest.mark.usefixtures("folder")
def test_the_command_runs_what_has_not_passed(monkeypatch, capsys):
    """With `--again`, it runs what has passed too; other options are those of pytest."""
    commands = []

    def call(command):
        commands.append(command)
        return pytest.ExitCode.NO_TESTS_COLLECTED

    write_figures(part="3/8")
    assert 0 == proof.main(["3/8"])
    assert "Part 3/8 has passed at this commit.\n" == capsys.readouterr().out
    monkeypatch.setattr(pytest, "main", call)
    assert [5, 5] == [proof.main(["4/8", "-n", "2"]), proof.main(["3/8", "--again"])]
    start = ["-p", "tests.proof", "--part"]
    assert [
        [*start, "4/8", "-n", "2", "tests", "tests/proof_pairs.py"],
        [*start, "3/8", "tests", "tests/proof_pairs.py"],
    ] == commands


@pytest.mark.usefixtures("folder")
def test_the_table_has_the_newest_figures_of_each_part(capsys):
    """Their sum is the last line; before a part was run, it is 0."""
    assert 0 == proof.main([])
    assert "| all | 0 | 0 | 0 | 0 |\n" in capsys.readouterr().out
    write_figures(part="10/10")
    write_figures(part="2/10", failures=1)
    write_figures(part="2/10")
    write_figures(part="3/10", commit="of another day")
    proof.main([])
    commit, _, *lines = capsys.readouterr().out.splitlines()
    assert f"commit {proof.state()['commit']}, profile {proof.state()['profile']}" == commit
    assert [
        "| part | tests | examples | failures | seconds |",
        "|---|--:|--:|--:|--:|",
        "| 2/10 | 4,000 | 20,000 | 0 | 60 |",
        "| 10/10 | 4,000 | 20,000 | 0 | 60 |",
        "| all | 8,000 | 40,000 | 0 | 120 |",
    ] == lines


def test_how_long_tests_took_is_kept(folder, monkeypatch):
    """Later parts are made of it; tests that were not run keep what is known."""
    seconds = folder / "build" / "seconds.json"
    monkeypatch.setattr(proof, "SECONDS", seconds)
    write_figures(part="1/1", by_test={"test_few.py::test_property": 9})
    seconds.write_text('{"test_few.py::test_one": 7}', "utf-8")
    proof.main(["--keep-seconds"])
    known = {"test_few.py::test_one": 7, "test_few.py::test_property": 9}
    assert known == json.loads(seconds.read_text("utf-8"))
