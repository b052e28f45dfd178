"""Commands on histories: print one, check several."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ..engine import check
from ..errors import pluralised
from ..history import Severity, Strength
from ..queries import HOW_TO_CHECK, HOW_TO_MARK, facts
from ..views import fact_rows, record_words, stay_rows
from .arguments import add_command, add_days, add_fail_on, add_history, add_reading
from .inputs import all_histories, casebook_names, day_text, selected_history
from .output import print_findings, print_json, print_table, report_data, say, with_progress

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ..engine import Report
    from ..process import Process
    from ..queries import Facts

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the commands `case` and `check`."""
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


def _case(options: argparse.Namespace) -> int:
    process = options.process
    report = check(selected_history(options), process)
    history = report.history
    day = None if options.as_of is None else day_text(options.as_of)
    facts_then = None if day is None else facts(history, day, process=process)
    if options.json:
        with_facts = {} if facts_then is None else {"facts": facts_then.to_dict()}
        return print_json({**report_data(report), **with_facts})
    code = f" ({history.gss_code})" if history.gss_code else ""
    say(f"{history.authority}{code}: {process.title}")
    say(record_words(report))
    say()
    if facts_then is not None:
        _print_facts(facts_then, process)
    rows = [
        (
            step.event.on.words,
            process.triggers.get(step.event.trigger, step.event.trigger),
            process.stages[step.after].label,
            "; ".join(dict.fromkeys(source.title for source in step.event.sources)),
        )
        for step in report.steps
    ]
    print_table(("Date", "Event", "Stage after it", "Sources"), rows)
    print_findings(report.findings)
    return 0


def _print_facts(facts_then: Facts, process: Process) -> None:
    """Print the facts on a day, and then the time spent in each stage."""
    facts_on_day = list(fact_rows(facts_then, process))
    rows = [
        (
            row.label,
            row.value,
            "" if row.since is None else row.since.words,
            "" if row.confidence is None else str(row.confidence),
        )
        for row in (*facts_on_day, *stay_rows(facts_then, process))
    ]
    day = f"On {facts_then.as_of.words}"
    print_table(("Fact", day, "Date of the event", "Confidence"), rows)
    if facts_then.abolition is None and not all(row.is_known for row in facts_on_day):
        say(f"\n{HOW_TO_CHECK} {HOW_TO_MARK}")
    say()


def _check(options: argparse.Namespace) -> int:
    if options.all == bool(options.histories):
        msg = "Expected names or files to check, or --all for the whole casebook, but not both."
        raise ValueError(msg)
    process = options.process
    reports = [
        check(history, process)
        for name in with_progress(options.histories or casebook_names(process), "checking")
        for history in all_histories(name, options)
    ]
    if options.json:
        print_json([report_data(report) for report in reports])
    else:
        _print_reports(reports, process)
    least = Strength(options.fail_on).severity.rank
    fails = any(
        finding.certain and finding.strength.severity.rank >= least
        for report in reports
        for finding in report.findings
    )
    return 1 if fails else 0


def _print_reports(reports: Sequence[Report], process: Process) -> None:
    rows = [
        (
            report.history.authority,
            str(len(report.steps)),
            process.stages[report.stage].label,
            str(len(report.findings)),
            "yes" if report.ok else "no",
        )
        for report in reports
    ]
    print_table(("Authority", "Events", "Last stage on record", "Findings", "OK"), rows)
    for report in reports:
        if report.findings:
            say(f"\n{report.history.authority}")
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
    say(f"\nChecked: {histories} with {events}.")
    say(f"Certain findings: {by_severity}.")
    say(f"Possible findings, which the dates held here cannot settle: {possible}.")


def _count_words(count: int, severity: Severity) -> str:
    """Return a number of findings with the label of their severity."""
    if severity is Severity.BREACH:
        return f"{count} late under a law, on the dates held here"
    return pluralised(count, severity.label)
