"""Read the cells of a row as texts, and find the name of its case in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import Fault, InvalidValue, quoted
from .cells import cell_text, clean_text
from .columns import IGNORED
from .guarded_cells import unguarded
from .records import Misread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .authority_names import AuthorityNames
    from .row_dates import Row

__all__ = ["case_of", "resolve_authority", "texts_of"]


def texts_of(cells: Iterable[tuple[str, object]], *, guarded: bool) -> tuple[Row, list[Fault]]:
    """Return the texts of a row, and the faults of its cells; see `TableReader.row_of`."""
    row: Row = {}
    faults: list[Fault] = []
    for name, value in cells:
        # Most cells of a table are empty texts; values of other types can refuse a comparison.
        if name == IGNORED or (type(value) is str and not value):
            continue
        if guarded and isinstance(value, str) and (exact := unguarded(value)) is not None:
            row[name] = exact
            continue
        try:
            text = clean_text(name, cell_text(value))
        except Misread as error:
            faults.append(Fault(name, error.found, error.accepted))
            continue
        if text:
            row[name] = text
    return row, faults


def case_of(row: Row) -> str | None:
    """Return the name of the case that a row belongs to."""
    return row.get("case", row.get("authority"))


def resolve_authority(row: Row, column: str, names: AuthorityNames, faults: list[Fault]) -> None:
    """Replace the spelling of a row's authority, which is in a column, by its name."""
    by_code = names.resolve(row["gss_code"]) if "gss_code" in row else None
    if column not in row:
        if by_code is not None and case_of(row) is None:
            row["authority"] = by_code
        return
    try:
        row[column] = names.name_of(row[column])
    except InvalidValue as error:
        faults.append(Fault(column, error.found, error.accepted))
        del row[column]
        return
    by_name = names.resolve(row[column])
    if by_code is not None and by_name not in {None, by_code}:
        accepted = f"Expected a code of {by_name}, not of {by_code}."
        faults.append(Fault("gss_code", quoted(row["gss_code"]), accepted))
