"""The facts of a history on a day, as rows for people: label, value, date and confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from ..dates import PartialDate, Truth
from ..history import Confidence, Event
from ..queries import CANNOT_BE_TOLD, Fact, PlannedGoLive
from .duration import day_count_words, duration_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..engine import Stay
    from ..process import Process
    from ..queries import Facts

__all__ = ["FactRow", "fact_rows", "stay_rows"]


@frozen(kw_only=True)
class FactRow:
    """One fact, in words for people.

    Args:
        name: The name of the fact, such as ``judgement``.
        label: The label for people.
        value: The value in words, or "cannot be told".
        since: The date of `event`; for a stay, the day on which the stay began.
        event: The last event on which the fact rests.
        confidence: The lowest confidence of the events on which the fact rests.
        exact: If the value contains a length of time in months, the same length in days.
    """

    name: str
    label: str
    value: str
    since: PartialDate | None = None
    event: Event | None = None
    confidence: Confidence | None = None
    exact: str | None = None


def fact_rows(facts: Facts, process: Process) -> Iterator[FactRow]:
    """Yield a row for the stage, then a row for each fact that applies.

    A fact with several values, such as the open directions, has a row for each value.

    Args:
        facts: The facts on a day.
        process: The process whose facts are shown, with its labels.
    """
    last = facts.stage.on_record
    label = None if last is None else process.stages[last].label
    yield _row("stage", "Stage", facts.stage, label)
    for name, label in process.facts.items():
        values = getattr(facts, name)
        for value in values if isinstance(values, tuple) else (values,):
            if isinstance(value, PlannedGoLive):
                yield _planned_row(name, label, value)
            else:
                yield _row(name, label, value, _words(value.on_record, process))


def stay_rows(facts: Facts, process: Process) -> Iterator[FactRow]:
    """Yield a row for each time spent in a stage."""
    for stay in facts.stays:
        yield FactRow(
            name="stays",
            label="Time in a stage",
            value=_stay_words(stay, process),
            since=stay.since,
            exact=None if stay.days is None else day_count_words(*stay.days),
        )


def _row(name: str, label: str, fact: Fact[Any], words: str | None) -> FactRow:
    """Return the row of a fact.

    Args:
        name: The name of the fact.
        label: The label for people.
        fact: The fact.
        words: The last value on record in words; None to use the text of the fact itself.
    """
    if words is None:
        value = str(fact)
    elif fact.known is Truth.YES:
        value = words
    else:
        value = f"{CANNOT_BE_TOLD}; last on record: {words}"
    event = fact.events[-1] if fact.events else None
    since = None if event is None else event.on
    return FactRow(
        name=name, label=label, value=value, since=since, event=event, confidence=fact.confidence
    )


def _words(value: object, process: Process) -> str | None:
    if isinstance(value, bool):  # for example whether a notice is open
        return "open" if value else "not open"
    if isinstance(value, int):
        return f"{value} on record"
    return process.triggers[value.trigger] if isinstance(value, Event) else None


def _planned_row(name: str, label: str, plan: PlannedGoLive) -> FactRow:
    event = plan.set_by
    slip = "" if plan.slip is None else f"; it went live {_slip(plan, duration_words)}"
    return FactRow(
        name=name,
        label=label,
        value=f"{plan.due.words}{slip}",
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


def _stay_words(stay: Stay, process: Process) -> str:
    label = process.stages[stay.stage].label
    if stay.days is None:
        return f"{label}: its beginning is not on record"
    until = "so far on record" if stay.until is None else f"to {stay.until.words}"
    return f"{label}: {duration_words(*stay.days)}, {until}"
