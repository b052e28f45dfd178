"""The looks of a page: its style sheet, and the colours of its pictures on a dark screen."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from attrs import fields

from ..svg import DARK, LIGHT, Palette

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["dark_colours", "policy", "shipped", "style_sheet"]

SHEET = "case_page.css"
PAINTS = ("fill", "stroke")


@cache
def style_sheet() -> str:
    """The whole style sheet: it names no font, picture or sheet that would have to be loaded."""
    rules = "\n".join(
        [
            f":root {{ {_variables(LIGHT)} }}",
            *(f".stage-{index} {{ --stage: var(--stage-{index}) }}" for index in _stages()),
            "@media screen and (prefers-color-scheme: dark) {",
            f":root {{ {_variables(DARK)} }}",
            *_repainted(),
            "}",
        ]
    )
    return f"{rules}\n{shipped(SHEET)}"


def shipped(name: str) -> str:
    """The text of a file beside this module."""
    return (resources.files(__name__.rpartition(".")[0]) / name).read_text("utf-8")


def policy(style: str) -> str:
    """The content security policy of a page with that style sheet: nothing runs, nothing loads."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def dark_colours() -> dict[str, str]:
    """For each colour of a light picture the one that takes its place on a dark screen.

    Pictures are held once, in light colours. Where one of these has several parts, the first
    one's dark colour stands for all: its contrast is enough for every part, as a test holds.
    """
    found: dict[str, str] = {}
    for light, dark in zip(_colours(LIGHT), _colours(DARK), strict=True):
        found.setdefault(light, dark)
    return found


def _colours(palette: Palette) -> Iterator[str]:
    for each in fields(Palette):
        value = getattr(palette, each.name)
        yield from (value,) if isinstance(value, str) else value


def _variables(palette: Palette) -> str:
    """The colours as variables, named as in the palette."""
    named = {
        each.name.replace("_", "-"): getattr(palette, each.name)
        for each in fields(Palette)
        if each.name != "stages"
    }
    named |= {f"stage-{index}": colour for index, colour in enumerate(palette.stages)}
    return " ".join(f"--{name}: {colour};" for name, colour in named.items())


def _stages() -> range:
    return range(len(LIGHT.stages))


def _repainted() -> Iterator[str]:
    """The rules that give the pictures their dark colours: they go before attributes."""
    for light, dark in dark_colours().items():
        for paint in PAINTS:
            yield f'.picture [{paint}="{light}"] {{ {paint}: {dark} }}'
