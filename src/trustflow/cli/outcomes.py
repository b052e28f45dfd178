"""The command that says what happened to those who entered a stage, and how soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._tables import columns_within, text_column
from ..cohorts import FollowedCaseTable, IncidenceTable, days_in_words, outcomes
from ..dates import MAX_YEAR, MIN_YEAR
from ..engine import capital
from ..errors import InvalidValue, pluralised, quoted
from ..queries import plain_data
from ..views import outcome_chart
from .arguments import add_command, add_confidence, add_reading, lowest_confidence
from .inputs import STREAM, casebook_histories, distinct_names, each_history
from .leg_words import case_noun
from .output import print_json, print_table, say
from .table_formats import print_csv, print_markdown
from .targets import is_output, kind_of_file, write_target

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from ..cohorts import Outcomes, Share
    from ..queries import Facts

__all__ = ["add"]

HEADINGS = (
    "End",
    "Ended so",
    "Still followed",
    "Share",
    "{band}",
    "Dates and confidence allow",
)
CASE_HEADINGS = ("Case", "Start", "End", "Followed to", "Days", "Confidence")
CURVE_HEADINGS = ("End", "Day", "Share", "{band}", "Dates and confidence allow", "At risk")
CURVE_COLUMNS = (
    text_column("end", lambda row: row[0]),
    *columns_within(lambda row: row[1], IncidenceTable.columns),
)
"""The columns of an end and a point of its curve in CSV."""
LEVEL = 0.9
"""The level of the bands by default."""
OF_ALL = (
    "A share also uses cases that are followed for less, so it is not the number divided by all."
)
NO_FORECAST = "A share describes the cases on record. It does not forecast a case."


def add(commands: Any) -> None:
    """Add the command `outcomes`."""
    parser = add_command(
        commands,
        "outcomes",
        _outcomes,
        details="Each next stage is an end of the stage. A case counts for as long as the record "
        f"follows it. {NO_FORECAST}",
        example="commissioner_review --days 365",
        table="the cases, or with --curve the shares day by day",
    )
    parser.add_argument("stage", metavar="STAGE", help="the stage")
    parser.add_argument(
        "histories",
        nargs="*",
        metavar="NAME|FILE",
        help="councils of the casebook, or files of histories; - is standard input (default: the "
        "whole casebook)",
    )
    parser.add_argument(
        "--days",
        type=int,
        default=730,
        metavar="DAYS",
        help="the share of cases that ended within so many days (default: 730)",
    )
    parser.add_argument(
        "--ends",
        action="append",
        metavar="[LABEL=]NAME[,NAME]",
        help="stages or events that end a case, also from a later stage, in place of the next "
        "stages; give the option again for another end",
    )
    parser.add_argument(
        "--since",
        type=int,
        metavar="YEAR",
        help="leave out the cases that started before this year",
    )
    parser.add_argument(
        "--level",
        type=float,
        default=LEVEL,
        metavar="LEVEL",
        help=f"the level of the bands, between 0 and 1 (default: {LEVEL})",
    )
    parser.add_argument(
        "--names",
        action="store_true",
        help="also list the names of each end; with --markdown, only these",
    )
    parser.add_argument(
        "--curve", action="store_true", help="show the share of each end day by day"
    )
    parser.add_argument(
        "--chart",
        action="store_true",
        help="draw the shares day by day as SVG or, with -o FILE.png, as PNG; fewer than ten cases "
        "are drawn one by one",
    )
    add_confidence(parser, "cases")
    add_reading(parser)


def _ends(given: list[str] | None) -> dict[str, list[str]] | None:
    """Return the ends of the option `--ends`, by label.

    Raises:
        InvalidValue: A label is given twice.
    """
    if given is None:
        return None
    ends: dict[str, list[str]] = {}
    for text in given:
        label, equals, listed = text.rpartition("=")
        names = [name.strip() for name in listed.split(",")]
        for each in [label.strip()] if equals else names:
            if each in ends:
                raise InvalidValue(quoted(each), "--ends", "It is given twice.")
            ends[each] = names if equals else [each]
    return ends


def _outcomes(options: argparse.Namespace) -> int:
    process = options.process
    if options.histories:
        histories = [
            history
            for name in distinct_names(options.histories)
            for history in each_history(name, options)
        ]
    else:
        histories = [*casebook_histories(process)]
    found = outcomes(
        histories,
        options.stage,
        ends=_ends(options.ends),
        given=None if options.since is None else _started_since(options.since),
        confidence=lowest_confidence(options),
        process=process,
    )
    if options.chart:
        return _deliver_chart(found, options)
    if options.curve:
        return _print_curves(found, options)
    if options.csv:
        return print_csv(FollowedCaseTable.columns, found.cases, options)
    if options.markdown:
        headings, rows = _names(found) if options.names else (CASE_HEADINGS, _case_rows(found))
        return print_markdown(headings, rows, options)
    sentence = found.sentence(options.days)
    shares = [found.share(end, options.days, level=options.level) for end in found.ends]
    if options.json:
        more = {"sentence": sentence, "shares": [share.to_dict() for share in shares]}
        return print_json({**found.to_dict(), **more})
    say(sentence)
    _print_shares(shares, found.end_labels, options.level)
    if options.names and found.cases:
        say()
        print_table(*_names(found))
    say(f"\nExamined: {pluralised(found.histories, 'history')}. {NO_FORECAST}")
    if found.start_years is not None and found.known_to is not None:
        first, last = found.start_years
        say(f"Starts: {first if first == last else f'{first} to {last}'}.")
        say(f"Records go to {found.known_to.words}.")
    return 0


def _started_since(year: int) -> Callable[[Facts], bool]:
    """Return the condition that a case started in a year or later.

    Raises:
        InvalidValue: No day is in the year.
    """
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise InvalidValue(str(year), "--since", f"Expected a year from {MIN_YEAR} to {MAX_YEAR}.")
    return lambda facts: facts.as_of.earliest.year >= year


def _with_band(headings: tuple[str, ...], level: float) -> list[str]:
    """Return headings with the level of the band."""
    return [heading.format(band=f"{100 * level:g}% band") for heading in headings]


def _print_shares(shares: list[Share], labels: dict[str, str], level: float) -> None:
    """Print the share of each end, or once why there is none."""
    reasons = dict.fromkeys(share.reason for share in shares if share.reason is not None)
    if reasons:
        say(f"\nNo shares: {'; '.join(reasons)}.")
    elif shares:
        say(f"\n{OF_ALL}\n")
        print_table(
            _with_band(HEADINGS, level), [_share_row(share, labels[share.end]) for share in shares]
        )
    for note in dict.fromkeys(share.note for share in shares if share.note is not None):
        say(f"{capital(note)}.")
    for share in shares:
        end = labels[share.end]
        if share.with_not_researched is not None:
            percent = _percent(share.with_not_researched)
            say(f'With the cases that nobody searched, the share of "{end}" is {percent}.')
        if share.if_still_open is not None:
            percent = _percent(share.if_still_open)
            say(f'If the open cases were still open, the share of "{end}" would be {percent}.')


def _share_row(share: Share, label: str) -> tuple[str, ...]:
    return (
        label,
        str(share.ended),
        str(share.at_risk),
        _percent(share.share),
        _range(share.low, share.high),
        _range(share.share_at_least, share.share_at_most),
    )


def _print_curves(found: Outcomes, options: argparse.Namespace) -> int:
    level = options.level
    curves = [(end, point) for end in found.ends for point in found.incidence(end, level=level)]
    if options.json:
        return print_json([{"end": end, **plain_data(point)} for end, point in curves])
    if options.csv:
        return print_csv(CURVE_COLUMNS, curves, options)
    rows = [
        (
            found.end_labels[end],
            f"{point.day:,}",
            _percent(point.share),
            _range(point.low, point.high),
            _range(point.share_at_least, point.share_at_most),
            str(point.at_risk),
        )
        for end, point in curves
    ]
    headings = _with_band(CURVE_HEADINGS, level)
    if options.markdown:
        return print_markdown(headings, rows, options)
    print_table(headings, rows)
    return 0


def _deliver_chart(found: Outcomes, options: argparse.Namespace) -> int:
    """Draw what became of the cases, and return the exit code 0.

    Raises:
        ValueError: An option asks for a table, or the file must not be written.
    """
    for option in ("csv", "json", "markdown", "curve", "names", "level"):
        if getattr(options, option) not in {False, LEVEL}:
            msg = f"--chart draws a picture. Leave out --{option}."
            raise ValueError(msg)
    path = options.table_file or STREAM
    drawn = outcome_chart(found, kind_of_file(path) or "svg")
    write_target(path, drawn.encode() if isinstance(drawn, str) else drawn, options)
    if not is_output(path):
        say(f"{path}: {pluralised(len(found.cases), 'case')}")
    return 0


def _case_rows(found: Outcomes) -> list[tuple[str, ...]]:
    return [
        (
            case.authority,
            case.start.on.words,
            "" if case.end is None else found.end_labels[case.end],
            case.followed_to.words,
            days_in_words(case.days),
            "" if case.confidence is None else str(case.confidence),
        )
        for case in found.cases
    ]


def _names(found: Outcomes) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return headings and a row for each end, and one for none, with the names that have it."""
    rows: list[tuple[str, ...]] = []
    for end in (*found.ends, None):
        names = dict.fromkeys(case.authority for case in found.cases if case.end == end)
        label = "None on record" if end is None else found.end_labels[end]
        rows.append((label, str(len(names)), ", ".join(names)))
    return ("End", f"{case_noun(found.process).title()}s", "Names"), rows


def _range(low: float | None, high: float | None) -> str:
    least, greatest = _percent(low), _percent(high)
    return least if least == greatest else f"{least} to {greatest}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f}%"
