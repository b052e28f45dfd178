"""The directive `notebook`, which runs a notebook and shows its cells with their results."""

import json
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from trustflow.sphinx.records import short_hash

from .gallery import picture_of
from .running import last_value, run_cell, somewhere

__all__ = ["Notebook", "cells_of", "results_of"]


class Notebook(SphinxDirective):
    """Show the cells of a notebook; the argument is its path from the folder of the document."""

    required_arguments = 1

    def run(self):
        """Return the texts, the code and the results of the notebook."""
        name, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(name)
        found = section = nodes.section()
        names = {}
        for kind, source in cells_of(Path(path)):
            if kind == "code":
                section += nodes.literal_block(source, source, language="python")
                section += self.result_nodes(*results_of(source, names))
            elif source.startswith("## "):
                title = source.removeprefix("## ")
                section = nodes.section("", nodes.title("", title), ids=[nodes.make_id(title)])
                found += section
            else:
                lines = StringList(source.splitlines(), name)
                self.state.nested_parse(lines, 0, section)
        return found.children

    def result_nodes(self, printed, shown):
        """Return the nodes of what a cell printed, and of the value that it shows."""
        kind, value = shown or ("text", "")
        if kind == "text":
            printed += value
        found = []
        if printed:
            block = nodes.literal_block(printed, printed, language="text")
            found.append(nodes.container("", block, classes=["output"]))
        if kind == "svg":
            found.append(picture_of(self.env, f"notebook-{short_hash(value[0])}", value))
        if kind == "html":
            box = f'<div class="notebook-result" tabindex="0">{value}</div>'
            found.append(nodes.raw("", box, format="html"))
        return found


def cells_of(path):
    """Return the kind and the source of each cell of a notebook."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]


def results_of(source, names):
    """Run a cell, and return what it printed and the form in which a notebook shows its value.

    The form is a pair of a kind (`svg`, `html` or `text`) and a text, or None without a value. For
    an SVG, the text is a pair of the picture and the same for dark pages.
    """
    with somewhere():
        printed, value = run_cell(source, names)
    if value is None:
        return printed, None
    if hasattr(value, "_repr_svg_"):
        dark = last_value(source, names, dark=True)
        return printed, ("svg", (value._repr_svg_(), dark._repr_svg_()))
    if hasattr(value, "_repr_html_"):
        return printed, ("html", value._repr_html_())
    return printed, ("text", repr(value))
