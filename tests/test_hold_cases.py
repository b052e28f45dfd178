"""The smallest histories that keep each date rule, break it, or leave open whether it is kept.

Each case states its findings. Both `check` and the oracle have to give exactly these.
"""

from typing import NamedTuple

import pytest

import trustflow as tf
from tests import oracle
from trustflow import events as ev


class Case(NamedTuple):
    """A history, and the findings on it."""

    name: str
    begins_in: str | None
    events: list
    expected: list
    """For each finding its code, its rule, its strength, and whether it is certain."""
    inherits: tuple = ()
    duty_holder: str | None = None
    """The duty holder of the only finding, if it is not the usual one of the rule."""

    @property
    def history(self):
        """The history of a council that took the place of another if it inherits events."""
        inherited = {"succeeds": "Northamptonshire", "inherits": self.inherits}
        fields = inherited if self.inherits else {}
        return tf.History("Sandwell", self.events, begins_in=self.begins_in, **fields)


def broken(rule, strength):
    """Return the finding that a date rule is certainly broken."""
    return ("date_rule", rule, strength, True)


def perhaps(rule, strength):
    """Return the finding that a date rule may be broken."""
    return ("date_rule", rule, strength, False)


def remark(code):
    """Return a remark that concerns no date rule."""
    return (code, None, "practice", True)


# Inspections and visits

LETTER = {"kind": "focused", "priority_action": True}
JOINT = {"kind": "jtai", "statement_required": True}
ANSWER = {"responds_to": "joint inspection"}


def inspection(on, *, judgement="good", **fields):
    """Return an inspection report under the framework ILACS."""
    fields = {"framework": "ILACS", **fields}
    return ev.InspectionPublished(on, judgement=judgement, **fields)


def joint_letter(on="2018-11-16", received_on="2018-11-09", **fields):
    """Return a joint inspection letter that requires a written statement."""
    return ev.VisitLetterPublished(on, received_on=received_on, **{**JOINT, **fields})


OVERSIGHT = "routine_oversight"
REPORT = "council-publishes-report"
PUBLISHED_REPORT = [
    Case(
        "30 working days after receipt",
        OVERSIGHT,
        [
            inspection("2022-09-28", received_on="2022-09-21"),
            ev.ReportPublishedByCouncil("2022-11-02"),
        ],
        [],
    ),
    Case(
        "31 working days after receipt",
        OVERSIGHT,
        [
            inspection("2022-09-28", received_on="2022-09-21"),
            ev.ReportPublishedByCouncil("2022-11-03"),
        ],
        [broken(REPORT, "law")],
    ),
    Case(
        "receipt not known",
        OVERSIGHT,
        [inspection("2022-09-28"), ev.ReportPublishedByCouncil("2022-11-03")],
        [perhaps(REPORT, "law")],
    ),
    Case(
        "certainly late, but the receipt is measured",
        OVERSIGHT,
        [inspection("2022-09-28"), ev.ReportPublishedByCouncil("2023-11-03")],
        [perhaps(REPORT, "law")],
    ),
    Case(
        "an inspection outside section 136",
        OVERSIGHT,
        [
            inspection("2022-09-28", received_on="2022-09-21", framework="other"),
            ev.ReportPublishedByCouncil("2022-11-03"),
        ],
        [],
    ),
    Case(
        "answers a joint inspection only",
        OVERSIGHT,
        [
            inspection("2022-09-28", received_on="2022-09-21"),
            ev.ReportPublishedByCouncil("2022-11-03", responds_to="Joint  inspection"),
        ],
        [],
    ),
    Case(
        "answers something that has no word",
        OVERSIGHT,
        [
            inspection("2022-09-28", received_on="2022-09-21"),
            ev.ReportPublishedByCouncil("2022-11-03", responds_to="the report of September"),
        ],
        [broken(REPORT, "law")],
    ),
]
ACTION_PLAN = [
    Case(
        "70 working days after receipt",
        OVERSIGHT,
        [
            inspection("2016-12-02", framework="SIF", received_on="2016-11-25"),
            ev.ActionPlanPublished("2017-03-08"),
        ],
        [],
    ),
    Case(
        "71 working days after receipt",
        OVERSIGHT,
        [
            inspection("2016-12-02", framework="SIF", received_on="2016-11-25"),
            ev.ActionPlanPublished("2017-03-09"),
        ],
        [broken("action-plan", "law")],
    ),
    Case(
        "receipt not known",
        OVERSIGHT,
        [inspection("2016-11-25", framework="SIF"), ev.ActionPlanPublished("2017-03-08")],
        [perhaps("action-plan", "law")],
    ),
    Case(
        "in time even for the earliest receipt that was measured",
        OVERSIGHT,
        [inspection("2016-11-25", framework="SIF"), ev.ActionPlanPublished("2017-02-28")],
        [],
    ),
    Case(
        "due while the time limit was relaxed",
        OVERSIGHT,
        [inspection("2020-04-21", received_on="2020-04-14"), ev.ActionPlanPublished("2020-07-24")],
        [broken("action-plan", "practice")],
    ),
    Case(
        "a day stated in the report replaces the bound",
        OVERSIGHT,
        [
            inspection(
                "2016-12-02",
                framework="SIF",
                received_on="2016-11-25",
                deadlines=tf.Deadline("plan", due="2017-03-31", met_by="action_plan_published"),
            ),
            ev.ActionPlanPublished("2017-03-09"),
        ],
        [],
    ),
]
STATEMENT = [
    Case("70 working days", OVERSIGHT, [joint_letter(), ev.ActionPlanPublished("2019-02-20")], []),
    Case(
        "71 working days",
        OVERSIGHT,
        [joint_letter(), ev.ActionPlanPublished("2019-02-21")],
        [broken("joint-statement", "law")],
    ),
    Case(
        "receipt not known",
        OVERSIGHT,
        [joint_letter("2018-11-09", None), ev.ActionPlanPublished("2019-02-15")],
        [perhaps("joint-statement", "law")],
    ),
    Case(
        "no statement required",
        OVERSIGHT,
        [joint_letter(statement_required=False), ev.ActionPlanPublished("2019-02-21")],
        [],
    ),
    Case(
        "received on the day before the regulations came into force",
        OVERSIGHT,
        [joint_letter("2015-11-16", "2015-11-08"), ev.ActionPlanPublished("2016-03-31")],
        [],
    ),
    Case(
        "received on the day the regulations came into force",
        OVERSIGHT,
        [joint_letter("2015-11-16", "2015-11-09"), ev.ActionPlanPublished("2016-03-31")],
        [broken("joint-statement", "law")],
    ),
    Case(
        "due while the time limit was relaxed",
        OVERSIGHT,
        [joint_letter("2020-04-21", "2020-04-14"), ev.ActionPlanPublished("2020-07-24")],
        [broken("joint-statement", "practice")],
    ),
    Case(
        "a stated day is kept",
        OVERSIGHT,
        [
            joint_letter(
                deadlines=tf.Deadline("plan", due="2019-02-21", met_by="action_plan_published")
            ),
            ev.ActionPlanPublished("2019-02-21"),
        ],
        [],
    ),
    Case(
        "a stated day is missed",
        OVERSIGHT,
        [
            joint_letter(
                deadlines=tf.Deadline("plan", due="2019-02-21", met_by="action_plan_published")
            ),
            ev.ActionPlanPublished("2019-02-22"),
        ],
        [("deadline_missed", None, "law", True)],
    ),
    Case(
        "another body leads, so the council's plan is not its statement",
        OVERSIGHT,
        [
            joint_letter(principal_authority="Sandwell Children's Trust"),
            ev.ActionPlanPublished("2019-02-21"),
        ],
        [],
    ),
    Case(
        "another body leads, and the plan answers the joint inspection",
        OVERSIGHT,
        [
            joint_letter(principal_authority="Sandwell Children's Trust"),
            ev.ActionPlanPublished("2019-01-21"),
            ev.ActionPlanPublished("2019-02-21", responds_to="joint inspection"),
        ],
        [broken("joint-statement", "law")],
        duty_holder="Sandwell Children's Trust",
    ),
    Case(
        "the letter names the council itself as the body that leads",
        OVERSIGHT,
        [joint_letter(principal_authority="Sandwell"), ev.ActionPlanPublished("2019-02-21")],
        [broken("joint-statement", "law")],
        duty_holder="council",
    ),
    Case(
        "answers a visit only",
        OVERSIGHT,
        [joint_letter(), ev.ActionPlanPublished("2019-02-21", responds_to="visit")],
        [],
    ),
]
JOINT_REPORT = [
    Case(
        "30 working days",
        OVERSIGHT,
        [joint_letter(), ev.ReportPublishedByCouncil("2018-12-21")],
        [],
    ),
    Case(
        "31 working days",
        OVERSIGHT,
        [joint_letter(), ev.ReportPublishedByCouncil("2018-12-22")],
        [broken("joint-report", "law")],
    ),
    Case(
        "31 working days, and no statement required",
        OVERSIGHT,
        [joint_letter(statement_required=False), ev.ReportPublishedByCouncil("2018-12-22")],
        [broken("joint-report", "law")],
    ),
    Case(
        "receipt not known",
        OVERSIGHT,
        [joint_letter("2018-11-09", None), ev.ReportPublishedByCouncil("2018-12-21")],
        [perhaps("joint-report", "law")],
    ),
]
DRAFT_PLAN = [
    Case(
        "20 working days",
        OVERSIGHT,
        [
            ev.VisitLetterPublished("2018-08-17", received_on="2018-08-10", **LETTER),
            ev.DraftPlanShared("2018-09-10"),
        ],
        [],
    ),
    Case(
        "21 working days",
        OVERSIGHT,
        [
            ev.VisitLetterPublished("2018-08-17", received_on="2018-08-10", **LETTER),
            ev.DraftPlanShared("2018-09-11"),
        ],
        [broken("draft-plan", "practice")],
    ),
    Case(
        "kind not known",
        OVERSIGHT,
        [
            ev.VisitLetterPublished("2018-08-17", received_on="2018-08-10", priority_action=True),
            ev.DraftPlanShared("2018-09-11"),
        ],
        [broken("draft-plan", "practice")],
    ),
    Case(
        "receipt not known",
        OVERSIGHT,
        [ev.VisitLetterPublished("2018-08-17", **LETTER), ev.DraftPlanShared("2018-09-11")],
        [perhaps("draft-plan", "practice")],
    ),
    Case(
        "an assurance visit asks for no plan",
        OVERSIGHT,
        [
            ev.VisitLetterPublished(
                "2022-08-17", received_on="2022-08-10", kind="assurance", priority_action=True
            ),
            ev.DraftPlanShared("2022-12-11"),
        ],
        [],
    ),
    Case(
        "a letter that did not ask for a plan",
        OVERSIGHT,
        [
            ev.VisitLetterPublished(
                "2022-08-17", received_on="2022-08-10", plan_asked=False, **LETTER
            ),
            ev.DraftPlanShared("2022-12-11"),
        ],
        [],
    ),
    *(
        Case(
            f"a letter of {on} that says nothing of a plan",
            OVERSIGHT,
            [
                ev.VisitLetterPublished(on, received_on=on, **LETTER),
                ev.DraftPlanShared("2021-12-11"),
            ],
            expected,
        )
        for on, expected in (
            ("2019-11-30", [broken("draft-plan", "practice")]),
            ("2019-12-01", []),
            ("2021-07-31", []),
            ("2021-08-01", [broken("draft-plan", "practice")]),
            ("2021-07-31/2021-08-01", []),
        )
    ),
    Case(
        "a letter of 2020 that asked for a plan",
        OVERSIGHT,
        [
            ev.VisitLetterPublished(
                "2020-02-10", received_on="2020-02-03", plan_asked=True, **LETTER
            ),
            ev.DraftPlanShared("2021-12-11"),
        ],
        [broken("draft-plan", "practice")],
    ),
    Case(
        "received on the day before the first letter that asked for a plan",
        OVERSIGHT,
        [
            ev.VisitLetterPublished("2018-08-13", received_on="2018-08-06", **LETTER),
            ev.DraftPlanShared("2018-12-11"),
        ],
        [],
    ),
]
RECEIVED = ev.VisitLetterPublished("2022-09-28", received_on="2022-09-21", **LETTER)
PLAN_BY_MARCH = tf.Deadline("plan", due="2023-03-01", met_by="plan_submitted")
DATED_LETTER = ev.VisitLetterPublished(
    "2022-09-28", received_on="2022-09-21", deadlines=PLAN_BY_MARCH, **LETTER
)
FINAL_PLAN = [
    Case("submitted in time", OVERSIGHT, [RECEIVED, ev.PlanSubmitted("2022-12-30")], []),
    Case("published in time", OVERSIGHT, [RECEIVED, ev.ActionPlanPublished("2022-12-30")], []),
    Case(
        "submitted a day late",
        OVERSIGHT,
        [RECEIVED, ev.PlanSubmitted("2022-12-31")],
        [broken("final-plan", "inspectorate")],
    ),
    Case("published late", OVERSIGHT, [RECEIVED, ev.ActionPlanPublished("2023-03-01")], []),
    Case(
        "published late, and submitted afterwards",
        OVERSIGHT,
        [RECEIVED, ev.ActionPlanPublished("2023-03-01"), ev.PlanSubmitted("2023-03-02")],
        [],
    ),
    Case(
        "submitted in a month that is partly in time",
        OVERSIGHT,
        [RECEIVED, ev.PlanSubmitted("2022-12")],
        [perhaps("final-plan", "inspectorate")],
    ),
    Case(
        "submitted by a stated day",
        OVERSIGHT,
        [DATED_LETTER, ev.PlanSubmitted("2023-03-01")],
        [],
    ),
    Case(
        "submitted after a stated day",
        OVERSIGHT,
        [DATED_LETTER, ev.PlanSubmitted("2023-03-02")],
        [("deadline_missed", None, "inspectorate", True)],
    ),
    Case(
        "published by a stated day",
        OVERSIGHT,
        [DATED_LETTER, ev.ActionPlanPublished("2023-03-01"), ev.PlanSubmitted("2023-03-02")],
        [],
    ),
    Case(
        "published after a stated day",
        OVERSIGHT,
        [DATED_LETTER, ev.ActionPlanPublished("2023-03-02")],
        [],
    ),
    Case(
        "published after a stated day, and submitted afterwards",
        OVERSIGHT,
        [DATED_LETTER, ev.ActionPlanPublished("2023-03-02"), ev.PlanSubmitted("2023-03-03")],
        [("deadline_missed", None, "inspectorate", False)],
    ),
    Case(
        "submitted after a day stated for the publication",
        OVERSIGHT,
        [
            ev.VisitLetterPublished(
                "2022-09-28",
                received_on="2022-09-21",
                deadlines=tf.Deadline("plan", due="2023-03-01", met_by="action_plan_published"),
                **LETTER,
            ),
            ev.PlanSubmitted("2023-03-02"),
        ],
        [("deadline_missed", None, "inspectorate", True)],
    ),
]
LAG = "publication-lag"
PUBLICATION = [
    Case("54 working days", OVERSIGHT, [inspection("2022-04-07", inspected="2022-01-21")], []),
    Case(
        "55 working days",
        OVERSIGHT,
        [inspection("2022-04-08", inspected="2022-01-10/2022-01-21")],
        [broken(LAG, "practice")],
    ),
    Case(
        "in a month that is partly in time",
        OVERSIGHT,
        [inspection("2022-04", inspected="2022-01-21")],
        [perhaps(LAG, "practice")],
    ),
]


def first_and_next(first, start, **fields):
    """Return an inadequate single inspection, and the next one that starts on some day."""
    published = {"framework": "SIF", "inspected": start, **fields}
    return [
        inspection(first, judgement="inadequate", framework="SIF"),
        inspection("2018-12-31", judgement="requires improvement", **published),
    ]


AGAIN = "reinspection-18-24-months"


def started(start):
    """Return the period of an inspection that starts on some day and ends in December 2018."""
    return f"{start}/2018-12"


REINSPECTION = [
    Case("after 18 months", OVERSIGHT, first_and_next("2014-01-10", started("2015-07-10")), []),
    Case(
        "a day before 18 months",
        OVERSIGHT,
        first_and_next("2014-01-10", started("2015-07-09")),
        [broken(AGAIN, "practice")],
    ),
    Case("after 24 months", OVERSIGHT, first_and_next("2014-01-10", started("2016-01-10")), []),
    Case(
        "a day after 24 months",
        OVERSIGHT,
        first_and_next("2014-01-10", started("2016-01-11")),
        [broken(AGAIN, "practice")],
    ),
    Case(
        "in a month that is partly in time",
        OVERSIGHT,
        first_and_next("2014-01-10", started("2015-07")),
        [perhaps(AGAIN, "practice")],
    ),
    Case(
        "late, but due after the period in force",
        OVERSIGHT,
        first_and_next("2014-05-31", started("2018-11-01")),
        [],
    ),
    Case(
        "late, and due on the last day of the period in force",
        OVERSIGHT,
        first_and_next("2014-05-30", started("2018-11-01")),
        [broken(AGAIN, "practice")],
    ),
    Case(
        "early, although due after the period in force",
        OVERSIGHT,
        first_and_next("2014-12-01", started("2015-07-10")),
        [broken(AGAIN, "practice")],
    ),
    Case("start not known", OVERSIGHT, first_and_next("2014-01-10", None), []),
    Case(
        "started on the day of the report, and another late",
        OVERSIGHT,
        [
            *first_and_next("2014-01-10", started("2014-01-10")),
            inspection(
                "2018-12-31", judgement="good", framework="SIF", inspected=started("2018-11-01")
            ),
        ],
        [broken(AGAIN, "practice")],
    ),
    Case(
        "perhaps started on the day of the report, and another late",
        OVERSIGHT,
        [
            *first_and_next("2014-01-10", started("2014-01")),
            inspection(
                "2018-12-31", judgement="good", framework="SIF", inspected=started("2018-11-01")
            ),
        ],
        [],
    ),
    Case(
        "not a single inspection",
        OVERSIGHT,
        [
            inspection("2014-01-10", judgement="inadequate", framework="looked after"),
            *first_and_next("2014-01-10", started("2015-07-09"))[1:],
        ],
        [],
    ),
]

# Commissioners, the trust and the return

APPOINTED = ev.CommissionerAppointed("2017-01-10", names="A B")
REVIEW = "commissioner-report"
RATED = "rated_inadequate"
COMMISSIONER = [
    Case("reported in time", RATED, [APPOINTED, ev.CommissionerReported("2017-04-10")], []),
    Case("published in time", RATED, [APPOINTED, ev.CommissionerReportPublished("2017-04-01")], []),
    Case(
        "reported a day late",
        RATED,
        [APPOINTED, ev.CommissionerReported("2017-04-11")],
        [broken(REVIEW, "practice")],
    ),
    Case("published late", RATED, [APPOINTED, ev.CommissionerReportPublished("2017-06-01")], []),
    Case(
        "published late, and reported afterwards",
        RATED,
        [
            APPOINTED,
            ev.CommissionerReportPublished("2017-06-01"),
            ev.CommissionerReported("2017-06-02"),
        ],
        [],
    ),
    Case(
        "reported in a month that is partly in time",
        RATED,
        [APPOINTED, ev.CommissionerReported("2017-04")],
        [perhaps(REVIEW, "practice")],
    ),
    Case(
        "the appointment began no review",
        "commissioner_review",
        [APPOINTED, ev.CommissionerReported("2017-04-11")],
        [],
    ),
    Case(
        "stood down before the report",
        RATED,
        [
            APPOINTED,
            ev.CommissionerStoodDown("2017-03-01"),
            ev.CommissionerReported("2017-04-11"),
        ],
        [],
    ),
    Case(
        "another commissioner stood down",
        RATED,
        [
            APPOINTED,
            ev.CommissionerStoodDown("2017-03-01", names="C D"),
            ev.CommissionerReported("2017-04-11"),
        ],
        [broken(REVIEW, "practice")],
    ),
    Case(
        "a successor reports",
        RATED,
        [
            APPOINTED,
            ev.CommissionerSucceeded("2017-03-01", names="C D"),
            ev.CommissionerReported("2017-04-11"),
        ],
        [broken(REVIEW, "practice")],
    ),
    Case(
        "a successor stood down before the report",
        RATED,
        [
            APPOINTED,
            ev.CommissionerSucceeded("2017-02-01", names="C D"),
            ev.CommissionerStoodDown("2017-03-01", names="C D"),
            ev.CommissionerReported("2017-04-11"),
        ],
        [],
    ),
    Case(
        "intervention stepped down before the report",
        RATED,
        [
            APPOINTED,
            ev.InterventionSteppedDown("2017-03-01"),
            ev.CommissionerAppointed("2017-03-02"),
            ev.CommissionerReported("2017-04-11"),
        ],
        [remark("off_standard_route")],
    ),
    Case(
        "the only direction revoked before the report",
        RATED,
        [
            ev.DirectionIssued("2016-12-01"),
            APPOINTED,
            ev.DirectionRevoked("2017-03-01"),
            ev.CommissionerReported("2017-04-11"),
        ],
        [],
    ),
    Case(
        "a direction revoked, and another one left",
        RATED,
        [
            ev.DirectionIssued("2016-12-01"),
            APPOINTED,
            ev.DirectionIssued("2017-03-01"),
            ev.DirectionRevoked("2017-03-01"),
            ev.CommissionerReported("2017-04-11"),
        ],
        [broken(REVIEW, "practice")],
    ),
    Case(
        "a direction replaced",
        RATED,
        [
            ev.DirectionIssued("2016-12-01"),
            APPOINTED,
            ev.DirectionRevoked("2017-03-01", replaced_by=2),
            ev.CommissionerReported("2017-04-11"),
        ],
        [broken(REVIEW, "practice")],
    ),
    Case(
        "intervention ended before the report",
        RATED,
        [
            APPOINTED,
            ev.InterventionEnded("2017-03-01"),
            ev.CommissionerAppointed("2017-03-02"),
            ev.CommissionerReported("2017-06-02"),
        ],
        [remark("off_standard_route"), remark("off_standard_route")],
    ),
    Case(
        "a direction sets another day",
        RATED,
        [
            ev.DirectionIssued(
                "2017-01-10",
                deadlines=tf.Deadline("report", due="2017-06-01", met_by="commissioner_reported"),
            ),
            APPOINTED,
            ev.CommissionerReported("2017-06-01"),
        ],
        [],
    ),
]
SHADOW = "shadow_running"
INFORMED_28, INFORMED_14 = "employee-information-28", "employee-information-14"
LIVE_2018 = ev.TrustWentLive("2018-04-01")
LIVE_2014 = ev.TrustWentLive("2014-04-01")
INFORMATION_28 = [
    Case("28 days before", SHADOW, [ev.EmployeeInformationGiven("2018-03-04"), LIVE_2018], []),
    Case(
        "27 days before",
        SHADOW,
        [ev.EmployeeInformationGiven("2018-03-05"), LIVE_2018],
        [broken(INFORMED_28, "law")],
    ),
    Case(
        "28 days before, and updated",
        SHADOW,
        [
            ev.EmployeeInformationGiven("2018-03-04"),
            ev.EmployeeInformationGiven("2018-03-25"),
            LIVE_2018,
        ],
        [],
    ),
    Case(
        "27 days before, and updated",
        SHADOW,
        [
            ev.EmployeeInformationGiven("2018-03-05"),
            ev.EmployeeInformationGiven("2018-03-25"),
            LIVE_2018,
        ],
        [broken(INFORMED_28, "law")],
    ),
    Case(
        "in a month that is partly in time",
        SHADOW,
        [ev.EmployeeInformationGiven("2018-03"), LIVE_2018],
        [perhaps(INFORMED_28, "law")],
    ),
    Case(
        "a return is a transfer between public authorities",
        "trust_live",
        [ev.EmployeeInformationGiven("2018-03-05"), ev.ReturnedToCouncil("2018-03-06")],
        [],
    ),
    Case(
        "14 days before a transfer of May 2014",
        SHADOW,
        [ev.EmployeeInformationGiven("2014-04-17"), ev.TrustWentLive("2014-05-01")],
        [broken(INFORMED_28, "law")],
    ),
]
INFORMATION_14 = [
    Case("14 days before", SHADOW, [ev.EmployeeInformationGiven("2014-03-18"), LIVE_2014], []),
    Case(
        "13 days before",
        SHADOW,
        [ev.EmployeeInformationGiven("2014-03-19"), LIVE_2014],
        [broken(INFORMED_14, "law")],
    ),
    Case(
        "in a month that is partly in time",
        SHADOW,
        [ev.EmployeeInformationGiven("2014-03"), LIVE_2014],
        [perhaps(INFORMED_14, "law")],
    ),
    Case(
        "13 days before, on either side of the change",
        SHADOW,
        [ev.EmployeeInformationGiven("2014-04-25"), ev.TrustWentLive("2014-04-30/2014-05-01")],
        [perhaps(INFORMED_14, "law"), perhaps(INFORMED_28, "law")],
    ),
]
DIRECTED = ev.DirectionIssued("2016-10-06", purpose="trust")
TO_LIVE = "direction-to-live"
DIRECTION_TO_LIVE = [
    Case("9 months", "commissioner_review", [DIRECTED, ev.TrustWentLive("2017-07-06")], []),
    Case("24 months", "commissioner_review", [DIRECTED, ev.TrustWentLive("2018-10-06")], []),
    Case(
        "a day before 9 months",
        "commissioner_review",
        [DIRECTED, ev.TrustWentLive("2017-07-05")],
        [broken(TO_LIVE, "practice")],
    ),
    Case(
        "a day after 24 months",
        "commissioner_review",
        [DIRECTED, ev.TrustWentLive("2018-10-07")],
        [broken(TO_LIVE, "practice")],
    ),
    Case(
        "in a month that is partly in time",
        "commissioner_review",
        [DIRECTED, ev.TrustWentLive("2018-10")],
        [perhaps(TO_LIVE, "practice")],
    ),
    Case(
        "counted from the first direction",
        "commissioner_review",
        [DIRECTED, ev.DirectionIssued("2017-01-06", purpose="trust"), LIVE_2018],
        [],
    ),
]
DECIDED = ev.ReturnDecided("2022-07-19")
TO_RETURN = "decision-to-return"
DECISION_TO_RETURN = [
    Case("3 months", "trust_live", [DECIDED, ev.ReturnedToCouncil("2022-10-19")], []),
    Case("12 months", "trust_live", [DECIDED, ev.ReturnedToCouncil("2023-07-19")], []),
    Case(
        "a day before 3 months",
        "trust_live",
        [DECIDED, ev.ReturnedToCouncil("2022-10-18")],
        [broken(TO_RETURN, "practice")],
    ),
    Case(
        "a day after 12 months",
        "trust_live",
        [DECIDED, ev.ReturnedToCouncil("2023-07-20")],
        [broken(TO_RETURN, "practice")],
    ),
    Case(
        "in a month that is partly in time",
        "trust_live",
        [DECIDED, ev.ReturnedToCouncil("2023-07")],
        [perhaps(TO_RETURN, "practice")],
    ),
    Case(
        "a partial return leaves the clock running",
        "trust_live",
        [
            DECIDED,
            ev.ReturnedToCouncil("2022-07-20", partly=True),
            ev.ReturnedToCouncil("2023-07-20"),
        ],
        [remark("off_standard_route"), broken(TO_RETURN, "practice")],
    ),
]
AFTER_LIVE = "return-after-live"
RETURN_AFTER_LIVE = [
    Case("the next day", SHADOW, [LIVE_2018, ev.ReturnedToCouncil("2018-04-02")], []),
    Case(
        "the same day",
        SHADOW,
        [LIVE_2018, ev.ReturnedToCouncil("2018-04-01")],
        [broken(AFTER_LIVE, "logic")],
    ),
    Case(
        "the same month",
        SHADOW,
        [LIVE_2018, ev.ReturnedToCouncil("2018-04")],
        [perhaps(AFTER_LIVE, "logic")],
    ),
]
EARLY = ("out_of_order", "in-order", "logic", True)
IN_ORDER = [
    Case("the same day", OVERSIGHT, [ev.Note("2016-02-01"), ev.Note("2016-02-01")], []),
    Case("a day earlier", OVERSIGHT, [ev.Note("2016-02-01"), ev.Note("2016-01-31")], [EARLY]),
    Case("perhaps earlier", OVERSIGHT, [ev.Note("2016-02-02"), ev.Note("2016-02")], []),
    Case(
        "one misdated event",
        OVERSIGHT,
        [ev.Note("2018"), ev.Note("2016"), ev.Note("2017")],
        [EARLY],
    ),
    Case(
        "open ends",
        OVERSIGHT,
        [ev.Note("2018/.."), ev.Note("../2017"), ev.Note("2018")],
        [EARLY],
    ),
]
RULES = {
    "council-publishes-report": PUBLISHED_REPORT,
    "action-plan": ACTION_PLAN,
    "joint-statement": STATEMENT,
    "joint-report": JOINT_REPORT,
    "employee-information-14": INFORMATION_14,
    "employee-information-28": INFORMATION_28,
    "in-order": IN_ORDER,
    "return-after-live": RETURN_AFTER_LIVE,
    "draft-plan": DRAFT_PLAN,
    "final-plan": FINAL_PLAN,
    "publication-lag": PUBLICATION,
    "reinspection-18-24-months": REINSPECTION,
    "commissioner-report": COMMISSIONER,
    "direction-to-live": DIRECTION_TO_LIVE,
    "decision-to-return": DECISION_TO_RETURN,
}
"""The cases of each date rule."""

# What is not a date rule of its own

OPEN_ENDS = [
    Case(
        "an open end runs to the next event",
        SHADOW,
        [ev.EmployeeInformationGiven("2018-02/.."), ev.Note("2018-03-04"), LIVE_2018],
        [],
    ),
    Case(
        "an open end runs past an event that is open too",
        SHADOW,
        [
            ev.EmployeeInformationGiven("2018-02/.."),
            ev.Note("2018-03-01/.."),
            ev.Note("2018-03-05"),
            LIVE_2018,
        ],
        [perhaps(INFORMED_28, "law")],
    ),
    Case(
        "an open start begins with the last event",
        "commissioner_review",
        [DIRECTED, ev.Note("2017-07-06"), ev.TrustWentLive("../2018-04-01")],
        [],
    ),
    Case(
        "an open start without an earlier event has no bound",
        SHADOW,
        [ev.EmployeeInformationGiven("../2018-03-10"), LIVE_2018],
        [perhaps(INFORMED_28, "law")],
    ),
    Case(
        "the last open end has no bound",
        "commissioner_review",
        [DIRECTED, ev.TrustWentLive("2017-07-06/..")],
        [perhaps(TO_LIVE, "practice")],
    ),
    Case(
        "an open end after all bounds",
        "commissioner_review",
        [DIRECTED, ev.TrustWentLive("2019/..")],
        [broken(TO_LIVE, "practice")],
    ),
    Case(
        "no day is left, so the stated month counts",
        SHADOW,
        [ev.EmployeeInformationGiven("2018-06/.."), LIVE_2018],
        [EARLY, broken(INFORMED_28, "law")],
    ),
    Case(
        "a deadline counts from the possible days",
        OVERSIGHT,
        [
            ev.Note("2018-01/..", deadlines=tf.Deadline("a board", within="1 month")),
            ev.Note("2018-02-15"),
            ev.RequirementMet("2018-03-15", what="a board"),
        ],
        [("deadline_missed", None, "practice", False)],
    ),
]
BOARD = tf.Deadline("a board", due="2019-06-01")
BOARD_MET = ev.RequirementMet("2020-01-01", what="a board")
MISSED = ("deadline_missed", None, "direction", True)
CLOSINGS = [
    Case(
        "stepping down closes a direction",
        "commissioner_review",
        [
            ev.DirectionIssued("2019-01-01", deadlines=BOARD),
            ev.InterventionSteppedDown("2019-02-01"),
            BOARD_MET,
        ],
        [remark("off_standard_route")],
    ),
    Case(
        "stepping down leaves a notice open",
        "commissioner_review",
        [
            ev.ImprovementNoticeIssued("2019-01-01", deadlines=BOARD),
            ev.InterventionSteppedDown("2019-02-01"),
            BOARD_MET,
        ],
        [remark("off_standard_route"), ("deadline_missed", None, "practice", True)],
    ),
    Case(
        "nothing closes what was opened on the same day",
        RATED,
        [
            ev.DirectionIssued("2019-01-01", deadlines=BOARD),
            ev.InterventionEnded("2019-01-01"),
            BOARD_MET,
        ],
        [remark("off_standard_route"), MISSED],
    ),
    Case(
        "the order of listing decides within a month",
        RATED,
        [
            ev.DirectionIssued("2019-01", deadlines=BOARD),
            ev.InterventionEnded("2019-01"),
            BOARD_MET,
        ],
        [remark("off_standard_route")],
    ),
    Case(
        "a pause supersedes the planned go-live",
        "direction_issued",
        [
            ev.Note(
                "2019-01-01",
                deadlines=tf.Deadline("live", due="2019-06-01", met_by="trust_went_live"),
            ),
            ev.DirectionIssued("2019-02-01", purpose="pause"),
            ev.DirectionIssued("2019-03-01", purpose="trust"),
            ev.TrustWentLive("2020-03-01"),
        ],
        [remark("off_standard_route")],
    ),
    Case(
        "a partial return supersedes nothing",
        "trust_live",
        [
            ev.Note(
                "2019-01-01",
                deadlines=tf.Deadline("live", due="2019-06-01", met_by="trust_went_live"),
            ),
            ev.ReturnedToCouncil("2019-02-01", partly=True),
            ev.TrustWentLive("2020-03-01"),
        ],
        [remark("off_standard_route"), ("move_not_allowed", None, "logic", True)],
    ),
]
GONE = ev.AuthorityReorganised("2021-04-01", into=["North Northamptonshire", "West"])
LATER = ("after_abolition", None, "logic", True)
ABOLITION = [
    Case(
        "the next day",
        OVERSIGHT,
        [GONE, ev.ImprovementNoticeIssued("2021-04-02")],
        [LATER],
    ),
    Case("the same day", OVERSIGHT, [GONE, ev.ImprovementNoticeIssued("2021-04-01")], []),
    Case(
        "perhaps later",
        OVERSIGHT,
        [GONE, ev.ImprovementNoticeIssued("2021-04")],
        [("after_abolition", None, "logic", False)],
    ),
    Case(
        "a later report, letter and review",
        OVERSIGHT,
        [
            GONE,
            inspection("2021-05-01"),
            ev.VisitLetterPublished("2021-05-01", kind="focused"),
            ev.IndependentReviewPublished("2021-05-01"),
            ev.CommissionerReportPublished("2021-05-01"),
        ],
        [remark("after_abolition")] * 4,
    ),
    Case(
        "later notes",
        OVERSIGHT,
        [GONE, ev.Note("2021-05-01"), ev.MindedToDirect("2021-05-01", subject="SEND")],
        [],
    ),
    Case(
        "the authority goes on",
        OVERSIGHT,
        [
            ev.AuthorityReorganised("2021-04-01", into=["West", "SANDWELL "]),
            ev.ImprovementNoticeIssued("2021-04-02"),
        ],
        [],
    ),
    Case(
        "without successors",
        OVERSIGHT,
        [ev.AuthorityReorganised("2021-04-01"), ev.ImprovementNoticeIssued("2021-04-02")],
        [],
    ),
    Case(
        "a refused move gives no other finding",
        OVERSIGHT,
        [GONE, ev.TrustWentLive("2021-04-02")],
        [LATER],
    ),
    Case(
        "a refused move that is perhaps later gives its own finding only",
        OVERSIGHT,
        [GONE, ev.TrustWentLive("2021-04")],
        [("move_not_allowed", None, "logic", True)],
    ),
    Case(
        "open deadlines are superseded, and clocks lapse",
        OVERSIGHT,
        [
            ev.Note("2021-01-01", deadlines=tf.Deadline("a board", due="2021-04-02")),
            inspection("2021-01-01", received_on="2021-01-01"),
            GONE,
            ev.RequirementMet("2021-03-31/2022-04-30", what="a board"),
            ev.ActionPlanPublished("2021-03-31/2022-04-30"),
        ],
        [("after_abolition", None, "logic", False)] * 2,
    ),
]
INHERITED = [
    Case(
        "a clock that an inherited event started",
        OVERSIGHT,
        [ev.ActionPlanPublished("2019-02-21")],
        [broken("joint-statement", "law")],
        inherits=(joint_letter(),),
    ),
    Case(
        "a deadline that an inherited event set",
        OVERSIGHT,
        [BOARD_MET],
        [MISSED],
        inherits=(ev.DirectionIssued("2019-01-01", deadlines=BOARD),),
    ),
    Case(
        "an inherited direction is not missing",
        None,
        [ev.DirectionRevoked("2021-05-01")],
        [],
        inherits=(ev.DirectionIssued("2019-01-01"),),
    ),
    Case(
        "the end of the predecessor does not end the successor",
        OVERSIGHT,
        [ev.ImprovementNoticeIssued("2021-05-01")],
        [],
        inherits=(GONE,),
    ),
    Case(
        "an inherited appointment starts no clock",
        RATED,
        [ev.Note("2017-02-01"), ev.CommissionerSucceeded("2017-03-01")],
        [("move_not_allowed", None, "logic", True)],
        inherits=(APPOINTED,),
    ),
    Case(
        "an inherited open end runs to the first own event",
        OVERSIGHT,
        [ev.Note("2018-12-01"), ev.ActionPlanPublished("2019-03-15")],
        [perhaps("joint-statement", "law")],
        inherits=(joint_letter("2018-11-16/..", None),),
    ),
    Case(
        "an inherited late publication leaves a stated day in doubt",
        OVERSIGHT,
        [ev.PlanSubmitted("2023-03-03")],
        [("deadline_missed", None, "inspectorate", False)],
        inherits=(DATED_LETTER, ev.ActionPlanPublished("2023-03-02")),
    ),
    Case(
        "own events are not ordered after inherited ones",
        OVERSIGHT,
        [ev.Note("2018-01-01")],
        [],
        inherits=(joint_letter(),),
    ),
]
MEETING = ev.VisitMade("2019-01-01", kind="focused", number=1)
OTHERS = [
    Case(
        "a repeated event",
        OVERSIGHT,
        [MEETING, ev.VisitMade("2019-01-01", kind="focused", number=1, note="Again")],
        [remark("repeated_event")],
    ),
    Case(
        "repeated with a day marked as approximate",
        OVERSIGHT,
        [ev.MindedToDirect("2019-01-01~"), ev.MindedToDirect("2019-01-01")],
        [remark("repeated_event")],
    ),
    Case(
        "repeated in a month",
        OVERSIGHT,
        [ev.MindedToDirect("2019-01"), ev.MindedToDirect("2019-01")],
        [],
    ),
    Case(
        "repeated notes, and visits without a number",
        OVERSIGHT,
        [
            *[ev.Note("2019-01-01")] * 2,
            *[ev.VisitMade("2019-01-01", kind="focused")] * 2,
            *[ev.DeadlineSet("2019-01-01", what="a board", due="2020")] * 2,
            *[ev.RequirementMet("2019-01-01", what="a board")] * 2,
            *[ev.MindedToDirect("2019-01-01", subject="SEND")] * 2,
        ],
        [],
    ),
    Case(
        "other fields",
        OVERSIGHT,
        [ev.VisitMade("2019-01-01", kind="focused", number=2), MEETING],
        [],
    ),
    Case(
        "a part cleared that was never inadequate on record",
        None,
        [
            inspection(
                "2011-03-01",
                judgement="adequate",
                framework="safeguarding and looked-after",
                remit="safeguarding",
                lifts_inadequate=True,
            )
        ],
        [remark("missing_step")],
    ),
    Case(
        "a part cleared",
        None,
        [
            inspection(
                "2010-03-01",
                judgement="inadequate",
                framework="safeguarding and looked-after",
                remit="safeguarding",
            ),
            inspection(
                "2011-03-01",
                judgement="adequate",
                framework="safeguarding and looked-after",
                remit="safeguarding",
                lifts_inadequate=True,
            ),
        ],
        [],
    ),
    Case(
        "nothing to step down from",
        None,
        [ev.InterventionSteppedDown("2019-01-01")],
        [remark("missing_step"), remark("off_standard_route")],
    ),
    Case(
        "a partial return from before the record",
        "trust_live",
        [ev.ReturnedToCouncil("2019-01-01", partly=True)],
        [remark("off_standard_route")],
    ),
]
GROUPS = {
    **RULES,
    "open ends": OPEN_ENDS,
    "closings": CLOSINGS,
    "abolition": ABOLITION,
    "inherited events": INHERITED,
    "other findings": OTHERS,
}
CASES = [
    pytest.param(case, id=f"{group}: {case.name}")
    for group, cases in GROUPS.items()
    for case in cases
]


def test_every_rule_has_its_cases():
    """Each rule has a case that keeps it, one that breaks it and one that cannot be told."""
    assert {rule.id for rule in oracle.RULES} | {"in-order"} == set(RULES)
    for rule, cases in RULES.items():
        answers = {(finding[1], finding[3]) for case in cases for finding in case.expected}
        assert any(not case.expected for case in cases)
        assert (rule, True) in answers
        # What cannot be told about the order gives no finding, because events are listed in order.
        assert ((rule, False) in answers) == (rule != "in-order")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    "findings_on", [oracle.findings, lambda history: tf.check(history).findings]
)
def test_the_oracle_and_check_give_exactly_the_findings_of_a_case(findings_on, case):
    """Both were written from the law, and the cases by hand from the same law."""
    findings = findings_on(case.history)
    assert case.expected == [
        (each.code, each.rule, str(each.strength), each.certain) for each in findings
    ]
    if case.duty_holder is not None:
        assert [case.duty_holder] == [each.duty_holder for each in findings]
