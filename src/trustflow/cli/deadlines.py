"""The command that lists the deadlines of one history or many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .._tables import columns_within, text_column
from ..dates import MAX_DAY, Truth
from ..engine import NOT_RECORDED, check
from ..errors import pluralised
from ..exchange import deadlines_to_ics
from ..queries import Due, DueTable, Status, deadlines_of, due_window
from .arguments import add_command, add_days, add_histories, add_reading
from .inputs import TODAY, asked_words, chosen_names, cut_history, day_text, each_history
from .ledger_cases import stored_cases
from .ledger_options import is_in_ledger
from .output import complain, print_item, print_json, print_table, say, with_progress
from .table_formats import print_csv, print_markdown, source_cell
from .targets import check_kind, check_target, is_output, write_target

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from ..dates import PartialDate
    from ..history import History
    from ..ledger import StoredCase
    from ..views import Cell

__all__ = ["add"]

MISSED = {Status.UNMET, Status.NOT_RECORDED}
HEADINGS = ("Due", "What", "Status", "Time left", "Strength", "Duty holder", "Source")
OPTIONAL = ("Source", "Duty holder", "Strength", "Time left")
"""The columns that a narrow terminal leaves out, the first of them first."""


class _Listed(NamedTuple):
    """A deadline of a case, and whether it falls due in the window; None without a window."""

    case: str
    deadline: Due
    falls_due: Truth | None
    case_index: int
    """The place of the case in `_Answer.cases`, where two cases can have the same name."""


class _Answer(NamedTuple):
    """The deadlines of all cases, the names of the cases, and how many are overdue before then.

    If the cases are in a ledger, they are here too as they were read. The deadlines that only
    `--everything` lists are counted: those that are not recorded as met, and superseded ones.
    """

    listed: Sequence[_Listed]
    cases: Sequence[str]
    overdue: int
    stored: Sequence[StoredCase]
    older: int
    superseded: int


def add(commands: Any) -> None:
    """Add the command `deadlines`."""
    parser = add_command(
        commands,
        "deadlines",
        _deadlines,
        example='--all --within "7 days"',
        table="the list",
    )
    add_histories(parser, in_ledger=True)
    add_days(parser, as_of=TODAY)
    parser.add_argument(
        "--within",
        metavar="TIME|INTERVAL",
        help="only what falls due, or may fall due, in this time from the day on, such as "
        '"7 days", "10 working days" or "2 months"; or in an interval of days, such as '
        "2026-11-23/2026-11-29",
    )
    parser.add_argument(
        "--everything",
        action="store_true",
        help="list also the deadlines of rules that passed more than a year ago and for which "
        "nothing is on record",
    )
    parser.add_argument("--explain", action="store_true", help="print how each due day was counted")
    parser.add_argument(
        "--ics",
        metavar="FILE",
        help="write the listed deadlines of all cases to one calendar file instead",
    )
    parser.add_argument(
        "--alarm",
        action="append",
        metavar="TIME",
        help='with --ics: let an alarm ring this long before each due day, such as "3 days" or '
        '"5 working days"; can be given several times',
    )
    add_reading(parser)


def _deadlines(options: argparse.Namespace) -> int:
    if options.alarm is not None and options.ics is None:
        msg = "--alarm is for a calendar file. Give --ics FILE too."
        raise ValueError(msg)
    if options.ics is not None:
        check_target(options.ics, options)
        check_kind(options.ics, ["a calendar"], "a calendar")
    window = _window(options)
    answer = _answer(options, window)
    not_listed = _not_listed(answer)
    if not_listed and options.table_file is not None:
        complain(not_listed)
    if options.ics is not None:
        calendar = _calendar(answer, options)
        write_target(options.ics, calendar, options)
        if is_output(options.ics):
            return 0
        if not (options.json or options.csv or options.markdown):
            # The calendar leaves out deadlines without a day, so its own events are counted.
            written = pluralised(calendar.count(b"BEGIN:VEVENT"), "deadline")
            number = len(answer.cases)
            of_cases = "" if number == 1 else f" of {pluralised(number, 'case')}"
            say(f"{options.ics}: {written}{of_cases}")
            return 0
    if options.json:
        return print_json([_data(each) for each in answer.listed])
    if options.csv:
        return print_csv(COLUMNS, answer.listed, options)
    if options.markdown:
        return _print_markdown(answer, options)
    _print_answer(answer, window, options)
    return 0


def _window(options: argparse.Namespace) -> tuple[PartialDate, PartialDate] | None:
    if options.within is None:
        return None
    return due_window(day_text(options.within), day_text(options.as_of))


def _answer(options: argparse.Namespace, window: tuple[PartialDate, PartialDate] | None) -> _Answer:
    """Return the deadlines of the histories that the arguments name, sorted by due day."""
    day = day_text(options.as_of)
    within = None if window is None else day_text(options.within)
    listed: list[_Listed] = []
    cases: list[str] = []
    stored: list[StoredCase] = []
    overdue = older = superseded = 0
    for history in _histories(options, stored):
        report = check(cut_history(history, options), options.process)
        cases.append(history.authority)
        found = deadlines_of(report, day, everything=options.everything, within=within)
        for deadline in found:
            falls_due = None if window is None else deadline.falls_due_between(*window)
            listed.append(_Listed(history.authority, deadline, falls_due, len(cases) - 1))
        if window is not None:
            overdue += sum(_is_overdue(each, window[0]) for each in deadlines_of(report, day))
        elif not options.everything:
            of_all = deadlines_of(report, day, everything=True)
            added = _superseded(of_all) - _superseded(found)
            superseded += added
            older += len(of_all) - len(found) - added
    listed.sort(key=_due_day)
    return _Answer(listed, cases, overdue, stored, older, superseded)


def _superseded(deadlines: Iterable[Due]) -> int:
    return sum(deadline.status is Status.SUPERSEDED for deadline in deadlines)


def _not_listed(answer: _Answer) -> str:
    """Return how many deadlines only `--everything` lists; empty if there are none."""
    counts = []
    if answer.older:
        deadlines = pluralised(answer.older, "deadline")
        counts.append(f"{deadlines} from more than 12 months ago, not recorded as met")
    if answer.superseded:
        counts.append(pluralised(answer.superseded, "superseded deadline"))
    return f"Not listed: {'; '.join(counts)}. --everything lists them too." if counts else ""


def _histories(options: argparse.Namespace, stored: list[StoredCase]) -> Iterator[History]:
    """Yield the histories that the arguments name.

    Args:
        options: The arguments of the command.
        stored: Those of a ledger are added to it.
    """
    names = chosen_names(options)
    if is_in_ledger(options):
        for case in with_progress(stored_cases(names, options), "reading"):
            stored.append(case)
            yield case.history
        return
    for name in with_progress(names, "reading"):
        yield from each_history(name, options)


def _is_overdue(deadline: Due, first: PartialDate) -> bool:
    """Return whether a deadline was missed before the first day of the window."""
    return (
        deadline.status in MISSED and deadline.due is not None and deadline.due.last < first.first
    )


def _due_day(listed: _Listed) -> int:
    return MAX_DAY if listed.deadline.due is None else listed.deadline.due.first


def _calendar(answer: _Answer, options: argparse.Namespace) -> bytes:
    """Return one calendar file of all cases."""
    cases: list[tuple[str, list[Due]]] = [(case, []) for case in answer.cases]
    for each in answer.listed:
        cases[each.case_index][1].append(each.deadline)
    if not is_in_ledger(options):
        return deadlines_to_ics(cases, process=options.process, alarm=options.alarm)
    from .ledger_calendar import calendar_numbers

    found = [(case, due) for case, (_, due) in zip(answer.stored, cases, strict=True)]
    numbers = calendar_numbers(found, options)
    return deadlines_to_ics(
        cases,
        process=options.process,
        alarm=options.alarm,
        uid=numbers.uid,
        sequence=numbers.sequence,
    )


def _data(listed: _Listed) -> dict[str, Any]:
    data = {"authority": listed.case, **listed.deadline.to_dict()}
    if listed.falls_due is not None:
        data["falls_due"] = _falls_due(listed)
    return data


def _falls_due(listed: _Listed) -> str | None:
    """Return whether a deadline falls due in the window; None without a window."""
    if listed.falls_due is None:
        return None
    return "yes" if listed.falls_due is Truth.YES else "may"


COLUMNS = (
    text_column("authority", lambda listed: listed.case),
    *columns_within(lambda listed: listed.deadline, DueTable.columns),
    text_column("falls_due", _falls_due),
)
"""The columns of a listed deadline in CSV."""


def _print_markdown(answer: _Answer, options: argparse.Namespace) -> int:
    """Print the list as Markdown, in which each source is a link."""
    several = len(answer.cases) > 1
    rows: list[tuple[str | Cell, ...]] = [
        (*_row(each, with_case=several)[:-1], source_cell(each.deadline.citation))
        for each in answer.listed
    ]
    return print_markdown(_headings(with_case=several), rows, options)


def _headings(*, with_case: bool) -> tuple[str, ...]:
    return ("Case", *HEADINGS) if with_case else HEADINGS


def _print_answer(
    answer: _Answer,
    window: tuple[PartialDate, PartialDate] | None,
    options: argparse.Namespace,
) -> None:
    say(_heading(answer, window, options))
    several = len(answer.cases) > 1
    if answer.listed:
        say()
        rows = [_row(each, with_case=several) for each in answer.listed]
        print_table(
            _headings(with_case=several),
            rows,
            optional=OPTIONAL,
            elsewhere="--explain",
        )
    if window is not None and answer.overdue:
        say(
            f"\nOverdue before then ({Status.UNMET} or {Status.NOT_RECORDED}): {answer.overdue}; "
            "listed without --within."
        )
    if options.explain:
        for each in answer.listed:
            say()
            explained = each.deadline.explain()
            print_item(f"{each.case}: {explained}" if several else explained)
    elif any(each.deadline.status in MISSED for each in answer.listed):
        say(f"\n{Status.UNMET.capitalize()} or {Status.NOT_RECORDED}: {NOT_RECORDED}")
    if not_listed := _not_listed(answer):
        say(f"\n{not_listed}")
    if options.process.disclaimer is not None:
        say(f"\n{options.process.disclaimer}")


def _heading(
    answer: _Answer,
    window: tuple[PartialDate, PartialDate] | None,
    options: argparse.Namespace,
) -> str:
    """Return the case or the number of cases, the day asked about, and the window in words."""
    cases = answer.cases
    whose = cases[0] if len(cases) == 1 else pluralised(len(cases), "case")
    asked = f"{whose}, as of {asked_words(options)}"
    if window is None:
        if answer.listed:
            return f"{asked}."
        older = "open deadlines, and none from the last 12 months"
        is_all = not (answer.older or answer.superseded)
        return f"{asked}: no {'deadlines' if is_all else older}."
    first, last = (day.words for day in window)
    days = f"on {first}" if first == last else f"from {first} to {last}"
    if not answer.listed:
        return f"{asked}: nothing falls due {days}."
    return f"{asked}: falls due, or may fall due, {days}."


def _row(listed: _Listed, *, with_case: bool) -> tuple[str, ...]:
    deadline = listed.deadline
    row = (
        "" if deadline.due is None else deadline.due.words,
        deadline.what,
        f"{deadline.status}{', may fall due' if listed.falls_due is Truth.MAYBE else ''}",
        _time_left(deadline),
        str(deadline.strength),
        deadline.duty_holder or "",
        str(deadline.citation),
    )
    return (listed.case, *row) if with_case else row


def _time_left(deadline: Due) -> str:
    """Return the days left to a deadline, or since it, in the unit of its rule."""
    if deadline.left is None:
        return ""
    days = pluralised(abs(deadline.left), deadline.unit.removesuffix("s"))
    return days if deadline.status is Status.OPEN else f"{days} ago"
