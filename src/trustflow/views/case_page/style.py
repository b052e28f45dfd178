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
    from collections.abc import Iterator

    from ...process import Process

__all__ = ["dark_colours", "packaged_text", "policy", "stage_classes", "style_sheet"]

SHEET = "case_page.css"
PAINTS = ("fill", "stroke")


@cache
def style_sheet() -> str:
    """Return the style sheet, which does not load any font, picture or other sheet."""
    rules = "\n".join(
        [
            f":root {{ {_variables(LIGHT)} }}",
            *(f".stage-{name} {{ --stage: var(--stage-{name}) }}" for name in Colour),
            "@media screen and (prefers-color-scheme: dark) {",
            f":root {{ {_variables(DARK)} }}",
            *_picture_rules(),
            "}",
        ]
    )
    return f"{rules}\n{packaged_text(SHEET)}"


def stage_classes(process: Process) -> dict[str, str]:
    """Map each stage to the CSS class that gives the stage its colour."""
    return {stage: f"stage-{colour}" for stage, colour in stage_colours(process).items()}


def packaged_text(name: str) -> str:
    """Return the text of a file in the folder of this module."""
    return (resources.files(__name__.rpartition(".")[0]) / name).read_text("utf-8")


def policy(*styles: str) -> str:
    """Return a content security policy that allows only these style sheets."""
    digests = (base64.b64encode(hashlib.sha256(style.encode()).digest()) for style in styles)
    allowed = " ".join(f"'sha256-{digest.decode()}'" for digest in digests)
    return f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'"


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
