"""The attested moves: every precedent is proved by the history it names."""

import csv
from pathlib import Path

import pytest

import trustflow as tf
from trustflow.process import Mark

PROCESS = tf.TRUST_TRANSFER
TABLE = Path(__file__).parent / "data" / "moves.csv"
CORRECTED = {
    # The rough reading had no precedent for these; the casebook holds one.
    ("inspection_published_not_inadequate", "voluntary_transfer"): "A",
    ("commissioner_report_published", "externally_led"): "A",
}
"""Marks that differ from the table the process was first read from, by trigger and stage."""
SHIPPED = [
    (move, precedent)
    for move in PROCESS.moves
    for precedent in move.precedents
    if precedent.shipped
]
OFF_ROUTE = [
    (history.authority, step)
    for history in tf.casebook.histories()
    for step in tf.check(history).steps
    if PROCESS.table[step.before][step.event.trigger].mark is not Mark.STANDARD
]


def taken(move, precedent):
    """The events of the precedent's history that take the move on its day."""
    return [
        step.event
        for step in tf.check(tf.casebook.load(precedent.authority)).steps
        if (step.event.trigger, step.before, step.after)
        == (move.trigger, move.stage, move.leads_to)
        and step.event.on == precedent.on
    ]


def named(pair):
    """What a test of a precedent is called."""
    move, precedent = pair
    return f"{precedent.authority}-{precedent.on}-{move.trigger}-{move.stage}"


@pytest.mark.parametrize("pair", SHIPPED, ids=named)
def test_the_named_history_takes_the_move(pair):
    """In the history that a precedent names, that event comes in that stage on that day."""
    assert 1 == len(taken(*pair))


@pytest.mark.parametrize("pair", SHIPPED, ids=named)
def test_the_citation_is_a_source_of_the_event(pair):
    """A precedent cites a source of its event, and links to it unless it is a copy."""
    move, precedent = pair
    (event,) = taken(move, precedent)
    assert precedent.citation.url in {
        None if source.copy else source.url for source in event.sources
    }


def test_a_precedent_is_shipped_exactly_if_its_history_is():
    """Whether a precedent counts as shipped is whether the casebook has the council."""
    precedents = [each for move in PROCESS.moves for each in move.precedents]
    assert [each.authority in tf.casebook.names() for each in precedents] == [
        each.shipped for each in precedents
    ]


@pytest.mark.parametrize(
    ("authority", "step"),
    OFF_ROUTE,
    ids=[f"{name}-{step.event.on}-{step.event.trigger}" for name, step in OFF_ROUTE],
)
def test_every_move_off_the_route_is_a_precedent(authority, step):
    """What the casebook shows off the ordinary route is named where the move is marked."""
    move = PROCESS.table[step.before][step.event.trigger]
    assert (authority, step.event.on) in {(each.authority, each.on) for each in move.precedents}


def test_only_attested_moves_have_precedents():
    """An attested move has a precedent, and no other move has one."""
    assert {True} == {
        bool(move.precedents) is (move.mark is Mark.ATTESTED) for move in PROCESS.moves
    }


def test_the_table_is_that_of_the_domain():
    """The moves are those of the table, but for the marks that the casebook has corrected."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = {
        (row["trigger"], row["stage"]): (
            row["leads_to"],
            CORRECTED.get((row["trigger"], row["stage"]), row["mark"]),
        )
        for row in rows
    }
    actual = {(move.trigger, move.stage): (move.leads_to, move.mark) for move in PROCESS.moves}
    assert expected == actual


def test_each_correction_corrects():
    """No correction is left in the list that the table does not need."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        marks = {(row["trigger"], row["stage"]): row["mark"] for row in csv.DictReader(file)}
    assert CORRECTED == {cell: mark for cell, mark in CORRECTED.items() if marks[cell] != mark}
