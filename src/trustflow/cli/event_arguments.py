"""The arguments that describe an event, and the event that they give."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ..engine import capital
from ..errors import InvalidValue, quoted
from ..exchange import changed_event, event_class, event_from_texts
from ..history import Confidence, Source
from ..queries import can_plan, planned_event
from ..trust_transfer import Note
from .event_days import day_of, is_future, refuse_future, refuse_future_fields
from .event_fields import date_fields
from .inputs import TODAY, day_text
from .option_faults import named_as_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..dates import PartialDate
    from ..history import Event

__all__ = [
    "add_event",
    "add_event_options",
    "changed",
    "event_of",
    "event_words",
    "has_event_options",
]

OF_SOURCE = ("confidence", "published", "url")
"""The options that describe the source of the event."""
TEXTS = ("source", *OF_SOURCE, "known_on", "note")
REPEATED = ("areas", "field")
"""The options that can be given several times."""
NOT_PLANNED = ("known_on", *REPEATED)
"""The options that a planned event does not have, because it has not happened."""


class _Once(argparse.Action):
    """Store the value of an option, and refuse a second one, which would replace the first."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - argparse passes it
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Store the value."""
        if getattr(namespace, self.dest) is not None:
            msg = f"{option_string} is given twice. Give it once."
            raise argparse.ArgumentError(None, msg)
        setattr(namespace, self.dest, values)


def add_event(parser: argparse.ArgumentParser) -> tuple[argparse.Action, argparse.Action]:
    """Add the trigger and the date of an event, and return them."""
    trigger = parser.add_argument(
        "trigger",
        metavar="TRIGGER",
        help="the event, such as direction_issued_trust; or its class, such as "
        "inspection_published, if its fields decide the variant",
    )
    on = parser.add_argument(
        "on",
        metavar="DATE",
        help="the day, as far as it is known: 2016-10-06, 2016-10, 2016 or today",
    )
    return trigger, on


def add_event_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that describe an event and its source."""
    group = parser.add_argument_group("the event")
    group.add_argument(
        "--source", action=_Once, metavar="TITLE", help="the publisher and title of the source"
    )
    group.add_argument("--url", action=_Once, help="the address of the source")
    group.add_argument(
        "--published", action=_Once, metavar="DATE", help="the day on which the source appeared"
    )
    group.add_argument(
        "--confidence",
        action=_Once,
        metavar="LEVEL",
        help=f"how good the source is: {', '.join(Confidence)} (default: {Confidence.MEDIUM})",
    )
    group.add_argument(
        "--known-on",
        action=_Once,
        metavar="DATE",
        help="the day on which the event became known, if that is another day",
    )
    group.add_argument("--note", action=_Once, metavar="TEXT", help="a remark for readers")
    group.add_argument(
        "--areas",
        action="append",
        default=[],
        metavar="NAME=GRADE",
        help="the judgement of one area, such as 'help and protection=inadequate'; can be given "
        "several times",
    )
    group.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="another field of the event, such as framework=SIF; can be given several times",
    )
    group.add_argument(
        "--planned",
        action="store_true",
        help="the event is planned for DATE, in the future: record a deadline, set today; a plan "
        "that is not an event, such as a meeting, is a note, with its words in --note",
    )


def has_event_options(options: argparse.Namespace) -> bool:
    """Return whether an argument or option describes an event."""
    names = ("trigger", *TEXTS, *REPEATED, "planned")
    return any(getattr(options, name) not in (None, False, []) for name in names)


def event_of(options: argparse.Namespace) -> Event:
    """Return the event that the arguments describe.

    Its fields are read like the cells of a CSV table.

    Raises:
        ValueError: The arguments contradict each other, or the day has not come yet.
        InvalidValue: An argument cannot be read, or the process does not have the trigger.
        BadDate: A day cannot be read.
        BadHistory: A field cannot be read; the error lists every fault.
    """
    given: dict[str, Any] = {
        "sources": _source(options),
        "known_on": _known_on(options),
        "note": options.note,
    }
    day = day_of(options.on)
    if options.planned:
        event = _planned(options, day)
    elif is_future(day):
        msg = f"{capital(day.words)} has not come yet. Record an event once it has happened."
        if can_plan(options.process):
            msg += " With --planned it is recorded as a deadline."
        raise ValueError(msg)
    else:
        texts = _texts(options, options.trigger)
        with named_as_options():
            event = event_from_texts(options.trigger, day.text, texts, process=options.process)
        refuse_future_fields(event, options.process)
    event = evolve(event, **{name: value for name, value in given.items() if value is not None})
    if isinstance(event, Note) and event.note is None:
        msg = "A note needs its words: say what happened in --note TEXT."
        raise ValueError(msg)
    return event


def changed(event: Event, options: argparse.Namespace) -> Event:
    """Return an event in which only what the options give is changed; a source is added.

    Raises:
        ValueError: The options contradict each other, or a day has not come yet.
        BadDate: A day cannot be read.
        BadHistory: A field cannot be read; the error lists every fault.
    """
    given: dict[str, Any] = {"known_on": _known_on(options), "note": options.note}
    source = _source(options)
    if source is not None:
        given["sources"] = (*event.sources, source)
    if options.new_day is not None:
        given["on"] = day_of(options.new_day)
        refuse_future(given["on"], "--on")
    texts = _texts(options, event.event_name)
    with named_as_options():
        event = changed_event(event, texts, process=options.process)
    refuse_future_fields(event, options.process)
    return evolve(event, **{name: value for name, value in given.items() if value is not None})


def _planned(options: argparse.Namespace, day: PartialDate) -> Event:
    """Return the event that sets a deadline today for the event that the arguments describe."""
    given = [_flag(name) for name in NOT_PLANNED if getattr(options, name)]
    if given:
        msg = (
            f"A planned event is recorded as a deadline, without {' and '.join(given)}. Give them "
            "when the event has happened."
        )
        raise ValueError(msg)
    what = None
    # One note does not show that another one, which was planned, came: its words are the plan.
    if event_class(options.trigger, options.process).is_repeatable:
        what = options.note
        if what is None:
            msg = (
                f"A planned {options.trigger} needs its words: say what is planned in --note TEXT."
            )
            raise ValueError(msg)
    return planned_event(options.process, options.trigger, day, on=day_of(TODAY), what=what)


def _source(options: argparse.Namespace) -> Source | None:
    """Return the source of the event; None if no source is given."""
    details = {name: getattr(options, name) for name in OF_SOURCE}
    details = {name: text for name, text in details.items() if text is not None}
    if options.source is None and details:
        flags = " and ".join(map(_flag, details))
        msg = f"{flags} would be lost: name the source with --source TITLE."
        raise ValueError(msg)
    if options.source is None:
        return None
    if "published" in details:
        published = day_of(details["published"])
        refuse_future(published, "--published")
        details["published"] = published.text
    return Source(options.source, **details)


def _known_on(options: argparse.Namespace) -> PartialDate | None:
    """Return the day on which the event became known; None if it is not given."""
    if options.known_on is None:
        return None
    day = day_of(options.known_on)
    refuse_future(day, "--known-on")
    return day


def _texts(options: argparse.Namespace, event: str) -> dict[str, str]:
    """Return the texts of the fields of an event, which has a trigger or the name of a class."""
    texts = _by_name(options.field, "--field", "Expected NAME=VALUE, such as framework=SIF.")
    example = "Expected NAME=GRADE, such as 'help and protection=inadequate'."
    areas = _by_name(options.areas, "--areas", example)
    own = {"areas": areas, "known_on": options.known_on, "note": options.note}
    for name in texts:
        if own.get(name):
            msg = f"{name} is given twice: with {_flag(name)} and with --field. Give it once."
            raise ValueError(msg)
    if TODAY in {text.strip().casefold() for text in texts.values()}:
        dates = date_fields(event, options.process)
        texts = {name: day_text(text) if name in dates else text for name, text in texts.items()}
    # As JSON, so that the name of an area may contain a semicolon.
    return texts | ({"areas": json.dumps(areas)} if areas else {})


def _by_name(pairs: Iterable[str], flag: str, accepted: str) -> dict[str, str]:
    """Return the texts after the equals signs, by the names before them."""
    texts: dict[str, str] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        name = name.strip()
        if not (name and equals):
            raise InvalidValue(quoted(pair), flag, accepted)
        if name in texts:
            msg = f"{flag} {name}=… is given twice. Give it once."
            raise ValueError(msg)
        texts[name] = text
    return texts


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def event_words(options: argparse.Namespace) -> Iterator[str]:
    """Yield the words of the command line that describe the event."""
    yield from (options.trigger, options.on)
    for name in (*TEXTS, *REPEATED):
        given = getattr(options, name)
        for text in [given] if isinstance(given, str) else given or ():
            # A text that begins with a hyphen would be read as an option.
            yield from [f"{_flag(name)}={text}"] if text.startswith("-") else [_flag(name), text]
    if options.planned:
        yield "--planned"
