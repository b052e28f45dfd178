"""How children's services in England move from an inadequate judgement to a trust.

The public names are loaded when first used, so that importing the package costs little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy import loaded_when_used

if TYPE_CHECKING:
    from . import casebook, events
    from .case import Case, machine
    from .checker import (
        DateRuleBroken,
        Finding,
        MoveNotAllowed,
        Report,
        Step,
        check,
        what_next,
    )
    from .cohorts import Leg, Legs, Outcome, Outcomes, legs, outcomes
    from .dates import (
        PartialDate,
        Span,
        Truth,
        days,
        months,
        working_days,
        working_days_between,
    )
    from .duties import Due, Status, deadlines, due
    from .errors import (
        BadDate,
        BadHistory,
        BadProcess,
        Fault,
        NotAccepted,
        TrustflowError,
        UnknownCase,
    )
    from .exchange import dump, dumps, load, load_all, loads, loads_all
    from .history import Deadline, Event, History, in_order
    from .options import Option
    from .process import DateRule, Mark, Move, Precedent, Process, StageText
    from .sources import Citation, Confidence, Severity, Source, Strength
    from .standing import Fact, Facts, PlannedGoLive, Stay, facts
    from .trust_transfer import TRUST_TRANSFER, Stage
    from .views import case_page, diagram, timeline
else:
    _HOMES = {
        "Case": "case",
        "machine": "case",
        "DateRuleBroken": "checker",
        "Finding": "checker",
        "MoveNotAllowed": "checker",
        "Report": "checker",
        "Step": "checker",
        "check": "checker",
        "what_next": "checker",
        "Leg": "cohorts",
        "Legs": "cohorts",
        "Outcome": "cohorts",
        "Outcomes": "cohorts",
        "legs": "cohorts",
        "outcomes": "cohorts",
        "PartialDate": "dates",
        "Span": "dates",
        "Truth": "dates",
        "days": "dates",
        "months": "dates",
        "working_days": "dates",
        "working_days_between": "dates",
        "Due": "duties",
        "Status": "duties",
        "deadlines": "duties",
        "due": "duties",
        "BadDate": "errors",
        "BadHistory": "errors",
        "BadProcess": "errors",
        "Fault": "errors",
        "NotAccepted": "errors",
        "TrustflowError": "errors",
        "UnknownCase": "errors",
        "dump": "exchange",
        "dumps": "exchange",
        "load": "exchange",
        "load_all": "exchange",
        "loads": "exchange",
        "loads_all": "exchange",
        "Deadline": "history",
        "Event": "history",
        "History": "history",
        "in_order": "history",
        "Option": "options",
        "DateRule": "process",
        "Mark": "process",
        "Move": "process",
        "Precedent": "process",
        "Process": "process",
        "StageText": "process",
        "Citation": "sources",
        "Confidence": "sources",
        "Severity": "sources",
        "Source": "sources",
        "Strength": "sources",
        "Fact": "standing",
        "Facts": "standing",
        "PlannedGoLive": "standing",
        "Stay": "standing",
        "facts": "standing",
        "TRUST_TRANSFER": "trust_transfer",
        "Stage": "trust_transfer",
        "case_page": "views",
        "diagram": "views",
        "timeline": "views",
    }
    """The module of each public name."""
    _MODULES = ("casebook", "events")
    __getattr__, __dir__ = loaded_when_used(globals(), _HOMES, _MODULES)

__all__ = [
    "TRUST_TRANSFER",
    "BadDate",
    "BadHistory",
    "BadProcess",
    "Case",
    "Citation",
    "Confidence",
    "DateRule",
    "DateRuleBroken",
    "Deadline",
    "Due",
    "Event",
    "Fact",
    "Facts",
    "Fault",
    "Finding",
    "History",
    "Leg",
    "Legs",
    "Mark",
    "Move",
    "MoveNotAllowed",
    "NotAccepted",
    "Option",
    "Outcome",
    "Outcomes",
    "PartialDate",
    "PlannedGoLive",
    "Precedent",
    "Process",
    "Report",
    "Severity",
    "Source",
    "Span",
    "Stage",
    "StageText",
    "Status",
    "Stay",
    "Step",
    "Strength",
    "TrustflowError",
    "Truth",
    "UnknownCase",
    "case_page",
    "casebook",
    "check",
    "days",
    "deadlines",
    "diagram",
    "due",
    "dump",
    "dumps",
    "events",
    "facts",
    "in_order",
    "legs",
    "load",
    "load_all",
    "loads",
    "loads_all",
    "machine",
    "months",
    "outcomes",
    "timeline",
    "what_next",
    "working_days",
    "working_days_between",
]
