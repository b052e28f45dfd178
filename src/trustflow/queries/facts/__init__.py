"""What is known on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._lazy import lazy_attributes

if TYPE_CHECKING:
    from .build import facts, facts_of
    from .latest_judgement import LatestJudgement
    from .record_state import confirms_stage
    from .values import (
        CANNOT_BE_TOLD,
        HOW_TO_CHECK,
        INTERVENTIONS,
        Fact,
        Facts,
        PlannedGoLive,
        abolition_words,
    )
else:
    _HOMES = {
        "facts": "build",
        "facts_of": "build",
        "LatestJudgement": "latest_judgement",
        "confirms_stage": "record_state",
        "CANNOT_BE_TOLD": "values",
        "Fact": "values",
        "Facts": "values",
        "HOW_TO_CHECK": "values",
        "INTERVENTIONS": "values",
        "PlannedGoLive": "values",
        "abolition_words": "values",
    }
    __getattr__, __dir__ = lazy_attributes(globals(), _HOMES)

__all__ = [
    "CANNOT_BE_TOLD",
    "HOW_TO_CHECK",
    "INTERVENTIONS",
    "Fact",
    "Facts",
    "LatestJudgement",
    "PlannedGoLive",
    "abolition_words",
    "confirms_stage",
    "facts",
    "facts_of",
]
