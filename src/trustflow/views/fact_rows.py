"""The facts of a history on a day, as rows for people: label, value, date and confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from ..dates import PartialDate, Truth
from ..engine import as_bound, quoted_label
from ..history import Confidence, Event
from ..queries import CANNOT_BE_TOLD, Fact, PlannedGoLive, abolition_words
from .duration import day_count_words, duration_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..engine import Report, Stay
    from ..process import Process
    from ..queries import Facts

__all__ = ["FactRow", "fact_rows", "path_words", "record_words", "stay_rows"]

LAST_ON_RECORD = "last on record: "
"""The words before a value that may no longer be true."""


@frozen(kw_only=True)
class FactRow:
    """One fact, in words for people.

    Args:
        name: The name of the fact, such as ``judgement``.
        label: The label for people.
        value: The value in words; for a fact that is not known on the day, the last value on record
            and how far the record is checked.
        since: The date of `event`; for a stay, the day on which the stay began.
        event: The last event on which the fact rests.
        confidence: The lowest confidence of the events on which the fact rests.
        exact: If the value contains a length of time in months, the same length in days.
        is_known: Whether the value is certain on the day.
        plain: The value, or the last one on record, without its caveats.
        caveat: Why the value may not be true on the day; empty if it is certain.
    """

    name: str
    label: str
    value: str
    since: PartialDate | None = None
    event: Event | None = None
    confidence: Confidence | None = None
    exact: str | None = None
    is_known: bool = True
    plain: str = ""
    caveat: str = ""


def record_words(report: Report) -> str:
    """Return the last stage on record in words, and the abolition of the authority, if any."""
    abolished_by = report.replay.abolished_by
    if abolished_by is None:
        return report.on_record
    return f"{report.history.authority} was {abolition_words(abolished_by)}. {report.on_record}"


def path_words(report: Report) -> str:
    """Return the stages of a case in order, each with the date on which it began."""
    if not report.steps:
        return "Stages: none."
    stages = (
        f"{report.process.stages[stay.stage].label}"
        f"{'' if stay.since is None else f' (since {as_bound(stay.since)})'}"
        for stay in report.stays
    )
    return f"Stages: {', then '.join(stages)}."


def fact_rows(facts: Facts, process: Process) -> Iterator[FactRow]:
    """Yield a row for the stage, then a row for each fact that applies.

    A fact with several values, such as the open directions, has a row for each value.

    Args:
        facts: The facts on a day.
        process: The process whose facts are shown, with its labels.
    """
    for name, label in {"stage": "Stage", **process.facts}.items():
        values = getattr(facts, name)
        for value in values if isinstance(values, tuple) else (values,):
            if isinstance(value, PlannedGoLive):
                yield _planned_row(name, label, value)
            else:
                yield _row(name, label, value, process)


def stay_rows(facts: Facts, process: Process) -> Iterator[FactRow]:
    """Yield a row for each time spent in a stage."""
    for stay in facts.stays:
        yield FactRow(
            name="stays",
            label="Time in a stage",
            value=_stay_words(stay, facts, process),
            since=stay.since,
            exact=None if stay.days is None else day_count_words(*stay.days),
        )


def _row(name: str, label: str, fact: Fact[Any], process: Process) -> FactRow:
    # The heading already says that the authority was abolished, once for all rows.
    value = fact.words(_words(name, fact, process), caveat=fact.abolished_by is None)
    event = fact.events[-1] if fact.events else None
    if fact.on_record is None and event is not None:
        shown = f"{quoted_label(process, event.trigger)} ({event.on.words})"
        value = value.replace(CANNOT_BE_TOLD, f"{CANNOT_BE_TOLD} from {shown} alone", 1)
    return FactRow(
        name=name,
        label=label,
        value=value,
        since=fact.since,
        event=event,
        confidence=fact.confidence,
        is_known=fact.known is Truth.YES,
        plain=_plain(fact, _words(name, fact, process)),
        caveat="" if fact.known is Truth.YES else _caveat(fact),
    )


def _plain(fact: Fact[Any], words: str | None) -> str:
    """Return the value, or the last one on record, without its date and caveat."""
    value = fact.words(words, caveat=False)
    if fact.known is Truth.YES or fact.on_record is None:
        return value
    value = value.removeprefix(LAST_ON_RECORD)
    return value if fact.since is None else value.removesuffix(f", {fact.since.words}")


def _caveat(fact: Fact[Any]) -> str:
    last = "" if fact.on_record is None else LAST_ON_RECORD.rstrip(": ")
    return "; ".join(filter(None, [last, "" if fact.abolished_by else fact.caveat]))


def _words(name: str, fact: Fact[Any], process: Process) -> str | None:
    """Return the last value on record in words; None to use the words of the fact itself."""
    value = fact.on_record
    if name == "stage" and value is not None:
        return process.stages[value].label
    if isinstance(value, bool):  # for example whether a notice is open
        return "open" if value else "not open"
    if isinstance(value, int) and fact.known is Truth.YES:
        return f"{value} on record"
    return process.triggers[value.trigger] if isinstance(value, Event) else None


def _planned_row(name: str, label: str, plan: PlannedGoLive) -> FactRow:
    event = plan.set_by
    slip = "" if plan.slip is None else f"; it went live {_slip(plan, duration_words)}"
    return FactRow(
        name=name,
        label=label,
        value=f"{plan.due.words}{slip}",
        plain=f"{plan.due.words}{slip}",
        since=event.on,
        event=event,
        confidence=event.confidence,
        exact=_slip(plan, day_count_words) if slip else None,
    )


def _slip(plan: PlannedGoLive, length: Callable[[int, int], str]) -> str:
    """Return how far the go-live missed its planned day, such as ``3 days later``.

    Args:
        plan: The planned go-live, whose slip is known.
        length: A function that puts the least and the greatest number of days into words.
    """
    least, most = plan.slip or (0, 0)
    live_on_one_day = most - least == plan.due.last - plan.due.first
    if least <= 0 <= most and live_on_one_day:
        return "as planned"
    if least >= 0:
        return f"{length(least, most)} later"
    if most <= 0:
        return f"{length(-most, -least)} earlier"
    return f"{length(-least, -least)} earlier to {length(most, most)} later"


def _stay_words(stay: Stay, facts: Facts, process: Process) -> str:
    label = process.stages[stay.stage].label
    since = (
        "its beginning is not on record" if stay.since is None else f"from {as_bound(stay.since)}"
    )
    if stay.until is not None:
        ended = f"to {as_bound(stay.until)}"
        length = since if stay.days is None else duration_words(*stay.days)
        return f"{label}: {length}, {ended}"
    known_to = facts.stage_known_to
    if stay.days is None or known_to is None:
        return f"{label}: {since}, the last stage on record"
    which = "" if known_to == facts.as_of else ", the last day on which it is known"
    return f"{label}: {duration_words(*stay.days)}, to {known_to.words}{which}"
