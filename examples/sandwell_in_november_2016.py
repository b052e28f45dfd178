"""Two times, worked through: Sandwell on 1 November 2016, as it was and as it was known.

`as_of` leaves out what happened later, `known_on` what nobody could know yet.
"""

import trustflow as tf
from trustflow import events as ev

DAY = "2016-11-01"
sandwell = tf.casebook.load("Sandwell")

happened = sandwell.as_of(DAY)
known = sandwell.known_on(DAY)
print(f"By {DAY} {len(happened)} events on record can have happened; {len(known)} were known.")
print("Not yet known then:")
for event in happened:
    if event not in known.events:
        first = min(source.published.text for source in event.sources if source.published)
        print(f"- {event.trigger} ({event.on.words}), first reported {first}")

both = known.as_of(DAY)
print()
print(f"Stage: {tf.check(both).stage}")
for due in tf.deadlines(both, as_of=DAY):
    print(f"Due {due.due.words}: {due.what} ({due.status}, {due.left} {due.unit} left)")

in_august = sandwell.known_on("2016-08-01")
print()
print(f"As known on 1 August 2016 the last event was: {in_august[-1].trigger}")
print(f"and the stage: {tf.check(in_august).stage}")

# A fact that arrives late goes where its date belongs; it can be corrected, and taken back.
case = tf.Case.from_history(happened)
article = tf.Source("An article found later", published="2017-03-01")
late = ev.AdviserAppointed("2015-09", sources=[article])
case.insert(late)
print()
print(f"Learnt late: event {case.history.events.index(late) + 1} of {len(case)}")
corrected = ev.AdviserAppointed("2016-02", sources=[article])
case.replace(late, corrected)
print(f"Corrected: event {case.history.events.index(corrected) + 1} of {len(case)}")
print(f"Known on {DAY}: {corrected in case.known_on(DAY).events}")
case.withdraw(corrected)
print(f"Withdrawn: {case.history == happened}")
