"""Decide from a theme's style sheets whether and when its pages are dark, and show dark pictures.

A theme that never shows dark pages gets no dark pictures. For other themes, a style sheet shows the
dark picture exactly when the theme shows its dark colours. Print always shows the light picture.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

__all__ = ["BOTH_CLASS", "DARK_CLASS", "LIGHT_CLASS", "add_stylesheet", "has_dark_mode"]

BOTH_CLASS, LIGHT_CLASS, DARK_CLASS = "trustflow-both", "trustflow-light", "trustflow-dark"
"""The classes of an element with two pictures, and of the light and the dark picture in it."""
FILE_NAME = "trustflow-dark-mode.css"
ENDINGS = (".css", ".css_t", ".css.jinja")
"""The endings of style sheets, and of templates from which Sphinx makes style sheets."""

BY_SYSTEM = re.compile(r"prefers-color-scheme\s*:\s*dark")
"""What in a style sheet shows that a page is dark when the reader's system is."""
LIGHT_BY_CHOICE = (
    '[data-theme="light"], [data-bs-theme="light"], [data-md-color-scheme="default"], .light'
)
"""What a page has if its reader has chosen light pages, although the system is dark."""
BY_CHOICE = {
    re.compile(r"""\[data-theme\s*=\s*["']?dark\b"""): '[data-theme="dark"]',
    re.compile(r"""\[data-bs-theme\s*=\s*["']?dark\b"""): '[data-bs-theme="dark"]',
    re.compile(r"""\[data-md-color-scheme\s*=\s*["']?slate\b"""): '[data-md-color-scheme="slate"]',
    re.compile(r"(?<![\w.-])html\.dark\b"): "html.dark",
}
"""What in a style sheet shows that a page is dark under a selector, and that selector."""


def add_stylesheet(app: Sphinx, builder: Builder) -> None:
    """Add the style sheet that shows dark pictures to the pages of a theme with a dark mode."""
    if has_dark_mode(builder):
        folder = Path(builder.outdir, "_static")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE_NAME).write_text(_stylesheet(_folders(builder)), "utf-8")
        app.add_css_file(FILE_NAME)


def has_dark_mode(builder: Builder) -> bool:
    """Return whether the theme of a builder, or a style sheet of the project, has a dark mode."""
    return bool(_stylesheet(_folders(builder)))


def _folders(builder: Any) -> tuple[Path, ...]:
    """Return the folders of style sheets; none for a builder without a theme, and for a book."""
    theme = getattr(builder, "theme", None)
    if theme is None or builder.name == "epub":
        return ()
    own = (Path(builder.confdir, entry) for entry in builder.config.html_static_path)
    return (*theme.get_theme_dirs(), *own)


@lru_cache(maxsize=16)
def _stylesheet(folders: tuple[Path, ...]) -> str:
    """Return the style sheet that shows dark pictures; it is empty without a dark mode."""
    css = "\n".join(_texts(folders))
    rules = [_rule("screen", selector) for sign, selector in BY_CHOICE.items() if sign.search(css)]
    if BY_SYSTEM.search(css):
        page = f":root:not({LIGHT_BY_CHOICE}) body:not({LIGHT_BY_CHOICE})"
        rules.append(_rule("screen and (prefers-color-scheme: dark)", page))
    return "".join(rules)


def _rule(medium: str, page: str) -> str:
    return (
        f"@media {medium} {{\n"
        f"  {page} .{BOTH_CLASS} > .{LIGHT_CLASS} {{ display: none !important }}\n"
        f"  {page} .{BOTH_CLASS} > .{DARK_CLASS} {{ display: block !important }}\n"
        "}\n"
    )


def _texts(folders: tuple[Path, ...]) -> Iterator[str]:
    """Yield the text of each style sheet in the folders."""
    for folder in folders:
        for path in sorted(folder.rglob("*.css*")):
            if path.name.endswith(ENDINGS):
                yield path.read_text("utf-8", "replace")
