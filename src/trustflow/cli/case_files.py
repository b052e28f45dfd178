"""Open the file of a case as a live case, and find an event in it by its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from ..case import Case
from ..engine import DateRuleBroken, MoveNotAllowed
from ..errors import InvalidValue, pluralised, quoted
from .command_line import command_line
from .inputs import STREAM, all_histories, is_path
from .targets import check_kind

if TYPE_CHECKING:
    import argparse

__all__ = ["REFUSALS", "add_file", "check_case_file", "open_case", "place_of"]

REFUSALS = (DateRuleBroken, MoveNotAllowed)
"""The errors of an event that a case refuses."""


def add_file(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names the file of a case."""
    parser.add_argument("file", metavar="FILE", help="the file of the history")


def check_case_file(path: str) -> None:
    """Raise an error if a path cannot be that of a file with a case.

    Raises:
        ValueError: The path is a stream, a device or a folder, or has the suffix of another kind
            of file.
    """
    if path == STREAM or (Path(path).exists() and not Path(path).is_file()):
        msg = f"{path} is not a file, so a case cannot be kept in it. Name one, such as case.json."
        raise ValueError(msg)
    check_kind(path, {"a history"}, "a history")


def open_case(name: str, options: argparse.Namespace) -> Case:
    """Return the live case that continues the history in a file.

    Args:
        name: The path of the file, or a council of the casebook.
        options: The arguments of the command.

    Raises:
        ValueError: There is no file, it does not contain exactly one history, or its history cannot
            have happened.
    """
    check_case_file(name)
    if is_path(name) and not Path(name).exists():
        create = command_line("new", [name], options)
        msg = f"There is no file {name}. Create it with: {create} AUTHORITY"
        raise ValueError(msg)
    histories = all_histories(name, options)
    if len(histories) != 1:
        msg = (
            f"{name} contains {pluralised(len(histories), 'history')}, and this command changes a "
            "file with exactly one. Put each history into a file of its own."
        )
        raise ValueError(msg)
    (history,) = histories
    case = Case.from_history(evolve(history, events=()), options.process)
    for place, event in enumerate(history, 1):
        try:
            case.record(event)
        except REFUSALS as refusal:
            msg = (
                f"{name} already has an event that cannot have happened, in place {place}; correct "
                f"the file first. {refusal.finding.message}\n"
                f"List every finding with: {command_line('check', [name], options)}"
            )
            raise ValueError(msg) from refusal
    return case


def place_of(text: str, case: Case, options: argparse.Namespace) -> int:
    """Return the index, from 0, of an event whose place, from 1, is given as a text.

    Raises:
        InvalidValue: The text is not the place of an event of the case.
    """
    places = {str(place): place for place in range(1, len(case) + 1)}
    if text not in places:
        accepted = (
            f"Expected a number from 1 to {len(case)}, as shown by "
            f"`{command_line('case', [options.file], options)}`."
            if len(case)
            else "The history has no events."
        )
        raise InvalidValue(quoted(text), "place", accepted)
    return places[text] - 1
