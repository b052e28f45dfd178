"""Strategies for the sources, citations and deadlines of events."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ..history import Citation, Confidence, Deadline, Source, Strength
from ..process import process_of
from ..trust_transfer import GRADES, TRUST_TRANSFER, TransferEvent
from .dates import MODERN_DAYS, choose, draw_date, partial_dates, spans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..process import Process

__all__ = [
    "REQUIREMENTS",
    "citations",
    "deadline_fields",
    "deadlines",
    "draw_some",
    "is_transfer",
    "links",
    "requirements",
    "sources",
    "texts",
]

COUNTS = st.integers(0, 2)
REQUIREMENTS = ("transfer plans", "Transfer  Plans", "good by March", "a new board")
"""Texts of requirements. There are few, so that requirements often match deadlines.

Two of the texts are equal except for case and spaces.
"""


def draw_some(draw: st.DrawFn, fields: Mapping[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    """Return random values for at most two of the fields, so that examples stay small."""
    names = sorted(fields)
    chosen = dict.fromkeys(choose(draw, names) for _ in range(draw(COUNTS)))
    return {name: draw(fields[name]) for name in chosen}


@cache
def texts() -> st.SearchStrategy[str]:
    """Generate texts of one line without control characters, in any script."""
    letters = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])
    return st.text(letters, min_size=1, max_size=12).filter(str.strip)


@cache
def links() -> st.SearchStrategy[str]:
    """Generate web addresses."""
    path = st.text("abc/-?=&%'éλ", max_size=8)
    return st.builds("{}://example.org/{}".format, st.sampled_from(["http", "https"]), path)


@st.composite
def sources(draw: st.DrawFn) -> Source:
    """Generate sources of every confidence; a source that is a copy never has high confidence."""
    fields = draw_some(draw, _source_fields())
    if fields.get("copy_of") and fields.get("confidence") is Confidence.HIGH:
        del fields["copy_of"]
    return Source(draw(texts()), **fields)


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
    """Generate citations, some of which give the number of cases measured."""
    named = texts().filter(lambda text: not text.startswith(("http://", "https://")))
    return st.builds(Citation, named, url=st.none() | links(), cases=st.none() | st.integers(0, 99))


def is_transfer(process: Process) -> bool:
    """Return whether a process has at least one event class of the trust transfer."""
    return any(issubclass(cls, TransferEvent) for cls in process.events)


@st.composite
def deadlines(draw: st.DrawFn, process: Process = TRUST_TRANSFER) -> Deadline:
    """Generate deadlines with a due day or a span.

    Args:
        draw: Supplied by Hypothesis.
        process: The process whose events can meet the deadlines; the trust transfer by default.
    """
    process = process_of(process)
    day: dict[str, Any] = {}
    if draw(st.booleans()):
        day["due"] = draw_date(draw, draw(MODERN_DAYS), "any")
    else:
        day["within"] = draw(spans(100))
    return Deadline(draw(requirements()), **day, **draw_some(draw, deadline_fields(process)))


@cache
def requirements() -> st.SearchStrategy[str]:
    """Generate texts of requirements."""
    return st.sampled_from(REQUIREMENTS) | texts()


@lru_cache(maxsize=32)
def deadline_fields(process: Process) -> dict[str, st.SearchStrategy[Any]]:
    """Return strategies for the optional fields of a deadline, except its day."""
    # In `met_by`, events of the trust transfer accept only the triggers of the trust transfer,
    # even in a process that adds triggers.
    known = TRUST_TRANSFER if is_transfer(process) else process
    # Sort, because equal processes share this cached result, whatever order they list these in.
    triggers = st.sampled_from(sorted(known.triggers))
    fields: dict[str, st.SearchStrategy[Any]] = {
        # A deadline never has strength logic, because a late event can still have happened.
        "set_by": st.sampled_from([word for word in Strength if word is not Strength.LOGIC]),
        "met_by": st.sampled_from(known.keeps_planned_days_of) | triggers
        if known.keeps_planned_days_of
        else triggers,
    }
    if is_transfer(process):
        fields["judgement"] = st.sampled_from(list(GRADES))
    return fields
