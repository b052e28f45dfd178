"""Write deadlines as an iCalendar file (extra ``calendar``): one all-day event per deadline."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from .._text import visible
from ..errors import from_extra
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..dates import PartialDate
    from ..process import Process
    from ..queries import Due

__all__ = ["deadlines_to_ics"]

ONE_DAY = dt.timedelta(days=1)


def deadlines_to_ics(
    deadlines: Iterable[Due], *, authority: str, process: Process = TRUST_TRANSFER
) -> bytes:
    """Return deadlines as an iCalendar file.

    Each deadline has a UID of its own, which is the same in every file that contains the deadline.

    If a due day is known only in part, the calendar event covers every possible day. Deadlines
    without a due day, or with a due day that is open at one end, are left out. A superseded
    deadline is marked as cancelled. Hidden characters are shown as escapes.

    Args:
        deadlines: The deadlines.
        authority: The name of the authority.
        process: The process. If it has a disclaimer, each description ends with the disclaimer.

    Raises:
        MissingExtra: The package `icalendar` is not installed.
    """
    with from_extra("calendar"):
        from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", "-//trustflow//deadlines//EN")
    calendar.add("version", "2.0")
    authority = visible(authority)
    # As text: icalendar would write a property that it does not know without escapes.
    calendar.add("x-wr-calname", vText(f"{authority}: deadlines"))
    uids: set[str] = set()
    # Superseded deadlines come last, so that the deadline in force is kept if one of each kind has
    # the same UID.
    for deadline in sorted(deadlines, key=lambda deadline: deadline.status == "superseded"):
        due, uid = deadline.due, _uid(authority, deadline)
        if due is None or due.is_open_start or due.is_open_end or uid in uids:
            continue
        uids.add(uid)
        event = _calendar_event(deadline, due, authority, process.disclaimer)
        event.add("uid", uid)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar_event(deadline: Due, due: PartialDate, authority: str, disclaimer: str | None) -> Any:
    from icalendar import Event

    # The stamp is the day asked about, not the time of writing, so that equal deadlines give
    # equal files.
    stamp = dt.date.fromordinal((deadline.as_of or due).first)
    what = visible(deadline.what)
    status = "" if deadline.status is None else f" ({deadline.status})"
    description = deadline.explain()
    if disclaimer is not None:
        description += f"\n\n{disclaimer}"

    event = Event()
    event.add("dtstamp", dt.datetime.combine(stamp, dt.time(), dt.UTC))
    event.add("summary", f"{authority}: {what}{status}")
    event.add("dtstart", dt.date.fromordinal(due.first))
    event.add("dtend", dt.date.fromordinal(due.last) + ONE_DAY)
    event.add("description", visible(description, keep_lines=True))
    event.add("transp", "TRANSPARENT")
    if deadline.status == "superseded":
        event.add("status", "CANCELLED")
    return event


def _uid(authority: str, deadline: Due) -> str:
    """Return an identifier that does not depend on the day asked about."""
    set_by = "" if deadline.set_by is None else f"{deadline.set_by.trigger} {deadline.set_by.on}"
    identity = "\n".join([authority, deadline.rule or "", deadline.what, str(deadline.due), set_by])
    digest = hashlib.sha256(identity.encode(errors="surrogatepass")).hexdigest()
    return f"{digest[:32]}@trustflow"
