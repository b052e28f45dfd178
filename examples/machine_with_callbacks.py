"""Use the process as a `transitions` machine, with a model and callbacks of your own.

The conditions of a guarded machine check the date rules. Call a trigger with its event: it returns
False if the event cannot have happened. A machine that is not guarded has stages and triggers only.
"""

from transitions import MachineError

import trustflow as tf
from trustflow import events as ev


class Council:
    """A model of your own. The machine sets its `state` and calls its methods."""

    def __init__(self, name):
        self.name = name
        self.letters = []

    def on_enter_direction_issued(self, call):
        """Write a letter; the machine calls this method by its name and passes the event."""
        day = call.args[0].on.words
        self.letters.append(f"Dear {self.name}, a direction was issued on {day}.")

    def log(self, call):
        """Print the change of state; the machine calls this after each one."""
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
print("Before the direction, so refused:", council.trust_went_live(ev.TrustWentLive("2016-01-15")))
print("After the direction:", council.trust_went_live(ev.TrustWentLive("2018-04-01")))
try:
    council.shadow_started(ev.ShadowStarted("2018-05"))
except MachineError as error:
    print("Not allowed in this stage:", error)

print()
print("Some triggers that are allowed now:")
print(", ".join(sorted(machine.get_triggers(council.state))[:5]), "…")
