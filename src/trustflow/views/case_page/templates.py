"""Templates of pages, which escape every text and show its hidden characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..._text import visible
from ..svg import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

__all__ = ["page_template"]


def page_template(text: str, helpers: Mapping[str, Any]) -> Template:
    """Return a template in which every text is escaped, and hidden characters are shown.

    Args:
        text: The text of the template.
        helpers: The functions and values that the template can use, by name.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(helpers)
    return environment.from_string(text)


def _visible(value: object) -> object:
    """Return a text with invisible characters as escapes; line breaks are kept."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return "\n".join(map(_visible_line, visible(value, keep_lines=True).split("\n")))


def _visible_line(line: str) -> str:
    # `plain` removes spaces at both ends. A part of a sentence still needs them.
    if not line.strip():
        return " " if line else ""
    return f"{' ' * line[0].isspace()}{plain(line)}{' ' * line[-1].isspace()}"
