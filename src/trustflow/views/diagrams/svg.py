"""A drawing as a picture: SVG text that Graphviz has laid out and this module draws."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ...process import Mark
from ..svg import PAGE, Canvas, Face, Palette, balanced, palette, plain, text_width, wrapped
from .graphviz import Curve, Layout, Place, Point, lay_out
from .line_styles import Sample, Stroke, key_of, stroke_of
from .model import Standing

if TYPE_CHECKING:
    from .model import Arrow, Box, Drawing

__all__ = ["to_svg"]

MARGIN = 24
TITLE_SIZE, SUBTITLE_SIZE, KEY_SIZE = 19, 13, 12
LABEL_SIZE, REMARK_SIZE, WORDS_SIZE = 14, 11, 11.5
LABEL_ROOM, WORDS_ROOM, STAYS_ROOM = 190, 152, 330
LEAST_ROOM = 360
GROUPS_APART = 4
ROW = 1.3
"""From base line to base line, in sizes."""


class _Words(NamedTuple):
    """Lines of text with the room they take."""

    lines: tuple[str, ...]
    width: float
    height: float
    ends: tuple[int, ...] = ()
    """After how many lines a group of them ends."""


def to_svg(drawing: Drawing, face: Face = PAGE) -> str:
    """The drawing as SVG text.

    Args:
        drawing: The drawing.
        face: The font.

    Raises:
        MissingExtra: A package of the extra `draw` is not installed.
    """
    return _Picture(drawing, face).drawn()


class _Picture:
    """A drawing on its way to become a picture."""

    def __init__(self, drawing: Drawing, face: Face) -> None:
        self.drawing = drawing
        self.colours: Palette = palette(dark=drawing.is_dark)
        self.canvas = Canvas(face)
        self.labels = [_label(box) for box in drawing.boxes]
        self.words = [_words_on(arrow) for arrow in drawing.arrows]

    def drawn(self) -> str:
        """The whole picture."""
        drawing = self.drawing
        sizes = [(words.width, words.height) if words else None for words in self.words]
        layout = lay_out(drawing, [(each.width, each.height) for each in self.labels], sizes)
        key = list(key_of(drawing))
        room = max([layout.width, LEAST_ROOM, *map(_key_width, key)])
        head = self._heading_lines(room)
        width = room + 2 * MARGIN
        top = float(MARGIN)
        for line, size, bold in head:
            top += size * ROW
            fill = self.colours.ink if bold else self.colours.quiet
            self.canvas.text((MARGIN, top - size * 0.3), line, size=size, fill=fill, bold=bold)
        top += 16
        self._move_to(layout, (width - layout.width) / 2, top)
        bottom = self._draw_key(key, top + layout.height + 22, width)
        return self.canvas.document(
            width,
            bottom + MARGIN,
            title=drawing.title,
            description=drawing.description,
            background=self.colours.background,
        )

    def _heading_lines(self, room: float) -> list[tuple[str, float, bool]]:
        title = wrapped(self.drawing.title, TITLE_SIZE, room, bold=True)
        lines: list[tuple[str, float, bool]] = [(line, TITLE_SIZE, True) for line in title]
        if self.drawing.subtitle is not None:
            subtitle = wrapped(self.drawing.subtitle, SUBTITLE_SIZE, room)
            lines += [(line, SUBTITLE_SIZE, False) for line in subtitle]
        return lines

    def _move_to(self, layout: Layout, left: float, top: float) -> None:
        """Draw what was laid out, its corner at a point: what is fainter first."""
        parts = self.canvas.parts
        parts.append(f'<g transform="translate({left:.1f} {top:.1f})">')
        arrows = sorted(enumerate(self.drawing.arrows), key=lambda each: _depth(each[1]))
        for index, arrow in arrows:
            with self.canvas.tooltip(_tooltip(arrow)):
                stroke = stroke_of(self.colours, arrow.mark, arrow.standing)
                for curve in layout.arrows[index]:
                    self._draw_line(curve, stroke)
                words = self.words[index]
                if words is not None:
                    self._draw_words(layout.words[index], words, arrow)
        if layout.dot is not None and layout.start is not None:
            dot = layout.dot
            self.canvas.shape("circle", cx=dot.x, cy=dot.y, r=5.5, fill=self.colours.line)
            self._draw_line(layout.start, Stroke(self.colours.line, 1.5, None))
        for box, label, place in zip(self.drawing.boxes, self.labels, layout.boxes, strict=True):
            with self.canvas.tooltip((box.label, *box.tooltip)):
                self._draw_box(box, label, place)
        parts.append("</g>")

    # Arrows

    def _draw_line(self, curve: Curve, stroke: Stroke) -> None:
        (x, y), *rest = curve.points
        path = " ".join(f"{px:.1f} {py:.1f}" for px, py in rest)
        self.canvas.shape(
            "path",
            d=f"M {x:.1f} {y:.1f} C {path}",
            fill="none",
            stroke=stroke.colour,
            stroke_width=stroke.width,
            stroke_dasharray=stroke.dashes,
            stroke_linecap="round",
        )
        if curve.tip is not None:
            self._draw_tip(curve.points[-1], curve.tip, stroke)

    def _draw_tip(self, base: Point, tip: Point, stroke: Stroke) -> None:
        along = tip[0] - base[0], tip[1] - base[1]
        length = max((along[0] ** 2 + along[1] ** 2) ** 0.5, 0.1)
        half = (3.2 + stroke.width) / length
        across = -along[1] * half, along[0] * half
        corners = (
            tip,
            (base[0] + across[0], base[1] + across[1]),
            (base[0] - across[0], base[1] - across[1]),
        )
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
        self.canvas.shape("polygon", points=points, fill=stroke.colour)

    def _draw_words(self, place: Place, words: _Words, arrow: Arrow) -> None:
        colours, is_taken = self.colours, arrow.standing is Standing.TAKEN
        fill = colours.ink if arrow.mark is Mark.STANDARD else colours.quiet
        if arrow.mark is None:
            fill = colours.alarm
        elif arrow.standing is not Standing.OPEN:
            fill = colours.taken if is_taken else colours.faint
        self._draw_panel(place, fill=colours.panel, radius=5)
        self._draw_lines(place, words.lines, WORDS_SIZE, fill, bold=is_taken, ends=words.ends)

    # Stages

    def _draw_box(self, box: Box, label: _Words, place: Place) -> None:
        fill, text, outline, width = self._box_colours(box)
        if box.final:
            outer = Place(place.x, place.y, place.width + 7, place.height + 7)
            self._draw_panel(outer, fill="none", radius=13, stroke=outline, stroke_width=width)
        self._draw_panel(place, fill=fill, radius=10, stroke=outline, stroke_width=width)
        bold = box.emphasised or box.standing is Standing.CURRENT
        if box.remark is None:
            self._draw_lines(place, label.lines, LABEL_SIZE, text, bold=bold)
            return
        above = Place(place.x, place.y - REMARK_SIZE * ROW / 2, place.width, place.height)
        self._draw_lines(above, label.lines, LABEL_SIZE, text, bold=bold)
        base = place.y + place.height / 2 - 11
        self.canvas.text((place.x, base), box.remark, size=REMARK_SIZE, fill=text, anchor="middle")

    def _box_colours(self, box: Box) -> tuple[str, str, str, float]:
        colours = self.colours
        if box.standing is Standing.TAKEN:
            return colours.taken_panel, colours.ink, colours.taken, 2.2
        if box.standing is Standing.CURRENT:
            return colours.taken, colours.on_taken, colours.taken, 2.2
        if box.standing is Standing.LEFT:
            return colours.panel, colours.faint, colours.faint_outline, 1.0
        if box.emphasised:
            return colours.strong, colours.on_strong, colours.strong, 2.0
        return colours.panel, colours.ink, colours.outline, 1.3

    def _draw_panel(self, place: Place, *, radius: float, **attributes: object) -> None:
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
        self,
        place: Place,
        lines: tuple[str, ...],
        size: float,
        fill: str,
        *,
        bold: bool,
        ends: tuple[int, ...] = (),
    ) -> None:
        """Write lines, centred in a place, a little apart where a group of them ends."""
        height = (len(lines) - 1) * size * ROW + max(len(ends) - 1, 0) * GROUPS_APART
        base = place.y - height / 2 + size * 0.35
        for count, line in enumerate(lines, 1):
            at = (place.x, base)
            self.canvas.text(at, line, size=size, fill=fill, bold=bold, anchor="middle")
            base += size * ROW + (GROUPS_APART if count in ends else 0)

    # The key below

    def _draw_key(self, key: list[Sample], top: float, width: float) -> float:
        """Draw the key, from left to right and in as many rows as it needs; gives where it ends."""
        if not key:
            return top - 22
        left = float(MARGIN)
        for sample in key:
            needs = _key_width(sample)
            if left > MARGIN and left + needs > width - MARGIN:
                left, top = float(MARGIN), top + KEY_SIZE * 1.7
            stroke = stroke_of(self.colours, sample.mark, sample.standing)
            self.canvas.line(
                ((left, top), (left + 34, top)),
                stroke=stroke.colour,
                stroke_width=stroke.width,
                stroke_dasharray=stroke.dashes,
                stroke_linecap="round",
            )
            at = (left + 42, top + KEY_SIZE * 0.35)
            self.canvas.text(at, sample.words, size=KEY_SIZE, fill=self.colours.quiet)
            left += needs + 26
        return top + KEY_SIZE * 0.6


def _depth(arrow: Arrow) -> int:
    if arrow.standing is Standing.TAKEN:
        return 2
    return 1 if arrow.mark is Mark.STANDARD else 0


def _label(box: Box) -> _Words:
    bold = box.emphasised or box.standing is Standing.CURRENT
    lines = balanced(box.label, LABEL_SIZE, LABEL_ROOM, bold=bold)
    widths = [text_width(line, LABEL_SIZE, bold=bold) for line in lines]
    height = len(lines) * LABEL_SIZE * ROW
    if box.remark is not None:
        widths.append(text_width(box.remark, REMARK_SIZE))
        height += REMARK_SIZE * ROW
    return _Words(lines, max(widths) + 30, height + 18)


def _words_on(arrow: Arrow) -> _Words | None:
    """The words on an arrow; those of each move stand a little apart from the next one's."""
    bold = arrow.standing is Standing.TAKEN
    room = STAYS_ROOM if arrow.stays else WORDS_ROOM
    groups = [_broken(text, room, bold=bold) for text in arrow.texts()]
    lines = tuple(line for group in groups for line in group)
    if not lines:
        return None
    widest = max(text_width(line, WORDS_SIZE, bold=bold) for line in lines)
    height = len(lines) * WORDS_SIZE * ROW + (len(groups) - 1) * GROUPS_APART
    ends = tuple(accumulate(len(group) for group in groups))
    return _Words(lines, widest + 12, height + 7, ends)


def _broken(text: str, room: float, *, bold: bool) -> tuple[str, ...]:
    """The text on one line, or else its parts on lines of their own."""
    if text_width(text, WORDS_SIZE, bold=bold) <= room:
        return (plain(text),)
    parts = text.split(" · ")
    return tuple(line for part in parts for line in balanced(part, WORDS_SIZE, room, bold=bold))


def _tooltip(arrow: Arrow) -> list[str]:
    return [text for line in arrow.lines for text in (line.text(marked=True), *line.tooltip)]


def _key_width(sample: Sample) -> float:
    return 42 + text_width(sample.words, KEY_SIZE)
