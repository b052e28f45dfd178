"""A file of the entries of a ledger: its histories are read where its entries may be left out."""

import json

import pytest

import trustflow as tf
from tests.exchange.sample_processes import LOAN
from trustflow import events as ev
from trustflow.exchange import ReadOptions, read_file
from trustflow.ledger import Ledger

HISTORIES = [tf.casebook.load("Devon"), tf.History("Exampleshire", [ev.Note("2016")])]
BY = {"recorded_by": "me", "reason": "closed"}


@pytest.fixture
def written(tmp_path):
    """Return the files that a ledger wrote, each with its histories and how many entries it has."""
    with Ledger(tmp_path / "cases.db") as ledger:
        ledger.add_histories(HISTORIES)
        ledger.export(tmp_path / "all.json", entries=True)
        total = ledger.recheck().entries
        ledger.remove("Exampleshire", tmp_path / "removed.json", vacuum=False, **BY)
    return {
        tmp_path / "all.json": (HISTORIES, total),
        tmp_path / "removed.json": (HISTORIES[1:], 2),
    }


def test_the_histories_of_what_a_ledger_wrote_are_read(written):
    """They are those of the cases, and the function gets the number of entries."""
    for path, (histories, count) in written.items():
        left_out = []
        options = ReadOptions(on_entries=left_out.append)
        assert list(read_file(path, options=options)) == histories
        assert left_out == [count]
        with path.open("rb") as file:
            assert list(read_file(file, options=options)) == histories


def test_nobody_loses_entries_without_knowing(written):
    """A reader that is not told to leave them out refuses the file, and says what it is."""
    for path in written:
        for read in (tf.load_all, tf.load, lambda path: list(read_file(path))):
            with pytest.raises(tf.BadHistory, match="entries of a ledger, not histories") as error:
                read(path)
            assert "trustflow ledger import FILE" in str(error.value)
        with pytest.raises(tf.errors.StaleFile, match="cannot be read"):
            tf.dump(HISTORIES[1], path, expected=HISTORIES[1])
        with pytest.raises(tf.BadProcess, match="entries of a ledger, not a process"):
            tf.exchange.process_from_json(path.read_text("utf-8"))


def read_data(data, process=tf.TRUST_TRANSFER, tmp_path=None):
    """Return the histories of a file with some data; the entries may be left out."""
    path = tmp_path / "file.json"
    path.write_text(json.dumps(data), "utf-8")
    return list(read_file(path, process, ReadOptions(on_entries=lambda _: None)))


ONE = {"format": "trustflow/1", "authority": "Exampleshire", "events": []}
FILE = {"format": "trustflow-entries/1", "ledger": None, "histories": [ONE], "entries": []}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"histories": None}, r"\$\.histories: found null"),
        ({"histories": [5]}, r"\$\.histories\[0\]"),
        ({"histories": [ONE, {**ONE, "format": "trustflow/9"}]}, "'trustflow/9'.*newer version"),
        ({"histories": [ONE, {**ONE, "process": "school"}]}, r"\$\.process: found 'school'"),
        ({"histories": [{**ONE, "authority": 3}]}, r"\$\.histories\[0\]\.authority"),
        ({"mine": 1}, r"\$\.mine: found an unknown field"),
    ],
)
def test_what_is_wrong_in_it_is_said(change, fault, tmp_path):
    """The faults are those of a file of histories, with the same paths."""
    assert read_data(FILE, tmp_path=tmp_path) == [tf.History("Exampleshire")]
    with pytest.raises(tf.BadHistory, match=fault):
        read_data({**FILE, **change}, tmp_path=tmp_path)


@pytest.mark.parametrize("entries", [None, 5, {}])
def test_entries_that_are_no_list_are_left_out_too(entries, tmp_path):
    """They are not read, so nothing in them is a fault."""
    assert read_data({**FILE, "entries": entries}, tmp_path=tmp_path) == [
        tf.History("Exampleshire")
    ]


def test_it_can_be_of_another_process(tmp_path):
    """Each history in it names the process."""
    with Ledger(tmp_path / "cases.db", processes=[LOAN]) as ledger:
        ledger.create(tf.History("A loan"))
        ledger.export(tmp_path / "all.json", entries=True)
    data = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert read_data(data, LOAN, tmp_path) == [tf.History("A loan")]
    with pytest.raises(tf.BadHistory, match="another process"):
        read_data(data, tmp_path=tmp_path)


@pytest.mark.parametrize(
    ("process", "other"), [(LOAN, "trust_transfer"), (tf.TRUST_TRANSFER, LOAN.name)]
)
def test_one_of_several_processes_is_refused_in_one_fault(process, other, tmp_path):
    """A history that names no process is of the trust transfer."""
    with Ledger(tmp_path / "cases.db", processes=[LOAN, tf.TRUST_TRANSFER]) as ledger:
        ledger.create(tf.History("A loan"), process=LOAN)
        ledger.create(tf.casebook.load("Devon"), process=tf.TRUST_TRANSFER)
        ledger.export(tmp_path / "all.json", entries=True)
    data = json.loads((tmp_path / "all.json").read_text("utf-8"))
    with pytest.raises(tf.BadHistory) as error:
        read_data(data, process, tmp_path)
    (fault,) = error.value.faults
    assert ("$.process", f"'{other}'") == (fault.path, fault.found)
