"""Print the facts about a council on a day: what is certain, and what was last on record."""

import attrs

import trustflow as tf

# Somebody has looked for later inspections up to August 2026, and for nothing else.
sandwell = attrs.evolve(tf.casebook.load("Sandwell"), checked_to={"inspections": "2026-08-22"})

for day in ("2016-10-06", "2018-04-01", "2026-01-01"):
    facts = tf.facts(sandwell, as_of=day)
    print(day)
    print(f"  judgement: {facts.judgement}")
    print(f"  type of intervention: {facts.intervention}")
    print(f"  commissioner in post: {facts.commissioners}")
    print(f"  services delivered by: {facts.delivered_by}")

print()
print("Days from each planned go-live to the actual go-live, at least and at most:")
for plan in tf.facts(sandwell, as_of="2018-05-01").planned_go_live:
    least, most = plan.slip
    print(f"  {plan.due.words}: {least} to {most}")

print()
facts = tf.facts(sandwell, as_of="2026-01-01")
print(f"Days in each stage, at least and at most, up to {facts.stage_known_to.words}:")
for stay in facts.stays:
    print(f"  {stay.stage}: {stay.days or 'the start is not on record'}")

# After a search for later events of other kinds, more facts are certain.
case = tf.Case.from_history(sandwell)
case.mark_checked("2026-01-01", kinds=["intervention", "delivery"])
print()
print(f"Stage before the search: {facts.stage}")
print(f"Stage after the search: {case.facts('2026-01-01').stage}")
