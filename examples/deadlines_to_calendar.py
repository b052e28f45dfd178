"""List what is due in a case, explain how each day was counted, and write a calendar file.

This needs the extra `calendar`. Each deadline keeps its UID, and a newer file has a higher
SEQUENCE, so you can import it into the same calendar.
"""

import tempfile
from pathlib import Path

from icalendar import Calendar

import trustflow as tf
from trustflow.exchange import deadlines_to_ics

DAY = "2018-05-01"
sandwell = tf.casebook.load("Sandwell")
deadlines = tf.deadlines(sandwell, as_of=DAY)

for due in deadlines:
    left = f", {due.left} {due.unit} left" if due.status == tf.Status.OPEN else ""
    print(f"{due.due.words}: {due.what} ({due.status}{left})")

print()
print("How the open deadlines were counted:")
for due in deadlines:
    if due.status == tf.Status.OPEN:
        print(f"- {due.explain()}")

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "sandwell.ics"
    alarm = ["3 days", "5 working days"]
    path.write_bytes(deadlines_to_ics(deadlines, authority=sandwell.authority, alarm=alarm))
    print()
    print(f"{path.name}, as a calendar program reads it:")
    for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
        alarms = len(event.walk("VALARM"))
        print(f"- {event['DTSTART'].dt}: {event['SUMMARY']}; alarms: {alarms}")

earlier, later = (
    {
        str(event["UID"]): str(event["SUMMARY"])
        for event in Calendar.from_ical(
            deadlines_to_ics(tf.deadlines(sandwell, as_of=day), authority=sandwell.authority)
        ).walk("VEVENT")
    }
    for day in ("2016-11-01", "2016-12-05")
)
print()
print("The same event in the files of two days:")
for uid in earlier.keys() & later.keys():
    if earlier[uid] != later[uid]:
        print(f"- {earlier[uid]}, then {later[uid]}")

print()
print("The day on which an action plan is due, calculated without a case:")
print(tf.due("action-plan", start="2025-03-04").due)
print()
print(tf.TRUST_TRANSFER.disclaimer)
