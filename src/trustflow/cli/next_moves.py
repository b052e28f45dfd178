"""Commands on what may happen next: the events allowed, and the routes to a stage."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from .. import casebook
from .._tables import boolean_column, columns_within, list_column, text_column
from ..cohorts import Outcomes, outcomes
from ..engine import check, quoted_label, when
from ..errors import pluralised
from ..process import Mark
from ..queries import WINDOW_COLUMNS, bounds_words, days_left, what_next
from ..views import left_out_notes, marks_of
from .arguments import add_command, add_days, add_history, add_marks, add_reading
from .inputs import TODAY, asked_words, day_text, follows_casebook, selected_history
from .output import print_item, print_json, print_table, say
from .table_formats import print_csv, print_markdown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from ..history import Event
    from ..process import Process
    from ..queries import Option

__all__ = ["add"]

HEADINGS = ("Event", "Leads to", "Keeps the rules", "Move", "Councils")
OPTIONAL = ("Move", "Councils")
"""The columns that a narrow terminal leaves out, the first of them first."""
COLUMNS = (
    *columns_within(
        itemgetter(0),
        (
            text_column("trigger"),
            boolean_column("allowed"),
            text_column("leads_to"),
            text_column("mark", lambda option: getattr(option.mark, "label", None)),
            text_column("earliest"),
            text_column("latest"),
            list_column("reasons"),
            *WINDOW_COLUMNS,
        ),
    ),
    list_column("councils", itemgetter(1)),
)
"""The columns of an option and its councils in CSV."""


def add(commands: Any) -> None:
    """Add the commands `next` and `paths`."""
    parser = add_command(
        commands,
        "next",
        _next,
        details="Events that lead to another stage are listed. With --all, so are the events that "
        "leave the stage as it is, and the possible moves, which come last. The number of councils "
        "beside an event counts those of the casebook that left the same stage by that event.",
        example="Sandwell --as-of 2016-11-01",
        table="the list",
    )
    add_history(parser, in_ledger=True)
    add_days(parser, as_of=TODAY)
    parser.add_argument(
        "--all",
        action="store_true",
        help="list also the events that do not change the stage, the possible moves, and the names "
        "of the councils",
    )
    parser.add_argument(
        "--refused", action="store_true", help="list also the events that are refused, and why"
    )
    add_reading(parser)

    parser = add_command(
        commands,
        "paths",
        _paths,
        details="The shortest routes come first. No route passes through a stage twice.",
        example="trust_live --from shadow_running",
    )
    parser.add_argument("to", metavar="STAGE", help="the stage to reach, such as trust_live")
    parser.add_argument(
        "--from",
        dest="start",
        metavar="STAGE",
        help="the stage to start in (default: the first stage of the process)",
    )
    add_marks(parser)


def _next(options: argparse.Namespace) -> int:
    process = options.process
    history = selected_history(options)
    found = what_next(history, day_text(options.as_of), process=process)
    report = check(history, process)
    stage = report.stage
    known = casebook.histories() if follows_casebook(process) else ()
    earlier = outcomes(known, stage, process=process)
    if options.json:
        if not known:
            return print_json([option.to_dict() for option in found])
        return print_json(
            [{**option.to_dict(), "councils": _councils(option, earlier)} for option in found]
        )
    if options.csv:
        return print_csv(
            COLUMNS, [(option, _councils(option, earlier)) for option in found], options
        )
    if options.markdown:
        return _print_markdown(found, earlier, options)
    abolished_by = report.replay.abolished_by
    if not found and abolished_by is not None:
        say(_abolished(history.authority, abolished_by))
        return 0
    state = f'in the stage "{process.stages[stage].label}"'
    say(f"{history.authority}, as of {asked_words(options)}: {state}.")
    _print_allowed([option for option in found if option.allowed], earlier, options)
    if known:
        _print_earlier(earlier, process, names=options.all)
    _print_refused([option for option in found if not option.allowed], stage, options)
    return 0


def _print_allowed(
    allowed: Sequence[Option], earlier: Outcomes, options: argparse.Namespace
) -> None:
    """Print the moves that are allowed, and the events that leave the stage as it is.

    Without `--all`, only standard and attested moves are listed, and the others are counted.
    """
    process = options.process
    listed = _listed_moves(allowed, options)
    moves = [option for option in allowed if option.moves]
    stays = [option for option in allowed if not option.moves]
    if listed:
        say()
        headings = HEADINGS if follows_casebook(process) else HEADINGS[:-1]
        rows = [_row(option, earlier, options)[: len(headings)] for option in listed]
        optional = OPTIONAL[::-1] if options.all else OPTIONAL  # --all lists the councils below
        print_table(headings, rows, optional=optional)
    elif process.stages[earlier.stage].final:
        say("\nThe stage is final: no event leads out of it.")
    else:
        say("\nNo standard or attested move leads out of the stage on this day.")
    if not options.all:
        _print_counts(len(stays), len(moves) - len(listed))
    elif stays:
        say("\nEvents that do not change the stage:\n")
        rows = [
            (process.triggers[option.trigger], days_left(option), _mark(option)) for option in stays
        ]
        print_table(("Event", "Keeps the rules", "Move"), rows)
    _print_bounds([*listed, *(stays if options.all else [])], process)


def _print_bounds(options: Iterable[Option], process: Process) -> None:
    """Print for each option the rules that bound its days, if any does."""
    bounds = {option.trigger: bounds_words(option) for option in options}
    if any(bounds.values()):
        say('\nThe rules behind "Keeps the rules":')
        for trigger, words in bounds.items():
            if words:
                print_item(f"{process.triggers[trigger]}: {words}")


def _listed_moves(allowed: Iterable[Option], options: argparse.Namespace) -> list[Option]:
    """Return the moves that are listed: without `--all`, only standard and attested ones."""
    moves = [option for option in allowed if option.moves]
    return [option for option in moves if options.all or option.mark is not Mark.POSSIBLE]


def _print_markdown(found: Sequence[Option], earlier: Outcomes, options: argparse.Namespace) -> int:
    """Print the moves, and the other events that the options ask for, as Markdown."""
    allowed = [option for option in found if option.allowed]
    stays = [option for option in allowed if options.all and not option.moves]
    refused = [option for option in found if options.refused and not option.allowed]
    shown = [*_listed_moves(allowed, options), *stays, *refused]
    headings = HEADINGS if follows_casebook(options.process) else HEADINGS[:-1]
    rows = [_row(option, earlier, options)[: len(headings)] for option in shown]
    if options.refused:
        headings = *headings, "Refused because"
        stage, process = earlier.stage, options.process
        reasons = ["" if each.allowed else _refusal(each, stage, process) for each in shown]
        rows = [(*row, reason) for row, reason in zip(rows, reasons, strict=True)]
    return print_markdown(headings, rows, options)


def _row(option: Option, earlier: Outcomes, options: argparse.Namespace) -> tuple[str, ...]:
    process = options.process
    councils = _councils(option, earlier)
    return (
        process.triggers[option.trigger],
        "" if option.leads_to is None else process.stages[option.leads_to].label,
        days_left(option),
        _mark(option),
        str(len(councils)) if councils else "",
    )


def _mark(option: Option) -> str:
    return "" if option.mark is None else option.mark.label


def _print_counts(stays: int, possible: int) -> None:
    """Print how many events the table leaves out without `--all`."""
    verb = "does" if stays == 1 else "do"
    counts = [
        *([f"{pluralised(stays, 'event')} that {verb} not change the stage"] if stays else []),
        *([pluralised(possible, "possible move")] if possible else []),
    ]
    if counts:
        say(f"\nAllowed too: {' and '.join(counts)}. --all lists them.")


def _abolished(authority: str, event: Event) -> str:
    """Return in words when an authority was abolished, and which authorities to see."""
    into = " and ".join(getattr(event, "into", ()))
    return f"{authority}: abolished {when(event.on)}; see {into}."


def _councils(option: Option, earlier: Outcomes) -> list[str]:
    """Return the councils that left the same stage by the same event."""
    return list(earlier.by_trigger.get(option.trigger, ()))


def _print_earlier(earlier: Outcomes, process: Process, *, names: bool) -> None:
    """Print what the column "Councils" counts, and the numbers behind it."""
    label = process.stages[earlier.stage].label
    say(f'\n"Councils" counts those of this casebook that left the stage "{label}" by the event.')
    if names:
        for trigger, councils in earlier.by_trigger.items():
            print_item(f"{process.triggers[trigger]}: {', '.join(councils)}")
    say(
        f"Councils with that stage on record: {len(earlier.authorities)}."
        f" Still in that stage at the end of their record: {len(earlier.remaining)}."
    )
    if earlier.left_out:
        say(f"Left out because of low confidence: {len(earlier.left_out)}.")


def _print_refused(refused: Sequence[Option], stage: str, options: argparse.Namespace) -> None:
    if not options.refused:
        say(f"\nRefused: {pluralised(len(refused), 'event')}. --refused lists them with reasons.")
        return
    say("\nRefused:")
    for option in refused:
        print_item(_refusal(option, stage, options.process))


def _refusal(option: Option, stage: str, process: Process) -> str:
    """Return on one line why an event is refused.

    Only the first line of each reason is used. The other lines list the events that are allowed,
    which `next` has already printed.
    """
    label = quoted_label(process, option.trigger)
    reasons = [reason.partition("\n")[0] for reason in option.reasons]
    if option.mark is not None:  # the stage allows the event, but its day does not
        return " ".join(reasons)
    not_allowed, *days = reasons
    return " ".join([f"{label} is {not_allowed}", _record_first(option, stage, process), *days])


def _record_first(option: Option, stage: str, process: Process) -> str:
    route = process.shortest(stage, option.trigger)
    if route is None:
        return "Nothing that could be recorded first would allow it."
    return f"Record first: {', then '.join(quoted_label(process, move.trigger) for move in route)}."


def _paths(options: argparse.Namespace) -> int:
    marks = marks_of(options.marks)
    process = options.process
    found = process.paths(options.to, start=options.start, marks=marks)
    if options.json:
        return print_json([list(path) for path in found])
    ends = (options.start or process.initial, options.to)
    first, last = (process.stages[end].label for end in ends)
    say(f'Routes from "{first}" to "{last}": {len(found)}.\n')
    for path in found:
        print_item(" → ".join(process.stages[stage].label for stage in path))
    left_out = (move for move in process.moves if move.mark not in marks and not move.stays)
    notes = list(left_out_notes(left_out))
    if notes:
        say(f"\n{'. '.join(notes)}.")
    return 0
