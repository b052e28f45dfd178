"""What each version of the casebook added, completed, corrected and withdrew, and why."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import asdict, frozen

from .._tables import Table, text_column
from ..errors import InvalidValue, quoted
from ..history import text_of
from .packaged import packaged_rows, version

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Change", "ChangeTable", "changelog"]

WHAT = "version of the casebook"
VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")


@frozen
class Change:
    """A change of the casebook.

    Args:
        version: The version with the change.
        change: ``added``; ``completed`` if an event got fields that it did not have; ``corrected``
            if a field has another value; or ``withdrawn``.
        authority: The authority.
        event: The event, without its variant; None if the change is about the whole history.
        on: The date of the event, as EDTF text; None for a whole history.
        was: What the version before had, as fields with their values; None if it had no such
            event, or an event without these fields.
        now: What this version has, in the same form; None if the event is withdrawn, or has none of
            these fields.
        why: The sources of the change, or the reason for it.
    """

    version: str
    change: str
    authority: str
    event: str | None
    on: str | None
    was: str | None
    now: str | None
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Return the change as plain data."""
        return asdict(self)


class ChangeTable(Table[Change]):
    """Changes of the casebook as a table."""

    __slots__ = ()

    columns = (
        text_column("version"),
        text_column("change"),
        text_column("authority"),
        text_column("event"),
        text_column("on"),
        text_column("was"),
        text_column("now"),
        text_column("why"),
    )


def changelog(since: str | None = None) -> Table[Change]:
    """Return the changes of the casebook, those of the last version first.

    The answer is a tuple that converts to a data frame with `to_arrow`, `to_pandas` or `to_polars`.

    Args:
        since: A version, such as ``0.1.0``; only changes after it are returned. By default, all
            changes since the first version.

    Raises:
        InvalidValue: `since` is not a version.

    Example:
        >>> {change.version for change in changelog(since="0.1.0")}
        {'2026.8.22'}
    """
    if since is None:
        return ChangeTable(_changes())
    if not VERSION.fullmatch(text_of(since, WHAT, repr(version))):
        raise InvalidValue(quoted(since), WHAT, f"Expected a version, such as {version}.")
    after = _numbers(since)
    return ChangeTable(change for change in _changes() if _numbers(change.version) > after)


def _numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a version without zeros at the end, so that 0.1 equals 0.1.0."""
    numbers = [int(number) for number in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


@cache
def _changes() -> tuple[Change, ...]:
    return tuple(map(_change, packaged_rows("changes.csv")))


def _change(row: Mapping[str, str]) -> Change:
    return Change(
        version=row["version"],
        change=row["change"],
        authority=row["authority"],
        event=row["event"] or None,
        on=row["on"] or None,
        was=row["was"] or None,
        now=row["now"] or None,
        why=row["why"],
    )
