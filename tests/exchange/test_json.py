"""Histories as JSON are read back equal, refused with all faults, and saved completely."""

import datetime as dt
import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import HALF
from trustflow import events as ev
from trustflow import exchange
from trustflow._frozen_map import FrozenMap
from trustflow.exchange import (
    Limits,
    dumps_csv,
    event_from_json,
    event_to_data,
    event_to_json,
    from_frame,
    loads_csv,
    to_frame,
)
from trustflow.exchange.json_words import quoted_json
from trustflow.exchange.reader import event_from_data
from trustflow.testing import events as transfer_events
from trustflow.testing import histories, loose_histories

A_DATE = "Expected a date such as 2016-07-14, 2016-07 or 2016."

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
    """Return a file with one history as plain data."""
    return {"format": "trustflow/1", "authority": "Sandwell", **fields, "events": list(events)}


def note(**fields):
    """Return a valid event as plain data."""
    return {"event": "note", "on": "2016", **fields}


def faults(data):
    """Return the path, the found value and the accepted form of each fault."""
    text = data if isinstance(data, str | bytes) else json.dumps(data)
    with pytest.raises(tf.BadHistory) as caught:
        tf.loads_all(text)
    return [(fault.path, fault.found, fault.accepted) for fault in caught.value.faults]


def fault(data):
    """Return the path and the found value of a fault that must be the only one in the data."""
    ((path, found, _),) = faults(data)
    return path, found


# Round trips

ANY_HISTORIES = histories() | loose_histories()


@given(ANY_HISTORIES)
def test_a_history_is_read_back_equal(history):
    """The histories have every class of event, every field and every form of date."""
    text = tf.dumps(history)
    assert history == tf.loads(text)
    assert text == tf.dumps(tf.loads(text))


@HALF
@given(ANY_HISTORIES)
def test_a_history_that_is_read_back_checks_the_same(history):
    """All steps and findings are equal, including their wording."""
    again = tf.check(tf.loads(tf.dumps(history)))
    report = tf.check(history)
    assert (report.stage, report.steps, report.findings) == (
        again.stage,
        again.steps,
        again.findings,
    )


@HALF
@given(st.lists(loose_histories(max_events=3), max_size=3))
def test_several_histories_are_read_back_equal(several):
    """The histories keep their order, as text and as bytes; a file can contain no history."""
    text = tf.dumps(several)
    assert tuple(several) == tf.loads_all(text) == tf.loads_all(text.encode())


@given(transfer_events())
def test_an_event_is_read_back_equal(event):
    """A single event is written as plain data that JSON can contain."""
    data = json.loads(json.dumps(event_to_data(event)))
    again = event_from_data(data, PROCESS)
    assert (event, event.trigger) == (again, again.trigger)


def test_the_text_has_the_form_of_the_format():
    """The fields of the class come before the sources; fields with their default are left out."""
    assert TEXT == tf.dumps(SANDWELL)
    assert SANDWELL == tf.loads(TEXT)


def test_events_of_a_process_without_classes_are_read_back_equal():
    """The name of such an event is its trigger, which only its process can read."""
    process = PROCESS.extended(
        triggers={"trust_renamed": "trust renamed"},
        moves=[tf.Move("trust_renamed", "trust_live", "trust_live")],
    )
    history = tf.History("Sandwell", [process.event("trust_renamed", "2020", note="again")])
    text = tf.dumps(history, process)
    (event,) = json.loads(text)["events"]
    assert {"event": "trust_renamed", "on": "2020", "note": "again"} == event
    assert history == tf.loads(text, process)
    assert "$.events[0].event" == fault(text)[0]


def test_a_single_text_stands_for_a_list_of_one():
    """Names and inspection periods are written so, because most lists have one item."""
    event = ev.CommissionerAppointed("2015-12", names="Eleanor Brazil")
    assert "Eleanor Brazil" == event_to_data(event)["names"]
    assert event == event_from_data(event_to_data(event), PROCESS)
    both = {**event_to_data(event), "names": ["Eleanor Brazil", "Another"]}
    assert ("Eleanor Brazil", "Another") == event_from_data(both, PROCESS).names


def test_a_byte_order_mark_is_ignored():
    """Some editors write a byte order mark; a file that is opened as UTF-8 keeps it in its text."""
    assert SANDWELL == tf.loads(b"\xef\xbb\xbf" + TEXT.encode())
    assert SANDWELL == tf.loads(f"\ufeff{TEXT}")


# Faults and their places


def test_all_faults_are_reported_at_once():
    """Each fault has its path once, and begins with the nearest match of a misspelt word."""
    reported = faults(
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
    } == {path for path, _, _ in reported}
    assert len(reported) == len({path for path, _, _ in reported})
    found = {path: found for path, found, _ in reported}
    accepted = {path: accepted for path, _, accepted in reported}
    assert accepted["$.events[0].event"].startswith("Did you mean 'inspection_published'? ")
    assert accepted["$.events[1].judgment"].startswith("Did you mean 'judgement'? ")
    assert accepted["$.events[2].judgement"].startswith("Did you mean 'inadequate'? ")
    assert accepted["$.begins_in"].startswith("Did you mean 'trust_live'? ")
    assert accepted["$.began_in"].startswith("Did you mean 'begins_in'? ")
    assert f"This field is required. {A_DATE}" == accepted["$.events[5].on"]
    assert "nothing" == found["$.events[5].on"] == found["$.events[3].event"]


@frozen(repr=False, kw_only=True)
class Handover(tf.Event):
    """A handover: an event class with required fields of every type."""

    text: str
    number: int
    answer: bool
    day: tf.PartialDate
    within: tf.Span
    confidence: tf.Confidence
    names: tuple[str, ...]
    days: tuple[tf.PartialDate, ...]
    plans: tuple[tf.Deadline, ...]
    texts: FrozenMap[str]
    numbers: FrozenMap[int]
    source: tf.Source
    other: str | None


def test_a_missing_field_is_described_by_its_type():
    """If the type has no description, the message only says that the field is required."""
    process = PROCESS.extended(
        triggers={"handover": "handed over"},
        moves=[tf.Move("handover", "trust_live", "trust_live")],
        events=[Handover],
    )
    with pytest.raises(tf.BadHistory) as caught:
        event_from_json('{"event": "handover", "on": "2016"}', process)
    source_fields = "title, url, published, confidence, copy_of, stated_date, evidence_row"
    assert {
        "text": "Expected a text.",
        "number": "Expected a whole number such as 2.",
        "answer": "Expected true or false.",
        "day": A_DATE,
        "within": "Expected a span as text, such as 70 working days.",
        "confidence": "Expected one of: high, medium, low.",
        "names": 'Expected a text or a list of texts, such as ["first", "second"].',
        "days": 'Expected a date or a list of dates, such as ["2016-07", "2017"].',
        "plans": "Expected a list in square brackets.",
        "texts": 'Expected an object such as {"name": "text"}.',
        "numbers": 'Expected an object such as {"name": …}.',
        "source": f"Expected an object with the fields {source_fields}.",
        "other": "Expected a value.",
    } == {
        fault.path.removeprefix("$."): fault.accepted.removeprefix("This field is required. ")
        for fault in caught.value.faults
    }
    assert {"nothing"} == {fault.found for fault in caught.value.faults}


def test_every_fault_is_a_sentence():
    """The error gives the number of faults, and then one line for each fault."""
    with pytest.raises(tf.BadHistory) as caught:
        tf.loads('{"format": "trustflow/1", "authority": 7, "events": [{}]}')
    lines = str(caught.value).splitlines()
    assert "2 faults in the history:" == lines[0]
    assert "  $.authority: found 7. Expected a text." == lines[1]
    assert lines[2].startswith("  $.events[0].event: found nothing. Expected one of 44, such as ")


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
def test_a_fault_has_the_path_of_its_field(event, path):
    """If fields contradict each other, the fault has the path of the event."""
    place = f"$.events[0]{path if path.startswith('[') or not path else f'.{path}'}"
    reported, _ = fault(document(event))
    assert place == reported


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
def test_a_fault_of_the_history_has_the_path_of_its_field(field, value):
    """The fields of the history are checked as well as its events."""
    assert f"$.{field}" == fault({**document(), field: value})[0]


@pytest.mark.parametrize("data", [[], "x", 1, 1.5, True, None])
def test_a_file_is_an_object(data):
    """Any other JSON value is refused."""
    assert ("$", repr(data) if data == "x" else json.dumps(data)) == fault(json.dumps(data))


@pytest.mark.parametrize(
    "text", ["null", "true", "[null, false]", "Infinity", "-Infinity", "NaN", '["café"]']
)
def test_a_message_about_json_has_the_words_of_json(text):
    """Whoever wrote the file need not know Python."""
    assert text == quoted_json(json.loads(text))
    assert repr("a null text") == quoted_json("a null text")
    assert "datetime.date(2016, 1, 1)" == quoted_json(dt.date(2016, 1, 1))
    assert 80 == len(quoted_json(["x" * 1000]))


NO_NAME = "invalid JSON (expecting property name enclosed in double quotes)"
NO_VALUE = "invalid JSON (expecting value)"


@pytest.mark.parametrize(
    ("text", "path", "found"),
    [
        ("", "line 1, column 1", NO_VALUE),
        ("{", "line 1, column 2", NO_NAME),
        ('{\n"a": 1,,}', "line 2, column 8", NO_NAME),
        (b"\xff\xfe{}", "byte 0", "bytes that are not UTF-8"),
        (b'{"authority": "\xe9"}', "byte 15", "bytes that are not UTF-8"),
        ('{"a": NaN}', "$", "NaN"),
        ('{"a": [-Infinity]}', "$", "-Infinity"),
    ],
)
def test_invalid_json_is_reported_with_its_place(text, path, found):
    """The place is a line and column, or a byte; NaN and Infinity are not JSON."""
    assert (path, found) == fault(text)


@pytest.mark.parametrize(
    ("text", "path", "found", "accepted"),
    [
        (b"\xff\xfe{}", "byte 0", "bytes that are not UTF-8", "Expected UTF-8 text."),
        (
            "[" * 200_000,
            "$",
            "deeper nesting",
            "Expected fewer levels of lists and objects.",
        ),
        ("NaN", "$", "NaN", "Expected a finite number such as 2."),
        ("[", "line 1, column 2", NO_VALUE, 'Expected JSON such as {"on": "2016-07-14"}.'),
    ],
    ids=["bytes", "deep", "no number", "no end"],
)
def test_invalid_json_is_reported_with_what_is_accepted(text, path, found, accepted):
    """The sentence on what is accepted depends on the kind of fault."""
    assert [(path, found, accepted)] == faults(text)


def test_a_number_with_too_many_digits_is_reported_briefly():
    """Python's own reason is cut after a hundred characters."""
    ((path, found, accepted),) = faults("9" * 5000)
    assert ("$", 100, "Expected a finite number such as 2.") == (path, len(found), accepted)


def test_a_text_can_be_as_long_as_the_limit_and_no_longer():
    """The limit applies to the text of a history and to the text of an event."""
    event = '{"event": "note", "on": "2016"}'
    history = f'{{"format": "trustflow/1", "authority": "Devon", "events": [{event}]}}'
    for read, text in ((event_from_json, event), (tf.loads, history)):
        assert read(text, limits=Limits(size=len(text)))
        with pytest.raises(tf.BadHistory) as caught:
            read(text, limits=Limits(size=len(text) - 1))
        (fault,) = caught.value.faults
        assert ("$", f"a text of {len(text)} characters") == (fault.path, fault.found)


def test_the_confidence_of_a_source_is_always_written():
    """Other fields are left out if they have their default value."""
    event = ev.Note("2016", sources=tf.Source("The Times"))
    (source,) = json.loads(event_to_json(event))["sources"]
    assert {"title": "The Times", "confidence": str(event.sources[0].confidence)} == source


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
    """The nesting can be of any depth and in any place."""
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        nested = opening * depth + ("1" if opening != "[" else "") + closing * depth
        assert faults(text % nested)


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_no_text_raises_an_error_of_another_kind(text):
    """A text that is not a history raises BadHistory."""
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
def test_no_value_raises_an_error_of_another_kind(event, data):
    """A value in any field is read, or reported with the path of its event."""
    name = data.draw(st.sampled_from([*event, "areas", "names", "replaces", "deadlines"]))
    event[name] = data.draw(JSON_VALUES)
    try:
        tf.loads(json.dumps(document(event)))
    except tf.BadHistory as error:
        paths = {fault.path for fault in error.faults}
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
def test_a_repeated_field_is_a_fault(text, names):
    """Neither value is read, because it is unclear which of them is meant."""
    assert [f"the field {name!r} twice" for name in names] == [
        found for _, found, _ in faults(text)
    ]


@pytest.mark.parametrize("value", [True, 1.5, [], {"a": 1}])
def test_what_is_replaced_is_a_whole_number_or_a_text(value):
    """In `replaces`, any other value is a fault."""
    event = {"event": "direction_issued", "on": "2016", "replaces": value}
    ((path, found, accepted),) = faults(document(event))
    assert ("$.events[0].replaces", json.dumps(value)) == (path, found)
    number_or_text = "Expected a whole number or a text, such as 2."
    assert accepted == ("Expected a whole number such as 2." if value == 1.5 else number_or_text)


@pytest.mark.parametrize(("value", "read"), [(2.0, 2), (2, 2), ("2", "2"), (None, None)], ids=repr)
def test_a_whole_number_is_read_with_or_without_a_decimal_point(value, read):
    """A text stays a text, and null stands for a field that is left out."""
    event = {"event": "direction_issued", "on": "2016", "replaces": value}
    (direction,) = tf.loads(json.dumps(document(event)))
    assert (read, type(read)) == (direction.replaces, type(direction.replaces))


def test_null_stands_for_an_optional_field_that_is_left_out():
    """The field can be one of the history or of an event."""
    data = document(note(known_on=None, note=None, topic=None, acted_by=None), begins_in=None)
    assert tf.History("Sandwell", [ev.Note("2016")]) == tf.loads(json.dumps(data))


def test_a_newer_format_is_reported_as_one():
    """The message says that a newer version may read the file; other formats are refused."""
    ((path, found, accepted),) = faults({**document(), "format": "trustflow/2"})
    assert ("$.format", "'trustflow/2'") == (path, found)
    assert accepted.endswith("A newer version may read the file.")
    for wrong in ("trustflow", 1, None):
        ((path, _, accepted),) = faults({**document(), "format": wrong})
        assert ("$.format", "Expected 'trustflow/1'.") == (path, accepted)
    missing = document()
    del missing["format"]
    assert [("$.format", "nothing", "Expected 'trustflow/1'.")] == faults(missing)


# One history, or several


def test_a_file_of_several_histories_is_not_read_as_one():
    """A file without a history cannot be read as one history, either."""
    text = tf.dumps([SANDWELL, SANDWELL])
    assert (SANDWELL, SANDWELL) == tf.loads_all(text)
    assert SANDWELL == tf.loads(tf.dumps([SANDWELL]))
    for several, found in ((text, "2 histories"), (tf.dumps([]), "0 histories")):
        with pytest.raises(tf.BadHistory, match=rf"found {found}\. Expected one history\."):
            tf.loads(several)


def test_a_file_of_several_histories_has_no_other_field():
    """Each fault has the path of its history."""
    data = {
        "format": "trustflow/1",
        "histories": [document(), {"authority": "Kent"}, 7],
        "authority": "Sandwell",
    }
    assert {"$.authority", "$.histories[0].format", "$.histories[2]"} == {
        path for path, _, _ in faults(data)
    }
    assert ("$.histories", "{}") == fault({"format": "trustflow/1", "histories": {}})


# Files


def test_a_file_is_read_back_equal(tmp_path):
    """The file contains one history or several; its path is a text or a `Path`."""
    path = tmp_path / "sandwell.json"
    tf.dump(SANDWELL, path)
    assert TEXT.encode() == path.read_bytes()
    assert SANDWELL == tf.load(path) == tf.load(str(path))
    tf.dump([SANDWELL, SANDWELL], str(path))
    assert (SANDWELL, SANDWELL) == tf.load_all(path)
    with pytest.raises(tf.BadHistory, match=r"Expected one history\."):
        tf.load(path)


@pytest.mark.parametrize(
    ("dump", "name", "way_out"),
    [
        (tf.dump, "x.csv", r"JSON file.*what \.csv means, use trustflow\.exchange\.dump_csv\.$"),
        (tf.dump, "x.TXT", r"JSON file.*what \.TXT means, use trustflow\.exchange\.dump_csv\.$"),
        (tf.dump, "x.tsv", r"JSON file, such as 'histories\.json'\.$"),
        (tf.dump, "x.xlsx", r"JSON file, such as 'histories\.json'\.$"),
        (exchange.dump_csv, "x.json", r"CSV file.*\.json means, use trustflow\.exchange\.dump\.$"),
        (exchange.dump_csv, "x.ods", r"CSV file, such as 'histories\.csv'\.$"),
    ],
)
def test_a_file_whose_ending_means_another_format_is_not_written(tmp_path, dump, name, way_out):
    """Readers go by the ending: they would read JSON in a file of that name as a table."""
    with pytest.raises(tf.InvalidValue, match=way_out):
        dump(SANDWELL, tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["x", "x.trustflow", "x.JSON", "x.csv.json"])
def test_an_ending_that_means_no_other_format_is_accepted(tmp_path, name):
    """A name without an ending, or with one of the user's own, can be that of any file."""
    tf.dump(SANDWELL, tmp_path / name)
    assert SANDWELL == tf.load(tmp_path / name)
    table = tmp_path / name.replace(".json", "").replace(".JSON", ".dat")
    exchange.dump_csv(SANDWELL, table)
    assert (SANDWELL,) == exchange.load_csv(table)


def test_a_stated_format_goes_before_the_ending(tmp_path):
    """`save` writes what it is told to, into any file."""
    for name, file_format in (("x.csv", "json"), ("x.json", "csv")):
        exchange.save(SANDWELL, tmp_path / name, file_format=file_format)
        options = exchange.ReadOptions(file_format=file_format)
        assert [SANDWELL] == list(exchange.read_file(tmp_path / name, options=options))


def test_a_missing_file_raises_the_error_of_the_operating_system(tmp_path):
    """A missing folder raises such an error as well."""
    with pytest.raises(FileNotFoundError):
        tf.load(tmp_path / "nothing.json")
    with pytest.raises(FileNotFoundError):
        tf.dump(SANDWELL, tmp_path / "nowhere" / "x.json")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o646])
def test_saving_keeps_the_permissions(tmp_path, mode):
    """Everybody who could read the file still can, and nobody else can."""
    path = tmp_path / "x.json"
    path.write_text("old", encoding="utf-8")
    path.chmod(mode)
    tf.dump(SANDWELL, path)
    assert mode == stat.S_IMODE(path.stat().st_mode)
    assert TEXT == path.read_text("utf-8")


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    """The file does not keep the permissions of a temporary file, which only its owner can read."""
    path, plain = tmp_path / "x.json", tmp_path / "plain"
    plain.touch()
    tf.dump(SANDWELL, path)
    assert plain.stat().st_mode == path.stat().st_mode


def test_saving_keeps_a_link_a_link(tmp_path):
    """The target of the link is replaced, even if it is in another folder."""
    (tmp_path / "kept").mkdir()
    target, link = tmp_path / "kept" / "real.json", tmp_path / "link.json"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    tf.dump(SANDWELL, link)
    assert link.is_symlink()
    assert TEXT == target.read_text("utf-8")
    assert ["real.json"] == [path.name for path in target.parent.iterdir()]


def test_saving_leaves_no_temporary_file(tmp_path):
    """No temporary file is left after success or after an error."""
    path = tmp_path / "x.json"
    tf.dump(SANDWELL, path)
    assert ["x.json"] == [path.name for path in tmp_path.iterdir()]
    folder = tmp_path / "folder.json"
    (folder / "full").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        tf.dump(SANDWELL, folder)
    assert {"x.json", "folder.json"} == {path.name for path in tmp_path.iterdir()}


def test_an_error_while_writing_leaves_the_file_unchanged(tmp_path, monkeypatch):
    """If the disk is full, the error is raised before the old file is replaced."""
    path = tmp_path / "x.json"
    tf.dump(SANDWELL, path)

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        tf.dump([], path)
    assert TEXT == path.read_text("utf-8")
    assert ["x.json"] == [path.name for path in tmp_path.iterdir()]


def test_a_folder_that_cannot_be_opened_does_not_prevent_saving(tmp_path, monkeypatch):
    """Some operating systems cannot open a folder, so the rename is not synced there."""
    opened = os.open

    def refuse(path, *arguments, **options):
        if Path(path) == tmp_path:
            raise PermissionError(path)
        return opened(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    tf.dump(SANDWELL, tmp_path / "x.json")
    assert SANDWELL == tf.load(tmp_path / "x.json")


@pytest.mark.parametrize("name", ["é" * 125, "書" * 83, "a" * 250])
def test_a_file_with_the_longest_name_is_saved(tmp_path, name):
    """The temporary file beside it has a short name."""
    path = tmp_path / f"{name}.json"
    tf.dump(SANDWELL, path)
    assert SANDWELL == tf.load(path)


SAVER = """
import sys
import trustflow as tf
from trustflow import events as ev
from trustflow import exchange

def history(size):
    return tf.History("Sandwell", [ev.Note("2016", note="x" * 100)] * size)

path = sys.argv[1]
for size in range(1, 1_000_000):
    tf.dump(history(size % 50), path)
    print(size, flush=True)
"""


KILLED = -getattr(signal, "SIGKILL", -1)
"""The exit code of a killed process: the signal, or 1 on Windows, which has no signals."""


def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path):
    """A process that is killed while it saves leaves a file that can be read."""
    path = tmp_path / "x.json"
    tf.dump(SANDWELL, path)
    for delay in (0.0, 0.003, 0.007, 0.013, 0.029):
        saver = subprocess.Popen(
            [sys.executable, "-c", SAVER, str(path)], stdout=subprocess.PIPE, text=True
        )
        saver.stdout.readline()  # the process has started to save
        time.sleep(delay)
        assert saver.poll() is None
        saver.kill()
        saver.communicate()
        assert KILLED == saver.returncode
        history = tf.load(path)
        assert "Sandwell" == history.authority
        assert evolve(history, events=history.events[:1] * len(history)) == history


# Inherited events, the end of the record, and successors

HEIR = tf.History(
    "North Northamptonshire",
    [ev.Note("2021-04-01")],
    succeeds="Northamptonshire",
    inherits=[ev.DirectionIssued("2018-11-29", purpose="trust", power="4A")],
    checked_to={"inspections": "2026-08-22", "focused visits": "2026-02-03"},
)


def test_inherited_events_are_written_before_the_events():
    """A day for each kind of event is written as an object."""
    data = json.loads(tf.dumps(HEIR))
    assert ["format", "authority", "succeeds", "checked_to", "inherits", "events"] == list(data)
    assert data["checked_to"] == {"inspections": "2026-08-22", "focused visits": "2026-02-03"}
    assert data["inherits"] == [
        {"event": "direction_issued", "on": "2018-11-29", "purpose": "trust", "power": "4A"}
    ]
    assert HEIR == tf.loads(tf.dumps(HEIR))
    assert "inherits" not in json.loads(tf.dumps(tf.History("Devon")))


@pytest.mark.parametrize(
    ("checked_to", "written"),
    [
        ("2026-08-22", "2026-08-22"),
        ("2026-08", "2026-08"),
        ("Ongoing", "ongoing"),
        ("plans=2026-01", {"plans": "2026-01"}),
        ({"plans": "2026-01"}, {"plans": "2026-01"}),
    ],
)
def test_every_form_of_checked_to_is_read_back(checked_to, written):
    """It is a day, the word `ongoing`, or a day for each of some kinds."""
    history = tf.History("Devon", checked_to=checked_to)
    assert written == json.loads(tf.dumps(history))["checked_to"]
    assert history == tf.loads(tf.dumps(history))


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        (
            {"checked_to": {"inspection": "2016", "focused visits": "2016-13", "plan": "2016"}},
            [
                (
                    "$.checked_to.inspection: found an unknown kind of event. "
                    "Did you mean 'inspections'? Expected one of: inspections, focused visits, "
                    "joint inspections, monitoring, intervention, delivery, plans."
                ),
                (
                    "$.checked_to['focused visits']: found '2016-13'. Expected a month from 01 to "
                    "12, "
                    "or a season from 21 (spring) to 24 (winter)."
                ),
                (
                    "$.checked_to.plan: found an unknown kind of event. "
                    "Did you mean 'plans'? Expected one of: inspections, focused visits, "
                    "joint inspections, monitoring, intervention, delivery, plans."
                ),
            ],
        ),
        (
            {"checked_to": "soon"},
            [
                (
                    "$.checked_to: found 'soon'. Expected a day such as 2026-08-22, a day for each "
                    'kind of event such as {"inspections": "2026-08-22"}, or ongoing.'
                )
            ],
        ),
        (
            {"checked_to": ["2016"]},
            [
                (
                    '$.checked_to: found ["2016"]. Expected a day such as 2026-08-22, a day for '
                    "each "
                    'kind of event such as {"inspections": "2026-08-22"}, or ongoing.'
                )
            ],
        ),
        (
            {"inherits": [{"event": "note", "on": "2016"}]},
            [
                (
                    "$: found a contradiction. Invalid inherits: 1 event. Expected succeeds as "
                    "well, "
                    "the name of the authority that had the events."
                )
            ],
        ),
        (
            {"succeeds": "X", "inherits": [{"event": "note", "on": "2016-13"}]},
            [
                (
                    "$.inherits[0].on: found '2016-13'. Expected a month from 01 to 12, or a "
                    "season "
                    "from 21 (spring) to 24 (winter)."
                )
            ],
        ),
    ],
)
def test_a_fault_in_the_fields_of_a_history_names_its_place(fields, faults):
    """All faults are listed; an unknown kind of event gets the nearest one as a suggestion."""
    data = {"format": "trustflow/1", "authority": "Devon", "events": [], **fields}
    with pytest.raises(tf.BadHistory) as caught:
        tf.loads(json.dumps(data))
    assert faults == [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize("into", ["North", ["North"], ["North", "West"], []])
def test_successors_are_a_text_or_a_list(into):
    """One successor is written as a text."""
    text = json.dumps({"event": "authority_reorganised", "on": "2021-04-01", "into": into})
    event = event_from_json(text)
    names = (into,) if isinstance(into, str) else tuple(into)
    assert names == event.into
    expected = {0: None, 1: names[0] if names else None}.get(len(names), list(names))
    assert expected == json.loads(event_to_json(event)).get("into")
    assert event == event_from_json(event_to_json(event))


NEW_FIELDS = [
    ev.InspectionPublished(
        "2012-06", judgement="good", remit="safeguarding", lifts_inadequate=True
    ),
    ev.VisitLetterPublished("2019-05-08", priority_action=True, plan_asked=False),
    ev.VisitLetterPublished(
        "2018-11-09",
        kind="jtai",
        statement_required=True,
        principal_authority="The police",
        received_on="2018-11-08",
    ),
    ev.PlanSubmitted("2019-02-20", responds_to="joint inspection"),
    ev.InterventionSteppedDown("2022-08"),
    ev.ReturnedToCouncil("2022-08", partly=True, services="fostering"),
    ev.DirectionIssued("2018", power="4B"),
    ev.DirectionRevoked("2018", partly=True),
]


@pytest.mark.parametrize("event", NEW_FIELDS, ids=lambda event: event.trigger)
def test_an_event_of_the_second_edition_is_read_back_equal(event):
    """Every field is in the JSON, in the CSV and in a frame with details."""
    assert event == event_from_json(event_to_json(event))
    history = tf.History("Devon", [event])
    assert history == tf.loads(tf.dumps(history))
    assert (history,) == loads_csv(dumps_csv(history))
    assert {"Devon": history} == from_frame(to_frame(history, details=True))


def test_checked_to_may_be_null():
    """Null is the same as a field that is left out."""
    data = json.loads(tf.dumps(tf.History("Sandwell"))) | {"checked_to": None}
    assert tf.loads(json.dumps(data)).checked_to is None


# What the file is expected to contain

EXPECTED = tf.History("Kent", [ev.Note("2016", note="one"), ev.Note("2017", note="two")])


@given(before=st.lists(histories(), max_size=2), after=histories())
def test_what_was_loaded_is_expected(tmp_path_factory, before, after):
    """A file is saved again with what it was loaded with, and is then refused with the same."""
    path = tmp_path_factory.mktemp("expected") / "x.json"
    tf.dump(before, path)
    tf.dump(after, path, expected=tf.load_all(path))
    assert after == tf.load(path)
    tf.dump(before, path, expected=after)
    if tuple(before) != (after,):
        with pytest.raises(tf.StaleFile):
            tf.dump(EXPECTED, path, expected=after)
    assert tuple(before) == tf.load_all(path)


@pytest.mark.parametrize(
    ("found", "change"),
    [
        (None, "it does not exist any more"),
        ("{", "it cannot be read any more"),
        ([], "it lacks 2 of the expected events"),
        (tf.History("Kent", EXPECTED.events[:1]), "it lacks 1 of the expected events"),
        (evolve(EXPECTED, events=[*EXPECTED, ev.Note("2018")]), "it has 1 event more"),
        (evolve(EXPECTED, events=EXPECTED.events * 2), "it has 2 events more"),
        ([EXPECTED, EXPECTED], "it has 2 events more"),
        (SANDWELL, rf"it has {len(SANDWELL)} events more and lacks 2 of the expected events"),
        (evolve(EXPECTED, checked_to="2018-01-01"), "it has the same events, but other details"),
        (evolve(EXPECTED, authority="Devon"), "it has the same events, but other details"),
    ],
    ids=[f"case-{number}" for number in range(10)],
)
def test_a_file_that_changed_is_refused(tmp_path, found, change):
    """The error says in what it differs, and the file stays as it is."""
    path = tmp_path / "x.json"
    if isinstance(found, str):
        path.write_text(found)
    elif found is not None:
        tf.dump(found, path)
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(tf.StaleFile, match=f"{change}[.]") as caught:
        tf.dump(SANDWELL, path, expected=EXPECTED)
    assert str(path) == caught.value.path
    assert before == (path.read_bytes() if path.exists() else None)
    assert list(tmp_path.iterdir()) == [path] * (before is not None)


def test_no_history_is_expected_of_a_new_file(tmp_path):
    """An empty list creates the file, and refuses one that exists."""
    path = tmp_path / "x.json"
    tf.dump(EXPECTED, path, expected=[])
    with pytest.raises(tf.StaleFile, match="it has 2 events more"):
        tf.dump(SANDWELL, path, expected=[])
    assert EXPECTED == tf.load(path)


def test_a_file_above_the_usual_limits_can_be_expected(tmp_path):
    """Whoever loaded it has set other limits."""
    path = tmp_path / "x.json"
    large = evolve(EXPECTED, events=[ev.Note("2016", note="x" * 100_001)])
    tf.dump(large, path, limits=Limits(text=100_001))
    tf.dump(EXPECTED, path, expected=large)
    assert EXPECTED == tf.load(path)


@pytest.mark.parametrize("name", ["good.csv", "good.TXT", "good.xlsx", "good.json", "good"])
def test_a_table_is_refused_with_the_function_that_reads_it(tmp_path, name):
    """The ending of the file shows that it is a table; other files are only not JSON."""
    path = tmp_path / name
    path.write_text("authority,event,on\nDevon,note,2016\n", "utf-8")
    is_table = "json" not in name and "." in name
    for source in (path, str(path)):
        (fault,) = faults_of_file(source)
        assert "invalid JSON" in fault.found
        assert is_table == ("`trustflow.exchange.read_file`" in fault.accepted)
    with path.open("rb") as file:
        (fault,) = faults_of_file(file)
    assert "read_file" not in fault.accepted


def faults_of_file(source):
    """Return the faults of a file that is read as JSON."""
    with pytest.raises(tf.BadHistory) as caught:
        tf.load(source)
    return caught.value.faults
