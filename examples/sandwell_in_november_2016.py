"""Look back at Sandwell on 1 November 2016: what had happened, and what was known.

`as_of` leaves out later events, and `known_on` leaves out events that were not known yet.
"""

import trustflow as tf
from trustflow import events as ev

DAY = "2016-11-01"
sandwell = tf.casebook.load("Sandwell")

happened = sandwell.as_of(DAY)
known = sandwell.known_on(DAY)
print(f"By {DAY}, {len(happened)} events on record may have happened; {len(known)} were known.")
print("Events that were not known yet:")
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
print(f"The last event known on 1 August 2016: {in_august[-1].trigger}")
print(f"The stage known on that day: {tf.check(in_august).stage}")

# An event that becomes known late is inserted by its date. It can be corrected or withdrawn.
case = tf.Case.from_history(happened)
article = tf.Source("An article found later", published="2017-03-01")
late = ev.AdviserAppointed("2015-09", sources=[article])
case.insert(late)
print()
print(f"Inserted: event {case.history.events.index(late) + 1} of {len(case)}")
corrected = ev.AdviserAppointed("2016-02", sources=[article])
case.replace(late, corrected)
print(f"Corrected: event {case.history.events.index(corrected) + 1} of {len(case)}")
print(f"Known on {DAY}: {corrected in case.known_on(DAY).events}")
case.withdraw(corrected)
print(f"Withdrawn, so the history is the same as before: {case.history == happened}")
