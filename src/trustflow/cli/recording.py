"""Commands that keep a case in a file: create the file, record an event in it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ..case import Case
from ..engine import capital
from ..errors import InvalidValue, quoted
from ..exchange import event_from_texts, save
from ..history import ONGOING, Source, checked_days, checked_words
from ..trust_transfer import TRUST_TRANSFER
from .arguments import add_command, add_force
from .inputs import day_text, one_history
from .output import print_findings, print_json, say
from .targets import check_target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..history import Event

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the commands `new` and `record`."""
    parser = add_command(
        commands,
        "new",
        _new,
        "create a file for a new history",
        example="somewhere.json Somewhere",
    )
    parser.add_argument(
        "file", metavar="FILE", help="the file to create: a table if its suffix is .csv, else JSON"
    )
    parser.add_argument("authority", metavar="AUTHORITY", help="the name of the council")
    parser.add_argument(
        "--gss-code", metavar="CODE", help="the GSS code of the council, such as E08000028"
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
        "record the next event of a history in its file",
        details="The findings on the event are printed. If the event cannot have happened, "
        "it is refused and the file stays as it was. With --checked-to, TRIGGER and DATE may be "
        "left out.",
        example="somewhere.json trust_went_live 2018-04",
    )
    parser.add_argument("file", metavar="FILE", help="the file of the history")
    trigger = parser.add_argument(
        "trigger", metavar="TRIGGER", help="the event, such as direction_issued_trust"
    )
    on = parser.add_argument(
        "on", metavar="DATE", help="the day, as far as it is known: 2016-10-06, 2016-10 or 2016"
    )
    parser.add_argument("--source", metavar="TITLE", help="the title of the source")
    parser.add_argument("--url", help="the address of the source")
    parser.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="another field of the event, such as framework=SIF; may be repeated",
    )
    _add_checked_to(parser, trigger, on)


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
        f"{', '.join(TRUST_TRANSFER.kinds)}; may be repeated",
    )


def _new(options: argparse.Namespace) -> int:
    process = options.process
    check_target(options.file, options)
    checked_to = ONGOING if options.ongoing else None
    case = Case(options.authority, process, gss_code=options.gss_code, checked_to=checked_to)
    for day in options.checked_to:
        case.mark_checked(_checked_to(day))
    save(case.history, options.file, process)
    if options.json:
        return print_json({"file": options.file, "stage": case.stage})
    say(f"{options.file}: {case.authority}, {process.stages[case.stage].label}")
    _print_checked_to(case)
    return 0


def _record(options: argparse.Namespace) -> int:
    process = options.process
    case = Case.from_history(one_history(options.file, options), process)
    event = _event(options)
    findings = () if event is None else case.record(event)
    for day in options.checked_to:
        case.mark_checked(_checked_to(day))
    save(case.history, options.file, process)
    if options.json:
        return print_json(
            {"stage": case.stage, "findings": [finding.to_dict() for finding in findings]}
        )
    say(f"{case.authority}: {process.stages[case.stage].label}")
    if options.checked_to:
        _print_checked_to(case)
    print_findings(findings)
    return 0


def _print_checked_to(case: Case) -> None:
    """Print how far the record of a case is checked, if that is known."""
    checked_to = case.history.checked_to
    if checked_to == ONGOING:
        say("Every event is recorded as it happens.")
    elif checked_to is not None:
        words = checked_words(checked_days(checked_to, case.process.kinds))
        say(f"{capital(words)}.")


def _checked_to(text: str) -> str:
    """Return a value of `--checked-to` in which `today` is replaced by the present day."""
    kind, equals, day = text.rpartition("=")
    return f"{kind}{equals}{day_text(day)}"


def _event(options: argparse.Namespace) -> Event | None:
    """Return the event to record; None if no event is given.

    The fields of the event are read like the cells of a CSV table.
    """
    if options.on is None:
        if options.trigger or options.source or options.url or options.field:
            msg = "Expected an event with its date, such as trust_went_live 2018-04."
            raise ValueError(msg)
        return None
    texts = dict(_name_and_value(text) for text in options.field)
    sources = [] if options.source is None else [Source(options.source, url=options.url)]
    return event_from_texts(
        options.trigger, day_text(options.on), texts, sources=sources, process=options.process
    )


def _name_and_value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        accepted = "Expected NAME=VALUE, such as --field framework=SIF."
        raise InvalidValue(quoted(text), "--field", accepted)
    return name, value
