"""Draw a diagram as SVG. Graphviz computes the layout."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ...process import Mark
from ..svg import WEB_FONT, Canvas, Font, Palette, balanced, palette, plain, text_width, wrapped
from .graphviz import Curve, Layout, Point, Rectangle, lay_out
from .line_styles import (
    LegendEntry,
    LineStyle,
    box_colours,
    box_style,
    legend,
    line_style,
    text_colour,
)
from .model import CaseStatus

if TYPE_CHECKING:
    from .model import Arrow, Box, Diagram

__all__ = ["to_svg"]

MARGIN = 24
TITLE_SIZE, SUBTITLE_SIZE, LEGEND_SIZE = 19, 13, 12
BOX_TEXT_SIZE, REMARK_SIZE, ARROW_TEXT_SIZE = 14, 11, 11.5
"""The font sizes of the label of a box, the remark in a box, and the label of an arrow."""
MAX_BOX_WIDTH, MAX_ARROW_WIDTH, MAX_STAY_WIDTH = 190, 152, 330
"""The greatest widths of the labels of a box, an arrow, and an arrow back to its own stage."""
BOX_LINE_WIDTHS = {"plain": 1.3, "emphasised": 2.0, "taken": 2.2, "current": 2.2, "untaken": 1.0}
MIN_WIDTH = 360
GROUP_GAP = 4
LINE_HEIGHT = 1.3
"""The distance between two lines of text, as a multiple of the font size."""


class _TextBlock(NamedTuple):
    """Lines of text, and the size of the rectangle that they need, in pixels."""

    lines: tuple[str, ...]
    width: float
    height: float
    group_ends: tuple[int, ...] = ()
    """For each group of lines, the number of lines up to the end of the group."""


def to_svg(diagram: Diagram, font: Font = WEB_FONT) -> str:
    """Return a diagram as SVG text.

    Args:
        diagram: The diagram.
        font: The font of all texts.

    Raises:
        MissingExtra: A package of the extra `draw` is not installed.
        InvalidValue: The picture is too large.
    """
    return _DiagramPainter(diagram, font).svg()


class _DiagramPainter:
    """Draws one diagram on a canvas."""

    def __init__(self, diagram: Diagram, font: Font) -> None:
        self.diagram = diagram
        self.colours: Palette = palette(dark=diagram.is_dark)
        self.canvas = Canvas(font)
        self.box_texts = [_box_text(box) for box in diagram.boxes]
        self.arrow_texts = [_arrow_text(arrow) for arrow in diagram.arrows]

    def svg(self) -> str:
        """Return the picture as SVG text."""
        diagram = self.diagram
        layout = lay_out(
            diagram,
            [(text.width, text.height) for text in self.box_texts],
            [(text.width, text.height) if text else None for text in self.arrow_texts],
        )
        entries = list(legend(diagram))
        inner_width = max([layout.width, MIN_WIDTH, *map(_entry_width, entries)])
        width = inner_width + 2 * MARGIN
        top = self._draw_heading(inner_width) + 16
        self._draw_layout(layout, (width - layout.width) / 2, top)
        bottom = self._draw_legend(entries, top + layout.height + 22, width)
        return self.canvas.document(
            width,
            bottom + MARGIN,
            title=diagram.title,
            description=diagram.description,
            background=self.colours.background,
        )

    def _draw_heading(self, max_width: float) -> float:
        """Draw the title and the subtitle; return the y at which they end."""
        title = wrapped(self.diagram.title, TITLE_SIZE, max_width, bold=True)
        lines: list[tuple[str, float, bool]] = [(line, TITLE_SIZE, True) for line in title]
        if self.diagram.subtitle is not None:
            subtitle = wrapped(self.diagram.subtitle, SUBTITLE_SIZE, max_width)
            lines += [(line, SUBTITLE_SIZE, False) for line in subtitle]
        top = float(MARGIN)
        for line, size, bold in lines:
            top += size * LINE_HEIGHT
            fill = self.colours.ink if bold else self.colours.quiet
            self.canvas.text((MARGIN, top - size * 0.3), line, size=size, fill=fill, bold=bold)
        return top

    def _draw_layout(self, layout: Layout, left: float, top: float) -> None:
        """Draw all arrows and boxes, pale arrows first, so that others cover them."""
        parts = self.canvas.parts
        parts.append(f'<g transform="translate({left:.1f} {top:.1f})">')
        for index, arrow in sorted(enumerate(self.diagram.arrows), key=_drawing_order):
            with self.canvas.tooltip(arrow.tooltip):
                style = line_style(self.colours, arrow.mark, arrow.case_status)
                for curve in layout.arrows[index]:
                    self._draw_curve(curve, style)
                text = self.arrow_texts[index]
                if text is not None:
                    self._draw_arrow_text(layout.labels[index], text, arrow)
        if layout.start_dot is not None and layout.start_curve is not None:
            dot = layout.start_dot
            self.canvas.shape("circle", cx=dot.x, cy=dot.y, r=5.5, fill=self.colours.line)
            self._draw_curve(layout.start_curve, LineStyle(self.colours.line, 1.5, None))
        for box, text, place in zip(self.diagram.boxes, self.box_texts, layout.boxes, strict=True):
            with self.canvas.tooltip((box.label, *box.tooltip)):
                self._draw_box(box, text, place)
        parts.append("</g>")

    # Arrows

    def _draw_curve(self, curve: Curve, style: LineStyle) -> None:
        (x, y), *points = curve.points
        path = " ".join(f"{px:.1f} {py:.1f}" for px, py in points)
        self.canvas.shape(
            "path",
            d=f"M {x:.1f} {y:.1f} C {path}",
            fill="none",
            stroke=style.colour,
            stroke_width=style.width,
            stroke_dasharray=style.dashes,
            stroke_linecap="round",
        )
        if curve.tip is not None:
            self._draw_tip(curve.points[-1], curve.tip, style)

    def _draw_tip(self, base: Point, tip: Point, style: LineStyle) -> None:
        """Draw the tip of an arrow as a triangle, which is wider if the line is wider."""
        along = tip[0] - base[0], tip[1] - base[1]
        length = max((along[0] ** 2 + along[1] ** 2) ** 0.5, 0.1)
        half = (3.2 + style.width) / length
        across = -along[1] * half, along[0] * half
        corners = (
            tip,
            (base[0] + across[0], base[1] + across[1]),
            (base[0] - across[0], base[1] - across[1]),
        )
        self.canvas.polygon(corners, fill=style.colour)

    def _draw_arrow_text(self, place: Rectangle, text: _TextBlock, arrow: Arrow) -> None:
        self._draw_rectangle(place, fill=self.colours.panel, radius=5)
        bold = arrow.case_status is CaseStatus.TAKEN
        fill = text_colour(self.colours, arrow)
        self._draw_lines(place, text, ARROW_TEXT_SIZE, fill, bold=bold)

    # Stages

    def _draw_box(self, box: Box, text: _TextBlock, place: Rectangle) -> None:
        style = box_style(box)
        colours, width = box_colours(self.colours)[style], BOX_LINE_WIDTHS[style]
        outline = {"stroke": colours.outline, "stroke_width": width}
        if box.final:
            outer = Rectangle(place.x, place.y, place.width + 7, place.height + 7)
            self._draw_rectangle(outer, fill="none", radius=13, **outline)
        self._draw_rectangle(place, fill=colours.fill, radius=10, **outline)
        label_place = place
        if box.remark is not None:
            label_place = place._replace(y=place.y - REMARK_SIZE * LINE_HEIGHT / 2)
        self._draw_lines(label_place, text, BOX_TEXT_SIZE, colours.text, bold=_is_bold(box))
        if box.remark is not None:
            base = place.y + place.height / 2 - 11
            self.canvas.text(
                (place.x, base), box.remark, size=REMARK_SIZE, fill=colours.text, anchor="middle"
            )

    def _draw_rectangle(self, place: Rectangle, *, radius: float, **attributes: object) -> None:
        self.canvas.shape(
            "rect",
            x=place.x - place.width / 2,
            y=place.y - place.height / 2,
            width=place.width,
            height=place.height,
            rx=radius,
            **attributes,
        )

    def _draw_lines(
        self, place: Rectangle, text: _TextBlock, size: float, fill: str, *, bold: bool
    ) -> None:
        """Write lines of text in the middle of a rectangle, with gaps between groups."""
        gaps = max(len(text.group_ends) - 1, 0) * GROUP_GAP
        height = (len(text.lines) - 1) * size * LINE_HEIGHT + gaps
        base = place.y - height / 2 + size * 0.35
        for count, line in enumerate(text.lines, 1):
            point = (place.x, base)
            self.canvas.text(point, line, size=size, fill=fill, bold=bold, anchor="middle")
            base += size * LINE_HEIGHT + (GROUP_GAP if count in text.group_ends else 0)

    # The legend

    def _draw_legend(self, entries: list[LegendEntry], top: float, width: float) -> float:
        """Draw the legend in as many rows as it needs; return the y at which it ends."""
        if not entries:
            return top - 22
        left = float(MARGIN)
        for entry in entries:
            needed = _entry_width(entry)
            if left > MARGIN and left + needed > width - MARGIN:
                left, top = float(MARGIN), top + LEGEND_SIZE * 1.7
            if not entry.is_note:
                self._draw_sample(entry, (left, top))
            point = (left + _sample_width(entry), top + LEGEND_SIZE * 0.35)
            self.canvas.text(point, entry.words, size=LEGEND_SIZE, fill=self.colours.quiet)
            left += needed + 26
        return top + LEGEND_SIZE * 0.6

    def _draw_sample(self, entry: LegendEntry, point: Point) -> None:
        """Draw the line that an entry of the legend explains."""
        left, top = point
        style = line_style(self.colours, entry.mark, entry.case_status)
        self.canvas.line(
            (point, (left + 34, top)),
            stroke=style.colour,
            stroke_width=style.width,
            stroke_dasharray=style.dashes,
            stroke_linecap="round",
        )


def _drawing_order(indexed: tuple[int, Arrow]) -> int:
    _, arrow = indexed
    if arrow.case_status is CaseStatus.TAKEN:
        return 2
    return 1 if arrow.mark is Mark.STANDARD else 0


def _is_bold(box: Box) -> bool:
    return box.emphasised or box.case_status is CaseStatus.CURRENT


def _box_text(box: Box) -> _TextBlock:
    bold = _is_bold(box)
    lines = balanced(box.label, BOX_TEXT_SIZE, MAX_BOX_WIDTH, bold=bold)
    widths = [text_width(line, BOX_TEXT_SIZE, bold=bold) for line in lines]
    height = len(lines) * BOX_TEXT_SIZE * LINE_HEIGHT
    if box.remark is not None:
        widths.append(text_width(box.remark, REMARK_SIZE))
        height += REMARK_SIZE * LINE_HEIGHT
    return _TextBlock(lines, max(widths) + 30, height + 18)


def _arrow_text(arrow: Arrow) -> _TextBlock | None:
    """Return the texts of an arrow, each as a group of lines; None if it has no text."""
    bold = arrow.case_status is CaseStatus.TAKEN
    max_width = MAX_STAY_WIDTH if arrow.stays else MAX_ARROW_WIDTH
    groups = [_lines_of(text, max_width, bold=bold) for text in arrow.texts()]
    lines = tuple(line for group in groups for line in group)
    if not lines:
        return None
    widest = max(text_width(line, ARROW_TEXT_SIZE, bold=bold) for line in lines)
    height = len(lines) * ARROW_TEXT_SIZE * LINE_HEIGHT + (len(groups) - 1) * GROUP_GAP
    group_ends = tuple(accumulate(len(group) for group in groups))
    return _TextBlock(lines, widest + 12, height + 7, group_ends)


def _lines_of(text: str, max_width: float, *, bold: bool) -> tuple[str, ...]:
    """Return a text as one line if it fits; else each part begins a new line."""
    if text_width(text, ARROW_TEXT_SIZE, bold=bold) <= max_width:
        return (plain(text),)
    return tuple(
        line
        for part in text.split(" · ")
        for line in balanced(part, ARROW_TEXT_SIZE, max_width, bold=bold)
    )


def _entry_width(entry: LegendEntry) -> float:
    return _sample_width(entry) + text_width(entry.words, LEGEND_SIZE)


def _sample_width(entry: LegendEntry) -> float:
    """Return the width of the line before the words of an entry; 0 for a note."""
    return 0 if entry.is_note else 42
