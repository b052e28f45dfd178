"""Write the JSON Schemas, with documents that each must accept or refuse.

Usage: documents.py FILE
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import trustflow as tf
from trustflow.exchange import (
    SCHEMAS,
    event_schema,
    event_to_data,
    process_to_json,
    schema_of,
)

Document = dict[str, Any]

HISTORIES = Path(__file__).parents[2] / "tests" / "data" / "histories"
PROCESS = tf.TRUST_TRANSFER
EXTENDED = PROCESS.extended(
    triggers={"trust_renamed": "trust renamed"},
    moves=[tf.Move("trust_renamed", "trust_live", "trust_live")],
)
"""A process with a trigger that has no class of events."""
NEEDED = {
    "agency_registered": {"kind": "fostering"},
    "deadline_set": {"what": "A plan", "due": "2016-12-01"},
    "requirement_met": {"what": "A plan"},
}
"""The fields that an event needs besides its day, if its trigger does not imply them."""
FAULTS: dict[str, Document] = {
    "a field that no event has": {"colour": "red"},
    "a number as a date": {"on": 2016},
    "a month that does not exist": {"on": "2016-13"},
    "a day that does not exist": {"on": "2016-02-30"},
    "a date with a line break": {"on": "2016\n"},
    "a number as a note": {"note": 1},
    "a note of white space": {"note": " \u3000\x85"},
    "a note with a control character": {"note": "a\x00b"},
    "a note with a surrogate": {"note": "a\ud800"},
    "a source without a title": {"sources": [{"url": "https://www.gov.uk"}]},
    "a title of two lines": {"sources": [{"title": "a\u2028b"}]},
    "an unknown word": {"sources": [{"title": "a", "confidence": "certain"}]},
    "a link that runs code": {"sources": [{"title": "a", "url": "javascript:alert(1)"}]},
    "a link with a quotation mark": {"sources": [{"title": "a", "url": 'https://a"b'}]},
    "a link with a space": {"sources": [{"title": "a", "url": "https://a b"}]},
    "a link with a mark of direction": {"sources": [{"title": "a", "url": "https://a\u202eb"}]},
    "a link with a tag": {"sources": [{"title": "a", "url": "https://a\U000e0041b"}]},
    "two due days": {"deadlines": [{"what": "a", "due": "2016", "within": "3 months"}]},
    "a span in other words": {"deadlines": [{"what": "a", "within": "3 mths"}]},
}
"""For each fault, the fields of an event that has it."""


def main(path: str) -> None:
    """Write the schemas and the documents to a file."""
    schemas = {kind: schema_of(kind) for kind in SCHEMAS}
    schemas |= {f"{kind}, extended": schema_of(kind, EXTENDED) for kind in ("history", "event")}
    schemas |= {trigger: event_schema(trigger, EXTENDED) for trigger in EXTENDED.triggers}
    classes = (cls.class_name for cls in PROCESS.events)
    schemas |= {f"{name}, class": event_schema(name) for name in classes}
    accepted, refused = [*_good()], [*_faulty()]
    written = {"schemas": schemas, "accepted": accepted, "refused": refused}
    Path(path).write_text(json.dumps(written), encoding="utf-8")


def _good() -> Any:
    """Yield the name of a schema, a description and a document that the schema accepts."""
    histories = list(tf.casebook.histories())
    for file in sorted(HISTORIES.glob("*.json")):
        yield "history", file.name, json.loads(file.read_text("utf-8"))
        histories += tf.load_all(file)
    yield "history", "all histories in one file", json.loads(tf.dumps(histories))
    for history in histories:
        data = json.loads(tf.dumps(history))
        yield "history", history.authority, data
        yield "history, extended", history.authority, {**data, "process": EXTENDED.name}
        yield "findings", history.authority, [each.to_dict() for each in tf.check(history).findings]
        # The schema of the trigger is for another class if the event is on another subject.
        for event in filter(_has_schema, history):
            for schema in ("event", event.trigger, f"{event.event_name}, class"):
                yield schema, f"{history.authority}: {event!r}", event_to_data(event)
    for trigger in EXTENDED.triggers:
        for schema in ("event, extended", trigger):
            yield schema, f"the least of {trigger}", _least(trigger)
    for process in (PROCESS, EXTENDED):
        yield "process", process.title, json.loads(process_to_json(process))


def _has_schema(event: tf.Event) -> bool:
    return PROCESS.by_class[event.trigger][0] is type(event)


def _least(trigger: str) -> Document:
    event = EXTENDED.event(trigger, "2016-07-14", **NEEDED.get(trigger, {}))
    return event_to_data(event)


def _faulty() -> Any:
    """Yield the name of a schema, a description and a document that the schema refuses."""
    for trigger in EXTENDED.triggers:
        data = _least(trigger)
        for fault, fields in FAULTS.items():
            for schema in ("event, extended", trigger):
                yield schema, f"{trigger} with {fault}", {**data, **fields}
        for name in data:
            without = {key: value for key, value in data.items() if key != name}
            yield trigger, f"{trigger} without {name}", without
    history = json.loads(tf.dumps(tf.casebook.load("Sandwell")))
    for name in ("format", "authority"):
        without = {key: value for key, value in history.items() if key != name}
        yield "history", f"a history without {name}", without
    for name, value in {
        "format": "trustflow/2",
        "authority": " ",
        "gss_code": "e08000028",
        "begins_in": "elsewhere",
        "checked_to": "soon",
        "inherits": [],
        "events": [{"event": "nothing", "on": "2016"}],
        "colour": "red",
    }.items():
        yield "history", f"a history with another {name}", {**history, name: value}
    for fault, fields in FAULTS.items():
        events = [{"event": "note", "on": "2016", **fields}]
        yield "history", f"a history with {fault}", {**history, "events": events}
    yield "findings", "findings without fields", [{}]
    process = json.loads(process_to_json(PROCESS))
    for name, value in {"stages": [], "moves": [{}], "rules": [{"id": 1}], "title": ""}.items():
        yield "process", f"a process with other {name}", {**process, name: value}


if __name__ == "__main__":
    main(*sys.argv[1:])
