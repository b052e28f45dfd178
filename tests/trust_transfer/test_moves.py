"""The moves of the trust transfer, cell by cell, against the table of the domain as data."""

import csv
from pathlib import Path

import pytest
from hypothesis import example, given

from tests.examples import at_most
from trustflow import events as ev
from trustflow.casebook import names
from trustflow.history import History
from trustflow.process import Mark
from trustflow.testing import histories
from trustflow.trust_transfer import TRUST_TRANSFER, Stage
from trustflow.trust_transfer.triggers import TRIGGERS

with (Path(__file__).parents[1] / "data" / "moves.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
TABLE = {(row["trigger"], row["stage"]): row for row in ROWS}
LABELS = {
    "routine_oversight": "Not on the road to a trust",
    "rated_inadequate": "Rated inadequate",
    "commissioner_review": "Commissioner review",
    "direction_issued": "Direction issued: move to a trust",
    "voluntary_transfer": "Voluntary transfer agreed",
    "shadow_running": "Trust in shadow",
    "setup_paused": "Set-up paused",
    "trust_live": "Trust live",
    "externally_led": "Led from outside",
    "retained_by_council": "Retained by the council",
    "returned_to_council": "Returned to the council",
}


CONTRADICTED = {
    # The commissioner came between the judgement and the decision to retain, of 2022; the successor
    # was in post before the better grade.
    ("commissioner_appointed", "retained_by_council"): {("North East Lincolnshire", "2022-01")},
    ("commissioner_appointed", "routine_oversight"): {("North East Lincolnshire", "../2025-09-04")},
    ("decision_announced_retain", "rated_inadequate"): {("North East Lincolnshire", "2022")},
    # The report was published in the review, before the decision or the direction.
    ("commissioner_report_published", "direction_issued"): {("West Sussex", "2019-12-17")},
    ("commissioner_report_published", "retained_by_council"): {
        ("Herefordshire", "2023-03-01"),
        ("Stoke-on-Trent", "2019-11-01~"),
    },
    # The second report came with the revised direction that paused the set-up, and stands first.
    ("commissioner_report_published", "setup_paused"): {("West Sussex", "2020-12-10")},
    # A better grade had come before intervention ended.
    ("intervention_ended", "rated_inadequate"): {
        ("Nottinghamshire", "2011"),
        ("South Gloucestershire", "2019-05~"),
    },
}
"""The precedents in the table that the histories contradict, by trigger and stage."""
DATED_BETTER = {
    ("Kingston upon Hull", "2022-08"): "2022-08-05",
    ("Rotherham", "2014-10"): "2014-10-10",
    ("Slough", "2014-10"): "2014-10-07",
    # The day in the table is that of the announcement.
    ("Solihull", "2022-10-20"): "[2022-11-01..2022-11-11]",
}
"""The precedents to which the histories give a better date than the table, with that date."""
WITHOUT_PRECEDENT = {("commissioner_appointed", "retained_by_council")}
"""The attested moves of which the histories contradict every precedent in the table."""


def pointers(row):
    """Return the precedents of a row: the authority and the date of each."""
    pairs = (
        pointer.rsplit(" ", 1) for pointer in filter(None, row["precedent_pointer"].split("; "))
    )
    return {(authority, on) for authority, on in pairs}


class TestTable:
    """Every cell: what the table of the domain has, the process has."""

    def test_is_whole(self):
        """The table has each move once, and it has every trigger and stage of the process."""
        assert len(ROWS) == len(TABLE) == len(TRUST_TRANSFER.moves)
        assert set(TRIGGERS) == {trigger for trigger, _ in TABLE}
        assert set(Stage) == {stage for _, stage in TABLE}

    @pytest.mark.parametrize("stage", Stage)
    @pytest.mark.parametrize("trigger", TRIGGERS)
    def test_cell(self, trigger, stage):
        """The trigger is allowed, leads to a stage and has a mark exactly as in the table."""
        row = TABLE.get((trigger, stage))
        move = TRUST_TRANSFER.table[stage].get(trigger)

        if row is None:
            assert move is None
            return
        assert (trigger, stage) == (move.trigger, move.stage)
        assert (row["leads_to"], row["mark"]) == (move.leads_to, move.mark)
        assert (row["leads_to"] == stage) == move.stays

    @pytest.mark.parametrize("cell", sorted(TABLE))
    def test_precedents(self, cell):
        """A move names the table's precedents, but for those that the histories contradict."""
        trigger, stage = cell
        pointed, wrong = pointers(TABLE[cell]), CONTRADICTED.get(cell, set())
        precedents = TRUST_TRANSFER.table[stage][trigger].precedents
        named = {(precedent.authority, precedent.on.text) for precedent in precedents}
        assert wrong <= pointed
        assert named.isdisjoint(wrong)
        assert named >= {(pair[0], DATED_BETTER.get(pair, pair[1])) for pair in pointed - wrong}
        # A move can have more precedents than the table, which a test of the precedents proves.
        assert {authority for authority, _ in named} <= set(names())

    def test_attested_moves_name_who_made_them(self):
        """An attested move has precedents unless the histories contradict all in the table."""
        attested = {
            (move.trigger, str(move.stage))
            for move in TRUST_TRANSFER.moves
            if move.mark is Mark.ATTESTED
        }
        named = {
            (move.trigger, str(move.stage)) for move in TRUST_TRANSFER.moves if move.precedents
        }
        assert named <= attested
        assert attested - named == WITHOUT_PRECEDENT
        for cell in WITHOUT_PRECEDENT:
            assert pointers(TABLE[cell]) == CONTRADICTED[cell]

    def test_moves_lead_to_stages(self):
        """A move leads to a member of the enumeration, not to its text."""
        assert all(isinstance(move.leads_to, Stage) for move in TRUST_TRANSFER.moves)


class TestStages:
    """The stages of the process."""

    def test_have_the_labels_of_the_domain(self):
        """Each stage has the label of the domain, and the stages have the order of the domain."""
        labels = {str(stage): text.label for stage, text in TRUST_TRANSFER.stages.items()}

        assert list(LABELS.items()) == list(labels.items())
        assert Stage.ROUTINE_OVERSIGHT is TRUST_TRANSFER.initial

    def test_have_a_meaning(self):
        """Each stage has a meaning for people; the project's first four stages are emphasised."""
        for text in TRUST_TRANSFER.stages.values():
            assert text.meaning.endswith(".")
            assert not text.final
        assert [
            "rated_inadequate",
            "commissioner_review",
            "direction_issued",
            "trust_live",
        ] == [stage for stage, text in TRUST_TRANSFER.stages.items() if text.emphasised]

    @pytest.mark.parametrize("stage", Stage)
    def test_all_are_reached_by_moves_that_happened(self, stage):
        """Standard and attested moves reach every stage, without the possible ones."""
        assert stage in TRUST_TRANSFER.reachable(marks=("standard", "attested"))

    @pytest.mark.parametrize("stage", Stage)
    def test_all_lead_back_to_routine_oversight(self, stage):
        """From every stage, standard moves reach the initial stage again."""
        assert Stage.ROUTINE_OVERSIGHT in TRUST_TRANSFER.reachable(stage, marks="standard")

    def test_the_ordinary_route(self):
        """The four stages that the project began with are an ordinary route to a trust."""
        route = (
            "routine_oversight",
            "rated_inadequate",
            "commissioner_review",
            "direction_issued",
            "trust_live",
        )
        assert route in TRUST_TRANSFER.paths("trust_live", marks="standard")

    def test_triggers_have_labels(self):
        """Every trigger has a label of its own for people."""
        labels = list(TRUST_TRANSFER.triggers.values())

        assert len(labels) == len(set(labels))
        assert all(label == label.strip() and "_" not in label for label in labels)


class TestWalks:
    """The random histories that other tests use keep their promise."""

    @at_most(50)
    @given(histories())
    def test_are_allowed_from_end_to_end(self, history):
        """Each event is allowed by the table, and none is certainly before an earlier one."""
        stage = history.begins_in or "routine_oversight"
        reached = 0
        for event in history:
            stage = TABLE[event.trigger, stage]["leads_to"]
            assert event.on.last >= reached
            reached = max(reached, event.on.first)
            assert not [wrong for wrong in event.irregularities() if wrong.strength == "logic"]

    @at_most(50)
    @given(histories(precision="day"))
    @example(
        History(
            "Sandwell",
            [
                ev.InspectionPublished("2005-01-01", judgement="inadequate"),
                ev.ReturnedToCouncil("2005-01-01"),
            ],
            begins_in="trust_live",
        )
    )
    def test_are_in_order_of_days(self, history):
        """Exact days never decrease, and a return is later than the go-live that it ends."""
        days = [event.on.earliest for event in history]

        assert sorted(days) == days
        assert all(event.on.is_day for event in history)
        live = None
        for event in history:
            if event.trigger in {"trust_went_live", "partnership_started"}:
                live = event.on
            elif event.trigger == "returned_to_council":
                # A history that begins in a later stage can lack the go-live.
                assert live is None or live.last < event.on.first
                live = None
