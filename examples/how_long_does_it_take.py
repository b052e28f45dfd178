"""How long each leg of the road to a trust takes, and what happened next, over the casebook."""

import trustflow as tf
from trustflow.cohorts import named_leg, words

histories = tf.casebook.histories()

print("How long each leg took, in days")
for name, leg in tf.TRUST_TRANSFER.legs.items():
    found = named_leg(histories, name)
    print(f"\n{leg.title}")
    print(f"  {len(found.authorities)} of {found.histories} councils in this casebook")
    print(f"  ended: {len(found.ended)}, median {words(found.median)}")
    print(f"  shortest {words(found.shortest)}, longest {words(found.longest)}")
    print(f"  still open, as far as the record goes: {len(found.open)}")
    print(f"  ended otherwise: {len(found.ended_otherwise)}")
    print(f"  left out for low confidence: {len(found.left_out)}")

print("\nThe road back, council by council")
for leg in named_leg(histories, "decision-to-return").ended:
    print(f"  {leg.authority}: {leg.start.on} to {leg.end.on}, {words(leg.days)} days")

stage = tf.Stage.COMMISSIONER_REVIEW
print(f"\nWhat became of the councils in the stage “{stage}”")
after = tf.outcomes(histories, stage)
for leads_to, councils in after.by_destination.items():
    print(f"  {leads_to}: {len(councils)} of {len(after.authorities)}: {', '.join(councils)}")
