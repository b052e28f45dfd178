"""The date rules of the trust transfer, each with its source, period and duty holder."""

from __future__ import annotations

from ..dates import working_days
from ..history import Citation, Strength
from ..process import IN_ORDER, ORDER_OF_EVENTS, Condition, DateRule, Relaxation
from .base import COUNCIL, OFSTED
from .inspections import SECTION_136, SIF
from .stages import Stage
from .triggers import INSPECTIONS

__all__ = ["RULES"]

COMMISSIONER, EMPLOYER = "commissioner", "employer"
"""Duty holders besides the council and Ofsted."""

RECEIPT = (working_days(6), working_days(1))
"""How long before and after publication the council can have received the report."""
RECEIPT_NOTE = (
    "The day on which the council received the report is not on record; it was measured on 59 "
    "letters to lie between 6 working days before publication and 1 working day after it."
)

GRADED_INSPECTION = Condition("framework", SECTION_136, if_missing=True)
SINGLE_INSPECTION = Condition("framework", SIF)

REGULATIONS = "https://www.legislation.gov.uk/uksi/2007/462"

RULES = (
    DateRule(
        id="council-publishes-report",
        requires="The council publishes the inspection report it received",
        starts=INSPECTIONS,
        start_field="received_on",
        start_label="the report's receipt by the council",
        fallback=RECEIPT,
        fallback_note=RECEIPT_NOTE,
        condition=GRADED_INSPECTION,
        ends="report_published_by_council",
        at_most="30 working days",
        strength=Strength.LAW,
        since="2007-04-01",
        duty_holder=COUNCIL,
        citation=Citation(
            "Education and Inspections Act 2006 (Inspection of Local Authorities) Regulations "
            "2007, SI 2007/462 reg 2",
            url=REGULATIONS,
        ),
    ),
    DateRule(
        id="action-plan",
        requires="The council publishes its action plan after an inspection report",
        starts=INSPECTIONS,
        start_field="received_on",
        start_label="the report's receipt by the council",
        fallback=RECEIPT,
        fallback_note=RECEIPT_NOTE,
        condition=GRADED_INSPECTION,
        ends="action_plan_published",
        at_most="70 working days",
        strength=Strength.LAW,
        since="2007-04-01",
        duty_holder=COUNCIL,
        relaxed=Relaxation(
            "2020-04-24",
            "2020-09-24",
            Citation("SI 2020/445 reg 7: as soon as is reasonably practicable"),
        ),
        citation=Citation(
            "SI 2007/462 reg 3; Education and Inspections Act 2006 s.137(3)-(4)",
            url="https://www.legislation.gov.uk/ukpga/2006/40/section/137",
        ),
    ),
    DateRule(
        id="employee-information-14",
        requires="Employee liability information reaches the new employer before the transfer",
        starts="employee_information_given",
        ends=("trust_went_live", "returned_to_council"),
        at_least="14 days",
        strength=Strength.LAW,
        since="2006-04-06",
        until="2014-04-30",
        in_force_by_end=True,
        duty_holder=EMPLOYER,
        citation=Citation("TUPE Regulations 2006 reg 11(6), seen in secondary sources"),
    ),
    DateRule(
        id="employee-information-28",
        requires="Employee liability information reaches the new employer before the transfer",
        starts="employee_information_given",
        ends=("trust_went_live", "returned_to_council"),
        at_least="28 days",
        strength=Strength.LAW,
        since="2014-05-01",
        in_force_by_end=True,
        duty_holder=EMPLOYER,
        citation=Citation("TUPE Regulations 2006 reg 11(6), seen in secondary sources"),
    ),
    IN_ORDER,
    DateRule(
        id="return-after-live",
        requires="Services return to the council only after another body has delivered them",
        starts=("trust_went_live", "partnership_started"),
        ends="returned_to_council",
        at_least="1 day",
        strength=Strength.LOGIC,
        citation=ORDER_OF_EVENTS,
    ),
    DateRule(
        id="draft-plan",
        requires="The council shares its draft plan after a letter with areas for priority action",
        starts="visit_letter_published_priority_action",
        ends="draft_plan_shared",
        at_most="20 working days",
        strength=Strength.INSPECTORATE,
        since="2018-08-16",
        duty_holder=COUNCIL,
        citation=Citation("Ofsted statement in CYP Now, 16 August 2018"),
    ),
    DateRule(
        id="final-plan",
        requires="The council publishes its plan after a letter with areas for priority action",
        starts="visit_letter_published_priority_action",
        ends="action_plan_published",
        at_most="70 working days",
        strength=Strength.INSPECTORATE,
        since="2018-08-16",
        duty_holder=COUNCIL,
        citation=Citation("Ofsted statement in CYP Now, 16 August 2018"),
    ),
    DateRule(
        id="publication-lag",
        requires="The report is published after the inspection ends",
        starts=INSPECTIONS,
        start_field="inspected",
        start_label="the end of the inspection",
        condition=GRADED_INSPECTION,
        ends=INSPECTIONS,
        same_event=True,
        at_most="50 working days",
        strength=Strength.PRACTICE,
        since="2013-11-01",
        citation=Citation(
            "measured on Ofsted reports, in working days: SIF median 36, 90th percentile 45; "
            "ILACS median 30, 95th percentile 53"
        ),
    ),
    DateRule(
        id="reinspection-18-24-months",
        requires="Ofsted inspects again after an inadequate judgement of a single inspection",
        starts="inspection_published_inadequate",
        condition=SINGLE_INSPECTION,
        ends=INSPECTIONS,
        at_least="18 months",
        at_most="24 months",
        strength=Strength.INSPECTORATE,
        since="2013-11-01",
        until="2016-05-30",
        duty_holder=OFSTED,
        citation=Citation("CYP Now, 9 February 2016"),
    ),
    DateRule(
        id="reinspection-two-years",
        requires="Ofsted inspects again after an inadequate judgement",
        starts="inspection_published_inadequate",
        condition=GRADED_INSPECTION,
        ends=INSPECTIONS,
        at_most="24 months",
        strength=Strength.INSPECTORATE,
        since="2016-05-31",
        until="2017-12-31",
        duty_holder=OFSTED,
        citation=Citation("Community Care, 31 May 2016; measured: almost never met"),
    ),
    DateRule(
        id="commissioner-report",
        requires="The commissioner reports after the appointment that began the review",
        starts="commissioner_appointed",
        on_entering=Stage.COMMISSIONER_REVIEW,
        ends=("commissioner_reported", "commissioner_report_published"),
        at_most="3 months",
        strength=Strength.POLICY,
        since="2016-07-01",
        duty_holder=COMMISSIONER,
        citation=Citation("Croydon cabinet, 18 September 2017; other cases took 4 to 6 months"),
    ),
    DateRule(
        id="direction-to-live",
        requires="A trust goes live after the first direction to move to one",
        starts="direction_issued_trust",
        from_first=True,
        ends="trust_went_live",
        at_least="9 months",
        at_most="24 months",
        strength=Strength.PRACTICE,
        since="2013-07-01",
        citation=Citation("measured: 11.8 to 17.8 months in six directed cases", cases=6),
    ),
    DateRule(
        id="decision-to-return",
        requires="Services return to the council after the decision to return them",
        starts="return_decided",
        ends="returned_to_council",
        at_least="3 months",
        at_most="12 months",
        strength=Strength.PRACTICE,
        since="2022-01-01",
        citation=Citation("measured on three returns: 5, 9 and 8 months", cases=3),
    ),
)
