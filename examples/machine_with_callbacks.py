"""A `transitions` machine of the process, with a model and callbacks of your own.

Guarded, its conditions ask our date rules: a trigger is called with its event, and gives False
when the event cannot have happened. Unguarded, it is a plain machine of stages and triggers.
"""

from transitions import MachineError

import trustflow as tf
from trustflow import events as ev


class Council:
    """A model of your own: its machine writes `state`, and calls it back."""

    def __init__(self, name):
        self.name = name
        self.letters = []

    def on_enter_direction_issued(self, call):
        """Called by the machine, because of its name; the event is its first argument."""
        day = call.args[0].on.words
        self.letters.append(f"Dear {self.name}, a direction was issued on {day}.")

    def log(self, call):
        """Called after every change of state."""
        print(f"{call.event.name}: {call.transition.source} -> {self.state}")


council = Council("Sandwell")
machine = tf.machine(tf.TRUST_TRANSFER, guarded=True, model=council, after_state_change="log")

council.inspection_published_inadequate(
    ev.InspectionPublished("2015-06-05", judgement="inadequate")
)
council.commissioner_appointed(ev.CommissionerAppointed("2015-12"))
council.direction_issued_trust(ev.DirectionIssued("2016-10-06", purpose="trust"))
print(council.letters[0])

print()
print(
    "Before the direction, so not taken:", council.trust_went_live(ev.TrustWentLive("2016-01-15"))
)
print("Later:", council.trust_went_live(ev.TrustWentLive("2018-04-01")))
try:
    council.shadow_started(ev.ShadowStarted("2018-05"))
except MachineError as error:
    print("Not allowed any more:", error)

print()
print("Triggers a machine of your own may offer now:")
print(", ".join(sorted(machine.get_triggers(council.state))[:5]), "…")
