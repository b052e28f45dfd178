"""Explain the arguments of classes: what a call lacks, and an example of a call.

Every class of the kit uses this module, so it is in the lowest package.
A field gives an example of its value in its metadata: ``field(metadata=example("'Lodged'"))``.
"""

from __future__ import annotations

from collections.abc import Mapping
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Any

from attrs import NOTHING, fields, has

from ..errors import BadArguments, expected_one_of, pluralised, suggestion

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

    # Type checkers read the parameters of `__init__`, which this method would hide from them.
    if not TYPE_CHECKING:  # pragma: no branch

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            """Return a new instance.

            Raises:
                BadArguments: An argument is missing, unknown, or needs its name.
            """
            try:
                return super().__call__(*args, **kwargs)
            except TypeError:
                fault = _fault(cls, args, kwargs)
                if fault is None:  # the arguments fit, so the error has another cause
                    raise
            raise BadArguments(fault, example_of(cls))

    @property
    def __signature__(cls) -> Signature:
        """The parameters of a call, which `help` and notebooks show."""
        own = signature(cls.__init__)  # type: ignore[misc]  # the parameters are only shown
        return own.replace(parameters=[*own.parameters.values()][1:])


def _fault(cls: ExplainedCalls, args: Sequence[object], kwargs: Mapping[str, object]) -> str | None:
    """Return what does not fit in the arguments of a call; None if all fit."""
    parameters = cls.__signature__.parameters
    kinds = {parameter.kind for parameter in parameters.values()}
    by_position = [
        name
        for name, parameter in parameters.items()
        if parameter.kind is Parameter.POSITIONAL_OR_KEYWORD
    ]
    name = cls.__name__
    if Parameter.VAR_KEYWORD not in kinds:
        for given in kwargs:
            if given not in parameters:
                accepted = suggestion(given, parameters).strip()
                accepted = accepted or expected_one_of(given, parameters)
                return f"{name} has no argument {given!r}. {accepted}"
    if Parameter.VAR_POSITIONAL not in kinds and len(args) > len(by_position):
        others = [each for each in parameters if each not in by_position]
        if not others:
            return f"{name} takes at most {pluralised(len(by_position), 'argument')}."
        accepted = f"only {', '.join(by_position)}" if by_position else "no arguments"
        return f"{name} takes {accepted} without a name. Write the names, such as {others[0]}=…."
    for given in by_position[: len(args)]:
        if given in kwargs:
            return f"{name} has the argument {given!r} twice: without and with its name."
    filled = {*by_position[: len(args)], *kwargs}
    missing = [
        each
        for each, parameter in parameters.items()
        if parameter.default is Parameter.empty
        and parameter.kind not in {Parameter.VAR_KEYWORD, Parameter.VAR_POSITIONAL}
        and each not in filled
    ]
    if missing:
        plural = "s" if len(missing) > 1 else ""
        return f"{name} needs the argument{plural} {', '.join(map(repr, missing))}."
    return None
