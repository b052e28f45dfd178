"""From plain data to records: every fault found, each with its path.

Each field is read by its type, then by the converter and the validator of its class, so that what
is wrong is told at the field it is wrong in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

import cattrs
from attrs import Attribute, fields
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError
from cattrs.gen import make_dict_structure_fn, override

from .._frozen_map import FrozenMap
from ..dates import EXPECTED_DATE, PartialDate, Span
from ..errors import BadDate, BadHistory, BadProcess, Fault, InvalidValue, quoted, suggestion
from ..history import Confidence, Strength, confidence_of, strength_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from types import UnionType

__all__ = [
    "Misread",
    "format_faults",
    "mapping_at",
    "new_reader",
    "read",
    "record_hook",
    "unknown_key",
]

T = TypeVar("T")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Misread(Exception):
    """What stands somewhere is not what is accepted there."""

    def __init__(self, found: str, accepted: str, below: str = "") -> None:
        super().__init__(found, accepted, below)
        self.found = found
        self.accepted = accepted
        self.below = below


class Below(Exception):
    """What stands under some names is not what is accepted there."""

    def __init__(self, wrong: list[tuple[str, Exception]]) -> None:
        super().__init__(wrong)
        self.wrong = wrong


def mapping_at(path: str, data: object) -> Mapping[str, Any]:
    """The data as an object.

    Raises:
        BadHistory: It is none.
    """
    if not isinstance(data, dict):
        raise BadHistory([Fault(path, quoted(data), "an object is needed")])
    return data


def format_faults(data: Mapping[str, Any], wanted: str) -> Iterator[Fault]:
    """What is wrong with the format that a file says it has."""
    if "format" not in data:
        yield Fault("$.format", "nothing", f"{wanted!r} is needed")
        return
    found = data["format"]
    if found == wanted:
        return
    if isinstance(found, str) and found.startswith(f"{wanted.partition('/')[0]}/"):
        accepted = f"this version of trustflow reads {wanted!r}; a newer one may read it"
    else:
        accepted = f"{wanted!r} is needed"
    yield Fault("$.format", quoted(found), accepted)


def new_reader(records: Iterable[type]) -> cattrs.Converter:
    """A converter that knows our simple types and reads the records strictly."""
    reader = cattrs.Converter(forbid_extra_keys=True)
    for cls, (python_type, simple, accepted) in _SIMPLE.items():
        reader.register_structure_hook(cls, _simple_hook(python_type, simple, accepted))
    reader.register_structure_hook_func(lambda cls: cls == int | str | None, _number_or_text)
    reader.register_structure_hook_factory(_is(FrozenMap), lambda cls: _map_hook(reader, cls))
    reader.register_structure_hook_factory(_is(tuple), lambda cls: _tuple_hook(reader, cls))
    for record in records:
        reader.register_structure_hook(record, record_hook(reader, record))
    return reader


def read(
    reader: cattrs.Converter, data: object, cls: type[T], path: str, faults: list[Fault]
) -> T | None:
    """The data as a value of the class; what is wrong is added to the faults."""
    try:
        return reader.structure(data, cls)
    except Exception as error:  # noqa: BLE001 - cattrs gathers errors of every kind
        faults += _faults(error, path)
        return None


# What is wrong, and where


def _faults(error: Exception, path: str) -> Iterator[Fault]:
    """The faults in what cattrs raised, each with its path."""
    if isinstance(error, ClassValidationError):
        fields_wrong, other = error.group_exceptions()
        for each, field in fields_wrong:
            yield from _faults(each, _child(path, field.name))
        yield from (fault for each in other for fault in _faults(each, path))
    elif isinstance(error, IterableValidationError):
        items_wrong, _ = error.group_exceptions()
        for each, item in items_wrong:
            yield from _faults(each, f"{path}[{item.index}]")
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in fields(error.cl) if field.init]
        yield from (unknown_key(path, key, known) for key in sorted(error.extra_fields))
    elif isinstance(error, Below):
        yield from (
            fault for name, each in error.wrong for fault in _faults(each, _child(path, name))
        )
    elif isinstance(error, Misread):
        yield Fault(_child(path, error.below), error.found, error.accepted)
    elif isinstance(error, KeyError):
        yield Fault(path, "nothing", "it is needed")
    elif isinstance(error, BadProcess):
        yield from (Fault(path, "a contradiction", each) for each in error.faults)
    else:
        yield Fault(path, "a contradiction", str(error))


def unknown_key(path: str, key: str, known: list[str] | tuple[str, ...]) -> Fault:
    """That an object has a field which it cannot have."""
    accepted = f"the fields here are {', '.join(known)}{suggestion(key, known)}"
    return Fault(_child(path, key), "a field that is not known", accepted)


def _child(path: str, name: str) -> str:
    if not name:
        return path
    return f"{path}.{name}" if name.isidentifier() else f"{path}[{quoted(name)}]"


# How each type is read


def _is(generic: type) -> Callable[[Any], bool]:
    """Whether a type is the generic one with its parameters filled in."""
    return lambda cls: get_origin(cls) is generic


def _text(value: str) -> str:
    if CONTROL.search(value):
        raise Misread(quoted(value), "a text without control characters is needed")
    return value


def _whole(value: float) -> int:
    """A whole number; 2.0 is one, in JSON as in its schema."""
    if isinstance(value, bool) or value != value // 1:
        raise Misread(quoted(value), "a whole number is needed")
    return int(value)


_SIMPLE: dict[type, tuple[type | UnionType, Callable[[Any], object], str]] = {
    str: (str, _text, "a text is needed"),
    int: (int | float, _whole, "a whole number is needed"),
    bool: (bool, bool, "true or false is needed"),
    PartialDate: (str, PartialDate.of, f"A date must be text. {EXPECTED_DATE}"),
    Span: (str, Span.parse, "a span as text is needed, such as 70 working days"),
    Confidence: (str, confidence_of, f"one of {', '.join(Confidence)} is needed"),
    Strength: (str, strength_of, f"one of {', '.join(Strength)} is needed"),
}
"""For each type: the type it has in plain data, how it is read, and what to say of another one."""


def _simple_hook(
    python_type: type | UnionType, read: Callable[[Any], object], accepted: str
) -> Callable[[object, object], object]:
    def hook(value: object, _cls: object) -> object:
        if not isinstance(value, python_type):
            raise Misread(quoted(value), accepted)
        return _told(read, value)

    return hook


def _told(read: Callable[[Any], T], value: object) -> T:
    """The value as read; what the reading refuses is told as what was found and accepted."""
    try:
        return read(value)
    except BadDate as error:
        raise Misread(error.found, error.reason) from error
    except InvalidValue as error:
        raise Misread(error.found, error.accepted) from error


def _number_or_text(value: object, _cls: object) -> object:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _whole(value)
    raise Misread(quoted(value), "a whole number or a text is needed")


def _map_hook(reader: cattrs.Converter, cls: Any) -> Callable[[object, object], object]:
    """An object whose names are free; its values are all of one type."""
    value_type = get_args(cls)[0]
    accepted = "an object of texts is needed" if value_type is str else "an object is needed"

    def hook(value: object, _cls: object) -> object:
        if not isinstance(value, dict):
            raise Misread(quoted(value), accepted)
        found, wrong = {}, []
        for name, each in value.items():
            try:
                found[_text(name)] = reader.structure(each, value_type)
            except Exception as error:  # noqa: BLE001 - cattrs gathers errors of every kind
                wrong.append((name, error))
        if wrong:
            raise Below(wrong)
        return FrozenMap(found)

    return hook


def _tuple_hook(reader: cattrs.Converter, cls: Any) -> Callable[[object, object], object]:
    """A list; where the items are plain texts or dates, one of them may stand for a list of one."""
    item_type, *more = get_args(cls)
    size = None if more == [...] else 1 + len(more)
    needs_no_check = item_type in {str, PartialDate}
    accepted = "a text or a list is needed" if needs_no_check else "a list is needed"

    def hook(value: object, _cls: object) -> object:
        items = [value] if needs_no_check and isinstance(value, str) else value
        if not isinstance(items, list):
            raise Misread(quoted(value), accepted)
        if size is not None and len(items) != size:
            found = f"a list of {len(items)}"
            raise Misread(found, f"a list of {size} is needed")
        return tuple(reader.structure(items, list[item_type]))  # type: ignore[valid-type]  # known at run time

    return hook


def record_hook(
    reader: cattrs.Converter,
    cls: type,
    *,
    without: Container[str] = (),
    **checks: Callable[[Any], None],
) -> Callable[[object, object], object]:
    """An object with the fields of a class, each read and checked as the class does it.

    Args:
        reader: The converter.
        cls: The class.
        without: Fields that are not read.
        checks: By field, what else to check.
    """
    hooks: Any = {
        field.name: override(
            omit=not field.init or field.name in without,
            struct_hook=_field_hook(reader, field, checks.get(field.name)),
        )
        for field in fields(cls)
    }
    read: Any = make_dict_structure_fn(cls, reader, **hooks)

    def hook(value: object, _cls: object) -> object:
        if not isinstance(value, dict):
            raise Misread(quoted(value), "an object is needed")
        return read(value, cls)

    return hook


def _field_hook(
    reader: cattrs.Converter, field: Attribute[Any], check: Callable[[Any], None] | None
) -> Callable[[object, Any], object]:
    def hook(value: object, cls: Any) -> object:
        read = reader.structure(value, cls)
        if field.converter is not None:
            read = _told(field.converter, read)  # type: ignore[arg-type]  # ours are plain functions
        if field.validator is not None:
            # The check for None does not reach into the lambda, for mypy.
            _told(lambda value: field.validator(None, field, value), read)  # type: ignore[misc]
        if check is not None:
            _told(check, read)
        return read

    return hook
