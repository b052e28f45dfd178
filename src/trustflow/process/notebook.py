"""A process as HTML for notebooks: counts, with the stages, moves and rules folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._html import html_folded, html_record, html_table
from ..errors import pluralised

if TYPE_CHECKING:
    from .process import Process

__all__ = ["process_html"]


def process_html(process: Process) -> str:
    """Return a process as plain HTML. Moves that stay in their stage are only counted."""
    moves = [move for move in process.moves if not move.stays]
    staying = len(process.moves) - len(moves)
    return "".join(
        [
            html_record(
                process.title,
                [
                    ("Name", process.name),
                    ("First stage", process.stages[process.initial].label),
                    ("Events", len(process.triggers)),
                    ("Disclaimer", process.disclaimer),
                ],
            ),
            html_folded(
                pluralised(len(process.stages), "stage"),
                html_table(
                    "Stages",
                    ("Stage", "Name", "Meaning"),
                    ((info.label, name, info.meaning) for name, info in process.stages.items()),
                ),
            ),
            html_folded(
                f"{pluralised(len(moves), 'move')} to another stage, {staying} within a stage",
                html_table(
                    "Moves to another stage",
                    ("Stage", "Event", "Leads to", "Mark"),
                    (
                        (
                            process.stages[move.stage].label,
                            process.triggers[move.trigger],
                            process.stages[move.leads_to].label,
                            move.mark.label,
                        )
                        for move in moves
                    ),
                ),
            ),
            html_folded(
                pluralised(len(process.rules), "date rule"),
                html_table(
                    "Date rules",
                    ("Rule", "Requires", "Bound", "Strength", "In force", "Source"),
                    (
                        (
                            rule.id,
                            rule.requires,
                            rule.bound,
                            rule.strength,
                            rule.period_words,
                            rule.citation,
                        )
                        for rule in process.rules
                    ),
                ),
            ),
        ]
    )
