"""Fields that accept the words of a list: how a word can be spelled, and what is refused."""

import json

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import dumps_csv, loads_csv


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
        (ev.DirectionIssued, {"dated": "nobdy"}, "basis of a direction's date"),
    ],
)
def test_an_unknown_word_is_refused(cls, fields, what):
    """The error has the value, what it should be, and the accepted words."""
    with pytest.raises(tf.InvalidValue) as caught:
        cls("2016", **fields)
    assert ("'nobdy'", what) == (caught.value.found, caught.value.what)
    assert len(caught.value.words) > 1


@pytest.mark.parametrize("spelling", ["voluntary trust", "voluntary_trust", "Voluntary_Trust"])
def test_an_outcome_has_one_form(spelling):
    """An outcome is read with a space or an underscore, and kept with a space."""
    event = ev.DecisionAnnounced("2016", outcome=spelling)
    assert "voluntary trust" == event.outcome
    assert "decision_announced_voluntary_trust" == event.trigger


@pytest.mark.parametrize("spelling", ["not inadequate", "not_inadequate", "Not_Inadequate"])
def test_a_judgement_has_one_form(spelling):
    """A judgement is read with a space or an underscore wherever one can be given."""
    event = ev.InspectionPublished("2016", judgement=spelling, areas={"leadership": spelling})
    assert "not inadequate" == event.judgement == event.areas["leadership"]
    assert "inspection_published_not_inadequate" == event.trigger
    assert event.meets(tf.Deadline("x", judgement=spelling))
    for setter in (
        ev.DeadlineSet("2016", what="x", due="2017", judgement=spelling),
        ev.Note("2016", deadlines=tf.Deadline("x", due="2017", judgement=spelling)),
    ):
        deadline = tf.Deadline("x", due="2017", judgement="not inadequate")
        assert (deadline,) == setter.deadlines_set
    assert tf.casebook.search(judgement=spelling) == tf.casebook.search(judgement="not inadequate")


@pytest.mark.parametrize(
    ("field", "event", "word"),
    [
        ("outcome", "decision_announced", "voluntary trust"),
        ("judgement", "inspection_published", "not inadequate"),
        ("topic", "note", "improvement board"),
    ],
)
def test_files_are_read_in_both_spellings_and_written_in_one(field, event, word):
    """JSON and the details of CSV accept an underscore for a space, and write the space."""
    for spelling in (word, word.replace(" ", "_")):
        data = {"event": event, "on": "2016", field: spelling}
        file = {"format": "trustflow/1", "authority": "Devon", "events": [data]}
        table = f"authority,event,on,details\nDevon,{event},2016,{field}={spelling}\n"
        for history in (tf.loads(json.dumps(file)), *loads_csv(table)):
            assert word == getattr(history[0], field)
            assert f'"{field}": "{word}"' in tf.dumps(history)
            assert f"{field}={word}" in dumps_csv(history)


@pytest.mark.parametrize("met_by", ["trust_wnt_live", "Trust_Went_Live", "trust went live"])
def test_a_deadline_is_met_by_a_trigger_or_refused(met_by):
    """A deadline needs an exact trigger of the process, because triggers are compared exactly."""
    with pytest.raises(tf.InvalidValue) as caught:
        ev.Note("2016", deadlines=tf.Deadline("x", due="2017", met_by=met_by))
    assert "trigger that can meet a deadline" == caught.value.what
    assert tuple(tf.TRUST_TRANSFER.triggers) == caught.value.words
    assert caught.value.accepted.startswith("Did you mean 'trust_went_live'? ")


def test_events_that_open_close_or_set_something_act_on_others():
    """A replay skips any other class when it keeps notices, directions, posts and deadlines."""
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
        ev.InterventionSteppedDown,
        ev.AuthorityReorganised,
        ev.SupportAndSupervisionStarted,
        ev.SupportAndSupervisionEnded,
    } == {cls for cls in tf.TRUST_TRANSFER.events if cls.acts_on_others is True}


@pytest.mark.parametrize("areas", [5, ["leadership"], "leadership"])
def test_areas_are_a_mapping(areas):
    """The areas of an inspection are a mapping of area to grade."""
    with pytest.raises(tf.InvalidValue) as caught:
        ev.InspectionPublished("2016", areas=areas)
    assert str(caught.value) == (
        f"Invalid areas: {areas!r}. "
        "Expected a mapping of area to grade, such as {'leadership': 'good'}."
    )
