"""Commands about a case: replay it, check it, begin it, record what happened next."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import casebook
from ..case import Case
from ..engine import check
from ..errors import pluralised
from ..exchange import event_from_texts, save
from ..history import Severity, Source, Strength
from ..queries import facts
from ..views import fact_rows, stay_rows
from .common import (
    PROCESS,
    add_days,
    add_reading,
    command,
    histories,
    history,
    print_findings,
    print_json,
    print_table,
    report_data,
    seen,
    with_progress,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ..engine import Report
    from ..history import Event
    from ..queries import Facts

__all__ = ["add"]

FACTS = ("On that day", "By the record", "Since or from", "Confidence")
PLURALS = {
    Severity.ERROR: "errors",
    Severity.BREACH: Severity.BREACH.label,
    Severity.DEPARTURE: "departures",
    Severity.REMARK: "remarks",
}


def add(commands: Any) -> None:
    """Add the commands case, check, new and record."""
    parser = command(commands, "case", _case, "replay a history: events, stages, findings")
    parser.add_argument("history", metavar="NAME|FILE", help="an authority, or a file of one")
    add_days(parser)

    parser = command(commands, "check", _check, "hold histories against the process")
    parser.add_argument("histories", nargs="*", metavar="NAME|FILE", help="what to check")
    parser.add_argument("--all", action="store_true", help="check the whole casebook")
    add_reading(parser)
    parser.add_argument(
        "--fail-on",
        choices=[str(strength) for strength in Strength],
        default="logic",
        help="exit 1 for certain findings at least as grave (default: logic)",
    )

    parser = command(commands, "new", _new, "begin a file for an authority's history")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("authority", metavar="AUTHORITY")
    parser.add_argument("--gss-code", help="its code, such as E08000028")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")

    parser = command(commands, "record", _record, "record what happened next, if it can have")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("trigger", metavar="TRIGGER", help="such as direction_issued_trust")
    parser.add_argument("on", metavar="DATE", help="the day, as far as known: 2016-10-06, 2016-10")
    parser.add_argument("--source", metavar="TITLE", help="who says so")
    parser.add_argument("--url", help="where the source can be read")
    parser.add_argument("--field", action="append", default=[], metavar="NAME=VALUE")


def _case(options: argparse.Namespace) -> int:
    report = check(seen(options), PROCESS)
    history = report.history
    told = None if options.as_of is None else facts(history, options.as_of, process=PROCESS)
    if options.json:
        with_facts = {} if told is None else {"facts": told.to_dict()}
        return print_json({**report_data(report), **with_facts})
    code = f" ({history.gss_code})" if history.gss_code else ""
    print(f"{history.authority}{code}: {PROCESS.title.lower()}")
    print(report.on_record)
    print()
    if told is not None:
        print_table(FACTS, _fact_rows(told))
        print()
    rows = [
        (
            str(step.event.on),
            PROCESS.triggers.get(step.event.trigger, step.event.trigger),
            PROCESS.stages[step.after].label,
            "; ".join(dict.fromkeys(source.title for source in step.event.sources)),
        )
        for step in report.steps
    ]
    print_table(("Date", "Event", "Stage after it", "Sources"), rows)
    print_findings(report.findings)
    return 0


def _fact_rows(told: Facts) -> list[tuple[str, str, str, str]]:
    """The facts on a day as a table shows them, then the time spent in each stage."""
    return [
        (row.label, row.value, str(row.since or ""), str(row.confidence or ""))
        for row in (*fact_rows(told, PROCESS), *stay_rows(told, PROCESS))
    ]


def _check(options: argparse.Namespace) -> int:
    if options.all == bool(options.histories):
        msg = "name what to check, or give --all for the whole casebook"
        raise ValueError(msg)
    wanted = options.histories or casebook.names()
    reports = [
        check(history, PROCESS)
        for name in with_progress(wanted, "checking")
        for history in histories(name, options)
    ]
    if options.json:
        print_json([report_data(report) for report in reports])
    else:
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
    least = Strength(options.fail_on).severity.rank
    grave = [
        finding
        for report in reports
        for finding in report.findings
        if finding.certain and finding.strength.severity.rank >= least
    ]
    return 1 if grave else 0


def _print_totals(reports: Sequence[Report]) -> None:
    """How many findings there are of each gravity, over all reports."""
    findings = [finding for report in reports for finding in report.findings]
    certain = Counter(finding.strength.severity for finding in findings if finding.certain)
    told = ", ".join(
        f"{certain[severity]} {severity.label if certain[severity] == 1 else PLURALS[severity]}"
        for severity in Severity
    )
    events = sum(len(report.steps) for report in reports)
    histories = "1 history" if len(reports) == 1 else f"{len(reports)} histories"
    unclear = sum(not finding.certain for finding in findings)
    print(f"\n{histories}, {pluralised(events, 'event')}: {told}; {unclear} that cannot be told.")


def _new(options: argparse.Namespace) -> int:
    if Path(options.file).exists() and not options.force:
        msg = f"{options.file} is there already; --force replaces it"
        raise ValueError(msg)
    case = Case(options.authority, PROCESS, gss_code=options.gss_code)
    save(case.history, options.file, PROCESS)
    if options.json:
        return print_json({"file": options.file, "stage": case.stage})
    print(f"{options.file}: {case.authority}, {PROCESS.stages[case.stage].label}")
    return 0


def _record(options: argparse.Namespace) -> int:
    case = Case.from_history(history(options.file), PROCESS)
    findings = case.record(_event(options))
    save(case.history, options.file, PROCESS)
    if options.json:
        return print_json(
            {"stage": case.stage, "findings": [finding.to_dict() for finding in findings]}
        )
    print(f"{case.authority}: {PROCESS.stages[case.stage].label}")
    print_findings(findings)
    return 0


def _event(options: argparse.Namespace) -> Event:
    """The event that `record` is given, read as one of a file would be."""
    texts = dict(_named_value(text) for text in options.field)
    sources = [] if options.source is None else [Source(options.source, url=options.url)]
    return event_from_texts(options.trigger, options.on, texts, sources=sources, process=PROCESS)


def _named_value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        msg = f"--field {text!r}: write NAME=VALUE, as in --field names='Eleanor Brazil'"
        raise ValueError(msg)
    return name, value
