"""Return a timeline of one history, or of many histories, as SVG or PNG."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, overload

from ...case import Case
from ...engine import Report, check
from ...errors import quoted
from ...history import History, one_of
from ...trust_transfer import TRUST_TRANSFER
from ..diagrams import report_of
from ..svg import PRINT_FONT, WEB_FONT, png_of
from . import multiple, single
from .model import lane_of

if TYPE_CHECKING:
    from ...process import Process

__all__ = ["TIMELINE_FORMATS", "timeline"]

TIMELINE_FORMATS = ("svg", "png")


@overload
def timeline(
    histories: History | Case | Report | Iterable[History],
    format: Literal["svg"] = ...,
    *,
    align: str | None = ...,
    dark: bool = ...,
    process: Process = ...,
) -> str: ...
@overload
def timeline(
    histories: History | Case | Report | Iterable[History],
    format: Literal["png"],
    *,
    align: str | None = ...,
    dark: bool = ...,
    process: Process = ...,
) -> bytes: ...
@overload
def timeline(
    histories: History | Case | Report | Iterable[History],
    format: str,
    *,
    align: str | None = ...,
    dark: bool = ...,
    process: Process = ...,
) -> str | bytes: ...
def timeline(
    histories: History | Case | Report | Iterable[History],
    format: str = "svg",  # noqa: A002 - the usual word for it
    *,
    align: str | None = None,
    dark: bool = False,
    process: Process = TRUST_TRANSFER,
) -> str | bytes:
    """Return a timeline of one history, or a picture with the timelines of many.

    The timeline of one history runs down the page. A bar shows the stages, a disc each event, a
    vertical line the range of an inexact date, and a diamond each due day. A line joins a due day
    to the event that met it. In a picture of many histories, each history is a row.

    Args:
        histories: A history, a case, a report, or several histories.
        format: ``svg`` or ``png``.
        align: A trigger, such as ``trust_went_live``. Each history is then a row, whose time is
            counted from its first event with this trigger. Histories without such an event are
            left out.
        dark: Whether the picture is for a dark page.
        process: The process to check histories against.

    Returns:
        SVG text, the same for the same input; for ``png`` the bytes of a PNG file.

    Raises:
        InvalidValue: The format or the trigger is unknown.
        MissingExtra: For ``png``: a package of the extra `draw` is not installed.
        TypeError: `histories` is not a history, a case, a report or several histories.
    """
    chosen = one_of(format, TIMELINE_FORMATS, "timeline format")
    font = PRINT_FONT if chosen == "png" else WEB_FONT
    report = None
    if isinstance(histories, Case | Report | History):
        report = report_of(histories, process)
        process = report.process
    trigger = None if align is None else process.trigger(align)
    if report is not None and trigger is None:
        svg = single.to_svg(lane_of(report), dark=dark, font=font)
    else:
        reports = _reports(histories, process) if report is None else [report]
        lanes = [lane_of(each, due=False) for each in reports]
        rows = multiple.align(lanes, trigger)
        svg = multiple.to_svg(
            rows, process=process, trigger=trigger, total=len(lanes), dark=dark, font=font
        )
    return png_of(svg) if chosen == "png" else svg


def _reports(histories: object, process: Process) -> list[Report]:
    items: Iterable[object] = [histories]
    if isinstance(histories, Iterable) and not isinstance(histories, str):
        items = histories
    reports = []
    for history in items:
        if not isinstance(history, History):
            msg = (
                f"Cannot draw a timeline of {quoted(history)}. "
                "Expected a History, a Case, a Report, or several histories; of a dict of "
                "histories, such as from_frame returns, use .values()."
            )
            raise TypeError(msg)
        reports.append(check(history, process))
    return reports
