"""Commands that make a ledger, fill it from files, and write it to a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._text import without_passwords
from ..case import Case
from ..errors import InvalidValue, pluralised, quoted
from ..exchange import format_of, replacing, write_histories
from ..trust_transfer import TRUST_TRANSFER
from .arguments import add_command, add_force, add_histories, add_reading
from .case_files import REFUSALS
from .command_line import command_line
from .inputs import STREAM, chosen_names, each_history
from .ledger_cases import opened_ledger, stored_cases
from .ledger_options import NAME_IT, add_ledger, add_signature, signature
from .output import print_json, say, with_progress
from .targets import OF_HISTORIES, check_kind, check_target, refuse_input, standard_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..history import History

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the commands `ledger init`, `ledger import`, `ledger export` and `ledger backup`."""
    parser = add_command(
        commands,
        "ledger init",
        _init,
        details="A file must not exist. In another database, the tables are made if they are "
        "missing.",
        example="--ledger cases.db",
    )
    add_ledger(parser)

    parser = add_command(
        commands,
        "ledger import",
        _import,
        details="Nothing is imported if a history cannot have happened, or if the ledger already "
        "has a case of its name. Of a file that `ledger remove` or `ledger export --entries` "
        "wrote, the histories are imported, and not who recorded what, when and why.",
        example="Sandwell kent.csv --ledger cases.db",
    )
    add_histories(parser)
    add_ledger(parser)
    add_signature(parser)
    add_reading(parser)

    parser = add_command(
        commands,
        "ledger export",
        _export,
        details="The file has the events that are in force; it is CSV if its suffix is .csv, else "
        "JSON. With --entries, it is JSON with the whole log too, and what proves it.",
        example="--ledger cases.db -o cases.json",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="the cases (default: every case)")
    add_ledger(parser)
    parser.add_argument(
        "-o",
        "--output",
        dest="target",
        metavar="FILE",
        default=STREAM,
        help="the file to write (default: standard output)",
    )
    parser.add_argument(
        "--entries", action="store_true", help="write every entry of every case too, to a FILE"
    )
    add_force(parser)

    parser = add_command(
        commands,
        "ledger backup",
        _backup,
        details="Others can record meanwhile. A server has its own tool.",
        example="copy.db --ledger cases.db",
    )
    parser.add_argument("target", metavar="FILE", help="the file to make, which must not exist")
    add_ledger(parser)


def _init(options: argparse.Namespace) -> int:
    place = options.ledger
    if place and Path(place).exists():
        msg = f"{without_passwords(place)} already exists. Name a file that does not."
        raise ValueError(msg)
    ledger = opened_ledger(options, create=True)
    cases = len(ledger.names())
    shown = without_passwords(place)
    if options.json:
        return print_json({"ledger": shown, "id": ledger.id, "cases": cases})
    say(f"{shown}: a ledger with {pluralised(cases, 'case')}")
    say(f"Begin a case: {command_line('new', ['NAME'], options)}")
    return 0


def _import(options: argparse.Namespace) -> int:
    ledger = opened_ledger(options)
    histories = _histories(options)
    _refuse_known([history.authority for history in histories], ledger.names())
    for history in histories:
        _require_possible(history, options)
    entries = ledger.add_histories(with_progress(histories, "importing"), **signature(options))
    if options.json:
        return print_json([{"name": each.name, "version": each.version} for each in entries])
    for history, entry in zip(histories, entries, strict=True):
        say(f"{entry.name}: {pluralised(len(history), 'event')}, version {entry.version}")
    return 0


def _histories(options: argparse.Namespace) -> list[History]:
    """Return the histories of the files and of the casebook that the arguments name."""
    # The names are those of what is read, not of cases in the ledger.
    source = argparse.Namespace(**{**vars(options), "ledger": None})
    # A name that comes twice is refused, because a case can be begun only once.
    names = chosen_names(source, once=False)
    return [history for name in names for history in each_history(name, source)]


def _refuse_known(names: Sequence[str], known: Sequence[str]) -> None:
    """Refuse a name that the ledger has already, or that comes twice.

    Raises:
        InvalidValue: There is one.
    """
    seen = set(known)
    for name in names:
        if name in seen:
            twice = "comes twice" if name not in known else "is in the ledger already"
            accepted = f"It {twice}. Nothing was imported."
            raise InvalidValue(quoted(name), "name of a new case", accepted)
        seen.add(name)


def _require_possible(history: History, options: argparse.Namespace) -> None:
    """Refuse a history that cannot have happened.

    Raises:
        ValueError: It is one.
    """
    try:
        Case.from_history(history, options.process)
    except REFUSALS as refusal:
        msg = (
            f"The history of {quoted(history.authority)} cannot have happened, so nothing was "
            f"imported. {refusal.finding.message}"
        )
        raise ValueError(msg) from refusal


def _export(options: argparse.Namespace) -> int:
    check_target(options.target, options)
    if options.entries:
        return _export_entries(options)
    check_kind(options.target, OF_HISTORIES, "histories")
    ledger = opened_ledger(options)
    cases = stored_cases(options.names, options)
    histories = [case.history for case in with_progress(cases, "exporting")]
    if options.target == STREAM:
        with standard_output(options) as file:
            write_histories(histories, file, "json", options.process)
        return 0
    with replacing(options.target, mode=ledger.file_mode) as file:
        write_histories(histories, file, format_of(options.target), options.process)
    events = sum(map(len, histories))
    if options.json:
        return print_json({"file": options.target, "histories": len(histories), "events": events})
    counts = f"{pluralised(len(histories), 'history')}, {pluralised(events, 'event')}"
    say(f"{options.target}: {counts}")
    return 0


def _export_entries(options: argparse.Namespace) -> int:
    """Write all cases with all their entries; return the exit code 0.

    Raises:
        ValueError: Some cases are named, or standard output.
        BadLedger: A case cannot be read; nothing is written.
    """
    from ..ledger import BadLedger

    if options.names or options.target == STREAM:
        msg = "--entries writes every case to a file. Give -o FILE, and no NAME."
        raise ValueError(msg)
    check_kind(options.target, ["a history"], "every entry as JSON")
    try:
        opened_ledger(options, also=[TRUST_TRANSFER]).export(options.target, entries=True)
    except BadLedger as error:
        if isinstance(error.__cause__, InvalidValue):
            error.add_note(NAME_IT)
        raise
    if options.json:
        return print_json({"file": options.target})
    say(f"{options.target}: every entry of {without_passwords(options.ledger)}")
    return 0


def _backup(options: argparse.Namespace) -> int:
    refuse_input(options.target, options)
    check_kind(options.target, ["a database"], "a ledger")
    ledger = opened_ledger(options)
    ledger.backup(options.target)
    if options.json:
        return print_json({"file": options.target})
    say(f"{options.target}: a copy of {without_passwords(options.ledger)}")
    return 0
