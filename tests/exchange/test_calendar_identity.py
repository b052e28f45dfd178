"""A deadline keeps its UID in every calendar file, and a newer file has a higher SEQUENCE."""

import datetime as dt
import re

import pytest
from attrs import evolve
from hypothesis import assume, example, given
from hypothesis import strategies as st
from icalendar import Calendar

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import deadlines_to_ics
from trustflow.history import Source, same_words
from trustflow.testing import histories
from trustflow.testing.dates import MODERN_DAYS

LAST_DAY = "2150-01-01"
"""A day after all others here, so that no event is left out as later."""
PLANS = tf.Deadline("plans", due="2016-12-01")
FIRST = ev.DirectionIssued("2016-10-06", purpose="improvement", deadlines=[PLANS])
SECOND = ev.DeadlineSet("2017-02-01", what="Plans", due="2017-06-01")
OTHER = ev.DeadlineSet("2017-03-01", what="report", due="2017-09-01")
INSPECTED = ev.InspectionPublished("2016-09-01", areas={"care leavers": "inadequate"})
AGAIN = ev.InspectionPublished("2018-09-01", areas={"care leavers": "inadequate"})
EVENTS = [INSPECTED, FIRST, SECOND, OTHER, AGAIN]
HISTORY = tf.History("Sandwell", EVENTS)


def written(deadlines, **options):
    """Return the events of the calendar file of some deadlines."""
    options = {"authority": "Sandwell"} | options
    return Calendar.from_ical(deadlines_to_ics(deadlines, **options)).walk("VEVENT")


def uids(history, day=LAST_DAY, **options):
    """Return the UIDs of deadlines, by the index of their event and by their rule or words."""
    deadlines = [
        due
        for due in tf.deadlines(history, day, **{"everything": True} | options)
        if not (due.due.is_open_start or due.due.is_open_end)
    ]
    listed = (*history.inherits, *history.events)
    index = {id(event): number for number, event in enumerate(listed)}
    found = {}
    for due, event in sorted(zip(deadlines, written(deadlines), strict=True), key=place):
        key = index[id(due.set_by)], due.rule or same_words(due.what)
        # An event can set several deadlines in the same words, and can be listed twice.
        found.setdefault(key, []).append(str(event["UID"]))
    assert len(deadlines) == len({uid for group in found.values() for uid in group})
    return found


def place(pair):
    """Return the place of the deadline in a pair."""
    return pair[0].place


def corrected(history, index, **changes):
    """Return a history with another value of some fields of one event."""
    events = list(history.events)
    events[index] = evolve(events[index], **changes)
    return evolve(history, events=events)


def assert_same(before, after):
    """Assert that the deadlines in both have the same UIDs."""
    for key in before.keys() & after.keys():
        assert before[key] == after[key]


@given(histories(min_events=1, max_events=6), st.data())
def test_a_correction_changes_no_uid(history, data):
    """Correct the day, the note or the sources of an event: each deadline keeps its UID."""
    index = data.draw(st.integers(0, len(history.events) - 1))
    changes = data.draw(
        st.fixed_dictionaries({"on": MODERN_DAYS.map(str)})
        | st.just({"note": "corrected"})
        | st.just({"sources": [Source("another paper")]})
    )
    before = uids(history)
    try:
        changed = corrected(history, index, **changes)
    except tf.TrustflowError:
        assume(False)  # noqa: FBT003
    after = uids(changed)
    assert_same(before, after)
    if "on" not in changes:
        assert before == after


@pytest.mark.parametrize(
    ("index", "changes"),
    [
        (0, {"on": "2016-09-02"}),
        (0, {"on": "2016-09"}),
        (0, {"received_on": "2016-08-25"}),
        (0, {"areas": {"care leavers": "good"}}),
        (1, {"on": "2016-10"}),
        (1, {"sources": [Source("the letter")]}),
        (1, {"deadlines": [evolve(PLANS, due="2016-12-24")]}),
        (1, {"deadlines": [evolve(PLANS, due="2016")]}),
        (1, {"deadlines": [evolve(PLANS, what="PLANS ")]}),
        (2, {"due": "2018-06-01"}),
        (2, {"on": "2017-02-28", "note": "by post"}),
        (3, {"due": "2017-08"}),
        (4, {"on": "2018-10-01"}),
    ],
)
def test_corrections_that_people_make(index, changes):
    """Each deadline is there before and after, with the same UID."""
    before, after = uids(HISTORY), uids(corrected(HISTORY, index, **changes))
    assert before == after
    assert 7 == len(before)


@pytest.mark.parametrize(
    "later",
    [
        ev.RequirementMet("2017-05-01", what="plans"),
        ev.RequirementMet("2017-05-01", what="report"),
        ev.DeadlineSet("2017-05-01", what="plans", due="2018-01-01"),
        ev.DeadlineSet("2017-05-01", what="minutes", due="2018-01-01"),
        ev.ActionPlanPublished("2017-05-01"),
        ev.Note("2017-05-01"),
    ],
)
def test_a_later_event_changes_no_uid(later):
    """Another deadline is met, replaced or set: the others keep their UIDs."""
    before = uids(HISTORY)
    assert_same(before, uids(evolve(HISTORY, events=[*EVENTS, later])))
    inserted = uids(evolve(HISTORY, events=[*EVENTS[:4], later, *EVENTS[4:]]))
    moved = {(5 if index == 4 else index, words): uid for (index, words), uid in before.items()}
    assert_same(moved, inserted)
    assert moved.keys() <= inserted.keys()


@pytest.mark.parametrize("day", ["2016-10-06", "2016-12-05", "2017-02-01", "2018-12-01", LAST_DAY])
def test_the_uid_does_not_depend_on_what_is_listed(day):
    """With or without old deadlines, and in a window, a deadline has the same UID."""
    everything = uids(HISTORY, day)
    assert_same(everything, uids(HISTORY))
    for options in ({"everything": False}, {"within": "12 months"}):
        listed = uids(HISTORY, day, **options)
        assert_same(everything, listed)
        assert listed.keys() <= everything.keys()


def test_other_words_are_another_deadline():
    """Deadlines in other words, and deadlines of rules, keep their UIDs."""
    changed = corrected(HISTORY, 2, what="accounts")
    before, after = uids(HISTORY), uids(changed)
    assert_same(before, after)
    assert {(2, "accounts")} == after.keys() - before.keys()
    assert before[2, "plans"] not in after.values()


def test_words_are_not_the_id_of_a_rule():
    """A deadline whose words are the id of a rule has a UID of its own."""
    words = ev.DeadlineSet("2017-05-01", what="action-plan", due="2018-01-01")
    history = evolve(HISTORY, events=[*EVENTS, words])
    events = written(tf.deadlines(history, LAST_DAY, everything=True))
    assert len(events) == len({event["UID"] for event in events}) == 8


def test_an_event_that_is_listed_twice():
    """Each of its deadlines has its place."""
    history = tf.History("Sandwell", [SECOND, SECOND])
    assert [1, 2] == [due.place for due in tf.deadlines(history, "2017-02-02")]


def test_the_inherited_deadlines_come_first():
    """A deadline of the replaced council has the first place."""
    history = tf.History("New", [OTHER], succeeds="Old", inherits=[evolve(OTHER, on="2017-01-01")])
    assert {"Old": 1, None: 2} == {
        due.inherited_from: due.place for due in tf.deadlines(history, "2017-03-02")
    }


# SEQUENCE


@given(histories(max_events=4), MODERN_DAYS, MODERN_DAYS)
@example(HISTORY, dt.date(1999, 12, 31), dt.date(2000, 1, 1))
def test_the_sequence_never_falls(history, one, other):
    """A file of a later day has no lower SEQUENCE, and the stamps are the day asked about."""
    sequences = []
    for day in sorted((one, other)):
        expected = max(0, (day - dt.date(2000, 1, 1)).days)
        events = written(tf.deadlines(history, day, everything=True))
        assert {expected} >= {event["SEQUENCE"] for event in events}
        stamp = dt.datetime.combine(day, dt.time(), dt.UTC)
        for event in events:
            assert stamp == event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt
        sequences.append(expected)
    assert sequences == sorted(sequences)


# Identifiers and versions that are handed in


DEADLINES = tf.deadlines(HISTORY, "2017-03-02")


def test_functions_give_uids_and_sequences():
    """Where a function gives None, the default is written."""
    numbered = {id(due.set_by): f"entry-{index}" for index, due in enumerate(DEADLINES)}
    events = written(
        DEADLINES,
        uid=lambda due: None if due.rule else f"{numbered[id(due.set_by)]}-{due.what}",
        sequence=lambda due: 7 if due.rule is None else None,
    )
    default = written(DEADLINES)
    for due, event, other in zip(DEADLINES, events, default, strict=True):
        if due.rule is None:
            assert f"{numbered[id(due.set_by)]}-{due.what}" == event["UID"]
            assert 7 == event["SEQUENCE"]
        else:
            assert (other["UID"], other["SEQUENCE"]) == (event["UID"], event["SEQUENCE"])
    assert {due.rule is None for due in DEADLINES} == {True, False}


def test_mappings_give_uids_and_sequences():
    """A deadline that is not in the mapping has the default."""
    one, *others = DEADLINES
    first, *rest = written(DEADLINES, uid={one: "mine"}, sequence={one: 0})
    default = written(DEADLINES)[1:]
    assert ("mine", 0) == (first["UID"], first["SEQUENCE"])
    assert [(event["UID"], event["SEQUENCE"]) for event in default] == [
        (event["UID"], event["SEQUENCE"]) for event in rest
    ]
    assert others


@pytest.mark.parametrize("uid", ["", " ", "\n", 7, b"uid", ("a",)])
def test_a_uid_is_a_text(uid):
    """Another value is refused with what is expected."""
    with pytest.raises(tf.InvalidValue, match=r"Invalid UID: .*Expected a text that is not blank"):
        written(DEADLINES, uid=lambda _: uid)


@pytest.mark.parametrize("sequence", [-1, 2**31, 1.0, True, "1", dt.date(2016, 1, 1)])
def test_a_sequence_is_a_number(sequence):
    """Another value is refused with what is expected."""
    expected = "Invalid SEQUENCE: .*Expected a whole number from 0 to 2147483647"
    with pytest.raises(tf.InvalidValue, match=expected):
        written(DEADLINES, sequence=lambda _: sequence)


@pytest.mark.parametrize("deadlines", [DEADLINES, []], ids=["deadlines", "none"])
@pytest.mark.parametrize(
    ("option", "value", "example"),
    [
        ("uid", "entry-7", 'uid={deadline: "entry-7"}'),
        ("uid", ["entry-7"], 'uid={deadline: "entry-7"}'),
        ("uid", 7, 'uid={deadline: "entry-7"}'),
        ("sequence", 7, "sequence=lambda deadline: 7"),
        ("sequence", 0, "sequence=lambda deadline: 7"),
        ("sequence", [7], "sequence=lambda deadline: 7"),
        ("sequence", dt.date(2016, 1, 1), "sequence=lambda deadline: 7"),
    ],
)
def test_one_value_for_all_deadlines_is_refused(deadlines, option, value, example):
    """The error shows a function or a mapping, also if there is nothing to write."""
    expected = f"Expected a function that takes a deadline, or a mapping .*{re.escape(example)}"
    with pytest.raises(tf.InvalidValue, match=expected):
        deadlines_to_ics(deadlines, authority="Sandwell", **{option: value})


def test_a_uid_forges_no_line():
    """Hidden characters are shown as escapes."""
    forged = "a\r\nEND:VEVENT\u202e"
    (event,) = written(DEADLINES[:1], uid=lambda _: forged)
    assert r"a\r\nEND:VEVENT\u202e" == event["UID"]


@pytest.mark.parametrize(
    ("deadlines", "options"),
    [
        (DEADLINES, {"uid": lambda _: "same"}),
        ([*tf.deadlines(HISTORY, "2017-02-02"), *DEADLINES], {}),
        ({"Kent": DEADLINES, "Devon": DEADLINES}, {"authority": None, "uid": lambda due: due.what}),
    ],
)
def test_different_deadlines_need_different_uids(deadlines, options):
    """No deadline is lost silently."""
    with pytest.raises(tf.InvalidValue, match="have the same UID") as refusal:
        written(deadlines, **options)
    assert re.search("Expected a UID of its own for each deadline", str(refusal.value))


def test_a_deadline_that_is_given_twice_is_written_once():
    """The same deadline in two lists is one event."""
    assert written(DEADLINES) == written([*DEADLINES, *DEADLINES])
