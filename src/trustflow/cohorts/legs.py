"""How long a leg of a process takes, from one event to another, over many histories."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from ..history import distinct_histories, tuple_of_names
from ..process import process_of, require_process
from ..trust_transfer import TRUST_TRANSFER
from .confidence import split_by_confidence
from .leg_ranks import LegRanks, rank_legs
from .leg_results import Legs
from .leg_search import LegDefinition, find_legs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..history import History
    from ..process import Process

__all__ = ["legs", "named_leg"]


@overload
def legs(
    histories: History | Iterable[History],
    *,
    start: str | Iterable[str],
    end: str | Iterable[str],
    unless: str | Iterable[str] = ...,
    starts_in: str | Iterable[str] = ...,
    from_first: bool = ...,
    better: bool = ...,
    confidence: str | None = ...,
    process: Process = ...,
    beside: None = ...,
) -> Legs: ...
@overload
def legs(
    histories: History | Iterable[History],
    *,
    start: str | Iterable[str],
    end: str | Iterable[str],
    unless: str | Iterable[str] = ...,
    starts_in: str | Iterable[str] = ...,
    from_first: bool = ...,
    better: bool = ...,
    confidence: str | None = ...,
    process: Process = ...,
    beside: History | Iterable[History],
) -> LegRanks: ...
def legs(
    histories: History | Iterable[History],
    *,
    start: str | Iterable[str],
    end: str | Iterable[str],
    unless: str | Iterable[str] = (),
    starts_in: str | Iterable[str] = (),
    from_first: bool = False,
    better: bool = False,
    confidence: str | None = "medium",
    process: Process = TRUST_TRANSFER,
    beside: History | Iterable[History] | None = None,
) -> Legs | LegRanks:
    """Return how long a leg took in each of the histories.

    If several starting events come before the end, the leg starts with the latest of them, as the
    clock of a date rule does. A history can contain several legs, one after another. Days are those
    of the legs that ended; read them beside the numbers of legs that are open or ended otherwise.

    Args:
        histories: The histories.
        start: The event that starts the leg: a trigger, an event without its variant, or several
            of these.
        end: The event that ends the leg, given in the same way.
        unless: The event after which `end` is impossible; the leg is then counted as ended
            otherwise.
        starts_in: The stages to which the starting event must lead; every stage by default. A
            start in any other stage does not count.
        from_first: Whether the leg starts with the first of several starting events, not with the
            latest.
        better: Whether a graded event ends the leg only if its grade is better than the last grade
            before the start. An event without a grade always ends the leg.
        confidence: The lowest confidence that counts. Legs of a lower confidence are left out, and
            their number is given. A leg with an event that has no source has the lowest of all;
            None counts every leg.
        process: The process; the trust transfer by default.
        beside: Other histories, such as the casebook. The answer then says how many of their ended
            legs each leg of `histories` is longer than. Every leg of `histories` is compared;
            `confidence` selects those of the others. Legs of an authority that is also in
            `histories` are left out of the others, and the authority is named.

    Raises:
        InvalidValue: A trigger, a stage or the confidence is unknown, a value is of another type,
            or a history is given twice.
        BadHistory: A history is of another process; the error names its first foreign event.

    Example:
        >>> import trustflow as tf
        >>> returns = tf.legs(
        ...     tf.casebook.histories(), start="return_decided", end="returned_to_council"
        ... )
        >>> len(returns.ended), len(returns.open), len(returns.ended_otherwise)
        (5, 0, 0)
        >>> returns.shortest_of_ended
        (0, 152)
    """
    process = process_of(process)
    definition = LegDefinition(
        start=_triggers(process, start),
        end=_triggers(process, end),
        unless=_triggers(process, unless),
        stages=frozenset(process.stage(name) for name in tuple_of_names(starts_in)),
        from_first=from_first,
        better=better,
    )
    histories = _of_process(histories, process)
    if beside is None:
        return _found(histories, definition, process, confidence)
    others = _of_process(beside, process)
    found = _found(others, definition, process, confidence)
    return rank_legs(find_legs(histories, definition, process), histories, found, others)


@overload
def named_leg(
    histories: History | Iterable[History],
    name: str,
    *,
    process: Process = ...,
    confidence: str | None = ...,
    beside: None = ...,
) -> Legs: ...
@overload
def named_leg(
    histories: History | Iterable[History],
    name: str,
    *,
    process: Process = ...,
    confidence: str | None = ...,
    beside: History | Iterable[History],
) -> LegRanks: ...
def named_leg(
    histories: History | Iterable[History],
    name: str,
    *,
    process: Process = TRUST_TRANSFER,
    confidence: str | None = "medium",
    beside: History | Iterable[History] | None = None,
) -> Legs | LegRanks:
    """Return how long a named leg took in each of the histories; see `legs`.

    Args:
        histories: The histories.
        name: The name of the leg, which is a key of `Process.legs`.
        process: The process; the trust transfer by default.
        confidence: The lowest confidence that counts.
        beside: Other histories, beside whose legs each leg is ranked.

    Raises:
        InvalidValue: The process has no such leg; the message suggests the nearest. Or a history is
            given twice.
        BadHistory: A history is of another process; the error names its first foreign event.
    """
    leg = process_of(process).leg(name)
    return legs(
        histories,
        start=leg.start,
        end=leg.end,
        unless=leg.unless,
        starts_in=leg.starts_in,
        from_first=leg.from_first,
        better=leg.better,
        process=process,
        confidence=confidence,
        beside=beside,
    )


def _of_process(histories: History | Iterable[History], process: Process) -> tuple[History, ...]:
    """Return one history or several as a tuple, all of which are of a process."""
    return tuple(require_process(each, process) for each in tuple(distinct_histories(histories)))


def _found(
    histories: tuple[History, ...],
    definition: LegDefinition,
    process: Process,
    confidence: str | None,
) -> Legs:
    """Return the legs of histories that have enough confidence, and those that have less."""
    kept, left_out = split_by_confidence(find_legs(histories, definition, process), confidence)
    return Legs(definition.start, definition.end, kept, left_out, len(histories))


def _triggers(process: Process, names: str | Iterable[str]) -> tuple[str, ...]:
    """Return the triggers for some names, each once.

    The name of an event without its variant means the triggers of all its variants.
    """
    triggers = (trigger for name in tuple_of_names(names) for trigger in process.variants(name))
    return tuple(dict.fromkeys(triggers))
