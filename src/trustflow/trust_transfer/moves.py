"""The moves of the trust transfer: what each trigger does in each stage where it is allowed.

A trigger that has no move from a stage is not allowed in that stage. A move is standard unless it
is marked otherwise; an attested move has precedents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..process import Mark, Move
from .precedents import PRECEDENTS
from .stages import Stage

__all__ = ["MOVES"]

S = Stage
ATTESTED, POSSIBLE = Mark.ATTESTED, Mark.POSSIBLE

# Each group lists its stages by name. Which stage belongs to which group is a reading of the law,
# and must not depend on the order of the stages in the class `Stage`.
EVERYWHERE = tuple(S)
SETTING_UP = (S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER, S.SHADOW_RUNNING, S.SETUP_PAUSED)
"""The stages in which a trust is being set up and the council still delivers the services."""
DELIVERED_BY_OTHERS = (S.TRUST_LIVE, S.EXTERNALLY_LED)
"""The stages in which a trust, another authority or commissioners deliver the services."""
TRUST_EXISTS = (*SETTING_UP, S.TRUST_LIVE)
"""The stages in which a trust is being set up or is live."""
WITH_COMMISSIONER = (S.COMMISSIONER_REVIEW, *SETTING_UP, *DELIVERED_BY_OTHERS)
"""The stages in which a commissioner can be in post.

The appointment of another commissioner leaves these stages as they are.
"""
AFTER_APPOINTMENT = (*WITH_COMMISSIONER, S.RETAINED_BY_COUNCIL, S.RETURNED_TO_COUNCIL)
"""The stages in which a commissioner who was appointed earlier can be succeeded."""
UNDER_INTERVENTION = (S.RATED_INADEQUATE, *AFTER_APPOINTMENT)
"""The stages in which Ofsted can make monitoring visits: all except routine oversight."""

MovesOf = Callable[[str], Iterator[Move]]
"""A function that takes a trigger and yields some of its moves."""


def leads(stages: Iterable[S], to: S, mark: Mark = Mark.STANDARD) -> MovesOf:
    """Return a function that yields a trigger's moves from several stages to one."""
    return lambda trigger: (_move(trigger, stage, to, mark) for stage in stages)


def stays(stages: Iterable[S], mark: Mark = Mark.STANDARD) -> MovesOf:
    """Return a function that yields a trigger's moves that stay in their stage."""
    return lambda trigger: (_move(trigger, stage, stage, mark) for stage in stages)


def _move(trigger: str, stage: S, to: S, mark: Mark) -> Move:
    return Move(trigger, stage, to, mark, PRECEDENTS.get((trigger, stage), ()))


def moves(trigger: str, *groups: MovesOf) -> Iterator[Move]:
    """Return the moves of a trigger that several functions yield."""
    return (move for moves_of in groups for move in moves_of(trigger))


STAY_EVERYWHERE = (
    "inspection_published_partial",
    "inspection_published_ungraded",
    "report_published_by_council",
    "visit_made_focused",
    "visit_made_jtai",
    "visit_made_assurance",
    "visit_letter_published_focused",
    "visit_letter_published_jtai",
    "visit_letter_published_jtai_statement",
    "visit_letter_published_assurance",
    "visit_letter_published_priority_action",
    "draft_plan_shared",
    "plan_submitted",
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
    *moves(
        "inspection_published_part_cleared",
        stays((S.ROUTINE_OVERSIGHT, S.TRUST_LIVE, S.EXTERNALLY_LED, S.RETURNED_TO_COUNCIL)),
        leads((S.RATED_INADEQUATE,), S.ROUTINE_OVERSIGHT),
        leads((S.COMMISSIONER_REVIEW, S.RETAINED_BY_COUNCIL), S.ROUTINE_OVERSIGHT, POSSIBLE),
        stays(SETTING_UP, POSSIBLE),
    ),
    *moves("visit_made_monitoring", stays(UNDER_INTERVENTION)),
    *moves("visit_letter_published_monitoring", stays(UNDER_INTERVENTION)),
    *moves(
        "commissioner_appointed",
        stays(WITH_COMMISSIONER),
        leads((S.RATED_INADEQUATE,), S.COMMISSIONER_REVIEW),
        leads((S.ROUTINE_OVERSIGHT,), S.COMMISSIONER_REVIEW, ATTESTED),
        leads((S.RETAINED_BY_COUNCIL,), S.COMMISSIONER_REVIEW, ATTESTED),
        leads((S.RETURNED_TO_COUNCIL,), S.COMMISSIONER_REVIEW, POSSIBLE),
    ),
    *moves("commissioner_succeeded", stays(AFTER_APPOINTMENT)),
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
        stays(
            (
                S.SHADOW_RUNNING,
                S.SETUP_PAUSED,
                S.EXTERNALLY_LED,
                S.RETAINED_BY_COUNCIL,
                S.RETURNED_TO_COUNCIL,
            ),
            POSSIBLE,
        ),
    ),
    *moves(
        "decision_announced_voluntary_trust",
        stays((S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER)),
        leads((S.COMMISSIONER_REVIEW,), S.VOLUNTARY_TRANSFER),
        leads((S.ROUTINE_OVERSIGHT,), S.VOLUNTARY_TRANSFER, ATTESTED),
        leads(
            (
                S.RATED_INADEQUATE,
                S.SETUP_PAUSED,
                S.EXTERNALLY_LED,
                S.RETAINED_BY_COUNCIL,
                S.RETURNED_TO_COUNCIL,
            ),
            S.VOLUNTARY_TRANSFER,
            POSSIBLE,
        ),
    ),
    *moves(
        "decision_announced_retain",
        stays((S.RETAINED_BY_COUNCIL,)),
        leads((S.COMMISSIONER_REVIEW,), S.RETAINED_BY_COUNCIL),
        leads((S.RATED_INADEQUATE,), S.RETAINED_BY_COUNCIL, ATTESTED),
        leads((S.SETUP_PAUSED,), S.RETAINED_BY_COUNCIL, ATTESTED),
        leads(
            (S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER, S.RETURNED_TO_COUNCIL),
            S.RETAINED_BY_COUNCIL,
            POSSIBLE,
        ),
        stays((S.EXTERNALLY_LED,), POSSIBLE),
    ),
    *moves(
        "decision_announced_partner",
        stays((S.RATED_INADEQUATE, S.COMMISSIONER_REVIEW, S.EXTERNALLY_LED, S.RETAINED_BY_COUNCIL)),
        stays((S.ROUTINE_OVERSIGHT, S.RETURNED_TO_COUNCIL), POSSIBLE),
    ),
    *moves(
        "direction_issued_trust",
        stays((S.DIRECTION_ISSUED, S.SHADOW_RUNNING)),
        leads((S.COMMISSIONER_REVIEW, S.SETUP_PAUSED), S.DIRECTION_ISSUED),
        stays((S.TRUST_LIVE,), ATTESTED),
        leads((S.VOLUNTARY_TRANSFER,), S.DIRECTION_ISSUED, ATTESTED),
        leads((S.RATED_INADEQUATE,), S.DIRECTION_ISSUED, ATTESTED),
        leads(
            (
                S.ROUTINE_OVERSIGHT,
                S.EXTERNALLY_LED,
                S.RETAINED_BY_COUNCIL,
                S.RETURNED_TO_COUNCIL,
            ),
            S.DIRECTION_ISSUED,
            POSSIBLE,
        ),
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
        leads(
            (
                S.ROUTINE_OVERSIGHT,
                *SETTING_UP,
                S.TRUST_LIVE,
                S.RETAINED_BY_COUNCIL,
                S.RETURNED_TO_COUNCIL,
            ),
            S.EXTERNALLY_LED,
            POSSIBLE,
        ),
        stays((S.EXTERNALLY_LED,), POSSIBLE),
    ),
    *moves("memorandum_signed", stays(TRUST_EXISTS)),
    *moves("trust_incorporated", stays(TRUST_EXISTS)),
    *moves("chair_appointed", stays(TRUST_EXISTS)),
    *moves("chief_executive_appointed", stays(TRUST_EXISTS)),
    *moves("agency_registered", stays(TRUST_EXISTS)),
    *moves("employee_information_given", stays(TRUST_EXISTS)),
    *moves("contract_signed", stays(TRUST_EXISTS)),
    *moves(
        "shadow_started",
        leads((S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER), S.SHADOW_RUNNING),
        leads((S.SETUP_PAUSED,), S.SHADOW_RUNNING, POSSIBLE),
    ),
    *moves(
        "trust_went_live",
        leads((S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER, S.SHADOW_RUNNING), S.TRUST_LIVE),
        leads((S.SETUP_PAUSED,), S.TRUST_LIVE, POSSIBLE),
    ),
    *moves(
        "partnership_started",
        leads((S.RATED_INADEQUATE, S.COMMISSIONER_REVIEW, S.RETAINED_BY_COUNCIL), S.EXTERNALLY_LED),
        leads((S.ROUTINE_OVERSIGHT, S.RETURNED_TO_COUNCIL), S.EXTERNALLY_LED, POSSIBLE),
    ),
    *moves("further_services_transferred", stays((S.TRUST_LIVE,))),
    *moves("ownership_changed", stays((S.TRUST_LIVE,))),
    *moves("contract_extended", stays(DELIVERED_BY_OTHERS)),
    *moves("return_decided", stays(DELIVERED_BY_OTHERS)),
    *moves("returned_to_council", leads(DELIVERED_BY_OTHERS, S.RETURNED_TO_COUNCIL)),
    *moves("returned_to_council_partly", stays(DELIVERED_BY_OTHERS, POSSIBLE)),
    *moves(
        "intervention_ended",
        stays((S.ROUTINE_OVERSIGHT, S.TRUST_LIVE, S.EXTERNALLY_LED)),
        leads((S.RETAINED_BY_COUNCIL, S.RETURNED_TO_COUNCIL), S.ROUTINE_OVERSIGHT),
        leads((S.RATED_INADEQUATE,), S.ROUTINE_OVERSIGHT, ATTESTED),
        leads((S.COMMISSIONER_REVIEW, *SETTING_UP), S.ROUTINE_OVERSIGHT, POSSIBLE),
    ),
    *moves(
        "intervention_stepped_down",
        leads((S.COMMISSIONER_REVIEW,), S.RATED_INADEQUATE, ATTESTED),
        leads(
            (
                S.DIRECTION_ISSUED,
                S.VOLUNTARY_TRANSFER,
                S.SETUP_PAUSED,
                S.RETAINED_BY_COUNCIL,
                S.RETURNED_TO_COUNCIL,
            ),
            S.RATED_INADEQUATE,
            POSSIBLE,
        ),
        stays(
            (
                S.ROUTINE_OVERSIGHT,
                S.RATED_INADEQUATE,
                S.SHADOW_RUNNING,
                S.TRUST_LIVE,
                S.EXTERNALLY_LED,
            ),
            POSSIBLE,
        ),
    ),
)
