"""A Sphinx extension that draws diagrams and tables of a process while the docs are built.

Add ``trustflow.sphinx`` to the extensions in ``conf.py``. The directives ``trustflow-diagram`` and
``trustflow-table`` work in reStructuredText and in MyST.
"""

from __future__ import annotations

import hashlib
import json
import re
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import set_source_info

from . import casebook
from ._distribution import DISTRIBUTION
from .errors import TrustflowError
from .process import ORDINARY, Process
from .views import (
    PRINT_FONT,
    TABLE_KINDS,
    Cell,
    Diagram,
    DiagramSource,
    Direction,
    ProcessTable,
    build_diagram,
    is_process_location,
    png_of,
    process_at,
    process_table,
    to_dot,
    to_svg,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

__all__ = ["setup"]

WIDTH = re.compile(r'width="([\d.]+)"')
THEMES = {"light": (False,), "dark": (True,), "auto": (False, True)}
"""For each value of the option `theme`, whether its pictures are dark.

The value `auto` gives two pictures, of which the Sphinx theme hides one.
"""
DEFAULT_MARKS = [mark.label for mark in ORDINARY]
MAX_COLUMN_WIDTH = 40
"""The greatest width of a table column, in characters; longer texts wrap."""
MIN_SCALE = 0.6
"""The smallest scale of a picture on a narrow page; if it is still too wide, it scrolls."""


class trustflow_picture(nodes.General, nodes.Element):  # noqa: N801 - as docutils names its nodes
    """A picture, with an SVG for screens, an SVG for print and an alternative text."""


def _one_of(*words: str) -> Callable[[str], str]:
    return lambda argument: directives.choice(argument, words)


def _names(argument: str | None) -> list[str]:
    return (argument or "").replace(",", " ").split()


class _Directive(SphinxDirective):
    """The base class of `DiagramDirective` and `TableDirective`."""

    optional_arguments = 1
    final_argument_whitespace = True

    @property
    def source_name(self) -> str | None:
        """The argument: the location of a process or the name of an authority.

        None, for a directive without an argument, means the trust transfer.
        """
        return self.arguments[0] if self.arguments else None

    def remember(self, kind: str, options: dict[str, Any], digest: str) -> None:
        """Store the digest of the output, so that a changed output rebuilds the document."""
        request = json.dumps([kind, self.source_name, options], sort_keys=True)
        _digests(self.env).setdefault(self.env.docname, {})[request] = digest


class DiagramDirective(_Directive):
    """The directive ``trustflow-diagram``, which draws a process or a case's path."""

    option_spec: ClassVar[dict[str, Any]] = {
        "alt": directives.unchanged,
        "caption": directives.unchanged,
        "class": directives.class_option,
        "direction": _one_of(*map(str, Direction)),
        "marks": _names,
        "name": directives.unchanged,
        "no-labels": directives.flag,
        "stages": _names,
        "stays": directives.flag,
        "theme": _one_of(*THEMES),
    }

    def run(self) -> list[nodes.Node]:
        """Return a figure with the picture, or with a light and a dark picture for `auto`."""
        options = {
            "direction": self.options.get("direction", "down"),
            "labels": "no-labels" not in self.options,
            "stages": self.options.get("stages"),
            "marks": self.options.get("marks", DEFAULT_MARKS),
            "stays": "stays" in self.options,
        }
        themes = THEMES[self.options.get("theme", "light")]
        try:
            source = _source(self.source_name)
            drawings = [_drawing(source, dark=dark, **options) for dark in themes]
            pictures = [
                self._picture(drawing, is_one_of_two=len(themes) > 1) for drawing in drawings
            ]
        except (TrustflowError, ValueError) as error:
            raise self.error(str(error)) from error
        self.remember("diagram", options, _digest(to_dot(drawings[0])))
        figure = nodes.figure("", *pictures, classes=self.options.get("class", []))
        set_source_info(self, figure)
        if "caption" in self.options:
            inlines, messages = self.parse_inline(self.options["caption"])
            figure += nodes.caption("", "", *inlines)
            figure += messages
        self.add_name(figure)
        return [figure]

    def _picture(self, drawing: Diagram, *, is_one_of_two: bool) -> trustflow_picture:
        theme = "only-dark" if drawing.is_dark else "only-light"
        return trustflow_picture(
            "",
            svg=to_svg(drawing),
            print=to_svg(drawing, PRINT_FONT),
            alt=self.options.get("alt", f"{drawing.title}. {drawing.description}"),
            classes=["trustflow-diagram", *([theme] if is_one_of_two else [])],
        )


class TableDirective(_Directive):
    """The directive ``trustflow-table``, which lists the stages, moves or rules."""

    has_content = False
    option_spec: ClassVar[dict[str, Any]] = {
        "class": directives.class_option,
        "kind": _one_of(*TABLE_KINDS),
        "marks": _names,
        "name": directives.unchanged,
        "stages": _names,
        "stays": directives.flag,
        "title": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the table, and a paragraph for each note on moves left out."""
        options = {
            "kind": self.options.get("kind", "moves"),
            "stages": self.options.get("stages"),
            "marks": self.options.get("marks", DEFAULT_MARKS),
            "stays": "stays" in self.options,
        }
        try:
            content = _table_content(_source(self.source_name), **options)
        except TrustflowError as error:
            raise self.error(str(error)) from error
        self.remember("table", options, _digest(content.markdown()))
        table = _table(content, self.options.get("title"))
        table["classes"] += ["trustflow-table", *self.options.get("class", [])]
        set_source_info(self, table)
        self.add_name(table)
        return [table, *(nodes.paragraph("", f"{note}.") for note in content.notes)]


def _source(name: str | None) -> DiagramSource:
    if name is None or is_process_location(name):
        return process_at(name)
    return casebook.load(name)


def _drawing(source: DiagramSource, **options: Any) -> Diagram:
    return build_diagram(source, process=process_at(None), **options)


def _table_content(source: DiagramSource, *, kind: str, **options: Any) -> ProcessTable:
    process = source if isinstance(source, Process) else process_at(None)
    return process_table(process, kind, **options)


def _table(content: ProcessTable, title: str | None) -> nodes.table:
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
    if cell.url is None:
        return nodes.paragraph("", "", nodes.Text(cell.text))
    return nodes.paragraph("", "", nodes.reference("", cell.text, refuri=cell.url))


# The picture in each output format


def _visit_html(self: Any, node: trustflow_picture) -> None:
    """Write the SVG into the page, so that its tooltips work without another file.

    A picture that is wider than the page scrolls in a box that the keyboard can focus.
    """
    min_width = float(WIDTH.findall(node["svg"])[0]) * MIN_SCALE
    style = f"max-width: 100%; min-width: {min_width:.0f}px; height: auto"
    label = f'role="img" aria-label="{escape(node["alt"])}" style="{style}"'
    svg = node["svg"].replace('role="img"', label, 1)
    box = f'class="{" ".join(node["classes"])}" style="overflow-x: auto" tabindex="0"'
    self.body.append(f"<div {box}>{svg}")


def _depart_html(self: Any, _node: trustflow_picture) -> None:
    self.body.append("</div>")


def _visit_latex(self: Any, node: trustflow_picture) -> None:
    if "only-dark" in node["classes"]:
        raise nodes.SkipNode
    data = png_of(node["print"])
    name = f"trustflow-{hashlib.sha256(data).hexdigest()[:16]}.png"
    Path(self.builder.outdir, name).write_bytes(data)
    self.body.append(rf"\noindent\sphinxincludegraphics{{{name}}}")
    raise nodes.SkipNode


def _visit_text(self: Any, node: trustflow_picture) -> None:
    """Write the text alternative, because plain text cannot contain pictures."""
    if "only-dark" not in node["classes"]:
        self.new_state(0)
        self.add_text(f"[{node['alt']}]")
        self.end_state()
    raise nodes.SkipNode


def _visit_man(self: Any, node: trustflow_picture) -> None:
    """Write the text alternative to a manual page or Texinfo; it is escaped."""
    if "only-dark" not in node["classes"]:
        self.body.append("\n")
        self.visit_Text(nodes.Text(f"[{node['alt']}]"))
        self.body.append("\n\n")
    raise nodes.SkipNode


# Rebuild a document when a definition changes


def _digest(text: str) -> str:
    return hashlib.sha256(f"{version(DISTRIBUTION)}\n{text}".encode()).hexdigest()


def _digests(env: Any) -> dict[str, dict[str, str]]:
    """Return the digest of each directive's output, by document and request."""
    if not hasattr(env, "trustflow_digests"):
        env.trustflow_digests = {}
    digests: dict[str, dict[str, str]] = env.trustflow_digests
    return digests


def _outdated(
    _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], _removed: set[str]
) -> list[str]:
    """Return the documents in which the output of a directive has changed."""
    return [
        name
        for name, digests in _digests(env).items()
        if any(_current_digest(request) != digest for request, digest in digests.items())
    ]


def _current_digest(request: str) -> str | None:
    kind, source_name, options = json.loads(request)
    try:
        source = _source(source_name)
        if kind == "diagram":
            return _digest(to_dot(_drawing(source, **options)))
        return _digest(_table_content(source, **options).markdown())
    except (TrustflowError, ValueError):
        return None  # the document is rebuilt, and its directive reports the error


def _forget(_app: Sphinx, env: BuildEnvironment, name: str) -> None:
    _digests(env).pop(name, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, names: Iterable[str], other: BuildEnvironment
) -> None:
    """Copy the digests of the documents that a parallel worker read."""
    read_there = _digests(other)
    _digests(env).update({name: read_there[name] for name in names if name in read_there})


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directives to a Sphinx project. Sphinx calls this function."""
    app.add_node(
        trustflow_picture,
        html=(_visit_html, _depart_html),
        latex=(_visit_latex, None),
        text=(_visit_text, None),
        man=(_visit_man, None),
        texinfo=(_visit_man, None),
    )
    app.add_directive("trustflow-diagram", DiagramDirective)
    app.add_directive("trustflow-table", TableDirective)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    return {
        "version": version(DISTRIBUTION),
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
