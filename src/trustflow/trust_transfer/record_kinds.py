"""The kinds of event for which a record of the trust transfer is checked separately.

A record can be complete to one day for inspections, and to another for interventions. Notes,
deadlines, requirements, reorganisations and other subjects have no kind.
"""

from __future__ import annotations

from .triggers import DECISIONS, DIRECTIONS, INSPECTIONS

__all__ = ["RECORD_KINDS"]

RECORD_KINDS: dict[str, tuple[str, ...]] = {
    "inspections": INSPECTIONS,
    "focused visits": (
        "visit_made_focused",
        "visit_letter_published_focused",
        "visit_letter_published_priority_action",
    ),
    "joint inspections": (
        "visit_made_jtai",
        "visit_letter_published_jtai",
        "visit_letter_published_jtai_statement",
    ),
    "monitoring": (
        "visit_made_monitoring",
        "visit_made_assurance",
        "visit_letter_published_monitoring",
        "visit_letter_published_assurance",
    ),
    "intervention": (
        "improvement_notice_issued",
        "improvement_notice_lifted",
        "minded_to_direct",
        "adviser_appointed",
        "adviser_reported",
        "independent_review_published",
        "commissioner_appointed",
        "commissioner_succeeded",
        "commissioner_reported",
        "commissioner_report_published",
        "commissioner_stood_down",
        *DECISIONS,
        *DIRECTIONS,
        "direction_revoked",
        "intervention_ended",
        "intervention_stepped_down",
        "support_and_supervision_started",
        "support_and_supervision_ended",
    ),
    "delivery": (
        "memorandum_signed",
        "trust_incorporated",
        "chair_appointed",
        "chief_executive_appointed",
        "agency_registered",
        "employee_information_given",
        "contract_signed",
        "contract_extended",
        "shadow_started",
        "trust_went_live",
        "further_services_transferred",
        "ownership_changed",
        "partnership_started",
        "return_decided",
        "returned_to_council",
        "returned_to_council_partly",
    ),
    "plans": (
        "report_published_by_council",
        "draft_plan_shared",
        "plan_submitted",
        "action_plan_published",
    ),
}
"""Each kind of event, with its triggers."""
