"""A history of another process is refused by every question, with the way out."""

import re

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow import exchange, testing
from trustflow.cohorts import arrow_counts, arrow_labels, arrows, named_leg
from trustflow.engine import Report
from trustflow.history import Event, NamedEvent
from trustflow.process import CLASSES_NOT_GIVEN, NamedLeg
from trustflow.queries import deadlines_of, facts_of

DAY = "2024-05-01"
SANDWELL = tf.casebook.load("Sandwell")
LIBRARY = tf.Process(
    name="library",
    title="The loan of a book",
    stages={
        "in": tf.StageInfo("On the shelf", "."),
        "out": tf.StageInfo("Lent", ".", final=True),
    },
    initial="in",
    triggers={"lent": "lent"},
    moves=[tf.Move("lent", "in", "out"), tf.Move("lent", "out", "out")],
    legs={"loan": NamedLeg("The loan", start="lent", end="lent")},
)
LOAN = tf.History("Atlas", LIBRARY.event("lent", "2020-01-01"))
QUESTIONS = {
    "deadlines": lambda history, process: tf.deadlines(history, DAY, process=process),
    "facts": lambda history, process: tf.facts(history, DAY, process=process),
    "what_next": lambda history, process: tf.what_next(history, process=process),
    "what_next on a day": lambda history, process: tf.what_next(history, DAY, process=process),
    "schedule": lambda history, process: tf.schedule(
        history, to=process.initial, finish_by=DAY, process=process
    ),
    "window": lambda history, process: tf.window(
        history, next(iter(process.triggers)), process=process
    ),
    "legs": lambda history, process: tf.legs(
        [history], start=[*process.triggers], end=[*process.triggers], process=process
    ),
    "outcomes": lambda history, process: tf.outcomes([history], process.initial, process=process),
    "arrows": lambda history, process: arrows([history], process=process),
    "arrow_counts": lambda history, process: arrow_counts([history], process=process),
    "arrow_labels": lambda history, process: arrow_labels([history], process=process),
    "diagram": lambda history, process: tf.diagram(history, process=process),
    "diagram of a report": lambda history, process: tf.diagram(tf.check(history, process)),
    "timeline": lambda history, process: tf.timeline(history, process=process),
    "timeline of several": lambda history, process: tf.timeline([history], process=process),
    "timeline of a report": lambda history, process: tf.timeline(tf.check(history, process)),
    "deadlines_of": lambda history, process: deadlines_of(tf.check(history, process), DAY),
    "facts_of": lambda history, process: facts_of(tf.check(history, process), DAY),
    "dumps": tf.dumps,
    "dumps_csv": exchange.dumps_csv,
    "to_frame": lambda history, process: exchange.to_frame(history, process=process, details=True),
}
"""Each public function that takes a history and a process, with few of its arguments."""
SLOW_QUESTIONS = {
    "case_page": lambda history, process: tf.case_page(history, process=process),
    "explorer": lambda history, process: tf.explorer(process, histories=history),
    "case_page of a report": lambda history, process: tf.case_page(tf.check(history, process)),
}
EVERY_QUESTION = QUESTIONS | SLOW_QUESTIONS


def refused(question, history, process):
    """Return the error with which a question refuses a history."""
    with pytest.raises(tf.BadHistory) as caught:
        EVERY_QUESTION[question](history, process)
    return caught.value


@pytest.mark.parametrize("question", EVERY_QUESTION)
@pytest.mark.parametrize(
    ("history", "process"), [(SANDWELL, LIBRARY), (LOAN, tf.TRUST_TRANSFER)], ids=["ours", "own"]
)
def test_every_question_refuses_a_history_of_another_process(question, history, process):
    """The error has the first event, the authority, the process that was used and the way out."""
    error = refused(question, history, process)
    (fault,) = error.faults
    assert "$.events[0]" == fault.path
    assert f"the history of {history.authority}" == error.where
    assert history[0].trigger in fault.found
    assert f"The process '{process.name}' does not have this event." in fault.accepted
    assert "--process" in fault.accepted
    assert "`process=`" in fault.accepted


@pytest.mark.parametrize("question", EVERY_QUESTION)
def test_every_question_answers_for_the_right_process(question):
    """With the process named, as the error says, there is an answer."""
    assert EVERY_QUESTION[question](LOAN, LIBRARY) is not None


def test_check_gives_findings_on_a_history_of_another_process():
    """Unlike the questions, it raises no error, and gives a finding on each foreign event."""
    for history, process in ((SANDWELL, LIBRARY), (LOAN, tf.TRUST_TRANSFER)):
        report = tf.check(history, process)
        assert isinstance(report, Report)
        assert not report.ok


def is_of(history, process):
    """Return whether a process has the first stage, the triggers and the kinds of a history."""
    triggers = {event.trigger for event in (*history.inherits, *history)}
    begins_in = history.begins_in
    return (
        triggers <= {*process.triggers}
        and (begins_in is None or begins_in in process.stages)
        and {*history.kinds_checked} <= {*process.kinds}
    )


@st.composite
def mistaken(draw):
    """Generate a history of one random process, and another random process."""
    history = draw(testing.loose_histories(draw(testing.processes()), max_events=4))
    return history, draw(testing.processes())


def check_questions(questions, history, process):
    """Check that questions refuse a history if it is not one of a process, and else answer."""
    for name, question in questions.items():
        if is_of(history, process):
            assert question(history, process) is not None, name
            continue
        with pytest.raises(tf.BadHistory) as caught:
            question(history, process)
        (fault,) = caught.value.faults
        assert re.fullmatch(r"\$\.(begins_in|checked_to|(events|inherits)\[\d+\])", fault.path), (
            name
        )


@at_most(60)
@given(mistaken())
def test_a_history_is_refused_by_every_question_or_is_one_of_the_process(mistake):
    """A process answers for a history of any other whose stage and triggers it has as well."""
    check_questions(QUESTIONS, *mistake)


@at_most(10)
@given(mistaken())
def test_a_history_has_no_page_or_is_one_of_the_process(mistake):
    """The same is true of pages, which take longer."""
    check_questions(SLOW_QUESTIONS, *mistake)


@given(testing.histories(max_events=5), st.data())
def test_the_first_foreign_event_is_named_with_its_position(history, data):
    """Events after it do not matter, and events of the process before it are not named."""
    place = data.draw(st.integers(0, len(history)))
    foreign = [NamedEvent("2030", what=what) for what in ("lent", "returned")]
    events = [*history[:place], *foreign, *history[place:]]
    longer = evolve(history, events=events, inherits=(), succeeds=None)
    (fault,) = refused("deadlines", longer, tf.TRUST_TRANSFER).faults
    assert f"$.events[{place}]" == fault.path
    assert "'lent' (2030)" == fault.found


def test_a_foreign_event_after_the_day_is_refused_too():
    """It shows that the wrong process was given, whatever the day of the question."""
    history = tf.History("Sandwell", [ev.Note("2016"), NamedEvent("2030", what="lent")])
    for question in ("deadlines", "facts", "what_next on a day"):
        assert "$.events[1]" == refused(question, history, tf.TRUST_TRANSFER).faults[0].path
    with pytest.raises(tf.BadHistory):
        tf.case_page(history, as_of="2017-01-01")


def test_an_inherited_event_of_another_process_is_refused():
    """Its place is in the list of inherited events."""
    history = evolve(SANDWELL, succeeds="Atlas", inherits=LOAN.events)
    (fault,) = refused("facts", history, tf.TRUST_TRANSFER).faults
    assert "$.inherits[0]" == fault.path


@pytest.mark.parametrize("question", EVERY_QUESTION)
def test_a_first_stage_of_another_process_is_refused(question):
    """The error is the same as for an event."""
    history = tf.History("Atlas", begins_in="out")
    (fault,) = refused(question, history, tf.TRUST_TRANSFER).faults
    assert ("$.begins_in", "'out'") == (fault.path, fault.found)
    assert "The process 'trust_transfer' does not have this stage." in fault.accepted
    assert "process=" in fault.accepted


@pytest.mark.parametrize("question", EVERY_QUESTION)
@pytest.mark.parametrize("kind", ["loans", "letters"])
def test_a_kind_of_event_of_another_process_is_refused(question, kind):
    """Otherwise nobody would see that the day in `checked_to` counts for nothing."""
    history = evolve(LOAN, checked_to={kind: "2024"})
    with pytest.raises(tf.BadHistory, match="kind of event") as caught:
        EVERY_QUESTION[question](history, LIBRARY)
    assert repr(kind) in str(caught.value)
    assert "Expected one of: events." in str(caught.value)


@pytest.mark.parametrize("kind", ["loans", "Events", "event", "letters", "books"])
def test_check_judges_events_whatever_the_kinds_checked(kind):
    """It raises no error for a fault of the history, and does not say what is known."""
    assert tf.check(evolve(LOAN, checked_to={kind: "2024"}), LIBRARY).ok


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("trust_whent_live", "trust_went_live"),
        ("inspection_published_partially", "inspection_published_partial"),
        ("note_", "note"),
    ],
)
def test_a_misspelt_trigger_is_named_with_the_most_similar_one(wrong, right):
    """A wrong name is more often a slip than the event of another process."""
    history = tf.History("Sandwell", NamedEvent("2016", what=wrong))
    (fault,) = refused("deadlines", history, tf.TRUST_TRANSFER).faults
    assert f"Did you mean '{right}'?" in fault.accepted


# Classes of events


class Note(Event):
    """Another class for the notes of the trust transfer."""


WITH_NOTE = [Note if cls is ev.Note else cls for cls in tf.TRUST_TRANSFER.events]
"""The classes of the trust transfer, with the other class for its notes."""


class Extended:
    """A namespace for a class with the same name."""

    class Note(ev.Note):
        """A class that extends that of the trust transfer."""


def test_a_named_event_with_a_trigger_of_the_process_is_one_of_it():
    """It is so although the process has a class for the trigger."""
    history = tf.History("Sandwell", NamedEvent("2016", what="note"))
    assert () == tf.deadlines(history, DAY)


def test_an_event_of_another_class_for_the_trigger_is_refused():
    """Its fields are not those that the facts are read from."""
    (fault,) = refused("facts", tf.History("Sandwell", Note("2016")), tf.TRUST_TRANSFER).faults
    assert (
        "It is of the class tests.test_another_process.Note, which the process 'trust_transfer' "
        "does not have. Expected the class trustflow.trust_transfer.documents.Note."
    ) in fault.accepted


@pytest.mark.parametrize(
    ("event", "process"),
    [
        (ev.Note("2016"), tf.TRUST_TRANSFER),
        (Extended.Note("2016"), tf.TRUST_TRANSFER),
        (ev.Note("2016"), evolve(tf.TRUST_TRANSFER, events=CLASSES_NOT_GIVEN)),
        (Note("2016"), evolve(tf.TRUST_TRANSFER, events=WITH_NOTE)),
        (
            ev.Note("2016"),
            tf.TRUST_TRANSFER.extended(
                triggers={"lent": "lent"}, moves=[tf.Move("lent", "trust_live", "trust_live")]
            ),
        ),
    ],
)
def test_an_event_of_a_class_of_the_process_or_of_none_is_one_of_it(event, process):
    """A process from a file has no classes, and takes those of any."""
    assert () == tf.deadlines(tf.History("Sandwell", event), DAY, process=process)


def test_a_named_leg_of_another_process_is_refused():
    """The histories are those of the trust transfer."""
    with pytest.raises(tf.BadHistory, match="does not have this event"):
        named_leg([SANDWELL], "loan", process=LIBRARY)


def test_a_frame_without_details_is_refused_too():
    """Its columns are the fields that the rules of the process use."""
    with pytest.raises(tf.BadHistory, match="does not have this event"):
        exchange.to_frame([LOAN])
