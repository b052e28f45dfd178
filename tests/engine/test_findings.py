"""What is said of one event: in full words, in order, and with how sure its sources are."""

import trustflow as tf
from trustflow import events as ev

LOW = tf.Source("A blog", confidence="low")
HIGH = tf.Source("Ofsted", confidence="high")


def found_in(*events, begins_in="commissioner_review"):
    """The findings on the last of some events."""
    report = tf.check(tf.History("Devon", events, begins_in=begins_in))
    return [each for each in report.findings if each.index == len(events) - 1]


def test_all_that_is_to_be_said_of_an_event_is_said_in_order():
    """Its place first, then what it says of itself, or the step that is missing before it."""
    note = ev.Note("2016-01-10")
    published = ev.InspectionPublished(
        "2016-01-02", judgement="adequate", inspected="2016-01-03", framework="SIF"
    )
    own = ["inspected_after_published", "bad_judgement"]
    assert ["out_of_order", *own] == [each.code for each in found_in(note, published)]
    rated = ev.InspectionPublished("2016-02-01", judgement="inadequate", framework="SIF")
    lifted = ev.ImprovementNoticeLifted("2016-01-02")
    told = [each.code for each in found_in(rated, lifted, begins_in=None)]
    assert ["out_of_order", "missing_step"] == told[:2]


def test_what_rests_on_two_events_is_as_sure_as_the_weaker():
    """A deadline missed, on who set it; an order, on the event alone."""
    setter = ev.DeadlineSet("2016-01-01", what="a plan", due="2016-02-01", sources=HIGH)
    met = ev.RequirementMet("2016-03-01", what="a plan", sources=LOW)
    (missed,) = (each for each in found_in(setter, met) if each.code == "deadline_missed")
    assert tf.Confidence.LOW is missed.confidence
    (late,) = found_in(ev.Note("2016-02-01", sources=HIGH), ev.Note("2016-01-01", sources=LOW))
    assert ("out_of_order", tf.Confidence.LOW) == (late.code, late.confidence)
