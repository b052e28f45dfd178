"""Check the event log in a data frame in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import from_extra
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from ..process import Process

__all__ = ["check_frame"]


def check_frame(frame: Any, process: Process = TRUST_TRANSFER, *, summary: bool = False) -> Any:
    """Return the findings of `check` on every case of an event log.

    The result is a frame of the same kind as the log, with a row for each finding.

    Each row of the log is an event. The required columns are ``case``, ``event`` (the trigger) and
    ``on`` (EDTF texts, or dates); the columns ``earliest`` and ``latest`` may replace ``on``. The
    columns ``framework``, ``inspected``, ``kind``, ``plan_asked``, ``principal_authority``,
    ``received_on`` and ``responds_to``, or those that the rules of another process need, are read
    if the log has them, and so are other fields of events, such as ``trust``. The rows of a case
    must be in the order of its events; rows of different cases may be mixed.

    A column is refused if it can change the findings in a way that only `check` works out, such as
    ``judgement``, ``names`` or ``into``; use `from_frame` and `check` instead.

    The columns of the result are ``case``, ``position`` (the number of the row within its case,
    from 0), ``code``, ``rule``, ``strength`` and ``certain``. The findings are those that `check`
    gives on the history of each case. A row that cannot be read is also a finding, with the code
    ``bad_date``, ``bad_field`` or, for a row without a case, ``no_case``; the other rows of its
    case are checked as if it were absent.

    Args:
        frame: A polars, pandas or pyarrow frame, a duckdb relation, or another that narwhals reads.
        process: The process; the trust transfer by default.
        summary: Whether to return a row for each case instead of each finding. Its columns are
            ``case``, ``events`` (their number), ``stage`` (after the last event), ``findings``
            (their number), ``certain`` (the number of certain findings) and ``worst`` (the
            strength of the gravest certain finding).

    Raises:
        InvalidValue: The frame lacks a required column or has a column that is refused, or events
            of the process set deadlines or abolish the authority without any other field.
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
