"""Histories as JSON: read as they were written, refused with every fault, saved whole or not."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow.exchange import (
    Limits,
    event_from_json,
    event_from_texts,
    event_to_data,
    event_to_json,
)
from trustflow.exchange.reader import event_from_data
from trustflow.history import NamedEvent
from trustflow.testing import events as transfer_events
from trustflow.testing import histories, loose_histories, partial_dates

FEWER = at_most(settings.default.max_examples // 2)
"""For what takes long: half the examples of the profile."""

PROCESS = tf.TRUST_TRANSFER
SANDWELL = tf.History(
    "Sandwell",
    [
        ev.InspectionPublished(
            "2015-06-05",
            judgement="inadequate",
            areas={"leadership": "inadequate"},
            framework="SIF",
            inspected=["2015-01-12/2015-02-04", "2015-03"],
            sources=tf.Source("Ofsted", url="https://example.org/1", confidence="high"),
        ),
        ev.DirectionIssued(
            "2016-10-06",
            purpose="trust",
            replaces=1,
            deadlines=[tf.Deadline("transfer plans", due="2016-12-01")],
            note="“the first” – of two",
        ),
    ],
    gss_code="E08000028",
)
TEXT = """{
  "format": "trustflow/1",
  "authority": "Sandwell",
  "gss_code": "E08000028",
  "events": [
    {
      "event": "inspection_published",
      "on": "2015-06-05",
      "judgement": "inadequate",
      "areas": {
        "leadership": "inadequate"
      },
      "framework": "SIF",
      "inspected": [
        "2015-01-12/2015-02-04",
        "2015-03"
      ],
      "sources": [
        {
          "title": "Ofsted",
          "url": "https://example.org/1",
          "confidence": "high"
        }
      ]
    },
    {
      "event": "direction_issued",
      "on": "2016-10-06",
      "purpose": "trust",
      "replaces": 1,
      "note": "“the first” – of two",
      "deadlines": [
        {
          "what": "transfer plans",
          "due": "2016-12-01"
        }
      ]
    }
  ]
}
"""


def document(*events, **fields):
    """The data of a file with one history."""
    return {"format": "trustflow/1", "authority": "Sandwell", **fields, "events": list(events)}


def note(**fields):
    """The data of an event of which nothing is wrong."""
    return {"event": "note", "on": "2016", **fields}


def faults(data):
    """What is wrong with some data: the path, what was found there, and what is accepted."""
    text = data if isinstance(data, str | bytes) else json.dumps(data)
    with pytest.raises(tf.BadHistory) as caught:
        tf.loads_all(text)
    return [(fault.path, fault.found, fault.accepted) for fault in caught.value.faults]


def fault(data):
    """The one thing that is wrong with some data: where, and what was found there."""
    ((path, found, _),) = faults(data)
    return path, found


# Round trips

ANY_HISTORIES = histories() | loose_histories()


@given(ANY_HISTORIES)
def test_a_history_comes_back_exactly(history):
    """Every class of event, every field, every form of date."""
    text = tf.dumps(history)
    assert history == tf.loads(text)
    assert text == tf.dumps(tf.loads(text))


@FEWER
@given(ANY_HISTORIES)
def test_a_history_checks_the_same_after_it(history):
    """All steps and findings, to the word."""
    again = tf.check(tf.loads(tf.dumps(history)))
    report = tf.check(history)
    assert (report.stage, report.steps, report.findings) == (
        again.stage,
        again.steps,
        again.findings,
    )


@FEWER
@given(st.lists(loose_histories(max_events=3), max_size=3))
def test_several_histories_come_back_exactly(several):
    """In their order, as text and as bytes; none is a file too."""
    text = tf.dumps(several)
    assert tuple(several) == tf.loads_all(text) == tf.loads_all(text.encode())


@given(transfer_events())
def test_an_event_comes_back_exactly(event):
    """Alone, as plain data that JSON can hold."""
    data = json.loads(json.dumps(event_to_data(event)))
    again = event_from_data(data, PROCESS)
    assert (event, event.trigger) == (again, again.trigger)


def test_the_text_is_what_the_format_says():
    """Two spaces a level, an event's own fields before its sources, no field at its default."""
    assert TEXT == tf.dumps(SANDWELL)
    assert SANDWELL == tf.loads(TEXT)


def test_events_of_a_process_without_classes_come_back():
    """They are known by their trigger, and read with the process that knows it."""
    process = PROCESS.extended(triggers={"trust_renamed": "trust renamed"})
    history = tf.History("Sandwell", [process.event("trust_renamed", "2020", note="again")])
    text = tf.dumps(history)
    assert {"event": "trust_renamed", "on": "2020", "note": "again"} == json.loads(text)["events"][
        0
    ]
    assert history == tf.loads(text, process)
    assert "$.events[0].event" == fault(text)[0]


def test_a_single_text_stands_for_a_list_of_one():
    """Names and periods of inspection, which are one mostly."""
    event = ev.CommissionerAppointed("2015-12", names="Eleanor Brazil")
    assert "Eleanor Brazil" == event_to_data(event)["names"]
    assert event == event_from_data(event_to_data(event), PROCESS)
    both = {**event_to_data(event), "names": ["Eleanor Brazil", "Another"]}
    assert ("Eleanor Brazil", "Another") == event_from_data(both, PROCESS).names


def test_a_byte_order_mark_is_passed_over():
    """Some editors put one in front."""
    assert SANDWELL == tf.loads(b"\xef\xbb\xbf" + TEXT.encode())


# What is refused, and where


def test_all_faults_are_told_at_once():
    """In the order of the file, each with its path, what was found and what is accepted."""
    found = faults(
        {
            "format": "trustflow/9",
            "authority": "",
            "gss_code": 7,
            "began_in": "trust_live",
            "begins_in": "trust_liv",
            "checked_to": "soon",
            "events": [
                {"event": "inspection_publishd", "on": "2015"},
                {"event": "inspection_published", "on": "2015-13", "judgment": "inadequate"},
                {"event": "inspection_published", "on": "2015", "judgement": "inadequat"},
                {"on": "2015"},
                "inspection",
                {"event": "note", "sources": [{"title": "x", "url": "ftp://x"}, {}]},
                {"event": "direction_issued", "on": "2015", "deadlines": [{"due": "2015~~"}]},
                {"event": "visit_letter_published", "on": "2015"},
            ],
        }
    )
    assert {
        "$.format",
        "$.authority",
        "$.gss_code",
        "$.began_in",
        "$.begins_in",
        "$.checked_to",
        "$.events[0].event",
        "$.events[1].on",
        "$.events[1].judgment",
        "$.events[2].judgement",
        "$.events[3].event",
        "$.events[4]",
        "$.events[5].on",
        "$.events[5].sources[0].url",
        "$.events[5].sources[1].title",
        "$.events[6].deadlines[0].what",
        "$.events[6].deadlines[0].due",
        "$.events[7]",
    } == {path for path, _, _ in found}
    assert len(found) == len({path for path, _, _ in found})
    told = {path: (what, accepted) for path, what, accepted in found}
    assert "did you mean 'inspection_published'?" in told["$.events[0].event"][1]
    assert "did you mean 'judgement'?" in told["$.events[1].judgment"][1]
    assert "did you mean 'inadequate'?" in told["$.events[2].judgement"][1]
    assert "did you mean 'trust_live'?" in told["$.begins_in"][1]
    assert "did you mean 'begins_in'?" in told["$.began_in"][1]
    assert ("nothing", "it is needed") == told["$.events[5].on"]
    assert "nothing" == told["$.events[3].event"][0]


def test_faults_are_told_as_sentences():
    """The error lists them, a line each, with the number of them."""
    with pytest.raises(tf.BadHistory) as caught:
        tf.loads('{"format": "trustflow/1", "authority": 7, "events": [{}]}')
    lines = str(caught.value).splitlines()
    assert "2 faults in the history:" == lines[0]
    assert "  $.authority: found 7; a text is needed" == lines[1]
    assert lines[2].startswith("  $.events[0].event: found nothing; one of ")


@pytest.mark.parametrize(
    ("event", "path"),
    [
        (note(on=2016), "on"),
        (note(on=None), "on"),
        (note(on=["2016"]), "on"),
        (note(known_on=True), "known_on"),
        (note(note=7), "note"),
        (note(note="  "), "note"),
        (note(note="\x00"), "note"),
        (note(note="\ud800"), "note"),
        (note(topic="gossip"), "topic"),
        (note(acted_by="the Queen"), "acted_by"),
        (note(subject=""), "subject"),
        (note(sources={}), "sources"),
        (note(sources=["x"]), "sources[0]"),
        (note(sources=[{"title": "x", "confidence": "sure"}]), "sources[0].confidence"),
        (note(sources=[{"title": "x", "confidence": 1}]), "sources[0].confidence"),
        (note(sources=[{"title": "x", "copy_of": "y", "confidence": "high"}]), "sources[0]"),
        (note(sources=[{"title": "x", "url": "javascript:alert()"}]), "sources[0].url"),
        (note(deadlines=[{"what": "x", "due": "2016", "within": "1 day"}]), "deadlines[0]"),
        (note(deadlines=[{"what": "x", "within": "a while"}]), "deadlines[0].within"),
        (note(deadlines=[{"what": "x", "within": 7}]), "deadlines[0].within"),
        (note(deadlines=[{"what": "x", "set_by": "me"}]), "deadlines[0].set_by"),
        (note(trigger="note"), "trigger"),
        (note(what="note"), "what"),
        (note(**{"a field": 1}), "['a field']"),
        ({"event": "direction_issued", "on": "2016", "number": True}, "number"),
        ({"event": "direction_issued", "on": "2016", "number": "1"}, "number"),
        ({"event": "direction_issued", "on": "2016", "number": 1.5}, "number"),
        ({"event": "direction_issued", "on": "2016", "number": -1}, "number"),
        ({"event": "direction_issued", "on": "2016", "replaces": True}, "replaces"),
        ({"event": "direction_issued", "on": "2016", "replaces": []}, "replaces"),
        ({"event": "direction_revoked", "on": "2016", "partly": "yes"}, "partly"),
        ({"event": "direction_revoked", "on": "2016", "partly": 1}, "partly"),
        ({"event": "commissioner_appointed", "on": "2016", "names": 7}, "names"),
        ({"event": "commissioner_appointed", "on": "2016", "names": [7]}, "names[0]"),
        ({"event": "inspection_published", "on": "2016", "areas": []}, "areas"),
        ({"event": "inspection_published", "on": "2016", "areas": {"a": 1}}, "areas.a"),
        ({"event": "inspection_published", "on": "2016", "areas": {"a b": 1}}, "areas['a b']"),
        ({"event": "inspection_published", "on": "2016", "areas": {"a": "bad"}}, "areas"),
        ({"event": "inspection_published", "on": "2016", "inspected": [1]}, "inspected[0]"),
        ({"event": "inspection_published", "on": "2016", "reinspection": 0}, "reinspection"),
        ({"event": "decision_announced", "on": "2016"}, "outcome"),
        ({"event": "decision_announced", "on": "2016", "outcome": "leave"}, "outcome"),
        ({"event": "deadline_set", "on": "2016", "what": "x", "met_by": "luck"}, ""),
        ({"event": 7, "on": "2016"}, "event"),
        ({"event": "event", "on": "2016"}, "event"),
        ({"event": "inspection_published_inadequate", "on": "2016"}, "event"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_where_it_stands(event, path):
    """One fault, at the field it is in; what does not fit together, at the event."""
    place = f"$.events[0]{path if path.startswith('[') or not path else f'.{path}'}"
    found, _ = fault(document(event))
    assert place == found


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("authority", None),
        ("authority", ["Sandwell"]),
        ("gss_code", "E08"),
        ("gss_code", 8),
        ("begins_in", "nowhere"),
        ("begins_in", 1),
        ("succeeds", ""),
        ("checked_to", 2016),
        ("events", {}),
        ("events", "none"),
        ("events", None),
    ],
)
def test_what_is_wrong_with_the_history_itself(field, value):
    """Told at its field, next to what is wrong with its events."""
    assert f"$.{field}" == fault({**document(), field: value})[0]


@pytest.mark.parametrize("data", [[], "x", 1, 1.5, True, None])
def test_a_file_is_an_object(data):
    """Nothing else is a history, or several."""
    assert ("$", repr(data)) == fault(json.dumps(data))


NAME_NEEDED = "no JSON (expecting property name enclosed in double quotes)"


@pytest.mark.parametrize(
    ("text", "path", "found"),
    [
        ("", "line 1, column 1", "no JSON (expecting value)"),
        ("{", "line 1, column 2", NAME_NEEDED),
        ('{\n"a": 1,,}', "line 2, column 8", NAME_NEEDED),
        (b"\xff\xfe{}", "byte 0", "bytes that are no text"),
        (b'{"authority": "\xe9"}', "byte 15", "bytes that are no text"),
        ('{"a": NaN}', "$", "NaN"),
        ('{"a": [-Infinity]}', "$", "-Infinity"),
    ],
)
def test_what_is_no_json_is_told_by_its_place(text, path, found):
    """Line and column, or the byte; and what is no number is none."""
    assert (path, found) == fault(text)


@pytest.mark.parametrize(
    ("text", "path", "found", "accepted"),
    [
        (b"\xff\xfe{}", "byte 0", "bytes that are no text", "UTF-8 text is needed"),
        ("[" * 200_000, "$", "lists or objects nested too deeply", "plain JSON is needed"),
        ("NaN", "$", "NaN", "plain JSON is needed"),
        ("[", "line 1, column 2", "no JSON (expecting value)", "JSON is needed"),
    ],
    ids=["bytes", "deep", "no number", "no end"],
)
def test_what_is_no_json_is_told_with_what_is(text, path, found, accepted):
    """Word for word."""
    assert [(path, found, accepted)] == faults(text)


def test_a_number_of_too_many_digits_is_told_shortly():
    """Python's own words, cut after a hundred characters."""
    ((path, found, accepted),) = faults("9" * 5000)
    assert ("$", 100, "plain JSON is needed") == (path, len(found), accepted)


def test_a_text_may_be_as_long_as_the_limit_and_no_longer():
    """Of a history and of an event."""
    event = '{"event": "note", "on": "2016"}'
    history = f'{{"format": "trustflow/1", "authority": "Devon", "events": [{event}]}}'
    for read, text in ((event_from_json, event), (tf.loads, history)):
        assert read(text, limits=Limits(size=len(text)))
        with pytest.raises(tf.BadHistory) as caught:
            read(text, limits=Limits(size=len(text) - 1))
        (fault,) = caught.value.faults
        assert ("$", f"a text of {len(text)} characters") == (fault.path, fault.found)


def test_a_source_always_tells_its_confidence():
    """Whatever it is; the other fields are left out where nothing is said."""
    event = ev.Note("2016", sources=tf.Source("The Times"))
    (told,) = json.loads(event_to_json(event))["sources"]
    assert {"title": "The Times", "confidence": str(event.sources[0].confidence)} == told


@pytest.mark.parametrize("depth", [100, 900, 100_000])
@pytest.mark.parametrize(
    "text",
    [
        "%s",
        '{"format": "trustflow/1", "authority": "Sandwell", "events": %s}',
        '{"format": "trustflow/1", "authority": "x", "events": [{"event": "note", "on": %s}]}',
        '{"format": "trustflow/1", "authority": %s}',
        '{"format": "trustflow/1", "histories": %s}',
        '{"format": %s, "authority": "Sandwell"}',
    ],
)
def test_deep_nesting_is_a_fault(text, depth):
    """However deep, and wherever it stands."""
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        nested = opening * depth + ("1" if opening != "[" else "") + closing * depth
        assert faults(text % nested)


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_no_text_is_an_error_of_another_kind(text):
    """Whatever is read, it is a history or a BadHistory."""
    with pytest.raises(tf.BadHistory):
        tf.loads(text)


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(transfer_events().map(event_to_data), st.data())
def test_no_value_is_an_error_of_another_kind(event, data):
    """Whatever stands in whatever field, it is read or told with the path of its event."""
    name = data.draw(st.sampled_from([*event, "areas", "names", "replaces", "deadlines"]))
    event[name] = data.draw(JSON_VALUES)
    try:
        tf.loads(json.dumps(document(event)))
    except tf.BadHistory as error:
        paths = {each.path for each in error.faults}
        assert all(path.startswith("$.events[0]") for path in paths)
        assert paths


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            '{"format": "trustflow/1", "authority": "a", "authority": "b", "events": []}',
            ["authority"],
        ),
        (
            '{"events": [{"event": "note", "on": "2016", "on": "2017"}, {"x": 1, "x": 1}]}',
            ["on", "x"],
        ),
    ],
)
def test_what_is_said_twice_is_a_fault(text, names):
    """Nobody knows which was meant, so none is taken."""
    assert [f"the field {name!r} twice" for name in names] == [
        found for _, found, _ in faults(text)
    ]


@pytest.mark.parametrize("value", [True, 1.5, [], {"a": 1}])
def test_what_is_replaced_is_a_whole_number_or_a_text(value):
    """Anything else is told as what it is."""
    event = {"event": "direction_issued", "on": "2016", "replaces": value}
    ((path, found, accepted),) = faults(document(event))
    assert ("$.events[0].replaces", repr(value)) == (path, found)
    needed = "a whole number is needed" if value == 1.5 else "a whole number or a text is needed"
    assert needed == accepted


@pytest.mark.parametrize(("value", "read"), [(2.0, 2), (2, 2), ("2", "2"), (None, None)], ids=repr)
def test_a_number_that_is_whole_is_one_however_it_is_written(value, read):
    """A text stays a text, and null is what is left out."""
    event = {"event": "direction_issued", "on": "2016", "replaces": value}
    (direction,) = tf.loads(json.dumps(document(event)))
    assert (read, type(read)) == (direction.replaces, type(direction.replaces))


def test_null_is_what_is_left_out():
    """Where a field may be left out, null stands for that."""
    data = document(note(known_on=None, note=None, topic=None, acted_by=None), begins_in=None)
    assert tf.History("Sandwell", [ev.Note("2016")]) == tf.loads(json.dumps(data))


def test_a_newer_format_is_told_as_one():
    """The way out is a newer version of this package; any other format is no format."""
    ((path, found, accepted),) = faults({**document(), "format": "trustflow/2"})
    assert ("$.format", "'trustflow/2'") == (path, found)
    assert "a newer one may read it" in accepted
    for wrong in ("trustflow", 1, None):
        ((path, _, accepted),) = faults({**document(), "format": wrong})
        assert ("$.format", "'trustflow/1' is needed") == (path, accepted)
    missing = document()
    del missing["format"]
    assert [("$.format", "nothing", "'trustflow/1' is needed")] == faults(missing)


# One history, or several


def test_one_history_is_asked_for():
    """Of several, or none, none is taken."""
    text = tf.dumps([SANDWELL, SANDWELL])
    assert (SANDWELL, SANDWELL) == tf.loads_all(text)
    assert SANDWELL == tf.loads(tf.dumps([SANDWELL]))
    for several, found in ((text, "2 histories"), (tf.dumps([]), "0 histories")):
        with pytest.raises(tf.BadHistory, match=f"found {found}; one is needed here"):
            tf.loads(several)


def test_several_histories_stand_alone():
    """Each fault has the path of its history, and nothing stands beside the list."""
    data = {
        "format": "trustflow/1",
        "histories": [document(), {"authority": "Kent"}, 7],
        "authority": "Sandwell",
    }
    assert {"$.authority", "$.histories[0].format", "$.histories[2]"} == {
        path for path, _, _ in faults(data)
    }
    assert ("$.histories", "{}") == fault({"format": "trustflow/1", "histories": {}})


# Events from words, as on a command line


@given(partial_dates())
def test_an_event_is_made_of_texts(on):
    """Its trigger's variant gives its fields; others are read by what the field holds."""
    texts = {"number": "2", "dated": "made", "replaces": "1"}
    event = event_from_texts("direction_issued_trust", str(on), texts, process=PROCESS)
    assert ev.DirectionIssued(on, purpose="trust", number=2, dated="made", replaces=1) == event


@pytest.mark.parametrize(
    ("trigger", "texts", "event"),
    [
        (
            "commissioner_appointed",
            {"names": "Eleanor Brazil"},
            ev.CommissionerAppointed("2016", names="Eleanor Brazil"),
        ),
        (
            "commissioner_appointed",
            {"names": '["A", "B"]'},
            ev.CommissionerAppointed("2016", names=["A", "B"]),
        ),
        (
            "direction_issued_unspecified",
            {"replaces": "improvement notice"},
            ev.DirectionIssued("2016", replaces="improvement notice"),
        ),
        (
            "inspection_published_inadequate",
            {"inspected": "2015", "areas": '{"leadership": "good"}', "reinspection": "true"},
            ev.InspectionPublished(
                "2016",
                judgement="inadequate",
                inspected="2015",
                areas={"leadership": "good"},
                reinspection=True,
            ),
        ),
        (
            "deadline_set",
            {"what": "x", "within": "3 months"},
            ev.DeadlineSet("2016", what="x", within="3 months"),
        ),
        ("note", {"note": "7"}, ev.Note("2016", note="7")),
        (
            "commissioner_appointed",
            {"names": "[" * 100_000},
            ev.CommissionerAppointed("2016", names="[" * 100_000),
        ),
        ("note", {"deadlines": '[{"what": "x"}]'}, ev.Note("2016", deadlines=tf.Deadline("x"))),
        ("other_subject", {"subject": "SEND"}, ev.Note("2016", subject="SEND")),
    ],
)
def test_texts_are_read_by_what_the_field_holds(trigger, texts, event):
    """A text for itself; a number, yes or no, or a list as JSON has it."""
    assert event == event_from_texts(trigger, "2016", texts, process=PROCESS)


def test_an_event_of_a_bare_trigger_is_made_of_texts():
    """Of a process that has no class for it."""
    process = PROCESS.extended(triggers={"trust_renamed": "trust renamed"})
    source = tf.Source("The council")
    event = event_from_texts(
        "trust_renamed", "2020", {"note": "x"}, sources=[source], process=process
    )
    assert NamedEvent("2020", what="trust_renamed", note="x", sources=source) == event


def test_texts_that_make_another_event_are_refused():
    """The trigger is what was asked for."""
    with pytest.raises(ValueError, match="inspection_published_not_inadequate, not inspection"):
        event_from_texts(
            "inspection_published_inadequate", "2016", {"judgement": "good"}, process=PROCESS
        )
    with pytest.raises(tf.InvalidValue, match="did you mean 'note'"):
        event_from_texts("nte", "2016", {}, process=PROCESS)
    with pytest.raises(tf.BadHistory, match=r"\$\.colour"):
        event_from_texts("note", "2016", {"colour": "red"}, process=PROCESS)


# Files


def test_a_file_comes_back(tmp_path):
    """One history, or several; a path as text or as a path."""
    path = tmp_path / "sandwell.json"
    tf.dump(SANDWELL, path)
    assert TEXT.encode() == path.read_bytes()
    assert SANDWELL == tf.load(path) == tf.load(str(path))
    tf.dump([SANDWELL, SANDWELL], str(path))
    assert (SANDWELL, SANDWELL) == tf.load_all(path)
    with pytest.raises(tf.BadHistory, match="one is needed here"):
        tf.load(path)


def test_a_file_that_is_not_there(tmp_path):
    """That is the operating system's to say."""
    with pytest.raises(FileNotFoundError):
        tf.load(tmp_path / "nothing.json")
    with pytest.raises(FileNotFoundError):
        tf.dump(SANDWELL, tmp_path / "nowhere" / "x.json")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_saving_keeps_the_permissions(tmp_path, mode):
    """Who could read the file still can, and nobody else."""
    path = tmp_path / "x.json"
    path.write_text("old", encoding="utf-8")
    path.chmod(mode)
    tf.dump(SANDWELL, path)
    assert mode == stat.S_IMODE(path.stat().st_mode)
    assert TEXT == path.read_text("utf-8")


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    """Not the narrow ones of a temporary file."""
    path, plain = tmp_path / "x.json", tmp_path / "plain"
    plain.touch()
    tf.dump(SANDWELL, path)
    assert plain.stat().st_mode == path.stat().st_mode


def test_saving_keeps_a_link_a_link(tmp_path):
    """The file it leads to is replaced, not the link, also through several folders."""
    (tmp_path / "kept").mkdir()
    target, link = tmp_path / "kept" / "real.json", tmp_path / "link.json"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    tf.dump(SANDWELL, link)
    assert link.is_symlink()
    assert TEXT == target.read_text("utf-8")
    assert ["real.json"] == [each.name for each in target.parent.iterdir()]


def test_saving_leaves_nothing_behind(tmp_path):
    """Neither after it worked nor after it failed."""
    path = tmp_path / "x.json"
    tf.dump(SANDWELL, path)
    assert ["x.json"] == [each.name for each in tmp_path.iterdir()]
    folder = tmp_path / "folder.json"
    (folder / "full").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        tf.dump(SANDWELL, folder)
    assert {"x.json", "folder.json"} == {each.name for each in tmp_path.iterdir()}


def test_what_cannot_be_written_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    """A full disk is found out before the old file is touched."""
    path = tmp_path / "x.json"
    tf.dump(SANDWELL, path)

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        tf.dump([], path)
    assert TEXT == path.read_text("utf-8")
    assert ["x.json"] == [each.name for each in tmp_path.iterdir()]


def test_a_folder_that_cannot_be_synced_is_no_error(tmp_path, monkeypatch):
    """Some systems cannot open a folder; the file is saved all the same."""
    opened = os.open

    def refuse(path, *arguments, **options):
        if Path(path) == tmp_path:
            raise PermissionError(path)
        return opened(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    tf.dump(SANDWELL, tmp_path / "x.json")
    assert SANDWELL == tf.load(tmp_path / "x.json")


@pytest.mark.parametrize("name", ["é" * 125, "書" * 83, "a" * 250])
def test_a_file_of_the_longest_name_is_saved(tmp_path, name):
    """The temporary file beside it has a name of its own."""
    path = tmp_path / f"{name}.json"
    tf.dump(SANDWELL, path)
    assert SANDWELL == tf.load(path)


SAVER = """
import sys
import trustflow as tf
from trustflow import events as ev

def history(size):
    return tf.History("Sandwell", [ev.Note("2016", note="x" * 100)] * size)

path = sys.argv[1]
for size in range(1, 1_000_000):
    tf.dump(history(size % 50), path)
    print(size, flush=True)
"""


KILLED = -getattr(signal, "SIGKILL", -1)
"""How a killed process ends: by the signal, or with 1 on Windows, which has none."""


def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path):
    """Killed again and again in the middle of saving: the file is there, and can be read."""
    path = tmp_path / "x.json"
    tf.dump(SANDWELL, path)
    for delay in (0.0, 0.003, 0.007, 0.013, 0.029):
        saver = subprocess.Popen(
            [sys.executable, "-c", SAVER, str(path)], stdout=subprocess.PIPE, text=True
        )
        saver.stdout.readline()  # it has begun to save
        time.sleep(delay)
        assert saver.poll() is None
        saver.kill()
        saver.communicate()
        assert KILLED == saver.returncode
        history = tf.load(path)
        assert "Sandwell" == history.authority
        assert evolve(history, events=history.events[:1] * len(history)) == history
