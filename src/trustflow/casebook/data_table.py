"""A table of a data package: its columns with their meanings, as CSV and as a Table Schema."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from .._frozen_map import FrozenMap
from ..exchange import csv_cell

__all__ = ["DataTable", "TableField"]


@frozen
class TableField:
    """A column of a table.

    Args:
        name: The heading of the column.
        description: What the column contains.
        value: Returns the cell of a record.
        kind: The type in the Table Schema: ``string``, ``integer`` or ``date``.
        constraints: The constraints in the Table Schema.
    """

    name: str
    description: str
    value: Callable[[Any], str | int | dt.date | None]
    kind: str = field(default="string", kw_only=True)
    constraints: Mapping[str, Any] = field(default=FrozenMap(), kw_only=True)

    def schema(self) -> dict[str, Any]:
        """Return the column as a field of a Table Schema."""
        schema: dict[str, Any] = {"name": self.name, "type": self.kind}
        schema["description"] = self.description
        if self.constraints:
            schema["constraints"] = dict(self.constraints)
        return schema


@frozen(kw_only=True)
class DataTable:
    """A table of a data package.

    Args:
        name: The name of the table, and of its file without the suffix.
        title: The title.
        description: What a row is.
        fields: The columns.
        records: The records, one for each row.
        primary_key: The columns that together identify a row.
        foreign_keys: For each column that names a row of another table, or of this one: the name of
            the table, and its column.
    """

    name: str
    title: str
    description: str
    fields: tuple[TableField, ...]
    records: tuple[object, ...]
    primary_key: tuple[str, ...]
    foreign_keys: Mapping[str, tuple[str, str]]

    @property
    def path(self) -> str:
        """The name of the file."""
        return f"{self.name}.csv"

    def csv(self) -> str:
        """Return the table as CSV (RFC 4180); a missing value is an empty cell."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(column.name for column in self.fields)
        for record in self.records:
            writer.writerow(_cell(column.value(record)) for column in self.fields)
        return text.getvalue()

    def schema(self) -> dict[str, Any]:
        """Return the Table Schema of the Frictionless standard."""
        return {
            "fields": [column.schema() for column in self.fields],
            "primaryKey": list(self.primary_key),
            "foreignKeys": [
                {"fields": [column], "reference": self._reference(table, key)}
                for column, (table, key) in self.foreign_keys.items()
            ],
        }

    def _reference(self, table: str, key: str) -> dict[str, Any]:
        # The standard has an empty name for the table itself.
        return {"resource": "" if table == self.name else table, "fields": [key]}


def _cell(value: str | int | dt.date | None) -> str:
    return "" if value is None else csv_cell(str(value))
