"""List the rules in force on a day, and show which of them applied to an event."""

import trustflow as tf
from trustflow import events as ev

for day in ("2014-04-30", "2014-05-01", "2018-08-16"):
    rules = tf.TRUST_TRANSFER.rules_in_force(day)
    print(f"In force on {day}: {', '.join(rule.id for rule in rules)}")

print()
print("Employee liability information given 20 days before the transfer:")
for given, live in (("2014-04-01", "2014-04-21"), ("2014-05-01", "2014-05-21")):
    case = tf.Case("Somewhere", begins_in="direction_issued")
    case.record(ev.EmployeeInformationGiven(given))
    findings = case.record(ev.TrustWentLive(live))
    print(f"- transfer on {live}: {[finding.rule for finding in findings] or 'kept'}")

print()
print("A rule with its citation:")
rule = tf.TRUST_TRANSFER.rule("employee-information-28")
print(f"{rule.requires}: {rule.bound}, {rule.period_words}. {rule.citation}")
