"""Draw how long each of a few cases lasted: a line for each, from its start to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ...process import Colour
from ..svg import MARGIN, Canvas, Font, draw_heading, palette, text_width
from .years import YEAR, year_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


__all__ = ["CaseLine", "to_svg"]

LABEL_SIZE = 13
PLOT_WIDTH, ROW_HEIGHT = 340.0, 26.0
RADIUS = 5.0
GAP = 12.0
AXIS_HEIGHT = 40.0


@frozen
class CaseLine:
    """How long a case lasted.

    Args:
        label: The name of the case.
        at_least: The least number of days it lasted.
        at_most: The greatest number of days it lasted; None if it has not ended on record.
        end: Its end in words, or that it has none.
        colour: The colour of its end.
    """

    label: str
    at_least: int
    at_most: int | None
    end: str
    colour: Colour


def to_svg(lines: Sequence[CaseLine], title: str, subtitle: str, *, dark: bool, font: Font) -> str:
    """Return a line for each case as an SVG document."""
    canvas, colours = Canvas(font), palette(dark=dark)
    left = MARGIN + GAP + _widest(line.label for line in lines)
    right = left + PLOT_WIDTH
    width = right + GAP + _widest(line.end for line in lines) + MARGIN
    longest = max((line.at_most or line.at_least for line in lines), default=0)

    def along(day: float) -> float:
        return left + PLOT_WIDTH * day / max(longest, 1)

    first = y = draw_heading(canvas, colours, title, subtitle, width) + 18
    for year in year_ticks(longest):
        bottom = first + ROW_HEIGHT * len(lines)
        x = along(year * YEAR)
        canvas.line(((x, first), (x, bottom)), stroke=colours.grid)
        canvas.text((x, bottom + 18), str(year), size=LABEL_SIZE, fill=colours.ink, anchor="middle")
    for line in lines:
        middle = y + ROW_HEIGHT / 2
        base = middle + LABEL_SIZE * 0.36
        canvas.text((left - GAP, base), line.label, size=LABEL_SIZE, fill=colours.ink, anchor="end")
        fill = colours.stage(line.colour)
        with canvas.tooltip((f"{line.label}: {line.end}, {_days(line)}",)):
            begin, end = along(line.at_least), along(line.at_most or line.at_least)
            canvas.line(((left, middle), (begin, middle)), stroke=fill, stroke_width=2)
            if end > begin:
                canvas.line(
                    ((begin, middle), (end, middle)),
                    stroke=fill,
                    stroke_width=5,
                    stroke_opacity=0.4,
                )
            is_open = line.at_most is None
            canvas.shape(
                "circle",
                cx=end,
                cy=middle,
                r=RADIUS,
                fill=colours.background if is_open else fill,
                stroke=fill,
                stroke_width=2,
            )
        canvas.text((right + GAP, base), line.end, size=LABEL_SIZE, fill=colours.quiet)
        y += ROW_HEIGHT
    canvas.text(
        (left, y + AXIS_HEIGHT - 4), "years since the start", size=LABEL_SIZE, fill=colours.quiet
    )
    shown = "; ".join(f"{line.label}: {line.end}, {_days(line)}" for line in lines)
    return canvas.document(
        width,
        y + AXIS_HEIGHT + MARGIN,
        title=title,
        description=f"{subtitle} {shown}." if lines else subtitle,
        background=colours.background,
    )


def _widest(texts: Iterable[str]) -> float:
    return max((text_width(text, LABEL_SIZE) for text in texts), default=0.0)


def _days(line: CaseLine) -> str:
    """Return the days of a line in words."""
    if line.at_most is None:
        return f"at least {line.at_least:,} days"
    days = f"{line.at_most:,} days"
    return days if line.at_least == line.at_most else f"{line.at_least:,} to {days}"
