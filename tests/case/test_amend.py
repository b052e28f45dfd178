"""`amend`: several corrections of a case at once, or none."""

import pickle

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.case.samples import REFUSALS, case_of
from tests.examples import HALF
from tests.open_ends import has_open_end
from trustflow import events as ev
from trustflow.testing import events as transfer_events
from trustflow.testing import histories

INADEQUATE = ev.InspectionPublished("2015-06-05", judgement="inadequate")
APPOINTED = ev.CommissionerAppointed("2015-12", names="Eleanor Brazil")
REPORTED = ev.CommissionerReportPublished("2016-07")
DIRECTED = ev.DirectionIssued("2016-10-06", purpose="trust")
NOTE = ev.Note("2016-01")


def sandwell():
    """Return a case of Sandwell up to the direction."""
    return case_of(INADEQUATE, APPOINTED, REPORTED, DIRECTED)


def result_of(case, changes):
    """Return the result of `amend`, or the refusal, after which the case is as it was."""
    before = pickle.dumps(case), case.stage, case.findings
    try:
        return case.amend(changes)
    except REFUSALS as refusal:
        assert before == (pickle.dumps(case), case.stage, case.findings)
        return refusal


# Properties


@st.composite
def placed_changes(draw):
    """Draw a case and changes of it that all have an index, with what they make of it."""
    history = draw(histories(max_events=5, precision="simple"))
    events, changes, rows = list(history), [], []
    for place in range(len(events) + 1):
        for event in draw(st.lists(transfer_events(), max_size=1)):
            rows.append((event, len(changes)))
            changes.append(tf.Insert(event, at=place))
        if place == len(events):
            break
        what = draw(st.sampled_from(["keep", "keep", "withdraw", "replace", "date"]))
        if what == "keep":
            rows.append((events[place], None))
        elif what == "withdraw":
            changes.append(tf.Withdraw(at=place))
        else:
            new = draw(transfer_events())
            if what == "date":
                new = evolve(events[place], note="corrected")
            rows.append((new, len(changes)))
            changes.append(tf.Replace(at=place, new=new))
    order = draw(st.permutations(range(len(changes))))
    is_in_order = all(
        order.index(first) < order.index(second)
        for first, one in enumerate(changes)
        for second, other in enumerate(changes[first + 1 :], first + 1)
        if isinstance(one, tf.Insert) and isinstance(other, tf.Insert) and one.at == other.at
    )
    order = order if is_in_order else list(range(len(changes)))
    return history, [changes[number] for number in order], rows, order


@HALF
@given(placed_changes())
def test_amend_gives_the_case_of_the_history_built_directly(drawn):
    """If that history is possible, the case is the one that it gives, in whatever order."""
    history, changes, rows, order = drawn
    events = [event for event, _ in rows]
    direct = evolve(history, events=events)
    case = tf.Case.from_history(history)
    result = result_of(case, changes)
    if not tf.check(direct).ok:
        is_moved = any(isinstance(change, tf.Replace) for change in changes)
        assert is_moved or has_open_end(direct) or isinstance(result, REFUSALS)
        return
    if isinstance(result, REFUSALS):
        assert has_open_end(direct)
        return
    assert direct == case.history
    assert tf.Case.from_history(direct).findings == case.findings
    indexes = {number: index for index, (_, number) in enumerate(rows)}
    for number, change, correction in zip(order, changes, result, strict=True):
        if isinstance(change, tf.Withdraw):
            assert tf.Correction(change.at) == correction
        else:
            index = indexes[number]
            found = tuple(finding for finding in case.findings if finding.index == index)
            assert tf.Correction(index, found) == correction


@HALF
@given(histories(min_events=1, max_events=5), transfer_events(), st.data())
def test_amend_of_one_change_is_the_method_of_its_name(history, event, data):
    """The case, the result and the refusal are the same."""
    at = data.draw(st.integers(0, len(history) - 1))
    alone, amended = tf.Case.from_history(history), tf.Case.from_history(history)
    change, call = data.draw(
        st.sampled_from(
            [
                (tf.Insert(event), lambda: alone.insert(event)),
                (tf.Insert(event, at=at), lambda: alone.insert(event, at=at)),
                (tf.Replace(at=at, new=event), lambda: alone.replace(at=at, new=event)),
                (tf.Withdraw(at=at), lambda: alone.withdraw(at=at)),
            ]
        )
    )
    try:
        expected = call()
    except REFUSALS as refusal:
        result = result_of(amended, [change])
        expected = type(refusal), str(refusal)
        assert expected == (type(result), str(result))
    else:
        assert (expected,) == amended.amend([change])
    assert alone == amended


@HALF
@given(histories(max_events=6, precision="day"), st.data())
def test_withdrawing_and_inserting_events_again_restores_the_case(history, data):
    """The same events in the same places give the same history."""
    case = tf.Case.from_history(history)
    places = sorted(data.draw(st.sets(st.integers(0, len(history)))) - {len(history)})
    changes = [tf.Withdraw(at=place) for place in places]
    changes += [tf.Insert(history[place], at=place) for place in places]
    case.amend(changes)
    assert history == case.history


# Several corrections


def test_corrections_that_are_possible_only_together_are_made():
    """A commissioner's appointment is replaced together with what needs it."""
    case = sandwell()
    adviser = ev.AdviserAppointed("2015-12", names="Ann Lee")
    with pytest.raises(REFUSALS):
        case.replace(new=adviser, at=1)
    with pytest.raises(REFUSALS):
        case.withdraw(at=1)
    result = case.amend(
        [tf.Withdraw(REPORTED), tf.Withdraw(DIRECTED), tf.Replace(at=1, new=adviser)]
    )
    assert (tf.Correction(2), tf.Correction(3), tf.Correction(1)) == result
    assert (INADEQUATE, adviser) == case.history.events


def test_indexes_are_those_before_the_call():
    """A withdrawal does not move the index of a later change; the results are those after."""
    case = sandwell()
    later = evolve(DIRECTED, on="2016-10-07")
    result = case.amend([tf.Withdraw(at=2), tf.Replace(at=3, new=later), tf.Insert(NOTE, at=2)])
    assert (INADEQUATE, APPOINTED, NOTE, later) == case.history.events
    assert [2, 3, 2] == [correction.index for correction in result]


def test_events_inserted_at_one_index_keep_their_order():
    """They come before the event that had the index, in the order given."""
    case = sandwell()
    notes = [ev.Note("2016-01", note=name) for name in "abc"]
    result = case.amend(tf.Insert(note, at=2) for note in notes)
    assert (INADEQUATE, APPOINTED, *notes, REPORTED, DIRECTED) == case.history.events
    assert [2, 3, 4] == [correction.index for correction in result]


def test_an_event_at_the_end_has_the_length_as_its_index():
    """So one more index is accepted for an insertion than for a correction."""
    case = sandwell()
    note = ev.Note("2017")
    assert tf.Correction(4) == case.insert(note, at=4)
    with pytest.raises(tf.InvalidValue, match="Expected a whole number from 0 to 5"):
        case.insert(note, at=6)
    assert tf.Correction(0) == tf.Case("Leeds").insert(note, at=0)


def test_an_event_inserted_against_the_order_is_refused():
    """Without the index it goes where its date belongs."""
    case = sandwell()
    for at in (0, 1, 3, 4):
        with pytest.raises(tf.DateRuleBroken) as refusal:
            case.insert(NOTE, at=at)
        assert "in-order" == refusal.value.rule
    assert sandwell() == case
    assert tf.Correction(2) == case.insert(NOTE)


def test_events_without_an_index_go_where_their_dates_belong():
    """Each of them is placed after those before it in the list."""
    case = sandwell()
    notes = [
        ev.Note("2016-08-01", note="b"),
        ev.Note("2015-01-01"),
        ev.Note("2016-08-01", note="c"),
    ]
    result = case.amend([tf.Insert(note) for note in notes])
    assert [4, 0, 5] == [correction.index for correction in result]
    assert (notes[1], INADEQUATE, APPOINTED, REPORTED, notes[0], notes[2], DIRECTED) == tuple(case)


def test_a_replacement_waits_for_an_event_that_it_needs():
    """It stays in its place, and the event that allows it is inserted before it."""
    case = case_of(INADEQUATE, NOTE)
    result = case.amend([tf.Replace(NOTE, REPORTED), tf.Insert(APPOINTED)])
    assert [2, 1] == [correction.index for correction in result]
    assert (INADEQUATE, APPOINTED, REPORTED) == case.history.events


def test_a_replacement_whose_date_does_not_belong_in_its_place_is_moved():
    """So it is if another change is needed, too, before the result is possible."""
    late = evolve(REPORTED, on="2017-02-01")
    case = case_of(INADEQUATE, ev.Note("2015-07"), ev.Note("2016-12-01"))
    result = case.amend([tf.Replace(at=1, new=late), tf.Insert(APPOINTED)])
    assert [3, 1] == [correction.index for correction in result]
    early = evolve(late, on="2015-12-31")
    result = case.amend([tf.Replace(at=3, new=early), tf.Withdraw(at=2)])
    assert [2, 2] == [correction.index for correction in result]


def test_findings_are_those_on_each_new_event():
    """A withdrawn event has none, also if a new one takes its index."""
    case = case_of(INADEQUATE, APPOINTED)
    announced = ev.DecisionAnnounced("2015-12-31", outcome="trust")
    withdrawn, inserted = case.amend([tf.Withdraw(at=1), tf.Insert(announced)])
    assert tf.Correction(1) == withdrawn
    assert (1, ["off_standard_route"]) == (
        inserted.index,
        [finding.code for finding in inserted.findings],
    )


def test_no_correction_changes_nothing():
    """An empty list has an empty result."""
    case = sandwell()
    assert () == case.amend([])
    assert sandwell() == case


# What is refused


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (tf.Withdraw(at=0), "Invalid list of corrections: Withdraw(event=None, at=0). Expected"),
        (None, "Invalid list of corrections: None. Expected Insert, Replace or Withdraw"),
        ([NOTE], "Invalid correction: Note('2016-01'). Expected Insert, Replace or Withdraw"),
        (["withdraw"], "Invalid correction: 'withdraw'. Expected Insert, Replace or Withdraw"),
        ([tf.Insert("2016")], "Invalid event: '2016'. Expected an event, as in case.insert(event)"),
        ([tf.Insert(NOTE, at=5)], "Invalid index of an event: 5. Expected a whole number from 0"),
        ([tf.Insert(NOTE, at=-1)], "Invalid index of an event: -1. Expected a whole number from 0"),
        ([tf.Insert(NOTE, at=True)], "Invalid index of an event: True. Expected a whole number"),
        ([tf.Withdraw(at=4)], "Invalid index of an event: 4. Expected a whole number from 0 to 3"),
        ([tf.Withdraw()], "Invalid event: None. Expected an event that is recorded in the case"),
        ([tf.Replace(at=1)], "Invalid corrected event: None. Expected the new event"),
        ([tf.Replace(NOTE, DIRECTED)], "Invalid event: Note('2016-01'). Expected an event that is"),
        (
            [tf.Withdraw(at=1), tf.Withdraw(APPOINTED)],
            "Invalid index of a second correction: 1. Expected one correction of each event.",
        ),
        (
            [tf.Replace(at=1, new=NOTE), tf.Insert(NOTE, at=1), tf.Withdraw(at=1)],
            "Invalid index of a second correction: 1. Expected one correction of each event.",
        ),
    ],
    ids=[f"case {number}" for number in range(14)],
)
def test_a_list_with_a_mistake_changes_nothing(changes, message):
    """The message has what is wrong, and what is expected."""
    case = sandwell()
    with pytest.raises(tf.InvalidValue) as refusal:
        case.amend(changes)
    assert str(refusal.value).startswith(message)
    assert sandwell() == case


def test_one_impossible_correction_refuses_all():
    """The case keeps every event."""
    case = sandwell()
    changes = [tf.Insert(NOTE), tf.Withdraw(at=1), tf.Replace(at=0, new=INADEQUATE)]
    assert isinstance(result_of(case, changes), tf.MoveNotAllowed)
    assert sandwell() == case
