"""Print how long each leg took in the casebook, and which stage councils moved to next."""

import trustflow as tf
from trustflow.cohorts import days_in_words, named_leg

histories = tf.casebook.histories()

print("How long each leg took, in days")
for name, leg in tf.TRUST_TRANSFER.legs.items():
    legs = named_leg(histories, name)
    print(f"\n{leg.title}")
    print(f"  {len(legs.authorities)} of {legs.histories} councils in this casebook")
    print(f"  ended: {len(legs.ended)}")
    print(f"  median of those that ended: {days_in_words(legs.median_of_ended)}")
    print(f"  shortest of those that ended: {days_in_words(legs.shortest_of_ended)}")
    print(f"  longest of those that ended: {days_in_words(legs.longest_of_ended)}")
    print(f"  open, as far as the record shows: {len(legs.open)}")
    print(f"  ended otherwise: {len(legs.ended_otherwise)}")
    print(f"  days after which half of all had ended: {legs.half_in_words}")
    print(f"  left out for low confidence: {len(legs.left_out)}")

print("\nFrom the decision to return to the return, by council")
for leg in named_leg(histories, "decision-to-return").ended:
    print(f"  {leg.authority}: {leg.start.on} to {leg.end.on}, {days_in_words(leg.days)} days")

stage = tf.Stage.COMMISSIONER_REVIEW
print(f"\nThe stage that councils moved to from “{stage}”")
after = tf.outcomes(histories, stage)
for leads_to, councils in after.by_destination.items():
    print(f"  {leads_to}: {len(councils)} of {len(after.authorities)}: {', '.join(councils)}")
