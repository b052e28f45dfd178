"""Deleting one event from a possible history mostly causes at most one refusal.

If the deleted event led to another stage, a later event can be refused. The history can then
continue in a wrong stage, so that a further event is refused. The first three tests state what
always holds; the next ones list every move whose deletion can cause two refusals.
"""

from collections import deque
from functools import cache
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

import trustflow as tf
from tests import oracle
from tests.examples import HALF
from trustflow.history import NamedEvent
from trustflow.testing import histories


def without(history, index):
    """Return the history without one of its events."""
    return evolve(history, events=history.events[:index] + history.events[index + 1 :])


def refusals(report):
    """Return the indexes of the events whose move is not allowed."""
    return [finding.index for finding in report.findings if finding.code == "move_not_allowed"]


def stage_changes(report, first, last):
    """Return whether the stage changes in the steps from `first` to `last`, the latter excluded."""
    return any(step.before != step.after for step in report.steps[first:last])


@HALF
@given(histories(min_events=2, precision="day"), st.data())
def test_between_two_refusals_the_stage_has_changed(history, data):
    """In a history without one of its events, the stage changes between two refusals.

    It changes at least once in the steps from one refused event to the next.
    """
    index = data.draw(st.integers(0, len(history) - 1))
    assert [] == refusals(tf.check(history))
    report = tf.check(without(history, index))
    for earlier, later in pairwise(refusals(report)):
        assert stage_changes(report, earlier, later)


@HALF
@given(histories(min_events=2, precision="day"), st.data())
def test_without_a_stay_nothing_is_refused(history, data):
    """Deleting an event that does not change the stage causes no refusal."""
    stays = [step.index for step in tf.check(history).steps if step.before == step.after]
    assume(stays)
    assert [] == refusals(tf.check(without(history, data.draw(st.sampled_from(stays)))))


@HALF
@given(histories(min_events=2, precision="day"), st.data())
def test_after_both_runs_are_in_one_stage_nothing_is_refused(history, data):
    """Once the whole and the shorter history are in the same stage, no later event is refused."""
    index = data.draw(st.integers(0, len(history) - 1))
    whole, part = tf.check(history), tf.check(without(history, index))
    afters = [step.after for step in whole.steps[index + 1 :]]
    met = next(
        (
            step_index
            for step_index, after in enumerate(afters, start=index)
            if after == part.steps[step_index].after
        ),
        len(part.steps),
    )
    assert all(refused <= met for refused in refusals(part))


# The moves whose deletion can cause two refusals


def next_stage(trigger, stage):
    """Return the stage after an event, whether the event is allowed, and if the stage is known."""
    cell = oracle.moves().get((trigger, stage))
    if cell is not None:
        return cell[0], True, True
    target = oracle.only_target(trigger)
    return target or stage, False, target is not None


def table_of(marks):
    """Return the moves with some marks as a table: by stage and trigger, the stage after."""
    table = {str(stage): {} for stage in tf.Stage}
    for (trigger, stage), (leads_to, mark) in oracle.moves().items():
        if mark in marks:
            table[stage][trigger] = leads_to
    return table


def runs_by_refusals(stage, trigger, table):
    """Return, for each number of refusals up to three, a shortest run that causes so many.

    A run is a list of triggers that are allowed one after the other. Its refusals are those that
    occur when its first trigger is left out. The search follows the whole and the shorter run at
    once, through every pair of stages, with the number of refusals so far and whether further
    refusals are suppressed. Once both runs are in the same stage, they stay in the same stage.

    Args:
        stage: The stage in which both runs begin.
        trigger: The first trigger, which is left out of the shorter run.
        table: The moves that the whole run may make, by stage and trigger.
    """
    start = (table[stage][trigger], stage, 0, False)
    seen, queue, runs = {start}, deque([(start, (trigger,))]), {}
    while queue:
        (whole, part, count, is_suppressed), run = queue.popleft()
        runs.setdefault(count, run)
        if whole == part or count == 3:
            continue
        for following, whole_after in table[whole].items():
            part_after, is_allowed, is_known = next_stage(following, part)
            gives_one = not is_allowed and not is_suppressed
            suppressed = (is_suppressed or not is_known) and part_after == part
            state = (whole_after, part_after, count + gives_one, suppressed)
            if state not in seen:
                seen.add(state)
                queue.append((state, (*run, following)))
    return runs


@cache
def deletions(marks):
    """Return `runs_by_refusals` for each move that changes the stage, by (stage, trigger)."""
    table = table_of(marks)
    return {
        (stage, trigger): runs_by_refusals(stage, trigger, table)
        for stage, triggers in table.items()
        for trigger, after in triggers.items()
        if after != stage
    }


def refused_twice(marks):
    """Return the moves, as (stage, trigger), whose deletion can cause two refusals or more."""
    return {move for move, runs in deletions(marks).items() if max(runs) > 1}


ON_THE_ORDINARY_ROUTE = {
    ("commissioner_review", "direction_issued_takeover"),
    ("commissioner_review", "partnership_started"),
    ("direction_issued", "trust_went_live"),
    ("rated_inadequate", "direction_issued_takeover"),
    ("rated_inadequate", "partnership_started"),
    ("retained_by_council", "partnership_started"),
    ("shadow_running", "trust_went_live"),
    ("voluntary_transfer", "trust_went_live"),
}
"""The moves whose deletion can cause two refusals in a run of standard moves.

Each of them leads to the stage "Led from outside", or to a live trust.
"""
ON_ATTESTED_ROUTES = {
    ("commissioner_review", "decision_announced_voluntary_trust"),
    ("rated_inadequate", "direction_issued_trust"),
    ("routine_oversight", "commissioner_appointed"),
    ("routine_oversight", "decision_announced_voluntary_trust"),
    ("routine_oversight", "inspection_published_inadequate"),
}
"""Further such moves, in runs that include attested moves."""
ON_POSSIBLE_ROUTES = {
    ("commissioner_review", "direction_issued_trust"),
    ("direction_issued", "direction_issued_takeover"),
    ("direction_issued", "shadow_started"),
    ("rated_inadequate", "decision_announced_voluntary_trust"),
    ("retained_by_council", "decision_announced_voluntary_trust"),
    ("retained_by_council", "direction_issued_takeover"),
    ("retained_by_council", "direction_issued_trust"),
    ("returned_to_council", "commissioner_appointed"),
    ("returned_to_council", "decision_announced_retain"),
    ("returned_to_council", "decision_announced_voluntary_trust"),
    ("returned_to_council", "direction_issued_takeover"),
    ("returned_to_council", "direction_issued_trust"),
    ("returned_to_council", "partnership_started"),
    ("routine_oversight", "direction_issued_takeover"),
    ("routine_oversight", "direction_issued_trust"),
    ("routine_oversight", "partnership_started"),
    ("setup_paused", "direction_issued_takeover"),
    ("setup_paused", "shadow_started"),
    ("setup_paused", "trust_went_live"),
    ("shadow_running", "direction_issued_takeover"),
    ("voluntary_transfer", "direction_issued_takeover"),
    ("voluntary_transfer", "shadow_started"),
}
"""Further such moves, in runs that also include moves for which no precedent is on record."""


@pytest.mark.parametrize(
    ("marks", "moves"),
    [
        ("S", ON_THE_ORDINARY_ROUTE),
        ("SA", ON_THE_ORDINARY_ROUTE | ON_ATTESTED_ROUTES),
        ("SAP", ON_THE_ORDINARY_ROUTE | ON_ATTESTED_ROUTES | ON_POSSIBLE_ROUTES),
    ],
)
def test_which_deletions_can_give_two_refusals(marks, moves):
    """On a route of these marks, deleting these moves can cause two, and deleting others cannot."""
    assert moves == refused_twice(marks)


@pytest.mark.parametrize("marks", ["S", "SA", "SAP"])
def test_check_gives_every_number_of_refusals(marks):
    """For each run that the search finds, `check` gives the same number of refusals."""
    for (stage, trigger), runs in deletions(marks).items():
        for count, run in runs.items():
            events = [NamedEvent("2016", what=name) for name in run]
            history = tf.History("Sandwell", events, begins_in=stage)
            assert trigger == run[0]
            assert [] == refusals(tf.check(history))
            assert count == len(refusals(tf.check(without(history, 0))))


@HALF
@given(histories(min_events=2, precision="day", marks=list(tf.Mark)), st.data())
def test_other_deletions_give_one_refusal_at_most(history, data):
    """In any history, deleting a move that is not listed causes at most one refusal."""
    steps = tf.check(history).steps
    others = [
        step.index
        for step in steps
        if (step.before, step.event.trigger) not in refused_twice("SAP")
    ]
    assume(others)
    index = data.draw(st.sampled_from(others))
    assert len(refusals(tf.check(without(history, index)))) <= 1


def test_the_smallest_case_of_two():
    """Without the start of the partnership, two later events are refused."""
    run = (
        "partnership_started",
        "visit_made_monitoring",
        "inspection_published_inadequate",
        "commissioner_succeeded",
    )
    history = tf.History("Sandwell", [NamedEvent("2016", what=name) for name in run])
    assert [] == refusals(tf.check(history))
    assert [0, 2] == refusals(tf.check(without(history, 0)))


# The casebook

TWICE_IN_THE_CASEBOOK = {("Isle of Wight", "partnership_started")}
"""The only event of the casebook whose deletion causes two refusals.

Without it, the extension of the contract and the return after a better grade are refused.
"""


def test_in_the_casebook_one_missing_event_gives_one_refusal_at_most():
    """This holds for every event of every shipped history, except the one listed above."""
    refused_more_than_once = {
        (history.authority, history[index].trigger)
        for history in tf.casebook.histories()
        for index in range(len(history))
        if len(refusals(tf.check(without(history, index)))) > 1
    }
    assert refused_more_than_once <= TWICE_IN_THE_CASEBOOK
