"""Plain HTML for notebooks: tables and folded parts, without colours and scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["html_folded", "html_paragraph", "html_record", "html_table"]

# Notebooks align the cells of a table on the right, where a paragraph is hard to read.
LEFT = 'style="text-align: left"'


def html_table(caption: str, headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return rows as an unstyled HTML table in which every text is escaped.

    Hidden characters are shown as escapes; line breaks are kept.
    """
    head = "".join(f"<th>{_escaped(heading)}</th>" for heading in headings)
    body = "".join(
        f"<tr>{''.join(f'<td>{_escaped(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return (
        f"<table><caption>{_escaped(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def html_record(caption: str, fields: Iterable[tuple[str, object]]) -> str:
    """Return the fields of one record as a table of two columns, escaped as in `html_table`.

    Args:
        caption: What the record is.
        fields: The label and the value of each field. A field whose value is None is left out.
    """
    rows = "".join(
        f"<tr><th {LEFT}>{_escaped(label)}</th><td {LEFT}>{_escaped(value)}</td></tr>"
        for label, value in fields
        if value is not None
    )
    return f"<table><caption>{_escaped(caption)}</caption><tbody>{rows}</tbody></table>"


def html_paragraph(text: str) -> str:
    """Return a text as a paragraph, escaped as in `html_table`."""
    return f"<p>{_escaped(text)}</p>"


def html_folded(summary: str, content: str) -> str:
    """Return HTML that a click on its summary unfolds.

    Args:
        summary: The words that are always shown; they are escaped.
        content: The HTML that is folded.
    """
    return f"<details><summary>{_escaped(summary)}</summary>{content}</details>"


def _escaped(cell: object) -> str:
    from html import escape

    return escape(visible(str(cell), keep_lines=True))
