"""Build the parts of a JSON Schema: what each type, field and record accepts.

To find the words that a field accepts, the builder gives its class a text that is not one of them;
the error lists the words.
"""

from __future__ import annotations

import inspect
import json
import re
from enum import StrEnum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from attrs import NOTHING, Attribute, evolve, fields, has

from .._frozen_map import FrozenMap
from .._text import NOT_IN_LINE, NOT_IN_LINK, NOT_IN_TEXT
from ..dates import LONGEST_TEXT, PartialDate, Span
from ..errors import InvalidValue
from ..history import (
    Deadline,
    Event,
    number_or_text,
    one_line,
    one_line_each,
    plain_text,
    web_address,
    whole_number,
)
from ..process import Mark
from .details import field_types
from .minimal_event import PROBE, SOME_DAY
from .records import is_text_in_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "END",
    "LINE",
    "TEXT",
    "Schema",
    "SchemaBuilder",
    "summary_of",
]

Schema = dict[str, Any]


# Each pattern means the same in Python and in ECMAScript with the flag `u`, which validators set.
# In ECMAScript `$` matches only the end of the text. In Python it also matches before a line feed
# at the end, which `END` excludes.
END = r"$(?!\n)"
YEAR = "(?:19|20|21)[0-9]{2}"
DAY = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))"
)
XX = "[Xx]{2}"
"""An unknown month or day."""
PART = f"{YEAR}(?:-(?:{DAY}|(?:0[1-9]|1[0-2])(?:-{XX})?|2[1-4]|{XX}(?:-{XX})?))?[~?]?"
ITEM = rf"{PART}(?:\.\.{PART})?"
DATE = rf"^(?:(?:{PART}|\.\.)/(?:{PART}|\.\.)|{PART}|\[{ITEM}(?:,{ITEM})*\]){END}"
COUNT = "(?:[0-9]{1,5}|0[0-9]{5}|10[0-8][0-9]{3}|109[0-4][0-9]{2}|1095[0-6][0-9]|10957[0-2])"
"""A number up to 109572, the number of days from 1900 to 2199."""
SPAN = f"^{COUNT} (?:day|week|month|year|working day)s?{END}"
# `\s` has other members in ECMAScript than in Python.
SPACE = r"\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""The white space that Python strips from a text, inside a class of characters."""
HAS_WORDS = f"(?=[{SPACE}]*[^{SPACE}])"
# Python and ECMAScript have no common escape for characters after U+FFFF, so the pattern has the
# characters themselves.
LINK = f'^https?://[^<>"{SPACE}{NOT_IN_LINK}\U000e0000-\U000e0fff]+{END}'

STRING: Schema = {"type": "string", "pattern": f"^[^{NOT_IN_TEXT}]*{END}"}
TEXT: Schema = {"$ref": "#/$defs/text"}
LINE: Schema = {"$ref": "#/$defs/line"}
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
        "pattern": f"^{HAS_WORDS}[^{NOT_IN_TEXT}]*{END}",
    },
    "line": {
        "description": "One line of text that is not empty and has no control characters.",
        "type": "string",
        "pattern": f"^{HAS_WORDS}[^{NOT_IN_LINE}]*{END}",
    },
    "date": {
        "description": "An EDTF (ISO 8601-2) date: a day, month, season or year, which can be "
        "marked ~ (about) or ? (uncertain); an interval, which can be open at one end or both; or "
        "a set of dates, one of which is meant.",
        "type": "string",
        "maxLength": LONGEST_TEXT,
        "pattern": DATE,
        "examples": ["2018-04-01", "2016-07", "2017-22", "2016-09-12/2016-10-06", "../2017-11-16"],
    },
    "span": {
        "description": "A length of time, which does not include the day from which it is counted.",
        "type": "string",
        "pattern": SPAN,
        "examples": ["70 working days", "14 days", "2 weeks", "3 months", "1 year"],
    },
}


class SchemaBuilder:
    """The builder of one schema, in which records refer to each other.

    Attributes:
        definitions: The schemas under ``$defs``, by name.
        overrides: For a class, the schemas that replace those of its fields.
    """

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {
            name: dict(schema) for name, schema in DEFINITIONS.items()
        }
        self.overrides: dict[type, dict[str, Schema]] = {}

    def define(self, name: str, schema: Schema) -> Schema:
        """Define a schema by name, numbered if the name is taken; return a reference."""
        number, free = 1, name
        while self.definitions.get(free, schema) != schema:
            number += 1
            free = f"{name}_{number}"
        self.definitions[free] = schema
        return {"$ref": f"#/$defs/{free}"}

    def with_definitions(self, schema: Schema) -> Schema:
        """Return a schema with the definitions to which it refers under ``$defs``."""
        used = {
            name: part for name, part in self.definitions.items() if self._is_used(name, schema)
        }
        return {**schema, **({"$defs": used} if used else {})}

    def _is_used(self, name: str, schema: Schema) -> bool:
        others = [part for other, part in self.definitions.items() if other != name]
        return f'"#/$defs/{name}"' in json.dumps([schema, others])

    def record(
        self,
        cls: type,
        *,
        without: Iterable[str] = (),
        overrides: Mapping[str, Schema] | None = None,
        example: object = None,
    ) -> Schema:
        """Return the schema of an object with the fields of a class, and no others.

        Args:
            cls: The class.
            without: The names of fields to leave out.
            overrides: Schemas that replace those of fields, and schemas of additional fields.
            example: A record of the class, with which the words that its fields accept are found.
        """
        types, descriptions = field_types(cls), _field_descriptions(cls)
        included = [field for field in fields(cls) if field.init and field.name not in {*without}]
        properties: dict[str, Schema] = {**(overrides or {})}
        for field in included:
            wanted = types[field.name]
            if field.name not in properties:
                properties[field.name] = self.field(field, wanted, example)
            if field.name in descriptions:
                description = descriptions[field.name]
                if PartialDate in {wanted, *get_args(wanted)}:
                    # The definition of a date describes its forms, so the field does not.
                    description = description.partition(":")[0]
                properties[field.name] = {"description": description, **properties[field.name]}
        required = [field.name for field in included if field.default is NOTHING]
        additional = [name for name in overrides or {} if name not in types]
        return {
            "description": summary_of(cls),
            "type": "object",
            "properties": properties,
            "required": [*additional, *required],
            "additionalProperties": False,
            **_exclusions({field.name for field in included}),
        }

    def field(self, field: Attribute[Any], wanted: Any, example: object) -> Schema:
        """Return the schema of a field."""
        words = None if example is None else _words(example, field.name, wanted)
        validators = _validators(field)
        for validator, text in ((one_line, LINE), (plain_text, TEXT)):
            if validator in validators:
                return {"enum": words} if words else text
        if web_address in validators:
            return {"type": "string", "pattern": LINK}
        if whole_number in validators:
            return NUMBER
        if number_or_text in validators:
            return {"anyOf": [NUMBER, LINE]}
        schema = self.of_type(wanted, words, lines=one_line_each in validators, example=example)
        if field.default is NOTHING and NoneType in get_args(wanted):
            # An optional field without a value is left out of a file, a required one is `null`.
            return {"anyOf": [schema, {"type": "null"}]}
        return schema

    def of_type(
        self,
        wanted: Any,
        words: list[str] | None = None,
        *,
        lines: bool = False,
        example: Any = None,
    ) -> Schema:
        """Return the schema of a type.

        Args:
            wanted: The type.
            words: The words that a text can be; None if it can be any text.
            lines: Whether each text must be one line that is not empty.
            example: A record, with which the words that the records inside it accept are found.
        """
        arguments, origin = get_args(wanted), get_origin(wanted)
        if origin in {UnionType, Union}:
            options = [option for option in arguments if option is not NoneType]
            schemas = [
                self.of_type(option, words, lines=lines, example=example) for option in options
            ]
            schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
        elif origin is FrozenMap:
            values = self.of_type(arguments[0], words, lines=lines, example=example)
            names = LINE if lines else STRING
            schema = {"type": "object", "additionalProperties": values, "propertyNames": names}
        elif origin is tuple:
            schema = self._list(wanted, words, lines=lines, example=example)
        elif wanted in SIMPLE:
            any_value = LINE if wanted is str and lines else SIMPLE[wanted]
            schema = {"enum": words} if words else dict(any_value)
        elif not isinstance(wanted, type) or not (has(wanted) or issubclass(wanted, StrEnum)):
            msg = (
                f"A file cannot contain a field of the type {wanted}. Give the field another "
                "type, such as str, int, bool, trustflow.PartialDate or a tuple of one of them."
            )
            raise TypeError(msg)
        elif issubclass(wanted, StrEnum):
            schema = {"enum": [str(member) for member in wanted]}
        else:
            schema = self._nested_record(wanted, example)
        return schema

    def _list(self, wanted: Any, words: list[str] | None, *, lines: bool, example: Any) -> Schema:
        item_type, *more = get_args(wanted)
        item = self.of_type(item_type, words, lines=lines, example=example)
        if more != [...]:
            size = 1 + len(more)
            if {*more} - {item_type}:
                others = [self.of_type(each, example=example) for each in more]
                length: Schema = {"minItems": size, "maxItems": size}
                return {"type": "array", "prefixItems": [item, *others], "items": False, **length}
            return {"type": "array", "items": item, "minItems": size, "maxItems": size}
        several = {"type": "array", "items": item}
        return {"anyOf": [item, several]} if is_text_in_files(item_type) else several

    def _nested_record(self, cls: type, example: object) -> Schema:
        """Return a reference to a record; an event decides what its deadlines accept."""
        overrides = dict(self.overrides.get(cls, {}))
        if cls is Deadline and isinstance(example, Event):
            for name in ("met_by", "judgement"):
                probing = evolve(Deadline("x", due=SOME_DAY), **{name: PROBE})
                if words := _accepted_words(example, "deadlines", (probing,)):
                    overrides[name] = {"enum": words}
        return self.define(cls.__name__.lower(), self.record(cls, overrides=overrides))


def summary_of(cls: type) -> str:
    """Return the first line of a class's docstring, or the name of the class."""
    return (inspect.getdoc(cls) or cls.__name__).partition("\n")[0]


def _field_descriptions(cls: type) -> dict[str, str]:
    """Return the descriptions of fields in the docstrings of a class and its bases."""
    descriptions: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        _, _, arguments = inspect.cleandoc(base.__doc__ or "").partition("Args:\n")
        block = re.split(r"\n\S", arguments)[0]
        for name, text in re.findall(r"^    (\w+): ((?:.|\n {8})+)", block, re.MULTILINE):
            # A schema has no markup, so code is in single backticks.
            descriptions[name] = " ".join(text.split()).replace("``", "`")
    return descriptions


def _validators(field: Attribute[Any]) -> list[object]:
    """Return the validator of a field, and the one inside it if the field is optional."""
    outer = field.validator
    return [outer, getattr(outer, "validator", None)]


def _words(example: object, name: str, wanted: Any) -> list[str] | None:
    """Return the words that a field of text accepts, or None if it accepts any."""
    types = {wanted, *get_args(wanted)}
    if str not in types:
        return None
    probe = {"x": PROBE} if get_origin(wanted) is FrozenMap else PROBE
    return _accepted_words(example, name, probe)


def _accepted_words(example: Any, name: str, probe: object) -> list[str] | None:
    try:
        evolve(example, **{name: probe})
    except InvalidValue as error:
        return list(error.words) or None
    return None


def _exclusions(names: set[str]) -> Schema:
    """Return the part of a schema that excludes fields which contradict each other.

    `tests/exchange/test_schema.py` compares it with the classes, which raise the errors.
    """
    if {"due", "within"} <= names:
        # A note can say what is known of the day of a deadline that is an event.
        given = [["due"], ["within"], ["note"]] if "note" in names else [["due"], ["within"]]
        return {
            "not": {"required": ["due", "within"]},
            "anyOf": [{"required": each} for each in given],
        }
    if {"copy_of", "confidence"} <= names:
        high = {"confidence": {"const": "high"}}
        return {"not": {"required": ["copy_of", "confidence"], "properties": high}}
    if {"statement_required", "kind"} <= names:
        return _if_true("statement_required", {"kind": {"const": "jtai"}})
    if {"lifts_inadequate", "judgement", "areas", "remit"} <= names:
        return _if_true(
            "lifts_inadequate",
            {"remit": {"not": {"const": "all"}}},
            anyOf=[_given({"judgement": _NOT_INADEQUATE}), _graded_by_area()],
        )
    return {}


_NOT_INADEQUATE: Schema = {"not": {"const": "inadequate"}}


def _if_true(name: str, then: Mapping[str, Schema], **more: Any) -> Schema:
    """Return the part of a schema that applies to objects in which a field is true."""
    return {"if": _given({name: {"const": True}}), "then": {**_given(then), **more}}


def _given(properties: Mapping[str, Schema]) -> Schema:
    return {"required": list(properties), "properties": dict(properties)}


def _graded_by_area() -> Schema:
    """Return the schema of an inspection without an overall judgement and with better areas."""
    areas = {"type": "object", "minProperties": 1, "additionalProperties": _NOT_INADEQUATE}
    return {**_given({"areas": areas}), "not": {"required": ["judgement"]}}
