"""Hypothesis strategies and a state machine for tests of code that builds on trustflow.

The strategies work for any process. Where trustflow is installed, Hypothesis finds them
automatically: ``st.from_type(History)`` works without an import of this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import lazy_attributes
from ..errors import from_extra

if TYPE_CHECKING:
    from .dates import Precision, days, partial_dates, spans
    from .event_strategies import events
    from .history_strategies import histories, loose_histories
    from .planted import PlantedFault, faulty_histories
    from .provenance import citations, deadlines, sources
    from .random_process import processes
    from .registration import register
    from .stateful import CaseMachine, case_machine
else:
    # Names are loaded on first use, because Hypothesis imports this package into every test run
    # where trustflow is installed.
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
        "register": "registration",
        "sources": "provenance",
        "spans": "dates",
    }
    __getattr__, __dir__ = lazy_attributes(
        globals(), _HOMES, importing=lambda: from_extra("testing")
    )

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
