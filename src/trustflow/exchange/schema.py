"""JSON Schemas (2020-12) of our files, made from the classes that read them.

The files of the package are held to them by a test; ``trustflow schema`` prints them.
"""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from ..engine import Finding
from ..history import GSS_CODE, Confidence, History, NamedEvent, Severity, Strength
from ..process import Condition, DateRule, Process
from ..trust_transfer import TRUST_TRANSFER
from .schema_parts import END, Parts, example_of, one_line
from .versions import HISTORY_FORMAT, PROCESS_FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..history import Event

__all__ = ["SCHEMAS", "schema_of", "schema_text"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
UNSAID = (
    "A schema cannot say that a day is in the calendar, that an interval or a range ends after it "
    "starts, that no object has a name twice, or how large a file may be; these are checked on "
    "reading. Words of a list are read in any case."
)
PROCESS_UNSAID = (
    "A schema cannot say that every stage and trigger named is one of the process, that every "
    "stage can be reached, that a stage and a trigger have one move, or that a rule has a bound "
    "and a source; these are checked on reading."
)
NAME = f"^[A-Za-z][A-Za-z0-9_]*{END}"


def schema_of(kind: str, process: Process = TRUST_TRANSFER) -> dict[str, Any]:
    """The JSON Schema of a kind of file: history, event, findings or process.

    Args:
        kind: The kind.
        process: Whose histories or events they are; the trust transfer's when left out.

    Raises:
        KeyError: There is no such kind.
    """
    parts = Parts()
    title, schema = SCHEMAS[kind](parts, process)
    named = "" if process is TRUST_TRANSFER or kind in {"process", "findings"} else process.name
    identifier = ":".join(filter(None, ["urn:trustflow:schema", kind, named, "1"]))
    used = {name: part for name, part in parts.definitions.items() if _is_used(name, parts, schema)}
    return {
        "$schema": DIALECT,
        "$id": identifier,
        "title": title,
        **schema,
        **({"$defs": used} if used else {}),
    }


def schema_text(kind: str) -> str:
    """The JSON Schema of a kind of file of the trust transfer, as the package ships it.

    Raises:
        FileNotFoundError: There is no such kind.
    """
    folder = resources.files(__name__.rpartition(".")[0]) / "schemas"
    return (folder / f"{kind}.schema.json").read_text("utf-8")


def _is_used(name: str, parts: Parts, schema: dict[str, Any]) -> bool:
    others = [part for other, part in parts.definitions.items() if other != name]
    return f'"#/$defs/{name}"' in json.dumps([schema, others])


def _history(parts: Parts, process: Process) -> tuple[str, dict[str, Any]]:
    begins = {"enum": [str(stage) for stage in process.stages]}
    given: dict[str, dict[str, Any]] = {
        "gss_code": {"type": "string", "pattern": f"^{GSS_CODE}{END}"},
        "begins_in": begins,
        "events": {"type": "array", "items": _any_event(parts, process)},
    }
    history = parts.record(History, given=given)
    form = {"const": HISTORY_FORMAT}
    alone = {**history, "properties": {"format": form, **history["properties"]}}
    alone["required"] = ["format", *history["required"]]
    several = {
        "type": "object",
        "properties": {
            "format": form,
            "histories": {"type": "array", "items": parts.refer("history", history)},
        },
        "required": ["format", "histories"],
        "additionalProperties": False,
    }
    title = f"A file of one history, or several: {process.title}"
    return title, {"description": UNSAID, "anyOf": [alone, several]}


def _event(parts: Parts, process: Process) -> tuple[str, dict[str, Any]]:
    found = _any_event(parts, process)
    return f"One event: {process.title}", {"description": UNSAID, **found}


def _any_event(parts: Parts, process: Process) -> dict[str, Any]:
    """An event of any class, told by its name; or of a trigger that has no class."""
    each: dict[str, dict[str, Any]] = {
        cls.class_name: _event_of(parts, cls) for cls in process.events
    }
    bare = [trigger for trigger in process.triggers if trigger not in process.by_class]
    if bare:
        named = parts.record(NamedEvent, without={"what"}, given={"event": {"enum": bare}})
        each |= dict.fromkeys(bare, parts.refer("named_event", named))
    # Told apart by the name, so that what is wrong is told of the one class that is meant.
    chosen = [
        {"if": {"properties": {"event": {"const": name}}}, "then": part}
        for name, part in each.items()
    ]
    event = {
        "type": "object",
        "properties": {"event": {"enum": list(each)}},
        "required": ["event"],
        "allOf": chosen,
    }
    return parts.refer("event", event)


def _event_of(parts: Parts, cls: type[Event]) -> dict[str, Any]:
    name = {"const": cls.class_name}
    record = parts.record(cls, given={"event": name}, example=example_of(cls))
    if not _can_be_bare(cls):
        record["anyOf"] = [
            {
                "required": list(given),
                "properties": {name: {"const": value} for name, value in given.items()},
            }
            for given in cls.variants.values()
        ]
    return parts.refer(cls.class_name, record)


def _can_be_bare(cls: type[Event]) -> bool:
    """Whether the fields that a class cannot do without are all it needs."""
    try:
        cls("2000-01-01")
    except TypeError:
        return True  # a field is needed, which the schema says
    except ValueError:
        return False  # any of several is, as its variants have it
    return True


def _findings(_parts: Parts, _process: Process) -> tuple[str, dict[str, Any]]:
    maybe_text = {"type": ["string", "null"]}
    citation = {
        "type": ["object", "null"],
        "properties": {"text": {"type": "string"}, "url": maybe_text},
        "required": ["text", "url"],
        "additionalProperties": False,
    }
    properties: dict[str, Any] = {
        "code": {"type": "string"},
        "strength": {"enum": [str(each) for each in Strength]},
        "severity": {"enum": [str(each) for each in Severity]},
        "certain": {"type": "boolean"},
        "index": {"type": "integer", "minimum": -1},
        "rule": maybe_text,
        "duty_holder": maybe_text,
        "message": {"type": "string"},
        "citation": citation,
        "confidence": {"enum": [*(str(each) for each in Confidence), None]},
    }
    finding = {
        "description": one_line(Finding),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return "Findings", {"type": "array", "items": finding}


def _process(parts: Parts, _process: Process) -> tuple[str, dict[str, Any]]:
    named = {"type": "string", "pattern": NAME}
    attributes = {name for name in dir(NamedEvent) if re.match(NAME, name)}
    no_dates = sorted(attributes - {"on", "known_on"})
    parts.given[Condition] = {"field": named}
    parts.given[DateRule] = {"start_field": {**named, "not": {"enum": no_dates}}}
    whole = parts.record(Process, without={"events"}, given={"format": {"const": PROCESS_FORMAT}})
    return "A process", {**whole, "description": PROCESS_UNSAID}


SCHEMAS: dict[str, Callable[[Parts, Process], tuple[str, dict[str, Any]]]] = {
    "history": _history,
    "event": _event,
    "findings": _findings,
    "process": _process,
}
"""The kinds of files that have a schema."""
