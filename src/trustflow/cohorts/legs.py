"""How long a leg of a process takes, from one event to another, over many histories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from .._html import html_table
from .._tables import Table, date_columns, day_count_columns, text_column
from ..engine import check
from ..history import Confidence, Event, histories_of, tuple_of_names, weakest
from ..process import process_of, require_process
from ..queries import plain_data
from ..trust_transfer import TRUST_TRANSFER
from .confidence import split_by_confidence
from .day_counts import (
    DayCount,
    days_between,
    days_in_words,
    days_since,
    longest,
    median,
    shortest,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..engine import Report, Step
    from ..history import History
    from ..process import Process

__all__ = ["Leg", "LegTable", "Legs", "legs", "named_leg"]


@frozen
class Leg:
    """One leg in the history of one authority.

    Args:
        authority: The name of the authority.
        start: The event that started the leg.
        end: The event that ended the leg; None if the leg is open.
        days: The least and the most calendar days that the leg took. For an open leg, the least
            days that it has lasted on record, and None.
        is_met: Whether the leg ended with one of the events given as `end` to `legs`. Otherwise it
            is open, or ended with one of those given as `unless`.
        confidence: The confidence of the weaker of `start` and `end`; None if one has no source.
    """

    authority: str
    start: Event
    end: Event | None
    days: DayCount
    is_met: bool
    confidence: Confidence | None

    @property
    def status(self) -> str:
        """The status of the leg, which is ended, ended otherwise or open."""
        if self.end is None:
            return "open"
        return "ended" if self.is_met else "ended otherwise"

    def to_dict(self) -> dict[str, Any]:
        """Return the leg as plain data, as the command prints it in JSON."""
        return {
            "authority": self.authority,
            "start": plain_data(self.start),
            "end": plain_data(self.end),
            "days": plain_data(self.days),
            "status": self.status,
            "confidence": plain_data(self.confidence),
        }


class LegTable(Table[Leg]):
    """Legs as a table; the days are in two columns, the least and the most."""

    __slots__ = ()

    columns = (
        text_column("authority"),
        text_column("start_trigger", lambda leg: leg.start.trigger),
        *date_columns("start_on", lambda leg: leg.start.on),
        text_column("end_trigger", lambda leg: getattr(leg.end, "trigger", None)),
        *date_columns("end_on", lambda leg: getattr(leg.end, "on", None)),
        *day_count_columns("days"),
        text_column("status"),
        text_column("confidence"),
    )


@frozen(repr=False)
class Legs:
    """The results for one leg of a process in many histories.

    Args:
        start: The triggers that start the leg.
        end: The triggers that end the leg.
        legs: The legs, in the order of the histories and of time.
        left_out: The legs with a lower confidence than was asked for.
        histories: The number of histories that were searched.
    """

    start: tuple[str, ...]
    end: tuple[str, ...]
    legs: Table[Leg] = field(converter=LegTable)
    left_out: Table[Leg] = field(converter=LegTable)
    histories: int

    @property
    def ended(self) -> Table[Leg]:
        """The legs that ended with one of the triggers in `end`."""
        return self._with("ended")

    @property
    def open(self) -> Table[Leg]:
        """The legs that have not ended, as far as the record shows."""
        return self._with("open")

    @property
    def ended_otherwise(self) -> Table[Leg]:
        """The legs that ended with one of the events given as `unless` to `legs`."""
        return self._with("ended otherwise")

    def _with(self, status: str) -> Table[Leg]:
        return LegTable(leg for leg in self.legs if leg.status == status)

    @property
    def median(self) -> DayCount | None:
        """The median number of days of the ended legs, as a range; None if no leg ended."""
        return median([leg.days for leg in self.ended])

    @property
    def shortest(self) -> DayCount | None:
        """The number of days of the shortest ended leg, as a range; None if no leg ended."""
        return shortest([leg.days for leg in self.ended])

    @property
    def longest(self) -> DayCount | None:
        """The number of days of the longest ended leg, as a range; None if no leg ended."""
        return longest([leg.days for leg in self.ended])

    @property
    def authorities(self) -> tuple[str, ...]:
        """The authorities that have one of these legs, each once."""
        return tuple(dict.fromkeys(leg.authority for leg in self.legs))

    def to_dict(self) -> dict[str, Any]:
        """Return the legs as plain data, as the command prints them in JSON."""
        return {
            "start": list(self.start),
            "end": list(self.end),
            "histories": self.histories,
            "authorities": len(self.authorities),
            "ended": len(self.ended),
            "open": len(self.open),
            "ended_otherwise": len(self.ended_otherwise),
            "left_out": len(self.left_out),
            "median": plain_data(self.median),
            "shortest": plain_data(self.shortest),
            "longest": plain_data(self.longest),
            "legs": [leg.to_dict() for leg in self.legs],
        }

    def to_arrow(self) -> Any:
        """Return the legs as a table of pyarrow, one row a leg.

        Raises:
            MissingExtra: pyarrow is not installed.
        """
        return self.legs.to_arrow()

    def to_pandas(self) -> Any:
        """Return the legs as a pandas data frame, one row a leg.

        Raises:
            MissingExtra: pandas or pyarrow is not installed.
        """
        return self.legs.to_pandas()

    def to_polars(self) -> Any:
        """Return the legs as a polars data frame, one row a leg.

        Raises:
            MissingExtra: polars or pyarrow is not installed.
        """
        return self.legs.to_polars()

    def _repr_html_(self) -> str:
        rows = [
            (
                leg.authority,
                leg.start.on,
                "" if leg.end is None else leg.end.on,
                days_in_words(leg.days),
                leg.status,
            )
            for leg in self.legs
        ]
        return html_table(repr(self)[1:-1], ("Authority", "From", "To", "Days", "Status"), rows)

    def __repr__(self) -> str:
        return (
            f"<Legs of {len(self.authorities)} of {self.histories} histories: "
            f"{len(self.ended)} ended, {len(self.open)} open, "
            f"{len(self.ended_otherwise)} ended otherwise, {len(self.left_out)} left out>"
        )


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
) -> Legs:
    """Return how long a leg took in each of the histories.

    If several starting events come before the end, the leg starts with the latest of them, as the
    clock of a date rule does. A history can contain several legs, one after another.

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

    Raises:
        InvalidValue: A trigger, a stage or the confidence is unknown, or a value is of another
            type.
        BadHistory: A history is of another process; the error names its first foreign event.

    Example:
        >>> import trustflow as tf
        >>> returns = tf.legs(
        ...     tf.casebook.histories(), start="return_decided", end="returned_to_council"
        ... )
        >>> returns
        <Legs of 5 of 155 histories: 5 ended, 0 open, 0 ended otherwise, 0 left out>
        >>> returns.shortest
        (0, 152)
    """
    process = process_of(process)
    definition = _Definition(
        start=_triggers(process, start),
        end=_triggers(process, end),
        unless=_triggers(process, unless),
        stages=frozenset(process.stage(name) for name in tuple_of_names(starts_in)),
        from_first=from_first,
        better=better,
    )
    histories = tuple(histories_of(histories))
    for history in histories:
        require_process(history, process)
    every = [leg for history in histories for leg in _legs_of(check(history, process), definition)]
    kept, left_out = split_by_confidence(every, confidence)
    return Legs(definition.start, definition.end, kept, left_out, len(histories))


def named_leg(
    histories: History | Iterable[History],
    name: str,
    *,
    process: Process = TRUST_TRANSFER,
    confidence: str | None = "medium",
) -> Legs:
    """Return how long a named leg took in each of the histories; see `legs`.

    Args:
        histories: The histories.
        name: The name of the leg, which is a key of `Process.legs`.
        process: The process; the trust transfer by default.
        confidence: The lowest confidence that counts.

    Raises:
        InvalidValue: The process has no such leg; the message suggests the nearest.
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
    )


@frozen
class _Definition:
    """The definition of a leg, in the triggers and stages of a process."""

    start: tuple[str, ...]
    end: tuple[str, ...]
    unless: tuple[str, ...]
    stages: frozenset[str]
    from_first: bool
    better: bool

    def is_started_by(self, step: Step) -> bool:
        """Return whether a step starts the leg."""
        return step.event.trigger in self.start and (not self.stages or step.after in self.stages)

    def is_ended_by(self, event: Event, grade: int) -> bool:
        """Return whether an event ends the leg.

        Args:
            event: The event.
            grade: The last grade before the start of the leg; 0 if there is none.
        """
        if event.trigger not in self.end:
            return False
        return not self.better or event.grade is None or event.grade > grade


def _legs_of(report: Report, definition: _Definition) -> Iterator[Leg]:
    """Yield the legs of one history, in the order in which they start."""
    history = report.history
    start: Event | None = None
    grade = grade_at_start = 0
    for step in report.steps:
        event = step.event
        if start is not None:
            is_met = definition.is_ended_by(event, grade_at_start)
            if is_met or event.trigger in definition.unless:
                yield Leg(
                    history.authority,
                    start,
                    event,
                    days_between(start.on, event.on),
                    is_met,
                    weakest([start, event]),
                )
                start = None
        if definition.is_started_by(step) and (start is None or not definition.from_first):
            start, grade_at_start = event, grade
        grade = event.grade or grade
    if start is not None:
        days = days_since(start.on, history.events)
        yield Leg(history.authority, start, None, days, is_met=False, confidence=weakest([start]))


def _triggers(process: Process, names: str | Iterable[str]) -> tuple[str, ...]:
    """Return the triggers for some names, each once.

    The name of an event without its variant means the triggers of all its variants.
    """
    triggers = (trigger for name in tuple_of_names(names) for trigger in process.variants(name))
    return tuple(dict.fromkeys(triggers))
