"""Findings on one event: their order and confidence, and what is wrong with it."""

import pytest
from attrs import evolve
from hypothesis import given

import trustflow as tf
from tests.engine.samples import (
    ARTICLE,
    RECEIVED,
    RUMOUR,
    broken_rules,
    findings_of,
    history_of,
    inspection,
)
from tests.examples import HALF
from trustflow import events as ev
from trustflow.testing import faulty_histories

# Several findings on one event


def findings_on_last(*events, begins_in="commissioner_review"):
    """Return the findings on the last of some events."""
    report = tf.check(history_of(*events, begins_in=begins_in))
    return [finding for finding in report.findings if finding.index == len(events) - 1]


def test_several_findings_on_one_event_have_a_fixed_order():
    """The order of events comes first, then the event by itself, or the missing beginning."""
    note = ev.Note("2016-01-10")
    published = ev.InspectionPublished(
        "2016-01-02", judgement="adequate", inspected="2016-01-03", framework="SIF"
    )
    expected = ["out_of_order", "inspected_after_published", "bad_judgement"]
    assert expected == [finding.code for finding in findings_on_last(note, published)]
    rated = ev.InspectionPublished("2016-02-01", judgement="inadequate", framework="SIF")
    lifted = ev.ImprovementNoticeLifted("2016-01-02")
    codes = [finding.code for finding in findings_on_last(rated, lifted, begins_in=None)]
    assert ["out_of_order", "missing_step"] == codes[:2]


# Confidence


def test_a_finding_on_two_events_has_the_lower_confidence():
    """A missed deadline rests on its setter too; the order rests on the event alone."""
    low = tf.Source("A blog", confidence="low")
    high = tf.Source("Ofsted", confidence="high")
    setter = ev.DeadlineSet("2016-01-01", what="a plan", due="2016-02-01", sources=high)
    met = ev.RequirementMet("2016-03-01", what="a plan", sources=low)
    (missed,) = (
        finding for finding in findings_on_last(setter, met) if finding.code == "deadline_missed"
    )
    assert tf.Confidence.LOW is missed.confidence
    later, earlier = ev.Note("2016-02-01", sources=high), ev.Note("2016-01-01", sources=low)
    (disorder,) = findings_on_last(later, earlier)
    assert ("out_of_order", tf.Confidence.LOW) == (disorder.code, disorder.confidence)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ([ARTICLE], [ARTICLE], "high"),
        ([RUMOUR], [ARTICLE], "low"),
        ([ARTICLE], [RUMOUR], "low"),
        ([], [ARTICLE], None),
    ],
)
def test_a_finding_has_the_confidence_of_its_weakest_event(start, end, expected):
    """A finding that rests on an event without a source has no confidence."""
    events = (evolve(RECEIVED, sources=start), ev.ActionPlanPublished("2018", sources=end))
    (finding,) = tf.check(history_of(*events)).findings
    assert expected == finding.confidence


@HALF
@given(faulty_histories(codes=["date_rule"], inherits=False))
def test_a_finding_under_a_rule_rests_on_its_start_too(drawn):
    """If only the event with the finding has a source, the finding has no confidence."""
    history, fault = drawn
    events = [
        evolve(event, sources=[ARTICLE] if index == fault.index else [])
        for index, event in enumerate(history)
    ]
    found = [
        finding.confidence
        for finding in tf.check(evolve(history, events=events)).findings
        if (finding.index, finding.rule) == (fault.index, fault.rule)
    ]
    is_on_one_event = tf.TRUST_TRANSFER.rule(fault.rule).same_event
    assert [ARTICLE.confidence if is_on_one_event else None] == found


# What is wrong with one event


@pytest.mark.parametrize(
    ("on", "inspected", "expected"),
    [
        ("2016-03-01", "2016-01-11/2016-02-05", []),
        ("2016-02-05", "2016-01-11/2016-02-05", []),
        (
            "2016-02-04",
            "2016-01-11/2016-02-05",
            [("inspected_after_published", 0, None, "logic", True)],
        ),
        ("2016-02", "2016-01-11/2016-02-05", []),
        (
            "2016-02-04",
            ["2016-01-11/2016-02-03", "2016-02-05"],
            [("inspected_after_published", 0, None, "logic", True)],
        ),
    ],
)
def test_an_inspection_does_not_end_after_its_report(on, inspected, expected):
    """An end on the day of the report, or possibly before it, gives no finding."""
    assert expected == findings_of(inspection(on, inspected=inspected))


def test_a_publication_over_54_working_days_after_the_end_is_a_remark():
    """The days count from the end of the last period, for inspections under the rule."""
    ended = ["2016-01-11/2016-01-15", "2016-02-01/2016-02-05"]
    remark = [("publication-lag", "practice", True)]
    assert [] == broken_rules(inspection("2016-04-25", inspected=ended))
    assert remark == broken_rules(inspection("2016-04-26", inspected=ended))
    assert [] == broken_rules(inspection("2016-04-26", inspected=ended, framework="other"))
    assert [] == broken_rules(inspection("2013-12-31", inspected="2013-08-01"))


@pytest.mark.parametrize(
    ("event", "strengths"),
    [
        (inspection("2013-12-01", "adequate", inspected="2013-10-31"), []),
        (inspection("2013-12-01", "adequate", inspected="2013-11-01"), ["logic"]),
        (inspection("2013-12-01", "requires improvement", inspected="2013-10-31"), ["logic"]),
        (inspection("2013-12-01", "requires improvement", inspected="2013-11-01"), []),
        (inspection("2013-12-01", "adequate", inspected="2013-10-31/2013-11-15"), []),
        (inspection("2013-12-01", "adequate", inspected="2013"), []),
        (inspection("2013-12-01", "requires improvement to be good"), []),
        (inspection("2014-01-21", "adequate"), []),
        (inspection("2014-01-22", "adequate"), ["logic"]),
        (inspection("2013-10-31", "requires improvement"), ["logic"]),
        (inspection("2013-10", areas={"leadership": "requires improvement"}), ["logic"]),
        (inspection("2026-06-15", "good", inspected="2026-03-31"), []),
        (inspection("2026-06-15", "good", inspected="2026-04-01"), ["practice"]),
        (ev.InspectionPublished("2026-03-01", areas={"leadership": "good"}), ["practice"]),
        (
            ev.InspectionPublished(
                "2026-06-15", areas={"leadership": "good"}, inspected="2026-04-01"
            ),
            [],
        ),
        (ev.InspectionPublished("2013-10-31", areas={"leadership": "good"}), []),
        (ev.InspectionPublished("2016-03-01", areas={"leadership": "good"}, framework="other"), []),
        (
            ev.InspectionPublished("2016-03-01", areas={"leadership": "good"}, remit="leadership"),
            [],
        ),
        (inspection("2016-01-01", "adequate", subject="SEND"), []),
    ],
)
def test_a_judgement_must_be_in_the_words_of_its_day(event, strengths):
    """The day on which the inspection started decides; nothing if any possible day fits."""
    assert [("bad_judgement", 0, None, strength, True) for strength in strengths] == findings_of(
        event
    )
