"""Histories of the casebook with known findings: those expected, and no other."""

import pytest

import trustflow as tf

OFF_ROUTE = ("off_standard_route", None, "practice", True)
LATE_REPORT = ("date_rule", "publication-lag", "practice", True)
PERHAPS_LATE_REPORT = ("date_rule", "publication-lag", "practice", False)
LATE_COMMISSIONER = ("date_rule", "commissioner-report", "practice", True)
PERHAPS_LATE_COMMISSIONER = ("date_rule", "commissioner-report", "practice", False)
MISSED = ("deadline_missed", None, "practice", True)
MISSED_BY_CONTRACT = ("deadline_missed", None, "contract", True)
MISSING_STEP = ("missing_step", None, "practice", True)

EXPECTED = {
    "Cumberland": [
        # A successor; one inspection, 27 working days after it ended.
    ],
    "Cumbria": [
        # The decision to leave the services with the council was announced from an inadequate
        # judgement, without a commissioner.
        (6, *OFF_ROUTE),
        # The inspection is dated November 2017 and the report about January 2018: some of those
        # days are more than 54 working days apart.
        (9, *PERHAPS_LATE_REPORT),
        # The inspection is dated November 2022 and the day of the report is not known: it lies
        # before the reorganisation of April 2023.
        (10, *PERHAPS_LATE_REPORT),
    ],
    "Doncaster": [
        # A decision for a trust without a commissioner.
        (8, *OFF_ROUTE),
        # The decision of July 2013 planned the go-live for April 2014.
        (23, *MISSED),
        # The memorandum planned the go-live for 1 September 2014.
        (23, *MISSED_BY_CONTRACT),
        # An inadequate judgement while the trust is live.
        (32, *OFF_ROUTE),
        # The contract asked for at least requires improvement by April 2016; the next such
        # judgement is of January 2018.
        (37, *MISSED_BY_CONTRACT),
        # The contract asked for good by October 2017; the judgement of good is of January 2018.
        (37, *MISSED_BY_CONTRACT),
    ],
    "Kingston upon Hull": [
        # The report came 77 working days after the inspection.
        (4, *LATE_REPORT),
        # The only report of the commissioner on record is of January 2022; the appointment was in
        # March 2020.
        (13, *LATE_COMMISSIONER),
        # Intervention was stepped down from the review by a commissioner.
        (15, *OFF_ROUTE),
    ],
    "Middlesbrough": [
        # The commissioner reported after the decision to leave the services with the council.
        (11, *OFF_ROUTE),
        # The direction that was replaced in 2022 is not on record.
        (16, *MISSING_STEP),
    ],
    "North Northamptonshire": [
        # A successor; the commissioner is inherited, so no review begins here.
    ],
    "North Somerset": [
        # The report of June 2020 came 59 working days after the inspection. The letter of May 2019
        # asks for no plan, so no rule on plans starts.
        (4, *LATE_REPORT),
    ],
    "Northamptonshire": [
        # A commissioner was appointed while no inadequate judgement stood.
        (7, *OFF_ROUTE),
        # The report was with ministers by 26 April 2019, and three months end on 28 February 2019.
        (8, *PERHAPS_LATE_COMMISSIONER),
        # An inadequate judgement after the direction to move to a trust.
        (15, *OFF_ROUTE),
        # The go-live was planned for July 2020.
        (25, *MISSED),
    ],
    "Slough": [
        # A decision for a trust without a commissioner.
        (5, *OFF_ROUTE),
        # A direction to move to a trust without a commissioner; the direction appoints one.
        (6, *OFF_ROUTE),
        # The minister asked for the memorandum by 3 November 2014.
        (10, *MISSED),
        # An inadequate judgement while the trust is live. The inspection began within 24 months of
        # the earlier report, though its own report came later.
        (20, *OFF_ROUTE),
        # An inadequate judgement, by its areas, while the trust is live.
        (55, *OFF_ROUTE),
    ],
    "Solihull": [
        # A commissioner was appointed while no inadequate judgement stood. The published report
        # only shows that the commissioner had reported, so it gives nothing.
        (14, *OFF_ROUTE),
    ],
    "St Helens": [
        # The next full inspection was expected about July 2021. The letter of 2018 gives nothing:
        # no plan is on record.
        (17, *MISSED),
    ],
    "Surrey": [
        # The report of June 2015 came 138 working days after the inspection of November 2014.
        (5, *LATE_REPORT),
        # The commissioner reported after the decision to leave the services with the council.
        (14, *OFF_ROUTE),
        # That report was published.
        (15, *OFF_ROUTE),
    ],
    "Tower Hamlets": [
        # Judged inadequate after the rule on reinspections had ended.
    ],
    "Wakefield": [
        # The report of July 2025 came 76 working days after the end of the inspection.
        (21, *LATE_REPORT),
    ],
    "West Berkshire": [
        # The reinspection began within two years, and the rule lapses in any case: its due day is
        # after its period in force.
    ],
    "West Northamptonshire": [
        # As for North Northamptonshire.
    ],
    "Westmorland and Furness": [
        # A successor; the report came 48 working days after the inspection.
    ],
}
"""Each history's findings: index, code, rule, strength, and whether the finding is certain."""

LAST_STAGES = {
    "Cumberland": "routine_oversight",
    "Cumbria": "routine_oversight",
    "Doncaster": "returned_to_council",
    "Kingston upon Hull": "routine_oversight",
    "Middlesbrough": "routine_oversight",
    "North Northamptonshire": "trust_live",
    "North Somerset": "routine_oversight",
    "Northamptonshire": "trust_live",
    "Slough": "trust_live",
    "Solihull": "routine_oversight",
    "St Helens": "routine_oversight",
    "Surrey": "routine_oversight",
    "Tower Hamlets": "routine_oversight",
    "Wakefield": "routine_oversight",
    "West Berkshire": "routine_oversight",
    "West Northamptonshire": "trust_live",
    "Westmorland and Furness": "routine_oversight",
}


def test_every_history_is_expected():
    """Each history has a line in both tables."""
    assert set(EXPECTED) == set(LAST_STAGES)


@pytest.mark.parametrize("authority", EXPECTED)
def test_findings(authority):
    """A history has the expected findings, and no other."""
    found = [
        (finding.index, finding.code, finding.rule, finding.strength, finding.certain)
        for finding in tf.check(tf.casebook.load(authority)).findings
    ]
    assert EXPECTED[authority] == found


@pytest.mark.parametrize(("authority", "stage"), LAST_STAGES.items())
def test_last_stage(authority, stage):
    """A history ends in the expected stage."""
    assert stage == tf.check(tf.casebook.load(authority)).stage


@pytest.mark.parametrize(
    "authority",
    ["Cumberland", "North Northamptonshire", "West Northamptonshire", "Westmorland and Furness"],
)
def test_successors(authority):
    """A successor begins in the last stage of its predecessor and inherits events of it."""
    history = tf.casebook.load(authority)
    predecessor = tf.casebook.load(history.succeeds)
    assert authority in predecessor[-1].into
    assert history.begins_in == tf.check(predecessor).stage
    assert history.inherits
    assert all(event in predecessor.events for event in history.inherits)
