"""List what falls due this week over several cases, and what may fall due then.

Then write one calendar file of all deadlines of all cases, which needs the extra `calendar`.
"""

import tempfile
from pathlib import Path

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import deadlines_to_ics
from trustflow.queries import due_window

TODAY = "2026-11-27"
WITHIN = "7 days"

cases = [tf.Case(name, checked_to="ongoing") for name in ("Northshire", "Southshire", "Eastshire")]
north, south, east = cases
north.record(
    ev.InspectionPublished("2026-10-23", areas={"care leavers": "good"}, received_on="2026-10-19")
)
south.record(
    ev.DeadlineSet(
        "2026-11-02", what="report to the Secretary of State", due="2026-12-01/2026-12-08"
    )
)
east.record(ev.CommissionerAppointed("2026-10-01"))

first, last = due_window(WITHIN, TODAY)
print(f"From {first.words} to {last.words}:")
for case in cases:
    for due in case.deadlines(as_of=TODAY, within=WITHIN):
        certain = due.falls_due_between(first, last) is tf.Truth.YES
        print(f"- {case.authority}: {due.what}, {due.due.words}{'' if certain else ' (may)'}")

calendar = deadlines_to_ics(
    [(case.authority, case.deadlines(TODAY)) for case in cases],
    name="Trusts: deadlines",
    alarm="3 days",
)
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "all.ics"
    path.write_bytes(calendar)
    print()
    print(f"{path.name}: {calendar.count(b'BEGIN:VEVENT')} deadlines of {len(cases)} cases")
