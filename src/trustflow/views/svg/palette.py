"""The colours of pictures, light and dark; their contrast passes WCAG 2.2 level AA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DARK", "LIGHT", "Palette", "contrast", "palette"]

TEXT_CONTRAST = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3)."""
SHAPE_CONTRAST = 3.0
"""The least contrast of lines and marks that carry meaning (success criterion 1.4.11)."""


@frozen(kw_only=True)
class Palette:
    """The colours of one picture.

    Args:
        background: Behind everything.
        ink: Ordinary text.
        quiet: Lesser text.
        panel: Inside a stage, and behind words on an arrow.
        outline: Around a stage.
        strong: Inside a stage that is emphasised.
        on_strong: Text on it.
        line: A standard move.
        offbeat: A move that is attested or possible.
        taken: What a case went through.
        on_taken: Text on it.
        taken_panel: Inside a stage that a case has passed.
        faint: Text and lines of what a case has not gone through.
        faint_outline: Around a stage that it has not been in.
        grid: Lines that only guide the eye.
        leader: Lines that lead from a mark to its words.
        alarm: What the process does not allow.
        stages: One for each stage, in their order, from the first again when there are more.
    """

    background: str
    ink: str
    quiet: str
    panel: str
    outline: str
    strong: str
    on_strong: str
    line: str
    offbeat: str
    taken: str
    on_taken: str
    taken_panel: str
    faint: str
    faint_outline: str
    grid: str
    leader: str
    alarm: str
    stages: tuple[str, ...]

    def stage(self, index: int) -> str:
        """The colour of a stage by its place in the process."""
        return self.stages[index % len(self.stages)]

    def on_stage(self, index: int) -> str:
        """The colour of text on a stage's colour: of black and white the one that stands out."""
        colour = self.stage(index)
        return max(("#000000", "#ffffff"), key=lambda text: contrast(text, colour))

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every pair of a text's colour and the colour behind it."""
        for text in (self.ink, self.quiet, self.taken, self.alarm):
            yield text, self.background
            yield text, self.panel
        yield self.ink, self.taken_panel
        yield self.on_strong, self.strong
        yield self.on_taken, self.taken
        yield self.faint, self.background
        yield self.faint, self.panel
        for index, colour in enumerate(self.stages):
            yield self.on_stage(index), colour

    def shapes(self) -> Iterator[tuple[str, str]]:
        """Every pair of the colour of a line or mark and the colour behind it."""
        lines = (
            self.outline,
            self.line,
            self.offbeat,
            self.taken,
            self.alarm,
            self.faint_outline,
            self.leader,
        )
        for line in (*lines, self.strong, *self.stages):
            yield line, self.background


LIGHT = Palette(
    background="#ffffff",
    ink="#1b2733",
    quiet="#4d5b69",
    panel="#f1f4f8",
    outline="#5f6f7f",
    strong="#16487c",
    on_strong="#ffffff",
    line="#2f3e4e",
    offbeat="#5f6f7f",
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
"""For a white page."""

DARK = Palette(
    background="#10161d",
    ink="#e7edf3",
    quiet="#aab7c4",
    panel="#1c2630",
    outline="#8fa0b1",
    strong="#7db8f2",
    on_strong="#0b1824",
    line="#c5d0db",
    offbeat="#93a3b3",
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
"""For a dark page."""


def palette(*, dark: bool) -> Palette:
    """The colours for a dark page, or for a white one."""
    return DARK if dark else LIGHT


def contrast(colour: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2.2 defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
