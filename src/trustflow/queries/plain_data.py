"""Answers as plain data, as the command prints them in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from attrs import fields, has

from ..dates import PartialDate
from ..history import Event

__all__ = ["plain_data"]


def plain_data(value: object) -> Any:
    """Convert a value of an answer to texts, numbers, lists and dicts.

    An event becomes its trigger and date, and any other record becomes a dict of its fields.
    """
    if isinstance(value, Event):
        return {"trigger": value.trigger, "on": str(value.on)}
    if isinstance(value, PartialDate | Enum):
        return str(value.value if isinstance(value, Enum) else value)
    if isinstance(value, tuple):
        return [plain_data(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain_data(item) for key, item in value.items()}
    cls = type(value)
    if has(cls):
        return {each.name: plain_data(getattr(value, each.name)) for each in fields(cls)}
    return value
