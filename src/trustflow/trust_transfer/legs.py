"""The named legs of the trust transfer: parts of the process whose length people ask about."""

from __future__ import annotations

from ..process import NamedLeg
from .stages import Stage
from .triggers import DECISIONS

__all__ = ["LEGS"]

LEGS = {
    "inadequate-to-decision": NamedLeg(
        "From the latest inadequate judgement until the decision on who runs the services",
        start="inspection_published_inadequate",
        end=(*DECISIONS, "direction_issued_trust", "direction_issued_takeover"),
        unless=("inspection_published_not_inadequate", "intervention_ended"),
        starts_in=(Stage.RATED_INADEQUATE, Stage.COMMISSIONER_REVIEW),
    ),
    "direction-to-live": NamedLeg(
        "From the first direction to move to a trust until the trust goes live",
        start="direction_issued_trust",
        end="trust_went_live",
        unless="decision_announced_retain",
        starts_in=Stage.DIRECTION_ISSUED,
        from_first=True,
    ),
    "live-to-better": NamedLeg(
        "From go-live until the first better judgement",
        start="trust_went_live",
        end="inspection_published_not_inadequate",
        unless="returned_to_council",
        better=True,
    ),
    "decision-to-return": NamedLeg(
        "From the decision to return the services until their return",
        start="return_decided",
        end="returned_to_council",
    ),
}
