"""Corrections of a case: events inserted late, replaced or withdrawn."""

import operator
import pickle
from functools import partial

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

import trustflow as tf
from tests.case.samples import REFUSALS, case_of
from tests.open_ends import has_open_end
from trustflow import events as ev
from trustflow.testing import events as transfer_events
from trustflow.testing import histories

INADEQUATE = ev.InspectionPublished("2015-06-05", judgement="inadequate")
APPOINTED = ev.CommissionerAppointed("2015-12", names="Eleanor Brazil")
REPORTED = ev.CommissionerReportPublished("2016-07")
DIRECTED = ev.DirectionIssued("2016-10-06", purpose="trust")


def sandwell():
    """Return a case of Sandwell up to the direction."""
    return case_of(INADEQUATE, APPOINTED, REPORTED, DIRECTED)


def holds(case, events):
    """Return whether a case would hold with these events instead of its own."""
    return tf.check(evolve(case.history, events=events)).ok


def holding_positions(case, others, event):
    """Return the positions among other events at which the whole holds with one more."""
    return [
        position
        for position in range(len(others) + 1)
        if holds(case, [*others[:position], event, *others[position:]])
    ]


def result_of(case, change):
    """Return the result of a change, or the refusal, after which the case is as it was."""
    before = pickle.dumps(case), case.stage, case.findings
    try:
        return change()
    except REFUSALS as refusal:
        assert before == (pickle.dumps(case), case.stage, case.findings)
        return refusal


# Properties

SOME = histories(max_events=5) | histories(max_events=5, precision="simple")
"""Histories of which the second half have no open ends."""


@given(SOME, transfer_events())
def test_insert_takes_the_last_position_at_which_the_whole_holds(history, event):
    """`insert` refuses if no position holds; otherwise the case has the longer history.

    With open ends, `check` can find out more than the case, which decides what is refused.
    """
    case = tf.Case.from_history(history)
    others = list(case)
    holding = holding_positions(case, others, event)
    result = result_of(case, lambda: case.insert(event))
    is_open = has_open_end(history) or event.on.is_open_end
    if not holding:
        assert is_open or isinstance(result, REFUSALS)
        return
    position = holding[-1]
    expected = evolve(history, events=[*others[:position], event, *others[position:]])
    assert expected == case.history
    report = tf.check(expected)
    assert report.stage == case.stage
    found = tuple(finding for finding in case.findings if finding.index == position)
    assert tf.Correction(position, found) == result
    if not is_open:
        assert report.findings == case.findings


@st.composite
def repeating(draw):
    """Draw a case and one of its events, which may be recorded twice."""
    case = tf.Case.from_history(
        draw(
            histories(min_events=1, max_events=5)
            | histories(min_events=1, max_events=5, precision="simple")
        )
    )
    event = draw(st.sampled_from(case.history.events))
    if draw(st.booleans()):
        result_of(case, lambda: case.insert(event))
    return case, event


def without_one(case, event):
    """Return each position of an event with the other events, the last position first."""
    events = case.history.events
    positions = [index for index, other in enumerate(events) if other == event]
    return [
        (position, [*events[:position], *events[position + 1 :]])
        for position in reversed(positions)
    ]


def is_refused_as_repeated(case, event, change):
    """Return whether an event is recorded several times, for which the case refuses a change."""
    places = [index for index, other in enumerate(case) if other == event]
    if len(places) == 1:
        return False
    before = tuple(case)
    with pytest.raises(tf.InvalidValue, match="The case has this event at the indexes") as refusal:
        change()
    assert all(f"{place}" in str(refusal.value) for place in places)
    assert are_same(before, tuple(case))
    return True


@given(repeating())
def test_withdraw_leaves_the_other_events_if_they_hold(case_and_event):
    """If the others do not hold, or the event is recorded twice, `withdraw` refuses."""
    case, event = case_and_event
    if is_refused_as_repeated(case, event, lambda: case.withdraw(event)):
        return
    ((position, rest),) = without_one(case, event)
    is_possible = holds(case, rest)
    result = result_of(case, lambda: case.withdraw(event))
    if is_possible:
        assert (tf.Correction(position), tuple(rest)) == (result, case.history.events)
        if not has_open_end(case.history):
            assert tf.check(case.history).findings == case.findings
    else:
        assert has_open_end(case.history) or isinstance(result, REFUSALS)


@given(repeating(), transfer_events())
def test_replace_keeps_the_position_if_the_whole_holds_there(case_and_event, new):
    """If not, the event goes to the last position at which all holds, or is refused."""
    case, old = case_and_event
    if is_refused_as_repeated(case, old, lambda: case.replace(old, new)):
        return
    ((at, rest),) = without_one(case, old)
    holding = holding_positions(case, rest, new)
    is_open = has_open_end(case.history) or new.on.is_open_end
    result = result_of(case, lambda: case.replace(old, new))
    if not holding:
        assert is_open or isinstance(result, REFUSALS)
        return
    position = at if at in holding else holding[-1]
    assert (*rest[:position], new, *rest[position:]) == case.history.events
    found = tuple(finding for finding in case.findings if finding.index == position)
    assert tf.Correction(position, found) == result


@given(histories(min_events=1, max_events=5), st.data())
def test_withdrawing_an_inserted_event_restores_the_case(history, data):
    """An event inserted and withdrawn again leaves the case as it was."""
    case = tf.Case.from_history(history)
    event = data.draw(transfer_events())
    assume(event not in history.events)
    inserted = result_of(case, lambda: case.insert(event))
    if isinstance(inserted, tf.Correction):
        assert inserted.index == case.withdraw(event).index
    assert tf.Case.from_history(history) == case
    assert tf.check(history).stage == case.stage


@st.composite
def repeated(draw):
    """Draw a case and one of its indexes, whose event may be recorded several times."""
    case, event = draw(repeating())
    # A copy is equal to the event, but another object, so the test sees which of the two changed.
    for copied in [evolve(event) for _ in range(draw(st.integers(0, 2)))]:
        result_of(case, partial(case.insert, copied))
    return case, draw(st.integers(0, len(case) - 1))


def are_same(events, others):
    """Return whether two sequences have the same objects, not only equal events."""
    return len(events) == len(others) and all(map(operator.is_, events, others))


@given(repeated(), st.booleans())
def test_withdraw_at_an_index_takes_exactly_that_event(case_and_index, names_event):
    """Of several equal events, no other one goes; with the event it is the same."""
    case, at = case_and_index
    before = tuple(case)
    rest = (*before[:at], *before[at + 1 :])
    event = before[at] if names_event else None
    result = result_of(case, lambda: case.withdraw(event, at=at))
    if isinstance(result, REFUSALS):
        assert has_open_end(case.history) or not holds(case, rest)
        return
    assert are_same(rest, tuple(case))


@given(repeated(), transfer_events(), st.booleans())
def test_replace_at_an_index_takes_exactly_that_event(case_and_index, new, names_event):
    """The other events keep their order, whether or not the new one keeps the position."""
    case, at = case_and_index
    before = tuple(case)
    rest = (*before[:at], *before[at + 1 :])
    old = before[at] if names_event else None
    in_place = holds(case, [*before[:at], new, *before[at + 1 :]])
    result = result_of(case, lambda: case.replace(old, new, at=at))
    if isinstance(result, REFUSALS):
        return
    position = at if in_place else next(i for i, event in enumerate(case) if event is new)
    assert new == case.history[position]
    others = [event for index, event in enumerate(case) if index != position]
    assert are_same(rest, others)
    found = tuple(finding for finding in case.findings if finding.index == position)
    assert tf.Correction(position, found) == result


@given(repeated(), st.integers() | st.sampled_from([True, False, 0.0, "0", None]))
def test_an_index_that_the_case_does_not_have_is_refused(case_and_index, at):
    """Neither a negative index nor one past the last event is accepted; the case is unchanged."""
    case, _ = case_and_index
    assume(not (type(at) is int and 0 <= at < len(case)))
    before = tuple(case)
    last = len(case) - 1
    for change in (
        lambda: case.withdraw(at=at),
        lambda: case.replace(new=NOTED, at=at),
    ):
        with pytest.raises(tf.InvalidValue) as refusal:
            change()
        if at is not None:
            assert (
                f"Expected a whole number from 0 to {last}, as in case.history[0]."
            ) == refusal.value.accepted
    assert are_same(before, tuple(case))


# Single corrections


def test_an_inserted_event_goes_where_its_date_belongs():
    """The stage does not change, and further events can be recorded."""
    case = sandwell()
    late = ev.AdviserAppointed("2015-09", names="Ann Lee")
    assert tf.Correction(1) == case.insert(late)
    assert (INADEQUATE, late, APPOINTED, REPORTED, DIRECTED) == case.history.events
    assert "direction_issued" == case.stage
    assert case.record(ev.ShadowStarted("2017-10-01")) == ()


def test_an_inserted_event_comes_last_on_its_day():
    """The inserted event comes after the recorded events of the same day."""
    case = sandwell()
    same_day = ev.Note("2016-10-06")
    case.insert(same_day)
    assert (DIRECTED, same_day) == case.history.events[-2:]
    first = ev.Note("2015-06-05")
    case.insert(first)
    assert (INADEQUATE, first) == case.history.events[:2]


def test_a_late_event_can_change_the_findings_of_later_ones():
    """A deadline inserted before a report replaces the computed day."""
    reported = ev.CommissionerReported("2017-01-10")
    case = case_of(INADEQUATE, evolve(APPOINTED, on="2016-09-01"), reported)
    assert ["commissioner-report"] == [finding.rule for finding in case.findings]
    deadline = tf.Deadline("report", due="2017-02", met_by="commissioner_reported")
    case.insert(ev.DirectionIssued("2016-10-01", purpose="improvement", deadlines=[deadline]))
    assert () == case.findings


def test_insert_with_an_open_date_beside_an_abolition():
    """No stage rules a position out, so the last one in which the date can lie is taken."""
    abolished = ev.AuthorityReorganised("2023-04-01", into=["Newshire"])
    case = case_of(INADEQUATE, abolished)
    note = ev.Note("2016/..")
    case.insert(note)
    assert (INADEQUATE, abolished, note) == case.history.events


def test_insert_returns_the_findings_on_the_event_itself():
    """Findings on other events are not among them."""
    case = case_of(INADEQUATE, APPOINTED)
    result = case.insert(ev.DecisionAnnounced("2015-08-01", outcome="trust"))
    assert [("off_standard_route", 1)] == [(each.code, each.index) for each in result.findings]
    assert 1 == result.index


def test_an_event_that_fits_nowhere_is_refused_as_where_its_date_belongs():
    """The refusal has the stage there, and what to record first."""
    case = sandwell()
    with pytest.raises(tf.MoveNotAllowed) as refused:
        case.insert(ev.TrustWentLive("2016-01-15"))
    assert ("commissioner_review", 2) == (refused.value.stage, refused.value.finding.index)
    assert refused.value.first
    with pytest.raises(tf.MoveNotAllowed):
        case.insert(ev.ReturnedToCouncil("2018-01-01"))
    assert sandwell() == case


def test_a_better_date_keeps_the_position():
    """The corrected event takes the position of the old one."""
    case = sandwell()
    better = evolve(APPOINTED, on="2015-12-15")
    assert tf.Correction(1) == case.replace(APPOINTED, better)
    assert (INADEQUATE, better, REPORTED, DIRECTED) == case.history.events


def test_a_date_that_no_longer_fits_moves_the_event():
    """The corrected event goes where its new date belongs."""
    note = ev.Note("2015-07-01")
    case = case_of(INADEQUATE, note, APPOINTED, REPORTED)
    later = evolve(note, on="2016-08-01")
    case.replace(note, later)
    assert (INADEQUATE, APPOINTED, REPORTED, later) == case.history.events


def test_a_correction_that_does_not_hold_is_refused():
    """Without an appointment, no commissioner can report."""
    case = sandwell()
    with pytest.raises(tf.MoveNotAllowed):
        case.replace(APPOINTED, ev.AdviserAppointed("2015-12"))
    assert sandwell() == case


@pytest.mark.parametrize("correct", [tf.Case.withdraw, lambda case, at: case.replace(at, DIRECTED)])
def test_an_index_in_place_of_an_event_is_refused_with_the_way_out(correct):
    """An index is given as `at`."""
    with pytest.raises(tf.InvalidValue, match=r"To give an index, write at=2\.$"):
        correct(sandwell(), 2)


def test_an_event_that_later_ones_need_cannot_be_withdrawn():
    """The refusal concerns the first later event that is no longer allowed."""
    case = sandwell()
    with pytest.raises(tf.MoveNotAllowed) as refused:
        case.withdraw(APPOINTED)
    assert REPORTED == refused.value.event
    assert sandwell() == case
    case.withdraw(DIRECTED)
    assert "commissioner_review" == case.stage
    assert () == tf.Case.from_history(case.history).findings


def test_only_an_event_of_the_case_can_be_corrected():
    """An event that differs in one field is refused."""
    case = sandwell()
    other = evolve(DIRECTED, on="2016-10-07")
    with pytest.raises(tf.InvalidValue) as refusal:
        case.withdraw(other)
    assert (
        "Invalid event: DirectionIssued('2016-10-07', purpose='trust'). "
        "Expected an event that is recorded in the case, with every field the same."
    ) == str(refusal.value)
    with pytest.raises(tf.InvalidValue):
        case.replace(other, DIRECTED)
    assert sandwell() == case


def test_the_refusal_counts_after_the_events_of_the_same_day():
    """The date belongs after the events of its day and before later ones."""
    case = sandwell()
    with pytest.raises(tf.MoveNotAllowed) as refusal:
        case.insert(ev.ReturnedToCouncil(DIRECTED.on))
    assert "direction_issued" == refusal.value.stage


# An event that is recorded twice

SOME_DAY = "2015/2017"
RATED = ev.InspectionPublished(SOME_DAY, judgement="inadequate")
IMPROVED = ev.InspectionPublished(SOME_DAY, judgement="good")
VISITED = ev.VisitMade(SOME_DAY, kind="monitoring")
NOTED = ev.Note(SOME_DAY)


@pytest.mark.parametrize(
    ("events", "places"),
    [
        ((RATED, VISITED, IMPROVED, RATED), "0 and 3"),
        ((RATED, RATED, VISITED), "0 and 1"),
        ((RATED, evolve(RATED), VISITED, RATED), "0, 1 and 3"),
    ],
)
def test_of_equal_events_none_is_changed_without_an_index(events, places):
    """The refusal has the indexes from which to choose."""
    case = case_of(*events)
    last = places[-1]
    for change in (
        lambda: case.withdraw(RATED),
        lambda: case.replace(RATED, NOTED),
        lambda: case.amend([tf.Withdraw(RATED)]),
        lambda: case.amend([tf.Replace(RATED, NOTED)]),
    ):
        with pytest.raises(tf.InvalidValue) as refusal:
            change()
        assert (
            f"The case has this event at the indexes {places}. Expected the index of the one that "
            f"is meant, as in at={last}."
        ) == refusal.value.accepted
    assert are_same(events, tuple(case))


# A correction by index


def test_an_index_chooses_between_equal_events():
    """Each of the equal events can be withdrawn, and the other replaced."""
    for at in (0, 1):
        case = case_of(RATED, evolve(RATED), VISITED)
        kept = case.history[1 - at]
        case.withdraw(at=at)
        assert kept is case.history[0]
        case.replace(new=evolve(RATED, note="x"), at=0)
        assert ["x", None] == [event.note for event in case]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_the_event_must_be_the_one_at_the_index(at):
    """The refusal names the event there, and neither is changed."""
    case = sandwell()
    for change in (
        lambda: case.withdraw(DIRECTED, at=at),
        lambda: case.replace(DIRECTED, NOTED, at=at),
    ):
        with pytest.raises(tf.InvalidValue, match=f"Expected the event at the index {at}: "):
            change()
    assert sandwell() == case


def test_a_case_without_events_has_no_index():
    """The message does not offer an impossible range."""
    with pytest.raises(tf.InvalidValue, match=r"an event: 0\. The case has no events\.$"):
        tf.Case("Sandwell").withdraw(at=0)


def test_an_event_that_later_ones_need_is_refused_at_its_index():
    """An index changes which event is meant, and not what the process allows."""
    case = sandwell()
    with pytest.raises(tf.MoveNotAllowed):
        case.withdraw(at=1)
    with pytest.raises(tf.MoveNotAllowed):
        case.replace(new=NOTED, at=1)
    assert sandwell() == case


def test_a_correction_needs_an_event():
    """Without an event or an index nothing is meant; a replacement needs a new event."""
    case = sandwell()
    with pytest.raises(tf.InvalidValue, match="Expected an event that is recorded in the case"):
        case.withdraw()
    with pytest.raises(tf.InvalidValue, match="Expected an event that is recorded in the case"):
        case.replace(new=NOTED)
    for change in (lambda: case.replace(DIRECTED), lambda: case.replace(at=0)):
        with pytest.raises(tf.InvalidValue, match="Expected the new event"):
            change()
    assert sandwell() == case


@pytest.mark.parametrize(("day", "place"), [("2005-01-02", 2), ("2005-01-03", 3), ("2005-01", 3)])
def test_a_late_event_after_an_abolition_comes_before_later_ones(day, place):
    """After an abolition no order is checked, and an event still takes the place of its date."""
    events = (
        ev.AuthorityReorganised("2005-01-01", into=["Sandwell"]),
        ev.InspectionPublished("2005-01-01", judgement="inadequate"),
        ev.VisitLetterPublished("2005-01-03", kind="monitoring"),
    )
    case = tf.Case.from_history(tf.History("Kent", events))
    late = ev.InspectionPublished(day, judgement="inadequate", note="late")
    case.insert(late)
    assert place == case.history.events.index(late)
    case.withdraw(late)
    assert events == case.history.events


@pytest.mark.parametrize(
    ("day", "place"), [("2020-01-01", 0), ("2020-01-02", 1), ("2020-01-09", 3)]
)
def test_a_late_event_has_its_place_without_a_rule_of_order(day, place):
    """A process without such a rule would accept the event after later ones."""
    stage = tf.StageInfo("Open", "Notes come.", final=True)
    process = tf.Process(
        name="notes",
        title="Notes",
        stages={"open": stage},
        initial="open",
        triggers={"noted": "noted"},
        moves=[tf.Move("noted", "open", "open")],
    )
    case = tf.Case("Somewhere", process)
    for other in ("2020-01-02", "2020-01-03", "2020-01-04"):
        case.record(process.event("noted", other, note=other))
    case.insert(process.event("noted", day, note="late"))
    assert place == [event.note for event in case].index("late")
