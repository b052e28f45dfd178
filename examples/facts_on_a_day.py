"""What the record says of a council on a day, and what it cannot say."""

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
print("How far each planned go-live slipped, in days:")
for plan in tf.facts(sandwell, as_of="2018-05-01").planned_go_live:
    least, most = plan.slip
    print(f"  {plan.due.words}: {least} to {most}")

print()
print("Days in each stage, at least and at most:")
for stay in tf.facts(sandwell, as_of="2026-01-01").stays:
    print(f"  {stay.stage}: {stay.days or 'its beginning is not on record'}")

# Nobody says here that they have looked for later events; once somebody does, more can be told.
checked = tf.History(sandwell.authority, sandwell.events, checked_to="2026-01-01")
print()
print(f"stage, as it stands: {tf.facts(sandwell, '2026-01-01').stage}")
print(f"stage, had somebody looked: {tf.facts(checked, '2026-01-01').stage}")
