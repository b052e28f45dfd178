"""A process as data (stages, moves and date rules), which is checked when it is built.

This package contains no law. The trust transfer is defined in `trustflow.trust_transfer`.
"""

from __future__ import annotations

from .event_fields import CLASSES_NOT_GIVEN
from .legs import NamedLeg
from .membership import (
    OTHER_PROCESS,
    WAY_OUT,
    process_of,
    require_process,
    respelled,
    with_names_of,
)
from .moves import ORDINARY, Colour, Mark, Move, Precedent, StageInfo, mark_of
from .pickling import pickle_by_reference
from .process import EVENTS, Process
from .reach import Reach
from .routes import (
    Route,
    first_routes,
    neighbours,
    reached_from,
    shortest_route,
    simple_paths,
)
from .rules import IN_ORDER, ORDER_OF_EVENTS, Condition, DateRule, Relaxation
from .stage_words import instead_of_stage

__all__ = [
    "CLASSES_NOT_GIVEN",
    "EVENTS",
    "IN_ORDER",
    "ORDER_OF_EVENTS",
    "ORDINARY",
    "OTHER_PROCESS",
    "WAY_OUT",
    "Colour",
    "Condition",
    "DateRule",
    "Mark",
    "Move",
    "NamedLeg",
    "Precedent",
    "Process",
    "Reach",
    "Relaxation",
    "Route",
    "StageInfo",
    "first_routes",
    "instead_of_stage",
    "mark_of",
    "neighbours",
    "pickle_by_reference",
    "process_of",
    "reached_from",
    "require_process",
    "respelled",
    "shortest_route",
    "simple_paths",
    "with_names_of",
]
