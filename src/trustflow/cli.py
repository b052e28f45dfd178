"""The command: tables on a terminal, plain text in a pipe, JSON on request, no traceback."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import casebook
from .case import Case
from .checker import Report, check
from .duties import due
from .errors import TrustflowError, counted
from .exchange import dump, load, load_all
from .exchange.json_format import event_to_data
from .exchange.reader import event_from_texts
from .process import Process
from .sources import Source, Strength
from .trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .checker import Finding
    from .history import Event, History

__all__ = ["main"]

PROCESS: Process = TRUST_TRANSFER
WORTH_A_BAR = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The words after its name; those it was started with when left out.

    Returns:
        0; 1 when `check` found what it should fail on; 2 for misuse or a file that cannot be read.
    """
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has stopped; Python must not complain of it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (TrustflowError, ValueError, TypeError, OSError) as error:
        print(f"trustflow: {error}", file=sys.stderr)
        return 2
    return code


# What may be asked


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trustflow",
        description="How children's services in England move from an inadequate judgement to a "
        "trust: real histories, checked against cited rules.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    command = _command(commands, "case", _case, "replay a history: events, stages, findings")
    command.add_argument("history", metavar="NAME|FILE", help="an authority, or a file of one")

    command = _command(commands, "check", _check, "hold histories against the process")
    command.add_argument("histories", nargs="*", metavar="NAME|FILE", help="what to check")
    command.add_argument("--all", action="store_true", help="check the whole casebook")
    command.add_argument(
        "--fail-on",
        choices=[str(strength) for strength in Strength],
        default="logic",
        help="exit 1 for certain findings at least as grave (default: logic)",
    )

    command = _command(commands, "rules", _rules, "list the date rules with their citations")
    command.add_argument("--on", metavar="DAY", help="only those in force on a day")

    command = _command(commands, "due", _due, "count by when something is due under a rule")
    command.add_argument("rule", metavar="RULE", help="a rule's id, as `trustflow rules` lists it")
    command.add_argument("--from", dest="start", metavar="DAY", required=True, help="counted from")

    command = _command(commands, "new", _new, "begin a file for an authority's history")
    command.add_argument("file", metavar="FILE")
    command.add_argument("authority", metavar="AUTHORITY")
    command.add_argument("--gss-code", help="its code, such as E08000028")
    command.add_argument("--force", action="store_true", help="replace a file that is there")

    command = _command(commands, "record", _record, "record what happened next, if it can have")
    command.add_argument("file", metavar="FILE")
    command.add_argument("trigger", metavar="TRIGGER", help="such as direction_issued_trust")
    command.add_argument("on", metavar="DATE", help="the day, as far as known: 2016-10-06, 2016-10")
    command.add_argument("--source", metavar="TITLE", help="who says so")
    command.add_argument("--url", help="where the source can be read")
    command.add_argument("--field", action="append", default=[], metavar="NAME=VALUE")
    return parser


class _Version(argparse.Action):
    """Print the version, which is looked up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(version("trustflow"))
        parser.exit()


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], what: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=what, description=what)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)
    return parser


# What it answers


def _case(options: argparse.Namespace) -> int:
    report = check(_history(options.history), PROCESS)
    if options.json:
        return _print_json(_report_data(report))
    history = report.history
    code = f" ({history.gss_code})" if history.gss_code else ""
    print(f"{history.authority}{code}: {PROCESS.title.lower()}")
    print(report.on_record)
    print()
    rows = [
        (
            str(step.event.on),
            PROCESS.triggers.get(step.event.trigger, step.event.trigger),
            PROCESS.stages[step.after].label,
            "; ".join(source.title for source in step.event.sources),
        )
        for step in report.steps
    ]
    _print_table(("Date", "Event", "Stage after it", "Sources"), rows)
    _print_findings(report.findings)
    return 0


def _check(options: argparse.Namespace) -> int:
    if options.all == bool(options.histories):
        msg = "name what to check, or give --all for the whole casebook"
        raise ValueError(msg)
    wanted = options.histories or casebook.names()
    reports = [
        check(history, PROCESS)
        for name in _progress(wanted, "checking")
        for history in _histories(name)
    ]
    if options.json:
        _print_json([_report_data(report) for report in reports])
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
        _print_table(("Authority", "Events", "Last stage on record", "Findings", "OK"), rows)
        for report in reports:
            if report.findings:
                print(f"\n{report.history.authority}")
                _print_findings(report.findings)
    least = Strength(options.fail_on).severity.rank
    grave = [
        finding
        for report in reports
        for finding in report.findings
        if finding.certain and finding.strength.severity.rank >= least
    ]
    return 1 if grave else 0


def _rules(options: argparse.Namespace) -> int:
    rules = PROCESS.rules if options.on is None else PROCESS.rules_in_force(options.on)
    if options.json:
        return _print_json([rule.to_dict() for rule in rules])
    rows = [
        (
            rule.id,
            rule.bound,
            str(rule.strength),
            rule.period_words,
            rule.falls_on or "",
            str(rule.citation),
        )
        for rule in rules
    ]
    _print_table(("Rule", "Bound", "Strength", "In force", "Falls on", "Source"), rows)
    return 0


def _due(options: argparse.Namespace) -> int:
    found = due(options.rule, start=options.start, process=PROCESS)
    if options.json:
        return _print_json(found.to_dict())
    print(found.explain())
    return 0


def _new(options: argparse.Namespace) -> int:
    if Path(options.file).exists() and not options.force:
        msg = f"{options.file} is there already; --force replaces it"
        raise ValueError(msg)
    case = Case(options.authority, PROCESS, gss_code=options.gss_code)
    dump(case.history, options.file)
    if options.json:
        return _print_json({"file": options.file, "stage": case.stage})
    print(f"{options.file}: {case.authority}, {PROCESS.stages[case.stage].label}")
    return 0


def _record(options: argparse.Namespace) -> int:
    case = Case.from_history(load(options.file, PROCESS), PROCESS)
    findings = case.record(_event(options))
    dump(case.history, options.file)
    if options.json:
        return _print_json(
            {"stage": case.stage, "findings": [finding.to_dict() for finding in findings]}
        )
    print(f"{case.authority}: {PROCESS.stages[case.stage].label}")
    _print_findings(findings)
    return 0


# From words to histories and events


def _histories(name: str) -> tuple[History, ...]:
    """The histories of a file, or of the casebook: a path has a separator or an ending."""
    if Path(name).suffix or os.sep in name or (os.altsep and os.altsep in name):
        return load_all(name, PROCESS)
    return (casebook.load(name),)


def _history(name: str) -> History:
    found = _histories(name)
    if len(found) != 1:
        msg = f"{name} holds {counted(len(found), 'history')}; one is needed here"
        raise ValueError(msg)
    return found[0]


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


# How it is printed


def _print_json(data: object) -> int:
    print(json.dumps(data, ensure_ascii=False, indent=2))
    return 0


def _report_data(report: Report) -> dict[str, Any]:
    history = report.history
    return {
        "authority": history.authority,
        "gss_code": history.gss_code,
        "stage": report.stage,
        "ok": report.ok,
        "steps": [
            {
                "index": step.index,
                "trigger": step.event.trigger,
                "before": step.before,
                "after": step.after,
                "allowed": step.allowed,
                "because": step.because,
                **event_to_data(step.event),
            }
            for step in report.steps
        ],
        "findings": [finding.to_dict() for finding in report.findings],
    }


def _print_findings(findings: Iterable[Finding]) -> None:
    for finding in findings:
        print()
        print(f"- {finding}")
        if finding.citation is not None:
            print(f"  Source: {finding.citation}")
        if finding.confidence is not None:
            print(f"  Confidence: {finding.confidence}")


def _print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table: drawn on a terminal, in plain columns of whole text in a pipe."""
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(*headings)
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        Console().print(table)
        return
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for row in (headings, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def _progress(items: Sequence[str], what: str) -> Iterable[str]:
    """The items, with a progress bar on a terminal when there are enough to wait for."""
    if not sys.stderr.isatty() or len(items) < WORTH_A_BAR:
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, description=what, console=Console(stderr=True), transient=True)
