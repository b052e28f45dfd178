"""Commands on histories: print one, check several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .. import casebook
from ..engine import check
from ..errors import pluralised
from ..history import NamedEvent, Severity, Strength
from ..queries import HOW_TO_CHECK
from ..views import fact_rows, record_words, stay_rows
from .arguments import (
    add_command,
    add_days,
    add_fail_on,
    add_histories,
    add_history,
    add_reading,
)
from .changes import deadline_words
from .command_line import command_line
from .history_tables import (
    print_events_csv,
    print_findings_csv,
    print_findings_markdown,
    titles,
)
from .inputs import (
    chosen_names,
    day_text,
    each_case,
    knowledge_words,
    selected_history,
    today_words,
)
from .ledger_cases import entry_words, last_entry
from .ledger_options import is_in_ledger
from .output import (
    print_findings,
    print_item,
    print_json,
    print_table,
    report_data,
    say,
    with_progress,
)
from .running import NOTE
from .table_formats import print_markdown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from ..engine import Finding, Report
    from ..history import Event, History
    from ..process import Process
    from ..queries import Facts

__all__ = ["add", "fails"]

EXAMPLE_DAY = "2026-08-22"
GRADES = ("judgement", "grade", "areas")
"""The fields that hold the grade that an event gave; the first one given is printed."""


def add(commands: Any) -> None:
    """Add the commands `case` and `check`."""
    parser = add_command(
        commands,
        "case",
        _case,
        details="With --as-of, the facts on that day are printed first.",
        example="Sandwell --as-of 2016-11-01",
        table="the events",
    )
    add_history(parser, in_ledger=True)
    add_days(parser)
    parser.add_argument(
        "--sources",
        action="store_true",
        help="list the sources below the table, each with its address",
    )
    add_reading(parser)

    parser = add_command(
        commands,
        "check",
        _check,
        details="Each finding is printed with its source.",
        example="history.json --fail-on law",
        table="the findings",
    )
    add_histories(parser)
    add_fail_on(parser)
    add_reading(parser)


def _case(options: argparse.Namespace) -> int:
    process = options.process
    # Before the history, so that a later change of the case makes the version stale.
    last = last_entry(options)
    report = check(selected_history(options), process)
    history = report.history
    day = None if options.as_of is None else day_text(options.as_of)
    facts_then = None if day is None else _facts(history, day, process)
    if options.json:
        with_facts = {} if facts_then is None else {"facts": facts_then.to_dict()}
        with_version = {} if last is None else {"version": last.version}
        return print_json({**report_data(report), **with_version, **with_facts})
    if options.csv:
        return print_events_csv(report, options)
    if options.markdown:
        return print_markdown(*_step_table(report, sources=options.sources), options)
    code = f" ({history.gss_code})" if history.gss_code else ""
    say(f"{history.authority}{code}: {process.title}")
    if last is not None:
        say(entry_words(last))
    say(record_words(report))
    if knowledge := knowledge_words(options):
        say(f"This is the case {', '.join(knowledge)}.")
    for notice in casebook.notices(history):
        say(notice)
    if facts_then is not None:
        say()
        _print_facts(facts_then, options)
    if report.steps:
        say()
        _print_steps(report, sources=options.sources)
    print_findings(report.findings)
    return 0


def _facts(history: History, day: str, process: Process) -> Facts:
    from ..queries import facts  # here, because a command without a day does not need it

    return facts(history, day, process=process)


def _step_table(report: Report, *, sources: bool) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Return the headings and rows of the events, with their sources unless these come below."""
    process = report.process
    rows = [
        (
            str(step.index + 1),
            step.event.on.words,
            _event_words(step.event, process),
            process.stages[step.after].label,
            "" if sources else "; ".join(titles(step.event)),
        )
        for step in report.steps
    ]
    headings = ("Place", "Date", "Event", "Stage after it", "Sources")
    width = len(headings) - sources
    return headings[:width], [row[:width] for row in rows]


def _print_steps(report: Report, *, sources: bool) -> None:
    """Print the events with their places, and their sources in the table or below it."""
    headings, rows = _step_table(report, sources=sources)
    print_table(headings, rows, optional=("Sources",), elsewhere="--sources")
    if sources:
        say("\nSources by place:")
        for step in report.steps:
            for source in step.event.sources:
                address = "" if source.url is None else f" ({source.url})"
                print_item(f"{step.index + 1}: {source.title}{address}")


def _event_words(event: Event, process: Process) -> str:
    """Return the label of an event, with the grade or plan that the label does not have."""
    label = process.triggers.get(event.trigger, event.trigger)
    words = "; ".join(word for word in _given_words(event) if not label.endswith(f": {word}"))
    return f"{label} ({words})" if words else label


def _given_words(event: Event) -> list[str]:
    """Return the words of an event: its grades, requirement or note, and the deadlines it set."""
    given = {} if isinstance(event, NamedEvent) else event.given()
    deadlines = list(map(deadline_words, event.deadlines_set))
    if NOTE in {event.trigger, event.event_name} and event.note is not None:
        return [" ".join(event.note.split()), *deadlines]
    if "what" in given:  # the judgement of a `DeadlineSet` is that of its deadline
        return deadlines or [str(given["what"])]
    shown = next((given[name] for name in GRADES if name in given), None)
    if isinstance(shown, Mapping):
        return [*(f"{area}: {grade}" for area, grade in shown.items()), *deadlines]
    return deadlines if shown is None else [str(shown), *deadlines]


def _how_to_mark(options: argparse.Namespace) -> str:
    """Return how to make facts certain on later days, with the first kind of the process."""
    kind = options.process.kinds[0]
    name = options.history if is_in_ledger(options) else "FILE"
    words = [name, "--checked-to", f"{kind}={EXAMPLE_DAY}"]
    return (
        f"After such a search, note the day with {command_line('record', words, options)}, "
        f'or in Python with case.mark_checked("{EXAMPLE_DAY}", kinds=["{kind}"]).'
    )


def _print_facts(facts_then: Facts, options: argparse.Namespace) -> None:
    """Print the facts on a day, and then the time spent in each stage."""
    process, day = options.process, today_words(options.as_of)
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
    headings = ("Fact", f"On {day}", "Date of the event", "Confidence")
    print_table(headings, rows, optional=("Confidence", "Date of the event"))
    if facts_then.abolition is None and not all(row.is_known for row in facts_on_day):
        say(f"\n{HOW_TO_CHECK} {_how_to_mark(options)}")


def _check(options: argparse.Namespace) -> int:
    process = options.process
    checked = [
        (check(case.history, process), case.places)
        for name in with_progress(chosen_names(options), "checking")
        for case in each_case(name, options)
    ]
    reports = [report for report, _ in checked]
    if options.json:
        print_json([report_data(report, places) for report, places in checked])
    elif options.csv:
        print_findings_csv(checked, options)
    elif options.markdown:
        print_findings_markdown(checked, options)
    else:
        _print_reports(checked, process)
    found = (finding for report in reports for finding in report.findings)
    return 1 if fails(found, options) else 0


def fails(findings: Iterable[Finding], options: argparse.Namespace) -> bool:
    """Return whether a finding is certain, and as grave as `--fail-on` says, or graver."""
    least = Strength(options.fail_on).severity.rank
    return any(finding.certain and finding.strength.severity.rank >= least for finding in findings)


def _print_reports(checked: Sequence[tuple[Report, Sequence[str]]], process: Process) -> None:
    """Print a table of the reports, and then their findings with the rows of their events."""
    reports = [report for report, _ in checked]
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
    print_table(("Case", "Events", "Last stage on record", "Findings", "OK"), rows)
    for report, places in checked:
        if report.findings:
            say(f"\n{report.history.authority}")
            print_findings(report.findings, places)
    _print_totals(reports)


def _print_totals(reports: Sequence[Report]) -> None:
    """Print how many histories and events were checked, and the findings by severity."""
    findings = [finding for report in reports for finding in report.findings]
    certain = [finding for finding in findings if finding.certain]
    by_severity = "; ".join(_count_words(certain, severity) for severity in Severity)
    histories = pluralised(len(reports), "history")
    events = pluralised(sum(len(report.steps) for report in reports), "event")
    possible = len(findings) - len(certain)
    say(f"\nChecked: {histories} with {events}.")
    say(f"Certain findings: {by_severity}.")
    say(f"Possible findings, which the dates held here cannot settle: {possible}.")


def _count_words(findings: Sequence[Finding], severity: Severity) -> str:
    """Return the number of findings of a severity, with its label."""
    counted = [finding for finding in findings if finding.strength.severity is severity]
    if severity is not Severity.BREACH:
        return pluralised(len(counted), severity.label)
    timing = "late or too early" if any(finding.early for finding in counted) else "late"
    return f"{len(counted)} {timing} under a law, on the dates held here"
