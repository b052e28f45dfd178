"""What may happen next to a council, from when, and what a refusal asks to be recorded first."""

import trustflow as tf
from trustflow import events as ev

case = tf.Case("Sandwell")
case.record(ev.InspectionPublished("2015-06-05", judgement="inadequate", framework="SIF"))
case.record(ev.CommissionerAppointed("2015-12", names="Eleanor Brazil"))
case.record(ev.CommissionerReportPublished("2016-07"))

found = case.what_next(as_of="2016-10-06")

print("What would move the case on:")
for option in found:
    if option.allowed and option.moves:
        label = tf.TRUST_TRANSFER.triggers[option.trigger]
        print(f"- {label} ({option.mark.label}), from {option.earliest}: to {option.leads_to}")

print()
print("Why not a go-live:")
refused = next(option for option in found if option.trigger == "trust_went_live")
for reason in refused.reasons:
    print(f"- {reason}")

print()
print("What a go-live soon after the direction would give, without recording it:")
case.record(ev.DirectionIssued("2016-10-06", purpose="trust"))
for finding in case.suppose(ev.TrustWentLive("2017-04-01")):
    print(f"- {finding}")
