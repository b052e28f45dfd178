"""Sphinx hooks that convert docstrings, link public names and let readers scroll wide parts."""

import re

from sphinx.ext.napoleon import Config, GoogleDocstring
from sphinx.util.nodes import make_refnode

from .reference_pages import public_modules

__all__ = ["convert_docstring", "make_scrollable", "resolve_public_name"]

SHORT_LINK = re.compile(r"\[(\w+)\]\[\]")
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


def make_scrollable(_app, _name, _template, context, _doctree):
    """Make code and tables focusable, so that readers can scroll wide ones with the keyboard."""
    body = context.get("body", "")
    body = body.replace("<pre>", '<pre tabindex="0">')
    context["body"] = body.replace(
        '<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'
    )
