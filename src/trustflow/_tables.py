"""Tables of records, which convert to data frames of pyarrow, pandas and polars."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, TypeVar, overload

from attrs import evolve, field, frozen

from ._html import html_table
from .errors import from_extra, pluralised

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import SupportsIndex

__all__ = [
    "Cell",
    "Column",
    "Table",
    "boolean_column",
    "cells_of",
    "columns_within",
    "date_columns",
    "day_count_columns",
    "event_columns",
    "integer_column",
    "list_column",
    "number_column",
    "text_column",
]

T_co = TypeVar("T_co", covariant=True)
Cell = str | int | float | dt.date | None
"""The value of one cell; a boolean is an integer."""
NO_DAYS = (None, None)
MAX_SHOWN = 5
"""The most records that the printed form of a table contains; of more, it has the number."""


@frozen
class Column:
    """One column of a table.

    Args:
        name: The name of the column.
        kind: The type of its cells, which is the name of a type of pyarrow.
        value: A function that returns the cell of a record.
    """

    name: str
    kind: Literal["string", "int64", "float64", "bool_", "date32"]
    value: Callable[[Any], Cell] = field(repr=False)


class Table(tuple[T_co, ...]):
    """An immutable tuple of records that converts to a data frame.

    A table is equal to the tuple of its records, and a short one prints as that tuple. A slice of a
    table is a table; `+` gives a plain tuple. Each kind of record has its own class of tables, so
    an empty table has the columns of a full one, with the same types.
    """

    __slots__ = ()

    columns: ClassVar[tuple[Column, ...]] = ()
    """The columns of the data frame, in order."""

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> T_co: ...
    @overload
    def __getitem__(self, key: slice, /) -> Self: ...
    def __getitem__(self, key: SupportsIndex | slice, /) -> T_co | Self:
        found: Any = super().__getitem__(key)
        return type(self)(found) if isinstance(key, slice) else found

    def to_arrow(self) -> Any:
        """Return the records as a table of pyarrow, one row a record.

        Raises:
            MissingExtra: pyarrow is not installed.
        """
        with from_extra("frames"):
            import pyarrow as pa
        rows = [cells_of(self.columns, record) for record in self]
        schema = pa.schema([(column.name, getattr(pa, column.kind)()) for column in self.columns])
        data = {column.name: [row[i] for row in rows] for i, column in enumerate(self.columns)}
        return pa.Table.from_pydict(data, schema=schema)

    def to_pandas(self) -> Any:
        """Return the records as a pandas data frame, one row a record.

        Dates are midnights, because pandas has no type for dates. Integers and booleans are of the
        types that can be missing, ``Int64`` and ``boolean``, even if none is missing.

        Raises:
            MissingExtra: pandas or pyarrow is not installed.
        """
        with from_extra(None):
            pandas = importlib.import_module("pandas")
        table = self.to_arrow()
        types = {"int64": pandas.Int64Dtype(), "bool": pandas.BooleanDtype()}
        return table.to_pandas(date_as_object=False, types_mapper=lambda kind: types.get(str(kind)))

    def to_polars(self) -> Any:
        """Return the records as a polars data frame, one row a record.

        Raises:
            MissingExtra: polars or pyarrow is not installed.
        """
        with from_extra(None):
            polars = importlib.import_module("polars")
        return polars.from_arrow(self.to_arrow())

    def __repr__(self) -> str:
        if len(self) <= MAX_SHOWN:
            return super().__repr__()
        return f"<{type(self).__name__}: {pluralised(len(self), 'row')}>"

    def _repr_html_(self) -> str:
        rows = [cells_of(self.columns, record) for record in self]
        filled = [i for i, _ in enumerate(self.columns) if any(row[i] is not None for row in rows)]
        shown = [["" if row[i] is None else row[i] for i in filled] for row in rows]
        headings = [self.columns[i].name for i in filled]
        return html_table(pluralised(len(self), "row"), headings, shown)


def cells_of(columns: Iterable[Column], record: object) -> tuple[Cell, ...]:
    """Return the cells of a record in some columns."""
    return tuple(column.value(record) for column in columns)


def columns_within(get: Callable[[Any], Any], columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return columns of a part of a record.

    Args:
        get: A function that returns the part, whose columns these are.
        columns: The columns of the part.
    """
    return tuple(evolve(column, value=_after(get, column.value)) for column in columns)


def text_column(name: str, get: Callable[[Any], Any] | None = None) -> Column:
    """Return a column of texts.

    Args:
        name: The name of the column.
        get: A function that returns the value of a record, which is converted to a text unless it
            is None; by default, the attribute of the same name.
    """
    return Column(name, "string", _after(get or attrgetter(name), _text))


def list_column(name: str, get: Callable[[Any], Iterable[object]] | None = None) -> Column:
    """Return a column of texts, each of which joins several values with semicolons.

    Args:
        name: The name of the column.
        get: As for `text_column`; its values are joined, and no value gives an empty cell.
    """
    return Column(
        name,
        "string",
        _after(get or attrgetter(name), lambda values: "; ".join(map(str, values)) or None),
    )


def integer_column(name: str, get: Callable[[Any], int | None] | None = None) -> Column:
    """Return a column of integers, with the arguments of `text_column`."""
    return Column(name, "int64", get or attrgetter(name))


def number_column(name: str, get: Callable[[Any], float | None] | None = None) -> Column:
    """Return a column of numbers with decimals, with the arguments of `text_column`."""
    return Column(name, "float64", get or attrgetter(name))


def boolean_column(name: str, get: Callable[[Any], bool | None] | None = None) -> Column:
    """Return a column of booleans, with the arguments of `text_column`."""
    return Column(name, "bool_", get or attrgetter(name))


def date_columns(
    name: str, get: Callable[[Any], Any] | None = None
) -> tuple[Column, Column, Column]:
    """Return the columns of a date: its EDTF text, and its earliest and latest day.

    The date is a `PartialDate` or None. A side without a bound has no day. The arguments are those
    of `text_column`.
    """
    get = get or attrgetter(name)
    return (
        text_column(name, get),
        Column(f"{name}_earliest", "date32", _after(get, _earliest)),
        Column(f"{name}_latest", "date32", _after(get, _latest)),
    )


def event_columns(name: str) -> tuple[Column, Column]:
    """Return the columns of the trigger and the date of the event in an attribute."""
    return (
        text_column(f"{name}_trigger", _part_of(name, "trigger")),
        text_column(f"{name}_on", _part_of(name, "on")),
    )


def day_count_columns(name: str) -> tuple[Column, Column]:
    """Return the columns of the least and the most days in an attribute."""
    get = attrgetter(name)
    return (
        integer_column(f"{name}_at_least", lambda record: (get(record) or NO_DAYS)[0]),
        integer_column(f"{name}_at_most", lambda record: (get(record) or NO_DAYS)[1]),
    )


def _part_of(name: str, part: str) -> Callable[[Any], Any]:
    """Return a function for a part of an attribute; None if the attribute is None."""
    return lambda record: getattr(getattr(record, name), part, None)


def _after(get: Callable[[Any], Any], convert: Callable[[Any], Cell]) -> Callable[[Any], Cell]:
    """Return a function that converts what another function returns."""
    return lambda record: convert(get(record))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _earliest(date: Any) -> dt.date | None:
    if date is None or date.is_open_start:
        return None
    return dt.date.fromordinal(date.first)


def _latest(date: Any) -> dt.date | None:
    if date is None or date.is_open_end:
        return None
    return dt.date.fromordinal(date.last)
