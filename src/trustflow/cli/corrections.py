"""Commands that correct a case in a file: insert an event, replace one, withdraw one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..engine import labelled
from ..errors import pluralised
from .arguments import add_command
from .case_files import REFUSALS, add_file, case_to_change, place_data, place_of
from .changes import (
    event_data,
    findings_added,
    print_details,
    print_event,
    print_stage,
)
from .event_arguments import (
    add_event,
    add_event_options,
    changed,
    event_of,
    has_event_options,
)
from .output import print_findings, print_json, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from ..case import Case
    from ..engine import Finding
    from ..history import Event

__all__ = ["add"]

UNCHANGED = (
    "If the history cannot have happened with the change, the file or the ledger stays as it was."
)


def add(commands: Any) -> None:
    """Add the commands `insert`, `replace` and `withdraw`."""
    parser = add_command(
        commands,
        "insert",
        _insert,
        details=f"The place that the event takes is printed, and the findings that change. "
        f"{UNCHANGED}",
        example="somewhere.json commissioner_appointed 2015-12",
    )
    add_file(parser)
    add_event(parser)
    add_event_options(parser)

    parser = add_command(
        commands,
        "replace",
        _replace,
        details="Without TRIGGER and DATE, only what the options give is changed: --on corrects "
        "the day, --field one field, --areas the grade of one area, and --source adds a source. An "
        "empty value removes what was there: --field framework=, --areas care=. With them, the new "
        "event replaces the old one wholly: give every field and source again. "
        f"What was replaced is printed. {UNCHANGED}",
        example="somewhere.json 2 --on 2018-04-01",
    )
    add_file(parser)
    _add_place(parser)
    for argument in add_event(parser):
        argument.required = False
    parser.add_argument(
        "--on", dest="new_day", metavar="DATE", help="the correct day, if only the day was wrong"
    )
    add_event_options(parser)

    parser = add_command(
        commands,
        "withdraw",
        _withdraw,
        details=f"What was removed is printed. {UNCHANGED}",
        example="somewhere.json 2",
    )
    add_file(parser)
    _add_place(parser)


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "place", metavar="PLACE", help="the number of the event, from 1, as `case` shows it"
    )


def _insert(options: argparse.Namespace) -> int:
    with case_to_change(options) as case:
        findings = case.findings
        event = event_of(options)
        with _refused(options):
            place = case.insert(event).index + 1
    if not options.json:
        print_event("Inserted in", place, event, case, options)
    return _finish(case, findings, options, place=place, event=event_data(event))


def _replace(options: argparse.Namespace) -> int:
    with case_to_change(options) as case:
        findings = case.findings
        index = place_of(options.place, case, options)
        old = case.history[index]
        new = _new_event(old, options)
        with _refused(options):
            place = case.replace(new=new, at=index).index + 1
    if not options.json:
        _print_replaced(old, index + 1, new, case)
        print_event("New event in", place, new, case, options)
    replaced = {"place": index + 1, **event_data(old)}
    return _finish(case, findings, options, place=place, event=event_data(new), replaced=replaced)


def _new_event(old: Event, options: argparse.Namespace) -> Event:
    """Return the event that replaces an old one: a whole new event, or the old one with changes.

    Raises:
        ValueError: The arguments describe neither.
    """
    if options.on is not None and options.new_day is None:
        return event_of(options)
    is_change = options.new_day is not None or has_event_options(options)
    if options.trigger is not None or options.planned or not is_change:
        msg = (
            "Give a TRIGGER and a DATE for a whole new event; or neither, and what is to be "
            "changed: --on DATE, --field NAME=VALUE or another option."
        )
        raise ValueError(msg)
    return changed(old, options)


def _withdraw(options: argparse.Namespace) -> int:
    with case_to_change(options) as case:
        findings = case.findings
        index = place_of(options.place, case, options)
        event = case.history[index]
        with _refused(options):
            case.withdraw(at=index)
    if not options.json:
        say(f"Withdrawn from place {index + 1}: {labelled(case.process, event)}")
        print_details(event)
    return _finish(case, findings, options, place=index + 1, event=event_data(event))


@contextmanager
def _refused(options: argparse.Namespace) -> Iterator[None]:
    """Turn a refusal of the corrected history into an error that names the file."""
    try:
        yield
    except REFUSALS as refusal:
        msg = (
            f"{options.file} is unchanged: with this change, its history cannot have happened. "
            f"{refusal.finding.message}"
        )
        raise ValueError(msg) from refusal


def _print_replaced(old: Event, place: int, new: Event, case: Case) -> None:
    """Print the event that was replaced, and the sources that the new one does not have."""
    say(f"Replaced in place {place}: {labelled(case.process, old)}")
    print_details(old, new)
    lost = [source.title for source in old.sources if source not in new.sources]
    if lost:
        sources = pluralised(len(lost), "source")
        say(f"The old event had {sources} that the new one does not have: {'; '.join(lost)}")


def _finish(
    case: Case, before: tuple[Finding, ...], options: argparse.Namespace, **data: object
) -> int:
    """Print the stage of a changed case and the findings that changed; return the exit code 0."""
    added = findings_added(before, case.findings)
    removed = findings_added(case.findings, before)
    if options.json:
        return print_json(
            {
                **place_data(options),
                "stage": case.stage,
                **data,
                "findings": [finding.to_dict() for finding in added],
                "findings_removed": [finding.to_dict() for finding in removed],
            }
        )
    print_stage(case, options)
    for heading, findings in (("New findings:", added), ("Findings that are gone:", removed)):
        if findings:
            say(f"\n{heading}")
            print_findings(findings)
    return 0
