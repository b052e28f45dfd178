"""The confidence of events and findings, in words for the page of a case."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ...history import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...engine import Finding
    from ...history import Event

__all__ = ["confidence_counts", "event_caveat", "finding_caveat"]

COUNTED = {
    Confidence.HIGH: ("has a primary source", "have a primary source"),
    Confidence.MEDIUM: (
        "is reported and not checked against a primary source",
        "are reported and not checked against a primary source",
    ),
    Confidence.LOW: (
        "is inferred, and no source states it",
        "are inferred, and no source states them",
    ),
    None: ("has no source", "have no source"),
}
"""For each confidence, the words that follow the number 1, and those that follow other numbers."""
FINDING_CAVEATS = {
    Confidence.HIGH: "",
    Confidence.MEDIUM: "An event behind this finding was not checked against a primary source.",
    Confidence.LOW: "Low confidence: no source states an event behind this finding.",
    None: "An event behind this finding has no source.",
}


def confidence_counts(events: Iterable[Event]) -> Iterator[str]:
    """Yield how many events have each confidence, such as ``2 have no source``."""
    counts = Counter(event.confidence for event in events)
    for confidence, (one, several) in COUNTED.items():
        number = counts[confidence]
        if number:
            yield f"{number} {one if number == 1 else several}"


def event_caveat(event: Event) -> str:
    """Return a caveat if an event has low confidence or no source, else an empty text."""
    if event.confidence is None:
        return "no source"
    return "low confidence" if event.confidence is Confidence.LOW else ""


def finding_caveat(finding: Finding) -> str:
    """Return a caveat on the event with the lowest confidence that a finding rests on.

    The caveat is an empty text if that event has a primary source.
    """
    # A negative index marks a finding on the history itself, which does not rest on an event.
    return "" if finding.index < 0 else FINDING_CAVEATS[finding.confidence]
