"""Say which words were meant as a name, and were taken for an option or for its value."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import joined, quoted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterable

    from ..errors import InvalidValue

__all__ = ["OF_SEVERAL", "dash_hint", "greedy_hint", "taken_hint"]

OF_SEVERAL = ("marks", "route", "stages")
"""The arguments of the options that take all the words after them."""
DASH = "If this is the name of a case, put it after all options and --, as in: -- "


def greedy_hint(words: Collection[str], missing: str) -> str:
    """Return the hint for an argument that is missing, if an option can have taken it.

    Args:
        words: The words of the command.
        missing: The name of the argument.
    """
    options = [f"--{name}" for name in OF_SEVERAL if f"--{name}" in words]
    if not options:
        return ""
    verb = "takes" if len(options) == 1 else "take"
    return f". {joined(options)} {verb} all the words up to the next option: put {missing} first"


def dash_hint(words: Iterable[str]) -> str:
    """Return the hint for a name that begins with a dash, if there is one among some words.

    Args:
        words: The words that are not options of the command.
    """
    name = next((word for word in words if word.startswith("-") and word.strip("-")), None)
    return "" if name is None else f". {DASH}{name}"


def taken_hint(error: InvalidValue, options: argparse.Namespace) -> str | None:
    """Return the note for a name or a file that an option took for one of its values."""
    from .. import casebook
    from .inputs import is_path

    for name in OF_SEVERAL:
        *_, last = getattr(options, name, None) or [""]
        if last and error.found == quoted(str(last)):
            is_file = is_path(last) or Path(last).is_file()
            if is_file or last in casebook.names():
                return f"--{name} takes all the words up to the next option: put {last} first."
    return None
