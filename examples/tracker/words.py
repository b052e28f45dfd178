"""What the pages say of entries and events, in words."""

from zoneinfo import ZoneInfo

from attrs import frozen

from trustflow.ledger import Entry, Kind

from .settings import PROCESS

LONDON = ZoneInfo("Europe/London")
VERBS = {
    Kind.CREATED: "began the case",
    Kind.RECORDED: "recorded",
    Kind.INSERTED: "inserted",
    Kind.REPLACED: "replaced",
    Kind.WITHDRAWN: "withdrew",
    Kind.CHECKED: "noted how far the record is checked",
    Kind.REDACTED: "redacted a text",
    Kind.REMOVED: "removed the case",
}


@frozen
class LogRow:
    """An entry in words.

    Args:
        entry: The entry.
        verb: What it does.
        old: The event that it replaced or withdrew, in words; or an empty text.
        new: The event that it recorded, inserted or put in the place of another; or empty.
    """

    entry: Entry
    verb: str
    old: str
    new: str


def log_rows(entries):
    """Return a row for each entry of a case."""
    events = {entry.id: entry.event for entry in entries}
    return [
        LogRow(
            entry,
            VERBS[entry.kind],
            event_words(events.get(entry.target)),
            event_words(entry.event),
        )
        for entry in entries
    ]


def event_words(event):
    """Return the label and the date of an event; an empty text if there is none."""
    return "" if event is None else f"{label(event.trigger)} ({event.on.words})"


def label(trigger):
    """Return the label of a trigger, as a sentence begins."""
    words = PROCESS.triggers[trigger]
    return words[:1].upper() + words[1:]


def refusal_words(error):
    """Return why an event is refused, without the advice to programmers."""
    finding = getattr(error, "finding", None)
    return str(error) if finding is None else finding.message


def london(moment):
    """Return a time on the clocks of London."""
    return f"{moment.astimezone(LONDON):%-d %B %Y, %H:%M}"
