"""Tables of the commands as CSV and as Markdown."""

import argparse
import csv
import io
import re
from html.parser import HTMLParser

import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import trustflow as tf
from tests.cli.samples import LATE, SANDWELL
from trustflow import events as ev
from trustflow._tables import boolean_column, date_columns, integer_column, text_column
from trustflow._text import visible
from trustflow.cli.history_tables import print_findings_csv, print_findings_markdown
from trustflow.cli.table_formats import print_csv, print_markdown, source_cell
from trustflow.exchange import csv_cell, date_cell
from trustflow.testing.provenance import texts
from trustflow.views import Cell

PRINTED = argparse.Namespace(table_file=None)
"""The options of a command that prints its table."""
PRINTS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
HOSTILE = [
    "a|b",
    "a\\|b",
    "ends with \\",
    "`code|`",
    "``",
    "<script>alert(1)</script>",
    "<br>",
    "[x](javascript:alert(1))",
    "![x](http://example.org/a.png)",
    "<http://example.org>",
    "*a* _b_ **c** __d__ ~~e~~",
    "&amp; &#124; &nbsp;",
    " leading and trailing ",
    "\ttab\tin\tit",
    "two\nlines",
    "two\n\nparagraphs",
    "a\n| --- |\n| b |",
    "- item",
    "# heading",
    "> quotation",
    "---",
    "| --- |",
    "$x$ ^y^ {z}`w`",
    "\u202etfel",
    "",
    " ",
    "=1+1",
    "@SUM(A1)",
    "-5",
]
WORD = st.sampled_from(HOSTILE) | texts() | st.text("|\\`<>[]()*_~&#!\n\t -=a1", max_size=12)
ROWS = st.lists(st.tuples(WORD, WORD, WORD), max_size=4)
READERS = [MarkdownIt("commonmark").enable("table"), MarkdownIt("gfm-like", {"linkify": False})]


class Cells(HTMLParser):
    """Reads the cells of the tables of an HTML page, and lists all tags."""

    def __init__(self):
        super().__init__()
        self.rows, self.tags, self.outside = [], set(), ""
        self.is_inside = False

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 - the signature is that of the base class
        """Note the tag; a row or a cell begins, or a line ends."""
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in {"th", "td"}:
            self.rows[-1].append("")
            self.is_inside = True
        elif tag == "br":
            self.rows[-1][-1] += "\n"

    def handle_endtag(self, tag):
        """End a cell."""
        if tag in {"th", "td"}:
            self.is_inside = False

    def handle_data(self, data):
        """Add the text to the cell."""
        if self.is_inside:
            self.rows[-1][-1] += data
        else:
            self.outside += data


def shown(text):
    """Return a text as a reader of a cell sees it: on each line, one space for white space."""
    lines = visible(text, keep_lines=True).replace("\t", " ").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip(" ")


def read_cells(markdown):
    """Yield what each reader of Markdown finds."""
    for reader in READERS:
        cells = Cells()
        cells.feed(reader.render(markdown))
        yield cells


@PRINTS
@given(ROWS)
def test_markdown_shows_each_cell_as_its_text(capsys, rows):
    """No text is read as markup, ends its cell, or adds a row."""
    capsys.readouterr()
    assert 0 == print_markdown(("A|B", "<C>", "D"), rows, PRINTED)
    out = capsys.readouterr().out
    for cells in read_cells(out):
        expected = [["A|B", "<C>", "D"], *([shown(cell) for cell in row] for row in rows)]
        found = [[shown(cell) for cell in row] for row in cells.rows]
        assert expected == found
        assert cells.tags <= {"table", "thead", "tbody", "tr", "th", "td", "br"}
        assert not cells.outside.strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_in_markdown(capsys, text):
    """Each is one cell beside its neighbours."""
    print_markdown(("A", "B", "C"), [("x", text, "y")], PRINTED)
    for cells in read_cells(capsys.readouterr().out):
        assert [["A", "B", "C"], ["x", shown(text), "y"]] == [
            [shown(cell) for cell in row] for row in cells.rows
        ]


def test_a_source_is_a_link_in_markdown(capsys):
    """Its text links to its address; a source without an address is a text."""
    linked = tf.Citation("The Act [1]", url="https://example.org/?a=1|2")
    rows = [[source_cell(each)] for each in (linked, tf.Citation("A|b"), None)]
    assert [Cell("")] == rows[-1]
    print_markdown(("Source",), rows, PRINTED)
    for cells in read_cells(capsys.readouterr().out):
        assert [["Source"], ["The Act [1]"], ["A|b"], [""]] == cells.rows
        assert "a" in cells.tags


# CSV

COLUMNS = (
    text_column("text", lambda row: row[0]),
    integer_column("number", lambda row: row[1]),
    boolean_column("answer", lambda row: row[2]),
    text_column("more", lambda row: row[3]),
)


def unguarded(cell):
    """Return the text of a cell without the apostrophe that `csv_cell` adds."""
    return cell[1:] if cell.startswith("'") and csv_cell(cell[1:]) == cell else cell


@PRINTS
@given(
    st.lists(
        st.tuples(
            WORD, st.none() | st.integers(-99, 99), st.none() | st.booleans(), st.none() | WORD
        )
    )
)
def test_csv_has_each_value(capsys, rows):
    """Each text is one cell that no spreadsheet reads as a formula; lines end as in RFC 4180."""
    capsys.readouterr()
    assert 0 == print_csv(COLUMNS, rows, PRINTED)
    out = capsys.readouterr().out
    heading, *found = csv.reader(io.StringIO(out, newline=""))
    assert ["text", "number", "answer", "more"] == heading
    assert [
        [
            date_cell(text),
            "" if number is None else str(number),
            {None: "", True: "true", False: "false"}[answer],
            date_cell(more or ""),
        ]
        for text, number, answer, more in rows
    ] == [[unguarded(cell) for cell in row] for row in found]
    for row in found:
        assert not re.match(r"[=+@\t\r]", row[0])
        assert not re.match(r"[=+@\t\r]", row[3])
    assert out.startswith("text,number,answer,more\r\n")
    assert out.endswith("\r\n")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", " x", "x ", "\t=1", "'=1", "\uff1d1"])
def test_formulas_in_csv_are_guarded(capsys, text):
    """A text gets an apostrophe; a negative number stays a number."""
    print_csv(COLUMNS, [(text, -30, None, None)], PRINTED)
    (_, row) = csv.reader(io.StringIO(capsys.readouterr().out, newline=""))
    assert [f"'{text}", "-30", "", ""] == row


def test_csv_on_a_terminal_shows_hidden_characters(capsys, monkeypatch):
    """The terminal gets no carriage returns and nothing that turns the text around."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    print_csv(COLUMNS, [("\u202ex", 1, True, None)], PRINTED)
    assert "text,number,answer,more\n'\\u202ex,1,true,\n" == capsys.readouterr().out


def test_days_in_csv(capsys):
    """A day is written as in ISO 8601; a month says that its day is unknown."""
    print_csv(date_columns("on"), [ev.Note("2016-02"), ev.Note("2016-02/..")], PRINTED)
    rows = [*csv.reader(io.StringIO(capsys.readouterr().out, newline=""))]
    assert ["on", "on_earliest", "on_latest"] == rows[0]
    assert ["2016-02-XX", "2016-02-01", "2016-02-29"] == rows[1]
    assert ["2016-02/..", "2016-02-01", ""] == rows[2]


# Commands

DAY = "2016-12-05"
COMMANDS = {
    "legs": ["legs"],
    "one leg": ["legs", "decision-to-return"],
    "a leg of one's own": ["legs", "--start", "direction_issued", "--end", "trust_went_live"],
    "legs beside others": ["legs", "--file", "Sandwell", "--beside", "casebook"],
    "outcomes": ["outcomes", "commissioner_review"],
    "deadlines": ["deadlines", "Sandwell", "--as-of", DAY],
    "deadlines of several": ["deadlines", "Sandwell", "Bromley", "--as-of", DAY],
    "deadlines within": ["deadlines", "Sandwell", "--as-of", DAY, "--within", "12 months"],
    "check": ["check", "Sandwell", "Doncaster"],
    "cases": ["cases", "--stage", "trust_live"],
    "next": ["next", "Sandwell", "--as-of", "2016-11-01"],
    "rules": ["rules", "--on", "2016-11-01"],
    "one rule": ["rules", "action-plan"],
    "triggers": ["triggers"],
    "triggers with a word": ["triggers", "letter"],
    "one trigger": ["triggers", "inspection_published"],
    "case": ["case", "Sandwell", "--as-of", DAY],
}
EACH_COMMAND = pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)


def rows_of(out):
    """Return the rows of a CSV text as dictionaries."""
    return list(csv.DictReader(io.StringIO(out, newline="")))


@EACH_COMMAND
def test_every_command_writes_csv_that_programs_read(answer, words):
    """Both pandas and polars read as many rows and the same columns as the csv module."""
    out = answer(*words, "--csv")
    rows = rows_of(out)
    assert rows
    assert None not in {key for row in rows for key in row}
    frame = pd.read_csv(io.StringIO(out))
    assert (len(rows), list(rows[0])) == (len(frame), list(frame.columns))
    assert list(rows[0]) == pl.read_csv(out.encode(), infer_schema_length=None).columns


@pytest.mark.slow
@EACH_COMMAND
def test_every_command_writes_a_markdown_table(answer, words):
    """Nothing but one table is printed, and every row is as long as the headings."""
    (first, *_) = found = [cells.rows for cells in read_cells(answer(*words, "--markdown"))]
    assert [first] * len(READERS) == found
    assert {len(first[0])} == {len(row) for row in first}
    assert len(first) > 1


@EACH_COMMAND
@pytest.mark.parametrize(
    "options", [("--csv", "--json"), ("--csv", "--markdown"), ("--markdown", "--json")]
)
def test_only_one_format_can_be_asked_for(run, words, options):
    """The message names both options."""
    code, out, err = run(*words, *options)
    assert (2, "") == (code, out)
    assert f"argument {options[1]}: not allowed with argument {options[0]}" in err


def frame_rows(table):
    """Return the rows of a table as the texts that CSV has."""
    return [
        {
            name: ""
            if value is None
            else str(value).lower()
            if isinstance(value, bool)
            else date_cell(str(value))
            for name, value in row.items()
        }
        for row in table.to_arrow().to_pylist()
    ]


def without(rows, *names):
    """Return the rows without some columns."""
    return [
        {key: unguarded(value) for key, value in row.items() if key not in names} for row in rows
    ]


def test_the_csv_of_a_command_is_the_frame(answer):
    """The columns and values are those of the data frame in Python."""
    legs = tf.legs(tf.casebook.histories(), start="direction_issued", end="trust_went_live")
    out = answer("legs", "--start", "direction_issued", "--end", "trust_went_live", "--csv")
    assert frame_rows(legs.legs) == without(rows_of(out), "leg")
    out = answer("outcomes", "trust_live", "--csv")
    assert frame_rows(tf.outcomes(tf.casebook.histories(), "trust_live").cases) == without(
        rows_of(out)
    )
    assert frame_rows(tf.casebook.overview()) == without(rows_of(answer("cases", "--csv")))
    out = answer("deadlines", "Sandwell", "--as-of", DAY, "--csv")
    assert frame_rows(tf.deadlines(SANDWELL, DAY)) == without(
        rows_of(out), "authority", "falls_due"
    )
    out = answer("check", "Sandwell", "--csv")
    assert frame_rows(tf.check(SANDWELL).findings) == without(
        rows_of(out), "authority", "place", "read_from"
    )
    out = answer("next", "Sandwell", "--as-of", DAY, "--csv")
    frame = frame_rows(tf.what_next(SANDWELL, DAY))
    assert without(frame, "moves") == without(rows_of(out), "councils")


@pytest.fixture
def faulty():
    """Return reports of two histories, of which only the first has findings."""
    first = tf.History("Kent", [ev.TrustWentLive("2016"), ev.Note("2015")], begins_in="nowhere")
    return (tf.check(first), ()), (tf.check(tf.casebook.load("Barnet")), ())


def test_the_place_of_a_finding_counts_from_one(capsys, faulty):
    """A finding on the history itself has none."""
    findings = faulty[0][0].findings
    places = [str(each.index + 1) if each.index >= 0 else "" for each in findings]
    assert "" == places[0] != places[-1]
    print_findings_csv(faulty, PRINTED)
    rows = rows_of(capsys.readouterr().out)
    assert [("Kent", place) for place in places] == [
        (row["authority"], row["place"]) for row in rows
    ]
    print_findings_markdown(faulty, PRINTED)
    for cells in read_cells(capsys.readouterr().out):
        assert ["Case", "Place", "Finding", "Source", "Confidence"] == cells.rows[0]
        assert places == [row[1] for row in cells.rows[1:]]
        assert [shown(str(each)) for each in findings] == [shown(row[2]) for row in cells.rows[1:]]


def test_findings_on_a_table_name_its_row(run, tmp_path):
    """The column is empty in CSV and left out of Markdown if no table was read."""
    path = tmp_path / "kent.csv"
    path.write_text("authority,event,on\nKent,note,2016\nKent,returned_to_council,2017\n")
    code, out, _ = run("check", path, "--csv")
    assert (1, {"line 3"}) == (code, {row["read_from"] for row in rows_of(out)})
    heading, _, row, *_ = run("check", path, "--markdown")[1].splitlines()
    assert heading.endswith("| Read from |")
    assert row.endswith("| line 3 |")
    assert {""} == {row["read_from"] for row in rows_of(run("check", "Sandwell", "--csv")[1])}


@pytest.mark.parametrize("option", ["--csv", "--markdown"])
def test_a_check_fails_in_every_format(run, saved, option):
    """The exit code does not depend on what is printed."""
    path = saved(LATE)
    assert (1, 0) == tuple(
        run("check", path, "--fail-on", strength, option)[0] for strength in ("law", "logic")
    )


def test_a_check_without_findings_has_only_headings(answer):
    """A script reads no rows, and still knows the columns."""
    assert [] == rows_of(answer("check", "Barnet", "--csv"))
    assert answer("check", "Barnet", "--csv").startswith("authority,place,code,")


def test_deadlines_say_whether_they_fall_due(answer):
    """The column is empty without `--within`, and one case needs no column of its name."""
    words = ["deadlines", "Sandwell", "--as-of", DAY]
    assert {""} == {row["falls_due"] for row in rows_of(answer(*words, "--csv"))}
    within = rows_of(answer(*words, "--within", "12 months", "--csv"))
    assert {row["falls_due"] for row in within} <= {"yes", "may"}
    assert answer(*words, "--markdown").startswith("| Due | What |")
    words = ["deadlines", "Sandwell", "Bromley", "--as-of", DAY, "--markdown"]
    assert answer(*words).startswith("| Case | Due | What |")


@pytest.mark.parametrize("option", ["--csv", "--markdown"])
def test_a_calendar_and_a_table(answer, tmp_path, option):
    """With `--ics` to a file, the table is the only output."""
    words = ["deadlines", "Sandwell", "--as-of", DAY, option]
    path = tmp_path / "sandwell.ics"
    assert answer(*words) == answer(*words, "--ics", path)
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_next_as_a_table(answer):
    """`--all` adds the events that change no stage; `--refused` adds a column with the reasons."""
    words = ["next", "Sandwell", "--as-of", "2016-11-01"]
    rows = rows_of(answer(*words, "--csv"))
    options = tf.what_next(SANDWELL, "2016-11-01")
    assert [option.trigger for option in options] == [row["trigger"] for row in rows]
    assert ["true" if option.allowed else "false" for option in options] == [
        row["allowed"] for row in rows
    ]
    assert "Bradford; Doncaster; Northamptonshire; Sandwell; Slough" in {
        row["councils"] for row in rows
    }

    def lines(*more):
        return answer(*words, *more, "--markdown").splitlines()

    allowed = [option for option in options if option.allowed]
    listed = [each for each in allowed if each.moves and each.mark is not tf.Mark.POSSIBLE]
    assert 2 + len(listed) == len(lines())
    assert 2 + len(allowed) == len(lines("--all"))
    assert 2 + len(options) == len(lines("--all", "--refused"))
    assert lines("--refused")[0].endswith("| Councils | Refused because |")
    assert lines("--refused")[2].endswith("|  |")
    assert "is not allowed" in lines("--refused")[-1]


def test_a_process_of_your_own_has_no_councils(answer, own, case):
    """The column is empty in CSV and left out of Markdown; the process names no legs."""
    words = ["next", case, "--as-of", "2024-03-20", "--process", own]
    assert {""} == {row["councils"] for row in rows_of(answer(*words, "--csv"))}
    assert "Councils" not in answer(*words, "--markdown")
    words = ["legs", "--file", case, "--process", own]
    assert [] == rows_of(answer(*words, "--csv"))
    assert 2 == len(answer(*words, "--markdown").splitlines())


def test_the_events_of_a_case_as_a_table(answer, saved):
    """Each event has its place and its stages; with `--sources`, the sources are left out."""
    path = saved(tf.History("Kent", [ev.Note("2016-02", sources=[tf.Source("A"), tf.Source("B")])]))
    (row,) = rows_of(answer("case", path, "--csv"))
    assert ("1", "note", "2016-02-29", "A; B", "true") == (
        row["place"],
        row["trigger"],
        row["on_latest"],
        row["sources"],
        row["allowed"],
    )
    assert "| A; B |" in answer("case", path, "--markdown")
    assert "Sources" not in answer("case", path, "--sources", "--markdown")


def test_a_list_of_triggers_can_be_empty(answer):
    """A stage that allows no such event gives only the headings."""
    words = ["triggers", "return", "--stage", "routine_oversight"]
    assert [] == rows_of(answer(*words, "--csv"))
    assert 2 == len(answer(*words, "--markdown").splitlines())
