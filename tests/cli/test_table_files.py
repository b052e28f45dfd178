"""A command saves its table to a file, as CSV or as Markdown."""

import csv
import io

import pytest

COMMANDS = {
    "case": ("case", "Sandwell"),
    "cases": ("cases",),
    "check": ("check", "Sandwell"),
    "deadlines": ("deadlines", "Sandwell", "--as-of", "2016-11-01"),
    "legs": ("legs",),
    "outcomes": ("outcomes", "trust_live"),
    "next": ("next", "Sandwell"),
    "rules": ("rules",),
    "triggers": ("triggers",),
}


@pytest.mark.slow
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_the_file_has_what_is_printed(run, answer, tmp_path, words):
    """CSV begins with a byte order mark, which Excel needs; the message counts the rows."""
    path = tmp_path / "table.csv"
    printed = answer(*words, "--csv")
    rows = list(csv.reader(io.StringIO(printed, newline="")))
    said = f"{path}: {len(rows) - 1} row{'s' * (len(rows) != 2)}\n"
    code, out, error = run(*words, "-o", path)
    assert (0, said) == (code, out)
    assert ("deadlines" == words[0]) == error.startswith("Not listed: ")
    assert path.read_bytes() == ("\ufeff" + printed).encode()
    page = tmp_path / "table.md"
    run(*words, "--output", page)
    assert page.read_text("utf-8") == answer(*words, "--markdown")


def test_the_format_is_that_of_the_suffix(refusal, answer, tmp_path):
    """A name without a known suffix needs an option, which must not contradict the suffix."""
    expected = "Use a name that ends in .csv for CSV, or in .md for a Markdown table."
    for words in (
        ["-o", tmp_path / "table"],
        ["-o", tmp_path / "table.xlsx"],
        ["-o", "-"],
    ):
        assert expected in refusal("legs", *words)
    for name, option, kind in (
        ("x.csv", "--markdown", "a table, and this command writes a table as markdown. Use a name"),
        ("x.md", "--csv", "a Markdown page, and this command writes a table as csv. Use a name"),
        ("x.json", "--csv", "a history, and"),
        ("x.xlsx", "--markdown", "a workbook, and"),
    ):
        message = refusal("legs", "-o", tmp_path / name, option)
        assert f"{name} has the suffix of {kind}" in message
    assert "x.csv would get a table. Leave out" in refusal("legs", "-o", "x.csv", "--json")
    assert [] == list(tmp_path.iterdir())
    answer("legs", "--csv", "-o", tmp_path / "table")
    assert answer("legs", "--csv") == answer("legs", "--csv", "-o", "-")


def test_a_file_is_not_replaced_by_chance(refusal, answer, tmp_path):
    """An existing file needs `--force`, and an input is never replaced."""
    path = tmp_path / "table.csv"
    answer("convert", "Sandwell", path)
    assert "already exists. Use --force" in refusal("legs", "-o", path)
    for words in (["legs", "--file", path], ["check", path], ["deadlines", path], ["next", path]):
        assert "is the input of this command" in refusal(*words, "-o", path, "--force")
    answer("legs", "-o", path, "--force")
    assert path.read_text("utf-8-sig").startswith("leg,")
