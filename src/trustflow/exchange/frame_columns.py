"""Read the columns of a data frame of any library as plain values, by their position."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa
from attrs import frozen
from narwhals.exceptions import DuplicateError
from pyarrow import compute

from ..errors import BadHistory, Fault, InvalidValue, quoted
from .cells import ErrorCell
from .columns import fault_of_heading

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FrameColumns", "plain_values", "wrapped_frame"]

NO_DAY = ErrorCell("a day that Python does not have", "Expected a day of the years 1 to 9999.")
"""The cell for a day or a moment outside these years, or in a time zone that is not known."""


def wrapped_frame(frame: Any) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:
    """Return a frame of any library as a frame of narwhals.

    Raises:
        BadHistory: Two columns have the same name.
        InvalidValue: The value is not a frame of a library that narwhals supports.
    """
    try:
        wrapped: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(frame)
    except DuplicateError:
        raise _same_names(frame) from None
    except TypeError:
        accepted = (
            "Expected a data frame, such as one of pandas, polars, pyarrow or duckdb. A list of "
            "rows becomes one with pandas.DataFrame(rows)."
        )
        raise InvalidValue(quoted(frame), "data frame", accepted) from None
    return wrapped


def _same_names(frame: Any) -> BadHistory:
    """Return the error for a frame in which several columns have the same name."""
    names = getattr(frame, "column_names", None) or frame.columns
    accepted = "Expected each name once. Rename one of the columns, or drop it."
    return BadHistory(
        [
            fault_of_heading(str(name), f"{count} columns with this name", accepted)
            for name, count in Counter(names).items()
            if count > 1
        ]
    )


@frozen
class FrameColumns:
    """The columns of a data frame.

    Attributes:
        headings: The name of each column, as text.
        columns: The plain values of each column.
        index: The names of the levels of the frame's index, which is not read.
    """

    headings: tuple[str, ...]
    columns: tuple[list[object], ...]
    index: tuple[str, ...]

    @classmethod
    def of(cls, frame: Any) -> FrameColumns:
        """Return the columns of a frame, which is collected first if it is lazy.

        Raises:
            BadHistory: Two columns have the same name.
            InvalidValue: The value is not a frame of a library that narwhals supports.
        """
        wrapped = wrapped_frame(frame)
        try:
            table = wrapped.collect() if isinstance(wrapped, nw.LazyFrame) else wrapped
        except DuplicateError:
            raise _same_names(frame) from None
        columns = tuple(plain_values(table[:, place]) for place in range(len(table.columns)))
        index = getattr(getattr(frame, "index", None), "names", ())
        names = tuple(str(name) for name in index if name is not None)
        return cls(tuple(map(str, table.columns)), columns, names)

    def faults_of_index(self) -> list[Fault]:
        """Return a fault that names the columns in the index, if there are any."""
        accepted = "The index of a frame is not read. Make it columns with frame.reset_index()."
        return [Fault("index", ", ".join(self.index), accepted)] if self.index else []

    def texts(self) -> Iterator[list[str]]:
        """Yield the texts of each row; a cell of another kind is empty."""
        for row in self.rows():
            yield [value.strip() if isinstance(value, str) else "" for value in row]

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the values of each row."""
        return zip(*self.columns, strict=True)


def plain_values(column: nw.Series[Any]) -> list[object]:
    """Return the values of a column as plain Python values or as those of its library."""
    native = column.to_native()
    if not isinstance(native, pa.ChunkedArray):
        if not column.dtype.is_temporal():
            return column.to_list()
        # Other libraries fail at a day that Python does not have, some without an exception.
        native = pa.chunked_array([column.to_arrow()])
    kind = native.type
    # Without pandas, Python has no values with nanoseconds.
    if pa.types.is_timestamp(kind):
        native = compute.cast(native, pa.timestamp("us", kind.tz), safe=False)
    elif pa.types.is_time64(kind):
        native = compute.cast(native, pa.time64("us"), safe=False)
    elif pa.types.is_duration(kind):
        native = compute.cast(native, pa.duration("us"), safe=False)
    try:
        values: list[object] = native.to_pylist()
    except (OverflowError, ValueError, KeyError):
        values = [_plain_value(scalar) for scalar in native]
    return values


def _plain_value(scalar: pa.Scalar) -> object:
    try:
        return scalar.as_py()
    except (OverflowError, ValueError, KeyError):
        return NO_DAY
