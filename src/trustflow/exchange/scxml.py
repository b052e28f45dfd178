"""Write a process as W3C SCXML for other state-machine tools; the docs describe the mapping.

Stages become states and moves become transitions. A move that stays in its stage has no target,
so that no state is left or entered. Data for which SCXML has no element are in attributes of
trustflow's own namespace; `process_to_scxml` lists what the file does not contain. A tool that
runs the file applies the moves only: it has no dates, and nothing is inherited or abolished in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from .._text import visible
from ..process import process_of
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..process import DateRule, Process

__all__ = ["process_to_scxml", "scxml_name"]

SCXML = "http://www.w3.org/2005/07/scxml"
OURS = "urn:trustflow:scxml:1"
UNSAFE = re.compile(r"[^A-Za-z0-9_-]|^[0-9-]|_(?=x[0-9A-F]+_)")
"""What ids and event names must not contain: a dot would split a name, a star match all names."""


def process_to_scxml(process: Process = TRUST_TRANSFER) -> str:
    """Return a process as SCXML text, which has no data model and no code.

    A tool that runs the file applies the stages and the moves. The file also contains data that
    such a tool ignores: the labels, the meanings of stages, the marks of moves, and for each date
    rule what `DateRule.to_dict` returns.

    It does not contain:

    - of the process: `requires_earlier`, `keeps_planned_days_of`, `cancels_planned`, `legs`,
      `facts`, `record_kinds`, `delivered_by`, `disclaimer`, `duty_note` and the Python classes in
      `events`;
    - of a move: its `precedents`;
    - of a stage: whether it is `emphasised`;
    - of a date rule: `start_field`, `start_label`, `fallback`, `fallback_note`, `from_first`,
      `on_entering`, `condition`, `in_force_by_end`, `in_force_to_due`, `end_field`, `answers`,
      `duty_holder_field`, `same_event` and `relaxed`.

    `process_to_json` writes all of these except the Python classes.

    Args:
        process: The process; the trust transfer by default.
    """
    process = process_of(process)
    root = {
        "xmlns": SCXML,
        "xmlns:tf": OURS,
        "version": "1.0",
        "datamodel": "null",
        "name": scxml_name(process.name),
        "initial": scxml_name(process.initial),
        "tf:title": process.title,
    }
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<scxml{_attributes(root)}>",
        *_states(process),
        *(f"  <tf:rule{_attributes(_rule(rule))}/>" for rule in process.rules),
        "</scxml>",
    ]
    return "\n".join(lines) + "\n"


def scxml_name(name: str) -> str:
    """Return a name that SCXML allows; a dot, for example, is written as ``_x2E_``."""
    return UNSAFE.sub(lambda match: f"_x{ord(match[0]):X}_", name)


def _states(process: Process) -> Iterator[str]:
    for stage, info in process.stages.items():
        moves = process.moves_from(stage)
        # A final state ends the machine, so a stage with moves that stay in it is not one.
        tag = "final" if info.final and not moves else "state"
        state = {
            "id": scxml_name(stage),
            "tf:name": None if scxml_name(stage) == stage else stage,
            "tf:label": info.label,
            "tf:meaning": info.meaning,
        }
        if not moves:
            yield f"  <{tag}{_attributes(state)}/>"
            continue
        yield f"  <{tag}{_attributes(state)}>"
        for move in moves:
            event = scxml_name(move.trigger)
            transition = {
                "event": event,
                "target": None if move.stays else scxml_name(move.leads_to),
                "tf:name": None if event == move.trigger else move.trigger,
                "tf:label": process.triggers[move.trigger],
                "tf:mark": move.mark.label,
            }
            yield f"    <transition{_attributes(transition)}/>"
        yield f"  </{tag}>"


def _rule(rule: DateRule) -> dict[str, str | None]:
    return {
        f"tf:{name.replace('_', '-')}": " ".join(value) or None
        if isinstance(value, list)
        else value
        for name, value in rule.to_dict().items()
    }


def _attributes(attributes: Mapping[str, str | None]) -> str:
    return "".join(
        f" {name}={quoteattr(visible(value, keep_lines=True))}"
        for name, value in attributes.items()
        if value is not None
    )
