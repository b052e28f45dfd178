"""Load, search and export the shipped histories."""

from __future__ import annotations

import difflib
import json
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from ..errors import UnknownCase
from ..exchange import loads
from ..history import one_of
from ..queries import INTERVENTIONS
from ..trust_transfer import TRUST_TRANSFER, judgement_word
from .summary import Entry, EntryTable, entry_of

if TYPE_CHECKING:
    from .._tables import Table
    from ..history import History

__all__ = ["all", "histories", "load", "names", "overview", "search", "to_frame"]

TITLES = re.compile(
    r"\b(the|royal|london|metropolitan|borough|city|county|unitary|district|council|authority|of)\b"
)
"""The words of a council's official name that are not part of the name of the place."""


def names() -> tuple[str, ...]:
    """Return the names of the authorities in the casebook, in alphabetical order."""
    return tuple(sorted(_texts()))


def load(name: str) -> History:
    """Return the history of an authority.

    Args:
        name: The name, in upper or lower case, with "and" or "&", and with or without words such
            as "City of" or "Council".

    Raises:
        UnknownCase: The casebook has no such history; the error names the nearest ones.
    """
    by_place = {_place(authority): authority for authority in names()}
    authority = by_place.get(_place(name))
    if authority is None:
        near = difflib.get_close_matches(_place(name[:100]), by_place, n=3)
        raise UnknownCase(name, [by_place[place] for place in near])
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
        backend: The library of the frame: ``pyarrow``, ``pandas``, ``polars``, or another that
            narwhals supports.

    Raises:
        MissingExtra: narwhals or the library of the frame is not installed.
    """
    from ..exchange import to_frame as frame_of

    return frame_of(histories(), backend=backend, dates=True, details=True)


def _place(name: str) -> str:
    """Return the name of the place in an authority's name, by which `load` finds it."""
    words = re.findall(r"[^\W_]+", TITLES.sub(" ", name.casefold().replace("&", " and ")))
    return " ".join(words)


@cache
def _texts() -> dict[str, str]:
    """Return the JSON text of each history by its authority."""
    files = (resources.files("trustflow.casebook") / "data").iterdir()
    texts = [file.read_text("utf-8") for file in files if file.name.endswith(".json")]
    return {json.loads(text)["authority"]: text for text in texts}


@cache
def _history(authority: str) -> History:
    return loads(_texts()[authority])


@cache
def _entry(authority: str) -> Entry:
    return entry_of(_history(authority))
