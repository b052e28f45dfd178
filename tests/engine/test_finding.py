"""A finding as a value, as plain data and as text."""

import pickle

from attrs import evolve

import trustflow as tf
from tests.engine.samples import ARTICLE, LETTER, RECEIVED, history_of
from trustflow import events as ev


def test_a_finding_as_plain_data_has_every_field():
    """The command prints this plain data as JSON."""
    late = ev.ActionPlanPublished("2017-03-10", sources=ARTICLE)
    (finding,) = tf.check(history_of(evolve(RECEIVED, sources=ARTICLE), late)).findings
    assert {
        "code": "date_rule",
        "strength": "law",
        "severity": "breach",
        "certain": True,
        "index": 1,
        "rule": "action-plan",
        "duty_holder": "council",
        "message": finding.message,
        "citation": {
            "text": "SI 2007/462 reg 3; Education and Inspections Act 2006 s.137(3)-(4)",
            "url": "https://www.legislation.gov.uk/ukpga/2006/40/section/137",
        },
        "confidence": "high",
    } == finding.to_dict()


def test_a_field_that_a_finding_does_not_have_is_null():
    """The plain data have every key all the same."""
    (finding,) = tf.check(history_of(ev.ImprovementNoticeLifted("2018"))).findings
    data = finding.to_dict()
    assert (None, None, None, None) == (
        data["rule"],
        data["duty_holder"],
        data["citation"],
        data["confidence"],
    )


def test_a_finding_is_a_value():
    """A finding equals one with the same content, can be pickled, and prints its fields."""
    years = ("2019", "2019", "2020")
    (finding,), (again,), (other,) = (
        tf.check(history_of(LETTER, ev.DraftPlanShared(year))).findings for year in years
    )
    assert finding == again == pickle.loads(pickle.dumps(finding))  # noqa: S301 - our own pickle
    assert hash(finding) == hash(again)
    assert finding != other
    assert repr(finding).startswith("Finding(code='date_rule', strength=<Strength.PRACTICE")
    assert f"message={finding.message!r}" in repr(finding)
