"""Give events stable ids for tables and links, such as ``worcestershire-2018-08-direction``."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..history import Event, History

__all__ = ["event_ids"]

IMPLIED_ENDINGS = ("_issued", "_published")
"""The endings of event names that are left out of ids."""


def event_ids(history: History) -> tuple[str, ...]:
    """Return an id for each event, in order: its authority, date and name, with hyphens.

    An id depends only on the authority and on the event's date and class, so other changes to the
    history do not change it. If several events of one class have the same date, the second and
    later ones are numbered.
    """
    authority = _hyphenated(history.authority)
    counts: Counter[str] = Counter()
    ids = []
    for event in history:
        event_id = f"{authority}-{_hyphenated(event.on.text)}-{_short_name(event)}"
        counts[event_id] += 1
        ids.append(event_id if counts[event_id] == 1 else f"{event_id}-{counts[event_id]}")
    return tuple(ids)


def _short_name(event: Event) -> str:
    name = event.event_name
    for ending in IMPLIED_ENDINGS:
        name = name.removesuffix(ending)
    return _hyphenated(name)


def _hyphenated(text: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", text.casefold()))
