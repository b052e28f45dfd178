"""The command that writes the explorer of a process."""

import json

import pytest

import trustflow as tf
from tests.views.test_explorer import LOAN, lent
from trustflow import exchange
from trustflow.cli import main

DAYS = ["--first", "2016-01-01", "--last", "2016-03-31"]


@pytest.fixture
def loan(tmp_path):
    """Return the path of a process as a JSON file."""
    path = tmp_path / "loan.json"
    path.write_text(exchange.process_to_json(LOAN), "utf-8")
    return str(path)


def test_the_explorer_counts_the_casebook(capsys, tmp_path):
    """By default; the file is written, and checked later."""
    path = tmp_path / "explorer.html"
    assert 0 == main(["explorer", *DAYS, "-o", str(path)])
    said = f"{path}: counts from each day from 2016-01-01 to 2016-03-31\n"
    assert said == capsys.readouterr().out
    assert tf.explorer(first=DAYS[1], last=DAYS[3]) == path.read_text("utf-8")
    assert 0 == main(["explorer", *DAYS, "--check", str(path)])
    assert 1 == main(["explorer", *DAYS, "--last", "2016-04-01", "--check", str(path)])
    assert 2 == main(["explorer", *DAYS, "-o", str(path)])
    assert 2 == main(["explorer", *DAYS, "-o", str(tmp_path / "explorer.csv")])
    assert 0 == main(["explorer", "Sandwell", *DAYS, "--force", "-o", str(path)])
    assert "Counted in 1 history." in path.read_text("utf-8")
    capsys.readouterr()
    assert 2 == main(["explorer", "--last", "2016"])
    assert "2016" in capsys.readouterr().err


def test_an_own_process_counts_only_what_is_given(capsys, tmp_path, loan):
    """The casebook does not follow it; histories of its own come from files."""
    assert 0 == main(["explorer", "--process", loan, *DAYS])
    assert tf.explorer(LOAN, first=DAYS[1], last=DAYS[3]) == capsys.readouterr().out
    history = tmp_path / "atlas.json"
    history.write_text(tf.dumps(lent("Atlas", "2016-01-01", "2016-02-01"), process=LOAN), "utf-8")
    assert 0 == main(["explorer", str(history), "--process", loan, *DAYS])
    assert "<p>Atlas.</p>" in capsys.readouterr().out
    before = json.loads(history.read_text("utf-8"))
    assert 2 == main(["explorer", str(history), "--process", loan, "--force", "-o", str(history)])
    assert before == json.loads(history.read_text("utf-8"))
