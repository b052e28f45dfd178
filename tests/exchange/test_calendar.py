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
    assert read == shown
    assert len(events) == len(dated)
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
    assert "Source: Deadline set on 6 October 2016: PSE: Sandwell becomes latest" in text


def test_a_uid_is_the_same_in_every_version():
    """With other UIDs, a calendar program with an older file would show each deadline twice."""
    later = ev.DeadlineSet("2016-11-01", what="plans", due="2017-03-01")
    history = tf.History("Sandwell", [DIRECTION, later], begins_in="rated_inadequate")
    counted = tf.due("action-plan", start="2025-03-04")
    deadlines = [*tf.deadlines(history, "2016-11-15", everything=True), counted]
    calendar = Calendar.from_ical(deadlines_to_ics(deadlines, authority="Sandwell"))
    assert [
        "746afd4152de4672a78219466b7d96d8@trustflow",
        "5d1fb147f92c8e5cad0105c902387aa3@trustflow",
        "8b95042e0e25cf6135cb7f9c91867963@trustflow",
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


def test_two_equal_deadlines_are_two_events():
    """If a document is recorded twice, the first deadline is cancelled, and the second in force."""
    history = tf.History("Sandwell", [DIRECTION, DIRECTION], begins_in="rated_inadequate")
    _, events = calendar_of(history, "2016-11-01")
    assert {
        "Sandwell: plans (superseded)": "CANCELLED",
        "Sandwell: plans (open)": None,
    } == {str(event["SUMMARY"]): event.get("STATUS") for event in events.values()}


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
    """The time stamp of its calendar event is the start day, and each start day has its UID."""
    counted = [tf.due("action-plan", start=day) for day in ("2025-03-04", "2025-03-05")]
    one, other = Calendar.from_ical(deadlines_to_ics(counted, authority="X")).walk("VEVENT")
    assert f"X: {counted[0].what}" == one["SUMMARY"]
    assert dt.datetime(2025, 3, 4, tzinfo=dt.UTC) == one["DTSTAMP"].dt == one["LAST-MODIFIED"].dt
    assert 0 == one["SEQUENCE"]
    assert one["UID"] != other["UID"]


def test_a_due_day_made_by_hand_has_its_own_stamp():
    """Without a day asked about and a start day, only the due day is known."""
    made = tf.Due("plans", tf.PartialDate("2016-12-01"), tf.Strength.LAW)
    (event,) = Calendar.from_ical(deadlines_to_ics([made], authority="X")).walk("VEVENT")
    assert dt.datetime(2016, 12, 1, tzinfo=dt.UTC) == event["DTSTAMP"].dt


def test_texts_are_escaped():
    """Commas, semicolons, backslashes and letters of any script are read back unchanged."""
    what, authority = "plans; part 1, “Kinder” \\n", "Bury, St; Edmunds:\\"
    history = tf.History(authority, evolve(DIRECTION, deadlines=[tf.Deadline(what, due="2016")]))
    (event,) = calendar_of(history, "2016-11-01")[1].values()
    assert f"{authority}: {what} (cannot be told)" == event["SUMMARY"]
    assert f"{authority}: deadlines" == name_of(deadlines_to_ics([], authority=authority).decode())


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
    assert f"{shown}: deadlines" == name_of(text)
    assert f"{shown}: {visible(what)} (open)" == event["SUMMARY"]
    assert event["DESCRIPTION"].endswith(f"\n\n{visible(disclaimer, keep_lines=True)}")


def name_of(text):
    """Return the name of a calendar file; only some versions of icalendar undo its escapes."""
    (name,) = re.findall(r"\r\nX-WR-CALNAME:(.*)\r\n", re.sub("\r\n[ \t]", "", text))
    return re.sub(r"\\(.)", r"\1", name)


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


# Many cases


CASES = {
    name: tf.deadlines(tf.casebook.load(name), "2018-05-01")
    for name in ("Sandwell", "Birmingham", "Doncaster")
}


def names_of(text):
    """Return the name of a calendar and the authority of each event."""
    events = Calendar.from_ical(text).walk("VEVENT")
    assert len(events) == len({event["UID"] for event in events})
    return name_of(text.decode()), [event["SUMMARY"].partition(":")[0] for event in events]


@pytest.mark.parametrize("convert", [dict, lambda cases: list(cases.items())])
def test_one_calendar_for_many_cases(convert):
    """A mapping and pairs give the same: each case has the events of a calendar of its own."""
    text = deadlines_to_ics(convert(CASES))
    expected = [
        component.to_ical()
        for name, deadlines in CASES.items()
        for component in Calendar.from_ical(deadlines_to_ics(deadlines, authority=name)).walk(
            "VEVENT"
        )
    ]
    assert expected == [each.to_ical() for each in Calendar.from_ical(text).walk("VEVENT")]
    assert len(expected) > len(CASES)
    assert "Deadlines of 3 cases" == names_of(text)[0]


def test_a_case_on_its_own_among_many():
    """A mapping of one case gives the calendar of that case; of none, an empty one."""
    deadlines = CASES["Sandwell"]
    one = deadlines_to_ics({"Sandwell": deadlines})
    assert deadlines_to_ics(deadlines, authority="Sandwell") == one
    assert deadlines_to_ics(iter([("Sandwell", iter(deadlines))])) == one
    assert ("Deadlines of 0 cases", []) == names_of(deadlines_to_ics({}))


def test_two_cases_of_the_same_name():
    """No deadline is lost, and those of the first case have the UIDs that they have alone."""
    deadlines = CASES["Sandwell"]
    text = deadlines_to_ics([("Sandwell", deadlines), ("Sandwell", deadlines)])
    assert 2 * len(deadlines) == len(names_of(text)[1])
    events = [
        Calendar.from_ical(each).walk("VEVENT")
        for each in (text, deadlines_to_ics(deadlines, authority="Sandwell"))
    ]
    assert events[1] == events[0][: len(deadlines)]


def test_a_name_for_the_calendar():
    """It replaces the default; hidden characters are shown."""
    name = "Trusts, 2018; \r\nBEGIN:VEVENT"
    assert visible(name) == names_of(deadlines_to_ics(CASES, name=name))[0]
    assert "X" == names_of(deadlines_to_ics([], authority="Sandwell", name="X"))[0]


def test_hostile_names_among_many():
    """Each name is one line, and two names that look the same have their own UIDs."""
    hostile = [FORGED, visible(FORGED), "\u202egnol", "\ud800", ""]
    text = deadlines_to_ics(dict.fromkeys(hostile, CASES["Sandwell"][:1]))
    _, found = names_of(text)
    assert [visible(name).partition(":")[0] for name in hostile] == found
    single = property_names(deadlines_to_ics(CASES["Sandwell"][:1], authority="X").decode())
    assert len(property_names(text.decode())) == 6 + 5 * (len(single) - 6)


@pytest.mark.parametrize(
    ("deadlines", "options"),
    [
        (CASES["Sandwell"], {}),
        (CASES, {"authority": "Sandwell"}),
        (SANDWELL, {"authority": "Sandwell"}),
        (["Sandwell"], {}),
        ({"Sandwell": SANDWELL}, {}),
        ({"Sandwell": None}, {}),
        ({None: CASES["Sandwell"]}, {}),
        ([("Sandwell", "2016-12-01")], {}),
        ([("Sandwell", *CASES["Sandwell"])], {}),
        ([None], {"authority": "Sandwell"}),
    ],
)
def test_other_values_are_refused(deadlines, options):
    """The message shows the calls for one case and for many."""
    expected = re.escape('as in deadlines_to_ics(deadlines, authority="Kent"); or of many cases')
    with pytest.raises(tf.InvalidValue, match=expected):
        deadlines_to_ics(deadlines, **options)


def made_deadlines(count):
    """Return deadlines with long texts, each in words of its own."""
    return [
        tf.Due(
            f"plan {number}, 📅; " + "long " * 20,
            tf.PartialDate("2016-12-01"),
            tf.Strength.LAW,
            set_by=DIRECTION,
        )
        for number in range(count)
    ]


def test_the_work_grows_with_the_number_of_deadlines():
    """Twice as many deadlines take twice as many calls of functions."""

    def calls(count):
        total = 0

        def count_call(*_):
            nonlocal total
            total += 1

        cases = {f"Case {number}": made_deadlines(10) for number in range(count)}
        deadlines_to_ics(cases, alarm="3 days")  # fill the caches
        sys.setprofile(count_call)
        try:
            deadlines_to_ics(cases, alarm="3 days")
        finally:
            sys.setprofile(None)
        return total

    assert calls(20) == pytest.approx(2 * calls(10), rel=0.02)


@pytest.mark.slow
@pytest.mark.long
def test_ten_thousand_deadlines():
    """Each is one event with a UID of its own."""
    text = deadlines_to_ics(made_deadlines(10_000), authority="X", alarm="3 days")
    uids = re.findall(rb"\r\nUID:(.*)\r\n", text)
    assert 10_000 == len(uids) == len(set(uids)) == text.count(b"BEGIN:VALARM")


# Alarms


def alarms_of(due, alarm):
    """Return when the alarms of the calendar event of a deadline ring, as moments."""
    text = deadlines_to_ics([due], authority="Sandwell", alarm=alarm)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    start = dt.datetime.combine(event["DTSTART"].dt, dt.time())
    alarms = event.walk("VALARM")
    assert {event["SUMMARY"]} >= {alarm["DESCRIPTION"] for alarm in alarms}
    assert {"DISPLAY"} >= {alarm["ACTION"] for alarm in alarms}
    return [f"{start + alarm['TRIGGER'].dt:%Y-%m-%d %H}" for alarm in alarms]


OPEN = tf.deadlines(SANDWELL, "2016-11-01")[0]


@pytest.mark.parametrize(
    ("alarm", "days"),
    [
        (None, []),
        ([], []),
        ("3 days", ["2016-11-28"]),
        ("0 days", ["2016-12-01"]),
        ("1 day", ["2016-11-30"]),
        ("5 working days", ["2016-11-24"]),
        ("0 working days", ["2016-12-01"]),
        ("1 month", ["2016-11-01"]),
        (tf.working_days(1), ["2016-11-30"]),
        (("3 days", tf.working_days(5)), ["2016-11-24", "2016-11-28"]),
        (["3 days", "3 days", "1 day", "1 working day"], ["2016-11-28", "2016-11-30"]),
    ],
)
def test_alarms_ring_at_nine(alarm, days):
    """Each rings once at 9 o'clock, a span before the due day."""
    assert [f"{day} 09" for day in days] == alarms_of(OPEN, alarm)


@pytest.mark.parametrize(
    ("due", "days"),
    [
        ("2016-12", ["2016-11-28 09"]),
        ("2016-11/2016-12", ["2016-10-29 09"]),
        ("2016-11-01", ["2016-10-29 09"]),
        ("2016-10-31", []),
        ("1900-01-01/2017-01-01", ["1899-12-31 09"]),
        ("2150-06-05", ["2150-06-02 09"]),
    ],
)
def test_the_alarm_of_an_inexact_day(due, days):
    """It rings before the first possible due day, while the last one has not passed."""
    made = evolve(OPEN, due=tf.PartialDate(due))
    assert days == alarms_of(made, "3 days")


@pytest.mark.parametrize(
    ("later", "status"),
    [
        (ev.RequirementMet("2016-11-10", what="plans"), "met"),
        (ev.DeadlineSet("2016-11-10", what="plans", due="2017-06-01"), "superseded"),
        (ev.Note("2016-11-10"), "open"),
    ],
)
def test_a_deadline_that_is_settled_has_no_alarm(later, status):
    """The event stays, and its summary says what happened."""
    due = tf.deadlines(tf.History("Sandwell", [DIRECTION, later]), "2016-11-15")[0]
    assert status == due.status
    assert (["2016-11-28 09"] if status == "open" else []) == alarms_of(due, "3 days")


def test_a_missed_deadline_has_no_alarm():
    """Its day has passed."""
    assert [] == alarms_of(tf.deadlines(SANDWELL, "2016-12-05")[0], "3 days")


def test_a_due_day_without_a_case_has_an_alarm():
    """Nothing says that its day has passed."""
    assert ["2025-06-13 09"] == alarms_of(tf.due("action-plan", start="2025-03-04"), "3 days")


@pytest.mark.parametrize("alarm", ["soon", "3", "-3 days", "", 30, ["3 days", "x"], [None]])
def test_an_alarm_is_a_span(alarm):
    """The message shows what is accepted."""
    with pytest.raises(tf.BadDate, match=r"^Invalid span: .*(such as '|Did you mean '30? days'\?)"):
        deadlines_to_ics([OPEN], authority="Sandwell", alarm=alarm)
