"""The words of a list that an event's fields take: any other is refused as what it was to be."""

import pytest

import trustflow as tf
from trustflow import events as ev


@pytest.mark.parametrize(
    ("cls", "fields", "what"),
    [
        (ev.Note, {"acted_by": "nobdy"}, "actor"),
        (ev.Note, {"topic": "nobdy"}, "topic"),
        (ev.AgencyRegistered, {"kind": "nobdy"}, "kind of agency"),
        (ev.InspectionPublished, {"framework": "nobdy"}, "framework"),
        (ev.InspectionPublished, {"judgement": "nobdy"}, "judgement"),
        (ev.VisitMade, {"kind": "nobdy"}, "kind of visit"),
        (ev.CommissionerAppointed, {"remit": "nobdy"}, "remit"),
        (ev.DecisionAnnounced, {"outcome": "nobdy"}, "outcome"),
        (ev.DirectionIssued, {"purpose": "nobdy"}, "purpose"),
        (ev.DecisionAnnounced, {"outcome": "trust", "status": "nobdy"}, "status"),
        (ev.DirectionIssued, {"dated": "nobdy"}, "way of dating a direction"),
    ],
)
def test_any_other_word_is_refused_by_its_field(cls, fields, what):
    """With the words that are accepted."""
    with pytest.raises(tf.InvalidValue) as caught:
        cls("2016", **fields)
    assert ("'nobdy'", what) == (caught.value.found, caught.value.what)
    assert len(caught.value.words) > 1


def test_a_deadline_is_met_by_a_trigger_or_nothing():
    """The trigger is one of the process."""
    with pytest.raises(tf.InvalidValue) as caught:
        ev.Note("2016", deadlines=tf.Deadline("x", met_by="trust_wnt_live"))
    assert "trigger that can meet a deadline" == caught.value.what
    assert "did you mean 'trust_went_live'" in str(caught.value)


def test_the_events_that_act_on_others_are_those_that_open_close_or_set_something():
    """Any other is passed over where notices, directions, posts and deadlines are kept."""
    assert {
        ev.ImprovementNoticeIssued,
        ev.ImprovementNoticeLifted,
        ev.CommissionerAppointed,
        ev.CommissionerSucceeded,
        ev.CommissionerStoodDown,
        ev.DirectionIssued,
        ev.DirectionRevoked,
        ev.DeadlineSet,
        ev.InterventionEnded,
        ev.SupportAndSupervisionStarted,
        ev.SupportAndSupervisionEnded,
    } == {cls for cls in tf.TRUST_TRANSFER.events if cls.acts_on_others is True}


@pytest.mark.parametrize("areas", [5, ["leadership"], "leadership"])
def test_areas_are_a_mapping(areas):
    """Of each area to its grade."""
    with pytest.raises(tf.InvalidValue) as caught:
        ev.InspectionPublished("2016", areas=areas)
    assert (repr(areas), "areas", "a mapping of area to grade is needed") == (
        caught.value.found,
        caught.value.what,
        caught.value.accepted,
    )
