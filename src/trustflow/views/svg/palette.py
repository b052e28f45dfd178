"""The colours of pictures, light and dark; their contrast meets WCAG 2.2 level AA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ...process import Colour

if TYPE_CHECKING:
    from ...process import Process

__all__ = ["DARK", "LIGHT", "Palette", "contrast", "palette", "stage_colours"]

NEUTRAL = (
    Colour.GREY,
    Colour.BLUE,
    Colour.TEAL,
    Colour.VIOLET,
    Colour.BROWN,
    Colour.PURPLE,
    Colour.OLIVE,
)
"""The colours of stages that have none: not red, amber or green, which would judge the stage."""


@frozen(kw_only=True)
class Palette:
    """The colours of one picture.

    Args:
        background: The background of the picture.
        ink: Ordinary text.
        quiet: Less important text.
        panel: The background of a stage, and of the text on an arrow.
        outline: The outline of a stage.
        strong: The background of an emphasised stage.
        on_strong: Text on the background of an emphasised stage.
        line: The line of a standard move.
        off_standard: The line of an attested or possible move.
        taken: The lines of the path that a case took, and the background of its last stage.
        on_taken: Text on the background of the last stage.
        taken_panel: The background of a stage that a case has left.
        faint: The text of stages and moves that are not on the path of a case.
        faint_outline: The lines of stages and moves that are not on the path of a case.
        grid: The grid lines of a timeline.
        leader: Lines that lead from a marker to its text.
        alarm: Events and moves that the process does not allow.
        stages: The colours of stages, in the order of `Colour`.
    """

    background: str
    ink: str
    quiet: str
    panel: str
    outline: str
    strong: str
    on_strong: str
    line: str
    off_standard: str
    taken: str
    on_taken: str
    taken_panel: str
    faint: str
    faint_outline: str
    grid: str
    leader: str
    alarm: str
    stages: tuple[str, ...]

    def stage(self, colour: Colour) -> str:
        """Return the colour of a stage on this page."""
        return self.stages[[*Colour].index(colour)]

    def on_stage(self, colour: Colour) -> str:
        """Return the colour of text on a stage: black or white, whichever has more contrast."""
        return max(("#000000", "#ffffff"), key=lambda text: contrast(text, self.stage(colour)))


LIGHT = Palette(
    background="#ffffff",
    ink="#1b2733",
    quiet="#4d5b69",
    panel="#f1f4f8",
    outline="#5f6f7f",
    strong="#16487c",
    on_strong="#ffffff",
    line="#2f3e4e",
    off_standard="#5f6f7f",
    taken="#a8440b",
    on_taken="#ffffff",
    taken_panel="#fdf0e6",
    faint="#646f7b",
    faint_outline="#8a95a1",
    grid="#e1e6eb",
    leader="#8a95a1",
    alarm="#b3122a",
    stages=(
        "#87929d",
        "#c23b2e",
        "#b86a00",
        "#1d5fa8",
        "#0f766e",
        "#6a5acd",
        "#7a5c3e",
        "#1f7a3a",
        "#8e3b8e",
        "#6b7012",
        "#a8406e",
    ),
)
"""The colours for a white page."""

DARK = Palette(
    background="#10161d",
    ink="#e7edf3",
    quiet="#aab7c4",
    panel="#1c2630",
    outline="#8fa0b1",
    strong="#7db8f2",
    on_strong="#0b1824",
    line="#c5d0db",
    off_standard="#93a3b3",
    taken="#f5a35c",
    on_taken="#1c0e02",
    taken_panel="#3a2715",
    faint="#94a1ae",
    faint_outline="#66737f",
    grid="#27323d",
    leader="#66737f",
    alarm="#ff8a93",
    stages=(
        "#8d99a5",
        "#f0857a",
        "#f0ab5b",
        "#6fb1f0",
        "#4fc7bb",
        "#a79bf0",
        "#c9a47e",
        "#63c97a",
        "#dd8ede",
        "#c3c95a",
        "#f08fb5",
    ),
)
"""The colours for a dark page."""


def stage_colours(process: Process) -> dict[str, Colour]:
    """Map each stage to its colour: that of the process, or else a neutral one."""
    return {
        stage: info.colour or NEUTRAL[index % len(NEUTRAL)]
        for index, (stage, info) in enumerate(process.stages.items())
    }


def palette(*, dark: bool) -> Palette:
    """Return the colours for a dark page, or for a white page."""
    return DARK if dark else LIGHT


def contrast(colour: str, other: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2.2 defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
