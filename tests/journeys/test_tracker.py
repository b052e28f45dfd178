"""A developer, who keeps twelve councils in a tracker of their own.

The program is `tracker.py` of this folder. It is Monday, 13 April 2026, and the week ends on
Sunday, 19 April. The days are worked out by hand. Working days leave out weekends, Good Friday (3
April), Easter Monday (6 April), the bank holidays of 4 and 25 May, and the day from which they
count.

| council | from | rule | due |
|---|---|---|---|
| A | report received on Monday, 2 March 2026 | 30 working days | Wednesday, 15 April 2026 |
| A, corrected | report received on Wednesday, 4 March | 30 working days | Friday, 17 April 2026 |
| A | report received on 2 March | 70 working days | Friday, 12 June 2026 |
| A, corrected | report received on 4 March | 70 working days | Tuesday, 16 June 2026 |
| B | report received on Wednesday, 7 January 2026 | 70 working days | Friday, 17 April 2026 |
| C | commissioner appointed on 14 January 2026 | 3 months | Tuesday, 14 April 2026 |
| D | the direction states the day | | Thursday, 16 April, corrected: 17 April |
| E | the letter states the month | | April 2026 |
| F | letter received on Friday, 13 March 2026 | 20 working days | Tuesday, 14 April 2026 |
| G | report received on Thursday, 8 January 2026 | 70 working days | Monday, 20 April 2026 |
| G | report received on 8 January | 30 working days | Thursday, 19 February 2026 |

G's 20 April is not in the week, and its 19 February is overdue. H is B with an action plan of 10
April. Between 1 January 2000 and 13 April 2026 there are 9599 days: 26 years of 365 days, 7 leap
days, and 102 days.
"""

import json
import re
import shutil
from pathlib import Path

import pytest

READ = """
import json
import sys
from datetime import datetime, time
from pathlib import Path

from ics import Calendar as OtherCalendar
from icalendar import Calendar

text = Path(sys.argv[1]).read_text("utf-8")
read = {}
for event in Calendar.from_ical(text).walk("VEVENT"):
    day = event["DTSTART"].dt
    midnight = datetime.combine(day, time())
    alarms = sorted(str(midnight + alarm["TRIGGER"].dt) for alarm in event.walk("VALARM"))
    number = int(event["SEQUENCE"])
    read[event["UID"]] = [str(event["SUMMARY"]), str(day), number, alarms]
other = {event.uid: event for event in OtherCalendar(text).events}
assert other.keys() == read.keys()
for uid, (summary, day, number, alarms) in read.items():
    event = other[uid]
    assert (summary, day) == (event.name, str(event.begin.date()))
    assert [str(number)] == [line.value for line in event.extra if line.name == "SEQUENCE"]
    assert len(alarms) == len(event.alarms)
print(json.dumps(read))
"""
"""Print the events of a calendar file, as two parsers read them."""
PUBLISHES = "Example A: The council publishes the inspection report it received (open)"
PLAN = "Example A: The council publishes its action plan after an inspection report (open)"


@pytest.fixture
def run(shell):
    """Return a shell in whose folder the twelve cases are kept."""
    run = shell("calendar", today="2026-04-13", packages=("ics",))
    shutil.copy(Path(__file__).with_name("tracker.py"), run.folder)
    (run.folder / "read.py").write_text(READ)
    assert "12 cases, 12 files\n" == run("python tracker.py begin")
    return run


def due_this_week(run, day):
    """Return the day, the council and the status of each row of the mail, and its last line."""
    _, *rows, overdue = run(f"python tracker.py week {day}").splitlines()
    row = re.compile(r"(.*?) +Example (\w)  .*  (\w.*)")
    return [row.fullmatch(line).groups() for line in rows], overdue


def events_of(run, words):
    """Write a calendar; return its events by UID, as two parsers read them."""
    path = run(f"python tracker.py calendar {words}").strip()
    return json.loads(run(f"python read.py {path}"))


def test_a_week(run):
    """What is due this week, a late fact, corrections, and what is due then."""
    c, f = ("14 April 2026", "C", "open"), ("14 April 2026", "F", "open")
    a, d = ("15 April 2026", "A", "open"), ("16 April 2026", "D", "open")
    b, e = ("17 April 2026", "B", "open"), ("April 2026", "E", "may be due")
    assert ([c, f, a, d, b, e], "Overdue: Example G") == due_this_week(run, "2026-04-13")

    refusal, index, triggers = run("python tracker.py late").splitlines()
    assert refusal.startswith('Refused. "Adviser appointed" (27 March 2026) is listed after')
    assert refusal.endswith("Case.insert puts it in its place.")
    assert "1" == index
    assert re.findall(r"\w+", triggers)[1] == "adviser_appointed"

    corrected = run("python tracker.py correct")
    replaced, refusal, *_, amended, withdrawn, left = corrected.splitlines()
    assert ["0", "[0, 1]", "1"] == [replaced, amended, withdrawn]
    assert refusal.startswith('Refused. "Services returned to the council" (17 March 2026)')
    assert "['direction_issued_trust']" == left
    a, d = ("17 April 2026", "A", "open"), ("17 April 2026", "D", "open")
    assert ([c, f, a, b, d, e], "Overdue: Example G") == due_this_week(run, "2026-04-13")


def test_a_calendar_for_all(run):
    """A correction moves the same entries of the calendar, on the next day and on the same."""
    first = events_of(run, "2026-04-13 first.ics")
    run("python tracker.py correct")
    second = events_of(run, "2026-04-14 second.ics")
    same_day = events_of(run, "2026-04-14 third.ics 20000")
    assert first.keys() == second.keys() == same_day.keys()
    assert {"Birmingham", "Sandwell"} <= {row[0].partition(":")[0] for row in first.values()}
    assert {(9599, 9600, 20000)} == {
        (first[uid][2], second[uid][2], same_day[uid][2]) for uid in first
    }
    moved = {uid for uid in first if first[uid][1] != second[uid][1]}
    assert {
        (PUBLISHES, "2026-04-15", "2026-04-17"),
        (PLAN, "2026-06-12", "2026-06-16"),
        ("Example D: transfer plans (open)", "2026-04-16", "2026-04-17"),
    } == {(first[uid][0], first[uid][1], second[uid][1]) for uid in moved}
    (uid,) = (uid for uid in moved if first[uid][0] == PUBLISHES)
    assert ["2026-04-12 09:00:00", "2026-04-13 09:00:00"] == first[uid][3]
    assert ["2026-04-14 09:00:00", "2026-04-15 09:00:00"] == second[uid][3]
    assert second[uid][:2] == same_day[uid][:2]
    met = "Example H: The council publishes its action plan after an inspection report (met)"
    assert [[]] == [row[3] for row in second.values() if row[0] == met]


def test_changes_that_are_refused(run):
    """Each refusal says why; other processes and threads get an error, and nothing is lost."""
    refused = run("python tracker.py refused")
    assert "Invalid event: Note('2026-01-14')." in refused
    assert '"Service delivery contract signed" (13 April 2026) is not allowed in' in refused
    assert 'Record first:\n  "Direction issued: move to a trust"' in refused
    changed = run("python tracker.py two_processes")
    assert "cases/Example A.json was changed by another process.\n" == changed
    error, recorded = run("python tracker.py two_threads").splitlines()
    assert error.startswith("The case of Example I was changed by another thread")
    assert "101" == recorded


def test_a_machine_beside_a_case(run):
    """A guarded machine with a class and callbacks of its own keeps in step with a case."""
    early, accepted, refusal, end = run("python tracker.py desk").splitlines()
    assert ["False", "True"] == [early, accepted]
    assert "returned_to_council from state commissioner_review" in refusal
    assert "commissioner_review, 3 events, ['Example B: review by Di Lee']" == end
