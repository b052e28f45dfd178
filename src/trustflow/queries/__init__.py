"""Questions about a history: what is due, what may happen next, what is known on a day."""

from __future__ import annotations

from .day_span import DaySpan
from .deadlines import deadlines, deadlines_of
from .due import Due, DueTable, Status, due
from .due_window import due_window
from .fact_values import (
    CANNOT_BE_TOLD,
    HOW_TO_CHECK,
    INTERVENTIONS,
    Fact,
    Facts,
    PlannedGoLive,
    abolition_words,
)
from .facts import facts, facts_of
from .latest_judgement import LatestJudgement
from .next_moves import WINDOW_COLUMNS, Option, OptionTable, options, what_next
from .option_words import bounds_words, days_left
from .plain_data import plain_data
from .planned_event import can_plan, planned_event
from .schedule import Schedule, ScheduledRoute
from .schedule_parts import Postponement, ScheduleBound, ScheduleConflict, ScheduledStep
from .schedules import schedule
from .shortest_time import ShortestTime, TimedStep, shortest_time
from .strengths import LEAST_RANKS
from .verification import ExampleEvent, ProcessFinding, Verification
from .verifying import verify
from .window import Bound, Conflict, Window
from .windows import event_asked, window, window_of

__all__ = [
    "CANNOT_BE_TOLD",
    "HOW_TO_CHECK",
    "INTERVENTIONS",
    "LEAST_RANKS",
    "WINDOW_COLUMNS",
    "Bound",
    "Conflict",
    "DaySpan",
    "Due",
    "DueTable",
    "ExampleEvent",
    "Fact",
    "Facts",
    "LatestJudgement",
    "Option",
    "OptionTable",
    "PlannedGoLive",
    "Postponement",
    "ProcessFinding",
    "Schedule",
    "ScheduleBound",
    "ScheduleConflict",
    "ScheduledRoute",
    "ScheduledStep",
    "ShortestTime",
    "Status",
    "TimedStep",
    "Verification",
    "Window",
    "abolition_words",
    "bounds_words",
    "can_plan",
    "days_left",
    "deadlines",
    "deadlines_of",
    "due",
    "due_window",
    "event_asked",
    "facts",
    "facts_of",
    "options",
    "plain_data",
    "planned_event",
    "schedule",
    "shortest_time",
    "verify",
    "what_next",
    "window",
    "window_of",
]
