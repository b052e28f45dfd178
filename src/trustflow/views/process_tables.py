"""Tables of a process for people: its stages, moves and rules, safe in Markdown and HTML."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from ..history import one_of
from .svg import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..process import Process

__all__ = ["KINDS", "Cell", "Listing", "listing"]

HEADINGS = {
    "stages": ("Stage", "Name", "Meaning"),
    "moves": ("In the stage", "Event", "Leads to", "Move", "On record"),
    "rules": ("Rule", "Asks", "Bound", "Strength", "In force", "Falls on", "Source"),
}
KINDS = tuple(HEADINGS)
MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$^&@:/'\"=])")


class Cell(NamedTuple):
    """A text, and where it leads to."""

    text: str
    url: str | None = None

    def markdown(self) -> str:
        """The cell as Markdown that shows the text as it is."""
        text = MARKDOWN.sub(_by_number, plain(self.text)) if self.text else ""
        return text if self.url is None else f"[{text}](<{self.url}>)"

    def html(self) -> str:
        """The cell as HTML that shows the text as it is."""
        text = escape(plain(self.text)) if self.text else ""
        return text if self.url is None else f'<a href="{escape(self.url)}">{text}</a>'


def _by_number(found: re.Match[str]) -> str:
    """Punctuation that some dialect of Markdown could mind; the rest is left readable."""
    mild = found[0] in "-.:/'()!+=@\""
    return found[0] if mild else f"&#{ord(found[0])};"


@frozen
class Listing:
    """A table.

    Args:
        title: What it is about.
        headings: Those of the columns.
        rows: The cells.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def markdown(self) -> str:
        """The table in Markdown (GitHub's dialect, which MyST reads, too)."""
        rule = "| " + " | ".join("---" for _ in self.headings) + " |"
        rows = ["| " + " | ".join(cell.markdown() for cell in row) + " |" for row in self.rows]
        return "\n".join(["| " + " | ".join(self.headings) + " |", rule, *rows]) + "\n"

    def html(self) -> str:
        """The table in HTML."""
        head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in self.headings)
        rows = "\n".join(
            f"<tr>{''.join(f'<td>{cell.html()}</td>' for cell in row)}</tr>" for row in self.rows
        )
        return (
            f"<table>\n<caption>{escape(plain(self.title))}</caption>\n"
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n"
        )


def listing(
    process: Process,
    kind: str,
    *,
    stages: Iterable[str] | None = None,
    standard: bool = False,
    stays: bool = False,
) -> Listing:
    """A table of a process.

    Args:
        process: The process.
        kind: ``stages``, ``moves`` or ``rules``.
        stages: The stages that are listed, or from which moves are; all when left out.
        standard: Whether only standard moves are listed.
        stays: Whether moves that stay in their stage are listed.

    Raises:
        InvalidValue: There is no such table or stage.
    """
    wanted = one_of(kind, KINDS, "table of a process")
    chosen = set(process.stages) if stages is None else {process.stage(stage) for stage in stages}
    shown = [stage for stage in process.stages if stage in chosen]
    rows = {
        "stages": lambda: _stages(process, shown),
        "moves": lambda: _moves(process, shown, standard=standard, stays=stays),
        "rules": lambda: _rules(process),
    }
    return Listing(f"{process.title}: {wanted}", HEADINGS[wanted], tuple(rows[wanted]()))


def _stages(process: Process, shown: Iterable[str]) -> Iterator[tuple[Cell, ...]]:
    for stage in shown:
        text = process.stages[stage]
        yield Cell(text.label), Cell(str(stage)), Cell(text.meaning)


def _moves(
    process: Process, shown: Iterable[str], *, standard: bool, stays: bool
) -> Iterator[tuple[Cell, ...]]:
    for stage in shown:
        for move in process.moves_from(stage):
            if (move.stays and not stays) or (standard and move.mark.label != "standard"):
                continue
            yield (
                Cell(process.stages[stage].label),
                Cell(process.triggers[move.trigger]),
                Cell("stays" if move.stays else process.stages[move.leads_to].label),
                Cell(move.mark.label),
                Cell("; ".join(map(str, move.precedents))),
            )


def _rules(process: Process) -> Iterator[tuple[Cell, ...]]:
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
