"""The facts on a day as rows for people: what the record says, or said last, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..dates import Truth
from ..errors import counted
from ..standing import CANNOT_BE_TOLD, Fact
from .common import PROCESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..standing import Facts, PlannedGoLive, Stay

__all__ = ["HEADINGS", "fact_rows"]

HEADINGS = ("On that day", "By the record", "Since or from", "Confidence")

Row = tuple[str, str, str, str]


def fact_rows(facts: Facts) -> Iterator[Row]:
    """One row a fact; what went on until it was ended is only told up to its last confirmation."""
    yield _row("Stage", _told(facts.stage, _stage), facts.stage)
    yield _row("Latest judgement", _told(facts.judgement), facts.judgement)
    yield _row("Type of intervention", _told(facts.intervention), facts.intervention)
    yield _row("Improvement notice", _told(facts.notice_open, _open), facts.notice_open)
    for direction in facts.directions:
        yield _row("Direction in force", _told(direction, _label), direction)
    yield _row("Commissioner in post", _told(facts.commissioners), facts.commissioners)
    yield _row("Services delivered by", _told(facts.delivered_by), facts.delivered_by)
    yield _row("Trust", _told(facts.trust), facts.trust)
    yield _row("Chair of the trust", _told(facts.chair), facts.chair)
    for plan in facts.planned_go_live:
        yield "Planned go-live", _planned(plan), str(plan.set_by.on), _confidence(plan.set_by)
    yield _row("Went live", _told(facts.went_live), facts.went_live)
    yield _row("Visits since judged inadequate", _counted(facts.visits, "visit"), facts.visits)
    yield _row("Visit letters since then", _counted(facts.letters, "letter"), facts.letters)
    for stay in facts.stays:
        yield "Time in a stage", _stay(stay), "" if stay.since is None else str(stay.since), ""


def _row(what: str, told: str, fact: Fact[Any]) -> Row:
    since = str(fact.events[-1].on) if fact.events else ""
    return what, told, since, "" if fact.confidence is None else str(fact.confidence)


def _confidence(event: Any) -> str:
    return "" if event.confidence is None else str(event.confidence)


def _told(fact: Fact[Any], word: Any = None) -> str:
    """What is told, or that it cannot be told and what the record said last, each in its words."""
    if word is None or fact.on_record is None:
        return str(fact)
    words = word(fact.on_record)
    return words if fact.known is Truth.YES else f"{CANNOT_BE_TOLD}; last on record: {words}"


def _stage(stage: str) -> str:
    return PROCESS.stages[stage].label


def _label(event: Any) -> str:
    return PROCESS.triggers[event.trigger]


def _open(is_open: bool) -> str:  # noqa: FBT001 - it is a value, not an option
    return "open" if is_open else "not open"


def _counted(fact: Fact[int | None], what: str) -> str:
    return CANNOT_BE_TOLD if fact.value is None else f"{counted(fact.value, what)} on record"


def _planned(plan: PlannedGoLive) -> str:
    if plan.slip is None:
        return plan.due.words
    least, most = plan.slip
    live_on_one_day = most - least == plan.due.last - plan.due.first
    if least <= 0 <= most and live_on_one_day:
        return f"{plan.due.words}; it went live as planned"
    if least >= 0:
        return f"{plan.due.words}; it went live {_days((least, most))} later"
    if most <= 0:
        return f"{plan.due.words}; it went live {_days((-most, -least))} earlier"
    return f"{plan.due.words}; it went live {-least} days earlier to {most} days later"


def _stay(stay: Stay) -> str:
    label = _stage(stay.stage)
    if stay.days is None:
        return f"{label}: its beginning is not on record"
    until = "so far on record" if stay.until is None else f"to {stay.until.words}"
    return f"{label}: {_days(stay.days)}, {until}"


def _days(span: tuple[int, int]) -> str:
    least, most = span
    return counted(least, "day") if least == most else f"{least} to {most} days"
