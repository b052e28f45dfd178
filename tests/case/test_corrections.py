"""Facts that arrive late or turn out wrong: insert, replace and withdraw, each by replay."""

import pickle

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow.testing import events as transfer_events
from trustflow.testing import histories

INADEQUATE = ev.InspectionPublished("2015-06-05", judgement="inadequate")
APPOINTED = ev.CommissionerAppointed("2015-12", names="Eleanor Brazil")
REPORTED = ev.CommissionerReportPublished("2016-07")
DIRECTED = ev.DirectionIssued("2016-10-06", purpose="trust")
REFUSALS = (tf.MoveNotAllowed, tf.DateRuleBroken)


def case_of(*events):
    """Sandwell's case with some events recorded."""
    case = tf.Case("Sandwell")
    for event in events:
        case.record(event)
    return case


def sandwell():
    """Sandwell's case as far as the direction."""
    return case_of(INADEQUATE, APPOINTED, REPORTED, DIRECTED)


def holds(case, events):
    """Whether a case with some events instead would hold."""
    return tf.check(evolve(case.history, events=events)).ok


def places(case, others, event):
    """The places among other events at which the whole holds with one more."""
    return [
        place
        for place in range(len(others) + 1)
        if holds(case, [*others[:place], event, *others[place:]])
    ]


def tried(case, change):
    """What a change gives, or the refusal; a refused one leaves the case exactly as it was."""
    before = pickle.dumps(case), case.stage, case.findings
    try:
        return change()
    except REFUSALS as refusal:
        assert before == (pickle.dumps(case), case.stage, case.findings)
        return refusal


# What holds of every case


@given(histories(max_events=5), transfer_events())
def test_insert_takes_the_last_place_at_which_the_whole_holds(history, event):
    """And refuses when there is none; a case after it is one that holds."""
    case = tf.Case.from_history(history)
    others = list(case)
    holding = places(case, others, event)
    answer = tried(case, lambda: case.insert(event))
    if not holding:
        assert isinstance(answer, REFUSALS)
        return
    place = holding[-1]
    expected = evolve(history, events=[*others[:place], event, *others[place:]])
    assert expected == case.history
    report = tf.check(expected)
    assert tuple(finding for finding in report.findings if finding.index == place) == answer
    assert (report.stage, report.findings) == (case.stage, case.findings)


@st.composite
def repeating(draw):
    """Cases, and an event of each that may be recorded twice."""
    case = tf.Case.from_history(draw(histories(min_events=1, max_events=5)))
    event = draw(st.sampled_from(case.history.events))
    if draw(st.booleans()):
        tried(case, lambda: case.insert(event))
    return case, event


def without_one(case, event):
    """What is left without an event: for each place where it stands, the last first."""
    events = case.history.events
    found = [place for place, other in enumerate(events) if other == event]
    return [(place, [*events[:place], *events[place + 1 :]]) for place in reversed(found)]


@given(repeating())
def test_withdraw_leaves_the_rest_if_that_holds(found):
    """What is left is the history without the event, or the case as it was."""
    case, event = found
    holding = [tuple(rest) for _, rest in without_one(case, event) if holds(case, rest)]
    answer = tried(case, lambda: case.withdraw(event))
    if holding:
        assert (None, holding[0]) == (answer, case.history.events)
        assert tf.check(case.history).findings == case.findings
    else:
        assert isinstance(answer, REFUSALS)


@given(repeating(), transfer_events())
def test_replace_keeps_the_place_if_the_whole_holds_there(found, new):
    """Else it takes the place where its date belongs, or is refused."""
    case, old = found
    lefts = without_one(case, old)
    rest = lefts[0][1]
    there = [left for left in lefts if left[0] in places(case, left[1], new)]
    there += [(place, rest) for place in reversed(places(case, rest, new))]
    answer = tried(case, lambda: case.replace(old, new))
    if not there:
        assert isinstance(answer, REFUSALS)
        return
    taken, rest = there[0]
    assert (*rest[:taken], new, *rest[taken:]) == case.history.events
    assert tuple(found for found in case.findings if found.index == taken) == answer


@given(histories(min_events=1, max_events=5), st.data())
def test_to_withdraw_what_was_inserted_changes_nothing(history, data):
    """An event put in and taken out again leaves the case as it was."""
    case = tf.Case.from_history(history)
    event = data.draw(transfer_events())
    assume(event not in history.events)
    if isinstance(tried(case, lambda: case.insert(event)), tuple):
        case.withdraw(event)
    assert tf.Case.from_history(history) == case
    assert tf.check(history).stage == case.stage


# By example


def test_an_event_learnt_late_goes_where_its_date_belongs():
    """Between the events before it and those after it; the stage and what follows stay right."""
    case = sandwell()
    late = ev.AdviserAppointed("2015-09", names="Ann Lee")
    assert () == case.insert(late)
    assert (INADEQUATE, late, APPOINTED, REPORTED, DIRECTED) == case.history.events
    assert "direction_issued" == case.stage
    assert case.record(ev.ShadowStarted("2017-10-01")) == ()


def test_of_one_day_the_inserted_event_is_the_last():
    """Ties go after the events that are there."""
    case = sandwell()
    same_day = ev.Note("2016-10-06")
    case.insert(same_day)
    assert (DIRECTED, same_day) == case.history.events[-2:]
    first = ev.Note("2015-06-05")
    case.insert(first)
    assert (INADEQUATE, first) == case.history.events[:2]


def test_a_late_event_can_change_the_findings_of_later_ones():
    """A rule whose start was missing is held against what came after."""
    case = case_of(
        INADEQUATE, evolve(APPOINTED, on="2016-09-01"), evolve(REPORTED, on="2017-01-10")
    )
    assert ["commissioner-report"] == [found.rule for found in case.findings]
    deadline = tf.Deadline("report", due="2017-02", met_by="commissioner_report_published")
    case.insert(ev.DirectionIssued("2016-10-01", purpose="improvement", deadlines=[deadline]))
    assert () == case.findings


def test_an_insert_gives_the_findings_about_the_event_itself():
    """Not those of the others."""
    case = case_of(INADEQUATE, APPOINTED)
    (finding,) = case.insert(ev.DecisionAnnounced("2015-08-01", outcome="trust"))
    assert ("off_standard_route", 1) == (finding.code, finding.index)


def test_what_fits_nowhere_is_refused_as_at_the_place_of_its_date():
    """The refusal says what is wrong there, and what to record first."""
    case = sandwell()
    with pytest.raises(tf.MoveNotAllowed) as refused:
        case.insert(ev.TrustWentLive("2016-01-15"))
    assert ("commissioner_review", 2) == (refused.value.stage, refused.value.finding.index)
    assert refused.value.first
    with pytest.raises(tf.MoveNotAllowed):
        case.insert(ev.ReturnedToCouncil("2018-01-01"))
    assert sandwell() == case


def test_a_correction_in_place():
    """A better date takes the place of a worse one."""
    case = sandwell()
    better = evolve(APPOINTED, on="2015-12-15")
    assert () == case.replace(APPOINTED, better)
    assert (INADEQUATE, better, REPORTED, DIRECTED) == case.history.events


def test_a_correction_that_moves_the_event():
    """Where the new date no longer fits the place, it goes where it belongs."""
    note = ev.Note("2015-07-01")
    case = case_of(INADEQUATE, note, APPOINTED, REPORTED)
    later = evolve(note, on="2016-08-01")
    case.replace(note, later)
    assert (INADEQUATE, APPOINTED, REPORTED, later) == case.history.events


def test_a_correction_that_does_not_hold_is_refused():
    """Without an appointment there is nobody to report."""
    case = sandwell()
    with pytest.raises(tf.MoveNotAllowed):
        case.replace(APPOINTED, ev.AdviserAppointed("2015-12"))
    assert sandwell() == case


def test_what_later_events_rest_on_cannot_be_withdrawn():
    """The refusal is that of the first event that no longer holds."""
    case = sandwell()
    with pytest.raises(tf.MoveNotAllowed) as refused:
        case.withdraw(APPOINTED)
    assert REPORTED == refused.value.event
    assert sandwell() == case
    case.withdraw(DIRECTED)
    assert "commissioner_review" == case.stage
    assert () == tf.Case.from_history(case.history).findings


def test_only_what_is_in_the_case_can_be_corrected():
    """Another event, however like, is not."""
    case = sandwell()
    stranger = evolve(DIRECTED, on="2016-10-07")
    with pytest.raises(tf.InvalidValue) as refusal:
        case.withdraw(stranger)
    assert (
        "DirectionIssued('2016-10-07', purpose='trust') is no event of this case; "
        "it has to be recorded in it"
    ) == str(refusal.value)
    with pytest.raises(tf.InvalidValue):
        case.replace(stranger, DIRECTED)
    assert sandwell() == case


def test_what_holds_nowhere_is_refused_after_the_events_of_its_day():
    """Where its date belongs: after what happened on the same day, before what came later."""
    case = sandwell()
    with pytest.raises(tf.MoveNotAllowed) as refusal:
        case.insert(ev.ReturnedToCouncil(DIRECTED.on))
    assert "direction_issued" == refusal.value.stage


# An event that is recorded twice

SOME_DAY = "2015/2017"
FOUND = ev.InspectionPublished(SOME_DAY, judgement="inadequate")
MENDED = ev.InspectionPublished(SOME_DAY, judgement="good")
SENT = ev.VisitMade(SOME_DAY, kind="monitoring")
NOTED = ev.Note(SOME_DAY)


def test_the_last_of_two_that_are_the_same_is_withdrawn():
    """Where the rest holds without either, as without the one that was recorded last."""
    case = case_of(FOUND, SENT, MENDED, FOUND)
    case.withdraw(FOUND)
    assert (FOUND, SENT, MENDED) == case.history.events


def test_the_one_without_which_the_rest_holds_is_withdrawn():
    """Whichever of them that is."""
    case = case_of(FOUND, MENDED, FOUND, SENT)
    case.withdraw(FOUND)
    assert (MENDED, FOUND, SENT) == case.history.events


def test_neither_is_withdrawn_where_the_rest_needs_both():
    """What is told is what would be wrong without the last of them."""
    case = case_of(FOUND, SENT, MENDED, FOUND, SENT)
    refusal = tried(case, lambda: case.withdraw(FOUND))
    assert isinstance(refusal, tf.MoveNotAllowed)
    assert 3 == refusal.finding.index


def test_the_one_in_whose_place_the_whole_holds_is_replaced():
    """The last of them, or else another."""
    case = case_of(FOUND, MENDED, FOUND, SENT)
    case.replace(FOUND, NOTED)
    assert (NOTED, MENDED, FOUND, SENT) == case.history.events
    again = case_of(FOUND, FOUND, SENT)
    again.replace(FOUND, NOTED)
    assert (FOUND, NOTED, SENT) == again.history.events
