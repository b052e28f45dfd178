"""A live case and the public functions give the same answers, for any process."""

import pickle

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.open_ends import has_open_end
from trustflow import testing
from trustflow.testing.dates import MODERN_DAYS

LAST = "2199-12-31"
FEWER = at_most(25)
"""Settings for slow tests, which ask every question or try every position."""


@st.composite
def recorded(draw, **wanted):
    """Generate a random process and a history that a live case of it accepts."""
    process = draw(testing.processes())
    return process, draw(testing.histories(process, marks=list(tf.Mark), **wanted))


@FEWER
@given(recorded(), MODERN_DAYS)
def test_a_history_and_a_case_give_the_same_answers(recording, day):
    """A history and its case give equal next events, deadlines, facts and findings."""
    process, history = recording
    case, report = tf.Case.from_history(history, process), tf.check(history, process)
    assert report == case.report()
    if not has_open_end(history):
        assert report.findings == case.findings
    assert tf.what_next(history, LAST, process=process) == case.what_next(LAST)
    assert tf.deadlines(history, day, process=process) == case.deadlines(day)
    assert tf.facts(history, day, process=process) == case.facts(day)


@FEWER
@given(recorded(min_events=1), MODERN_DAYS)
def test_an_option_is_allowed_on_a_day_if_a_live_case_accepts_it(recording, day):
    """This holds for every option on every day."""
    process, history = recording
    case = tf.Case.from_history(history.as_of(day), process)
    for option in tf.what_next(history, day, process=process):
        event = process.event(option.trigger, day)
        is_refused = any(finding.is_refusal for finding in case.suppose(event))
        assert option.allowed == (not is_refused)


# Corrections, tried at every position


def with_event(process, others, event):
    """Yield the history with an event added at each position, and whether no event is refused."""
    for position in range(len(others) + 1):
        history = evolve(others, events=[*others[:position], event, *others[position:]])
        yield history, tf.check(history, process).ok


@FEWER
@given(recorded(max_events=5), st.data())
def test_an_event_is_inserted_at_the_last_possible_position(recording, data):
    """It is never after an event that is certainly later, in a process without order too.

    If no position is possible, the error is that for the position that its date gives.
    """
    process, history = recording
    event = data.draw(testing.events(process))
    case = tf.Case.from_history(history, process)
    later = [position for position, other in enumerate(history) if other.on.first > event.on.last]
    by_date = min(later, default=len(history))
    longer = [*with_event(process, history, event)][: by_date + 1]
    possible = [position for position, (_, ok) in enumerate(longer) if ok]
    if possible:
        correction = case.insert(event)
        position = possible[-1]
        assert (longer[position][0], process) == (case.history, case.process)
        inserted = tuple(finding for finding in case.findings if finding.index == position)
        assert tf.Correction(position, inserted) == correction
        return
    with pytest.raises((tf.MoveNotAllowed, tf.DateRuleBroken)) as expected:
        tf.Case.from_history(longer[by_date][0], process)
    with pytest.raises((tf.MoveNotAllowed, tf.DateRuleBroken)) as refusal:
        case.insert(event)
    assert expected.value.finding == refusal.value.finding
    assert history == case.history


@FEWER
@given(recorded(min_events=1))
def test_the_last_event_can_be_withdrawn(recording):
    """The corrected case still has its process."""
    process, history = recording
    case = tf.Case.from_history(history, process)
    case.withdraw(history[-1])
    assert tf.Case.from_history(evolve(history, events=history[:-1]), process) == case


def test_of_two_equal_events_the_one_at_the_index_is_withdrawn():
    """Without the index it is not known which is meant, and nothing changes."""
    process = tf.Process(
        name="gate",
        title="A gate",
        stages={
            "shut": tf.StageInfo("Shut", "A meaning"),
            "open": tf.StageInfo("Open", "A meaning"),
        },
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
    with pytest.raises(tf.InvalidValue, match="at the indexes 0 and 2"):
        case.withdraw(opened)
    with pytest.raises(tf.MoveNotAllowed):
        case.withdraw(opened, at=2)
    assert history == case.history
    case.withdraw(opened, at=0)
    assert (closed, opened, passed) == tuple(case)


def licence():
    """Return a process in which a licence is granted forty days after the filing or later."""
    return tf.Process(
        name="licence",
        title="A licence",
        stages={
            "asked": tf.StageInfo("Asked", "A meaning"),
            "granted": tf.StageInfo("Granted", "A meaning", final=True),
        },
        initial="asked",
        triggers={"filed": "filed", "granted": "granted"},
        moves=[tf.Move("filed", "asked", "asked"), tf.Move("granted", "asked", "granted")],
        rules=[
            tf.DateRule(
                id="wait",
                requires="The licence is granted some time after the filing",
                starts="filed",
                ends="granted",
                at_least="40 days",
                strength="logic",
                citation=tf.Citation("nobody"),
            )
        ],
    )


def test_an_event_can_be_inserted_before_all_others():
    """If both events are dated by the same year, the one that the rules need first is put first."""
    process = licence()
    granted, filed = (process.event(trigger, "2016") for trigger in ("granted", "filed"))
    case = tf.Case("Sandwell", process)
    case.record(granted)
    case.insert(filed)
    assert (filed, granted) == tuple(case)


def test_an_option_is_not_allowed_on_a_day_that_is_too_early():
    """The same option is allowed if no day is given."""
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
def test_refusals_carry_their_data_as_arguments(faulty):
    """Such refusals survive pickling, so one worker can send them to another."""
    history, _ = faulty
    with pytest.raises((tf.MoveNotAllowed, tf.DateRuleBroken)) as caught:
        tf.Case.from_history(history)
    refusal = caught.value
    names = ("stage", "event", "allowed", "first", "finding", "is_earlier")
    carried = tuple(getattr(refusal, name) for name in names if name in vars(refusal))
    assert carried == refusal.args
    assert carried == pickle.loads(pickle.dumps(refusal)).args  # noqa: S301 - we wrote it
