"""A process as W3C SCXML, for other state-machine tools; ``docs/exchange.md`` has the mapping.

Stages are states and moves are transitions; a move that stays has no target, so that nothing is
left or entered. Date rules cannot be said in it and stand in attributes of a namespace of our own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..process import DateRule, Process

__all__ = ["process_to_scxml", "scxml_name"]

SCXML = "http://www.w3.org/2005/07/scxml"
OURS = "urn:trustflow:scxml:1"
UNSAFE = re.compile(r"[^A-Za-z0-9_-]|^[0-9-]|_(?=x[0-9A-F]+_)")
"""What cannot stand in a state's id or an event's name: a dot would part it, a star match all."""
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def process_to_scxml(process: Process = TRUST_TRANSFER) -> str:
    """A process as SCXML text, with no data model and nothing to run in it.

    Args:
        process: The process; the trust transfer when left out.
    """
    root = {
        "xmlns": SCXML,
        "xmlns:tf": OURS,
        "version": "1.0",
        "datamodel": "null",
        "name": scxml_name(process.name),
        "initial": scxml_name(process.initial),
        "tf:title": process.title,
    }
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<scxml{_attributes(root)}>",
            *_states(process),
            *(f"  <tf:rule{_attributes(_rule(rule))}/>" for rule in process.rules),
            "</scxml>",
            "",
        ]
    )


def scxml_name(name: str) -> str:
    """A stage or a trigger as SCXML names it; what cannot stand in a name is put as ``_x2E_``."""
    return UNSAFE.sub(lambda found: f"_x{ord(found[0]):X}_", name)


def _states(process: Process) -> Iterator[str]:
    for stage, text in process.stages.items():
        moves = process.moves_from(stage)
        # A final state ends the machine, which a stage with moves that stay does not.
        tag = "final" if text.final and not moves else "state"
        about = {
            "id": scxml_name(stage),
            "tf:name": None if scxml_name(stage) == stage else stage,
            "tf:label": text.label,
            "tf:meaning": text.meaning,
        }
        if not moves:
            yield f"  <{tag}{_attributes(about)}/>"
            continue
        yield f"  <{tag}{_attributes(about)}>"
        for move in moves:
            event = scxml_name(move.trigger)
            about = {
                "event": event,
                "target": None if move.stays else scxml_name(move.leads_to),
                "tf:name": None if event == move.trigger else move.trigger,
                "tf:label": process.triggers[move.trigger],
                "tf:mark": move.mark.label,
            }
            yield f"    <transition{_attributes(about)}/>"
        yield f"  </{tag}>"


def _rule(rule: DateRule) -> dict[str, str | None]:
    plain = rule.to_dict()
    return {
        f"tf:{name.replace('_', '-')}": " ".join(value) if isinstance(value, list) else value
        for name, value in plain.items()
    }


def _attributes(attributes: Mapping[str, str | None]) -> str:
    return "".join(
        f" {name}={quoteattr(NOT_XML.sub('�', value))}"
        for name, value in attributes.items()
        if value is not None
    )
