"""Logs in files, of any size: in parts, the findings are those of the whole."""

import json
import sys

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

import trustflow as tf
from trustflow.bulk import check_file, check_frame, event_log, files, findings, kernel
from trustflow.cli import main
from trustflow.errors import MissingExtra
from trustflow.exchange import to_frame

BY_CASE = [("case", "ascending"), ("position", "ascending")]
CASEBOOK = to_frame(tf.casebook.histories())
WHOLE = CASEBOOK.take([*range(0, len(CASEBOOK), 2), *range(1, len(CASEBOOK), 2)])
"""The casebook with the rows of its cases mixed, so that it has findings of every strength."""


@pytest.fixture(autouse=True)
def _plain_python(monkeypatch):
    monkeypatch.setattr(findings, "compiled_check_cases", kernel.check_cases)
    monkeypatch.setattr(event_log, "compiled_group_rows", kernel.group_rows)


@pytest.fixture(params=[".parquet", ".csv"])
def source(request, tmp_path):
    """The log in a file of either kind."""
    path = tmp_path / f"log{request.param}"
    if request.param == ".csv":
        pyarrow.csv.write_csv(WHOLE, path)
    else:
        pq.write_table(WHOLE, path)
    return path


def read(path):
    """The findings of a file, case by case."""
    if path.suffix == ".parquet":
        return pq.read_table(path).sort_by(BY_CASE).to_pylist()
    convert = pyarrow.csv.ConvertOptions(
        column_types={"case": pa.string(), "rule": pa.string()}, strings_can_be_null=True
    )
    return pyarrow.csv.read_csv(path, convert_options=convert).sort_by(BY_CASE).to_pylist()


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
@pytest.mark.parametrize("rows", [100, 1_000_000])
def test_the_findings_are_those_of_the_whole(monkeypatch, source, ending, rows):
    """In parts or at once, from either kind of file to either; cases lie across batches."""
    monkeypatch.setattr(files, "BATCH_ROWS", 100)
    target = source.parent / f"findings{ending}"
    checked = check_file(source, target, rows_at_once=rows)
    expected = check_frame(WHOLE)
    assert expected.sort_by(BY_CASE).to_pylist() == read(target)
    assert (len(WHOLE), len(expected)) == (checked.rows, checked.findings)
    assert sum(checked.certain.values()) == expected["certain"].to_pylist().count(True)
    assert {source.name, target.name} == {path.name for path in source.parent.iterdir()}


def test_what_is_gone_through_is_tracked(source, tmp_path):
    """For whoever shows how far it is."""
    seen = []

    def tracked(items, what):
        for item in items:
            seen.append(what)
            yield item

    check_file(source, tmp_path / "findings.csv", rows_at_once=500, progress=tracked)
    assert ["splitting by case", "checking"] == list(dict.fromkeys(seen))


def test_rows_without_a_case_are_told_in_parts_too(tmp_path):
    """They go to one part."""
    path, target = tmp_path / "log.parquet", tmp_path / "findings.parquet"
    rows = {"case": ["a", None, "b", None], "event": ["note"] * 4, "on": ["2016"] * 4}
    pq.write_table(pa.table(rows), path)
    check_file(path, target, rows_at_once=1)
    found = [(row["position"], row["code"]) for row in read(target)]
    assert [(0, "no_case"), (1, "no_case")] == found


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_an_empty_log_has_no_findings(tmp_path, ending):
    """And its file the columns all the same."""
    path, target = tmp_path / f"log{ending}", tmp_path / "findings.parquet"
    empty = WHOLE.slice(0, 0)
    if ending == ".csv":
        pyarrow.csv.write_csv(empty, path)
    else:
        pq.write_table(empty, path)
    assert (0, 0) == check_file(path, target)[:2]
    assert check_frame(empty).column_names == pq.read_table(target).column_names


@pytest.mark.parametrize("names", [("log.json", "f.csv"), ("log.csv", "f.json"), ("log", "f.csv")])
def test_endings_are_asked_for(tmp_path, names):
    """Of both files."""
    (tmp_path / "log.csv").write_text("case,event,on\n", encoding="utf-8")
    with pytest.raises(tf.InvalidValue, match=r"\.parquet or \.csv"):
        check_file(*(tmp_path / name for name in names))


def test_what_is_there_stays_where_something_is_wrong(tmp_path):
    """A log without the columns leaves the old findings as they were."""
    (tmp_path / "log.csv").write_text("case,event\na,note\n", encoding="utf-8")
    target = tmp_path / "findings.csv"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(tf.InvalidValue, match="Add or rename: on"):
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
def test_what_is_missing_is_named_with_its_extra(monkeypatch, tmp_path, call):
    """Before a file is opened."""
    monkeypatch.setitem(sys.modules, "numba", None)
    for name in [each for each in sys.modules if each.startswith("trustflow.bulk.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(MissingExtra, match=r"trustflow\[bulk\]"):
        call(tmp_path)


# The command


def test_the_command_says_what_it_found(source, capsys):
    """And ends with 1 where a certain finding is as grave as asked for."""
    target = str(source.parent / "findings.csv")
    assert 1 == main(["bulk", str(source), "-o", target])
    assert f"{target}: {len(check_frame(WHOLE))} findings on {len(WHOLE)} events" in (
        capsys.readouterr().out
    )
    assert 1 == main(["bulk", str(source), "-o", target, "--fail-on", "practice", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert {"file", "events", "findings", "certain"} == told.keys()
    assert 0 < told["certain"]["logic"]


def test_the_command_ends_well_where_nothing_grave_is_found(tmp_path):
    """A late trust is a remark, and no reason to fail unless asked for."""
    log = tmp_path / "log.csv"
    log.write_text("case,event,on\na,improvement_notice_lifted,2016\n", encoding="utf-8")
    words = ["bulk", str(log), "-o", str(tmp_path / "findings.csv")]
    assert [0, 1] == [main(words), main([*words, "--fail-on", "practice"])]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no.parquet", "-o", "f.csv"], "no.parquet"),
        (["bad.parquet", "-o", "f.csv"], "arquet"),
        (["log.csv", "-o", "f.csv", "--rows-at-once", "0"], "from 1 on"),
    ],
)
def test_misuse_and_bad_files_end_with_2(tmp_path, monkeypatch, capsys, words, said):
    """Without a traceback."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.parquet").write_bytes(b"no parquet")
    assert 2 == main(["bulk", *words])
    assert said in capsys.readouterr().err
