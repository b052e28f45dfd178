"""What users call: a timeline of one history, or of many, in a format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

from ...case import Case
from ...engine import Report, check
from ...errors import quoted
from ...history import History, one_of
from ...trust_transfer import TRUST_TRANSFER
from ..svg import PRINT, png_of
from . import multiple, single
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
    format: str = "svg",  # noqa: A002 - as for diagram
    *,
    align: str | None = None,
    dark: bool = False,
    process: Process = TRUST_TRANSFER,
) -> str | bytes:
    """A timeline of one history, or the timelines of many on one picture.

    One history runs down the page: stages as bars, events as marks with their words, days known
    only in part as ranges, due days as ticks joined to what met them. Of many each is a row.

    Args:
        histories: A history, a case, a report, or several histories.
        format: ``svg`` or ``png``.
        align: An event, such as ``trust_went_live``: many histories are shown from the first such
            event on, and those without one are left out.
        dark: Whether it is for a dark page.
        process: The process that histories are held against.

    Returns:
        SVG text, the same for the same input; for ``png`` the bytes of a file.

    Raises:
        InvalidValue: There is no such format or trigger.
        MissingExtra: For ``png``: a package of the extra `draw` is not installed.
        TypeError: Something given is no history.
    """
    wanted = one_of(format, TIMELINE_FORMATS, "format of a timeline")
    one = _one_report(histories, process)
    if one is not None:
        process = one.process
    face = {"face": PRINT} if wanted == "png" else {}
    trigger = None if align is None else process.trigger(align)
    if one is not None and trigger is None:
        svg = single.to_svg(lane_of(one), dark=dark, **face)
    else:
        several = _histories(histories) if one is None else []
        reports = [check(history, process) for history in several] if one is None else [one]
        lanes = [lane_of(report, due=False) for report in reports]
        rows = multiple.align(lanes, trigger)
        svg = multiple.to_svg(
            rows, process=process, trigger=trigger, of=len(lanes), dark=dark, **face
        )
    return png_of(svg) if wanted == "png" else svg


def _one_report(given: object, process: Process) -> Report | None:
    if isinstance(given, Case):
        return given.report()
    if isinstance(given, History):
        return check(given, process)
    return given if isinstance(given, Report) else None


def _histories(given: Any) -> list[History]:
    found: list[Any] = list(given)
    for each in found:
        if not isinstance(each, History):
            msg = f"a timeline is drawn of histories, not {quoted(each)}"
            raise TypeError(msg)
    return found
