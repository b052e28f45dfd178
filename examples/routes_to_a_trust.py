"""List the routes to a live trust, and the moves that lead there."""

import trustflow as tf

process = tf.TRUST_TRANSFER

print("The ordinary routes, shortest first:")
for path in process.paths(to="trust_live", marks=["standard"]):
    print("- " + " > ".join(process.stages[stage].label for stage in path))

attested = process.paths(to="trust_live")
print()
print(f"With attested moves, which are off the ordinary route: {len(attested)} routes")
print("The shortest of these: " + " > ".join(process.stages[stage].label for stage in attested[0]))

print()
print("The moves that lead to a live trust:")
for move in process.moves_to("trust_live"):
    print(f"- {process.triggers[move.trigger]}, from {process.stages[move.stage].label}")

print()
print("The moves from an inadequate judgement, and who took the unusual ones:")
for move in process.moves_from("rated_inadequate"):
    if not move.stays:
        who = "; ".join(map(str, move.precedents))
        label = process.stages[move.leads_to].label
        print(f"- {process.triggers[move.trigger]} to {label} ({move.mark.label}) {who}".rstrip())

print()
reached = process.reachable("returned_to_council")
print(f"After a return, {len(reached)} of {len(process.stages)} stages can be reached.")
