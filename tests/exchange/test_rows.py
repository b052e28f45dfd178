"""The rows of a CSV file: marks, quotes, bounds to the byte, and the place of each fault."""

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
    save,
    write_histories,
)

HEADINGS = "authority,event,on"
NOTE = tf.History("Devon", [ev.Note("2016")])


def faults_of(text, **given):
    """The faults of a text, as they are told."""
    with pytest.raises(tf.BadHistory) as caught:
        loads_csv(text, **given)
    return [(fault.path, fault.found) for fault in caught.value.faults]


def test_a_mark_comes_before_quotes_and_before_the_delimiter_s_line():
    """It is no part of the first heading."""
    row = "Devon,note,2016\n"
    assert (NOTE,) == loads_csv(f'\ufeff"authority","event","on"\n{row}')
    assert (NOTE,) == loads_csv(f"\ufeffsep=,\n{HEADINGS}\n{row}")


def test_nothing_but_the_delimiter_s_line_is_no_table():
    """What is missing is told."""
    assert [("headings", "nothing")] * 3 == faults_of("sep=;\n")


def test_a_delimiter_in_quotes_is_none():
    """Condition what stands between the headings counts."""
    text = 'authority;event;on;"note, as told, by whom, and when"\nDevon;note;2016;x\n'
    columns = {"note, as told, by whom, and when": "note"}
    (history,) = loads_csv(text, columns=columns)
    assert "x" == history.events[0].note


def test_a_line_may_end_within_quotes():
    """Either ending, read as one."""
    (history,) = loads_csv(f'{HEADINGS},note\r\nDevon,note,2016,"a\r\nb"\r\n')
    assert "a\nb" == history.events[0].note


def test_a_cell_may_be_longer_than_the_standard_library_s_limit():
    """As long as ours allows."""
    before = csv.field_size_limit(131_072)
    long = "x" * 150_000
    text = f"{HEADINGS},note\nDevon,note,2016,{long}\n"
    (history,) = loads_csv(text, limits=Limits(text=len(long)))
    csv.field_size_limit(before)
    assert long == history.events[0].note


@pytest.mark.parametrize("quoted", [False, True], ids=["one line", "two lines"])
def test_a_row_may_be_ten_times_as_long_as_a_text_and_no_longer(quoted):
    """Each row is counted anew, all of its lines together."""

    def row(length):
        start, end = ('Devon,note,2016,"\n', '"\n') if quoted else ("Devon,note,2016,", "\n")
        return start + " " * (length - len(start + end)) + end

    limits = Limits(text=10)
    text = f"{HEADINGS},note\n{row(100)}{row(100)}"
    assert 2 == len(loads_csv(text, limits=limits)[0].events)
    found = "a row of more than 10 times the longest text; is a quote open?"
    place = "line 5" if quoted else "line 3"
    text = f"{HEADINGS},note\n{row(100)}{row(101)}"
    assert [(place, found)] == faults_of(text, limits=limits)
    wide = f"{HEADINGS},{' ' * 80}"
    assert (NOTE,) == loads_csv(f"{wide}\nDevon,note,2016\n", limits=limits)
    assert [("line 1", found)] == faults_of(f"{wide} \nDevon,note,2016\n", limits=limits)


def test_a_file_may_be_as_long_as_the_limit_and_no_longer():
    """All lines together, the first one, too."""
    text = f"{HEADINGS}\n" + "Devon,note,2016\n" * 3
    (history,) = loads_csv(text, limits=Limits(size=len(text)))
    assert 3 == len(history.events)
    too_long = faults_of(text, limits=Limits(size=len(text) - 1))
    assert [("line 4", "more bytes than that")] == too_long
    assert [("line 1", "more bytes than that")] == faults_of(text, limits=Limits(size=18))


def test_a_fault_stands_under_the_heading_as_it_is_in_the_file():
    """Not under our name of the column, nor with a mark of the encoding."""
    text = "Council,\ufeffActivity , Date,Detail\nDevon,nota,2016,\nDevon,visit_made,2016,kind=x\n"
    assert ["line 2, column Activity", "line 3, column Detail, kind"] == [
        place for place, _ in faults_of(text)
    ]


def test_a_long_heading_is_cut_where_it_is_told():
    """After eighty characters."""
    (fault,) = faults_of(f"{HEADINGS},{'x' * 81}\n")
    assert f"headings, column {'x' * 80}" == fault[0]


def test_columns_are_named_on_a_command_line():
    """Theirs first, up to the last equals sign."""
    assert {"Date of event": "on", "a=b": "note"} == parse_columns(["Date of event=on", "a=b=note"])
    for text, quoted in (("on", "'on'"), ("=on", "'on'"), ("on=", "'on'"), ("=", "''")):
        with pytest.raises(ValueError, match="write THEIRS=OURS") as caught:
            parse_columns(["a=on", text])
        way_out = "write THEIRS=OURS, as in --map 'Date of event=on'"
        assert f"{quoted}: {way_out}" == str(caught.value)


def test_an_event_s_class_is_told_where_its_trigger_is_another_s(tmp_path):
    """In the process's own table it goes without saying; by every way to write one."""
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
    for own, is_told in ((tf.TRUST_TRANSFER, False), (without, True)):
        text = dumps_csv(NOTE, own)
        assert is_told == ("event=note" in text)
        for write in (dump_csv, save):
            write([NOTE], path, own)
            assert text.encode() == path.read_bytes()
        write_histories([NOTE], stream, "csv", own)
        assert stream.getvalue().endswith(text.encode())


def test_histories_of_one_authority_are_numbered_as_cases():
    """From the second on; they come back apart."""
    histories = [tf.History("Devon", [ev.Note(year)]) for year in ("2016", "2017", "2018")]
    rows = list(csv.DictReader(dumps_csv(histories).removeprefix("\ufeff").splitlines()))
    assert ["", "Devon (2)", "Devon (3)"] == [row["case"] for row in rows]
    assert tuple(histories) == loads_csv(dumps_csv(histories))


def test_what_is_said_of_a_history_stands_in_its_first_row():
    """Its code in every row, by which others join tables."""
    history = tf.History(
        "Devon", [ev.Note("2016"), ev.Note("2017")], gss_code="E10000008", checked_to="2020"
    )
    rows = list(csv.DictReader(dumps_csv(history).removeprefix("\ufeff").splitlines()))
    assert [("E10000008", "2020"), ("E10000008", "")] == [
        (row["gss_code"], row["checked_to"]) for row in rows
    ]


def test_a_name_with_a_control_character_is_told_by_its_line():
    """The other rows can be kept."""
    text = f'{HEADINGS}\n"a\x07",note,2016\nDevon,note,2016\n'
    faults = []
    assert (NOTE,) == loads_csv(text, on_fault=faults.append)
    assert [("line 2, column authority", "'a\\x07'")] == [(x.path, x.found) for x in faults]
