"""The precedents of attested moves: the history that each names makes the move."""

import pytest

import trustflow as tf
from trustflow.process import Mark

PROCESS = tf.TRUST_TRANSFER
PRECEDENTS = [(move, precedent) for move in PROCESS.moves for precedent in move.precedents]
OFF_ROUTE = [
    (history.authority, step)
    for history in tf.casebook.histories()
    for step in tf.check(history).steps
    if PROCESS.table[step.before][step.event.trigger].mark is not Mark.STANDARD
]


def made_by(move, precedent):
    """Return the events of the precedent's history that make the move on its day."""
    return [
        step.event
        for step in tf.check(tf.casebook.load(precedent.authority)).steps
        if (step.event.trigger, step.before, step.after)
        == (move.trigger, move.stage, move.leads_to)
        and step.event.on == precedent.on
    ]


def named(pair):
    """Return the name of a test of a precedent."""
    move, precedent = pair
    return f"{precedent.authority}-{precedent.on}-{move.trigger}-{move.stage}"


@pytest.mark.parametrize("pair", PRECEDENTS, ids=named)
def test_the_named_history_makes_the_move(pair):
    """The history of a precedent has that event in that stage on that day, once."""
    assert 1 == len(made_by(*pair))


@pytest.mark.parametrize("pair", PRECEDENTS, ids=named)
def test_the_citation_is_a_source_of_the_event(pair):
    """A precedent cites a source of its event, with a link unless the source is a copy."""
    move, precedent = pair
    (event,) = made_by(move, precedent)
    assert precedent.citation.url in {
        None if source.copy_of else source.url for source in event.sources
    }


@pytest.mark.parametrize(
    ("authority", "step"),
    OFF_ROUTE,
    ids=[f"{name}-{step.event.on}-{step.event.trigger}" for name, step in OFF_ROUTE],
)
def test_every_move_off_the_route_is_a_precedent(authority, step):
    """Every event of the casebook off the ordinary route is a precedent of its move."""
    move = PROCESS.table[step.before][step.event.trigger]
    assert (authority, step.event.on) in {
        (precedent.authority, precedent.on) for precedent in move.precedents
    }
