"""Strategies for the fields of each event class of the trust transfer."""

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
    POWERS,
    REMITS,
    STATUSES,
    TOPICS,
    TRUST_TRANSFER,
    DeadlineSet,
    InspectionPublished,
    ReturnedToCouncil,
    TransferEvent,
)
from .dates import MODERN_DAYS, choose, partial_dates, shifted
from .provenance import deadline_fields, deadlines, draw_some, requirements, texts

if TYPE_CHECKING:
    import datetime as dt

    from ..dates import PartialDate

__all__ = ["SUBJECTS", "optional_fields", "trigger_fields"]

Fields = dict[str, st.SearchStrategy[Any]]

AREAS = st.sampled_from(((), ("leadership",), ("leadership", "care leavers")))
SUBJECTS = ("SEND", "whole council")
SUCCESSORS: tuple[tuple[str, ...], ...] = (
    (),
    ("Sandwell",),
    ("North Northamptonshire",),
    ("kingston  upon hull", "West Northamptonshire"),
)
"""Authorities into which one is reorganised: none, and names like those of histories."""
WORDS = {"dated": DATED, "power": POWERS, "remit": REMITS, "status": STATUSES, "topic": TOPICS}
"""The words that some fields accept, by the name of the field."""
TRIGGER_FIELDS = {
    "into",
    "kind",
    "outcome",
    "priority_action",
    "purpose",
    "statement_required",
    "what",
}
"""The fields that `trigger_fields` gives, most of which decide the trigger of an event."""


def trigger_fields(
    draw: st.DrawFn, trigger: str, cls: type[TransferEvent], day: dt.date | None
) -> dict[str, Any]:
    """Return random fields that give an event its trigger, or that change what it does.

    Args:
        draw: Supplied by Hypothesis.
        trigger: The trigger.
        cls: The class of the event.
        day: A day on which the event must be possible: by then its inspection has ended, and its
            judgement word is in use. None if the fields may contradict the date.
    """
    match cls.class_name:
        case "inspection_published":
            return _inspection(draw, trigger.removeprefix("inspection_published_"), day)
        case "agency_registered":
            return {"kind": choose(draw, AGENCIES)}
        case "requirement_met":
            return {"what": draw(requirements())}
        case "deadline_set":
            deadline = draw(deadlines())
            return {"what": deadline.what, "due": deadline.due, "within": deadline.within}
    values = dict(cls.triggers()[trigger])
    match trigger:
        case "visit_letter_published_priority_action":
            values["kind"] = choose(draw, (None, "focused", "assurance"))
        case "visit_letter_published_jtai" | "visit_letter_published_jtai_statement":
            values["priority_action"] = draw(st.booleans())
        case "returned_to_council":
            values["partly"] = False
        case "authority_reorganised":
            values["into"] = choose(draw, SUCCESSORS)
    return values


def _inspection(draw: st.DrawFn, variant: str, day: dt.date | None) -> dict[str, Any]:
    """Return fields for an inspection of the given variant, graded overall or by area."""
    better = [word for word in GRADES if word != "inadequate" and _is_in_use(word, day)]
    grades: dict[str, Any] = {}
    if variant != "ungraded":
        grade = "inadequate" if variant == "inadequate" else choose(draw, better)
        others = {area: choose(draw, better) for area in draw(AREAS)}
        if draw(st.booleans()):
            grades = {"areas": {**others, "help and protection": grade}}
        else:
            grades = {"judgement": grade, "areas": others}
    parts = ("safeguarding",)
    remits = {"partial": parts, "part_cleared": parts, "not_inadequate": ("all",)}
    grades["remit"] = choose(draw, remits.get(variant, ("all", *parts)))
    if variant == "part_cleared":
        grades["lifts_inadequate"] = True
    optional = dict(_inspection_details())
    used = {grades.get("judgement"), *grades.get("areas", {}).values()}
    if day is None:
        optional["inspected"] = _any_periods()
    elif used.isdisjoint(ERAS):
        # Which words are in use can depend on the inspection's dates, so an inspection with a word
        # that was not always in use gets no dates of its own.
        optional["inspected"] = _periods().map(lambda period: _period_to(day, *period))
    return {**grades, **draw_some(draw, optional)}


@cache
def _inspection_details() -> Fields:
    return {
        "framework": st.sampled_from(FRAMEWORKS),
        "received_on": partial_dates(MODERN_DAYS),
        "reinspection": st.booleans(),
    }


@cache
def _any_periods() -> st.SearchStrategy[list[PartialDate]]:
    return st.lists(partial_dates(MODERN_DAYS), min_size=1, max_size=2)


def _is_in_use(word: str, day: dt.date | None) -> bool:
    """Return whether Ofsted used a judgement word on a day; True if the day is None."""
    era = ERAS.get(word)
    return day is None or era is None or era.first <= day.toordinal() <= era.last


@cache
def _periods() -> st.SearchStrategy[tuple[int, int]]:
    """Generate pairs: the number of days since a period ended, and the days it lasted."""
    return st.tuples(st.integers(0, 60), st.integers(0, 30))


def _period_to(day: dt.date, ended: int, lasted: int) -> str:
    """Return the period that ended `ended` days before a day, as a single day if it was one."""
    end = shifted(day, -ended)
    start = shifted(end, -lasted)
    return end.isoformat() if start == end else f"{start}/{end}"


@cache
def optional_fields() -> dict[type[TransferEvent], Fields]:
    """Return, for each class, strategies for the optional fields that do not affect the trigger."""
    common = {attribute.name for attribute in fields(TransferEvent)}
    by_class: dict[type[TransferEvent], Fields] = {
        cls: {
            attribute.name: _values_of(cls.class_name, attribute.name)
            for attribute in fields(cls)
            if attribute.name not in common | TRIGGER_FIELDS
            and (cls, attribute.name) != (ReturnedToCouncil, "partly")
        }
        for cls in EVENTS
    }
    # The fields of an inspection decide its trigger or must fit its day, so `trigger_fields` draws
    # them.
    by_class[InspectionPublished] = {}
    by_class[DeadlineSet] = dict(deadline_fields(TRUST_TRANSFER))
    return {
        cls: {**optional, "acted_by": st.sampled_from(ACTORS)} for cls, optional in by_class.items()
    }


def _values_of(class_name: str, name: str) -> st.SearchStrategy[Any]:
    names = st.lists(st.sampled_from(["Ann Lee", "ann  lee", "Bo Day"]) | texts(), max_size=2)
    number = st.integers(0, 4)
    if class_name == "commissioner_succeeded" and name == "replaces":
        return names
    if class_name == "direction_issued" and name == "replaces":
        return number | st.sampled_from(["improvement notice", "the first one"])
    values: dict[str, st.SearchStrategy[Any]] = {
        "names": names,
        "responds_to": st.sampled_from([*sorted(TRUST_TRANSFER.answers), "Visit", "SEND"]),
        **dict.fromkeys(("direction", "number", "replaced_by", "term_years"), number),
        **dict.fromkeys(("partly", "plan_asked"), st.booleans()),
        **dict.fromkeys(("ends", "received_on"), partial_dates(MODERN_DAYS)),
        **{word: st.sampled_from(words) for word, words in WORDS.items()},
    }
    return values.get(name, texts())
