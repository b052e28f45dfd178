"""Make the JSON Schemas of events: of any event, of one class, and of one trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve, fields

from ..engine import capital
from ..history import NamedEvent
from ..trust_transfer import TRUST_TRANSFER
from .event_texts import event_class
from .minimal_event import PROBE, SOME_DAY, minimal_event
from .schema_parts import LINE, TEXT, Schema, SchemaBuilder

if TYPE_CHECKING:
    from ..history import Event
    from ..process import Process

__all__ = ["DIALECT", "any_event", "event_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def event_schema(trigger: str, process: Process = TRUST_TRANSFER) -> dict[str, Any]:
    """Return the JSON Schema of the events of a trigger, such as for a form.

    Each field has a title, and a description if its class describes it. A field that the trigger
    implies has its value as the default, and a field that can only have the default of its class
    is left out. `event_from_json` reads what the schema accepts.

    Args:
        trigger: The trigger, or the name of a class of events, such as ``inspection_published``,
            for events of each variant.
        process: The process of the events; the trust transfer by default.

    Raises:
        InvalidValue: The process has neither; the message suggests the most similar name.

    Example:
        >>> schema = event_schema("direction_issued_trust")
        >>> schema["title"], schema["required"]
        ('Direction issued: move to a trust', ['event', 'on', 'purpose'])
        >>> schema["properties"]["purpose"]["const"]
        'trust'
    """
    cls = event_class(trigger, process)
    builder = SchemaBuilder()
    name = trigger if cls is NamedEvent else cls.class_name
    record = _named_event(builder, [trigger]) if cls is NamedEvent else _record(builder, cls)
    record["properties"]["event"] = {"const": name, "default": name}
    if cls is not NamedEvent and trigger in process.triggers:
        _narrow(record, cls, trigger)
    record["properties"] = {
        field: {"title": capital(field.replace("_", " ")), **part}
        for field, part in record["properties"].items()
    }
    label = process.triggers.get(trigger, trigger.replace("_", " "))
    of_process = "" if process is TRUST_TRANSFER else f"{process.name}:"
    return {
        "$schema": DIALECT,
        "$id": f"urn:trustflow:schema:event:{of_process}{trigger}:1",
        "title": capital(label),
        **builder.with_definitions(record),
    }


def any_event(builder: SchemaBuilder, process: Process) -> Schema:
    """Return the schema of an event of any class, or of a trigger that has no class."""
    by_name = {
        cls.class_name: builder.define(cls.class_name, _record(builder, cls))
        for cls in process.events
    }
    bare = [trigger for trigger in process.triggers if trigger not in process.by_class]
    if bare:
        named = _named_event(builder, bare)
        by_name |= dict.fromkeys(bare, builder.define("named_event", named))
    # With `if` and `then` instead of `anyOf`, a validator reports the faults of one class only.
    chosen = [
        {"if": {"properties": {"event": {"const": name}}}, "then": part}
        for name, part in by_name.items()
    ]
    event = {
        "type": "object",
        "properties": {"event": {"enum": list(by_name)}},
        "required": ["event"],
        "allOf": chosen,
    }
    return builder.define("event", event)


def _named_event(builder: SchemaBuilder, triggers: list[str]) -> Schema:
    return builder.record(NamedEvent, without={"what"}, overrides={"event": {"enum": triggers}})


def _record(builder: SchemaBuilder, cls: type[Event]) -> Schema:
    name = {"const": cls.class_name}
    record = builder.record(cls, overrides={"event": name}, example=minimal_event(cls))
    if _needs_a_variant(cls):
        record["anyOf"] = [
            {
                "required": list(values),
                "properties": {name: {"const": value} for name, value in values.items()},
            }
            for values in cls.variants.values()
        ]
    return record


def _needs_a_variant(cls: type[Event]) -> bool:
    """Return whether a class refuses an event without the fields of a variant."""
    try:
        cls(SOME_DAY)
    except TypeError:
        return False  # the class requires a field, and so does its schema
    except ValueError:
        return True
    return False


# The schema of one trigger. The class decides the trigger, so values are tried in an example.


def _narrow(record: Schema, cls: type[Event], trigger: str) -> None:
    """Leave in the schema of a class only the values that give its events the trigger."""
    example = minimal_event(cls, trigger)
    if example.trigger != trigger:
        return  # the fields that the class names do not decide the trigger
    implied = cls.triggers()[trigger]
    defaults = {field.name: field.default for field in fields(cls)}
    properties: dict[str, Schema] = record["properties"]
    for name, part in list(properties.items()):
        values = _values(part, defaults.get(name))
        kept = [value for value in values if _gives(trigger, example, {name: value})]
        if values and kept in ([], [defaults[name]]):
            del properties[name]
        else:
            default = {"default": implied[name]} if name in implied else {}
            properties[name] = {**_only(part, kept, values), **default}
    if not {*record.get("if", {}).get("required", ())} <= properties.keys():
        del record["if"], record["then"]
    if cls.variants:
        record.pop("anyOf", None)
    for name in [name for name in implied if name not in record["required"]]:
        without = {name: defaults[name]}
        if _gives(trigger, example, without):
            continue
        others = cls.variant_fields if name in cls.variant_fields else ()
        decisive = [_decisive(trigger, example, without, properties, other) for other in others]
        if any(decisive):
            record["anyOf"] = [{"required": [name]}, *filter(None, decisive)]
        else:
            record["required"].append(name)


def _gives(trigger: str, example: Event, values: dict[str, Any]) -> bool:
    """Return whether an event has a trigger if it has these values."""
    try:
        return evolve(example, **values).trigger == trigger
    except (ValueError, TypeError):
        return False


def _values(part: Schema, default: object) -> list[Any]:
    """Return the values to try in a field: every one, or the default and one other text."""
    if "enum" in part:
        return list(part["enum"])
    if part.get("type") == "boolean":
        return [True, False]
    if words := _words_of_names(part):
        return [default, *({PROBE: word} for word in words)]
    if part.get("$ref") in {LINE["$ref"], TEXT["$ref"]}:
        return [default, PROBE] if isinstance(default, str) else [PROBE]
    return []


def _words_of_names(part: Schema) -> list[str]:
    """Return the words that a field accepts that maps names to words, such as `areas`."""
    words: list[str] = part.get("additionalProperties", {}).get("enum", [])
    return words


def _only(part: Schema, kept: list[Any], values: list[Any]) -> Schema:
    """Return the schema of a field that accepts only the values to keep."""
    if kept == values or _words_of_names(part):
        return part
    if PROBE in values:
        return {**part, "not": {"const": values[0]}}
    others = {name: value for name, value in part.items() if name != "enum"}
    return {**others, **({"enum": kept} if len(kept) > 1 else {"const": kept[0]})}


def _decisive(
    trigger: str,
    example: Event,
    without: dict[str, Any],
    properties: dict[str, Schema],
    name: str,
) -> Schema | None:
    """Return the schema of events whose trigger the words in a field decide, such as `areas`.

    Args:
        trigger: The trigger.
        example: An event of the trigger.
        without: The field that decides if it is given, with its default.
        properties: The schemas of the fields.
        name: The name of the field that decides without the first one.
    """
    words = _words_of_names(properties.get(name, {}))
    deciding = [w for w in words if _gives(trigger, example, {**without, name: {"x": w}})]
    if not deciding:
        return None
    every_word = {str(number): word for number, word in enumerate(words)}
    only: Schema = {"type": "object", "additionalProperties": {"enum": deciding}}
    accepted = {**only, "minProperties": 1}
    if _gives(trigger, example, {**without, name: every_word}):  # one of the words is enough
        accepted = {"not": {**only, "additionalProperties": {"not": {"enum": deciding}}}}
    return {"required": [name], "not": {"required": [*without]}, "properties": {name: accepted}}
