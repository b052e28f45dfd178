"""Questions about a process that is not ours are answered from that process, the same by all."""

import pickle

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import testing
from trustflow.testing.dates import MODERN_DAYS

LAST = "2199-12-31"
FEWER = at_most(25)
"""For what asks every question, or tries every place."""


@st.composite
def recorded(draw, **wanted):
    """A random process and a history that a live case of it accepts."""
    process = draw(testing.processes())
    return process, draw(testing.histories(process, **wanted))


@FEWER
@given(recorded(), MODERN_DAYS)
def test_a_history_and_a_case_say_the_same(found, day):
    """What may happen next, what is due, what is known, and the findings."""
    process, history = found
    case, report = tf.Case.from_history(history, process), tf.check(history, process)
    assert report == case.report()
    assert report.findings == case.findings
    assert tf.what_next(history, LAST, process=process) == case.what_next(LAST)
    assert tf.deadlines(history, day, process=process) == case.deadlines(day)
    assert tf.facts(history, day, process=process) == case.facts(day)


@FEWER
@given(recorded(min_events=1), MODERN_DAYS)
def test_an_event_that_can_happen_on_a_day_is_allowed_then(found, day):
    """Options on a day are those that a live case accepts on it."""
    process, history = found
    case = tf.Case.from_history(history.as_of(day), process)
    for option in tf.what_next(history, day, process=process):
        event = process.event(option.trigger, day)
        assert option.allowed == (not any(each.is_refusal for each in case.suppose(event)))


# Corrections, by the plainest reading: every place is tried


def tried(process, others, event):
    """The history with an event more at each place, and whether it holds."""
    for place in range(len(others) + 1):
        history = evolve(others, events=[*others[:place], event, *others[place:]])
        yield history, tf.check(history, process).ok


@FEWER
@given(recorded(max_events=5), st.data())
def test_an_event_is_inserted_in_the_last_place_at_which_the_whole_holds(found, data):
    """Where there is none, the refusal is that of the place where its date belongs."""
    process, history = found
    event = data.draw(testing.events(process))
    case = tf.Case.from_history(history, process)
    histories = [*tried(process, history, event)]
    holding = [each for each, holds in histories if holds]
    if holding:
        findings = case.insert(event)
        assert (holding[-1], process) == (case.history, case.process)
        place = len(history) - [holds for _, holds in reversed(histories)].index(True)
        assert findings == tuple(each for each in case.findings if each.index == place)
        return
    earlier = [place for place, other in enumerate(history) if other.on.first > event.on.last]
    belongs, _ = histories[min(earlier, default=len(history))]
    with pytest.raises((tf.MoveNotAllowed, tf.DateRuleBroken)) as there:
        tf.Case.from_history(belongs, process)
    with pytest.raises((tf.MoveNotAllowed, tf.DateRuleBroken)) as refusal:
        case.insert(event)
    assert there.value.finding == refusal.value.finding
    assert history == case.history


@FEWER
@given(recorded(min_events=1))
def test_the_last_event_can_be_withdrawn(found):
    """And the case is still one of its process."""
    process, history = found
    case = tf.Case.from_history(history, process)
    case.withdraw(history[-1])
    assert tf.Case.from_history(evolve(history, events=history[:-1]), process) == case


def test_of_two_that_are_the_same_the_one_not_needed_is_withdrawn():
    """As this process has it, and no other."""
    stage = tf.StageInfo("A stage", "It is one")
    process = tf.Process(
        name="gate",
        title="A gate",
        stages={"shut": stage, "open": stage},
        initial="shut",
        triggers={trigger: trigger for trigger in ("opened", "passed", "closed")},
        moves=[
            tf.Move("opened", "shut", "open"),
            tf.Move("passed", "open", "open"),
            tf.Move("closed", "open", "shut"),
            tf.Move("closed", "shut", "shut"),
        ],
    )
    opened, closed, passed = (
        process.event(trigger, "2016") for trigger in ("opened", "closed", "passed")
    )
    history = tf.History("Sandwell", [opened, closed, opened, passed])
    case = tf.Case.from_history(history, process)
    case.withdraw(opened)
    assert (closed, opened, passed) == tuple(case)


def licence():
    """A licence is asked for, and granted forty days later at the earliest."""
    stage = tf.StageInfo("A stage", "It is one")
    return tf.Process(
        name="licence",
        title="A licence",
        stages={"asked": stage, "granted": evolve(stage, final=True)},
        initial="asked",
        triggers={"filed": "filed", "granted": "granted"},
        moves=[tf.Move("filed", "asked", "asked"), tf.Move("granted", "asked", "granted")],
        rules=[
            tf.DateRule(
                id="wait",
                requires="It is granted after a while",
                starts="filed",
                ends="granted",
                at_least="40 days",
                strength="logic",
                citation=tf.Citation("nobody"),
            )
        ],
    )


def test_the_first_place_is_tried_too():
    """What can only have come first of one year's events is put there."""
    process = licence()
    granted, filed = (process.event(trigger, "2016") for trigger in ("granted", "filed"))
    case = tf.Case("Sandwell", process)
    case.record(granted)
    case.insert(filed)
    assert (filed, granted) == tuple(case)


def test_what_is_too_early_on_a_day_is_not_allowed_on_it():
    """Without a day it is, from its earliest day on."""
    process = licence()
    history = tf.History("Sandwell", [process.event("filed", "2016-01-01")])
    allowed = {
        day: next(
            option.allowed
            for option in tf.what_next(history, day, process=process)
            if option.trigger == "granted"
        )
        for day in (None, "2016-02-09", "2016-02-10")
    }
    assert {None: True, "2016-02-09": False, "2016-02-10": True} == allowed


# Refusals as values


@given(testing.faulty_histories(codes=["move_not_allowed", "out_of_order"]))
def test_refusals_keep_what_they_carry(found):
    """In their arguments too, so that they can be sent from one worker to another."""
    history, _ = found
    with pytest.raises((tf.MoveNotAllowed, tf.DateRuleBroken)) as caught:
        tf.Case.from_history(history)
    refusal = caught.value
    names = ("stage", "event", "allowed", "first", "finding")
    carried = tuple(getattr(refusal, name) for name in names if name in vars(refusal))
    assert carried == refusal.args
    assert carried == pickle.loads(pickle.dumps(refusal)).args  # noqa: S301 - we wrote it
