"""A live case of an authority that a reorganisation abolished."""

import pytest

import trustflow as tf
from tests.case.samples import directed_case
from trustflow import events as ev

GONE = ev.AuthorityReorganised("2021-04-01", into=["North Town", "West Town"])


def abolished_case():
    """Return a case under direction whose authority was abolished."""
    case = directed_case()
    case.record(ev.InspectionPublished("2021-01-04", judgement="good", received_on="2021-01-04"))
    case.record(ev.Note("2021-03-01", deadlines=tf.Deadline("a board", due="2021-06-01")))
    assert () == case.record(GONE)
    return case


def test_a_later_event_is_refused_and_belongs_to_the_successors():
    """The refusal is that of no move and no rule; the case does not change."""
    case = abolished_case()
    before = case.stage, case.history, case.findings
    with pytest.raises(tf.DateRuleBroken) as caught:
        case.record(ev.TrustWentLive("2021-04-02"))
    assert (
        '"Trust went live" (2 April 2021) came after the authority was abolished: 1 April 2021. '
        "Record it in the history of its successor: North Town or West Town."
    ) == str(caught.value)
    assert ("after_abolition", None, None) == (
        caught.value.finding.code,
        caught.value.rule,
        caught.value.citation,
    )
    assert before == (case.stage, case.history, case.findings)


@pytest.mark.parametrize("on", ["2021-04-01", "2021-04", "2021-03-31/2021-04-30", "2021-04-01~"])
def test_an_event_that_can_be_of_the_day_acts_as_usual(on):
    """The day itself is not after; if only some days are, the finding is not certain."""
    case = abolished_case()
    findings = case.record(ev.TrustWentLive(on))
    assert "trust_live" == case.stage
    certain = [each.certain for each in findings if each.code == "after_abolition"]
    assert ([] if on.startswith("2021-04-01") else [False]) == certain


@pytest.mark.parametrize(
    "event",
    [
        ev.InspectionPublished("2021-05-01", judgement="inadequate", framework="SIF"),
        ev.VisitLetterPublished("2021-05-01", kind="jtai", statement_required=True),
        ev.CommissionerReportPublished("2021-05-01"),
        ev.IndependentReviewPublished("2021-05-01"),
    ],
)
def test_what_others_publish_later_is_a_remark_and_does_nothing(event):
    """It moves no stage, starts and ends no clock, and gives no other finding."""
    case = abolished_case()
    (finding,) = case.record(event)
    assert ("after_abolition", "practice", True) == (
        finding.code,
        finding.strength,
        finding.certain,
    )
    assert "direction_issued" == case.stage
    before = abolished_case().deadlines("2021-06-02", everything=True)
    assert before == case.deadlines("2021-06-02", everything=True)
    assert [finding] == [each for each in case.findings if each.index == len(case) - 1]


def test_notes_and_other_subjects_give_no_finding():
    """They can be made at any time."""
    case = abolished_case()
    assert () == case.record(ev.Note("2021-05-01"))
    assert () == case.record(ev.MindedToDirect("2021-05-01", subject="SEND"))


def test_nothing_can_happen_next():
    """There is no option on any later day; on the day itself there are options."""
    case = abolished_case()
    assert () == case.what_next("2021-04-02")
    assert () == case.what_next()
    assert {option.trigger for option in case.what_next("2021-04-01") if option.allowed}


def test_everything_that_is_open_ends():
    """Directions and posts close, clocks lapse, and what is not yet due is superseded."""
    case = abolished_case()
    assert 2 == len(directed_case().report().replay.opened)
    assert () == case.report().replay.opened
    statuses = {
        due.rule or due.what: str(due.status)
        for due in case.deadlines("2021-04-02", everything=True)
    }
    # Due 30 working days after its receipt, on 15 February 2021, which is past.
    assert "not recorded" == statuses["council-publishes-report"]
    assert "superseded" == statuses["action-plan"]
    assert "superseded" == statuses["a board"]


def test_the_first_abolition_counts():
    """A second one is an event after it."""
    case = abolished_case()
    with pytest.raises(tf.DateRuleBroken, match="1 April 2021"):
        case.record(ev.AuthorityReorganised("2022-04-01", into="South Town"))


@pytest.mark.parametrize("into", [(), ["Sandwell", "West Town"], " SANDWELL"])
def test_an_authority_that_goes_on_is_not_abolished(into):
    """Without successors, or if it is one of them, nothing closes."""
    case = directed_case()
    case.record(ev.AuthorityReorganised("2021-04-01", into=into))
    assert () == case.record(ev.TrustWentLive("2021-04-02"))[1:]
    assert "trust_live" == case.stage


def test_a_successor_inherits_an_abolition_that_abolishes_it_not():
    """The predecessor's end is among the events that bind, and acts on nothing here."""
    case = tf.Case(
        "North Town",
        begins_in="direction_issued",
        succeeds="Sandwell",
        inherits=[ev.DirectionIssued("2020-01-01", purpose="trust", number=1), GONE],
    )
    assert [] == [each.code for each in case.record(ev.DirectionRevoked("2021-06-01", direction=1))]
    assert () == case.report().replay.opened
