"""Explain the arguments of calls: what a call lacks, which value is refused, and an example.

Every class of the kit uses this module, so it is in the lowest package.
"""

from __future__ import annotations

from functools import wraps
from inspect import Signature, signature
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from ..errors import BadArguments, BadDate, quoted
from .call_faults import bad_arguments, call_fault, fitting
from .examples import error_of, fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["ExplainedCalls", "explained"]

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class ExplainedCalls(type):
    """The type of classes whose errors name the argument that is wrong, with an example."""

    if TYPE_CHECKING:
        pass  # a type checker takes the parameters of `__init__`, which `__call__` would hide
    else:

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            """Return a new instance.

            Raises:
                BadArguments: An argument is missing, unknown, or needs its name.
                BadDate: An argument cannot be read as a date or a length of time.
            """
            try:
                return super().__call__(*args, **kwargs)
            except TypeError:
                error = bad_arguments(cls, cls.__signature__.parameters, args, kwargs)
                if error is None:  # the arguments fit, so the error has another cause
                    raise
            except BadDate:
                error = _of_argument(cls, args, kwargs)
                if error is None:
                    raise
            try:
                raise error
            finally:
                # The error refers to this frame. If the frame also referred to the error, all that
                # its callers hold would stay in memory until the next search for such circles.
                del error

    @property
    def __signature__(cls) -> Signature:
        """The parameters of a call, which `help` and notebooks show."""
        own = signature(cls.__init__)  # type: ignore[misc]  # the parameters are only shown
        return own.replace(parameters=[*own.parameters.values()][1:])


def _of_argument(
    cls: ExplainedCalls, args: Sequence[object], kwargs: Mapping[str, object]
) -> BadDate | None:
    """Return an error with the name of the argument that is refused; None if no argument is.

    Each value is converted again to find it, because a converter does not know its field.
    """
    given = cls.__signature__.bind_partial(*args, **kwargs).arguments
    for field in fields_of(cls):
        if field.name not in given:
            continue
        value = given[field.name]
        error = error_of(field, value)
        if isinstance(error, BadDate):
            reason = error.reason
            if not error.meant and error.found == quoted(value):
                reason = _other_argument(cls, value, given) or reason
            return BadDate(error.found, reason, field.name, error.meant)
    return None


def _other_argument(cls: type, value: object, given: Mapping[str, object]) -> str:
    """Return "Did you mean name=value?" for the only argument that a refused value fits."""
    codes = [f"{name}={quoted(value)}" for name in fitting(cls, value, given)]
    for field in () if codes else fields_of(cls):
        error = None if field.name in given else error_of(field, value)
        if isinstance(error, BadDate) and error.meant:
            codes.append(f"{field.name}={error.meant!r}")
    return f"Did you mean {codes[0]}?" if len(codes) == 1 else ""


def explained(
    example: str,
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Return a decorator of functions that raise `BadArguments` if called with other arguments.

    Args:
        example: A call of the function, as Python code.
    """

    def decorate(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        @wraps(function)
        def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            try:
                return function(*args, **kwargs)
            except TypeError:
                parameters = {**signature(function).parameters}
                is_method = parameters.pop("self", None) is not None
                fault = call_fault(function.__qualname__, parameters, args[is_method:], kwargs)
                if fault is None:
                    raise
            raise BadArguments(fault, example)

        return call

    return decorate
