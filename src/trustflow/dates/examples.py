"""Examples of calls of classes, as Python code, for messages.

A field gives an example of its value in its metadata: ``field(metadata=example("'Lodged'"))``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import NOTHING, fields, has

from ..errors import MAX_QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from attrs import Attribute

__all__ = ["accepts", "code_of", "error_of", "example", "example_of", "fields_of", "guessed_call"]

EXAMPLES = {"PartialDate": "'2016-07-14'", "Span": "'3 months'", "int": "2", "bool": "True"}
"""Examples of the values of a field that gives none, by the name of its type."""
SOME_TEXT = "some text"


def example(code: str, *, is_needed: bool = False) -> dict[str, Any]:
    """Return the metadata of a field with an example of its value, as Python code.

    Args:
        code: The example.
        is_needed: Whether a field with a default is in the example of a call too.
    """
    return {"example": code, "is_needed": is_needed}


def example_of(cls: type, given: Mapping[str, object] | None = None) -> str:
    """Return an example of a call of a class, as Python code, with the arguments that it needs.

    Args:
        cls: The class.
        given: Values to use in the example, by argument; those that a field refuses are replaced.
    """
    # A class that people do not call, such as the base of events, has an example of its own.
    own: str | None = vars(cls).get("example_code")
    known = fields_of(cls)
    # Of a class such as a process, the values given may not fit the examples of the others.
    if all(each.kw_only for each in known) and any(each.default is NOTHING for each in known):
        given = None
    return own or f"{cls.__name__}({', '.join(_arguments(cls, given or {}))})"


def fields_of(cls: type) -> tuple[Attribute[Any], ...]:
    """Return the fields of a class that are arguments of a call."""
    return tuple(each for each in fields(cls) if each.init) if has(cls) else ()


def _arguments(cls: type, given: Mapping[str, object]) -> Iterator[str]:
    # An event with variants needs the fields of one of them.
    variants = getattr(cls, "variants", None)
    implied = dict(next(iter(variants.values()), {})) if isinstance(variants, Mapping) else {}
    known = fields_of(cls)
    codes = {each.name: code_of(each, given[each.name]) for each in known if each.name in given}
    # What can be given instead of something else is shown only if nothing else is given.
    is_plain = all(each.default is NOTHING for each in known if codes.get(each.name))
    is_positional = True
    for each in known:
        is_needed = each.default is NOTHING or (is_plain and each.metadata.get("is_needed", False))
        code = codes.get(each.name)
        if code is None and each.name in implied:
            code = repr(implied[each.name])
        elif code is None and is_needed:
            code = _own_example(each)
        is_positional = is_positional and code is not None and not each.kw_only
        if code is not None:
            yield code if is_positional else f"{each.name}={code}"


def _own_example(field: Attribute[Any]) -> str:
    code: str | None = field.metadata.get("example")
    if code is None:
        hint = getattr(field.type, "__name__", str(field.type)).partition(" |")[0]
        code = EXAMPLES.get(hint, repr(SOME_TEXT))
    return code


def code_of(field: Attribute[Any], value: object) -> str | None:
    """Return a value as Python code; None if it has no short code, or the field refuses it."""
    items = value if isinstance(value, tuple | list) else (value,)
    code = repr(value) if all(type(item) in {str, int, bool} for item in items) else ""
    return code if 0 < len(code) <= MAX_QUOTED and accepts(field, value) else None


def accepts(field: Attribute[Any], value: object) -> bool:
    """Return whether the converter and the validator of a field accept a value."""
    return error_of(field, value) is None


def error_of(field: Attribute[Any], value: object) -> Exception | None:
    """Return the error that a field raises for a value; None if it accepts the value."""
    convert: Any = field.converter
    try:
        if convert is not None:
            value = convert(value)
        if field.validator is not None:
            field.validator(None, field, value)
    except Exception as error:  # noqa: BLE001 - a converter of a user's class can raise any error
        return error
    return None


def guessed_call(cls: type, value: object) -> str:
    """Return the call with the values of a tuple or with one text; empty if it would not do.

    What else the call needs has examples.
    """
    values: Sequence[object] = value if isinstance(value, tuple | list) else (value,)
    positional = [each for each in fields_of(cls) if not each.kw_only]
    given = {each.name: item for each, item in zip(positional, values, strict=False)}
    codes = [code_of(each, given[each.name]) for each in positional if each.name in given]
    arguments = [*_arguments(cls, given)]
    if "example_code" in vars(cls) or len(values) > len(positional):
        return ""
    if not codes or None in codes or arguments[: len(codes)] != codes:
        return ""
    return f"{cls.__name__}({', '.join(arguments)})"
