"""What the trust transfer's events may say besides their day, class by class."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import fields
from hypothesis import strategies as st

from ..trust_transfer import (
    ACTORS,
    AGENCIES,
    DATED,
    ERAS,
    EVENTS,
    FRAMEWORKS,
    GRADES,
    REMITS,
    STATUSES,
    TOPICS,
    TRUST_TRANSFER,
    VISITS,
    DeadlineSet,
    InspectionPublished,
    TransferEvent,
)
from .dates import MODERN_DAYS, moved, one, partial_dates
from .provenance import deadlines, some, terms, texts, wishes

if TYPE_CHECKING:
    import datetime as dt

    from ..dates import PartialDate

__all__ = ["SUBJECTS", "optional_fields", "transfer_fields"]

Fields = dict[str, st.SearchStrategy[Any]]

AREAS = st.sampled_from(((), ("leadership",), ("leadership", "care leavers")))
SUBJECTS = ("SEND", "whole council")


def transfer_fields(
    draw: st.DrawFn, trigger: str, cls: type[TransferEvent], day: dt.date | None
) -> dict[str, Any]:
    """The fields of an event that give its trigger, in every way there is.

    Args:
        draw: What draws from a strategy.
        trigger: The trigger.
        cls: Its class.
        day: A day on which the event has to be sound by itself: its inspectors came before, and
            its judgements are in the words of that day.
    """
    match cls.class_name:
        case "inspection_published":
            return _inspection(draw, trigger.removeprefix("inspection_published_"), day)
        case "agency_registered":
            return {"kind": one(draw, AGENCIES)}
        case "requirement_met":
            return {"what": draw(wishes())}
        case "deadline_set":
            own = draw(deadlines())
            return {"what": own.what, "due": own.due, "within": own.within}
    given = dict(cls.triggers()[trigger])
    if trigger == "visit_letter_published_priority_action":
        given["kind"] = one(draw, (None, *VISITS))
    return given


def _inspection(draw: st.DrawFn, variant: str, day: dt.date | None) -> dict[str, Any]:
    """The fields of an inspection of one variant, its grade overall or by areas."""
    better = [word for word in GRADES if word != "inadequate" and _is_in_use(word, day)]
    grades: dict[str, Any] = {}
    if variant != "ungraded":
        grade = "inadequate" if variant == "inadequate" else one(draw, better)
        others = {area: one(draw, better) for area in draw(AREAS)}
        if draw(st.booleans()):
            grades = {"areas": {**others, "help and protection": grade}}
        else:
            grades = {"judgement": grade, "areas": others}
    parts = {"partial": ("safeguarding",), "not_inadequate": ("all",)}
    grades["remit"] = one(draw, parts.get(variant, ("all", "safeguarding")))
    when = dict(_details())
    used = {grades.get("judgement"), *grades.get("areas", {}).values()}
    if day is None:
        when["inspected"] = _any_periods()
    elif used.isdisjoint(ERAS):
        when["inspected"] = _periods().map(lambda period: _period_to(day, *period))
    return {**grades, **some(draw, when)}


@cache
def _details() -> Fields:
    return {
        "framework": st.sampled_from(FRAMEWORKS),
        "received_on": partial_dates(MODERN_DAYS),
        "reinspection": st.booleans(),
    }


@cache
def _any_periods() -> st.SearchStrategy[list[PartialDate]]:
    return st.lists(partial_dates(MODERN_DAYS), min_size=1, max_size=2)


def _is_in_use(word: str, day: dt.date | None) -> bool:
    """Whether Ofsted used a word on a day; any word will do where the day does not matter."""
    era = ERAS.get(word)
    return day is None or era is None or era.first <= day.toordinal() <= era.last


@cache
def _periods() -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, 60), st.integers(0, 30))


def _period_to(day: dt.date, ended: int, lasted: int) -> str:
    """A day or a period that ends on a day or before."""
    end = moved(day, -ended)
    start = moved(end, -lasted)
    return end.isoformat() if start == end else f"{start}/{end}"


@cache
def optional_fields() -> dict[type[TransferEvent], Fields]:
    """For each class of events, the optional fields that leave its trigger as it is."""
    common = {each.name for each in fields(TransferEvent)}
    own: dict[type[TransferEvent], Fields] = {
        cls: {
            each.name: _values_of(cls.class_name, each.name)
            for each in fields(cls)
            if each.name not in common | GIVING
        }
        for cls in EVENTS
    }
    own[InspectionPublished] = {}  # they give its trigger, or have to suit its day
    own[DeadlineSet] = dict(terms(TRUST_TRANSFER))
    return {cls: {**given, "acted_by": st.sampled_from(ACTORS)} for cls, given in own.items()}


GIVING = {"kind", "outcome", "priority_action", "purpose", "what"}
"""The fields that give an event its trigger."""


def _values_of(class_name: str, name: str) -> st.SearchStrategy[Any]:
    names = st.lists(st.sampled_from(["Ann Lee", "ann  lee", "Bo Day"]) | texts(), max_size=2)
    number = st.integers(0, 4)
    match class_name, name:
        case ("commissioner_succeeded", "replaces") | (_, "names"):
            return names
        case "direction_issued", "replaces":
            return number | st.sampled_from(["improvement notice", "the first one"])
        case _, "direction" | "number" | "replaced_by" | "term_years":
            return number
        case _, "partly":
            return st.booleans()
        case _, "ends":
            return partial_dates(MODERN_DAYS)
    words = {"dated": DATED, "remit": REMITS, "status": STATUSES, "topic": TOPICS}
    return st.sampled_from(words[name]) if name in words else texts()
