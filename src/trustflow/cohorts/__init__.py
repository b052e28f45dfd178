"""Answer questions about many histories: how long a leg takes, which stage comes next, and counts.

A date that is known only in part gives a range of days. A leg that has not ended is counted as
open. Legs and stays of low confidence are left out, and their number is given.
"""

from __future__ import annotations

from .arrows import ArrowCounts, arrow_counts, arrow_labels, arrows, outcomes_by_stage
from .day_counts import days_in_words
from .follow_up import FollowedCase, FollowedCaseTable
from .leg_ranks import LegRank, LegRanks, LegRankTable
from .leg_results import Legs
from .leg_values import Leg, LegTable
from .legs import legs, named_leg
from .on_record import RecordCount, RecordCountTable, judgements_by_year, last_stages
from .outcomes import Outcomes, outcomes
from .share import IncidencePoint, IncidenceTable, Share
from .stay_outcomes import Outcome, OutcomeTable, median_days

__all__ = [
    "ArrowCounts",
    "FollowedCase",
    "FollowedCaseTable",
    "IncidencePoint",
    "IncidenceTable",
    "Leg",
    "LegRank",
    "LegRankTable",
    "LegRanks",
    "LegTable",
    "Legs",
    "Outcome",
    "OutcomeTable",
    "Outcomes",
    "RecordCount",
    "RecordCountTable",
    "Share",
    "arrow_counts",
    "arrow_labels",
    "arrows",
    "days_in_words",
    "judgements_by_year",
    "last_stages",
    "legs",
    "median_days",
    "named_leg",
    "outcomes",
    "outcomes_by_stage",
]
