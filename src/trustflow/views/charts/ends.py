"""Draw what became of the cases that started in a stage, and how soon: as shares, or one by one."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Literal, overload

from ...cohorts import Outcomes
from ...errors import InvalidValue, pluralised, quoted
from ...history import one_of
from ...process import Colour
from ...trust_transfer import TRUST_TRANSFER
from ..svg import PRINT_FONT, WEB_FONT, Png, Svg, png_of, stage_colours
from . import case_lines, curves
from .case_lines import CaseLine
from .curves import Curve, Step
from .output import CHART_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...cohorts import FollowedCase, IncidencePoint

__all__ = ["outcome_chart"]

STILL_THERE = "none on record"
"""What the picture says of a case that has not ended."""
CURVES_NOTE = (
    "The line is the estimated share that had ended so. The light band is a 90% band at each day, "
    "for each end by itself: how far the share could be by chance if these were a random draw, "
    "with what inexact dates and doubtful cases allow (the darker area). It does not cover cases "
    "that nobody found, and it does not forecast a case."
)
LINES_NOTE = (
    "Each line is one of them, from its start to its end; an open circle is the end of its record. "
    "They are too few for a share."
)
RANGE_NOTE = "A thick pale line covers the days on which it can have ended."


@overload
def outcome_chart(found: Outcomes, format: Literal["svg"] = ..., *, dark: bool = ...) -> str: ...
@overload
def outcome_chart(found: Outcomes, format: Literal["png"], *, dark: bool = ...) -> bytes: ...
@overload
def outcome_chart(found: Outcomes, format: str, *, dark: bool = ...) -> str | bytes: ...
def outcome_chart(
    found: Outcomes,
    format: str = "svg",  # noqa: A002 - the usual word for it
    *,
    dark: bool = False,
) -> str | bytes:
    """Return a picture of what became of the cases that started in a stage, and how soon.

    Each end has a curve of the share of cases that ended so, with its band and the numbers that are
    followed below. Fewer than ten cases are drawn one by one.

    Args:
        found: The outcomes; see `trustflow.outcomes`.
        format: ``svg`` or ``png``.
        dark: Whether the picture is for a dark page.

    Returns:
        SVG text, the same for the same input; for ``png`` the bytes of a PNG file. A notebook shows
        both as a picture.

    Raises:
        InvalidValue: The format is unknown, or what is given are no outcomes.
        MissingExtra: For ``png``: a package of the extra `draw` is not installed.
    """
    if not isinstance(found, Outcomes):
        accepted = "Expected what trustflow.outcomes returns, such as outcomes(histories, stage)."
        raise InvalidValue(quoted(found), "source of a chart", accepted)
    chosen = one_of(format, CHART_FORMATS, "chart format")
    font = PRINT_FONT if chosen == "png" else WEB_FONT
    title = f'What became of those that entered "{found.process.stages[found.stage].label}"'
    counted = f"{_counted(found)} on record."
    if not found.has_curves:
        lines = [*_lines(found)]
        is_exact = all(line.at_most in {None, line.at_least} for line in lines)
        notes = [LINES_NOTE] if is_exact else [LINES_NOTE, RANGE_NOTE]
        subtitle = " ".join([counted, *notes]) if lines else counted
        svg = case_lines.to_svg(lines, title, subtitle, dark=dark, font=font)
    else:
        texts = (title, f"{counted} {CURVES_NOTE}")
        tables = {end: found.incidence(end) for end in found.ends}
        points = next(iter(tables.values()))
        svg = curves.to_svg(
            [_curve(found, end, table) for end, table in tables.items()],
            points[-1].day,
            lambda day: _followed(points, day),
            texts,
            dark=dark,
            font=font,
        )
    return Png(png_of(svg)) if chosen == "png" else Svg(svg)


def _counted(found: Outcomes) -> str:
    """Return the number of cases, and of councils where it differs or is the same."""
    number = len(found.cases)
    councils = len({case.authority for case in found.cases})
    if found.process is not TRUST_TRANSFER:
        return pluralised(number, "case")
    if councils == number:
        return pluralised(number, "council")
    return f"{pluralised(number, 'case')} of {pluralised(councils, 'council')}"


def _curve(found: Outcomes, end: str, points: Iterable[IncidencePoint]) -> Curve:
    number = sum(case.end == end for case in found.cases)
    return Curve(
        found.end_labels[end],
        f"{number} of {_counted(found).split(' of ')[0]} so far",
        _colours(found)[end],
        tuple(_steps(points)),
    )


def _steps(points: Iterable[IncidencePoint]) -> Iterator[Step]:
    """Yield the points at which something that the curve shows changes."""
    last: tuple[float, ...] = ()
    for each in points:
        low, high = each.low or 0.0, each.high or 0.0
        shown = (each.share, each.share_at_least, each.share_at_most, low, high)
        if shown != last:
            yield Step(each.day, *shown)
        last = shown


def _followed(points: tuple[IncidencePoint, ...], day: int) -> int:
    """Return the number of cases at risk on a day."""
    place = bisect_left(points, day, key=lambda point: point.day)
    return points[place].at_risk if place < len(points) else 0


def _lines(found: Outcomes) -> Iterator[CaseLine]:
    colours = _colours(found)
    for case in found.cases:
        end = STILL_THERE if case.end is None else found.end_labels[case.end]
        colour = Colour.GREY if case.end is None else colours[case.end]
        yield CaseLine(case.authority, *_days(case), end, colour)


def _days(case: FollowedCase) -> tuple[int, int | None]:
    """Return the days of a case; the most is None if it has not ended or has no upper bound."""
    least, most = case.days
    return least, None if case.end is None else most


def _colours(found: Outcomes) -> dict[str, Colour]:
    """Return the colour of each end: that of its stage, or the next of a list."""
    of_stage = stage_colours(found.process)
    others = [colour for colour in Colour if colour is not Colour.GREY]
    return {
        end: of_stage.get(end, others[place % len(others)]) for place, end in enumerate(found.ends)
    }
