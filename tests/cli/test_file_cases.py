"""Commands read some of the histories of a file, and say if its rows run backwards."""

import json

import pytest

from tests.cli.samples import SANDWELL
from trustflow import casebook

SHEET = """Case,Council,Event,Date
1,Sandwell,inspection published: inadequate,5 June 2015
2,Slough,inspection published: inadequate,11 February 2014
1,Sandwell,direction issued: trust,6 October 2016
2,Slough,direction issued: trust,7 October 2014
1,Sandwell,trust went live,1 April 2018
"""
HINT = "run from the newest event to the oldest, as they were read. "


@pytest.fixture
def sheet(tmp_path):
    """Return a function that saves a table, and returns its path."""

    def save(text=SHEET, *, turn=False):
        headings, *rows = text.splitlines()
        path = tmp_path / "events.csv"
        rows = reversed(rows) if turn else rows
        path.write_text("\n".join([headings, *rows]), encoding="utf-8")
        return path

    return save


@pytest.mark.parametrize("name", ["Slough", "slough", "2", "E06000039", "Slough Borough Council"])
@pytest.mark.parametrize("command", [["case"], ["next", "--as-of", "2015-01-01"], ["page"]])
def test_one_history_of_a_file_is_chosen(answer, sheet, command, name):
    """By its case, its council, or another name or code of that."""
    out = answer(*command, sheet(), "--only", name)
    assert "Slough" in out
    assert "Sandwell" not in out


def test_several_histories_are_chosen(answer, sheet):
    """In the order of the file; the others are left out."""
    table = f"{SHEET}3,Doncaster,inspection published: inadequate,summer 2012\n"
    chosen = ["--only", "Doncaster", "--only", "1"]
    reports = json.loads(answer("check", sheet(table), *chosen, "--json"))
    assert ["Sandwell", "Doncaster"] == [report["authority"] for report in reports]


def test_histories_of_json_are_chosen(answer, saved):
    """As those of a table are."""
    path = saved([SANDWELL, casebook.load("Slough")])
    assert answer("case", "Sandwell") == answer("case", path, "--only", "sandwell")


def test_a_name_that_is_not_in_the_file(refusal, sheet):
    """The names in the file are suggested; each name must be there."""
    message = refusal("check", sheet(), "--only", "Sandwell", "--only", "Slogh")
    assert "Invalid case of " in message
    assert "'Slogh'. Expected one of: 2, 1." in message


@pytest.mark.slow
def test_others_are_ranked_whole(answer, sheet, saved):
    """Only the ranked histories are chosen, not those beside which they are ranked."""
    ranks = "legs", "direction-to-live", "--beside", saved([*casebook.histories()]), "--file"
    mine = [line for line in SHEET.splitlines() if "Slough" not in line]
    assert answer(*ranks, sheet("\n".join(mine))) == answer(*ranks, sheet(), "--only", "Sandwell")


@pytest.mark.parametrize(
    ("turn", "options", "advice"),
    [
        (False, [], None),
        (True, [], "Add --newest-first."),
        (True, ["--newest-first"], None),
        (False, ["--newest-first"], "Leave out --newest-first."),
    ],
)
def test_rows_that_run_backwards(run, sheet, turn, options, advice):
    """The command says so, and which option reads them in the other order."""
    code, _, error = run("check", sheet(turn=turn), *options)
    if advice is None:
        assert (0, "") == (code, error)
    else:
        assert code == 1
        assert f"{HINT}{advice}" in error


@pytest.mark.parametrize(
    "table",
    [
        "Council,Event,Date\nSlough,note,2015-10-01\n",
        "Council,Event,Date\nSlough,note,2015-10-01\nSlough,other_event,2015-10-01\n",
        "Council,Event,Date\nSlough,note,2015-10-01\nSlough,other_event,2015-10\n",
        f"{SHEET}3,Doncaster,note,2014\n3,Doncaster,other_event,2013\n",
    ],
)
def test_rows_that_may_be_in_order(run, sheet, table):
    """One event, events of one day, and a file in which another case is in order."""
    _, _, error = run("check", sheet(table))
    assert "--newest-first" not in error
