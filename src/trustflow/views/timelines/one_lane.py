"""Draw one history as a low strip: a bar with the names of the stages, and the years below it."""

from __future__ import annotations

from itertools import accumulate, product
from string import ascii_lowercase
from typing import TYPE_CHECKING

from ...dates import PartialDate
from ..diagrams import case_title
from ..fact_rows import path_words, record_words
from ..svg import ELLIPSIS, WEB_FONT, Canvas, Font, cut_to, palette, text_width, wrapped
from .label_placement import spread
from .stage_key import draw_stage_key
from .stage_names import name_lines_in
from .time_axis import grid_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..svg import Palette
    from .model import Lane, Stretch

    Sides = tuple[float, float]
    """The left and the right side of something, in pixels."""

__all__ = ["to_svg"]

WIDTH, MARGIN = 440, 4
"""The width of a strip: on a phone, where it is three quarters as wide, words are 10 px high."""
TEXT_SIZE = 14
LINE_HEIGHT = 15.5
BAR_HEIGHT = 34
"""The bar is high enough for names on two lines."""
LETTERS_HEIGHT, LETTER_GAP = 10, 5
"""The height of the letters above the bar, with their lines to it, and their least distance."""
YEARS_HEIGHT, KEY_GAP = 18, 9
"""The distance from the bar to the base line of the years, and from there to the key."""
OPEN_END = 10
"""The least width of the dashed outline at the end of the bar, where the record ends."""
NAME_MARGIN = 4
"""The least distance of a name from the edges of its part of the bar."""
GAP = 10
"""The least distance from one year to the next, in pixels."""


def to_svg(lane: Lane, *, dark: bool, font: Font = WEB_FONT) -> str:
    """Return the stages of one history as a strip in SVG text.

    A part of the bar has the name of its stage, or else a letter, which a key below explains. The
    letter of a part without room for it is above the bar.
    """
    return _StripPainter(lane, palette(dark=dark), Canvas(font)).svg()


class _StripPainter:
    """Draws a strip on a canvas."""

    def __init__(self, lane: Lane, colours: Palette, canvas: Canvas) -> None:
        self.lane, self.colours, self.canvas = lane, colours, canvas
        ranges = [days for each in lane.stretches for days in (each.begins, each.ends)] or [(0, 0)]
        self.first, self.last = min(first for first, _ in ranges), max(last for _, last in ranges)
        self.right = WIDTH - MARGIN - (0 if lane.is_abolished else OPEN_END)
        self.marks = self._marks()
        self.above = self._letters_above()
        self.top = MARGIN + (LETTERS_HEIGHT if self.above else 0)

    def x(self, day: float) -> float:
        """Return the distance of a day from the left side of the strip, in pixels."""
        length = max(self.last - self.first, 1)
        return MARGIN + (self.right - MARGIN) * (day - self.first) / length

    def svg(self) -> str:
        """Return the strip as SVG text."""
        words = record_words(self.lane.report)
        if self.lane.stretches:
            self._draw_bar()
            self._draw_years()
            height = self._draw_key()
        else:
            height = self._draw_words(words)
        return self.canvas.document(
            WIDTH,
            height,
            title=case_title(self.lane.report),
            description=f"{words} {path_words(self.lane.report)}",
            background=self.colours.background,
        )

    def _draw_words(self, words: str) -> float:
        """Write that there are no events; return the height of the strip."""
        base = float(MARGIN)
        for line in wrapped(words, TEXT_SIZE, WIDTH - 2 * MARGIN):
            base += LINE_HEIGHT
            self.canvas.text((MARGIN, base), line, size=TEXT_SIZE, fill=self.colours.quiet)
        return base + 2 * MARGIN

    def _draw_bar(self) -> None:
        """Draw the stages, each with its name or its letter."""
        for stretch in self.lane.visible_stretches:
            with self.canvas.tooltip(stretch.tooltip):
                self._draw_stretch(stretch)
                if self._is_open(stretch):
                    self._draw_record_end(stretch)
                self._draw_name(stretch)
        # Later parts of the bar must not cover the lines.
        for stretch, x in self.above.items():
            with self.canvas.tooltip(stretch.tooltip):
                self._write_above(stretch, x)

    def _draw_stretch(self, stretch: Stretch) -> None:
        """Draw the part of the bar for a stretch. An edge is slanted if its day is not exact."""
        (first, last), (end_first, end_last) = stretch.begins, stretch.ends
        top, bottom = self.top, self.top + BAR_HEIGHT
        corners = ((first, top), (end_first, top), (end_last, bottom), (last, bottom))
        self.canvas.polygon(
            ((self.x(day), y) for day, y in corners),
            fill=self.colours.stage(stretch.colour),
            stroke=self.colours.background,
            stroke_width=1,
        )

    def _draw_record_end(self, stretch: Stretch) -> None:
        """Draw an outline after the bar: the stage may continue after the record."""
        left, right = self._record_end(stretch)
        self.canvas.shape(
            "rect",
            x=left,
            y=self.top + 0.7,
            width=right - left,
            height=BAR_HEIGHT - 1.4,
            fill="none",
            stroke=self.colours.stage(stretch.colour),
            stroke_width=1.4,
            stroke_dasharray="4 3",
        )

    def _is_open(self, stretch: Stretch) -> bool:
        """Return whether a stretch may continue after the record."""
        return stretch is self.lane.stretches[-1] and not self.lane.is_abolished

    def _inner(self, stretch: Stretch) -> Sides:
        """Return the sides of the part of the bar that certainly belongs to a stretch."""
        left, right = map(self.x, stretch.inner)
        return left, right

    def _record_end(self, stretch: Stretch) -> Sides:
        """Return the sides of the outline after the bar."""
        return self.x(stretch.ends[1]) + 2, float(WIDTH - MARGIN)

    def _marks(self) -> dict[int, str]:
        """Return a letter for each stage with a part of the bar that is too short for its name.

        The stages are given by their place in the process. A number would look like a grade.
        """
        unnamed = dict.fromkeys(
            stretch.index
            for stretch in self.lane.visible_stretches
            if all(self._name_lines(stretch, sides) is None for sides in self._places(stretch))
        )
        return dict(zip(unnamed, _letters(), strict=False))

    def _letters_above(self) -> dict[Stretch, float]:
        """Return the middle of the letter above each part of the bar without room for it.

        The letters are in the order of the parts. If there are too many for one line, the last of
        them are left out.
        """
        short = [each for each in self.lane.visible_stretches if not self._has_room(each)]
        short.sort(key=self._middle)
        sizes = [self._width(self.marks[each.index]) + LETTER_GAP for each in short]
        count = sum(total <= WIDTH - 2 * MARGIN for total in accumulate(sizes))
        wanted = [self._middle(each) for each in short[:count]]
        middles = spread(wanted, sizes[:count], MARGIN, WIDTH - MARGIN)
        return dict(zip(short, middles, strict=False))

    def _has_room(self, stretch: Stretch) -> bool:
        """Return whether a part of the bar has room for its name or its letter."""
        if any(self._name_lines(stretch, sides) for sides in self._places(stretch)):
            return True
        left, right = self._inner(stretch)
        return self._width(self.marks[stretch.index]) <= right - left - 2 * NAME_MARGIN

    def _middle(self, stretch: Stretch) -> float:
        """Return the middle of the upper side of a part of the bar, or of the outline after it."""
        left, right = self.x(stretch.begins[0]), self.x(stretch.ends[0])
        if right - left < 1 and self._is_open(stretch):
            left, right = self._record_end(stretch)
        return (left + right) / 2

    @staticmethod
    def _width(letter: str) -> float:
        return text_width(letter, TEXT_SIZE, bold=True)

    def _places(self, stretch: Stretch) -> list[Sides]:
        """Return where the name of a stretch may be: in the bar, or in the outline after it."""
        return [
            self._inner(stretch),
            *([self._record_end(stretch)] if self._is_open(stretch) else []),
        ]

    def _name_lines(self, stretch: Stretch, sides: Sides) -> tuple[str, ...] | None:
        """Return the lines of the name of a stage between two sides; None if it does not fit."""
        left, right = sides
        space = right - left - 2 * NAME_MARGIN
        lines = name_lines_in(stretch.label, TEXT_SIZE, space, BAR_HEIGHT, LINE_HEIGHT)
        return None if lines is None or lines[-1].endswith(ELLIPSIS) else lines

    def _draw_name(self, stretch: Stretch) -> None:
        """Write the name of a stage, or else its letter, where it fits."""
        in_bar, *after = self._places(stretch)
        for sides in (in_bar, *after):
            fill = self.colours.on_stage(stretch.colour) if sides is in_bar else self.colours.ink
            lines = self._name_lines(stretch, sides)
            if lines is not None:
                self._write(lines, sides, fill)
                return
        if self._has_room(stretch):
            letter = self.marks[stretch.index]
            self._write((letter,), in_bar, self.colours.on_stage(stretch.colour))

    def _write_above(self, stretch: Stretch, x: float) -> None:
        """Write the letter of a part of the bar above it, with a line to the part."""
        letter, middle = self.marks[stretch.index], self._middle(stretch)
        ink, base = self.colours.ink, self.top - 3
        self.canvas.text((x, base), letter, size=TEXT_SIZE, fill=ink, bold=True, anchor="middle")
        self.canvas.line(((x, base + 1), (middle, self.top + 5)), stroke=ink, stroke_width=1)

    def _write(self, lines: tuple[str, ...], sides: Sides, fill: str) -> None:
        """Write lines in the middle between two sides."""
        left, right = sides
        base = self.top + BAR_HEIGHT / 2 + TEXT_SIZE * 0.35
        for index, line in enumerate(lines):
            point = ((left + right) / 2, base + (index - (len(lines) - 1) / 2) * LINE_HEIGHT)
            self.canvas.text(point, line, size=TEXT_SIZE, fill=fill, bold=True, anchor="middle")

    def _draw_years(self) -> None:
        """Write the years below the bar; of a record without a grid day, its days."""
        if not self.lane.is_dated:
            return
        days_per_pixel = (self.last - self.first) / (self.right - MARGIN)
        apart, months_apart = (
            (text_width(label, TEXT_SIZE) + GAP) * days_per_pixel for label in ("2000", "Mar 2000")
        )
        is_drawn = False
        days = grid_days(self.first, self.last, apart=apart, months_apart=months_apart)
        for day, text in days:
            x, half = self.x(day), text_width(text, TEXT_SIZE) / 2
            if x - half >= MARGIN and x + half <= WIDTH - MARGIN:
                ends = ((x, self.top + BAR_HEIGHT), (x, self.top + BAR_HEIGHT + 5))
                self.canvas.line(ends, stroke=self.colours.outline, stroke_width=1.2)
                self._write_year(text, x)
                is_drawn = True
        if not is_drawn:
            first, last = (PartialDate.between(day, day).words for day in (self.first, self.last))
            words = first if first == last else f"{first} to {last}"
            text = cut_to(words, TEXT_SIZE, WIDTH - 2 * MARGIN)
            self._write_year(text, MARGIN + text_width(text, TEXT_SIZE) / 2)

    def _write_year(self, text: str, middle: float) -> None:
        point, fill = (middle, self._years_base), self.colours.quiet
        self.canvas.text(point, text, size=TEXT_SIZE, fill=fill, anchor="middle")

    @property
    def _years_base(self) -> float:
        """The base line of the years."""
        return self.top + BAR_HEIGHT + YEARS_HEIGHT

    def _draw_key(self) -> float:
        """Draw the key of the stages without a name in the bar; return the height of the strip."""
        if not self.marks:
            return self._years_base + 2.0 * MARGIN
        bottom = draw_stage_key(
            self.canvas,
            self.colours,
            self.lane.report.process,
            self.marks,
            top=self._years_base + KEY_GAP,
            sides=(MARGIN, WIDTH - MARGIN),
            size=TEXT_SIZE,
        )
        return bottom + 2 * MARGIN


def _letters() -> Iterator[str]:
    """Yield a, b, c and so on; after z, aa, ab and so on."""
    yield from ascii_lowercase
    yield from map("".join, product(ascii_lowercase, repeat=2))
