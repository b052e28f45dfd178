"""The kinds of event for which a record of the trust transfer is checked."""

import pytest

from trustflow.trust_transfer import TRUST_TRANSFER, Stage
from trustflow.trust_transfer.triggers import TRIGGERS

KINDS = {
    "inspections": ("inspection_published_inadequate", "inspection_published_part_cleared"),
    "focused visits": ("visit_made_focused", "visit_letter_published_priority_action"),
    "joint inspections": ("visit_made_jtai", "visit_letter_published_jtai_statement"),
    "monitoring": ("visit_made_monitoring", "visit_letter_published_assurance"),
    "intervention": ("direction_issued_trust", "commissioner_reported", "adviser_reported"),
    "delivery": ("trust_went_live", "partnership_started", "returned_to_council_partly"),
    "plans": ("report_published_by_council", "plan_submitted"),
}
"""Each kind in the order of the domain, with some of its triggers."""
LEADING_OUT = {
    Stage.ROUTINE_OVERSIGHT: ("inspections", "intervention", "delivery"),
    Stage.RATED_INADEQUATE: ("inspections", "intervention", "delivery"),
    Stage.DIRECTION_ISSUED: ("intervention", "delivery"),
    Stage.TRUST_LIVE: ("intervention", "delivery"),
    Stage.RETURNED_TO_COUNCIL: ("inspections", "intervention", "delivery"),
}
"""The kinds of the events that lead out of some stages, by a move of any mark."""


def test_the_kinds_are_those_of_the_domain():
    """Each kind has these triggers among others."""
    kinds = TRUST_TRANSFER.record_kinds
    assert list(KINDS) == list(kinds) == list(TRUST_TRANSFER.kinds)
    for kind, triggers in KINDS.items():
        assert set(triggers) <= set(kinds[kind])


def test_notes_deadlines_and_reorganisations_have_no_kind():
    """Nobody can look for all of them."""
    assert {
        "note",
        "deadline_set",
        "requirement_met",
        "authority_reorganised",
        "other_subject",
    } == set(TRIGGERS) - set(TRUST_TRANSFER.kind_of)


def test_every_trigger_of_a_class_of_visits_is_of_the_kind_of_the_visit():
    """Only a letter with priority action is of the kind of focused visits, whatever it is about."""
    for trigger, kind in TRUST_TRANSFER.kind_of.items():
        words = {
            "jtai": "joint inspections",
            "focused": "focused visits",
            "priority": "focused visits",
        }
        for word, expected in words.items():
            if word in trigger:
                assert expected == kind
        if "monitoring" in trigger or "assurance" in trigger:
            assert "monitoring" == kind


@pytest.mark.parametrize(("stage", "kinds"), LEADING_OUT.items())
def test_the_kinds_that_lead_out_of_a_stage(stage, kinds):
    """A stage is certain only while these kinds are checked."""
    assert kinds == TRUST_TRANSFER.kinds_out_of[stage]
