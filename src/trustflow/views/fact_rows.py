"""The facts on a day as rows for people: what the record says, or said last, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from ..dates import PartialDate, Truth
from ..errors import pluralised
from ..history import Confidence, Event
from ..queries import CANNOT_BE_TOLD, Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..engine import Stay
    from ..process import Process
    from ..queries import Facts, PlannedGoLive

__all__ = ["FactRow", "days_words", "fact_rows", "stay_rows"]


@frozen(kw_only=True)
class FactRow:
    """One fact for people.

    Args:
        what: What it is about.
        told: What the record says of it, or that it cannot be told.
        since: Since when, or from which day.
        event: The last event that it comes from.
        confidence: That of the weakest event it rests on.
    """

    what: str
    told: str
    since: PartialDate | None = None
    event: Event | None = None
    confidence: Confidence | None = None


def fact_rows(facts: Facts, process: Process) -> Iterator[FactRow]:
    """One row a fact; what went on until it was ended is only told up to its last confirmation.

    Args:
        facts: The facts on a day.
        process: The process, which names the facts that apply.
    """
    stage = _told(facts.stage, lambda stage: process.stages[stage].label)
    yield _row("Stage", stage, facts.stage)
    for name, label in process.facts.items():
        yield from _ROWS.get(name, _plain_row)(label, getattr(facts, name), process)


def _plain_row(label: str, fact: Any, _process: Process) -> Iterator[FactRow]:
    yield _row(label, _told(fact), fact)


def _notice_row(label: str, fact: Any, _process: Process) -> Iterator[FactRow]:
    yield _row(label, _told(fact, _open), fact)


def _direction_rows(label: str, directions: Any, process: Process) -> Iterator[FactRow]:
    for direction in directions:
        yield _row(
            label, _told(direction, lambda event: process.triggers[event.trigger]), direction
        )


def _planned_rows(label: str, plans: Any, _process: Process) -> Iterator[FactRow]:
    for plan in plans:
        event = plan.set_by
        yield FactRow(
            what=label,
            told=_planned(plan),
            since=event.on,
            event=event,
            confidence=event.confidence,
        )


def _visit_row(label: str, fact: Any, _process: Process) -> Iterator[FactRow]:
    yield _row(label, _counted(fact, "visit"), fact)


def _letter_row(label: str, fact: Any, _process: Process) -> Iterator[FactRow]:
    yield _row(label, _counted(fact, "letter"), fact)


_ROWS: Mapping[str, Callable[[str, Any, Process], Iterator[FactRow]]] = {
    "notice_open": _notice_row,
    "directions": _direction_rows,
    "planned_go_live": _planned_rows,
    "visits": _visit_row,
    "visit_letters": _letter_row,
}


def stay_rows(facts: Facts, process: Process) -> Iterator[FactRow]:
    """One row for each time spent in a stage."""
    for stay in facts.stays:
        yield FactRow(what="Time in a stage", told=_stay(stay, process), since=stay.since)


def _row(what: str, told: str, fact: Fact[Any]) -> FactRow:
    event = fact.events[-1] if fact.events else None
    since = None if event is None else event.on
    return FactRow(what=what, told=told, since=since, event=event, confidence=fact.confidence)


def _told(fact: Fact[Any], word: Callable[[Any], str] | None = None) -> str:
    """What is told, or that it cannot be told and what the record said last, each in its words."""
    if word is None or fact.on_record is None:
        return str(fact)
    words = word(fact.on_record)
    return words if fact.known is Truth.YES else f"{CANNOT_BE_TOLD}; last on record: {words}"


def _open(is_open: bool) -> str:  # noqa: FBT001 - it is a value, not an option
    return "open" if is_open else "not open"


def _counted(fact: Fact[int | None], what: str) -> str:
    return CANNOT_BE_TOLD if fact.value is None else f"{pluralised(fact.value, what)} on record"


def _planned(plan: PlannedGoLive) -> str:
    if plan.slip is None:
        return plan.due.words
    least, most = plan.slip
    live_on_one_day = most - least == plan.due.last - plan.due.first
    if least <= 0 <= most and live_on_one_day:
        return f"{plan.due.words}; it went live as planned"
    if least >= 0:
        return f"{plan.due.words}; it went live {days_words((least, most))} later"
    if most <= 0:
        return f"{plan.due.words}; it went live {days_words((-most, -least))} earlier"
    return f"{plan.due.words}; it went live {-least} days earlier to {most} days later"


def _stay(stay: Stay, process: Process) -> str:
    label = process.stages[stay.stage].label
    if stay.days is None:
        return f"{label}: its beginning is not on record"
    until = "so far on record" if stay.until is None else f"to {stay.until.words}"
    return f"{label}: {days_words(stay.days)}, {until}"


def days_words(span: tuple[int, int]) -> str:
    """A number of days, or from how many to how many."""
    least, most = span
    return pluralised(least, "day") if least == most else f"{least} to {most} days"
