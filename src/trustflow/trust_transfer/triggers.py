"""Every trigger of the trust transfer, with its label for people."""

from __future__ import annotations

__all__ = ["DECISIONS", "DIRECTIONS", "INSPECTIONS", "OTHER_SUBJECT", "TRIGGERS"]

OTHER_SUBJECT = "other_subject"
"""The trigger of every event that is not about children's social care."""

TRIGGERS = {
    # Inspections, and what the council publishes in response
    "inspection_published_inadequate": "inspection published: inadequate",
    "inspection_published_not_inadequate": "inspection published: not inadequate",
    "inspection_published_part_cleared": "inspection of a part published: no longer inadequate",
    "inspection_published_partial": "inspection of a part published: not inadequate",
    "inspection_published_ungraded": "inspection published without a judgement",
    "report_published_by_council": "report published by the council",
    "visit_made_monitoring": "monitoring visit made",
    "visit_made_focused": "focused visit made",
    "visit_made_jtai": "joint targeted area inspection made",
    "visit_made_assurance": "assurance visit made",
    "visit_letter_published_monitoring": "monitoring visit letter published",
    "visit_letter_published_focused": "focused visit letter published",
    "visit_letter_published_jtai": "joint targeted area inspection letter published",
    "visit_letter_published_jtai_statement": (
        "joint targeted area inspection letter published: statement required"
    ),
    "visit_letter_published_assurance": "assurance visit letter published",
    "visit_letter_published_priority_action": "visit letter published: priority action",
    "draft_plan_shared": "draft plan shared",
    "plan_submitted": "plan submitted to Ofsted",
    "action_plan_published": "action plan published",
    # Notices and minded-to letters
    "improvement_notice_issued": "improvement notice issued",
    "improvement_notice_lifted": "improvement notice lifted",
    "minded_to_direct": "minded-to letter sent",
    # Commissioners, advisers and reviews
    "adviser_appointed": "adviser appointed",
    "adviser_reported": "adviser reported",
    "independent_review_published": "independent review published",
    "commissioner_appointed": "commissioner appointed",
    "commissioner_succeeded": "commissioner succeeded",
    "commissioner_reported": "commissioner reported",
    "commissioner_report_published": "commissioner's report published",
    "commissioner_stood_down": "commissioner's appointment ended",
    # Decisions and directions
    "decision_announced_trust": "decision announced: trust",
    "decision_announced_voluntary_trust": "decision announced: voluntary trust",
    "decision_announced_retain": "decision announced: retained by the council",
    "decision_announced_partner": "decision announced: partner",
    "direction_revoked": "direction revoked",
    "direction_issued_improvement": "direction issued: improvement",
    "direction_issued_trust": "direction issued: move to a trust",
    "direction_issued_pause": "direction issued: set-up paused",
    "direction_issued_takeover": "direction issued: functions exercised by commissioners",
    "direction_issued_unspecified": "direction issued: purpose not known",
    "deadline_set": "deadline set",
    "requirement_met": "requirement met",
    # Set-up of the trust
    "memorandum_signed": "memorandum of understanding signed",
    "trust_incorporated": "trust incorporated",
    "chair_appointed": "chair of the trust appointed",
    "chief_executive_appointed": "chief executive of the trust appointed",
    "agency_registered": "trust registered as an agency",
    "employee_information_given": "employee liability information given",
    "contract_signed": "service delivery contract signed",
    "shadow_started": "shadow running started",
    # Delivery and return
    "trust_went_live": "trust went live",
    "partnership_started": "partnership started",
    "further_services_transferred": "further services transferred",
    "ownership_changed": "ownership of the trust changed",
    "contract_extended": "contract extended",
    "return_decided": "return decided",
    "returned_to_council": "services returned to the council",
    "returned_to_council_partly": "part of the services returned to the council",
    # The end of intervention, and other events
    "intervention_ended": "intervention ended",
    "intervention_stepped_down": "intervention stepped down to a notice",
    "support_and_supervision_started": "support and supervision started",
    "support_and_supervision_ended": "support and supervision ended",
    "authority_reorganised": "authority reorganised",
    "note": "note",
    OTHER_SUBJECT: "event on another subject",
}


def _variants_of(event_name: str) -> tuple[str, ...]:
    """Return the triggers of an event that has variants."""
    return tuple(trigger for trigger in TRIGGERS if trigger.startswith(f"{event_name}_"))


# Rules and legs that apply to every variant of an event use these, so that a new variant needs no
# edit there.
INSPECTIONS = _variants_of("inspection_published")
DECISIONS = _variants_of("decision_announced")
DIRECTIONS = _variants_of("direction_issued")
