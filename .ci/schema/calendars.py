"""Write calendar files, with what a calendar program must read from each.

Usage: calendars.py FILE
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from attrs import evolve, validators

import trustflow as tf
from trustflow._text import visible
from trustflow.exchange import deadlines_to_ics

ALARMS = ("5 working days", "3 days", "0 days")
DAYS = ("2016-11-25", "2018-05-01", "2026-11-29")
TEXTS = (
    "plans, minutes; and: a “report” 100 % = 'done' \\n \\, \\",
    "📅 Pläne 👩‍👧 für Kinder",
    "📅" * 60,
    "a long list of papers, " * 20,
    "X\r\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:paid\u2028",
)
"""Words of a deadline, and names of an authority."""


def main(path: str) -> None:
    """Write the calendar files and what they contain to a file."""
    cases = [
        {history.authority: tf.deadlines(history, day, everything=True)}
        for history in tf.casebook.histories()
        for day in DAYS
    ]
    plans = tf.deadlines(tf.casebook.load("Sandwell"), "2016-11-25")[0]
    with validators.disabled():
        hostile = {name: [evolve(plans, what=what) for what in TEXTS] for name in TEXTS}
    cases += [{name: deadlines} for name, deadlines in hostile.items()]
    cases.append({name: deadlines for each in cases for name, deadlines in each.items()})
    written = [
        {
            "calendar": deadlines_to_ics(each, alarm=ALARMS).decode(),
            "events": [
                _event(name, due)
                for name, deadlines in each.items()
                for due in deadlines
                if due.due is not None and not (due.due.is_open_start or due.due.is_open_end)
            ],
        }
        for each in cases
    ]
    Path(path).write_text(json.dumps(written), encoding="utf-8")


def _event(authority: str, due: tf.Due) -> dict[str, Any]:
    """Return what a calendar program must read for a deadline."""
    assert due.due is not None  # noqa: S101 - the others are left out
    first, last = due.due.earliest, due.due.latest
    is_left = due.is_pending is not tf.Truth.NO and last >= due.as_of.earliest
    alarms = {str(tf.Span.parse(span).before(first)) for span in ALARMS} if is_left else ()
    return {
        "summary": f"{visible(authority)}: {visible(due.what)} ({due.status})",
        "description": visible(
            f"{due.explain()}\n\n{tf.TRUST_TRANSFER.disclaimer}", keep_lines=True
        ),
        "first": str(first),
        "end": str(last.add(days=1)),
        "status": "CANCELLED" if due.status is tf.Status.SUPERSEDED else None,
        "alarms": [f"{day}T09:00:00" for day in sorted(alarms)],
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
