"""The style sheet of the page, with the colours of its pictures for light and dark screens."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from attrs import fields

from ...process import Colour
from ..svg import DARK, LIGHT, Palette, stage_colours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...process import Process

__all__ = [
    "colour_rules",
    "dark_colours",
    "packaged_text",
    "policy",
    "stage_classes",
    "style_sheet",
]

SHEET = "case_page.css"
PAINTS = ("fill", "stroke")


@cache
def style_sheet() -> str:
    """Return the style sheet, which does not load any font, picture or other sheet."""
    return f"{colour_rules(_picture_rules())}\n{packaged_text(SHEET)}"


def colour_rules(in_the_dark: Iterable[str] = ()) -> str:
    """Return the CSS rules that define the colours of a page, for light and dark screens.

    Args:
        in_the_dark: More rules for dark screens.
    """
    return "\n".join(
        [
            f":root {{ {_variables(LIGHT)} }}",
            *(f".stage-{name} {{ --stage: var(--stage-{name}) }}" for name in Colour),
            "@media screen and (prefers-color-scheme: dark) {",
            f":root {{ {_variables(DARK)} }}",
            *in_the_dark,
            "}",
        ]
    )


def stage_classes(process: Process) -> dict[str, str]:
    """Map each stage to the CSS class that gives the stage its colour."""
    return {stage: f"stage-{colour}" for stage, colour in stage_colours(process).items()}


def packaged_text(name: str) -> str:
    """Return the text of a file in the folder of this module."""
    return (resources.files(__name__.rpartition(".")[0]) / name).read_text("utf-8")


def policy(*styles: str, script: str | None = None) -> str:
    """Return a content security policy that allows only these style sheets and this script."""
    allowed = f"style-src {' '.join(map(_digest, styles))}"
    if script is not None:
        allowed += f"; script-src {_digest(script)}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    """Return the hash of a style sheet or a script, as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def dark_colours() -> dict[str, str]:
    """Map each light colour to the colour that replaces it on a dark screen.

    A page contains each picture once, in light colours. If the light palette uses one colour for
    several purposes, the dark colour of the first purpose replaces it everywhere. A test checks
    that its contrast is enough for every purpose.
    """
    dark_by_light: dict[str, str] = {}
    for light, dark in zip(_colours(LIGHT), _colours(DARK), strict=True):
        dark_by_light.setdefault(light, dark)
    return dark_by_light


def _colours(palette: Palette) -> Iterator[str]:
    for field in fields(Palette):
        value = getattr(palette, field.name)
        yield from (value,) if isinstance(value, str) else value


def _variables(palette: Palette) -> str:
    """Return the colours as CSS variables named like the fields of the palette."""
    colours = {
        field.name.replace("_", "-"): getattr(palette, field.name)
        for field in fields(Palette)
        if field.name != "stages"
    }
    colours |= {f"stage-{name}": palette.stage(name) for name in Colour}
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def _picture_rules() -> Iterator[str]:
    """Yield the CSS rules for dark pictures. They override the attributes in the SVG."""
    for light, dark in dark_colours().items():
        for paint in PAINTS:
            yield f'.picture [{paint}="{light}"] {{ {paint}: {dark} }}'
