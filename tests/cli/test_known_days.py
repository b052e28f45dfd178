"""An answer says on which day its events were known, if the command was asked for one."""

import pytest

from trustflow.cli.commands import COMMANDS as LISTED

WORDS = {
    "case": ["Sandwell"],
    "cases": [],
    "deadlines": ["Sandwell"],
    "next": ["Sandwell"],
    "page": ["Sandwell", "-o", "page.html"],
    "schedule": ["Sandwell", "--to", "trust_live", "--by", "2020-01-01"],
}
"""For each command with `--known-on` that prints an answer, its other words."""


def test_each_command_that_cuts_by_knowledge_is_here(run):
    """`record` and its siblings have an option of the same name for a DATE of their event."""
    assert {*WORDS} == {name for name in LISTED if "--known-on DAY " in run(name, "--help")[1]}


@pytest.mark.slow
@pytest.mark.parametrize("days", [[], ["--as-of", "2016-12-05"]])
@pytest.mark.parametrize("command", WORDS)
def test_the_day_on_which_events_were_known_is_printed(
    answer, tmp_path, monkeypatch, command, days
):
    """Without it, an answer of 2015 would be read as that of the present day."""
    monkeypatch.chdir(tmp_path)
    words = [command, *WORDS[command], *days]
    known = "as known on 1 January 2015"
    assert known in answer(*words, "--known-on", "2015-01-01")
    again = ["--force"] if command == "page" else []
    assert known not in answer(*words, *again)


def test_a_chart_says_on_which_day_its_events_were_known(answer, tmp_path):
    """The line about the file has both days."""
    chart = ["cases", "--chart", "stages", "-o", tmp_path / "chart.svg", "--as-of", "2016-01-01"]
    out = answer(*chart, "--known-on", "2015-01-01")
    assert out.endswith("stages, to 1 January 2016, as known on 1 January 2015\n")
