"""A process is loaded from a module or from a JSON file, and what goes wrong there is explained."""

import json
import sys
from pathlib import Path

import pytest
from attrs import evolve

import trustflow as tf
from tests.exchange.sample_processes import LOAN
from tests.pipes import fed, open_pipe
from trustflow.exchange import process_from_json, process_to_json
from trustflow.history import NamedEvent
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import diagram, is_process_location, process_at

MODULE = "from tests.exchange.sample_processes import LOAN\nOTHER = 1\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Return an empty current folder that is not on the import path; forget its modules later."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])
    yield tmp_path
    for name in [*sys.modules]:
        if name.partition(".")[0] in {"own", "books", "helper", "this", "installed"}:
            del sys.modules[name]


def refusal(location):
    """Return the message with which a location is refused."""
    with pytest.raises(tf.InvalidValue) as caught:
        process_at(location)
    assert f"Invalid process location: {location!r}. " in str(caught.value)
    return str(caught.value).partition("'. ")[2]


# Modules


def test_the_default_is_the_trust_transfer():
    """A location names a module and a process in it, which may be loaded when it is used."""
    assert TRUST_TRANSFER is process_at("trustflow.trust_transfer:TRUST_TRANSFER")
    assert TRUST_TRANSFER is process_at("trustflow:TRUST_TRANSFER")
    assert TRUST_TRANSFER is process_at(None)


@pytest.mark.parametrize("file", ["own.py", "own/__init__.py", "own/part.py", "own/part/deep.py"])
def test_a_module_in_the_current_folder_is_found(here, file):
    """The module may be in a package; the import path is as before."""
    (here / file).parent.mkdir(parents=True, exist_ok=True)
    (here / file).write_text(MODULE, "utf-8")
    path = [*sys.path]
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert LOAN == process_at(f"{module}:LOAN")
    assert path == sys.path
    assert Path(sys.modules[module].__file__).is_relative_to(here)


@pytest.mark.parametrize("name", ["this", "installed", "trustflow"])
def test_a_module_in_the_current_folder_does_not_shadow_another(here, monkeypatch, name):
    """The standard library and installed packages come first; the error names their file."""
    packages = here.parent / f"{here.name}_packages"
    packages.mkdir()
    (packages / "installed.py").touch()
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages)])
    (here / f"{name}.py").write_text(MODULE, "utf-8")
    message = refusal(f"{name}:LOAN")
    assert f"The module {name} has no Process named LOAN." in message
    assert message.endswith(f" Python found the module in {sys.modules[name].__file__}.")
    assert str(here / name) not in message


@pytest.mark.parametrize("body", ["sys.path.insert(0, '')", "sys.path.clear()", "1 / 0"])
def test_the_import_path_is_left_as_the_module_leaves_it(here, monkeypatch, body):
    """A module may change the path; the entry for the current folder is removed in any case."""
    (here / "own.py").write_text(f"import sys\nP = None\n{body}\n", "utf-8")
    monkeypatch.setattr(sys, "path", ["somewhere"])
    refusal("own:P")
    assert {"i": ["", "somewhere"], "c": [], "1": ["somewhere"]}[
        body.removeprefix("sys.path.")[0]
    ] == (sys.path)


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("nowhere_at_all:P", "No module named 'nowhere_at_all'. Run this in the folder that"),
        ("nowhere.at.all:P", "Run this in the folder that contains nowhere, put that"),
        ("own.part:P", "No module named 'own.part'; 'own' is not a package. Run this in"),
        ("owm:LOAN", "or install the module. Did you mean 'own'?"),
        ("books.laon:P", "or install the module. Did you mean 'books.loan'?"),
        ("own:LAON", "has no Process named LAON. Did you mean 'LOAN'? Expected one of: LOAN."),
        ("own.LOAN", "such as my_process.json. Did you mean 'own:LOAN'?"),
        ("books.loan.LOAN", "Did you mean 'books.loan:LOAN'?"),
        ("own.py", "For the file of a module, write own:NAME."),
        ("own.py:LOAN", "For the file of a module, write own:LOAN."),
        ("./books/loan.py:LOAN", "For the file of a module, write loan:LOAN in the folder books."),
        ("books/loan:LOAN", "For the file of a module, write loan:LOAN in the folder books."),
        ("own:OTHER", "has no Process named OTHER. Expected one of: LOAN. Python found"),
        ("trustflow:Case", "The module trustflow has no Process named Case."),
        ("json:P", "The module json has no Process named P. Python found the module in "),
        ("sys:P", "The module sys has no Process named P."),
        ("trustflow", "such as my_module:MY_PROCESS, or the path of a process as JSON"),
        ("a b:c", "such as my_module:MY_PROCESS"),
        ("own:", "such as my_module:MY_PROCESS"),
        ("", "such as my_module:MY_PROCESS"),
    ],
)
def test_a_location_without_a_process(here, location, message):
    """The error says what is wrong with the location, and suggests what was meant."""
    (here / "own.py").write_text(MODULE, "utf-8")
    (here / "books").mkdir()
    (here / "books" / "loan.py").write_text(MODULE, "utf-8")
    assert message in refusal(location)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("raise ValueError('no luck')", "ValueError in {own}, line 2: no luck"),
        ("1 / 0", "ZeroDivisionError in {own}, line 2: division by zero"),
        ("raise KeyError", "KeyError in {own}, line 2"),
        ("import sys; sys.exit(3)", "SystemExit in {own}, line 2: 3"),
        ("import sys; sys.exit()", "SystemExit in {own}, line 2"),
        ("def f(:", "SyntaxError in {own}, line 2: invalid syntax (own.py, line 2)"),
        ("import nowhere", "ModuleNotFoundError in {own}, line 2: No module named 'nowhere'"),
        ("from json import x", "ImportError in {own}, line 2: cannot import name 'x' from"),
        ("import helper", "RuntimeError in {helper}, line 1: helped"),
        ("raise ModuleNotFoundError('odd')", "ModuleNotFoundError in {own}, line 2: odd"),
        ("def __getattr__(name): raise OSError(name)", "OSError: P"),
        ("raise GeneratorExit('gone')", "GeneratorExit in {own}, line 2: gone"),
        ("class X(BaseException): pass\nraise X('odd')", "X in {own}, line 3: odd"),
        ("class X(Exception):\n def __str__(self): 1 / 0\nraise X", "X in {own}, line 4"),
        ("x = 1\0", "SyntaxError: source code string cannot contain null bytes"),
    ],
)
def test_an_error_in_a_module_is_explained(here, body, message):
    """The sentence has the error's kind and message, and the file and line of the module."""
    (here / "own.py").write_text(f"# A comment.\n{body}\n", "utf-8")
    (here / "helper.py").write_text("raise RuntimeError('helped')\n", "utf-8")
    expected = message.format(own=here / "own.py", helper=here / "helper.py")
    assert refusal("own:P").startswith(f"The module own cannot be imported: {expected}")


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ("initial='x'", ["the initial stage is 'x'"]),
        ("events=[tf.Case]", ["events has <class "]),
        ("triggers={}", ["the move ", "the move "]),
    ],
)
def test_the_faults_of_a_process_in_a_module_are_listed(here, change, faults):
    """Each has a line of its own, with the place of the definition, as for a JSON file."""
    body = f"import trustflow as tf, attrs\nP = attrs.evolve(tf.TRUST_TRANSFER, {change})\n"
    (here / "own.py").write_text(body, "utf-8")
    with pytest.raises(tf.BadProcess) as caught:
        process_at("own:P")
    for fault, expected in zip(caught.value.faults, faults, strict=False):
        assert fault.startswith(f"{here / 'own.py'}, line 2: {expected}")
    assert len(caught.value.faults) >= len(faults)


def test_a_value_that_loads_on_first_use_is_no_process(here):
    """An object that raises an error when its class is asked for does no harm, wherever it is."""
    body = "class X:\n    __class__ = property(lambda self: 1 / 0)\nP = X()\n"
    (here / "own.py").write_text(MODULE + body, "utf-8")
    assert "has no Process named P." in refusal("own:P")
    assert "has no Process named Q." in refusal("own:Q")
    assert LOAN == process_at("own:LOAN")


def test_an_interruption_of_an_import_is_not_caught(here):
    """Ctrl-C ends the import, and the import path is as before."""
    (here / "own.py").write_text("raise KeyboardInterrupt\n", "utf-8")
    path = [*sys.path]
    with pytest.raises(KeyboardInterrupt):
        process_at("own:P")
    assert path == sys.path


@pytest.mark.parametrize(
    ("text", "is_location"),
    [("a:b", True), ("a.b:C", True), ("Sandwell", False), ("a:", False), ("St. X: y", False)],
)
def test_a_location_is_not_an_authority(text, is_location):
    """The form of a text shows whether it is a location or the name of an authority."""
    assert is_location is is_process_location(text)


# Files

STAGES = ("drafted", "sent", "heard", "decided", "appealed", "closed")
TRIGGERS = {
    "application_sent": "application sent",
    "hearing_held": "hearing held",
    "place_decided": "place decided",
    "appeal_lodged": "appeal lodged",
    "appeal_closed": "appeal closed",
}
ADMISSION = {
    "format": "trustflow-process/1",
    "name": "admission",
    "title": "A school admission",
    "stages": {
        stage: {"label": stage.title(), "meaning": "A stage.", "final": stage == STAGES[-1]}
        for stage in STAGES
    },
    "initial": "drafted",
    "triggers": TRIGGERS,
    "moves": [
        {"trigger": trigger, "stage": stage, "leads_to": later}
        for trigger, stage, later in zip(TRIGGERS, STAGES, STAGES[1:], strict=False)
    ],
    "rules": [
        {
            "id": "decide",
            "requires": "The place is decided",
            "starts": ["hearing_held"],
            "ends": ["place_decided"],
            "at_most": "20 working days",
            "strength": "law",
            "citation": {"text": "The code"},
        },
        {
            "id": "appeal",
            "requires": "The appeal is closed",
            "starts": ["appeal_lodged"],
            "ends": ["appeal_closed"],
            "at_most": "40 days",
            "strength": "policy",
            "citation": {"text": "The code"},
        },
    ],
}
"""A process of six stages with two deadlines, as somebody writes it without Python."""


@pytest.mark.parametrize(
    "location", ["own.json", "./own.json", "folder/own", "OWN.JSON", "{here}/own"]
)
def test_a_path_is_read_as_json(here, location):
    """A path contains a slash or ends in .json."""
    location = location.format(here=here)
    Path(location).parent.mkdir(exist_ok=True)
    Path(location).write_text(process_to_json(LOAN), "utf-8")
    assert process_from_json(process_to_json(LOAN)) == process_at(location)


def test_a_stream_is_read_as_json(here):
    """A process may come from a named pipe or from another command."""
    text = json.dumps(ADMISSION).encode()
    with fed(here / "pipe.json", text):
        assert "admission" == process_at("pipe.json").name
    with open_pipe(text) as path:
        assert "admission" == process_at(path).name


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "line 1, column 1: found invalid JSON"),
        (b"{}", "$.format: found nothing"),
        (b'{"format": "trustflow/1"}', "$.format: found 'trustflow/1'"),
        (json.dumps(ADMISSION | {"stage": 1}).encode(), "$.stage: found"),
        (json.dumps(ADMISSION | {"initial": "x"}).encode(), "initial"),
        (b"\xff", "byte 0: found bytes that are not UTF-8"),
    ],
)
def test_each_fault_names_the_file(here, data, fault):
    """All faults of a file are reported."""
    (here / "own.json").write_bytes(data)
    with pytest.raises(tf.BadProcess) as caught:
        process_at("own.json")
    assert all(each.startswith("own.json: ") for each in caught.value.faults)
    assert fault in caught.value.faults[0]


@pytest.mark.parametrize("location", ["absent.json", "absent/own", "." + "/"])
def test_a_file_that_cannot_be_opened_is_an_error_that_names_it(location):
    """The file does not exist, or is a folder."""
    with pytest.raises(OSError, match=r"No such file|Is a directory") as caught:
        process_at(location)
    assert Path(location) == Path(caught.value.filename)


def test_a_file_that_is_too_large_is_not_read_to_its_end():
    """A device without an end would be."""
    with pytest.raises(tf.BadProcess, match=r"/dev/zero: .* characters"):
        process_at("/dev/zero")


def test_every_reader_and_writer_works_with_a_process_without_classes(here):
    """Somebody keeps a history of six stages and two deadlines, and draws it."""
    (here / "own.json").write_text(json.dumps(ADMISSION), "utf-8")
    process = process_at("own.json")
    days = ("2024-01-08", "2024-02-05", "2024-05-01", "2024-05-09")
    history = tf.History(
        "Anna",
        [NamedEvent(day, what=what) for day, what in zip(days, TRIGGERS, strict=False)],
    )
    tf.dump(history, "anna.json", process)
    assert history == tf.load("anna.json", process)
    report = tf.check(tf.load("anna.json", process), process)
    assert "appealed" == report.steps[-1].after
    assert ["decide"] == [finding.rule for finding in report.findings]
    due = tf.deadlines(history, "2024-05-20", process=process)
    assert ["2024-03-04", "2024-06-18"] == [str(each.due) for each in due]
    assert process.stages["appealed"].label in diagram(history, process=process)
    assert (
        "decide"
        in tf.what_next(evolve(history, events=history.events[:2]), process=process)[0].trigger
    )
