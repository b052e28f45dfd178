"""Options for reading a file are refused where they have no effect."""

import pytest

import trustflow as tf
from trustflow.exchange import save

SHEET, MAP, ONLY = ("--sheet", "Events"), ("--map", "When=on"), ("--only", "Sandwell")
OF_TABLES = (MAP, ("--day-first",), ("--newest-first",), ("--keep-good",))
OF_FILES = (ONLY, ("--name", "A=B"), ("--limit", "events=99"), ("--all-faults",))


@pytest.fixture
def files(tmp_path):
    """Return a folder with a history as JSON, and as a table with the names of two formats."""
    for name in ("x.json", "x.csv", "other.csv"):
        save(tf.casebook.load("Sandwell"), tmp_path / name)
    (tmp_path / "table.xlsx").write_bytes((tmp_path / "x.csv").read_bytes())
    (tmp_path / "x_data").write_bytes((tmp_path / "x.csv").read_bytes())
    return tmp_path


@pytest.mark.parametrize("command", ["case", "check", "deadlines", "timeline"])
@pytest.mark.parametrize("option", [SHEET, *OF_TABLES, *OF_FILES], ids=lambda option: option[0])
def test_no_option_for_files_is_taken_for_a_council(refusal, command, option):
    """The casebook is not read from a file."""
    error = refusal(command, "Sandwell", *option)
    assert f"{option[0]} is for " in error
    assert "and no file is named. Leave it out." in error


@pytest.mark.parametrize("option", [SHEET, *OF_TABLES], ids=lambda option: option[0])
def test_no_option_for_tables_is_taken_for_json(refusal, files, option):
    """JSON has neither sheets nor headings, and its dates have one form."""
    what = "a workbook" if option == SHEET else "a table"
    error = refusal("case", files / "x.json", *option)
    assert f"{option[0]} is for {what}, and {files / 'x.json'} is a JSON file. Leave it" in error


def test_a_table_has_no_sheets(refusal, files):
    """What a file begins with decides, and not its name."""
    for name in ("x.csv", "table.xlsx"):
        error = refusal("check", files / name, *SHEET)
        assert f"--sheet is for a workbook, and {files / name} is a table without sheets." in error
    error = refusal("check", files / "x.csv", files / "other.csv", files / "x.json", *SHEET)
    assert "--sheet is for a workbook, and none of the files is one. Leave it out." in error
    refusal("convert", files / "x_data", "-", "--from", "csv", *SHEET)
    refusal("convert", "casebook", "-", *SHEET)
    refusal("legs", "--file", files / "x.csv", "--sheet", "Events")


def test_one_file_is_enough(answer, files):
    """The others are read without the option; so is one whose format is not known before."""
    answer("check", "Kent", files / "x.json", files / "x.csv", "--day-first", "--fail-on", "logic")
    answer("case", files / "x.json", *ONLY, "--limit", "events=99")
    answer("case", files / "x.csv", "--keep-good")


def test_the_content_of_a_file_without_an_ending_decides(refusal, answer, files):
    """It is read as what it is; a missing file gives its own error."""
    (files / "y_data").write_bytes(b"\n" + (files / "x.json").read_bytes())
    assert "y_data is a JSON file." in refusal("case", files / "y_data", "--day-first")
    assert "x_data is a table without sheets." in refusal("case", files / "x_data", *SHEET)
    answer("case", files / "x_data", "--day-first")
    assert "--sheet" not in refusal("case", files / "missing.csv", *SHEET)
    (files / "old.csv").write_bytes(b"PK\x03\x04 but not really a workbook")
    assert "--sheet" not in refusal("case", files / "old.csv", *SHEET)


@pytest.mark.parametrize("limit", ["size=10", "nesting=3"])
def test_a_log_has_no_limit_of_other_files(refusal, files, limit):
    """It may be of any size, so the limit would have no effect."""
    error = refusal("bulk", files / "x.csv", "-o", files / "f.csv", "--limit", limit)
    assert f"'{limit}'. A log may have any size. Expected a limit of text or of events." in error
