"""`check_file` reads a CSV file as `load_csv` does, whatever program wrote it."""

import io

import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import trustflow as tf
from tests.test_any_frame import text_of
from trustflow.bulk import check_file, csv_log
from trustflow.cli import main
from trustflow.exchange import Limits, dumps_csv, load_csv, loads_csv

PROCESS = tf.TRUST_TRANSFER
LOG = "case,event,on\na,trust_went_live,2016\nb,note,2016\nb,trust_went_live,2015\n"
"""A log with a finding on its first row, and with one on its last."""


pytestmark = pytest.mark.usefixtures("plain_kernel")


def found_in(data, folder, **options):
    """Return the findings on a log, written as it is: case, code and row."""
    data = data.encode() if isinstance(data, str) else data
    path, target = folder / "log.csv", folder / "findings.parquet"
    path.write_bytes(data)
    check_file(path, target, **options)
    table = pq.read_table(target)
    rows = zip(*(table[name].to_pylist() for name in ("case", "code", "row")), strict=True)
    return sorted((text_of(case), code, row) for case, code, row in rows)


FOUND = [("a", "move_not_allowed", 0), ("b", "move_not_allowed", 2)]


@pytest.mark.parametrize(
    "log",
    [
        LOG,
        "\ufeff" + LOG,
        LOG.replace(",", ";"),
        LOG.replace(",", "\t"),
        "sep=;\n" + LOG.replace(",", ";"),
        "\ufeffsep=|\r\n" + LOG.replace(",", "|").replace("\n", "\r\n"),
        "sep=€\n" + LOG.replace(",", "€"),
        LOG.replace("\n", "\r\n"),
        LOG.removesuffix("\n"),
        LOG.replace("a,", '"a",'),
        '\ufeff"case",event,"on"\n' + LOG.partition("\n")[2],
        LOG.replace("a,", "' a,").replace("b,", "b ,"),
        LOG.replace("\nb", "\n\nb", 1),
        LOG.replace("2016\n", "2016,\n").replace("on\n", "on,note\n"),
        LOG.replace("on\n", "on,note\n"),
    ],
    ids=[
        *("plain", "mark", "semicolons", "tabs", "named", "named with a mark", "not ASCII"),
        *("Windows", "cut", "quoted", "quoted headings", "guarded", "empty line"),
        *("one row with more", "rows with fewer"),
    ],
)
@pytest.mark.parametrize("rows", [1, 1_000_000])
def test_a_log_is_read_in_every_dialect(tmp_path, log, rows):
    """The delimiter, the line ends, the marks and the number of cells of a row can differ."""
    found = found_in(log, tmp_path, rows_at_once=rows)
    expected = [(case.replace("a", " a") if "' a" in log else case, *rest) for case, *rest in FOUND]
    assert sorted(expected) == found


def test_blank_rows_count_and_are_no_findings(tmp_path):
    """A row of empty cells is a row; an empty line is none."""
    log = LOG.replace("b,note", ",,\n\n,,\n\nb,note").replace("on\n", "on,note\n") + ",,,\n"
    assert [(case, code, row and row + 2) for case, code, row in FOUND] == found_in(log, tmp_path)


@pytest.mark.parametrize("text", ["NA", "null", "nan", "None", "N/A", "1/2", "true"])
def test_a_word_for_nothing_is_the_name_of_a_case(tmp_path, text):
    """No word of a CSV file is read as a missing value or a number, except an empty cell."""
    log = LOG.replace("a,", f"{text},")
    assert [text, "b"] == [case for case, *_ in sorted(found_in(log, tmp_path), key=row_of)]


def row_of(found):
    """Return the row of a finding."""
    return found[2]


def test_cells_can_have_line_breaks_and_delimiters(tmp_path):
    """The rows are counted, not the lines."""
    note = '"one, two\nthree ""four"""'
    log = LOG.replace("on\n", "on,note\n").replace("2016\n", f"2016,{note}\n")
    assert FOUND == found_in(log, tmp_path)


@pytest.mark.parametrize(
    ("log", "place"),
    [
        (LOG.replace("a,", '"a"x,'), "line 2"),
        (LOG.replace("b,note", '"b" ,note'), "line 3"),
        (LOG.replace("2015\n", "2015,x\n"), "line 4"),
        (LOG.replace("2015\n", '"2015\n'), "line 4"),
        (LOG.replace("b,note", "b,note\r"), "line 3"),
        (LOG.encode().replace(b"b,note", b"b\xff,note"), "line 3"),
        (LOG.encode("utf-16"), "line 1"),
        (LOG.replace("case,", '"case"x,'), "line 1"),
    ],
)
@pytest.mark.parametrize("rows", [1, 1_000_000])
def test_what_is_not_csv_is_refused_with_its_line(tmp_path, log, place, rows):
    """The error is the one of `load_csv`."""
    with pytest.raises(tf.BadHistory) as raised:
        found_in(log, tmp_path, rows_at_once=rows)
    with pytest.raises(tf.BadHistory) as expected:
        load_csv(tmp_path / "log.csv")
    assert expected.value.faults == raised.value.faults
    assert any(fault.path.startswith(place) for fault in raised.value.faults)


def test_reading_stops_after_too_many_faults(tmp_path):
    """The last fault says that reading stopped."""
    lines = "".join(f"a,note,2016\na,note,2016,{number}\n" for number in range(1002))
    with pytest.raises(tf.BadHistory) as raised:
        found_in(f"case,event,on\n{lines}", tmp_path)
    assert "more than 1000 faults" == raised.value.faults[-1].found


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"\x1f\x8b"])
def test_a_packed_file_is_refused(tmp_path, data):
    """A workbook can have the ending of a CSV file."""
    with pytest.raises(tf.BadHistory, match=r"uncompressed|workbook"):
        found_in(data, tmp_path)


@pytest.mark.parametrize("ending", [".xlsx", ".XLSM", ".xls", ".ods", ".xlsb"])
def test_a_workbook_is_refused_with_the_way_out(tmp_path, capsys, ending):
    """The command `check` reads it."""
    path = tmp_path / f"log{ending}"
    path.touch()
    assert 2 == main(["bulk", str(path), "-o", str(tmp_path / "f.csv")])
    assert "check the workbook with the command check" in capsys.readouterr().err.replace("\n", " ")


@pytest.mark.parametrize("rows", [10, 1_000_000])
def test_what_convert_writes_is_read(tmp_path, rows):
    """All columns of the casebook are read, and the findings are those of `check`."""
    text = dumps_csv(tf.casebook.histories())
    expected = [
        (history.authority, finding.code)
        for history in loads_csv(text)
        for finding in tf.check(history).findings
    ]
    found = found_in(text, tmp_path, rows_at_once=rows)
    assert sorted(expected) == [(case, code) for case, code, _ in found]


@pytest.mark.parametrize("count", [89, 90])
def test_the_slow_reader_goes_on_where_arrow_stops(monkeypatch, tmp_path, count):
    """Batches end anywhere, and each row is read once."""
    monkeypatch.setattr(csv_log, "BATCH_ROWS", 2)
    monkeypatch.setattr(csv_log, "BLOCK_BYTES", 500)
    rows = [f"c{number},trust_went_live,2016,\n" for number in range(count)]
    rows[70] = rows[70].replace(",\n", "\n")
    found = found_in("case,event,on,note\n" + "".join(rows), tmp_path)
    assert [*range(count)] == sorted(row for *_, row in found)


@given(st.text(st.sampled_from('a,"\n\r;'), max_size=12), st.integers(1, 5))
@example('""', 1)
@example('a"b', 1)
@example('"a""', 1)
def test_a_file_is_regular_if_every_reader_finds_the_same_cells(text, size):
    """The answer does not depend on where the file is cut into chunks."""
    answers = [csv_log.is_regular(io.BytesIO(text.encode()), ",", most) for most in (size, 100)]
    assert answers[0] == answers[1]
    if '"' not in text and "\r" not in text:
        assert answers[0]


def test_the_command_reads_a_log_with_other_headings(tmp_path, capsys):
    """The options are those of other commands that read a table."""
    path, target = tmp_path / "log.csv", tmp_path / "f.csv"
    path.write_text(
        "Wer,event,When,colour\nBrum,trust_went_live,6/10/2016,red\n"
        "Birmingham,note,5/10/2016,red\n",
        "utf-8",
    )
    words = ["bulk", str(path), "-o", str(target), "--map", "Wer=authority", "--map", "When=on"]
    words += ["--map", "*=-", "--day-first", "--name", "Brum=Birmingham", "--limit", "events=9"]
    assert 1 == main(words)
    assert "2 findings on 2 events" in capsys.readouterr().out
    assert {"Birmingham"} == {
        line.split(",")[0].strip('"') for line in target.read_text("utf-8").splitlines()[1:]
    }


def test_limits_count_in_a_file(tmp_path):
    """The size of the file has no limit."""
    log = LOG.replace("a,", "a" * 9 + ",")
    assert ("", "no_case", 0) in found_in(log, tmp_path, limits=Limits(text=8, size=1))
