"""Tables of the stages, moves and rules of a process, safe in Markdown and HTML."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from .._text import visible
from ..history import one_of, tuple_of_names
from ..process import ORDINARY, process_of
from .marks import left_out_notes, marks_of
from .svg import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..process import Move, Process

__all__ = ["TABLE_KINDS", "Cell", "ProcessTable", "process_table"]

HEADINGS = {
    "stages": ("Stage", "Name", "Meaning"),
    "moves": ("Stage", "Event", "Leads to", "Mark", "Precedents"),
    "rules": ("Rule", "Requires", "Bound", "Strength", "In force", "Duty holder", "Source"),
}
TABLE_KINDS = tuple(HEADINGS)

SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$^&]")
"""The characters that are markup inside a table cell in at least one dialect of Markdown."""

SPECIAL_IN_LINK = re.compile(r"[|\\<>]")
"""The characters that would end a link in a table cell, or hide the character after them."""


class Cell(NamedTuple):
    """The text of a cell, and the address that the text links to; None without a link."""

    text: str
    url: str | None = None

    def markdown(self) -> str:
        """Return the cell as Markdown, in which the text is not read as markup."""
        text = SPECIAL.sub(_escaped, plain(self.text)) if self.text else ""
        if self.url is None:
            return text
        return f"[{text}](<{SPECIAL_IN_LINK.sub(_escaped, visible(self.url))}>)"

    def html(self) -> str:
        """Return the cell as HTML, in which the text is not read as markup."""
        text = escape(plain(self.text)) if self.text else ""
        return text if self.url is None else f'<a href="{escape(visible(self.url))}">{text}</a>'


def _escaped(special: re.Match[str]) -> str:
    # Every dialect of Markdown reads character references, but some do not read backslashes.
    return f"&#{ord(special[0])};"


@frozen
class ProcessTable:
    """A table of the stages, moves or rules of a process.

    Args:
        title: The title of the table.
        headings: The headings of the columns.
        rows: The rows, each with one cell for each column.
        notes: Notes that count the moves left out because of their marks.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def markdown(self) -> str:
        """Return the table in the Markdown of GitHub, which MyST can also read."""
        rule = "| " + " | ".join("---" for _ in self.headings) + " |"
        rows = ["| " + " | ".join(cell.markdown() for cell in row) + " |" for row in self.rows]
        notes = [line for note in self.notes for line in ("", f"{note}.")]
        return "\n".join(["| " + " | ".join(self.headings) + " |", rule, *rows, *notes]) + "\n"

    def html(self) -> str:
        """Return the table as HTML."""
        head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in self.headings)
        rows = "\n".join(
            f"<tr>{''.join(f'<td>{cell.html()}</td>' for cell in row)}</tr>" for row in self.rows
        )
        caption = ". ".join([plain(self.title), *self.notes])
        return (
            f"<table>\n<caption>{escape(caption)}</caption>\n"
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n"
        )


def process_table(
    process: Process,
    kind: str,
    *,
    stages: Iterable[str] | None = None,
    marks: str | Iterable[str] = ORDINARY,
    stays: bool = False,
) -> ProcessTable:
    """Return the stages, moves or rules of a process as a table.

    A table of moves without a precedent has no column of precedents.

    Args:
        process: The process.
        kind: What the table lists: ``stages``, ``moves`` or ``rules``.
        stages: The stages to list; for a table of moves, the stages whose moves are listed. By
            default all stages.
        marks: The marks of the moves to list: ``standard``, ``attested``, ``possible``, several of
            these, or ``all``. By default, standard and attested moves. A note counts the moves left
            out.
        stays: Whether to list also the moves that do not change the stage.

    Raises:
        InvalidValue: The kind of table, a stage or a mark is unknown.
    """
    kind = one_of(kind, TABLE_KINDS, "process table")
    process = process_of(process)
    named = process.stages if stages is None else tuple_of_names(stages)
    chosen = {process.stage(stage) for stage in named}
    listed = [stage for stage in process.stages if stage in chosen]
    chosen_marks = marks_of(marks)
    notes: tuple[str, ...] = ()
    if kind == "stages":
        rows = _stage_rows(process, listed)
    elif kind == "moves":
        moves = [
            move
            for stage in listed
            for move in process.moves_from(stage)
            if stays or not move.stays
        ]
        rows = _move_rows(process, (move for move in moves if move.mark in chosen_marks))
        notes = left_out_notes(move for move in moves if move.mark not in chosen_marks)
    else:
        rows = _rule_rows(process)
    headings, cells = HEADINGS[kind], tuple(rows)
    if kind == "moves" and not any(row[-1].text for row in cells):
        headings, cells = headings[:-1], tuple(row[:-1] for row in cells)
    return ProcessTable(f"{process.title}: {kind}", headings, cells, notes)


def _stage_rows(process: Process, listed: Iterable[str]) -> Iterator[tuple[Cell, ...]]:
    for stage in listed:
        info = process.stages[stage]
        yield Cell(info.label), Cell(str(stage)), Cell(info.meaning)


def _move_rows(process: Process, moves: Iterable[Move]) -> Iterator[tuple[Cell, ...]]:
    for move in moves:
        yield (
            Cell(process.stages[move.stage].label),
            Cell(process.triggers[move.trigger]),
            Cell("stays" if move.stays else process.stages[move.leads_to].label),
            Cell(move.mark.label),
            Cell("; ".join(map(str, move.precedents))),
        )


def _rule_rows(process: Process) -> Iterator[tuple[Cell, ...]]:
    for rule in process.rules:
        citation = rule.citation
        yield (
            Cell(rule.id),
            Cell(rule.requires),
            Cell(rule.bound),
            Cell(str(rule.strength)),
            Cell(rule.period_words),
            Cell(rule.duty_holder or ""),
            Cell("") if citation is None else Cell(citation.text, citation.url),
        )
