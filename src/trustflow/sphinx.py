"""A Sphinx extension: diagrams and tables of a process, drawn while the docs are built.

Add ``trustflow.sphinx`` to the extensions in ``conf.py``; the directives are
``trustflow-diagram`` and ``trustflow-table``, in reStructuredText and in MyST.
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
from .errors import TrustflowError
from .process import Process
from .views import (
    KINDS,
    PRINT_FONT,
    Diagram,
    DiagramSource,
    Direction,
    Listing,
    build_diagram,
    is_place,
    listing,
    png_of,
    process_at,
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
"""For each theme whether its pictures are dark; themes of Sphinx hide one of the two of auto."""


WIDEST = 40
"""How many characters the text of a column is taken to need at most."""
LEAST_SCALE = 0.6
"""How much smaller a picture may be shown where the page is narrow; then it can be scrolled."""


class trustflow_picture(nodes.General, nodes.Element):  # noqa: N801 - as docutils names its nodes
    """A picture in a document: its SVG text, and what makes it a PNG for print."""


def _one_of(*words: str) -> Callable[[str], str]:
    return lambda given: directives.choice(given, words)


def _names(given: str | None) -> list[str]:
    return (given or "").replace(",", " ").split()


class _Directive(SphinxDirective):
    """What both directives share."""

    optional_arguments = 1
    final_argument_whitespace = True

    def source(self) -> DiagramSource:
        """What the argument names: a process of the user's, a history, else the trust transfer."""
        return _source(self.arguments[0] if self.arguments else None)

    def remember(self, kind: str, options: dict[str, Any], digest: str) -> None:
        """Keep what was shown, so that the page is built again when the definition changes."""
        argument = self.arguments[0] if self.arguments else None
        asked = json.dumps([kind, argument, options], sort_keys=True)
        _kept(self.env).setdefault(self.env.docname, {})[asked] = digest


class DiagramDirective(_Directive):
    """``trustflow-diagram``: a diagram of a process, or of a case's path through it."""

    option_spec: ClassVar[dict[str, Any]] = {
        "alt": directives.unchanged,
        "caption": directives.unchanged,
        "class": directives.class_option,
        "direction": _one_of(*map(str, Direction)),
        "name": directives.unchanged,
        "no-labels": directives.flag,
        "stages": _names,
        "standard": directives.flag,
        "stays": directives.flag,
        "theme": _one_of(*THEMES),
    }

    def run(self) -> list[nodes.Node]:
        """The picture, or the two of them of which a page shows one."""
        options = {
            "direction": self.options.get("direction", "down"),
            "labels": "no-labels" not in self.options,
            "stages": self.options.get("stages"),
            "standard": "standard" in self.options,
            "stays": "stays" in self.options,
        }
        themes = THEMES[self.options.get("theme", "light")]
        try:
            drawings = [_drawing(self.source(), dark=dark, **options) for dark in themes]
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
    """``trustflow-table``: the stages, moves or rules of a process."""

    has_content = False
    option_spec: ClassVar[dict[str, Any]] = {
        "class": directives.class_option,
        "kind": _one_of(*KINDS),
        "name": directives.unchanged,
        "stages": _names,
        "standard": directives.flag,
        "stays": directives.flag,
        "title": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """The table."""
        options = {
            "kind": self.options.get("kind", "moves"),
            "stages": self.options.get("stages"),
            "standard": "standard" in self.options,
            "stays": "stays" in self.options,
        }
        try:
            found = _listing(self.source(), **options)
        except TrustflowError as error:
            raise self.error(str(error)) from error
        self.remember("table", options, _digest(found.markdown()))
        table = _table(found, self.options.get("title"))
        table["classes"] += ["trustflow-table", *self.options.get("class", [])]
        set_source_info(self, table)
        self.add_name(table)
        return [table]


def _source(argument: str | None) -> DiagramSource:
    if argument is None or is_place(argument):
        return process_at(argument)
    return casebook.load(argument)


def _drawing(source: DiagramSource, **options: Any) -> Diagram:
    return build_diagram(source, process=process_at(None), **options)


def _listing(source: DiagramSource, *, kind: str, **options: Any) -> Listing:
    process = source if isinstance(source, Process) else process_at(None)
    return listing(process, kind, **options)


def _table(found: Listing, title: str | None) -> nodes.table:
    """The table as docutils has it, whatever its cells hold."""
    group = nodes.tgroup("", cols=len(found.headings))
    columns = zip(found.headings, *([cell.text for cell in row] for row in found.rows), strict=True)
    widths = [min(max(map(len, column)), WIDEST) for column in columns]
    group += [nodes.colspec("", colwidth=width) for width in widths]
    head = [nodes.entry("", nodes.paragraph("", heading)) for heading in found.headings]
    group += nodes.thead("", nodes.row("", *head))
    body = nodes.tbody("")
    for row in found.rows:
        entries = [
            nodes.entry(
                "",
                nodes.paragraph(
                    "",
                    "",
                    nodes.Text(cell.text)
                    if cell.url is None
                    else nodes.reference("", cell.text, refuri=cell.url),
                ),
            )
            for cell in row
        ]
        body += nodes.row("", *entries)
    group += body
    table = nodes.table("", group)
    if title is not None:
        table.insert(0, nodes.title("", title))
    return table


# The picture in each kind of output


def _visit_html(self: Any, node: trustflow_picture) -> None:
    """The SVG itself stands in the page, so that its tooltips work and nothing is loaded.

    Where it is wider than the page it scrolls in a box of its own, by keys as well.
    """
    least = float(WIDTH.findall(node["svg"])[0]) * LEAST_SCALE
    style = f"max-width: 100%; min-width: {least:.0f}px; height: auto"
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
    """Where there are no pictures, the words for those who cannot see them."""
    if "only-dark" not in node["classes"]:
        self.new_state(0)
        self.add_text(f"[{node['alt']}]")
        self.end_state()
    raise nodes.SkipNode


def _visit_man(self: Any, node: trustflow_picture) -> None:
    """The same in the languages of manual pages and Texinfo, which escape the words themselves."""
    if "only-dark" not in node["classes"]:
        self.body.append("\n")
        self.visit_Text(nodes.Text(f"[{node['alt']}]"))
        self.body.append("\n\n")
    raise nodes.SkipNode


# Building again when a definition changes


def _digest(text: str) -> str:
    return hashlib.sha256(f"{version('trustflow')}\n{text}".encode()).hexdigest()


def _kept(env: Any) -> dict[str, dict[str, str]]:
    """By document, what its directives asked for and the digest of what they showed."""
    if not hasattr(env, "trustflow_shown"):
        env.trustflow_shown = {}
    shown: dict[str, dict[str, str]] = env.trustflow_shown
    return shown


def _outdated(
    _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], _removed: set[str]
) -> list[str]:
    """The documents that would show something else today."""
    return [
        name
        for name, shown in _kept(env).items()
        if any(_would_show(asked) != digest for asked, digest in shown.items())
    ]


def _would_show(asked: str) -> str | None:
    kind, argument, options = json.loads(asked)
    try:
        source = _source(argument)
        if kind == "diagram":
            return _digest(to_dot(_drawing(source, **options)))
        return _digest(_listing(source, **options).markdown())
    except (TrustflowError, ValueError):
        return None  # built again, and then the directive says what is wrong


def _forget(_app: Sphinx, env: BuildEnvironment, name: str) -> None:
    _kept(env).pop(name, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, names: Iterable[str], other: BuildEnvironment
) -> None:
    theirs = _kept(other)
    _kept(env).update({name: theirs[name] for name in names if name in theirs})


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directives to a Sphinx project; Sphinx calls this."""
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
        "version": version("trustflow"),
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
