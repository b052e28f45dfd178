"""What is open after some events, and that facts do not grow with the square of the events."""

import datetime as dt
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow.engine import check
from trustflow.queries import facts_of
from trustflow.queries.facts.open_events import OpenEvents
from trustflow.testing import events as transfer_events
from trustflow.testing import partial_dates

TRIGGERS = (
    "commissioner_appointed",
    "commissioner_succeeded",
    "commissioner_stood_down",
    "direction_issued_improvement",
    "direction_revoked",
    "improvement_notice_issued",
    "improvement_notice_lifted",
    "intervention_ended",
    "intervention_stepped_down",
    "support_and_supervision_started",
    "support_and_supervision_ended",
    "authority_reorganised",
)
NAMES = st.lists(st.sampled_from(["Ann Lee", "ann  lee", "Bo Day", "Cy Fox"]), max_size=2)
NUMBERS = st.none() | st.integers(1, 3)
DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2016, 1, 4))


@st.composite
def acting_events(draw):
    """Generate an event that opens or closes something, with few names, numbers and days."""
    trigger = draw(st.sampled_from(TRIGGERS))
    day = draw(DAYS)
    on = draw(st.just(tf.PartialDate.of(day)) | partial_dates(st.just(day)))
    fields = {
        "commissioner_appointed": {"names": NAMES},
        "commissioner_succeeded": {"names": NAMES, "replaces": NAMES},
        "commissioner_stood_down": {"names": NAMES},
        "direction_issued_improvement": {
            "number": NUMBERS,
            "replaces": NUMBERS | st.just("improvement notice"),
            "ends": st.sampled_from([None, "2016-01-02", "2016-02"]),
        },
        "direction_revoked": {
            "direction": NUMBERS,
            "replaced_by": st.sampled_from([None, None, 2]),
            "partly": st.booleans(),
        },
        "improvement_notice_issued": {"replaces": st.sampled_from([None, "the first"])},
        "intervention_ended": {"partly": st.sampled_from([False, False, True])},
    }
    values = {name: draw(each) for name, each in fields.get(trigger, {}).items()}
    return tf.TRUST_TRANSFER.event(trigger, on, **values)


@given(st.lists(acting_events(), max_size=12))
def test_few_open_events_decide_what_an_event_closes(events):
    """The answer of `closes` is the same for them as for all; what is open follows from it."""
    opened, expected = OpenEvents(dt.date(2016, 1, 3).toordinal()), []
    for place, event in enumerate(events):
        every = list(opened)
        closed = event.closes(every)
        assert list(map(id, closed)) == list(map(id, event.closes(opened.deciding(event))))
        opened.close(event)
        if event.opens:
            opened.add(event, place)
        left = {id(other) for other in opened}
        assert not left & {id(other) for other in closed if other is not event}
        expected = [each for each in (*expected, event) if id(each) in left]
        assert list(map(id, expected)) == list(map(id, opened))
        directions = [each for each in opened if isinstance(each, ev.DirectionIssued)]
        assert list(map(id, directions)) == list(map(id, opened.directions.values()))
        assert opened.has_directions == bool(opened.in_force)
        for name, post in opened.in_post.items():
            assert id(post) in left
            assert name in post.names or not post.names


@given(st.lists(transfer_events(), max_size=8), DAYS)
def test_everything_can_be_closed(events, day):
    """Nothing is open then."""
    opened = OpenEvents(day.toordinal())
    for place, event in enumerate(events):
        if event.opens:
            opened.add(event, place)
    listed = list(opened)
    assert list(map(id, listed)) == list(map(id, opened.close_all()))
    assert [] == list(opened)
    assert not (opened.is_formal)
    assert not (opened.in_post)
    assert not (opened.support)


def test_a_direction_of_the_day_is_not_the_oldest():
    """A revocation without a number revokes none of its own exact day."""
    same = ev.DirectionIssued("2016-01-01"), ev.DirectionIssued("2016-01-01", number=2)
    opened = OpenEvents(0)
    for place, event in enumerate(same):
        opened.add(event, place)
    assert ([], set()) == opened.close(ev.DirectionRevoked("2016-01-01"))
    assert [same[0]] == opened.close(ev.DirectionRevoked("2016-01-02"))[0]


def test_a_users_event_can_close_anything():
    """An event of another class is asked about all that is open."""

    class Settled(ev.Note):
        def closes(self, opened):
            return tuple(opened)

    events = [ev.DirectionIssued("2016-01-01"), ev.CommissionerAppointed("2016-01-01")]
    opened = OpenEvents(0)
    for place, event in enumerate(events):
        opened.add(event, place)
    closed, _ = opened.close(Settled("2016-02-01"))
    assert (events, []) == (closed, list(opened))


def lines_run(events, day):
    """Return how many lines of our own code the facts of a report run."""
    report = check(tf.History("Sandwell", events))
    count = 0

    def trace(frame, event, _):
        nonlocal count
        if "trustflow" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        facts_of(report, day)
    finally:
        sys.settrace(before)
    return count


def days_from(count, start="2015-01-01"):
    """Yield a number of days, one after the other."""
    first = dt.date.fromisoformat(start).toordinal()
    return [dt.date.fromordinal(first + index) for index in range(count)]


def directions(count):
    """Return directions that stay open, each with a planned go-live."""
    plan = tf.Deadline("go-live", due="2018-01-01", met_by="trust_went_live")
    return [
        ev.DirectionIssued(on, number=number, deadlines=plan)
        for number, on in enumerate(days_from(count))
    ]


def revoked(count):
    """Return directions that are revoked one by one."""
    numbers = range(count // 2)
    return [
        *(
            ev.DirectionIssued(on, number=n)
            for n, on in zip(numbers, days_from(count), strict=False)
        ),
        *(
            ev.DirectionRevoked(on, direction=n)
            for n, on in zip(numbers, days_from(count, "2020-01-01"), strict=False)
        ),
    ]


def appointed(count):
    """Return commissioners who stand down one by one."""
    return [
        *(ev.CommissionerAppointed(on, names=f"P {on}") for on in days_from(count // 2)),
        *(
            ev.CommissionerStoodDown(on, names=f"P {was}")
            for was, on in zip(days_from(count // 2), days_from(count, "2020-01-01"), strict=False)
        ),
    ]


def visits(count):
    """Return visits after an inadequate judgement, on some day of a year."""
    first = ev.InspectionPublished("2014-01-01", judgement="inadequate")
    return [first, *(ev.VisitMade("2030", kind="monitoring", number=n) for n in range(count))]


@pytest.mark.parametrize("make", [directions, revoked, appointed, visits])
def test_twice_the_events_take_twice_the_work(make):
    """One more event costs the same, however many there are."""
    small, large = (lines_run(make(count), "2030-06-01") for count in (200, 400))
    assert large < 2.2 * small
