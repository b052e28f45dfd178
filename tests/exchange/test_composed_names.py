"""Names with accents mean the same in both of their forms, composed and decomposed (NFC, NFD)."""

import json
import unicodedata

import pytest
from attrs import evolve

import trustflow as tf
from trustflow import casebook
from trustflow._text import name_meant
from trustflow.bulk import check_frame
from trustflow.cli import main
from trustflow.exchange import dumps_csv, event_from_texts, loads_csv, process_to_json, to_frame
from trustflow.history import NamedEvent
from trustflow.ledger import Ledger
from trustflow.process import instead_of_stage

FORMS = ("NFC", "NFD")


def lending(form):
    """Return a process whose names are in a form."""

    def in_form(text):
        return unicodedata.normalize(form, text)

    return tf.Process(
        name=in_form("prêt"),
        title=in_form("Un prêt"),
        initial=in_form("à la maison"),
        stages={
            in_form("à la maison"): tf.StageInfo(in_form("À la maison"), "It is here."),
            in_form("prêté"): tf.StageInfo(in_form("Prêté à quelqu’un"), "It is lent."),
        },
        triggers={in_form("prêter"): in_form("prêté à"), in_form("reçu"): in_form("reçu")},
        moves=[
            tf.Move(in_form("prêter"), in_form("à la maison"), in_form("prêté")),
            tf.Move(in_form("reçu"), in_form("prêté"), in_form("à la maison")),
        ],
        record_kinds={in_form("événements"): [in_form("prêter")]},
        rules=[
            tf.DateRule(
                id=in_form("délai"),
                requires=in_form("Le livre est rendu"),
                starts=in_form("prêter"),
                ends=in_form("reçu"),
                at_most="14 days",
                citation=tf.Citation("made up for this test"),
                strength="practice",
            )
        ],
    )


@pytest.fixture(params=FORMS)
def process(request):
    """Return a process with names in either form."""
    return lending(request.param)


@pytest.fixture(params=FORMS)
def typed(request):
    """Return a function that gives a text as one person types it."""
    return lambda text: unicodedata.normalize(request.param, text)


def test_a_process_finds_its_names_in_either_form(process, typed):
    """It returns its own, so that no other form goes any further."""
    (going, coming), (_, lent) = process.triggers, process.stages
    assert going == process.trigger(typed("prêter"))
    assert (coming,) == process.variants(typed("reçu"))
    assert lent == process.stage(typed("prêté"))
    assert process.kinds == (process.kind(typed("événements")),)
    assert process.rule(typed("délai")) in process.rules
    assert going == process.event(typed("prêter"), "2016").trigger
    assert going == event_from_texts(typed("prêter"), "2016", {}, process=process).trigger
    assert coming in instead_of_stage(typed("À LA MAISON"), process)
    history = tf.History("X", [process.event(going, "2016-01-01")])
    ends = [typed("à la maison")]
    found = tf.outcomes(history, typed("prêté"), process=process, ends=ends, confidence=None)
    assert ("X",) == found.remaining
    assert tf.window(history, typed("reçu"), process=process).trigger == coming
    through = [typed("prêter"), typed("prêté")]
    shortest = tf.verify(process).shortest(typed("à la maison"), typed("prêté"), through=through)
    assert [going] == [step.move.trigger for step in shortest.steps]


def test_a_live_case_takes_its_names_in_either_form(process, typed):
    """Its history then has the names of the process."""
    _, lent = process.stages
    case = tf.Case("X", process, begins_in=typed("prêté"), checked_to={typed("événements"): "2016"})
    assert (lent, lent) == (case.stage, case.history.begins_in)
    assert process.kinds == case.history.kinds_checked
    case.mark_checked({typed("événements"): "2017"})
    case.mark_checked({typed("événements"): "2018"}, kinds=typed("événements"))
    assert tf.PartialDate("2018") == case.history.checked_to  # of its only kind
    assert tf.check(case.history, process).ok


def test_a_history_built_in_python_has_its_names_in_either_form(process, typed, tmp_path):
    """What works on it has the names of the process, as if it had been read from a file."""
    (going, coming), (home, lent), (kind,) = process.triggers, process.stages, process.kinds
    given = tf.History(
        "X",
        [NamedEvent("2016-01-01", what=typed("reçu")), NamedEvent("2017", what=going)],
        begins_in=typed("prêté"),
        succeeds="W",
        inherits=[NamedEvent("2015", what=typed("prêter"))],
        checked_to={typed("événements"): "2018"},
    )
    expected = tf.History(
        "X",
        [process.event(coming, "2016-01-01"), process.event(going, "2017")],
        begins_in=lent,
        succeeds="W",
        inherits=[process.event(going, "2015")],
        checked_to={kind: "2018"},
    )
    assert expected == tf.check(given, process).history
    assert tf.check(expected, process).findings == tf.check(given, process).findings
    assert expected == tf.Case.from_history(given, process).history
    assert expected == tf.loads(tf.dumps(given, process), process)
    assert (expected,) == loads_csv(dumps_csv(given, process), process)
    day = "2017-02-01"
    assert tf.facts(given, day, process=process) == tf.facts(expected, day, process=process)
    assert tf.deadlines(given, day, process=process) == tf.deadlines(expected, day, process=process)
    assert tf.outcomes(given, lent, process=process, confidence=None).remaining == ("X",)
    plain = evolve(given, inherits=(), succeeds=None)
    assert list(map(str, to_frame(plain, process=process)["event"])) == [coming, going]
    with Ledger(tmp_path / "cases.db", processes=[process]) as ledger:
        ledger.create(given)
        assert expected == ledger.history("X")
    assert home == process.initial


def test_names_that_only_resemble_those_of_a_process_stay(process, typed):
    """They are of another process, and what is refused is spelled as it was given."""
    events = [NamedEvent("2016", what="prèter"), tf.events.Note("2016", note="a call")]
    unknown = tf.History("X", events, begins_in="prèté")
    report = tf.check(unknown, process)
    assert report.history == unknown
    assert {"unknown_stage", "move_not_allowed"} <= {each.code for each in report.findings}
    with pytest.raises(tf.BadHistory, match="'prèté'"):
        tf.dumps(unknown, process)
    twice = tf.History(
        "X",
        checked_to={
            unicodedata.normalize(form, "événements"): str(2016 + place)
            for place, form in enumerate(FORMS)
        },
    )
    with pytest.raises(tf.BadHistory, match="checked_to"):
        tf.dumps(twice, process)
    ledger_kind = {typed("événements"): "2016", "other": "2017"}
    with pytest.raises(tf.BadHistory, match="'other'"):
        tf.dumps(tf.History("X", checked_to=ledger_kind), process)


def test_files_are_read_in_either_form(process, typed):
    """A file from another system is of the same process."""
    (kind,), (_, lent), (_, coming) = process.kinds, process.stages, process.triggers
    data = {
        "format": "trustflow/1",
        "process": typed("prêt"),
        "authority": "X",
        "begins_in": typed("prêté"),
        "checked_to": {typed("événements"): "2016"},
        "events": [{"event": typed("reçu"), "on": "2016-01-01"}],
    }
    expected = tf.History(
        "X", [process.event(coming, "2016-01-01")], begins_in=lent, checked_to={kind: "2016"}
    )
    assert expected == tf.loads(json.dumps(data), process)
    assert expected == tf.loads(json.dumps(data, ensure_ascii=False), process)
    table = typed(
        "authority,event,on,begins_in,checked_to\nX,reçu,2016-01-01,prêté,événements=2016\n"
    )
    assert (expected,) == loads_csv(table, process)


def test_a_table_is_checked_in_either_form(process, typed):
    """A big log gives the findings that its histories give."""
    (going, coming), (history,) = (
        process.triggers,
        loads_csv(
            typed("Authority,Évent,on\nX,prêter,2016-01-01\nX,reçu,2016-03-01\n"),
            process,
            columns={typed("évent"): "event"},
        ),
    )
    assert [going, coming] == [event.trigger for event in history]
    frame = to_frame(history, process=process)
    frame = frame.set_column(
        frame.column_names.index("event"), "event", [[typed("prêter"), typed("reçu")]]
    )
    found = check_frame(frame, process)
    assert [finding.rule for finding in tf.check(history, process).findings] == (
        found["rule"].to_pylist()
    )


def test_the_command_takes_names_in_either_form(process, typed, tmp_path, capsys):
    """Triggers, stages, rules and names of cases."""
    path = tmp_path / "process.json"
    path.write_text(process_to_json(process), encoding="utf-8")
    of_it = ("--process", str(path))
    for words in (
        ("triggers", typed("prêter"), "--stage", typed("à la maison")),
        ("triggers", "--stage", typed("prêté")),
        ("due", typed("délai"), "--from", "2016-01-01"),
        ("new", str(tmp_path / "x.json"), "X", "--begins-in", typed("prêté")),
        ("record", str(tmp_path / "x.json"), typed("reçu"), "2016-01-01"),
        ("case", str(tmp_path / "x.json"), "--only", "X"),
    ):
        assert main([*words, *of_it]) == 0, words
    printed = capsys.readouterr().out
    assert "not allowed" not in printed


def test_a_council_and_a_requirement_are_found_in_either_form(typed):
    """Accents do not matter in the name of a council; in a requirement, their form does not."""
    assert "Sandwell" == casebook.load(typed("Sándwell")).authority
    deadline = tf.Deadline("délai", due="2016")
    events = [
        tf.events.DirectionIssued("2015", purpose="trust", deadlines=[deadline]),
        tf.events.RequirementMet("2015-06", what=typed("Délai")),
    ]
    due = tf.deadlines(tf.History("X", events), "2015-12-01", everything=True)
    assert tf.Status.MET in {each.status for each in due}


def test_a_name_equals_itself_before_one_that_looks_the_same():
    """A process can have both, however unwise; a value that is no text means none."""
    both = ("é", "e\u0301")
    assert [*both] == [name_meant(name, both) for name in both]
    assert [None, None] == [name_meant(name, both) for name in ("e", 5)]
    assert "ascii" == name_meant("ascii", ["é", "ascii"])
