"""Add the directives, the node of pictures and their hooks to a Sphinx project."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from .._distribution import DISTRIBUTION
from .dark_mode import add_stylesheet
from .diagram import DiagramDirective
from .picture import trustflow_picture
from .picture_files import remove_unused_files
from .records import forget, merge, outdated
from .table import TableDirective
from .timeline import TimelineDirective
from .writers import visit_html, visit_latex, visit_man, visit_text

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["setup"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directives to a Sphinx project. Sphinx calls this function."""
    app.add_node(
        trustflow_picture,
        html=(visit_html, None),
        latex=(visit_latex, None),
        man=(visit_man, None),
        texinfo=(visit_man, None),
        text=(visit_text, None),
    )
    app.add_directive("trustflow-diagram", DiagramDirective)
    app.add_directive("trustflow-table", TableDirective)
    app.add_directive("trustflow-timeline", TimelineDirective)
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("write-started", add_stylesheet)
    app.connect("write-started", remove_unused_files)
    return {
        "version": version(DISTRIBUTION),
        "env_version": 2,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
