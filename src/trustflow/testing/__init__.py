"""Hypothesis strategies and a state machine for tests of code that builds on trustflow.

They are made from any process. Hypothesis finds them by itself: where trustflow is installed,
``st.from_type(History)`` works without an import of this package.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from .._lazy import lazy_attributes

if TYPE_CHECKING:
    from .dates import Precision, days, partial_dates, spans
    from .event_strategies import events
    from .history_strategies import histories, loose_histories
    from .planted import PlantedFault, faulty_histories
    from .provenance import citations, deadlines, sources
    from .random_process import processes
    from .stateful import CaseMachine, case_machine
else:
    _HOMES = {
        "CaseMachine": "stateful",
        "PlantedFault": "planted",
        "Precision": "dates",
        "case_machine": "stateful",
        "citations": "provenance",
        "days": "dates",
        "deadlines": "provenance",
        "events": "event_strategies",
        "faulty_histories": "planted",
        "histories": "history_strategies",
        "loose_histories": "history_strategies",
        "partial_dates": "dates",
        "processes": "random_process",
        "sources": "provenance",
        "spans": "dates",
    }
    """The module of each public name: they are loaded when first used, because Hypothesis loads
    this package into every test run of whoever has trustflow installed."""
    __getattr__, __dir__ = lazy_attributes(globals(), _HOMES)

__all__ = [
    "CaseMachine",
    "PlantedFault",
    "Precision",
    "case_machine",
    "citations",
    "days",
    "deadlines",
    "events",
    "faulty_histories",
    "histories",
    "loose_histories",
    "partial_dates",
    "processes",
    "register",
    "sources",
    "spans",
]


def register() -> None:
    """Tell Hypothesis how to make our values; it calls this itself, by its entry point."""
    from hypothesis import strategies as st

    from ..dates import PartialDate, Span
    from ..history import Citation, Deadline, Event, History, Source
    from ..process import Process

    def later(name: str) -> object:
        """The strategy of that name, made when a test first asks for it."""
        return lambda _: getattr(importlib.import_module(__name__), name)()

    for kind, name in (
        (Citation, "citations"),
        (Deadline, "deadlines"),
        (Event, "events"),
        (History, "histories"),
        (PartialDate, "partial_dates"),
        (Process, "processes"),
        (Source, "sources"),
        (Span, "spans"),
    ):
        # The strategies are known by name only, and so not their types.
        st.register_type_strategy(kind, later(name))  # type: ignore[arg-type]
