"""What does not fit in the arguments of a call, and a call that would."""

from __future__ import annotations

from inspect import Parameter
from typing import TYPE_CHECKING

from attrs import NOTHING

from ..errors import BadArguments, joined, nearest
from .examples import SOME_TEXT, accepts, example_of, fields_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

__all__ = ["bad_arguments", "call_fault", "fitting"]

ORDINALS = ("first", "second", "third", "fourth", "fifth", "last")
OTHER_NAMES = {
    "address": "url",
    "after": "at_least",
    "begin": "starts",
    "by": "due",
    "case": "authority",
    "color": "colour",
    "date": "on",
    "day": "on",
    "deadline": "due",
    "description": "meaning",
    "initial": "begins_in",
    "is_final": "final",
    "link": "url",
    "max": "at_most",
    "maximum": "at_most",
    "min": "at_least",
    "minimum": "at_least",
    "name": "authority",
    "reference": "citation",
    "severity": "strength",
    "source": "citation",
    "stage": "begins_in",
    "starts_in": "begins_in",
    "states": "stages",
    "stop": "ends",
    "transitions": "moves",
    "when": "on",
    "within": "at_most",
}
"""The names that people try for an argument that has another name."""


def call_fault(
    name: str,
    parameters: Mapping[str, Parameter],
    args: Sequence[object],
    kwargs: Mapping[str, object],
) -> str | None:
    """Return a sentence on what does not fit in the arguments of a call; None if all fits."""
    return next(_faults(name, parameters, args, kwargs), None)


def _faults(
    name: str,
    parameters: Mapping[str, Parameter],
    args: Sequence[object],
    kwargs: Mapping[str, object],
) -> Iterator[str]:
    unnamed, named = _names(parameters)
    kinds = {each.kind for each in parameters.values()}
    for given in () if Parameter.VAR_KEYWORD in kinds else kwargs:
        if given not in parameters:
            meant = _meant(given, parameters)
            listed = f"Expected one of: {', '.join(parameters)}."
            accepted = f"Did you mean {meant!r}?" if meant else listed
            yield f"{name} has no argument {given!r}. {accepted}"
    if len(args) > len(unnamed) and Parameter.VAR_POSITIONAL not in kinds:
        yield f"{name} takes {_number_unnamed(unnamed)}, but {_were_given(len(args))}."
    filled = unnamed[: len(args)]
    for given in filled:
        if given in kwargs:
            yield f"{name} has the argument {given!r} twice: without and with its name."
    missing = [
        each
        for each in (*unnamed, *named)
        if parameters[each].default is Parameter.empty and each not in {*filled, *kwargs}
    ]
    if missing:
        plural = "s" if len(missing) > 1 else ""
        yield f"{name} needs the argument{plural} {', '.join(map(repr, missing))}."


def _names(parameters: Mapping[str, Parameter]) -> tuple[list[str], list[str]]:
    """Return the parameters that can be given without a name, and those that cannot."""
    kinds: dict[object, list[str]] = {}
    for each in parameters.values():
        kinds.setdefault(each.kind, []).append(each.name)
    positional = Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD
    unnamed = [name for kind in positional for name in kinds.get(kind, [])]
    return unnamed, kinds.get(Parameter.KEYWORD_ONLY, [])


def _number_unnamed(unnamed: Sequence[str]) -> str:
    if not unnamed:
        return "no arguments without a name"
    plural = "s" if len(unnamed) > 1 else ""
    return f"{len(unnamed)} argument{plural} without a name ({joined(map(repr, unnamed))})"


def _were_given(count: int) -> str:
    return "1 was given" if count == 1 else f"{count} were given"


def _meant(given: str, parameters: Collection[str]) -> str:
    """Return the parameter that an unknown name means; empty if there is no guess."""
    other = OTHER_NAMES.get(given, "")
    return other if other in parameters else nearest(given, parameters)


def bad_arguments(
    cls: type,
    parameters: Mapping[str, Parameter],
    args: Sequence[object],
    kwargs: Mapping[str, object],
) -> BadArguments | None:
    """Return the error for the arguments of a call of a class; None if all fits.

    The example of the error has the values that were given, where the class accepts them.
    """
    fault = call_fault(cls.__name__, parameters, args, kwargs)
    if fault is None:
        return None
    unnamed, named = _names(parameters)
    hints: Mapping[str, str] = getattr(cls, "argument_hints", {})
    given = dict(zip(unnamed, args, strict=False))
    unknown = next((name for name in kwargs if name not in parameters), None)
    for name, value in kwargs.items():
        given[name if name in parameters else _meant(name, parameters)] = value
    if unknown is not None and unknown in hints:
        fault = f"{cls.__name__} has no argument {unknown!r}. {hints[unknown]}"
    elif unknown is None and len(args) > len(unnamed):
        extra = args[len(unnamed) :]
        hint = next(filter(None, (hints.get(type(each).__name__.lower()) for each in extra)), None)
        free = [name for name in named if name not in given]
        fault = f"{fault} {hint or _naming(cls, extra, given, len(unnamed), free)}"
    return BadArguments(fault, example_of(cls, given))


def _naming(
    cls: type, extra: Sequence[object], given: dict[str, object], place: int, free: Sequence[str]
) -> str:
    """Return how to name the values of a call that lack a name, and add them to those given.

    Args:
        cls: The class.
        extra: The values.
        given: The other values of the call, by name.
        place: The number of values that need no name.
        free: The arguments that need a name and are not given.
    """
    if not free:
        return f"Leave out the {'last' if len(extra) == 1 else 'others'}."
    names: Sequence[str] = []
    unnamed = False
    for value in extra:
        names = fitting(cls, value, given)
        if names:
            given[names[-1]] = value
        unnamed = unnamed or not names
    if len(extra) > 1:
        what, names = "Name the others" if place else "Name each", free if unnamed else ()
    else:
        what, names = f"Name the {ORDINALS[min(place, len(ORDINALS) - 1)]}", names or free
        unnamed = len(names) > 1
    return f"{what}: {joined(names, 'or')}." if unnamed else f"{what}."


def fitting(cls: type, value: object, given: Collection[str]) -> list[str]:
    """Return the fields that a value without a name may be for, apart from those given.

    A field that needs a value comes before any that does not. A field that accepts any text fits
    no text, because every text would fit it.
    """
    free = [each for each in fields_of(cls) if each.name not in given and accepts(each, value)]
    needed = [each.name for each in free if each.default is NOTHING]
    if needed:
        return needed[:1]
    is_text = isinstance(value, str)
    return [each.name for each in free if not (is_text and accepts(each, SOME_TEXT))]
