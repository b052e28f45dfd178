"""Read a value of one of several types, which a field of a user's class can have."""

from __future__ import annotations

from contextlib import suppress
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from ..history import text_last

if TYPE_CHECKING:
    from collections.abc import Callable

    import cattrs

__all__ = ["choice_hook", "is_choice"]


def is_choice(cls: object) -> bool:
    """Return whether a type is a union of several types besides None."""
    return get_origin(cls) in {UnionType, Union} and len({*get_args(cls)} - {NoneType}) > 1


def choice_hook(converter: cattrs.Converter, cls: Any) -> Callable[[object, object], object]:
    """Return the hook for a value of one of several types: the first that accepts it."""
    *first, last = text_last(get_args(cls))
    can_be_none = NoneType in get_args(cls)

    def hook(value: object, _cls: object) -> object:
        if value is None and can_be_none:
            return None
        for option in first:
            with suppress(Exception):  # cattrs collects errors of every kind
                return converter.structure(value, option)
        return converter.structure(value, last)

    return hook
