"""The whole table of the trust transfer, 11 stages by 60 triggers, against the table as data."""

import csv
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

from tests.examples import at_most
from tests.oracle import CORRECTED
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


NO_PRECEDENT = {
    # What the histories show instead: the council was rated inadequate before the commissioner
    # came; the report came before the decision to retain, in the review itself; and the second
    # commissioner of Herefordshire succeeded the first.
    ("commissioner_appointed", "routine_oversight"): {("Halton", "2024"), ("Bromley", "2016")},
    ("commissioner_appointed", "retained_by_council"): {("Herefordshire", "2025-02~")},
    ("commissioner_report_published", "retained_by_council"): {
        ("Herefordshire", "2023-03-01"),
        ("Stoke-on-Trent", "2019-11-01~"),
    },
}
"""The pointers of the table that the histories have shown wrong, by trigger and stage."""


def pointers(row):
    """The precedents of a row: authority, date, and whether the history is still to come."""
    for pointer in filter(None, row["precedent_pointer"].split("; ")):
        authority, on = pointer.removesuffix(" (not shipped yet)").rsplit(" ", 1)
        yield authority, on, pointer.endswith(" (not shipped yet)")


class TestTable:
    """Every cell, in data and in the process."""

    def test_is_whole(self):
        """There are 492 moves in 660 cells, each once, and all stages and triggers are named."""
        assert 492 == len(ROWS) == len(TABLE) == len(TRUST_TRANSFER.moves)
        assert 660 == len(Stage) * len(TRIGGERS)
        assert set(TRIGGERS) == {trigger for trigger, _ in TABLE}
        assert set(Stage) == {stage for _, stage in TABLE}
        assert {"S": 446, "A": 22, "P": 24} == Counter(row["mark"] for row in ROWS)

    @pytest.mark.parametrize("stage", Stage)
    @pytest.mark.parametrize("trigger", TRIGGERS)
    def test_cell(self, trigger, stage):
        """The trigger is allowed in the stage, leads on and is marked as the table says."""
        row = TABLE.get((trigger, stage))
        move = TRUST_TRANSFER.table[stage].get(trigger)

        if row is None:
            assert move is None
            return
        assert (trigger, stage) == (move.trigger, move.stage)
        mark = CORRECTED.get((trigger, stage), row["mark"])
        assert (row["leads_to"], mark) == (move.leads_to, move.mark)
        assert (row["leads_to"] == stage) == move.stays

    @pytest.mark.parametrize("cell", sorted(TABLE))
    def test_precedents(self, cell):
        """A move has the precedents the table points to, but for wrong ones; others are shipped."""
        trigger, stage = cell
        pointed = {(authority, on) for authority, on, _ in pointers(TABLE[cell])}
        wrong = NO_PRECEDENT.get(cell, set())
        precedents = TRUST_TRANSFER.table[stage][trigger].precedents
        named = {(each.authority, each.on.text) for each in precedents}
        assert wrong <= pointed
        assert pointed - wrong <= named
        assert named.isdisjoint(wrong)
        assert all(
            each.shipped for each in precedents if (each.authority, each.on.text) not in pointed
        )

    def test_each_correction_corrects(self):
        """No mark is listed as corrected that the table has already."""
        assert all(TABLE[cell]["mark"] != mark for cell, mark in CORRECTED.items())

    def test_attested_moves_name_who_made_them(self):
        """An attested move has its precedents, and no other move has any."""
        for move in TRUST_TRANSFER.moves:
            assert (move.mark is Mark.ATTESTED) == bool(move.precedents), move
            assert isinstance(move.leads_to, Stage)

    def test_a_precedent_still_to_come_is_not_shipped(self):
        """Whoever the table says is not shipped yet is named as such, or it has come since."""
        for (trigger, stage), row in TABLE.items():
            to_come = {authority for authority, _, is_to_come in pointers(row) if is_to_come}
            for precedent in TRUST_TRANSFER.table[stage][trigger].precedents:
                assert precedent.authority in to_come or precedent.citation is not None
                assert not precedent.shipped or precedent.citation is not None


class TestStages:
    """The eleven stages."""

    def test_have_the_labels_of_the_domain(self):
        """Each is shown as the domain names it, in its order."""
        labels = {str(stage): text.label for stage, text in TRUST_TRANSFER.stages.items()}

        assert list(LABELS.items()) == list(labels.items())
        assert Stage.ROUTINE_OVERSIGHT is TRUST_TRANSFER.initial

    def test_say_what_they_mean(self):
        """Each has a sentence for people; four are those the project began with."""
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
        """Ordinary and attested moves lead everywhere, the least likely ones aside."""
        assert stage in TRUST_TRANSFER.reachable(marks=("standard", "attested"))

    @pytest.mark.parametrize("stage", Stage)
    def test_there_is_a_way_back(self, stage):
        """From every stage a council can come to stand where it began."""
        assert Stage.ROUTINE_OVERSIGHT in TRUST_TRANSFER.reachable(stage, marks="standard")

    def test_the_ordinary_road(self):
        """The road the project's first card drew is the shortest to a trust by direction."""
        road = (
            "routine_oversight",
            "rated_inadequate",
            "commissioner_review",
            "direction_issued",
            "trust_live",
        )
        assert road in TRUST_TRANSFER.paths("trust_live", marks="standard")

    def test_triggers_have_words(self):
        """Every trigger has its own words for people."""
        words = list(TRUST_TRANSFER.triggers.values())

        assert len(words) == len(set(words))
        assert all(word == word.strip() and "_" not in word for word in words)


class TestWalks:
    """The histories that other tests are made of keep their promise."""

    @at_most(50)
    @given(histories())
    def test_are_allowed_from_end_to_end(self, history):
        """Each event is in its cell of the table, and none is certainly before an earlier one."""
        stage = history.begins_in or "routine_oversight"
        reached = 0
        for event in history:
            stage = TABLE[event.trigger, stage]["leads_to"]
            assert event.on.last >= reached
            reached = max(reached, event.on.first)
            assert not [each for each in event.irregularities() if each.strength == "logic"]

    @at_most(50)
    @given(histories(precision="day"))
    def test_are_in_order_of_days(self, history):
        """Whole days do not fall, and a return comes after what it ends."""
        days = [event.on.earliest for event in history]

        assert sorted(days) == days
        assert all(event.on.is_day for event in history)
        for earlier, later in pairwise(history):
            if later.trigger == "returned_to_council":
                assert earlier.on.last < later.on.first
