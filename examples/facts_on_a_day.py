"""Print the facts about a council on a day, and the facts that cannot be told."""

import trustflow as tf

sandwell = tf.casebook.load("Sandwell")

for day in ("2016-10-31", "2018-04-01", "2026-01-01"):
    facts = tf.facts(sandwell, as_of=day)
    print(day)
    print(f"  judgement: {facts.judgement} ({facts.judgement.events[-1].on.words})")
    print(f"  type of intervention: {facts.intervention}")
    print(f"  commissioner in post: {facts.commissioners}")
    print(f"  services delivered by: {facts.delivered_by}")

print()
print("Days from each planned go-live to the actual go-live, at least and at most:")
for plan in tf.facts(sandwell, as_of="2018-05-01").planned_go_live:
    least, most = plan.slip
    print(f"  {plan.due.words}: {least} to {most}")

print()
print("Days in each stage, at least and at most:")
for stay in tf.facts(sandwell, as_of="2026-01-01").stays:
    print(f"  {stay.stage}: {stay.days or 'the start is not on record'}")

# `checked_to` states that somebody has looked for later events. More facts are then certain.
checked = tf.History(sandwell.authority, sandwell.events, checked_to="2026-01-01")
print()
print(f"Stage without checked_to: {tf.facts(sandwell, '2026-01-01').stage}")
print(f"Stage with checked_to: {tf.facts(checked, '2026-01-01').stage}")
