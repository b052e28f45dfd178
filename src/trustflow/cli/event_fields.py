"""The fields of an event in words: what each accepts, and an example that can be recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import fields, frozen

from ..exchange import event_class, schema_of
from ..history import Event, NamedEvent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..process import Process

__all__ = ["EventField", "date_fields", "event_fields"]

Schema = dict[str, Any]

LEFT_OUT = {"event", "on", "sources"}
"""The fields that `trustflow record` takes in other ways than `--field`."""
DATE = "a date, as far as it is known"
KINDS = {
    "#/$defs/text": ("a text", "Some text"),
    "#/$defs/line": ("one line of text", "Some text"),
    "#/$defs/date": (DATE, "2025-03-04"),
    "#/$defs/span": ("a length of time, such as 3 months or 70 working days", "3 months"),
    "boolean": ("yes or no", "yes"),
    "integer": ("a whole number", "1"),
    "string": ("a text", "Some text"),
}
"""For each reference and type of a schema, its words and an example."""
RECORDS = "records as JSON"
"""The words for values that are neither texts, numbers nor dates."""
SEVERAL = "several as a list in JSON"


@frozen
class EventField:
    """What a field of an event accepts.

    Args:
        kind: What the field accepts, in words.
        words: The words that it accepts; empty if it accepts more than a list of words.
        example: A text that it accepts.
        required: Whether an event needs the field.
        in_example: Whether an example has the field: it is required, or the first of several of
            which one is.
        meaning: What the field is for, as a sentence; empty if that is not described.
    """

    kind: str
    words: tuple[str, ...]
    example: str
    required: bool
    in_example: bool
    meaning: str

    def to_dict(self) -> dict[str, Any]:
        """Return the field as plain data, as the command prints it in JSON."""
        return {
            "kind": self.kind,
            "words": list(self.words),
            "required": self.required,
            "meaning": self.meaning,
        }


def date_fields(name: str, process: Process) -> frozenset[str]:
    """Return the names of the fields of an event that hold dates.

    Args:
        name: The trigger, or the name of the class.
        process: The process of the event.

    Raises:
        InvalidValue: The process has neither.
    """
    accepted = event_fields(name, event_class(name, process), process)
    return frozenset(field for field, each in accepted.items() if each.kind.startswith(DATE))


def event_fields(name: str, cls: type[Event], process: Process) -> Mapping[str, EventField]:
    """Return the fields of an event by name, with those that every event has last.

    Args:
        name: The trigger, or the name of the class.
        cls: The class of the event.
        process: The process of the event.
    """
    event = name if cls is NamedEvent else cls.class_name
    record = _record(event, schema_of("event", process)["$defs"])
    # What a single class has is not what every event has.
    classes = process.events if len(process.events) > 1 else (Event,)
    by_class = ({field.name for field in fields(each)} for each in classes)
    common = set.intersection(*by_class)
    names = [str(name) for name in record["properties"] if name not in LEFT_OUT]
    required = {*record["required"]}
    # Of a trigger with variants, the fields of the variant are in the example.
    one_needed = [] if cls.variants else record.get("anyOf", [])[:1]
    in_example = required.union(*(part["required"] for part in one_needed))
    return {
        name: _field(
            record["properties"][name],
            required=name in required,
            in_example=name in in_example,
            triggers=frozenset(process.triggers),
        )
        for name in sorted(names, key=common.__contains__)
    }


def _record(event: str, definitions: Mapping[str, Schema]) -> Schema:
    """Return the schema of an event with this name."""
    by_name = {
        part["if"]["properties"]["event"]["const"]: part["then"]["$ref"]
        for part in definitions["event"]["allOf"]
    }
    return definitions[by_name[event].removeprefix("#/$defs/")]


def _field(
    schema: Schema, *, required: bool, in_example: bool, triggers: frozenset[str]
) -> EventField:
    kind, words, example = _accepted(schema)
    if triggers == {*words}:
        kind = "a trigger"
    meaning = schema.get("description", "")
    if meaning and not meaning.endswith("."):
        meaning += "."
    return EventField(kind, words, example, required, in_example, meaning)


def _accepted(schema: Schema) -> tuple[str, tuple[str, ...], str]:
    """Return what a schema accepts in words, the words of a list, and an example."""
    if "anyOf" in schema:
        first, other = schema["anyOf"]
        kind, words, example = _accepted(first)
        other_kind = SEVERAL if other.get("type") == "array" else _accepted(other)[0]
        return f"{kind}, or {other_kind}", words, example
    if "enum" in schema:
        words = tuple(map(str, schema["enum"]))
        return f"one of: {', '.join(words)}", words, words[0]
    if "additionalProperties" in schema:
        kind, words, example = _accepted(schema["additionalProperties"])
        return f"pairs of a name and {kind}", words, f"name={example}"
    kind, example = KINDS.get(str(schema.get("$ref", schema.get("type"))), (RECORDS, "[]"))
    return kind, (), example
