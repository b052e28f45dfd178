"""Strategies for what stands around an event: sources, citations and deadlines."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ..history import Citation, Confidence, Deadline, Source, Strength
from ..trust_transfer import GRADES, TRUST_TRANSFER, TransferEvent
from .dates import MODERN_DAYS, a_date, one, partial_dates, spans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..process import Process

__all__ = [
    "REQUIREMENTS",
    "citations",
    "deadlines",
    "is_transfer",
    "links",
    "some",
    "sources",
    "texts",
    "wishes",
]

COUNTS = st.integers(0, 2)
REQUIREMENTS = ("transfer plans", "Transfer  MoveTable", "good by March", "a new board")
"""Few, so that requirements meet their deadlines; two of them name the same."""


def some(draw: st.DrawFn, fields: Mapping[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    """A few of the fields, each drawn from its strategy: values stay small and shrink quickly."""
    names = sorted(fields)
    chosen = dict.fromkeys(one(draw, names) for _ in range(draw(COUNTS)))
    return {name: draw(fields[name]) for name in chosen}


@cache
def texts() -> st.SearchStrategy[str]:
    """Texts that can be shown and stored, in any script."""
    return st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12).filter(
        str.strip
    )


@cache
def links() -> st.SearchStrategy[str]:
    """Web addresses."""
    path = st.text("abc/-?=&%'éλ", max_size=8)
    return st.builds("{}://example.org/{}".format, st.sampled_from(["http", "https"]), path)


@st.composite
def sources(draw: st.DrawFn) -> Source:
    """Sources of every confidence; a copy is never of high confidence."""
    given = some(draw, _source_fields())
    if given.get("copy_of") and given.get("confidence") is Confidence.HIGH:
        del given["copy_of"]
    return Source(draw(texts()), **given)


@cache
def _source_fields() -> dict[str, st.SearchStrategy[Any]]:
    return {
        "confidence": st.sampled_from(Confidence),
        "copy_of": texts(),
        "url": links(),
        "published": partial_dates(MODERN_DAYS),
        "stated_date": partial_dates(MODERN_DAYS),
        "evidence_row": texts(),
    }


@cache
def citations() -> st.SearchStrategy[Citation]:
    """Citations, measured ones among them."""
    return st.builds(
        Citation, texts(), url=st.none() | links(), cases=st.none() | st.integers(0, 99)
    )


def is_transfer(process: Process) -> bool:
    """Whether a process has the event classes of the trust transfer, or some of them."""
    return any(issubclass(cls, TransferEvent) for cls in process.events)


@st.composite
def deadlines(draw: st.DrawFn, process: Process = TRUST_TRANSFER) -> Deadline:
    """Deadlines with a due day, a span, or neither.

    Args:
        draw: Given by Hypothesis.
        process: The process whose events can meet them; the trust transfer when left out.
    """
    when: dict[str, Any] = {}
    match one(draw, ("open", "due", "within")):
        case "due":
            when["due"] = a_date(draw, draw(MODERN_DAYS), "any")
        case "within":
            when["within"] = draw(spans(100))
    return Deadline(draw(wishes()), **when, **some(draw, terms(process)))


@cache
def wishes() -> st.SearchStrategy[str]:
    """Requirements in words."""
    return st.sampled_from(REQUIREMENTS) | texts()


@lru_cache(maxsize=32)
def terms(process: Process) -> dict[str, st.SearchStrategy[Any]]:
    """What a deadline may say besides its day."""
    # The trust transfer's events accept its own triggers only, whatever a process adds to them.
    knows = TRUST_TRANSFER if is_transfer(process) else process
    # Sorted, because equal processes, which share this, can list their triggers otherwise.
    triggers = st.sampled_from(sorted(knows.triggers))
    found: dict[str, st.SearchStrategy[Any]] = {
        # Nothing that is asked for is a rule of logic: being late does not undo a fact.
        "set_by": st.sampled_from([each for each in Strength if each is not Strength.LOGIC]),
        "met_by": st.sampled_from(knows.keeps_planned_days_of) | triggers
        if knows.keeps_planned_days_of
        else triggers,
    }
    if is_transfer(process):
        found["judgement"] = st.sampled_from(list(GRADES))
    return found
