"""Replay Sandwell's history from the casebook: each event, its stage and its findings."""

import trustflow as tf

sandwell = tf.casebook.load("Sandwell")
report = tf.check(sandwell)
stages = report.process.stages

for step in report.steps:
    words = report.process.triggers[step.event.trigger]
    moved = "" if step.before == step.after else f" -> {stages[step.after].label}"
    print(f"{step.event.on.words}: {words}{moved}")
    for finding in step.findings:
        print(f"    {finding}")

print()
print(report.on_record)

print()
print("Days in each stage, at least and at most:")
for stay in tf.facts(sandwell, as_of="2018-05-01").stays:
    print(f"- {stages[stay.stage].label}: {stay.days or 'the start is not on record'}")
