"""Replace the texts of columns by short numbers while rows are kept on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyarrow import compute

from .arrays import NONE
from .arrow_arrays import array_of, numbers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .arrays import Ints

__all__ = ["TextCodes"]

MOST_TEXTS = 60_000
"""A column with more different texts is kept as it is. The numbers must fit in two bytes."""


class TextCodes:
    """The different texts of each column that is a dictionary in Arrow.

    Args:
        schema: The columns.
    """

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._texts: dict[str, pa.Array] = {
            field.name: pa.nulls(0, field.type.value_type)
            for field in schema
            if pa.types.is_dictionary(field.type)
        }
        self._has_too_many: set[str] = set()

    def encode(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return a batch with numbers in place of texts, save in columns with too many texts."""
        columns = [
            self._encoded(name, column) if name in self._texts else column
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
        ]
        return pa.RecordBatch.from_arrays(columns, batch.schema.names)

    def decode(self, batches: Sequence[pa.RecordBatch]) -> pa.Table:
        """Return batches of `encode` as one table with texts."""
        columns = [
            pa.chunked_array(
                [self._decoded(field.name, batch.column(place)) for batch in batches],
                self._type(field),
            )
            for place, field in enumerate(self._schema)
        ]
        return pa.Table.from_arrays(columns, self._schema.names)

    def _encoded(self, name: str, column: pa.DictionaryArray) -> pa.Array:
        texts = self._texts[name]
        if name not in self._has_too_many:
            code_of = _places(column.dictionary, texts)
            is_new = code_of < 0
            if is_new.any():
                new = column.dictionary.filter(array_of(is_new)).unique()
                if len(texts) + len(new) > MOST_TEXTS:
                    self._has_too_many.add(name)
                    return column.dictionary_decode()
                texts = self._texts[name] = pa.concat_arrays([texts, new])
                code_of = _places(column.dictionary, texts)
            codes = array_of(code_of.astype(np.uint16))
            return codes.take(column.indices)
        return column.dictionary_decode()

    def _decoded(self, name: str, column: pa.Array) -> pa.Array:
        if name not in self._texts or not pa.types.is_integer(column.type):
            return column
        coded = pa.DictionaryArray.from_arrays(column, self._texts[name])
        return coded.dictionary_decode() if name in self._has_too_many else coded

    def _type(self, field: pa.Field) -> Any:
        if field.name not in self._texts:
            return field.type
        texts = field.type.value_type
        return texts if field.name in self._has_too_many else pa.dictionary(pa.uint16(), texts)


def _places(wanted: pa.Array, texts: pa.Array) -> Ints:
    """Return the place of each text among others; `NONE` if it is not one of them."""
    places = compute.call_function("index_in", [wanted], compute.SetLookupOptions(texts))
    return numbers_of(places, NONE)
