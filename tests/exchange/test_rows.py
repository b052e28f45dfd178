"""Rows of CSV files are read by the rules of the format, and each fault has its place."""

import csv
import io

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import (
    Limits,
    dump_csv,
    dumps_csv,
    loads_csv,
    parse_columns,
    read_file,
    save,
    write_histories,
)

HEADINGS = "authority,event,on"
NOTE = tf.History("Devon", [ev.Note("2016")])


def faults_of(text, **options):
    """Return the place and the found value of each fault in a text."""
    with pytest.raises(tf.BadHistory) as caught:
        loads_csv(text, **options)
    return [(fault.path, fault.found) for fault in caught.value.faults]


def test_a_byte_order_mark_is_not_part_of_the_first_heading():
    """The mark can come before a quotation mark, or before a line that names the delimiter."""
    row = "Devon,note,2016\n"
    assert (NOTE,) == loads_csv(f'\ufeff"authority","event","on"\n{row}')
    assert (NOTE,) == loads_csv(f"\ufeffsep=,\n{HEADINGS}\n{row}")


def test_a_table_needs_more_than_the_line_that_names_the_delimiter():
    """Without headings, each required column is missing, which is a fault."""
    assert [("headings", "nothing")] * 3 == faults_of("sep=;\n")


def test_a_delimiter_in_quotation_marks_is_not_counted():
    """Only characters between the headings decide the delimiter."""
    text = 'authority;event;on;"note, with source, author, and day"\nDevon;note;2016;x\n'
    columns = {"note, with source, author, and day": "note"}
    (history,) = loads_csv(text, columns=columns)
    assert "x" == history.events[0].note


def test_a_cell_can_contain_a_line_ending():
    """Both kinds of line ending are read as a line feed."""
    (history,) = loads_csv(f'{HEADINGS},note\r\nDevon,note,2016,"a\r\nb"\r\n')
    assert "a\nb" == history.events[0].note


def test_a_cell_can_be_longer_than_the_standard_library_s_limit():
    """Only the limit of texts applies."""
    before = csv.field_size_limit(131_072)
    long = "x" * 150_000
    text = f"{HEADINGS},note\nDevon,note,2016,{long}\n"
    (history,) = loads_csv(text, limits=Limits(text=len(long)))
    csv.field_size_limit(before)
    assert long == history.events[0].note


@pytest.mark.parametrize("quoted", [False, True], ids=["one line", "two lines"])
def test_a_row_can_be_ten_times_as_long_as_a_text_and_no_longer(quoted):
    """The length of a row includes all its lines, and is counted from 0 for each row."""

    def row(length):
        start, end = ('Devon,note,2016,"\n', '"\n') if quoted else ("Devon,note,2016,", "\n")
        return start + " " * (length - len(start + end)) + end

    limits = Limits(text=10)
    text = f"{HEADINGS},note\n{row(100)}{row(100)}"
    assert 2 == len(loads_csv(text, limits=limits)[0].events)
    found = "a row of more than 100 bytes (a quotation mark may be left open)"
    place = "line 5" if quoted else "line 3"
    text = f"{HEADINGS},note\n{row(100)}{row(101)}"
    assert [(place, found)] == faults_of(text, limits=limits)
    wide = f"{HEADINGS},{' ' * 80}"
    assert (NOTE,) == loads_csv(f"{wide}\nDevon,note,2016\n", limits=limits)
    assert [("line 1", found)] == faults_of(f"{wide} \nDevon,note,2016\n", limits=limits)


def test_a_file_can_be_as_long_as_the_limit_and_no_longer():
    """The size of a file includes all lines, even the first."""
    text = f"{HEADINGS}\n" + "Devon,note,2016\n" * 3
    (history,) = loads_csv(text, limits=Limits(size=len(text)))
    assert 3 == len(history.events)
    too_long = faults_of(text, limits=Limits(size=len(text) - 1))
    assert [("line 4", "more bytes")] == too_long
    assert [("line 1", "more bytes")] == faults_of(text, limits=Limits(size=18))


def test_a_fault_has_the_heading_of_the_file():
    """The fault has neither trustflow's name of the column nor a byte order mark."""
    text = "Council,\ufeffActivity , Date,Detail\nDevon,nota,2016,\nDevon,visit_made,2016,kind=x\n"
    assert ["line 2, column Activity", "line 3, column Detail, kind"] == [
        place for place, _ in faults_of(text)
    ]


def test_a_long_heading_is_cut_in_a_fault():
    """The fault shows the first eighty characters of the heading."""
    (fault,) = faults_of(f"{HEADINGS},{'x' * 81}\n")
    assert f"headings, column {'x' * 80}" == fault[0]


def test_columns_are_parsed_from_texts():
    """As on the command line, all before the last equals sign is the heading."""
    assert {"Date of event": "on", "a=b": "note"} == parse_columns(["Date of event=on", "a=b=note"])
    for text in ("on", "=on", "on=", "="):
        with pytest.raises(tf.InvalidValue) as caught:
            parse_columns(["a=on", text])
        assert str(caught.value) == (
            f"Invalid column mapping: '{text}'. "
            "Expected HEADING=COLUMN, as in --map 'Date of event=on'."
        )
    with pytest.raises(tf.InvalidValue, match=r"'a=note'\. The heading is given twice"):
        parse_columns(["a=on", "b=case", "a=note"])


def test_the_class_of_an_event_is_written_if_its_trigger_has_another(tmp_path):
    """Every function that writes a table takes the process that decides this."""
    without = tf.Process(
        name="kit",
        title="Notes",
        stages={
            "here": tf.StageInfo("Here", "."),
            "there": tf.StageInfo("There", ".", final=True),
        },
        initial="here",
        triggers={"note": "note"},
        moves=[tf.Move("note", "here", "there")],
    )
    path, stream = tmp_path / "notes.csv", io.BytesIO()
    for process, is_written in ((tf.TRUST_TRANSFER, False), (without, True)):
        text = dumps_csv(NOTE, process)
        assert is_written == ("event=note" in text)
        for write in (dump_csv, save):
            write([NOTE], path, process)
            assert text.encode() == path.read_bytes()
        write_histories([NOTE], stream, "csv", process)
        assert stream.getvalue().endswith(text.encode())


def test_histories_of_one_authority_are_numbered_as_cases():
    """The first case has no number; the histories are read back as separate histories."""
    histories = [tf.History("Devon", [ev.Note(year)]) for year in ("2016", "2017", "2018")]
    rows = list(csv.DictReader(dumps_csv(histories).removeprefix("\ufeff").splitlines()))
    assert ["", "Devon (2)", "Devon (3)"] == [row["case"] for row in rows]
    assert tuple(histories) == loads_csv(dumps_csv(histories))


def test_the_fields_of_a_history_are_in_its_first_row():
    """The GSS code of the history is in every row, so that other tables can be joined."""
    history = tf.History(
        "Devon", [ev.Note("2016"), ev.Note("2017")], gss_code="E10000008", checked_to="2020"
    )
    rows = list(csv.DictReader(dumps_csv(history).removeprefix("\ufeff").splitlines()))
    assert [("E10000008", "2020"), ("E10000008", "")] == [
        (row["gss_code"], row["checked_to"]) for row in rows
    ]


def test_an_authority_with_a_control_character_is_reported_with_its_line():
    """The other rows can be kept."""
    text = f'{HEADINGS}\n"a\x07",note,2016\nDevon,note,2016\n'
    faults = []
    assert (NOTE,) == loads_csv(text, on_fault=faults.append)
    assert [("line 2, column authority", "'a\\x07'")] == [
        (fault.path, fault.found) for fault in faults
    ]


@pytest.mark.parametrize("start", ["{authority}", "[authority]"])
def test_a_table_can_begin_like_json(start, tmp_path):
    """The ending of its name shows that it is a table."""
    path = tmp_path / "odd.csv"
    path.write_text(f"{start},event,on\nDevon,note,2016\n")
    assert [NOTE] == list(read_file(path))
