"""The moves of the trust transfer: what each trigger does in each stage where it is allowed.

An event that is not listed for a stage is not allowed there.
A move is standard unless it says otherwise; an attested one has its precedents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..process import Mark, Move
from .precedents import PRECEDENTS
from .stages import Stage

__all__ = ["MOVES"]

S = Stage
ATTESTED, POSSIBLE = Mark.ATTESTED, Mark.POSSIBLE

EVERYWHERE = tuple(S)
UNDER_WAY = EVERYWHERE[1:]
WITH_COMMISSIONER = EVERYWHERE[2:]
SET_UP = (S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER, S.SHADOW_RUNNING, S.SETUP_PAUSED)
SET_UP_AND_LIVE = (*SET_UP, S.TRUST_LIVE)
OUTSIDE = (S.TRUST_LIVE, S.EXTERNALLY_LED)

Cells = Callable[[str], Iterator[Move]]
"""Some moves of a trigger that is still to be named."""


def leads(stages: tuple[S, ...], to: S, mark: Mark = Mark.STANDARD) -> Cells:
    """From each of the stages to another one."""
    return lambda trigger: (_move(trigger, stage, to, mark) for stage in stages)


def stays(stages: tuple[S, ...], mark: Mark = Mark.STANDARD) -> Cells:
    """In each of the stages to the same."""
    return lambda trigger: (_move(trigger, stage, stage, mark) for stage in stages)


def _move(trigger: str, stage: S, to: S, mark: Mark) -> Move:
    return Move(trigger, stage, to, mark, PRECEDENTS.get((trigger, stage), ()))


def moves(trigger: str, *cells: Cells) -> Iterator[Move]:
    """All moves of one trigger."""
    return (move for some in cells for move in some(trigger))


STAY_EVERYWHERE = (
    "inspection_published_partial",
    "inspection_published_ungraded",
    "report_published_by_council",
    "visit_made_focused",
    "visit_made_jtai",
    "visit_made_assurance",
    "visit_letter_published_focused",
    "visit_letter_published_jtai",
    "visit_letter_published_assurance",
    "visit_letter_published_priority_action",
    "draft_plan_shared",
    "action_plan_published",
    "improvement_notice_issued",
    "improvement_notice_lifted",
    "minded_to_direct",
    "adviser_appointed",
    "adviser_reported",
    "independent_review_published",
    "commissioner_stood_down",
    "direction_revoked",
    "direction_issued_improvement",
    "direction_issued_unspecified",
    "deadline_set",
    "requirement_met",
    "support_and_supervision_started",
    "support_and_supervision_ended",
    "authority_reorganised",
    "note",
    "other_subject",
)

MOVES: tuple[Move, ...] = (
    *(move for trigger in STAY_EVERYWHERE for move in moves(trigger, stays(EVERYWHERE))),
    *moves(
        "inspection_published_inadequate",
        stays((S.RATED_INADEQUATE, S.COMMISSIONER_REVIEW, S.EXTERNALLY_LED, S.RETAINED_BY_COUNCIL)),
        leads((S.ROUTINE_OVERSIGHT, S.RETURNED_TO_COUNCIL), S.RATED_INADEQUATE),
        stays((S.VOLUNTARY_TRANSFER, S.TRUST_LIVE, S.DIRECTION_ISSUED), ATTESTED),
        stays((S.SHADOW_RUNNING, S.SETUP_PAUSED), POSSIBLE),
    ),
    *moves(
        "inspection_published_not_inadequate",
        stays((S.ROUTINE_OVERSIGHT, S.TRUST_LIVE, S.EXTERNALLY_LED, S.RETURNED_TO_COUNCIL)),
        leads(
            (S.RATED_INADEQUATE, S.COMMISSIONER_REVIEW, S.RETAINED_BY_COUNCIL), S.ROUTINE_OVERSIGHT
        ),
        stays((S.SHADOW_RUNNING, S.VOLUNTARY_TRANSFER), ATTESTED),
        stays((S.DIRECTION_ISSUED, S.SETUP_PAUSED), POSSIBLE),
    ),
    *moves("visit_made_monitoring", stays(UNDER_WAY)),
    *moves("visit_letter_published_monitoring", stays(UNDER_WAY)),
    *moves(
        "commissioner_appointed",
        stays(
            (
                S.COMMISSIONER_REVIEW,
                S.DIRECTION_ISSUED,
                S.VOLUNTARY_TRANSFER,
                S.SHADOW_RUNNING,
                S.SETUP_PAUSED,
                S.TRUST_LIVE,
                S.EXTERNALLY_LED,
            )
        ),
        leads((S.RATED_INADEQUATE,), S.COMMISSIONER_REVIEW),
        leads((S.ROUTINE_OVERSIGHT,), S.COMMISSIONER_REVIEW, ATTESTED),
        leads((S.RETAINED_BY_COUNCIL,), S.COMMISSIONER_REVIEW, ATTESTED),
        leads((S.RETURNED_TO_COUNCIL,), S.COMMISSIONER_REVIEW, POSSIBLE),
    ),
    *moves("commissioner_succeeded", stays(WITH_COMMISSIONER)),
    *moves(
        "commissioner_reported",
        stays((S.COMMISSIONER_REVIEW,)),
        stays((S.RETAINED_BY_COUNCIL, S.VOLUNTARY_TRANSFER), ATTESTED),
        stays(
            (S.DIRECTION_ISSUED, S.SHADOW_RUNNING, S.SETUP_PAUSED, S.TRUST_LIVE, S.EXTERNALLY_LED),
            POSSIBLE,
        ),
    ),
    *moves(
        "commissioner_report_published",
        stays((S.COMMISSIONER_REVIEW,)),
        stays(
            (
                S.RETAINED_BY_COUNCIL,
                S.VOLUNTARY_TRANSFER,
                S.DIRECTION_ISSUED,
                S.SETUP_PAUSED,
                S.EXTERNALLY_LED,
            ),
            ATTESTED,
        ),
        stays((S.SHADOW_RUNNING, S.TRUST_LIVE), POSSIBLE),
    ),
    *moves(
        "decision_announced_trust",
        stays((S.COMMISSIONER_REVIEW, S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER)),
        stays((S.RATED_INADEQUATE,), ATTESTED),
    ),
    *moves(
        "decision_announced_voluntary_trust",
        stays((S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER)),
        leads((S.COMMISSIONER_REVIEW,), S.VOLUNTARY_TRANSFER),
        leads((S.ROUTINE_OVERSIGHT,), S.VOLUNTARY_TRANSFER, ATTESTED),
        leads((S.RATED_INADEQUATE, S.RETAINED_BY_COUNCIL), S.VOLUNTARY_TRANSFER, POSSIBLE),
    ),
    *moves(
        "decision_announced_retain",
        stays((S.RETAINED_BY_COUNCIL,)),
        leads((S.COMMISSIONER_REVIEW,), S.RETAINED_BY_COUNCIL),
        leads((S.RATED_INADEQUATE,), S.RETAINED_BY_COUNCIL, ATTESTED),
        leads((S.SETUP_PAUSED,), S.RETAINED_BY_COUNCIL, ATTESTED),
        leads((S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER), S.RETAINED_BY_COUNCIL, POSSIBLE),
    ),
    *moves(
        "decision_announced_partner",
        stays((S.RATED_INADEQUATE, S.COMMISSIONER_REVIEW, S.EXTERNALLY_LED, S.RETAINED_BY_COUNCIL)),
    ),
    *moves(
        "direction_issued_trust",
        stays((S.DIRECTION_ISSUED, S.SHADOW_RUNNING)),
        leads((S.COMMISSIONER_REVIEW, S.SETUP_PAUSED), S.DIRECTION_ISSUED),
        stays((S.TRUST_LIVE,), ATTESTED),
        leads((S.VOLUNTARY_TRANSFER,), S.DIRECTION_ISSUED, ATTESTED),
        leads((S.RATED_INADEQUATE,), S.DIRECTION_ISSUED, ATTESTED),
        leads((S.ROUTINE_OVERSIGHT, S.RETAINED_BY_COUNCIL), S.DIRECTION_ISSUED, POSSIBLE),
    ),
    *moves(
        "direction_issued_pause",
        stays((S.SETUP_PAUSED,)),
        leads((S.DIRECTION_ISSUED,), S.SETUP_PAUSED, ATTESTED),
        leads((S.VOLUNTARY_TRANSFER, S.SHADOW_RUNNING), S.SETUP_PAUSED, POSSIBLE),
    ),
    *moves(
        "direction_issued_takeover",
        leads((S.RATED_INADEQUATE, S.COMMISSIONER_REVIEW), S.EXTERNALLY_LED),
        leads((S.ROUTINE_OVERSIGHT,), S.EXTERNALLY_LED, POSSIBLE),
    ),
    *moves("memorandum_signed", stays(SET_UP_AND_LIVE)),
    *moves("trust_incorporated", stays(SET_UP_AND_LIVE)),
    *moves("chair_appointed", stays(SET_UP_AND_LIVE)),
    *moves("chief_executive_appointed", stays(SET_UP_AND_LIVE)),
    *moves("agency_registered", stays(SET_UP_AND_LIVE)),
    *moves("employee_information_given", stays(SET_UP_AND_LIVE)),
    *moves("contract_signed", stays(SET_UP_AND_LIVE)),
    *moves("shadow_started", leads((S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER), S.SHADOW_RUNNING)),
    *moves(
        "trust_went_live",
        leads((S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER, S.SHADOW_RUNNING), S.TRUST_LIVE),
    ),
    *moves(
        "partnership_started",
        leads((S.RATED_INADEQUATE, S.COMMISSIONER_REVIEW, S.RETAINED_BY_COUNCIL), S.EXTERNALLY_LED),
        leads((S.ROUTINE_OVERSIGHT,), S.EXTERNALLY_LED, POSSIBLE),
    ),
    *moves("further_services_transferred", stays((S.TRUST_LIVE,))),
    *moves("ownership_changed", stays((S.TRUST_LIVE,))),
    *moves("contract_extended", stays(OUTSIDE)),
    *moves("return_decided", stays(OUTSIDE)),
    *moves("returned_to_council", leads(OUTSIDE, S.RETURNED_TO_COUNCIL)),
    *moves(
        "intervention_ended",
        stays((S.ROUTINE_OVERSIGHT, S.TRUST_LIVE, S.EXTERNALLY_LED)),
        leads((S.RETAINED_BY_COUNCIL, S.RETURNED_TO_COUNCIL), S.ROUTINE_OVERSIGHT),
        leads((S.COMMISSIONER_REVIEW,), S.ROUTINE_OVERSIGHT, ATTESTED),
        leads((S.RATED_INADEQUATE,), S.ROUTINE_OVERSIGHT, ATTESTED),
    ),
)
