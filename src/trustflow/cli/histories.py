"""Commands on histories: print one, check several, create a file, record an event in a file."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING, Any

from .. import casebook
from ..case import Case
from ..engine import capital, check
from ..errors import InvalidValue, pluralised, quoted
from ..exchange import event_from_texts, save
from ..history import ONGOING, Severity, Source, Strength, checked_days, checked_words
from ..queries import HOW_TO_CHECK, HOW_TO_MARK, facts
from ..views import fact_rows, record_words, stay_rows
from .arguments import (
    add_command,
    add_days,
    add_fail_on,
    add_force,
    add_history,
    add_reading,
)
from .inputs import PROCESS, all_histories, one_history, selected_history
from .output import (
    print_findings,
    print_json,
    print_table,
    refuse_existing,
    report_data,
    with_progress,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine import Report
    from ..history import Event
    from ..queries import Facts

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the commands `case`, `check`, `new` and `record`."""
    parser = add_command(
        commands,
        "case",
        _case,
        "print a history: its events, stages and findings",
        details="With --as-of, the facts on that day are printed first.",
        example="Sandwell --as-of 2016-11-01",
    )
    add_history(parser)
    add_days(parser)
    add_reading(parser)

    parser = add_command(
        commands,
        "check",
        _check,
        "check histories against the process",
        details="Each finding is printed with its source.",
        example="history.json --fail-on law",
    )
    parser.add_argument(
        "histories",
        nargs="*",
        metavar="NAME|FILE",
        help="councils of the casebook, or files of histories; - is standard input",
    )
    parser.add_argument("--all", action="store_true", help="check the whole casebook")
    add_fail_on(parser)
    add_reading(parser)

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
        f"{', '.join(PROCESS.kinds)}; may be repeated",
    )


def _case(options: argparse.Namespace) -> int:
    report = check(selected_history(options), PROCESS)
    history = report.history
    facts_then = None if options.as_of is None else facts(history, options.as_of, process=PROCESS)
    if options.json:
        with_facts = {} if facts_then is None else {"facts": facts_then.to_dict()}
        return print_json({**report_data(report), **with_facts})
    code = f" ({history.gss_code})" if history.gss_code else ""
    print(f"{history.authority}{code}: {PROCESS.title}")
    print(record_words(report))
    print()
    if facts_then is not None:
        _print_facts(facts_then)
    rows = [
        (
            step.event.on.words,
            PROCESS.triggers.get(step.event.trigger, step.event.trigger),
            PROCESS.stages[step.after].label,
            "; ".join(dict.fromkeys(source.title for source in step.event.sources)),
        )
        for step in report.steps
    ]
    print_table(("Date", "Event", "Stage after it", "Sources"), rows)
    print_findings(report.findings)
    return 0


def _print_facts(facts_then: Facts) -> None:
    """Print the facts on a day, and then the time spent in each stage."""
    facts_on_day = list(fact_rows(facts_then, PROCESS))
    rows = [
        (
            row.label,
            row.value,
            "" if row.since is None else row.since.words,
            "" if row.confidence is None else str(row.confidence),
        )
        for row in (*facts_on_day, *stay_rows(facts_then, PROCESS))
    ]
    day = f"On {facts_then.as_of.words}"
    print_table(("Fact", day, "Date of the event", "Confidence"), rows)
    if facts_then.abolition is None and not all(row.is_known for row in facts_on_day):
        print(f"\n{HOW_TO_CHECK} {HOW_TO_MARK}")
    print()


def _check(options: argparse.Namespace) -> int:
    if options.all == bool(options.histories):
        msg = "Expected names or files to check, or --all for the whole casebook, but not both."
        raise ValueError(msg)
    reports = [
        check(history, PROCESS)
        for name in with_progress(options.histories or casebook.names(), "checking")
        for history in all_histories(name, options)
    ]
    if options.json:
        print_json([report_data(report) for report in reports])
    else:
        _print_reports(reports)
    least = Strength(options.fail_on).severity.rank
    fails = any(
        finding.certain and finding.strength.severity.rank >= least
        for report in reports
        for finding in report.findings
    )
    return 1 if fails else 0


def _print_reports(reports: Sequence[Report]) -> None:
    rows = [
        (
            report.history.authority,
            str(len(report.steps)),
            PROCESS.stages[report.stage].label,
            str(len(report.findings)),
            "yes" if report.ok else "no",
        )
        for report in reports
    ]
    print_table(("Authority", "Events", "Last stage on record", "Findings", "OK"), rows)
    for report in reports:
        if report.findings:
            print(f"\n{report.history.authority}")
            print_findings(report.findings)
    _print_totals(reports)


def _print_totals(reports: Sequence[Report]) -> None:
    """Print how many histories and events were checked, and the findings by severity."""
    findings = [finding for report in reports for finding in report.findings]
    certain = Counter(finding.strength.severity for finding in findings if finding.certain)
    by_severity = "; ".join(_count_words(certain[severity], severity) for severity in Severity)
    histories = pluralised(len(reports), "history")
    events = pluralised(sum(len(report.steps) for report in reports), "event")
    possible = sum(not finding.certain for finding in findings)
    print(f"\nChecked: {histories} with {events}.")
    print(f"Certain findings: {by_severity}.")
    print(f"Possible findings, which the dates held here cannot settle: {possible}.")


def _count_words(count: int, severity: Severity) -> str:
    """Return a number of findings with the label of their severity."""
    if severity is Severity.BREACH:
        return f"{count} late under a law, on the dates held here"
    return pluralised(count, severity.label)


def _new(options: argparse.Namespace) -> int:
    refuse_existing(options.file, force=options.force)
    checked_to = ONGOING if options.ongoing else None
    case = Case(options.authority, PROCESS, gss_code=options.gss_code, checked_to=checked_to)
    for day in options.checked_to:
        case.mark_checked(day)
    save(case.history, options.file, PROCESS)
    if options.json:
        return print_json({"file": options.file, "stage": case.stage})
    print(f"{options.file}: {case.authority}, {PROCESS.stages[case.stage].label}")
    _print_checked_to(case)
    return 0


def _record(options: argparse.Namespace) -> int:
    case = Case.from_history(one_history(options.file), PROCESS)
    event = _event(options)
    findings = () if event is None else case.record(event)
    for day in options.checked_to:
        case.mark_checked(day)
    save(case.history, options.file, PROCESS)
    if options.json:
        return print_json(
            {"stage": case.stage, "findings": [finding.to_dict() for finding in findings]}
        )
    print(f"{case.authority}: {PROCESS.stages[case.stage].label}")
    if options.checked_to:
        _print_checked_to(case)
    print_findings(findings)
    return 0


def _print_checked_to(case: Case) -> None:
    """Print how far the record of a case is checked, if that is known."""
    checked_to = case.history.checked_to
    if checked_to == ONGOING:
        print("Every event is recorded as it happens.")
    elif checked_to is not None:
        words = checked_words(checked_days(checked_to, PROCESS.kinds))
        print(f"{capital(words)}.")


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
    return event_from_texts(options.trigger, options.on, texts, sources=sources, process=PROCESS)


def _name_and_value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        accepted = "Expected NAME=VALUE, such as --field framework=SIF."
        raise InvalidValue(quoted(text), "--field", accepted)
    return name, value
