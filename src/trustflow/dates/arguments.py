"""Explain the arguments of classes: what a call lacks, and an example of a call.

Every class of the kit uses this module, so it is in the lowest package.
A field gives an example of its value in its metadata: ``field(metadata=example("'Lodged'"))``.
"""

from __future__ import annotations

from collections.abc import Mapping
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Any

from attrs import NOTHING, fields, has

from ..errors import BadArguments, expected_one_of, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ExplainedCalls", "example", "example_of"]

EXAMPLES = {"PartialDate": "'2016-07-14'", "Span": "'3 months'", "int": "2", "bool": "True"}
"""Examples of the values of a field that gives none, by the name of its type."""
SOME_TEXT = "'some text'"


def example(code: str, *, is_needed: bool = False) -> dict[str, Any]:
    """Return the metadata of a field with an example of its value, as Python code.

    Args:
        code: The example.
        is_needed: Whether a field with a default is in the example of a call too.
    """
    return {"example": code, "is_needed": is_needed}


def example_of(cls: type) -> str:
    """Return an example of a call of a class, as Python code, with the arguments that it needs."""
    # A class that people do not call, such as the base of events, has an example of its own.
    own: str | None = vars(cls).get("example_code")
    return own or f"{cls.__name__}({', '.join(_example_arguments(cls))})"


def _example_arguments(cls: type) -> Iterator[str]:
    # An event with variants needs the fields of one of them.
    variants = getattr(cls, "variants", None)
    given = dict(next(iter(variants.values()), {})) if isinstance(variants, Mapping) else {}
    for field in fields(cls) if has(cls) else ():
        is_needed = field.default is NOTHING or field.metadata.get("is_needed", False)
        if not field.init or not (is_needed or field.name in given):
            continue
        code = field.metadata.get("example")
        if field.name in given:
            code = repr(given[field.name])
        elif code is None:
            hint = getattr(field.type, "__name__", str(field.type)).partition(" |")[0]
            code = EXAMPLES.get(hint, SOME_TEXT)
        yield f"{field.name}={code}" if field.kw_only else code


class ExplainedCalls(type):
    """The type of classes that raise `BadArguments` if they are called with other arguments."""

    if TYPE_CHECKING:
        pass  # a type checker takes the parameters of `__init__`, which `__call__` would hide
    else:

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            """Return a new instance.

            Raises:
                BadArguments: An argument is missing, unknown, or needs its name.
            """
            try:
                return super().__call__(*args, **kwargs)
            except TypeError:
                fault = next(_faults(cls, args, kwargs), None)
                if fault is None:  # the arguments fit, so the error has another cause
                    raise
            raise BadArguments(fault, example_of(cls))

    @property
    def __signature__(cls) -> Signature:
        """The parameters of a call, which `help` and notebooks show."""
        own = signature(cls.__init__)  # type: ignore[misc]  # the parameters are only shown
        return own.replace(parameters=[*own.parameters.values()][1:])


def _faults(
    cls: ExplainedCalls, args: Sequence[object], kwargs: Mapping[str, object]
) -> Iterator[str]:
    """Yield what does not fit in the arguments of a call."""
    name, parameters = cls.__name__, cls.__signature__.parameters
    kinds: dict[object, list[str]] = {}
    for each in parameters.values():
        kinds.setdefault(each.kind, []).append(each.name)
    unnamed = kinds.get(Parameter.POSITIONAL_OR_KEYWORD, [])
    named = kinds.get(Parameter.KEYWORD_ONLY, [])
    for given in () if Parameter.VAR_KEYWORD in kinds else kwargs:
        if given not in parameters:
            similar = suggestion(given, parameters).strip()
            accepted = similar or expected_one_of(given, parameters)
            yield f"{name} has no argument {given!r}. {accepted}"
    if len(args) > len(unnamed) and Parameter.VAR_POSITIONAL not in kinds:
        accepted = f"only {', '.join(unnamed)}" if unnamed else "no arguments"
        names = f" Write the names, such as {named[0]}=…." if named else ""
        yield f"{name} takes {accepted} without a name.{names}"
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
