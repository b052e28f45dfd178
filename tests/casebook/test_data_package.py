"""The casebook as a data package: valid by the standard, complete, and safe to write."""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from attrs import evolve
from frictionless import Package

import trustflow as tf
from trustflow import casebook
from trustflow.casebook.data_package import package_files
from trustflow.exchange import TEMPORARY, csv_cell, event_ids, loads_csv

GOLDEN = Path(__file__).parents[1] / "golden"
HISTORIES = casebook.histories()
TABLES = ("authorities", "events", "sources", "inherited-events")
NOT_OF_EVENTS = ("position", "event_label", "confidence")
"""The columns of the table of events that a reader of events does not know."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with an export of the casebook."""
    path = tmp_path_factory.mktemp("export") / "casebook"
    casebook.export(path)
    return path


@pytest.fixture(scope="module")
def descriptor(folder):
    """Return what describes the data package."""
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def rows(folder, table):
    """Return the rows of a table."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder):
    """Return the bytes of each file in a folder and below, by path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# The standard


@pytest.mark.slow
def test_the_package_is_valid(folder):
    """`frictionless` finds no fault in any table, key, pattern, hash or size."""
    report = Package(str(folder / "datapackage.json")).validate()
    assert not report.flatten(["name", "rowNumber", "fieldName", "note"])
    assert report.valid
    assert len(TABLES) + len(HISTORIES) == report.stats["tasks"]


FAULTS = {
    "a date that is no date": ("events", ",2012-07/..,", ",in July,", "constraint-error"),
    "a day that is no day": ("events", ",2018-04-01,2018-04-01", ",2018-04-01,2018", "type-error"),
    "an unknown event": ("events", ",trust_went_live,", ",trust_flew,", "constraint-error"),
    "an id that is twice": (
        *("events", "sandwell-2018-04-01-trust-went-live", "sandwell-2010-01-inspection"),
        "primary-key",
    ),
    "an event of nobody": ("events", ",Sandwell,1,", ",Sandwich,1,", "foreign-key"),
    "a source of no event": (
        *("sources", "sandwell-2010-01-inspection,1", "sandwell-1910-inspection,1"),
        "foreign-key",
    ),
    "a confidence that is no word": ("sources", ",high,", ",sure,", "constraint-error"),
    "a code of another form": ("authorities", "E08000028", "Sandwell", "constraint-error"),
    "a successor of nobody": ("authorities", ",Cumbria,", ",Cumbric,", "foreign-key"),
    "inherited from nobody": (
        *("inherited-events", "cumbria-2022-11-inspection", "cumbria-1922-inspection"),
        "foreign-key",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_the_description_rejects(fault, folder, descriptor, tmp_path):
    """The columns and keys say enough to find each of these faults in a table."""
    table, old, new, kind = FAULTS[fault]
    for name in TABLES:
        text = (folder / f"{name}.csv").read_text("utf-8")
        if name == table:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / f"{name}.csv").write_text(text, "utf-8", newline="")
    tables = [
        {name: value for name, value in each.items() if name not in {"hash", "bytes"}}
        for each in descriptor["resources"]
        if each["name"] in TABLES
    ]
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps({**descriptor, "resources": tables}), "utf-8")
    report = Package(str(path)).validate()
    found = {(task.name, error.type) for task in report.tasks for error in task.errors}
    assert (table, kind) in found


def test_every_file_is_described_or_is_about_the_package(folder, descriptor):
    """The other files are the licences, the citation and the description itself."""
    described = [resource["path"] for resource in descriptor["resources"]]
    about = [
        "CITATION.cff",
        "LICENSES/CC-BY-4.0.txt",
        "LICENSES/OGL-UK-3.0.txt",
        "datapackage.json",
    ]
    assert sorted([*described, *about]) == sorted(contents(folder))


def test_every_column_says_what_it_contains(folder, descriptor):
    """The columns are those of the files, and each has a sentence."""
    for resource in descriptor["resources"][: len(TABLES)]:
        fields = resource["schema"]["fields"]
        assert list(rows(folder, resource["name"])[0]) == [field["name"] for field in fields]
        assert all(field["description"].endswith(".") for field in fields)
        assert resource["title"]
        assert resource["description"].endswith(".")


def test_the_package_names_its_version_licences_and_sources(descriptor):
    """The credit to Ofsted and the disclaimer are in the description."""
    assert casebook.version == descriptor["version"]
    assert list(casebook.LICENCES) == [licence["name"] for licence in descriptor["licenses"]]
    assert "Ofsted" in descriptor["sources"][0]["title"]
    assert casebook.CREDIT in descriptor["description"]
    assert tf.TRUST_TRANSFER.disclaimer in descriptor["description"]


def test_each_file_has_its_size_and_hash(folder, descriptor):
    """Whoever copies a file can check that it is the file of the package."""
    for resource in descriptor["resources"]:
        data = (folder / resource["path"]).read_bytes()
        hashed = f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert (len(data), hashed) == (resource["bytes"], resource["hash"])


def test_the_description_and_citation_of_one_history(holds):
    """They are the same word for word as in the golden files; sizes and hashes are left out."""
    files = package_files([casebook.load("Sandwell")])
    assert "© Crown copyright" in files["datapackage.json"].decode()
    described = json.loads(files["datapackage.json"])
    for resource in described["resources"]:
        del resource["bytes"], resource["hash"]
    holds(GOLDEN / "datapackage.json", json.dumps(described, indent=1, ensure_ascii=False) + "\n")
    holds(GOLDEN / "CITATION.cff", files["CITATION.cff"].decode())


def test_the_citation_is_of_the_data(folder):
    """It has the version of the casebook and its day, not those of the library."""
    cited = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))
    assert ("1.2.0", "dataset") == (cited["cff-version"], cited["type"])
    assert (casebook.version, casebook.version_day().text) == (
        cited["version"],
        cited["date-released"],
    )
    assert "CC-BY-4.0" == cited["license"]
    assert casebook.CREDIT in cited["abstract"]
    assert [{"name": "The trustflow authors"}] == cited["authors"]


# What the tables contain


def test_there_is_a_row_for_each_authority(folder):
    """The rows have the codes by which other tables name a council."""
    found = rows(folder, "authorities")
    assert [history.authority for history in HISTORIES] == [row["authority"] for row in found]
    assert [history.gss_code for history in HISTORIES] == [row["gss_code"] for row in found]
    for row in found:
        urn = row["ofsted_urn"]
        assert not urn or casebook.load(urn).authority == row["authority"]
        for code in re.findall(r"([A-Z]\d{8}) to \d{4}", row["former_codes"]):
            assert casebook.load(code).authority == row["authority"]
    assert {"yes", "no"} == {row["intervention_researched"] for row in found}
    assert sum(map(len, HISTORIES)) == sum(int(row["events"]) for row in found)


def test_the_events_are_those_of_the_histories(folder):
    """Read as a table of events, they have every field of every event but the sources."""
    text = (folder / "events.csv").read_text("utf-8")
    read = loads_csv(text, columns=dict.fromkeys(NOT_OF_EVENTS, "-"))
    expected = {
        history.authority: tuple(evolve(event, sources=()) for event in history)
        for history in HISTORIES
    }
    assert expected == {history.authority: history.events for history in read}


def test_an_event_has_its_earliest_and_latest_day(folder):
    """A side without a bound is empty; otherwise `on` as text has the same days."""
    events = [event for history in HISTORIES for event in history]
    for row, event in zip(rows(folder, "events"), events, strict=True):
        on = tf.PartialDate.parse(row["on"])
        assert event.on == on
        assert ("" if on.is_open_start else str(on.earliest)) == row["earliest"]
        assert ("" if on.is_open_end else str(on.latest)) == row["latest"]
        assert str(event.confidence or "") == row["confidence"]
        assert tf.TRUST_TRANSFER.triggers[event.trigger] == row["event_label"]


def test_the_sources_are_those_of_the_events(folder):
    """Each has every field, and the id of its event."""
    found = iter(rows(folder, "sources"))
    for history in HISTORIES:
        for event_id, event in zip(event_ids(history), history, strict=True):
            for position, source in enumerate(event.sources, 1):
                row = next(found)
                assert (event_id, str(position)) == (row.pop("event_id"), row.pop("position"))
                assert source == tf.Source(**{name: cell or None for name, cell in row.items()})
    assert next(found, None) is None


def test_inherited_events_are_those_of_the_replaced_council(folder):
    """Each council that inherits has its rows, in order."""
    by_id = {
        event_id: event
        for history in HISTORIES
        for event_id, event in zip(event_ids(history), history, strict=True)
    }
    found = rows(folder, "inherited-events")
    for history in HISTORIES:
        own = [row for row in found if row["authority"] == history.authority]
        assert history.inherits == tuple(by_id[row["event_id"]] for row in own)
        assert [str(place) for place, _ in enumerate(own, 1)] == [row["position"] for row in own]


def test_the_histories_can_be_loaded(folder):
    """Each history has a file, which gives the same history."""
    files = sorted((folder / "histories").iterdir())
    assert sorted(map(tf.load, files), key=lambda history: history.authority) == list(HISTORIES)


def test_no_cell_is_read_as_a_formula(folder):
    """A spreadsheet shows each cell as it is written."""
    for table in TABLES:
        for row in rows(folder, table):
            assert all(csv_cell(cell) == cell for cell in row.values())


# Writing


def test_the_same_casebook_gives_the_same_bytes(folder, tmp_path):
    """Neither the time nor the folder is in a file."""
    paths = casebook.export(tmp_path / "other")
    assert contents(folder) == contents(tmp_path / "other")
    assert sorted(paths) == sorted(contents(folder))


def test_lines_of_tables_end_as_the_standard_says(folder):
    """Each table is UTF-8 without a mark, and its lines end with CR and LF (RFC 4180)."""
    for table in TABLES:
        data = (folder / f"{table}.csv").read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf")
        lines = list(csv.reader(io.StringIO(data.decode(), newline="")))
        assert data.count(b"\r\n") == len(lines)


@pytest.mark.slow
@pytest.mark.parametrize("is_made", [False, True])
def test_an_empty_folder_or_a_new_one_is_filled(folder, tmp_path, is_made):
    """Nothing else is in it afterwards, and nothing beside it."""
    target = tmp_path / "out"
    if is_made:
        target.mkdir()
    casebook.export(target)
    assert contents(folder) == contents(target)
    assert [target] == list(tmp_path.iterdir())


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("name", ["letter.txt", "datapackage.json", ".hidden", "events.csv"])
def test_a_folder_with_other_files_is_refused(tmp_path, name, force):
    """Its files stay as they are, also if the export may replace an earlier one."""
    (tmp_path / name).write_text("[]", "utf-8")
    with pytest.raises(tf.InvalidValue, match="which is not empty") as refused:
        casebook.export(tmp_path, force=force)
    assert "--force" not in str(refused.value)
    assert {name: b"[]"} == contents(tmp_path)


@pytest.mark.slow
def test_an_earlier_export_is_replaced_if_asked(folder, tmp_path):
    """Files of the export are replaced, old histories go, and other files stay."""
    casebook.export(tmp_path)
    (tmp_path / "events.csv").write_text("old", "utf-8")
    (tmp_path / "histories" / "old.json").write_text("old", "utf-8")
    (tmp_path / "notes.txt").write_text("my own", "utf-8")
    with pytest.raises(tf.InvalidValue, match=r"use --force \(in Python, force=True\)"):
        casebook.export(tmp_path)
    casebook.export(tmp_path, force=True)
    assert {**contents(folder), "notes.txt": b"my own"} == contents(tmp_path)


def test_a_file_is_no_folder(tmp_path):
    """The error is that of the operating system, and the file stays."""
    target = tmp_path / "out"
    target.write_text("mine", "utf-8")
    with pytest.raises(NotADirectoryError):
        casebook.export(target)
    assert "mine" == target.read_text("utf-8")


def test_an_error_while_writing_leaves_no_folder(tmp_path, monkeypatch):
    """A disk can be full in the middle of an export."""
    written = Counter()

    def full(self, data):
        written[self.name] += len(data)
        if len(written) == 5:
            raise OSError(28, "No space left on device", str(self))
        return original(self, data)

    original = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", full)
    target = tmp_path / "out"
    with pytest.raises(OSError, match="No space left") as failed:
        casebook.export(target)
    assert str(target) == failed.value.filename
    assert TEMPORARY not in str(failed.value)
    assert not list(tmp_path.iterdir())


def test_some_histories_make_a_package_of_their_own():
    """The files are those of the histories that are given."""
    some = [casebook.load("Sandwell"), casebook.load("Doncaster")]
    files = package_files(some)
    assert {"histories/sandwell.json", "histories/doncaster.json"} <= files.keys()
    assert 2 + 4 + 4 == len(files)
