"""The sentences of findings and refusals."""

import re
from pathlib import Path

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow.casebook import histories
from trustflow.history import NamedEvent

GOLDEN = Path(__file__).parents[1] / "golden" / "messages.txt"
RECEIVED = ev.InspectionPublished("2016-11-25", judgement="inadequate", received_on="2016-11-25")
RECEIVED_IN_A_MONTH = ev.InspectionPublished(
    "2016-11-25", judgement="inadequate", received_on="2016-11"
)
NOT_RECEIVED = ev.InspectionPublished("2016-11-25", judgement="inadequate", framework="SIF")
RELAXED = ev.InspectionPublished("2020-02-04", judgement="inadequate", received_on="2020-02-04")
SIF = ev.InspectionPublished("2014-01-31", judgement="inadequate", framework="SIF")
INFORMED = ev.EmployeeInformationGiven("2018-03-04")
DIRECTION = ev.DirectionIssued("2016-10-06", purpose="trust")
PLANS = ev.DirectionIssued("2016-10-06", deadlines=tf.Deadline("plans", due="2016-11"))
POLICY = ev.DeadlineSet("2016-10-06", what="a review", due="2016-11-01", set_by="policy")
REVIEWED = ev.RequirementMet("2016-12-01", what="a review")

SAID = {
    "late, law": (RECEIVED, ev.ActionPlanPublished("2017-03-10")),
    "late, law, at least": (RECEIVED_IN_A_MONTH, ev.ActionPlanPublished("2017-03-14")),
    "late, law, possibly": (NOT_RECEIVED, ev.ActionPlanPublished("2017-03-10")),
    "late, law, relaxed": (RELAXED, ev.ActionPlanPublished("2020-06-01")),
    "late, inspectorate": (SIF, ev.InspectionPublished("2016-02-01", judgement="inadequate")),
    "late, policy": (
        ev.CommissionerAppointed("2016-07-01"),
        ev.CommissionerReported("2016-12-01"),
    ),
    "late, policy, possibly": (
        ev.CommissionerAppointed("2016-07"),
        ev.CommissionerReported("2016-10"),
    ),
    "late, practice": (DIRECTION, ev.TrustWentLive("2019-04-01")),
    "early, law": (DIRECTION, INFORMED, ev.TrustWentLive("2018-03-31")),
    "early, practice": (DIRECTION, ev.TrustWentLive("2017-04-01")),
    "early, practice, possibly": (DIRECTION, ev.TrustWentLive("2017-07")),
    "deadline missed": (PLANS, ev.RequirementMet("2016-12", what="plans")),
    "deadline missed, possibly": (PLANS, ev.RequirementMet("2016-11", what="plans")),
    "deadline missed, policy": (POLICY, REVIEWED),
    "out of order": (ev.Note("2018-04-01"), ev.Note("2018-03-31")),
    "not allowed": (ev.ShadowStarted("2016-07"),),
    "not an event": (NamedEvent("2016", what="launched"),),
    "no beginning": (ev.ImprovementNoticeLifted("2018-07"),),
    "nobody asked": (ev.RequirementMet("2018-07", what="nothing"),),
    "off the route": (ev.CommissionerAppointed("2016-07-01"),),
}


def findings(*events):
    """Return every finding on some events, in a case under review or from the start."""
    return tf.check(tf.History("Sandwell", events)).findings


def test_the_sentences_are_those_reviewed(holds):
    """Each kind of finding, certain and possible, with its label and sentences."""
    lines = []
    for title, events in SAID.items():
        lines += [f"# {title}", *map(str, findings(*events)), ""]
    holds(GOLDEN, "\n".join(lines))


def test_a_law_finding_does_not_say_that_the_law_was_broken():
    """It gives the lateness on the dates held here, and says what it does not claim."""
    (finding,) = findings(RECEIVED, ev.ActionPlanPublished("2017-03-10"))
    assert finding.message.startswith(
        '"Action plan published" (10 March 2017) is 2 working days late under action-plan, '
        "on the dates held here: due by 8 March 2017"
    )
    assert (
        "Dates may be incomplete or taken from the press. "
        "This is not a finding that the council broke the law."
    ) in finding.message


def test_a_law_finding_names_its_duty_holder():
    """The employer, not the council, gives employee information."""
    (finding,) = (each for each in findings(*SAID["early, law"]) if each.strength == "law")
    assert "This is not a finding that the employer broke the law." in finding.message


def test_a_finding_names_who_had_to_act():
    """Ofsted's lateness is never shown as the council's."""
    (finding,) = (each for each in findings(*SAID["late, inspectorate"]) if each.rule)
    assert "Ofsted" == finding.duty_holder
    assert "Duty holder: Ofsted." in finding.message


@pytest.mark.parametrize("history", histories(), ids=lambda history: history.authority)
def test_the_outcome_comes_first(history):
    """Every finding of the casebook gives its outcome in a first sentence of 30 words at most."""
    for finding in tf.check(history).findings:
        first = re.split(r"\.(?: |$|\n)", finding.message)[0]
        assert len(first.split()) <= 30, first
        assert finding.message.startswith('"')


@pytest.mark.parametrize(
    ("strength", "certain", "expected"),
    [
        ("logic", True, "Error (logic): It came."),
        ("law", True, "Late, on the dates held here (law): It came."),
        ("law", False, "Possibly late (law): It came."),
        ("policy", True, "Departure (policy): It came."),
        ("practice", True, "Remark (practice): It came."),
        ("practice", False, "Possible remark (practice): It came."),
    ],
)
def test_a_finding_as_text(strength, certain, expected):
    """It starts with its severity and strength, and says if it is only possible."""
    finding = tf.Finding("x", tf.Strength(strength), certain=certain, index=0, message="It came.")
    assert expected == str(finding)


def test_an_early_event_is_not_called_late():
    """A go-live too soon after the employee information is too early."""
    (finding,) = (each for each in findings(*SAID["early, law"]) if each.strength == "law")
    assert "Too early, on the dates held here (law)" == finding.label
    assert "is 1 day too early under employee-information-28" in finding.message
