"""Draw a diagram as SVG. Graphviz computes the layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...process import Mark
from ..svg import WEB_FONT, Canvas, Font, Palette, palette, require_readable, wrapped
from .graphviz import MAX_ARROWS_HERE, TOO_LARGE, lay_out
from .hover import ARROW_CLASS, DIAGRAM_CLASS, HOVER_STYLE, REACH
from .layout import Rectangle
from .legend import Legend, legend
from .line_styles import LineStyle, arrow_style, box_colours, box_style, text_colour
from .model import CaseStatus
from .text_blocks import (
    ARROW_TEXT_SIZE,
    BOX_TEXT_SIZE,
    GROUP_GAP,
    LINE_HEIGHT,
    PADDING,
    REMARK_SIZE,
    TEXT_WIDTHS,
    BoxText,
    TextBlock,
    arrow_text,
    box_text,
    is_bold,
    texts_of_stays,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from .layout import Curve, Layout, Point
    from .line_styles import BoxColours
    from .model import Arrow, Box, Diagram
    from .text_blocks import TextWidths

__all__ = ["to_svg"]

MARGIN = 24
TITLE_SIZE, SUBTITLE_SIZE = 19, 13
BOX_LINE_WIDTHS = {"plain": 1.3, "emphasised": 2.0, "taken": 2.2, "current": 2.2, "untaken": 1.0}
MIN_WIDTH = 360
COLUMN, CASE_COLUMN = 838, 766
"""The widths of a README and of the column of a case page. Pictures are no wider if they can."""
STAY_INDENT = 15
"""The distance of the texts of moves that stay from the left edge of their box."""
FINAL_GAP = 3.5
"""The distance between the two outlines of a final stage."""


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
        self.stays = texts_of_stays(diagram)
        self.stay_arrows = {arrow.start: arrow for arrow in diagram.arrows if arrow.stays}
        self.box_texts: list[BoxText] = []
        self.arrow_texts: list[TextBlock | None] = []

    def svg(self) -> str:
        """Return the picture as SVG text."""
        diagram = self.diagram
        layout = self._lay_out()
        inner_width = max(layout.width, MIN_WIDTH)
        width = inner_width + 2 * MARGIN
        top = self._draw_heading(inner_width) + 16
        require_readable(width, top + layout.height, TOO_LARGE)
        self._draw_layout(layout, (width - layout.width) / 2, top)
        bottom = top + layout.height
        entries = tuple(legend(diagram))
        if entries:
            place = Legend(entries, MARGIN, inner_width)
            bottom = place.draw(self.canvas, self.colours, bottom + 14)
        require_readable(width, bottom + MARGIN, TOO_LARGE)
        return self.canvas.document(
            width,
            bottom + MARGIN,
            title=diagram.title,
            description=diagram.description,
            background=self.colours.background,
            style_class=DIAGRAM_CLASS,
            style=HOVER_STYLE,
        )

    def _lay_out(self) -> Layout:
        """Return the widest layout that fits in a column of text; else the narrowest one."""
        is_large = len(self.diagram.arrows) > MAX_ARROWS_HERE
        column = COLUMN if self.diagram.subtitle is None else CASE_COLUMN
        *wider, narrowest = TEXT_WIDTHS
        for widths in [] if is_large else wider:
            layout = self._layout_with(widths)
            if layout.width + 2 * MARGIN <= column:
                return layout
        return self._layout_with(narrowest)

    def _layout_with(self, widths: TextWidths) -> Layout:
        """Return the layout with some widths of texts, which are kept."""
        diagram = self.diagram
        self.box_texts = [
            box_text(box, self.stays.get(box.stage, ()), widths) for box in diagram.boxes
        ]
        self.arrow_texts = [
            None if arrow.stays else arrow_text(arrow, diagram.limits, widths)
            for arrow in diagram.arrows
        ]
        return lay_out(
            diagram,
            [
                (text.width + extra, text.height + extra)
                for text, box in zip(self.box_texts, diagram.boxes, strict=True)
                for extra in [2 * FINAL_GAP if box.final else 0]
            ],
            [(text.width, text.height) if text else None for text in self.arrow_texts],
            widths.gap,
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
        road = self.diagram.road_steps
        moves = [pair for pair in enumerate(self.diagram.arrows) if not pair[1].stays]
        for index, arrow in sorted(moves, key=lambda pair: _drawing_order(pair[1], road)):
            with self.canvas.tooltip(arrow.tooltip, style_class=ARROW_CLASS):
                style = arrow_style(self.diagram, self.colours, arrow)
                for curve in layout.arrows[index]:
                    self._draw_curve(curve, style)
                text = self.arrow_texts[index]
                if text is not None:
                    self._draw_arrow_text(layout.labels[index], text, arrow)
        if layout.start_dot is not None and layout.start_curve is not None:
            dot = layout.start_dot
            self.canvas.shape("circle", cx=dot.x, cy=dot.y, r=5.5, fill=self.colours.line)
            self._draw_curve(layout.start_curve, LineStyle(self.colours.line, 1.5, None))
        places = zip(self.diagram.boxes, self.box_texts, layout.boxes, strict=True)
        for box, box_lines, place in places:
            self._draw_box(box, box_lines, place)
        parts.append("</g>")

    # Arrows

    def _draw_curve(self, curve: Curve, style: LineStyle) -> None:
        (x, y), *points = curve.points
        path = " ".join(f"{px:.1f} {py:.1f}" for px, py in points)
        line = f"M {x:.1f} {y:.1f} C {path}"
        self.canvas.shape("path", d=line, fill="none", stroke_width=REACH, pointer_events="stroke")
        self.canvas.shape(
            "path",
            d=line,
            fill="none",
            stroke=style.colour,
            stroke_width=style.width,
            stroke_dasharray=style.dashes,
            stroke_linecap="butt",
        )
        if curve.tip is not None:
            self._draw_tip(curve.points[-1], curve.tip, style)

    def _draw_tip(self, base: Point, tip: Point, style: LineStyle) -> None:
        """Draw the tip of an arrow as a triangle, which is wider if the line is wider."""
        along = tip[0] - base[0], tip[1] - base[1]
        length = max((along[0] ** 2 + along[1] ** 2) ** 0.5, 0.1)
        half = (3.4 + 0.85 * style.width) / length
        across = -along[1] * half, along[0] * half
        corners = (
            tip,
            (base[0] + across[0], base[1] + across[1]),
            (base[0] - across[0], base[1] - across[1]),
        )
        self.canvas.polygon(corners, fill=style.colour)

    def _draw_arrow_text(self, place: Rectangle, text: TextBlock, arrow: Arrow) -> None:
        self._draw_rectangle(place, fill=self.colours.background, radius=5)
        bold = arrow.case_status is CaseStatus.TAKEN
        fill = text_colour(self.colours, arrow)
        self._draw_lines(place, text, ARROW_TEXT_SIZE, fill, bold=bold)

    # Stages

    def _draw_box(self, box: Box, text: BoxText, place: Rectangle) -> None:
        """Draw a box: the label, the remark, and below a thin line the moves that stay."""
        style = box_style(box)
        colours, width = box_colours(self.colours)[style], BOX_LINE_WIDTHS[style]
        outline = {"stroke": colours.outline, "stroke_width": width}
        with self.canvas.tooltip((box.label, *box.tooltip)):
            if box.final:
                self._draw_rectangle(place, fill="none", radius=11, **outline)
                inner = place.width - 2 * FINAL_GAP, place.height - 2 * FINAL_GAP
                place = Rectangle(place.x, place.y, *inner)
            self._draw_rectangle(place, fill=colours.fill, radius=8, **outline)
            top = place.y - place.height / 2
            middle = top + text.head / 2
            if box.remark is not None:
                middle -= REMARK_SIZE * LINE_HEIGHT / 2
                point = (place.x, top + text.head - PADDING - REMARK_SIZE * 0.3)
                self._draw_remark(point, box.remark, colours.text)
            block = TextBlock(text.label, 0, 0)
            centre = place._replace(y=middle)
            self._draw_lines(centre, block, BOX_TEXT_SIZE, colours.text, bold=is_bold(box))
        if text.stays:
            self._draw_stays(self.stay_arrows[box.stage], text, place, colours)

    def _draw_remark(self, point: Point, remark: str, fill: str) -> None:
        self.canvas.text(point, remark, size=REMARK_SIZE, fill=fill, anchor="middle")

    def _draw_stays(
        self, arrow: Arrow, text: BoxText, place: Rectangle, colours: BoxColours
    ) -> None:
        """Draw the moves that stay in a stage, one below another."""
        left, top = place.x - place.width / 2, place.y - place.height / 2 + text.head
        ends = ((left, top), (left + place.width, top))
        with self.canvas.tooltip(arrow.tooltip):
            self.canvas.line(ends, stroke=colours.text, stroke_width=1, stroke_opacity=0.5)
            for line in text.stays:
                top += REMARK_SIZE * LINE_HEIGHT
                point = (left + STAY_INDENT, top)
                self.canvas.text(point, line, size=REMARK_SIZE, fill=colours.text)

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
        self, place: Rectangle, text: TextBlock, size: float, fill: str, *, bold: bool
    ) -> None:
        """Write lines of text in the middle of a rectangle, with gaps between groups."""
        gaps = max(len(text.group_ends) - 1, 0) * GROUP_GAP
        height = (len(text.lines) - 1) * size * LINE_HEIGHT + gaps
        base = place.y - height / 2 + size * 0.35
        for count, line in enumerate(text.lines, 1):
            point = (place.x, base)
            self.canvas.text(point, line, size=size, fill=fill, bold=bold, anchor="middle")
            base += size * LINE_HEIGHT + (GROUP_GAP if count in text.group_ends else 0)


def _drawing_order(arrow: Arrow, road: Collection[tuple[str, str]]) -> int:
    if arrow.case_status is CaseStatus.TAKEN:
        return 3
    if (arrow.start, arrow.end) in road:
        return 2
    return 1 if arrow.mark is Mark.STANDARD else 0
