"""The parsers of three calendar libraries read the same deadlines from a calendar file."""

import datetime as dt

import ics
import pytest
import vobject
from attrs import evolve, validators
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

import trustflow as tf
from trustflow import events as ev
from trustflow._text import visible
from trustflow.exchange import deadlines_to_ics
from trustflow.testing import histories
from trustflow.testing.dates import MODERN_DAYS

DAY = dt.timedelta(days=1)
NINE = dt.timedelta(hours=9)
SANDWELL = tf.casebook.load("Sandwell")
ALARMS = ("3 days", "5 working days", "1 month", "0 days")


def read_by_icalendar(text):
    """Yield what `icalendar` reads."""
    for event in Calendar.from_ical(text).walk("VEVENT"):
        yield (
            str(event["UID"]),
            int(event["SEQUENCE"]),
            (event["DTSTART"].dt, event["DTEND"].dt),
            str(event["SUMMARY"]),
            str(event["DESCRIPTION"]),
            str(event.get("STATUS", "")),
            sorted(alarm["TRIGGER"].dt for alarm in event.walk("VALARM")),
        )


def read_by_ics(text):
    """Yield what `ics` reads."""
    for event in ics.Calendar(text.decode()).events:
        extra = {line.name: line.value for line in event.extra}
        assert event.all_day
        yield (
            event.uid,
            int(extra["SEQUENCE"]),
            (event.begin.date(), event.end.date()),
            unmistaken(event.name),
            unmistaken(event.description),
            event.status or "",
            sorted(alarm.trigger for alarm in event.alarms),
        )


def unmistaken(text):
    r"""Undo a mistake of `ics`: it reads ``\\n`` as a backslash and a line feed."""
    return text.replace("\\\n", r"\n").replace("\\\r", r"\r")


def read_by_vobject(text):
    """Yield what `vobject` reads."""
    for event in vobject.readOne(text.decode()).contents.get("vevent", ()):
        yield (
            event.uid.value,
            int(event.sequence.value),
            (event.dtstart.value, event.dtend.value),
            event.summary.value,
            event.description.value,
            event.status.value if "status" in event.contents else "",
            sorted(alarm.trigger.value for alarm in event.contents.get("valarm", ())),
        )


READERS = (read_by_icalendar, read_by_ics, read_by_vobject)


def assert_read(deadlines, authority="Sandwell", **options):
    """Assert that each parser reads the deadlines that have a first and a last due day."""
    text = deadlines_to_ics(deadlines, authority=authority, alarm=ALARMS, **options)
    note = options.get("process", tf.TRUST_TRANSFER).disclaimer
    expected = sorted(
        (
            (due.due.earliest, due.due.latest + DAY),
            f"{visible(authority)}: {visible(due.what)} ({due.status})",
            visible(f"{due.explain()}\n\n{note}", keep_lines=True),
            "CANCELLED" if due.status == "superseded" else "",
            alarms_of(due),
        )
        for due in deadlines
        if not (due.due.is_open_start or due.due.is_open_end)
    )
    first, *others = (sorted(reader(text)) for reader in READERS)
    assert expected == sorted(fields[2:] for fields in first)
    assert [first, first] == others
    return first


def alarms_of(due):
    """Return when the alarms of a deadline ring, counted from the start of its first due day."""
    day = due.due.earliest
    if due.is_pending is tf.Truth.NO or due.due.latest < due.as_of.earliest:
        return []
    return sorted({NINE - (day - tf.Span.parse(span).before(day)) for span in ALARMS})


@pytest.mark.slow
@settings(max_examples=25)
@given(histories(max_events=5), MODERN_DAYS)
@example(SANDWELL, dt.date(2016, 11, 1))
@example(SANDWELL, dt.date(2016, 12, 5))
@example(SANDWELL, dt.date(2018, 5, 1))
def test_three_parsers_read_the_same(history, day):
    """UIDs, days, texts, status and alarms are the same for each."""
    assert_read(tf.deadlines(history, day, everything=True), history.authority)


HOSTILE = "X\r\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:paid\x85\u2028\x0c\x1c\r"
TEXTS = [
    "plans, minutes; and: a “report” 100 % = 'done'",
    "📅 Pläne 👩‍👧 für Kinder ☎️",
    "a long list of papers, " * 20,
    "📅" * 60,
    'a;b,c:d"e"f^n',
    "END:VCALENDAR",
    " BEGIN:VALARM",
    HOSTILE,
]


@pytest.mark.slow
@pytest.mark.parametrize("authority", ["Bury St Edmunds", *TEXTS])
@pytest.mark.parametrize("what", TEXTS)
def test_texts_are_read_unchanged(authority, what):
    """Long lines, emoji, punctuation and hostile names are read by each parser."""
    with validators.disabled():
        deadline = tf.Deadline(what, due="2016-12-01")
        direction = ev.DirectionIssued("2016-10-06", purpose="improvement", deadlines=[deadline])
        history = tf.History(authority, [direction])
        deadlines = tf.deadlines(history, "2016-11-01")
    (event,) = assert_read(deadlines, authority)
    assert 4 == len(event[-1])


@pytest.mark.slow
@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\\")))
@example("Ask\n\tthe; librarian, twice\n")
def test_a_disclaimer_is_read_unchanged(disclaimer):
    """Line feeds and tabs of a disclaimer are kept."""
    with validators.disabled():
        process = evolve(tf.TRUST_TRANSFER, disclaimer=disclaimer)
    deadlines = tf.deadlines(SANDWELL, "2016-11-01", process=process)
    assert_read(deadlines, process=process)
