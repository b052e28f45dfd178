"""Check a whole frame in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import from_extra
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from ..process import Process

__all__ = ["check_frame"]


def check_frame(frame: Any, process: Process = TRUST_TRANSFER, *, summary: bool = False) -> Any:
    """Return the findings of `check` on every case of an event log.

    The result is a frame of the same kind with a row for each finding.

    A row of the log is an event. Its columns are ``case``, ``event`` (the trigger) and ``on``
    (EDTF text, or dates); ``earliest`` and ``latest`` may replace ``on``. The columns
    ``inspected``, ``received_on`` and ``framework``, or those that the rules of another process
    need, are read if the log has them. The events of a case are in order, but rows of several
    cases may be mixed. A frame cannot carry judgement words and deadlines.

    The columns of the result are ``case``, ``position`` (the row's place in its case, from 0),
    ``code``, ``rule``, ``strength`` and ``certain``. The findings are those of `check` on the
    histories of the log, case by case. A row that cannot be read is a finding too, and the rest
    of its case is checked without it: ``bad_date``, ``bad_field``, or ``no_case`` for a row
    without a case.

    Args:
        frame: A polars, pandas or pyarrow frame, a duckdb relation, or another that narwhals reads.
        process: The process; the trust transfer when left out.
        summary: Whether to return a row for each case instead: ``case``, ``events``, ``stage``
            (after the last event), ``findings`` and ``certain`` (how many of each), and ``worst``
            (the strength of the gravest certain finding).

    Raises:
        InvalidValue: The frame lacks a required column.
        MissingExtra: A package of the extra ``bulk`` is not installed.
        TypeError: The value is not a frame that narwhals reads.
    """
    with from_extra("bulk"):
        from .event_log import read_event_log
        from .findings import check_log
        from .frame_adapter import FrameAdapter
    adapter = FrameAdapter.wrap(frame, process)
    checked = check_log(read_event_log(adapter.column, adapter.names, process), process)
    return adapter.to_native(checked.summary_table() if summary else checked.findings_table())
