"""The command that checks a ledger for changes from outside, and its cases by today's rules."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from ..errors import joined
from .arguments import add_command, add_fail_on
from .histories import fails
from .ledger_cases import opened_ledger
from .ledger_options import add_ledger
from .output import print_findings, print_item, print_json, say

if TYPE_CHECKING:
    import argparse

    from ..ledger import LedgerFault, Recheck

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the command `ledger recheck`."""
    parser = add_command(
        commands,
        "ledger recheck",
        _recheck,
        details="It exits with 1 if something was changed from outside, if the file is damaged, or "
        "if today's rules give a finding as grave as --fail-on says. Keep the last line elsewhere: "
        "a backup of today has the same one.",
        example="--ledger cases.db --fail-on law",
    )
    add_ledger(parser)
    add_fail_on(parser)


def _recheck(options: argparse.Namespace) -> int:
    result = opened_ledger(options).recheck()
    if options.json:
        print_json(_data(result))
    else:
        _print_result(result)
    found = (each.finding for each in result.findings)
    return 1 if not result.ok or fails(found, options) else 0


def _data(result: Recheck) -> dict[str, Any]:
    return {
        "ok": result.ok,
        "cases": result.cases,
        "entries": result.entries,
        "head": result.head,
        "unchecked": list(result.unchecked),
        "faults": [
            {"name": fault.name, "version": fault.version, "what": fault.what}
            for fault in result.faults
        ],
        "findings": [{"name": each.name, **each.finding.to_dict()} for each in result.findings],
    }


def _print_result(result: Recheck) -> None:
    if result.ok:
        say(f"{result.counts}: nothing was changed from outside.")
    else:
        is_whole = result.head != ""
        words = "changed from outside, or damaged" if is_whole else "the others cannot be read"
        say(f"{result.counts}: {words}.")
        say()
        for fault in result.faults:
            print_item(_fault_words(fault))
    if result.unchecked:
        names = joined(result.unchecked)
        say(f"\nOf another process, so today's rules were not asked: {names}. Use --process.")
    for name, found in groupby(result.findings, key=lambda each: each.name):
        say(f"\n{name}")
        print_findings(each.finding for each in found)
    if result.head:
        say(f"\n{result.head}")


def _fault_words(fault: LedgerFault) -> str:
    """Return what is wrong in a ledger, and where."""
    if fault.name is None:
        return fault.what
    version = "" if fault.version is None else f", version {fault.version}"
    return f"{fault.name}{version}: {fault.what}"
