"""List what may happen next, from which day, and what to record first."""

import trustflow as tf
from trustflow import events as ev

case = tf.Case("Sandwell")
case.record(ev.InspectionPublished("2015-06-05", judgement="inadequate", framework="SIF"))
case.record(ev.CommissionerAppointed("2015-12", names="Eleanor Brazil"))
case.record(ev.CommissionerReportPublished("2016-07"))

options = case.what_next(as_of="2016-10-06")

print("Events that lead to another stage:")
for option in options:
    if option.allowed and option.moves:
        label = tf.TRUST_TRANSFER.triggers[option.trigger]
        print(f"- {label} ({option.mark.label}), from {option.earliest}: to {option.leads_to}")

print()
print("Why a go-live is refused:")
refused = next(option for option in options if option.trigger == "trust_went_live")
for reason in refused.reasons:
    print(f"- {reason}")

print()
print("The findings that a go-live soon after the direction would give:")
case.record(ev.DirectionIssued("2016-10-06", purpose="trust"))
for finding in case.suppose(ev.TrustWentLive("2017-04-01")):
    print(f"- {finding}")
