"""Calendar files are valid and reproducible, with one all-day event for each deadline."""

import datetime as dt
import re
import sys

import pytest
from attrs import evolve, validators
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

import trustflow as tf
from trustflow import events as ev
from trustflow._text import visible
from trustflow.engine import NOT_RECORDED
from trustflow.errors import MissingExtra
from trustflow.exchange import deadlines_to_ics
from trustflow.testing import histories
from trustflow.testing.dates import MODERN_DAYS

SANDWELL = tf.casebook.load("Sandwell")
DIRECTION = ev.DirectionIssued(
    "2016-10-06", purpose="improvement", deadlines=[tf.Deadline("plans", due="2016-12-01")]
)


def calendar_of(history, day, **options):
    """Return the calendar of a history's deadlines as read back, and its events by UID."""
    text = deadlines_to_ics(tf.deadlines(history, day, **options), authority=history.authority)
    calendar = Calendar.from_ical(text)
    events = calendar.walk("VEVENT")
    assert [] == calendar.errors
    by_uid = {str(event["UID"]): event for event in events}
    assert len(events) == len(by_uid)
    return calendar, by_uid


def days_of(event):
    """Return the first day of an event and the day after its last."""
    return event["DTSTART"].dt, event["DTEND"].dt


SET_TWICE = ev.ReportPublishedByCouncil(
    "../2005", deadlines=tf.Deadline("a new board", due="2005-01-01")
)


@given(histories(max_events=5), MODERN_DAYS)
@example(tf.History("Sandwell", [SET_TWICE, SET_TWICE]), dt.date(2005, 1, 1))
def test_each_deadline_is_one_all_day_event(history, day):
    """Each event covers every possible due day and explains its rule and source."""
    deadlines = tf.deadlines(history, day, everything=True)
    calendar, events = calendar_of(history, day, everything=True)
    assert ("2.0", "-//trustflow//deadlines//EN") == (calendar["VERSION"], calendar["PRODID"])
    dated = [
        deadline
        for deadline in deadlines
        if not (deadline.due.is_open_start or deadline.due.is_open_end)
    ]
    shown = {
        (
            visible(f"{history.authority}: {deadline.what} ({deadline.status})"),
            (deadline.due.earliest, deadline.due.latest.add(days=1)),
            visible(f"{deadline.explain()}\n\n{tf.TRUST_TRANSFER.disclaimer}", keep_lines=True),
        )
        for deadline in dated
    }
    read = {
        (str(event["SUMMARY"]), days_of(event), str(event["DESCRIPTION"]))
        for event in events.values()
    }
    assert read <= shown
    # Equal events can set equal deadlines that differ only in their status; one of them is shown.
    assert {
        (summary.rpartition(" (")[0], span)
        for summary, span, _ in shown
        if "superseded" not in summary
    } == {
        (summary.rpartition(" (")[0], span)
        for summary, span, _ in read
        if "superseded" not in summary
    }
    for event in events.values():
        assert type(event["DTSTART"].dt) is dt.date
        assert event["DTSTAMP"].dt == dt.datetime.combine(day, dt.time(), dt.UTC)
        assert ("superseded" in event["SUMMARY"]) == (event.get("STATUS") == "CANCELLED")


def test_the_same_question_gives_the_same_file():
    """So a calendar program that imports the file twice shows each deadline once."""
    deadlines = tf.deadlines(SANDWELL, "2016-12-05")
    first, second = (deadlines_to_ics(deadlines, authority="Sandwell") for _ in range(2))
    assert first == second
    assert b"\r\n" in first
    assert all(len(line) <= 75 for line in first.split(b"\r\n"))


def test_a_deadline_keeps_its_uid_on_every_day():
    """So for a calendar program, a deadline that is open and later unmet is the same event."""
    before, after = (calendar_of(SANDWELL, day)[1] for day in ("2016-11-01", "2016-12-05"))
    assert set(before) == set(after)
    (uid,) = [uid for uid, event in before.items() if "transfer plans" in event["SUMMARY"]]
    assert "Sandwell: transfer plans (open)" == before[uid]["SUMMARY"]
    assert "Sandwell: transfer plans (unmet)" == after[uid]["SUMMARY"]
    assert (dt.date(2016, 12, 1), dt.date(2016, 12, 2)) == days_of(after[uid])
    text = " ".join(after[uid]["DESCRIPTION"].split())
    assert NOT_RECORDED in text
    assert "Source: Direction issued: move to a trust on 6 October 2016: gov.uk" in text


def test_a_uid_is_the_same_in_every_version():
    """With other UIDs, a calendar program with an older file would show each deadline twice."""
    later = ev.DeadlineSet("2016-11-01", what="plans", due="2017-03-01")
    history = tf.History("Sandwell", [DIRECTION, later], begins_in="rated_inadequate")
    counted = tf.due("action-plan", start="2025-03-04")
    deadlines = [*tf.deadlines(history, "2016-11-15", everything=True), counted]
    calendar = Calendar.from_ical(deadlines_to_ics(deadlines, authority="Sandwell"))
    assert [
        "eed95d3e6d407d649ab1a1b73a84d4f4@trustflow",
        "3a520834ef21e4d6e10237aa16577df2@trustflow",
        "35d8895e96f80e38c42931db7ebed5a4@trustflow",
    ] == [event["UID"] for event in calendar.walk("VEVENT")]


def test_a_calendar_has_a_name_and_its_events_block_no_time():
    """Each event is transparent, and its time stamp is in UTC."""
    text = deadlines_to_ics(tf.deadlines(SANDWELL, "2016-11-01"), authority="Sandwell")
    calendar = Calendar.from_ical(text)
    assert "Sandwell: deadlines" == calendar["X-WR-CALNAME"]
    assert {"TRANSPARENT"} == {event["TRANSP"] for event in calendar.walk("VEVENT")}
    assert b"DTSTAMP:20161101T000000Z" in text


def test_two_authorities_do_not_share_a_uid():
    """The same direction to two councils gives two deadlines with different UIDs."""
    histories = [tf.History(name, DIRECTION) for name in ("Sandwell", "Dudley")]
    one, other = (set(calendar_of(history, "2016-11-01")[1]) for history in histories)
    assert one.isdisjoint(other)


def test_of_two_equal_deadlines_the_one_in_force_is_kept():
    """Deadlines with the same words, day set and due day become one event."""
    history = tf.History("Sandwell", [DIRECTION, DIRECTION], begins_in="rated_inadequate")
    statuses = [str(deadline.status) for deadline in tf.deadlines(history, "2016-11-01")]
    assert ["superseded", "open"] == sorted(statuses, reverse=True)
    _, events = calendar_of(history, "2016-11-01")
    (event,) = events.values()
    assert ("Sandwell: plans (open)", None) == (event["SUMMARY"], event.get("STATUS"))


def test_a_superseded_deadline_is_cancelled():
    """The deadline stays in the file, so that a calendar that already has it is updated."""
    later = ev.DeadlineSet("2016-11-01", what="plans", due="2017-03-01")
    history = tf.History("Sandwell", [DIRECTION, later], begins_in="rated_inadequate")
    _, events = calendar_of(history, "2016-11-15")
    assert {
        "Sandwell: plans (superseded)": "CANCELLED",
        "Sandwell: plans (open)": None,
    } == {str(event["SUMMARY"]): event.get("STATUS") for event in events.values()}


def test_a_deadline_without_a_last_day_is_left_out():
    """The due day has an open end, or the rule sets only a first day."""
    open_day = tf.Deadline("plans", due="2016-12/..")
    history = tf.History("Sandwell", evolve(DIRECTION, deadlines=[open_day]))
    assert {} == calendar_of(history, "2016-11-01")[1]
    first_day_only = tf.due("employee-information-28", start="2018-03-01")
    text = deadlines_to_ics([first_day_only], authority="Sandwell")
    assert [] == Calendar.from_ical(text).walk("VEVENT")


def test_a_due_day_without_a_case_has_no_status():
    """The time stamp of its calendar event is the due day itself."""
    counted = tf.due("action-plan", start="2025-03-04")
    (event,) = Calendar.from_ical(deadlines_to_ics([counted], authority="X")).walk("VEVENT")
    assert f"X: {counted.what}" == event["SUMMARY"]
    assert dt.datetime(2025, 6, 16, tzinfo=dt.UTC) == event["DTSTAMP"].dt


def test_texts_are_escaped():
    """Commas, semicolons, backslashes and letters of any script are read back unchanged."""
    what, authority = "plans; part 1, “Kinder” \\n", "Bury, St; Edmunds:\\"
    history = tf.History(authority, evolve(DIRECTION, deadlines=[tf.Deadline(what, due="2016")]))
    calendar, events = calendar_of(history, "2016-11-01")
    (event,) = events.values()
    assert f"{authority}: {what} (cannot be told)" == event["SUMMARY"]
    assert f"{authority}: deadlines" == name_of(calendar)


FORGED = "X\r\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:paid\x85\u2028\x0c\x1c\r"


@given(*[st.sampled_from([FORGED, "a\nb", "\rb", "\u202egnol"]) | st.text()] * 3)
@example(FORGED, FORGED, FORGED)
@example("\ud800", "\ud800", "\ud800")
def test_no_text_forges_a_line(authority, what, disclaimer):
    """The calendar has the lines of one with harmless texts, if validators are switched off too."""
    with validators.disabled():
        deadline = tf.Deadline(what, due="2016-12-01")
        hostile = tf.History(authority, evolve(DIRECTION, deadlines=[deadline]))
        process = evolve(tf.TRUST_TRANSFER, disclaimer=disclaimer)
        deadlines = tf.deadlines(hostile, "2016-11-01", process=process)
    text = deadlines_to_ics(deadlines, authority=authority, process=process).decode()
    harmless = deadlines_to_ics(
        tf.deadlines(tf.History("X", DIRECTION), "2016-11-01"), authority="X"
    ).decode()
    assert property_names(harmless) == property_names(text)
    assert visible(text.replace("\r\n", "\n"), keep_lines=True) == text.replace("\r\n", "\n")
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    shown = visible(authority)
    assert f"{shown}: deadlines" == name_of(calendar)
    assert f"{shown}: {visible(what)} (open)" == event["SUMMARY"]
    assert event["DESCRIPTION"].endswith(f"\n\n{visible(disclaimer, keep_lines=True)}")


def name_of(calendar):
    """Return the name of a calendar, which icalendar reads without undoing the escapes."""
    return re.sub(r"\\(.)", r"\1", calendar["X-WR-CALNAME"])


def property_names(text):
    """Return the name of the property on each line of a calendar, folded lines joined."""
    lines = re.sub("\r\n[ \t]", "", text).split("\r\n")
    return [re.split("[;:]", line)[0] for line in lines]


def test_a_missing_package_is_an_error_that_names_the_extra(monkeypatch):
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtra, match=re.escape("trustflow-england[calendar]")):
        deadlines_to_ics([], authority="Sandwell")


# The disclaimer of a process


def test_the_disclaimer_is_that_of_the_process():
    """By default the process is the trust transfer."""
    deadlines = tf.deadlines(SANDWELL, "2016-11-01")
    other = evolve(tf.TRUST_TRANSFER, disclaimer="Ask the librarian.")
    for options, disclaimer in (
        ({}, tf.TRUST_TRANSFER.disclaimer),
        ({"process": other}, "Ask the librarian."),
    ):
        text = deadlines_to_ics(deadlines, authority="Sandwell", **options)
        events = Calendar.from_ical(text).walk("VEVENT")
        assert [f"{deadline.explain()}\n\n{disclaimer}" for deadline in deadlines] == [
            str(event["DESCRIPTION"]) for event in events
        ]


def test_a_process_without_a_disclaimer_adds_none():
    """Each description ends with the explanation of the deadline."""
    process = evolve(tf.TRUST_TRANSFER, disclaimer=None)
    deadlines = tf.deadlines(SANDWELL, "2016-11-01", process=process)
    text = deadlines_to_ics(deadlines, authority="Sandwell", process=process)
    events = Calendar.from_ical(text).walk("VEVENT")
    assert [deadline.explain() for deadline in deadlines] == [
        str(event["DESCRIPTION"]) for event in events
    ]
    assert events
