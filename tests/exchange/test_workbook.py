"""Workbooks as people keep them: every table of events is found, and every fault has its row."""

import datetime as dt
import io
import re
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import Limits, ReadOptions, read_file
from trustflow.exchange.cells import ErrorCell
from trustflow.exchange.scan_xlsx import scan_xlsx
from trustflow.exchange.workbook import read_workbook
from trustflow.exchange.workbook_file import (
    holds_workbook,
    open_cells,
    without_calamine_errors,
)

PROCESS = tf.TRUST_TRANSFER
HEADINGS = ["authority", "event", "on"]
ROW = ["Devon", "note", "2016"]
DEVON = tf.History("Devon", ev.Note("2016"))


def saved(book):
    """Return a workbook as an open file."""
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def workbook(*sheets, names=(), prepare=None):
    """Return an open .xlsx file with the rows of each sheet."""
    book = Workbook()
    book.remove(book.active)
    for index, rows in enumerate(sheets):
        sheet = book.create_sheet(names[index] if names else None)
        for row in rows:
            sheet.append(row)
    if prepare is not None:
        prepare(book)
    return saved(book)


def read(file, **options):
    """Return the histories of a workbook."""
    return list(read_file(file, options=ReadOptions(**options)))


def faults_of(file, **options):
    """Return the place and the text of each fault of a workbook."""
    with pytest.raises(tf.BadHistory) as caught:
        read(file, **options)
    return [(fault.path, fault.found) for fault in caught.value.faults]


# Where the table is


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ([], 1),
        ([["Children's services"]], 2),
        ([[], []], 3),
        ([["Interventions", None, "as at", dt.date(2020, 1, 1)], [], ["Draft"]], 4),
        ([["authority"], ["event", "of", "the year"], [dt.time(9, 5)]], 4),
        ([[f"note {number}"] for number in range(29)], 30),
    ],
)
def test_the_headings_can_be_below_other_rows(above, row):
    """The headings are looked for in the first 30 rows; the numbers are those of the sheet."""
    file = workbook([*above, HEADINGS, ROW])
    (table,) = read_workbook(file, PROCESS).tables
    assert (row, HEADINGS) == (table.heading_row, table.headings)
    assert [(row + 1, ROW)] == list(table.rows())
    assert f"row {row + 1}" == table.place(row + 1)
    assert [DEVON] == read(workbook([*above, HEADINGS, ROW]))


@pytest.mark.parametrize(
    ("rows", "path"),
    [
        ([["Who", "What"], ROW[:2]], "row 1, headings"),
        ([[], ["authority", "event"], ROW], "row 2, headings"),
        ([*([f"note {number}"] for number in range(30)), HEADINGS, ROW], "row 1, headings"),
    ],
)
def test_the_first_row_has_the_headings_if_no_row_has_them_all(rows, path):
    """The faults say which headings are missing."""
    assert path in [place for place, _ in faults_of(workbook(rows))]


@pytest.mark.parametrize(
    "rows",
    [
        [HEADINGS, [], ROW, [], []],
        [[None, *HEADINGS], [None, *ROW]],
        [
            [None, "authority", None, "event", None, None, "on"],
            [None, "Devon", None, *ROW[1:2], None, None, "2016"],
        ],
        [[*HEADINGS, None, "  "], [*ROW, None, "a note beside the table"], [None] * 4 + ["beside"]],
        [HEADINGS, ["  Devon\xa0", " note", "2016 "], ["", " ", "\n"]],
        [HEADINGS, ROW, HEADINGS],
    ],
)
def test_blank_rows_and_columns_do_not_matter(rows):
    """Columns without a heading are not read; headings can be repeated on a further page."""
    assert [DEVON] == read(workbook(rows))


@pytest.mark.parametrize(
    "below",
    [
        [["Source: Ofsted"]],
        [["* provisional"], ["Checked by the team"]],
        [["Prepared in 2020"], [], ["More"], []],
    ],
)
def test_notes_below_the_table_are_left_out(below):
    """A note is a single cell below a blank row; a row of events after it shows that it is not."""
    assert [DEVON] == read(workbook([HEADINGS, ROW, [], *below]))
    rows = [number for number, _ in _rows(workbook([HEADINGS, ROW, [], *below, ROW]))]
    assert [2, *(4 + number for number, row in enumerate(below) if row), 4 + len(below)] == rows


def _rows(file):
    (table,) = read_workbook(file, PROCESS).tables
    return table.rows()


@pytest.mark.parametrize("row", [[None, "note"], [None, None, "2016"], [None, "no such event"]])
def test_a_row_that_lacks_most_of_an_event_is_no_note(row):
    """An event or a day alone in a row is reported, also below a blank row."""
    assert {"row 4, column authority"} <= {
        place for place, _ in faults_of(workbook([HEADINGS, ROW, [], row]))
    }


def test_the_faults_of_rows_are_found_besides_those_of_headings():
    """A column that is not known, or is a second one, does not hide them; a missing one does."""
    row = ["Devon", "note", "late", "x"]
    unknown = ("row 1, headings, column Officer", "the unknown column 'Officer'")
    late = ("row 2, column on", "'late'")
    assert [unknown, late] == faults_of(workbook([[*HEADINGS, "Officer"], row]))
    missing = ("row 1, headings", "nothing")
    assert [unknown, missing] == faults_of(workbook([[*HEADINGS[:2], "Officer"], row]))
    second = ("row 1, headings, column date", "a second column for `on`, besides 'on'")
    assert [second, late] == faults_of(workbook([[*HEADINGS, "date"], row]))


@pytest.mark.parametrize("value", ["#REF!", "#VALUE!", "#NAME?", "#NUM!", "#DIV/0!"])
def test_a_row_with_a_fault_in_any_cell_is_left_out(value):
    """With a function for faults the other rows are kept, whatever column the fault is in."""
    faults = []
    rows = [[*HEADINGS, "note"], [*ROW, None], ["Kent", "note", "2016", value]]

    def prepare(book):
        book.active["D3"].data_type = "e"

    assert [DEVON] == read(workbook(rows, prepare=prepare), on_fault=faults.append)
    assert ["row 3, column note"] == [fault.path for fault in faults]


# Merged cells


@pytest.mark.parametrize("area", ["A2:A3", "A2:A5", "A2:B3", "C2:C3"])
def test_a_merged_cell_counts_for_each_of_its_rows(area):
    """Cells of blank rows stay blank, and so do those to the right."""
    rows = [HEADINGS, ROW, ["Devon", "note", "2016"], [], []]
    file = workbook(rows, prepare=lambda book: book.active.merge_cells(area))
    (table,) = read_workbook(file, PROCESS).tables
    second = [*ROW] if not area.startswith("A2:B") else ["Devon", "", "2016"]
    first = [*ROW] if not area.startswith("A2:B") else ["Devon", "", "2016"]
    assert [(2, first), (3, second)] == list(table.rows())


def test_each_of_several_merged_cells_has_its_own_value():
    """The cells of a title and of the headings are not merged with those of the rows."""
    rows = [["Title"], HEADINGS, ROW, ROW, ["Kent", "note", "2017"], ["Kent", "note", "2018"]]

    def prepare(book):
        for area in ("A1:C1", "E1:E9", "A3:A4", "A5:A6", "C2:C3", "F5:F6"):
            book.active.merge_cells(area)

    (table,) = read_workbook(workbook(rows, prepare=prepare), PROCESS).tables
    assert ["Devon", "Devon", "Kent", "Kent"] == [row[0] for _, row in table.rows()]
    assert ["", "2016", "2017", "2018"] == [row[2] for _, row in table.rows()]


# Sheets


def test_every_sheet_with_the_headings_is_read_in_order():
    """Hidden sheets are read like the others; covers, charts and blank sheets are left out."""

    def prepare(book):
        book["B"].sheet_state = "hidden"
        book["B"].row_dimensions[2].hidden = True
        chart = BarChart()
        book.create_chartsheet("Chart").add_chart(chart)

    file = workbook(
        [["How to read this"]],
        [HEADINGS, ROW],
        [["title"], [], HEADINGS, ["Kent", "note", "bad"]],
        [],
        names=["Cover", "B", "A", "Blank"],
        prepare=prepare,
    )
    book = read_workbook(file, PROCESS)
    assert [("B", 1), ("A", 3)] == [(table.name, table.heading_row) for table in book.tables]
    assert ("Cover", "Blank", "Chart") == book.skipped
    file.seek(0)
    assert [("sheet A, row 4, column on", "'bad'")] == faults_of(file)
    file.seek(0)
    assert [DEVON] == read(file, sheet="B")


@pytest.mark.parametrize("name", ["event", "Evnets", "", "Events ", "Chart1"])
def test_an_unknown_sheet_is_refused(name):
    """The error has the names of the sheets."""
    with pytest.raises(tf.InvalidValue, match=r"Expected one of: Events, Notes\."):
        read(workbook([HEADINGS, ROW], [], names=["Events", "Notes"]), sheet=name)


def test_a_workbook_without_cells_is_refused():
    """So is a chosen sheet without cells, also when another sheet has some."""
    assert [("$", "no cells")] == faults_of(workbook([], []))
    file = workbook([HEADINGS, ROW], [], names=["Events", "Notes"])
    assert [("$", "no cells in sheet Notes")] == faults_of(file, sheet="Notes")


def test_a_mapping_of_headings_helps_to_find_them():
    """The headings are those that the mapping gives a meaning."""
    rows = [["Title"], ["Who", "What", "When"], ROW]
    columns = {"Who": "authority", "What": "event", "When": "on"}
    assert [DEVON] == read(workbook(rows), columns=columns)


# Values of cells


def _one_cell(value, number_format=None):
    def prepare(book):
        cell = book.active["D2"]
        if isinstance(value, str) and value.startswith("#"):
            cell.data_type = "e"
        if number_format:
            cell.number_format = number_format

    return workbook([[*HEADINGS, "note"], [*ROW, value]], prepare=prepare)


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (dt.date(2016, 7, 14), None, dt.date(2016, 7, 14)),
        (dt.datetime(2016, 7, 14, 9, 30), None, dt.datetime(2016, 7, 14, 9, 30)),  # noqa: DTZ001
        (2016, None, 2016.0),
        (12345678, None, 12345678.0),
        (True, None, True),
        (1.5, None, 1.5),
        (CellRichText("a ", TextBlock(InlineFont(b=True), "b")), None, "a b"),
        ("two\nlines", None, "two\nlines"),
        (dt.date(2016, 7, 1), "mmm-yy", "2016-07"),
        (dt.date(2016, 7, 1), "mmmm yyyy", "2016-07"),
        (dt.date(2016, 7, 1), '[$-809]mmmm\\ yyyy;@"d"', "2016-07"),
        (dt.date(2016, 1, 1), "mmm yy", "2016-01"),
        (dt.date(2016, 7, 14), "mmm-yy", dt.date(2016, 7, 14)),
        (dt.date(2016, 7, 1), "d mmm yy", dt.date(2016, 7, 1)),
        (dt.date(2016, 7, 1), "yyyy", dt.date(2016, 7, 1)),
        (dt.date(2016, 1, 1), "yyyy", "2016"),
        (5, "mmm-yy", dt.date(1900, 1, 4)),
        ("text", "mmm-yy", "text"),
        ("#N/A", None, ""),
    ],
)
def test_the_value_of_a_cell(value, number_format, expected):
    """A day is read as a month or a year if it is the first one and shown as that."""
    ((_, row),) = _rows(_one_cell(value, number_format))
    if number_format == "mmm-yy" and value == 5:  # the system of 1900 has a day too many
        expected = row[3]
        assert isinstance(expected, dt.date)
    assert expected == row[3]


@pytest.mark.parametrize("error", ["#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"])
def test_an_error_in_a_cell_is_refused(error):
    """The fault has the cell's place, the error, and what to do; #N/A is an empty cell."""
    with pytest.raises(tf.BadHistory) as caught:
        read(_one_cell(error))
    (fault,) = caught.value.faults
    assert ("row 2, column note", f"the error {error}") == (fault.path, fault.found)
    assert "Correct the formula of the cell, or clear the cell." == fault.accepted
    assert [DEVON] == read(_one_cell("#N/A"))


def test_the_columns_of_a_table_that_begins_further_right():
    """The column of an error counts from the first column of the sheet, blank or not."""

    def prepare(book):
        book.active["D3"].number_format = "mmm-yy"
        book.active["B4"].data_type = "e"

    rows = [[], [None, *HEADINGS], [None, "Devon", "note", dt.date(2016, 7, 1)]]
    file = workbook([*rows, [None, "#REF!", "note", "2017"]], prepare=prepare)
    (table,) = read_workbook(file, PROCESS).tables
    assert [
        (3, ["", "Devon", "note", "2016-07"]),
        (4, ["", ErrorCell("#REF!"), "note", "2017"]),
    ] == list(table.rows())


@pytest.mark.parametrize("columns", [{"Officer": "-"}, {"*": "-"}, {"officer ": "-", "Who": "-"}])
def test_a_mapping_counts_for_the_sheets_that_have_the_heading(columns):
    """A heading that no sheet has is a fault in each."""
    other = [[*HEADINGS[::-1], "Officer"], ["2017", "note", "Kent", "A. N. Other"]]
    file = workbook([["x"], [], [None, *HEADINGS], [None, *ROW]], other, names=["A", "B"])
    if "Who" in columns:
        places = [
            ("sheet A, row 3, headings, column Who", "no such column"),
            ("sheet B, row 1, headings, column Who", "no such column"),
        ]
        assert places == faults_of(file, columns=columns)
    else:
        assert [DEVON, tf.History("Kent", ev.Note("2017"))] == read(file, columns=columns)


def test_dates_from_1904_are_the_same_days():
    """Old workbooks from a Macintosh count the days from 1904."""

    def prepare(book):
        book.epoch = CALENDAR_MAC_1904

    file = workbook([HEADINGS, ["Devon", "note", dt.date(2016, 7, 14)]], prepare=prepare)
    assert [tf.History("Devon", ev.Note("2016-07-14"))] == read(file)


# Files that are not what they should be


GOOD = workbook([HEADINGS, ROW]).getvalue()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ODS = """<office:document-content xmlns:office="o" xmlns:table="t" xmlns:style="s" xmlns:number="n"
xmlns:text="x" xmlns:calcext="c">{}</office:document-content>"""
END = "</office:spreadsheet></office:body>"
MANIFEST = "META-INF/manifest.xml"
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def packed(parts, method=zipfile.ZIP_DEFLATED):
    """Return a zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def parts_of(data):
    """Return the parts of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(name, old, new):
    """Return the good workbook with a text in one of its parts replaced."""
    parts = parts_of(GOOD)
    assert old in parts[name]
    return packed({**parts, name: parts[name].replace(old, new)})


def without_part(name):
    """Return the good workbook without one of its parts."""
    return packed({key: part for key, part in parts_of(GOOD).items() if key != name})


def ods(sheets, styles="", **parts):
    """Return an .ods file."""
    content = ODS.format(f"{styles}<office:body><office:spreadsheet>{sheets}{END}")
    parts = {MANIFEST: "<manifest:manifest/>", **parts}
    return packed({"mimetype": MIMETYPE, "content.xml": content, **parts})


def with_wrong_checksum():
    """Return the good workbook, whose first part is not what its checksum says."""
    data = bytearray(GOOD)
    data[data.index(b"PK\x01\x02") + 16] ^= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (OLE + bytes(600), "an .xls workbook or another old office file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a workbook with a password"),
        (ods("", **{MANIFEST: "<manifest:encryption-data/>"}), "a workbook with a password"),
        (b"authority,event,on\n", "a file that is not a workbook"),
        (b"", "a file that is not a workbook"),
        (packed({"xl/workbook.bin": ""}), "an .xlsb workbook"),
        (packed({"word/document.xml": ""}), "a zip file that is not a workbook"),
        (packed({"data.csv": "a,b"}), "a zip file that is not a workbook"),
        (packed({BOOK: "", "content.xml": ""}), "a zip file that is not a workbook"),
        (GOOD[: len(GOOD) // 2], "a damaged workbook (File is not a zip file)"),
        (b"PK\x03\x04", "a damaged workbook (File is not a zip file)"),
        (with_wrong_checksum(), "a damaged workbook (a wrong checksum)"),
        (packed(parts_of(GOOD), zipfile.ZIP_LZMA), "a damaged workbook (a part"),
        (packed({**parts_of(GOOD), BOOK.upper(): ""}), "a damaged workbook (a part"),
        (without_part(SHEET), "a damaged workbook ("),
        (without_part(RELATIONS), "a damaged workbook ("),
        (with_part(SHEET, b"<row", b"<raw"), "a damaged workbook (mismatched tag"),
        (with_part(SHEET, b'r="1"', b'r="x"'), "a damaged workbook ("),
        (with_part(SHEET, b"<worksheet", b"<!DOCTYPE x []><worksheet"), "a damaged workbook (a"),
        (with_part(BOOK, b"r:id", b"id"), "a damaged workbook ("),
        (
            with_part(BOOK, b"</sheets>", b'<sheet name="Sheet" r:id="rId1"/></sheets>'),
            "a damaged workbook (two sheets with one name)",
        ),
        (ods('<table:table table:name="A"/>' * 2), "a damaged workbook (two sheets"),
        (packed({"mimetype": MIMETYPE, "content.xml": "<a>"}), "a damaged workbook (no element"),
    ],
)
def test_a_file_of_another_kind_or_a_damaged_one_is_refused(data, found):
    """The fault says what the file is, and what to do."""
    with pytest.raises(tf.BadHistory) as caught:
        read_workbook(io.BytesIO(data), PROCESS)
    (fault,) = caught.value.faults
    assert "$" == fault.path
    assert fault.found.startswith(found)
    assert fault.accepted.startswith("Expected")


@pytest.mark.parametrize("name", ["PanicException", "PasswordError"])
def test_an_error_of_the_library_for_cells_becomes_one_of_ours(name, monkeypatch):
    """Its panics are not even exceptions; other errors that are not, such as Ctrl+C, pass."""
    import python_calamine

    error = type(name, (BaseException,), {})
    expected = tf.BadHistory if name == "PanicException" else error
    with pytest.raises(expected), without_calamine_errors():
        raise error

    class Locked:
        @staticmethod
        def from_filelike(_file):
            raise python_calamine.PasswordError

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Locked)
    with pytest.raises(tf.BadHistory, match="a workbook with a password"):
        open_cells(GOOD)


@pytest.mark.parametrize(
    ("start", "expected"),
    [(GOOD, True), (OLE, True), (b"authority,event,on\n", False), (b"[]", False), (b"", False)],
)
def test_the_first_bytes_show_whether_a_file_is_a_workbook(start, expected):
    """The file stays at its place."""
    file = io.BytesIO(start)
    assert expected is holds_workbook(file)
    assert start == file.read()


@pytest.mark.parametrize("name", ["x.xlsx", "x.csv", "x.txt", "x", "x.ods"])
def test_the_name_of_a_file_need_not_show_what_it_is(name, tmp_path):
    """A workbook can have the name of a CSV file, and a CSV file that of a workbook."""
    path = tmp_path / name
    for content in (GOOD, b"authority,event,on\nDevon,note,2016\n", b"authority;event;on\n"):
        path.write_bytes(content)
        expected = [] if content.endswith(b"on\n") else [DEVON]
        assert expected == list(read_file(path))


@pytest.mark.parametrize(
    "start",
    [
        b"<html>",
        b"<!DOCTYPE html>",
        b"\xef\xbb\xbf \r\n<Table>",
        b'<?xml version="1.0"?><Workbook/>',
        b"<meta charset=utf-8><table>",
        b"<div><table>",
    ],
)
def test_a_page_with_the_name_of_a_workbook_is_refused(start):
    """Some programs export a page and call it .xls."""
    with pytest.raises(tf.BadHistory, match=r"found a web page .* save it as \.xlsx"):
        holds_workbook(io.BytesIO(start))


@pytest.mark.parametrize("name", ["~$Events.xlsx", ".~lock.Events.ods#"])
def test_a_file_that_shows_that_a_workbook_is_open_is_refused(name, tmp_path):
    """Its name begins with that of the program's own, and it need not even be readable."""
    with pytest.raises(tf.BadHistory, match="Expected the workbook itself"):
        list(read_file(tmp_path / name))


# Limits


def test_a_workbook_is_refused_before_it_is_unpacked():
    """The limit for size holds for the file and for its unpacked parts."""
    size = sum(len(part) for part in parts_of(GOOD).values())
    assert [DEVON] == read(io.BytesIO(GOOD), limits=Limits(size=size))
    for limit, found in (
        (size - 1, f"a workbook of {size:,} bytes when it is unpacked"),
        (len(GOOD) - 1, "a larger file"),
    ):
        assert [("$", found)] == faults_of(io.BytesIO(GOOD), limits=Limits(size=limit))


@pytest.mark.parametrize("place", ["XFD1048576", "A16000001", "XFD1000", "CV160001", "BZZ99999"])
def test_a_cell_far_from_the_table_is_refused(place):
    """The library that reads the cells would need memory for every cell between."""
    number = place.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    row = f'<row r="{number}"><c r="{place}"><v>1</v></c></row></sheetData>'
    data = with_part(SHEET, b"</sheetData>", row.encode())
    with pytest.raises(tf.BadHistory, match="Delete what is far below or beside the table"):
        read_workbook(io.BytesIO(data), PROCESS)


def _sheet(name, rows):
    return f'<table:table table:name="{name}">{rows}</table:table>'


def _cell(text="x", value="string", **attributes):
    more = "".join(
        f' {key.replace("_", ":", 1).replace("_", "-")}="{each}"'
        for key, each in attributes.items()
    )
    return (
        f'<table:table-cell office:value-type="{value}"{more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def _row(*cells, repeated=1):
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}'
        "</table:table-row>"
    )


HEAD = _row(*map(_cell, HEADINGS))


@pytest.mark.parametrize(
    "sheets",
    [
        _sheet("A", _row(_cell(), repeated=100_000_000)),
        _sheet("A", _row(_cell(table_number_columns_repeated=100_000_000))),
        _sheet("A", _row(_cell(table_number_columns_repeated=10_000), repeated=10_000)),
        _sheet("A", _row(repeated=100_000_000) + _row(_cell())),
        "".join(_sheet(name, _row(_cell(), repeated=4_000_000)) for name in "ABCDE"),
        _sheet("A", _row(_cell(calcext_value_type="error"), repeated=2_000_000)),
    ],
)
def test_repeated_cells_are_counted_before_they_are_read(sheets):
    """A few bytes can stand for millions of cells; the sheets count together."""
    with pytest.raises(tf.BadHistory, match="Set a higher limit with Limits"):
        read_workbook(io.BytesIO(ods(sheets)), PROCESS)


# What only some programs write


FORMATS = """<office:automatic-styles>
<number:date-style style:name="N1"><number:month/><number:text>x</number:text><number:year/>
</number:date-style>
<number:date-style style:name="N2"><number:day/><number:month/><number:year/></number:date-style>
<number:date-style style:name="N3"><number:year/></number:date-style>
<style:style style:name="month" style:data-style-name="N1"/>
<style:style style:name="day" style:data-style-name="N2"/>
<style:style style:name="year" style:data-style-name="N3"/>
<style:style style:name="plain"/>
</office:automatic-styles>"""
COLUMNS = """<table:table-column table:number-columns-repeated="2"/>
<table:table-column table:default-cell-style-name="month"/>"""


def _day(day="2016-07-01", **attributes):
    return _cell(day, "date", office_date_value=day, **attributes)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (_day(table_style_name="month"), "2016-07"),
        (_day(table_style_name="day"), "2016-07-01"),
        (_day("2016-01-01", table_style_name="year"), "2016"),
        (_day(table_style_name="plain"), "2016-07-01"),
        (_day(), "2016-07"),
        (_day("2016-07-14"), "2016-07-14"),
    ],
)
def test_a_month_in_an_ods_file_is_a_month(cell, expected):
    """A cell without a style has that of its column."""
    row = _row(_cell("Devon"), _cell("note"), cell)
    data = ods(_sheet("A", COLUMNS + HEAD + row), FORMATS)
    assert [tf.History("Devon", ev.Note(expected))] == read(io.BytesIO(data))


def test_merged_cells_and_errors_in_an_ods_file():
    """Equal cells and rows are in the file once; an error has its text."""
    rows = (
        _row(_cell("Devon", table_number_rows_spanned=2), _cell("note"), _day("2016-07-14"))
        + _row("<table:covered-table-cell/>", _cell("note"), _day("2016-07-15"))
        + _row(
            _cell("Devon"),
            _cell("#REF!", calcext_value_type="error", table_number_columns_repeated=2),
            repeated=2,
        )
    )
    found = faults_of(io.BytesIO(ods(_sheet("A", HEAD + rows))))
    assert [
        (f"row {row}, column {column}", "the error #REF!")
        for row in (4, 5)
        for column in ("event", "on")
    ] == found
    (table,) = read_workbook(io.BytesIO(ods(_sheet("A", HEAD + rows))), PROCESS).tables
    assert ["Devon"] * 4 == [row[0] for _, row in table.rows()]


@pytest.mark.parametrize(
    "data",
    [
        without_part(STYLES),
        with_part(RELATIONS, b'"/xl/worksheets', b'"worksheets'),
        with_part(STYLES, b"<fonts", b'<numFmt numFmtId="200"/><fonts'),
        with_part(
            SHEET,
            b"</sheetData>",
            b'</sheetData><mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="C2"/></mergeCells>',
        ),
    ],
)
def test_workbooks_of_other_programs_are_read(data):
    """Some have no styles, other paths, or merged cells of one row."""
    assert [DEVON] == read(io.BytesIO(data))


def test_cells_without_a_reference_follow_each_other():
    """Some programs leave out the references of rows and cells, and give elements a prefix."""
    cells = "".join(f"<x:c t='inlineStr'><x:is><x:t>{text}</x:t></x:is></x:c>" for text in HEADINGS)
    error = "<x:c t='e'><x:v>#REF!</x:v></x:c>"
    sheet = (
        "<x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
        f"<x:sheetData><x:row>{cells}</x:row><x:row>{cells}{error}</x:row></x:sheetData>"
        "</x:worksheet>"
    )
    book = packed({**parts_of(GOOD), SHEET: sheet})
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        scan = scan_xlsx(archive, Limits())["Sheet"]
    assert {(2, 4): ErrorCell("#REF!")} == scan.errors
    assert (2, 4) == (scan.rows, scan.columns)


# What a program that reads the cells would change without a word


@pytest.mark.parametrize("column", ["C", "D", "E", "F", "G"])
def test_a_formula_without_its_result_is_a_fault(column):
    """A program that writes formulas without working them out leaves the cells empty."""
    headings = [*HEADINGS, "judgement", "note", "source", "known_on"]
    row = ["Devon", "inspection_published", "2016", "good", "x", "Report", "2017"]
    file = workbook([headings, row, row])
    book = load_workbook(file)
    book.active[f"{column}3"] = "=A1"
    heading = headings[ord(column) - ord("A")]
    faults = faults_of(saved(book))
    assert (f"row 3, column {heading}", "a formula without its result") in faults
    assert {f"row 3, column {heading}"} == {place for place, _ in faults}


@pytest.mark.parametrize(
    ("cell", "faults"),
    [
        ('<c r="D2"><f>A1</f></c>', 1),
        ('<c r="D2"><f>A1</f><v></v></c>', 1),
        ('<c r="D2"><f>A1</f><v/></c><c r="E2"><v>1</v></c>', 1),
        ('<c r="D2" t="str"><f>A1</f><v></v></c>', 0),
        ('<c r="D2" t="str"><f>A1</f><v>text</v></c>', 0),
        ('<c r="D2"><f>A1</f><v>5</v></c>', 0),
        ('<c r="D2" t="e"><f>A1</f><v>#REF!</v></c>', 1),
        ('<c r="D2"><f t="shared" si="0"/><v>5</v></c>', 0),
    ],
)
def test_a_formula_with_its_result_is_read(cell, faults):
    """A result can be an empty text, whose cell has the type of a text."""
    data = saved(load_workbook(workbook([[*HEADINGS, "note"], [*ROW, "old"]]))).getvalue()
    parts = parts_of(data)
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'<c r="D2".*?</c>', cell.encode(), parts[name])
    (scan,) = scan_xlsx(zipfile.ZipFile(io.BytesIO(packed(parts))), Limits()).values()
    assert faults == len(scan.errors)


def test_a_formula_without_its_result_in_an_ods_file():
    """A cell with a formula has no type if it has no value."""
    formula = '<table:table-cell table:formula="of:=[.A1]"/>'
    row = _row(*map(_cell, ROW), formula)
    data = ods(_sheet("Events", _row(*map(_cell, [*HEADINGS, "note"])) + row))
    assert [("row 2, column note", "a formula without its result")] == faults_of(io.BytesIO(data))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2016-05-06T23:59:59.999999", "2016-05-06"),
        ("2016-05-06T23:59:59.600000", "2016-05-06"),
        ("2016-05-06T23:59:59", "2016-05-06"),
        ("2016-05-06T12:00:00", "2016-05-06"),
        ("2016-12-31T23:59:59.999999", "2016-12-31"),
        ("2016-05-07T00:00:00", "2016-05-07"),
        ("2016-05-07T00:00:01", "2016-05-07"),
    ],
)
def test_the_last_moment_of_a_day_is_on_this_day(moment, day):
    """A moment is rounded to seconds when the cells are read, so it could be on the next day."""
    (history,) = read(workbook([HEADINGS, ["Devon", "note", dt.datetime.fromisoformat(moment)]]))
    assert [day] == [str(event.on) for event in history.events]


@pytest.mark.parametrize(
    ("headings", "column"),
    [
        (["authority", "event", "on", None, "note"], 3),
        (["authority", "event", "on", " ", "note"], 3),
        (["authority", None, "event", "on"], 1),
        ([None, "authority", "event", None, "on"], 3),
        (["note", "authority", "event", None, None, "on"], 4),
    ],
)
def test_a_cell_under_no_heading_is_a_fault(headings, column):
    """A column between two columns with headings is part of the table."""
    given = {"authority": "Devon", "event": "note", "on": "2016", "note": "x"}
    row = [given.get(heading) for heading in headings]
    assert 1 == len(read(workbook([headings, row])))
    row[column] = "2017"
    place = f"row 2, cell {column + 1}"
    assert (place, "a cell under no heading") in faults_of(workbook([headings, row]))
