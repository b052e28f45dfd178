"""Deadlines as an iCalendar file (extra ``calendar``): one all-day event a deadline."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from ..errors import from_extra
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..process import Process
    from ..queries import Due

__all__ = ["deadlines_to_ics"]

ONE_DAY = dt.timedelta(days=1)


def deadlines_to_ics(
    deadlines: Iterable[Due], *, authority: str, process: Process = TRUST_TRANSFER
) -> bytes:
    """The deadlines as an iCalendar file; the same deadline always has the same UID.

    A due day known only in part covers the days it can be. A deadline without a due day is left
    out, and so is one whose day is open on one side. One that is superseded is marked as cancelled.

    Args:
        deadlines: The deadlines.
        authority: The authority's name.
        process: The process, whose disclaimer goes into each description.

    Raises:
        MissingExtra: The package `icalendar` is not installed.
    """
    with from_extra("calendar"):
        from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//trustflow//deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{authority}: deadlines")
    seen: set[str] = set()
    # Of two of one identity the one that still counts is kept.
    for each in sorted(deadlines, key=lambda each: each.status == "superseded"):
        due, uid = each.due, _uid(authority, each)
        if due is None or due.is_open_start or due.is_open_end or uid in seen:
            continue
        seen.add(uid)
        event = Event()
        event.add("uid", uid)
        event.add("dtstamp", dt.datetime.combine(_stamp(each), dt.time(), dt.UTC))
        status = "" if each.status is None else f" ({each.status})"
        event.add("summary", f"{authority}: {each.what}{status}")
        event.add("dtstart", dt.date.fromordinal(due.first))
        event.add("dtend", dt.date.fromordinal(due.last) + ONE_DAY)
        texts = [each.explain(), process.disclaimer]
        event.add("description", "\n\n".join(text for text in texts if text is not None))
        event.add("transp", "TRANSPARENT")
        if each.status == "superseded":
            event.add("status", "CANCELLED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _stamp(each: Due) -> dt.date:
    """The day asked for, so that the same question gives the same file."""
    asked = each.as_of or each.due
    assert asked is not None  # noqa: S101 - deadlines without a day are left out before
    return dt.date.fromordinal(asked.first)


def _uid(authority: str, each: Due) -> str:
    """An identifier that follows from what the deadline is, not from when it was asked for."""
    set_by = "" if each.set_by is None else f"{each.set_by.trigger} {each.set_by.on}"
    identity = "\n".join([authority, each.rule or "", each.what, str(each.due), set_by])
    return f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}@trustflow"
