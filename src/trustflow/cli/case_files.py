"""Change a case in a file or a ledger, or create it; find an event of a case by its place."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from .._text import without_passwords
from ..case import Case
from ..engine import DateRuleBroken, MoveNotAllowed
from ..errors import InvalidValue, pluralised, quoted
from ..exchange import format_of, locked_file, write_histories
from .command_line import command_line
from .inputs import STREAM, all_histories, is_path
from .ledger_cases import begin_case, ledger_case
from .ledger_options import (
    add_expected_version,
    add_ledger,
    add_signature,
    is_in_ledger,
)
from .targets import OF_HISTORIES, check_kind, check_target

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

__all__ = ["REFUSALS", "add_file", "case_to_change", "create_case", "place_data", "place_of"]

REFUSALS = (DateRuleBroken, MoveNotAllowed)
"""The errors of an event that a case refuses."""


def add_file(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names the file of a case, and the options for one in a ledger."""
    parser.add_argument(
        "file",
        metavar="FILE|NAME",
        help="the file of the history; with a ledger, the name of the case in it",
    )
    add_ledger(parser)
    add_signature(parser)
    add_expected_version(parser)


@contextmanager
def case_to_change(options: argparse.Namespace) -> Iterator[Case]:
    """Yield the live case that a command changes, and save or record it when the block ends.

    Until then, no other command can change the file. If the block raises an error, the file or the
    ledger stays as it was.

    Args:
        options: The arguments of the command. The name in `file` is that of a case in the ledger,
            if they name one; else it is a path, never a council of the casebook.

    Raises:
        UnknownCase: The ledger does not have the case.
        StaleCase: Somebody else changed the case in the ledger meanwhile.
        ValueError: There is no file, it does not contain exactly one history, or its history cannot
            have happened.
        StaleFile: Another program changed the file meanwhile.
    """
    if is_in_ledger(options):
        with ledger_case(options) as case:
            yield case
        return
    path = _case_file(options)
    if not Path(path).exists():
        create = command_line("new", [path], options)
        msg = f"There is no file {path}. Create it with: {create} AUTHORITY"
        raise ValueError(msg)
    with locked_file(path) as file:
        case = _open_case(path, options)
        yield case
        file.write(_content(case, path, options))


def create_case(case: Case, options: argparse.Namespace) -> None:
    """Save a new case in a file that does not exist yet, or is replaced with `--force`.

    If the options name a ledger, begin the case in it.

    Raises:
        InvalidValue: The ledger has a case of that name.
        ValueError: The path cannot be that of a case, or the file exists.
        StaleFile: Another program created or changed the file meanwhile.
    """
    if is_in_ledger(options):
        begin_case(case, options)
        return
    path = _case_file(options)
    check_target(path, options)
    with locked_file(path) as file:
        # A command that had the lock before can have created the file.
        check_target(path, options)
        file.write(_content(case, path, options))


def _content(case: Case, path: str, options: argparse.Namespace) -> bytes:
    """Return the content of the file of a case, in the format that its name means."""
    content = io.BytesIO()
    write_histories(case.history, content, format_of(path), options.process)
    return content.getvalue()


def _case_file(options: argparse.Namespace) -> str:
    """Return the path of the file of a case, and keep it in the options for messages.

    A name such as Sandwell becomes ./Sandwell, because commands that only read would take it for a
    council of the casebook.

    Raises:
        ValueError: The path is a stream, a device or a folder, or has the suffix of another kind
            of file.
    """
    path: str = options.file
    if path and not is_path(path):
        path = options.file = f"{os.curdir}{os.sep}{path}"
    if path == STREAM or (Path(path).exists() and not Path(path).is_file()):
        shown = path or "An empty name"
        msg = f"{shown} is not a file, so a case cannot be kept in it. Name one, such as case.json."
        raise ValueError(msg)
    check_kind(path, OF_HISTORIES, "a history")
    return path


def _open_case(name: str, options: argparse.Namespace) -> Case:
    """Return the live case that continues the history in a file."""
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


def place_data(options: argparse.Namespace) -> dict[str, Any]:
    """Return where the case of a command is, for JSON: the file; or the ledger and the version."""
    if not is_in_ledger(options):
        return {"file": options.file}
    return {
        "ledger": without_passwords(options.ledger),
        "name": options.file,
        "version": options.version,
    }
