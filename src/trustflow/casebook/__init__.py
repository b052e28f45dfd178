"""The shipped histories: real cases, each fact with its source."""

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
from ..trust_transfer import TRUST_TRANSFER, judgement_word
from .summary import INTERVENTIONS, Entry, entry_of

if TYPE_CHECKING:
    from ..history import History

__all__ = ["Entry", "all", "histories", "load", "names", "overview", "search", "to_frame"]

TITLES = re.compile(
    r"\b(the|royal|london|metropolitan|borough|city|county|unitary|district|council|authority|of)\b"
)
"""What an official name says of a council besides where it is."""


def names() -> tuple[str, ...]:
    """The authorities whose histories are shipped, in alphabetical order."""
    return tuple(sorted(_texts()))


def load(name: str) -> History:
    """The history of an authority, whatever the case of its name, "and" or "&", "City of".

    Raises:
        UnknownCase: No history of that name is shipped; it names the nearest.
    """
    by_plain = {_plain(authority): authority for authority in names()}
    authority = by_plain.get(_plain(name))
    if authority is None:
        near = difflib.get_close_matches(_plain(name[:100]), by_plain, n=3)
        raise UnknownCase(name, [by_plain[plain] for plain in near])
    return _history(authority)


def histories() -> tuple[History, ...]:
    """Every shipped history, in alphabetical order of the authorities."""
    return tuple(_history(authority) for authority in names())


def all() -> tuple[History, ...]:  # noqa: A001 - casebook.all() reads as it is meant
    """Every shipped history; another name of `histories`."""
    return histories()


def overview() -> tuple[Entry, ...]:
    """Each authority at a glance, in alphabetical order: where its record ends, and with what."""
    return tuple(_entry(authority) for authority in names())


def search(
    *,
    event: str | None = None,
    stage: str | None = None,
    judgement: str | None = None,
    intervention: str | None = None,
    reached: str | None = None,
) -> tuple[History, ...]:
    """The shipped histories of which all that is asked for holds.

    Args:
        event: A trigger, or a class of events in snake case, that is on record at any time.
        stage: The last stage on record.
        judgement: Ofsted's latest judgement on record.
        intervention: The type of intervention on record at the end, such as ``notice``.
        reached: A stage that the record passes through at any time.

    Raises:
        InvalidValue: A word is none of those in use; the message names the nearest.
    """
    wanted: dict[str, str] = {}
    if stage is not None:
        wanted["stage"] = TRUST_TRANSFER.stage(stage)
    if judgement is not None:
        wanted["judgement"] = judgement_word(judgement)
    if intervention is not None:
        wanted["intervention"] = one_of(intervention, INTERVENTIONS, "type of intervention")
    triggers = set(TRUST_TRANSFER.triggers if event is None else TRUST_TRANSFER.variants(event))
    passed = None if reached is None else TRUST_TRANSFER.stage(reached)
    return tuple(
        history
        for entry, history in zip(overview(), histories(), strict=True)
        if wanted.items() <= {name: getattr(entry, name) for name in wanted}.items()
        and passed in {None, *entry.reached}
        and not triggers.isdisjoint(each.trigger for each in history)
    )


def to_frame(backend: str = "pyarrow") -> Any:
    """The whole casebook as one data frame, a row an event, with stable event ids and GSS codes.

    Besides the columns of a CSV file it has ``earliest`` and ``latest``, as dates.

    Args:
        backend: The library of the frame: pyarrow, pandas, polars, or another that narwhals makes.

    Raises:
        MissingExtra: narwhals, or the library of the frame, is not installed.
    """
    from ..exchange import frames

    return frames.to_frame(histories(), backend=backend, dates=True, details=True)


def _plain(name: str) -> str:
    """The name by which an authority is found: where it is, and nothing else."""
    words = re.findall(r"[^\W_]+", TITLES.sub(" ", name.casefold().replace("&", " and ")))
    return " ".join(words)


@cache
def _texts() -> dict[str, str]:
    """The JSON text of each history by its authority."""
    files = (resources.files(__name__) / "data").iterdir()
    texts = [file.read_text("utf-8") for file in files if file.name.endswith(".json")]
    return {json.loads(text)["authority"]: text for text in texts}


@cache
def _history(authority: str) -> History:
    return loads(_texts()[authority])


@cache
def _entry(authority: str) -> Entry:
    return entry_of(_history(authority))
