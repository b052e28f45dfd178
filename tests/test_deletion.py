"""What deleting an event does: one missing record gives one finding, as far as that can hold.

It cannot hold always. Where the event left out led to another stage, the run without it may be
refused something, take up the thread in a wrong stage, and be refused something again. What does
hold is the law below, and the moves for which there can be two findings are counted out.
"""

from collections import deque
from functools import cache
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import trustflow as tf
from tests import oracle
from tests.examples import at_most
from trustflow.history import NamedEvent
from trustflow.testing import histories

FEWER = at_most(settings.default.max_examples // 2)
"""For what takes long: half the examples of the profile."""


def without(history, index):
    """The history without one of its events."""
    return evolve(history, events=history.events[:index] + history.events[index + 1 :])


def refusals(report):
    """The indexes of the findings that a move is not allowed."""
    return [each.index for each in report.findings if each.code == "move_not_allowed"]


def stage_changes(report, first, last):
    """Whether the stage changes in the steps from the first index on, the last left out."""
    return any(step.before != step.after for step in report.steps[first:last])


@FEWER
@given(histories(min_events=2, precision="day"), st.data())
def test_between_two_refusals_the_stage_has_changed(history, data):
    """Without one event, no two findings come from the same stretch of one stage.

    The exact law: from the event that gives one to the event that gives the next, the stage of the
    run without it changes at least once.
    """
    index = data.draw(st.integers(0, len(history) - 1))
    assert [] == refusals(tf.check(history))
    report = tf.check(without(history, index))
    for earlier, later in pairwise(refusals(report)):
        assert stage_changes(report, earlier, later)


@FEWER
@given(histories(min_events=2, precision="day"), st.data())
def test_without_a_stay_nothing_is_refused(history, data):
    """An event that leaves the stage as it is can be missing without a trace among the moves."""
    stays = [step.index for step in tf.check(history).steps if step.before == step.after]
    assume(stays)
    assert [] == refusals(tf.check(without(history, data.draw(st.sampled_from(stays)))))


@FEWER
@given(histories(min_events=2, precision="day"), st.data())
def test_where_the_runs_meet_they_stay_together(history, data):
    """From the first event after which both runs are in one stage nothing more is refused."""
    index = data.draw(st.integers(0, len(history) - 1))
    whole, part = tf.check(history), tf.check(without(history, index))
    afters = [step.after for step in whole.steps[index + 1 :]]
    met = next(
        (
            place
            for place, after in enumerate(afters, start=index)
            if after == part.steps[place].after
        ),
        len(part.steps),
    )
    assert all(each <= met for each in refusals(part))


# Counted out


def goes_on_from(trigger, stage):
    """The stage after an event, whether it is allowed, and whether the stage is clear after it."""
    cell = oracle.moves().get((trigger, stage))
    if cell is not None:
        return cell[0], True, True
    target = oracle.only_target(trigger)
    return target or stage, False, target is not None


def moved(marks):
    """By stage the triggers that moves of some marks allow there, each with the stage after."""
    row = {str(stage): {} for stage in tf.Stage}
    for (trigger, stage), (leads_to, mark) in oracle.moves().items():
        if mark in marks:
            row[stage][trigger] = leads_to
    return row


def refused_without(stage, trigger, row):
    """For a lawful run that loses its first event, the runs that get so many findings for it.

    Both runs are walked at once, the lawful one and the one without the event: every pair of stages
    they can be in, with how many findings there were and whether further ones are suppressed.
    Where both are in one stage they stay together.

    Args:
        stage: The stage in which the run begins.
        trigger: The event that is left out.
        row: The moves that the lawful run may take, by stage and trigger.

    Returns:
        For each number of findings, up to three, the triggers of a shortest run that gets it.
    """
    start = (row[stage][trigger], stage, 0, False)
    seen, queue, found = {start}, deque([(start, (trigger,))]), {}
    while queue:
        (lawful, other, count, is_blocked), run = queue.popleft()
        found.setdefault(count, run)
        if lawful == other or count == 3:
            continue
        for each, lawful_after in row[lawful].items():
            other_after, is_allowed, has_single_target = goes_on_from(each, other)
            gives_one = not is_allowed and not is_blocked
            blocked = (is_blocked or not has_single_target) and other_after == other
            pair = (lawful_after, other_after, count + gives_one, blocked)
            if pair not in seen:
                seen.add(pair)
                queue.append((pair, (*run, each)))
    return found


@cache
def worst(marks):
    """For each move that changes the stage, what its deletion can give."""
    row = moved(marks)
    return {
        (stage, trigger): refused_without(stage, trigger, row)
        for stage, triggers in row.items()
        for trigger, after in triggers.items()
        if after != stage
    }


def twice(marks):
    """The moves, as (stage, trigger), whose deletion can give two findings or more."""
    return {move for move, found in worst(marks).items() if max(found) > 1}


ON_THE_ORDINARY_ROUTE = {
    ("commissioner_review", "direction_issued_takeover"),
    ("commissioner_review", "partnership_started"),
    ("rated_inadequate", "direction_issued_takeover"),
    ("rated_inadequate", "partnership_started"),
    ("retained_by_council", "partnership_started"),
}
"""Who leads from outside is the one thing that the ordinary route can lose sight of twice."""
OFF_THE_ORDINARY_ROUTE = {
    ("commissioner_review", "decision_announced_voluntary_trust"),
    ("commissioner_review", "direction_issued_trust"),
    ("rated_inadequate", "decision_announced_voluntary_trust"),
    ("rated_inadequate", "direction_issued_trust"),
    ("retained_by_council", "decision_announced_voluntary_trust"),
    ("retained_by_council", "direction_issued_trust"),
    ("returned_to_council", "commissioner_appointed"),
    ("returned_to_council", "inspection_published_inadequate"),
    ("returned_to_council", "intervention_ended"),
    ("routine_oversight", "commissioner_appointed"),
    ("routine_oversight", "decision_announced_voluntary_trust"),
    ("routine_oversight", "direction_issued_takeover"),
    ("routine_oversight", "direction_issued_trust"),
    ("routine_oversight", "partnership_started"),
    ("voluntary_transfer", "trust_went_live"),
}
"""With attested and possible moves there are these besides."""


def test_which_deletions_can_give_two_findings():
    """Every move whose deletion can give two findings, on whatever route."""
    assert ON_THE_ORDINARY_ROUTE | OFF_THE_ORDINARY_ROUTE == twice("SAP")


def test_which_deletions_can_give_two_findings_on_the_ordinary_route():
    """The same where the lawful run keeps to standard moves from end to end."""
    assert ON_THE_ORDINARY_ROUTE == twice("S")


@pytest.mark.parametrize("marks", ["S", "SAP"])
def test_every_count_comes_out_of_the_checker(marks):
    """For each move and each number of findings a run that shows it, by the checker itself."""
    for (stage, trigger), found in worst(marks).items():
        for count, run in found.items():
            events = [NamedEvent("2016", what=each) for each in run]
            history = tf.History("Sandwell", events, begins_in=stage)
            assert trigger == run[0]
            assert [] == refusals(tf.check(history))
            assert count == len(refusals(tf.check(without(history, 0))))


@FEWER
@given(histories(min_events=2, precision="day"), st.data())
def test_other_deletions_give_one_finding_at_most(history, data):
    """What is not counted out adds at most one finding, wherever in a history it stands."""
    index = data.draw(st.integers(0, len(history) - 1))
    step = tf.check(history).steps[index]
    most = 2 if (step.before, step.event.trigger) in twice("SAP") else 1
    assert len(refusals(tf.check(without(history, index)))) <= most


def test_the_smallest_case_of_two():
    """Without the partnership both what follows it and who led it are unexplained."""
    run = (
        "partnership_started",
        "visit_made_monitoring",
        "inspection_published_inadequate",
        "commissioner_succeeded",
    )
    history = tf.History("Sandwell", [NamedEvent("2016", what=each) for each in run])
    assert [] == refusals(tf.check(history))
    assert [0, 2] == refusals(tf.check(without(history, 0)))


# The casebook

TWICE_IN_THE_CASEBOOK = {("Isle of Wight", "partnership_started")}
"""Without it neither the contract's extension nor the return after a better grade is explained."""


def test_in_the_casebook_one_missing_record_gives_one_finding():
    """Any event of any shipped history can be left out, and one finding at most comes of it."""
    found = {
        (history.authority, history[index].trigger)
        for history in tf.casebook.histories()
        for index in range(len(history))
        if len(refusals(tf.check(without(history, index)))) > 1
    }
    assert found <= TWICE_IN_THE_CASEBOOK
