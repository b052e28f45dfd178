"""Many histories together: how long each leg of the road takes, and what happened next.

A date known only in part makes a span of days, a case that has not ended stays in the count as
open, and what rests on low confidence is left out and counted. Nothing is dropped silently.
"""

from __future__ import annotations

from .legs import Leg, Legs, legs, named_leg
from .outcomes import Outcome, Outcomes, arrow_words, arrows, outcomes
from .spans import words

__all__ = [
    "Leg",
    "Legs",
    "Outcome",
    "Outcomes",
    "arrow_words",
    "arrows",
    "legs",
    "named_leg",
    "outcomes",
    "words",
]
