"""Fixtures that run the command in this process."""

import sys

import pytest

import trustflow as tf
from tests.cli.command_words import TODAY
from tests.cli.own import MODULE
from tests.cli.samples import LATE
from trustflow.cli import main
from trustflow.exchange import process_to_json


@pytest.fixture
def run(capsys):
    """Return a function that runs the command and returns its exit code, stdout and stderr."""

    def run_it(*words):
        try:
            code = main([str(word) for word in words])
        except SystemExit as stopped:
            code = stopped.code
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return code, printed.out, printed.err

    return run_it


@pytest.fixture
def answer(run):
    """Return a function that runs the command, asserts success and returns the output."""

    def answer_of(*words):
        code, out, err = run(*words)
        assert (0, "") == (code, err)
        return out

    return answer_of


@pytest.fixture
def refusal(run):
    """Return a function that runs the command, asserts refusal and returns the message."""

    def refusal_of(*words):
        code, out, err = run(*words)
        assert (2, "") == (code, out)
        assert err.startswith("trustflow: ")
        return err

    return refusal_of


@pytest.fixture
def saved(tmp_path):
    """Return a function that saves histories to a file and returns the path of the file."""

    def save(histories, name="history.json"):
        path = tmp_path / name
        tf.dump(histories, path)
        return path

    return save


@pytest.fixture
def kept(saved):
    """Return the path of a file with one history."""
    return saved(LATE, "kent.json")


@pytest.fixture
def present(monkeypatch):
    """Set the present day to that of the tests."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", TODAY)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the current folder, which has the module `places` with the process SCHOOL."""
    (tmp_path / "places.py").write_text(MODULE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2024-03-20")
    yield tmp_path
    sys.modules.pop("places", None)


@pytest.fixture(params=["places:SCHOOL", "school.json"])
def own(request, folder):
    """Return how the process is named on the command line."""
    if request.param == "school.json":
        space = {}
        exec(MODULE, space)  # noqa: S102 - the text is ours
        (folder / "school.json").write_text(process_to_json(space["SCHOOL"]))
    return request.param


@pytest.fixture
def case(own, answer):
    """Return the name of a file with a case of the process, recorded by the command."""
    answer("new", "anna.json", "Anna", "--process", own)
    for words in (
        ["application_received", "2024-01-08"],
        ["place_refused", "2024-02-20"],
    ):
        answer("record", "anna.json", *words, "--process", own)
    return "anna.json"
