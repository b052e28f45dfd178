"""Ofsted's published inspection reports: the process accepts all of them."""

import pytest

import trustflow as tf
from tests.ofsted_reports import ofsted_histories

REINSPECTION = "reinspection-18-24-months"


@pytest.fixture(scope="module")
def reports():
    """Return the report of each authority's history."""
    return [tf.check(history) for history in ofsted_histories()]


def test_every_report_is_there():
    """The record has 492 reports on 153 authorities, each history in the order of its days."""
    histories = ofsted_histories()
    assert 153 == len(histories) == len({history.authority for history in histories})
    assert 492 == sum(map(len, histories))
    for history in histories:
        days = [event.on.first for event in history]
        assert sorted(set(days)) == days


def test_no_finding_is_an_error(reports):
    """No report is impossible: none has a finding of the strength logic, certain or not."""
    findings = [finding for report in reports for finding in report.findings]
    assert [] == [finding for finding in findings if finding.strength is tf.Strength.LOGIC]


def test_late_reinspections(reports):
    """Two reinspections began later than usual; no other one certainly or possibly did."""
    late = {
        (report.history.authority, str(report.history[finding.index - 1].on), finding.certain)
        for report in reports
        for finding in report.findings
        if finding.rule == REINSPECTION and not finding.early
    }
    expected = {("Birmingham", "2014-05-23", True), ("Coventry", "2014-03-21", True)}
    assert expected == late
