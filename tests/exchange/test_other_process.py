"""A file names its process by name only, and a file of another process is refused."""

import contextlib
import json
import sys

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.exchange.sample_processes import LOAN, processes
from trustflow.exchange import (
    dump_csv,
    dumps_csv,
    event_from_json,
    from_frame,
    load_csv,
    loads_csv,
    process_from_json,
    process_to_json,
    read_file,
    save,
    schema_of,
    stream_csv,
    to_frame,
    write_histories,
)
from trustflow.history import NamedEvent
from trustflow.views import process_at

BOOK = tf.History("Sandwell", [NamedEvent("2024-01-08", what=what) for what in ("lent", "lost")])
COUNCIL = tf.History("Sandwell", [tf.events.TrustWentLive("2018-04-01")])
WAY_OUT = "--process module:NAME or a process file on the command line, `process=` in Python."
HINT = f"If the history is of another process, give that process: {WAY_OUT}"


def faults(read):
    """Return the faults that a function raises."""
    with pytest.raises(tf.BadHistory) as caught:
        read()
    return caught.value.faults


# The name in a file


@given(process=processes(), count=st.none() | st.integers(0, 3))
def test_a_file_of_any_process_names_it_and_is_read_back_equal(process, count):
    """The name stands beside the format, whether the file has one history or several."""
    trigger = next(iter(process.triggers))
    history = tf.History("Sandwell", [NamedEvent("2024", what=trigger)])
    text = tf.dumps(history if count is None else [history] * count, process)
    data = json.loads(text)
    assert ["format", "process"] == list(data)[:2]
    assert process.name == data["process"]
    assert (history,) * (1 if count is None else count) == tf.loads_all(text, process)


def test_every_function_that_writes_json_names_the_process(tmp_path):
    """The trust transfer needs no name, because it is the default."""
    for process, history in ((LOAN, BOOK), (tf.TRUST_TRANSFER, COUNCIL)):
        texts = [tf.dumps(history, process), tf.dumps([history], process=process)]
        for write in (tf.dump, save):
            write(history, tmp_path / "x.json", process)
            texts.append((tmp_path / "x.json").read_text("utf-8"))
        with (tmp_path / "x.json").open("wb") as file:
            write_histories([history], file, "json", process)
        texts.append((tmp_path / "x.json").read_text("utf-8"))
        names = {json.loads(text).get("process") for text in texts}
        assert {"loan" if process is LOAN else None} == names
        assert (history,) == tuple(read_file(tmp_path / "x.json", process))
        assert history == tf.loads(texts[0], process)


def test_a_file_may_name_the_trust_transfer_or_leave_out_the_name():
    """The name of the process that the file is read with is always right."""
    for process, history in ((LOAN, BOOK), (tf.TRUST_TRANSFER, COUNCIL)):
        data = json.loads(tf.dumps(history, process))
        for changed in (data | {"process": process.name}, _without(data, "process")):
            assert history == tf.loads(json.dumps(changed), process)


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize(
    ("process", "other", "history"),
    [
        (LOAN, tf.TRUST_TRANSFER, BOOK),
        (evolve(tf.TRUST_TRANSFER, name="school"), tf.TRUST_TRANSFER, COUNCIL),
        (evolve(LOAN, name="school"), LOAN, BOOK),
        (evolve(tf.TRUST_TRANSFER, name="Loan"), LOAN, COUNCIL),
    ],
)
def test_a_file_of_another_process_is_refused_in_one_fault(process, other, history, several):
    """The fault says how to read the file, also if every event of it is unknown."""
    text = tf.dumps([history] * 3 if several else history, process)
    (fault,) = faults(lambda: tf.loads_all(text, other))
    assert ("$.process", repr(process.name)) == (fault.path, fault.found)
    expected = f"This file is of another process, and is read as {other.name}. "
    assert f"{expected}Give the process: {WAY_OUT}" == fault.accepted


@pytest.mark.parametrize("name", [None, 7, ["loan"], {"name": "loan"}, True])
def test_the_name_is_a_text(name):
    """The fault gives the name."""
    data = json.loads(tf.dumps(BOOK, LOAN)) | {"process": name}
    (fault,) = faults(lambda: tf.loads(json.dumps(data), LOAN))
    assert "Expected the name of the process, 'loan'." == fault.accepted


def test_a_wrong_format_is_reported_with_a_wrong_process():
    """The faults of the histories would only distract from both."""
    found = faults(lambda: tf.loads('{"format": "trustflow/2", "process": "loan", "x": 1}'))
    assert ["$.format", "$.process"] == [fault.path for fault in found]


def test_a_history_inside_a_file_does_not_name_a_process():
    """Only the file does."""
    data = json.loads(tf.dumps([BOOK], LOAN))
    data["histories"][0]["process"] = "loan"
    (fault,) = faults(lambda: tf.loads_all(json.dumps(data), LOAN))
    assert "$.histories[0].process" == fault.path


def test_the_schema_of_histories_has_the_name_of_their_process():
    """A schema refuses a file of another process, as the reader does."""
    for process in (LOAN, tf.TRUST_TRANSFER):
        for form in schema_of("history", process)["anyOf"]:
            assert {"const": process.name} == form["properties"]["process"]
            assert "process" not in form["required"]


# The hint in a file without a name


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize(
    "read",
    [
        lambda histories, _: tf.loads_all(json.dumps(_without(data_of(histories), "process"))),
        lambda histories, _: loads_csv(dumps_csv(histories, LOAN)),
        lambda histories, _: from_frame(
            to_frame(histories, process=LOAN).select(["case", "event", "on"])
        ),
        lambda histories, path: path.write_text(dumps_csv(histories, LOAN)) and load_csv(path),
    ],
    ids=["json", "csv", "frame", "file"],
)
def test_unknown_events_have_one_hint_at_other_processes(tmp_path, read, size):
    """Each unknown event is a fault as before; the first of them has the hint."""
    found = faults(lambda: read([BOOK] * size, tmp_path / "x.csv"))
    assert 2 * size == len(found)
    assert [True] + [False] * (2 * size - 1) == [HINT in fault.accepted for fault in found]
    assert all("Expected" in fault.accepted for fault in found)


def data_of(histories):
    """Return the data of a file of several loans."""
    return json.loads(tf.dumps(histories, LOAN))


def test_reported_faults_have_one_hint_too():
    """A function that receives the faults of a CSV file gets the hint once."""
    found = []
    text = dumps_csv([BOOK] * 3, LOAN).encode()
    assert () == loads_csv(text, on_fault=found.append)
    assert [True, False, False, False, False, False] == [HINT in each.accepted for each in found]


def test_there_is_no_hint_where_it_would_not_help():
    """The file names its process, an event has no name, or there is no file."""
    named = {"format": "trustflow/1", "process": "trust_transfer", "authority": "X"}
    unknown = json.dumps({**named, "events": [{"event": "lent", "on": "2024"}]})
    nameless = json.dumps({**_without(named, "process"), "events": [{"on": "2024"}]})
    for read in (
        lambda: tf.loads(unknown),
        lambda: tf.loads(nameless),
        lambda: loads_csv("authority,event,on\nX,,2024"),
        lambda: event_from_json('{"event": "lent", "on": "2024"}'),
    ):
        (fault,) = faults(read)
        assert "another process" not in fault.accepted


def test_a_suggestion_comes_first():
    """A misspelt trigger is more common than another process."""
    data = {"format": "trustflow/1", "authority": "X", "events": [{"event": "not", "on": "2024"}]}
    for read in (
        lambda: tf.loads(json.dumps(data)),
        lambda: loads_csv("authority,event,on\nX,not,2024"),
    ):
        (fault,) = faults(read)
        assert fault.accepted.startswith("Did you mean 'note'?")
        assert fault.accepted.endswith(HINT)


# Nothing in a file is imported

KEYS = ("module", "class", "py/object", "py/type", "__reduce__", "__class__", "!!python/name")


@pytest.fixture
def trap(tmp_path, monkeypatch):
    """Return the name of a module whose import would leave a marker; check that none is left."""
    marker = tmp_path / "marker"
    (tmp_path / "trap.py").write_text(
        f"import pathlib\npathlib.Path({str(marker)!r}).touch()\nP = None\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield "trap:P"
    assert "trap" not in sys.modules
    assert not marker.exists()
    with pytest.raises(tf.InvalidValue):
        process_at("trap:P")
    assert marker.exists()
    sys.modules.pop("trap")


def variants(data, name):
    """Yield data with a name in place of each text, and with each of `KEYS` in each object."""
    if isinstance(data, dict):
        for key in KEYS:
            yield {**data, key: name}
            yield {key: name}
        for key, value in data.items():
            yield from ({**data, key: changed} for changed in variants(value, name))
            yield {**_without(data, key), name: value}
    elif isinstance(data, list):
        for index, value in enumerate(data):
            for changed in variants(value, name):
                yield [*data[:index], changed, *data[index + 1 :]]
    elif isinstance(data, str):
        yield name


def _without(data, key):
    return {name: value for name, value in data.items() if name != key}


def quietly(read):
    """Read, and ignore a refusal."""
    with contextlib.suppress(tf.BadHistory, tf.BadProcess):
        result = read()
        if not isinstance(result, tf.Process):
            tuple(result)


def test_nothing_that_a_history_names_is_imported(trap, tmp_path):
    """Every text and every key of a file is tried, in every reader."""
    source = tf.Source("Letter", url="https://x.uk", published="2024", confidence="medium")
    book = evolve(BOOK, events=[evolve(event, note="x", sources=[source]) for event in BOOK])
    path = tmp_path / "x.json"
    for name in (trap, "trap", "trap.P"):
        for data in variants(json.loads(tf.dumps(book, LOAN)), name):
            text = json.dumps(data)
            path.write_text(text, encoding="utf-8")
            for process in (LOAN, tf.TRUST_TRANSFER):
                quietly(lambda process=process, text=text: tf.loads_all(text, process))
            quietly(lambda: tf.load_all(path, LOAN))
            quietly(lambda: read_file(path, LOAN))


def test_nothing_that_a_table_names_is_imported(trap, tmp_path):
    """Every heading and every cell of a CSV file and of a frame is tried."""
    dump_csv(BOOK, tmp_path / "x.csv", LOAN)
    headings, *rows = (line.split(",") for line in dumps_csv(BOOK, LOAN).split("\r\n")[:-1])
    for number in range(len(headings)):
        for changed in ("heading", "cell"):
            table = [list(headings), *(list(row) for row in rows)]
            for row in table[:1] if changed == "heading" else table[1:]:
                row[number] = trap
            text = "\n".join(map(",".join, table))
            (tmp_path / "x.csv").write_text(text, encoding="utf-8")
            for process in (LOAN, tf.TRUST_TRANSFER):
                quietly(lambda process=process, text=text: loads_csv(text, process))
                quietly(lambda process=process: stream_csv(tmp_path / "x.csv", process))
                quietly(lambda process=process: read_file(tmp_path / "x.csv", process))
    frame = to_frame(BOOK, process=LOAN)
    for name in frame.column_names:
        columns = {each: frame[each].to_pylist() for each in frame.column_names}
        columns[name] = [trap] * len(frame)
        quietly(lambda columns=columns: from_frame(type(frame).from_pydict(columns), LOAN))


@pytest.mark.slow
def test_nothing_that_a_process_names_is_imported(trap, tmp_path):
    """Every text and every key of a process is tried: name, triggers, stages, rules."""
    data = json.loads(process_to_json(LOAN))
    for changed in variants(data, trap):
        text = json.dumps(changed)
        (tmp_path / "p.json").write_text(text, encoding="utf-8")
        quietly(lambda text=text: process_from_json(text))
        quietly(lambda: process_at("p.json"))
