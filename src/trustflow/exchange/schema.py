"""Make the JSON Schemas (2020-12) of the file formats from the classes of the records in the files.

The package also ships the schemas as files; a test compares them with those that are made here.
"""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from ..engine import Finding
from ..history import (
    GSS_CODE,
    ONGOING,
    Confidence,
    History,
    NamedEvent,
    Severity,
    Strength,
    one_of,
)
from ..process import Condition, DateRule, Process, process_of
from ..trust_transfer import TRUST_TRANSFER
from .event_schemas import DIALECT, any_event
from .process_json import DATE_FIELDS, TEXT_FIELDS
from .schema_parts import END, Schema, SchemaBuilder, summary_of
from .versions import HISTORY_FORMAT, PROCESS_FIELD, PROCESS_FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SCHEMAS", "schema_of", "schema_text"]

HISTORY_NOTE = (
    "A schema cannot express that a day is in the calendar, that an interval or a range ends after "
    "it starts, that an object has no name twice, or how large a file may be. These conditions are "
    "checked when the file is read. Words of a list can be in upper or lower case."
)
PROCESS_NOTE = (
    "A schema cannot express that every stage and trigger in use is defined, that every stage can "
    "be reached, that a trigger has only one move in a stage, or that a rule has a bound and a "
    "source. These conditions are checked when the file is read."
)
NAME = f"^[A-Za-z][A-Za-z0-9_]*{END}"


def schema_of(kind: str, process: Process = TRUST_TRANSFER) -> dict[str, Any]:
    """Return the JSON Schema for a kind of data, such as ``event`` for an event of any trigger.

    In the schema of an event, ``$defs`` has the schema of each class of events by its name.
    `event_schema` returns the schema of the events of one trigger.

    Args:
        kind: ``history``, ``event``, ``findings`` or ``process``.
        process: The process of the histories or events; the trust transfer by default.

    Raises:
        InvalidValue: The kind is unknown; the message lists the kinds.
    """
    kind = one_of(kind, SCHEMAS, "kind of schema")
    process = process_of(process)
    builder = SchemaBuilder()
    title, schema = _MAKERS[kind](builder, process)
    depends_on_process = kind in {"history", "event"}
    name = process.name if depends_on_process and process is not TRUST_TRANSFER else ""
    identifier = ":".join(filter(None, ["urn:trustflow:schema", kind, name, "1"]))
    return {
        "$schema": DIALECT,
        "$id": identifier,
        "title": title,
        **builder.with_definitions(schema),
    }


def schema_text(kind: str) -> str:
    """Return the text of the shipped JSON Schema for a kind of data.

    The text is the schema for the trust transfer, which `schema_of` returns as plain data.

    Raises:
        InvalidValue: The kind is not ``history``, ``event``, ``findings`` or ``process``.
    """
    kind = one_of(kind, SCHEMAS, "kind of schema")
    folder = resources.files(__name__.rpartition(".")[0]) / "schemas"
    return (folder / f"{kind}.schema.json").read_text("utf-8")


def _history(builder: SchemaBuilder, process: Process) -> tuple[str, Schema]:
    overrides: dict[str, Schema] = {
        "gss_code": {"type": "string", "pattern": f"^{GSS_CODE}{END}"},
        "begins_in": {"enum": [str(stage) for stage in process.stages]},
        "checked_to": _checked_to(process),
        "inherits": {"type": "array", "items": any_event(builder, process)},
        "events": {"type": "array", "items": any_event(builder, process)},
    }
    history = builder.record(History, overrides=overrides)
    history["dependentRequired"] = {"inherits": ["succeeds"]}
    file_format = {"const": HISTORY_FORMAT}
    head = {"format": file_format, PROCESS_FIELD: {"const": process.name}}
    one = {**history, "properties": {**head, **history["properties"]}}
    one["required"] = ["format", *history["required"]]
    several = {
        "type": "object",
        "properties": {
            **head,
            "histories": {"type": "array", "items": builder.define("history", history)},
        },
        "required": ["format", "histories"],
        "additionalProperties": False,
    }
    title = f"A file of one history, or several: {process.title}"
    return title, {"description": HISTORY_NOTE, "anyOf": [one, several]}


def _checked_to(process: Process) -> Schema:
    """Return the schema of a day, an object of a day for each kind of event, or `ongoing`."""
    day = {"$ref": "#/$defs/date"}
    by_kind = {
        "type": "object",
        "properties": dict.fromkeys(process.kinds, day),
        "additionalProperties": False,
    }
    return {"anyOf": [day, by_kind, {"const": ONGOING}]}


def _event(builder: SchemaBuilder, process: Process) -> tuple[str, Schema]:
    schema = any_event(builder, process)
    return f"One event: {process.title}", {"description": HISTORY_NOTE, **schema}


def _findings(_builder: SchemaBuilder, _process: Process) -> tuple[str, Schema]:
    optional_text = {"type": ["string", "null"]}
    citation = {
        "type": ["object", "null"],
        "properties": {"text": {"type": "string"}, "url": optional_text},
        "required": ["text", "url"],
        "additionalProperties": False,
    }
    properties: dict[str, Any] = {
        "code": {"type": "string"},
        "strength": {"enum": [str(strength) for strength in Strength]},
        "severity": {"enum": [str(severity) for severity in Severity]},
        "certain": {"type": "boolean"},
        "index": {"type": "integer", "minimum": -1},
        "rule": optional_text,
        "duty_holder": optional_text,
        "message": {"type": "string"},
        "citation": citation,
        "confidence": {"enum": [*(str(confidence) for confidence in Confidence), None]},
    }
    finding = {
        "description": summary_of(Finding),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return "Findings", {"type": "array", "items": finding}


def _process(builder: SchemaBuilder, _process: Process) -> tuple[str, Schema]:
    field_name = {"type": "string", "pattern": NAME}
    # Every event has these attributes, and few of them contain a date or a text.
    attributes = {name for name in dir(NamedEvent) if re.match(NAME, name)}
    date_field = {**field_name, "not": {"enum": sorted(attributes - DATE_FIELDS)}}
    text_field = {**field_name, "not": {"enum": sorted(attributes - TEXT_FIELDS)}}
    builder.overrides[Condition] = {"field": field_name}
    builder.overrides[DateRule] = {
        "start_field": date_field,
        "end_field": date_field,
        "duty_holder_field": text_field,
    }
    file_format = {"const": PROCESS_FORMAT}
    whole = builder.record(Process, without={"events"}, overrides={"format": file_format})
    return "A process", {**whole, "description": PROCESS_NOTE}


_MAKERS: dict[str, Callable[[SchemaBuilder, Process], tuple[str, Schema]]] = {
    "history": _history,
    "event": _event,
    "findings": _findings,
    "process": _process,
}
SCHEMAS = tuple(_MAKERS)
"""The kinds of data that have a JSON Schema: history, event, findings and process."""
