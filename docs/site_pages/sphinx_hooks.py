"""Sphinx hooks that convert docstrings, link public names, and complete the HTML of pages."""

import importlib
import inspect
import re
from functools import reduce
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.ext.napoleon import Config, GoogleDocstring
from sphinx.util.nodes import make_refnode

from .reference_pages import SHORT_LINK, public_modules

__all__ = [
    "add_description",
    "convert_docstring",
    "make_scrollable",
    "name_modules",
    "resolve_public_name",
    "source_place",
]

ROOT = Path(__file__).parents[2]
LONGEST_DESCRIPTION = 160
GOOGLE = Config(napoleon_use_ivar=True, napoleon_use_rtype=False)
WITHOUT_SECTIONS = {"attribute", "data", "property"}
"""Kinds of docstring not passed to Napoleon, which would read words before a colon as a type."""


def convert_docstring(app, what, name, *documented_options_lines):
    """Convert a Google-style docstring, with links such as [Process][], to reStructuredText."""
    documented, options, lines = documented_options_lines
    lines[:] = [SHORT_LINK.sub(r":py:obj:`\1`", line) for line in lines]
    if what not in WITHOUT_SECTIONS:
        lines[:] = GoogleDocstring(lines, GOOGLE, app, what, name, documented, options).lines()


def resolve_public_name(app, env, node, shown):
    """Return a link to the public name for a reference that autodoc cannot resolve, or None."""
    target = node.get("reftarget", "")
    if node.get("refdomain") != "py" or ("." in target and not target.startswith("trustflow.")):
        return None
    objects = env.domains["py"].objects
    name = target.rpartition(".")[2]
    candidates = (f"{module}.{name}" for module in public_modules())
    public = next((candidate for candidate in candidates if candidate in objects), None)
    if public is None:
        return None
    place = objects[public]
    return make_refnode(app.builder, node["refdoc"], place.docname, place.node_id, shown, public)


def name_modules(_app, doctree):
    """Name the module of each reference in a signature, because two modules can have one name."""
    for signature in doctree.findall(addnodes.desc_signature):
        for reference in signature.findall(addnodes.pending_xref):
            if reference.get("py:module") is None and "module" in signature:
                reference["py:module"] = signature["module"]


def make_scrollable(_app, _name, _template, context, _doctree):
    """Make code and tables focusable, so that readers can scroll wide ones with the keyboard."""
    body = context.get("body", "")
    body = body.replace("<pre>", '<pre tabindex="0">')
    context["body"] = body.replace(
        '<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'
    )


def add_description(_app, _name, _template, context, doctree):
    """Add the first sentence of the page to its head, for search engines and link previews."""
    if doctree is not None:
        words = escape(description_of(doctree, context["title"]))
        tag = f'<meta name="description" content="{words}">\n'
        context["metatags"] = context.get("metatags", "") + tag


def description_of(doctree, title):
    """Return the first sentence of a page that is long enough to describe it, or its title."""
    top = (
        node for node in doctree.findall(nodes.paragraph) if isinstance(node.parent, nodes.section)
    )
    paragraph = next(top, None)
    if paragraph is None:
        return re.sub(r"<[^>]+>", "", title)
    sentence = re.split(r"(?<=[.:])\s", paragraph.astext().replace("\n", " "))[0].rstrip(":")
    if len(sentence) <= LONGEST_DESCRIPTION:
        return sentence
    return sentence[:LONGEST_DESCRIPTION].rpartition(" ")[0] + " …"


def source_place(module, name):
    """Return the path and the line of the source of a public name, or None for a plain value."""
    try:
        value = reduce(getattr, name.split("."), importlib.import_module(module))
        path = Path(inspect.getsourcefile(value)).relative_to(ROOT)
        return f"{path.as_posix()}#L{inspect.getsourcelines(value)[1]}"
    except (AttributeError, OSError, TypeError, ValueError):
        return None
