"""The options for the next event: every trigger, allowed or refused, with reasons and days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pendulum
from attrs import frozen

from .._html import html_record
from .._tables import Column, Table, boolean_column, list_column, text_column
from ..dates import MAX_DAY, MIN_DAY, DateLike, PartialDate, whole_day
from ..engine import (
    Replay,
    RunningClock,
    check,
    date_rule_broken,
    evaluate,
    not_allowed_in,
    out_of_order,
)
from ..history import NamedEvent, Strength
from ..process import Mark, Process, require_process
from ..trust_transfer import TRUST_TRANSFER
from .plain_data import plain_data
from .windows import Window, event_asked, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..history import History
    from ..process import DateRule

__all__ = ["WINDOW_COLUMNS", "Option", "OptionTable", "options", "what_next"]


@frozen
class Option:
    """One trigger as an option for the next event of a history.

    Args:
        trigger: The trigger.
        allowed: Whether a live case would accept the event, on the day `as_of` if it was given.
        reasons: Every reason why the event is refused, with what to record first; empty if it is
            allowed.
        leads_to: The stage after the event; None if the process does not allow it in the present
            stage.
        mark: The mark of the move; None if the process does not allow it.
        earliest: The first day on which the event would be accepted; None if there is none, or if
            every day would do.
        latest: The last day of the window; None if no day is left, or if that side is open.
        moves: Whether the event would change the stage.
        window: The days that keep all rules and deadlines, with the rule at each end; None if the
            stage forbids the event.
    """

    trigger: str
    allowed: bool
    reasons: tuple[str, ...]
    leads_to: str | None
    mark: Mark | None
    earliest: pendulum.Date | None
    latest: pendulum.Date | None
    moves: bool
    window: Window | None = None

    def _repr_html_(self) -> str:
        fields = [
            ("Allowed", "yes" if self.allowed else "no"),
            ("Leads to", self.leads_to),
            ("Mark", None if self.mark is None else self.mark.label),
            ("Earliest", self.earliest),
            ("Latest", self.latest),
            ("Keeps the rules", None if self.window is None else self.window.explain()),
            ("Reasons", "\n".join(self.reasons) or None),
        ]
        return html_record(self.trigger, fields)

    def to_dict(self) -> dict[str, Any]:
        """Return the option as plain data, as the command prints it in JSON."""
        return {
            "trigger": self.trigger,
            "allowed": self.allowed,
            "reasons": list(self.reasons),
            "leads_to": plain_data(self.leads_to),
            "mark": None if self.mark is None else self.mark.label,
            "earliest": None if self.earliest is None else self.earliest.isoformat(),
            "latest": None if self.latest is None else self.latest.isoformat(),
            "moves": self.moves,
            "window": None if self.window is None else self.window.to_dict(),
        }


def _spans(name: str) -> Column:
    """Return a column of the days of a window, as EDTF."""
    return list_column(
        name, lambda option: [span.text for span in getattr(option.window, name, ())]
    )


def _bound(name: str) -> Column:
    """Return a column of the rule or the deadline at an end of a window."""
    return text_column(
        f"window_{name}", lambda option: getattr(getattr(option.window, name, None), "name", None)
    )


def _conflicting(option: Option) -> list[str]:
    """Return the rules and deadlines that leave no day for an option."""
    conflict = None if option.window is None else option.window.conflict
    return [] if conflict is None else [bound.name for bound in conflict.bounds]


WINDOW_COLUMNS = (
    _spans("kept"),
    _spans("possible"),
    _bound("earliest_rule"),
    _bound("latest_rule"),
    list_column("window_conflict", _conflicting),
)
"""The columns of the window of an option."""


class OptionTable(Table[Option]):
    """Options as a table."""

    __slots__ = ()

    columns = (
        text_column("trigger"),
        boolean_column("allowed"),
        text_column("leads_to"),
        text_column("mark", lambda option: getattr(option.mark, "label", None)),
        Column("earliest", "date32", lambda option: option.earliest),
        Column("latest", "date32", lambda option: option.latest),
        boolean_column("moves"),
        list_column("reasons"),
        *WINDOW_COLUMNS,
    )


def what_next(
    history: History, as_of: DateLike | None = None, *, process: Process = TRUST_TRANSFER
) -> Table[Option]:
    """Return every trigger as an option for the next event of a history.

    Triggers that change the stage come first, refused triggers last. The answer is a tuple that
    converts to a data frame with `to_arrow`, `to_pandas` or `to_polars`.

    Args:
        history: The history.
        as_of: The day on which the next event would happen; later events are left out. By default,
            the whole history counts, and the next event may happen on any day.
        process: The process; the trust transfer by default.

    Raises:
        BadDate: `as_of` is not one exact day.
        BadHistory: The history is of another process; the error names its first foreign event.
    """
    history = require_process(history, process)
    shown = history if as_of is None else history.as_of(as_of)
    return options(check(shown, process).replay, as_of)


def options(replay: Replay, as_of: DateLike | None = None) -> Table[Option]:
    """Return every trigger as an option for the next event of a replay.

    Triggers that change the stage come first, refused triggers last. Only the trigger and the day
    are considered, not the other fields of an event, such as a judgement. After the abolition of
    the authority there are no options.

    Args:
        replay: The state; it is not changed.
        as_of: The day on which the event would happen; any day by default.

    Raises:
        BadDate: `as_of` is not one exact day.
    """
    day = None if as_of is None else whole_day(as_of, "as_of")
    if replay.is_abolished_on(day):
        return OptionTable()
    every = [_option(replay, trigger, day) for trigger in replay.process.triggers]
    return OptionTable(sorted(every, key=_ranking))


def _ranking(option: Option) -> tuple[bool, bool, bool]:
    """Return the sort key of an option: refused triggers come last, possible moves before them."""
    return not option.allowed, option.mark is Mark.POSSIBLE, not option.moves


def _option(replay: Replay, trigger: str, day: int | None) -> Option:
    process = replay.process
    as_of = None if day is None else PartialDate.between(day, day)
    move = process.table[replay.stage].get(trigger)
    earliest = _first_accepted(replay, trigger)
    asked = day if day is not None else MAX_DAY if earliest is None else earliest
    reasons = tuple(_date_reasons(replay, trigger, asked))
    if move is None:
        return Option(
            trigger,
            allowed=False,
            reasons=(not_allowed_in(process, replay.stage, trigger), *reasons),
            leads_to=None,
            mark=None,
            earliest=None,
            latest=None,
            moves=False,
        )
    window = window_of(replay, event_asked(process, trigger, {}), as_of)
    return Option(
        trigger,
        allowed=not reasons,
        reasons=reasons,
        leads_to=move.leads_to,
        mark=move.mark,
        earliest=None if earliest == MIN_DAY else _date(earliest),
        latest=window.latest,
        moves=not move.stays,
        window=window,
    )


def _date(ordinal: int | None) -> pendulum.Date | None:
    """Return the day of an ordinal; None for one outside the years of the calendar."""
    if ordinal is None or not MIN_DAY <= ordinal <= MAX_DAY:
        return None
    return pendulum.Date.fromordinal(ordinal)


def _first_accepted(replay: Replay, trigger: str) -> int | None:
    """Return the first day (ordinal) on which no rule of strength logic is certainly broken."""
    process = replay.process
    in_order = MIN_DAY if process.order_rule is None else replay.reached
    # The answer changes from one day to the next only when a lower bound is reached or a rule stops
    # being in force, so no other day is tested.
    days = {in_order}
    for rule, clock in _clocks(replay, trigger):
        if rule.strength is Strength.LOGIC:
            if rule.at_least is not None:
                days.add(rule.at_least.shift(clock.days[0]))
            days.add(rule.period[1] + 1)
    possible = sorted(day for day in days if in_order <= day <= MAX_DAY)
    return next((day for day in possible if not _broken(replay, trigger, day)), None)


def _clocks(replay: Replay, trigger: str) -> list[tuple[DateRule, RunningClock]]:
    """Return the rules whose running clock the trigger stops, each with the clock."""
    ending = replay.process.ending.get(trigger, ())
    clocks = replay.clocks
    return [(rule, clocks.clock(rule, clocks[rule.id])) for rule in ending if rule.id in clocks]


def _broken(replay: Replay, trigger: str, day: int) -> list[tuple[DateRule, RunningClock]]:
    """Return the rules of strength logic that the trigger would certainly break on a day."""
    placing = None
    if replay.open_dates.awaiting:
        # The event would give the dates with an open end before it their last day.
        placing = replay.place(NamedEvent(PartialDate.between(day, day), what=trigger))
    broken = [
        (rule, clock)
        for rule, clock in _clocks(replay, trigger)
        if rule.strength is Strength.LOGIC
        and not clock.measured
        and (result := evaluate(rule, clock.days, (day, day))) is not None
        and result.certain
        and result.strength is Strength.LOGIC
    ]
    if placing is not None:
        replay.unplace(placing)
    return broken


def _date_reasons(replay: Replay, trigger: str, day: int) -> Iterator[str]:
    """Yield every reason why the trigger cannot have happened on a day."""
    process = replay.process
    event = NamedEvent(PartialDate.between(day, day), what=trigger)
    if process.order_rule is not None and day < replay.reached:
        yield out_of_order(process, event, replay.reached)
    for rule, clock in _broken(replay, trigger, day):
        yield date_rule_broken(
            process,
            rule,
            clock=clock,
            end=event,
            end_days=(day, day),
            strength=rule.strength,
            certain=True,
        )
