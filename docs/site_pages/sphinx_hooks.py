"""What Sphinx makes of docstrings, names and boxes that scroll, put right for these docs."""

import re

from sphinx.ext.napoleon import Config, GoogleDocstring
from sphinx.util.nodes import make_refnode

from .reference_pages import homes

__all__ = ["for_keyboards", "plain_docstring", "public_name"]

OWN_LINK = re.compile(r"\[(\w+)\]\[\]")
GOOGLE = Config(napoleon_use_ivar=True, napoleon_use_rtype=False)
WITHOUT_SECTIONS = {"attribute", "data", "property"}
"""Napoleon takes the words before a colon for a type in these; ours have none in prose."""


def plain_docstring(app, what, name, *documented_options_lines):
    """Turn a docstring in Google's style, with links as in [Process][], into what Sphinx reads."""
    documented, options, lines = documented_options_lines
    lines[:] = [OWN_LINK.sub(r":py:obj:`\1`", line) for line in lines]
    if what not in WITHOUT_SECTIONS:
        lines[:] = GoogleDocstring(lines, GOOGLE, app, what, name, documented, options).lines()


def public_name(app, env, node, shown):
    """Lead from the name of the module that holds a class to the name that users import it by."""
    target = node.get("reftarget", "")
    if node.get("refdomain") != "py" or ("." in target and not target.startswith("trustflow.")):
        return None
    objects = env.domains["py"].objects
    name = target.rpartition(".")[2]
    found = next((full for home in homes() if (full := f"{home}.{name}") in objects), None)
    if found is None:
        return None
    place = objects[found]
    return make_refnode(app.builder, node["refdoc"], place.docname, place.node_id, shown, found)


def for_keyboards(_app, _name, _template, context, _doctree):
    """Let keys scroll what can be scrolled: code and tables that are wider than the page."""
    body = context.get("body", "")
    body = body.replace("<pre>", '<pre tabindex="0">')
    context["body"] = body.replace(
        '<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'
    )
