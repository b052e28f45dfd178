"""The date rules of the trust transfer, each with its source, period and duty holder."""

from __future__ import annotations

from ..dates import working_days
from ..history import Citation, Strength
from ..process import IN_ORDER, ORDER_OF_EVENTS, Condition, DateRule, Relaxation
from .base import COUNCIL, OFSTED
from .inspections import SECTION_136, SIF
from .stages import Stage
from .triggers import INSPECTIONS
from .visits import ASKED

__all__ = ["RULES"]

COMMISSIONER, EMPLOYER = "commissioner", "employer"
"""Duty holders besides the council and Ofsted."""

RECEIPT = (working_days(6), working_days(1))
"""How long before and after publication a report or a letter can have been received."""
RECEIPT_NOTE = (
    "The day of receipt is not on record; it was measured on 59 letters to lie between 6 working "
    "days before publication and 1 working day after it."
)

RECEIVED = "the report's receipt by the council"
LETTER_RECEIVED = "the letter's receipt by the council"
JOINT_LETTER_RECEIVED = "the letter's receipt"
"""Another body than the council can be the principal authority of a joint inspection."""

GRADED_INSPECTION = Condition("framework", SECTION_136, if_missing=True)
SINGLE_INSPECTION = Condition("framework", SIF)
ASKS_FOR_PLAN = Condition("plan_request", ASKED)

INSPECTION, JOINT_INSPECTION, VISIT = "inspection", "joint inspection", "visit"
"""What a council's document can respond to."""

REGULATIONS = "https://www.legislation.gov.uk/uksi/2007/462"
JOINT_REGULATIONS = "https://www.legislation.gov.uk/uksi/2015/1792"
TRANSFER_REGULATIONS = "https://www.legislation.gov.uk/uksi/2006/246"
RELAXED_REGULATIONS = "https://www.legislation.gov.uk/uksi/2020/445"
REINSPECTION_REPORTED = Citation("CYP Now, 9 February 2016: Ofsted is to re-inspect")


def _priority_action_letters(words: str) -> Citation:
    """Return the letters that ask for a plan, with their words on it."""
    return Citation(
        "Ofsted's letters with areas for priority action, thirteen of which ask for a plan: "
        "St Helens, 8 August 2018; Hackney, 4 March 2019; North East Lincolnshire, 8 May 2019; "
        f"Herefordshire, 16 August 2021; and others to Slough, 12 January 2026; {words}"
    )


def _relaxed(regulation: str) -> Relaxation:
    """Return the relaxation of due days in 2020."""
    return Relaxation(
        "2020-04-24",
        "2020-09-24",
        Citation(
            f"SI 2020/445 {regulation}: as soon as is reasonably practicable",
            url=RELAXED_REGULATIONS,
        ),
    )


def _employee_information(days: int, since: str, until: str | None, source: str) -> DateRule:
    """Return the rule on employee liability information that was in force in a period."""
    return DateRule(
        id=f"employee-information-{days}",
        requires=(
            "Employee liability information reaches the new employer before the transfer or, if "
            "special circumstances make this not reasonably practicable, as soon as reasonably "
            "practicable thereafter"
        ),
        starts="employee_information_given",
        from_first=True,
        ends="trust_went_live",
        at_least=f"{days} days",
        strength=Strength.LAW,
        since=since,
        until=until,
        in_force_by_end=True,
        duty_holder=EMPLOYER,
        citation=Citation(source, url=TRANSFER_REGULATIONS),
    )


RULES = (
    DateRule(
        id="council-publishes-report",
        requires="The council publishes the inspection report it received",
        starts=INSPECTIONS,
        start_field="received_on",
        start_label=RECEIVED,
        fallback=RECEIPT,
        fallback_note=RECEIPT_NOTE,
        condition=GRADED_INSPECTION,
        ends="report_published_by_council",
        answers=INSPECTION,
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
        start_label=RECEIVED,
        fallback=RECEIPT,
        fallback_note=RECEIPT_NOTE,
        condition=GRADED_INSPECTION,
        ends="action_plan_published",
        answers=INSPECTION,
        at_most="70 working days",
        strength=Strength.LAW,
        since="2007-04-01",
        duty_holder=COUNCIL,
        relaxed=_relaxed("regs 7 and 14(1)"),
        citation=Citation(
            "SI 2007/462 reg 3; Education and Inspections Act 2006 s.137(3)-(4)",
            url="https://www.legislation.gov.uk/ukpga/2006/40/section/137",
        ),
    ),
    DateRule(
        id="joint-statement",
        requires="The principal authority publishes the statement after a joint inspection",
        starts="visit_letter_published_jtai_statement",
        start_field="received_on",
        start_label=JOINT_LETTER_RECEIVED,
        fallback=RECEIPT,
        fallback_note=RECEIPT_NOTE,
        ends="action_plan_published",
        answers=JOINT_INSPECTION,
        at_most="70 working days",
        strength=Strength.LAW,
        since="2015-11-09",
        duty_holder=COUNCIL,
        duty_holder_field="principal_authority",
        relaxed=_relaxed("reg 10"),
        citation=Citation(
            "Joint inspection regulations, SI 2015/1792 regs 3(3), 4(2) and 4(7)",
            url=JOINT_REGULATIONS,
        ),
    ),
    DateRule(
        id="joint-report",
        requires="The principal authority publishes the letter of a joint inspection online",
        starts=("visit_letter_published_jtai", "visit_letter_published_jtai_statement"),
        start_field="received_on",
        start_label=JOINT_LETTER_RECEIVED,
        fallback=RECEIPT,
        fallback_note=RECEIPT_NOTE,
        ends="report_published_by_council",
        answers=JOINT_INSPECTION,
        at_most="30 working days",
        strength=Strength.LAW,
        since="2015-11-09",
        duty_holder=COUNCIL,
        duty_holder_field="principal_authority",
        citation=Citation(
            "Joint inspection regulations, SI 2015/1792 reg 3(8)", url=JOINT_REGULATIONS
        ),
    ),
    _employee_information(
        14, "2006-04-06", "2014-04-30", "TUPE Regulations 2006, SI 2006/246 reg 11(6)"
    ),
    _employee_information(
        28,
        "2014-05-01",
        None,
        "TUPE Regulations 2006, SI 2006/246 reg 11(6), as amended by SI 2014/16 reg 10(2)",
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
        start_field="received_on",
        start_label=LETTER_RECEIVED,
        fallback=RECEIPT,
        fallback_note=RECEIPT_NOTE,
        condition=ASKS_FOR_PLAN,
        ends="draft_plan_shared",
        answers=VISIT,
        at_most="20 working days",
        strength=Strength.PRACTICE,
        since="2018-08-07",
        duty_holder=COUNCIL,
        citation=_priority_action_letters(
            "those of 2018 and 2019 ask for a draft, and those since August 2021 call it only "
            "'very helpful'"
        ),
    ),
    DateRule(
        id="final-plan",
        requires="The council submits its plan after a letter with areas for priority action",
        starts="visit_letter_published_priority_action",
        start_field="received_on",
        start_label=LETTER_RECEIVED,
        fallback=RECEIPT,
        fallback_note=RECEIPT_NOTE,
        condition=ASKS_FOR_PLAN,
        ends="plan_submitted",
        shown_by="action_plan_published",
        answers=VISIT,
        at_most="70 working days",
        strength=Strength.INSPECTORATE,
        since="2018-08-07",
        duty_holder=COUNCIL,
        citation=_priority_action_letters(
            "it is 'required' in 2019, and 'should' be submitted since 2021"
        ),
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
        at_most="54 working days",
        strength=Strength.PRACTICE,
        since="2013-11-01",
        citation=Citation(
            "measured on Ofsted reports to August 2026, in working days: SIF 151, median 36, 95th "
            "percentile 54; SIF re-inspection 16, 37 and 53; ILACS standard 193, 30 and 48; ILACS "
            "short 125, 30 and 55",
            cases=488,
        ),
    ),
    DateRule(
        id="reinspection-18-24-months",
        requires="Ofsted starts to re-inspect after an inadequate judgement of a single inspection",
        starts="inspection_published_inadequate",
        condition=SINGLE_INSPECTION,
        ends=INSPECTIONS,
        end_field="inspected",
        at_least="18 months",
        at_most="24 months",
        strength=Strength.PRACTICE,
        since="2013-11-01",
        until="2016-05-30",
        in_force_to_due=True,
        duty_holder=OFSTED,
        citation=REINSPECTION_REPORTED,
    ),
    DateRule(
        id="commissioner-report",
        requires="The commissioner reports after the appointment that began the review",
        starts="commissioner_appointed",
        on_entering=Stage.COMMISSIONER_REVIEW,
        ends="commissioner_reported",
        shown_by="commissioner_report_published",
        cancelled_by=(
            "commissioner_stood_down",
            "intervention_stepped_down",
            "direction_revoked",
            "intervention_ended",
        ),
        at_most="3 months",
        strength=Strength.PRACTICE,
        since="2016-07-01",
        duty_holder=COMMISSIONER,
        citation=Citation(
            "Croydon cabinet, 18 September 2017 (the paper of one council); other cases took 4 to "
            "6 months"
        ),
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
