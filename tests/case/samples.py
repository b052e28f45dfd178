"""Cases and a model, for the tests of this folder."""

import trustflow as tf
from trustflow import events as ev
from trustflow.history import NamedEvent

REFUSALS = (tf.MoveNotAllowed, tf.DateRuleBroken)
"""The errors with which a case refuses an event."""
ARTICLE = tf.Source("Public Sector Executive", published="2016-10-10")


class Model:
    """A model of a user's own, for a machine."""

    state = ""


def case_of(*events):
    """Return a case of Sandwell with some events recorded."""
    case = tf.Case("Sandwell")
    for event in events:
        case.record(event)
    return case


def directed_case():
    """Return a case of Sandwell under direction."""
    return case_of(
        ev.InspectionPublished("2015-06-05", judgement="inadequate", framework="SIF"),
        ev.CommissionerAppointed("2015-12", names="Eleanor Brazil"),
        ev.DirectionIssued("2016-10-06", purpose="trust", sources=ARTICLE),
    )


def named(trigger, on="2199-12-31"):
    """Return an event known by its trigger only."""
    return NamedEvent(on, what=trigger)
