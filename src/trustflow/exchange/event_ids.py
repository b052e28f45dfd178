"""Stable names of events, such as ``worcestershire-2018-08-direction``, for tables and links."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..history import Event, History

__all__ = ["event_ids"]

UNDERSTOOD = ("_issued", "_published")
"""The ends of event names that go without saying."""


def event_ids(history: History) -> tuple[str, ...]:
    """A name for each event, in order: the authority, the date and the event, in hyphens.

    It stays the same as long as the event's date and class do, whatever is recorded besides.
    Events of one class on one date are numbered from the second on, in their order.
    """
    authority = _hyphened(history.authority)
    plain = [f"{authority}-{_hyphened(event.on.text)}-{_short(event)}" for event in history]
    seen: Counter[str] = Counter()
    found = []
    for name in plain:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return tuple(found)


def _short(event: Event) -> str:
    name = event.event_name
    for end in UNDERSTOOD:
        name = name.removesuffix(end)
    return _hyphened(name)


def _hyphened(text: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", text.casefold()))
