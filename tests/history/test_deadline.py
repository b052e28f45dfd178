"""Deadlines: what is asked for, by when, and which event meets it."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.copies import copies_of
from trustflow import events as ev
from trustflow.dates import days, months
from trustflow.errors import BadDate, InvalidValue
from trustflow.history import Deadline, History, Strength
from trustflow.queries import deadlines as deadlines_on
from trustflow.testing import deadlines, partial_dates, spans
from trustflow.testing import events as transfer_events
from trustflow.testing.dates import MODERN_DAYS
from trustflow.testing.provenance import REQUIREMENTS, texts


@given(deadlines())
def test_a_copy_is_the_same_deadline(deadline):
    """A copied or unpickled deadline is equal and has the same hash."""
    for twin in copies_of(deadline):
        assert (deadline, hash(deadline)) == (twin, hash(twin))


@given(partial_dates(MODERN_DAYS), partial_dates(MODERN_DAYS), spans(200))
def test_a_deadline_is_due_on_its_day_or_after_its_span(on, due, within):
    """A span counts from the earliest and from the latest day on which the deadline was set."""
    days = on.first, on.last
    assert (due.first, due.last) == Deadline("plan", due=due).span_from(days)
    assert (within.shift(on.first), within.shift(on.last)) == Deadline(
        "plan", within=within
    ).span_from(days)
    assert Deadline("plan").span_from(days) is None


def test_dates_spans_and_strengths_are_read_from_text():
    """A strength is a word in any case."""
    deadline = Deadline("plan", within="3 months", set_by="LAW")

    assert (months(3), Strength.LAW) == (deadline.within, deadline.set_by)
    assert "2016-12~" == Deadline("plan", due="2016-12~").due.text


def test_a_deadline_has_a_due_day_or_a_span_but_not_both():
    """A due day and a span could contradict each other."""
    with pytest.raises(
        InvalidValue, match=r"'plan'\. It has both a due day and a span\. Give one: "
    ):
        Deadline("plan", due="2016-12-01", within=days(3))


@pytest.mark.parametrize(
    "fields", [{}, {"met_by": "trust_went_live"}, {"judgement": "good"}, {"set_by": "law"}], ids=str
)
def test_an_event_refuses_a_deadline_without_a_day(fields):
    """Such a deadline would never be due; the error says what to give."""
    deadline = Deadline("plan", **fields)
    assert not deadline.has_day
    with pytest.raises(InvalidValue) as caught:
        ev.Note("2016", deadlines=[Deadline("letter", within="2 weeks"), deadline])
    assert (
        "Invalid deadline: 'plan'. It has no day, so it would never be due. "
        "Give due='2016-12-01' or within='70 working days'."
    ) == str(caught.value)
    with pytest.raises(InvalidValue, match=r"If no source gives the day, write in note="):
        ev.DeadlineSet("2016", what="plan", **fields)


@pytest.mark.parametrize(
    "fields", [{"due": "2017"}, {"within": "2 weeks"}, {"note": "By the next visit."}], ids=str
)
def test_a_deadline_set_needs_a_day_or_a_note(fields):
    """With a note only, it asks for something and replaces a deadline of the same words."""
    event = ev.DeadlineSet("2016", what="plan", **fields)
    assert ("note" not in fields) == event.deadlines_set[0].has_day


def test_a_deadline_without_a_day_replaces_an_earlier_one():
    """The record has such: a day was moved to the next visit, whose day nobody knew."""
    first = ev.DeadlineSet("2016-01-01", what="plan", due="2016-03-01")
    moved = ev.DeadlineSet("2016-02-01", what="plan", note="By the next visit.")
    listed = deadlines_on(History("Sandwell", [first, moved]), "2016-02-02", everything=True)
    assert [("plan", "superseded")] == [(due.what, str(due.status)) for due in listed]


def test_a_deadline_cannot_be_a_rule_of_logic():
    """Being late does not undo an event, so a live case must not refuse an event for being late."""
    with pytest.raises(InvalidValue) as caught:
        Deadline("plan", set_by="logic")
    assert ("'logic'", "strength of a deadline") == (caught.value.found, caught.value.what)
    accepted = (
        "A deadline cannot be a rule of logic, because a missed deadline does not undo the event "
        "that missed it. Expected another strength, such as 'contract'."
    )
    assert accepted == caught.value.accepted
    with pytest.raises(InvalidValue, match="a missed deadline does not undo the event"):
        ev.DeadlineSet("2016", what="plan", due="2017", set_by=Strength.LOGIC)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"what": ""}, InvalidValue),
        ({"what": None}, InvalidValue),
        ({"due": "soon"}, BadDate),
        ({"due": dt.datetime(2016, 1, 1, tzinfo=dt.UTC)}, BadDate),
        ({"within": "soon"}, BadDate),
        ({"within": 70}, BadDate),
        ({"set_by": "the mayor"}, InvalidValue),
        ({"met_by": ""}, InvalidValue),
        ({"judgement": ""}, InvalidValue),
    ],
    ids=str,
)
def test_an_unreadable_field_is_refused(fields, error):
    """Each field is checked when the deadline is built."""
    with pytest.raises(error):
        Deadline(**{"what": "plan", **fields})


@given(texts(), st.sampled_from([str.upper, str.lower, str.title]))
def test_requirements_match_in_any_case_and_spacing(text, change_case):
    """The words of a requirement are case folded, with single spaces."""
    assume(change_case(text).casefold() == text.casefold())
    spaced = f"  {'   '.join(change_case(text).split())}\u3000"

    assert Deadline(text).words == Deadline(spaced).words


@given(st.sampled_from(REQUIREMENTS), st.sampled_from(REQUIREMENTS), partial_dates())
def test_a_requirement_met_meets_the_deadline_of_the_same_words(asked, done, on):
    """The event meets no other deadline, and a note with the same words meets none."""
    same = asked.casefold().split() == done.casefold().split()
    event = ev.RequirementMet(on, what=done)

    assert same == event.meets(Deadline(asked))
    assert not ev.Note(on, note=done).meets(Deadline(asked))


@given(transfer_events(), st.sampled_from(["trust_went_live", "note", None]))
def test_an_event_meets_the_deadlines_that_name_its_trigger(event, trigger):
    """An event of another trigger does not meet such a deadline."""
    named = event.trigger if trigger is None else trigger
    deadline = Deadline("words that nobody uses", met_by=named)

    assert (named == event.trigger) == event.meets(deadline)
