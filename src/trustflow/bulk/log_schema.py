"""Bring the columns of several files to the same types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..errors import BadHistory, Fault, quoted
from .arrow_arrays import decoded, type_without_views
from .texts import is_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["KEYS", "common_schema", "fitted"]

KEYS = {"case", "authority"}
"""The columns with so many different texts that a dictionary of them would be large."""
DICTIONARY = pa.dictionary(pa.int32(), pa.string())


def common_schema(files: Iterable[tuple[str, Sequence[tuple[str, pa.DataType]]]]) -> pa.Schema:
    """Return the columns that any of some files has, with types to which all values are brought.

    Args:
        files: The name of each file, and the names and types of its columns.

    Raises:
        BadHistory: The types of a column in two files cannot be brought together.
    """
    kinds: dict[str, tuple[pa.DataType, str]] = {}
    faults: list[Fault] = []
    for file, columns in files:
        for name, kind in columns:
            known = _kind(name, kind)
            if name not in kinds or pa.types.is_null(kinds[name][0]):
                kinds[name] = known, file
                continue
            other, other_file = kinds[name]
            common = _common(name, known, other)
            if common is None:
                found = f"the type {kind} in {file}, and {other} in {other_file}"
                accepted = "Expected a column with the same type in all files."
                faults.append(Fault(f"column {quoted(name)}", found, accepted))
            else:
                kinds[name] = common, other_file
    if faults:
        raise BadHistory(faults, where="the files of the log")
    return pa.schema([(name, kind) for name, (kind, _) in kinds.items()])


def _kind(name: str, kind: pa.DataType) -> pa.DataType:
    """Return the type that the values of a column have while a log is read."""
    texts = kind.value_type if pa.types.is_dictionary(kind) else kind
    if is_text(texts):
        return _text_kind(name)
    return type_without_views(texts)


def _text_kind(name: str) -> pa.DataType:
    return pa.large_string() if name in KEYS else DICTIONARY


def _common(name: str, one: pa.DataType, other: pa.DataType) -> pa.DataType | None:
    """Return the type to which the values of two types are brought, or None."""
    if one == other or pa.types.is_null(one):
        return other
    if pa.types.is_integer(one) and pa.types.is_integer(other):
        return pa.int64()
    if all(kind == _text_kind(name) or _has_same_text(kind) for kind in (one, other)):
        return _text_kind(name)
    return None


def _has_same_text(kind: pa.DataType) -> bool:
    """Return whether Arrow writes the values of a type as `cell_text` does."""
    return bool(pa.types.is_integer(kind) or pa.types.is_date(kind))


def fitted(column: Any, kind: pa.DataType) -> pa.Array:
    """Return a column with the type of `common_schema`."""
    given = column.type
    if pa.types.is_dictionary(given):
        # A missing value in the dictionary itself would be taken for a text.
        if pa.types.is_dictionary(kind) and not column.dictionary.null_count:
            texts = column.dictionary.cast(kind.value_type)
            return pa.DictionaryArray.from_arrays(column.indices.cast(pa.int32()), texts)
        column = decoded(column)
    if pa.types.is_dictionary(kind):
        return column.cast(kind.value_type).dictionary_encode()
    return column.cast(kind)
