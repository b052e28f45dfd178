"""The legs of the road that people ask about, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from .legs import legs, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..history import History
    from .legs import Legs

__all__ = ["LEGS", "KnownLeg"]


def _names(value: str | Iterable[str]) -> tuple[str, ...]:
    return names_of(value)


@frozen
class KnownLeg:
    """A leg of the road that people ask about; its fields are what `legs` takes.

    Args:
        title: What it is, for people.
        start: What starts it.
        end: What ends it.
        unless: What makes it impossible to end so.
        starts_in: The stages in which a start counts.
        from_first: Whether it starts with the first of several starting events.
        better: Whether an inspection ends it only with a better judgement.
    """

    title: str
    start: tuple[str, ...] = field(converter=_names)
    end: tuple[str, ...] = field(converter=_names)
    unless: tuple[str, ...] = field(default=(), converter=_names)
    starts_in: tuple[str, ...] = field(default=(), converter=_names)
    from_first: bool = False
    better: bool = False

    def of(self, histories: Iterable[History], *, confidence: str = "medium") -> Legs:
        """The leg in each of the histories, as `legs` finds it."""
        return legs(
            histories,
            start=self.start,
            end=self.end,
            unless=self.unless,
            starts_in=self.starts_in,
            from_first=self.from_first,
            better=self.better,
            confidence=confidence,
        )


LEGS: Mapping[str, KnownLeg] = {
    "inadequate-to-decision": KnownLeg(
        "Latest inadequate judgement to the decision who runs the services",
        start="inspection_published_inadequate",
        end=("decision_announced", "direction_issued_trust", "direction_issued_takeover"),
        unless=("inspection_published_not_inadequate", "intervention_ended"),
        starts_in=("rated_inadequate", "commissioner_review"),
    ),
    "direction-to-live": KnownLeg(
        "First direction to move to a trust to its go-live",
        start="direction_issued_trust",
        end="trust_went_live",
        unless="decision_announced_retain",
        starts_in="direction_issued",
        from_first=True,
    ),
    "live-to-better": KnownLeg(
        "Go-live to the first better judgement",
        start="trust_went_live",
        end="inspection_published_not_inadequate",
        unless="returned_to_council",
        better=True,
    ),
    "decision-to-return": KnownLeg(
        "Decision to return to the return",
        start="return_decided",
        end="returned_to_council",
    ),
}
"""The legs that the command shows when it is asked for no other."""
