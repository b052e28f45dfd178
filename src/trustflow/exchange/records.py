"""Convert plain data to records, and report every fault with its path.

Each field is converted by its type, then checked by the converter and the validator that its class
has for it, so that a fault has the path of the field.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, get_args, get_origin

import cattrs
from attrs import NOTHING, Attribute, fields, has
from cattrs.errors import IterableValidationError

from .._frozen_map import FrozenMap
from .._text import NOT_IN_TEXT, visible
from ..dates import EXPECTED_DATE, PartialDate, Span
from ..errors import (
    BadDate,
    BadProcess,
    Fault,
    InvalidValue,
    TrustflowError,
    expected_one_of,
    pluralised,
    quoted,
)
from ..history import (
    Confidence,
    Strength,
    confidence_of,
    strength_of,
    type_of_field,
)
from .json_words import quoted_json
from .limits import add_faults
from .union_types import choice_hook, is_choice

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator
    from types import UnionType

__all__ = [
    "CONTRADICTION",
    "UNKNOWN",
    "Misread",
    "NestedErrors",
    "converted",
    "is_text_in_files",
    "new_converter",
    "read",
    "record_hook",
    "unknown_field",
]

T = TypeVar("T")
CONTRADICTION = "a contradiction"
"""What a fault has found if single fields are right, but not together."""
UNKNOWN = "an unknown field"
"""What a fault has found if an object has a field that it cannot have."""
CONTROL = re.compile(f"[{NOT_IN_TEXT}]")


class Misread(TrustflowError):
    """The error for a value that is not accepted.

    Attributes:
        found: The value, shortened for display.
        field: The name of the field that is wrong, if the value is an object with one wrong field.
    """

    def __init__(self, found: str, accepted: str | Callable[[], str], field: str = "") -> None:
        super().__init__(found, accepted, field)
        self.found = found
        self._accepted = accepted
        self.field = field

    @property
    def accepted(self) -> str:
        """The sentence; one that takes a search is worked out only if it is shown."""
        return self._accepted if isinstance(self._accepted, str) else self._accepted()

    def __str__(self) -> str:
        return visible(f"Found {self.found}. {self.accepted}")


class NestedErrors(Exception):
    """The errors of several entries of an object.

    Attributes:
        errors: The name of each entry with its error.
    """

    def __init__(self, errors: list[tuple[str, Exception]]) -> None:
        super().__init__(errors)
        self.errors = errors


def new_converter() -> cattrs.Converter:
    """Return a converter for simple types and records, which refuses unknown fields."""
    converter = cattrs.Converter()
    # The hook of a record is made when one is first read, because most files have few kinds.
    converter.register_structure_hook_factory(has, lambda cls: record_hook(converter, cls))
    for cls, simple in _SIMPLE.items():
        converter.register_structure_hook(cls, _simple_hook(simple))
    converter.register_structure_hook_factory(is_choice, partial(choice_hook, converter))
    converter.register_structure_hook_func(
        lambda cls: cls in {int | str, int | str | None}, _number_or_text
    )
    for generic, hook_of in ((FrozenMap, _map_hook), (tuple, _tuple_hook)):
        converter.register_structure_hook_factory(
            partial(_is_generic, generic), partial(hook_of, converter)
        )
    return converter


def read(
    converter: cattrs.Converter, data: object, cls: type[T], path: str, faults: list[Fault]
) -> T | None:
    """Return data as a value of a class, or add to `faults` and return None."""
    try:
        return converter.structure(data, cls)
    except Exception as error:  # noqa: BLE001 - cattrs collects errors of every kind
        add_faults(faults, _faults_of(error, path))
        return None


# Faults


def _faults_of(error: Exception, path: str) -> Iterator[Fault]:
    """Yield the faults in an error that cattrs raised, each with its path."""
    if isinstance(error, IterableValidationError):
        item_errors, _ = error.group_exceptions()
        for cause, item in item_errors:
            yield from _faults_of(cause, f"{path}[{item.index}]")
    elif isinstance(error, NestedErrors):
        for name, cause in error.errors:
            yield from _faults_of(cause, _child(path, name))
    elif isinstance(error, Misread):
        yield Fault(_child(path, error.field), error.found, error.accepted)
    elif isinstance(error, BadProcess):
        yield from (Fault(path, CONTRADICTION, _sentence(fault)) for fault in error.faults)
    else:
        yield Fault(path, CONTRADICTION, str(error))


def unknown_field(path: str, name: str, known: Iterable[str]) -> Fault:
    """Return the fault of a field that an object cannot have."""
    return Fault(_child(path, name), UNKNOWN, expected_one_of(name, known))


def _child(path: str, name: str) -> str:
    if not name:
        return path
    return f"{path}.{name}" if name.isidentifier() else f"{path}[{quoted(name)}]"


def _field_names(cls: type) -> list[str]:
    return [field.name for field in fields(cls) if field.init]


def _sentence(clause: str) -> str:
    """Return a clause as a sentence, with a capital letter and a full stop."""
    # A fault that begins with the name of a field, such as `delivered_by:`, keeps its first letter.
    begins_with_word = clause.partition(" ")[0].isalpha()
    start = clause[:1].upper() if begins_with_word else clause[:1]
    return start + clause[1:] + ("" if clause.endswith("?") else ".")


# What each type accepts, and how it is read


def _text(value: str) -> str:
    if CONTROL.search(value):
        raise Misread(quoted_json(value), "Expected a text without control characters.")
    return value


def _whole_number(value: float) -> int:
    """Convert a whole number to `int`; 2.0 counts as whole, as in a JSON Schema."""
    if isinstance(value, bool) or value != value // 1:
        raise Misread(quoted_json(value), WHOLE_NUMBER)
    return int(value)


class _SimpleType(NamedTuple):
    """How values of a simple type are read.

    Attributes:
        plain: The type that a value has in plain data.
        convert: The function that converts a value from plain data.
        expected: A sentence that says what is accepted.
    """

    plain: type | UnionType
    convert: Callable[[Any], object]
    expected: str


WHOLE_NUMBER = "Expected a whole number such as 2."

_SIMPLE = {
    str: _SimpleType(str, _text, "Expected a text."),
    int: _SimpleType(int | float, _whole_number, WHOLE_NUMBER),
    bool: _SimpleType(bool, bool, "Expected true or false."),
    PartialDate: _SimpleType(str, PartialDate.of, f"A date must be text. {EXPECTED_DATE}"),
    Span: _SimpleType(str, Span.parse, "Expected a span as text, such as 70 working days."),
    Confidence: _SimpleType(str, confidence_of, expected_one_of(None, Confidence)),
    Strength: _SimpleType(str, strength_of, expected_one_of(None, Strength)),
}
_LISTS = {
    str: 'Expected a text or a list of texts, such as ["first", "second"].',
    PartialDate: 'Expected a date or a list of dates, such as ["2016-07", "2017"].',
}
"""The sentences for lists whose only item can be given without a list, by the item's type."""


def is_text_in_files(cls: Any) -> bool:
    """Return whether the values of a type are texts in a file.

    A list of one of them is written without brackets.
    """
    if cls in _SIMPLE:
        return _SIMPLE[cls].plain is str
    return isinstance(cls, type) and issubclass(cls, StrEnum)


def _expected(cls: Any) -> str:
    """Return the sentence that says what a type accepts."""
    if cls is PartialDate:
        # A missing date gets a shorter sentence than a date that cannot be read.
        return "Expected a date such as 2016-07-14, 2016-07 or 2016."
    if cls in _SIMPLE:
        return _SIMPLE[cls].expected
    if _is_generic(FrozenMap, cls):
        example = '"text"' if get_args(cls) == (str,) else "…"
        return f'Expected an object such as {{"name": {example}}}.'
    if _is_generic(tuple, cls):
        return _LISTS.get(get_args(cls)[0], "Expected a list in square brackets.")
    if has(cls):
        return f"Expected an object with the fields {', '.join(_field_names(cls))}."
    return "Expected a value."


def _is_generic(generic: type, cls: object) -> bool:
    """Return whether a type is a generic one with its parameters filled in."""
    return get_origin(cls) is generic


def _simple_hook(simple: _SimpleType) -> Callable[[object, object], object]:
    def hook(value: object, _cls: object) -> object:
        if not isinstance(value, simple.plain):
            raise Misread(quoted_json(value), simple.expected)
        return converted(simple.convert, value)

    return hook


def converted(convert: Callable[[Any], T], value: object) -> T:
    """Return a converted value; an error of the conversion is raised as a `Misread`."""
    try:
        return convert(value)
    except BadDate as error:
        raise Misread(error.found, error.reason) from error
    except InvalidValue as error:
        raise Misread(error.found, error.accepted) from error


def _number_or_text(value: object, _cls: object) -> object:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _whole_number(value)
    raise Misread(quoted_json(value), "Expected a whole number or a text, such as 2.")


def _map_hook(converter: cattrs.Converter, cls: Any) -> Callable[[object, object], object]:
    """Return the hook for an object with any names, whose values have one type."""
    (value_type,) = get_args(cls)

    def hook(value: object, _cls: object) -> object:
        if not isinstance(value, dict):
            raise Misread(quoted_json(value), _expected(cls))
        entries, errors = {}, []
        for name, entry in value.items():
            try:
                entries[_text(name)] = converter.structure(entry, value_type)
            except Exception as error:  # noqa: BLE001 - cattrs collects errors of every kind
                errors.append((name, error))
        if errors:
            raise NestedErrors(errors)
        return FrozenMap(entries)

    return hook


def _tuple_hook(converter: cattrs.Converter, cls: Any) -> Callable[[object, object], object]:
    """Return the hook for a list; a single value that is a text is read as a list of one."""
    item_type, *more = get_args(cls)
    size = None if more == [...] else 1 + len(more)
    is_mixed = size is not None and {*more} - {item_type}
    accepts_one = is_text_in_files(item_type)

    def hook(value: object, _cls: object) -> object:
        items = [value] if accepts_one and isinstance(value, str) else value
        if not isinstance(items, list):
            raise Misread(quoted_json(value), _expected(cls))
        if size is not None and len(items) != size:
            found = f"a list of {pluralised(len(items), 'item')}"
            raise Misread(found, f"Expected a list of {pluralised(size, 'item')}.")
        if is_mixed:
            return tuple(map(converter.structure, items, get_args(cls)))
        return tuple(converter.structure(items, list[item_type]))  # type: ignore[valid-type]  # known at run time

    return hook


def record_hook(
    converter: cattrs.Converter,
    cls: type,
    *,
    without: Container[str] = (),
    **checks: Callable[[Any], None],
) -> Callable[[object, object], object]:
    """Return the hook for an object with the fields of a class.

    Args:
        converter: The converter.
        cls: The class.
        without: The names of fields that are not read.
        checks: Additional checks of fields, by the name of the field.
    """
    readers = {
        field.name: (field, _field_hook(converter, cls, field, checks.get(field.name)))
        for field in fields(cls)
        if field.init and field.name not in without
    }

    def hook(value: object, _cls: object) -> object:
        if not isinstance(value, dict):
            raise Misread(quoted_json(value), _expected(cls))
        given: dict[str, object] = {}
        errors: list[tuple[str, Exception]] = []
        for name, (field, read) in readers.items():
            if name in value:
                try:
                    given[field.alias] = read(value[name])
                except Exception as error:  # noqa: BLE001 - a converter can raise any error
                    errors.append((name, error))
            elif field.default is NOTHING:
                accepted = f"This field is required. {_expected(type_of_field(cls, field))}"
                errors.append((name, Misread("nothing", accepted)))
        unknown = value.keys() - readers.keys()
        # A field that the class has but the file must not have is not among the expected ones.
        known = [name for name in _field_names(cls) if name not in unknown]
        errors += [
            (name, Misread(UNKNOWN, expected_one_of(name, known))) for name in sorted(unknown)
        ]
        if errors:
            raise NestedErrors(errors)
        return cls(**given)

    return hook


def _field_hook(
    converter: cattrs.Converter,
    cls: type,
    field: Attribute[Any],
    check: Callable[[Any], None] | None,
) -> Callable[[object], object]:
    hint = type_of_field(cls, field)

    def hook(value: object) -> object:
        read = converter.structure(value, hint)
        if field.converter is not None:
            read = converted(field.converter, read)  # type: ignore[arg-type]  # ours are plain functions
        if field.validator is not None:
            # mypy forgets inside the lambda that the validator is not None.
            converted(lambda value: field.validator(None, field, value), read)  # type: ignore[misc]
        if check is not None:
            converted(check, read)
        return read

    return hook
