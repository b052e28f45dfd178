"""Tables as teams keep them: CSV files, frames and workbooks are read, and refused, alike."""

import csv
import io

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow.exchange import ReadOptions, from_frame, loads_csv, read_file
from trustflow.exchange.table_notes import NEVER_IN_NOTES, without_notes

HEADINGS = ["Council", "Event", "Date"]
LIVE = ["Devon", "trust went live", "2016"]
NOTE = ["Kent", "note", "2017"]
BLANK = [None, None, None]


def from_csv(rows, **options):
    """Return the histories of rows that are saved as CSV."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return loads_csv(file.getvalue(), **options)


def from_pandas(rows, **options):
    """Return the histories of a frame whose columns have the names in the first row."""
    headings, *others = rows
    # pandas names a column without a heading so.
    names = [heading or f"Unnamed: {place}" for place, heading in enumerate(headings)]
    frame = pd.DataFrame(others, columns=names, dtype=object)
    return tuple(from_frame(frame, **options).values())


def from_workbook(rows, **options):
    """Return the histories of rows that are saved as a workbook with one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return tuple(read_file(file, options=ReadOptions(file_format="workbook", **options)))


READERS = pytest.mark.parametrize("read", [from_csv, from_pandas, from_workbook])


def faults_of(read, rows, **options):
    """Return the column and the found value of each fault, without the row."""
    with pytest.raises(tf.BadHistory) as caught:
        read(rows, **options)
    return [(fault.path.partition("column ")[2], fault.found) for fault in caught.value.faults]


# Headings


@READERS
@pytest.mark.parametrize(
    ("unknown", "others"),
    [
        ("Whom", HEADINGS[1:]),
        ("Whom", ["GSS code", "What happened", "When"]),
        ("Occurrence", ["Council", "Date"]),
        ("Moment", ["Council", "Event"]),
        ("Whom", ["Event", "Earliest", "Latest"]),
        ("What exactly", HEADINGS),
    ],
)
def test_what_an_unknown_column_can_have_is_not_missing_in_the_rows(read, unknown, others):
    """The fault of the heading is enough; it would be repeated for each row."""
    cells = {
        "Whom": "Devon",
        "Council": "Devon",
        "Event": "deadline set" if unknown == "What exactly" else "trust went live",
        "What happened": "trust went live",
        "Occurrence": "trust went live",
        "Date": "2016",
        "When": "2016",
        "Earliest": "2016",
        "Latest": "2016",
        "Moment": "2016",
        "What exactly": "a plan",
    }
    headings = [unknown, *others]
    rows = [[cells.get(heading) for heading in headings]] * 3
    found = faults_of(read, [headings, *rows])
    assert [(unknown, f"the unknown column {unknown!r}")] == [each for each in found if each[0]]
    assert {("", "nothing")} >= {each for each in found if not each[0]}


@READERS
def test_other_faults_of_the_rows_come_with_those_of_the_headings(read):
    """What a column that is read lacks is a fault, though another column is unknown."""
    rows = [
        ["Whom", "Event", "Date", "Grade"],
        ["Devon", "trust went life", "2016", None],
        ["Devon", "trust went live", None, None],
        ["Devon", "inspection published", "2016-13", "bad"],
    ]
    assert [
        ("Whom", "the unknown column 'Whom'"),
        ("", "nothing"),
        ("Event", "'trust went life'"),
        ("Date", "nothing"),
        ("Date", "'2016-13'"),
        ("Grade", "'bad'"),
    ] == faults_of(read, rows)


@READERS
def test_a_mapping_settles_an_unknown_column(read):
    """Nothing else is then wrong."""
    (devon,) = read([["Whom", *HEADINGS[1:]], LIVE], columns={"Whom": "authority"})
    assert ("Devon", 1) == (devon.authority, len(devon))


@pytest.mark.parametrize("titles", [1, 2, 5, 28])
def test_headings_below_a_title_have_their_row(titles):
    """A workbook is read from there; a CSV file or a frame says where the headings are."""
    title = [["Interventions", None, None], *([["Draft", None, None]] * (titles - 1))]
    rows = [*title, HEADINGS, LIVE]
    assert ["Devon"] == [history.authority for history in from_workbook(rows)]
    with pytest.raises(tf.BadHistory) as caught:
        from_csv(rows)
    (fault,) = caught.value.faults
    assert (f"line {titles + 1}", "the headings of the table") == (fault.path, fault.found)
    assert "Expected them in the first line. Delete the lines above them." == fault.accepted
    with pytest.raises(tf.BadHistory) as caught:
        from_pandas(rows)
    (fault,) = caught.value.faults
    assert (f"row {titles - 1}", "the headings of the table") == (fault.path, fault.found)
    assert f"pandas.read_excel(path, header={titles})" in fault.accepted


def test_headings_that_pandas_read_again_are_where_the_fault_says(tmp_path):
    """The way out that the fault names leads to the histories."""
    path = tmp_path / "kept.xlsx"
    book = openpyxl.Workbook()
    for row in (["Interventions"], [], HEADINGS, LIVE):
        book.active.append(row)
    book.save(path)
    with pytest.raises(tf.BadHistory, match=r"header=2\)"):
        from_frame(pd.read_excel(path, engine="openpyxl"))
    assert ["Devon"] == [*from_frame(pd.read_excel(path, header=2, engine="openpyxl"))]


@pytest.mark.parametrize("read", [from_csv, from_pandas])
@pytest.mark.parametrize(
    "rows", [[], [LIVE], [["x", 1, b"y"]], [LIVE] * 40, [["Council", "Event", None]]]
)
def test_without_headings_in_any_row_each_missing_column_is_a_fault(read, rows):
    """Only rows with all headings are offered."""
    found = faults_of(read, [["Interventions", "", "x"], *rows])
    assert [("", "nothing")] * 3 == [each for each in found if each[1] == "nothing"]


def test_a_row_that_is_not_csv_has_no_headings():
    """The search for the headings ends there."""
    text = 'Interventions,,\n"a"b,,\nCouncil,Event,Date\n'
    with pytest.raises(tf.BadHistory, match="column for the authority"):
        loads_csv(text)


@pytest.mark.parametrize("title", ["Interventions", "Event", "Date", "Council, Date and so on"])
def test_the_row_with_most_headings_is_taken_for_the_headings_of_a_sheet(title):
    """So the fault is that of the one unusual heading, not of the title above the table."""
    rows = [[title], [], ["Whom", "Event", "Date"], LIVE]
    found = faults_of(from_workbook, rows)
    assert ("Whom", "the unknown column 'Whom'") == found[0]
    assert title not in {column for column, _ in found}


def test_the_sheet_with_most_headings_shows_what_is_missing():
    """A cover before it does not."""
    book = openpyxl.Workbook()
    book.active.append(["Cover"])
    sheet = book.create_sheet("Events")
    for row in (["Whom", "Event", "Date"], LIVE):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    with pytest.raises(tf.BadHistory, match=r"^2 faults .*\n  sheet Events, row 1, headings"):
        list(read_file(file, options=ReadOptions(file_format="workbook")))


# Rows


@READERS
def test_the_way_out_for_names_in_the_first_row_only_comes_once(read):
    """Each of the rows is a fault."""
    rows = [HEADINGS, LIVE, [None, *LIVE[1:]], [None, *LIVE[1:]]]
    with pytest.raises(tf.BadHistory) as caught:
        read(rows)
    first, second = (fault.accepted for fault in caught.value.faults)
    assert "Expected the name of the authority, in each row." == second
    assert f"{second} Where only the first row of several has it, copy it down;" in first


@READERS
def test_the_way_to_the_names_of_events_comes_once(read):
    """Both rows suggest what they can."""
    rows = [HEADINGS, ["Devon", "Ofsted inspection", "2016"], ["Devon", "went live", "2016"]]
    with pytest.raises(tf.BadHistory) as caught:
        read(rows)
    first, second = (fault.accepted for fault in caught.value.faults)
    assert "`trustflow triggers` lists the events; add a word to search for one." in first
    assert "`trustflow triggers`" not in second


@READERS
@pytest.mark.parametrize(
    ("cell", "titles"),
    [
        ("Ofsted report", ["Ofsted report"]),
        ("Ofsted report; BBC", ["Ofsted report", "BBC"]),
        (" a ;; b;", ["a", "b"]),
        ('["not JSON"', None),
        ("gov.uk, 6 October", ["gov.uk, 6 October"]),
        ('[{"title": "a; b"}]', ["a; b"]),
        ("[Ofsted]", ["[Ofsted]"]),
        (";", []),
    ],
)
@pytest.mark.parametrize("heading", ["Sources", "sources "])
def test_a_column_of_sources_has_titles(read, heading, cell, titles):
    """A semicolon separates them, as in the tables that commands print."""
    titles = [cell] if titles is None else titles
    (devon,) = read([[*HEADINGS, heading], [*LIVE, cell]])
    assert titles == [source.title for source in devon[0].sources]


@READERS
def test_sources_follow_the_first_one(read):
    """It can have columns of its own."""
    rows = [[*HEADINGS, "Source", "Source URL", "Sources"], [*LIVE, "a", "https://b.org", "c; d"]]
    (devon,) = read(rows)
    assert ["a", "c", "d"] == [source.title for source in devon[0].sources]
    assert "https://b.org" == devon[0].sources[0].url


# Notes


KEY = ["RI = requires improvement", None, None]


@READERS
@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([LIVE, BLANK, KEY], ["Devon"]),
        ([LIVE, BLANK, BLANK, KEY, KEY], ["Devon"]),
        ([LIVE, BLANK, KEY, BLANK, KEY], ["Devon"]),
        ([LIVE, BLANK, NOTE, BLANK, KEY], ["Devon", "Kent"]),
        ([LIVE, BLANK, ["Surrey", None, None], NOTE], ["Devon", "Surrey", "Kent"]),
        ([LIVE, ["Surrey", None, None]], ["Devon", "Surrey"]),
        ([BLANK, LIVE, BLANK], ["Devon"]),
        ([BLANK, BLANK], []),
        ([LIVE, ["Devon", None, None], LIVE, KEY], ["Devon", KEY[0]]),
        ([LIVE, LIVE], ["Devon"]),
    ],
)
def test_notes_below_a_table_are_not_authorities(read, rows, names):
    """A name alone is a history without events only between rows, or without a blank row above."""
    assert names == [history.authority for history in read([HEADINGS, *rows])]


NAME = ["Devon", None, None]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([LIVE, NAME, KEY], ["Devon"]),
        ([LIVE, NAME, NAME, KEY, KEY], ["Devon"]),
        ([LIVE, NAME, KEY, NAME], ["Devon"]),
        ([LIVE, NAME, NOTE, ["Kent", None, None], KEY], ["Devon", "Kent"]),
        ([NAME, LIVE], ["Devon"]),
        ([NOTE, NAME, LIVE], ["Kent", "Devon"]),
    ],
)
def test_a_name_that_was_copied_into_a_blank_row_of_a_frame_is_nothing(rows, names):
    """So it is after `ffill`. In a file, such a row is one without an event."""
    assert names == [history.authority for history in from_pandas([HEADINGS, *rows])]
    assert {*names} <= {history.authority for history in from_csv([HEADINGS, *rows])}


@READERS
@pytest.mark.parametrize("column", [1, 2])
def test_an_event_or_a_day_alone_is_a_fault_and_not_a_note(read, column):
    """Somebody forgot the other cells."""
    row = [None if place != column else LIVE[column] for place in range(3)]
    assert faults_of(read, [HEADINGS, LIVE, BLANK, row])


ROW = st.dictionaries(st.sampled_from(["authority", "note", "event", "on"]), st.booleans())


def cells_of(row):
    """Return the cells of a row with their columns."""
    return [*row.items()]


@given(st.lists(ROW), st.booleans())
def test_only_rows_without_an_event_and_a_day_are_left_out(rows, copied_down):
    """Those kept have their order."""
    kept = [*without_notes(rows, cells_of, copied_down=copied_down)]
    assert [row for row in rows if NEVER_IN_NOTES & {*row}] == [
        row for row in kept if NEVER_IN_NOTES & {*row}
    ]
    rest = iter(rows)
    assert all(row in rest for row in kept)
    assert {} not in kept


@given(st.lists(ROW.filter(bool)), st.booleans())
def test_without_a_blank_row_or_a_repetition_nothing_is_left_out(rows, copied_down):
    """A number in each cell makes them differ."""
    distinct = [dict.fromkeys(row, place) for place, row in enumerate(rows)]
    assert distinct == [*without_notes(distinct, cells_of, copied_down=copied_down)]
    assert rows == [*without_notes(rows, cells_of)]
