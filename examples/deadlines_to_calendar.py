"""What is due in a case on a day, how each day was counted, and a calendar file of it.

Needs the extra `calendar`. The file can be imported again later: each deadline keeps its identity.
"""

import tempfile
from pathlib import Path

import trustflow as tf
from trustflow.engine import DISCLAIMER
from trustflow.exchange import deadlines_to_ics

DAY = "2018-05-01"
sandwell = tf.casebook.load("Sandwell")
found = tf.deadlines(sandwell, as_of=DAY)

for due in found:
    left = f", {due.left} {due.unit} left" if due.status == tf.Status.OPEN else ""
    print(f"{due.due.words}: {due.what} ({due.status}{left})")

print()
print("How the open ones were counted:")
for due in found:
    if due.status == tf.Status.OPEN:
        print(f"- {due.explain()}")

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "sandwell.ics"
    path.write_bytes(deadlines_to_ics(found, authority=sandwell.authority))
    print()
    print(f"{path.name}: {path.stat().st_size} bytes")

print()
print("By when an action plan is due, without any case:")
print(tf.due("action-plan", start="2025-03-04").due)
print()
print(DISCLAIMER)
