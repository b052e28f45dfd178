"""The parts of our JSON Schemas: what each type, field and record accepts.

The words that a field accepts are asked of its class: it is given a text that is none of any list,
and says which it would have taken.
"""

from __future__ import annotations

import inspect
import re
from enum import StrEnum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from attrs import NOTHING, Attribute, evolve, fields

from .._frozen_map import FrozenMap
from ..dates import LONGEST_TEXT, PartialDate, Span
from ..errors import InvalidValue
from ..history import (
    Deadline,
    Event,
    number_or_text,
    plain_text,
    plain_texts,
    web_address,
    whole_number,
)
from ..process import Mark
from .details import field_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["DATE", "END", "Parts", "example_of", "one_line"]

Schema = dict[str, Any]

PROBE = "none of the words of any list"
SOME_DAY = "2000-01-01"

# ECMAScript and Python read these alike: `$` alone would let Python accept a last line feed.
END = r"$(?!\n)"
CONTROL = r"\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff"
YEAR = "(?:19|20|21)[0-9]{2}"
DAY = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))"
)
PART = f"{YEAR}(?:-(?:{DAY}|0[1-9]|1[0-2]|2[1-4]))?[~?]?"
ITEM = rf"{PART}(?:\.\.{PART})?"
DATE = rf"^(?:(?:{PART}|\.\.)/(?:{PART}|\.\.)|{PART}|\[{ITEM}(?:,{ITEM})*\]){END}"
COUNT = "(?:[0-9]{1,5}|0[0-9]{5}|10[0-8][0-9]{3}|109[0-4][0-9]{2}|1095[0-6][0-9]|10957[0-2])"
"""A number up to that of the days from 1900 to 2199."""
SPAN = f"^{COUNT} (?:day|month|working day)s?{END}"
LINK = rf"^https?://[^\s<>\"{CONTROL}]+{END}"

STRING: Schema = {"type": "string", "pattern": f"^[^{CONTROL}]*{END}"}
TEXT: Schema = {"$ref": "#/$defs/text"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
SIMPLE: dict[Any, Schema] = {
    str: STRING,
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    PartialDate: {"$ref": "#/$defs/date"},
    Span: {"$ref": "#/$defs/span"},
    Mark: {"enum": [mark.label for mark in Mark]},
}
DEFINITIONS: dict[str, Schema] = {
    "text": {
        "description": "A text that is not empty and has no control characters.",
        "type": "string",
        "pattern": rf"^(?=\s*\S)[^{CONTROL}]*{END}",
    },
    "date": {
        "description": "EDTF (ISO 8601-2): a day, month, season or year, marked ~ (about) or ? "
        "(uncertain), an interval with at most two open ends, or a one-of set.",
        "type": "string",
        "maxLength": LONGEST_TEXT,
        "pattern": DATE,
        "examples": ["2018-04-01", "2016-07", "2017-22", "2016-09-12/2016-10-06", "../2017-11-16"],
    },
    "span": {
        "description": "A length of time; the start day is excluded.",
        "type": "string",
        "pattern": SPAN,
        "examples": ["70 working days", "3 months", "14 days"],
    },
}


class Parts:
    """The parts of one schema: records refer to each other in its definitions.

    Attributes:
        definitions: By name, what is referred to.
        given: By class, what stands in place of a field's own schema.
    """

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {
            name: dict(schema) for name, schema in DEFINITIONS.items()
        }
        self.given: dict[type, dict[str, Schema]] = {}

    def refer(self, name: str, schema: Schema) -> Schema:
        """A reference to a schema, which is defined by the name, or one like it where taken."""
        number, free = 1, name
        while self.definitions.get(free, schema) != schema:
            number += 1
            free = f"{name}_{number}"
        self.definitions[free] = schema
        return {"$ref": f"#/$defs/{free}"}

    def record(
        self,
        cls: type,
        *,
        without: Iterable[str] = (),
        given: Mapping[str, Schema] | None = None,
        example: object = None,
    ) -> Schema:
        """An object with the fields of a class, and no others.

        Args:
            cls: The class.
            without: Fields that are left out.
            given: What stands in place of a field's own schema, and fields besides.
            example: A record of the class, which is asked for the words it accepts.
        """
        types, told = field_types(cls), _descriptions(cls)
        own = [field for field in fields(cls) if field.init and field.name not in {*without}]
        properties: dict[str, Schema] = {**(given or {})}
        for field in own:
            if field.name not in properties:
                properties[field.name] = self.field(field, types[field.name], example)
            if field.name in told:
                # How a date is written is said once, where it is defined.
                is_date = PartialDate in {types[field.name], *get_args(types[field.name])}
                what = told[field.name].partition(":")[0] if is_date else told[field.name]
                properties[field.name] = {"description": what, **properties[field.name]}
        needed = [field.name for field in own if field.default is NOTHING]
        extra = [name for name in given or {} if name not in types]
        return {
            "description": one_line(cls),
            "type": "object",
            "properties": properties,
            "required": [*extra, *needed],
            "additionalProperties": False,
            **_contradictions({field.name for field in own}),
        }

    def field(self, field: Attribute[Any], wanted: Any, example: object) -> Schema:
        """What a field accepts."""
        words = None if example is None else _words(example, field.name, wanted)
        validators = _validators(field)
        if plain_text in validators:
            return {"enum": words} if words else TEXT
        if web_address in validators:
            return {"type": "string", "pattern": LINK}
        if whole_number in validators:
            return NUMBER
        if number_or_text in validators:
            return {"anyOf": [NUMBER, TEXT]}
        return self.of_type(wanted, words, full=plain_texts in validators, example=example)

    def of_type(
        self,
        wanted: Any,
        words: list[str] | None = None,
        *,
        full: bool = False,
        example: Any = None,
    ) -> Schema:
        """What a type accepts.

        Args:
            wanted: The type.
            words: The words that a text is one of.
            full: Whether a text may not be empty.
            example: A record that is asked for the words which its own records accept.
        """
        arguments, origin = get_args(wanted), get_origin(wanted)
        if origin in {UnionType, Union}:
            several = [each for each in arguments if each is not NoneType]
            found = [self.of_type(each, words, full=full, example=example) for each in several]
            schema = found[0] if len(found) == 1 else {"anyOf": found}
        elif origin is FrozenMap:
            values = self.of_type(arguments[0], words, full=full, example=example)
            names = TEXT if full else STRING
            schema = {"type": "object", "additionalProperties": values, "propertyNames": names}
        elif origin is tuple:
            schema = self._list(wanted, words, full=full, example=example)
        elif wanted in SIMPLE:
            free = TEXT if wanted is str and full else SIMPLE[wanted]
            schema = {"enum": words} if words else dict(free)
        elif issubclass(wanted, StrEnum):
            schema = {"enum": [str(each) for each in wanted]}
        else:
            schema = self._part(wanted, example)
        return schema

    def _list(self, wanted: Any, words: list[str] | None, *, full: bool, example: Any) -> Schema:
        item, *more = get_args(wanted)
        each = self.of_type(item, words, full=full, example=example)
        if more != [...]:
            size = 1 + len(more)
            return {"type": "array", "items": each, "minItems": size, "maxItems": size}
        several = {"type": "array", "items": each}
        return {"anyOf": [each, several]} if item in {str, PartialDate} else several

    def _part(self, cls: type, example: object) -> Schema:
        """A record within a record; what a deadline may say is asked of the event that has it."""
        given = dict(self.given.get(cls, {}))
        if cls is Deadline and isinstance(example, Event):
            for name in ("met_by", "judgement"):
                asking = evolve(Deadline("x"), **{name: PROBE})
                if words := _asked(example, "deadlines", (asking,)):
                    given[name] = {"enum": words}
        return self.refer(cls.__name__.lower(), self.record(cls, given=given))


def one_line(cls: type) -> str:
    """What a class is, by the first line of its docstring."""
    return (inspect.getdoc(cls) or cls.__name__).partition("\n")[0]


def _descriptions(cls: type) -> dict[str, str]:
    """What the docstrings of a class and its bases say of each field."""
    told: dict[str, str] = {}
    for each in reversed(cls.__mro__):
        _, _, arguments = inspect.cleandoc(each.__doc__ or "").partition("Args:\n")
        block = re.split(r"\n\S", arguments)[0]
        for name, text in re.findall(r"^    (\w+): ((?:.|\n {8})+)", block, re.MULTILINE):
            told[name] = " ".join(text.split())
    return told


def _validators(field: Attribute[Any]) -> list[object]:
    """The validator of a field, and the one within it where the field may be left out."""
    outer = field.validator
    return [outer, getattr(outer, "validator", None)]


def _words(example: object, name: str, wanted: Any) -> list[str] | None:
    """The words of a list that a field of text accepts; None where it is free."""
    kinds = {wanted, *get_args(wanted)}
    if get_origin(wanted) is FrozenMap and str in kinds:
        return _asked(example, name, {"x": PROBE})
    return _asked(example, name, PROBE) if str in kinds else None


def _asked(example: Any, name: str, value: object) -> list[str] | None:
    try:
        evolve(example, **{name: value})
    except InvalidValue as error:
        return list(error.words) or None
    return None


def _contradictions(names: set[str]) -> Schema:
    """What a record may not say together."""
    if {"due", "within"} <= names:
        return {"not": {"required": ["due", "within"]}}
    if {"copy_of", "confidence"} <= names:
        high = {"confidence": {"const": "high"}}
        return {"not": {"required": ["copy_of", "confidence"], "properties": high}}
    return {}


def example_of(cls: type[Event]) -> Event:
    """An event of a class, with no more than it needs."""
    trigger_fields = next(iter(cls.triggers().values()))
    given: dict[str, Any] = {"on": SOME_DAY, **trigger_fields}
    for field in fields(cls):
        if field.init and field.default is NOTHING and field.name not in given:
            given[field.name] = PROBE
            try:
                cls(**given)
            except InvalidValue as error:
                given[field.name] = next(iter(error.words), PROBE)
            except (ValueError, TypeError):
                continue
    return cls(**given)
