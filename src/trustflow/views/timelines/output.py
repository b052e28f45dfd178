"""Return a timeline of one history, or of many histories, as SVG or PNG."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from ...case import Case
from ...engine import Report
from ...errors import InvalidValue, quoted
from ...history import History, distinct_histories, is_several, one_of
from ...process import process_of
from ...trust_transfer import TRUST_TRANSFER
from ..diagrams import report_of
from ..svg import PRINT_FONT, WEB_FONT, Png, Svg, png_of
from . import multiple, one_lane, row_order, single
from .model import lane_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...process import Process

__all__ = ["TIMELINE_FORMATS", "timeline"]

TIMELINE_FORMATS = ("svg", "png")


@overload
def timeline(
    histories: History | Case | Report | Iterable[History],
    format: Literal["svg"] = ...,
    *,
    align: str | None = ...,
    brief: bool = ...,
    sort: str | None = ...,
    strip: bool = ...,
    dark: bool = ...,
    process: Process = ...,
) -> str: ...
@overload
def timeline(
    histories: History | Case | Report | Iterable[History],
    format: Literal["png"],
    *,
    align: str | None = ...,
    brief: bool = ...,
    sort: str | None = ...,
    strip: bool = ...,
    dark: bool = ...,
    process: Process = ...,
) -> bytes: ...
@overload
def timeline(
    histories: History | Case | Report | Iterable[History],
    format: str,
    *,
    align: str | None = ...,
    brief: bool = ...,
    sort: str | None = ...,
    strip: bool = ...,
    dark: bool = ...,
    process: Process = ...,
) -> str | bytes: ...
def timeline(
    histories: History | Case | Report | Iterable[History],
    format: str = "svg",  # noqa: A002 - the usual word for it
    *,
    align: str | None = None,
    brief: bool = False,
    sort: str | None = None,
    strip: bool = False,
    dark: bool = False,
    process: Process = TRUST_TRANSFER,
) -> str | bytes:
    """Return a timeline of one history, or a picture with the timelines of many.

    The timeline of one history runs down the page. A bar shows the stages, a disc each event, a
    vertical line the range of an inexact date, and a diamond each due day. A line joins a due day
    to the event that met it. An event that moved the stage has a large disc and bold words. In a
    picture of many histories, each history is a row. More than 88 rows are as low as those of
    `strip`.

    Args:
        histories: A history, a case, a report, or several histories.
        format: ``svg`` or ``png``.
        align: A trigger, such as ``trust_went_live``. Each history is then a row, whose time is
            counted from its first event with this trigger. Histories without such an event are
            left out.
        brief: Whether only the events that moved the stage are shown, without due days.
        sort: The order of the rows: ``name``, ``first-event`` (its day), ``length`` (of the
            record), or ``days-to:`` and a stage, such as ``days-to:trust_live`` (the days from the
            first event to that stage). By default rows keep the order of the histories, or with
            `align` that of the event.
        strip: Whether one history is a low bar with the names of the stages and the years, for the
            head of a page. Of several histories, the rows are low and show the stages only.
        dark: Whether the picture is for a dark page.
        process: The process to check histories against.

    Returns:
        SVG text, the same for the same input; for ``png`` the bytes of a PNG file. A notebook shows
        both as a picture.

    Raises:
        InvalidValue: The format, the trigger or the order is unknown, `histories` is not a history,
            a case, a report or several histories, a history is given twice, or the picture would be
            more than 4,000 pixels high.
        BadHistory: A history is of another process; the error names its first foreign event.
        MissingExtra: For ``png``: a package of the extra `draw` is not installed.
    """
    chosen = one_of(format, TIMELINE_FORMATS, "timeline format")
    font = PRINT_FONT if chosen == "png" else WEB_FONT
    process = process_of(process)
    report = None
    if isinstance(histories, Case | Report | History):
        report = report_of(histories, process)
        process = report.process
    trigger = None if align is None else process.trigger(align)
    order = None if sort is None else row_order.order_of(sort, process)
    if report is not None and trigger is None:
        lane = lane_of(report, due=not (brief or strip))
        if strip:
            svg = one_lane.to_svg(lane, dark=dark, font=font)
        else:
            svg = single.to_svg(lane, dark=dark, font=font, brief=brief)
    else:
        reports = _reports(histories, process) if report is None else [report]
        lanes = [lane_of(each, due=False) for each in reports]
        rows = row_order.align(lanes, trigger)
        svg = multiple.to_svg(
            rows if order is None else order.sorted(rows),
            process=process,
            trigger=trigger,
            total=len(lanes),
            dark=dark,
            font=font,
            brief=brief,
            thin=strip,
            order=order,
        )
    return Png(png_of(svg)) if chosen == "png" else Svg(svg)


def _reports(histories: object, process: Process) -> list[Report]:
    several: list[History] = []
    for history in tuple(histories) if is_several(histories) else (histories,):
        if not isinstance(history, History):
            accepted = (
                "Expected a History, a Case, a Report, or several histories, such as "
                "casebook.histories(); of a dict of histories, such as from_frame returns, use "
                ".values()."
            )
            raise InvalidValue(quoted(history), "source of a timeline", accepted)
        several.append(history)
    return [report_of(history, process) for history in distinct_histories(several)]
