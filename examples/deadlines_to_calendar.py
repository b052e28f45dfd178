"""List what is due in a case, explain how each day was counted, and write a calendar file.

This needs the extra `calendar`. Each deadline keeps its identity, so you can import a newer file
into the same calendar.
"""

import tempfile
from pathlib import Path

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
    path.write_bytes(deadlines_to_ics(deadlines, authority=sandwell.authority))
    print()
    print(f"{path.name}: {path.stat().st_size} bytes")

print()
print("The day on which an action plan is due, calculated without a case:")
print(tf.due("action-plan", start="2025-03-04").due)
print()
print(tf.TRUST_TRANSFER.disclaimer)
