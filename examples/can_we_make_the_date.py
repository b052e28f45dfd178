"""Ask on which days a trust can go live, and whether a planned day can be kept."""

import trustflow as tf

bradford = tf.casebook.load("Bradford").as_of("2022-07-01")
case = tf.Case.from_history(bradford)

window = case.window("trust_went_live", as_of="2022-07-01")
print("Days left for the go-live:", window.days_kept)
for bound in (window.earliest_rule, window.latest_rule):
    print(f"- {bound.name}: {bound.citation.text}")

print()
schedule = case.schedule(to="trust_live", finish_by="2023-04-01", as_of="2022-07-01")
print(schedule.answer)
for route in schedule.routes:
    if route.is_standard and route.fits:
        print(f"By {route.words}:")
        for step in route.steps:
            print(f"- {step.label}: {step.days}, with {step.slack} days of slack")

print()
late = case.schedule(to="trust_live", finish_by="2022-10-01", as_of="2022-07-01")
print(late.answer)
print(late.routes[0].explain())

print()
print(tf.verify().shortest("direction_issued", "trust_live", on="2022-07-01", strength="all").time)
