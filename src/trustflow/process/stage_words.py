"""What is expected in place of a stage, where somebody names a stage and an event is needed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .._text import composed

if TYPE_CHECKING:
    from .process import Process

__all__ = ["instead_of_stage"]


def instead_of_stage(name: object, process: Process) -> str:
    """Return which events lead to a stage, for the refusal of its name; empty for other names.

    Args:
        name: The name or the label of a stage, in any spelling, such as "Rated inadequate".
        process: The process.
    """
    words = _plain(str(name))
    for stage, about in process.stages.items():
        if words not in {_plain(stage), _plain(about.label)}:
            continue
        events = list(dict.fromkeys(move.trigger for move in process.moves_to(stage)))
        if not events:
            return "It is a stage. Expected an event."
        article = "the" if len(events) == 1 else "an"
        return f"It is a stage. Expected {article} event that leads to it: {' or '.join(events)}."
    return ""


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", composed(name.casefold())).strip()
