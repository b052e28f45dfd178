"""The page of a case: one HTML file to send, which runs nothing and loads nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ...case import Case
from ...dates import MAX_DAY, MIN_DAY, DateLike, PartialDate
from ...engine import NOT_RECORDED, Report, check
from ...errors import from_extra, pluralised, quoted
from ...history import History
from ...queries import deadlines_of, facts_of
from ...trust_transfer import TRUST_TRANSFER
from ..diagrams import diagram
from ..fact_rows import fact_rows
from ..svg import plain
from ..timelines import timeline
from . import items
from .style import policy, shipped, style_sheet

if TYPE_CHECKING:
    from jinja2 import Template

    from ...process import Process

__all__ = ["case_page"]

TEMPLATE = "case_page.html.jinja"


def case_page(
    source: History | Case | Report,
    *,
    as_of: DateLike | None = None,
    known_on: DateLike | None = None,
    process: Process = TRUST_TRANSFER,
) -> str:
    """A history as one HTML file to send: its path, timeline, events, findings, deadlines, facts.

    It holds its pictures and styles, runs no script and asks nothing of the network; it reads on
    a phone, in the dark and on paper. Every text in it is escaped, and only addresses of the web
    become links. Deadlines and facts are those of the last day asked for.

    Args:
        source: A history, a case or a report.
        as_of: The day on which it is told; what happened after it is left out. When left out, the
            day on which the record ends, or to which it was checked.
        known_on: A day: what was not known on it is left out.
        process: The process that a history is held against.

    Returns:
        The text of the file, the same for the same input.

    Raises:
        BadDate: A day is known only in part.
        MissingExtra: A package of the extra `page` is not installed.
        TypeError: The source is none of these.

    Example:
        >>> page = case_page(History("Exampleshire"))
        >>> page.splitlines()[0]
        '<!DOCTYPE html>'
    """
    if not isinstance(source, History | Case | Report):
        msg = f"a page is made of a History, a Case or a Report, not {quoted(source)}"
        raise TypeError(msg)
    whole = source if isinstance(source, History) else source.history
    if not isinstance(source, History):
        process = source.process
    history = whole if known_on is None else whole.known_on(known_on)
    shown = history if as_of is None else history.as_of(as_of)
    day = record_end(shown) if as_of is None else PartialDate.of(as_of)
    left_out = len(whole) - len(shown)
    # A report on all that is shown is used as it is, so that the page makes one replay at most.
    report = source if isinstance(source, Report) and shown == whole else check(shown, process)
    values = _values(report, day)
    return _template().render(
        values,
        as_of=None if as_of is None else PartialDate.of(as_of).words,
        known_on=None if known_on is None else PartialDate.of(known_on).words,
        left_out=pluralised(left_out, "event") if left_out else None,
    )


def record_end(history: History) -> PartialDate | None:
    """The last day on which an event can have been, or to which somebody has looked if it is later.

    Of an event whose date is open the day counts that is known; None where there is no such day.
    """
    days = [last if last < MAX_DAY else first for first, last in _spans(history)]
    known = [day for day in days if day > MIN_DAY]
    if not known:
        return None
    return PartialDate.between(max(known), max(known))


def _spans(history: History) -> list[tuple[int, int]]:
    """The earliest and latest days of the events, and of the day to which it was checked."""
    spans = [(event.on.first, event.on.last) for event in history]
    checked = history.checked_to
    return spans if checked is None else [*spans, (checked.first, checked.first)]


def _values(report: Report, day: PartialDate | None) -> dict[str, Any]:
    """What the template shows."""
    history, process = report.history, report.process
    findings = sorted(report.findings, key=lambda each: -each.strength.severity.rank)
    events = items.event_items(report, findings)
    style = style_sheet()
    return {
        "title": f"{history.authority}: {process.title[:1].lower()}{process.title[1:]}",
        "history": history,
        "process": process,
        "begins_in": _label(process, history.begins_in),
        "on_record": report.on_record,
        "disclaimer": process.disclaimer,
        "not_recorded": NOT_RECORDED,
        "span": _span(history),
        "confidences": list(items.confidences(report)),
        "sources": pluralised(
            len({(source.title, source.url) for event in history for source in event.sources}),
            "source",
        ),
        "count": pluralised(len(history), "event"),
        "events": events,
        "findings": items.finding_items(findings, events),
        "counts": items.finding_counts(findings),
        "day": None if day is None else day.words,
        **_on_the_day(report, day),
        "diagram": diagram(report, "svg", standard=True),
        "timeline": timeline(report) if events else None,
        "style": style,
        "policy": policy(style),
    }


def _on_the_day(report: Report, day: PartialDate | None) -> dict[str, Any]:
    """What is true on a day: deadlines, facts, and the stages gone through up to it."""
    if day is None:
        return {"deadlines": (), "facts": (), "stays": ()}
    known = facts_of(report, day)
    return {
        "deadlines": items.due_items(deadlines_of(report, day)),
        "facts": items.fact_items(list(fact_rows(known, report.process)), report.history.events),
        "stays": items.stay_items(known, report.process),
    }


def _label(process: Process, stage: str | None) -> str | None:
    """The name of the stage in which a history begins, if it is one."""
    return stage if stage is None or stage not in process.stages else process.stages[stage].label


def _span(history: History) -> tuple[str, str] | None:
    """The first and the last date on record."""
    if not history.events:
        return None
    return history.events[0].on.words, history.events[-1].on.words


def _seen(value: object) -> object:
    """A text as the page shows it: marks that reorder text and the like are written out."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return "\n".join(plain(line) if line.strip() else "" for line in value.split("\n"))


@cache
def _template() -> Template:
    with from_extra("page"):
        from jinja2 import Environment, StrictUndefined
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.from_string(shipped(TEMPLATE))
