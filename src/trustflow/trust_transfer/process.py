"""The process of the trust transfer: its stages, events, moves and rules in one value."""

from __future__ import annotations

from ..process import Process, pickle_by_reference
from . import delivery, documents, inspections, intervention, visits
from .base import TransferEvent
from .legs import LEGS
from .moves import MOVES
from .record_kinds import RECORD_KINDS
from .rules import RULES
from .stages import STAGES, Stage
from .triggers import DIRECTIONS, TRIGGERS

__all__ = ["EVENTS", "TRUST_TRANSFER"]

EVENTS: tuple[type[TransferEvent], ...] = (
    inspections.InspectionPublished,
    documents.ReportPublishedByCouncil,
    visits.VisitMade,
    visits.VisitLetterPublished,
    documents.DraftPlanShared,
    documents.PlanSubmitted,
    documents.ActionPlanPublished,
    intervention.ImprovementNoticeIssued,
    intervention.ImprovementNoticeLifted,
    intervention.MindedToDirect,
    intervention.AdviserAppointed,
    intervention.AdviserReported,
    intervention.IndependentReviewPublished,
    intervention.CommissionerAppointed,
    intervention.CommissionerSucceeded,
    intervention.CommissionerReported,
    intervention.CommissionerReportPublished,
    intervention.CommissionerStoodDown,
    intervention.DecisionAnnounced,
    intervention.DirectionRevoked,
    intervention.DirectionIssued,
    documents.DeadlineSet,
    documents.RequirementMet,
    delivery.MemorandumSigned,
    delivery.TrustIncorporated,
    delivery.ChairAppointed,
    delivery.ChiefExecutiveAppointed,
    delivery.AgencyRegistered,
    delivery.EmployeeInformationGiven,
    delivery.ContractSigned,
    delivery.ShadowStarted,
    delivery.TrustWentLive,
    intervention.PartnershipStarted,
    delivery.FurtherServicesTransferred,
    delivery.OwnershipChanged,
    delivery.ContractExtended,
    delivery.ReturnDecided,
    delivery.ReturnedToCouncil,
    intervention.InterventionSteppedDown,
    intervention.InterventionEnded,
    intervention.SupportAndSupervisionStarted,
    intervention.SupportAndSupervisionEnded,
    documents.AuthorityReorganised,
    documents.Note,
)
"""Every class of event. Events of the same day are sorted in this order."""

for _rank, _event in enumerate(EVENTS):
    _event.rank = _rank

DELIVERED_BY_OTHERS = ("trust_went_live", "partnership_started", "direction_issued_takeover")
"""The triggers after which another body than the council delivers the services."""

TRUST_TRANSFER = Process(
    name="trust_transfer",
    title="The road to a children's services trust",
    stages=STAGES,
    initial=Stage.ROUTINE_OVERSIGHT,
    triggers=TRIGGERS,
    moves=MOVES,
    rules=RULES,
    events=EVENTS,
    requires_earlier={
        "inspection_published_part_cleared": ("inspection_published_inadequate",),
        "improvement_notice_lifted": ("improvement_notice_issued",),
        "direction_revoked": DIRECTIONS,
        "intervention_stepped_down": (*DIRECTIONS, "commissioner_appointed"),
        "returned_to_council": DELIVERED_BY_OTHERS,
        "returned_to_council_partly": DELIVERED_BY_OTHERS,
    },
    keeps_planned_days_of=("trust_went_live",),
    cancels_planned={
        "decision_announced_retain": ("trust_went_live",),
        "direction_issued_pause": ("trust_went_live",),
        "returned_to_council": ("trust_went_live",),
    },
    legs=LEGS,
    facts={
        "judgement": "Latest judgement",
        "intervention": "Type of intervention",
        "delivered_by": "Services delivered by",
        "notice_open": "Improvement notice",
        "directions": "Direction in force",
        "commissioners": "Commissioner in post",
        "trust": "Trust",
        "chair": "Chair of the trust",
        "planned_go_live": "Planned go-live",
        "went_live": "Went live",
        "visits": "Visits since judged inadequate",
        "visit_letters": "Visit letters since then",
    },
    record_kinds=RECORD_KINDS,
    delivered_by={
        **dict.fromkeys(Stage, "the council"),
        Stage.TRUST_LIVE: "a trust",
        Stage.EXTERNALLY_LED: "another authority or commissioners",
    },
    disclaimer=(
        "trustflow shows what its sources say and the dates that follow from the rules it cites. "
        "It is not legal advice and not an official record. Check the direction, the Act and the "
        "council's own papers before you rely on a date."
    ),
    duty_note=(
        "Dates may be incomplete or taken from the press. "
        "This is not a finding that the {duty_holder} broke the law."
    ),
)
"""The process that moves a council's children's services in England to a trust and back."""


def _trust_transfer() -> Process:
    """Return the process. Pickles contain the name of this function, so it must not change."""
    return TRUST_TRANSFER


pickle_by_reference(_trust_transfer)
