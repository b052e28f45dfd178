"""Logs of several files and of any size: whole cases as they stream, or split by case on disk."""

import errno
import io
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import trustflow as tf
from tests.bulk.test_files import WHOLE, read
from trustflow.bulk import (
    Count,
    FindingKind,
    case_keys,
    check_file,
    check_frame,
    ended_cases,
    file_check,
    log_readers,
    spill_file,
    split_cases,
    text_codes,
    whole_cases,
)
from trustflow.bulk.log_paths import LogPath
from trustflow.bulk.log_readers import named_errors
from trustflow.cli import main
from trustflow.exchange import cell_text, from_frame

ENDINGS = [".parquet", ".csv", ".arrow", ".arrows"]
PROCESS = evolve(
    tf.TRUST_TRANSFER,
    name="shorter",
    rules=tf.TRUST_TRANSFER.rules[: len(tf.TRUST_TRANSFER.rules) // 2],
)
"""A process of one's own."""


pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("plain_kernel")]


def write(table, path):
    """Write a log in the format that the ending of a path means."""
    if path.suffix == ".parquet":
        pq.write_table(table, path, row_group_size=50)
    elif path.suffix == ".csv":
        pyarrow.csv.write_csv(table, path)
    else:
        new = pa.ipc.new_stream if path.suffix == ".arrows" else pa.ipc.new_file
        with pa.OSFile(str(path), "wb") as file, new(file, table.schema) as writer:
            writer.write_table(table, max_chunksize=70)
    return path


def found_in(path):
    """Return the findings in a file as sorted rows."""
    return sorted(map(repr, read(path)))


def found_by_check(table, process=tf.TRUST_TRANSFER):
    """Return what `check` finds in the histories of a log, as sorted rows without row numbers."""
    return sorted(
        (
            name,
            finding.index,
            finding.code,
            finding.rule or "",
            str(finding.strength),
            finding.certain,
        )
        for name, history in from_frame(table, process).items()
        for finding in tf.check(history, process).findings
    )


def without_rows(rows):
    """Return findings in a file in the form of `found_by_check`."""
    names = ("case", "position", "code", "rule", "strength", "certain")
    return sorted(
        tuple(row[name] or ("" if name == "rule" else row[name]) for name in names) for row in rows
    )


def by_case(table):
    """Return a log whose rows stand together by case."""
    return table.sort_by([("case", "ascending")])


def log_of(*names, event="trust_went_live"):
    """Return a log with a row for each name of a case."""
    count = len(names)
    return pa.table({"case": [*names], "event": [event] * count, "on": ["2016"] * count})


# The findings are those of `check`


EVENTS = st.sampled_from([*tf.TRUST_TRANSFER.triggers])
DAYS = st.sampled_from(["2015-06-05", "2016-10", "2017", "2018-04-01", "2019-01-02", "2020-12"])


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    histories=st.lists(
        st.lists(st.tuples(EVENTS, DAYS), min_size=1, max_size=5), min_size=1, max_size=4
    ),
    ranks=st.lists(st.integers(0, 9), min_size=20, max_size=20),
    cut=st.integers(0, 20),
    ending=st.sampled_from(ENDINGS),
    kind=st.sampled_from(["string", "int64", "dictionary"]),
    together=st.booleans(),
    is_own=st.booleans(),
    rows=st.sampled_from([3, 1000]),
)
def test_findings_equal_those_of_check(
    tmp_path_factory, *, histories, ranks, cut, ending, kind, together, is_own, rows
):
    """In every order of rows, format and type of cases, in several files or one."""
    process = PROCESS if is_own else tf.TRUST_TRANSFER
    numbers = [number for number, history in enumerate(histories) for _ in history]
    order = [number for _, number in sorted(zip(ranks, numbers, strict=False))]
    order = sorted(order) if together else order
    waiting = [iter(history) for history in histories]
    events = [next(waiting[number]) for number in order]
    names = pa.array(map(str, order), pa.string())
    table = pa.table(
        {
            "case": names.dictionary_encode() if kind == "dictionary" else names.cast(kind),
            "event": [event for event, _ in events],
            "on": [day for _, day in events],
        }
    )
    folder = tmp_path_factory.mktemp("logs")
    write(table.slice(0, cut), folder / f"a{ending}")
    write(table.slice(cut), folder / f"b{ending}")
    whole, target = write(table, folder / f"whole{ending}"), folder / "f.parquet"
    texts = table.set_column(0, "case", names)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_readers, "BATCH_ROWS", 2)
        patch.setattr(split_cases, "TOO_LARGE", 1)
        checked = check_file(whole, target, process, rows_at_once=rows)
        found = read(target)
        expected = check_frame(texts, process)
        assert found_by_check(texts, process) == without_rows(
            {**row, "case": str(row["case"])} for row in found
        )
        assert sorted(expected["row"].to_pylist()) == sorted(row["row"] for row in found)
        parts = [folder / f"a{ending}", folder / f"b{ending}"]
        assert checked == check_file(parts, target, process, rows_at_once=rows)
        starts = {str(parts[0]): 0, str(parts[1]): cut}
        again = read(target)
        for row in again:
            row["row"] += starts[row.pop("file")]
        assert sorted(map(repr, found)) == sorted(map(repr, again))
        check_file(whole, target, process, rows_at_once=rows, summary=True)
        in_order = sorted(check_frame(table, process, summary=True).to_pylist(), key=repr)
        summary = sorted(pq.read_table(target).to_pylist(), key=repr)
    assert [{**row, "case": str(row["case"])} for row in in_order] == [
        {**row, "case": str(row["case"])} for row in summary
    ]
    assert Counter(row["stage"] for row in summary) == checked.stages
    kinds = Counter((row["code"], row["rule"], row["strength"], row["certain"]) for row in found)
    assert kinds == {tuple(kind): count.findings for kind, count in checked.kinds.items()}


LIMITED = """
import resource, sys
from pathlib import Path
from types import SimpleNamespace
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
from trustflow.bulk import check_file
from trustflow.bulk import log_readers
log_readers.BATCH_ROWS = 40
folder = Path(sys.argv[1])
notes = []
for name in ("apart", "together"):
    check_file(folder / name, folder / f"{name}.parquet", rows_at_once=15, notify=notes.append)
print(len(notes))
"""


@pytest.mark.slow
def test_64_open_files_are_enough(tmp_path):
    """A log of 100 files is split into hundreds of parts."""
    for name, table in (("apart", WHOLE), ("together", by_case(WHOLE))):
        (tmp_path / name).mkdir()
        size = len(table) // 100 + 1
        for number in range(100):
            path = tmp_path / name / f"{number:03}.parquet"
            pq.write_table(table.slice(number * size, size), path)
    command = [sys.executable, "-c", LIMITED, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "2\n" == done.stdout
    for name, table in (("apart", WHOLE), ("together", by_case(WHOLE))):
        found = read(tmp_path / f"{name}.parquet")
        assert without_rows(check_frame(table).to_pylist()) == without_rows(found)


# Whether cases stand together


@pytest.mark.parametrize("memory", [1, 1000])
@pytest.mark.parametrize("rows", [1, 2, 3])
def test_a_log_that_stands_together_is_not_split(monkeypatch, tmp_path, memory, rows):
    """Its cases need not be in order. Rows without a case can stand anywhere."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 1)
    monkeypatch.setattr(ended_cases, "KEYS_IN_MEMORY", memory)
    names = [None, "c", "c", None, "a", "b", None, "b", "b", "d", None]
    source = write(log_of(*names), tmp_path / "log.parquet")
    notes = []
    check_file(source, tmp_path / "f.parquet", rows_at_once=rows, notify=notes.append)
    assert [] == notes
    found = sorted(read(tmp_path / "f.parquet"), key=lambda row: row["row"])
    assert names == [row["case"] for row in found]
    without = [(row["position"], row["row"]) for row in found if row["case"] is None]
    assert [(0, 0), (1, 3), (2, 6), (3, 10)] == without


@pytest.mark.parametrize("memory", [1, 1000])
@pytest.mark.parametrize("ending", [".parquet", ".csv"])
@pytest.mark.parametrize(
    "names", ["aabca", "abcdefgha", "aba", "abb" * 9, "xabcdefghijklmnopqrstuvwx"]
)
def test_a_case_that_comes_again_starts_the_check_again(
    monkeypatch, tmp_path, names, memory, ending
):
    """Nothing is reported twice, and a sentence says why; the space is said before."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 1)
    monkeypatch.setattr(ended_cases, "KEYS_IN_MEMORY", memory)
    source = write(log_of(*names), tmp_path / "log.parquet")
    target, notes = tmp_path / f"f{ending}", []
    check_file(source, target, rows_at_once=1, notify=notes.append)
    assert [*range(len(names))] == sorted(row["row"] for row in read(target))
    assert file_check.STARTS_AGAIN == notes[0]
    assert f"needs about 1 MB for temporary files in {tmp_path}" in notes[1]
    assert 2 == len(notes)


@pytest.mark.parametrize("most_texts", [text_codes.MOST_TEXTS, 3])
def test_a_part_that_is_too_large_is_split_again(monkeypatch, tmp_path, sizes, most_texts):
    """Unless it has one case only. The number of rows of a CSV file is only estimated."""
    monkeypatch.setattr(text_codes, "MOST_TEXTS", most_texts)
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 1)
    monkeypatch.setattr(log_readers, "_approximate_lines", lambda _: 1)  # a wrong guess
    monkeypatch.setattr(file_check, "whole_cases", raise_apart)
    names = [f"case {number % 40}" for number in range(80)] + ["one"] * 30
    source = write(log_of(*names), tmp_path / "log.csv")
    check_file(source, tmp_path / "f.parquet", rows_at_once=4)
    assert [*range(110)] == sorted(row["row"] for row in read(tmp_path / "f.parquet"))
    assert 110 == sum(sizes)
    assert 30 <= max(sizes) <= 38


def raise_apart(*_arguments):
    """Behave as if a case came again."""
    raise whole_cases.CasesApart
    yield


# Disk


@pytest.fixture
def apart(tmp_path):
    """Return a log whose cases do not stand together."""
    folder = tmp_path / "log"
    folder.mkdir()
    return write(log_of(*"abcabc"), folder / "log.parquet")


def test_too_little_space_is_refused_before_anything_is_written(monkeypatch, tmp_path, apart):
    """The error says how much is needed and how much is free, and names the folder."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 1)
    monkeypatch.setattr(split_cases.shutil, "disk_usage", lambda _: SimpleNamespace(free=10))
    monkeypatch.setattr(spill_file.SpillFile, "add", None)
    with pytest.raises(
        OSError, match="needs about 1 MB for temporary files; 1 MB are free"
    ) as caught:
        check_file(apart, tmp_path / "f.parquet", rows_at_once=1)
    assert (errno.ENOSPC, str(tmp_path)) == (caught.value.errno, caught.value.filename)
    assert [apart.parent] == [*tmp_path.iterdir()]


def test_the_temporary_folder_can_be_named(monkeypatch, tmp_path, apart):
    """The sentence about the space names it."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 1)
    other, notes = tmp_path / "other", []
    other.mkdir()
    check_file(apart, tmp_path / "f.csv", rows_at_once=1, temporary=other, notify=notes.append)
    assert notes[1].endswith(f"{other}.")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, None])
def test_an_error_of_the_disk_names_the_folder(monkeypatch, tmp_path, apart, number):
    """A full disk is named with the way out."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 1)

    def fail(*_arguments, **_options):
        raise OSError(*([number, "bad"] if number else ["bad"]))

    monkeypatch.setattr(spill_file.tempfile, "TemporaryFile", fail)
    with pytest.raises(OSError, match=r".") as caught:
        check_file(apart, tmp_path / "f.csv", rows_at_once=1)
    assert (number == errno.ENOSPC) == ("Give another folder" in str(caught.value))
    assert str(tmp_path) == caught.value.filename
    assert [apart.parent] == [*tmp_path.iterdir()]


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, ZeroDivisionError])
@pytest.mark.parametrize("step", ["first checking", "splitting by case", "checking"])
def test_nothing_is_left_after_an_error(monkeypatch, tmp_path, apart, error, step):
    """The old findings stay, also after Ctrl-C."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 1)
    target = tmp_path / "f.csv"
    target.write_text("old", "utf-8")
    labels = []

    def progress(items, label):
        labels.append(label)
        for number, item in enumerate(items):
            if number == 1 and ("first " * (len(labels) == 1) + label) == step:
                raise error
            yield item

    with pytest.raises(error):
        check_file(apart, target, rows_at_once=1, progress=progress)
    assert "old" == target.read_text("utf-8")
    assert {apart.parent, target} == {*tmp_path.iterdir()}


# Files, folders, patterns and lists


def test_files_can_be_named_in_every_way(tmp_path):
    """A folder, a pattern and a list give the same findings, with the file of each row."""
    folder = tmp_path / "logs"
    (folder / "inner").mkdir(parents=True)
    first = write(log_of("a", "b"), folder / "1.parquet")
    second = write(log_of("a", "c"), folder / "inner" / "2.arrow")
    for other in ("_SUCCESS", ".hidden.csv", "notes.txt", "_log.csv"):
        (folder / other).write_text("x", "utf-8")
    target = tmp_path / "f.parquet"
    expected = [
        ("a", 0, "1.parquet"),
        ("a", 0, "2.arrow"),
        ("b", 1, "1.parquet"),
        ("c", 1, "2.arrow"),
    ]
    for source in (
        folder,
        str(folder / "**" / "[12].*"),
        [first, second],
        (str(first), str(folder / "inner")),
    ):
        check_file(source, target)
        found = [(row["case"], row["row"], Path(row["file"]).name) for row in read(target)]
        assert expected == sorted(found)
    check_file(first, target)
    assert "file" not in pq.read_schema(target).names


ENDINGS_OF_LOGS = ".parquet, .csv, .arrow, .feather, .ipc or .arrows"
ENDING = f"Expected a name that ends in {ENDINGS_OF_LOGS}, such as log.parquet."


@pytest.mark.parametrize(
    ("source", "found", "accepted"),
    [
        ([], "log: []", "Expected at least one file."),
        ([3], "path of a log: 3", "Expected a text or a path."),
        (
            "empty",
            "folder of a log: 'empty'",
            f"Expected a folder with files that end in {ENDINGS_OF_LOGS}.",
        ),
        ("*.none", "pattern of files: '*.none'", "No file has such a name."),
        (["log.csv", "log.csv"], "log: 'log.csv'", "Expected each file only once."),
        (["log.csv", "./log.csv"], "log: 'log.csv'", "Expected each file only once."),
        (
            ["log.csv", "log.parquet"],
            "log: 'log.csv, log.parquet'",
            "Expected CSV files only, or none.",
        ),
        (
            ["log.csv", "log.xlsx"],
            "name of a log or findings file: 'log.xlsx'",
            f"{ENDING} Save the sheet as CSV UTF-8, or check the workbook with the command check.",
        ),
        (
            ["log.csv", "/dev/null"],
            "name of a log or findings file: '/dev/null'",
            ENDING,
        ),
        (
            ["pipe.csv"],
            "file of a log: 'pipe.csv'",
            "Expected a regular file. A stream cannot be one of several files.",
        ),
    ],
)
def test_what_is_no_log_is_refused(tmp_path, monkeypatch, source, found, accepted):
    """The error names what was found and what is accepted; a stream could not be read again."""
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    os.mkfifo("pipe.csv")
    for name in ("log.csv", "log.parquet"):
        write(log_of("a"), Path(name))
    with pytest.raises(tf.InvalidValue) as refused:
        check_file(source, "f.csv")
    assert f"Invalid {found}. {accepted}" == str(refused.value)


def test_a_file_of_the_log_is_not_replaced(tmp_path):
    """The findings of a folder could be written into it."""
    for name in "ab":
        write(log_of(name), tmp_path / f"{name}.parquet")
    with pytest.raises(tf.InvalidValue, match="It is a file of the log"):
        check_file(tmp_path, tmp_path / "a.parquet")
    (tmp_path / "b.parquet").unlink()
    for source in (tmp_path, [tmp_path / "a.parquet"], tmp_path / "a.parquet"):
        with pytest.raises(tf.InvalidValue, match="It is a file of the log"):
            check_file(source, tmp_path / "a.parquet")
    assert ["a"] == pq.read_table(tmp_path / "a.parquet")["case"].to_pylist()


KINDS = [
    (pa.array([1, 2], pa.int8()), pa.array([1, 3], pa.int64()), {"1", "2", "3"}),
    (pa.array([1, 2], pa.int8()), pa.array(["1", "3"]), {"1", "2", "3"}),
    (
        pa.array(["1", "2"], pa.large_string()),
        pa.array(["1", "3"]).dictionary_encode(),
        {"1", "2", "3"},
    ),
    (pa.nulls(2), pa.array(["1", "3"]), {"1", "3", "None"}),
    (pa.array(["1", "3"]), pa.nulls(2), {"1", "3", "None"}),
]


@pytest.mark.parametrize(("one", "other", "expected"), KINDS)
@pytest.mark.parametrize("rows", [1, 1000])
def test_types_of_cases_are_brought_together(monkeypatch, tmp_path, *, one, other, expected, rows):
    """The same case can be a number in one file and a text in another."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 1)
    for name, case in (("a", one), ("b", other)):
        write(log_of("x", "x").set_column(0, "case", case), tmp_path / f"{name}.parquet")
    checked = check_file(tmp_path, tmp_path / "f.csv", rows_at_once=rows)
    assert expected == {str(row["case"]) for row in read(tmp_path / "f.csv")}
    assert len(expected - {"None"}) == checked.cases


def test_types_that_differ_are_refused(tmp_path):
    """The error names the column, both types and both files."""
    log = log_of("a")
    write(log, tmp_path / "a.parquet")
    write(log.set_column(2, "on", pa.array([True])), tmp_path / "b.parquet")
    with pytest.raises(tf.BadHistory, match=r"'on'.*bool in .*b\.parquet.*a\.parquet"):
        check_file(tmp_path, tmp_path / "f.csv")


def test_a_column_can_be_absent_in_a_file(tmp_path):
    """It is empty there; a column with a missing value in a dictionary is read as well."""
    log = log_of("a", "b", event="direction_issued_trust")
    notes = pa.DictionaryArray.from_arrays(pa.array([0, 1]), pa.array([None, "x"]))
    write(log.append_column("note", notes), tmp_path / "a.arrow")
    write(log.append_column("framework", pa.array(["x", None])), tmp_path / "b.parquet")
    assert 4 == check_file(tmp_path, tmp_path / "f.csv").events


def test_a_column_with_many_texts_is_kept_as_texts(monkeypatch, tmp_path):
    """The numbers that stand for texts on disk have two bytes."""
    monkeypatch.setattr(text_codes, "MOST_TEXTS", 2)
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 2)
    days = [f"{year}-01-01" for year in range(2010, 2016)]
    table = log_of(*"abcabc").set_column(2, "on", pa.array(days))
    check_file(write(table, tmp_path / "log.parquet"), tmp_path / "f.parquet", rows_at_once=1)
    assert without_rows(check_frame(table).to_pylist()) == without_rows(
        read(tmp_path / "f.parquet")
    )


@pytest.mark.parametrize("rows", [1, 1000])
def test_an_error_names_the_file_and_the_row(monkeypatch, tmp_path, rows):
    """A text that is not UTF-8 cannot be read; a CSV file with a fault is named with its line."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 2)
    good = write(log_of("a", "b"), tmp_path / "a.csv")
    bad = tmp_path / "b.csv"
    bad.write_text("case,event,on\na,note,2016\na,note,2016,x\n", "utf-8")
    with pytest.raises(tf.BadHistory, match=r"b\.csv(.|\n)*line 3"):
        check_file([good, bad], tmp_path / "f.csv", rows_at_once=rows)
    broken = tmp_path / "broken.arrows"
    write(log_of(*"abcdef"), broken)
    data = broken.read_bytes()
    write(pa.concat_tables([log_of(*"abcdef")] * 50), broken)
    broken.write_bytes(broken.read_bytes()[: -len(data)])
    with pytest.raises(ValueError, match=r"broken\.arrows, after row \d+: "):
        check_file(broken, tmp_path / "f.csv", rows_at_once=rows)
    empty = tmp_path / "empty.parquet"
    empty.write_bytes(b"nothing")
    with pytest.raises(ValueError, match=r"empty\.parquet: "):
        check_file(empty, tmp_path / "f.csv", rows_at_once=rows)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_folder_of_empty_files_has_no_findings(tmp_path, ending):
    """The findings have the usual columns and the file."""
    write(log_of("a").slice(0, 0), tmp_path / f"a{ending}")
    (tmp_path / "out").mkdir()
    assert 0 == check_file(tmp_path, tmp_path / "out" / "f.parquet").events
    names = [*check_frame(log_of("a")).column_names, "file"]
    assert names == pq.read_schema(tmp_path / "out" / "f.parquet").names


# The counts, and the command


def test_findings_are_counted_by_kind_and_cases_by_stage(tmp_path):
    """The counts are those of the findings and of the summary by case."""
    source = write(WHOLE, tmp_path / "log.parquet")
    checked = check_file(source, tmp_path / "f.parquet", rows_at_once=1000)
    table = check_frame(WHOLE)
    kinds = Counter(
        (row["code"], row["rule"], row["strength"], row["certain"]) for row in table.to_pylist()
    )
    in_cases = Counter(
        {
            (row["case"], row["code"], row["rule"], row["strength"], row["certain"])
            for row in table.to_pylist()
        }
    )
    cases_of = Counter(kind[1:] for kind in in_cases)
    assert {kind: (count, cases_of[kind]) for kind, count in kinds.items()} == checked.kinds
    stages = Counter(check_frame(WHOLE, summary=True)["stage"].to_pylist())
    assert (stages, stages.total()) == (checked.stages, checked.cases)
    kind = FindingKind("no_case", None, tf.Strength.LOGIC, certain=True)
    write(log_of("a", None, event="note"), source)
    assert {kind: Count(1, 0)} == check_file(source, tmp_path / "f.parquet").kinds


def test_the_command_reads_several_logs_and_prints_counts(tmp_path, capsys, monkeypatch):
    """`--summary` writes a row for each case."""
    monkeypatch.chdir(tmp_path)
    for name in "ab":
        write(log_of(name, "c"), Path(f"{name}.parquet"))
    assert 1 == main(["bulk", "a.parquet", "b.parquet", "-o", "f.parquet", "--temporary", "."])
    printed = capsys.readouterr().out
    assert "f.parquet: 4 findings on 4 events" in printed
    assert "stage reached" in printed
    assert 1 == main(["bulk", "[ab].parquet", "-o", "s.csv", "--summary"])
    assert 2 == main(["bulk", "a.parquet", "-", "-o", "g.csv"])
    assert "must be the only log" in capsys.readouterr().err
    write(log_of(), Path("none.csv"))
    assert 0 == main(["bulk", "none.csv", "-o", "n.csv"])
    assert "n.csv: 0 findings on 0 events" in capsys.readouterr().out


NUMBER = "Expected a whole number, 1 or more, such as 1000000."
FOLDER = "Expected the path of a folder that exists."


@pytest.mark.parametrize(
    ("options", "found", "accepted"),
    [
        ({"notify": 3}, "notify: 3", "Expected a function of a text, such as notify=print."),
        (
            {"progress": 3},
            "progress: 3",
            "Expected a function of items and a label, such as progress=lambda items, _: items.",
        ),
        ({"rows_at_once": 0}, "number of rows at once: 0", NUMBER),
        ({"rows_at_once": True}, "number of rows at once: True", NUMBER),
        ({"temporary": "absent"}, "folder for temporary files: 'absent'", FOLDER),
        ({"temporary": 3}, "folder for temporary files: '3'", FOLDER),
    ],
)
def test_misuse_of_the_options_is_refused(tmp_path, monkeypatch, options, found, accepted):
    """The error says what is accepted, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(tf.InvalidValue) as refused:
        check_file("log.csv", "f.csv", **options)
    assert f"Invalid {found}. {accepted}" == str(refused.value)
    assert [] == [*tmp_path.iterdir()]


# Small parts


@pytest.mark.parametrize("texts", [["", "a", None, "ab" * 9], ["x"] * 3, [None, ""], [], ["é" * 8]])
def test_keys_depend_on_the_text_only(texts):
    """A missing text and an empty one have no case, and a seed changes the other keys."""
    array = pa.array(texts, pa.large_string())
    keys = case_keys.TextBytes.of(array).keys()
    assert [not text for text in texts] == [key == 0 for key in keys]
    assert len({*filter(None, texts)}) == len({*keys.tolist()} - {0})
    longer = pa.array(["first", *texts, "another one"], pa.large_string()).slice(1, len(texts))
    assert keys.tolist() == case_keys.TextBytes.of(longer).keys().tolist()
    seeded = case_keys.TextBytes.of(array).keys(5)
    assert all(one != other or one == 0 for one, other in zip(keys, seeded, strict=True))


CASES = [
    ("case", pa.array([1, 2, None, 1, 2, None])),
    ("case", pa.array(["é", "b", None, " é ", "b", None])),
    ("case", pa.array([1.0, 2.5, None, 1.0, 2.5, None])),
    ("case", pa.array([True, False, None, True, False, None])),
    ("case", pa.array([[1], [2], None, [1], [2], None])),
    ("authority", pa.array(["a", "b", "c", "a", "b", "c"])),
    ("authority", pa.array(["a", "b", "c", "a", "b", "c"]).dictionary_encode()),
]


@pytest.mark.parametrize(("name", "names"), CASES)
@pytest.mark.parametrize("reading", [{}, {"names": {"a": "A"}}])
def test_cases_of_any_type_are_split(monkeypatch, tmp_path, name, *, names, reading):
    """The findings are those on the frame; rows without a case are counted on."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 1)
    days = pa.array([f"{2020 - number}" for number in range(6)])
    log = pa.table({name: names, "event": ["trust_went_live"] * 6, "on": days})
    expected = check_frame(log, **reading).to_pylist()
    notes = []
    check_file(
        write(log, tmp_path / "log.arrow"),
        tmp_path / "f.parquet",
        rows_at_once=1,
        notify=notes.append,
        **reading,
    )
    found = pq.read_table(tmp_path / "f.parquet").to_pylist()
    assert notes
    text = cell_text if name == "case" else str
    assert sorted(repr({**row, "case": text(row["case"])}) for row in expected) == sorted(
        repr({**row, "case": text(row["case"])}) for row in found
    )


def test_blank_rows_and_empty_batches_are_left_out(monkeypatch, tmp_path):
    """A batch can begin and end with blank rows; the numbers of the rows are those in the file."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 2)
    names = ["a", None, None, None, "b", None, "a", "c", None]
    events = [name and "trust_went_live" for name in names]
    log = pa.table({"case": names, "event": events, "on": [name and "2016" for name in names]})
    path = tmp_path / "log.arrows"
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, log.schema) as writer:
        for batch in [*log.slice(0, 0).to_batches(), *log.to_batches()]:
            writer.write_batch(batch)
            writer.write_batch(batch.slice(0, 0))
    for rows in (1, 100):
        check_file(path, tmp_path / "f.csv", rows_at_once=rows)
        found = read(tmp_path / "f.csv")
        assert [(0, "a"), (4, "b"), (6, "a"), (7, "c")] == sorted(
            (row["row"], row["case"]) for row in found
        )


def test_a_part_of_blank_lines_alone_is_left_out(tmp_path):
    """Arrow reads a CSV file in parts of about a megabyte, and one of them can have no row."""
    path = tmp_path / "log.csv"
    blank = "\n" * 2_500_000
    path.write_text(f"case,event,on\na,trust_went_live,2016\n{blank}b,trust_went_live,2016\n")
    check_file(path, tmp_path / "f.csv")
    assert ["a", "b"] == [row["case"] for row in read(tmp_path / "f.csv")]


@pytest.mark.parametrize("ending", [".arrow", ".arrows"])
def test_a_damaged_file_of_arrow_is_an_error(tmp_path, ending):
    """A place of a text that lies outside its column would end the process."""
    log = log_of("a", "b")
    (batch,) = log.to_batches()
    offsets = np.array([0, 1 << 30, 2], np.int32)
    texts = pa.py_buffer(b"ab")
    damaged = pa.StringArray.from_buffers(2, pa.py_buffer(offsets), texts)
    columns = [damaged if name == "case" else batch.column(name) for name in log.schema.names]
    path = tmp_path / f"log{ending}"
    new = pa.ipc.new_stream if ending == ".arrows" else pa.ipc.new_file
    schema = pa.schema(
        [(name, column.type) for name, column in zip(log.schema.names, columns, strict=True)]
    )
    with pa.OSFile(str(path), "wb") as file, new(file, schema) as writer:
        writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    with pytest.raises(ValueError, match=re.escape(path.name)):
        check_file(path, tmp_path / "f.csv")


def test_progress_knows_the_number_of_steps(monkeypatch, tmp_path, apart):
    """A bar can therefore show how much is done."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 1)
    lengths = []

    def progress(items, label):
        lengths.append((label, len(items)))
        return items

    check_file(apart, tmp_path / "f.csv", rows_at_once=1, progress=progress)
    assert [("checking", 7), ("splitting by case", 7), ("checking", 6)] == lengths


@pytest.mark.parametrize("sample", [28, 1000])
def test_the_number_of_lines_of_a_csv_file_is_estimated(monkeypatch, tmp_path, sample):
    """Its first bytes show how long a line is. The lines here have one length."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 1)
    monkeypatch.setattr(log_readers, "BUFFER_BYTES", sample)
    (tmp_path / "log.csv").write_text("case,event,on\n" + 6 * "abc,note,2016\n", "utf-8")
    lengths = []

    def progress(items, _):
        lengths.append(len(items))
        return items

    check_file(tmp_path / "log.csv", tmp_path / "f.csv", progress=progress)
    assert [8] == lengths


def test_findings_are_written_into_an_open_file(apart):
    """They are CSV."""
    target = io.BytesIO()
    check_file(apart, target)
    assert target.getvalue().startswith(b'"case","position"')


def test_an_error_of_the_system_and_of_headings_stay_as_they_are(tmp_path):
    """They name the file already, or get its name."""
    write(log_of("a").rename_columns(["case", "event", "colour"]), tmp_path / "a.parquet")
    with pytest.raises(tf.BadHistory, match=r"in .*a\.parquet"):
        check_file(tmp_path / "a.parquet", tmp_path / "f.csv")
    for error in (PermissionError(errno.EACCES, "no", "x"), tf.BadHistory([], where="here")):
        with pytest.raises(type(error)) as caught, named_errors(LogPath(tmp_path, "", "a")):
            raise error
        assert error is caught.value


@pytest.mark.parametrize(("size", "words"), [(1, "1 MB"), (2e6, "2 MB"), (12.34e9, "12.3 GB")])
def test_sizes_are_in_words(size, words):
    """Small sizes are rounded up."""
    assert words == split_cases.bytes_in_words(size)
