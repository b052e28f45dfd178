"""Register the strategies with Hypothesis, so that it finds them by type."""

from __future__ import annotations

import importlib

__all__ = ["register"]


def register() -> None:
    """Register a strategy for each type; Hypothesis calls this function by an entry point."""
    from hypothesis import strategies as st

    from ..dates import PartialDate, Span
    from ..history import Citation, Deadline, Event, History, Source
    from ..process import Process

    def strategy_by_name(name: str) -> object:
        # The package is imported when a test first asks for the type, not when Hypothesis starts.
        return lambda _: getattr(importlib.import_module(__name__.rpartition(".")[0]), name)()

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
        # The strategies are looked up by name, so a type checker cannot know their types.
        st.register_type_strategy(kind, strategy_by_name(name))  # type: ignore[arg-type]
