"""Return a chart of many histories as SVG or PNG, or its numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, overload

from ...cohorts import judgements_by_year, last_stages
from ...engine import capital
from ...errors import pluralised
from ...history import one_of
from ..svg import PRINT_FONT, WEB_FONT, Png, Svg, png_of
from . import judgements, stages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..._tables import Table
    from ...cohorts import RecordCount
    from ...dates import DateLike, PartialDate
    from ...history import History

__all__ = ["CHARTS", "CHART_FORMATS", "ChartTable", "chart", "chart_counts", "chart_table"]

CHARTS = ("judgements", "stages")
CHART_FORMATS = ("svg", "png")
JUDGEMENTS_TITLE = "Latest judgement on record at the end of each year"
STAGES_TITLE = "Last stage on record"
LOW_CONFIDENCE = "A value of low confidence rests on what no source states."
JUDGEMENTS_NOTE = (
    "An inspection without an overall judgement counts as the worst grade of its areas. "
    f"{LOW_CONFIDENCE}"
)
STAGES_NOTE = (
    "A record can lack events: a council without an intervention on record may have had one. "
    f"{LOW_CONFIDENCE}"
)


class ChartTable(NamedTuple):
    """The numbers of a chart as a table for people."""

    headings: list[str]
    rows: list[list[str]]


@overload
def chart(
    histories: Iterable[History],
    kind: str,
    format: Literal["svg"] = ...,
    *,
    as_of: DateLike,
    dark: bool = ...,
) -> str: ...
@overload
def chart(
    histories: Iterable[History],
    kind: str,
    format: Literal["png"],
    *,
    as_of: DateLike,
    dark: bool = ...,
) -> bytes: ...
@overload
def chart(
    histories: Iterable[History],
    kind: str,
    format: str,
    *,
    as_of: DateLike,
    dark: bool = ...,
) -> str | bytes: ...
def chart(
    histories: Iterable[History],
    kind: str,
    format: str = "svg",  # noqa: A002 - the usual word for it
    *,
    as_of: DateLike,
    dark: bool = False,
) -> str | bytes:
    """Return a chart of many histories: their judgements by year, or their last stages.

    Args:
        histories: The histories of the trust transfer.
        kind: ``judgements`` for the latest judgements at the end of each year, or ``stages`` for
            the last stages on record.
        format: ``svg`` or ``png``.
        as_of: The last day.
        dark: Whether the picture is for a dark page.

    Returns:
        SVG text, the same for the same input; for ``png`` the bytes of a PNG file. A notebook shows
        both as a picture.

    Raises:
        InvalidValue: The kind or the format is unknown.
        BadDate: `as_of` is not one exact day.
        BadHistory: A history is of another process; the error names its first foreign event.
        MissingExtra: For ``png``: a package of the extra `draw` is not installed.
    """
    chosen = one_of(format, CHART_FORMATS, "chart format")
    counts = chart_counts(histories, kind, as_of=as_of)
    font = PRINT_FONT if chosen == "png" else WEB_FONT
    councils = _councils(counts)
    if kind == "judgements":
        subtitle = f"{councils}. {JUDGEMENTS_NOTE}"
        columns = judgements.columns_of(counts)
        svg = judgements.to_svg(columns, JUDGEMENTS_TITLE, subtitle, dark=dark, font=font)
    else:
        svg = stages.to_svg(
            counts, STAGES_TITLE, f"{councils}. {STAGES_NOTE}", dark=dark, font=font
        )
    return Png(png_of(svg)) if chosen == "png" else Svg(svg)


def chart_counts(histories: Iterable[History], kind: str, *, as_of: DateLike) -> Table[RecordCount]:
    """Return the numbers that a chart shows; the arguments are those of `chart`."""
    if one_of(kind, CHARTS, "chart") == "judgements":
        return judgements_by_year(histories, as_of)
    return last_stages(histories, as_of)


def chart_table(histories: Iterable[History], kind: str, *, as_of: DateLike) -> ChartTable:
    """Return the numbers of a chart as a table for people; the arguments are those of `chart`."""
    counts = chart_counts(histories, kind, as_of=as_of)
    if kind == "judgements":
        columns = judgements.columns_of(counts)
        rows = [
            [column.on.words, *(str(number) for number in column.parts.values())]
            for column in columns
        ]
        return ChartTable(["Day", *map(capital, columns[-1].parts)], rows)
    rows = [
        [stages.label_of(count), str(count.authorities), str(count.low_confidence)]
        for count in counts
    ]
    return ChartTable(["Last stage on record", "Councils", "Of low confidence"], rows)


def _councils(counts: Sequence[RecordCount]) -> str:
    """Return the number of councils on the last day, and the day."""
    day: PartialDate = counts[-1].on
    on_day = (count for count in counts if count.on == day)
    number = sum(count.authorities + count.low_confidence for count in on_day)
    return f"{pluralised(number, 'council')} on {day.words}"
