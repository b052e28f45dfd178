"""`check_file` gives the findings on the whole log, even if it checks the log in parts."""

import csv
import io
import json
import os
import sys
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

import trustflow as tf
from tests.pipes import emptied, fed, open_pipe
from trustflow.bulk import (
    check_file,
    check_frame,
    findings_file,
    log_readers,
)
from trustflow.cli import main
from trustflow.errors import MissingExtra
from trustflow.exchange import cell_text, csv_cell, to_frame

BY_CASE = [("case", "ascending"), ("position", "ascending")]
CASEBOOK = to_frame(evolve(history, inherits=()) for history in tf.casebook.histories())
"""The casebook without the events that histories inherit, which such a frame cannot contain."""
WHOLE = CASEBOOK.take([*range(0, len(CASEBOOK), 2), *range(1, len(CASEBOOK), 2)])
"""The casebook with its rows mixed up, so that there are findings of every strength."""


pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("plain_kernel")]


@pytest.fixture(params=[".parquet", ".csv"])
def source(request, tmp_path):
    """Return the path of a file with the log, as Parquet or as CSV."""
    path = tmp_path / f"log{request.param}"
    if request.param == ".csv":
        pyarrow.csv.write_csv(WHOLE, path)
    else:
        pq.write_table(WHOLE, path)
    return path


def read(path):
    """Return the findings in a file, case by case."""
    if path.suffix == ".parquet":
        return pq.read_table(path).sort_by(BY_CASE).to_pylist()
    convert = pyarrow.csv.ConvertOptions(
        column_types={"case": pa.string(), "rule": pa.string()}, strings_can_be_null=True
    )
    return pyarrow.csv.read_csv(path, convert_options=convert).sort_by(BY_CASE).to_pylist()


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
@pytest.mark.parametrize("rows", [100, 1_000_000])
def test_a_file_gives_the_findings_of_the_whole_log(monkeypatch, source, ending, rows):
    """The log is checked in parts or whole, from and to both formats; batches split cases."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 100)
    target = source.parent / f"findings{ending}"
    checked = check_file(source, target, rows_at_once=rows)
    expected = check_frame(WHOLE)
    assert expected.sort_by(BY_CASE).to_pylist() == read(target)
    assert (len(WHOLE), len(expected)) == (checked.events, checked.findings)
    assert sum(checked.certain.values()) == expected["certain"].to_pylist().count(True)
    assert {source.name, target.name} == {path.name for path in source.parent.iterdir()}


def test_progress_is_reported_for_each_step(monkeypatch, source, tmp_path):
    """The function for progress receives the items of each step with the step's label."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 100)
    labels = []

    def progress(items, label):
        for item in items:
            labels.append(label)
            yield item

    check_file(source, tmp_path / "findings.csv", rows_at_once=500, progress=progress)
    assert ["checking", "splitting by case", "checking"] == [name for name, _ in groupby(labels)]


def test_rows_without_a_case_are_findings_in_a_split_log_too(tmp_path):
    """All such rows go to one part, so their positions count from 0 without gaps."""
    path, target = tmp_path / "log.parquet", tmp_path / "findings.parquet"
    rows = {"case": ["a", None, "b", None], "event": ["note"] * 4, "on": ["2016"] * 4}
    pq.write_table(pa.table(rows), path)
    check_file(path, target, rows_at_once=1)
    findings_read = [(row["position"], row["code"]) for row in read(target)]
    assert [(0, "no_case"), (1, "no_case")] == findings_read


@pytest.mark.parametrize("rows", [1, 1_000_000])
@pytest.mark.parametrize(
    "case", [[1, 2, 2], [1.0, 2.0, 2.0], [[1], [2], [2]], [True, False, False]]
)
def test_cases_of_every_type_are_named_in_the_same_way(tmp_path, case, rows):
    """Whole numbers keep their type, and other values are named by their texts."""
    path, target = tmp_path / "log.parquet", tmp_path / "findings.parquet"
    log = {"case": case, "event": ["trust_went_live"] * 3, "on": ["2016"] * 3}
    pq.write_table(pa.table({**log, "__index_level_0__": [4, 2, 9]}), path)
    check_file(path, target, rows_at_once=rows)
    kind = pa.int64() if case == [1, 2, 2] and isinstance(case[0], int) else pa.string()
    table = pq.read_table(target)
    assert kind == table["case"].type
    assert {0, 1, 2} == set(table["row"].to_pylist())
    assert 2 == len(set(table["case"].to_pylist()))


CELLS = [
    "=HYPERLINK(1)",
    "+cmd|x",
    "-1",
    "@SUM(A1)",
    "\uff1dx",
    " x",
    "x ",
    "\t=x",
    "\x1e=x",
    "\n",
    "'=x",
]


@given(
    st.lists(st.sampled_from(CELLS) | st.text(st.characters(codec="utf-8")), max_size=4),
    st.sampled_from([pa.string(), pa.large_string()]),
)
@example(CELLS, pa.string())
@example(CELLS, pa.large_string())
@example(["\x0b", "\x1f", "\u2028", "x\x85", "\u180e"], pa.string())
def test_no_text_is_a_formula(texts, kind):
    """Texts of every type of column are guarded as in the CSV of histories; numbers are kept."""
    texts = [None, *texts]
    column = pa.array(texts, kind)
    table = pa.table(
        {"case": column, "rule": column.dictionary_encode(), "n": [*range(len(texts))]}
    )
    expected = [None if text is None else csv_cell(text) for text in texts]
    guarded = findings_file.guarded(table).to_pydict()
    assert {"case": expected, "rule": expected, "n": [*range(len(texts))]} == guarded


@pytest.mark.parametrize("case", CELLS)
def test_findings_in_csv_have_no_formula(tmp_path, case):
    """A finding on a case whose name is a formula is written with an apostrophe."""
    source, target = tmp_path / "log.parquet", tmp_path / "findings.csv"
    row = {"case": case, "event": "trust_went_live", "on": "2018-04-01"}
    pq.write_table(pa.Table.from_pylist([row]), source)
    check_file(source, target)
    text = cell_text(case)
    with target.open(newline="") as file:
        found = {finding["case"] for finding in csv.DictReader(file)}
    assert {csv_cell(text)} == found


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_an_empty_log_has_no_findings(tmp_path, ending):
    """The file for the findings has the usual columns and no rows."""
    path, target = tmp_path / f"log{ending}", tmp_path / "findings.parquet"
    empty = WHOLE.slice(0, 0)
    if ending == ".csv":
        pyarrow.csv.write_csv(empty, path)
    else:
        pq.write_table(empty, path)
    assert (0, 0) == check_file(path, target)[:2]
    assert check_frame(empty).column_names == pq.read_table(target).column_names


@pytest.mark.parametrize("names", [("log.json", "f.csv"), ("log.csv", "f.json"), ("log", "f.csv")])
def test_another_ending_is_refused(tmp_path, names):
    """The names of both files must end in .parquet or .csv; logs can also be files of Arrow."""
    (tmp_path / "log.csv").write_text("case,event,on\n", encoding="utf-8")
    with pytest.raises(tf.InvalidValue, match=r"ends in \.parquet.*, such as log\.parquet"):
        check_file(*(tmp_path / name for name in names))


def test_existing_findings_are_kept_when_the_check_fails(tmp_path):
    """A log without the required columns leaves the target file unchanged."""
    (tmp_path / "log.csv").write_text("case,event\na,note\n", encoding="utf-8")
    target = tmp_path / "findings.csv"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(tf.BadHistory, match="Expected a column for the day"):
        check_file(tmp_path / "log.csv", target)
    assert "old" == target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "call",
    [
        lambda folder: check_file(folder / "log.csv", folder / "findings.csv"),
        lambda _folder: check_frame(WHOLE),
    ],
    ids=["file", "frame"],
)
@pytest.mark.parametrize("missing", ["llvmlite", "narwhals", "numba", "pyarrow"])
def test_a_missing_package_is_named_with_its_extra(monkeypatch, tmp_path, call, missing):
    """The error is raised before a file is opened."""
    monkeypatch.setenv("TRUSTFLOW_CACHE", "")  # with a kept kernel, numba would not be missed
    monkeypatch.setitem(sys.modules, missing, None)
    for name in [name for name in sys.modules if name.startswith("trustflow.bulk.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(MissingExtra, match=r"trustflow-england\[bulk\]"):
        call(tmp_path)


# Streams


def data_of(ending):
    """Return the bytes of the log, as Parquet or as CSV."""
    file = io.BytesIO()
    (pyarrow.csv.write_csv if ending == ".csv" else pq.write_table)(WHOLE, file)
    return file.getvalue()


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
@pytest.mark.parametrize("rows", [100, 1_000_000])
@pytest.mark.parametrize("kind", ["pipe", "pipe with ending", "open pipe", "stream", "file"])
def test_a_log_that_cannot_seek_is_copied_first(tmp_path, ending, rows, kind):
    """Its first bytes show its format. No copy is left."""
    data, target = data_of(ending), tmp_path / "findings.parquet"
    path = tmp_path / ("pipe" + (ending if kind == "pipe with ending" else ""))
    with ExitStack() as stack:
        if kind == "open pipe":
            source = stack.enter_context(open_pipe(data))
        elif kind == "stream":
            source = io.BytesIO(data)
        elif kind == "file":
            path.write_bytes(data)
            source = stack.enter_context(path.open("rb"))
        else:
            source = stack.enter_context(fed(path, data))
        check_file(source, target, rows_at_once=rows)
    assert check_frame(WHOLE).sort_by(BY_CASE).to_pylist() == read(target)
    assert {path.name, target.name} >= {each.name for each in tmp_path.iterdir()}


@pytest.mark.parametrize("ending", [".parquet", ".csv", ""])
@pytest.mark.parametrize("rows", [100, 1_000_000])
def test_a_pipe_receives_the_findings(source, tmp_path, ending, rows):
    """The pipe is not replaced; without an ending of its own it gets CSV."""
    pipe, copy = tmp_path / f"pipe{ending}", tmp_path / f"copy{ending or '.csv'}"
    with emptied(pipe) as received:
        check_file(source, pipe, rows_at_once=rows)
    assert pipe.is_fifo()
    copy.write_bytes(received[0])
    assert check_frame(WHOLE).sort_by(BY_CASE).to_pylist() == read(copy)
    assert {source, pipe, copy} == {*tmp_path.iterdir()}


@pytest.mark.parametrize("name", ["/dev/null", "link.parquet", "link"])
def test_a_device_is_not_replaced_by_findings(source, tmp_path, name):
    """A link to a device is followed."""
    target = Path(name) if name == "/dev/null" else tmp_path / name
    if target.parent == tmp_path:
        target.symlink_to("/dev/null")
    assert len(WHOLE) == check_file(source, target).events
    assert target.is_char_device()


def test_a_full_device_is_an_error_that_names_it(source):
    """Findings are written to a device as they come."""
    with pytest.raises(OSError, match="No space left") as caught:
        check_file(source, "/dev/full")
    assert "/dev/full" == caught.value.filename


def test_errors_name_the_target_or_the_log_and_no_temporary_file(source, tmp_path):
    """A folder is missing, or the target is a folder."""
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    for paths, named in (
        ((source, tmp_path / "absent" / "x.csv"), tmp_path / "absent" / "x.csv"),
        ((source, folder), folder),
        ((tmp_path / "absent.csv", tmp_path / "x.csv"), tmp_path / "absent.csv"),
    ):
        with pytest.raises(OSError, match=r"^((?!\.trustflow-).)*$") as caught:
            check_file(*paths)
        assert str(named) == str(caught.value.filename)


def append(path):
    """Add a row, or bytes that a Parquet reader does not look at."""
    with path.open("ab") as file:
        file.write(b"x,note,2016\n")


def cut(path):
    """Remove the second half of the file."""
    os.truncate(path, path.stat().st_size // 2)


def exchange(path):
    """Put another file in the place of the file."""
    other = path.with_name("other")
    other.write_bytes(data_of(path.suffix))
    other.replace(path)


@pytest.mark.parametrize("change", [append, cut, exchange])
@pytest.mark.parametrize("moment", ["opened", "splitting by case", "checking"])
def test_a_log_that_changes_while_it_is_read_is_refused(monkeypatch, source, change, moment):
    """The error is the same whatever the reader made of the change; the old findings are kept."""
    monkeypatch.setattr(log_readers, "BATCH_ROWS", 100)
    target = source.parent / "findings.csv"
    target.write_text("old", "utf-8")
    if moment == "opened":
        name = "csv_places" if source.suffix == ".csv" else "column_places"
        places = getattr(log_readers, name)

        def changed_places(*arguments):
            change(source)
            return places(*arguments)

        monkeypatch.setattr(log_readers, name, changed_places)

    def progress(items, label):
        for number, item in enumerate(items):
            if number == 0 and label == moment:
                change(source)
            yield item

    with pytest.raises(tf.BadHistory, match="found a file that changed while it was read"):
        check_file(source, target, rows_at_once=500, progress=progress)
    assert "old" == target.read_text("utf-8")
    assert {source, target} == {*source.parent.iterdir()}


def test_a_log_whose_headings_change_is_refused(monkeypatch, tmp_path):
    """The headings are read first. A reader would miss the columns that they named."""
    path = tmp_path / "log.csv"
    path.write_text("case,event,on\na,note,2016\n", "utf-8")
    places = log_readers.csv_places

    def change(*arguments):
        found = places(*arguments)
        path.write_text("nothing\nelse\n", "utf-8")
        return found

    monkeypatch.setattr(log_readers, "csv_places", change)
    with pytest.raises(tf.BadHistory, match="found a file that changed while it was read"):
        check_file(path, tmp_path / "findings.csv")


# The command bulk


def test_the_command_prints_the_number_of_findings(source, capsys):
    """It exits with 1, because a certain finding is at least as grave as `--fail-on` says."""
    target = str(source.parent / "findings.csv")
    assert 1 == main(["bulk", str(source), "-o", target])
    assert f"{target}: {len(check_frame(WHOLE))} findings on {len(WHOLE)} events" in (
        capsys.readouterr().out
    )
    words = ["--force", "--fail-on", "practice", "--json"]
    assert 1 == main(["bulk", str(source), "-o", target, *words])
    printed = json.loads(capsys.readouterr().out)
    counts = {"cases", "stages", "kinds"}
    assert {"file", "events", "findings", "certain", *counts} == printed.keys()
    assert 0 < printed["certain"]["logic"]


def test_the_command_exits_with_0_when_no_finding_is_grave(tmp_path):
    """A finding of strength practice makes the command fail only with `--fail-on practice`."""
    log = tmp_path / "log.csv"
    log.write_text("case,event,on\na,improvement_notice_lifted,2016\n", encoding="utf-8")
    words = ["bulk", str(log), "-o", str(tmp_path / "findings.csv")]
    assert [0, 1] == [main(words), main([*words, "--fail-on", "practice", "--force"])]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["no.parquet", "-o", "f.csv"], "no.parquet"),
        (["bad.parquet", "-o", "f.csv"], "arquet"),
        (["log.csv", "-o", "f.csv", "--rows-at-once", "0"], "Invalid --rows-at-once: 0. Expected"),
    ],
)
def test_misuse_and_bad_files_exit_with_2(tmp_path, monkeypatch, capsys, words, message):
    """The message says what is wrong, and no traceback is printed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.parquet").write_bytes(b"no parquet")
    assert 2 == main(["bulk", *words])
    assert message in capsys.readouterr().err
