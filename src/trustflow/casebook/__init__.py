"""The shipped histories: real cases, each fact with its source."""

from __future__ import annotations

import difflib
import json
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from ..errors import UnknownCase
from ..exchange import loads

if TYPE_CHECKING:
    from ..history import History

__all__ = ["histories", "load", "names"]

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
