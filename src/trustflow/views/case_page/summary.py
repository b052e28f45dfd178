"""The paragraph at the head of a page: what the record says, in a few plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...engine import capital, quoted_label
from ...errors import pluralised
from ...history import Confidence
from ...trust_transfer import NOT_INADEQUATE, TransferEvent
from ..duration import duration_words
from .transfer_sentences import JUDGEMENTS, Rank, Statement, statement_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...engine import Report, Stay
    from ...history import Event, History

__all__ = ["MOST_SENTENCES", "Sentence", "summary_sentences"]

MOST_SENTENCES = 8
ENOUGH = 3
"""With so many sentences, those of the lowest rank are left out."""


class Sentence(NamedTuple):
    """A sentence on one event.

    Args:
        event: The event.
        named: What it says, with the name of the authority.
        plain: What it says after a sentence that has the name.
        again: Whether the judgement before it on record is the same.
    """

    event: Event
    named: Statement
    plain: Statement
    again: bool = False

    @property
    def weight(self) -> int:
        """How much it matters; what is only inferred matters less."""
        return self.plain.rank - (self.event.confidence is Confidence.LOW)


def summary_sentences(report: Report) -> tuple[str, ...]:
    """Return the record in at most eight plain sentences, in the order of the events.

    Each sentence comes from one event of the record, or from two with the length of time between
    them. Where there is no room for all, the most important and the latest are kept.

    Args:
        report: The report on a history.

    Example:
        >>> import trustflow as tf
        >>> sandwell = tf.check(tf.casebook.load("Sandwell").as_of("2016-12-05"))
        >>> print(summary_sentences(sandwell)[-1])
        Malcolm Newsam was appointed commissioner in October 2016.
    """
    history = report.history
    opening = tuple(_succession(history))
    found = list(_sentences(report))
    room = MOST_SENTENCES - len(opening)
    kept = _most_important(found, room)
    if _judgements_left_out(found, kept):
        kept = _most_important(found, room - 1)
    if not kept and history.events:
        kept = _bare_sentences(report)
    written = _written(kept, history, is_named=bool(opening))
    closing = _others_on_record(_judgements_left_out(found, kept))
    return tuple(map(capital, (*opening, *written, *closing)))


def _succession(history: History) -> Iterator[str]:
    if history.succeeds:
        yield f"{history.authority} took over from {history.succeeds}."


def _sentences(report: Report) -> Iterator[Sentence]:
    """Yield the sentences of all events that have one."""
    history, process = report.history, report.process
    stays = {id(stay.entered_by): index for index, stay in enumerate(report.stays)}
    emphasised = {name for name, stage in process.stages.items() if stage.emphasised}
    earlier: dict[str, list[tuple[int, Event]]] = {}
    judged = None
    for index, event in enumerate(history.events):
        if isinstance(event, TransferEvent):
            named, plain = (
                statement_of(event, earlier, authority=history.authority, name=name)
                for name in (history.authority, "the council")
            )
            if named is not None and plain is not None:
                yield Sentence(event, named, plain, _is_same_grade(plain, judged))
                judged = judged if plain.judged is None else plain.judged
            earlier.setdefault(event.trigger, []).append((index, event))
            continue
        place = stays.get(id(event))
        if place is not None and (not emphasised or report.stays[place].stage in emphasised):
            before = report.stays[place - 1] if place else None
            entered = _entered(report, event, place, before)
            yield Sentence(event, entered, entered)


def _is_same_grade(statement: Statement, before: tuple[tuple[str, str], ...] | None) -> bool:
    """Return whether a judgement is the same as the one before it.

    "Not inadequate" can be any of several grades, and "not rated inadequate again" would say that
    an earlier judgement was inadequate.
    """
    grades = statement.judged or ()
    is_graded = bool(grades) and all(grade != NOT_INADEQUATE for grade, _ in grades)
    return is_graded and grades == before


def _entered(report: Report, event: Event, place: int, before: Stay | None) -> Statement:
    """Return that an event led to a stage, and how long the stage before it lasted."""
    process = report.process
    led_to = f' led to "{process.stages[report.stays[place].stage].label}"'
    if before is not None and before.since is not None and before.days is not None:
        left = process.stages[before.stage].label
        led_to = f'{led_to}, after {duration_words(*before.days)} in "{left}"'
    return Statement(Rank.NOTABLE, quoted_label(process, event.trigger), led_to)


def _most_important(found: list[Sentence], most: int) -> list[Sentence]:
    """Return the sentences for which there is room, in the order of the events."""
    # The last judgement says where the services stand, so it is kept whatever it is.
    judged = [index for index, each in enumerate(found) if _is_judgement(each.event)]
    ranks = [each.weight for each in found]
    for index in judged[-1:]:
        ranks[index] = Rank.CENTRAL + 1
    places = sorted(range(len(found)), key=lambda index: (-ranks[index], -index))
    weighty = [index for index in places if ranks[index] > Rank.MINOR]
    chosen = weighty if len(weighty) >= ENOUGH else places
    return [found[index] for index in sorted(chosen[:most])]


def _judgements_left_out(found: list[Sentence], kept: list[Sentence]) -> int:
    """Return how many judgements of the record have no sentence."""
    shown = {id(each.event) for each in kept}
    return sum(id(each.event) not in shown and each.plain.judged is not None for each in found)


def _others_on_record(count: int) -> tuple[str, ...]:
    """Return that the record has other judgements, without which a reader could be misled."""
    if not count:
        return ()
    return (f"The record has {pluralised(count, 'other judgement')}.",)


def _is_judgement(event: Event) -> bool:
    return event.trigger in JUDGEMENTS


def _bare_sentences(report: Report) -> list[Sentence]:
    """Return the first and the last event of a record whose events have no sentence."""
    events, labels = report.history.events, report.process.triggers
    ends = [events[0], events[-1]] if len(events) > 1 else [events[0]]
    found = []
    for event in ends:
        label = labels.get(event.trigger, event.trigger)
        statement = Statement(Rank.MINOR, "On record", f": {label}")
        found.append(Sentence(event, statement, statement))
    return found


def _written(sentences: list[Sentence], history: History, *, is_named: bool) -> Iterator[str]:
    """Yield the sentences with their full stops and caveats; the first one names the authority.

    Args:
        sentences: The sentences.
        history: The history.
        is_named: Whether an earlier sentence has the name.
    """
    has_sources = any(event.sources for event in history.events)
    for index, (event, named, plain, again) in enumerate(sentences):
        statement = plain if index or is_named else named
        caveat = _caveat(event, has_sources=has_sources)
        yield f"{statement.on(event, again=again)}{caveat}."


def _caveat(event: Event, *, has_sources: bool) -> str:
    """Return a caveat in brackets if an event is doubtful, else an empty text.

    Args:
        event: The event.
        has_sources: Whether any event of the record has a source. If none has, the page says so
            once, elsewhere.
    """
    if event.confidence is Confidence.LOW:
        return " (low confidence)"
    return " (no source)" if event.confidence is None and has_sources else ""
