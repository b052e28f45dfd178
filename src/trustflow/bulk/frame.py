"""Check the event log in a data frame in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from ..errors import from_extra
from ..exchange import Limits, ReadOptions
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..exchange import AuthorityNames
    from ..process import Process

__all__ = ["check_frame"]


def check_frame(
    frame: Any,
    process: Process = TRUST_TRANSFER,
    *,
    columns: Mapping[str, str] | None = None,
    names: Mapping[str, str] | AuthorityNames | None = None,
    day_first: bool = False,
    limits: Limits | None = None,
    summary: bool = False,
) -> Any:
    """Return the findings of `check` on every case of an event log.

    The result is a frame of the same kind as the log, with a row for each finding.

    Each row of the log is an event. The columns are those that `from_frame` reads, with the same
    headings, and the values of their cells can be of the same types. The rows of a case must be in
    the order of its events; rows of different cases may be mixed.

    The columns of the result are ``case``, ``position`` (of the event in its case, from 0),
    ``code``, ``rule``, ``strength``, ``certain`` and ``row`` (the number of the row in the log,
    from 0). The findings are those that `check` gives on the histories that `from_frame` returns.
    A row that cannot be read is also a finding, with the code ``bad_date``, ``bad_field`` or, for a
    row without a case, ``no_case``; the other rows of its case are checked as if it were absent.

    The kernel checks an event in less than a microsecond. A case is checked by `check`, which takes
    some hundred times as long, if one of its rows has a value that changes findings in a way that
    only `check` works out, such as a judgement, the names of commissioners, details, or the stage
    in which the history begins.

    Args:
        frame: A polars, pandas or pyarrow frame, a duckdb relation, or another that narwhals reads.
        process: The process; the trust transfer by default.
        columns: A mapping from columns of the frame to trustflow's names of the columns; ``-``
            leaves a column out. The name ``*`` means every column that is not known.
        names: The name of each authority by its other spellings and codes, as a mapping or as
            `AuthorityNames`.
        day_first: Whether 6/10/2016 is 6 October. By default, such a date cannot be read.
        limits: The limits of what is read.
        summary: Whether to return a row for each case instead of each finding. Its columns are
            ``case``, ``events`` (their number), ``stage`` (after the last event), ``findings``
            (their number), ``certain`` (the number of certain findings) and ``worst`` (the
            strength of the gravest certain finding).

    Raises:
        BadHistory: A column is unknown, occurs twice, or is missing; the error lists all of them.
        MissingExtra: A package of the extra ``bulk`` is not installed.
        InvalidValue: The value is not a frame that narwhals reads.
    """
    with from_extra("bulk"):
        from .event_log import read_event_log
        from .findings import check_log
        from .frame_adapter import FrameAdapter
        from .notes import kept_rows
    given = ReadOptions(
        columns=columns,
        names=names,
        day_first=day_first,
        limits=Limits() if limits is None else limits,
    )
    adapter = FrameAdapter.wrap(frame, process, given.columns)
    options = evolve(given, columns=None)  # the adapter has the names of trustflow
    log = read_event_log(adapter.column, adapter.names, process, options)
    kept = None
    if log.can_have_notes:
        kept = kept_rows(log.single_cases.reader)
        adapter = adapter.take(kept)
        log = read_event_log(adapter.column, adapter.names, process, options)
    checked = check_log(log, process)
    return adapter.to_native(checked.summary_table() if summary else checked.findings_table(kept))
