"""How a file or a frame of histories is read: options that all readers share."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from ..errors import Fault
from .authority_names import AuthorityNames
from .limits import DEFAULT_LIMITS, Limits

__all__ = ["DEFAULT_OPTIONS", "ReadOptions"]


@frozen(kw_only=True)
class ReadOptions:
    """How a file or a frame of histories is read.

    Args:
        file_format: ``json``, ``csv`` or ``workbook``. By default, the ending of the file's name
            decides. The first bytes decide for an open file, and for a name without an ending, such
            as ``/dev/stdin``.
        sheet: The sheet of a workbook to read. By default, every sheet with the headings of a table
            of events is read.
        columns: A mapping from headings of a table to trustflow's names of the columns; ``-``
            leaves a column out. The heading ``*`` means every column that is not known.
        names: The name of each authority by its other spellings and codes, as a mapping or as
            `AuthorityNames`.
        day_first: Whether 6/10/2016 in a table is 6 October. By default, such a date is refused.
        limits: The limits of what is read.
        on_fault: A function that receives each fault of a table. The rows without a fault are then
            kept. Without it, any fault is an error.
        on_skipped_sheet: A function that receives the name of each sheet of a workbook that is not
            read.
    """

    file_format: str | None = None
    sheet: str | None = None
    columns: Mapping[str, str] | None = None
    names: Mapping[str, str] | AuthorityNames | None = None
    day_first: bool = False
    limits: Limits = DEFAULT_LIMITS
    on_fault: Callable[[Fault], None] | None = None
    on_skipped_sheet: Callable[[str], None] | None = None


DEFAULT_OPTIONS = ReadOptions()
