"""Verify a process: which rules contradict each other, and what can never happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._lazy import lazy_attributes

if TYPE_CHECKING:
    from .days import Limit, Node, earliest_days, limits_of
    from .result import ExampleEvent, ProcessFinding, Verification
    from .routes import names_on_route, routes, with_events
    from .verify import verify
    from .walks import Walk
else:
    _HOMES = {
        "Limit": "days",
        "Node": "days",
        "earliest_days": "days",
        "limits_of": "days",
        "ExampleEvent": "result",
        "ProcessFinding": "result",
        "Verification": "result",
        "names_on_route": "routes",
        "routes": "routes",
        "with_events": "routes",
        "verify": "verify",
        "Walk": "walks",
    }
    __getattr__, __dir__ = lazy_attributes(globals(), _HOMES)

__all__ = [
    "ExampleEvent",
    "Limit",
    "Node",
    "ProcessFinding",
    "Verification",
    "Walk",
    "earliest_days",
    "limits_of",
    "names_on_route",
    "routes",
    "verify",
    "with_events",
]
