"""The stages that a council passes through on the way to a trust and back."""

from __future__ import annotations

from enum import StrEnum

from ..process import StageInfo

__all__ = ["STAGES", "Stage"]


class Stage(StrEnum):
    """A stage of the process that moves a council's services to a trust."""

    ROUTINE_OVERSIGHT = "routine_oversight"
    RATED_INADEQUATE = "rated_inadequate"
    COMMISSIONER_REVIEW = "commissioner_review"
    DIRECTION_ISSUED = "direction_issued"
    VOLUNTARY_TRANSFER = "voluntary_transfer"
    SHADOW_RUNNING = "shadow_running"
    SETUP_PAUSED = "setup_paused"
    TRUST_LIVE = "trust_live"
    EXTERNALLY_LED = "externally_led"
    RETAINED_BY_COUNCIL = "retained_by_council"
    RETURNED_TO_COUNCIL = "returned_to_council"


STAGES: dict[str, StageInfo] = {
    Stage.ROUTINE_OVERSIGHT: StageInfo(
        "Not on the road to a trust",
        "The council runs its services and is not moving to a trust; "
        "a notice or a direction may still be open.",
        colour="grey",
    ),
    Stage.RATED_INADEQUATE: StageInfo(
        "Rated inadequate", "An inadequate judgement stands.", emphasised=True, colour="red"
    ),
    Stage.COMMISSIONER_REVIEW: StageInfo(
        "Commissioner review",
        "A commissioner is in post and ministers have not yet decided who should run the services.",
        emphasised=True,
        colour="amber",
    ),
    Stage.DIRECTION_ISSUED: StageInfo(
        "Direction issued: move to a trust",
        "A direction requires the council to plan or make the transfer to a trust.",
        emphasised=True,
        colour="blue",
    ),
    Stage.VOLUNTARY_TRANSFER: StageInfo(
        "Voluntary transfer agreed",
        "The council has agreed to transfer without a direction naming the trust.",
        colour="teal",
    ),
    Stage.SHADOW_RUNNING: StageInfo(
        "Trust in shadow",
        "The trust's board and executive are in place; the council still delivers.",
        colour="violet",
    ),
    Stage.SETUP_PAUSED: StageInfo(
        "Set-up paused", "A direction suspends the set-up.", colour="brown"
    ),
    Stage.TRUST_LIVE: StageInfo(
        "Trust live", "The trust delivers the services.", emphasised=True, colour="green"
    ),
    Stage.EXTERNALLY_LED: StageInfo(
        "Led from outside",
        "Another authority, or commissioners, lead the services in the council's place.",
        colour="purple",
    ),
    Stage.RETAINED_BY_COUNCIL: StageInfo(
        "Retained by the council",
        "Ministers leave operational control with the council, under review.",
        colour="olive",
    ),
    Stage.RETURNED_TO_COUNCIL: StageInfo(
        "Returned to the council", "The council delivers the services again.", colour="pink"
    ),
}
