"""Strengths of rules and the severity of breaking them."""

import pytest

from trustflow.history import Severity, Strength


def test_severities_are_ranked():
    """An error is the gravest, then a breach, a departure and a remark."""
    ranked = sorted(Severity, key=lambda severity: severity.rank)

    assert [1, 2, 3, 4] == [severity.rank for severity in ranked]
    assert ["remark", "departure", "breach", "error"] == ranked


@pytest.mark.parametrize(
    ("strength", "severity"),
    [
        ("logic", "error"),
        ("law", "breach"),
        ("inspectorate", "departure"),
        ("policy", "departure"),
        ("direction", "departure"),
        ("contract", "departure"),
        ("practice", "remark"),
    ],
)
def test_the_severity_follows_from_the_strength(strength, severity):
    """Who makes a rule decides how grave it is to break it."""
    assert severity == Strength(strength).severity


def test_there_are_seven_strengths():
    """A new strength needs a severity, a wording and a test."""
    assert 7 == len(Strength)


def test_no_label_says_breach():
    """A breach is labelled as late on the dates held here, and claims no more."""
    labels = {severity: severity.label for severity in Severity}
    assert "late, on the dates held here" == labels.pop(Severity.BREACH)
    assert all(severity == label for severity, label in labels.items())
