"""Targets for the texts of forms, for processes in JSON, and for calendar files."""

from attrs import fields
from icalendar import Calendar

import trustflow as tf
from tests.fuzz.answers import answer_of, is_refused
from tests.fuzz.draw import Draw
from trustflow._text import visible
from trustflow.exchange import (
    changed_event,
    deadlines_to_ics,
    event_class,
    event_from_form,
    event_from_json,
    event_from_texts,
    event_schema,
    event_to_json,
    process_from_json,
    process_to_json,
    process_to_scxml,
)
from trustflow.history import NamedEvent
from trustflow.views import diagram

TRIGGERS = (*tf.TRUST_TRANSFER.triggers, *(cls.class_name for cls in tf.TRUST_TRANSFER.events))
OTHER_FIELDS = ("source", "source_url", "source_published", "source_confidence", "sources", "event")
MAX_FIELDS = 6


def drawn_form(draw):
    """Return a trigger and the texts of fields, most of which the trigger has."""
    trigger = draw.choice((*TRIGGERS, draw.text))
    trigger = trigger() if callable(trigger) else trigger
    known = (*event_schema(trigger)["properties"],) if trigger in TRIGGERS else ("on", "note")
    texts = {}
    for _ in range(draw.number(MAX_FIELDS)):
        name = draw.choice((*known, *OTHER_FIELDS, draw.text))
        texts[name() if callable(name) else name] = draw.text("surrogateescape")
    return trigger, texts


def assert_read_back(event):
    """Assert that an event is the same after it was written and read."""
    assert event == event_from_json(event_to_json(event))


def read_forms(data):
    """Read the fields of a form: they must be refused, each fault at a field, or be an event."""
    draw = Draw(data)
    is_repeated, day_first = draw.number(2), bool(draw.number(2))
    trigger, texts = drawn_form(draw)
    given = {name: [text, text] for name, text in texts.items()} if is_repeated else texts
    event = answer_of(lambda: event_from_form(trigger, given, day_first=day_first))
    if is_refused(event):
        assert event.by_path.keys() <= {*known_fields(trigger), *map(visible, texts), "event"}
        return
    assert trigger in {event.trigger, event.class_name}
    assert_read_back(event)


def known_fields(trigger):
    """Return the names of the fields that a form of a trigger can have."""
    if trigger not in TRIGGERS:
        return ()
    columns = ("published", "confidence", "copy_of", "stated_date", "evidence_row", "url")
    own = (field.name for field in fields(event_class(trigger)))
    return (*own, "source", *(f"source_{column}" for column in columns))


def read_texts(data):
    """Read texts as an event, and change one with them: both must be refused or be an event."""
    draw = Draw(data)
    trigger, texts = drawn_form(draw)
    on = texts.pop("on", "2016-07")
    event = answer_of(lambda: event_from_texts(trigger, on, texts))
    if not is_refused(event):
        assert_read_back(event)
    before = answer_of(lambda: event_from_texts(trigger, "2016", {}))
    if is_refused(before):
        return
    after = answer_of(lambda: changed_event(before, texts))
    if not is_refused(after):
        assert type(before) is type(after)
        assert_read_back(after)


def read_processes(data):
    """Read a process in JSON: it must be refused, or be written, drawn and used."""
    process = answer_of(lambda: process_from_json(data))
    if is_refused(process):
        assert process.faults
        return
    assert process == process_from_json(process_to_json(process))
    assert diagram(process, "mermaid")
    assert process_to_scxml(process)
    first = next(iter(process.triggers))
    history = tf.History("X", NamedEvent("2016-07", what=first))
    assert len(tf.check(history, process).steps) == 1


def write_calendars(data):
    """Use any texts in deadlines: a calendar file must contain them as texts, and nothing else."""
    draw = Draw(data)
    texts = [draw.text("surrogateescape") for _ in range(4)]
    due = answer_of(lambda: drawn_deadlines(*texts[:3]))
    if is_refused(due):
        return
    authority, name = texts[0], texts[3] or None
    text = answer_of(lambda: deadlines_to_ics(due, authority=authority, name=name, alarm="3 days"))
    if is_refused(text):
        return
    lines = text.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    events = Calendar.from_ical(text).walk("VEVENT")
    assert len(due) == len(events)
    unfolded = text.replace(b"\r\n ", b"").decode().split("\r\n")
    assert {line.partition(":")[0].partition(";")[0] for line in unfolded} <= PROPERTIES


def drawn_deadlines(authority, what, note):
    """Return the deadlines of a case that has the texts."""
    history = tf.History(
        authority,
        [
            tf.events.InspectionPublished(
                "2016-07-14", areas={"help and protection": "inadequate"}, note=note
            ),
            tf.events.DeadlineSet("2016-08-01", what=what, due="2016-12-01"),
        ],
    )
    return tf.deadlines(history, "2016-11-25", everything=True)


PROPERTIES = {
    *("BEGIN", "END", "PRODID", "VERSION", "X-WR-CALNAME", "UID", "DTSTAMP", "LAST-MODIFIED"),
    *("SUMMARY", "DTSTART", "DTEND", "DESCRIPTION", "TRANSP", "STATUS", "SEQUENCE", "ACTION"),
    *("TRIGGER", ""),
}
"""The properties that a calendar file of deadlines can have; the last line is empty."""


def form(trigger, *pairs):
    """Return a form as an input of the target."""
    head = bytes([0, 0, TRIGGERS.index(trigger), len(pairs)])
    names = (*event_schema(trigger)["properties"], *OTHER_FIELDS)
    fields = (bytes([names.index(name)]) + text.encode() + b"\0" for name, text in pairs)
    return head + b"".join(fields)


LOAN = tf.Process(
    name="loan",
    title="A book on loan",
    stages={"home": tf.StageInfo("On the shelf", "x"), "out": tf.StageInfo("Lent out", "y")},
    initial="home",
    triggers={"lent": "lent out", "returned": "brought back"},
    moves=[tf.Move("lent", "home", "out"), tf.Move("returned", "out", "home")],
)
"""A small process; the fuzzer changes some bytes of it."""
TARGETS = {
    "forms": read_forms,
    "texts": read_texts,
    "processes": read_processes,
    "calendars": write_calendars,
}
SEEDS = {
    "forms": [
        form("direction_issued_trust", ("on", "2016-10-06"), ("number", "2"), ("source", "x")),
        form("inspection_published", ("on", "6/10/2016"), ("areas", "leadership=good")),
    ],
    "texts": [
        form("direction_issued_trust", ("note", "x"))[2:],
        form("inspection_published", ("areas", '{"leadership": "good"}'))[2:],
    ],
    "processes": [process_to_json(LOAN).encode()],
    "calendars": [b"Kent\0the plan; due,\\n\0x\0\0", "Kent\0λ\nBEGIN:VALARM\0\0name".encode()],
}
