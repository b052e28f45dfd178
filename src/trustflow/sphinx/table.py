"""The directive ``trustflow-table``, which lists the stages, moves or rules of a process."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from attrs import frozen
from docutils import nodes
from docutils.parsers.rst import directives

from .._text import visible
from ..process import Process
from ..views import TABLE_KINDS, Cell, ProcessTable, process_table
from .directive import DEFAULT_MARKS, TrustflowDirective, names, one_of, process_of, source_at
from .records import record

__all__ = ["TableDirective", "TableRequest", "table_node"]

MAX_COLUMN_WIDTH = 40
"""The greatest width of a table column, in characters; longer texts wrap."""


@frozen(kw_only=True)
class TableRequest:
    """A table that a directive asks for.

    Args:
        source: The location of a process, the path of a process as JSON, or the name of an
            authority; None for the trust transfer.
        kind: What the table lists: stages, moves or rules.
        stages: The stages to list; all if None.
        marks: The marks of the moves to list.
        stays: Whether to list the moves that do not change the stage.
    """

    source: str | Path | None
    kind: str
    stages: tuple[str, ...] | None
    marks: tuple[str, ...]
    stays: bool

    def table(self) -> ProcessTable:
        """Return the table."""
        return process_table(
            self._process(), self.kind, stages=self.stages, marks=self.marks, stays=self.stays
        )

    def content(self) -> str:
        """Return the table as one text."""
        return self.table().markdown()

    def _process(self) -> Process:
        if isinstance(self.source, Path):
            return process_of(self.source)
        source = source_at(self.source)
        return source if isinstance(source, Process) else process_of(None)


class TableDirective(TrustflowDirective):
    """The directive ``trustflow-table``."""

    option_spec: ClassVar[dict[str, Any]] = {
        "class": directives.class_option,
        "kind": one_of(*TABLE_KINDS),
        "marks": names,
        "name": directives.unchanged,
        "stages": names,
        "stays": directives.flag,
        "title": directives.unchanged,
    }

    def request(self) -> TableRequest:
        """Return the table that the argument and the options ask for."""
        return TableRequest(
            source=None if self.source_name is None else self.name_or_file(self.source_name),
            kind=self.options.get("kind", "moves"),
            stages=self.options.get("stages"),
            marks=self.options.get("marks", DEFAULT_MARKS),
            stays="stays" in self.options,
        )

    def shown(self, request: TableRequest) -> list[nodes.Node]:
        """Return the table, and a paragraph for each note on moves left out."""
        content = request.table()
        table = table_node(content, self.options.get("title"))
        table["classes"] += [self.name, *self.options.get("class", [])]
        self.set_source_info(table)
        self.add_name(table)
        record(self.env, request, request.content())
        return [table, *(nodes.paragraph("", f"{note}.") for note in content.notes)]


def table_node(content: ProcessTable, title: str | None) -> nodes.table:
    """Return a table as docutils nodes, so that no cell is parsed as markup."""
    group = nodes.tgroup("", cols=len(content.headings))
    texts = ([cell.text for cell in row] for row in content.rows)
    columns = zip(content.headings, *texts, strict=True)
    widths = [min(max(map(len, column)), MAX_COLUMN_WIDTH) for column in columns]
    group += [nodes.colspec("", colwidth=width) for width in widths]
    head = [nodes.entry("", nodes.paragraph("", heading)) for heading in content.headings]
    group += nodes.thead("", nodes.row("", *head))
    body = nodes.tbody("")
    for row in content.rows:
        body += nodes.row("", *(nodes.entry("", _paragraph(cell)) for cell in row))
    group += body
    table = nodes.table("", group)
    if title is not None:
        table.insert(0, nodes.title("", title))
    return table


def _paragraph(cell: Cell) -> nodes.paragraph:
    text = visible(cell.text, keep_lines=True)
    if cell.url is None:
        return nodes.paragraph("", "", nodes.Text(text))
    return nodes.paragraph("", "", nodes.reference("", text, refuri=visible(cell.url)))
