"""The page of a case: one HTML file without scripts, which loads nothing from the network."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from ...case import Case
from ...casebook import holds, notices, version
from ...dates import MAX_DAY, MIN_DAY, DateLike, PartialDate
from ...engine import NOT_RECORDED, Report, as_bound, capital, check, when
from ...errors import InvalidValue, from_extra, pluralised, quoted
from ...history import (
    ONGOING,
    History,
    Severity,
    checked_day,
    checked_days,
    checked_words,
)
from ...process import require_process
from ...queries import HOW_TO_CHECK, bounds_words, days_left, deadlines_of, facts_of, options
from ...trust_transfer import TRUST_TRANSFER
from ..diagrams import HOVER_STYLE, diagram
from ..duration import day_count_words, duration_words
from ..fact_rows import fact_rows, record_words
from ..timelines import timeline
from .abolition import Abolition, abolition_by
from .citations import cite_rule, cite_source, unique_sources
from .confidence import confidence_counts, event_caveat, finding_caveat
from .event_details import event_details, event_label, requirements
from .finding_headings import finding_heading
from .others import others_from_here
from .position import days_to, explained, likely_moves, position, sort_deadlines
from .style import packaged_text, policy, stage_classes, style_sheet
from .summary import summary_sentences
from .templates import page_template

if TYPE_CHECKING:
    from jinja2 import Template

    from ...engine import Finding
    from ...process import Process

__all__ = ["case_page"]

TEMPLATE = "case_page.html.jinja"
BRIEF_ITEMS = 4
"""How many deadlines of each kind, and moves, the brief page lists."""
HOW_TO_UPDATE = (
    "To say more, search for later events of the kinds that are named, and note in the record the "
    "day to which you searched."
)
"""How to make facts certain on later days, for readers of the page."""


def case_page(
    source: History | Case | Report,
    *,
    as_of: DateLike | None = None,
    known_on: DateLike | None = None,
    brief: bool = False,
    process: Process = TRUST_TRANSFER,
) -> str:
    """Return the page of a case as one HTML file.

    The page begins with the case in a few sentences, and with its stage, what is due, what may
    happen and how sure this is, on one day. The record follows: path, timeline, findings,
    deadlines, facts and events. The file contains its pictures and styles, runs no script and
    loads nothing from the network. It can be read on a phone, on a dark screen and on paper. Every
    text is escaped, and only web addresses become links.

    Args:
        source: A history, a case or a report.
        as_of: The day of the page; later events are left out. By default the last day on which an
            event can have happened, or the day to which the record was checked if that is later.
        known_on: A day; events that were not yet known on this day are left out.
        brief: Whether to leave out the record, so that the page is printed on one A4 sheet.
        process: The process to check a history against.

    Returns:
        The text of the file, the same for the same input. Only the sentence that the casebook is
        old depends on the present day.

    Raises:
        BadDate: A date is not one whole day.
        BadHistory: The history is of another process; the error names its first foreign event.
        MissingExtra: A package of the extra `page` is not installed.
        InvalidValue: The source is not a history, a case or a report.

    Example:
        >>> page = case_page(History("Exampleshire"))
        >>> page.splitlines()[0]
        '<!DOCTYPE html>'
    """
    if not isinstance(source, History | Case | Report):
        accepted = "Expected a History, a Case or a Report, such as casebook.load('Sandwell')."
        raise InvalidValue(quoted(source), "source of a page", accepted)
    whole = source if isinstance(source, History) else source.history
    if not isinstance(source, History):
        process = source.process
    whole = require_process(whole, process)
    history = whole if known_on is None else whole.known_on(known_on)
    shown = history if as_of is None else history.as_of(as_of)
    day = record_end(shown) if as_of is None else PartialDate.of(as_of)
    left_out = len(whole) - len(shown)
    # A report whose events are all shown is used as it is, without a second replay.
    report = source if isinstance(source, Report) and shown == whole else check(shown, process)
    with from_extra("page"):
        return _template().render(
            _values(report, day, brief=brief, with_others=known_on is None),
            brief=brief,
            as_of=None if as_of is None else PartialDate.of(as_of).words,
            known_on=None if known_on is None else PartialDate.of(known_on).words,
            left_out=pluralised(left_out, "event") if left_out else None,
        )


def record_end(history: History) -> PartialDate | None:
    """Return the day on which the record ends; None if no day is known.

    This is the latest possible day of any event, or the day in `checked_to` if that is later. For
    an event whose end is open, its earliest day counts. A record that is kept as things happen ends
    on the present day.
    """
    days = [last if last < MAX_DAY else first for first, last in _spans(history)]
    known = [day for day in days if day > MIN_DAY]
    return PartialDate.between(max(known), max(known)) if known else None


def _spans(history: History) -> list[tuple[int, int]]:
    """Return the first and last day of each event, and `checked_to` as both."""
    spans = [(event.on.first, event.on.last) for event in history]
    kinds = history.kinds_checked or ("",)  # any kind will do if one day counts for all
    checked = [checked_day(history.checked_to, kind) for kind in kinds]
    return [*spans, *((day, day) for day in checked if day is not None)]


def _values(
    report: Report, day: PartialDate | None, *, brief: bool, with_others: bool
) -> dict[str, Any]:
    """Return the values that the template shows.

    Args:
        report: The report on the events that are shown.
        day: The day of the page.
        brief: Whether the record is left out.
        with_others: Whether to show how it went for others, which is known from the whole casebook.
    """
    history, process = report.history, report.process
    findings = sorted(report.findings, key=lambda finding: -finding.strength.severity.rank)
    style = style_sheet()
    abolition = abolition_by(report, day)
    return {
        "report": report,
        "history": history,
        "process": process,
        "title": f"{history.authority}: {process.title[:1].lower()}{process.title[1:]}",
        "lead": f"{abolition.sentence} {report.on_record}"
        if abolition.is_possible
        else record_words(report),
        "summary": summary_sentences(report),
        "casebook_version": version,
        "abolition": abolition,
        "notices": notices(history),
        "casebook": version if holds(history) else None,
        "checked": _checked_sentence(history, process),
        "day": None if day is None else day.words,
        **_values_on(report, day, abolition, with_others=with_others),
        "findings": findings,
        "finding_counts": _finding_counts(findings),
        "has_late_findings": any(
            finding.strength.severity is Severity.BREACH for finding in findings
        ),
        "finding_numbers": _numbers_by_event(findings),
        "event_links": _event_links(history),
        "source_count": len(
            {(source.title, source.url) for event in history for source in event.sources}
        ),
        "stage_classes": stage_classes(process),
        "diagram": None if brief else _diagram(report),
        "strip": timeline(report, strip=True) if history.events else None,
        "timeline": None
        if brief or not (history.events or history.inherits)
        else _timeline(report),
        "style": style,
        "policy": policy(style, HOVER_STYLE),
    }


def _diagram(report: Report) -> str | None:
    """Return the diagram of the path; None if it is too large."""
    with suppress(InvalidValue):
        return diagram(report, "svg", marks="standard")
    return None


def _timeline(report: Report) -> str | None:
    """Return the timeline, with fewer events if it is too high; None if it is still too high."""
    for brief in (False, True):
        with suppress(InvalidValue):
            return timeline(report, brief=brief)
    return None


def _values_on(
    report: Report, day: PartialDate | None, abolition: Abolition, *, with_others: bool
) -> dict[str, Any]:
    """Return the facts, stays, deadlines and next moves on a day; without a day, empty ones."""
    process = report.process
    if day is None:
        empty = ("rows", "stays", "due", "missed", "deadlines", "moves")
        missing = ("others", "position", "how_to_check")
        return {**dict.fromkeys(empty, ()), **dict.fromkeys(missing), "older": 0, "more_moves": 0}
    facts = facts_of(report, day)
    rows = list(fact_rows(facts, process))
    is_uncertain = not abolition.is_certain and not all(row.is_known for row in rows)
    known_to = facts.stage_known_to
    due, missed, others = sort_deadlines(deadlines_of(report, day), day)
    _, every_missed, _ = sort_deadlines(deadlines_of(report, day, everything=True), day)
    older = len(every_missed) - len(missed)
    found = others_from_here(report) if with_others and not abolition.is_certain else None
    moves = likely_moves(() if abolition.is_certain else options(report.replay, day), found)
    return {
        "rows": rows,
        "others": found,
        "position": position(facts, report, (due, len(every_missed)), moves, abolition),
        "how_to_check": f"{HOW_TO_CHECK} {HOW_TO_UPDATE}" if is_uncertain else None,
        "known_to": None if known_to is None else known_to.words,
        "stays": facts.stays,
        "due": [(each, days_to(each, day)) for each in due],
        "missed": missed,
        "older": older,
        "deadlines": others,
        "moves": moves.named,
        "more_moves": moves.more,
    }


def _checked_sentence(history: History, process: Process) -> str | None:
    """Return how far the record is checked for later events; None if nobody has noted it."""
    if history.checked_to is None:
        return None
    if history.checked_to == ONGOING:
        return "The record is kept as things happen."
    days = checked_days(history.checked_to, history.kinds_checked or process.kinds)
    return f"Searched for later events: {checked_words(days)}."


def _event_links(history: History) -> dict[int, tuple[str, str]]:
    """Map the `id` of each event to its anchor on the page, and to the text of a link to it."""
    inherited = {
        id(event): (f"inherited-{number}", f"inherited event {number}")
        for number, event in enumerate(history.inherits, 1)
    }
    own = {
        id(event): (f"event-{number}", f"event {number}") for number, event in enumerate(history, 1)
    }
    return {**inherited, **own}


def _finding_counts(findings: list[Finding]) -> str:
    counts = Counter(finding.label for finding in findings)
    return "; ".join(f"{label}: {number}" for label, number in counts.items())


def _numbers_by_event(findings: list[Finding]) -> dict[int, list[int]]:
    """Map the index of each event to the numbers of the findings on it."""
    numbers: dict[int, list[int]] = {}
    for number, finding in enumerate(findings, 1):
        numbers.setdefault(finding.index, []).append(number)
    return numbers


@cache
def _template() -> Template:
    helpers: dict[str, Any] = {
        "BRIEF_ITEMS": BRIEF_ITEMS,
        "NOT_RECORDED": NOT_RECORDED,
        "Severity": Severity,
        "bounds_words": bounds_words,
        "capital": capital,
        "cite_rule": cite_rule,
        "cite_source": cite_source,
        "confidence_counts": confidence_counts,
        "day_count_words": day_count_words,
        "days_left": days_left,
        "as_bound": as_bound,
        "duration_words": duration_words,
        "event_caveat": event_caveat,
        "event_details": event_details,
        "event_label": event_label,
        "explained": explained,
        "finding_caveat": finding_caveat,
        "finding_heading": finding_heading,
        "id": id,
        "pluralised": pluralised,
        "requirements": requirements,
        "unique_sources": unique_sources,
        "when": when,
    }
    return page_template(packaged_text(TEMPLATE), helpers)
