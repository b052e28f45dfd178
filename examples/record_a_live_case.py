"""Record a live case: events that are accepted or refused, findings, saving and loading."""

import tempfile
from pathlib import Path

import trustflow as tf
from trustflow import events as ev

article = tf.Source(
    "Public Sector Executive, Sandwell becomes latest met to lose control", published="2016-10-10"
)
case = tf.Case("Sandwell", gss_code="E08000028")
case.record(ev.InspectionPublished("2015-06-05", judgement="inadequate", framework="SIF"))
case.record(ev.CommissionerAppointed("2015-12", names="Eleanor Brazil"))
print(case)

print()
print("Refused, because the council still delivers the services:")
try:
    case.record(ev.ReturnedToCouncil("2017-01-01"))
except tf.MoveNotAllowed as refusal:
    print(refusal)

case.record(
    ev.DirectionIssued(
        "2016-10-06",
        purpose="trust",
        sources=[article],
        deadlines=[tf.Deadline("transfer plans", due="2016-12-01")],
    )
)

print()
print("Refused, because it is listed after a later event:")
try:
    case.record(ev.ChairAppointed("2015-01-01"))
except tf.DateRuleBroken as refusal:
    print(refusal)

print()
print("The findings that a go-live in spring 2017 would give:")
for finding in case.suppose(ev.TrustWentLive("2017-04-01")):
    print(finding)

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "sandwell.json"
    tf.dump(case.history, path)
    case = tf.Case.from_history(tf.load(path))

print()
print("Saved and loaded; the report of July 2016 was inserted later:")
case.insert(ev.CommissionerReportPublished("2016-07", recommends="removal from council control"))
case.record(ev.TrustWentLive("2018-04-01"))
for event in case:
    print(f"- {event.on.words}: {case.process.triggers[event.trigger]}")
