"""Name the options of the command in the faults of an event that they describe."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attrs import evolve

from ..errors import BadHistory, InvalidValue

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["named_as_options"]

OPTIONS = ("areas", "known_on", "note")
"""The fields that have an option of their own; the others are given with `--field`."""
FIELD = re.compile(r"\$\.(\w+)")
"""The path of a field of an event in a fault."""
GIVEN = re.compile(r"\b(\w+)=…")
"""A field that the library asks for, as an argument in Python."""


@contextmanager
def named_as_options() -> Iterator[None]:
    """Replace the paths and arguments in the errors of the block by the options of the command.

    Raises:
        BadHistory: The block raises it; its faults name the options.
        InvalidValue: The block raises it; what is accepted names the options.
    """
    try:
        yield
    except BadHistory as error:
        faults = [
            evolve(fault, path=FIELD.sub(lambda found: _option(found[1]), fault.path))
            for fault in error.faults
        ]
        raise BadHistory(faults, where="the options of the event") from None
    except InvalidValue as error:
        accepted = GIVEN.sub(lambda found: f"{_option(found[1], equals='=')}…", error.accepted)
        raise InvalidValue(error.found, error.what, accepted, error.words) from None


def _option(name: str, *, equals: str = "") -> str:
    """Return the option that gives a field, followed by an equals sign if the value comes next."""
    if name in OPTIONS:
        return f"--{name.replace('_', '-')}{' ' if equals else ''}"
    return f"--field {name}{equals}"
