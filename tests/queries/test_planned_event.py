"""A future event becomes the deadline that it is today."""

import pytest
from attrs import field, frozen
from hypothesis import assume, given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import Truth
from trustflow import events as ev
from trustflow.process import Move, Process, StageInfo
from trustflow.queries import can_plan, planned_event
from trustflow.testing import partial_dates

PROCESS = tf.TRUST_TRANSFER
TRIGGERS = st.sampled_from(sorted(PROCESS.triggers))


@frozen(repr=False, eq=False, kw_only=True)
class BookWanted(tf.Event):
    """A class with other fields than those of a deadline."""

    what: str = field()
    due: str | None = field(default=None)


@frozen(repr=False, eq=False, kw_only=True)
class ReturnPromised(tf.Event):
    """A user's class whose events set a deadline."""

    what: str = field()
    due: tf.PartialDate = field()
    met_by: str = field()

    @property
    def deadlines_set(self):
        """The deadline."""
        return (tf.Deadline(self.what, due=self.due, met_by=self.met_by),)


class LaterPromised(ReturnPromised):
    """Another such class."""


class BookLent(tf.Event):
    """A class without fields of its own."""


def loan(*classes):
    """Return a process of a loan, with some classes of events."""
    triggers = ["book_returned", *(cls.class_name for cls in classes)]
    return Process(
        name="loan",
        title="A loan",
        stages={"lent": StageInfo("Lent", "The book is away.", final=True)},
        initial="lent",
        triggers={trigger: trigger.replace("_", " ") for trigger in triggers},
        moves=[Move(trigger, "lent", "lent") for trigger in triggers],
        events=classes,
    )


@given(TRIGGERS, partial_dates(), partial_dates())
def test_a_plan_is_a_deadline_that_the_event_meets(trigger, day, on):
    """Its words are the label of the trigger; a day that may be later is planned."""
    if day.after(on) is Truth.NO:
        with pytest.raises(tf.InvalidValue, match="planned day"):
            planned_event(PROCESS, trigger, day, on=on)
        return
    event = planned_event(PROCESS, trigger, day, on=on)
    label = PROCESS.triggers[trigger]
    assert ev.DeadlineSet(on, what=label, due=day, met_by=trigger) == event
    assert (tf.Deadline(label, due=day, met_by=trigger),) == event.deadlines_set


@given(TRIGGERS)
def test_the_deadline_is_listed_and_met_by_the_event(trigger):
    """The plan changes no stage; the event itself meets it on its day."""
    example = PROCESS.event(trigger, "2026-09-30") if is_complete(trigger) else None
    assume(example is not None)
    planned = planned_event(PROCESS, trigger, "2026-10-01", on="2026-08-22")
    history = tf.History("Sandwell", [planned], begins_in="commissioner_review")
    what = PROCESS.triggers[trigger]
    (due,) = [due for due in tf.deadlines(history, "2026-08-22") if due.what == what]
    assert ("open", "2026-10-01") == (due.status, str(due.due))
    assert example.meets(planned.deadlines_set[0])


def is_complete(trigger):
    """Return whether the fields that a trigger implies are all that its class needs."""
    try:
        PROCESS.event(trigger, "2026-09-30")
    except (TypeError, ValueError):
        return False
    return True


def test_the_first_class_with_the_fields_of_a_deadline_is_used():
    """In a process of others, its fields decide, not its name."""
    process = loan(BookWanted, ReturnPromised, LaterPromised)
    event = planned_event(process, "book_returned", "2026-10", on="2026-08-22")
    day = tf.PartialDate("2026-10")
    assert (
        ReturnPromised("2026-08-22", what="book returned", due=day, met_by="book_returned") == event
    )
    case = tf.Case("The library", process)
    case.record(event)
    (due,) = case.deadlines("2026-08-22")
    assert ("book returned", day) == (due.what, due.due)


@pytest.mark.parametrize("classes", [(), (BookWanted,), (BookLent, BookWanted)])
def test_a_process_without_such_a_class_has_no_plans(classes):
    """The message says when the event can be recorded, and what the process lacks."""
    assert not can_plan(loan(*classes))
    with pytest.raises(tf.InvalidValue) as caught:
        planned_event(loan(*classes), "book_returned", "2026-10", on="2026-08-22")
    assert (
        "The process 'A loan' has no event that sets a deadline. Record it once it has happened, "
        "or give the process the trigger deadline_set, with moves."
    ) == caught.value.accepted


@pytest.mark.parametrize("classes", [(), (BookWanted,), (BookLent, BookWanted)])
def test_a_process_needs_no_class_for_plans(classes):
    """With the trigger `deadline_set`, a process has plans, from a module or from JSON."""
    process = loan(*classes)
    process = process.extended(
        triggers={"deadline_set": "deadline set"},
        moves=[Move("deadline_set", stage, stage) for stage in process.stages],
    )
    assert can_plan(process)
    event = planned_event(process, "book_returned", "2026-10", on="2026-08-22")
    case = tf.Case("The library", process)
    case.record(event)
    (due,) = case.deadlines("2026-08-22")
    day = tf.PartialDate("2026-10")
    assert ("book returned", day, "open") == (due.what, due.due, due.status)


@pytest.mark.parametrize("name", ["trust_wnt_live", "inspection_published", "", 5])
def test_only_a_trigger_can_be_planned(name):
    """A deadline is met by an exact trigger."""
    with pytest.raises(tf.InvalidValue, match="Unknown trigger"):
        planned_event(PROCESS, name, "2026-10", on="2026-08-22")


@pytest.mark.parametrize("day", ["2026-08-22", "2026-08-21", "2026-07", "2025", "../2026-08-22"])
def test_a_day_that_has_come_is_not_planned(day):
    """The message names the day of the plan."""
    with pytest.raises(tf.InvalidValue, match="Expected a day after 2026-08-22"):
        planned_event(PROCESS, "trust_went_live", day, on="2026-08-22")


@pytest.mark.parametrize("days", [("late", "2026"), ("2026", "late"), (5, "2026")])
def test_a_day_that_cannot_be_read_is_refused(days):
    """Both days are dates, which may be known only in part."""
    with pytest.raises(tf.BadDate):
        planned_event(PROCESS, "trust_went_live", days[0], on=days[1])


def test_a_plan_in_words_is_met_by_no_trigger():
    """The words replace the label of the trigger."""
    planned = planned_event(PROCESS, "note", "2027-01", on="2026-11-29", what="a meeting")
    assert ev.DeadlineSet("2026-11-29", what="a meeting", due="2027-01") == planned
