"""The check of a whole frame: one call on the frame a user already has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import from_extra
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from ..process import Process

__all__ = ["check_frame"]


def check_frame(frame: Any, process: Process = TRUST_TRANSFER, *, summary: bool = False) -> Any:
    """The findings of `check` on every case of a log, as a frame of the same kind, a row a finding.

    The log has a row an event, in order within a case, and the columns ``case``, ``event`` (the
    trigger) and ``on`` (EDTF text, or dates), or ``earliest`` and ``latest`` in place of ``on``.
    The columns ``inspected``, ``received_on`` and ``framework``, or those that the rules of
    another process ask for, are read where they are there. The rows of a case need not stand
    together. Judgement words and deadlines are not carried by a frame.

    The findings have the columns ``case``, ``position`` (the row's place within its case, from 0),
    ``code``, ``rule``, ``strength`` and ``certain``, case by case. They are those of `check` on
    the histories that the rows tell. Besides, a row that cannot be read is a finding, and passed
    over: ``bad_date``, ``bad_field``, or ``no_case`` for one without a case.

    Args:
        frame: A polars, pandas or pyarrow frame, a duckdb relation, or another that narwhals reads.
        process: The process; the trust transfer when left out.
        summary: Whether to give a row a case in place of the findings: ``case``, ``events``,
            ``stage`` (after the last event), ``findings`` and ``certain`` (how many), and
            ``worst``, the strength of the gravest certain one.

    Raises:
        InvalidValue: The frame lacks a column that is needed.
        MissingExtra: What the extra ``bulk`` installs is not there.
        TypeError: It is no frame.
    """
    with from_extra("bulk"):
        from .findings import checked
        from .frame_adapter import Native
    source = Native.of(frame, process)
    found = checked(source.column, source.names, process)
    return source.handed_back(found.summary() if summary else found.table())
