"""The index of the open deadlines finds what looking at each of them finds."""

import datetime as dt

from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow.engine import OpenDeadline
from trustflow.engine.open_deadlines import OpenDeadlines
from trustflow.history import NamedEvent, Strength

DAY = dt.date(2016, 7, 14).toordinal()
WORDS = ("a plan", "A  plan", "letters")
TRIGGERS = ("note", "action_plan_published", "inspection_published_not_inadequate")
JUDGEMENTS = ("good", "requires improvement")


@frozen(repr=False, eq=False, kw_only=True)
class Lenient(ev.Note):
    """An event of a user's class, which meets every deadline in long words."""

    def meets(self, deadline):
        """Return whether the words are long, or a good judgement is asked for."""
        return len(deadline.what) > len("letters") or deadline.judgement == "good"


@frozen(repr=False, eq=False, kw_only=True)
class Reinspected(ev.InspectionPublished):
    """An inspection of a user's class, which meets no deadline."""

    def meets(self, deadline):
        """Return whether nothing is required, which is never so."""
        return not deadline.what


SETTERS = (
    ev.DirectionIssued("2016-01-04", number=1),
    ev.DirectionIssued("2016-01-04", number=1),  # equal to the first
    ev.DirectionIssued("2016-01-04", number=2),
    ev.DirectionIssued("2016-02", number=2),
)
MEETING = (
    ev.Note("2016-07-14"),
    ev.ActionPlanPublished("2016-07-14"),
    ev.RequirementMet("2016-07-14", what="a plan"),
    ev.RequirementMet("2016-07-14", what="letters"),
    ev.InspectionPublished("2016-07-14", judgement="good"),
    ev.InspectionPublished("2016-07-14", judgement="requires improvement"),
    ev.InspectionPublished("2016-07-14", judgement="good", remit="fostering"),
    Lenient("2016-07-14"),
    Reinspected("2016-07-14", judgement="good"),
    NamedEvent("2016-07-14", what="action_plan_published"),
)


@st.composite
def pending(draw):
    """Generate an open deadline with few words, triggers, setters and days."""
    first = draw(st.integers(DAY, DAY + 4))
    deadline = tf.Deadline(
        draw(st.sampled_from(WORDS)),
        within="1 month",
        met_by=draw(st.none() | st.sampled_from(TRIGGERS)),
        judgement=draw(st.none() | st.sampled_from(JUDGEMENTS)),
    )
    due = first, first + draw(st.integers(0, 2))
    return OpenDeadline(deadline, draw(st.sampled_from(SETTERS)), Strength.DIRECTION, due)


@st.composite
def some_open(draw):
    """Generate open deadlines after some were added, removed and doubted, in any order.

    The index is used at some time, and from then on it is kept.
    """
    deadlines = OpenDeadlines()
    for each in draw(st.lists(pending() | st.sampled_from(["ask", "remove", "doubt", "copy"]))):
        if isinstance(each, OpenDeadline):
            deadlines.add(each)
        elif each == "ask":
            deadlines.met_by(MEETING[0])
        elif each == "copy":
            deadlines = deadlines.copy()
        elif deadlines:
            number = draw(st.sampled_from(list(deadlines)))
            before = deadlines[number]
            if each == "remove":
                assert before is deadlines.remove(number)
            else:
                deadlines.doubt(number)
                assert before._replace(is_doubtful=True) == deadlines[number]
    return deadlines


def numbers(deadlines, is_found):
    """Return the numbers of the deadlines for which a function is true."""
    return {number for number, each in deadlines.items() if is_found(each)}


@given(some_open(), st.sampled_from(MEETING))
def test_an_event_meets_what_it_says_that_it_meets(deadlines, event):
    """The numbers are those of the deadlines for which `Event.meets` is true."""
    expected = numbers(deadlines, lambda each: event.meets(each.deadline))
    assert expected == deadlines.met_by(event)


@given(
    some_open(),
    st.integers(DAY - 1, DAY + 8),
    st.sets(st.sampled_from(TRIGGERS), max_size=2),
    st.lists(st.sampled_from(SETTERS), max_size=2),
    st.sets(st.sampled_from(["a plan", "letters"]), max_size=2),
)
def test_an_event_supersedes_by_trigger_setter_or_words(deadlines, first, triggers, setters, words):
    """The numbers are those of deadlines with one of them that are not due before the day."""

    def is_superseded(each):
        met_by, text = each.deadline.met_by, each.deadline.words
        return each.due[1] >= first and (
            met_by in triggers or each.setter in setters or text in words
        )

    found = deadlines.superseded(
        first=first, triggers=triggers, setters=tuple(setters), words=words
    )
    assert numbers(deadlines, is_superseded) == found


@given(some_open(), st.sets(st.sampled_from(TRIGGERS)))
def test_triggers_give_the_deadlines_that_name_them(deadlines, triggers):
    """Each group is in the order in which the deadlines were set."""
    groups = [list(group) for group in deadlines.for_triggers(triggers)]
    assert all(group == sorted(group) for group in groups)
    expected = numbers(deadlines, lambda each: each.deadline.met_by in triggers)
    assert sorted(expected) == sorted(number for group in groups for number in group)


@given(some_open(), pending())
def test_a_new_deadline_comes_last(deadlines, new):
    """Its number is higher than every other, and a copy does not have it."""
    copied = deadlines.copy()
    before = list(deadlines.values())
    deadlines.add(new)
    assert [*before, new] == list(deadlines.values())
    assert list(deadlines) == sorted(deadlines)
    assert before == list(copied.values())
