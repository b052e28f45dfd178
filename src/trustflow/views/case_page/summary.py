"""The paragraph at the head of a page: what the record says, in a few plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...engine import capital, quoted_label
from ...history import Confidence
from ...trust_transfer import TransferEvent
from ..duration import duration_words
from .date_phrases import on_date
from .transfer_sentences import AGAIN, JUDGEMENTS, NAME, Rank, statement_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...engine import Report, Stay
    from ...history import Event, History

__all__ = ["MOST_SENTENCES", "Sentence", "summary_sentences"]

MOST_SENTENCES = 8
ENOUGH = 3
"""With so many sentences, those of the lowest rank are left out."""


class Sentence(NamedTuple):
    """A sentence without its full stop, on one event.

    Args:
        text: The sentence.
        rank: How much it matters.
        event: The event.
        judged: The grades, if the sentence is about a judgement.
    """

    text: str
    rank: int
    event: Event
    judged: tuple[tuple[str, str], ...] | None = None


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
    kept = _most_important(found, MOST_SENTENCES - len(opening))
    if not kept and history.events:
        kept = _bare_sentences(report)
    texts = [*opening, *_written(kept, history)]
    return tuple(
        capital(text.replace(NAME, "the council" if index else history.authority))
        for index, text in enumerate(texts)
    )


def _succession(history: History) -> Iterator[str]:
    if history.succeeds:
        yield f"{history.authority} took over from {history.succeeds}."


def _sentences(report: Report) -> Iterator[Sentence]:
    """Yield the sentences of all events that have one."""
    history, process = report.history, report.process
    stays = {id(stay.entered_by): index for index, stay in enumerate(report.stays)}
    emphasised = {name for name, stage in process.stages.items() if stage.emphasised}
    earlier: dict[str, list[tuple[int, Event]]] = {}
    for index, event in enumerate(history.events):
        if isinstance(event, TransferEvent):
            statement = statement_of(event, earlier, history.authority)
            if statement is not None:
                yield Sentence(statement.on(event), statement.rank, event, statement.judged)
            earlier.setdefault(event.trigger, []).append((index, event))
            continue
        place = stays.get(id(event))
        if place is not None and (not emphasised or report.stays[place].stage in emphasised):
            before = report.stays[place - 1] if place else None
            yield Sentence(_entered(report, event, place, before), Rank.NOTABLE, event)


def _entered(report: Report, event: Event, place: int, before: Stay | None) -> str:
    """Return that an event led to a stage, and how long the stage before it lasted."""
    process = report.process
    stage = process.stages[report.stays[place].stage].label
    words = f'{quoted_label(process, event.trigger)} {on_date(event.on)} led to "{stage}"'
    if before is None or before.since is None or before.days is None:
        return words
    return (
        f'{words}, after {duration_words(*before.days)} in "{process.stages[before.stage].label}"'
    )


def _most_important(found: list[Sentence], most: int) -> list[Sentence]:
    """Return the sentences for which there is room, in the order of the events."""
    # The last judgement says where the services stand, so it is kept whatever it is.
    judged = [index for index, each in enumerate(found) if _is_judgement(each.event)]
    ranks = [each.rank for each in found]
    for index in judged[-1:]:
        ranks[index] = Rank.CENTRAL + 1
    places = sorted(range(len(found)), key=lambda index: (-ranks[index], -index))
    weighty = [index for index in places if ranks[index] > Rank.MINOR]
    chosen = weighty if len(weighty) >= ENOUGH else places
    return [found[index] for index in sorted(chosen[:most])]


def _is_judgement(event: Event) -> bool:
    return event.trigger in JUDGEMENTS


def _bare_sentences(report: Report) -> list[Sentence]:
    """Return the first and the last event of a record whose events have no sentence."""
    events, labels = report.history.events, report.process.triggers
    ends = [events[0], events[-1]] if len(events) > 1 else [events[0]]
    return [
        Sentence(
            f"On record {on_date(event.on)}: {labels.get(event.trigger, event.trigger)}",
            Rank.MINOR,
            event,
        )
        for event in ends
    ]


def _written(sentences: list[Sentence], history: History) -> Iterator[str]:
    """Yield the sentences with their full stops, caveats and the word "again"."""
    has_sources = any(event.sources for event in history.events)
    judged: tuple[tuple[str, str], ...] | None = None
    for sentence in sentences:
        again = " again" if sentence.judged and sentence.judged == judged else ""
        judged = judged if sentence.judged is None else sentence.judged
        caveat = _caveat(sentence.event, has_sources=has_sources)
        yield f"{sentence.text.replace(AGAIN, again)}{caveat}."


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
