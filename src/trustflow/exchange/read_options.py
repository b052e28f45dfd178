"""How a file or a frame of histories is read: options that all readers share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import optional as unless_none

from ..dates import ExplainedCalls
from ..errors import Fault, InvalidValue, quoted
from ..history import one_of, text_of, texts_by_name, yes_or_no
from .authority_names import AuthorityNames, names_of
from .formats import READ_FORMATS
from .limits import DEFAULT_LIMITS, Limits, limits_of

if TYPE_CHECKING:
    from attrs import Attribute

__all__ = [
    "DEFAULT_OPTIONS",
    "ReadOptions",
    "options_of",
]


def _file_format(value: str) -> str:
    return one_of(value, READ_FORMATS, "file format")


def _sheet(value: str) -> str:
    return text_of(value, "name of a sheet", "'Sheet1'")


def _columns(value: Mapping[str, str]) -> Mapping[str, str]:
    return texts_by_name(value, "columns", "{'Date of event': 'on'}")


def _function(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if not callable(value):
        accepted = f"Expected a function of one argument, such as {attribute.name}=print."
        raise InvalidValue(quoted(value), attribute.name, accepted)


@frozen(kw_only=True)
class ReadOptions(metaclass=ExplainedCalls):
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
        newest_first: Whether the rows of each case in a table run from the newest event to the
            oldest. They are then read in the other order.
        limits: The limits of what is read.
        on_fault: A function that receives each fault of a table. The rows without a fault are then
            kept. Without it, any fault is an error.
        on_skipped_sheet: A function that receives the name of each sheet of a workbook that is not
            read.
        on_entries: A function that receives the number of entries in a file that a ledger wrote, as
            `Ledger.remove` does. The histories in it are then read, and the entries are not: who
            recorded what, when and why. Without it, such a file is an error.
    """

    file_format: str | None = field(default=None, converter=optional(_file_format))
    sheet: str | None = field(default=None, converter=optional(_sheet))
    columns: Mapping[str, str] | None = field(default=None, converter=optional(_columns))
    names: Mapping[str, str] | AuthorityNames | None = field(
        default=None, converter=optional(names_of)
    )
    day_first: bool = field(default=False, validator=yes_or_no)
    newest_first: bool = field(default=False, validator=yes_or_no)
    limits: Limits = field(default=DEFAULT_LIMITS, converter=limits_of)
    on_fault: Callable[[Fault], None] | None = field(default=None, validator=unless_none(_function))
    on_skipped_sheet: Callable[[str], None] | None = field(
        default=None, validator=unless_none(_function)
    )
    on_entries: Callable[[int], None] | None = field(default=None, validator=unless_none(_function))


DEFAULT_OPTIONS = ReadOptions()


def options_of(value: object) -> ReadOptions:
    """Return a value that must be `ReadOptions`.

    Raises:
        InvalidValue: It is something else.
    """
    if isinstance(value, ReadOptions):
        return value
    accepted = "Expected ReadOptions, such as ReadOptions(day_first=True)."
    raise InvalidValue(quoted(value), "options", accepted)
