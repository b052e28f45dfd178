"""Commands that keep a case in a file: create the file, record an event in it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ..case import Case
from ..dates import PartialDate
from ..engine import capital
from ..history import ONGOING, checked_days, checked_words
from ..trust_transfer import TRUST_TRANSFER
from .arguments import add_command, add_force
from .case_files import REFUSALS, add_file, case_to_change, create_case, place_data
from .changes import event_data, print_event, print_stage
from .command_line import command_line
from .event_arguments import (
    add_event,
    add_event_options,
    event_of,
    event_words,
    has_event_options,
)
from .event_days import refuse_future
from .inputs import day_text
from .ledger_options import add_ledger, add_signature, is_in_ledger, signature_words
from .output import print_findings, print_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine import DateRuleBroken, Finding, MoveNotAllowed
    from ..history import Event

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the commands `new` and `record`."""
    parser = add_command(
        commands,
        "new",
        _new,
        example="somewhere.json Somewhere",
    )
    parser.add_argument(
        "file",
        metavar="FILE|NAME",
        help="the file to create: a table if its suffix is .csv, else JSON; with a ledger, the "
        "name of the council, or of another case",
    )
    parser.add_argument(
        "authority",
        nargs="?",
        metavar="AUTHORITY",
        help="the name of the council, or of another case, for a file",
    )
    add_ledger(parser)
    add_signature(parser)
    parser.add_argument(
        "--gss-code", metavar="CODE", help="the GSS code of the council, such as E08000028"
    )
    parser.add_argument(
        "--begins-in",
        metavar="STAGE",
        help="the stage in which the record begins, if that is not the first stage",
    )
    checked = parser.add_mutually_exclusive_group()
    checked.add_argument(
        "--ongoing",
        action="store_true",
        help="every event is recorded as it happens, so facts are certain up to the present day",
    )
    _add_checked_to(checked)
    add_force(parser)

    parser = add_command(
        commands,
        "record",
        _record,
        details="The findings on the event are printed. If the event cannot have happened, "
        "it is refused and nothing changes. `insert` is for an event that was learnt "
        "late. With --checked-to, TRIGGER and DATE may be left out.",
        example="somewhere.json trust_went_live 2018-04",
    )
    add_file(parser)
    event = add_event(parser)
    add_event_options(parser)
    _add_checked_to(parser, *event)


class _CheckedTo(argparse.Action):
    """Append a value of `--checked-to`, after which the arguments of an event may be missing."""

    def __init__(self, *, event: Sequence[argparse.Action], **settings: Any) -> None:
        super().__init__(**settings)
        self.event = event

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - argparse passes it
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,  # noqa: ARG002 - argparse passes it
    ) -> None:
        """Append the value to the others."""
        setattr(namespace, self.dest, [*getattr(namespace, self.dest), values])
        for argument in self.event:
            argument.required = False


def _add_checked_to(parser: argparse._ActionsContainer, *event: argparse.Action) -> None:
    """Add the option `--checked-to`.

    Args:
        parser: The parser, or a group of its options.
        event: The arguments that may be missing if the option is given.
    """
    parser.add_argument(
        "--checked-to",
        action=_CheckedTo,
        event=event,
        default=[],
        metavar="[KIND=]DAY",
        help="the day up to which somebody has looked for later events, so that facts are certain "
        "up to that day; inspections=2026-08-22 is for one kind of event: "
        f"{', '.join(TRUST_TRANSFER.kinds)}, or those of your own process; can be given several "
        "times",
    )


def _authority(options: argparse.Namespace) -> str:
    """Return the name of a new case: for a file, the second one; in a ledger, the only one.

    Raises:
        ValueError: There are more or fewer names than that, or `--force` is given for a ledger.
    """
    if not is_in_ledger(options):
        if options.authority is None:
            msg = "Expected the AUTHORITY after the file, as in: trustflow new case.json Somewhere"
            raise ValueError(msg)
        return str(options.authority)
    if options.authority is not None or options.force:
        wrong = "--force" if options.force else "AUTHORITY"
        msg = (
            f"In a ledger, a new case has one name and replaces nothing. Leave out {wrong}; or, "
            "for a file, give --ledger ''."
        )
        raise ValueError(msg)
    return str(options.file)


def _new(options: argparse.Namespace) -> int:
    process = options.process
    case = Case(
        _authority(options),
        process,
        gss_code=options.gss_code,
        begins_in=options.begins_in,
        checked_to=ONGOING if options.ongoing else None,
    )
    for day in options.checked_to:
        case.mark_checked(_checked_to(day))
    create_case(case, options)
    if options.json:
        return print_json({**place_data(options), "stage": case.stage})
    if is_in_ledger(options):
        print_stage(case, options)
    else:
        say(f"{options.file}: {case.authority}, {process.stages[case.stage].label}")
    _print_checked_to(case)
    record = command_line("record", [options.file], options)
    say(f"Record an event: {record} TRIGGER DATE")
    say(f"List the triggers: {command_line('triggers', [], options)}")
    return 0


def _record(options: argparse.Namespace) -> int:
    with case_to_change(options) as case:
        event = _event(options)
        findings = () if event is None else _recorded(event, case, options)
        for day in options.checked_to:
            case.mark_checked(_checked_to(day))
    if options.json:
        return print_json(
            {
                **place_data(options),
                "stage": case.stage,
                "place": None if event is None else len(case),
                "event": None if event is None else event_data(event),
                "findings": [finding.to_dict() for finding in findings],
            }
        )
    if event is not None:
        print_event("Recorded in", len(case), event, case, options)
    print_stage(case, options)
    if options.checked_to:
        _print_checked_to(case)
    print_findings(findings)
    return 0


def _recorded(event: Event, case: Case, options: argparse.Namespace) -> tuple[Finding, ...]:
    """Record an event, and return the findings on it.

    Raises:
        MoveNotAllowed: The process does not allow the event in this stage.
        DateRuleBroken: The event certainly breaks a rule of strength ``logic``.
        ValueError: The event is refused because it was learnt late; the error has the way out.
    """
    try:
        return case.record(event)
    except REFUSALS as refusal:
        if not _is_late(refusal):
            raise
        msg = f"{refusal.finding.message}\n{_way_out(event, case, options)}"
        raise ValueError(msg) from refusal


def _is_late(refusal: DateRuleBroken | MoveNotAllowed) -> bool:
    """Return whether a refused event is certainly earlier than an event recorded before it."""
    return refusal.finding.code == "out_of_order" or getattr(refusal, "is_earlier", False)


def _way_out(event: Event, case: Case, options: argparse.Namespace) -> str:
    """Return the command that inserts an event learnt late, or why that is refused too."""
    try:
        case.insert(event)
    except REFUSALS as refusal:
        return f"`trustflow insert` would refuse it too. {refusal.finding.message}"
    words = [options.file, *event_words(options), *signature_words(options)]
    return f"Learnt late? Put it in its place with:\n{command_line('insert', words, options)}"


def _print_checked_to(case: Case) -> None:
    """Print how far the record of a case is checked, if that is known."""
    checked_to = case.history.checked_to
    if checked_to == ONGOING:
        say("Every event is recorded as it happens.")
    elif checked_to is not None:
        words = checked_words(checked_days(checked_to, case.process.kinds))
        say(f"{capital(words)}.")


def _checked_to(text: str) -> str:
    """Return a value of `--checked-to` in which `today` is replaced by the present day.

    Raises:
        BadDate: The day cannot be read.
        ValueError: The day has not come yet, so nobody can have looked for events up to it.
    """
    kind, equals, given = text.rpartition("=")
    day = day_text(given)
    if day.strip().casefold() != ONGOING:
        refuse_future(PartialDate.parse(day), "--checked-to")
    return f"{kind}{equals}{day}"


def _event(options: argparse.Namespace) -> Event | None:
    """Return the event to record; None if no event is given."""
    if options.on is not None:
        return event_of(options)
    if has_event_options(options):
        msg = "Expected an event with its date, such as trust_went_live 2018-04."
        raise ValueError(msg)
    return None
