"""Histories that several tests of the command use."""

import trustflow as tf
from trustflow import events as ev

SANDWELL = tf.casebook.load("Sandwell")
LATE = tf.History(
    "Kent",
    [
        ev.InspectionPublished("2016-11-25", judgement="inadequate", received_on="2016-11-25"),
        ev.ActionPlanPublished("2017-03-09"),
    ],
)
"""A history with one certain finding, of strength law."""
MISSING = tf.History("Kent", [ev.CommissionerReported("2016-07", sources=tf.Source("CYP Now"))])
"""A history with one certain finding, of strength logic."""


def row(text, start):
    """Return the cells of the table row that starts with a text; there must be exactly one."""
    (line,) = (line for line in text.splitlines() if line.startswith(start))
    return [cell.strip() for cell in line.split("  ") if cell]
