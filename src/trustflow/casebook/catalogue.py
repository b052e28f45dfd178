"""Load, search and export the shipped histories."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import UnknownCase
from ..exchange import AuthorityNames, loads
from ..history import one_of, text_of
from ..queries import INTERVENTIONS
from ..trust_transfer import TRUST_TRANSFER, judgement_word
from .summary import Entry, EntryTable, entry_of

if TYPE_CHECKING:
    from .._tables import Table
    from ..history import History

__all__ = [
    "all",
    "authority_names",
    "histories",
    "load",
    "names",
    "overview",
    "search",
    "to_frame",
]

MAX_NEAREST = 3
"""The most names that the error for an unknown name suggests."""
SIMILAR_NAMES = ("Hertfordshire",)
"""Councils without a history whose names are one letter apart from one with a history.

They are in the table of names, so that they are not taken for a spelling mistake.
"""


class _File(NamedTuple):
    """The text of a history and its code."""

    text: str
    gss_code: str


def names() -> tuple[str, ...]:
    """Return the names of the authorities in the casebook, in alphabetical order."""
    return tuple(sorted(_files()))


@cache
def authority_names() -> AuthorityNames:
    """Return the names of the casebook's councils by their spellings and GSS codes."""
    codes = {file.gss_code: authority for authority, file in _files().items()}
    return AuthorityNames({**{name: name for name in (*_files(), *SIMILAR_NAMES)}, **codes})


def load(name: str) -> History:
    """Return the history of an authority.

    Args:
        name: The name, in upper or lower case, with "and" or "&", and with or without words such
            as "City of", "Council" or "MBC"; or the GSS code.

    Raises:
        UnknownCase: The casebook has no such history; the error names the nearest ones.
        InvalidValue: The name is not a text.
    """
    if text_of(name, "name of an authority", "'Sandwell'") in _files():
        return _history(name)
    known = authority_names()
    authority = known.resolve(name)
    if authority not in _files():
        nearest = [near for near in known.nearest(name) if near in _files()]
        raise UnknownCase(name, nearest[:MAX_NEAREST])
    return _history(authority)


def histories() -> tuple[History, ...]:
    """Return every history of the casebook, in alphabetical order of the authorities."""
    return tuple(_history(authority) for authority in names())


def all() -> tuple[History, ...]:  # noqa: A001 - users write `casebook.all()`
    """Return every history of the casebook, as `histories` does."""
    return histories()


def overview() -> Table[Entry]:
    """Return a summary of each history, in alphabetical order of the authorities.

    The answer is a tuple that converts to a data frame with `to_arrow`, `to_pandas` or `to_polars`.
    """
    return EntryTable(_entry(authority) for authority in names())


def search(
    *,
    event: str | None = None,
    stage: str | None = None,
    judgement: str | None = None,
    intervention: str | None = None,
    reached: str | None = None,
) -> tuple[History, ...]:
    """Return the histories that match every filter, in alphabetical order of the authorities.

    Args:
        event: A trigger, or an event without its variant, that is on record at any time.
        stage: The last stage on record.
        judgement: Ofsted's latest judgement on record.
        intervention: The type of intervention at the end of the record, such as ``notice``.
        reached: A stage that the authority was in at any time.

    Raises:
        InvalidValue: A word is unknown; the message suggests the nearest.
    """
    wanted: dict[str, str] = {}
    if stage is not None:
        wanted["stage"] = TRUST_TRANSFER.stage(stage)
    if judgement is not None:
        wanted["judgement"] = judgement_word(judgement)
    if intervention is not None:
        wanted["intervention"] = one_of(intervention, INTERVENTIONS, "type of intervention")
    triggers = TRUST_TRANSFER.triggers if event is None else TRUST_TRANSFER.variants(event)
    passed = None if reached is None else TRUST_TRANSFER.stage(reached)
    return tuple(
        history
        for entry, history in zip(overview(), histories(), strict=True)
        if wanted.items() <= {field: getattr(entry, field) for field in wanted}.items()
        and (passed is None or passed in entry.reached)
        and any(recorded.trigger in triggers for recorded in history)
    )


def to_frame(backend: str = "pyarrow") -> Any:
    """Return the casebook as one data frame with a row for each event.

    Besides the columns of a CSV file, the frame has the columns ``earliest`` and ``latest``, as
    dates. Each event has a stable id in the column ``event_id``.

    Args:
        backend: The library of the frame: ``pyarrow``, ``pandas``, ``polars``, ``modin`` or
            ``cudf``.

    Raises:
        MissingExtra: narwhals or the library of the frame is not installed.
        InvalidValue: The library is unknown.
    """
    from ..exchange import to_frame as frame_of

    return frame_of(histories(), backend=backend, dates=True, details=True)


@cache
def _files() -> dict[str, _File]:
    """Return the file of each history by its authority."""
    files = (resources.files("trustflow.casebook") / "data").iterdir()
    texts = [file.read_text("utf-8") for file in files if file.name.endswith(".json")]
    found = {}
    for text in texts:
        data = json.loads(text)
        found[data["authority"]] = _File(text, data["gss_code"])
    return found


@cache
def _history(authority: str) -> History:
    return loads(_files()[authority].text)


@cache
def _entry(authority: str) -> Entry:
    return entry_of(_history(authority))
