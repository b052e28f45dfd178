"""The position of a case on a day, in words: the answers on the first screen of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...dates import Truth
from ...engine import capital, quoted_label
from ...errors import pluralised
from ...history import Confidence
from ...process import ORDINARY, Mark
from ...queries import Status, abolition_words, days_left
from ..duration import duration_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...dates import PartialDate
    from ...engine import Report
    from ...process import Process
    from ...queries import Due, Facts, Option

__all__ = ["Answer", "days_to", "likely_moves", "position", "sort_deadlines"]

MISSED = (Status.UNMET, Status.NOT_RECORDED)
MOVES_SHOWN = 5
SOURCE_WORDS = {
    Confidence.HIGH: "From a primary source",
    Confidence.MEDIUM: "Reported, not checked against a primary source",
    Confidence.LOW: "Inferred: no source states it",
    None: "No source",
}


class Answer(NamedTuple):
    """A question, its answer, and a remark in small print."""

    label: str
    value: str
    remark: str = ""


def position(
    facts: Facts,
    report: Report,
    due: tuple[Sequence[Due], Sequence[Due]],
    moves: tuple[Sequence[Option], int],
    day: PartialDate,
) -> list[Answer]:
    """Return the five answers: the stage, since when, what is due, what may happen, how sure.

    Args:
        facts: The facts on the day.
        report: The report on the events up to the day.
        due: The deadlines that are open on the day, and those that were missed on record.
        moves: The moves to name, and how many more there are.
        day: The day.
    """
    return [
        _stage(facts, report),
        _since(facts),
        _due_next(*due, day),
        _may_happen(report, *moves),
        _how_sure(facts, day, is_abolished=report.replay.abolished_by is not None),
    ]


def _stage(facts: Facts, report: Report) -> Answer:
    label = report.process.stages[report.stage].label
    abolished_by = report.replay.abolished_by
    if abolished_by is not None:
        return Answer("Last stage", label, f"The authority was {abolition_words(abolished_by)}.")
    return Answer("Stage", label, _judgement(facts, report.process))


def _judgement(facts: Facts, process: Process) -> str:
    """Return the last judgement on record, if the process has the fact and there is one."""
    judgement = facts.judgement
    if "judgement" not in process.facts or judgement.since is None:
        return ""
    return f"{process.facts['judgement']}: {judgement.on_record}, {judgement.since.words}"


def _since(facts: Facts) -> Answer:
    stay = facts.stays[-1]
    if stay.since is None:
        return Answer("Since", "before the record")
    length = ""
    if stay.days is not None and stay.days[1] and facts.stage_known_to is not None:
        length = f"On record for {duration_words(*stay.days)}, to {facts.stage_known_to.words}"
    return Answer("Since", stay.since.words, length)


def _due_next(due: Sequence[Due], missed: Sequence[Due], day: PartialDate) -> Answer:
    dated = [(each, each.due) for each in due if each.due is not None]
    if not dated:
        return Answer("Due next", "Nothing on record", _passed(missed))
    first, last_day = dated[0]
    more = f"; {len(due) - 1} more below" if len(due) > 1 else ""
    value = f"{capital(first.what)}: {last_day.words}"
    return Answer("Due next", value, f"{capital(days_to(first, day))}{more}")


def _passed(missed: Sequence[Due]) -> str:
    """Return how many due days have passed without a record that they were met."""
    if not missed:
        return ""
    days = [each.due for each in missed if each.due is not None]
    latest = max(days, key=lambda day: day.last)
    count = pluralised(len(missed), "due day")
    which = latest.words if len(missed) == 1 else f"the latest {latest.words}"
    return f"{count} passed without a record that it was met: {which}"


def _may_happen(report: Report, moves: Sequence[Option], more_moves: int) -> Answer:
    if report.replay.abolished_by is not None:
        return Answer("May happen next", "Nothing", "The authority was abolished.")
    if not moves:
        return Answer("May happen next", "No ordinary move to another stage")
    names = [quoted_label(report.process, option.trigger) for option in moves[:2]]
    rest = len(moves) - len(names) + more_moves
    kept = days_left(moves[0])
    remarks = ["Possible, not predicted"]
    remarks += [f"the first keeps the rules {kept}"] if kept else []
    remarks += [f"{pluralised(rest, 'other move')} below"] if rest else []
    return Answer("May happen next", " or ".join(names), "; ".join(remarks))


def _how_sure(facts: Facts, day: PartialDate, *, is_abolished: bool) -> Answer:
    stage = facts.stage
    source = SOURCE_WORDS[stage.confidence] if stage.events else "No event led to this stage"
    if stage.known is Truth.YES:
        return Answer("How sure", source, f"Known on {day.words}.")
    if is_abolished:
        return Answer("How sure", source, "It is the last stage on record.")
    caveat = f" {capital(stage.caveat)}." if stage.caveat else ""
    return Answer(
        "How sure", source, f"It is the last on record, and may have changed since.{caveat}"
    )


def sort_deadlines(deadlines: Sequence[Due]) -> tuple[list[Due], list[Due], list[Due]]:
    """Return the deadlines that are open, those that were missed on record, and the others."""
    open_ones = [due for due in deadlines if due.status is Status.OPEN]
    missed = [due for due in deadlines if due.status in MISSED]
    listed = {id(due) for due in (*open_ones, *missed)}
    return open_ones, missed, [due for due in deadlines if id(due) not in listed]


def days_to(due: Due, day: PartialDate) -> str:
    """Return how many days are left to a due day, in the unit that its rule counts in."""
    if due.left is not None:
        return f"{pluralised(due.left, due.unit.removesuffix('s'))} left"
    if due.due is None:
        return "no last day"
    least, most = max(0, due.due.first - day.first), due.due.last - day.first
    if due.due.is_open_end:
        return f"at least {pluralised(least, 'day')} left"
    return f"{least} to {pluralised(most, 'day')} left"


def likely_moves(options: Sequence[Option]) -> tuple[list[Option], int]:
    """Return the moves to name, the ordinary ones first, and the number of those left out."""
    moving = [option for option in options if option.allowed and option.moves]
    standard = [option for option in moving if option.mark is Mark.STANDARD]
    ordinary = [option for option in moving if option.mark in ORDINARY and option not in standard]
    named = [*standard, *ordinary][:MOVES_SHOWN]
    return named, len(moving) - len(named)
