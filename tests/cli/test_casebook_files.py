"""The options of `cases` that export the casebook and draw charts of it."""

import csv
import io
import json

import pytest

import trustflow as tf
from trustflow.views import CHARTS, chart, chart_counts, chart_table

DAY = tf.casebook.version_day()
COLUMN = {"judgements": "judgement", "stages": "stage"}


# --export


@pytest.mark.slow
def test_the_casebook_is_exported(answer, tmp_path):
    """The command says what it wrote, and writes what the function writes."""
    folder = tmp_path / "out"
    said = answer("cases", "--export", folder)
    histories = tf.casebook.histories()
    events = sum(map(len, histories))
    assert f"{folder}: 163 files, with {len(histories)} histories and {events} events\n" == said
    assert (folder / "datapackage.json").exists()
    shown = json.loads(answer("cases", "--export", folder, "--force", "--json"))
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert (str(folder), files) == (shown["folder"], set(shown["files"]))


def test_a_folder_with_files_is_refused(refusal, tmp_path):
    """Without `--force` an earlier export stays, and with it a folder of other files does."""
    tf.casebook.export(tmp_path / "out")
    message = refusal("cases", "--export", tmp_path / "out")
    assert "use --force" in " ".join(message.split())
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    message = refusal("cases", "--export", tmp_path, "--force")
    assert "Expected an empty folder or the name of a new one." in " ".join(message.split())


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--stage", "trust_live"], "--stage"),
        (["--judgement", "good"], "--judgement"),
        (["--delivered-by", "a trust"], "--delivered-by"),
        (["--as-of", "2020-01-01"], "--as-of"),
        (["--known-on", "2020-01-01"], "--known-on"),
        (["--csv"], "--csv"),
        (["--markdown"], "--markdown"),
        (["-o", "x.csv"], "--output"),
    ],
)
def test_a_part_of_the_casebook_cannot_be_exported(refusal, tmp_path, monkeypatch, words, named):
    """The option that narrows or prints the list is named."""
    monkeypatch.chdir(tmp_path)
    assert f"Leave out {named}." in refusal("cases", "--export", "out", *words)
    assert not list(tmp_path.iterdir())


def test_a_chart_is_not_part_of_an_export(run):
    """Both options cannot be given at once."""
    code, _, err = run("cases", "--export", "out", "--chart", "stages")
    assert (2, True) == (code, "not allowed with argument" in " ".join(err.split()))


@pytest.mark.parametrize("name", ["", "missing/out"])
def test_a_folder_that_cannot_be_made_is_refused(refusal, tmp_path, monkeypatch, name):
    """The message names the folder, and nothing is left of the attempt."""
    monkeypatch.chdir(tmp_path)
    assert "trustflow: " in refusal("cases", "--export", name)
    assert not list(tmp_path.iterdir())


# --chart


@pytest.mark.slow
@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_is_written(answer, tmp_path, kind):
    """The suffix of the file decides the format; without a file, the SVG is printed."""
    svg = chart(tf.casebook.histories(), kind, as_of=DAY)
    assert svg == answer("cases", "--chart", kind)
    path = tmp_path / f"{kind}.svg"
    assert f"{path}: {kind}, to 22 August 2026\n" == answer("cases", "--chart", kind, "-o", path)
    assert svg == path.read_text("utf-8")
    path = tmp_path / f"{kind}.png"
    answer("cases", "--chart", kind, "-o", path)
    assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
@pytest.mark.parametrize("kind", CHARTS)
def test_the_numbers_of_a_chart_are_printed(answer, tmp_path, kind):
    """CSV and JSON have a row for each number, and Markdown is a table for people."""
    histories = tf.casebook.histories()
    counts = chart_counts(histories, kind, as_of=DAY)
    rows = list(csv.DictReader(io.StringIO(answer("cases", "--chart", kind, "--csv"))))
    expected = [
        {
            "on": str(count.on),
            COLUMN[kind]: count.value or "",
            "authorities": str(count.authorities),
            "low_confidence": str(count.low_confidence),
        }
        for count in counts
    ]
    assert expected == rows
    shown = json.loads(answer("cases", "--chart", kind, "--json"))
    assert [count.authorities for count in counts] == [row["authorities"] for row in shown]
    headings, body = chart_table(histories, kind, as_of=DAY)
    lines = answer("cases", "--chart", kind, "--markdown").splitlines()
    assert f"| {' | '.join(headings)} |" == lines[0]
    assert len(body) + 2 == len(lines)
    answer("cases", "--chart", kind, "-o", tmp_path / "table.md")
    assert lines == (tmp_path / "table.md").read_text("utf-8").splitlines()


def test_a_chart_is_of_the_councils_and_the_day_asked_for(answer):
    """The options that narrow the list also choose what a chart counts."""
    words = ("cases", "--chart", "stages", "--json", "--as-of", "2020-01-01", "--stage")
    shown = {row["stage"]: row for row in json.loads(answer(*words, "trust_live"))}
    live = shown.pop("trust_live")
    found = [entry.stage for entry in tf.casebook.overview(as_of="2020-01-01")]
    assert found.count("trust_live") == live["authorities"] + live["low_confidence"]
    assert not any(row["authorities"] for row in shown.values())
    assert "2020-01-01" == live["on"]


def test_a_chart_can_leave_out_what_was_not_yet_known(answer):
    """The counts are those of the histories as known on the day."""
    day = "2013-07-01"
    words = ("cases", "--chart", "judgements", "--json", "--as-of", "2013-12-31", "--known-on", day)
    known = [history.known_on(day) for history in tf.casebook.histories()]
    counts = chart_counts(known, "judgements", as_of="2013-12-31")
    assert [count.authorities for count in counts] == [
        row["authorities"] for row in json.loads(answer(*words))
    ]


@pytest.mark.parametrize(
    "words",
    [("-o", "x.pdf"), ("-o", "x"), ("-o", "x.mmd"), ("-o", "x.svg", "--json")],
)
def test_a_file_of_another_kind_is_refused(refusal, tmp_path, monkeypatch, words):
    """The message lists the suffixes for a picture and for a table."""
    monkeypatch.chdir(tmp_path)
    message = " ".join(refusal("cases", "--chart", "stages", *words).split())
    assert ".csv for CSV, or in .md for a Markdown table" in message
    assert ".svg or .png for the chart" in message
    assert not list(tmp_path.iterdir())


def test_a_picture_needs_a_chart(refusal, tmp_path):
    """The list of councils is a table, so its message does not name pictures."""
    message = refusal("cases", "-o", tmp_path / "x.svg")
    assert ".png" not in message


def test_a_chart_replaces_a_file_only_if_asked(answer, refusal, tmp_path):
    """As for any picture, `--force` is needed."""
    path = tmp_path / "x.svg"
    path.write_text("mine", "utf-8")
    assert "--force" in refusal("cases", "--chart", "stages", "-o", path)
    assert "mine" == path.read_text("utf-8")
    answer("cases", "--chart", "stages", "-o", path, "--force")
    assert path.read_text("utf-8").startswith("<svg")


def test_an_unknown_chart_is_refused(run):
    """The message suggests the nearest."""
    code, _, err = run("cases", "--chart", "stage")
    assert (2, True) == (code, "Did you mean 'stages'?" in " ".join(err.split()))


def test_standard_output_gets_only_the_picture(answer):
    """`-o -` prints the picture, without the line for people."""
    assert answer("cases", "--chart", "stages", "-o", "-") == answer("cases", "--chart", "stages")
