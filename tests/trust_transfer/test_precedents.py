"""The attested moves: every precedent is proved by the history it names."""

import pytest

import trustflow as tf
from trustflow.process import Mark

PROCESS = tf.TRUST_TRANSFER
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
        None if source.copy_of else source.url for source in event.sources
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
