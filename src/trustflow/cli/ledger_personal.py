"""Commands on the personal data in a ledger: overwrite a text, delete a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import pluralised
from .arguments import add_command
from .inputs import STREAM, standard_input
from .ledger_cases import opened_ledger, redacted_places
from .ledger_options import add_ledger, add_signature, signature
from .output import print_item, print_json, say
from .targets import check_kind, refuse_input

if TYPE_CHECKING:
    import argparse

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the commands `ledger redact` and `ledger remove`."""
    parser = add_command(
        commands,
        "ledger redact",
        _redact,
        details="It is overwritten with [redacted], and cannot be brought back. Where it was is "
        "printed. One more entry says who did it, when and why. Backups keep the text.",
        example="Kent Smith --recorded-by me --reason asked",
    )
    parser.add_argument("name", metavar="NAME", help="the case")
    parser.add_argument(
        "text",
        metavar="TEXT",
        help="exactly these characters; - reads "
        "them from standard input, without the line break at their end",
    )
    _add_options(parser)

    parser = add_command(
        commands,
        "ledger remove",
        _remove,
        details="The file has its history and all its entries; `ledger import` begins the case "
        "anew from it, without its entries. To go on with the case in a file of its own, use "
        "`ledger export` first. One entry stays: it says who removed the case, when "
        "and why. Backups keep the case.",
        example="Kent -o kent.json --recorded-by me --reason closed",
    )
    parser.add_argument("name", metavar="NAME", help="the case")
    parser.add_argument(
        "-o",
        "--output",
        dest="target",
        metavar="FILE",
        required=True,
        help="the file of JSON to make, which must not exist",
    )
    _add_options(parser)


def _add_options(parser: argparse.ArgumentParser) -> None:
    add_ledger(parser)
    add_signature(parser, required=True)
    parser.add_argument(
        "--force",
        action="store_true",
        help="do it also if the ledger was changed from outside, as `recheck` finds",
    )


def _redact(options: argparse.Namespace) -> int:
    ledger = opened_ledger(options)
    entry = ledger.redact(options.name, _text(options), force=options.force, **signature(options))
    versions = {each.id: each.version for each in ledger.entries(options.name)}
    places = {versions[target]: said for target, said in redacted_places(entry).items()}
    if options.json:
        changed = [
            {"version": version, "places": list(said)} for version, said in sorted(places.items())
        ]
        return print_json({"name": entry.name, "version": entry.version, "changed": changed})
    say(f"{entry.name}: overwritten in {pluralised(len(places), 'entry')}")
    for version, said in sorted(places.items()):
        print_item(f"version {version}: {', '.join(said)}")
    return 0


def _text(options: argparse.Namespace) -> str:
    """Return the text to overwrite, from the arguments or from standard input.

    Raises:
        ValueError: Standard input is not in UTF-8.
    """
    if options.text != STREAM:
        return str(options.text)
    try:
        text = standard_input().read().decode()
    except UnicodeDecodeError:
        # The error of Python has the bytes, and this one goes to logs.
        msg = "The text on standard input is not in UTF-8."
        raise ValueError(msg) from None
    return text.removesuffix("\n").removesuffix("\r")


def _remove(options: argparse.Namespace) -> int:
    target = options.target
    if target == STREAM:
        msg = "A case is removed only once it is in a file. Name one, such as -o case.json."
        raise ValueError(msg)
    refuse_input(target, options)
    check_kind(target, {"a history"}, "a case in JSON")
    entry = opened_ledger(options).remove(
        options.name, target, force=options.force, **signature(options)
    )
    count = entry.data["entries"]
    if options.json:
        return print_json({"name": entry.name, "file": target, "entries": count})
    say(f"{entry.name}: removed; {target} has its {pluralised(count, 'entry')}")
    return 0
