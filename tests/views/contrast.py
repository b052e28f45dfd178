"""The contrasts that WCAG 2.2 level AA requires, and the pairs of colours to compare."""

from trustflow.process import Colour

TEXT_CONTRAST = 4.5
"""The least contrast of a text with its background (success criterion 1.4.3)."""
SHAPE_CONTRAST = 3.0
"""The least contrast of a line or marker with its background (success criterion 1.4.11)."""


def text_pairs(palette):
    """Yield every pair of a text colour and the colour behind it."""
    for text in (palette.ink, palette.quiet, palette.taken, palette.alarm):
        yield text, palette.background
        yield text, palette.panel
    yield palette.ink, palette.taken_panel
    yield palette.on_strong, palette.strong
    yield palette.on_taken, palette.taken
    yield palette.faint, palette.background
    yield palette.faint, palette.panel
    for colour in Colour:
        yield palette.on_stage(colour), palette.stage(colour)


def shape_pairs(palette):
    """Yield every pair of the colour of a line or marker and the colour behind it."""
    lines = (
        palette.outline,
        palette.line,
        palette.off_standard,
        palette.taken,
        palette.alarm,
        palette.faint_outline,
        palette.leader,
        palette.strong,
    )
    for line in (*lines, *palette.stages):
        yield line, palette.background
